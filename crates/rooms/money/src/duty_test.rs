//! Duty tests: whether a board, its trusts and the system kept within what the law and the regime set.

use crate::consolidation::Turnover;
use crate::regime::BreakEven;
use std::collections::BTreeMap;
use std::fmt;
use terms::{OdsCode, Pence, TooLarge};

/// A duty that can be tested by figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FinancialDuty {
    /// The board's expenditure is no more than the sums it received: National Health Service Act 2006, section 223GC, and
    /// section 223H for a clinical commissioning group.
    BoardExpenditure,
    /// The board and its trusts meet the objective set for them together: section 223L.
    SystemObjective,
    /// A trust breaks even by itself.
    Trust(OdsCode),
    /// Administration costs no more than its allowance.
    RunningCost,
    /// Local resource use is within its limit: section 223M.
    SystemResourceLimit,
}

impl fmt::Display for FinancialDuty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BoardExpenditure => f.write_str("the board’s expenditure within the sums it received"),
            Self::SystemObjective => f.write_str("the system’s objective"),
            Self::Trust(trust) => write!(f, "break-even of {trust}"),
            Self::RunningCost => f.write_str("running costs within the allowance"),
            Self::SystemResourceLimit => f.write_str("resource use within the system’s limit"),
        }
    }
}

/// A test of a duty. Units of the margin: pence; below nought it failed by so much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DutyTest {
    /// What was tested.
    pub duty: FinancialDuty,
    /// By how much it was kept or missed.
    pub margin: Pence,
}

impl DutyTest {
    /// Whether it was kept: to the penny.
    pub fn is_kept(self) -> bool {
        self.margin >= Pence::NOUGHT
    }
}

/// What was spent against what may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgainstAllowance {
    /// What may be spent. Units: pence.
    pub allowance: Pence,
    /// What was. Units: pence.
    pub actual: Pence,
}

/// The figures by which duties are tested. What is not given is not tested.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DutyFigures {
    /// The board's, or the commissioner's, income and expenditure.
    pub board: Option<Turnover>,
    /// The trusts' positions; none for one that is not reported, which leaves the system untested too.
    pub trusts: BTreeMap<OdsCode, Option<Pence>>,
    /// What the system must come to: nought, or a deficit agreed with NHS England.
    pub objective: Pence,
    /// Running costs.
    pub running_cost: Option<AgainstAllowance>,
    /// The limit of local resource use.
    pub resource_limit: Option<Pence>,
}

/// Tests every duty that the regime knows and the figures allow, in the order of [`FinancialDuty`].
///
/// # Errors
/// [`TooLarge`] when a sum is past what is kept of money.
///
/// Source: section 5.6.
pub fn test_duties(break_even: BreakEven, figures: &DutyFigures) -> Result<Vec<DutyTest>, TooLarge> {
    let reported: Option<Vec<Pence>> = figures.trusts.values().copied().collect();
    let trusts = reported.map(Pence::total).transpose()?;
    let mut tests = Vec::new();
    let mut push = |duty, margin| tests.push(DutyTest { duty, margin });
    if let Some(board) = figures.board {
        let position = board.position()?;
        push(FinancialDuty::BoardExpenditure, position);
        if let Some(trusts) = trusts.filter(|_| break_even.binds_system()) {
            push(FinancialDuty::SystemObjective, position.plus(trusts)?.minus(figures.objective)?);
        }
    }
    if break_even.binds_each_body() {
        for (trust, position) in &figures.trusts {
            if let Some(position) = position {
                push(FinancialDuty::Trust(*trust), *position);
            }
        }
    }
    if let Some(AgainstAllowance { allowance, actual }) = figures.running_cost {
        push(FinancialDuty::RunningCost, allowance.minus(actual)?);
    }
    if let (Some(limit), Some(board), Some(trusts)) = (figures.resource_limit, figures.board, trusts) {
        push(FinancialDuty::SystemResourceLimit, limit.minus(board.expenditure.minus(trusts)?)?);
    }
    Ok(tests)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trust_that_has_not_reported_leaves_the_system_untested() {
        let code = |text: &str| text.parse::<OdsCode>().unwrap();
        let figures = DutyFigures {
            board: Some(Turnover { income: Pence(100), expenditure: Pence(90) }),
            trusts: [(code("RTH"), Some(Pence(-5))), (code("RHW"), None)].into(),
            resource_limit: Some(Pence(90)),
            ..DutyFigures::default()
        };
        let duties = |break_even| -> Vec<FinancialDuty> {
            test_duties(break_even, &figures).unwrap().into_iter().map(|test| test.duty).collect()
        };
        assert_eq!(duties(BreakEven::System), [FinancialDuty::BoardExpenditure]);
        assert_eq!(duties(BreakEven::EachBody), [FinancialDuty::BoardExpenditure, FinancialDuty::Trust(code("RTH"))]);
    }
}
