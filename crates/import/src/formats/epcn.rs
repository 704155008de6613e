//! `ePCN`: primary care networks, and the practices in them with dates.
//!
//! A workbook of two sheets. Headings drift (in 2022 commissioners became sub-ICB locations and line breaks came in), codes
//! and dates are text in some releases and numbers in others.

use crate::directory::{Repeated, Repeats, out_of_order};
use crate::error::ImportError;
use crate::gather::SourceFile;
use crate::reading::{Taking, note_row};
use crate::table::{Column, Fault, Header, Row, inclusive};
use crate::workbook::{Sheet, Workbook};
use register::{Address, BodyKind, BodyRef, Fact, FindingKind, Life, Series, Tie};
use terms::{OdsCode, Period};

/// The names of the two sheets, in comparable form.
pub(crate) const SHEETS: [&str; 2] = ["pcndetails", "pcncorepartnerdetails"];

/// The headings of the first release (2020); others are drift.
const DETAILS: [&str; 8] = [
    "pcncode",
    "pcnname",
    "currentclinicalcommissioninggroupcode",
    "clinicalcommissioninggroupname",
    "opendateyyyymmdd",
    "closedate",
    "addressline",
    "postcode",
];
const PARTNERS: [&str; 11] = [
    "partnerorganisationcode",
    "partnername",
    "practiceparentccgcode",
    "practiceparentccgname",
    "pcncode",
    "pcnname",
    "pcnparentccgcode",
    "pcnparentccgname",
    "practicetopcnrelationshipstartdate",
    "practicetopcnrelationshipenddate",
    "practiceccgandpcnccgmatch",
];

pub(crate) fn take(file: &SourceFile, taking: &mut Taking<'_>) -> Result<(), ImportError> {
    let mut workbook = Workbook::open(file)?;
    let [details_sheet, partners_sheet] = SHEETS;
    if let Some(sheet) = workbook.sheet(details_sheet)? {
        details(&sheet, taking)?;
    }
    if let Some(sheet) = workbook.sheet(partners_sheet)? {
        partners(&sheet, taking)?;
    }
    Ok(())
}

fn note_drift(sheet: &Sheet, header: &Header, known: &[&str], taking: &mut Taking<'_>) {
    let others = header.other_than(known);
    let bare = |heading: &&str| heading.split_once(": ").map_or(*heading, |(_, bare)| bare).to_owned();
    if !others.is_empty() {
        let detail = format!(
            "headings that the first release did not have: {}",
            others.iter().map(bare).collect::<Vec<_>>().join("; ")
        );
        taking.note(FindingKind::ColumnDrift, sheet.name.as_str(), detail);
    }
}

fn details(sheet: &Sheet, taking: &mut Taking<'_>) -> Result<(), ImportError> {
    let mut rows = sheet.rows();
    let Some(first) = rows.next() else { return Ok(()) };
    let header = Header::of_sheet(&sheet.name, first.row());
    let need = |headings: &[&'static str]| header.need(headings, taking.file, Series::Epcn);
    let (code, name, postcode) = (need(&["pcncode"])?, need(&["pcnname"])?, need(&["postcode"])?);
    let commissioner =
        need(&["currentclinicalcommissioninggroupcode", "currentsubicbloccode", "currentsubicblocationcode"])?;
    let (open, close) = (need(&["opendateyyyymmdd", "opendate"])?, need(&["closedate", "closedateyyyymmdd"])?);
    let lines = header.find_all("addressline");
    note_drift(sheet, &header, &DETAILS, taking);
    let mut repeats = Repeats::default();
    for sheet_row in rows {
        let row = sheet_row.row();
        taking.row(row.line, |facts| {
            let (code, commissioner, before) = (row.ods(&code)?, row.maybe_ods(&commissioner)?, facts.len());
            let period = period(row, &code, &open, &close, facts)?;
            facts.push(Fact::Acted { code, kind: BodyKind::Network, period: Period::ALWAYS });
            facts.push(Fact::Lived { code, life: Life::Operational, period });
            facts.push(Fact::Named { code, name: row.text(&name).into(), period: Period::ALWAYS });
            let filled = lines.iter().map(|line| row.text(line)).filter(|line| !line.is_empty());
            let address = Address { lines: filled.map(Into::into).collect(), postcode: row.text(&postcode).into() };
            facts.push(Fact::Addressed { code, address });
            if let Some(parent) = commissioner {
                // The file says whose the network is now, and not since when.
                let parent = BodyRef::Ods(parent);
                facts.push(Fact::Tied { child: code, tie: Tie::Commissioner, parent, period: Period::ALWAYS });
            }
            repeats.settle(&Repeated { code, name: row.text(&name), life: period, line: row.line, before }, facts);
            Ok(())
        });
    }
    Ok(())
}

fn partners(sheet: &Sheet, taking: &mut Taking<'_>) -> Result<(), ImportError> {
    let mut rows = sheet.rows();
    let Some(first) = rows.next() else { return Ok(()) };
    let header = Header::of_sheet(&sheet.name, first.row());
    let need = |headings: &[&'static str]| header.need(headings, taking.file, Series::Epcn);
    let (practice, network) = (need(&["partnerorganisationcode"])?, need(&["pcncode"])?);
    let start = need(&["practicetopcnrelationshipstartdate"])?;
    let end = need(&["practicetopcnrelationshipenddate"])?;
    note_drift(sheet, &header, &PARTNERS, taking);
    for sheet_row in rows {
        let row = sheet_row.row();
        taking.row(row.line, |facts| {
            let (child, parent) = (row.ods(&practice)?, BodyRef::Ods(row.ods(&network)?));
            let period = period(row, &child, &start, &end, facts)?;
            facts.push(Fact::Tied { child, tie: Tie::Network, parent, period });
            Ok(())
        });
    }
    Ok(())
}

/// The period between two columns of first and last days. Dates out of order are noted and the end left out.
fn period(row: Row<'_>, code: &OdsCode, first: &Column, last: &Column, facts: &mut Vec<Fact>) -> Result<Period, Fault> {
    let (first, last) = (row.day(first)?, row.day(last)?);
    Ok(inclusive(first, last).unwrap_or_else(|error| {
        note_row(facts, FindingKind::Contradiction, code.as_str(), out_of_order(&error), row.line);
        Period::from_days(first, None)
    }))
}
