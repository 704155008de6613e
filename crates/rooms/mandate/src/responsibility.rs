//! Mandates: which commissioner answers for which service, for whom, at which level.

use crate::id::{CommitteeId, InstrumentId, LineCode, MandateId, PostId, PowerId};
use crate::kind::Level;
use crate::line::Population;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use terms::{OdsCode, Period};

/// A commissioner's responsibility for a service line and the people it is for.
///
/// A mandate on a line holds for the lines under it, except where one of those has a mandate of its own. Several
/// commissioners on one mandate exercise it jointly: that is one responsibility and no overlap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mandate {
    /// Its identity.
    pub id: MandateId,
    /// The service line.
    pub line: LineCode,
    /// For whom.
    pub populations: Vec<Population>,
    /// At which level it is commissioned.
    pub level: Level,
    /// Who commissions it; several do so jointly.
    pub commissioners: Vec<OdsCode>,
    /// On what authority.
    pub instrument: InstrumentId,
    /// When.
    pub period: Period,
}

/// The passing of a function from one commissioner to another for a period, by direction. When it ends the function
/// reverts by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// Its identity.
    pub id: MandateId,
    /// The service line, with those under it.
    pub line: LineCode,
    /// For whom.
    pub populations: Vec<Population>,
    /// Who gives it up for the time.
    pub from: OdsCode,
    /// Who takes it on.
    pub to: OdsCode,
    /// The direction.
    pub instrument: InstrumentId,
    /// When.
    pub period: Period,
}

/// Bodies that became one: what they had decided and delegated carries over. Of a body that was divided, one part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarryOver {
    /// The bodies that ended.
    pub predecessors: Vec<OdsCode>,
    /// The body that took their place.
    pub successor: OdsCode,
    /// The first day of the successor.
    pub on: terms::Date,
    /// The order or decision.
    pub instrument: InstrumentId,
    /// What this successor takes of a body that was divided between several; `None` for everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub takes: Option<Taken>,
}

impl CarryOver {
    /// Everything that some bodies held passes to one.
    pub fn whole(predecessors: Vec<OdsCode>, successor: OdsCode, on: terms::Date, instrument: InstrumentId) -> Self {
        Self { predecessors, successor, on, instrument, takes: None }
    }
}

/// What of a divided body goes somewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Posts.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub posts: BTreeSet<PostId>,
    /// Powers.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub powers: BTreeSet<PowerId>,
    /// Memberships of committees, with the seats that speak for the body there.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub seats: BTreeSet<CommitteeId>,
    /// Mandates. Where a body's people are divided, each successor takes the mandate for its own.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub mandates: BTreeSet<MandateId>,
}

/// A body that was divided: what each successor takes of it, and what lapses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Division {
    /// The body that ended.
    pub predecessor: OdsCode,
    /// The first day of its successors.
    pub on: terms::Date,
    /// The order or decision.
    pub instrument: InstrumentId,
    /// Each successor with what it takes.
    pub to: BTreeMap<OdsCode, Taken>,
    /// What nobody takes.
    pub lapses: Taken,
}
