//! What happens when it does not work: the kinds of questions put to `intervention`.

mod attempts;
mod law;
mod machine;
mod spelling;
mod time;
mod triggers;

use crate::{Answers, ConformError, Kind, Question, Questions, World};
use intervention::{Binding, Effect, EffectKind, Posts};
use terms::{Date, OdsCode, Pence};

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
fn pence(question: &Question<'_>, column: &str) -> Result<Option<Pence>, ConformError> {
    Ok(maybe_parsed::<i64>(question, column, "whole pence")?.map(Pence))
}

/// The effect of a kind. An amount and a receiver are asked for only where it holds them.
fn effect_of<E>(
    kind: EffectKind,
    posts: Posts,
    days: u16,
    amount: impl FnOnce() -> Result<Pence, E>,
    to: impl FnOnce() -> Result<OdsCode, E>,
) -> Result<Effect, E> {
    Ok(Effect::Bind(match kind {
        EffectKind::Forbid => Binding::Forbid,
        EffectKind::CapForbid => Binding::CapForbid { amount: amount()? },
        EffectKind::Consent => Binding::Consent { posts },
        EffectKind::CapConsent => Binding::CapConsent { amount: amount()? },
        EffectKind::Consult => Binding::Consult { posts, days },
        EffectKind::NotifyBefore => Binding::NotifyBefore { days },
        EffectKind::NotifyAfter => Binding::NotifyAfter { days },
        EffectKind::Move => Binding::Move { to: to()? },
        EffectKind::Require => return Ok(Effect::Require),
        EffectKind::Report => return Ok(Effect::Report),
        EffectKind::Enable => return Ok(Effect::Enable),
        EffectKind::Nothing => return Ok(Effect::Nothing),
    }))
}
