//! Enter a line of a plan that was brought, or take one out.

use app::Lens;
use ask::{ActForm, Choice, Field, Key, Of, Reader, sentence};
use plan::{Act, ActKind, KeyParts, Line, LineKind, LineName, Quotient, Side, SourceName, Thing, Unit, Value, key};
use terms::{FigureUnit, Pence};

use super::choices::{every, line, made, may, of_line, of_plan, one, plan, to_plan};
use super::{GROUP, PLAN};
use crate::answers::line_href;

/// The plans that were brought of whose lines whoever looks may enter one.
fn sources(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    let Some(plan) = plan(lens, of) else { return Vec::new() };
    let may = |name: &&SourceName| lens.offers(ActKind::EnterLine, &Thing::Source(plan.id.clone(), (*name).clone()));
    plan.sources.keys().filter(may).map(|name| (name.to_string(), name.to_string())).collect()
}

/// What a field holds at first: of the line that the form names, if it names one.
fn held(lens: &Lens, of: &Of<'_>, say: impl FnOnce(&Line) -> String) -> String {
    let found = line(lens, of).and_then(|(plan, reference)| plan.sources.get(&reference.source)?.line(&reference.line));
    found.map(say).unwrap_or_default()
}

/// How a value is typed: money in pounds, everything else in whole units.
fn typed(line: &Line) -> String {
    match &line.value {
        Value::Figure { unit: Unit::Pence, amount } => Pence(*amount).typed(),
        Value::Figure { .. } | Value::Narrative { .. } => line.value.written().unwrap_or_default(),
    }
}

/// Enter a line, or put another in its place.
pub(super) static ENTER_LINE: ActForm = ActForm {
    name: ActKind::EnterLine.slug(),
    path: "/plans/{plan}/enter-line",
    group: GROUP,
    title: "Enter or change a line",
    about: "A line of a plan that was brought: a new one, or another in place of the one of its name. Once the plan is before the bodies this makes a new version, and drops the signatures of those whose line it is.",
    done: "The line is entered",
    subject: &[PLAN, Key::new("line", "The line to change, written PLAN:LINE", "P-OXON:O1").optional()],
    fields: &[
        Field::one("source", "In which plan?", sources)
            .first(|lens, of| line(lens, of).map(|(_, reference)| reference.source.to_string()).unwrap_or_default()),
        Field::line("name", "Name of the line")
            .hint("Unique in its plan, such as O1.")
            .first(|lens, of| held(lens, of, |line| line.name.to_string())),
        Field::one("kind", "What is planned?", every!(LineKind))
            .first(|lens, of| held(lens, of, |line| line.key.kind().to_string())),
        Field::one("side", "By whom?", every!(Side))
            .first(|lens, of| held(lens, of, |line| line.key.side().to_string())),
        Field::line("measure", "Measure")
            .hint("Such as GP referrals or Spend.")
            .first(|lens, of| held(lens, of, |line| line.key.measure().to_owned())),
        Field::line("commissioner", "Commissioner")
            .hint("Its code; ALL for all of them together.")
            .first(|lens, of| held(lens, of, |line| line.key.commissioner().to_owned())),
        Field::line("provider", "Provider, if there is one")
            .hint("Its code, such as RTH.")
            .first(|lens, of| held(lens, of, |line| line.key.provider().to_owned())),
        Field::line("pod", "Point of delivery, if there is one")
            .first(|lens, of| held(lens, of, |line| line.key.pod().to_owned())),
        Field::line("place", "Place or system").first(|lens, of| held(lens, of, |line| line.key.place().to_owned())),
        Field::line("year", "Year")
            .hint("A financial year, such as 2017/18.")
            .first(|lens, of| {
                let of_line = held(lens, of, |line| line.key.year().to_string());
                let of_plan = || plan(lens, of).map(|plan| plan.year.to_string()).unwrap_or_default();
                if of_line.is_empty() { of_plan() } else { of_line }
            }),
        Field::line("month", "Month")
            .hint("0 for the whole year, 1 for April to 12 for March.")
            .first(|lens, of| held(lens, of, |line| line.key.month().number().to_string())),
        Field::one("unit", "In what?", every!(Unit)).first(|lens, of| held(lens, of, |line| line.value.unit().to_string())),
        Field::lines("value", "What it says")
            .hint("Money in pounds; everything else in whole units: 6670 basis points are 66.7%, 12050 hundredths are 120.5 whole-time equivalents.")
            .first(|lens, of| held(lens, of, typed)),
        Field::line("mandate", "Mandate, if there is one")
            .first(|lens, of| held(lens, of, |line| line.mandate.as_ref().map(ToString::to_string).unwrap_or_default())),
        Field::line("numerator", "Share of what? The line that counts")
            .hint("For a percentage: the names of two lines of the same plan.")
            .first(|lens, of| held(lens, of, |line| line.quotient.as_ref().map(|of| of.numerator.to_string()).unwrap_or_default())),
        Field::line("denominator", "And the line that it is a share of")
            .first(|lens, of| held(lens, of, |line| line.quotient.as_ref().map(|of| of.denominator.to_string()).unwrap_or_default())),
    ],
    by_hand: false,
    scene: |lens, of| if of.text("line").is_some() { of_line(lens, of) } else { of_plan(lens, of) },
    offered: |lens, of| match (of.text("line"), line(lens, of)) {
        (None, _) => !sources(lens, of).is_empty(),
        (Some(_), Some((plan, reference))) => {
            lens.offers(ActKind::EnterLine, &Thing::Source(plan.id.clone(), reference.source))
        }
        (Some(_), None) => false,
    },
    read: |_, of, form| {
        let source: Option<SourceName> = form.word("source", "Choose the plan that it is a line of");
        let line = entered(form);
        one(Act::EnterLine { plan: of.id("plan")?, source: source?, line: line? })
    },
    to: |of, acts| match made(acts) {
        Some(Act::EnterLine { plan, source, line }) => {
            let reference = plan::LineReference { source: source.clone(), line: line.name.clone() };
            line_href(plan, &reference)
        }
        _ => to_plan(of),
    },
    keeps: None,
};

/// The line that was typed.
fn entered(form: &mut Reader<'_>) -> Option<Line> {
    let name: Option<LineName> = form.word("name", "Enter a name of 1 to 64 characters without blanks, such as O1");
    let kind: Option<LineKind> = form.word("kind", "Choose what is planned");
    let side: Option<Side> = form.word("side", "Choose by whom it is planned");
    let measure = form.line("measure", "Enter the measure");
    let text = |name: &str| form.text(name).unwrap_or_default().to_owned();
    let (commissioner, provider, pod, place) = (text("commissioner"), text("provider"), text("pod"), text("place"));
    let (numerator, denominator) = (text("numerator"), text("denominator"));
    let year = form.word("year", "Enter a financial year, such as 2017/18");
    let month = key::month(form.text("month").unwrap_or("0"));
    if let Err(error) = &month {
        form.wrong("month", sentence(&error.to_string()));
    }
    let mandate = form.maybe("mandate", "Enter the identity of a mandate");
    let value = value(kind, form);
    let quotient = quotient(&numerator, &denominator, form);
    let parts = KeyParts {
        kind: kind?,
        side: side?,
        measure: &measure,
        commissioner: &commissioner,
        provider: &provider,
        pod: &pod,
        place: &place,
        year: year?,
        month: month.ok()?,
    };
    let key = match plan::Key::new(&parts) {
        Ok(key) => key,
        Err(error) => {
            form.wrong(error.part(), sentence(&error.to_string()));
            return None;
        }
    };
    Some(Line { name: name?, key, value: value?, mandate, cell: None, quotient: quotient? })
}

/// What the line says; money by the one reader of figures.
fn value(kind: Option<LineKind>, form: &mut Reader<'_>) -> Option<Value> {
    let unit: Option<Unit> = form.maybe("unit", "Choose in what it is counted");
    let text = form.line("value", "Enter what the line says: 0 is a figure, too");
    let kind = kind?;
    let unit = unit.unwrap_or_else(|| kind.usual_unit());
    if text.is_empty() {
        return None;
    }
    let read = if unit == Unit::Pence && kind == LineKind::Finance {
        let pence = Pence::from_figure(&text, FigureUnit::Pounds).map_err(|error| error.to_string());
        pence.map(|pence| Value::Figure { unit, amount: pence.0 })
    } else {
        Value::read(kind, unit, &text).map_err(|error| error.to_string())
    };
    match read {
        Ok(value) => Some(value),
        Err(error) => {
            form.wrong("value", sentence(&error));
            None
        }
    }
}

/// The two lines of which a percentage is the quotient: both or neither.
#[expect(clippy::option_option, reason = "nothing was named, or what was named does not read")]
fn quotient(numerator: &str, denominator: &str, form: &mut Reader<'_>) -> Option<Option<Quotient>> {
    match (numerator, denominator) {
        ("", "") => Some(None),
        ("", _) => {
            form.wrong("numerator", "Enter both lines that it is a share of, or neither");
            None
        }
        (_, "") => {
            form.wrong("denominator", "Enter both lines that it is a share of, or neither");
            None
        }
        (_, _) => {
            let of: Option<LineName> = form.word("numerator", "Enter the name of a line of the same plan");
            let by: Option<LineName> = form.word("denominator", "Enter the name of a line of the same plan");
            Some(Some(Quotient { numerator: of?, denominator: by? }))
        }
    }
}

/// Take out a line.
pub(super) static REMOVE_LINE: ActForm = ActForm {
    name: ActKind::RemoveLine.slug(),
    path: "/plans/{plan}/remove-line",
    group: GROUP,
    title: "Take out a line",
    about: "The line is no longer in its plan. What was known before stays as it was known.",
    done: "The line is taken out",
    subject: &[PLAN, Key::new("line", "The line, written PLAN:LINE", "P-OXON:O1")],
    fields: &[],
    by_hand: false,
    scene: of_line,
    offered: |lens, of| {
        let thing = line(lens, of).map(|(plan, reference)| Thing::SourceLine(plan.id.clone(), reference));
        may(lens, ActKind::RemoveLine, thing)
    },
    read: |_, of, _| {
        let reference: plan::LineReference = of.id("line")?;
        one(Act::RemoveLine { plan: of.id("plan")?, source: reference.source, line: reference.line })
    },
    to: |of, _| to_plan(of),
    keeps: None,
};
