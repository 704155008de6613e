//! Committees: who sits on them, what they may discuss, and which of them can hold a power at all.

use crate::id::{CommitteeId, InstrumentId, LineCode, PostId};
use crate::kind::SeatRole;
use crate::person::DatedBody;
use crate::shape::Shape;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use terms::{Certainty, Date, FuzzyDate, OdsCode, Period};
use thiserror::Error;

/// A service line that a committee may discuss for a period. Remit is not power: it says what may be on the agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedLine {
    /// The line, with those under it.
    pub line: LineCode,
    /// When.
    pub period: Period,
    /// The recorded decision that put it in the remit.
    pub instrument: InstrumentId,
}

/// A post's seat on a committee for a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// The post that sits.
    pub post: PostId,
    /// What it does there.
    pub role: SeatRole,
    /// The member bodies it speaks for; empty for one that represents none.
    pub represents: BTreeSet<OdsCode>,
    /// When.
    pub period: Period,
}

/// A committee of several bodies, or of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Committee {
    /// Its identity.
    pub id: CommitteeId,
    /// Its name.
    pub name: String,
    /// How its members decide together.
    pub shape: Shape,
    /// The bodies that are its members, and when.
    pub members: Vec<DatedBody>,
    /// What it may discuss, and when.
    pub remit: Vec<DatedLine>,
    /// Which posts sit, and when.
    pub seats: Vec<Seat>,
    /// From its forming to its end.
    pub period: Period,
    /// What established it.
    pub instrument: InstrumentId,
}

impl Committee {
    /// Whether it sits on a day.
    pub fn sits(&self, on: Date) -> bool {
        self.period.contains(on) == Certainty::Yes
    }

    /// Whether a body is a member on a day.
    pub fn has_member(&self, body: OdsCode, on: Date) -> bool {
        self.sits(on)
            && self.members.iter().any(|dated| dated.body == body && dated.period.contains(on) == Certainty::Yes)
    }

    /// The members on a day.
    pub fn members_on(&self, on: Date) -> BTreeSet<OdsCode> {
        self.members.iter().map(|dated| dated.body).filter(|body| self.has_member(*body, on)).collect()
    }

    /// The lines in the remit on a day, as listed; lines under them are in it too.
    pub fn remit_on(&self, on: Date) -> BTreeSet<&LineCode> {
        let lines = self.remit.iter().filter(|dated| dated.period.contains(on) == Certainty::Yes);
        if self.sits(on) { lines.map(|dated| &dated.line).collect() } else { BTreeSet::new() }
    }

    /// The seats taken on a day.
    pub fn seats_on(&self, on: Date) -> impl Iterator<Item = &Seat> {
        let sits = self.sits(on);
        self.seats.iter().filter(move |seat| sits && seat.period.contains(on) == Certainty::Yes)
    }
}

/// Why a committee can hold no power.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Powerless {
    /// A and B never can.
    #[error(
        "{committee} decides by {}: such a committee can hold no power; each body keeps its own (S0.5)",
        shape.words().to_lowercase()
    )]
    ByShape {
        /// The committee.
        committee: CommitteeId,
        /// Its shape.
        shape: Shape,
    },
    /// Not yet, or no longer, lawful.
    #[error("{committee} cannot be a {} {}: that is lawful {lawful}", shape.words().to_lowercase(), period.screen())]
    ByDate {
        /// The committee.
        committee: CommitteeId,
        /// Its shape.
        shape: Shape,
        /// When it is meant to sit.
        period: Period,
        /// When the shape is lawful.
        lawful: String,
    },
}

/// A committee that can hold powers: of shape C to F, sitting only while its shape is lawful. There is no other way to
/// make one than [`PowerHoldingCommittee::of`], so a power given to a committee without power cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PowerHoldingCommittee(CommitteeId);

impl PowerHoldingCommittee {
    /// Checks that a committee can hold powers.
    ///
    /// # Errors
    /// [`Powerless`] by shape, or by the dates of the shape.
    pub fn of(committee: &Committee) -> Result<Self, Powerless> {
        if !committee.shape.can_hold_power() {
            return Err(Powerless::ByShape { committee: committee.id.clone(), shape: committee.shape });
        }
        lawful(committee)?;
        Ok(Self(committee.id.clone()))
    }

    /// The committee.
    pub fn id(&self) -> &CommitteeId {
        &self.0
    }
}

/// Whether a committee's shape is lawful on every day it sits. One without an end sits while its shape is lawful.
pub(crate) fn lawful(committee: &Committee) -> Result<(), Powerless> {
    let begins = committee.period.from().map(FuzzyDate::earliest);
    let ends = committee.period.to().map(FuzzyDate::latest);
    let fits = committee.shape.legality().any(|row| {
        row.from.is_none_or(|from| begins.is_some_and(|begins| begins >= from))
            && row.to.is_none_or(|to| begins.is_some_and(|begins| begins < to) && ends.is_none_or(|ends| ends <= to))
    });
    if fits {
        return Ok(());
    }
    let rows: Vec<String> = committee.shape.legality().map(|row| row.period().screen()).collect();
    Err(Powerless::ByDate {
        committee: committee.id.clone(),
        shape: committee.shape,
        period: committee.period,
        lawful: rows.join(" and "),
    })
}
