//! The workbook of sustainability and transformation partnerships (STPs): who belonged to each, and which were merged.
//!
//! Three sheets are read. `Current STPs` has a block of rows for each partnership, with a column of commissioners, one of
//! local authorities, one of trusts and one of other partners side by side; its name stands on the first row of the block
//! only. `Closed STP codes` describes merged partnerships, and `Change Log` says into which and when.

use super::ons::{once, partnership};
use crate::error::ImportError;
use crate::gather::SourceFile;
use crate::reading::{Taking, note_row};
use crate::table::{Column, Fault, Header, Row};
use crate::workbook::{Sheet, SheetRow, Workbook};
use register::{BodyKind, BodyRef, Cause, Fact, FindingKind, Series, Tie};
use std::collections::HashSet;
use terms::{OdsCode, Period};

/// The sheet by which the workbook is known, in comparable form.
pub(crate) const SHEET: &str = "currentstps";

pub(crate) fn take(file: &SourceFile, taking: &mut Taking<'_>) -> Result<(), ImportError> {
    let mut workbook = Workbook::open(file)?;
    if let Some(sheet) = workbook.sheet(SHEET)? {
        current(&sheet, taking)?;
    }
    if let Some(sheet) = workbook.sheet("closedstpcodes")? {
        closed(&sheet, taking)?;
    }
    if let Some(sheet) = workbook.sheet("changelog")? {
        mergers(&sheet, taking)?;
    }
    Ok(())
}

/// The header, which stands below a title, and the rows under it.
fn under_header<'s>(
    sheet: &'s Sheet,
    heading: &'static str,
    file: &str,
) -> Result<(Header, impl Iterator<Item = SheetRow<'s>> + use<'s>), ImportError> {
    let mut rows = sheet.rows();
    let header = rows.by_ref().map(|row| Header::of_sheet(&sheet.name, row.row())).find(|header| header.has(heading));
    let missing = || ImportError::ColumnMissing {
        file: file.to_owned(),
        column: heading,
        format: Series::SystemWorkbook.title(),
    };
    Ok((header.ok_or_else(missing)?, rows))
}

/// What describes a partnership on either sheet.
struct Described {
    code: Column,
    gss: Column,
    name: Column,
    region: Column,
}

impl Described {
    fn of(header: &Header, file: &str) -> Result<Self, ImportError> {
        let need = |headings: &[&'static str]| header.need(headings, file, Series::SystemWorkbook);
        Ok(Self {
            code: need(&["odsstpcode"])?,
            gss: need(&["onsstpcode"])?,
            name: need(&["stpname"])?,
            region: need(&["nhsenglandregion", "region"])?,
        })
    }

    /// Says what the first row of a partnership's block says of it.
    fn tell(&self, row: Row<'_>, code: OdsCode, facts: &mut Vec<Fact>) -> Result<(), Fault> {
        facts.push(partnership(code));
        facts.push(Fact::Identified { code, gss: row.gss(&self.gss)? });
        if !row.text(&self.name).is_empty() {
            facts.push(Fact::Named { code, name: row.text(&self.name).into(), period: Period::ALWAYS });
        }
        // `North East and Yorkshire (Y63)`
        if let Some((_, rest)) = row.text(&self.region).rsplit_once('(') {
            let region = rest
                .trim_end_matches(')')
                .parse()
                .map_err(|e: terms::CodeError| row.fault(&self.region, e.to_string()))?;
            let parent = BodyRef::Ods(region);
            facts.push(Fact::Tied { child: code, tie: Tie::Region, parent, period: Period::ALWAYS });
        }
        Ok(())
    }
}

/// The columns of partners: name and code of each kind.
struct Partners {
    group: (Column, Column),
    authority: (Column, Column),
    trust: (Column, Column),
    other: (Column, Column),
}

impl Partners {
    fn of(header: &Header, file: &str) -> Result<Self, ImportError> {
        let need = |heading| header.need(&[heading], file, Series::SystemWorkbook);
        Ok(Self {
            group: (need("ccg")?, need("odsccgcode")?),
            authority: (need("la")?, need("odslacode")?),
            trust: (need("trusts")?, need("odstrustcode")?),
            other: (need("otherhscorgs")?, need("odscode")?),
        })
    }
}

fn current(sheet: &Sheet, taking: &mut Taking<'_>) -> Result<(), ImportError> {
    let (header, rows) = under_header(sheet, "odsstpcode", taking.file)?;
    let (described, columns) = (Described::of(&header, taking.file)?, Partners::of(&header, taking.file)?);
    let (mut told, mut above) = (HashSet::new(), None);
    for sheet_row in rows {
        let row = sheet_row.row();
        taking.row(row.line, |facts| {
            let given = row.maybe_ods(&described.code)?;
            let Some(system) = given.or(above) else {
                return Err(row.fault(&described.code, "no partnership is named here or above"));
            };
            if given.is_none() {
                let detail = format!("names no partnership and is read as one of {system}, the one above");
                note_row(facts, FindingKind::Unmatched, format!("row {}", row.line), detail, row.line);
            }
            above = Some(system);
            if !told.contains(&system) {
                described.tell(row, system, facts)?;
            }
            partners(row, system, &columns, &mut told, facts)?;
            told.insert(system);
            Ok(())
        });
    }
    Ok(())
}

fn partners(
    row: Row<'_>,
    system: OdsCode,
    columns: &Partners,
    told: &mut HashSet<OdsCode>,
    facts: &mut Vec<Fact>,
) -> Result<(), Fault> {
    let group = row.maybe_ods(&columns.group.1)?;
    let trust = row.maybe_ods(&columns.trust.1)?;
    let (authority_name, authority) = (row.text(&columns.authority.0), row.text(&columns.authority.1));
    let authority: Option<OdsCode> = match authority {
        "" => None,
        // The codes are numbers in the sheet and have three digits.
        digits => Some(
            format!("{digits:0>3}")
                .parse()
                .map_err(|error: terms::CodeError| row.fault(&columns.authority.1, error.to_string()))?,
        ),
    };
    if let Some(child) = group {
        let parent = BodyRef::Ods(system);
        facts.push(Fact::Tied { child, tie: Tie::System, parent, period: Period::ALWAYS });
    }
    if let Some(partner) = authority {
        facts.push(Fact::Partnered { system, partner, name: authority_name.into() });
        // A local authority is a partner in every system it reaches into.
        once(told, partner, || {
            facts.push(Fact::Acted { code: partner, kind: BodyKind::LocalAuthority, period: Period::ALWAYS });
            facts.push(Fact::Named { code: partner, name: authority_name.into(), period: Period::ALWAYS });
        });
    } else if !authority_name.is_empty() {
        uncoded(row, system, authority_name, facts);
    }
    if let Some(partner) = trust {
        facts.push(Fact::Partnered { system, partner, name: row.text(&columns.trust.0).into() });
    }
    let other = row.text(&columns.other.0);
    // `NL8 (CQC: 1-256729774)`; many have only a number of the Care Quality Commission, or a question mark.
    let code = row.text(&columns.other.1).split_whitespace().next().and_then(|code| code.parse::<OdsCode>().ok());
    match code {
        Some(partner) if !other.is_empty() => facts.push(Fact::Partnered { system, partner, name: other.into() }),
        _ if !other.is_empty() => uncoded(row, system, other, facts),
        _ => {}
    }
    Ok(())
}

fn uncoded(row: Row<'_>, system: OdsCode, name: &str, facts: &mut Vec<Fact>) {
    let detail = format!("a partner of {system} for which the workbook gives no ODS code");
    note_row(facts, FindingKind::Unmatched, name, detail, row.line);
}

fn closed(sheet: &Sheet, taking: &mut Taking<'_>) -> Result<(), ImportError> {
    let (header, rows) = under_header(sheet, "odsstpcode", taking.file)?;
    let described = Described::of(&header, taking.file)?;
    let mut told = HashSet::new();
    for sheet_row in rows {
        let row = sheet_row.row();
        // The partners of a closed partnership stand in the successor's block of the other sheet.
        taking.row(row.line, |facts| {
            let code = row.ods(&described.code)?;
            if !told.contains(&code) {
                described.tell(row, code, facts)?;
                told.insert(code);
            }
            Ok(())
        });
    }
    Ok(())
}

/// The mergers in the change log: `Code closed, merged into QHM`. Its other entries are worked into the other sheets.
fn mergers(sheet: &Sheet, taking: &mut Taking<'_>) -> Result<(), ImportError> {
    let (header, rows) = under_header(sheet, "typeofchange", taking.file)?;
    let need = |heading| header.need(&[heading], taking.file, Series::SystemWorkbook);
    let (date, code, details) = (need("date")?, need("stpcode")?, need("details")?);
    for sheet_row in rows {
        let row = sheet_row.row();
        let Some((_, into)) = row.text(&details).split_once("Code closed, merged into ") else { continue };
        taking.row(row.line, |facts| {
            let to = into.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            let to = to.parse().map_err(|error: terms::CodeError| row.fault(&details, error.to_string()))?;
            let on = row.day(&date)?.ok_or_else(|| row.fault(&date, "the date of a merger is missing"))?;
            let from = row.ods(&code)?;
            facts.push(Fact::Succeeded { from, to, on: on.into(), cause: Some(Cause::Merge), instrument: "".into() });
            Ok(())
        });
    }
    Ok(())
}
