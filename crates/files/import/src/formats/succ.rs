//! `succ` and `succarc`: which body gave way to which, and when.
//!
//! Two forms: the national one, five columns without a header (old code, new code, reason, date, indicator), and an extract of
//! three with the header `old_code,new_code,date`. The reason codes (R reconfiguration, O change of type, F change of
//! code) do not say whether bodies merged or split, so the cause is left to the register.

use crate::error::ImportError;
use crate::reading::Taking;
use crate::table::{Column, Header, Row, Rows};
use crate::text::Text;
use register::{Fact, Series};

/// Where this file has its columns.
struct Columns {
    old: Column,
    new: Column,
    on: Column,
}

/// The headings of the extract.
pub(crate) const HEADINGS: [&str; 3] = ["oldcode", "newcode", "date"];

pub(crate) fn take(text: &Text<'_>, taking: &mut Taking<'_>) -> Result<(), ImportError> {
    let mut rows = Rows::new(text);
    let first = rows.next().map(Header::of).filter(|header| header.has(HEADINGS[0]));
    let columns = if let Some(header) = first {
        Columns {
            old: header.need(&["oldcode"], taking.file, Series::Succ)?,
            new: header.need(&["newcode"], taking.file, Series::Succ)?,
            on: header.need(&["date"], taking.file, Series::Succ)?,
        }
    } else {
        rows = Rows::new(text);
        Columns {
            old: Column::fixed(0, "Organisation Code"),
            new: Column::fixed(1, "Successor Organisation Code"),
            on: Column::fixed(3, "Succession Effective Date"),
        }
    };
    let mut first = true;
    while let Some(row) = rows.next() {
        if std::mem::take(&mut first) && row.is_ods_heading() {
            continue;
        }
        taking.row(row.line, |facts| {
            facts.push(succession(row, &columns)?);
            Ok(())
        });
    }
    Ok(())
}

/// A body may be its own successor in the file; that is stated here and found by the register.
fn succession(row: Row<'_>, columns: &Columns) -> Result<Fact, crate::table::Fault> {
    let on = row.day(&columns.on)?.ok_or_else(|| row.fault(&columns.on, "the date of a succession is missing"))?;
    let (from, to) = (row.ods(&columns.old)?, row.ods(&columns.new)?);
    Ok(Fact::Succeeded { from, to, on: on.into(), cause: None, instrument: "".into() })
}
