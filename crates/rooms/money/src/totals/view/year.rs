//! What holds in a month: the regime, the thresholds, the members and their control totals.

use super::Totals;
use crate::{ControlTotals, Membership, Regime, Thresholds, regime_of, regimes_at_first, thresholds_at_first};
use std::collections::BTreeMap;
use terms::{Date, FinancialMonth, FinancialYear, OdsCode, Pence, Sequence, TooLarge};

/// What changes control totals, in the order in which it takes effect: by month; within one a notice before what members then
/// move; and then as recorded.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    Notice,
    Amendment,
}

/// When a change takes effect: its month, its kind, and the entry that recorded it.
type When = (FinancialMonth, Change, Sequence);

/// What a change says of each body.
type Figures = Vec<(OdsCode, Pence)>;

impl<'a> Totals<'a> {
    /// The regime that judges a month: one this installation recorded, or else one that came with this edition. Source: rule R21.
    pub fn regime(&self, year: FinancialYear, month: FinancialMonth) -> Option<&'a Regime> {
        regime_of(self.regimes(), year, month).or_else(|| regime_of(regimes_at_first(), year, month))
    }

    /// The thresholds of triggers in a month: those set with the latest first day at or before the month's, or else those that came
    /// with this edition.
    pub fn thresholds(&self, year: FinancialYear, month: FinancialMonth) -> &'a Thresholds {
        let day = month.first_day(year);
        let set = self.state.thresholds.iter(self.known).filter(|(from, _)| **from <= day).last();
        match set {
            Some((_, set)) => &set.thresholds,
            None => thresholds_at_first(),
        }
    }

    /// The members of a system on a day, by code. Source: rule R22.
    pub fn members(&self, system: OdsCode, on: Date) -> BTreeMap<OdsCode, &'a Membership> {
        let all = self.state.memberships.iter(self.known).flat_map(|(_, memberships)| memberships);
        let theirs = all.filter(|membership| membership.system == system && membership.holds_on(on));
        theirs.map(|membership| (membership.body, membership)).collect()
    }

    /// The control totals of a system's members in a month: what notices set, with what members moved since.
    ///
    /// # Errors
    /// [`TooLarge`] past what is kept of money.
    ///
    /// Source: sections 5.2 and 5.3, rule R24.
    pub fn control_totals(
        &self,
        system: OdsCode,
        year: FinancialYear,
        month: FinancialMonth,
    ) -> Result<ControlTotals, TooLarge> {
        let amendments = self
            .amendments()
            .filter(|held| (held.system, held.amendment.year) == (system, year) && held.amendment.month <= month);
        let moved = amendments
            .map(|held| ((held.amendment.month, Change::Amendment, held.stamp.entry), held.amendment.deltas.clone()));
        add_up(self.notified(system, year, month).chain(moved))
    }

    /// The same as notices alone have it, without what members moved between them.
    ///
    /// # Errors
    /// [`TooLarge`] past what is kept of money.
    pub fn notified_totals(
        &self,
        system: OdsCode,
        year: FinancialYear,
        month: FinancialMonth,
    ) -> Result<ControlTotals, TooLarge> {
        add_up(self.notified(system, year, month))
    }

    /// What notices set up to a month.
    fn notified(
        &self,
        system: OdsCode,
        year: FinancialYear,
        month: FinancialMonth,
    ) -> impl Iterator<Item = (When, Figures)> + use<'a> {
        let notices =
            self.notices().filter(move |held| (held.system, held.year) == (system, year) && held.month <= month);
        notices.map(|held| {
            let totals = held.totals.iter().map(|(body, total)| (*body, *total)).collect();
            ((held.month, Change::Notice, held.stamp.entry), totals)
        })
    }
}

/// The totals after changes, each in its turn.
fn add_up(changes: impl Iterator<Item = (When, Figures)>) -> Result<ControlTotals, TooLarge> {
    let mut changes: Vec<(When, Figures)> = changes.collect();
    changes.sort_by_key(|(when, _)| *when);
    let mut totals = ControlTotals::default();
    for ((_, change, _), figures) in changes {
        for (body, figure) in figures {
            let held = totals.0.entry(body).or_default();
            *held = match change {
                Change::Notice => figure,
                Change::Amendment => held.plus(figure)?,
            };
        }
    }
    Ok(totals)
}
