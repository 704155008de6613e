//! What was read, by its length and hash, taken as it passes.

use super::input::Input;
use crate::error::ActivityError;
use crate::reference::hexadecimal;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// An input as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputRead {
    /// Its name.
    pub name: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// The SHA-256 of its bytes, in hexadecimal digits; blank where hashes were not wanted.
    pub sha256: String,
}

/// Whether the hashes of the inputs are wanted: to take them costs about a second of one processor for 1.5 GB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hashes {
    /// They are.
    #[default]
    Taken,
    /// Only names and lengths are.
    NotTaken,
}

/// What has passed so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Passed {
    hash: Sha256,
    bytes: u64,
}

impl Passed {
    fn of(self, name: &str, hashes: Hashes) -> InputRead {
        let sha256 = match hashes {
            Hashes::Taken => hexadecimal(&self.hash.finalize()),
            Hashes::NotTaken => String::new(),
        };
        InputRead { name: name.to_owned(), bytes: self.bytes, sha256 }
    }
}

/// How the hash of an input comes about.
pub(crate) enum Hashing {
    /// As its bytes are read, from first to last.
    Passing(Arc<Mutex<Passed>>, Hashes),
    /// Beside the reading, for a file whose parts are read in no order.
    Beside(PathBuf, Hashes),
    /// It runs.
    Running(PathBuf, JoinHandle<std::io::Result<Passed>>, Hashes),
}

/// A stream that counts and hashes what passes.
pub(crate) struct Passing<R> {
    source: R,
    passed: Arc<Mutex<Passed>>,
    hashes: Hashes,
}

impl<R: Read> Read for Passing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.source.read(buffer)?;
        let mut passed = self.passed.lock().unwrap_or_else(PoisonError::into_inner);
        passed.bytes += read as u64;
        if self.hashes == Hashes::Taken {
            passed.hash.update(buffer.get(..read).unwrap_or_default());
        }
        Ok(read)
    }
}

impl Hashing {
    /// A stream that is hashed as it is read, and its hashing.
    pub(crate) fn passing<R: Read>(source: R, hashes: Hashes) -> (Passing<R>, Self) {
        let passed = Arc::new(Mutex::new(Passed::default()));
        (Passing { source, passed: Arc::clone(&passed), hashes }, Self::Passing(passed, hashes))
    }

    /// Begins what runs beside the reading.
    pub(crate) fn begin(&mut self) {
        if let Self::Beside(path, hashes) = self {
            let (path, hashes) = (path.clone(), *hashes);
            let read = path.clone();
            *self = Self::Running(path, std::thread::spawn(move || pass(&read, hashes)), hashes);
        }
    }

    /// The whole, once everything has been read.
    pub(crate) fn finish(self, input: &str) -> Result<InputRead, ActivityError> {
        match self {
            Self::Passing(passed, hashes) => {
                let passed = passed.lock().unwrap_or_else(PoisonError::into_inner).clone();
                Ok(passed.of(input, hashes))
            }
            Self::Beside(path, hashes) => {
                let passed = pass(&path, hashes).map_err(|source| ActivityError::Unreadable { path, source })?;
                Ok(passed.of(input, hashes))
            }
            Self::Running(path, running, hashes) => {
                let passed = running.join().map_err(|_| ActivityError::Worker)?;
                let passed = passed.map_err(|source| ActivityError::Unreadable { path, source })?;
                Ok(passed.of(input, hashes))
            }
        }
    }
}

/// Reads a file from first to last.
fn pass(path: &Path, hashes: Hashes) -> std::io::Result<Passed> {
    let file = File::open(path)?;
    if hashes == Hashes::NotTaken {
        return Ok(Passed { bytes: file.metadata()?.len(), ..Passed::default() });
    }
    let mut passed = Passed::default();
    let mut file = BufReader::with_capacity(1 << 20, file);
    loop {
        let bytes = file.fill_buf()?;
        let n = bytes.len();
        if n == 0 {
            return Ok(passed);
        }
        passed.hash.update(bytes);
        passed.bytes += n as u64;
        file.consume(n);
    }
}

/// The hash and length of a file as a run takes them.
///
/// # Errors
/// [`ActivityError::Unreadable`] when the disk refuses.
pub fn hash_of_file(path: &Path) -> Result<InputRead, ActivityError> {
    let name = Input::File(path.to_owned()).name();
    Hashing::Beside(path.to_owned(), Hashes::Taken).finish(&name)
}
