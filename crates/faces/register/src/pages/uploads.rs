//! Files people upload to restate: held in memory, few, for an hour at most, and never written anywhere.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use import::restating::{RestatedFile, SeriesColumns};
use import::tabular::TabularFile;
use register::restate::Restatement;
use terms::Sequence;

/// The largest file taken. Units: bytes.
pub(crate) const UPLOAD_BYTES_MAX: usize = 64 * 1024 * 1024;
/// The most that is held of everybody's together. Units: bytes.
const HELD_BYTES_MAX: usize = 256 * 1024 * 1024;
/// The most that is held of one address: half, so that no one address takes all. Units: bytes.
const HELD_BYTES_MAX_OF_ADDRESS: usize = HELD_BYTES_MAX / 2;
/// How long a file is held.
const HELD_FOR: Duration = Duration::from_hours(1);

/// What a restatement was asked for: equal questions have equal answers.
pub(crate) type Question = (SeriesColumns, Restatement, Sequence);

/// An answer, or why there is none, in words: a file that cannot be read is not read again at every look.
pub(crate) type Answer = Result<Arc<RestatedFile>, String>;

/// The start of a file: enough to choose columns by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sample {
    /// The first rows.
    pub(crate) rows: Vec<Vec<String>>,
    /// Whether each column holds nothing but numbers.
    pub(crate) has_numbers: Vec<bool>,
}

/// The uploads held. Clones share them.
#[derive(Clone, Default)]
pub struct Uploads(Arc<Mutex<HashMap<String, Upload>>>);

/// One file.
#[derive(Clone)]
pub(crate) struct Upload {
    /// The file.
    pub(crate) table: TabularFile,
    n_bytes: usize,
    /// Where it came from.
    address: String,
    since: Instant,
    /// Its start, or why it cannot be read.
    sample: Arc<OnceLock<Result<Sample, String>>>,
    /// The last question about it, and what came of it.
    answer: Arc<Mutex<Option<(Question, Answer)>>>,
}

/// Why a file is not held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Full {
    /// Everything that may be held is.
    OfEverybody,
    /// All that may be held of this address is.
    OfAddress,
}

impl Uploads {
    fn held(&self) -> std::sync::MutexGuard<'_, HashMap<String, Upload>> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|_, upload| upload.since.elapsed() < HELD_FOR);
        held
    }

    /// Holds a file from an address under a name nobody can guess, and forgets it in an hour.
    ///
    /// # Errors
    /// [`Full`] when there is no room: nobody's file makes way for another's.
    pub(crate) fn hold(&self, table: TabularFile, n_bytes: usize, address: &str) -> Result<String, Full> {
        let mut bytes = [0; 18];
        getrandom::fill(&mut bytes).map_err(|_| Full::OfEverybody)?;
        let id = URL_SAFE_NO_PAD.encode(bytes);
        let mut held = self.held();
        let sum =
            |of: &dyn Fn(&Upload) -> bool| held.values().filter(|upload| of(upload)).map(|upload| upload.n_bytes).sum();
        let (of_address, of_everybody): (usize, usize) = (sum(&|upload| upload.address == address), sum(&|_| true));
        if of_address + n_bytes > HELD_BYTES_MAX_OF_ADDRESS {
            return Err(Full::OfAddress);
        }
        if of_everybody + n_bytes > HELD_BYTES_MAX {
            return Err(Full::OfEverybody);
        }
        let address = address.to_owned();
        held.insert(
            id.clone(),
            Upload { table, n_bytes, address, since: Instant::now(), sample: Arc::default(), answer: Arc::default() },
        );
        drop(held);
        let uploads = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(HELD_FOR).await;
            drop(uploads.held());
        });
        Ok(id)
    }

    /// A file by its name.
    pub(crate) fn find(&self, id: &str) -> Option<Upload> {
        self.held().get(id).cloned()
    }

    /// Forgets a file now.
    pub(crate) fn forget(&self, id: &str) {
        self.held().remove(id);
    }
}

impl Upload {
    /// The start of the file, looked at once.
    pub(crate) fn sample(&self, look: impl FnOnce(&TabularFile) -> Result<Sample, String>) -> Result<Sample, String> {
        self.sample.get_or_init(|| look(&self.table)).clone()
    }

    /// The answer to a question, or why there is none, worked out unless it was the last one asked.
    pub(crate) fn answer<E: std::fmt::Display>(
        &self,
        question: &Question,
        work_out: impl FnOnce() -> Result<RestatedFile, E>,
    ) -> Answer {
        let mut last = self.answer.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((held, answer)) = &*last
            && held == question
        {
            return answer.clone();
        }
        let answer = work_out().map(Arc::new).map_err(|error| error.to_string());
        *last = Some((question.clone(), answer.clone()));
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> TabularFile {
        TabularFile::from_bytes("a.csv", b"code,n\n14Y,1\n".to_vec()).unwrap()
    }

    #[tokio::test]
    async fn a_file_is_found_by_its_name_alone_until_it_is_forgotten() {
        let uploads = Uploads::default();
        let (one, other) = (uploads.hold(table(), 13, "a").unwrap(), uploads.hold(table(), 13, "a").unwrap());
        assert!(one != other && one.len() == 24);
        assert!(uploads.find(&one).is_some() && uploads.find("nobody").is_none());
        uploads.forget(&one);
        assert!(uploads.find(&one).is_none() && uploads.find(&other).is_some());
    }

    #[tokio::test]
    async fn what_is_held_is_bounded_and_expires() {
        let uploads = Uploads::default();
        for address in ["a", "a", "b"] {
            uploads.hold(table(), UPLOAD_BYTES_MAX, address).unwrap();
        }
        assert_eq!(uploads.hold(table(), 1, "a"), Err(Full::OfAddress), "one address cannot take all");
        uploads.hold(table(), UPLOAD_BYTES_MAX, "c").unwrap();
        assert_eq!(uploads.hold(table(), 1, "d"), Err(Full::OfEverybody));
        for upload in uploads.0.lock().unwrap().values_mut() {
            upload.since = upload.since.checked_sub(HELD_FOR).unwrap();
        }
        assert!(uploads.hold(table(), 1, "a").is_ok());
        assert_eq!(uploads.held().len(), 1);
    }

    #[tokio::test]
    async fn what_failed_is_remembered_as_failed() {
        let uploads = Uploads::default();
        let upload = uploads.find(&uploads.hold(table(), 13, "a").unwrap()).unwrap();
        let columns = SeriesColumns {
            code: "code".to_owned(),
            day: import::restating::SeriesDay::Fixed(terms::Date::constant(2020, 1, 1)),
            keys: Vec::new(),
            values: vec!["n".to_owned()],
        };
        let (mode, by) = (register::restate::Mode::AsIs, register::Weights::ListSize);
        let question = (columns, Restatement { to: terms::Date::constant(2020, 1, 1), mode, by }, Sequence(1));
        let mut worked = 0;
        for _ in 0..3 {
            let answer = upload.answer(&question, || {
                worked += 1;
                Err("it is too large")
            });
            assert_eq!(answer.err().as_deref(), Some("it is too large"));
        }
        let mut looked = 0;
        for _ in 0..3 {
            let sample = upload.sample(|_| {
                looked += 1;
                Err("it is too large".to_owned())
            });
            assert_eq!(sample, Err("it is too large".to_owned()));
        }
        assert_eq!((worked, looked), (1, 1));
    }
}
