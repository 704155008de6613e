//! Taking in the rows of a series, in any order.

use super::column::Column;
use super::decimal::{Decimal, NotExact};
use super::plan::Plan;
use super::restated::{NotNumber, Why};
use super::{Restated, Restatement};
use crate::view::View;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use terms::{Date, OdsCode};
use thiserror::Error;

/// How many different texts that are no numbers are listed for a column; further ones are only counted.
const TEXTS_MAX: usize = 100;

/// A sum does not fit 128 bits.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the numbers of column `{column}` add up to more than can be kept exactly")]
pub struct TooLarge {
    /// The column.
    pub column: String,
}

/// One row of a series, without its keys and values.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    /// The practice or commissioner as written.
    pub code: &'r str,
    /// The day of the row; `None` when the file's own cannot be read.
    pub on: Option<Date>,
    /// The line of the file.
    pub line: u64,
}

/// A restatement under way: rows go in one at a time.
///
/// What is held is one sum for each code, day, set of keys and value column, whatever the number of rows.
pub struct Restating<'a> {
    pub(crate) plan: Plan<'a>,
    pub(crate) columns: Vec<Intake>,
    groups: HashMap<Arc<[u8]>, u32>,
    pub(crate) sources: Vec<Source>,
    pub(crate) n_rows: u64,
    group: Vec<u8>,
}

/// A value column as it is taken in.
pub(crate) struct Intake {
    pub(crate) name: String,
    pub(crate) sums: Column,
    /// Added up apart from the groups, to check them by.
    pub(crate) total: Column,
    pub(crate) n_numbers: u64,
    pub(crate) n_blank: u64,
    pub(crate) texts: BTreeMap<String, NotNumber>,
    pub(crate) n_unlisted: u64,
}

/// All rows with one code, day and set of keys.
pub(crate) struct Source {
    pub(crate) fate: Fate,
    pub(crate) on: Option<Date>,
    /// The code and then each key, each after its length.
    group: Arc<[u8]>,
    pub(crate) n_rows: u64,
    pub(crate) n_not_numbers: u64,
    pub(crate) first_line: u64,
}

/// What becomes of a source.
pub(crate) enum Fate {
    /// The number of its placing.
    Asked(u32),
    /// It could not even be asked about.
    Lost(Why),
}

impl Source {
    /// The code as written.
    pub(crate) fn code(&self) -> &str {
        texts(&self.group).nth(1).unwrap_or_default()
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        texts(&self.group).skip(2)
    }
}

impl<'a> Restating<'a> {
    /// Begins a restatement of a series with these value columns.
    pub fn new(view: View<'a>, restatement: Restatement, columns: impl IntoIterator<Item = String>) -> Self {
        let intake = |name| Intake {
            name,
            sums: Column::new(0),
            total: Column::new(0),
            n_numbers: 0,
            n_blank: 0,
            texts: BTreeMap::new(),
            n_unlisted: 0,
        };
        Self {
            plan: Plan::new(view, restatement),
            columns: columns.into_iter().map(intake).collect(),
            groups: HashMap::new(),
            sources: Vec::new(),
            n_rows: 0,
            group: Vec::new(),
        }
    }

    /// Takes a row: its keys, which are kept apart in the answer, and its values, one for each column in order. Values
    /// that the row does not have are blank.
    ///
    /// # Errors
    /// [`TooLarge`] when a sum no longer fits 128 bits.
    pub fn row<'r>(
        &mut self,
        row: Row<'r>,
        keys: impl IntoIterator<Item = &'r str>,
        values: impl IntoIterator<Item = &'r str>,
    ) -> Result<(), TooLarge> {
        let number = self.source(row, keys);
        self.n_rows += 1;
        let mut n_not_numbers = 0;
        let mut values = values.into_iter();
        for column in &mut self.columns {
            let text = values.next().unwrap_or_default();
            if !column.take(number, text, row.line)? {
                n_not_numbers += 1;
            }
        }
        if let Some(source) = self.sources.get_mut(number as usize) {
            source.n_rows += 1;
            source.n_not_numbers += n_not_numbers;
            source.first_line = source.first_line.min(row.line);
        }
        Ok(())
    }

    /// Where everything went.
    ///
    /// # Errors
    /// [`TooLarge`] when a sum no longer fits 128 bits.
    pub fn finish(self) -> Result<Restated, TooLarge> {
        Restated::of(self)
    }

    fn source<'r>(&mut self, row: Row<'r>, keys: impl IntoIterator<Item = &'r str>) -> u32 {
        self.group.clear();
        let day = row.on.map(|on| on.to_string());
        push_text(&mut self.group, day.as_deref().unwrap_or_default());
        push_text(&mut self.group, row.code.trim());
        for key in keys {
            push_text(&mut self.group, key);
        }
        if let Some(number) = self.groups.get(self.group.as_slice()) {
            return *number;
        }
        let fate = match (row.code.parse::<OdsCode>(), row.on) {
            (Err(error), _) => Fate::Lost(Why::NotACode(error)),
            (Ok(_), None) => Fate::Lost(Why::NoDay),
            (Ok(code), Some(on)) => Fate::Asked(self.plan.place(code, on)),
        };
        let group: Arc<[u8]> = self.group.as_slice().into();
        let number = self.sources.len() as u32;
        self.groups.insert(Arc::clone(&group), number);
        self.sources.push(Source { fate, on: row.on, group, n_rows: 0, n_not_numbers: 0, first_line: row.line });
        number
    }
}

impl Intake {
    /// Adds a cell to a group; says whether it was a number.
    fn take(&mut self, group: u32, text: &str, line: u64) -> Result<bool, TooLarge> {
        match Decimal::read(text) {
            Ok(number) => {
                let added = self.sums.add(group, number).and_then(|()| self.total.add(0, number));
                added.ok_or_else(|| TooLarge { column: self.name.clone() })?;
                self.n_numbers += 1;
                return Ok(true);
            }
            Err(NotExact::Blank) => self.n_blank += 1,
            Err(reason) => {
                let text = text.trim();
                let listed = self.texts.len();
                if let Some(held) = self.texts.get_mut(text) {
                    held.n_rows += 1;
                    held.first_line = held.first_line.min(line);
                } else if listed < TEXTS_MAX {
                    let held = NotNumber { text: text.to_owned(), reason, n_rows: 1, first_line: line };
                    self.texts.insert(text.to_owned(), held);
                } else {
                    self.n_unlisted += 1;
                }
            }
        }
        Ok(false)
    }
}

/// Each text after its length, so that no text can be mistaken for the end of another.
fn push_text(group: &mut Vec<u8>, text: &str) {
    group.extend_from_slice(&(text.len() as u32).to_le_bytes());
    group.extend_from_slice(text.as_bytes());
}

fn texts(mut group: &[u8]) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let (length, rest) = group.split_first_chunk::<4>()?;
        let (text, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        group = rest;
        std::str::from_utf8(text).ok()
    })
}
