//! Files people upload to restate: held in memory, few, for an hour at most, and never written anywhere.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
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
/// How long a file is held.
const HELD_FOR: Duration = Duration::from_hours(1);

/// What a restatement was asked for: equal questions have equal answers.
pub(crate) type Question = (SeriesColumns, Restatement, Sequence);

/// A question with its answer.
type Answered = (Question, Arc<RestatedFile>);

/// The uploads held. Clones share them.
#[derive(Clone, Default)]
pub struct Uploads(Arc<Mutex<HashMap<String, Upload>>>);

/// One file.
#[derive(Clone)]
pub(crate) struct Upload {
    /// The file.
    pub(crate) table: TabularFile,
    n_bytes: usize,
    since: Instant,
    /// The last answer worked out for it.
    answer: Arc<Mutex<Option<Answered>>>,
}

/// Everything that may be held is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Full;

impl Uploads {
    fn held(&self) -> std::sync::MutexGuard<'_, HashMap<String, Upload>> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|_, upload| upload.since.elapsed() < HELD_FOR);
        held
    }

    /// Holds a file under a name nobody can guess, and forgets it in an hour.
    ///
    /// # Errors
    /// [`Full`] when there is no room: nobody's file makes way for another's.
    pub(crate) fn hold(&self, table: TabularFile, n_bytes: usize) -> Result<String, Full> {
        let mut bytes = [0; 18];
        getrandom::fill(&mut bytes).map_err(|_| Full)?;
        let id = URL_SAFE_NO_PAD.encode(bytes);
        let mut held = self.held();
        let n_held: usize = held.values().map(|upload| upload.n_bytes).sum();
        if n_held + n_bytes > HELD_BYTES_MAX {
            return Err(Full);
        }
        held.insert(id.clone(), Upload { table, n_bytes, since: Instant::now(), answer: Arc::default() });
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
    /// The answer to a question, worked out unless it was the last one asked.
    pub(crate) fn answer<E>(
        &self,
        question: &Question,
        work_out: impl FnOnce() -> Result<RestatedFile, E>,
    ) -> Result<Arc<RestatedFile>, E> {
        let mut last = self.answer.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((held, answer)) = &*last
            && held == question
        {
            return Ok(Arc::clone(answer));
        }
        let answer = Arc::new(work_out()?);
        *last = Some((question.clone(), Arc::clone(&answer)));
        Ok(answer)
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
        let (one, other) = (uploads.hold(table(), 13).unwrap(), uploads.hold(table(), 13).unwrap());
        assert!(one != other && one.len() == 24);
        assert!(uploads.find(&one).is_some() && uploads.find("nobody").is_none());
        uploads.forget(&one);
        assert!(uploads.find(&one).is_none() && uploads.find(&other).is_some());
    }

    #[tokio::test]
    async fn what_is_held_is_bounded_and_expires() {
        let uploads = Uploads::default();
        for _ in 0..HELD_BYTES_MAX / UPLOAD_BYTES_MAX {
            uploads.hold(table(), UPLOAD_BYTES_MAX).unwrap();
        }
        assert_eq!(uploads.hold(table(), 1), Err(Full));
        for upload in uploads.0.lock().unwrap().values_mut() {
            upload.since = upload.since.checked_sub(HELD_FOR).unwrap();
        }
        assert!(uploads.hold(table(), 1).is_ok());
        assert_eq!(uploads.held().len(), 1);
    }
}
