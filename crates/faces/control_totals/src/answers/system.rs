//! A system against its control total: its members side by side, what they moved, what they pay each other, and their duties.

use ask::{Cell, Colour, Kind, Table};
use mandate::Duty;
use money::totals::{AmendmentRecord, BodyForecast, Unanswered};
use money::{Contract, FinancialDuty, Level, Membership, Sides};
use std::collections::{BTreeMap, BTreeSet};
use terms::{OdsCode, Pence, TooLarge};

use super::basis::{Basis, SystemMonth, table, year_in_address};

/// The systems on record, with the years that have control totals.
pub fn systems(basis: &Basis<'_>) -> Table {
    let rows = basis.room.systems().into_iter().map(|system| {
        let members: BTreeSet<OdsCode> = basis.room.memberships_in(system).map(|held| held.body).collect();
        let years = basis.room.years_of_system(system);
        let latest = years.last();
        let total = latest.and_then(|year| {
            let last = terms::FinancialMonth::of(year.last_day());
            basis.room.notified_totals(system, *year, last).and_then(|totals| totals.system()).ok()
        });
        vec![
            Cell::link(system.to_string(), format!("/control-totals/{system}")),
            basis.name(system),
            naming::count(members.len() as u64),
            years.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ").into(),
            total.into(),
        ]
    });
    let columns = [
        ("system", "System", Kind::Link),
        ("name", "Called", Kind::Text),
        ("members", "Members ever", Kind::Number),
        ("years", "Years with control totals", Kind::Text),
        ("total", "Notified total of the last of them", Kind::Money),
    ];
    Table {
        notes: vec!["A deficit is negative.".to_owned()],
        ..table("Systems with control totals", basis.source(), &columns, rows)
    }
}

/// The bodies for which whoever looks decides today, each with its year and the file by which it reports.
pub fn own_bodies(basis: &Basis<'_>) -> Option<Table> {
    let decides = basis.reader.duties().0.iter().filter_map(|duty| match duty {
        Duty::DecideFor(body) => Some(*body),
        Duty::KeepRegister
        | Duty::KeepPeople(_)
        | Duty::KeepScheme(_)
        | Duty::KeepMandates(_)
        | Duty::Convene(_)
        | Duty::Chair(_)
        | Duty::Speak(_)
        | Duty::Represent(..)
        | Duty::ReadConfidential(_)
        | Duty::AnswerQuestions(_)
        | Duty::SettleWhoPays(_)
        | Duty::KeepMoney(_)
        | Duty::Audit => None,
    });
    let bodies: BTreeSet<OdsCode> = decides.collect();
    if bodies.is_empty() {
        return None;
    }
    let rows = bodies.into_iter().map(|body| {
        let year = format!("/organisations/{body}/financial-year");
        let last = basis.room.years_of_body(body).last().and_then(|year| {
            basis.room.last_month(body, *year).map(|month| format!("{month} of {year}"))
        });
        vec![
            naming::code_cell(body),
            basis.name(body),
            last.into(),
            Cell::link("Plan and reports", year.clone()),
            Cell::link("Report months from a file", format!("{year}/months")),
        ]
    });
    let columns = [
        ("body", "Body", Kind::Link),
        ("name", "Called", Kind::Text),
        ("reported", "Reported to", Kind::Text),
        ("year", "Its year", Kind::Link),
        ("months", "Its months", Kind::Link),
    ];
    Some(table("Your bodies", basis.source(), &columns, rows))
}

/// What of a member, or of the system, stands in one row.
struct Row<'a> {
    code: Cell,
    name: Cell,
    membership: Option<&'a Membership>,
    notified: Option<Pence>,
    total: Option<Pence>,
    forecast: Option<BodyForecast>,
    last_move: String,
}

impl Row<'_> {
    fn cells(self) -> Vec<Cell> {
        let moved = self.total.zip(self.notified).and_then(|(total, notified)| total.minus(notified).ok());
        let mut cells = vec![
            self.code,
            self.name,
            self.membership.map(|held| held.side.words()).into(),
            self.membership.map(|held| held.share.to_string()).into(),
            self.notified.into(),
            moved.into(),
            self.total.into(),
        ];
        match &self.forecast {
            Some(held) => cells.extend([
                year_plan(held).ok().into(),
                held.run_rates.plan_to_date.into(),
                held.run_rates.actual_to_date.into(),
                held.run_rates.variance_to_date.into(),
                held.reported.position.into(),
                held.reported.variance.into(),
                level_cell(held.level),
            ]),
            None => cells.extend([(); 7].map(|()| Cell::Empty)),
        }
        cells.push(self.last_move.into());
        cells
    }
}

/// What the year was planned to come to: the run rate by the plan less what was reported, with what was planned to date.
fn year_plan(held: &BodyForecast) -> Result<Pence, TooLarge> {
    held.run_rates.plan.minus(held.run_rates.variance_to_date)
}

/// A level of alarm with its colour.
pub(super) fn level_cell(level: Level) -> Cell {
    let colour = match level {
        Level::None => Colour::Green,
        Level::Watch => Colour::Orange,
        Level::Propose => Colour::Red,
    };
    Cell::Tagged { text: level.words().to_owned(), colour }
}

/// One row for each member and one for the system: its control total as notified and as moved, its plan, position and forecast. What is
/// not for whoever looks stands like what was not reported.
///
/// # Errors
/// [`Unanswered`] when a figure does not fit.
pub fn system_totals(basis: &Basis<'_>, at: SystemMonth) -> Result<Table, Unanswered> {
    let SystemMonth { system, year, month } = at;
    let is_open = basis.reader.sees_system(system);
    let notified = basis.room.notified_totals(system, year, month)?;
    let totals = if is_open { basis.room.control_totals(system, year, month)? } else { notified.clone() };
    let forecast = if is_open { basis.room.system_forecast(system, year, month).ok() } else { None };
    let members = basis.room.members(system, month.first_day(year));
    let bodies: BTreeSet<OdsCode> = members.keys().chain(totals.0.keys()).copied().collect();
    let of_body = |body: OdsCode| {
        let held = forecast.as_ref().and_then(|held| held.bodies.iter().find(|held| held.body == body));
        Row {
            code: Cell::link(body.to_string(), body_href(body, at)),
            name: basis.name(body),
            membership: members.get(&body).copied(),
            notified: notified.0.get(&body).copied(),
            total: totals.0.get(&body).copied(),
            forecast: held.cloned(),
            last_move: if is_open { last_move(basis, at, body) } else { String::new() },
        }
    };
    let mut rows: Vec<Vec<Cell>> = bodies.iter().map(|body| of_body(*body).cells()).collect();
    let whole = Row {
        code: Cell::link(system.to_string(), at.href("forecast")),
        name: "The system, all members together".into(),
        membership: None,
        notified: Some(notified.system()?),
        total: Some(totals.system()?),
        forecast: forecast.as_ref().and_then(|held| held.whole.clone()),
        last_move: String::new(),
    };
    rows.push(whole.cells());
    let mut notes = vec![
        "A deficit is negative, and so is a variance that is worse. Positions are before support and with risk shares.".to_owned(),
        "Commissioners and providers are added up to one total: what one pays the other earns.".to_owned(),
    ];
    notes.extend(forecast.iter().flat_map(|held| &held.gaps).map(|gap| format!("Not in the system’s row: {gap}.")));
    Ok(Table {
        notes,
        ..table(format!("Control totals in {}", at.words()), basis.source(), &COLUMNS, rows.into_iter())
    })
}

const COLUMNS: [(&str, &str, Kind); 15] = [
    ("body", "Body", Kind::Link),
    ("name", "Called", Kind::Text),
    ("side", "Side", Kind::Text),
    ("share", "Share that counts", Kind::Text),
    ("notified", "Control total notified", Kind::Money),
    ("moved", "Moved since", Kind::Money),
    ("total", "Control total", Kind::Money),
    ("plan", "Plan for the year", Kind::Money),
    ("plan_to_date", "Plan to date", Kind::Money),
    ("actual_to_date", "To date", Kind::Money),
    ("variance_to_date", "Variance to date", Kind::Money),
    ("forecast", "Forecast for the year", Kind::Money),
    ("variance", "Forecast against the control total", Kind::Money),
    ("level", "What follows", Kind::Text),
    ("last_move", "Last move", Kind::Text),
];

/// The page of a body's forecast in the system.
pub(super) fn body_href(body: OdsCode, at: SystemMonth) -> String {
    let (year, month) = (year_in_address(at.year), at.month.number());
    format!("/organisations/{body}/forecast?system={}&year={year}&month={month}", at.system)
}

/// The last move of a body's control total, and who signed it.
fn last_move(basis: &Basis<'_>, at: SystemMonth, body: OdsCode) -> String {
    let moved = basis.room.amendments().filter(|held| is_in(held, at));
    let touches = |held: &&AmendmentRecord| {
        held.amendment.deltas.iter().any(|(of, delta)| *of == body && *delta != Pence::NOUGHT)
    };
    let last = moved.filter(touches).max_by_key(|held| (held.amendment.month, held.stamp.entry));
    last.map_or_else(String::new, |held| {
        format!("in {}, signed by {}", held.amendment.month, signed_by(held))
    })
}

fn is_in(held: &AmendmentRecord, at: SystemMonth) -> bool {
    (held.system, held.amendment.year) == (at.system, at.year) && held.amendment.month <= at.month
}

fn signed_by(held: &AmendmentRecord) -> String {
    held.amendment.signatures.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// What members moved between them in a year, one row for each body it changed; nothing for whoever is not of the system.
pub fn movements(basis: &Basis<'_>, at: SystemMonth) -> Table {
    let is_open = basis.reader.sees_system(at.system);
    let held = basis.room.amendments().filter(|held| is_open && is_in(held, at));
    let rows = held.flat_map(|held| {
        held.amendment.deltas.iter().map(|(body, delta)| {
            vec![
                held.id.to_string().into(),
                i64::from(held.amendment.month.number()).into(),
                naming::code_cell(*body),
                basis.name(*body),
                (*delta).into(),
                signed_by(held).into(),
                held.reason.to_string().into(),
                held.stamp.on.into(),
                Cell::link(held.stamp.entry.to_string(), format!("/entries/{}", held.stamp.entry)),
            ]
        })
    });
    let columns = [
        ("move", "Move", Kind::Code),
        ("month", "In month", Kind::Number),
        ("body", "Body", Kind::Link),
        ("name", "Called", Kind::Text),
        ("gains", "Gains", Kind::Money),
        ("signed_by", "Signed by", Kind::Text),
        ("reason", "Reason", Kind::Text),
        ("on", "Recorded on", Kind::Date),
        ("entry", "Entry", Kind::Link),
    ];
    Table {
        notes: vec!["What one body gains another gives: each move adds up to nought.".to_owned()],
        ..table("What members moved between them", basis.source(), &columns, rows)
    }
}

/// The contracts inside a system, each with what both sides say, and the system's figures without them.
///
/// # Errors
/// [`Unanswered`] when a figure does not fit, or a member reported no income and expenditure.
pub fn contracts(basis: &Basis<'_>, at: SystemMonth) -> (Table, Result<Table, Unanswered>) {
    let SystemMonth { system, year, month } = at;
    let members = basis.room.members(system, month.first_day(year));
    let is_open = basis.reader.sees_system(system);
    let is_inside = |contract: &Contract| {
        is_open && members.contains_key(&contract.commissioner) && members.contains_key(&contract.provider)
    };
    let sides: BTreeMap<Contract, Sides> = basis.room.sides(year, month);
    let rows = sides.into_iter().filter(|(contract, _)| is_inside(contract)).map(|(contract, sides)| {
        let says = |side: Option<Pence>| side.unwrap_or(Pence::NOUGHT);
        let mismatch = says(sides.commissioner).minus(says(sides.provider)).ok();
        vec![
            naming::code_cell(contract.commissioner),
            basis.name(contract.commissioner),
            naming::code_cell(contract.provider),
            basis.name(contract.provider),
            sides.commissioner.into(),
            sides.provider.into(),
            mismatch.into(),
        ]
    });
    let columns = [
        ("commissioner", "Commissioner", Kind::Link),
        ("commissioner_name", "Called", Kind::Text),
        ("provider", "Provider", Kind::Link),
        ("provider_name", "Called", Kind::Text),
        ("paid", "The commissioner says", Kind::Money),
        ("earned", "The provider says", Kind::Money),
        ("mismatch", "Mismatch", Kind::Money),
    ];
    let inside = Table {
        notes: vec![
            "A side that says nothing counts as nought. A mismatch is shown and never settled here.".to_owned(),
        ],
        ..table(format!("Contracts inside the system to {}", at.words()), basis.source(), &columns, rows)
    };
    (inside, consolidation(basis, at, is_open))
}

/// A system's income and expenditure without what its members pay each other.
fn consolidation(basis: &Basis<'_>, at: SystemMonth, is_open: bool) -> Result<Table, Unanswered> {
    let SystemMonth { system, year, month } = at;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    if is_open {
        let held = basis.room.consolidation(system, year, month)?;
        for (what, amount) in [
            ("Income from outside the system", held.external_income),
            ("Expenditure outside the system", held.external_expenditure),
            ("Mismatch of contracts inside", held.mismatch),
            ("Position of all members together", held.position),
        ] {
            rows.push(vec![what.into(), amount.into()]);
        }
    }
    let columns = [("what", "What", Kind::Text), ("amount", "To date", Kind::Money)];
    Ok(Table {
        notes: vec![
            "Income less expenditure is the position and the mismatch together: each contract inside is left out once on each \
             side, as that side has it."
                .to_owned(),
        ],
        ..table("The system without what its members pay each other", basis.source(), &columns, rows.into_iter())
    })
}

/// The duties of a system and its bodies, tested by the year to date, each with its margin; nothing for whoever is not of the system.
///
/// # Errors
/// [`Unanswered`] when no regime is known for the month or a figure does not fit.
pub fn duties(basis: &Basis<'_>, at: SystemMonth) -> Result<Table, Unanswered> {
    let tests = if basis.reader.sees_system(at.system) {
        basis.room.duty_tests(at.system, at.year, at.month)?
    } else {
        Vec::new()
    };
    let rows = tests.into_iter().map(|test| {
        let (text, colour) = if test.is_kept() { ("Kept", Colour::Green) } else { ("Missed", Colour::Red) };
        let duty = match test.duty {
            FinancialDuty::Trust(body) => format!("{} breaks even by itself", basis.called(body)),
            other => ask::sentence(&other.to_string()),
        };
        vec![duty.into(), test.margin.into(), Cell::Tagged { text: text.to_owned(), colour }]
    });
    let columns =
        [("duty", "Duty", Kind::Text), ("margin", "Margin", Kind::Money), ("kept", "Kept?", Kind::Text)];
    Ok(Table {
        notes: vec![
            "A margin below nought is by how much the duty is missed. What is not reported is not tested.".to_owned(),
        ],
        ..table(format!("Financial duties by {}", at.words()), basis.source(), &columns, rows)
    })
}
