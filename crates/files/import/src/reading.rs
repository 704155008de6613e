//! Reading a file: facts, bad rows and what was noticed.

use crate::error::ImportError;
use crate::formats;
use crate::gather::SourceFile;
use crate::recognise::recognise;
use crate::released::released_from_name;
use crate::table::{Fault, Rows};
use crate::text::Text;
use register::{Fact, FileHash, FindingKind, Released, Series};
use std::collections::BTreeMap;
use std::fmt;

/// What a file says.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The series to which the file belongs.
    pub series: Series,
    /// When it was released.
    pub released: Released,
    /// The file's name.
    pub source_name: String,
    /// The hash of the file's bytes.
    pub source_hash: FileHash,
    /// How many rows of data it has, the bad ones too; no header and no blank line.
    pub rows: usize,
    /// What the rows say, in the order of the file, with what the reader noticed ([`Fact::Noted`]).
    pub facts: Vec<Fact>,
    /// Rows that could not be read; nothing of them is in `facts`.
    pub bad_rows: Vec<BadRow>,
}

/// A row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// The file.
    pub file: String,
    /// The line of the file, or row of the sheet, counted from 1.
    pub line: u32,
    /// The column's heading or, where the file has no header, its name in the documentation.
    pub column: String,
    /// What was there.
    pub value: String,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for BadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} line {}, column {}: {}", self.file, self.line, self.column, self.reason)
    }
}

/// Reads a file of any known format.
///
/// The release date is `released` if given, else the one in the file's name, else the one in the file's own content (an
/// extract date, the year in its column names, an ORD record's date of change).
///
/// # Errors
/// [`ImportError::ReleaseUnknown`] when none of these says, [`ImportError::Unrecognised`] and its neighbours when the file is
/// none of ours. A row that cannot be read is no error: it is listed in [`Reading::bad_rows`].
pub fn read(file: &SourceFile, released: Option<Released>) -> Result<Reading, ImportError> {
    let series = recognise(file)?;
    let mut taken = Taking::new(&file.name);
    formats::take(series, file, &mut taken)?;
    let released = released
        .or_else(|| released_from_name(&file.name))
        .or(taken.released)
        .ok_or_else(|| ImportError::ReleaseUnknown { file: file.name.clone() })?;
    if taken.rows == 0 {
        return Err(ImportError::NoRows { file: file.name.clone() });
    }
    let Taking { mut facts, bad_rows, rows, dated_by_release, .. } = taken;
    for place in dated_by_release {
        if let Some(Fact::Arranged { period, .. }) = facts.get_mut(place) {
            // The list says who shared a team when it was released, and neither since when nor until when.
            *period = terms::Period::new(Some(released.0), None).unwrap_or(terms::Period::ALWAYS);
        }
    }
    let (source_name, source_hash) = (file.name.clone(), FileHash::of(&file.bytes));
    Ok(Reading { series, released, source_name, source_hash, rows, facts, bad_rows })
}

/// A reading in the making.
pub(crate) struct Taking<'a> {
    /// The file's name.
    pub(crate) file: &'a str,
    /// When the file itself says it was released.
    pub(crate) released: Option<Released>,
    rows: usize,
    facts: Vec<Fact>,
    bad_rows: Vec<BadRow>,
    dated_by_release: Vec<usize>,
    /// What is wrong with a row as text, by its line.
    faults: BTreeMap<u32, (String, String)>,
}

impl<'a> Taking<'a> {
    pub(crate) const fn new(file: &'a str) -> Self {
        Self {
            file,
            released: None,
            rows: 0,
            facts: Vec::new(),
            bad_rows: Vec::new(),
            dated_by_release: Vec::new(),
            faults: BTreeMap::new(),
        }
    }

    /// Says what is wrong with rows of a text as text, so that none of them is taken: a quote that swallows rows, a character
    /// that is none, and under a header a cell that is under no heading.
    pub(crate) fn expect(&mut self, text: &Text<'_>, faults: Vec<(u32, reader::Fault)>, has_header: bool) {
        let mut rows = Rows::new(text);
        let header: Vec<String> = rows
            .next()
            .filter(|_| has_header)
            .map_or_else(Vec::new, |row| (0..row.len()).map(|place| row.at(place).to_owned()).collect());
        while let Some(row) = rows.next().filter(|_| has_header) {
            if let Some(over) = (header.len()..row.len()).find(|place| !row.at(*place).is_empty()) {
                let reason = format!(
                    "the row has {} cells under {} headings; a cell with a comma in it must be in quotes",
                    over + 1,
                    header.len()
                );
                self.faults.insert(row.line, (header.last().cloned().unwrap_or_default(), reason));
            }
        }
        for (line, fault) in faults {
            let name = header.get(fault.cell()).cloned().unwrap_or_else(|| (fault.cell() + 1).to_string());
            self.faults.insert(line, (name, fault.to_string()));
        }
    }

    /// Takes a row whole or, when one of its cells cannot be read, not at all.
    pub(crate) fn row(&mut self, line: u32, take: impl FnOnce(&mut Vec<Fact>) -> Result<(), Fault>) {
        self.rows += 1;
        if let Some((column, reason)) = self.faults.get(&line).cloned() {
            self.bad_rows.push(BadRow { file: self.file.to_owned(), line, column, value: String::new(), reason });
            return;
        }
        let before = self.facts.len();
        if let Err(Fault { column, value, reason }) = take(&mut self.facts) {
            self.facts.truncate(before);
            self.bad_rows.push(BadRow { file: self.file.to_owned(), line, column, value, reason });
        }
    }

    /// Adds a fact whose period begins with the release, which is not known yet.
    pub(crate) fn fact_since_release(&mut self, fact: Fact) {
        self.dated_by_release.push(self.facts.len());
        self.facts.push(fact);
    }

    /// Notes something about the file as a whole.
    pub(crate) fn note(&mut self, kind: FindingKind, subject: impl Into<Box<str>>, detail: impl Into<Box<str>>) {
        self.facts.push(Fact::Noted { kind, subject: subject.into(), detail: detail.into(), line: 0 });
    }
}

/// Notes something about one row.
pub(crate) fn note_row(
    facts: &mut Vec<Fact>,
    kind: FindingKind,
    subject: impl Into<Box<str>>,
    detail: impl Into<Box<str>>,
    line: u32,
) {
    facts.push(Fact::Noted { kind, subject: subject.into(), detail: detail.into(), line });
}
