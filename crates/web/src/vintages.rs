//! The register and the kept vintages of reference tables, as the one reference by which records are assigned.

use activity::ActivityError;
use activity::reference::{KeptTable, LoadedReference, from_register_and_vintages};
use app::Footprint;
use assign::Table;
use import::{SourceFile, VintageReading, read_vintage};
use jiff::Timestamp;
use store::{Store, StoreError, Vintage, VintageDraft};
use terms::Sequence;
use thiserror::Error;

/// Why there is no reference.
#[derive(Debug, Error)]
pub enum VintagesError {
    /// The tables do not make a reference.
    #[error(transparent)]
    Activity(#[from] ActivityError),
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something within stopped; a bug.
    #[error("stopped: {0}")]
    Stopped(String),
}

/// The register as it was known after an entry, and every vintage kept until a moment, or all of them.
///
/// A directory of every postcode takes seconds: a server keeps the outcome for as long as neither changes.
///
/// # Errors
/// [`ActivityError::VintagesMissing`] names tables that have to be imported first.
pub async fn load_reference(
    store: &Store,
    footprint: &Footprint,
    known: Sequence,
    known_at: Option<Timestamp>,
) -> Result<LoadedReference, VintagesError> {
    let mut kept = Vec::new();
    for vintage in store.vintages(known_at).await? {
        let Some(table) = Table::ALL.into_iter().find(|table| table.name() == vintage.draft.table) else { continue };
        let Some(text) = store.vintage_text(&vintage).await? else { continue };
        kept.push(kept_table(table, vintage, text));
    }
    let house = footprint.known();
    let loading = move || from_register_and_vintages(house.state.register().view(known), kept);
    let loaded =
        tokio::task::spawn_blocking(loading).await.map_err(|error| VintagesError::Stopped(error.to_string()))?;
    Ok(loaded?)
}

fn kept_table(table: Table, vintage: Vintage, text: Vec<u8>) -> KeptTable {
    let draft = vintage.draft;
    KeptTable { table, name: draft.source_name, hash: draft.source_hash, dated: draft.dated, text }
}

/// The tables of the demonstration, each with the name of its file: what is made up says so.
const DEMO: [(&str, &[u8]); 6] = [
    ("postcodes_2025-04-01.csv", include_bytes!("../demo/postcodes_2025-04-01.csv")),
    ("providers_2025-04-01.csv", include_bytes!("../demo/providers_2025-04-01.csv")),
    ("provider_hub_2025-04-01.csv", include_bytes!("../demo/provider_hub_2025-04-01.csv")),
    ("service_codes_2025-04-01.csv", include_bytes!("../demo/service_codes_2025-04-01.csv")),
    ("delegation_2025-04-01.csv", include_bytes!("../demo/delegation_2025-04-01.csv")),
    ("justice_sites_2025-04-01.csv", include_bytes!("../demo/justice_sites_2025-04-01.csv")),
];

/// Made-up records of the demonstration's world, as a file to download and to assign.
pub const DEMO_ACTIVITY: &[u8] = include_bytes!("../demo/activity.csv");

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
