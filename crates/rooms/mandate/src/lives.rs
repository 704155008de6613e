//! How long a body holds anything: its life as the register knows it, and who takes its place.
//!
//! Whatever a body holds ends with it, or passes to the successor that a carry-over names. What is recorded stays as it was
//! recorded; what holds is worked out here, anew whenever the register learns more of a body's life, so that an answer as known
//! after any entry rests on the life as known then.

use crate::committee::{Committee, Seat};
use crate::kind::InstrumentKind;
use crate::person::{DatedBody, Post, PostRecord};
use crate::power::{Instrument, Power};
use crate::responsibility::{CarryOver, Mandate};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use terms::shared::Index;
use terms::{Certainty, Date, FuzzyDate, OdsCode, Period};

/// The lives of the bodies that anything here names, and the carry-overs between them, as known after one entry.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lives {
    pub(crate) periods: Index<OdsCode, Period>,
    pub(crate) carries: Vec<Arc<CarryOver>>,
}

/// Whether a carry-over takes a thing.
type Takes<'a> = &'a dyn Fn(&CarryOver) -> bool;

impl Lives {
    /// When a body lives by the register; always when it gives no dates.
    pub(crate) fn life(&self, body: OdsCode) -> Period {
        self.periods.get(&body).copied().unwrap_or(Period::ALWAYS)
    }

    /// The carry-overs of a body to others.
    pub(crate) fn carries_of(&self, body: OdsCode) -> impl Iterator<Item = &CarryOver> {
        let of = move |carry: &&Arc<CarryOver>| carry.successor != body && carry.predecessors.contains(&body);
        self.carries.iter().filter(of).map(|carry| &**carry)
    }

    /// The first day on which a body holds nothing any more. A carry-over is dated to the day, the register perhaps less well.
    pub(crate) fn end(&self, body: OdsCode) -> Option<FuzzyDate> {
        let life = self.life(body).to();
        let carried = self.carries_of(body).map(|carry| carry.on).min();
        match (life, carried) {
            (Some(life), Some(on)) if on > life.latest() => Some(life),
            (_, Some(on)) => Some(FuzzyDate::day(on)),
            (life, None) => life,
        }
    }

    /// The days of a period on which a body holds anything.
    pub(crate) fn clip(&self, body: OdsCode, period: Period) -> Period {
        cut(period, self.life(body).from(), self.end(body))
    }

    /// Whether a body lives on a day.
    pub(crate) fn is_alive(&self, body: OdsCode, on: Date) -> Certainty {
        self.clip(body, Period::ALWAYS).contains(on)
    }

    /// With whom something of a body stands, and when: with itself first, then with each that took its place. Only what ran past
    /// the day of a carry-over passes on.
    pub(crate) fn pieces(&self, body: OdsCode, period: Period, takes: Takes<'_>) -> Vec<(OdsCode, Period)> {
        if self.carries.is_empty() {
            return vec![(body, self.clip(body, period))];
        }
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let mut waiting = vec![(body, period)];
        while let Some((body, period)) = waiting.pop() {
            if !seen.insert(body) {
                continue;
            }
            let here = self.clip(body, period);
            if found.is_empty() || holds_a_day(&here) {
                found.push((body, here));
            }
            for carry in self.carries_of(body) {
                let begun = period.from().is_none_or(|from| from.latest() < carry.on);
                let runs_on = period.to().is_none_or(|to| to.earliest() > carry.on);
                if begun && runs_on && takes(carry) {
                    let rest = Period::new(Some(FuzzyDate::day(carry.on)), period.to());
                    waiting.extend(rest.ok().map(|rest| (carry.successor, rest)));
                }
            }
        }
        found
    }

    /// A period as long as one of some bodies, or whoever took their place, lives.
    fn span(&self, bodies: impl Iterator<Item = OdsCode>, period: Period, takes: Takes<'_>) -> Period {
        let pieces: Vec<Period> =
            bodies.flat_map(|body| self.pieces(body, period, takes)).map(|(_, period)| period).collect();
        if pieces.is_empty() {
            return period;
        }
        let days: Vec<&Period> = pieces.iter().filter(|period| holds_a_day(period)).collect();
        let Some(first) = days.iter().map(|period| period.from()).min() else {
            return pieces.first().copied().unwrap_or(period);
        };
        let last = days.iter().map(|period| period.to().map_or(Last::Never, Last::On)).max();
        let to = match last {
            Some(Last::On(day)) => Some(day),
            _ => None,
        };
        cut(period, first, to)
    }

    /// The same bodies as recorded, each as long as it lives, and those that took their place, unless recorded themselves.
    fn bodies(&self, told: &[DatedBody], takes: Takes<'_>) -> Vec<DatedBody> {
        let named: BTreeSet<OdsCode> = told.iter().map(|dated| dated.body).collect();
        let mut found: Vec<DatedBody> = Vec::new();
        for dated in told {
            for (place, (body, period)) in self.pieces(dated.body, dated.period, takes).into_iter().enumerate() {
                let again = found.iter().any(|held| held.body == body && held.period == period);
                if place == 0 || !(again || named.contains(&body)) {
                    found.push(DatedBody { body, period });
                }
            }
        }
        found
    }

    /// How long what was granted lasts: up to the last day of its body, or, where it goes on in a successor, up to the day on
    /// which it was said to end.
    fn lasting(&self, body: OdsCode, period: Period) -> Period {
        let carried = self.carries_of(body).map(|carry| carry.on).min();
        match (carried, period.to()) {
            (Some(on), Some(to)) if to.earliest() > on => self.span(std::iter::once(body), period, &|_| true),
            _ => self.clip(body, period),
        }
    }

    pub(crate) fn post(&self, told: &PostRecord) -> PostRecord {
        let post = &told.post;
        let ends = post.period.to();
        let takes = |carry: &CarryOver| {
            ends.is_none_or(|to| to.earliest() > carry.on)
                && carry.takes.as_ref().is_none_or(|it| it.posts.contains(&post.id))
        };
        let bodies = self.bodies(&post.bodies, &takes);
        let period = self.span(post.bodies.iter().map(|dated| dated.body), post.period, &takes);
        let mut holdings = told.holdings.clone();
        for holding in &mut holdings {
            holding.period = cut(holding.period, None, period.to());
        }
        PostRecord { post: Arc::new(Post { bodies, period, ..Post::clone(post) }), holdings }
    }

    pub(crate) fn instrument(&self, told: &Instrument) -> Instrument {
        let ends_with_it = matches!(
            told.kind,
            InstrumentKind::Constitution | InstrumentKind::Scheme | InstrumentKind::DelegationAgreement
        );
        match told.body.filter(|_| ends_with_it) {
            Some(body) => Instrument { period: self.lasting(body, told.period), ..told.clone() },
            None => told.clone(),
        }
    }

    pub(crate) fn power(&self, told: &Power) -> Power {
        Power { period: self.lasting(told.body, told.period), ..told.clone() }
    }

    pub(crate) fn mandate(&self, told: &Mandate) -> Mandate {
        let takes = |carry: &CarryOver| carry.takes.as_ref().is_none_or(|it| it.mandates.contains(&told.id));
        Mandate { period: self.span(told.commissioners.iter().copied(), told.period, &takes), ..told.clone() }
    }

    /// A committee with its members as long as they live; a seat lasts no longer than its post, and speaks for whoever took the
    /// place of the body it spoke for.
    pub(crate) fn committee<'a>(
        &self,
        told: &Committee,
        post: &dyn Fn(&crate::PostId) -> Option<&'a Post>,
    ) -> Committee {
        let ends = told.period.to();
        let takes = |carry: &CarryOver| {
            ends.is_none_or(|to| to.earliest() > carry.on)
                && carry.takes.as_ref().is_none_or(|it| it.seats.contains(&told.id))
        };
        let members = self.bodies(&told.members, &takes);
        let period = self.span(told.members.iter().map(|dated| dated.body), told.period, &takes);
        let mut seats: Vec<Seat> = Vec::new();
        for seat in &told.seats {
            let of_post = post(&seat.post).map_or(Period::ALWAYS, |post| post.period);
            let own = cut(seat.period, of_post.from(), of_post.to());
            if seat.represents.is_empty() {
                seats.push(Seat { period: own, ..seat.clone() });
                continue;
            }
            let mut stretches: BTreeMap<(Option<FuzzyDate>, Option<FuzzyDate>), BTreeSet<OdsCode>> = BTreeMap::new();
            for body in &seat.represents {
                for (place, (heir, period)) in self.pieces(*body, own, &takes).into_iter().enumerate() {
                    let recorded = told.seats.iter().any(|other| {
                        other.post == seat.post && other.represents.contains(&heir) && other.role == seat.role
                    });
                    if place == 0 || !recorded {
                        stretches.entry((period.from(), period.to())).or_default().insert(heir);
                    }
                }
            }
            for ((from, to), represents) in stretches {
                let period = Period::new(from, to).unwrap_or(own);
                seats.push(Seat { represents, period, ..seat.clone() });
            }
        }
        Committee { members, seats, period, ..told.clone() }
    }
}

/// When something stops: an open end is the last of all.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Last {
    On(FuzzyDate),
    Never,
}

/// Whether a period holds a day for sure or perhaps.
pub(crate) fn holds_a_day(period: &Period) -> bool {
    period.overlaps(&Period::ALWAYS) != Certainty::No
}

/// A period without the days that surely lie before one edge, and those that do from another on.
fn cut(period: Period, begins: Option<FuzzyDate>, ends: Option<FuzzyDate>) -> Period {
    let from = match (period.from(), begins) {
        (Some(from), Some(begins)) if from.earliest() < begins.earliest() => {
            FuzzyDate::between(begins.earliest(), from.latest().max(begins.earliest())).ok()
        }
        (from, begins) => from.or(begins),
    };
    let to = match (period.to(), ends) {
        (Some(to), Some(ends)) => {
            FuzzyDate::between(to.earliest().min(ends.earliest()), to.latest().min(ends.latest())).ok()
        }
        (to, ends) => to.or(ends),
    };
    // Where nothing is left the period is empty, and stands at its end.
    let at = to.map(FuzzyDate::latest);
    Period::new(from, to).unwrap_or_else(|_| Period::from_days(at, at))
}
