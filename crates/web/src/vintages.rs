//! The register and the kept vintages of reference tables, as the one reference by which records are assigned.

use activity::ActivityError;
use activity::reference::{KeptTable, LoadedReference, from_register_and_vintages};
use app::Footprint;
use assign::Table;
use jiff::Timestamp;
use store::{Store, StoreError, Vintage};
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
