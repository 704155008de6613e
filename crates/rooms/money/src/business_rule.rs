//! Business rules: what a commissioner's plan was to set aside, and what lies beneath its position.

use crate::basis_points::BasisPoints;
use crate::standing::Standing;
use crate::table::{Row, TableError, rows};
use std::sync::LazyLock;
use terms::{Certainty, Date, Pence, Period, TooLarge};

/// What plans were to set aside for a while. Units: shares of the year's resource, but for savings.
///
/// Source: section 5.6; all of them are parameters nobody checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusinessRules {
    /// The days they are in force.
    pub period: Period,
    /// Cumulative surplus to be kept.
    pub surplus: BasisPoints,
    /// Contingency to be held.
    pub contingency: BasisPoints,
    /// Spending that is not to come again.
    pub non_recurrent: BasisPoints,
    /// The share of turnover above which planned savings are to be looked at.
    pub savings: BasisPoints,
    /// Where they are written.
    pub source: String,
    /// How sure we are of them.
    pub standing: Standing,
}

/// What a commissioner's plan holds. Units: pence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedReserves {
    /// The year's resource.
    pub resource: Pence,
    /// The cumulative surplus at the end of the year; a deficit is negative.
    pub surplus: Pence,
    /// The contingency.
    pub contingency: Pence,
    /// What is planned to be spent once.
    pub non_recurrent: Pence,
}

/// By how much each rule is kept; below nought it is missed. Units: pence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleMargins {
    /// The cumulative surplus above what is to be kept.
    pub surplus: Pence,
    /// The contingency above what is to be held.
    pub contingency: Pence,
    /// The spending that is not to come again above what is asked.
    pub non_recurrent: Pence,
}

/// The business rules that this edition brings. A test rules out that the table cannot be read.
pub fn business_rules_at_first() -> &'static [BusinessRules] {
    static AT_FIRST: LazyLock<Vec<BusinessRules>> =
        LazyLock::new(|| parse_business_rules(include_str!("../tables/business-rules.table")).unwrap_or_default());
    &AT_FIRST
}

/// Those among some that are in force on a day.
pub fn business_rules_on(rules: &[BusinessRules], day: Date) -> Option<&BusinessRules> {
    rules.iter().find(|held| held.period.contains(day) == Certainty::Yes)
}

/// The columns of a table of business rules.
const COLUMNS: &[&str] = &["from", "to", "surplus", "contingency", "non-recurrent", "savings", "source", "standing"];

/// Reads a table of business rules; `tables/business-rules.table` explains its columns and their units at its head.
///
/// # Errors
/// [`TableError`] with the line that cannot be read.
pub fn parse_business_rules(text: &str) -> Result<Vec<BusinessRules>, TableError> {
    let rule = |row: Row<'_>| {
        let share = |column| row.read(column, "basis points");
        let from: Date = row.read("from", "a day, such as 2013-04-01")?;
        let last: Option<Date> = row.maybe("to", "a day, such as 2019-03-31")?;
        Ok(BusinessRules {
            period: Period::from_days(Some(from), last.map(|last| last.tomorrow().unwrap_or(Date::MAX))),
            surplus: share("surplus")?,
            contingency: share("contingency")?,
            non_recurrent: share("non-recurrent")?,
            savings: share("savings")?,
            source: row.text("source").to_owned(),
            standing: row.read("standing", "a standing")?,
        })
    };
    rows(text, COLUMNS)?.into_iter().map(rule).collect()
}

impl BusinessRules {
    /// By how much a plan keeps each rule.
    ///
    /// # Errors
    /// [`TooLarge`] past what is kept of money.
    pub fn margins(&self, planned: &PlannedReserves) -> Result<RuleMargins, TooLarge> {
        let above = |held: Pence, share: BasisPoints| held.minus(share.of(planned.resource)?);
        Ok(RuleMargins {
            surplus: above(planned.surplus, self.surplus)?,
            contingency: above(planned.contingency, self.contingency)?,
            non_recurrent: above(planned.non_recurrent, self.non_recurrent)?,
        })
    }

    /// Whether planned savings are so large a share of turnover that somebody should look: exactly, not by the rounded share.
    /// Source: section 6.
    pub fn is_ambitious(&self, savings: Pence, turnover: Pence) -> bool {
        savings.wide() * BasisPoints::WHOLE.wide() > turnover.wide() * self.savings.wide()
    }
}

/// What lies beneath a position: what comes every year less what is spent every year. Units: pence.
///
/// # Errors
/// [`TooLarge`] past what is kept of money.
///
/// Source: section 5.6.
pub fn underlying_position(recurrent_allocation: Pence, recurrent_spending: Pence) -> Result<Pence, TooLarge> {
    recurrent_allocation.minus(recurrent_spending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_keeps_the_rules_of_its_days() {
        let rules = business_rules_at_first();
        let of = |day: &str| business_rules_on(rules, day.parse().unwrap()).unwrap();
        let planned = PlannedReserves {
            resource: Pence(10_000),
            surplus: Pence(99),
            contingency: Pence(50),
            non_recurrent: Pence(101),
        };
        let margins = of("2016-04-01").margins(&planned).unwrap();
        assert_eq!((margins.surplus, margins.contingency, margins.non_recurrent), (Pence(-1), Pence(0), Pence(1)));
        assert_eq!(of("2017-04-01").margins(&planned).unwrap().non_recurrent, Pence(51));
        assert_eq!(of("2018-04-01").margins(&planned).unwrap().non_recurrent, Pence(101));
        assert!(business_rules_on(rules, "2019-04-01".parse().unwrap()).is_none());
        assert!(business_rules_on(rules, "2013-03-31".parse().unwrap()).is_none());
        assert!(rules.iter().all(|held| held.standing == Standing::Unchecked));
    }

    #[test]
    fn savings_above_a_twentieth_of_turnover_are_looked_at() {
        let rules = &business_rules_at_first()[0];
        assert!(rules.is_ambitious(Pence(501), Pence(10_000)) && !rules.is_ambitious(Pence(500), Pence(10_000)));
        assert_eq!(underlying_position(Pence(100), Pence(103)), Ok(Pence(-3)));
    }
}
