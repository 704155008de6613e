//! How many bytes of a file the rows read from it took, for files whose rows are longer or shorter once they are unpacked.

use super::input::ParquetInput;
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How the bytes that rows took are known.
pub(super) enum Taken {
    /// By the lengths of row groups: rows of one group share its bytes evenly.
    Groups(Arc<ParquetInput>),
    /// By what has passed, and how much of that was told before.
    Passed(Arc<AtomicU64>, u64),
}

impl Taken {
    /// The bytes taken by the rows from `before` to `after`, both counted from the beginning of the file; to be asked once, in
    /// order.
    pub(super) fn by(&mut self, before: u64, after: u64) -> u64 {
        match self {
            Self::Groups(input) => bytes_before(input, after) - bytes_before(input, before),
            Self::Passed(passed, told) => {
                let now = passed.load(Ordering::Relaxed);
                let taken = now - *told;
                *told = now;
                taken
            }
        }
    }
}

/// The bytes of so many rows from the beginning.
fn bytes_before(input: &ParquetInput, rows: u64) -> u64 {
    let (mut bytes, mut left) = (0_u64, rows);
    for group in input.metadata.metadata().row_groups() {
        let (rows, length) = (group.num_rows().max(0) as u64, group.compressed_size().max(0) as u64);
        if left < rows {
            let part = u128::from(length) * u128::from(left) / u128::from(rows);
            return bytes.saturating_add(part as u64);
        }
        bytes = bytes.saturating_add(length);
        left -= rows;
    }
    bytes
}

/// A file or stream that counts what is read of it.
pub(super) struct Counting<R> {
    source: R,
    passed: Arc<AtomicU64>,
}

impl<R> Counting<R> {
    pub(super) fn of(source: R) -> (Self, Taken) {
        let passed = Arc::new(AtomicU64::new(0));
        (Self { source, passed: Arc::clone(&passed) }, Taken::Passed(passed, 0))
    }
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.passed.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl<R: Seek> Seek for Counting<R> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.source.seek(to)
    }
}
