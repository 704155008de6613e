//! The fast path: very many practice-months, regrouped by a table made beforehand.
//!
//! Sums are whole numbers, so the order of adding and the number of threads cannot show in them.

use super::mapping::Mapping;
use std::num::NonZero;
use terms::{OdsCode, apportion};
use thiserror::Error;

/// Why rows could not be regrouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RegroupError {
    /// The columns have different lengths.
    #[error("the columns have different lengths")]
    Ragged,
    /// A row names a practice, month or measure past the last.
    #[error("some row names a practice, month or measure that there is none of")]
    OutOfRange,
    /// A sum does not fit 64 bits.
    #[error("some sum does not fit 64 bits")]
    TooLarge,
}

/// Rows with one value each; practice, month and measure by their position.
#[derive(Clone, Copy, Debug)]
pub struct Long<'a> {
    /// The practice of each row.
    pub practice: &'a [u32],
    /// The month of each row.
    pub month: &'a [u32],
    /// The measure of each row.
    pub measure: &'a [u32],
    /// The value of each row.
    pub value: &'a [i64],
}

/// Rows with one value for each measure; practice and month by their position.
#[derive(Clone, Copy, Debug)]
pub struct Wide<'a> {
    /// The practice of each row.
    pub practice: &'a [u32],
    /// The month of each row.
    pub month: &'a [u32],
    /// One column for each measure.
    pub measures: &'a [&'a [i64]],
}

/// Sums under way, by month, place and measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sums {
    n_places: usize,
    n_measures: usize,
    cells: Vec<i64>,
}

/// The regrouped series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regrouped {
    /// The groups, in order of code.
    pub groups: Vec<OdsCode>,
    /// How many months.
    pub n_months: usize,
    /// How many measures.
    pub n_measures: usize,
    /// By month, then group, then measure.
    pub sums: Vec<i64>,
    /// What has no place, by month, then measure.
    pub unplaced: Vec<i64>,
}

impl Sums {
    /// Nothing yet.
    pub fn new(mapping: &Mapping, n_measures: usize) -> Self {
        let n_places = mapping.n_places();
        Self { n_places, n_measures, cells: vec![0; mapping.n_months() * n_places * n_measures] }
    }

    /// Adds rows with one value each.
    ///
    /// # Errors
    /// [`RegroupError`]; the sums are then of no use.
    pub fn add_long(&mut self, mapping: &Mapping, rows: Long<'_>) -> Result<(), RegroupError> {
        let n_rows = rows.value.len();
        if [rows.practice.len(), rows.month.len(), rows.measure.len()] != [n_rows; 3] {
            return Err(RegroupError::Ragged);
        }
        let mut overflowed = false;
        for (((practice, month), measure), value) in
            rows.practice.iter().zip(rows.month).zip(rows.measure).zip(rows.value)
        {
            let place = mapping.place(*practice, *month).ok_or(RegroupError::OutOfRange)?;
            if *measure as usize >= self.n_measures {
                return Err(RegroupError::OutOfRange);
            }
            let at = (*month as usize * self.n_places + place as usize) * self.n_measures + *measure as usize;
            let sum = self.cells.get_mut(at).ok_or(RegroupError::OutOfRange)?;
            let (added, past) = sum.overflowing_add(*value);
            *sum = added;
            overflowed |= past;
        }
        if overflowed { Err(RegroupError::TooLarge) } else { Ok(()) }
    }

    /// Adds rows with a value for every measure.
    ///
    /// # Errors
    /// [`RegroupError`]; the sums are then of no use.
    pub fn add_wide(&mut self, mapping: &Mapping, rows: Wide<'_>) -> Result<(), RegroupError> {
        let n_rows = rows.practice.len();
        let ragged = rows.month.len() != n_rows || rows.measures.iter().any(|column| column.len() != n_rows);
        if ragged || rows.measures.len() != self.n_measures {
            return Err(RegroupError::Ragged);
        }
        let mut starts = Vec::with_capacity(n_rows);
        for (practice, month) in rows.practice.iter().zip(rows.month) {
            let place = mapping.place(*practice, *month).ok_or(RegroupError::OutOfRange)?;
            starts.push((*month as usize * self.n_places + place as usize) * self.n_measures);
        }
        let mut overflowed = false;
        for (measure, column) in rows.measures.iter().enumerate() {
            for (start, value) in starts.iter().zip(*column) {
                let sum = self.cells.get_mut(start + measure).ok_or(RegroupError::OutOfRange)?;
                let (added, past) = sum.overflowing_add(*value);
                *sum = added;
                overflowed |= past;
            }
        }
        if overflowed { Err(RegroupError::TooLarge) } else { Ok(()) }
    }

    /// Adds the sums of another thread.
    ///
    /// # Errors
    /// [`RegroupError::TooLarge`] when a sum does not fit 64 bits.
    pub fn merge(&mut self, other: &Self) -> Result<(), RegroupError> {
        if self.cells.len() != other.cells.len() {
            return Err(RegroupError::Ragged);
        }
        for (sum, more) in self.cells.iter_mut().zip(&other.cells) {
            *sum = sum.checked_add(*more).ok_or(RegroupError::TooLarge)?;
        }
        Ok(())
    }

    /// Shares out what several groups share, and gives the sums of the groups.
    ///
    /// # Errors
    /// [`RegroupError::TooLarge`] when a sum does not fit 64 bits.
    pub fn finish(self, mapping: &Mapping) -> Result<Regrouped, RegroupError> {
        let (n_groups, n_months, n_measures) = (mapping.groups().len(), mapping.n_months(), self.n_measures);
        let mut sums = Vec::with_capacity(n_months * n_groups * n_measures);
        let mut unplaced = Vec::with_capacity(n_months * n_measures);
        if n_measures > 0 {
            for month in self.cells.chunks(self.n_places * n_measures) {
                let (placed, rest) = month.split_at_checked(n_groups * n_measures).ok_or(RegroupError::Ragged)?;
                let start = sums.len();
                sums.extend_from_slice(placed);
                let (shared, nowhere) =
                    rest.split_at_checked(mapping.shared().len() * n_measures).ok_or(RegroupError::Ragged)?;
                unplaced.extend_from_slice(nowhere);
                for (share, totals) in mapping.shared().iter().zip(shared.chunks(n_measures)) {
                    for (measure, total) in totals.iter().enumerate() {
                        let parts = apportion(*total, &share.weights).map_err(|_| RegroupError::TooLarge)?;
                        for (group, part) in share.groups.iter().zip(parts) {
                            let sum = sums
                                .get_mut(start + *group as usize * n_measures + measure)
                                .ok_or(RegroupError::OutOfRange)?;
                            *sum = sum.checked_add(part).ok_or(RegroupError::TooLarge)?;
                        }
                    }
                }
            }
        }
        Ok(Regrouped { groups: mapping.groups().to_vec(), n_months, n_measures, sums, unplaced })
    }
}

impl Regrouped {
    /// Regroups rows that lie in memory, on so many threads.
    ///
    /// # Errors
    /// [`RegroupError`] when the rows do not fit the table or a sum does not fit 64 bits.
    pub fn of_long(
        mapping: &Mapping,
        n_measures: usize,
        rows: Long<'_>,
        threads: NonZero<usize>,
    ) -> Result<Self, RegroupError> {
        let n_rows = rows.value.len();
        if [rows.practice.len(), rows.month.len(), rows.measure.len()] != [n_rows; 3] {
            return Err(RegroupError::Ragged);
        }
        let size = n_rows.div_ceil(threads.get()).max(1);
        let parts = rows
            .practice
            .chunks(size)
            .zip(rows.month.chunks(size))
            .zip(rows.measure.chunks(size))
            .zip(rows.value.chunks(size))
            .map(|(((practice, month), measure), value)| Long { practice, month, measure, value });
        let outcomes: Vec<Result<Sums, RegroupError>> = std::thread::scope(|scope| {
            let working: Vec<_> = parts
                .map(|part| {
                    scope.spawn(move || {
                        let mut sums = Sums::new(mapping, n_measures);
                        sums.add_long(mapping, part).map(|()| sums)
                    })
                })
                .collect();
            working
                .into_iter()
                .map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect()
        });
        let mut all = Sums::new(mapping, n_measures);
        for sums in outcomes {
            all.merge(&sums?)?;
        }
        all.finish(mapping)
    }
}
