//! Legal bases, models, timelines, succession and pending acts.

use super::{each, maybe_on, maybe_parsed, on, parsed, pence};
use crate::{Answers, ConformError, Question, Questions, World};
use intervention::{
    BodyClass, Disposition, DispositionFlag, Effect, EffectKind, HistoricCase, HistoricDate, HistoricEnd, Item,
    Joining, Merger, Model, Outcome, Pending, Posts, Regime, basis, was_under, way,
};
use terms::{Certainty, OdsCode};

/// On what basis a regime may be begun. A word that is no regime and no kind of body has none.
pub(super) fn bases(_: &World, questions: &Questions) -> Result<Answers, ConformError> {
    each(questions, ["expected_basis"], |question| {
        let (regime, class) = (question.text("regime")?.parse::<Regime>(), question.text("kind")?.parse::<BodyClass>());
        let day = on(question, "on")?;
        let held = regime.ok().zip(class.ok()).and_then(|(regime, class)| basis(regime, class, day));
        Ok([held.map_or("no-legal-basis", |held| held.citation).to_owned()])
    })
}

/// How a model is settled.
pub(super) fn models(_: &World, questions: &Questions) -> Result<Answers, ConformError> {
    each(questions, ["expected_how"], |question| {
        let (model, class) = (question.text("model")?.parse::<Model>(), question.text("kind")?.parse::<BodyClass>());
        let day = on(question, "on")?;
        let held = model.ok().zip(class.ok()).and_then(|(model, class)| way(model, class, day));
        Ok([held.map_or("not-lawful", |way| way.slug()).to_owned()])
    })
}

const CODE: &str = "a body's code";

/// How surely a body was under a regime, by the file of real cases.
pub(super) fn timelines(world: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let table = world.table("real_cases.csv")?;
    let cases: Vec<HistoricCase> = table.rows().map(|row| historic(&row)).collect::<Result<_, _>>()?;
    each(questions, ["expected_live"], |question| {
        let body: OdsCode = parsed(question, "body", CODE)?;
        let live = was_under(&cases, body, parsed(question, "regime", "a regime")?, on(question, "on")?);
        let word = match live {
            Certainty::No => "no",
            Certainty::Uncertain => "uncertain",
            Certainty::Yes => "yes",
        };
        Ok([word.to_owned()])
    })
}

fn historic(row: &Question<'_>) -> Result<HistoricCase, ConformError> {
    let start = historic_date(row, "start", "start_precision")?;
    let start = start.ok_or_else(|| row.wrong("start", "", "a first day"))?;
    let said = parsed(row, "end_kind", "how a case ended")?;
    let end = HistoricEnd::new(said, historic_date(row, "end", "end_precision")?);
    Ok(HistoricCase {
        id: row.read("case", "a case's identity", |text| text.to_lowercase().parse().ok())?,
        body: parsed(row, "body_code", CODE)?,
        class: parsed(row, "kind", "a kind of body")?,
        regime: parsed(row, "regime", "a regime")?,
        basis: row.text("legal_basis")?.to_owned(),
        start,
        end,
        figures: row.text("figures")?.to_owned(),
        source: row.text("source")?.to_owned(),
        asked: Vec::new(),
    })
}

fn historic_date(row: &Question<'_>, date: &str, precision: &str) -> Result<Option<HistoricDate>, ConformError> {
    let held = maybe_parsed(row, date, "a day, month or year")?.zip(maybe_parsed(row, precision, "a precision")?);
    let read = |(day, precision)| HistoricDate::new(day, precision);
    held.map(read)
        .transpose()
        .map_err(|error| row.wrong(date, &error.found.to_string(), "as precise as it is said to be"))
}

/// What becomes of an item on merge day.
pub(super) fn successions(_: &World, questions: &Questions) -> Result<Answers, ConformError> {
    each(questions, ["expected_outcome", "expected_flag"], |question| {
        let merger = Merger {
            predecessor: parsed(question, "predecessor", CODE)?,
            successor: parsed(question, "successor", CODE)?,
            on: on(question, "merge_day")?,
        };
        let disposition: Option<Disposition> = maybe_parsed(question, "disposition", "a disposition")?;
        let (outcome, settled) = match question.text("live")? {
            "yes" => item(question)?.outcome(&merger, disposition),
            "no" => (Outcome::History, DispositionFlag::Said),
            other => return Err(question.wrong("live", other, "yes or no")),
        };
        let flag = match settled {
            DispositionFlag::Said => "",
            DispositionFlag::NoDisposition => settled.slug(),
        };
        Ok([outcome.to_string(), flag.to_owned()])
    })
}

fn item(question: &Question<'_>) -> Result<Item, ConformError> {
    let other = || parsed::<OdsCode>(question, "other", CODE);
    let joins = || parsed::<Joining>(question, "other_in_merger", "yes or no");
    Ok(match question.text("item")? {
        "clause" => Item::Clause(parsed(question, "matter", "a matter")?),
        "consent" => Item::Consent,
        "clock" => Item::Clock,
        "measures" => Item::Measures,
        "move-out" => Item::MoveOut { other: other()?, joins: joins()? },
        "move-in" => Item::MoveIn { other: other()?, joins: joins()? },
        "undertaking" => Item::Undertaking,
        "rating" => Item::Rating,
        unknown => return Err(question.wrong("item", unknown, "an item of a predecessor")),
    })
}

/// What becomes of an act decided before a clause began.
pub(super) fn pending(_: &World, questions: &Questions) -> Result<Answers, ConformError> {
    each(questions, ["expected_outcome"], |question| {
        let pending = Pending {
            decided_on: on(question, "taken_on")?,
            committed_on: maybe_on(question, "committed_on")?,
            effective_on: on(question, "effective_on")?,
            amount: pence(question, "amount_p")?,
        };
        Ok([pending.fate(&effect(question)?, on(question, "clause_from")?).to_string()])
    })
}

/// The effect of a clause of which only the name and a cap are told.
fn effect(question: &Question<'_>) -> Result<Effect, ConformError> {
    let cap = || pence(question, "cap_p")?.ok_or_else(|| question.wrong("cap_p", "", "the amount of a cap"));
    let kind: EffectKind = parsed(question, "effect", "an effect of a clause")?;
    // To whom it is moved makes no difference to what was pending.
    super::effect_of(kind, Posts::Any, 0, cap, || super::spelling::authority(question))
}
