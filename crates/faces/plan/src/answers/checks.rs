//! Conflicts of a plan, and what its checks come to.

use ask::{Cell, Colour, Column, Kind, Table};
use kit::address::Address;
use plan::check::{Finding, Margin, Verdict};
use plan::{ActKind, CheckKind, LineReference, Plan, Thing, Unit};
use terms::Pence;

use super::desk::{Desk, OneLine};
use super::lines::{key_cells, key_columns, line_cell};
use super::plans::SOURCE;
use super::words::{decision_cell, value_cell};

/// The lines in which plans differ, with what each says.
pub fn conflicts(desk: &Desk<'_>, plan: &Plan) -> Table {
    let is_within = desk.is_within(plan);
    let open = plan.version().into_iter().flat_map(|version| version.merged.conflicts());
    let says = |line: &OneLine, reference: &LineReference| {
        let value = plan.sources.get(&reference.source).and_then(|source| source.line(&reference.line));
        let whose = plan.sources.get(&reference.source).map(|source| desk.codes(&source.bodies)).unwrap_or_default();
        let first = std::iter::once(line_cell(plan, line)).chain(key_cells(&line.key));
        let value = value.map_or(Cell::Empty, |held| value_cell(&held.value, is_within));
        first.chain([Cell::from(reference.to_string()), Cell::from(whose), value]).collect::<Vec<Cell>>()
    };
    let rows = open.flat_map(|line| line.lineage.iter().map(move |reference| says(line, reference)));
    let mut columns = vec![Column::new("lineage", "Line", Kind::Link)];
    columns.extend(key_columns());
    columns.extend([
        Column::new("plan", "Plan and line", Kind::Code),
        Column::new("bodies", "Whose", Kind::Text),
        Column::new("value", "What it says", Kind::Number),
    ]);
    Table {
        caption: format!("Lines in which plans differ: {}", plan.title),
        columns,
        rows: rows.collect(),
        source: SOURCE.to_owned(),
        notes: vec![
            "A difference is settled by a decision that binds every body whose line it is: open the line to record it. A body \
             whose lines differ cannot sign; the others can."
                .to_owned(),
        ],
    }
}

fn verdict_cell(verdict: Verdict, is_waived: bool) -> Cell {
    let colour = match verdict {
        Verdict::Pass => Colour::Green,
        Verdict::Warn => Colour::Orange,
        Verdict::Fail | Verdict::FailNoCommissioner | Verdict::FailNoProvider if is_waived => Colour::Purple,
        Verdict::Fail | Verdict::FailNoCommissioner | Verdict::FailNoProvider => Colour::Red,
        Verdict::NotTested => Colour::Grey,
    };
    let text = if is_waived { format!("{}, and waived", verdict.words()) } else { verdict.words().to_owned() };
    Cell::Tagged { text, colour }
}

/// How many failed checks are offered to be waived on one page: each is tried against every decision.
const OFFERED_MOST: usize = 20;

/// Whether the reader may know of a check: one of a contract is for those who may know of the contract.
fn is_seen(desk: &Desk<'_>, finding: &Finding) -> bool {
    finding.reference.kind != CheckKind::ContractDeadline
        || finding.reference.subject.parse().is_ok_and(|agreement| desk.reader.opens_agreement(&agreement))
}

/// Whether a check keeps the executive from signing.
fn is_open(plan: &Plan, finding: &Finding) -> bool {
    finding.outcome.verdict.is_failure() && !plan.is_waived(finding)
}

/// In what the figures of a check are counted.
fn unit_of(plan: &Plan, finding: &Finding) -> Unit {
    let merged = plan.version().map(|version| &version.merged);
    let value = finding.keys.iter().find_map(|key| merged?.value(key));
    match finding.reference.kind {
        CheckKind::Contract | CheckKind::Price | CheckKind::ControlTotal | CheckKind::RunningCost => Unit::Pence,
        CheckKind::Capacity | CheckKind::ContractDeadline => Unit::Count,
        CheckKind::Growth | CheckKind::MentalHealth | CheckKind::Occupancy => Unit::BasisPoints,
        CheckKind::Parts | CheckKind::Months => value.map_or(Unit::Count, plan::Value::unit),
    }
}

/// By how much a check holds or does not, in words.
fn margin_words(plan: &Plan, finding: &Finding) -> String {
    let unit = unit_of(plan, finding);
    let of = |amount: i128| {
        let Ok(amount) = i64::try_from(amount) else { return amount.to_string() };
        match unit {
            Unit::Pence => Pence(amount).pounds(),
            Unit::Count | Unit::BasisPoints | Unit::WteHundredths | Unit::Text => {
                value_cell(&plan::Value::Figure { unit, amount }, true).shown()
            }
        }
    };
    let share =
        |points: i64| value_cell(&plan::Value::Figure { unit: Unit::BasisPoints, amount: points }, true).shown();
    match finding.outcome.margin {
        Margin::None => String::new(),
        Margin::Difference(days) if finding.reference.kind == CheckKind::ContractDeadline => format!("{days} days"),
        Margin::Difference(difference) => of(difference),
        Margin::Within { difference, limit } => format!("{}, and may be {} either way", of(difference), of(limit)),
        Margin::Share(points) => share(points),
        Margin::Rates { planned, against } => format!("{} against {}", share(planned), share(against)),
    }
}

/// What every check of a plan comes to on the day, with its waiver; and the figures that each compares.
pub fn checks(desk: &Desk<'_>, plan: &Plan) -> (Table, Table) {
    let mut findings = desk.room.checks(plan, desk.on());
    findings.retain(|finding| is_seen(desk, finding));
    let notes = vec![
        "A failed check keeps the executive from signing until it is put right, or waived by a decision that binds every body \
         of its lines. A waiver is of one margin and of the lines as they were: if either changes it fails again."
            .to_owned(),
    ];
    let table = Table {
        caption: format!("Checks of {}", plan.title),
        columns: vec![
            Column::new("check", "Check", Kind::Code),
            Column::new("what", "What is checked", Kind::Text),
            Column::new("subject", "Of what", Kind::Text),
            Column::new("verdict", "What it comes to", Kind::Text),
            Column::new("margin", "By how much", Kind::Text),
            Column::new("waived", "Waived by", Kind::Link),
            Column::new("reason", "Why it is accepted", Kind::Text),
            Column::new("act", "What you can do", Kind::Link),
        ],
        rows: check_rows(desk, plan, &findings),
        source: SOURCE.to_owned(),
        notes,
    };
    (table, compared(desk, plan, &findings))
}

fn check_rows(desk: &Desk<'_>, plan: &Plan, findings: &[Finding]) -> Vec<Vec<Cell>> {
    let mut n_offered = 0;
    let row = |finding: &Finding| {
        let can_be_waived = is_open(plan, finding) && n_offered < OFFERED_MOST;
        n_offered += usize::from(can_be_waived);
        let act = if can_be_waived { waive_cell(desk, plan, finding) } else { Cell::Empty };
        let mut row = check_row(desk, plan, finding);
        row.push(act);
        row
    };
    findings.iter().map(row).collect()
}

fn check_row(desk: &Desk<'_>, plan: &Plan, finding: &Finding) -> Vec<Cell> {
    let kind = finding.reference.kind;
    let is_waived = finding.outcome.verdict.is_failure() && plan.is_waived(finding);
    let waiver = plan.waivers.get(&finding.reference).filter(|_| is_waived);
    let is_within = desk.is_within(plan);
    vec![
        Cell::from(kind.code()),
        Cell::from(kind.words()),
        Cell::from(finding.reference.subject.as_str()),
        verdict_cell(finding.outcome.verdict, is_waived),
        Cell::from(margin_words(plan, finding)),
        waiver.map_or(Cell::Empty, |waiver| decision_cell(desk, &waiver.decision)),
        waiver.map_or(Cell::Empty, |waiver| desk.text(is_within, &waiver.reason)),
    ]
}

/// The form that waives a failed check, for whoever may.
fn waive_cell(desk: &Desk<'_>, plan: &Plan, finding: &Finding) -> Cell {
    let thing = Thing::Check(plan.id.clone(), finding.reference.clone());
    if !desk.lens.offers(ActKind::Waive, &thing) {
        return Cell::Empty;
    }
    let address = Address::new(format!("/plans/{}/waive", plan.id)).with("check", finding.reference.kind.slug());
    Cell::link("Waive it", address.with("of", finding.reference.subject.clone()).href())
}

/// The figures that checks compare, line by line.
fn compared(desk: &Desk<'_>, plan: &Plan, findings: &[Finding]) -> Table {
    let is_within = desk.is_within(plan);
    let merged = plan.version().map(|version| &version.merged);
    let row = |finding: &Finding, line: &OneLine| {
        let first = [Cell::from(finding.reference.kind.code()), Cell::from(finding.reference.subject.as_str())];
        let value = line.origin.value().map_or(Cell::Empty, |value| value_cell(value, is_within));
        let rest = [line_cell(plan, line), Cell::from(line.key.as_str()), value];
        first.into_iter().chain(rest).collect::<Vec<Cell>>()
    };
    let rows = findings.iter().flat_map(|finding| {
        finding.keys.iter().filter_map(move |key| merged?.line(key)).map(move |line| row(finding, line))
    });
    Table {
        caption: "The figures that are compared".to_owned(),
        columns: vec![
            Column::new("check", "Check", Kind::Code),
            Column::new("subject", "Of what", Kind::Text),
            Column::new("lineage", "Line", Kind::Link),
            Column::new("key", "What the line is about", Kind::Text),
            Column::new("value", "What it says", Kind::Number),
        ],
        rows: rows.collect(),
        source: SOURCE.to_owned(),
        notes: Vec::new(),
    }
}
