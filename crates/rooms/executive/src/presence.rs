//! Who is in the room, for whom they can speak, and whether they are enough. Worked out from the record each time.

use crate::act::Route;
use crate::ids::ItemId;
use crate::kind::Voice;
use crate::meeting::{Declaration, recused};
use crate::proposal::Proposal;
use crate::state::Executive;
use crate::terms_of_reference::{Forum, Seat, TermsOfReference};
use mandate::{Capacity, Holding, Mandates, PersonId, Post, PostId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use terms::{Date, OdsCode};

/// A quorum as counted, beside what is required.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuorumCount {
    /// Persons present and eligible.
    pub persons: u32,
    /// Persons required.
    pub persons_required: u32,
    /// Bodies for which somebody eligible can speak.
    pub bodies: u32,
    /// Bodies required.
    pub bodies_required: u32,
    /// By class.
    pub classes: Vec<ClassCount>,
}

/// The count of a class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassCount {
    /// The class.
    pub class: String,
    /// Present and eligible.
    pub n: u32,
    /// Required.
    pub required: u32,
}

impl QuorumCount {
    /// Whether they are enough.
    pub fn is_quorate(&self) -> bool {
        self.persons >= self.persons_required
            && self.bodies >= self.bodies_required
            && self.classes.iter().all(|class| class.n >= class.required)
    }
}

impl fmt::Display for QuorumCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.is_quorate() { "quorate" } else { "not quorate" };
        write!(f, "{verdict}: {} of {} persons", self.persons, self.persons_required)?;
        if self.bodies_required > 0 {
            write!(f, ", {} of {} bodies", self.bodies, self.bodies_required)?;
        }
        for class in &self.classes {
            write!(f, ", {} of {} {}", class.n, class.required, class.class)?;
        }
        Ok(())
    }
}

/// Somebody in the room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sitting<'a> {
    /// Who.
    pub person: PersonId,
    /// The seats they hold; none for somebody who attends.
    pub seats: Vec<&'a Seat>,
    /// The seats they count in here: their own, and as deputy those whose principal cannot take them.
    pub takes: Vec<&'a Seat>,
    /// The bodies for which they may decide in this room: as principal, or as deputy while no principal can.
    pub speaks_for: BTreeSet<OdsCode>,
    /// The bodies they represent at all, interests and absences apart.
    pub represents: BTreeSet<OdsCode>,
    /// Whether they may decide on the item.
    pub is_eligible: bool,
}

impl Sitting<'_> {
    /// Whether a seat of theirs carries a voice, whether or not it is theirs to take here.
    pub fn has(&self, voice: Voice) -> bool {
        self.seats.iter().any(|seat| seat.voice == voice)
    }

    /// Whether a seat that they count in here carries a voice.
    pub fn takes(&self, voice: Voice) -> bool {
        self.takes.iter().any(|seat| seat.voice == voice)
    }
}

/// The room at an item, or the circle of those who answered in writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room<'a> {
    /// Everybody in it, in order of identity.
    pub sittings: Vec<Sitting<'a>>,
    /// The quorum.
    pub quorum: QuorumCount,
}

impl<'a> Room<'a> {
    /// Works out the room.
    pub(crate) fn of(
        mandates: Mandates<'a>,
        terms: &'a TermsOfReference,
        present: &BTreeSet<&PersonId>,
        recused: &BTreeSet<&PersonId>,
        on: Date,
    ) -> Self {
        let mut sittings: Vec<Sitting<'a>> = present
            .iter()
            .map(|person| {
                let seats = seats_of(mandates, terms, person, on);
                let represents = represents(mandates, &terms.forum, person, !seats.is_empty(), on);
                let is_eligible = !seats.is_empty() && !recused.contains(*person);
                let person = PersonId::clone(person);
                let takes = Vec::new();
                Sitting { person, seats, takes, speaks_for: BTreeSet::new(), represents, is_eligible }
            })
            .collect();
        let able: BTreeSet<OdsCode> = sittings
            .iter()
            .filter(|held| held.is_eligible)
            .flat_map(|held| {
                held.represents.iter().filter(|body| !deputises(mandates, terms, &held.person, **body, on))
            })
            .copied()
            .collect();
        for held in sittings.iter_mut().filter(|held| held.is_eligible) {
            let may = |body: &&OdsCode| {
                !deputises(mandates, terms, &held.person, **body, on) || (terms.deputies && !able.contains(*body))
            };
            held.speaks_for = held.represents.iter().filter(may).copied().collect();
        }
        take_seats(mandates, terms, &mut sittings, on);
        let quorum = count(terms, &sittings);
        Self { sittings, quorum }
    }

    /// Those who may decide on the item.
    pub fn eligible(&self) -> BTreeSet<PersonId> {
        self.sittings.iter().filter(|held| held.is_eligible).map(|held| held.person.clone()).collect()
    }

    /// Everybody in it.
    pub fn present(&self) -> BTreeSet<PersonId> {
        self.sittings.iter().map(|held| held.person.clone()).collect()
    }

    /// Somebody in it.
    pub fn find(&self, person: &PersonId) -> Option<&Sitting<'a>> {
        self.sittings.iter().find(|held| held.person == *person)
    }
}

impl<'a> Executive<'a> {
    /// Every interest declared in a proposal: in itself, and at each item where it was put. They go with it wherever it is
    /// decided in the end.
    pub fn declared_in(&self, proposal: &'a Proposal) -> Vec<&'a Declaration> {
        let at_items = proposal.items.iter().filter_map(|id| self.item(id)).flat_map(|item| &item.declarations);
        let mut all: Vec<&Declaration> = proposal.declarations.iter().chain(at_items).collect();
        all.sort_by_key(|declared| declared.stamp.entry);
        all
    }

    /// The room at an item as it is now: who is present, who may decide, and the quorum. `None` when the item, its
    /// meeting or terms of reference are not on record.
    ///
    /// Whoever declared an interest in a proposal elsewhere does not decide at the item to which it has come.
    pub fn room(&self, mandates: Mandates<'a>, item: &ItemId) -> Option<Room<'a>> {
        let here = Route::Item { item: item.clone() };
        let put = self.proposals().filter(|proposal| proposal.route == here);
        self.room_with(mandates, item, put.flat_map(|proposal| self.declared_in(proposal)).collect())
    }

    /// The room at an item that considers a proposal, perhaps of another forum: a governing body's own meeting.
    pub(crate) fn room_about(&self, mandates: Mandates<'a>, item: &ItemId, proposal: &'a Proposal) -> Option<Room<'a>> {
        let here = Route::Item { item: item.clone() };
        let put = self.proposals().filter(|held| held.route == here && held.id != proposal.id);
        let declared = put.chain([proposal]).flat_map(|held| self.declared_in(held)).collect();
        self.room_with(mandates, item, declared)
    }

    fn room_with(&self, mandates: Mandates<'a>, item: &ItemId, elsewhere: Vec<&'a Declaration>) -> Option<Room<'a>> {
        let item = self.item(item)?;
        let meeting = self.meeting(&item.meeting)?;
        let terms = meeting.terms.map_or_else(
            || self.terms_on(&meeting.forum, meeting.held_on),
            |version| self.terms_version(&meeting.forum, version),
        )?;
        let recused = recused(item.declarations.iter().chain(elsewhere));
        Some(Room::of(mandates, &terms.terms, &meeting.present(), &recused, meeting.held_on))
    }

    /// Who may decide on an item now.
    pub fn eligible(&self, mandates: Mandates<'a>, item: &ItemId) -> BTreeSet<PersonId> {
        self.room(mandates, item).map(|room| room.eligible()).unwrap_or_default()
    }

    /// The quorum for an item now.
    pub fn quorum(&self, mandates: Mandates<'a>, item: &ItemId) -> Option<QuorumCount> {
        self.room(mandates, item).map(|room| room.quorum)
    }
}

/// The required seats that nobody but perhaps a deputy holds on a day.
pub fn vacant_seats<'a>(mandates: Mandates<'_>, terms: &'a TermsOfReference, on: Date) -> Vec<&'a Seat> {
    let held = |seat: &Seat| {
        mandates.posts().any(|post| {
            gives(mandates, post, seat, on)
                && mandates
                    .holders_of(&post.id, on)
                    .iter()
                    .any(|holding| is_own(holding) && holding.period.contains(on) == terms::Certainty::Yes)
        })
    };
    terms.seats.iter().filter(|seat| seat.required && !held(seat)).collect()
}

/// Gives each person the seats they count in. A deputy's is theirs only where the terms allow deputies and the principal
/// is not there to take it, so that no seat counts twice.
fn take_seats<'a>(mandates: Mandates<'_>, terms: &'a TermsOfReference, sittings: &mut [Sitting<'a>], on: Date) {
    let mut taken: BTreeSet<&PostId> = BTreeSet::new();
    for held in sittings.iter().filter(|held| held.is_eligible) {
        let posts = mandates.posts_of(&held.person, on);
        taken.extend(posts.iter().filter(|(_, holding)| is_own(holding)).map(|(post, _)| &post.id));
    }
    for held in sittings.iter_mut().filter(|held| held.is_eligible) {
        let mut posts = mandates.posts_of(&held.person, on);
        posts.retain(|(post, holding)| is_own(holding) || (terms.deputies && !taken.contains(&post.id)));
        taken.extend(posts.iter().map(|(post, _)| &post.id));
        let takes = |seat: &&Seat| posts.iter().any(|(post, _)| gives(mandates, post, seat, on));
        held.takes = terms.seats.iter().filter(takes).collect();
    }
}

/// Whether somebody holds a post in their own right, not as deputy.
pub(crate) fn is_own(holding: &Holding) -> bool {
    holding.capacity != Capacity::Deputy
}

/// Whether a post gives a seat on a day.
pub(crate) fn gives(mandates: Mandates<'_>, post: &Post, seat: &Seat, on: Date) -> bool {
    post.kind == seat.kind && shares_body(mandates, &post.bodies_on(on), &seat.bodies, on)
}

/// The seats a person holds on a day by the posts they hold.
pub fn seats_of<'a>(mandates: Mandates<'_>, terms: &'a TermsOfReference, person: &PersonId, on: Date) -> Vec<&'a Seat> {
    let posts = mandates.posts_of(person, on);
    let holds = |seat: &&Seat| posts.iter().any(|(post, _)| gives(mandates, post, seat, on));
    terms.seats.iter().filter(holds).collect()
}

/// Whether two sets share a body, each body standing for the one that acts for it that day.
fn shares_body(mandates: Mandates<'_>, ones: &BTreeSet<OdsCode>, others: &BTreeSet<OdsCode>, on: Date) -> bool {
    ones.iter().any(|one| {
        others.contains(one)
            || others.iter().any(|other| mandates.acting_body(*other, on) == mandates.acting_body(*one, on))
    })
}

fn represents(mandates: Mandates<'_>, forum: &Forum, person: &PersonId, seated: bool, on: Date) -> BTreeSet<OdsCode> {
    match forum {
        Forum::Committee(committee) => mandates.represents(person, committee, on),
        Forum::GoverningBody(body) if seated => BTreeSet::from([*body]),
        Forum::GoverningBody(_) => BTreeSet::new(),
    }
}

fn deputises(mandates: Mandates<'_>, terms: &TermsOfReference, person: &PersonId, body: OdsCode, on: Date) -> bool {
    match &terms.forum {
        Forum::Committee(committee) => mandates.is_deputy(person, body, committee, on),
        Forum::GoverningBody(_) => false,
    }
}

fn count(terms: &TermsOfReference, sittings: &[Sitting<'_>]) -> QuorumCount {
    let eligible = || sittings.iter().filter(|held| held.is_eligible && !held.takes.is_empty());
    let bodies: BTreeSet<OdsCode> = eligible().flat_map(|held| held.speaks_for.iter().copied()).collect();
    let classes = terms
        .quorum
        .classes
        .iter()
        .map(|class| ClassCount {
            class: class.class.clone(),
            n: eligible().filter(|held| held.takes.iter().any(|seat| seat.class == class.class)).count() as u32,
            required: class.at_least,
        })
        .collect();
    QuorumCount {
        persons: eligible().count() as u32,
        persons_required: terms.quorum.persons,
        bodies: bodies.len() as u32,
        bodies_required: terms.quorum.bodies,
        classes,
    }
}
