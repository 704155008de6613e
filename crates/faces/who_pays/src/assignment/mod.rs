//! Who pays for this record? What the pages and the interface for programs share: the tables in use, answers that can be
//! kept, and runs over files.

mod account;
mod answer;
mod reference;
mod rows;
mod runs;
mod tables;
pub(crate) mod words;

use std::fmt::{self, Debug, Formatter};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use journal::Clock;
use store::Store;
use tokio::sync::{Mutex, Semaphore};

use crate::vintages::ReferenceLoader;
use kit::gate::Gate;

pub(crate) use account::{Account, Asked, Drafted, Made, Mapped, READING};
pub(crate) use answer::{Answer, Row};
pub use reference::{Loaded, ReferenceSource};
pub(crate) use rows::{Drill, Rows, rows_behind};
pub use runs::local_override;
pub(crate) use runs::{Expect, Spooled, begin, check, fetched, mapping_of, overrides_for, overrides_on};
pub(crate) use tables::{by_commissioner, by_flag, by_reason, by_terminal, gains, left_out, moves, stays, variance};

/// How many files of activity may be on their way, waiting or worked on, at most: so many times the largest file is the room on
/// the disk.
const RUNS_AT_ONCE: usize = 12;
/// How many of them may come from one address.
const RUNS_OF_ONE: usize = 4;
/// How long the rows of a run are kept.
pub const ROWS_KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long an answer is kept for its link.
pub const ANSWERS_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// The largest file of activity taken by a page. Units: bytes.
pub const UPLOAD_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// What the names of files and folders begin with while they are worked on.
pub(crate) const SPOOLED: &str = "footprint-run-";
/// The largest mapping or draft. Units: bytes.
pub(crate) const SMALL_FILE_BYTES_MAX: usize = 512 * 1024;

/// The room's own means. Clones share them; the default has none, and its pages say so.
#[derive(Clone, Default)]
pub struct Assignment(Option<Arc<Means>>);

#[derive(Clone)]
struct Means {
    store: Store,
    source: ReferenceSource,
    loader: ReferenceLoader,
    spool: PathBuf,
    clock: Clock,
    upload_bytes_max: u64,
    /// The reference in use, until another is.
    held: Arc<Mutex<Option<reference::Held>>>,
    /// Runs are made one after another: each takes what processors there are.
    turn: Arc<Semaphore>,
    /// Files sent and runs that wait: each takes room on the disk.
    gate: Gate,
}

impl Debug for Assignment {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Assignment")
            .field("source", &self.0.as_ref().map(|means| &means.source))
            .finish_non_exhaustive()
    }
}

impl Assignment {
    /// With a store for what is kept, the tables in use, and a folder for files while they are worked on, which no other server
    /// shares. Files of runs that a server left there when it stopped are deleted.
    ///
    /// # Errors
    /// When the folder cannot be made or cleared.
    pub fn new(store: Store, source: ReferenceSource, spool: PathBuf) -> std::io::Result<Self> {
        make_private(&spool)?;
        for left in std::fs::read_dir(&spool)? {
            let left = left?;
            let is_ours = left.file_name().to_string_lossy().starts_with(SPOOLED);
            let path = left.path();
            match left.file_type()? {
                kind if is_ours && kind.is_dir() => std::fs::remove_dir_all(path)?,
                kind if is_ours && kind.is_file() => std::fs::remove_file(path)?,
                _ => {}
            }
        }
        Ok(Self(Some(Arc::new(Means {
            loader: ReferenceLoader::new(store.clone()),
            store,
            source,
            spool,
            clock: Clock::system(),
            upload_bytes_max: UPLOAD_BYTES_MAX,
            held: Arc::default(),
            turn: Arc::new(Semaphore::new(1)),
            gate: Gate::new(RUNS_AT_ONCE, RUNS_OF_ONE),
        }))))
    }

    /// The same, by another clock.
    #[must_use]
    pub fn with_clock(self, clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        self.changed(|means| means.clock = Clock::of(clock))
    }

    /// The same, with another limit for files.
    #[must_use]
    pub fn with_upload_bytes_max(self, limit: u64) -> Self {
        self.changed(|means| means.upload_bytes_max = limit)
    }

    fn changed(self, change: impl FnOnce(&mut Means)) -> Self {
        Self(self.0.map(|means| {
            let mut means = (*means).clone();
            change(&mut means);
            Arc::new(means)
        }))
    }

    /// The store, if there is one.
    pub fn store(&self) -> Option<&Store> {
        self.0.as_ref().map(|means| &means.store)
    }

    pub(crate) fn spool(&self) -> Option<&Path> {
        self.0.as_ref().map(|means| means.spool.as_path())
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.0.as_ref().map_or_else(|| Clock::system().now(), |means| means.clock.now())
    }

    pub(crate) fn upload_bytes_max(&self) -> u64 {
        self.0.as_ref().map_or(UPLOAD_BYTES_MAX, |means| means.upload_bytes_max)
    }

    /// Where files of activity are let in.
    pub(crate) fn gate(&self) -> Option<&Gate> {
        self.0.as_ref().map(|means| &means.gate)
    }

    pub(crate) fn turn(&self) -> Option<Arc<Semaphore>> {
        self.0.as_ref().map(|means| Arc::clone(&means.turn))
    }
}

/// Makes a folder that only the service's own user may read, where the system has users.
fn make_private(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    #[cfg(unix)]
    std::fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(())
}
