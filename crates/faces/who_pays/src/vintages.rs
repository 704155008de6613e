//! The register and the kept vintages of reference tables, as the one reference by which records are assigned.
//!
//! A directory of every postcode takes seconds to read, and no act changes it: it is prepared once, kept in the store under a hash
//! of everything it depends on, and held. What the register says is added each time it has changed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use activity::ActivityError;
use activity::reference::{
    KeptTable, LoadedReference, PreparedPlaces, from_register_and_places, from_register_and_vintages,
};
use app::Footprint;
use assign::{Table, VintageOf};
use import::{SourceFile, VintageReading, read_vintage};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use store::{Store, StoreError, Vintage, VintageDraft};
use terms::Sequence;
use thiserror::Error;
use tokio::sync::Mutex;

use kit::page::hex;

/// Why there is no reference.
#[derive(Debug, Error)]
pub enum VintagesError {
    /// The tables do not make a reference.
    #[error(transparent)]
    Activity(#[from] ActivityError),
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A vintage was removed between the list of them and its reading.
    #[error("the vintage {0} was removed just now: ask again")]
    Removed(String),
    /// Something within stopped; a bug.
    #[error("stopped: {0}")]
    Stopped(String),
}

/// How often something was made that takes long. For tests, which must not look at a clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Directories read from the texts of their vintages.
    pub directories_prepared: u64,
    /// Directories had from the store as they were prepared before.
    pub directories_read: u64,
    /// References put together of a directory, the other tables and the register.
    pub references_made: u64,
}

/// A directory, and by what it was prepared.
type HeldPlaces = (String, Arc<PreparedPlaces>);

/// Loads the reference, and holds what takes long for as long as it is right. Clones share what is held.
#[derive(Clone)]
pub struct ReferenceLoader {
    store: Store,
    held: Arc<Mutex<Option<HeldPlaces>>>,
    prepared: Arc<AtomicU64>,
    read: Arc<AtomicU64>,
    made: Arc<AtomicU64>,
}

/// The vintages a reference is to be made of.
#[derive(Clone, Debug)]
pub struct Listed {
    vintages: Vec<Vintage>,
    /// Whether the directory is the one of every vintage kept now.
    is_current: bool,
}

impl Listed {
    /// A text that is another for other vintages.
    pub fn fingerprint(&self) -> String {
        self.vintages.iter().map(line).collect()
    }

    fn of(&self, table: VintageOf) -> impl Iterator<Item = &Vintage> {
        self.vintages.iter().filter(move |vintage| vintage.draft.table == table.name())
    }
}

/// Everything of a vintage that a reference depends on.
fn line(vintage: &Vintage) -> String {
    let VintageDraft { table, source_name, source_hash, dated, .. } = &vintage.draft;
    format!("{table}\t{dated}\t{source_hash}\t{}\t{source_name}\n", vintage.hash)
}

impl ReferenceLoader {
    /// A loader of what a store keeps.
    pub fn new(store: Store) -> Self {
        Self { store, held: Arc::default(), prepared: Arc::default(), read: Arc::default(), made: Arc::default() }
    }

    /// How often something was made that takes long.
    pub fn work(&self) -> Work {
        Work {
            directories_prepared: self.prepared.load(Ordering::Relaxed),
            directories_read: self.read.load(Ordering::Relaxed),
            references_made: self.made.load(Ordering::Relaxed),
        }
    }

    /// The vintages kept until a moment, or all of them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn list(&self, known_at: Option<Timestamp>) -> Result<Listed, StoreError> {
        let all = Listed { vintages: self.store.vintages(None).await?, is_current: true };
        let Some(at) = known_at else { return Ok(all) };
        let n_places = all.of(Table::Postcodes.into()).count();
        let mut listed = all;
        listed.vintages.retain(|vintage| vintage.kept_at <= at);
        listed.is_current = listed.of(Table::Postcodes.into()).count() == n_places;
        Ok(listed)
    }

    /// The register as it was known after an entry, and every vintage kept until a moment, or all of them.
    ///
    /// # Errors
    /// [`ActivityError::VintagesMissing`] names tables that have to be imported first.
    pub async fn load(
        &self,
        footprint: &Footprint,
        known: Sequence,
        known_at: Option<Timestamp>,
    ) -> Result<LoadedReference, VintagesError> {
        let listed = self.list(known_at).await?;
        self.load_listed(footprint, known, &listed).await
    }

    /// The register as it was known after an entry, and these vintages: of all of them, or an error.
    ///
    /// # Errors
    /// As [`ReferenceLoader::load`].
    pub async fn load_listed(
        &self,
        footprint: &Footprint,
        known: Sequence,
        listed: &Listed,
    ) -> Result<LoadedReference, VintagesError> {
        let places = self.places(listed).await?;
        let mut kept = Vec::new();
        for vintage in &listed.vintages {
            match VintageOf::named(&vintage.draft.table) {
                Some(VintageOf::Table(Table::Postcodes)) | None => {}
                Some(table) => kept.push(self.table(table, vintage).await?),
            }
        }
        let house = footprint.known();
        let loading = move || {
            let view = house.state.register().view(known);
            match places {
                Some(places) => from_register_and_places(view, &places, &kept),
                // Says what is missing.
                None => from_register_and_vintages(view, &kept),
            }
        };
        let loaded = aside(loading).await??;
        self.made.fetch_add(1, Ordering::Relaxed);
        Ok(loaded)
    }

    async fn table(&self, table: VintageOf, vintage: &Vintage) -> Result<KeptTable, VintagesError> {
        let text = self.store.vintage_text(vintage).await?.ok_or_else(|| VintagesError::Removed(vintage.id.clone()))?;
        let draft = vintage.draft.clone();
        Ok(KeptTable { table, name: draft.source_name, hash: draft.source_hash, dated: draft.dated, text })
    }

    /// The directory of these vintages: the one held, or the one kept, or else made of their texts. Nothing when there is none.
    async fn places(&self, listed: &Listed) -> Result<Option<Arc<PreparedPlaces>>, VintagesError> {
        let vintages: Vec<&Vintage> = listed.of(Table::Postcodes.into()).collect();
        if vintages.is_empty() {
            return Ok(None);
        }
        let mut lines: Vec<String> = vintages.iter().map(|vintage| line(vintage)).collect();
        lines.sort_unstable();
        let key = hex(&Sha256::digest(format!("{}\n{}", PreparedPlaces::FORM, lines.concat())));
        // Who asks meanwhile waits and has the same.
        let mut held = self.held.lock().await;
        if let Some((_, places)) = held.as_ref().filter(|(by, _)| *by == key) {
            return Ok(Some(Arc::clone(places)));
        }
        let places = match self.places_kept(&key).await? {
            Some(places) => places,
            None => self.places_made(&key, &vintages, listed.is_current).await?,
        };
        let places = Arc::new(places);
        if listed.is_current {
            *held = Some((key, Arc::clone(&places)));
        }
        Ok(Some(places))
    }

    async fn places_kept(&self, key: &str) -> Result<Option<PreparedPlaces>, VintagesError> {
        let Some(bytes) = self.store.prepared(key).await? else { return Ok(None) };
        match aside(move || PreparedPlaces::decode(&bytes)).await? {
            Ok(places) => {
                self.read.fetch_add(1, Ordering::Relaxed);
                Ok(Some(places))
            }
            // Another version of the program, or replaced while it was read: it is made again.
            Err(error) => {
                tracing::info!(%error, "the prepared directory is made again");
                Ok(None)
            }
        }
    }

    async fn places_made(
        &self,
        key: &str,
        vintages: &[&Vintage],
        is_current: bool,
    ) -> Result<PreparedPlaces, VintagesError> {
        let mut kept = Vec::new();
        for vintage in vintages {
            kept.push(self.table(Table::Postcodes.into(), vintage).await?);
        }
        let making = move || {
            let places = PreparedPlaces::of(&kept)?;
            let bytes = if is_current { places.encode() } else { Vec::new() };
            Ok::<_, ActivityError>((places, bytes))
        };
        let (places, bytes) = aside(making).await??;
        self.prepared.fetch_add(1, Ordering::Relaxed);
        if is_current {
            let ids: Vec<&str> = vintages.iter().map(|vintage| vintage.id.as_str()).collect();
            // A store that takes nothing, such as one on a full disk, still answers.
            if let Err(error) = self.store.keep_prepared(key, &ids, &bytes).await {
                tracing::warn!(%error, "the prepared directory is not kept");
            }
        }
        Ok(places)
    }
}

/// Runs what takes long where it holds nobody up.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, VintagesError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| VintagesError::Stopped(error.to_string()))
}

/// The tables of the demonstration, each with the name of its file: what is made up says so.
const DEMO: [(&str, &[u8]); 6] = [
    ("postcodes_2025-04-01.csv", include_bytes!("../../../web/demo/postcodes_2025-04-01.csv")),
    ("providers_2025-04-01.csv", include_bytes!("../../../web/demo/providers_2025-04-01.csv")),
    ("provider_hub_2025-04-01.csv", include_bytes!("../../../web/demo/provider_hub_2025-04-01.csv")),
    ("service_codes_2025-04-01.csv", include_bytes!("../../../web/demo/service_codes_2025-04-01.csv")),
    ("delegation_2025-04-01.csv", include_bytes!("../../../web/demo/delegation_2025-04-01.csv")),
    ("justice_sites_2025-04-01.csv", include_bytes!("../../../web/demo/justice_sites_2025-04-01.csv")),
];

/// Made-up records of the demonstration's world, as a file to download and to assign.
pub const DEMO_ACTIVITY: &[u8] = include_bytes!("../../../web/demo/activity.csv");

/// Keeps a reference table that was read.
///
/// # Errors
/// [`StoreError::VintageTaken`] when the same file is kept already.
pub async fn keep(store: &Store, reading: &VintageReading, actor: &str, now: Timestamp) -> Result<Vintage, StoreError> {
    let draft = VintageDraft {
        table: reading.table.name().to_owned(),
        layout: reading.layout.to_owned(),
        source_name: reading.source_name.clone(),
        source_hash: reading.source_hash.to_string(),
        released: reading.released.to_string(),
        dated: reading.released.observed_on(),
        rows: reading.n_kept as u64,
        kept_by: actor.to_owned(),
    };
    store.keep_vintage(&draft, &reading.text, now).await
}

/// Keeps the tables of the demonstration, by the way every file comes in.
///
/// # Errors
/// When a table cannot be kept.
pub async fn keep_demo(store: &Store, now: Timestamp) -> Result<(), VintagesError> {
    for (name, bytes) in DEMO {
        let file = SourceFile { name: name.to_owned(), bytes: bytes.to_vec() };
        let reading = read_vintage(&file, None).map_err(|error| VintagesError::Stopped(error.to_string()))?;
        let Some(reading) = reading.filter(|reading| reading.bad_rows.is_empty()) else {
            return Err(VintagesError::Stopped(format!("{name} is no reference table")));
        };
        keep(store, &reading, "demonstration", now).await?;
    }
    Ok(())
}
