//! `gp-reg-pat-prac-map`: practice → network → commissioner → system → region, in both code systems.

use super::ons::{care_board, once, partnership};
use crate::error::ImportError;
use crate::reading::Taking;
use crate::restating::whole_day_of;
use crate::table::{Column, Fault, Header, Row, Rows};
use crate::text::Text;
use register::{BodyKind, BodyRef, Fact, FindingKind, Released, Series, Tie};
use std::collections::HashSet;
use terms::{Date, GssCode, OdsCode, Period};

/// The headings by which the file is known.
pub(crate) const HEADINGS: [&str; 3] = ["extractdate", "practicecode", "commregioncode"];

/// The network code of a practice that is in none.
const UNALLOCATED: &str = "U";

/// A level of the map: its ODS code, GSS code and name.
struct Level {
    code: Column,
    gss: Column,
    name: Column,
}

struct Columns {
    on: Column,
    practice: Column,
    practice_name: Column,
    network: Option<(Column, Column)>,
    commissioner: Level,
    system: Level,
    region: Level,
}

impl Columns {
    fn of(header: &Header, file: &str) -> Result<Self, ImportError> {
        let need = |headings| header.need(headings, file, Series::PracticeMap);
        Ok(Self {
            on: need(&["extractdate"])?,
            practice: need(&["practicecode"])?,
            practice_name: need(&["practicename"])?,
            network: header.find(&["pcncode"]).zip(header.find(&["pcnname"])),
            // Commissioners and systems have been renamed; the columns with them.
            commissioner: Level {
                code: need(&["ccgcode", "subicblocationcode"])?,
                gss: need(&["onsccgcode", "onssubicblocationcode"])?,
                name: need(&["ccgname", "subicblocationname"])?,
            },
            system: Level {
                code: need(&["stpcode", "icbcode"])?,
                gss: need(&["onsstpcode", "onsicbcode"])?,
                name: need(&["stpname", "icbname"])?,
            },
            region: Level {
                code: need(&["commregioncode"])?,
                gss: need(&["onscommregioncode"])?,
                name: need(&["commregionname"])?,
            },
        })
    }
}

pub(crate) fn take(text: &Text<'_>, taking: &mut Taking<'_>) -> Result<(), ImportError> {
    let mut rows = Rows::new(text);
    let Some(header) = rows.next().map(Header::of) else { return Ok(()) };
    let columns = Columns::of(&header, taking.file)?;
    let mut told = HashSet::new();
    let (mut released, mut unallocated) = (None, 0);
    while let Some(row) = rows.next() {
        taking.row(row.line, |facts| {
            let on = extract_day(row, &columns.on)?;
            released = Some(Released(on.into()));
            // Every cell is read before anything is told: what is told once must not be lost with a bad row.
            let levels = Levels::of(row, &columns)?;
            unallocated += usize::from(practice(row, &columns, &mut told, facts)?);
            above(levels, &columns, &mut told, facts);
            Ok(())
        });
    }
    taking.released = released;
    if unallocated > 0 {
        let detail = format!("{unallocated} practices are in no network; the file gives them the code {UNALLOCATED}");
        taking.note(FindingKind::Unmatched, UNALLOCATED, detail);
    }
    Ok(())
}

/// A practice with its network and commissioner; true when it is in no network.
fn practice(
    row: Row<'_>,
    columns: &Columns,
    told: &mut HashSet<OdsCode>,
    facts: &mut Vec<Fact>,
) -> Result<bool, Fault> {
    let code = row.ods(&columns.practice)?;
    let commissioner = row.ods(&columns.commissioner.code)?;
    facts.push(Fact::Acted { code, kind: BodyKind::Practice, period: Period::ALWAYS });
    facts.push(Fact::Named { code, name: row.text(&columns.practice_name).into(), period: Period::ALWAYS });
    let tied = |tie, parent| Fact::Tied { child: code, tie, parent: BodyRef::Ods(parent), period: Period::ALWAYS };
    facts.push(tied(Tie::Commissioner, commissioner));
    let Some((network, name)) = &columns.network else { return Ok(false) };
    if row.text(network) == UNALLOCATED {
        return Ok(true);
    }
    let network = row.ods(network)?;
    facts.push(tied(Tie::Network, network));
    // A network's own commissioner is not stated: some have practices under two.
    once(told, network, || {
        facts.push(Fact::Acted { code: network, kind: BodyKind::Network, period: Period::ALWAYS });
        facts.push(Fact::Named { code: network, name: row.text(name).into(), period: Period::ALWAYS });
    });
    Ok(false)
}

/// What a row says of the three levels above a practice.
struct Levels {
    commissioner: (OdsCode, GssCode, Box<str>),
    system: (OdsCode, GssCode, Box<str>),
    region: (OdsCode, GssCode, Box<str>),
}

impl Levels {
    fn of(row: Row<'_>, columns: &Columns) -> Result<Self, Fault> {
        let read = |level: &Level| -> Result<(OdsCode, GssCode, Box<str>), Fault> {
            Ok((row.ods(&level.code)?, row.gss(&level.gss)?, row.text(&level.name).into()))
        };
        Ok(Self {
            commissioner: read(&columns.commissioner)?,
            system: read(&columns.system)?,
            region: read(&columns.region)?,
        })
    }
}

/// The commissioner in its system and the system in its region, each told once.
fn above(levels: Levels, columns: &Columns, told: &mut HashSet<OdsCode>, facts: &mut Vec<Fact>) {
    let (commissioner, commissioner_gss, commissioner_name) = levels.commissioner;
    let (system, system_gss, system_name) = levels.system;
    let (region, region_gss, region_name) = levels.region;
    let tied = |child, tie, parent| Fact::Tied { child, tie, parent: BodyRef::Ods(parent), period: Period::ALWAYS };
    once(told, commissioner, || {
        let locations = columns.commissioner.code.name.starts_with("SUB");
        let kind = if locations { BodyKind::SubIcbLocation } else { BodyKind::CommissioningGroup };
        facts.push(Fact::Acted { code: commissioner, kind, period: Period::ALWAYS });
        facts.push(Fact::Named { code: commissioner, name: commissioner_name, period: Period::ALWAYS });
        facts.push(Fact::Identified { code: commissioner, gss: commissioner_gss });
        facts.push(tied(commissioner, Tie::System, system));
    });
    once(told, system, || {
        let boards = columns.system.code.name.starts_with("ICB");
        facts.push(if boards { care_board(system) } else { partnership(system) });
        facts.push(Fact::Named { code: system, name: system_name, period: Period::ALWAYS });
        facts.push(Fact::Identified { code: system, gss: system_gss });
        facts.push(tied(system, Tie::Region, region));
    });
    once(told, region, || {
        facts.push(Fact::Acted { code: region, kind: BodyKind::Region, period: Period::ALWAYS });
        facts.push(Fact::Named { code: region, name: region_name, period: Period::ALWAYS });
        facts.push(Fact::Identified { code: region, gss: region_gss });
    });
}

/// The day of an extract, which is written `01JAN2021`, `01Jan2022`, `01-Sep-20`, `2026-08-01` or `01/08/2026` (day first).
pub(super) fn extract_day(row: Row<'_>, column: &Column) -> Result<Date, Fault> {
    let text = row.text(column);
    named_month(text).or_else(|| whole_day_of(text)).ok_or_else(|| {
        let such = "01JAN2021, 01-Jan-21, 2021-01-01 or 01/01/2021";
        row.fault(column, format!("`{text}` is not the date of an extract, such as {such}"))
    })
}

fn named_month(text: &str) -> Option<Date> {
    let plain = text.replace('-', "").to_ascii_lowercase();
    let (day, rest) = plain.split_at_checked(2)?;
    let (month, year) = rest.split_at_checked(3)?;
    let month = terms::month_of(month)?;
    let year = match year.len() {
        2 => 2000 + year.parse::<i16>().ok()?,
        4 => year.parse().ok()?,
        _ => return None,
    };
    Date::new(year, month, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_an_extract_date_is_read() {
        for text in ["01JAN2021", "01Jan2021", "01-Jan-21", "01-Jan-2021"] {
            assert_eq!(named_month(text), Some(Date::constant(2021, 1, 1)), "{text}");
        }
        for text in ["", "1JAN2021", "01JANU2021", "31FEB2021", "01XXX2021", "01JAN1"] {
            assert_eq!(named_month(text), None, "{text}");
        }
    }
}
