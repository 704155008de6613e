//! Paying a sustainability fund: which cells of it are earned after each quarter.

use crate::regime::{AccessElement, FundScheme};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use terms::{ApportionError, Pence, Quarter, TooLarge, apportion};

/// Whether a test was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Met {
    /// It was.
    Yes,
    /// It was not, or not yet.
    No,
}

impl Met {
    /// Met, or not, by what is so.
    pub const fn when(is_met: bool) -> Self {
        if is_met { Self::Yes } else { Self::No }
    }
}

/// A test after each quarter, the first quarter first.
pub type ByQuarter<T> = [T; 4];

/// What the quarters came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarterTests {
    /// Whether the body's own year-to-date control total was met, before the fund itself.
    pub own: ByQuarter<Met>,
    /// Whether the system's was.
    pub system: ByQuarter<Met>,
    /// Whether each standard of access was met in the quarter. One that is missing was not.
    pub access: BTreeMap<AccessElement, ByQuarter<Met>>,
}

/// On what a part of a fund hangs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FundElement {
    /// The body's own control total.
    Own,
    /// The system's.
    System,
    /// A standard of access.
    Access(AccessElement),
}

/// A part of a fund: one element in one quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FundCell {
    /// On what it hangs.
    pub element: FundElement,
    /// In which quarter.
    pub quarter: Quarter,
    /// What it holds. Units: pence.
    pub amount: Pence,
}

/// What was paid of a fund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FundPayment {
    /// What had been paid after each quarter, in all. It never falls: nothing paid is taken back.
    pub cumulative: ByQuarter<Pence>,
    /// What nobody earned.
    pub unearned: Pence,
}

/// Why money cannot be divided over quarters.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FundError {
    /// The quarters and elements have no weight.
    #[error(transparent)]
    NoWeight(#[from] ApportionError),
    /// A figure past what is kept of money.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}

/// A fund's cells: its elements by quarters, in the order of the scheme; they add up to the fund.
///
/// # Errors
/// [`ApportionError`] when the scheme has no weight at all.
///
/// Source: section 5.4, rule R25.
pub fn fund_cells(fund: Pence, scheme: &FundScheme) -> Result<Vec<FundCell>, ApportionError> {
    let finance = |share: u64| scheme.finance.weight() * share;
    let own = (FundElement::Own, finance(scheme.system_share.rest().weight()));
    let system = (FundElement::System, finance(scheme.system_share.weight()));
    // Finance is a share of a share, so access is brought to the same unit.
    let whole = crate::BasisPoints::WHOLE.weight();
    let access =
        scheme.access.iter().map(|(element, part)| (FundElement::Access(element.clone()), part.weight() * whole));
    let weighted: Vec<(FundElement, Quarter, u64)> = [own, system]
        .into_iter()
        .chain(access)
        .flat_map(|(element, weight)| {
            let quarters = Quarter::ALL.iter().zip(scheme.quarters.0);
            quarters.map(move |(quarter, of)| (element.clone(), *quarter, weight * u64::from(of)))
        })
        .collect();
    let shares = apportion(fund.0, &weighted.iter().map(|(_, _, weight)| *weight).collect::<Vec<_>>())?;
    let cell = |((element, quarter, _), share)| FundCell { element, quarter, amount: Pence(share) };
    Ok(weighted.into_iter().zip(shares).map(cell).collect())
}

/// What of a fund is paid after each quarter.
///
/// A control total that is met after a quarter earns its cells of that and every earlier quarter; a standard of access earns
/// only its own quarter's.
///
/// # Errors
/// [`FundError`] when the scheme has no weight at all, or a figure does not fit.
///
/// Source: section 5.4, rules R25 and R26.
pub fn pay_fund(fund: Pence, scheme: &FundScheme, tests: &QuarterTests) -> Result<FundPayment, FundError> {
    let cells = fund_cells(fund, scheme)?;
    let paid_by = |last| Pence::total(cells.iter().filter(|cell| is_earned(cell, tests, last)).map(|cell| cell.amount));
    let paid = paid_by(Quarter::Fourth)?;
    let cumulative = [paid_by(Quarter::First)?, paid_by(Quarter::Second)?, paid_by(Quarter::Third)?, paid];
    Ok(FundPayment { cumulative, unearned: fund.minus(paid)? })
}

/// Whether a cell was earned by the end of a quarter.
fn is_earned(cell: &FundCell, tests: &QuarterTests, last: Quarter) -> bool {
    let met_since = |by_quarter: &ByQuarter<Met>| {
        let since = Quarter::ALL.iter().zip(by_quarter).filter(|(quarter, _)| cell.quarter <= **quarter);
        since.take_while(|(quarter, _)| **quarter <= last).any(|(_, met)| *met == Met::Yes)
    };
    let met_then = |by_quarter: &ByQuarter<Met>| {
        let mut then = Quarter::ALL.iter().zip(by_quarter).filter(|(quarter, _)| cell.quarter == **quarter);
        cell.quarter <= last && then.any(|(_, met)| *met == Met::Yes)
    };
    match &cell.element {
        FundElement::Own => met_since(&tests.own),
        FundElement::System => met_since(&tests.system),
        FundElement::Access(element) => tests.access.get(element).is_some_and(met_then),
    }
}
