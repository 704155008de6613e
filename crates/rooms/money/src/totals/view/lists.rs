//! What is on record at all, for whoever looks for a system, a body or a year.

use super::Totals;
use crate::totals::id::DeflatorSeries;
use crate::totals::record::{
    Allowance, DatedThresholds, InterventionProposal, MonthReport, Objective, Plan, ProposalRecord,
};
use crate::{ExactNumber, Membership, Regime, regimes_at_first};
use std::collections::BTreeSet;
use terms::{FinancialMonth, FinancialYear, OdsCode};

impl<'a> Totals<'a> {
    /// Every membership there ever was of a system, in order of body.
    pub fn memberships_in(&self, system: OdsCode) -> impl Iterator<Item = &'a Membership> + use<'a> {
        self.all_memberships().filter(move |membership| membership.system == system)
    }

    /// Every membership there ever was, in order of body.
    pub fn all_memberships(&self) -> impl Iterator<Item = &'a Membership> + use<'a> {
        self.state.memberships.iter(self.known).flat_map(|(_, memberships)| memberships)
    }

    /// Every system that ever had a member.
    pub fn systems(&self) -> BTreeSet<OdsCode> {
        self.all_memberships().map(|membership| membership.system).collect()
    }

    /// The years in which a system was notified of control totals or amended them.
    pub fn years_of_system(&self, system: OdsCode) -> BTreeSet<FinancialYear> {
        let notices = self.notices().filter(move |held| held.system == system).map(|held| held.year);
        let amendments = self.amendments().filter(move |held| held.system == system).map(|held| held.amendment.year);
        notices.chain(amendments).collect()
    }

    /// The years for which a body has a plan.
    pub fn years_of_body(&self, body: OdsCode) -> BTreeSet<FinancialYear> {
        self.plans().filter(|(of, ..)| *of == body).map(|(_, year, _)| year).collect()
    }

    /// Every plan, in order of body and year.
    pub fn plans(&self) -> impl Iterator<Item = (OdsCode, FinancialYear, &'a Plan)> + use<'a> {
        self.state.plans.iter(self.known).map(|((body, year), plan)| (*body, *year, plan))
    }

    /// What a body reported of a year, month by month as far as it has.
    pub fn reports(
        &self,
        body: OdsCode,
        year: FinancialYear,
    ) -> impl Iterator<Item = (FinancialMonth, &'a MonthReport)> + use<'a> {
        let room = *self;
        FinancialMonth::all().filter_map(move |month| room.report(body, year, month).map(|report| (month, report)))
    }

    /// The last month of a year that a body has reported.
    pub fn last_month(&self, body: OdsCode, year: FinancialYear) -> Option<FinancialMonth> {
        self.reports(body, year).last().map(|(month, _)| month)
    }

    /// Every set of thresholds that this installation recorded, by its first day.
    pub fn threshold_sets(&self) -> impl Iterator<Item = &'a DatedThresholds> + use<'a> {
        self.state.thresholds.iter(self.known).map(|(_, set)| set)
    }

    /// The regimes by which months are judged: those this installation recorded, and of those that came with this edition the ones
    /// that it recorded no other for.
    pub fn regimes_in_use(&self) -> Vec<&'a Regime> {
        let recorded: Vec<&Regime> = self.regimes().collect();
        let is_other = |regime: &&Regime| recorded.iter().all(|held| held.code != regime.code);
        let mut all: Vec<&Regime> =
            regimes_at_first().iter().filter(is_other).chain(recorded.iter().copied()).collect();
        all.sort_by_key(|regime| regime.period.from().map(|day| (day.earliest(), day.latest())));
        all
    }

    /// Every published index of prices, in order of series and year.
    pub fn deflators(&self) -> impl Iterator<Item = (&'a DeflatorSeries, FinancialYear, ExactNumber)> + use<'a> {
        self.state.deflators.iter(self.known).map(|((series, year), index)| (series, *year, *index))
    }

    /// Every objective that was set, in order of system and year.
    pub fn objectives(&self) -> impl Iterator<Item = (OdsCode, FinancialYear, Objective)> + use<'a> {
        self.state.objectives.iter(self.known).map(|((system, year), objective)| (*system, *year, *objective))
    }

    /// Every allowance for running costs, in order of body and year.
    pub fn allowances(&self) -> impl Iterator<Item = (OdsCode, FinancialYear, &'a Allowance)> + use<'a> {
        self.state.allowances.iter(self.known).map(|((body, year), allowance)| (*body, *year, allowance))
    }

    /// What was said to proposals to intervene, in order of body.
    pub fn answers(&self) -> impl Iterator<Item = (&'a InterventionProposal, &'a ProposalRecord)> + use<'a> {
        self.state.answers.iter(self.known)
    }
}
