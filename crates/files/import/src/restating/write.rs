//! The restated series, what could not be placed, and where every code went, as CSV.

use super::{SeriesColumns, SeriesDay};
use register::restate::{Counting, Decimal, How, Restated};
use register::{Placing, Unplaced};
use std::io::Write;
use terms::formula::Formulas;

/// Writes the restated rows, cells that a spreadsheet would run as `formulas` says: `code`, the keys, the values, and then how each row was made.
///
/// `counted_by` says what shares were measured by; `uncertain` is `yes` where a part rests on a change not known to the
/// day; `rows` is how many rows of the series went in and `not_numbers` how many of their cells held none. A value is
/// blank where no part held a number.
///
/// # Errors
/// When the disk or the reader refuses.
pub fn write_rows(
    restated: &Restated,
    columns: &SeriesColumns,
    formulas: Formulas,
    out: impl Write,
) -> Result<(), csv::Error> {
    let mut out = csv::Writer::from_writer(out);
    let head = ["code"].into_iter().chain(columns.key_columns()).chain(columns.values.iter().map(String::as_str));
    let head = head.chain(["how", "counted_by", "uncertain", "rows", "not_numbers"]);
    out.write_record(head.map(|heading| formulas.cell(heading).into_owned()))?;
    for row in restated.rows() {
        out.write_field(row.code.as_str())?;
        for key in &row.keys {
            out.write_field(formulas.cell(key).as_ref())?;
        }
        for value in &row.values {
            out.write_field(number(*value))?;
        }
        out.write_field(row.how.to_string())?;
        out.write_field(counted(row.counted))?;
        out.write_field(yes(row.uncertain))?;
        out.write_field(row.n_rows.to_string())?;
        out.write_field(row.n_not_numbers.to_string())?;
        out.write_record(None::<&[u8]>)?;
    }
    out.flush().map_err(Into::into)
}

/// Writes what could not be placed, cells that a spreadsheet would run as `formulas` says: `code` as written, `day`, the keys, the values, and then why.
///
/// # Errors
/// When the disk or the reader refuses.
pub fn write_unplaced(
    restated: &Restated,
    columns: &SeriesColumns,
    formulas: Formulas,
    out: impl Write,
) -> Result<(), csv::Error> {
    let mut out = csv::Writer::from_writer(out);
    // The day column, where there is one, is the first key; it is there as the file has it.
    let dated = matches!(columns.day, SeriesDay::Column(_));
    let head = ["code"].into_iter().chain(columns.key_columns()).chain(columns.values.iter().map(String::as_str));
    let day: &[&str] = if dated { &[] } else { &["day"] };
    let head = head.chain(day.iter().copied()).chain(["rows", "first_line", "reason"]);
    out.write_record(head.map(|heading| formulas.cell(heading).into_owned()))?;
    for row in restated.unplaced() {
        out.write_field(formulas.cell(row.code).as_ref())?;
        for key in &row.keys {
            out.write_field(formulas.cell(key).as_ref())?;
        }
        for value in &row.values {
            out.write_field(number(*value))?;
        }
        if !dated {
            out.write_field(row.on.map_or_else(String::new, |on| on.to_string()))?;
        }
        out.write_field(row.n_rows.to_string())?;
        out.write_field(row.first_line.to_string())?;
        out.write_field(row.why.to_string())?;
        out.write_record(None::<&[u8]>)?;
    }
    out.flush().map_err(Into::into)
}

/// Writes where every code went: one line for each code, day and new code, with its weight out of all.
///
/// # Errors
/// When the disk or the reader refuses.
pub fn write_placings(restated: &Restated, out: impl Write) -> Result<(), csv::Error> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record(["code", "day", "new_code", "weight", "out_of", "how", "counted_by", "uncertain", "reason"])?;
    for placed in &restated.placings {
        let (code, on) = (placed.code.to_string(), placed.on.to_string());
        match &placed.outcome {
            Ok(heirs) => {
                let out_of: u128 = heirs.shares.iter().map(|(_, weight)| u128::from(*weight)).sum();
                let (how, counted_by) = match heirs.placing {
                    Placing::Direct => (How::Direct, String::new()),
                    Placing::Followed => (How::Followed, String::new()),
                    Placing::Apportioned { by, counted, unit } => {
                        (How::Apportioned, Counting { by, counted, unit }.to_string())
                    }
                };
                for (new, weight) in &heirs.shares {
                    let (weight, out_of, how) = (weight.to_string(), out_of.to_string(), how.to_string());
                    let line = [&code, &on, &new.to_string(), &weight, &out_of, &how, &counted_by];
                    out.write_record(line.into_iter().map(String::as_str).chain([yes(placed.uncertain), ""]))?;
                }
            }
            Err(why) => {
                let reason = Unplaced::to_string(why);
                out.write_record([&code, &on, "", "", "", "", "", "", &reason])?;
            }
        }
    }
    out.flush().map_err(Into::into)
}

fn number(value: Option<Decimal>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn counted(counted: &[Counting]) -> String {
    counted.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

const fn yes(uncertain: bool) -> &'static str {
    if uncertain { "yes" } else { "no" }
}
