//! Bring a body's own plan as a file.

use app::Lens;
use ask::{ActForm, Field, Of, Reader, Scene, SentFile, Takes, sentence};
use import::plan_lines::{Reading, read_uploaded};
use import::{BadRow, SourceFile};
use plan::{Act, ActKind, Line, Plan, SourceName, Thing};
use std::collections::BTreeSet;
use terms::OdsCode;

use super::choices::{keeps, kept_bodies, of_plan, one, plan, to_plan};
use super::{GROUP, PLAN};

/// How many bad rows are told one by one.
const TOLD_MOST: usize = 50;

/// Bring a body's own plan.
pub(super) static BRING_LINES: ActForm = ActForm {
    name: ActKind::BringLines.slug(),
    path: "/plans/{plan}/bring",
    group: GROUP,
    title: "Bring a plan",
    about: "The whole of one body’s or several bodies’ own plan, as a file, in place of what it was before. Every row is taken or none.",
    done: "The plan is brought",
    subject: &[PLAN],
    fields: &[
        Field::new("file", "The file", Takes::File)
            .hint("CSV or XLSX under the headings of the template, up to 32 MB. Every sheet of a workbook that has the headings is read."),
        Field::new("bodies", "Whose plan is it?", Takes::Any(kept_bodies)),
        Field::line("source", "Which plan of the file?")
            .hint("The name in its column “plan”. Leave it empty if the file holds one plan."),
    ],
    by_hand: false,
    scene: |lens, of| {
        let scene = of_plan(lens, of)?;
        let lead = vec![
            "Bring the whole of your own plan as a file: it takes the place of what you brought before under its name."
                .to_owned(),
            "Begin from the template at /plan-template, or from an export of this plan. If a row cannot be read nothing is \
             taken, and each such row is told with its sheet, row and column."
                .to_owned(),
        ];
        Some(Scene { lead, ..scene })
    },
    offered: |lens, of| {
        plan(lens, of).is_some_and(|plan| {
            let kept = plan.bodies.iter().filter(|body| keeps(lens, **body));
            kept.into_iter().any(|body| lens.offers(ActKind::BringLines, &Thing::Member(plan.id.clone(), *body)))
        })
    },
    read,
    to: |of, _| to_plan(of),
    keeps: None,
};

fn read(lens: &Lens, of: &Of<'_>, form: &mut Reader<'_>) -> Option<Vec<app::Act>> {
    let held = plan(lens, of)?;
    let named: Option<SourceName> = form.maybe("source", "Enter the name of the plan as the file has it");
    let bodies = bodies(form);
    let Some(file) = form.file() else {
        form.wrong("file", "Choose a file");
        return None;
    };
    let reading = whole(file, form)?;
    let (source, lines) = chosen(reading, named, form)?;
    let bodies = whose(held, &source, bodies, form)?;
    one(Act::BringLines { plan: held.id.clone(), source, bodies, lines })
}

/// Whose plan it is said to be.
fn bodies(form: &mut Reader<'_>) -> BTreeSet<OdsCode> {
    let mut found = BTreeSet::new();
    for word in form.sent().all("bodies").iter().flat_map(|text| text.split([',', ' '])).filter(|word| !word.is_empty())
    {
        match word.parse() {
            Ok(code) => drop(found.insert(code)),
            Err(_) => form.wrong("bodies", format!("“{word}” is not an organisation’s code")),
        }
    }
    found
}

/// What a file says, where every row of it is good; each that is not is told.
fn whole(file: &SentFile, form: &mut Reader<'_>) -> Option<Reading> {
    let source = SourceFile { name: file.name.clone(), bytes: file.bytes.clone() };
    let reading = match read_uploaded(&source) {
        Ok(reading) => reading,
        Err(error) => {
            form.wrong("file", sentence(&error.to_string()));
            return None;
        }
    };
    if reading.bad_rows.is_empty() {
        return Some(reading);
    }
    let n_bad = reading.bad_rows.len();
    let rows = naming::counted(n_bad as u64, "row cannot be read", "rows cannot be read");
    form.wrong("file", format!("{rows}, so nothing was taken. Put them right and send the file again"));
    for bad in reading.bad_rows.iter().take(TOLD_MOST) {
        form.wrong("file", told(bad));
    }
    if n_bad > TOLD_MOST {
        form.wrong("file", format!("And {} more", n_bad - TOLD_MOST));
    }
    None
}

/// A bad row, by file, sheet, row, column, what stands there and why it cannot be read.
fn told(bad: &BadRow) -> String {
    let place = match bad.column.split_once(": ") {
        Some((sheet, column)) => format!("{}, sheet {sheet}, row {}, column {column}", bad.file, bad.line),
        None => format!("{}, row {}, column {}", bad.file, bad.line, bad.column),
    };
    if bad.value.is_empty() || bad.reason.contains(&bad.value) {
        format!("{place}: {}", bad.reason)
    } else {
        format!("{place}: “{}”: {}", bad.value, bad.reason)
    }
}

/// The one plan of a file that is meant: one act is of one plan, so that nothing is taken by halves.
fn chosen(mut reading: Reading, named: Option<SourceName>, form: &mut Reader<'_>) -> Option<(SourceName, Vec<Line>)> {
    let all: Vec<String> = reading.plans.keys().map(ToString::to_string).collect();
    let source = match named {
        Some(name) => name,
        None if all.len() == 1 => reading.plans.keys().next()?.clone(),
        None => {
            form.wrong(
                "source",
                format!("The file holds {} plans ({}): say which to bring", all.len(), all.join(", ")),
            );
            return None;
        }
    };
    let lines = reading.plans.remove(&source);
    if lines.is_none() {
        form.wrong("source", format!("The file has no plan called “{source}”: it has {}", all.join(", ")));
    }
    Some((source, lines?))
}

/// Whose the plan is: as said, or as it was when it was brought before.
fn whose(
    plan: &Plan,
    source: &SourceName,
    said: BTreeSet<OdsCode>,
    form: &mut Reader<'_>,
) -> Option<BTreeSet<OdsCode>> {
    let held = plan.sources.get(source).map(|held| held.bodies.clone());
    let found = if said.is_empty() { held } else { Some(said) };
    if found.is_none() {
        form.wrong("bodies", "Choose whose plan it is");
    }
    found
}
