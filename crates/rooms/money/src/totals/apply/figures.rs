//! Prices, memberships, notices and amendments, taken in.

use super::Taking;
use crate::totals::act::NewNotice;
use crate::totals::id::{AmendmentId, DeflatorSeries};
use crate::totals::record::{AmendmentRecord, Notice};
use crate::{Amendment, ExactNumber, Membership};
use mandate::{Actor, Erasable};
use std::collections::BTreeMap;
use terms::{Date, FinancialYear, FuzzyDate, OdsCode, Period, ReplayError};

impl Taking<'_> {
    pub(super) fn publish_deflators(
        &mut self,
        series: &DeflatorSeries,
        indices: &BTreeMap<FinancialYear, ExactNumber>,
    ) {
        for (year, index) in indices {
            self.state.deflators.insert(self.entry, (series.clone(), *year), *index);
        }
    }

    pub(super) fn join(&mut self, membership: &Membership) {
        match self.state.memberships.change(self.entry, &membership.body) {
            Some(held) => held.push(*membership),
            None => self.state.memberships.insert(self.entry, membership.body, vec![*membership]),
        }
    }

    pub(super) fn leave(&mut self, body: OdsCode, system: OdsCode, last: Date) -> Result<(), ReplayError> {
        let missing = self.missing("membership", &body);
        let held = self.state.memberships.change(self.entry, &body).ok_or_else(|| missing.clone())?;
        let membership = held.iter_mut().find(|held| held.system == system && held.holds_on(last)).ok_or(missing)?;
        let end = FuzzyDate::day(last).next_day();
        // It held on its last day, so it begins no later.
        membership.period = Period::new(membership.period.from(), Some(end)).unwrap_or(membership.period);
        Ok(())
    }

    pub(super) fn notify(&mut self, notice: &NewNotice, by: &Actor, on: Date) {
        let value = Notice {
            id: notice.id.clone(),
            system: notice.system,
            year: notice.year,
            month: notice.month,
            issued_on: notice.issued_on,
            totals: notice.totals.clone(),
            source: notice.source.clone(),
            stamp: self.stamp(by, on),
        };
        self.state.notices.insert(self.entry, notice.id.clone(), value);
    }

    pub(super) fn amend(
        &mut self,
        id: &AmendmentId,
        system: OdsCode,
        amendment: &Amendment,
        reason: Erasable,
        by: &Actor,
        on: Date,
    ) {
        let value = AmendmentRecord {
            id: id.clone(),
            system,
            amendment: amendment.clone(),
            reason: self.text(reason),
            stamp: self.stamp(by, on),
        };
        self.state.amendments.insert(self.entry, id.clone(), value);
    }
}
