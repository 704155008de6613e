//! The ledger of the demonstration: what NHS England gave the board of Buckinghamshire, Oxfordshire and Berkshire West, as
//! published, and how Oxfordshire's money of 2017/18 moved on the plan that the seven groups made one. The published figures are
//! true and lead to their cells; every transfer is made up, and the notice it rests on says so.

use crate::act::Who;
use crate::demo::{SOURCE, TODAY};
use crate::footprint::{AppError, Footprint};
use crate::rooms::Act;
use mandate::{Act as Mandate, Actor, Instrument, InstrumentKind};
use money::{
    Account, AccountKind, Act as Ledger, AllocationTable, AmountCell, Cell, CellAddress, Keeper, Limit, Link,
    PrintedAmount, PrintedLine, PrintedRate, PrintedWaterfall, PublishedAllocation, References, Strictness, Submission,
    Working,
};
use std::fmt::Display;
use std::str::FromStr;
use terms::{Date, FigureUnit, FinancialYear, Pence, Period};

/// The figures of one board, cell by cell.
const FIGURES: &str = include_str!("bob_allocations.tsv");
/// The workbook they stand in, and the hash of its bytes.
const WORKBOOK: (&str, &str) =
    ("nhs_allocations_2023-25.xlsx", "04388f69fb2cbbfe65b29f73c26305930c947584d8afa7e0ab7cf5ab80e4040b");
/// The board.
const BOARD: &str = "QU9";
/// The vintage, and a later version that is made up so that two can be held side by side.
const VINTAGES: [&str; 2] = ["icb-allocations-2023-25-v1.2", "icb-allocations-2023-25-made-up"];

/// Whose money moves: Oxfordshire, by its director of finance.
const BODY: &str = "10Q";
const OFFICER: &str = "person-f2";
/// Who gives it.
const GIVER: &str = "Y59";
const NOTICE: &str = "notice-of-allotment-2017";

/// The transfers, in order: the last digit of the identity, kind, code, from, to, pounds, day, plan line, the reservation it resolves.
/// What rests on no plan line rests on the notice alone.
const TRANSFERS: &[[&str; 9]] = &[
    ["1", "single", "ALLOT", "SOURCE", "", "600000000", "2017-04-01", "", ""],
    ["2", "single", "ALLOT", "SOURCE", "", "214000000", "2017-10-02", "", ""],
    ["3", "single", "SPEND", "", "SPENT", "207500000", "2017-09-29", "P-OXON:O1", ""],
    ["4", "pending", "COMMIT", "", "SPENT", "355000000", "2017-04-03", "P-OXON:O2", ""],
    ["5", "post", "", "", "", "177500000", "2017-09-29", "", "4"],
    ["7", "single", "ALLOT", "SOURCE", "", "26000000", "2018-01-02", "", ""],
    ["6", "pending", "RETURN", "", "SOURCE", "20000000", "2018-01-05", "", ""],
];

/// Records it all: the published figures by the keeper, the transfers by the officer on their own days.
///
/// # Errors
/// When the journal fails, or a part of it is recorded already.
pub(super) async fn keep(footprint: &Footprint) -> Result<(), AppError> {
    for made_up in [false, true] {
        enter(footprint, TODAY, Actor::Keeper, Act::Money(Ledger::ImportAllocations(table(made_up)?))).await?;
    }
    let opened = Date::constant(2017, 3, 20);
    let notice = Instrument {
        id: p(NOTICE)?,
        kind: InstrumentKind::Resolution,
        title: "Notice of allotment for 2017/18 (made up)".to_owned(),
        body: Some(p(BODY)?),
        rests_on: Some(p("nhs-act-2006")?),
        period: Period::from_days(Some(opened), None),
        reference: None,
    };
    enter(footprint, opened, Actor::Keeper, Act::Mandate(Mandate::MakeInstrument { instrument: notice })).await?;
    for (body, kind) in [
        (GIVER, AccountKind::Source),
        (BODY, AccountKind::Allocation),
        (BODY, AccountKind::Reserve),
        (BODY, AccountKind::Spent),
    ] {
        enter(footprint, opened, Actor::Keeper, Act::Money(Ledger::OpenAccount(account(body, kind)?))).await?;
    }
    let officer = || Ok::<_, AppError>(Actor::Person(p(OFFICER)?));
    for written in TRANSFERS {
        if !stands(footprint, written)? {
            continue;
        }
        let submission = submission(written)?;
        let (keeper, strictness) = (Keeper::Body(p(BODY)?), Strictness::AllOrNone);
        let day = p(written[6])?;
        let act = Ledger::RecordTransfers { keeper, submissions: vec![submission], strictness };
        enter(footprint, day, officer()?, Act::Money(act)).await?;
    }
    let words = "Made up: a second ward is open on Saturdays.".to_owned();
    let act = Ledger::SetMilestone { pending: p(&id("6"))?, words };
    enter(footprint, Date::constant(2018, 1, 5), officer()?, Act::Money(act)).await
}

/// Whether the plan line that a transfer rests on is on record, or that of the reservation it resolves: the demonstration’s plans are
/// told by their own part.
fn stands(footprint: &Footprint, written: &[&str; 9]) -> Result<bool, AppError> {
    let [_, _, _, _, _, _, day, line, pending] = *written;
    let known = footprint.known();
    if !pending.is_empty() {
        return Ok(known.state.money().now().transfer(p(&id(pending))?).is_some());
    }
    Ok(line.is_empty() || known.state.plan_line(&p(line)?, p(day)?).is_some())
}

async fn enter(footprint: &Footprint, on: Date, actor: Actor, act: Act) -> Result<(), AppError> {
    let who = Who::Entered { keeper: SOURCE.to_owned(), actor, on };
    footprint.act(&who, act).await.map(drop)
}

/// Reads an identity, a code or a figure.
fn p<T: FromStr<Err: Display>>(text: &str) -> Result<T, AppError> {
    text.parse().map_err(|error: T::Err| AppError::Failed(format!("the demonstration's `{text}`: {error}")))
}

fn id(last: &str) -> String {
    format!("2017{last:0>28}")
}

/// The account of a kind, by its ending.
fn account_id(end: &str) -> String {
    match end {
        "SOURCE" => format!("{GIVER}/CORE/2017/SOURCE"),
        "" => format!("{BODY}/CORE/2017"),
        end => format!("{BODY}/CORE/2017/{end}"),
    }
}

fn account(body: &str, kind: AccountKind) -> Result<Account, AppError> {
    let year: FinancialYear = p("2017/18")?;
    let (end, limit) = match kind {
        AccountKind::Source => ("SOURCE", Limit::Unlimited),
        AccountKind::Allocation => ("", Limit::Limited),
        AccountKind::Reserve => ("RESERVE", Limit::Limited),
        AccountKind::Spent => ("SPENT", Limit::Unlimited),
    };
    Ok(Account {
        id: p(&account_id(end))?,
        body: p(body)?,
        fund: p("CORE")?,
        year,
        kind,
        limit,
        opened_on: year.first_day(),
        closed_on: Some(year.last_day()),
    })
}

fn submission(written: &[&str; 9]) -> Result<Submission, AppError> {
    let [last, kind, code, from, to, pounds, day, line, pending] = *written;
    let resolves = !pending.is_empty();
    let given = |text: &str| if resolves { String::new() } else { account_id(text) };
    let is_by_notice = line.is_empty() && !resolves;
    let (decision, mandate) = match (resolves, is_by_notice) {
        (true, _) => (String::new(), ""),
        (false, true) => (NOTICE.to_owned(), ""),
        (false, false) => (format!("plan-2017-adopted/{BODY}"), "10q-services"),
    };
    let amount = Pence::not_negative(pounds)
        .map_err(|error| AppError::Failed(format!("the demonstration's transfer {last}: {error}")))?;
    Ok(Submission {
        id: Cell::Value(p(&id(last))?),
        kind: Cell::Value(p(kind)?),
        debit: Cell::read(&given(from)),
        credit: Cell::read(&given(to)),
        amount: AmountCell::Value(amount),
        pending: if resolves { Cell::Value(p(&id(pending))?) } else { Cell::Blank },
        expires_on: Cell::Blank,
        link: Link::Last,
        code: Cell::read(code),
        valid_on: Cell::Value(p(day)?),
        decision: Cell::read(&decision),
        mandate: Cell::read(mandate),
        plan_line: Cell::read(line),
    })
}

/// A figure of the file: of which allocation it is, its part there, and the cell.
struct Figure<'t> {
    fund: &'t str,
    year: &'t str,
    part: &'t str,
    name: &'t str,
    cell: CellAddress,
    unit: &'t str,
    text: &'t str,
}

impl<'t> Figure<'t> {
    fn read(line: &'t str) -> Result<Self, AppError> {
        let cells: Vec<&str> = line.split('\t').collect();
        let [fund, year, part, name, sheet, row, column, unit, text] = cells[..] else {
            return Err(AppError::Failed(format!("the demonstration's figure `{line}` has {} cells", cells.len())));
        };
        let cell = CellAddress { sheet: sheet.to_owned(), row: p(row)?, column: p(column)? };
        Ok(Self { fund, year, part, name, cell, unit, text })
    }

    fn amount(&self) -> Result<PrintedAmount, AppError> {
        let unit: FigureUnit = p(self.unit)?;
        let amount = Pence::from_figure(self.text, unit)
            .map_err(|error| AppError::Failed(format!("the demonstration's {}: {error}", self.name)))?;
        Ok(PrintedAmount { amount, text: self.text.to_owned(), unit, cell: self.cell.clone() })
    }

    fn rate(&self) -> Result<PrintedRate, AppError> {
        Ok(PrintedRate { rate: p(self.text)?, text: self.text.to_owned(), cell: self.cell.clone() })
    }
}

/// The published table; made up, one whose running costs are a tenth less, as a later version might have them.
fn table(made_up: bool) -> Result<AllocationTable, AppError> {
    let lines = FIGURES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let figures: Vec<Figure<'_>> = lines.map(Figure::read).collect::<Result<_, _>>()?;
    let mut rows: Vec<PublishedAllocation> = Vec::new();
    let of_same = |one: &Figure<'_>, two: &Figure<'_>| (one.fund, one.year) == (two.fund, two.year);
    for group in figures.chunk_by(of_same) {
        rows.push(allocation(group)?);
    }
    let [published, later] = VINTAGES;
    let (source_name, source_hash) = if made_up {
        for row in rows.iter_mut().filter(|row| row.working == Working::Amount) {
            row.recurrent.amount.0 = row.recurrent.amount.0 / 10 * 9;
            row.recurrent.text = "made up".to_owned();
        }
        ("a later version (made up)".to_owned(), "0".repeat(64))
    } else {
        (WORKBOOK.0.to_owned(), WORKBOOK.1.to_owned())
    };
    let vintage = p(if made_up { later } else { published })?;
    Ok(AllocationTable { vintage, source_name, source_hash, rows, sums: Vec::new(), n_unread: 0 })
}

fn allocation(group: &[Figure<'_>]) -> Result<PublishedAllocation, AppError> {
    let of = |part: &str| group.iter().find(|figure| figure.part == part);
    let need = |part: &str| of(part).ok_or_else(|| AppError::Failed(format!("the demonstration has no {part}")));
    let lines = |part: &str| -> Result<Vec<PrintedLine>, AppError> {
        let theirs = group.iter().filter(|figure| figure.part == part);
        theirs.map(|figure| Ok(PrintedLine { name: figure.name.to_owned(), figure: figure.amount()? })).collect()
    };
    let recurrent = need("recurrent")?;
    let working = match of("growth") {
        None => Working::Amount,
        Some(growth) => Working::Waterfall(PrintedWaterfall {
            baseline: lines("baseline")?,
            adjusted: need("adjusted")?.amount()?,
            target: of("target").map(Figure::amount).transpose()?,
            growth: growth.rate()?,
            convergence: need("convergence")?.rate()?,
            additional: lines("additional")?,
            total: of("total").map(Figure::amount).transpose()?,
            distance: of("distance").map(Figure::rate).transpose()?,
            closing_distance: of("closing").map(Figure::rate).transpose()?,
        }),
    };
    Ok(PublishedAllocation {
        body: p(BOARD)?,
        year: p(recurrent.year)?,
        fund: p(recurrent.fund)?,
        recurrent: recurrent.amount()?,
        working,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_figures_agree_with_what_is_worked_out_from_them() {
        let table = table(false).unwrap();
        assert_eq!(table.rows.len(), 7);
        assert!(table.findings().is_empty(), "{:?}", table.findings());
        let core = &table.rows[0];
        assert_eq!(core.recurrent.amount, Pence(269_208_100_000));
        assert_eq!(core.recurrent.cell.to_string(), "`ICB Core Allocations 2023-24`, row 34, column K");
    }
}
