//! The questions anyone can ask: who decides, what may this person decide, what stays local, what changed.

use crate::authority::{Authority, CommitteeAsk, Shortfall};
use crate::event::Event;
use crate::id::{CommitteeId, LineCode, PersonId, PostId};
use crate::kind::Level;
use crate::line::{Line, Matter, Population};
use crate::person::Post;
use crate::power::{HolderId, Power, Reservation};
use crate::responsibility::Mandate;
use crate::responsible::Responsible;
use crate::view::Mandates;
use std::collections::BTreeSet;
use terms::{AsAt, Certainty, Date, FuzzyDate, OdsCode, Pence, Sequence};

/// Who decides a service for some people on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhoDecides<'a> {
    /// Who is responsible, and by which mandates; `None` when no mandate says.
    pub responsible: Option<Responsible<'a>>,
    /// For each responsible body, in order: who can decide.
    pub deciders: Vec<Decider>,
}

/// Who can decide for one body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decider {
    /// The body.
    pub body: OdsCode,
    /// The body that acts for it that day.
    pub acting: OdsCode,
    /// Everybody who can, each with the whole chain and limit: committees and people, the smallest sufficient power
    /// first.
    pub can: Vec<Authority>,
    /// The governing body or board, or why not.
    pub governing_body: Result<Authority, Shortfall>,
    /// What reserves the matter, if anything does.
    pub reserved: Option<Reservation>,
}

/// One power that a person can use on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MayDecide<'a> {
    /// For which body.
    pub body: OdsCode,
    /// By which power.
    pub power: &'a Power,
    /// By which post.
    pub post: &'a Post,
    /// Used in the financial year of the day.
    pub used_in_year: Pence,
    /// Used in all.
    pub used_in_all: Pence,
    /// The chain, for the matter by which the power is first named.
    pub authority: Authority,
}

/// Where one service is decided for one population.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceStanding<'a> {
    /// The service.
    pub line: &'a Line,
    /// For whom.
    pub population: Population,
    /// At which level; the highest when mandates overlap, `None` when there is none.
    pub level: Option<Level>,
    /// Who commissions it.
    pub commissioners: BTreeSet<OdsCode>,
    /// The mandates that say so.
    pub mandates: Vec<&'a Mandate>,
    /// Whether the body keeps it: place level or lower, commissioned by the body whose people they are.
    pub local: bool,
    /// Whether the committee asked about may discuss it.
    pub in_remit: bool,
}

/// One fact that came on record, or left it, between two moments; or came into or out of effect between two days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed<'a> {
    /// The entry that recorded it.
    pub entry: Sequence,
    /// Which event of the entry.
    pub ordinal: u16,
    /// The event.
    pub event: &'a Event,
    /// The entry that withdrew it, when that is what changed.
    pub withdrawn: Option<Sequence>,
}

/// Something that began or ended between two days.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turned {
    /// The day.
    pub on: Date,
    /// Whether it began.
    pub began: bool,
    /// What: "mandate", "power", "appointment" …
    pub what: &'static str,
    /// Its identity.
    pub id: String,
}

impl<'a> Mandates<'a> {
    /// Who decides a service line for a population on a day, up to an amount.
    pub fn who_decides(
        &self,
        line: &LineCode,
        population: Population,
        on: Date,
        amount: Option<Pence>,
    ) -> WhoDecides<'a> {
        let responsible = self.responsible_for(line, population, on);
        let matter = Matter::Service(line.clone());
        let bodies = responsible.iter().flat_map(|held| held.commissioners.iter().copied());
        let deciders = bodies.map(|body| self.decider(body, &matter, amount, on)).collect();
        WhoDecides { responsible, deciders }
    }

    /// Who can decide a matter for a body on a day, up to an amount.
    pub fn decider(&self, body: OdsCode, matter: &Matter, amount: Option<Pence>, on: Date) -> Decider {
        let acting = self.acting_body(body, on);
        let mut can: Vec<Authority> = self
            .committees_with_power(body, on)
            .into_iter()
            .filter_map(|committee| {
                let committee = &committee;
                self.authorise_committee(&CommitteeAsk { committee, body, matter, amount, on, pending: Pence(0) }).ok()
            })
            .collect();
        for person in self.people_with_power(body, on) {
            let ask = crate::authority::Ask { person: &person, body, matter, amount, on, pending: Pence(0) };
            can.extend(self.authorise(&ask).ok());
        }
        can.sort_by_key(|held| {
            let limit = held.limits().per_decision.unwrap_or(Pence(i64::MAX));
            (limit, held.power().cloned(), held.person().cloned())
        });
        let governing_body = self.authorise_governing_body(body, matter, amount, on);
        let reserved = self.reserving(acting, matter, on).or_else(|| self.reserving(body, matter, on));
        Decider { body, acting, can, governing_body, reserved }
    }

    /// The bodies whose powers could serve a body: its own, and its predecessors' after a carry-over.
    fn sources(&self, body: OdsCode, on: Date) -> BTreeSet<OdsCode> {
        let acting = self.acting_body(body, on);
        let mut sources = self.predecessors(acting, on);
        sources.extend([body, acting]);
        sources
    }

    fn committees_with_power(&self, body: OdsCode, on: Date) -> BTreeSet<CommitteeId> {
        let powers = self.sources(body, on).into_iter().flat_map(|source| self.powers_of(source).collect::<Vec<_>>());
        powers
            .filter_map(|power| match &power.holder {
                HolderId::Committee(committee) => Some(committee.clone()),
                _ => None,
            })
            .collect()
    }

    fn people_with_power(&self, body: OdsCode, on: Date) -> BTreeSet<PersonId> {
        let powers = self.sources(body, on).into_iter().flat_map(|source| self.powers_of(source).collect::<Vec<_>>());
        let posts: BTreeSet<&PostId> = powers
            .filter_map(|power| match &power.holder {
                HolderId::Post(post) => Some(post),
                _ => None,
            })
            .collect();
        posts.into_iter().flat_map(|post| self.holders_of(post, on)).map(|held| held.person.clone()).collect()
    }

    /// Everything a person may decide on a day: each power that serves, by body and matter.
    pub fn may_decide(&self, person: &PersonId, on: Date) -> Vec<MayDecide<'a>> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        for (post, _) in self.posts_of(person, on) {
            let mut bodies: BTreeSet<OdsCode> = BTreeSet::new();
            for dated in &post.bodies {
                bodies.extend(self.sources(dated.body, on));
            }
            for power in bodies.iter().flat_map(|body| self.powers_of(*body)) {
                let theirs = matches!(&power.holder, HolderId::Post(held) if *held == post.id);
                if !theirs || !seen.insert(power.id.clone()) {
                    continue;
                }
                let Some(authority) = self.first_use(person, power, on) else { continue };
                let (used_in_year, used_in_all) = self.used_of(power, on);
                found.push(MayDecide { body: power.body, power, post, used_in_year, used_in_all, authority });
            }
        }
        found.sort_by(|one, other| (one.body, &one.power.id).cmp(&(other.body, &other.power.id)));
        found
    }

    /// An authority by one power, for the first of its matters that it serves.
    fn first_use(&self, person: &PersonId, power: &Power, on: Date) -> Option<Authority> {
        power.matters.iter().find_map(|matter| {
            let ask = crate::authority::Ask { person, body: power.body, matter, amount: None, on, pending: Pence(0) };
            // Another power may be the better one for the same matter; this one is told if it would serve at all.
            self.authorise_by(&ask, &power.id)
        })
    }

    /// What stays local: every service of some bodies' people, at which level it is decided and by whom.
    ///
    /// Shape: one row per service line that stood that day and per body, lines in the order entered.
    pub fn stays_local(
        &self,
        bodies: &BTreeSet<OdsCode>,
        committee: Option<&CommitteeId>,
        on: Date,
    ) -> Vec<ServiceStanding<'a>> {
        let mut found = Vec::new();
        for line in self.lines(on) {
            let responsible = self.responsible(&line.code, on);
            let matter = Matter::Service(line.code.clone());
            let in_remit = committee.is_some_and(|committee| self.in_remit(committee, &matter, on));
            for body in bodies {
                let population = Population::registered(self.acting_body(*body, on));
                let held = responsible.iter().find(|held| held.population == population);
                let mandates = held.map(|held| held.mandates.clone()).unwrap_or_default();
                let level = mandates.iter().map(|mandate| mandate.level).max();
                let commissioners = held.map(|held| held.commissioners.clone()).unwrap_or_default();
                let own = commissioners.iter().all(|held| *held == population.body);
                let local = !commissioners.is_empty() && own && level.is_some_and(|level| level <= Level::Place);
                found.push(ServiceStanding { line, population, level, commissioners, mandates, local, in_remit });
            }
        }
        found
    }

    /// The same for the members of a committee on a day.
    pub fn stays_local_of(&self, committee: &CommitteeId, on: Date) -> Vec<ServiceStanding<'a>> {
        let members = self.committee(committee).map(|held| held.members_on(on)).unwrap_or_default();
        self.stays_local(&members, Some(committee), on)
    }

    /// What came on record, or was withdrawn, after one entry and up to another, in the order of recording.
    pub fn recorded_between(&self, after: Sequence, until: Sequence) -> Vec<Changed<'a>> {
        let between = |entry: Sequence| entry > after && entry <= until;
        let facts = self.state.facts.iter();
        facts
            .filter_map(|fact| {
                let withdrawn = fact.withdrawn.filter(|withdrawn| between(*withdrawn));
                let counts = between(fact.entry) || withdrawn.is_some();
                counts.then(|| Changed { entry: fact.entry, ordinal: fact.ordinal, event: &fact.event, withdrawn })
            })
            .collect()
    }

    /// What changed between two moments: what was recorded between their entries, and what began or ended between their
    /// days.
    pub fn changed_since(&self, then: AsAt, now: AsAt) -> (Vec<Changed<'a>>, Vec<Turned>) {
        (self.recorded_between(then.known, now.known), self.state.known(now.known).turned(then.valid, now.valid))
    }

    /// Everything that began or ended after one day and up to another, in order.
    pub fn turned(&self, after: Date, until: Date) -> Vec<Turned> {
        let mut found = Vec::new();
        let mut turn = |what: &'static str, id: String, period: &terms::Period| {
            for (edge, began) in [(period.from(), true), (period.to(), false)] {
                let Some(edge) = edge.map(FuzzyDate::latest) else { continue };
                if edge > after && edge <= until {
                    found.push(Turned { on: edge, began, what, id: id.clone() });
                }
            }
        };
        for post in self.posts() {
            turn("post", post.id.to_string(), &post.period);
            for holding in self.holdings(&post.id) {
                turn("appointment", format!("{} as {}", holding.person, post.id), &holding.period);
            }
        }
        for instrument in self.instruments() {
            turn("instrument", instrument.id.to_string(), &self.effective(instrument));
        }
        for power in self.powers() {
            let period = power.revoked.map_or(power.period, |on| crate::state::ended(power.period, on));
            turn("power", power.id.to_string(), &period);
        }
        for committee in self.committees() {
            turn("committee", committee.id.to_string(), &committee.period);
            for dated in &committee.members {
                turn("membership", format!("{} of {}", dated.body, committee.id), &dated.period);
            }
            for dated in &committee.remit {
                turn("remit", format!("{} of {}", dated.line, committee.id), &dated.period);
            }
        }
        for mandate in self.mandates() {
            turn("mandate", mandate.id.to_string(), &mandate.period);
        }
        for transfer in self.transfers() {
            turn("transfer", transfer.id.to_string(), &transfer.period);
        }
        for carry in self.carries() {
            let period = terms::Period::from_days(Some(carry.on), None);
            turn("carry-over", carry.successor.to_string(), &period);
        }
        found.sort();
        found
    }

    /// The remit of a committee over time: each line with its dates and the decision that put it there, oldest first.
    pub fn remit_history(&self, committee: &CommitteeId) -> Vec<&'a crate::committee::DatedLine> {
        let mut remit: Vec<_> = self.committee(committee).map(|held| held.remit.iter().collect()).unwrap_or_default();
        remit.sort_by_key(|dated| (dated.period.from().map(FuzzyDate::latest), dated.line.clone()));
        remit
    }

    /// The mandates above place level on a day with why each stands there; `None` where the words were erased.
    pub fn above_place(&self, on: Date) -> Vec<(&'a Mandate, Option<&'a str>)> {
        let above =
            self.mandates().filter(|held| held.level > Level::Place && held.period.contains(on) != Certainty::No);
        above.map(|mandate| (mandate, self.mandate_reason(&mandate.id))).collect()
    }
}
