//! Lines of a plan: found, followed to where they come from and to the ledger, and given out as they are brought.

use ask::{Cell, Column, Kind, Table};
use import::plan_lines::{COLUMNS, cells};
use plan::{Choice, Key, Line, LineKind, LineReference, Origin, Plan, PlanMonth, Side, SourceName, Unit, Value};
use terms::OdsCode;

use super::desk::{Desk, OneLine};
use super::plans::SOURCE;
use super::words::{decision_cell, line_href, origin_words, unit_words, value_cell};

/// Which lines are wanted; what is not said lets every line through.
#[derive(Clone, Debug, Default)]
pub struct LineFilter {
    /// What they plan.
    pub kind: Option<LineKind>,
    /// Who plans them.
    pub side: Option<Side>,
    /// The body whose lines they are: as commissioner or as provider.
    pub body: Option<OdsCode>,
    /// The provider.
    pub provider: Option<String>,
    /// The place.
    pub place: Option<String>,
    /// The measure.
    pub measure: Option<String>,
    /// The month.
    pub month: Option<PlanMonth>,
}

impl LineFilter {
    /// Whether a line is wanted. Words are compared as keys hold them: in upper case, with single blanks.
    pub fn lets(&self, plan: &Plan, line: &OneLine) -> bool {
        let key = &line.key;
        let same = |wanted: &Option<String>, held: &str| wanted.as_ref().is_none_or(|word| folded(word) == held);
        let names = |code: &str, body: OdsCode| code.parse().is_ok_and(|held: OdsCode| held == body);
        self.kind.is_none_or(|kind| key.kind() == kind)
            && self.side.is_none_or(|side| key.side() == side)
            && self.month.is_none_or(|month| key.month() == month)
            && same(&self.provider, key.provider())
            && same(&self.place, key.place())
            && same(&self.measure, key.measure())
            && self.body.is_none_or(|body| {
                names(key.commissioner(), body)
                    || names(key.provider(), body)
                    || plan.bodies_of_line(line).contains(&body)
            })
    }
}

/// A word as a key holds it.
pub(super) fn folded(word: &str) -> String {
    word.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase()
}

/// The columns of what a line is about, and its cells.
pub(super) fn key_columns() -> Vec<Column> {
    vec![
        Column::new("kind", "What is planned", Kind::Text),
        Column::new("side", "By whom", Kind::Text),
        Column::new("measure", "Measure", Kind::Text),
        Column::new("commissioner", "Commissioner", Kind::Code),
        Column::new("provider", "Provider", Kind::Code),
        Column::new("pod", "Point of delivery", Kind::Text),
        Column::new("place", "Place", Kind::Text),
        Column::new("year", "Year", Kind::Text),
        Column::new("month", "Month (0 for the year, 1 for April)", Kind::Number),
    ]
}

pub(super) fn key_cells(key: &Key) -> Vec<Cell> {
    vec![
        Cell::from(key.kind().words()),
        Cell::from(key.side().words()),
        Cell::from(key.measure()),
        Cell::from(key.commissioner()),
        Cell::from(key.provider()),
        Cell::from(key.pod()),
        Cell::from(key.place()),
        Cell::from(key.year().to_string()),
        Cell::Number(i64::from(key.month().number())),
    ]
}

/// A line by the first of its names, leading to its page.
pub(super) fn line_cell(plan: &Plan, line: &OneLine) -> Cell {
    match line.lineage.first() {
        Some(first) => Cell::link(line.lineage_text(), line_href(&plan.id, first)),
        None => Cell::Empty,
    }
}

/// The lines of the one plan that a filter lets through, in the order of their keys.
pub fn lines(desk: &Desk<'_>, plan: &Plan, filter: &LineFilter) -> Table {
    let is_within = desk.is_within(plan);
    let wanted = plan.lines().iter().filter(|line| filter.lets(plan, line) && desk.opens_line(plan, line));
    let row = |line: &OneLine| {
        let (unit, value) = match line.origin.value() {
            Some(value) => (Cell::from(unit_words(value.unit())), value_cell(value, is_within)),
            None => (Cell::Empty, Cell::Empty),
        };
        let decision = match &line.origin {
            Origin::Resolved { decision, .. } => decision_cell(desk, decision),
            Origin::Single(_) | Origin::Agreed(_) | Origin::Conflict => Cell::Empty,
        };
        let rest = [unit, value, Cell::from(origin_words(line)), decision];
        std::iter::once(line_cell(plan, line)).chain(key_cells(&line.key)).chain(rest).collect()
    };
    let mut columns = vec![Column::new("lineage", "Where it comes from", Kind::Link)];
    columns.extend(key_columns());
    columns.extend([
        Column::new("unit", "In", Kind::Text),
        Column::new("value", "What it says", Kind::Number),
        Column::new("origin", "How it came about", Kind::Text),
        Column::new("decision", "Settled by", Kind::Link),
    ]);
    Table {
        caption: format!("Lines of {}", plan.title),
        columns,
        rows: wanted.map(row).collect(),
        source: SOURCE.to_owned(),
        notes: vec![
            "Nothing is averaged: where the plans of several bodies differ a line has no value until a decision settles it."
                .to_owned(),
        ],
    }
}

/// The lines of the plans that a plan is made from, one of them or all, in the shape in which they are brought.
pub fn export(desk: &Desk<'_>, plan: &Plan, only: Option<&SourceName>) -> Table {
    let is_within = desk.is_within(plan);
    let wanted = plan.sources.iter().filter(|(name, _)| only.is_none_or(|only| only == *name));
    let rows = wanted.flat_map(|(name, source)| source.lines.iter().map(move |line| exported(name, line, is_within)));
    Table { rows: rows.collect(), source: SOURCE.to_owned(), ..shape(format!("Lines of {}", plan.title)) }
}

/// A table of the shape in which lines are brought: its headings are the same in a file of text and in a workbook, so that
/// either can be brought again.
fn shape(caption: String) -> Table {
    let kind = |name: &str| match name {
        "value" | "month" => Kind::Number,
        "plan" | "line" | "commissioner" | "provider" | "mandate" | "numerator" | "denominator" => Kind::Code,
        _ => Kind::Text,
    };
    Table {
        caption,
        columns: COLUMNS.into_iter().map(|name| Column::new(name, name, kind(name))).collect(),
        notes: vec![
            "Download it as CSV or XLSX, change it and bring it again: a file in this shape is what “Bring a plan” takes."
                .to_owned(),
            "Where the words of a line were erased its unit is “erased”; write them again or leave the line out.".to_owned(),
        ],
        ..Table::default()
    }
}

fn exported(source: &SourceName, line: &Line, is_within: bool) -> Vec<Cell> {
    let value = match &line.value {
        Value::Figure { unit: Unit::Pence, amount } => Cell::Money(terms::Pence(*amount)),
        Value::Figure { amount, .. } => Cell::Number(*amount),
        Value::Narrative { .. } if !is_within => Cell::Empty,
        Value::Narrative { .. } => Cell::from(line.value.written().unwrap_or_default()),
    };
    let plain = cells(source, line).into_iter().zip(COLUMNS);
    plain.map(|(text, name)| if name == "value" { value.clone() } else { Cell::from(text) }).collect()
}

/// A table to begin from: the lines of the product's own template.
pub fn template() -> Table {
    let mut table = shape("Template for plan lines".to_owned());
    let rows = import::plan_lines::TEMPLATE.lines().skip(1);
    table.rows = rows.map(|row| row.split(',').map(Cell::from).collect()).collect();
    table.source = "Footprint’s own: the figures in it are made up".to_owned();
    table
}

/// What each of the plans says about a line, where it was read and what it stands on.
pub fn sources_of_line(desk: &Desk<'_>, plan: &Plan, line: &OneLine) -> Table {
    let is_within = desk.is_within(plan);
    let row = |reference: &LineReference| {
        let source = plan.sources.get(&reference.source)?;
        let held = source.line(&reference.line)?;
        // What a body had said otherwise, before a decision settled it, is for those whose plan it is.
        if !is_within && line.origin.value() != Some(&held.value) {
            return None;
        }
        let quotient = held.quotient.as_ref();
        let mandate = held.mandate.as_ref();
        Some(vec![
            Cell::from(reference.to_string()),
            Cell::from(desk.codes(&source.bodies)),
            Cell::from(unit_words(held.value.unit())),
            value_cell(&held.value, is_within),
            mandate.map_or(Cell::Empty, |mandate| Cell::link(mandate.to_string(), format!("/mandates/{mandate}"))),
            Cell::from(quotient.map(|of| format!("{} of {}", of.numerator, of.denominator)).unwrap_or_default()),
            Cell::from(held.cell.as_ref().map(ToString::to_string).unwrap_or_default()),
            Cell::Date(source.stamp.on),
        ])
    };
    Table {
        caption: "What each plan says".to_owned(),
        columns: vec![
            Column::new("line", "Plan and line", Kind::Code),
            Column::new("bodies", "Whose", Kind::Text),
            Column::new("unit", "In", Kind::Text),
            Column::new("value", "What it says", Kind::Number),
            Column::new("mandate", "Mandate", Kind::Link),
            Column::new("quotient", "Share", Kind::Text),
            Column::new("cell", "Read from", Kind::Text),
            Column::new("on", "Brought or changed", Kind::Date),
        ],
        rows: line.lineage.iter().filter_map(row).collect(),
        source: SOURCE.to_owned(),
        notes: Vec::new(),
    }
}

/// The transfers of the ledger that cite a line, under any of its names, as far as the reader may see them.
pub fn ledger(desk: &Desk<'_>, line: &OneLine) -> Table {
    let names: Vec<String> = line.lineage.iter().map(ToString::to_string).collect();
    let room = desk.lens.money();
    let cites = room.transfers().filter(|held| {
        held.basis.plan_line.as_ref().is_some_and(|cited| names.iter().any(|name| name == cited.as_str()))
    });
    let seen = cites.filter(|held| desk.reader.opens_transfer(held.id));
    // That of a body for which the reader does not answer is called by the body alone.
    let account = |id: &_| match room.account(id) {
        Some(held) if !desk.reader.opens_account(id) => Cell::from(format!("an account of {}", desk.body(held.body))),
        _ => Cell::from(id.as_str()),
    };
    let rows = seen.map(|held| {
        let decision = held.basis.decision.as_ref().map(|decision| decision.as_str().to_owned()).unwrap_or_default();
        let mandate = held.basis.mandate.as_ref().map(|mandate| mandate.as_str().to_owned()).unwrap_or_default();
        vec![
            Cell::Date(held.valid_on),
            Cell::from(held.kind.words()),
            account(&held.movement.debit),
            account(&held.movement.credit),
            Cell::Money(held.movement.amount),
            cited(desk, &decision),
            if mandate.is_empty() { Cell::Empty } else { Cell::link(mandate.clone(), format!("/mandates/{mandate}")) },
            Cell::from(held.id.to_string()),
        ]
    });
    Table {
        caption: "Its money".to_owned(),
        columns: vec![
            Column::new("on", "Day", Kind::Date),
            Column::new("kind", "What", Kind::Text),
            Column::new("debit", "From account", Kind::Code),
            Column::new("credit", "To account", Kind::Code),
            Column::new("amount", "Amount", Kind::Money),
            Column::new("decision", "Decision", Kind::Link),
            Column::new("mandate", "Mandate", Kind::Link),
            Column::new("transfer", "Transfer", Kind::Code),
        ],
        rows: rows.collect(),
        source: "The ledger".to_owned(),
        notes: vec![
            "Transfers of the ledger that rest on this line, and are between accounts of a body for which you answer."
                .to_owned(),
        ],
    }
}

/// The decision that a transfer rests on, which is a body’s on a proposal (`PROPOSAL/BODY`) or an instrument.
fn cited(desk: &Desk<'_>, decision: &str) -> Cell {
    let proposal = decision.rsplit_once('/').and_then(|(proposal, _)| proposal.parse().ok());
    match proposal {
        Some(proposal) if desk.reader.opens_proposal(&proposal) => {
            Cell::link(decision, format!("/proposals/{proposal}"))
        }
        Some(_) => Cell::from("a decision that is not for everybody"),
        None => Cell::from(decision),
    }
}

/// How a line was settled, and by which decision the executive signed the version that has it.
pub fn decision(desk: &Desk<'_>, plan: &Plan, line: &OneLine) -> Table {
    let mut rows = Vec::new();
    if let (Origin::Resolved { decision, .. }, Some(held)) = (&line.origin, plan.resolutions.get(&line.key)) {
        let choice = match &held.choice {
            Choice::Plan(source) => format!("what {source} says"),
            Choice::Value(_) => "a value of its own".to_owned(),
        };
        rows.push(vec![Cell::from("The difference was settled"), Cell::from(choice), decision_cell(desk, decision)]);
    }
    if let Some(signature) = &plan.executive {
        let version = format!("version {}", signature.version);
        let decision = decision_cell(desk, &signature.proposal);
        rows.push(vec![Cell::from("The executive signed"), Cell::from(version), decision]);
    }
    let bodies = plan.bodies_of_line(line);
    let bound = plan.bound(desk.mandates, desk.on());
    for body in &bodies {
        let words = if bound.contains(body) { "bound on the day" } else { "not bound on the day" };
        rows.push(vec![desk.body_cell(*body), Cell::from(words), Cell::Empty]);
    }
    Table {
        caption: "Its decision".to_owned(),
        columns: vec![
            Column::new("what", "What", Kind::Text),
            Column::new("how", "How", Kind::Text),
            Column::new("decision", "Decision", Kind::Link),
        ],
        rows,
        source: SOURCE.to_owned(),
        notes: Vec::new(),
    }
}
