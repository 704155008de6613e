//! What follows from reports in money: duties, one total over both sides, support and funds.

use super::{Totals, Unanswered};
use crate::totals::record::{ContractReport, SupportRecord, SustainabilityFund};
use crate::{
    AgainstAllowance, Consolidation, Contract, DutyFigures, DutyTest, FundPayment, MemberSide, Membership, Met,
    QuarterTests, QuarterWeights, RunRates, Sides, Support, SupportPosition, Turnover, consolidate, pay_fund,
    test_duties,
};
use std::collections::BTreeMap;
use terms::{FinancialMonth, FinancialYear, OdsCode, Pence, Quarter};

/// What was paid of a sustainability fund, and on which tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FundAnswer {
    /// What the quarters came to, as far as they are reported.
    pub tests: QuarterTests,
    /// What was paid.
    pub payment: FundPayment,
}

/// Everything a system's members say of themselves to a month.
struct Statements<'a> {
    room: Totals<'a>,
    system: OdsCode,
    year: FinancialYear,
    month: FinancialMonth,
    members: BTreeMap<OdsCode, &'a Membership>,
}

impl<'a> Totals<'a> {
    /// The duties of a system and its bodies, tested by the year to date; what is not reported is not tested.
    ///
    /// # Errors
    /// [`Unanswered`] when no regime is known for the month or a figure does not fit.
    ///
    /// Source: section 5.6.
    pub fn duty_tests(
        &self,
        system: OdsCode,
        year: FinancialYear,
        month: FinancialMonth,
    ) -> Result<Vec<DutyTest>, Unanswered> {
        let regime = self.regime(year, month).ok_or(Unanswered::NoRegime { year, month })?;
        let statements = self.statements(system, year, month);
        let objective = self.objective(system, year);
        let figures = DutyFigures {
            board: statements.board()?,
            trusts: statements.trusts()?,
            objective: objective.objective,
            running_cost: statements.running_cost()?,
            resource_limit: objective.resource_limit,
        };
        Ok(test_duties(regime.break_even, &figures)?)
    }

    /// One total over a system's commissioners and providers to a month.
    ///
    /// # Errors
    /// [`Unanswered`] with the first member that reported no income and expenditure, or when a figure does not fit.
    ///
    /// Source: section 5.2, rule R23.
    pub fn consolidation(
        &self,
        system: OdsCode,
        year: FinancialYear,
        month: FinancialMonth,
    ) -> Result<Consolidation, Unanswered> {
        let statements = self.statements(system, year, month);
        let mut bodies = BTreeMap::new();
        for body in statements.members.keys() {
            let turnover = statements.turnover(*body)?;
            bodies.insert(*body, turnover.ok_or(Unanswered::NoTurnover { body: *body, year, month })?);
        }
        Ok(consolidate(&bodies, &self.sides(year, month))?)
    }

    /// What a year's deficit support comes to, by what is reported and decided. The position before it is the system's reported
    /// forecast; each quarter has a fourth of it, whatever the year's regime says of a fund.
    ///
    /// # Errors
    /// [`Unanswered`] with the first thing that is not on record for the month.
    ///
    /// Source: section 5.5.
    pub fn support_position(&self, held: &SupportRecord, month: FinancialMonth) -> Result<SupportPosition, Unanswered> {
        let after = |quarter: Quarter| {
            let last = quarter.last_month();
            let rates = if last <= month { self.system_run_rates(held.system, held.year, last).ok() } else { None };
            rates.map(|rates| rates.variance_to_date)
        };
        let whole = self.whole(held.system, held.year, month)?;
        let support = Support {
            amount: held.amount,
            quarters: QuarterWeights::EQUAL,
            tolerance: held.tolerance,
            variances: [after(Quarter::First), after(Quarter::Second), after(Quarter::Third)],
            decisions: held.decisions.iter().map(|(quarter, record)| (*quarter, record.decision)).collect(),
            position_before: whole.reported.position,
        };
        Ok(support.position()?)
    }

    /// What of a sustainability fund is paid by what is reported up to a month. A quarter that is not over, or not reported, has
    /// met nothing yet.
    ///
    /// # Errors
    /// [`Unanswered`] when the fund has no weight.
    ///
    /// Source: section 5.4.
    pub fn fund_payment(&self, held: &SustainabilityFund, month: FinancialMonth) -> Result<FundAnswer, Unanswered> {
        let quarters = [Quarter::First, Quarter::Second, Quarter::Third, Quarter::Fourth];
        let met = |rates: &dyn Fn(FinancialMonth) -> Result<RunRates, Unanswered>, quarter: Quarter| {
            let last = quarter.last_month();
            let is_met = last <= month && rates(last).is_ok_and(|rates| rates.variance_to_date >= Pence::NOUGHT);
            Met::when(is_met)
        };
        let own = |last| self.body_run_rates(held.body, held.year, last);
        let system = |last| self.system_run_rates(held.system, held.year, last);
        let access = held.scheme.access.iter().map(|(element, _)| {
            let recorded = |quarter| held.access.get(&(element.clone(), quarter)).copied().unwrap_or(Met::No);
            let of = |quarter: Quarter| if quarter.last_month() <= month { recorded(quarter) } else { Met::No };
            (element.clone(), quarters.map(of))
        });
        let tests = QuarterTests {
            own: quarters.map(|quarter| met(&own, quarter)),
            system: quarters.map(|quarter| met(&system, quarter)),
            access: access.collect(),
        };
        Ok(FundAnswer { payment: pay_fund(held.amount, &held.scheme, &tests)?, tests })
    }

    fn statements(&self, system: OdsCode, year: FinancialYear, month: FinancialMonth) -> Statements<'a> {
        Statements { room: *self, system, year, month, members: self.members(system, month.first_day(year)) }
    }

    /// What both sides of every contract say to a month.
    pub fn sides(&self, year: FinancialYear, month: FinancialMonth) -> BTreeMap<Contract, Sides> {
        let mut contracts: BTreeMap<Contract, Sides> = BTreeMap::new();
        let is_asked = |report: &ContractReport| (report.year, report.month) == (year, month);
        for (report, amount) in self.contracts().filter(|(report, _)| is_asked(report)) {
            let sides = contracts.entry(report.contract).or_default();
            match report.side {
                MemberSide::Commissioner => sides.commissioner = Some(amount),
                MemberSide::Provider => sides.provider = Some(amount),
            }
        }
        contracts
    }
}

impl Statements<'_> {
    fn on_side(&self, side: MemberSide) -> impl Iterator<Item = OdsCode> {
        self.members.iter().filter(move |(_, membership)| membership.side == side).map(|(body, _)| *body)
    }

    fn counted(&self, body: OdsCode, figure: Pence) -> Result<Pence, Unanswered> {
        self.room.counted(body, self.system, self.month.first_day(self.year), figure)
    }

    /// A member's income and expenditure to date, as far as it counts here; none where it is not reported.
    fn turnover(&self, body: OdsCode) -> Result<Option<Turnover>, Unanswered> {
        let reported = self.room.report(body, self.year, self.month).and_then(|report| report.turnover);
        let Some(Turnover { income, expenditure }) = reported else { return Ok(None) };
        let (income, expenditure) = (self.counted(body, income)?, self.counted(body, expenditure)?);
        Ok(Some(Turnover { income, expenditure }))
    }

    /// The commissioners' income and expenditure together, after risk shares as the trusts' positions are: what one received it
    /// spent the less itself. None where one reported none, or there is none.
    fn board(&self) -> Result<Option<Turnover>, Unanswered> {
        let mut all: Option<Turnover> = None;
        for body in self.on_side(MemberSide::Commissioner) {
            let Some(part) = self.turnover(body)? else { return Ok(None) };
            let sum = all.unwrap_or_default();
            let income = sum.income.plus(part.income)?;
            let spent = part.expenditure.minus(self.shared(body)?)?;
            all = Some(Turnover { income, expenditure: sum.expenditure.plus(spent)? });
        }
        Ok(all)
    }

    /// What risk shares did to a member to date, as far as it counts here.
    fn shared(&self, body: OdsCode) -> Result<Pence, Unanswered> {
        let mut effects = FinancialMonth::all().zip(self.room.share_effect(body, self.year)?);
        let shared = effects.find(|(month, _)| *month == self.month).map_or(Pence::NOUGHT, |(_, shared)| shared);
        self.counted(body, shared)
    }

    /// Each trust's position to date; none for one that has not reported it.
    fn trusts(&self) -> Result<BTreeMap<OdsCode, Option<Pence>>, Unanswered> {
        let position = |body: OdsCode| {
            let rates = self.room.body_run_rates(body, self.year, self.month).ok();
            rates.map(|rates| self.counted(body, rates.actual_to_date)).transpose().map(|position| (body, position))
        };
        self.on_side(MemberSide::Provider).map(position).collect()
    }

    /// The commissioners' running costs to date against the year's allowances; none where one is not known.
    fn running_cost(&self) -> Result<Option<AgainstAllowance>, Unanswered> {
        let mut all: Option<AgainstAllowance> = None;
        for body in self.on_side(MemberSide::Commissioner) {
            let spent = self.room.report(body, self.year, self.month).and_then(|report| report.running_cost);
            let Some((spent, set)) = spent.zip(self.room.allowance(body, self.year)) else { return Ok(None) };
            let allowance = crate::allowance(set.pounds_a_head, set.heads)?;
            let sum = all.unwrap_or(AgainstAllowance { allowance: Pence::NOUGHT, actual: Pence::NOUGHT });
            all = Some(AgainstAllowance { allowance: sum.allowance.plus(allowance)?, actual: sum.actual.plus(spent)? });
        }
        Ok(all)
    }
}
