//! Clocks, punctuality and lights.

use super::{each, maybe_on, on, parsed};
use crate::{Answers, ConformError, Question, Questions, World};
use intervention::{Calendar, Clock, ClockUnit, Count, Progress, Roll, london_day, punctuality};
use jiff::Timestamp;
use jiff::fmt::strtime;

/// When a clock runs out; the weekday; the last working day at or before it, where it is known.
pub(super) fn clocks(_: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let calendar = Calendar::england();
    each(questions, ["expected_due", "expected_weekday", "expected_last_working_day"], |question| {
        Ok(clock(question, &calendar)?.unwrap_or_else(|error| [format!("error:{error}"), String::new(), String::new()]))
    })
}

/// The answer, or the word for what is wrong with the clock: part of the answer, not of the file.
fn clock(question: &Question<'_>, calendar: &Calendar) -> Result<Result<[String; 3], &'static str>, ConformError> {
    let Some(start) = super::day(question.text("start")?) else { return Ok(Err("bad-date")) };
    let Ok(count) = question.text("count")?.parse::<Count>() else { return Ok(Err("bad-count")) };
    let Ok(unit) = question.text("unit")?.parse::<ClockUnit>() else { return Ok(Err("bad-unit")) };
    let Ok(roll) = question.text("roll")?.parse::<Roll>() else { return Ok(Err("bad-roll")) };
    let Ok(due) = (Clock { count, unit, roll }).due(start, calendar) else { return Ok(Err("no-holidays")) };
    let weekday = strtime::format("%A", due).unwrap_or_default();
    let last = calendar.on_or_before(due).map(|day| day.to_string()).unwrap_or_default();
    Ok(Ok([due.to_string(), weekday, last]))
}

/// Whether something came in time, and the day in London on which it came.
pub(super) fn on_time(_: &World, questions: &Questions) -> Result<Answers, ConformError> {
    each(questions, ["expected_result", "expected_local_date"], |question| {
        let received: Timestamp = parsed(question, "submitted_utc", "an instant in UTC")?;
        let result = punctuality(on(question, "due")?, received);
        Ok([result.to_string(), london_day(received).to_string()])
    })
}

/// The colour and level of a requirement on a day.
pub(super) fn lights(_: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let calendar = Calendar::england();
    each(questions, ["expected_rag", "expected_level"], |question| {
        let progress = Progress {
            start: on(question, "start")?,
            due: on(question, "due")?,
            work: parsed(question, "state", "not-started or in-progress")?,
            submitted_on: maybe_on(question, "submitted_on")?,
            returned_on: maybe_on(question, "returned_on")?,
            resubmit_by: maybe_on(question, "resubmit_by")?,
            accepted_on: maybe_on(question, "accepted_on")?,
        };
        Ok(match progress.light(on(question, "today")?, &calendar) {
            Ok(light) => [light.colour.to_string(), light.escalation.to_string()],
            Err(_) => ["error:no-holidays".to_owned(), String::new()],
        })
    })
}
