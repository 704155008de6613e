//! The rows of a file with a header, read one by one; a row that cannot be read is told and the others are taken.

use crate::entering::{Cells, bad_row};
use crate::gather::SourceFile;
use crate::reading::BadRow;
use crate::table::{Fault, Header, Rows, comparable};
use crate::text::Text;
use std::collections::{BTreeMap, HashMap};

/// What rows of a file say, each with its line, and those that could not be read.
pub(super) struct RowsReading<T> {
    pub(super) rows: Vec<(u32, T)>,
    pub(super) bad_rows: Vec<BadRow>,
}

/// The most rows that are read of one file. Whoever transcribes pages by hand has fewer, and cases are compared with each other.
pub(super) const ROWS_MAX: usize = 2_000;

/// Reads every row of a file by the headings of its first; a file that lacks one of them is read no further.
pub(super) fn take<T>(
    file: &SourceFile,
    headings: &[&'static str],
    mut read: impl FnMut(Cells<'_>) -> Result<T, Fault>,
) -> RowsReading<T> {
    let mut taken = RowsReading { rows: Vec::new(), bad_rows: Vec::new() };
    let first = headings.first().copied().unwrap_or_default();
    let (text, faults) = match Text::checked(file) {
        Ok(checked) => checked,
        Err(error) => {
            let fault = Fault::of(first, "", format!("nothing can be read: {error}"));
            taken.bad_rows.push(bad_row(file, 1, fault));
            return taken;
        }
    };
    let faults: BTreeMap<u32, String> = faults.into_iter().map(|(line, fault)| (line, fault.to_string())).collect();
    let mut rows = Rows::new(&text);
    let Some(header) = rows.next().map(Header::of) else {
        taken.bad_rows.push(bad_row(
            file,
            1,
            Fault::of(first, "", "the file is empty: its first row must name the columns"),
        ));
        return taken;
    };
    let mut columns = HashMap::new();
    for heading in headings {
        if let Some(column) = header.find(&[comparable(heading).as_str()]) {
            columns.insert(*heading, column);
        } else {
            let fault = Fault::of(*heading, "", format!("the file has no column `{heading}`"));
            taken.bad_rows.push(bad_row(file, 1, fault));
        }
    }
    if !taken.bad_rows.is_empty() {
        return taken;
    }
    while let Some(row) = rows.next() {
        let line = row.line;
        if taken.rows.len() + taken.bad_rows.len() >= ROWS_MAX {
            let reason = format!("no more than {ROWS_MAX} rows are read of one file: divide it");
            taken.bad_rows.push(bad_row(file, line, Fault::of(first, "", reason)));
            return taken;
        }
        let found = match faults.get(&line) {
            Some(reason) => Err(Fault::of(first, "", reason.as_str())),
            None => read(Cells { row, columns: &columns }),
        };
        match found {
            Ok(value) => taken.rows.push((line, value)),
            Err(fault) => taken.bad_rows.push(bad_row(file, line, fault)),
        }
    }
    taken
}
