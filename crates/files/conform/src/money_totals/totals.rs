//! Control totals, consolidation, funds, support and duties.

use std::collections::{BTreeMap, BTreeSet};

use money::{
    AgainstAllowance, Amendment, AmendmentRefusal, ByQuarter, Contract, ControlTotals, DutyFigures, DutyTest,
    FinancialDuty, Met, QuarterTests, Regime, Sides, Support, SupportDecision, Turnover, regime_of,
};
use terms::{OdsCode, Quarter};

use super::reading::{
    amount, amounts, amounts_by_code, fund_scheme, list, list_amounts, list_by_code, maybe_pence, month, pairs,
    past_limits, pence, plain, quarters, regimes, two, year, yes,
};
use crate::{Answers, ConformError, Question, Questions, World};

/// Control total moved between members.
pub(super) fn amendments(world: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let regimes = regimes(world)?;
    let mut answers = Answers::new(["expected_result", "expected_totals", "expected_system_total"]);
    for question in questions.rows() {
        let amendment = amendment(&question)?;
        let before = ControlTotals(amounts_by_code(&question, "members")?.into_iter().collect());
        let (result, totals) = match judge(&regimes, &before, &amendment) {
            Ok(after) => ("OK".to_owned(), after),
            Err(refusal) => (refusal_code(&refusal, &question)?, before),
        };
        let system = totals.system().map_err(|_| past_limits(&question))?;
        answers.push(question.text("id")?, [result, list_by_code(&totals.0), system.0.to_string()]);
    }
    Ok(answers)
}

fn amendment(question: &Question<'_>) -> Result<Amendment, ConformError> {
    let codes = |text: &str| text.split(';').map(plain).collect::<Option<BTreeSet<OdsCode>>>();
    Ok(Amendment {
        year: year(question, "year")?,
        month: month(question, "month")?,
        deltas: amounts_by_code(question, "deltas")?,
        signatures: question.maybe("signed", "codes divided by semicolons", codes)?.unwrap_or_default(),
    })
}

fn judge(regimes: &[Regime], totals: &ControlTotals, amendment: &Amendment) -> Result<ControlTotals, AmendmentRefusal> {
    let Amendment { year, month, .. } = *amendment;
    let regime = regime_of(regimes, year, month).ok_or(AmendmentRefusal::NoRegime { year, month })?;
    money::amend_totals(regime, totals, amendment)
}

fn refusal_code(refusal: &AmendmentRefusal, question: &Question<'_>) -> Result<String, ConformError> {
    let codes = |bodies: &BTreeSet<OdsCode>| list(bodies.iter().map(ToString::to_string));
    Ok(match refusal {
        AmendmentRefusal::NoRegime { .. } | AmendmentRefusal::RegimeForbids { .. } => "REGIME_FORBIDS".to_owned(),
        AmendmentRefusal::DuplicateBody { .. } => "DUPLICATE_BODY".to_owned(),
        AmendmentRefusal::NotAMember { bodies } => format!("NOT_A_MEMBER:{}", codes(bodies)),
        AmendmentRefusal::NotNeutral { sum } => format!("NOT_NEUTRAL:{}", sum.0),
        AmendmentRefusal::Unsigned { bodies } => format!("UNSIGNED:{}", codes(bodies)),
        AmendmentRefusal::AfterCutoff { .. } => "AFTER_CUTOFF".to_owned(),
        AmendmentRefusal::TooLarge(_) => return Err(past_limits(question)),
    })
}

/// One total over commissioners and providers.
pub(super) fn consolidate(_: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let mut answers = Answers::new([
        "expected_position",
        "expected_external_income",
        "expected_external_expenditure",
        "expected_mismatch",
    ]);
    for question in questions.rows() {
        let turnover = |text: &str| {
            let (income, expenditure) = two(text, amount)?;
            Some(Turnover { income: income?, expenditure: expenditure? })
        };
        let contract = |text: &str| {
            let (commissioner, provider) = text.split_once('>')?;
            Some(Contract { commissioner: plain(commissioner)?, provider: plain(provider)? })
        };
        let sides = |text: &str| {
            let (commissioner, provider) = two(text, side)?;
            Some(Sides { commissioner: commissioner?, provider: provider? })
        };
        let bodies = pairs(&question, "bodies", "bodies such as 99J=700,700", plain, turnover)?;
        let contracts = pairs(&question, "contracts", "contracts such as 99J>RWF=450,450", contract, sides)?;
        let whole = money::consolidate(&bodies.into_iter().collect(), &contracts.into_iter().collect());
        let whole = whole.map_err(|_| past_limits(&question))?;
        let cells = [whole.position, whole.external_income, whole.external_expenditure, whole.mismatch];
        answers.push(question.text("id")?, cells.map(|cell| cell.0.to_string()));
    }
    Ok(answers)
}

/// What one side says of a contract; a blank is nothing said.
#[expect(clippy::option_option, reason = "a cell that cannot be read differs from one in which nothing is said")]
fn side(text: &str) -> Option<Option<terms::Pence>> {
    if text.trim().is_empty() { Some(None) } else { amount(text).map(Some) }
}

/// A fund paid by quarter.
pub(super) fn sustainability(_: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let mut answers = Answers::new(["expected_paid_cumulative", "expected_unearned_pence"]);
    for question in questions.rows() {
        let weights = question.read("quarter_weights", "four weights", quarters)?;
        let scheme = fund_scheme(&question, weights)?;
        let element = |text: &str| text.to_lowercase().parse().ok();
        let access = pairs(&question, "access_pass", "such as AE=Y,N,Y,Y", element, |text| four(text, ','))?;
        let tests = QuarterTests {
            own: question.read("own_pass", "Y;N;Y;N", |text| four(text, ';'))?,
            system: question.read("system_pass", "Y;N;Y;N", |text| four(text, ';'))?,
            access: access.into_iter().collect(),
        };
        let paid =
            money::pay_fund(pence(&question, "fund_pence")?, &scheme, &tests).map_err(|_| past_limits(&question))?;
        answers.push(question.text("id")?, [list_amounts(paid.cumulative), paid.unearned.0.to_string()]);
    }
    Ok(answers)
}

fn four(text: &str, between: char) -> Option<ByQuarter<Met>> {
    let tests: Vec<Met> = text.split(between).map(|test| yes(test).map(Met::when)).collect::<Option<_>>()?;
    tests.try_into().ok()
}

/// Deficit support by quarter.
pub(super) fn deficit_support(_: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let mut answers = Answers::new([
        "expected_cells",
        "expected_proposals",
        "expected_paid_pence",
        "expected_not_paid_pence",
        "expected_position_pence",
    ]);
    for question in questions.rows() {
        let variances = amounts(&question, "ytd_variance_m3_m6_m9")?.into_iter().map(Some).collect::<Vec<_>>();
        let text = question.text("ytd_variance_m3_m6_m9")?;
        let three = variances.try_into().map_err(|_| question.wrong("ytd_variance_m3_m6_m9", text, "three amounts"))?;
        let support = Support {
            amount: pence(&question, "dsf_pence")?,
            quarters: question.read("quarter_weights", "four weights", quarters)?,
            tolerance: pence(&question, "tolerance_pence")?,
            variances: three,
            decisions: pairs(&question, "decisions", "such as Q1=PAY;Q2=WITHHOLD", quarter, decision)?
                .into_iter()
                .collect::<BTreeMap<_, _>>(),
            position_before: pence(&question, "position_before_pence")?,
        };
        let came = support.position().map_err(|_| past_limits(&question))?;
        let proposals = came.proposals.map(|proposal| proposal.map_or("", decision_code).to_owned());
        let amounts = [came.paid, came.not_paid, came.position].map(|amount| amount.0.to_string());
        answers.push(question.text("id")?, [list_amounts(came.cells), list(proposals)].into_iter().chain(amounts));
    }
    Ok(answers)
}

fn quarter(text: &str) -> Option<Quarter> {
    match text {
        "Q1" => Some(Quarter::First),
        "Q2" => Some(Quarter::Second),
        "Q3" => Some(Quarter::Third),
        "Q4" => Some(Quarter::Fourth),
        _ => None,
    }
}

fn decision(text: &str) -> Option<SupportDecision> {
    text.to_lowercase().parse().ok()
}

fn decision_code(decision: SupportDecision) -> &'static str {
    match decision {
        SupportDecision::Pay => "PAY",
        SupportDecision::Withhold => "WITHHOLD",
    }
}

/// Duties tested by figures.
pub(super) fn duties(world: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let regimes = regimes(world)?;
    let mut answers = Answers::new(["expected_tests"]);
    for question in questions.rows() {
        let (year, month) = (year(&question, "year")?, month(&question, "month")?);
        let Some(regime) = regime_of(&regimes, year, month) else {
            return Err(question.wrong("year", question.text("year")?, "a year of which the world has the regime"));
        };
        let tests = money::test_duties(regime.break_even, &figures(&question)?).map_err(|_| past_limits(&question))?;
        answers.push(question.text("id")?, [list(tests.into_iter().map(duty_code))]);
    }
    Ok(answers)
}

fn figures(question: &Question<'_>) -> Result<DutyFigures, ConformError> {
    let (income, expenditure) = (maybe_pence(question, "icb_income")?, maybe_pence(question, "icb_expenditure")?);
    let allowance = maybe_pence(question, "running_cost_allowance")?;
    let actual = maybe_pence(question, "running_cost_actual")?;
    Ok(DutyFigures {
        board: income.zip(expenditure).map(|(income, expenditure)| Turnover { income, expenditure }),
        trusts: amounts_by_code(question, "trust_positions")?
            .into_iter()
            .map(|(trust, position)| (trust, Some(position)))
            .collect(),
        objective: maybe_pence(question, "system_objective")?.unwrap_or_default(),
        running_cost: allowance.zip(actual).map(|(allowance, actual)| AgainstAllowance { allowance, actual }),
        resource_limit: maybe_pence(question, "system_limit")?,
    })
}

fn duty_code(test: DutyTest) -> String {
    let duty = match test.duty {
        FinancialDuty::BoardExpenditure => "ICB_EXPENDITURE".to_owned(),
        FinancialDuty::SystemObjective => "SYSTEM_OBJECTIVE".to_owned(),
        FinancialDuty::Trust(code) => format!("TRUST_{code}"),
        FinancialDuty::RunningCost => "RUNNING_COST".to_owned(),
        FinancialDuty::SystemResourceLimit => "SYSTEM_RESOURCE_LIMIT".to_owned(),
    };
    format!("{duty}={}({})", if test.is_kept() { "PASS" } else { "FAIL" }, test.margin.0)
}
