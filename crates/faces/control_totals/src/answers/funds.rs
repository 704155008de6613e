//! What is paid by quarter: sustainability funds and deficit support.

use ask::{Cell, Colour, Kind, Table};
use money::totals::{FundAnswer, SupportRecord, SustainabilityFund, Unanswered};
use money::{FundElement, Met, SupportDecision, SupportPosition};
use terms::{FinancialMonth, OdsCode, Pence, Quarter};

use super::basis::{Basis, table};

/// The last month that a body has reported of a year; March where it has reported all or nothing hangs on a month.
fn reported_to(basis: &Basis<'_>, body: OdsCode, year: terms::FinancialYear) -> FinancialMonth {
    basis.room.last_month(body, year).unwrap_or(FinancialMonth::FIRST)
}

/// The sustainability funds that whoever looks may see.
pub fn funds(basis: &Basis<'_>) -> Table {
    let seen = basis.room.funds().filter(|held| basis.reader.opens_sustainability_fund(&held.id));
    let rows = seen.map(|held| {
        let month = reported_to(basis, held.body, held.year);
        let paid = basis.room.fund_payment(held, month).ok();
        let paid = paid.and_then(|answer| answer.payment.cumulative.last().copied());
        vec![
            Cell::link(held.id.to_string(), format!("/sustainability-funds/{}", held.id)),
            naming::code_cell(held.body),
            basis.name(held.body),
            held.system.to_string().into(),
            held.year.to_string().into(),
            held.amount.into(),
            paid.into(),
            held.stamp.on.into(),
        ]
    });
    let columns = [
        ("fund", "Fund", Kind::Link),
        ("body", "Body", Kind::Link),
        ("name", "Called", Kind::Text),
        ("system", "System", Kind::Code),
        ("year", "Financial year", Kind::Text),
        ("amount", "Offered", Kind::Money),
        ("paid", "Paid by what is reported", Kind::Money),
        ("on", "Recorded on", Kind::Date),
    ];
    table("Sustainability funds", basis.source(), &columns, rows)
}

/// What of a fund hangs on what, and what is paid, by element and quarter.
///
/// # Errors
/// [`Unanswered`] when the fund has no weight.
pub fn fund(basis: &Basis<'_>, held: &SustainabilityFund, month: FinancialMonth) -> Result<(Table, Table), Unanswered> {
    let FundAnswer { tests, payment } = basis.room.fund_payment(held, month)?;
    let cells = money::fund_cells(held.amount, &held.scheme)?;
    let rows = cells.iter().map(|cell| {
        let is_met = match &cell.element {
            FundElement::Own => tests.own.get(index(cell.quarter)).copied(),
            FundElement::System => tests.system.get(index(cell.quarter)).copied(),
            FundElement::Access(element) => {
                tests.access.get(element).and_then(|by_quarter| by_quarter.get(index(cell.quarter)).copied())
            }
        };
        vec![
            element_words(&cell.element).into(),
            cell.quarter.words().into(),
            cell.amount.into(),
            is_met.map_or(Cell::Empty, met_cell),
        ]
    });
    let columns = [
        ("element", "What it hangs on", Kind::Text),
        ("quarter", "Quarter", Kind::Text),
        ("amount", "Cell", Kind::Money),
        ("met", "Met?", Kind::Text),
    ];
    let by_element = Table {
        notes: vec![
            "A quarter missed on finance is earned back when the year to date is met later; one missed on access is not.".to_owned(),
            "A quarter that is not over, or not reported, has met nothing yet.".to_owned(),
        ],
        ..table("The fund by what it hangs on", basis.source(), &columns, rows)
    };
    let paid = Quarter::ALL.iter().zip(payment.cumulative).map(|(quarter, paid)| {
        vec![quarter.words().into(), quarter.last_month().last_day(held.year).into(), paid.into()]
    });
    let columns =
        [("quarter", "After", Kind::Text), ("ends", "Which ends on", Kind::Date), ("paid", "Paid in all", Kind::Money)];
    let paid = Table {
        notes: vec!["What is paid is not taken back.".to_owned()],
        ..table(format!("Paid by what is reported to {month}"), basis.source(), &columns, paid)
    };
    Ok((by_element, paid))
}

fn element_words(element: &FundElement) -> String {
    match element {
        FundElement::Own => "Its own control total".to_owned(),
        FundElement::System => "The system’s control total".to_owned(),
        FundElement::Access(element) => format!("Access: {element}"),
    }
}

fn met_cell(met: Met) -> Cell {
    let (text, colour) = match met {
        Met::Yes => ("Met", Colour::Green),
        Met::No => ("Not met", Colour::Grey),
    };
    Cell::Tagged { text: text.to_owned(), colour }
}

fn index(quarter: Quarter) -> usize {
    Quarter::ALL.iter().position(|held| *held == quarter).unwrap_or_default()
}

/// The deficit support that whoever looks may see.
pub fn supports(basis: &Basis<'_>) -> Table {
    let seen = basis.room.supports().filter(|held| basis.reader.opens_support(&held.id));
    let rows = seen.map(|held| {
        let decided = held.decisions.values().filter(|record| record.decision == SupportDecision::Pay).count();
        vec![
            Cell::link(held.id.to_string(), format!("/deficit-support/{}", held.id)),
            Cell::link(held.system.to_string(), format!("/control-totals/{}", held.system)),
            basis.name(held.system),
            held.year.to_string().into(),
            held.amount.into(),
            held.tolerance.into(),
            naming::count(decided as u64),
            held.source.clone().into(),
        ]
    });
    let columns = [
        ("support", "Support", Kind::Link),
        ("system", "System", Kind::Link),
        ("name", "Called", Kind::Text),
        ("year", "Financial year", Kind::Text),
        ("amount", "Offered", Kind::Money),
        ("tolerance", "How far below plan it may be", Kind::Money),
        ("paid", "Quarters decided to be paid", Kind::Number),
        ("source", "Source", Kind::Text),
    ];
    table("Deficit support", basis.source(), &columns, rows)
}

/// A year's support by quarter, and what it comes to.
///
/// # Errors
/// [`Unanswered`] with the first thing that is not on record for the month.
pub fn support(basis: &Basis<'_>, held: &SupportRecord, month: FinancialMonth) -> (Table, Result<Table, Unanswered>) {
    let position = basis.room.support_position(held, month);
    let quarters = quarters(basis, held, position.as_ref().ok());
    (quarters, position.map(|position| outcome(basis, held, &position, month)))
}

fn quarters(basis: &Basis<'_>, held: &SupportRecord, position: Option<&SupportPosition>) -> Table {
    let rows = Quarter::ALL.iter().map(|quarter| {
        let record = held.decisions.get(quarter);
        let of = |position: &SupportPosition| position.cells.get(index(*quarter)).copied();
        let proposed = position.and_then(|held| held.proposals.get(index(*quarter)).copied().flatten());
        vec![
            quarter.words().into(),
            position.and_then(of).into(),
            proposed.map(SupportDecision::words).into(),
            record.map(|record| record.decision.words()).into(),
            record.map(|record| record.reason.to_string()).into(),
            record.map(|record| record.stamp.on).into(),
        ]
    });
    let columns = [
        ("quarter", "Quarter", Kind::Text),
        ("amount", "Part", Kind::Money),
        ("proposed", "Proposed", Kind::Text),
        ("decided", "Decided", Kind::Text),
        ("reason", "Reason", Kind::Text),
        ("on", "On", Kind::Date),
    ];
    Table {
        notes: vec![
            "The first quarter is unconditional. A later one is proposed to be withheld when the system was further below plan \
             after the quarter before than the tolerance. A person decides; an undecided quarter is not received."
                .to_owned(),
        ],
        ..table("Support by quarter", basis.source(), &columns, rows)
    }
}

fn outcome(basis: &Basis<'_>, held: &SupportRecord, position: &SupportPosition, month: FinancialMonth) -> Table {
    let before = position.position.minus(position.paid).unwrap_or(Pence::NOUGHT);
    let rows = [
        ("The system’s reported forecast, before support", before),
        ("Decided to be paid", position.paid),
        ("Not received", position.not_paid),
        ("Position with what is paid", position.position),
    ];
    let rows = rows.into_iter().map(|(what, amount)| vec![what.into(), amount.into()]);
    let columns = [("what", "What", Kind::Text), ("amount", "For the year", Kind::Money)];
    table(format!("What it comes to at {month} of {}", held.year), basis.source(), &columns, rows)
}
