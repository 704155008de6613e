//! Forecasts, risks and risk shares.

use money::{
    Level, MonthBefore, Percent, ReportedForecast, Revocation, RevocationExtent, RiskItem, RiskShare, RiskShareRefusal,
    ShareEffect, ShareState, Standing, Threshold, Thresholds, Trigger, YearToDate,
};
use terms::{FinancialMonth, Pence};

use super::reading::{
    amount, amounts, basis_points, day, flag, list, list_amounts, maybe_day, maybe_pence, month, month_number, pairs,
    past_limits, pence, plain, year, yes,
};
use crate::{Answers, ConformError, Question, Questions, World};

/// Run rates and triggers.
pub(super) fn forecast(world: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let thresholds = thresholds(world)?;
    let mut answers = Answers::new([
        "expected_ytd_plan",
        "expected_ytd_actual",
        "expected_ytd_variance",
        "expected_run_straight",
        "expected_run_recent",
        "expected_run_plan",
        "expected_run_variance",
        "expected_low",
        "expected_high",
        "expected_unsupported",
        "expected_level",
        "expected_fired",
    ]);
    for question in questions.rows() {
        let forecast = reported_forecast(&question)?;
        let alarms = thresholds.alarms(&forecast).map_err(|_| past_limits(&question))?;
        let rates = forecast.run_rates;
        let share = thresholds.0.get(&Trigger::Unsupported).map(|held| held.share).unwrap_or_default();
        let unsupported = rates
            .leaves_unsupported(forecast.reported, forecast.resource, share)
            .map_err(|_| past_limits(&question))?;
        let amounts = [
            rates.plan_to_date,
            rates.actual_to_date,
            rates.variance_to_date,
            rates.straight,
            rates.recent,
            rates.plan,
            rates.variance,
            rates.low(),
            rates.high(),
        ];
        let fired = list(alarms.iter().map(|alarm| alarm.trigger.slug().to_uppercase()));
        let judged = [flag(unsupported), level_code(Level::of(&alarms)).to_owned(), fired];
        answers.push(question.text("id")?, amounts.map(|amount| amount.0.to_string()).into_iter().chain(judged));
    }
    Ok(answers)
}

fn reported_forecast(question: &Question<'_>) -> Result<ReportedForecast, ConformError> {
    let plan = question.text("plan_by_month")?;
    let month = month(question, "month")?;
    let year = YearToDate {
        plan: amounts(question, "plan_by_month")?
            .try_into()
            .map_err(|_| question.wrong("plan_by_month", plan, "twelve amounts"))?,
        actual: amounts(question, "actual_by_month")?.into_iter().take(month.n_passed()).collect(),
        one_offs: pairs(question, "one_offs", "months such as 6=-600", month_number, amount)?.into_iter().collect(),
    };
    let before = question.read("unsupported_last_month", "Y or N", yes)?;
    Ok(ReportedForecast {
        month,
        run_rates: year.run_rates().map_err(|_| past_limits(question))?,
        control_total: pence(question, "control_total")?,
        reported: pence(question, "reported_forecast")?,
        resource: pence(question, "annual_resource")?,
        before: if before { MonthBefore::Unsupported } else { MonthBefore::Supported },
    })
}

fn thresholds(world: &World) -> Result<Thresholds, ConformError> {
    let table = world.table("triggers.csv")?;
    let threshold = |row: Question<'_>| {
        let trigger: Trigger = row.read("trigger", "a trigger", |text| plain(&text.to_lowercase()))?;
        let until: Option<FinancialMonth> = row.maybe("months", "a month from 1 to 12", month_number)?;
        Ok((trigger, Threshold { share: basis_points(&row, "threshold_bp")?, until, standing: Standing::Unchecked }))
    };
    table.rows().map(threshold).collect::<Result<_, _>>().map(Thresholds)
}

fn level_code(level: Level) -> &'static str {
    match level {
        Level::None => "NONE",
        Level::Watch => "WATCH",
        Level::Propose => "PROPOSE",
    }
}

/// The distribution of what may happen.
pub(super) fn risk_range(_: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let mut answers = Answers::new([
        "expected_best",
        "expected_worst",
        "expected_weighted",
        "expected_p10",
        "expected_p50",
        "expected_p90",
        "expected_meet_bp",
    ]);
    for question in questions.rows() {
        let item = |text: &str| {
            let (size, likelihood) = text.split_once('@')?;
            Some(RiskItem { amount: amount(size)?, likelihood: Percent::new(plain(likelihood)?).ok()? })
        };
        let named = pairs(&question, "items", "items such as R1=-500@60", Some, item)?;
        let items: Vec<RiskItem> = named.into_iter().map(|(_, item)| item).collect();
        let (reported, total) = (pence(&question, "reported_forecast")?, pence(&question, "control_total")?);
        let range = money::risk_range(reported, &items, total).map_err(|_| past_limits(&question))?;
        let amounts = [range.best, range.worst, range.weighted, range.p10, range.p50, range.p90];
        let chance = range.chance.weight().to_string();
        answers.push(question.text("id")?, amounts.map(|amount| amount.0.to_string()).into_iter().chain([chance]));
    }
    Ok(answers)
}

/// Risk shares between bodies.
pub(super) fn risk_shares(_: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let mut answers = Answers::new(["expected_state", "expected_from_effect", "expected_to_effect"]);
    for question in questions.rows() {
        let (state, given, received) = match risk_share(&question)?.effect() {
            Ok(effect) => (state_code(effect).to_owned(), effect.given(), effect.received),
            Err(refusal) => {
                let code = refusal_code(refusal).ok_or_else(|| past_limits(&question))?;
                (format!("REFUSED:{code}"), [Pence::NOUGHT; 12], [Pence::NOUGHT; 12])
            }
        };
        answers.push(question.text("id")?, [state, list_amounts(given), list_amounts(received)]);
    }
    Ok(answers)
}

fn risk_share(question: &Question<'_>) -> Result<RiskShare, ConformError> {
    let extent = maybe_pence(question, "revoked_pence")?.map_or(RevocationExtent::Whole, RevocationExtent::Part);
    Ok(RiskShare {
        giver: question.read("from_body", "a code", plain)?,
        receiver: question.read("to_body", "a code", plain)?,
        amount: pence(question, "amount_pence")?,
        year: year(question, "year")?,
        effective_on: day(question, "effective_on")?,
        giver_signed_on: maybe_day(question, "signed_from_on")?,
        receiver_signed_on: maybe_day(question, "signed_to_on")?,
        revocation: maybe_day(question, "revoked_on")?.map(|on| Revocation { on, extent }),
    })
}

fn state_code(effect: ShareEffect) -> &'static str {
    match effect.state {
        ShareState::NotInForce => "NOT_IN_FORCE",
        ShareState::InForce => "IN_FORCE",
        ShareState::Revoked => "REVOKED",
        ShareState::PartRevoked => "PART_REVOKED",
    }
}

fn refusal_code(refusal: RiskShareRefusal) -> Option<&'static str> {
    match refusal {
        RiskShareRefusal::SameBody { .. } => Some("SAME_BODY"),
        RiskShareRefusal::AmountNotPositive { .. } => Some("AMOUNT_NOT_POSITIVE"),
        RiskShareRefusal::BadRevocation { .. } => Some("BAD_REVOCATION"),
        RiskShareRefusal::RevokedBeforeStart { .. } => Some("REVOKED_BEFORE_START"),
        RiskShareRefusal::TooLarge(_) => None,
    }
}
