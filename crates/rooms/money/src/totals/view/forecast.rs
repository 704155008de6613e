//! Where a body and its system are heading, as reported and as the run rates have it.

use super::{Totals, Unanswered};
use crate::totals::record::InterventionProposal;
use crate::{
    AgainstTotal, Alarm, ByMonth, Level, MonthBefore, ReportedForecast, RiskItem, RiskRange, RunRates, ShareSide,
    Trigger, YearToDate, risk_range, system_shares,
};
use std::collections::BTreeMap;
use terms::{Date, FinancialMonth, FinancialYear, OdsCode, Pence, TooLarge};

/// A body's year, or a system's, as far as it has come. Units: pence.
#[derive(Clone, Debug, PartialEq, Eq)]
struct YearSoFar {
    months: YearToDate,
    reported: Pence,
    resource: Pence,
}

impl YearSoFar {
    /// Every figure by one rule.
    fn map(self, each: impl Fn(Pence) -> Result<Pence, Unanswered>) -> Result<Self, Unanswered> {
        let mut plan = self.months.plan;
        for month in &mut plan {
            *month = each(*month)?;
        }
        let one_offs = self.months.one_offs.into_iter().map(|(month, effect)| Ok((month, each(effect)?)));
        Ok(Self {
            months: YearToDate {
                plan,
                actual: self.months.actual.into_iter().map(&each).collect::<Result<_, _>>()?,
                one_offs: one_offs.collect::<Result<_, Unanswered>>()?,
            },
            reported: each(self.reported)?,
            resource: each(self.resource)?,
        })
    }

    /// Two years side by side as one.
    fn plus(mut self, other: &Self) -> Result<Self, TooLarge> {
        for (month, more) in self.months.plan.iter_mut().zip(other.months.plan) {
            *month = month.plus(more)?;
        }
        for (month, more) in self.months.actual.iter_mut().zip(&other.months.actual) {
            *month = month.plus(*more)?;
        }
        for (month, more) in &other.months.one_offs {
            let effect = self.months.one_offs.entry(*month).or_default();
            *effect = effect.plus(*more)?;
        }
        self.reported = self.reported.plus(other.reported)?;
        self.resource = self.resource.plus(other.resource)?;
        Ok(self)
    }
}

/// Where a body is heading. Units: pence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyForecast {
    /// The body, or the system for its row.
    pub body: OdsCode,
    /// Positions to date and run rates, with risk shares.
    pub run_rates: RunRates,
    /// What it reports for the year, with risk shares, against its control total.
    pub reported: AgainstTotal,
    /// Whether the reported forecast is better than the run rate supports.
    pub is_unsupported: bool,
    /// What fired, in order.
    pub alarms: Vec<Alarm>,
    /// The highest level of it.
    pub level: Level,
}

/// Where a system is heading: a row for each member, and one for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemForecast {
    /// The system.
    pub system: OdsCode,
    /// Each member of which all is known, in order of code.
    pub bodies: Vec<BodyForecast>,
    /// What is missing of the others.
    pub gaps: Vec<Unanswered>,
    /// The system's own row; none while anything is missing.
    pub whole: Option<BodyForecast>,
}

impl Totals<'_> {
    /// What risk shares do to a body in a year, month by month. Units: pence; what it gives is negative.
    ///
    /// # Errors
    /// [`Unanswered`] when a figure does not fit.
    ///
    /// Source: section 7, rule R36.
    pub fn share_effect(&self, body: OdsCode, year: FinancialYear) -> Result<ByMonth, Unanswered> {
        let mut effect = [Pence::NOUGHT; 12];
        for held in self.shares().filter(|held| held.share.year == year) {
            let side = match (held.share.giver == body, held.share.receiver == body) {
                (true, _) => ShareSide::Giver,
                (_, true) => ShareSide::Receiver,
                (false, false) => continue,
            };
            let came = held.share.effect()?;
            let moved = if side == ShareSide::Giver { came.given() } else { came.received };
            for (month, more) in effect.iter_mut().zip(moved) {
                *month = month.plus(more)?;
            }
        }
        Ok(effect)
    }

    /// Where a body is heading, as reported for a month, as far as it counts to a system.
    ///
    /// # Errors
    /// [`Unanswered`] with what is not on record.
    ///
    /// Source: section 6.
    pub fn body_forecast(
        &self,
        body: OdsCode,
        system: OdsCode,
        year: FinancialYear,
        month: FinancialMonth,
    ) -> Result<BodyForecast, Unanswered> {
        let totals = self.control_totals(system, year, month)?;
        let total = totals.0.get(&body).ok_or(Unanswered::NoTotal { body, system, year, month })?;
        self.forecast(body, *total, year, month, |month| self.counted_year(body, system, year, month))
    }

    /// Where a system is heading, as its members reported a month.
    ///
    /// # Errors
    /// [`Unanswered`] when nobody is in the system or a figure does not fit; what is missing of members is a gap of the answer.
    ///
    /// Source: sections 5.2 and 6.
    pub fn system_forecast(
        &self,
        system: OdsCode,
        year: FinancialYear,
        month: FinancialMonth,
    ) -> Result<SystemForecast, Unanswered> {
        let on = month.first_day(year);
        let members = self.members(system, on);
        if members.is_empty() {
            return Err(Unanswered::NoMembers { system, on });
        }
        let (mut bodies, mut gaps) = (Vec::new(), Vec::new());
        for body in members.keys() {
            match self.body_forecast(*body, system, year, month) {
                Ok(forecast) => bodies.push(forecast),
                Err(gap) => gaps.push(gap),
            }
        }
        let whole = if gaps.is_empty() {
            let total = Pence::total(bodies.iter().map(|forecast| forecast.reported.control_total))?;
            Some(self.forecast(system, total, year, month, |month| self.system_year(system, year, month))?)
        } else {
            None
        };
        Ok(SystemForecast { system, bodies, gaps, whole })
    }

    /// The forecast that a proposal is of: a member's, or the system's own.
    ///
    /// # Errors
    /// [`Unanswered`] with what is not on record.
    pub fn forecast_of(&self, proposal: InterventionProposal) -> Result<BodyForecast, Unanswered> {
        let InterventionProposal { body, system, year, month } = proposal;
        if body == system { self.whole(system, year, month) } else { self.body_forecast(body, system, year, month) }
    }

    /// A system's own row.
    ///
    /// # Errors
    /// [`Unanswered`] with the first thing that is not on record of a member.
    pub fn whole(
        &self,
        system: OdsCode,
        year: FinancialYear,
        month: FinancialMonth,
    ) -> Result<BodyForecast, Unanswered> {
        let forecast = self.system_forecast(system, year, month)?;
        let gap = forecast.gaps.into_iter().next();
        forecast.whole.ok_or_else(|| gap.unwrap_or(Unanswered::NoMembers { system, on: month.first_day(year) }))
    }

    /// What a body's year may come to by the risks it listed, as far as it counts to a system; the system's own by those of all its
    /// members. None where none are listed.
    ///
    /// # Errors
    /// [`Unanswered`] with what is not on record.
    ///
    /// Source: section 6, rules R32 to R34.
    pub fn risk_range(
        &self,
        body: OdsCode,
        system: OdsCode,
        year: FinancialYear,
        month: FinancialMonth,
    ) -> Result<Option<RiskRange>, Unanswered> {
        let reported = self.forecast_of(InterventionProposal { body, system, year, month })?.reported;
        let on = month.first_day(year);
        let whose: Vec<OdsCode> =
            if body == system { self.members(system, on).into_keys().collect() } else { vec![body] };
        let mut items = Vec::new();
        for of in whose {
            for risk in self.risks(of, year) {
                items.push(RiskItem { amount: self.counted(of, system, on, risk.item.amount)?, ..risk.item });
            }
        }
        if items.is_empty() {
            return Ok(None);
        }
        Ok(Some(risk_range(reported.position, &items, reported.control_total)?))
    }

    /// A system's run rates to a month, for what hangs on its year to date.
    ///
    /// # Errors
    /// [`Unanswered`] with the first thing that is not on record.
    pub fn system_run_rates(
        &self,
        system: OdsCode,
        year: FinancialYear,
        month: FinancialMonth,
    ) -> Result<RunRates, Unanswered> {
        Ok(self.system_year(system, year, month)?.months.run_rates()?)
    }

    /// A body's run rates to a month, all of it, whatever systems it counts to.
    ///
    /// # Errors
    /// [`Unanswered`] with the first thing that is not on record.
    pub fn body_run_rates(
        &self,
        body: OdsCode,
        year: FinancialYear,
        month: FinancialMonth,
    ) -> Result<RunRates, Unanswered> {
        Ok(self.year_so_far(body, year, month)?.months.run_rates()?)
    }

    fn forecast(
        &self,
        body: OdsCode,
        control_total: Pence,
        year: FinancialYear,
        month: FinancialMonth,
        year_to: impl Fn(FinancialMonth) -> Result<YearSoFar, Unanswered>,
    ) -> Result<BodyForecast, Unanswered> {
        let now = year_to(month)?;
        let run_rates = now.months.run_rates()?;
        // Whoever joined the system since has no month before.
        let was_unsupported = FinancialMonth::new(month.number() - 1)
            .ok()
            .and_then(|earlier| self.is_unsupported(&year_to(earlier).ok()?, year, earlier).ok());
        let before = if was_unsupported == Some(true) { MonthBefore::Unsupported } else { MonthBefore::Supported };
        let (reported, resource) = (now.reported, now.resource);
        let seen = ReportedForecast { month, run_rates, control_total, reported, resource, before };
        let alarms = self.thresholds(year, month).alarms(&seen)?;
        Ok(BodyForecast {
            body,
            run_rates,
            reported: AgainstTotal::of(control_total, reported)?,
            is_unsupported: self.is_unsupported(&now, year, month)?,
            level: Level::of(&alarms),
            alarms,
        })
    }

    fn is_unsupported(
        &self,
        so_far: &YearSoFar,
        year: FinancialYear,
        month: FinancialMonth,
    ) -> Result<bool, Unanswered> {
        let Some(held) = self.thresholds(year, month).0.get(&Trigger::Unsupported) else { return Ok(false) };
        let run_rates = so_far.months.run_rates()?;
        Ok(run_rates.leaves_unsupported(so_far.reported, so_far.resource, held.share)?)
    }

    /// All members of a system as one.
    fn system_year(
        &self,
        system: OdsCode,
        year: FinancialYear,
        month: FinancialMonth,
    ) -> Result<YearSoFar, Unanswered> {
        let on = month.first_day(year);
        let members = self.members(system, on);
        let mut parts = members.keys().map(|body| self.counted_year(*body, system, year, month));
        let first = parts.next().ok_or(Unanswered::NoMembers { system, on })??;
        parts.try_fold(first, |all, part| Ok(all.plus(&part?)?))
    }

    /// What of a body's year counts to a system.
    fn counted_year(
        &self,
        body: OdsCode,
        system: OdsCode,
        year: FinancialYear,
        month: FinancialMonth,
    ) -> Result<YearSoFar, Unanswered> {
        let on = month.first_day(year);
        self.year_so_far(body, year, month)?.map(|figure| self.counted(body, system, on, figure))
    }

    /// What of a body's figure counts to a system on a day. Source: rule R22.
    pub(super) fn counted(&self, body: OdsCode, system: OdsCode, on: Date, figure: Pence) -> Result<Pence, Unanswered> {
        let memberships: Vec<_> = self.memberships(body).filter(|membership| membership.holds_on(on)).collect();
        let not_in_system = Unanswered::NotInSystem { body, system, on };
        if memberships.is_empty() {
            return Err(not_in_system);
        }
        system_shares(figure, memberships)?.get(&system).copied().ok_or(not_in_system)
    }

    /// A body's year up to a month, with what risk shares moved in it. A risk share comes whole in its month, and so is a one-off.
    fn year_so_far(&self, body: OdsCode, year: FinancialYear, month: FinancialMonth) -> Result<YearSoFar, Unanswered> {
        let plan = self.plan(body, year).ok_or(Unanswered::NoPlan { body, year })?;
        let mut shared_before = Pence::NOUGHT;
        let mut months = YearToDate { plan: plan.months, actual: Vec::new(), one_offs: BTreeMap::new() };
        let mut reported = Pence::NOUGHT;
        let effects = FinancialMonth::all().zip(self.share_effect(body, year)?);
        for (passed, shared) in effects.take_while(|(passed, _)| *passed <= month) {
            let report = self.report(body, year, passed).ok_or(Unanswered::NoReport { body, year, month: passed })?;
            let moved = shared.minus(shared_before)?;
            months.actual.push(report.position.plus(moved)?);
            months.one_offs.insert(passed, report.one_off.plus(moved)?);
            reported = report.forecast.plus(shared)?;
            shared_before = shared;
        }
        Ok(YearSoFar { months, reported, resource: plan.resource })
    }
}
