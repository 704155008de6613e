//! The journal: open, append, read, and what is kept beside the entries.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use sqlx::{AnyConnection, Row};
use tokio::sync::{Mutex, watch};

use crate::backup::with_suffix;
use crate::believed::ClockConsent;
use crate::clock::Clock;
use crate::entry::{Attached, Draft, Entry, FactFile, FactFileRef, Payload, not_before};
use crate::erasure::write_erasures;
use crate::error::JournalError;
use crate::hash::{FileHash, Hash, PayloadHash};
use crate::merkle::Frontier;
use crate::state_file::cache_folder;
use crate::store::{
    TransactionError, in_transaction, last_of, last_sequence, open, open_as_is, open_file, signed, sql,
};
use database::{Database, Engine};

/// How many rows one statement fetches at most.
pub(crate) const PAGE: usize = 1000;

/// How hard fact files are packed: text files shrink about tenfold at a cost the disk would take anyway.
const ZSTD_LEVEL: i32 = 3;

/// How often the database is asked for news that no notice announced.
const POLL: Duration = Duration::from_secs(1);

/// The record, and the clock it is timed by. A handle: clones share one set of connections.
#[derive(Clone)]
pub struct Journal(Arc<Inner>, Clock, StatePlace);

/// Where what is worked out from the record is kept between runs of the program.
#[derive(Clone, Debug)]
enum StatePlace {
    /// Beside the database, if that is a file; else in a folder of this machine, by the journal's first entry.
    Usual,
    /// In a file.
    At(Arc<Path>),
}

pub(crate) struct Inner {
    pub(crate) database: Database,
    frontier: Mutex<Frontier>,
    news: watch::Sender<u64>,
    consent: ClockConsent,
}

/// Where the journal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The last entry, 0 when there is none.
    pub sequence: u64,
    /// The root of the tree over all entries.
    pub root: Hash,
}

/// An entry about to be recorded, with what goes beside it.
#[derive(Debug)]
pub(crate) struct Recording {
    pub(crate) entry: Entry,
    payloads: Vec<Payload>,
    files: Vec<(FileHash, Option<Vec<u8>>)>,
}

impl Recording {
    /// Makes the entry and packs its fact files.
    pub(crate) fn new(
        draft: &Draft,
        erases: &[PayloadHash],
        sequence: u64,
        recorded_at: Timestamp,
    ) -> Result<Recording, JournalError> {
        let entry = Entry::record(draft, erases, sequence, recorded_at)?;
        let mut files = Vec::with_capacity(draft.files.len());
        for file in &draft.files {
            files.push((
                file.hash(),
                match file {
                    FactFileRef::Offered(file) => Some(pack(file)?),
                    FactFileRef::Stored(_) => None,
                },
            ));
        }
        Ok(Recording { entry, payloads: draft.payloads.clone(), files })
    }
}

impl Journal {
    /// Opens a journal, making its tables when they are not there.
    ///
    /// `address` is a path, `sqlite:PATH`, `sqlite::memory:` or `postgres://…`.
    pub async fn open(address: &str) -> Result<Journal, JournalError> {
        Journal::with_tables(open(address).await?).await
    }

    /// Opens a journal in a SQLite file, whatever its path looks like.
    pub async fn open_file(path: &Path) -> Result<Journal, JournalError> {
        Journal::with_tables(open_file(path).await?).await
    }

    /// Opens a journal as it is and writes nothing, not even tables that are missing: to read it, or to check it.
    ///
    /// # Errors
    /// [`JournalError::Open`] when the database holds no journal.
    pub async fn open_as_is(address: &str) -> Result<Journal, JournalError> {
        let database = open_as_is(address).await?;
        // What does not read is for whoever checks it to name.
        let sequence = match last_of(&database).await {
            Err(error) if error.damage().is_none() => return Err(error),
            read => read.unwrap_or(0),
        };
        Ok(Journal::with(database, sequence))
    }

    async fn with_tables(database: Database) -> Result<Journal, JournalError> {
        let sequence = last_of(&database).await?;
        Ok(Journal::with(database, sequence))
    }

    fn with(database: Database, sequence: u64) -> Journal {
        let (news, _) = watch::channel(sequence);
        let consent = ClockConsent::default();
        let inner = Arc::new(Inner { database, frontier: Mutex::default(), news, consent });
        if inner.database.engine == Engine::Postgres {
            crate::news::listen(&inner);
        }
        Journal(inner, Clock::system(), StatePlace::Usual)
    }

    /// The same journal, timed by another clock than the machine's.
    #[must_use]
    pub fn timed_by(self, clock: Clock) -> Journal {
        Journal(self.0, clock, self.2)
    }

    /// The same journal, whose state is kept in another file than usual.
    #[must_use]
    pub fn keeping_state_at(self, path: &Path) -> Journal {
        Journal(self.0, self.1, StatePlace::At(path.into()))
    }

    /// The file in which a state of this journal is kept; nothing for one in memory, or when there is nowhere to keep it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn state_path(&self) -> Result<Option<PathBuf>, JournalError> {
        if let StatePlace::At(path) = &self.2 {
            return Ok(Some(path.to_path_buf()));
        }
        match self.engine() {
            Engine::SqliteMemory => Ok(None),
            Engine::SqliteFile => Ok(self.0.database.file().map(|file| with_suffix(&file, ".state"))),
            Engine::Postgres => {
                let first = self.leaf_hashes(0, 1).await?.pop();
                Ok(cache_folder().zip(first).map(|(folder, first)| folder.join(format!("{first}.state"))))
            }
        }
    }

    /// What it is timed by.
    pub fn clock(&self) -> &Clock {
        &self.1
    }

    /// Which database holds it.
    pub fn engine(&self) -> Engine {
        self.0.database.engine
    }

    /// Takes this machine's clock for right, however far it is from the last entry. Without it an act is refused
    /// ([`JournalError::Clock`]) when the clock is behind that entry, or more than a year ahead of it.
    pub fn accept_clock(&self) {
        self.0.consent.give();
    }

    pub(crate) fn consent(&self) -> &ClockConsent {
        &self.0.consent
    }

    pub(crate) fn database(&self) -> &Database {
        &self.0.database
    }

    /// Has the database prepare every statement there is. Returns how many.
    ///
    /// # Errors
    /// The first statement the database does not accept, by the name of its file.
    pub async fn prepare_statements(&self) -> Result<usize, JournalError> {
        use sqlx::Executor as _;
        let scans = sql::SCANS.iter().map(|(file, scan)| (file, scan.on(self.engine())));
        for (file, statement) in sql::ALL.iter().map(|(file, statement)| (file, *statement)).chain(scans) {
            (&self.0.database.read)
                .prepare(sqlx::SqlStr::from_static(statement))
                .await
                .map_err(|cause| JournalError::Stopped(format!("{file}.sql: {cause}")))?;
        }
        Ok(sql::ALL.len() + sql::SCANS.len())
    }

    /// Closes the connections; open handles can no longer be used.
    pub async fn close(&self) {
        self.0.database.close().await;
    }

    /// Where the journal stands now, whoever appended last.
    pub async fn head(&self) -> Result<Head, JournalError> {
        let frontier = self.caught_up().await?;
        Ok(Head { sequence: frontier.size(), root: frontier.root() })
    }

    /// The last entry's sequence, 0 when there is none. Cheaper than [`Journal::head`].
    pub async fn last_sequence(&self) -> Result<u64, JournalError> {
        last_of(&self.0.database).await
    }

    async fn caught_up(&self) -> Result<Frontier, JournalError> {
        let mut frontier = self.0.frontier.lock().await;
        loop {
            let hashes = self.leaf_hashes(frontier.size(), PAGE).await?;
            for leaf in &hashes {
                frontier.push(*leaf);
            }
            if hashes.len() < PAGE {
                return Ok(frontier.clone());
            }
        }
    }

    /// The stored leaf hashes after an entry, at most `limit`, in order and without gaps.
    pub(crate) async fn leaf_hashes(&self, after: u64, limit: usize) -> Result<Vec<Hash>, JournalError> {
        let rows = sqlx::query(sql::READ_LEAF_HASHES)
            .bind(signed(after))
            .bind(signed(limit as u64))
            .fetch_all(&self.0.database.read)
            .await?;
        let mut hashes = Vec::with_capacity(rows.len());
        for (row, sequence) in rows.iter().zip(after + 1..) {
            if row.try_get::<i64, _>("sequence")? != signed(sequence) {
                return Err(JournalError::Unreadable { sequence, reason: "it is missing".into() });
            }
            let stored: Vec<u8> = row.try_get("leaf_hash")?;
            hashes.push(Hash::from_bytes(&stored).ok_or_else(|| JournalError::Unreadable {
                sequence,
                reason: format!("its hash has {} bytes", stored.len()),
            })?);
        }
        Ok(hashes)
    }

    /// Appends one entry if the journal still stands at `expected`. Durable when it returns.
    ///
    /// # Errors
    /// [`JournalError::Conflict`] when someone else appended: catch up and decide again.
    /// [`JournalError::OutcomeUnknown`] when the connection broke during the commit and the database cannot be asked.
    pub async fn append(&self, expected: u64, draft: Draft) -> Result<Entry, JournalError> {
        let now = self.1.now();
        if let Some(last) = self.last_entry().await? {
            self.0.consent.check(now, last.recorded_at)?;
        }
        self.append_at(expected, draft, now).await
    }

    /// As [`Journal::append`], at a moment the caller states.
    pub async fn append_at(&self, expected: u64, draft: Draft, now: Timestamp) -> Result<Entry, JournalError> {
        let last = self.last_entry().await?;
        let (found, last_at) = last.map_or((0, Timestamp::MIN), |entry| (entry.sequence, entry.recorded_at));
        if found != expected {
            return Err(JournalError::Conflict { expected, found });
        }
        let erases = self.erased_by(&draft, &[]).await?;
        let recording = tokio::task::spawn_blocking(move || {
            Recording::new(&draft, &erases, expected + 1, not_before(now, last_at))
        })
        .await
        .map_err(|cause| JournalError::Stopped(cause.to_string()))??;
        let group = [recording];
        self.append_group(expected, &group).await?;
        let [recording] = group;
        Ok(recording.entry)
    }

    /// Appends a whole group in one transaction, with one flush to disk, if the journal still stands at `expected`.
    pub(crate) async fn append_group(&self, expected: u64, group: &[Recording]) -> Result<(), JournalError> {
        let Some(last) = group.last() else { return Ok(()) };
        let batch = batch_name()?;
        let engine = self.engine();
        let write =
            async |connection: &mut AnyConnection| write_group(connection, engine, expected, group, &batch).await;
        let outcome = in_transaction(&self.0.database, write).await;
        match outcome {
            Ok(()) => {}
            Err(TransactionError::NotCommitted(error)) => return Err(self.perhaps_conflict(expected, error).await),
            Err(TransactionError::AtCommit(cause)) => self.settle_commit(expected, &batch, cause).await?,
        }
        self.0.announce(last.entry.sequence);
        if group.iter().any(|recording| !recording.entry.erases.is_empty()) {
            self.forget_log().await;
        }
        Ok(())
    }

    /// A sequence that is already taken means that another server appended first.
    async fn perhaps_conflict(&self, expected: u64, error: JournalError) -> JournalError {
        match &error {
            JournalError::Database(sqlx::Error::Database(cause)) if cause.is_unique_violation() => {
                match last_of(&self.0.database).await {
                    Ok(found) if found != expected => JournalError::Conflict { expected, found },
                    _ => error,
                }
            }
            _ => error,
        }
    }

    /// Finds out whether a commit took effect whose answer was lost.
    ///
    /// A look alone could come too early: the old transaction may still be about to commit. Claiming the same sequence
    /// waits until that transaction is decided, and then either succeeds (it never will be) or says who has it.
    async fn settle_commit(&self, expected: u64, batch: &str, cause: sqlx::Error) -> Result<(), JournalError> {
        let first = expected + 1;
        let waits: &[u64] = match self.engine() {
            // A server may have to come back; a disk either answers or does not.
            Engine::Postgres => &[10, 100, 500, 2000, 5000],
            Engine::SqliteFile | Engine::SqliteMemory => &[10, 50, 200],
        };
        for wait in waits {
            tokio::time::sleep(Duration::from_millis(*wait)).await;
            let claim = in_transaction(&self.0.database, async |connection| -> Result<(), JournalError> {
                let found: Option<String> =
                    match sqlx::query(sql::ENTRY_BATCH).bind(signed(first)).fetch_optional(&mut *connection).await? {
                        Some(row) => Some(row.try_get("batch")?),
                        None => None,
                    };
                if let Some(found) = found {
                    let found_at = last_sequence(connection).await?;
                    return Err(if found == batch {
                        JournalError::Stopped("committed".into())
                    } else {
                        JournalError::Conflict { expected, found: found_at }
                    });
                }
                sqlx::query(sql::INSERT_ENTRY)
                    .bind(signed(first))
                    .bind(Vec::new())
                    .bind(vec![0_u8; 32])
                    .bind(batch)
                    .execute(&mut *connection)
                    .await?;
                // The claim was only to learn that the place is free; it is given back.
                Err(JournalError::Stopped("free".into()))
            })
            .await;
            match claim {
                Err(TransactionError::NotCommitted(JournalError::Stopped(outcome))) if outcome == "committed" => {
                    return self.make_durable(first, &cause).await;
                }
                Err(TransactionError::NotCommitted(JournalError::Stopped(outcome))) if outcome == "free" => {
                    return Err(cause.into());
                }
                Err(TransactionError::NotCommitted(conflict @ JournalError::Conflict { .. })) => return Err(conflict),
                _ => {}
            }
        }
        Err(JournalError::OutcomeUnknown { first, cause: cause.to_string() })
    }

    /// Makes sure that a commit found in the database after a failure is on disk, not only in the system's memory.
    ///
    /// SQLite may have failed to flush its log; the system may since have taken those pages for clean, so that flushing again
    /// would succeed and do nothing. Copying the log into the database file writes and flushes other pages.
    async fn make_durable(&self, first: u64, cause: &sqlx::Error) -> Result<(), JournalError> {
        // PostgreSQL stops rather than go on after a failed flush: what it shows as committed is durable.
        let unknown = |cause: String| JournalError::OutcomeUnknown { first, cause };
        let copied = self.0.database.empty_log().await.map_err(|again| unknown(again.to_string()))?;
        if copied { Ok(()) } else { Err(unknown(cause.to_string())) }
    }

    async fn last_entry(&self) -> Result<Option<Entry>, JournalError> {
        let row = sqlx::query(sql::LAST_ENTRY).fetch_optional(&self.0.database.read).await?;
        row.map(|row| Entry::read(row.try_get::<i64, _>("sequence")?.unsigned_abs(), row.try_get("leaf")?)).transpose()
    }

    /// The entries after one, in order, at most `limit`.
    pub async fn read(&self, after: u64, limit: usize) -> Result<Vec<Entry>, JournalError> {
        let rows = sqlx::query(sql::READ_ENTRIES)
            .bind(signed(after))
            .bind(signed(limit as u64))
            .fetch_all(&self.0.database.read)
            .await?;
        rows.iter()
            .map(|row| Entry::read(row.try_get::<i64, _>("sequence")?.unsigned_abs(), row.try_get("leaf")?))
            .collect()
    }

    /// Waits until there is an entry after the one given, or `at_most` so long. Returns the last entry there is.
    ///
    /// Notices between servers are a hint only: the database is also asked once a second.
    pub async fn wait_for_news(&self, after: u64, at_most: Duration) -> Result<u64, JournalError> {
        let give_up = tokio::time::Instant::now() + at_most;
        let mut news = self.0.news.subscribe();
        loop {
            let last = last_of(&self.0.database).await?;
            let now = tokio::time::Instant::now();
            if last > after || now >= give_up {
                return Ok(last);
            }
            // A notice and the end of the wait both lead to the same look at the database.
            drop(tokio::time::timeout_at(give_up.min(now + POLL), news.changed()).await);
        }
    }

    /// The bytes of a fact file, checked against its name.
    pub async fn fact_file(&self, hash: &FileHash) -> Result<Vec<u8>, JournalError> {
        let row = sqlx::query(sql::READ_FILE)
            .bind(hash.to_string())
            .fetch_optional(&self.0.database.read)
            .await?
            .ok_or(JournalError::NoSuchFile(*hash))?;
        let packed: Vec<u8> = row.try_get("packed")?;
        let named = *hash;
        tokio::task::spawn_blocking(move || unpack(&named, &packed))
            .await
            .map_err(|cause| JournalError::Stopped(cause.to_string()))?
    }

    /// Whether a fact file is in the store.
    pub async fn has_fact_file(&self, hash: &FileHash) -> Result<bool, JournalError> {
        let row = sqlx::query(sql::FILE_EXISTS).bind(hash.to_string()).fetch_optional(&self.0.database.read).await?;
        Ok(row.is_some())
    }

    /// A payload kept beside its entry.
    ///
    /// # Errors
    /// [`JournalError::Erased`] when it was erased, [`JournalError::NoSuchPayload`] when there never was one.
    pub async fn payload(&self, hash: &PayloadHash) -> Result<Payload, JournalError> {
        let row = sqlx::query(sql::READ_PAYLOAD).bind(hash.to_string()).fetch_optional(&self.0.database.read).await?;
        match row {
            Some(row) => payload_of(hash, &row.try_get::<Vec<u8>, _>("salt")?, row.try_get("bytes")?),
            None if self.was_erased(hash).await? => Err(JournalError::Erased(*hash)),
            None => Err(JournalError::NoSuchPayload(*hash)),
        }
    }

    /// Whether a payload was erased.
    pub async fn was_erased(&self, hash: &PayloadHash) -> Result<bool, JournalError> {
        let row = sqlx::query(sql::READ_ERASURE).bind(hash.to_string()).fetch_optional(&self.0.database.read).await?;
        Ok(row.is_some())
    }

    /// What an entry names, read from the store.
    pub async fn attached(&self, entry: &Entry) -> Result<Attached, JournalError> {
        let mut attached = Attached::default();
        for hash in &entry.files {
            attached.files.insert(*hash, Arc::new(self.fact_file(hash).await?));
        }
        for hash in &entry.payloads {
            match self.payload(hash).await {
                Ok(payload) => drop(attached.payloads.insert(*hash, payload.bytes().to_vec())),
                Err(JournalError::Erased(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(attached)
    }
}

impl Inner {
    /// Tells those who wait in this process. News never runs backwards.
    pub(crate) fn announce(&self, sequence: u64) {
        self.news.send_if_modified(|last| {
            let newer = sequence > *last;
            *last = sequence.max(*last);
            newer
        });
    }
}

async fn write_group(
    connection: &mut AnyConnection,
    engine: Engine,
    expected: u64,
    group: &[Recording],
    batch: &str,
) -> Result<(), JournalError> {
    let found = last_sequence(connection).await?;
    if found != expected {
        return Err(JournalError::Conflict { expected, found });
    }
    for (recording, sequence) in group.iter().zip(expected + 1..) {
        assert_eq!(recording.entry.sequence, sequence, "a group's entries follow one another");
        for (hash, packed) in &recording.files {
            write_file(connection, hash, packed.as_deref()).await?;
        }
        for payload in &recording.payloads {
            write_payload(connection, payload).await?;
        }
        write_entry(connection, &recording.entry, batch).await?;
        write_erasures(connection, &recording.entry).await?;
    }
    if engine == Engine::Postgres {
        let last = signed(expected + group.len() as u64).to_string();
        sqlx::query(sql::POSTGRES_NOTIFY).bind(last).execute(connection).await?;
    }
    Ok(())
}

pub(crate) async fn write_entry(
    connection: &mut AnyConnection,
    entry: &Entry,
    batch: &str,
) -> Result<(), JournalError> {
    sqlx::query(sql::INSERT_ENTRY)
        .bind(signed(entry.sequence))
        .bind(entry.stored.as_slice())
        .bind(entry.leaf_hash.as_bytes().as_slice())
        .bind(batch)
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn write_file(
    connection: &mut AnyConnection,
    hash: &FileHash,
    packed: Option<&[u8]>,
) -> Result<(), JournalError> {
    if let Some(packed) = packed {
        sqlx::query(sql::INSERT_FILE).bind(hash.to_string()).bind(packed).execute(connection).await?;
    } else {
        let row = sqlx::query(sql::FILE_EXISTS).bind(hash.to_string()).fetch_optional(connection).await?;
        row.ok_or(JournalError::NoSuchFile(*hash))?;
    }
    Ok(())
}

pub(crate) async fn write_payload(connection: &mut AnyConnection, payload: &Payload) -> Result<(), JournalError> {
    sqlx::query(sql::INSERT_PAYLOAD)
        .bind(payload.hash().to_string())
        .bind(payload.salt().as_slice())
        .bind(payload.bytes())
        .execute(connection)
        .await?;
    Ok(())
}

/// A payload read back, if it still is what its hash says.
pub(crate) fn payload_of(hash: &PayloadHash, salt: &[u8], bytes: Vec<u8>) -> Result<Payload, JournalError> {
    let salt: [u8; 32] = salt.try_into().map_err(|_| JournalError::NoSuchPayload(*hash))?;
    let payload = Payload::with_salt(salt, bytes);
    if payload.hash() == *hash { Ok(payload) } else { Err(JournalError::NoSuchPayload(*hash)) }
}

fn pack(file: &FactFile) -> Result<Vec<u8>, JournalError> {
    zstd::bulk::compress(file.bytes(), ZSTD_LEVEL).map_err(|cause| JournalError::Stopped(format!("packing: {cause}")))
}

pub(crate) fn unpack(hash: &FileHash, packed: &[u8]) -> Result<Vec<u8>, JournalError> {
    let bytes = zstd::stream::decode_all(packed).map_err(|_| JournalError::DamagedFile(*hash))?;
    if FileHash::of(&bytes) == *hash { Ok(bytes) } else { Err(JournalError::DamagedFile(*hash)) }
}

/// A name no other commit has, to know one's own commit by.
fn batch_name() -> Result<String, JournalError> {
    let mut random = [0_u8; 16];
    getrandom::fill(&mut random).map_err(|cause| JournalError::Stopped(format!("no randomness: {cause}")))?;
    Ok(format!("{:032x}", u128::from_be_bytes(random)))
}
