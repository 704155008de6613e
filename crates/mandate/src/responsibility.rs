//! Mandates: which commissioner answers for which service, for whom, at which level.

use crate::id::{InstrumentId, LineCode, MandateId};
use crate::kind::Level;
use crate::line::Population;
use serde::{Deserialize, Serialize};
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

/// Bodies that became one: what they had decided and delegated carries over.
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
}
