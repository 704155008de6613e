//! Lines: brought, changed, settled where plans differ, checked and accepted.

use super::{Draft, unknown};
use crate::act::NewPlan;
use crate::check::{CheckReference, Finding, Tolerances};
use crate::event::Event;
use crate::id::PlanId;
use crate::key::{ALL_COMMISSIONERS, Key};
use crate::kind::Side;
use crate::length::{Bound, hold_lines, hold_named, hold_words};
use crate::line::Line;
use crate::merge::{Choice, duplicate};
use crate::name::{LineName, SourceName};
use crate::plan::{Plan, Source};
use crate::refusal::Refusal;
use crate::value::Value;
use executive::{ProposalId, TextHash};
use std::collections::BTreeSet;
use terms::{OdsCode, Text};

pub(super) fn open(draft: &mut Draft<'_>, new: &NewPlan) -> Result<(), Refusal> {
    if draft.room.plan(&new.id).is_some() {
        return Err(Refusal::Taken { what: "a plan", id: new.id.to_string() });
    }
    // Asked here once, so that every plan on record has something to be adopted by.
    Plan::matter_of(&new.id).ok_or_else(|| unknown("function for a plan of the name", &new.id))?;
    draft.known(new.system)?;
    let committee = draft.mandates.committee(&new.forum).ok_or_else(|| unknown("committee", &new.forum))?;
    if new.bodies.is_empty() {
        return Err(Refusal::Missing { what: "at least one body that signs" });
    }
    hold_named("the plan", "bodies", new.bodies.len())?;
    for body in &new.bodies {
        draft.known(*body)?;
        if !committee.has_member(*body, draft.today) {
            return Err(Refusal::NotAMember { body: *body, committee: new.forum.clone(), on: draft.today });
        }
    }
    let title = draft.text("the title of the plan", &new.title, Bound::Title)?;
    draft.push(Event::PlanOpened {
        plan: new.id.clone(),
        title,
        system: new.system,
        year: new.year,
        forum: new.forum.clone(),
        bodies: new.bodies.clone(),
        tolerances: draft.room.tolerances(new.year),
        by: draft.by.clone(),
        on: draft.today,
    });
    Ok(())
}

pub(super) fn bring(
    draft: &mut Draft<'_>,
    id: &PlanId,
    source: &SourceName,
    bodies: &BTreeSet<OdsCode>,
    lines: &[Line],
) -> Result<(), Refusal> {
    let plan = draft.plan(id)?;
    if bodies.is_empty() || lines.is_empty() {
        return Err(Refusal::Missing { what: "whose plan it is and at least one line" });
    }
    hold_lines(lines.len())?;
    if let Some(body) = bodies.iter().find(|body| !plan.bodies.contains(*body)) {
        return Err(Refusal::NotOfPlan { body: *body });
    }
    bodies.iter().try_for_each(|body| draft.open(*body))?;
    whose(draft, plan, source, bodies)?;
    draft.keeps(bodies)?;
    sound(draft, plan, bodies, lines)?;
    words_given(lines)?;
    if plan.sources.get(source).is_some_and(|held| same(&held.lines, lines)) {
        return Err(Refusal::NothingChanges);
    }
    let narratives = draft.narratives(lines.iter().map(|line| &line.value));
    draft.push(Event::LinesBrought {
        plan: id.clone(),
        source: source.clone(),
        bodies: bodies.clone(),
        lines: lines.iter().map(without_words).collect(),
        narratives,
        by: draft.by.clone(),
        on: draft.today,
    });
    Ok(())
}

/// A plan of a name stays the same bodies' own, and a part of the same one plan.
fn whose(draft: &Draft<'_>, plan: &Plan, source: &SourceName, bodies: &BTreeSet<OdsCode>) -> Result<(), Refusal> {
    let others = draft.room.plans().filter(|other| other.id != plan.id);
    if others.into_iter().any(|other| other.sources.contains_key(source)) {
        return Err(Refusal::Taken { what: "a plan of bodies in another plan called", id: source.to_string() });
    }
    match plan.sources.get(source) {
        Some(held) if held.bodies != *bodies => {
            Err(Refusal::OthersPlan { source_name: source.clone(), bodies: held.bodies.clone() })
        }
        _ => Ok(()),
    }
}

/// Whether the same lines stand in two lists, in whatever order.
fn same(held: &[Line], given: &[Line]) -> bool {
    let by_name = |line: &Line| held.binary_search_by(|other| other.name.cmp(&line.name)).ok();
    held.len() == given.len() && given.iter().all(|line| by_name(line).and_then(|at| held.get(at)) == Some(line))
}

/// Whose a line is, where it is none of theirs: of a provider that signs the plan it is the provider's, of another its
/// commissioner's, as the commissioner knows it.
fn other_owner<'k>(plan: &Plan, bodies: &BTreeSet<OdsCode>, key: &'k Key) -> Option<&'k str> {
    let theirs = |code: &str| code.parse().is_ok_and(|body: OdsCode| bodies.contains(&body));
    let signs = |code: &str| code.parse().is_ok_and(|body: OdsCode| plan.bodies.contains(&body));
    match key.side() {
        Side::System => None,
        Side::Commissioner => Some(key.commissioner()).filter(|code| !theirs(code)),
        Side::Provider if theirs(key.provider()) => None,
        Side::Provider if signs(key.provider()) => Some(key.provider()),
        Side::Provider => {
            Some(key.commissioner()).filter(|code| !code.is_empty() && *code != ALL_COMMISSIONERS && !theirs(code))
        }
    }
}

/// Whether the words of a narrative are given: those erased since are not, nor are others than its hash is of.
fn has_words(value: &Value) -> bool {
    match value {
        Value::Figure { .. } => true,
        Value::Narrative { hash, text: Text::Held(text) } => TextHash::of(text.as_bytes()) == *hash,
        Value::Narrative { text: Text::Erased, .. } => false,
    }
}

fn words_given(lines: &[Line]) -> Result<(), Refusal> {
    match lines.iter().find(|line| !has_words(&line.value)) {
        Some(line) => Err(Refusal::NoWords { line: line.name.clone() }),
        None => Ok(()),
    }?;
    let mut n_characters = 0_usize;
    for line in lines {
        let Some(text) = line.value.words() else { continue };
        let length = text.as_str().chars().count();
        Bound::Narrative.hold(&format!("the text of line `{}`", line.name), text.as_str())?;
        n_characters = n_characters.saturating_add(length);
    }
    hold_words(n_characters)
}

/// Whether a cell's names are no longer than names are.
fn cell_named(line: &Line) -> Result<(), Refusal> {
    let Some(cell) = &line.cell else { return Ok(()) };
    let what = |part: &str| format!("the {part} that line `{}` was read from", line.name);
    Bound::Title.hold(&what("file"), &cell.file)?;
    Bound::Title.hold(&what("sheet"), &cell.sheet)?;
    Bound::Title.hold(&what("column"), &cell.column)
}

/// Whether lines can be the whole of some bodies' plan.
fn sound(draft: &Draft<'_>, plan: &Plan, bodies: &BTreeSet<OdsCode>, lines: &[Line]) -> Result<(), Refusal> {
    let mut names: BTreeSet<&LineName> = BTreeSet::new();
    if let Some(line) = lines.iter().find(|line| !names.insert(&line.name)) {
        return Err(Refusal::LineTwice { line: line.name.clone() });
    }
    if let Some(twice) = duplicate(lines) {
        return Err(Refusal::KeyTwice { key: twice.key, first: twice.first, second: twice.second });
    }
    for line in lines {
        cell_named(line)?;
        if let Some(owner) = other_owner(plan, bodies, &line.key) {
            return Err(Refusal::OthersLine { line: line.name.clone(), owner: owner.to_owned() });
        }
        if !line.key.kind().units().contains(&line.value.unit()) {
            return Err(Refusal::WrongUnit { key: line.key.clone() });
        }
        if let Some(mandate) = line.mandate.as_ref().filter(|mandate| draft.mandates.mandate(mandate).is_none()) {
            return Err(Refusal::UnknownMandate { line: line.name.clone(), mandate: mandate.clone() });
        }
        let parts = line.quotient.iter().flat_map(|quotient| [&quotient.numerator, &quotient.denominator]);
        if let Some(missing) = parts.into_iter().find(|part| !names.contains(part)) {
            return Err(Refusal::NoQuotient { line: line.name.clone(), missing: missing.clone() });
        }
    }
    Ok(())
}

/// A line as an event has it: words are kept beside the record.
fn without_words(line: &Line) -> Line {
    Line { value: line.value.clone().with_text(Text::Erased), ..line.clone() }
}

fn source_of<'p>(plan: &'p Plan, source: &SourceName) -> Result<&'p Source, Refusal> {
    plan.sources.get(source).ok_or_else(|| unknown("plan that was brought", source))
}

pub(super) fn enter(draft: &mut Draft<'_>, id: &PlanId, source: &SourceName, line: &Line) -> Result<(), Refusal> {
    let plan = draft.plan(id)?;
    let held = source_of(plan, source)?;
    draft.keeps(&held.bodies)?;
    if held.line(&line.name) == Some(line) {
        return Err(Refusal::NothingChanges);
    }
    let others = held.lines.iter().filter(|other| other.name != line.name);
    hold_lines(held.lines.len() + 1)?;
    let all: Vec<Line> = others.cloned().chain([line.clone()]).collect();
    sound(draft, plan, &held.bodies, &all)?;
    words_given(std::slice::from_ref(line))?;
    let narratives = draft.narratives([&line.value]);
    let (plan, source, line) = (id.clone(), source.clone(), without_words(line));
    draft.push(Event::LineEntered { plan, source, line, narratives, by: draft.by.clone(), on: draft.today });
    Ok(())
}

pub(super) fn remove(draft: &mut Draft<'_>, id: &PlanId, source: &SourceName, line: &LineName) -> Result<(), Refusal> {
    let plan = draft.plan(id)?;
    let held = source_of(plan, source)?;
    draft.keeps(&held.bodies)?;
    held.line(line).ok_or_else(|| unknown("line", line))?;
    let left: Vec<Line> = held.lines.iter().filter(|other| other.name != *line).cloned().collect();
    sound(draft, plan, &held.bodies, &left)?;
    let (plan, source, line) = (id.clone(), source.clone(), line.clone());
    draft.push(Event::LineRemoved { plan, source, line, by: draft.by.clone(), on: draft.today });
    Ok(())
}

pub(super) fn resolve(
    draft: &mut Draft<'_>,
    id: &PlanId,
    key: &Key,
    choice: &Choice,
    decision: &ProposalId,
) -> Result<(), Refusal> {
    let plan = draft.plan(id)?;
    let line = plan.version().and_then(|version| version.merged.line(key)).ok_or_else(|| unknown("line", key))?;
    if !line.origin.is_open() && !plan.resolutions.contains_key(key) {
        return Err(Refusal::NoConflict { key: key.clone() });
    }
    if plan.resolutions.get(key).is_some_and(|held| held.choice == *choice && held.decision == *decision) {
        return Err(Refusal::NothingChanges);
    }
    match choice {
        Choice::Plan(source) if !line.lineage.iter().any(|reference| reference.source == *source) => {
            return Err(Refusal::NotInConflict { source_name: source.clone(), key: key.clone() });
        }
        Choice::Value(value) if !key.kind().units().contains(&value.unit()) => {
            return Err(Refusal::WrongUnit { key: key.clone() });
        }
        Choice::Value(value) if !has_words(value) => {
            return Err(Refusal::Missing { what: "the words that are taken" });
        }
        Choice::Value(value) => {
            value.words().map_or(Ok(()), |text| Bound::Narrative.hold("the text that is taken", text.as_str()))?;
        }
        Choice::Plan(_) => {}
    }
    draft.decided(plan, decision, &plan.bodies_of_line(line))?;
    let (narratives, choice) = match choice {
        Choice::Value(value) => (draft.narratives([value]), Choice::Value(value.clone().with_text(Text::Erased))),
        Choice::Plan(_) => (None, choice.clone()),
    };
    let (plan, key, decision) = (id.clone(), key.clone(), decision.clone());
    let (by, on) = (draft.by.clone(), draft.today);
    draft.push(Event::ConflictResolved { plan, key, choice, narratives, decision, by, on });
    Ok(())
}

pub(super) fn waive(
    draft: &mut Draft<'_>,
    id: &PlanId,
    check: &CheckReference,
    decision: &ProposalId,
    reason: &str,
) -> Result<(), Refusal> {
    let plan = draft.plan(id)?;
    let findings = draft.room.checks(plan, draft.today);
    let fails = |finding: &&Finding| {
        finding.reference == *check && finding.outcome.verdict.is_failure() && !plan.is_waived(finding)
    };
    let finding = findings.iter().find(fails).ok_or_else(|| Refusal::NotFailing { check: check.clone() })?;
    draft.decided(plan, decision, &plan.bodies_of_check(finding))?;
    let reason = draft.text("the reason", reason, Bound::Reason)?;
    draft.push(Event::CheckWaived {
        plan: id.clone(),
        check: check.clone(),
        margin: finding.outcome.margin.to_string(),
        lines: plan.hash_of_compared(finding),
        decision: decision.clone(),
        reason,
        by: draft.by.clone(),
        on: draft.today,
    });
    Ok(())
}

pub(super) fn set_tolerances(draft: &mut Draft<'_>, tolerances: &Tolerances) -> Result<(), Refusal> {
    if tolerances.source.trim().is_empty() {
        return Err(Refusal::Missing { what: "who sets the tolerances" });
    }
    Bound::Title.hold("who sets the tolerances", &tolerances.source)?;
    if let Some(what) = tolerances.unlawful() {
        return Err(Refusal::BadTolerance { what });
    }
    if let Some(measure) = tolerances.unfindable_measure() {
        return Err(Refusal::BadMeasure { measure: measure.to_owned() });
    }
    draft.push(Event::TolerancesSet { tolerances: tolerances.clone(), by: draft.by.clone(), on: draft.today });
    Ok(())
}
