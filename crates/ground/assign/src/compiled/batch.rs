//! Columns in, outcomes out.

use super::facts::PracticeFact;
use super::lane::Far;
use super::{Coded, Compiled, OUT_OF_SCOPE, Outcome};
use crate::day::NO_DAY;
use crate::outcome::Terminal;
use crate::record::Traits;

/// A column of numbers, as they are or through a dictionary.
#[derive(Clone, Copy, Debug)]
pub enum Column<'b> {
    /// Every record has this number.
    All(u32),
    /// The numbers themselves, one a record.
    Plain(&'b [u32]),
    /// Keys into a dictionary of numbers, one a record: what a dictionary-encoded file holds.
    Dictionary {
        /// One a record.
        keys: &'b [u32],
        /// The number of each key.
        values: &'b [u32],
    },
}

impl Column<'_> {
    #[inline]
    fn at(&self, row: usize) -> u32 {
        match self {
            Self::All(number) => *number,
            Self::Plain(numbers) => numbers.get(row).copied().unwrap_or_default(),
            Self::Dictionary { keys, values } => {
                let key = keys.get(row).copied().unwrap_or_default();
                values.get(key as usize).copied().unwrap_or_default()
            }
        }
    }
}

/// A column of one of the small fields: keys, and the [`Traits`] of each key.
#[derive(Clone, Copy, Debug)]
pub enum Small<'b> {
    /// Wide keys.
    Keys32(&'b [u32], &'b [Traits]),
    /// Keys of a byte: enough for most small fields.
    Keys8(&'b [u8], &'b [Traits]),
    /// Traits already worked out, one a record.
    Traits(&'b [Traits]),
}

impl Small<'_> {
    #[inline]
    fn at(&self, row: usize) -> Traits {
        let (key, traits) = match self {
            Self::Keys32(keys, traits) => (keys.get(row).map(|key| *key as usize), *traits),
            Self::Keys8(keys, traits) => (keys.get(row).map(|key| usize::from(*key)), *traits),
            Self::Traits(traits) => (Some(row), *traits),
        };
        key.and_then(|key| traits.get(key)).copied().unwrap_or_default()
    }
}

/// Some records, column by column. Every column is as long as the batch; a shorter one reads as blank past its end.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'b> {
    /// Numbers of [`Compiled::practice`].
    pub practice: Column<'b>,
    /// Numbers of [`Compiled::postcode`].
    pub postcode: Column<'b>,
    /// Numbers of [`Compiled::provider`].
    pub provider: Column<'b>,
    /// Numbers of [`Compiled::service`].
    pub service: Column<'b>,
    /// The small fields; the traits of a record are those of all these columns together.
    pub small: &'b [Small<'b>],
    /// The four dates in the order of [`Compiled::DATES`]: days since 1970, [`NO_DAY`] for none. An empty column is one
    /// without dates.
    pub days: [&'b [i32]; 4],
    /// Numbers of [`Overrides::number`](crate::Overrides::number); `Column::All(0)` for none.
    pub overrides: Column<'b>,
}

impl Compiled {
    /// The answers for a batch: one a slot of `outcomes`, in order. Nothing is allocated.
    ///
    /// Records are taken some at a time: first everything that lies far away in memory is asked for, for all of them, and
    /// only then is each one answered, so that the waits overlap.
    pub fn assign_batch(&self, batch: &Batch<'_>, outcomes: &mut [Outcome]) {
        let mut records = [(Coded::BLANK, Err(Terminal::OutOfScope)); AHEAD];
        let mut far = [Far::default(); AHEAD];
        let mut first = 0;
        for some in outcomes.chunks_mut(AHEAD) {
            for (row, slot) in (first..first + some.len()).zip(&mut records) {
                let record = self.row(batch, row);
                *slot = (record, self.lane(&record));
            }
            // Nothing but the far reads: the shorter these loops, the more of them are under way at once.
            for ((record, lane), far) in records.iter().take(some.len()).zip(&mut far) {
                far.held = lane.map_or(0, |lane| lane.held(record));
            }
            for ((record, lane), far) in records.iter().take(some.len()).zip(&mut far) {
                far.practice = lane.map_or_else(|_| PracticeFact::default(), |lane| lane.practice(record));
            }
            for ((outcome, (record, lane)), far) in some.iter_mut().zip(&records).zip(&far) {
                *outcome = match lane {
                    Ok(lane) => self.assign_in(lane, record, *far),
                    Err(terminal) => Outcome::outside(*terminal),
                };
            }
            first += some.len();
        }
    }

    #[inline]
    fn row(&self, batch: &Batch<'_>, row: usize) -> Coded {
        let traits = batch.small.iter().fold(Traits::default(), |traits, small| traits | small.at(row));
        let day = match self.date_number(traits) {
            OUT_OF_SCOPE => NO_DAY,
            number => batch.days.get(usize::from(number)).and_then(|days| days.get(row)).copied().unwrap_or(NO_DAY),
        };
        Coded {
            practice: batch.practice.at(row),
            postcode: batch.postcode.at(row),
            provider: batch.provider.at(row),
            service: batch.service.at(row),
            traits,
            day,
            override_number: batch.overrides.at(row),
        }
    }
}

/// How many records are read ahead: enough for the waits to overlap, few enough to stay in the nearest cache.
const AHEAD: usize = 64;

impl Coded {
    const BLANK: Self =
        Self { practice: 0, postcode: 0, provider: 0, service: 0, traits: Traits(0), day: NO_DAY, override_number: 0 };
}

impl Default for Outcome {
    fn default() -> Self {
        Self::NOTHING
    }
}
