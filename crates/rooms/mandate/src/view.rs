//! The room as known after an entry: people, posts, committees, and what stands on record.

use crate::committee::Committee;
use crate::id::{CommitteeId, InstrumentId, InterestId, LineCode, MandateId, PersonId, PostId, PowerId, UniverseId};
use crate::kind::{Capacity, SeatRole};
use crate::line::{Line, Matter, Universe};
use crate::person::{Declared, Holding, Person, Post, Vacancy};
use crate::power::{Instrument, Power, RecordedExercise};
use crate::responsibility::{CarryOver, Mandate, Transfer};
use crate::scheme::SchemeRow;
use crate::state::State;
use std::collections::BTreeSet;
use terms::{Certainty, Date, OdsCode, Sequence};

/// The room as it was known after one entry.
#[derive(Clone, Copy, Debug)]
pub struct Mandates<'a> {
    pub(crate) state: &'a State,
    pub(crate) known: Sequence,
    /// Uses of powers that are left out, by entry and place within it.
    pub(crate) unseen: Option<&'a BTreeSet<(Sequence, u16)>>,
}

/// The longest way up the tree of lines: more than any tree has, so that a circle in a damaged record ends.
const DEPTH_MAX: usize = 64;

impl<'a> Mandates<'a> {
    /// The same without some uses of powers, each by its entry and its place there: as somebody sees it who may not read for
    /// what they were used. Sums, limits and lists are then those of the uses that are left.
    #[must_use]
    pub fn without(self, unseen: &'a BTreeSet<(Sequence, u16)>) -> Self {
        Self { unseen: Some(unseen), ..self }
    }

    /// Whether a use of powers is seen here.
    pub(crate) fn sees(&self, entry: Sequence, ordinal: u16) -> bool {
        self.unseen.is_none_or(|unseen| !unseen.contains(&(entry, ordinal)))
    }

    /// The entry up to which this is known.
    pub fn known(&self) -> Sequence {
        self.known
    }

    /// A person, by name unless erased.
    pub fn person(&self, id: &PersonId) -> Option<Person<'a>> {
        let record = self.state.people.known(id, self.known)?;
        Some(self.named(record))
    }

    /// Everybody, in the order entered.
    pub fn people(&self) -> impl Iterator<Item = Person<'a>> {
        let view = *self;
        self.state.people.iter(self.known).map(move |record| view.named(record))
    }

    fn named(&self, record: &'a crate::state::PersonRecord) -> Person<'a> {
        let name = self.state.text(record.name);
        let contact = record.contact.and_then(|contact| self.state.text(contact));
        Person { id: &record.id, name, contact }
    }

    /// A post.
    pub fn post(&self, id: &PostId) -> Option<&'a Post> {
        self.state.posts.known(id, self.known).map(|record| &*record.post)
    }

    /// Every post, in the order created.
    pub fn posts(&self) -> impl Iterator<Item = &'a Post> {
        self.state.posts.iter(self.known).map(|record| &*record.post)
    }

    /// The posts of a body on a day.
    pub fn posts_of_body(&self, body: OdsCode, on: Date) -> impl Iterator<Item = &'a Post> {
        self.posts().filter(move |post| post.is_of(body, on) != Certainty::No)
    }

    /// Every holding of a post, in the order recorded.
    pub fn holdings(&self, post: &PostId) -> &'a [Holding] {
        self.state.posts.known(post, self.known).map(|record| &*record.holdings).unwrap_or_default()
    }

    /// Every holding of a person, in the order recorded.
    pub fn holdings_of(&self, person: &PersonId) -> Vec<(&'a Post, &'a Holding)> {
        let posts = self.state.posts_of_person.get(person).into_iter().flatten();
        posts
            .filter_map(|post| Some((self.post(post)?, self.holdings(post))))
            .flat_map(|(post, holdings)| holdings.iter().map(move |holding| (post, holding)))
            .filter(|(_, holding)| holding.person == *person)
            .collect()
    }

    /// The posts a person surely holds on a day, with the capacity.
    pub fn posts_of(&self, person: &PersonId, on: Date) -> Vec<(&'a Post, &'a Holding)> {
        let mut all = self.holdings_of(person);
        all.retain(|(post, holding)| {
            holding.period.contains(on) == Certainty::Yes && post.period.contains(on) == Certainty::Yes
        });
        all
    }

    /// Who holds a post on a day; those whose dates leave it uncertain are told apart by the period.
    pub fn holders_of(&self, post: &PostId, on: Date) -> Vec<&'a Holding> {
        let exists = self.post(post).is_some_and(|post| post.period.contains(on) != Certainty::No);
        let holdings = self.holdings(post).iter();
        holdings.filter(|holding| exists && holding.period.contains(on) != Certainty::No).collect()
    }

    /// The posts of a body that nobody but perhaps a deputy holds on a day.
    pub fn vacancies(&self, body: OdsCode, on: Date) -> Vec<Vacancy<'a>> {
        self.posts_of_body(body, on)
            .filter(|post| self.holders_of(&post.id, on).iter().all(|holding| holding.capacity == Capacity::Deputy))
            .map(|post| Vacancy { post, since: self.last_held(post, on) })
            .collect()
    }

    fn last_held(&self, post: &Post, on: Date) -> Option<(Date, PersonId)> {
        let principals = self.holdings(&post.id).iter().filter(|holding| holding.capacity != Capacity::Deputy);
        principals
            .filter_map(|holding| {
                let last = holding.period.to()?.previous_day().latest();
                (last < on).then(|| (last, holding.person.clone()))
            })
            .max()
    }

    /// An interest.
    pub fn interest(&self, id: &InterestId) -> Option<Declared<'a>> {
        let record = self.state.interests.known(id, self.known)?;
        Some(Declared { interest: &record.interest, wording: self.state.text(record.wording) })
    }

    /// The interests a person holds on a day.
    pub fn interests_of(&self, person: &PersonId, on: Date) -> Vec<Declared<'a>> {
        let ids = self.state.interests_of_person.get(person).into_iter().flatten();
        ids.filter_map(|id| self.interest(id))
            .filter(|declared| declared.interest.period.contains(on) != Certainty::No)
            .collect()
    }

    /// The interests of a person that touch a matter on a day; those declared in general touch every matter.
    pub fn interests_in(&self, person: &PersonId, matter: &Matter, on: Date) -> Vec<Declared<'a>> {
        let mut interests = self.interests_of(person, on);
        interests.retain(|declared| {
            let matters = &declared.interest.matters;
            matters.is_empty() || matters.iter().any(|held| self.covers(held, matter, on).is_some())
        });
        interests
    }

    /// An instrument.
    pub fn instrument(&self, id: &InstrumentId) -> Option<&'a Instrument> {
        self.state.instruments.known(id, self.known).map(|record| &*record.instrument)
    }

    /// Every instrument, in the order recorded.
    pub fn instruments(&self) -> impl Iterator<Item = &'a Instrument> {
        self.state.instruments.iter(self.known).map(|record| &*record.instrument)
    }

    /// The rows of a scheme; none for another instrument.
    pub fn rows(&self, scheme: &InstrumentId) -> &'a [SchemeRow] {
        self.state.instruments.known(scheme, self.known).map(|record| &**record.rows).unwrap_or_default()
    }

    /// A power.
    pub fn power(&self, id: &PowerId) -> Option<&'a Power> {
        self.state.powers.known(id, self.known)
    }

    /// Every power, in the order given.
    pub fn powers(&self) -> impl Iterator<Item = &'a Power> {
        self.state.powers.iter(self.known)
    }

    /// The powers of a body, in the order given.
    pub fn powers_of(&self, body: OdsCode) -> impl Iterator<Item = &'a Power> {
        let view = *self;
        self.state.powers_of_body.get(&body).into_iter().flatten().filter_map(move |id| view.power(id))
    }

    /// The uses of a power that count, the latest first.
    pub fn exercises(&self, power: &PowerId) -> Vec<RecordedExercise<'a>> {
        let mut found = Vec::new();
        let mut next = self.state.last_exercise.get(power).copied();
        while let Some(record) = next.and_then(|number| self.state.exercises.get(number as usize)) {
            let (entry, ordinal) = (record.entry, record.ordinal);
            let counts = entry <= self.known && record.withdrawn.is_none_or(|withdrawn| withdrawn > self.known);
            if counts && self.sees(entry, ordinal) {
                found.push(RecordedExercise { entry, ordinal, exercise: &record.exercise });
            }
            next = record.earlier.iter().find(|(held, _)| held == power).map(|(_, number)| *number);
        }
        found
    }

    /// A committee.
    pub fn committee(&self, id: &CommitteeId) -> Option<&'a Committee> {
        self.state.committees.known(id, self.known)
    }

    /// Every committee, in the order formed.
    pub fn committees(&self) -> impl Iterator<Item = &'a Committee> {
        self.state.committees.iter(self.known)
    }

    /// Whether a committee may discuss a matter on a day. A function is in every committee's remit: what one may do with
    /// it depends on power alone.
    pub fn in_remit(&self, committee: &CommitteeId, matter: &Matter, on: Date) -> bool {
        let Some(committee) = self.committee(committee).filter(|committee| committee.sits(on)) else { return false };
        match matter {
            Matter::Function(_) => true,
            Matter::Service(line) => {
                let remit = committee.remit_on(on);
                self.ancestry(line, on).iter().any(|line| remit.contains(line))
            }
        }
    }

    /// The member bodies for which a person holds a seat that represents them on a day, whether as principal or deputy.
    pub fn represents(&self, person: &PersonId, committee: &CommitteeId, on: Date) -> BTreeSet<OdsCode> {
        self.representing(person, committee, on).into_iter().map(|(body, _)| body).collect()
    }

    /// Whether a person represents a body on a committee as deputy only, and so speaks only while the principal is away.
    pub fn is_deputy(&self, person: &PersonId, body: OdsCode, committee: &CommitteeId, on: Date) -> bool {
        let mut roles =
            self.representing(person, committee, on).into_iter().filter(|(held, _)| *held == body).peekable();
        roles.peek().is_some() && roles.all(|(_, capacity)| capacity == Capacity::Deputy)
    }

    fn representing(&self, person: &PersonId, committee: &CommitteeId, on: Date) -> Vec<(OdsCode, Capacity)> {
        let Some(committee) = self.committee(committee) else { return Vec::new() };
        let mut found = Vec::new();
        for (post, holding) in self.posts_of(person, on) {
            for seat in committee.seats_on(on).filter(|seat| seat.post == post.id) {
                if seat.role != SeatRole::Representative {
                    continue;
                }
                for body in &seat.represents {
                    let theirs = post.is_of(*body, on) == Certainty::Yes;
                    if theirs && committee.has_member(*body, on) {
                        found.push((*body, holding.capacity));
                    }
                }
            }
        }
        found
    }

    /// The roles a person has on a committee on a day, by the posts they hold.
    pub fn roles(&self, person: &PersonId, committee: &CommitteeId, on: Date) -> BTreeSet<SeatRole> {
        let Some(committee) = self.committee(committee) else { return BTreeSet::new() };
        let posts = self.posts_of(person, on);
        let held = |post: &PostId| posts.iter().any(|(held, _)| held.id == *post);
        committee.seats_on(on).filter(|seat| held(&seat.post)).map(|seat| seat.role).collect()
    }

    pub(crate) fn lives(&self) -> &'a crate::lives::Lives {
        self.state.lives_known(self.known)
    }

    /// Every body that anything on record here names, in order of code.
    pub fn bodies(&self) -> BTreeSet<OdsCode> {
        let lives = self.lives();
        self.state.named.iter().copied().filter(|body| lives.periods.get(body).is_some()).collect()
    }

    /// From when to when a body holds anything: as long as it lives by the register, and no longer than up to a carry-over.
    pub fn life(&self, body: OdsCode) -> terms::Period {
        self.lives().clip(body, terms::Period::ALWAYS)
    }

    /// Whether a body takes part in anything on a day: one that has closed, or whose place another has taken, does not.
    pub fn acts_for_itself(&self, body: OdsCode, on: Date) -> bool {
        self.acting_body(body, on) == body && self.life(body).contains(on) != Certainty::No
    }

    /// The body that acts for another on a day: its successor once a carry-over is recorded, else itself. Nobody acts for a body
    /// that was divided: each thing it held has a body of its own that took it.
    pub fn acting_body(&self, body: OdsCode, on: Date) -> OdsCode {
        let mut acting = body;
        for _ in 0..DEPTH_MAX {
            let next = self.lives().carries_of(acting).find(|carry| carry.on <= on && carry.takes.is_none());
            match next {
                Some(carry) => acting = carry.successor,
                None => break,
            }
        }
        acting
    }

    /// The bodies whose place a body has taken by a day, directly or through others, in order.
    pub fn predecessors(&self, body: OdsCode, on: Date) -> BTreeSet<OdsCode> {
        let mut found = BTreeSet::new();
        let mut asked = vec![body];
        while let Some(next) = asked.pop() {
            for carry in self.carries().filter(|carry| carry.successor == next && carry.on <= on) {
                asked.extend(carry.predecessors.iter().filter(|old| found.insert(**old)));
            }
        }
        found.remove(&body);
        found
    }

    /// The carry-overs that count, in the order recorded.
    pub fn carries(&self) -> impl Iterator<Item = &'a CarryOver> {
        let known = self.known;
        let counts = move |carry: &&crate::state::CarryRecord| {
            carry.entry <= known && carry.withdrawn.is_none_or(|withdrawn| withdrawn > known)
        };
        self.state.carries.iter().filter(counts).map(|carry| &*carry.carry)
    }

    /// A service line as it stood on a day.
    pub fn line(&self, code: &LineCode, on: Date) -> Option<&'a Line> {
        let versions = &self.state.lines.known(code, self.known)?.versions;
        versions.iter().rev().find(|version| version.period.contains(on) == Certainty::Yes)
    }

    /// Every line that stood on a day, in the order entered.
    pub fn lines(&self, on: Date) -> impl Iterator<Item = &'a Line> {
        self.state.lines.iter(self.known).filter_map(move |record| {
            record.versions.iter().rev().find(|version| version.period.contains(on) == Certainty::Yes)
        })
    }

    /// Every version of a line, in the order entered.
    pub fn line_versions(&self, code: &LineCode) -> &'a [Line] {
        self.state.lines.known(code, self.known).map(|record| &*record.versions).unwrap_or_default()
    }

    /// A line and those above it on a day, the nearest first. A line that is not on record stands alone.
    pub fn ancestry(&self, code: &LineCode, on: Date) -> Vec<LineCode> {
        let mut found = vec![code.clone()];
        let mut next = self.line(code, on).and_then(|line| line.parent.as_ref());
        while let Some(parent) = next.filter(|parent| found.len() < DEPTH_MAX && !found.contains(parent)) {
            found.push(parent.clone());
            next = self.line(parent, on).and_then(|line| line.parent.as_ref());
        }
        found
    }

    /// How far above a matter another stands that covers it on a day: 0 when they are the same, `None` when it does not.
    pub fn covers(&self, wide: &Matter, narrow: &Matter, on: Date) -> Option<usize> {
        match (wide, narrow) {
            (Matter::Service(wide), Matter::Service(narrow)) => {
                self.ancestry(narrow, on).iter().position(|line| line == wide)
            }
            (Matter::Function(wide), Matter::Function(narrow)) if wide.holds(narrow) => {
                Some(narrow.depth() - wide.depth())
            }
            _ => None,
        }
    }

    /// The universe of lines as named last.
    pub fn universe(&self, id: &UniverseId) -> Option<&'a Universe> {
        self.state.universes.known(id, self.known)
    }

    /// Every universe, in the order first named.
    pub fn universes(&self) -> impl Iterator<Item = &'a Universe> {
        self.state.universes.iter(self.known)
    }

    /// A mandate.
    pub fn mandate(&self, id: &MandateId) -> Option<&'a Mandate> {
        self.state.mandates.known(id, self.known).map(|record| &record.mandate)
    }

    /// Every mandate, in the order given.
    pub fn mandates(&self) -> impl Iterator<Item = &'a Mandate> {
        self.state.mandates.iter(self.known).map(|record| &record.mandate)
    }

    /// Why a mandate stands no lower, in the words recorded; `None` when none were, or they are erased.
    pub fn mandate_reason(&self, id: &MandateId) -> Option<&'a str> {
        self.state.text(self.state.mandates.known(id, self.known)?.reason?)
    }

    /// A transfer.
    pub fn transfer(&self, id: &MandateId) -> Option<&'a Transfer> {
        self.state.transfers.known(id, self.known)
    }

    /// Every transfer, in the order recorded.
    pub fn transfers(&self) -> impl Iterator<Item = &'a Transfer> {
        self.state.transfers.iter(self.known)
    }
}
