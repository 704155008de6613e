//! Deficit support: paid by quarter, withheld on review, and never received before somebody decided it.

use crate::regime::QuarterWeights;
use crate::sustainability::{ByQuarter, FundError};
use std::collections::BTreeMap;
use terms::{Pence, Quarter, apportion};

terms::words! {
    /// What becomes of a quarter's support.
    SupportDecision, "what becomes of a quarter's support: pay or withhold", {
        /// It is paid.
        Pay = "pay", "Pay";
        /// It is withheld.
        Withhold = "withhold", "Withhold";
    }
}

/// What deficit support is judged by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Support {
    /// The year's support. Units: pence.
    pub amount: Pence,
    /// How it is divided over the quarters.
    pub quarters: QuarterWeights,
    /// How far below its plan the system may be. Units: pence, not below nought.
    pub tolerance: Pence,
    /// The system's year-to-date variance after the first, second and third quarter; none where it is not reported yet.
    pub variances: [Option<Pence>; 3],
    /// What a person decided. A quarter that is not here is undecided.
    pub decisions: BTreeMap<Quarter, SupportDecision>,
    /// The position before any support. Units: pence.
    pub position_before: Pence,
}

/// What the support comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportPosition {
    /// Each quarter's part; together the year's support.
    pub cells: ByQuarter<Pence>,
    /// What is proposed for each quarter; none while the variance it hangs on is not reported.
    pub proposals: ByQuarter<Option<SupportDecision>>,
    /// What was decided to be paid. An undecided quarter is not received (rule R28).
    pub paid: Pence,
    /// What was not.
    pub not_paid: Pence,
    /// The position with what was paid.
    pub position: Pence,
}

impl Support {
    /// What is proposed, paid and left.
    ///
    /// The first quarter is unconditional; a later one is proposed to be withheld when the variance after the quarter before is
    /// below the tolerance. A person decides.
    ///
    /// # Errors
    /// [`FundError`] when the quarters have no weight or a figure does not fit.
    ///
    /// Source: section 5.5, rules R25, R27 and R28.
    pub fn position(&self) -> Result<SupportPosition, FundError> {
        let shares = apportion(self.amount.0, &self.quarters.0.map(u64::from))?;
        let mut shares = shares.into_iter().map(Pence);
        let cells = [(); 4].map(|()| shares.next().unwrap_or_default());
        let is_paid = |quarter: &Quarter| self.decisions.get(quarter) == Some(&SupportDecision::Pay);
        let paid =
            Pence::total(Quarter::ALL.iter().zip(cells).filter(|(quarter, _)| is_paid(quarter)).map(|(_, cell)| cell))?;
        let [after_first, after_second, after_third] =
            self.variances.map(|variance| variance.map(|held| self.propose(held)));
        Ok(SupportPosition {
            cells,
            proposals: [Some(SupportDecision::Pay), after_first, after_second, after_third],
            paid,
            not_paid: self.amount.minus(paid)?,
            position: self.position_before.plus(paid)?,
        })
    }

    fn propose(&self, variance: Pence) -> SupportDecision {
        if variance.wide() < -self.tolerance.wide() { SupportDecision::Withhold } else { SupportDecision::Pay }
    }
}
