//! Rows with dates, found by code.

use crate::code::index_codes;
use crate::day::{Day, Span};
use crate::key::{CodeKey, Index, mix_code};

/// One row and the days it is valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row<R> {
    pub(crate) span: Span,
    pub(crate) value: R,
}

/// The rows of a table, those of one key together, in the order of the file.
#[derive(Clone, Debug)]
pub(crate) struct Dated<R> {
    keys: Vec<CodeKey>,
    starts: Vec<u32>,
    rows: Vec<Row<R>>,
    index: Index,
}

impl<R> Default for Dated<R> {
    fn default() -> Self {
        Self::of(Vec::new())
    }
}

impl<R> Dated<R> {
    /// The table of these rows, which may come in any order.
    pub(crate) fn of(mut given: Vec<(CodeKey, Row<R>)>) -> Self {
        given.sort_by_key(|(key, _)| *key);
        let (mut keys, mut starts, mut rows) = (Vec::new(), Vec::new(), Vec::with_capacity(given.len()));
        for (key, row) in given {
            if keys.last() != Some(&key) {
                keys.push(key);
                starts.push(rows.len() as u32);
            }
            rows.push(row);
        }
        starts.push(rows.len() as u32);
        let index = index_codes(&keys);
        Self { keys, starts, rows, index }
    }

    /// The number of a key.
    pub(crate) fn id(&self, key: CodeKey) -> Option<u32> {
        self.index.find(mix_code(key), |number| self.keys.get(number as usize) == Some(&key))
    }

    /// The key of a number.
    pub(crate) fn key(&self, id: u32) -> CodeKey {
        self.keys.get(id as usize).copied().unwrap_or_default()
    }

    /// How many keys there are.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// The rows of a key, in the order of the file.
    pub(crate) fn rows(&self, id: u32) -> &[Row<R>] {
        let at = id as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(start), Some(end)) => self.rows.get(*start as usize..*end as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    /// The row valid on the day; the one that starts latest, if several are.
    pub(crate) fn valid(&self, id: u32, day: Day) -> Option<&Row<R>> {
        self.rows(id).iter().filter(|row| row.span.holds(day)).max_by_key(|row| row.span.from)
    }

    /// The first row of the file valid on the day.
    pub(crate) fn first_valid(&self, id: u32, day: Day) -> Option<&Row<R>> {
        self.rows(id).iter().find(|row| row.span.holds(day))
    }

    /// The row that started latest by the day, whether or not it has ended.
    pub(crate) fn begun(&self, id: u32, day: Day) -> Option<&Row<R>> {
        self.rows(id).iter().filter(|row| row.span.from <= day).max_by_key(|row| row.span.from)
    }

    /// Every key.
    pub(crate) fn keys(&self) -> impl Iterator<Item = CodeKey> {
        self.keys.iter().copied()
    }

    /// Every row with its key.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (CodeKey, &Row<R>)> {
        (0..self.keys.len() as u32).flat_map(move |id| self.rows(id).iter().map(move |row| (self.key(id), row)))
    }
}
