//! `ePCN`: primary care networks, and the practices in them with dates.
//!
//! A workbook of two sheets, since 2025 two files. Headings drift (in 2022 commissioners became sub-ICB locations and line breaks came in), codes
//! and dates are text in some releases and numbers in others.

use crate::directory::{Repeated, Repeats, out_of_order};
use crate::error::ImportError;
use crate::gather::SourceFile;
use crate::reading::{Taking, note_row};
use crate::table::{Column, Fault, Header, Row, Rows, inclusive};
use crate::text::Text;
use crate::workbook::{Sheet, Workbook};
use reader::SheetRow;
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

/// The columns of the two files that ODS publishes in place of the sheets since 2025, with or without these headings.
///
/// Source: ODS, `epcn` and `epcncorepartnerdetails`, with the headings of its predefined reports.
pub(crate) const DETAILS_FILE: [&str; 12] = [
    "PCN Code",
    "PCN Name",
    "Current Sub ICB Loc Code",
    "Sub ICB Location",
    "Open Date",
    "Close Date",
    "Address Line 1",
    "Address Line 2",
    "Address Line 3",
    "Address Line 4",
    "Address Line 5",
    "Postcode",
];
pub(crate) const PARTNERS_FILE: [&str; 11] = [
    "Partner Organisation Code",
    "Partner Name",
    "Practice Parent Sub ICB Location Code",
    "Practice Parent Sub ICB Location Name",
    "PCN Code",
    "PCN Name",
    "PCN Parent Sub ICB Location Code",
    "PCN Parent Sub ICB Location Name",
    "Practice to PCN Relationship Start Date",
    "Practice to PCN Relationship End Date",
    "Practice Sub ICB Location and PCN Sub ICB Location Match",
];

/// Whether a row is the headings of either file or sheet.
pub(crate) fn is_header(header: &Header) -> bool {
    header.has("pcncode")
        && (header.has("partnerorganisationcode") || (header.has("pcnname") && header.has("postcode")))
}

/// Whether a row is one of the file of networks, or of that of practices, without headings.
pub(crate) fn is_row(row: Row<'_>) -> bool {
    let code = |place| row.at(place).parse::<OdsCode>().is_ok();
    let network = |place| matches!(row.at(place).as_bytes(), [b'U', rest @ ..] if rest.len() == 5 && code(place));
    let day = |place| row.at(place).len() == 8 && row.at(place).bytes().all(|byte| byte.is_ascii_digit());
    let details = network(0) && (row.at(2).is_empty() || code(2)) && day(4) && (row.at(5).is_empty() || day(5));
    let partners = code(0) && network(4) && day(8) && (row.at(9).is_empty() || day(9));
    (details && (5..=12).contains(&row.len())) || (partners && (9..=11).contains(&row.len()))
}

/// Either of the two files.
pub(crate) fn take_text(text: &Text<'_>, taking: &mut Taking<'_>) -> Result<(), ImportError> {
    let mut rows = Rows::new(text);
    let mut held: Vec<SheetRow> = Vec::new();
    while let Some(row) = rows.next() {
        let headed = !held.is_empty() || is_header(&Header::of(row));
        if !headed {
            let headings: &[&str] = if row.at(0).starts_with('U') && row.len() > PARTNERS_FILE.len() {
                &DETAILS_FILE
            } else {
                &PARTNERS_FILE
            };
            held.push(SheetRow { line: 0, cells: headings.to_vec().into() });
        }
        held.push(SheetRow { line: row.line, cells: (0..row.len()).map(|place| row.at(place)).collect() });
    }
    let is_partners =
        held.first().is_some_and(|first| Header::of(Row::new(first.line, &first.cells)).has("partnerorganisationcode"));
    let sheet = Sheet::of_rows(held);
    if is_partners { partners(&sheet, taking) } else { details(&sheet, taking) }
}

pub(crate) fn take_workbook(file: &SourceFile, taking: &mut Taking<'_>) -> Result<(), ImportError> {
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
        let subject = if sheet.name.is_empty() { "columns" } else { sheet.name.as_str() };
        taking.note(FindingKind::ColumnDrift, subject, detail);
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
