//! Record that a decision settled a line in which plans differ, or accepted a failed check.

use app::Lens;
use ask::{ActForm, Choice, Field, Key as SubjectKey, Of, Reader, Scene, sentence};
use plan::check::CheckReference;
use plan::{Act, ActKind, Choice as Taken, Key, LineKind, LineReference, Plan, Thing, Unit, Value};
use terms::{FigureUnit, Pence};

use super::choices::{decisions, line, may, of_line, of_plan, one, plan, to_plan};
use super::{GROUP, PLAN};
use crate::answers::{line_href, value_words};

/// What stands for another value than any plan has.
const OTHER: &str = "value";

/// The line of the one plan that a form is about.
fn key(lens: &Lens, of: &Of<'_>) -> Option<Key> {
    let (plan, reference) = line(lens, of)?;
    Some(plan.sources.get(&reference.source)?.line(&reference.line)?.key.clone())
}

/// What each plan says, and another value.
fn choices(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    let (Some(plan), Some(key)) = (plan(lens, of), key(lens, of)) else { return Vec::new() };
    let is_within = lens.reader().is_within_plan(plan);
    let merged = plan.version().and_then(|version| version.merged.line(&key));
    let lineage = merged.map(|line| line.lineage.as_slice()).unwrap_or_default();
    let says = |reference: &LineReference| {
        let held = plan.sources.get(&reference.source)?.line(&reference.line)?;
        let words = format!("{}: {}", reference.source, value_words(&held.value, is_within));
        Some((format!("plan:{}", reference.source), words))
    };
    let other = (OTHER.to_owned(), "Another value".to_owned());
    lineage.iter().filter_map(says).chain([other]).collect()
}

/// Settle a line in which plans differ.
pub(super) static RESOLVE_CONFLICT: ActForm = ActForm {
    name: ActKind::Resolve.slug(),
    path: "/plans/{plan}/resolve",
    group: GROUP,
    title: "Settle what plans differ in",
    about: "Record the decision that settled the line: it must bind every body whose line it is, and be about the plan. Nothing is averaged.",
    done: "The line is settled",
    subject: &[PLAN, SubjectKey::new("line", "A line about it, written PLAN:LINE", "P-OXON:O1")],
    fields: &[
        Field::one("choice", "What is taken?", choices),
        Field::lines("value", "The other value, if it is one")
            .hint("Money in pounds; figures of other kinds in whole units; words as they are to stand."),
        Field::one("decision", "By which decision?", decisions),
    ],
    by_hand: false,
    scene: of_line,
    offered: |lens, of| {
        let thing = plan(lens, of).zip(key(lens, of)).map(|(plan, key)| Thing::Line(plan.id.clone(), key));
        may(lens, ActKind::Resolve, thing)
    },
    read: |lens, of, form| {
        let key = key(lens, of)?;
        let choice = taken(&key, form);
        let decision = form.word("decision", "Choose the decision that settled it");
        one(Act::Resolve { plan: of.id("plan")?, key, choice: choice?, decision: decision? })
    },
    to: |of, _| match (of.id("plan"), of.id::<LineReference>("line")) {
        (Some(plan), Some(line)) => line_href(&plan, &line),
        _ => to_plan(of),
    },
    keeps: None,
};

fn taken(key: &Key, form: &mut Reader<'_>) -> Option<Taken> {
    let text = form.text("choice").unwrap_or_default().to_owned();
    if let Some(source) = text.strip_prefix("plan:").and_then(|name| name.parse().ok()) {
        return Some(Taken::Plan(source));
    }
    if text != OTHER {
        form.wrong("choice", "Choose what one of the plans says, or another value");
        return None;
    }
    let value = form.line("value", "Enter the value that was decided");
    if value.is_empty() {
        return None;
    }
    let read = if key.kind() == LineKind::Finance {
        let pence = Pence::from_figure(&value, FigureUnit::Pounds).map_err(|error| error.to_string());
        pence.map(|pence| Value::Figure { unit: Unit::Pence, amount: pence.0 })
    } else {
        Value::read(key.kind(), key.kind().usual_unit(), &value).map_err(|error| error.to_string())
    };
    match read {
        Ok(value) => Some(Taken::Value(value)),
        Err(error) => {
            form.wrong("value", sentence(&error));
            None
        }
    }
}

/// The check that a form is about.
fn check(of: &Of<'_>) -> Option<CheckReference> {
    Some(CheckReference { kind: of.id("check")?, subject: of.text("of")?.to_owned() })
}

/// The same, where it is one of the plan's.
fn found<'a>(lens: &'a Lens, of: &Of<'_>) -> Option<(&'a Plan, CheckReference)> {
    let (plan, check) = (plan(lens, of)?, check(of)?);
    let findings = lens.house().plan().now().checks(plan, lens.today());
    findings.iter().any(|finding| finding.reference == check).then_some((plan, check))
}

/// Accept a failed check.
pub(super) static WAIVE_CHECK: ActForm = ActForm {
    name: ActKind::Waive.slug(),
    path: "/plans/{plan}/waive",
    group: GROUP,
    title: "Accept a failed check",
    about: "Record the decision that accepts it: it must bind every body of the lines that are compared. The waiver is of this margin and of these lines; if either changes the check fails again.",
    done: "The check is waived",
    subject: &[
        PLAN,
        SubjectKey::new("check", "Which check", "control-total"),
        SubjectKey::new(
            "of",
            "Of what: the key of its line, or a contract",
            "FINANCE|COMMISSIONER|CONTROL TOTAL|10Q|||OXON|2017/18|0",
        ),
    ],
    fields: &[Field::one("decision", "By which decision?", decisions), Field::lines("reason", "Why is it accepted?")],
    by_hand: false,
    scene: |lens, of| {
        let (plan, check) = found(lens, of)?;
        let scene = of_plan(lens, of)?;
        let caption = format!("{}: {}", check.kind.words(), check.subject);
        Some(Scene { caption, back: format!("/plans/{}/checks", plan.id), ..scene })
    },
    offered: |lens, of| {
        let thing = found(lens, of).map(|(plan, check)| Thing::Check(plan.id.clone(), check));
        may(lens, ActKind::Waive, thing)
    },
    read: |_, of, form| {
        let decision = form.word("decision", "Choose the decision that accepts it");
        let reason = form.line("reason", "Enter why it is accepted");
        one(Act::Waive { plan: of.id("plan")?, check: check(of)?, decision: decision?, reason })
    },
    to: |of, _| of.text("plan").map_or_else(|| "/plans".to_owned(), |plan| format!("/plans/{plan}/checks")),
    keeps: None,
};
