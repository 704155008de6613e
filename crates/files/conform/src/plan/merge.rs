//! `plan-merge`: the lines of several plans, case by case, made one.

use crate::{Answers, ConformError, Question, Questions, World};
use plan::{Choice, Key, KeyParts, Line, LineKind, MergedPlan, Origin, Resolution, Side, Sources, Value, key, merge};
use std::collections::BTreeMap;
use std::sync::Arc;

type Resolutions = BTreeMap<Key, Resolution<String>>;

/// Shape: for each case the plans that were refused, then its lines in the order of their keys, counted from 1.
pub(super) fn answer(world: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let mut resolutions = resolutions(world)?;
    let mut answers = Answers::new(["key", "status", "value", "lineage"]);
    for (case, sources) in sources(questions)? {
        let merged = merge(&sources, &resolutions.remove(&case).unwrap_or_default());
        push(&mut answers, &case, &merged);
    }
    Ok(answers)
}

fn push(answers: &mut Answers, case: &str, merged: &MergedPlan<String>) {
    for source in merged.refused.keys() {
        let refused = ["", "REFUSED:DUPLICATE_IN_PLAN", "", ""].map(str::to_owned);
        answers.push(&format!("{case}/{source}"), refused);
    }
    for (number, line) in (1..).zip(&merged.lines) {
        let status = match &line.origin {
            Origin::Single(_) => "SINGLE".to_owned(),
            Origin::Agreed(_) => "AGREED".to_owned(),
            Origin::Conflict => "CONFLICT".to_owned(),
            Origin::Resolved { decision, .. } => format!("RESOLVED:{decision}"),
        };
        let value = line.origin.value().and_then(Value::written).unwrap_or_default();
        answers.push(&format!("{case}/{number}"), [line.key.to_string(), status, value, line.lineage_text()]);
    }
}

/// The plans of each case.
fn sources(questions: &Questions) -> Result<BTreeMap<String, Sources>, ConformError> {
    let mut cases: BTreeMap<String, Sources> = BTreeMap::new();
    for row in questions.rows() {
        let source = row.read("plan", "the name of a plan", |text| text.parse().ok())?;
        let lines = cases.entry(row.text("case")?.to_owned()).or_default().entry(source).or_default();
        Arc::make_mut(lines).push(line(row)?);
    }
    Ok(cases)
}

fn line(row: Question<'_>) -> Result<Line, ConformError> {
    let kind: LineKind = row.read("kind", "a kind of line", |text| text.to_lowercase().parse().ok())?;
    let side: Side = row.read("side", "a side of a plan", |text| text.to_lowercase().parse().ok())?;
    let year = row.read("year", "a financial year", |text| key::year(text).ok())?;
    let month = row.read("month", "a month from 0 to 12", |text| key::month(text).ok())?;
    let (commissioner, provider) = (row.text("commissioner")?, row.text("provider")?);
    let (pod, place) = (row.text("pod")?, row.text("place")?);
    let of =
        |measure| Key::new(&KeyParts { kind, side, measure, commissioner, provider, pod, place, year, month }).ok();
    Ok(Line {
        name: row.read("line", "the name of a line", |text| text.parse().ok())?,
        key: row.read("measure", "a part of a key, as the others are", of)?,
        value: row.read("value", "a value of its kind", |text| Value::read(kind, kind.usual_unit(), text).ok())?,
        mandate: None,
        cell: None,
        quotient: None,
    })
}

/// The decisions of each case, from the world.
fn resolutions(world: &World) -> Result<BTreeMap<String, Resolutions>, ConformError> {
    let mut cases: BTreeMap<String, Resolutions> = BTreeMap::new();
    for row in world.table("plan-resolutions.csv")?.rows() {
        let of: Key = row.read("key", "a key of nine parts", |text| text.parse().ok())?;
        let choice = row.read("choice", "PLAN: and a plan, or VALUE: and a value", |text| choice(of.kind(), text))?;
        let decision = row.text("decision")?.to_owned();
        cases.entry(row.text("case")?.to_owned()).or_default().insert(of, Resolution { choice, decision });
    }
    Ok(cases)
}

fn choice(kind: LineKind, text: &str) -> Option<Choice> {
    match text.split_once(':')? {
        ("PLAN", plan) => plan.parse().ok().map(Choice::Plan),
        ("VALUE", value) => Value::read(kind, kind.usual_unit(), value).ok().map(Choice::Value),
        _ => None,
    }
}
