//! The account of a run as tables: CSV or XLSX, by the file's name.

use crate::error::ActivityError;
use crate::place::write_whole;
use crate::tally::{Sum, Tally};
use rust_xlsxwriter::Workbook;
use std::path::Path;
use terms::Pence;
use terms::formula::harmless;

/// What to do about records that end at `LOCAL_AUTHORITY` without a code.
pub const AUTHORITY_WITHOUT_CODE: &str = "the tables give none for the authority where the patient lives. Directories of ONS know authorities by GSS code \
     alone: import the directory of the NHS (gridall), or a table local_authorities (gss_code, ods_code, valid_from).";

/// A cell of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportCell {
    /// Words.
    Text(String),
    /// A count.
    Count(u64),
    /// Whole pence, shown in pounds.
    Pence(i64),
}

/// A table of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The headings.
    pub headings: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<Vec<ReportCell>>,
}

/// Submitted against derived commissioner, by provider, point of delivery and reason.
///
/// Shape: one row for each combination that occurs, those that agree too, so that the rows add up to the whole file.
pub fn variance(tally: &Tally) -> Report {
    let headings = vec![
        "provider",
        "point_of_delivery",
        "submitted_commissioner",
        "derived_commissioner",
        "agrees",
        "terminal",
        "method",
        "reason",
        "records",
        "pounds",
    ];
    let rows = tally.variance.iter().map(|(key, sum)| {
        let agrees = if key.agrees() { "yes" } else { "no" };
        let mut row: Vec<ReportCell> = [
            key.provider.as_str(),
            &key.point_of_delivery,
            &key.submitted,
            &key.derived,
            agrees,
            key.terminal.name(),
            key.method.name(),
            &key.reason(),
        ]
        .map(|text| ReportCell::Text(text.to_owned()))
        .into();
        row.extend(amounts(*sum));
        row
    });
    Report { headings, rows: rows.collect() }
}

/// What moves under a what-if, by provider and point of delivery: from which commissioner to which.
///
/// Shape: one row for each combination that occurs, those that stay too, so that the rows add up to the whole file.
pub fn changes(tally: &Tally) -> Report {
    let headings = vec![
        "provider",
        "point_of_delivery",
        "commissioner_before",
        "commissioner_after",
        "moves",
        "records",
        "pounds",
    ];
    let rows = tally.changes.iter().map(|(key, sum)| {
        let moves = if key.before == key.after { "no" } else { "yes" };
        let mut row: Vec<ReportCell> = [key.provider.as_str(), &key.point_of_delivery, &key.before, &key.after, moves]
            .map(|text| ReportCell::Text(text.to_owned()))
            .into();
        row.extend(amounts(*sum));
        row
    });
    Report { headings, rows: rows.collect() }
}

fn amounts(sum: Sum) -> [ReportCell; 2] {
    [ReportCell::Count(sum.records), ReportCell::Pence(sum.pence)]
}

impl Report {
    /// Writes the table, all of it or nothing; `.xlsx` is a workbook, anything else CSV.
    ///
    /// Words that a spreadsheet would take for a formula get an apostrophe before them.
    ///
    /// # Errors
    /// [`ActivityError::Unwritable`] when the disk refuses.
    pub fn write(&self, path: &Path) -> Result<(), ActivityError> {
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx")) {
            let failed =
                |error| ActivityError::Unwritable { path: path.to_owned(), source: std::io::Error::other(error) };
            return write_whole(path, &self.workbook().map_err(failed)?);
        }
        write_whole(path, &self.to_csv())
    }

    /// The table as CSV.
    pub fn to_csv(&self) -> Vec<u8> {
        let mut out = Vec::new();
        line(self.headings.iter().map(|heading| (*heading).to_owned()), &mut out);
        for row in &self.rows {
            line(
                row.iter().map(|cell| match cell {
                    ReportCell::Text(text) => harmless(text).into_owned(),
                    ReportCell::Count(count) => count.to_string(),
                    ReportCell::Pence(pence) => Pence(*pence).decimal(),
                }),
                &mut out,
            );
        }
        out
    }

    fn workbook(&self) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (place, heading) in self.headings.iter().enumerate() {
            sheet.write_string(0, place as u16, *heading)?;
        }
        for (row, cells) in self.rows.iter().enumerate() {
            for (place, cell) in cells.iter().enumerate() {
                let (row, place) = (row as u32 + 1, place as u16);
                // Written as text, words in a workbook are never a formula.
                match cell {
                    ReportCell::Text(text) => sheet.write_string(row, place, text)?,
                    ReportCell::Count(count) => sheet.write_number(row, place, *count as f64)?,
                    ReportCell::Pence(pence) => sheet.write_number(row, place, *pence as f64 / 100.0)?,
                };
            }
        }
        workbook.save_to_buffer()
    }
}

fn line(cells: impl Iterator<Item = String>, out: &mut Vec<u8>) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            out.push(b',');
        }
        crate::run::quoted(&cell, b',', out);
    }
    out.extend_from_slice(b"\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_look_like_a_formula_are_made_harmless() {
        let report = Report {
            headings: vec!["provider", "pounds"],
            rows: vec![vec![ReportCell::Text("=1+1,\"".into()), ReportCell::Pence(-105)]],
        };
        assert_eq!(report.to_csv(), b"provider,pounds\r\n\"'=1+1,\"\"\",-1.05\r\n");
    }
}
