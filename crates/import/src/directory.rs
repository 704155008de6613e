//! The layout that the ODS directory files share: 27 columns (24 in some older ones) without a header, of which the first
//! twelve mean the same in all of them.

use crate::reading::{Taking, note_row};
use crate::table::{Column, Fault, Row, Rows, inclusive};
use register::{Address, BodyRef, Fact, FindingKind, Life, Tie};
use std::collections::{BTreeMap, HashSet};
use terms::{OdsCode, Period};

pub(crate) static CODE: Column = Column::fixed(0, "Organisation Code");
static NAME: Column = Column::fixed(1, "Name");
static NATIONAL_GROUPING: Column = Column::fixed(2, "National Grouping");
static HIGH_LEVEL_GEOGRAPHY: Column = Column::fixed(3, "High Level Health Geography");
static OPEN_DATE: Column = Column::fixed(10, "Open Date");
static CLOSE_DATE: Column = Column::fixed(11, "Close Date");
const ADDRESS_LINES: std::ops::Range<usize> = 4..9;
const POSTCODE: usize = 9;

/// The number of columns that the specification gives these files.
pub(crate) const COLUMNS: usize = 27;

/// A directory file being read.
pub(crate) struct Directory<'t, 'a, 'f> {
    rows: Rows<'t>,
    taking: &'a mut Taking<'f>,
    seen: HashSet<OdsCode>,
    left_out: LeftOut,
}

/// What every directory file says of a body.
pub(crate) struct Entry<'r> {
    pub(crate) code: OdsCode,
    pub(crate) name: &'r str,
    pub(crate) life: Period,
}

impl<'t, 'a, 'f> Directory<'t, 'a, 'f> {
    pub(crate) fn new(text: &'t str, taking: &'a mut Taking<'f>) -> Self {
        Self { rows: Rows::new(text), taking, seen: HashSet::new(), left_out: LeftOut::default() }
    }

    /// Takes every row: what the layout says of all bodies, then what `more` finds in the columns of this file. A second
    /// row of a code is noted and left out; dates out of order are noted and the row kept without them.
    pub(crate) fn take(
        mut self,
        life: Life,
        mut more: impl FnMut(Row<'_>, &Entry<'_>, &mut LeftOut, &mut Vec<Fact>) -> Result<(), Fault>,
    ) {
        let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
        let (taking, seen, left_out) = (self.taking, &mut self.seen, &mut self.left_out);
        while let Some(row) = self.rows.next() {
            *widths.entry(row.len()).or_default() += 1;
            taking.row(row.line, |facts| {
                let code = row.ods(&CODE)?;
                if seen.contains(&code) {
                    let detail = format!("`{}` again; the first row of {code} counts", row.text(&NAME));
                    note_row(facts, FindingKind::CodeReused, code.as_str(), detail, row.line);
                    return Ok(());
                }
                let (open, close) = (row.day(&OPEN_DATE)?, row.day(&CLOSE_DATE)?);
                let period = inclusive(open, close).unwrap_or_else(|error| {
                    note_row(facts, FindingKind::Contradiction, code.as_str(), out_of_order(&error), row.line);
                    Period::from_days(open, None)
                });
                let entry = Entry { code, name: row.text(&NAME), life: period };
                if open.is_some() || close.is_some() {
                    facts.push(Fact::Lived { code, life, period });
                }
                facts.push(Fact::Named { code, name: entry.name.into(), period: Period::ALWAYS });
                if let Some(address) = address(row) {
                    facts.push(Fact::Addressed { code, address });
                }
                more(row, &entry, left_out, facts)?;
                // Only now: a row that could not be read is not the first of its code.
                seen.insert(code);
                Ok(())
            });
        }
        if widths.keys().any(|width| *width != COLUMNS) {
            let found: Vec<String> = widths.iter().map(|(width, rows)| format!("{rows} rows of {width}")).collect();
            let detail = format!("{COLUMNS} columns are specified; the file has {}", found.join(", "));
            taking.note(FindingKind::ColumnDrift, "columns", detail);
        }
        self.left_out.note(taking);
    }
}

/// Dates that run backwards, in words.
pub(crate) fn out_of_order(error: &terms::PeriodError) -> String {
    // The end is exclusive inside; people are shown the last day.
    format!("ends on {} before it begins on {}; the end is left out", error.to.previous_day(), error.from)
}

/// The region and system of a body, as the file's two geography columns give them.
pub(crate) fn region_and_system(
    row: Row<'_>,
    code: OdsCode,
    left_out: &mut LeftOut,
    facts: &mut Vec<Fact>,
) -> Result<(), Fault> {
    for column in [&NATIONAL_GROUPING, &HIGH_LEVEL_GEOGRAPHY] {
        let Some(parent) = row.maybe_ods(column)? else { continue };
        if parent == code {
            continue;
        }
        match parent_tie(&parent) {
            Ok(tie) => {
                facts.push(Fact::Tied { child: code, tie, parent: BodyRef::Ods(parent), period: Period::ALWAYS });
            }
            Err(reason) => left_out.add(column, parent, reason),
        }
    }
    Ok(())
}

/// What a code of the geography columns is to the bodies below it, from the way such codes are given out.
///
/// Source: ODS `eauth` and the ODS guide to coding: regions of NHS England are Y54 and on; partnerships and boards are Q
/// and a letter; Q and two digits were its area teams and local offices (2013 to 2020), and before them strategic health
/// authorities. Y99 and Q99 stand for "none", W00 for Wales.
pub(crate) fn parent_tie(parent: &OdsCode) -> Result<Tie, &'static str> {
    match parent.as_str().as_bytes() {
        [b'Y' | b'Q', b'9', b'9'] => Err("stands for `none`"),
        [b'Y', tens, _] if tens.is_ascii_digit() => Ok(Tie::Region),
        [b'Q', second, ..] if second.is_ascii_alphabetic() => Ok(Tie::System),
        [b'Q', second, ..] if second.is_ascii_digit() => {
            Err("is a local office, which is neither a region nor a system")
        }
        _ => Err("is neither a region nor a system of England"),
    }
}

/// Parents of a kind the register does not keep, counted.
#[derive(Default)]
pub(crate) struct LeftOut {
    parents: BTreeMap<(OdsCode, &'static str), (String, usize)>,
}

impl LeftOut {
    pub(crate) fn add(&mut self, column: &Column, parent: OdsCode, reason: &'static str) {
        let (_, rows) = self.parents.entry((parent, reason)).or_insert_with(|| (column.name.to_string(), 0));
        *rows += 1;
    }

    pub(crate) fn note(self, taking: &mut Taking<'_>) {
        for ((parent, reason), (column, rows)) in self.parents {
            let detail = format!("{parent} in column {column} of {rows} rows {reason}");
            taking.note(FindingKind::LeftOut, parent.as_str(), detail);
        }
    }
}

fn address(row: Row<'_>) -> Option<Address> {
    let lines: Vec<Box<str>> =
        ADDRESS_LINES.map(|place| row.at(place)).filter(|line| !line.is_empty()).map(Into::into).collect();
    let postcode: Box<str> = row.at(POSTCODE).into();
    (!lines.is_empty() || !postcode.is_empty()).then_some(Address { lines, postcode })
}
