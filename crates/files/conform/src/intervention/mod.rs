//! What happens when it does not work: the kinds of questions put to `intervention`.

mod attempts;
mod law;
mod machine;
mod spelling;
mod time;
mod triggers;

use crate::{Answers, ConformError, Kind, Question, Questions, World};
use terms::Date;

/// The kinds of questions of this room.
pub(crate) const KINDS: &[Kind] = &[
    kind("clocks", time::clocks),
    kind("ontime", time::on_time),
    kind("rag", time::lights),
    kind("basis", law::bases),
    kind("models", law::models),
    kind("timeline", law::timelines),
    kind("succession", law::successions),
    kind("pending", law::pending),
    kind("triggers", triggers::triggers),
    kind("machine", machine::machines),
    kind("attempts", attempts::attempts),
];

const fn kind(name: &'static str, answer: fn(&World, &Questions) -> Result<Answers, ConformError>) -> Kind {
    Kind { room: "intervention", name, answer }
}

/// Answers every question by itself: the cells after its `id`.
fn each<const N: usize>(
    questions: &Questions,
    columns: [&'static str; N],
    answer: impl Fn(&Question<'_>) -> Result<[String; N], ConformError>,
) -> Result<Answers, ConformError> {
    let mut answers = Answers::new(columns);
    for question in questions.rows() {
        answers.push(question.text("id")?, answer(&question)?);
    }
    Ok(answers)
}

/// A day as the questions write it: exactly `YYYY-MM-DD`.
fn day(text: &str) -> Option<Date> {
    let date = text.parse::<Date>().ok()?;
    (date.to_string() == text).then_some(date)
}

const A_DAY: &str = "a day, written YYYY-MM-DD";

/// The day in a cell.
fn on(question: &Question<'_>, column: &str) -> Result<Date, ConformError> {
    question.read(column, A_DAY, day)
}

/// The day in a cell that may be empty.
fn maybe_on(question: &Question<'_>, column: &str) -> Result<Option<Date>, ConformError> {
    question.maybe(column, A_DAY, day)
}

/// Whatever parses, in a cell.
fn parsed<T: std::str::FromStr>(
    question: &Question<'_>,
    column: &str,
    wanted: &'static str,
) -> Result<T, ConformError> {
    question.read(column, wanted, |text| text.parse().ok())
}

/// Whatever parses, in a cell that may be empty.
fn maybe_parsed<T: std::str::FromStr>(
    question: &Question<'_>,
    column: &str,
    wanted: &'static str,
) -> Result<Option<T>, ConformError> {
    question.maybe(column, wanted, |text| text.parse().ok())
}

/// An amount in whole pence, in a cell that may be empty.
fn pence(question: &Question<'_>, column: &str) -> Result<Option<terms::Pence>, ConformError> {
    Ok(maybe_parsed::<i64>(question, column, "whole pence")?.map(terms::Pence))
}
