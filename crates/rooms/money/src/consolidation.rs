//! One total over commissioners and providers: positions add up, expenditure does not, because what one pays another earns.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use terms::{OdsCode, Pence, TooLarge};

/// A body's income and expenditure. Units: pence, both positive as a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turnover {
    /// What comes in.
    pub income: Pence,
    /// What goes out.
    pub expenditure: Pence,
}

impl Turnover {
    /// The position: a surplus is positive.
    ///
    /// # Errors
    /// [`TooLarge`] past what is kept of money.
    pub fn position(self) -> Result<Pence, TooLarge> {
        self.income.minus(self.expenditure)
    }
}

/// A contract by its two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contract {
    /// Who pays.
    pub commissioner: OdsCode,
    /// Who is paid.
    pub provider: OdsCode,
}

/// What each side of a contract says of it; none where a side says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// What the commissioner has it as expenditure.
    pub commissioner: Option<Pence>,
    /// What the provider has it as income.
    pub provider: Option<Pence>,
}

/// A system's figures without what its members pay each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consolidation {
    /// All positions together.
    pub position: Pence,
    /// Income without the providers' figures for contracts inside the system.
    pub external_income: Pence,
    /// Expenditure without the commissioners' figures for them.
    pub external_expenditure: Pence,
    /// By how much commissioners say more than providers of contracts inside. Shown, never settled.
    pub mismatch: Pence,
    /// The contracts inside of which a side says nothing; that side counts as nought.
    pub one_sided: Vec<Contract>,
}

/// Adds up bodies and leaves out what they pay each other.
///
/// Identity: external income less external expenditure is the position and the mismatch together.
///
/// # Errors
/// [`TooLarge`] when a sum is past what is kept of money.
///
/// Source: section 5.2, rule R23.
pub fn consolidate(
    bodies: &BTreeMap<OdsCode, Turnover>,
    contracts: &BTreeMap<Contract, Sides>,
) -> Result<Consolidation, TooLarge> {
    let is_inside =
        |contract: &Contract| bodies.contains_key(&contract.commissioner) && bodies.contains_key(&contract.provider);
    let inside = || contracts.iter().filter(|(contract, _)| is_inside(contract));
    let paid = Pence::total(inside().filter_map(|(_, sides)| sides.commissioner))?;
    let earned = Pence::total(inside().filter_map(|(_, sides)| sides.provider))?;
    let income = Pence::total(bodies.values().map(|body| body.income))?;
    let expenditure = Pence::total(bodies.values().map(|body| body.expenditure))?;
    let is_one_sided = |sides: &Sides| sides.commissioner.is_none() || sides.provider.is_none();
    Ok(Consolidation {
        position: income.minus(expenditure)?,
        external_income: income.minus(earned)?,
        external_expenditure: expenditure.minus(paid)?,
        mismatch: paid.minus(earned)?,
        one_sided: inside().filter(|(_, sides)| is_one_sided(sides)).map(|(contract, _)| *contract).collect(),
    })
}
