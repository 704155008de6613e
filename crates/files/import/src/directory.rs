//! The layout that the ODS directory files share: 27 columns (24 in some older ones) without a header, of which the first
//! twelve mean the same in all of them.

use crate::reading::{Taking, note_row};
use crate::table::{Column, Fault, Row, Rows, inclusive};
use crate::text::Text;
use register::{Address, BodyRef, Fact, FindingKind, Life, Tie};
use std::collections::{BTreeMap, HashMap};
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
    repeats: Repeats,
    left_out: LeftOut,
}

/// What every directory file says of a body.
pub(crate) struct Entry<'r> {
    pub(crate) code: OdsCode,
    pub(crate) name: &'r str,
    pub(crate) life: Period,
}

impl<'t, 'a, 'f> Directory<'t, 'a, 'f> {
    pub(crate) fn new(text: &'t Text<'_>, taking: &'a mut Taking<'f>) -> Self {
        Self { rows: Rows::new(text), taking, repeats: Repeats::default(), left_out: LeftOut::default() }
    }

    /// Takes every row: what the layout says of all bodies, then what `more` finds in the columns of this file. Of two
    /// rows of a code one is noted and left out ([`Repeats`]); dates out of order are noted and the row kept without them.
    pub(crate) fn take(
        mut self,
        life: Life,
        mut more: impl FnMut(Row<'_>, &Entry<'_>, &mut LeftOut, &mut Vec<Fact>) -> Result<(), Fault>,
    ) {
        let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
        let (taking, repeats, left_out) = (self.taking, &mut self.repeats, &mut self.left_out);
        let mut first = true;
        while let Some(row) = self.rows.next() {
            if std::mem::take(&mut first) && row.is_ods_heading() {
                continue;
            }
            *widths.entry(row.len()).or_default() += 1;
            taking.row(row.line, |facts| {
                let (code, before) = (row.ods(&CODE)?, facts.len());
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
                repeats.settle(&Repeated { code, name: entry.name, life: period, line: row.line, before }, facts);
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

/// Which row of each code counts in a file that should hold each once: the open one, whichever way they were read, and
/// among equals the first.
#[derive(Default)]
pub(crate) struct Repeats {
    rows: HashMap<OdsCode, Counting>,
}

/// The row of a code that counts so far, and where its facts lie.
struct Counting {
    is_open: bool,
    line: u32,
    facts: std::ops::Range<usize>,
}

/// A row that has just been read; its facts are those from `before` on.
pub(crate) struct Repeated<'r> {
    pub(crate) code: OdsCode,
    pub(crate) name: &'r str,
    pub(crate) life: Period,
    pub(crate) line: u32,
    pub(crate) before: usize,
}

impl Repeats {
    /// Keeps the facts of the row just read or, when another row of its code counts, leaves them out; notes which.
    pub(crate) fn settle(&mut self, read: &Repeated<'_>, facts: &mut Vec<Fact>) {
        let Repeated { code, name, life, line, before } = *read;
        let is_open = life.to().is_none();
        let Some(held) = self.rows.get(&code) else {
            self.rows.insert(code, Counting { is_open, line, facts: before..facts.len() });
            return;
        };
        if held.is_open || !is_open {
            let counts = if held.is_open && !is_open { "open" } else { "first" };
            let detail = format!("`{name}` again; the {counts} row of {code} counts, on line {}", held.line);
            facts.truncate(before);
            note_row(facts, FindingKind::CodeReused, code.as_str(), detail, line);
            return;
        }
        let (closed, gone) = (held.line, held.facts.clone());
        let n_gone = gone.len();
        facts.drain(gone.clone());
        for other in self.rows.values_mut().filter(|other| other.facts.start >= gone.end) {
            other.facts = other.facts.start - n_gone..other.facts.end - n_gone;
        }
        self.rows.insert(code, Counting { is_open, line, facts: before - n_gone..facts.len() });
        let detail =
            format!("`{name}` again; this row of {code} is open and counts, the closed one on line {closed} does not");
        note_row(facts, FindingKind::CodeReused, code.as_str(), detail, line);
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
    for (column, tie) in [(&NATIONAL_GROUPING, Tie::Region), (&HIGH_LEVEL_GEOGRAPHY, Tie::System)] {
        let Some(parent) = row.maybe_ods(column)? else { continue };
        if parent == code {
            continue;
        }
        match no_parent(&parent) {
            None => facts.push(Fact::Tied { child: code, tie, parent: BodyRef::Ods(parent), period: Period::ALWAYS }),
            Some(reason) => left_out.add(column, parent, reason),
        }
    }
    Ok(())
}

/// The local offices of NHS England, which stood where systems stand now until 2020: its area teams of 2013 (Q44 to Q71) and
/// what they were merged into (Q72 to Q88). No more will be named so.
///
/// Source: ODS `eauth`.
const LOCAL_OFFICES: std::ops::RangeInclusive<u8> = 44..=88;

/// Codes that stand for "none" and for Wales.
///
/// Source: ODS `eauth`, `etr`.
const STAND_INS: [(&str, &str); 3] = [
    ("Y99", "stands for `none`"),
    ("Q99", "stands for `none`"),
    ("W00", "is neither a region nor a system of England"),
];

/// Why a code of the geography columns is no body that the register keeps there; `None` for a region or system.
///
/// What a code is to the bodies below it the column says, and never the way the code is written: boards were Q and two
/// characters to 2026 and are any letters and digits since.
fn no_parent(parent: &OdsCode) -> Option<&'static str> {
    if let Some((_, reason)) = STAND_INS.iter().find(|(code, _)| *code == parent.as_str()) {
        return Some(reason);
    }
    let number = parent.as_str().strip_prefix('Q').filter(|digits| digits.len() == 2);
    number
        .and_then(|digits| digits.parse().ok())
        .is_some_and(|number| LOCAL_OFFICES.contains(&number))
        .then_some("is a local office, which is neither a region nor a system")
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
