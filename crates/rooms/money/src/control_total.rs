//! Control totals: what each body and the system must come to, and how members may move them between themselves.

use crate::regime::{Moves, Regime, RegimeCode};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use terms::{FinancialMonth, FinancialYear, OdsCode, Pence, TooLarge};
use thiserror::Error;

/// The control totals of a system's members.
///
/// Units: pence; a deficit is negative. Source: section 5.2.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ControlTotals(pub BTreeMap<OdsCode, Pence>);

impl ControlTotals {
    /// The system's: the sum of its members'.
    ///
    /// # Errors
    /// [`TooLarge`] past what is kept of money.
    pub fn system(&self) -> Result<Pence, TooLarge> {
        Pence::total(self.0.values().copied())
    }
}

/// A position held against a control total. Units: pence; an adverse variance is negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgainstTotal {
    /// The control total.
    pub control_total: Pence,
    /// The position before any support.
    pub position: Pence,
    /// The position less the control total.
    pub variance: Pence,
}

impl AgainstTotal {
    /// Holds a position against a control total. Source: section 5.2.
    ///
    /// # Errors
    /// [`TooLarge`] past what is kept of money.
    pub fn of(control_total: Pence, position: Pence) -> Result<Self, TooLarge> {
        Ok(Self { control_total, position, variance: position.minus(control_total)? })
    }

    /// Whether the control total is met: to the penny.
    pub fn is_met(self) -> bool {
        self.variance >= Pence::NOUGHT
    }
}

/// Control total that members ask to move between them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// The year.
    pub year: FinancialYear,
    /// The month in which it is asked.
    pub month: FinancialMonth,
    /// What each gains, in the order written. A body written twice is refused, so this is no map.
    pub deltas: Vec<(OdsCode, Pence)>,
    /// Who signed.
    pub signatures: BTreeSet<OdsCode>,
}

/// Why control total cannot be moved. Source: rule R24, in its order.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AmendmentRefusal {
    /// No regime is known for the month.
    #[error("no regime is recorded for {month} of {year}: record the rules of that month first")]
    NoRegime {
        /// The year.
        year: FinancialYear,
        /// The month.
        month: FinancialMonth,
    },
    /// The regime lets nobody move control total.
    #[error("under {regime}, which is in force in {month} of {year}, no control total can be moved between bodies")]
    RegimeForbids {
        /// The regime.
        regime: RegimeCode,
        /// The year.
        year: FinancialYear,
        /// The month.
        month: FinancialMonth,
    },
    /// A body is written twice.
    #[error("{body} is written twice: write what it gains in all once")]
    DuplicateBody {
        /// The first that is.
        body: OdsCode,
    },
    /// Bodies that have no control total in the system.
    #[error("no control total in this system: {}; only its members can move theirs", list(bodies))]
    NotAMember {
        /// Which, in order of code.
        bodies: BTreeSet<OdsCode>,
    },
    /// What is gained is not what is given.
    #[error("the changes add up to {} and not to nought: the system’s total can be changed only by a national notice", sum.to_the_penny())]
    NotNeutral {
        /// What they add up to.
        sum: Pence,
    },
    /// Bodies whose total would change and that did not sign.
    #[error("not signed by {}: every body whose total changes signs", list(bodies))]
    Unsigned {
        /// Which, in order of code.
        bodies: BTreeSet<OdsCode>,
    },
    /// Later than the regime allows.
    #[error("{month} is after {cutoff}, the last in which {regime} lets control total be moved")]
    AfterCutoff {
        /// The regime.
        regime: RegimeCode,
        /// The month asked.
        month: FinancialMonth,
        /// The last that is allowed.
        cutoff: FinancialMonth,
    },
    /// A total past what is kept of money.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}

/// The control totals after members moved some between them; the system's sum is unchanged.
///
/// # Errors
/// [`AmendmentRefusal`], the first that applies in the order of rule R24; the totals then stay as they are.
pub fn amend_totals(
    regime: &Regime,
    totals: &ControlTotals,
    amendment: &Amendment,
) -> Result<ControlTotals, AmendmentRefusal> {
    let Amendment { year, month, deltas, signatures } = amendment;
    if regime.moves == Moves::Forbidden {
        return Err(AmendmentRefusal::RegimeForbids { regime: regime.code.clone(), year: *year, month: *month });
    }
    let moved = distinct(deltas)?;
    let strangers: BTreeSet<OdsCode> = moved.keys().filter(|body| !totals.0.contains_key(body)).copied().collect();
    if !strangers.is_empty() {
        return Err(AmendmentRefusal::NotAMember { bodies: strangers });
    }
    let sum = Pence::total(moved.values().copied())?;
    if sum != Pence::NOUGHT {
        return Err(AmendmentRefusal::NotNeutral { sum });
    }
    let changes = moved.iter().filter(|(_, delta)| **delta != Pence::NOUGHT).map(|(body, _)| *body);
    let unsigned: BTreeSet<OdsCode> = changes.filter(|body| !signatures.contains(body)).collect();
    if !unsigned.is_empty() {
        return Err(AmendmentRefusal::Unsigned { bodies: unsigned });
    }
    if let Moves::AllowedUntil(cutoff) = regime.moves
        && *month > cutoff
    {
        return Err(AmendmentRefusal::AfterCutoff { regime: regime.code.clone(), month: *month, cutoff });
    }
    let mut after = totals.clone();
    for (body, total) in &mut after.0 {
        *total = total.plus(moved.get(body).copied().unwrap_or_default())?;
    }
    Ok(after)
}

/// What each body gains, when none is written twice.
fn distinct(deltas: &[(OdsCode, Pence)]) -> Result<BTreeMap<OdsCode, Pence>, AmendmentRefusal> {
    let mut moved = BTreeMap::new();
    for (body, delta) in deltas {
        if moved.insert(*body, *delta).is_some() {
            return Err(AmendmentRefusal::DuplicateBody { body: *body });
        }
    }
    Ok(moved)
}

/// Codes as a sentence lists them.
pub(crate) fn list<'a>(bodies: impl IntoIterator<Item = &'a OdsCode>) -> String {
    bodies.into_iter().map(OdsCode::as_str).collect::<Vec<_>>().join(", ")
}
