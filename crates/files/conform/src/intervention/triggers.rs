//! What figures propose.

use super::{each, maybe_parsed, parsed, pence};
use crate::{Answers, ConformError, Question, Questions, World};
use intervention::{Figures, MeasuresStanding, Rule, assess, edition_on};
use terms::{Date, Pence};

/// The questions are put to the edition of this day: they carry no day of their own.
const JUDGED_ON: Date = Date::constant(2016, 7, 21);

/// The rules hit, those not tested, the run-rate, the gap and the step.
pub(super) fn triggers(_: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let columns = ["expected_rules", "expected_not_tested", "expected_runrate_p", "expected_gap_p", "expected_level"];
    each(questions, columns, |question| {
        let assessment = assess(edition_on(JUDGED_ON), &figures(question)?);
        let list = |rules: &[Rule]| rules.iter().map(|rule| rule.slug()).collect::<Vec<_>>().join(";");
        let amount = |pence: Option<Pence>| pence.map(|pence| pence.0.to_string()).unwrap_or_default();
        Ok([
            list(&assessment.hit),
            list(&assessment.untested),
            amount(assessment.run_rate),
            amount(assessment.gap),
            assessment.step.to_string(),
        ])
    })
}

fn figures(question: &Question<'_>) -> Result<Figures, ConformError> {
    Ok(Figures {
        body: parsed(question, "body", "a body's code")?,
        month: maybe_parsed(question, "month", "a month from 1 to 12")?,
        allocation: pence(question, "allocation_p")?,
        control_total: pence(question, "control_total_p")?,
        plan: pence(question, "plan_full_p")?,
        plan_to_date: pence(question, "plan_ytd_p")?,
        actual_to_date: pence(question, "actual_ytd_p")?,
        forecast: pence(question, "forecast_p")?,
        last_forecast: pence(question, "prev_forecast_p")?,
        cumulative: pence(question, "cumulative_p")?,
        savings_target: pence(question, "savings_target_p")?,
        turnover: pence(question, "turnover_p")?,
        rating: maybe_parsed(question, "rating", "a grade")?,
        agreed: maybe_parsed(question, "plan_agreed", "yes or no")?,
        measures: maybe_parsed(question, "in_measures", "yes or no")?.unwrap_or(MeasuresStanding::Free),
        overdue_working_days: maybe_parsed(question, "overdue_wd", "a number of working days")?,
        undertakings: None,
        economy: maybe_parsed(question, "group_hit", "how many of how many, such as 3/4")?,
    })
}
