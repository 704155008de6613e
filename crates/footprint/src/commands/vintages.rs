//! Vintages of reference tables: taken in, listed, shown and removed.

use crate::cli::Global;
use crate::database::{self, Asked};
use crate::exit::{Ended, Failure};
use crate::print;
use activity::reference::LoadedReference;
use app::AskedKnown;
use ask::day;
use ask::{Cell, Column, Kind, Table};
use jiff::Timestamp;
use kit::site::civil_day;
use store::{Store, StoreError, Vintage};
use who_pays_face::vintages::{ReferenceLoader, VintagesError};

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::failed(error.to_string())
    }
}

impl From<VintagesError> for Failure {
    fn from(error: VintagesError) -> Self {
        match error {
            VintagesError::Activity(error) => error.into(),
            other => Self::failed(other.to_string()),
        }
    }
}

/// The store, which must be there already.
async fn store(global: &Global) -> Result<Store, Failure> {
    // Says what to do when there is no database.
    database::journal(global).await?.close().await;
    Ok(Store::open(&global.database).await?)
}

/// The moment that `--known-at` names.
async fn known_at(global: &Global) -> Result<Option<Timestamp>, Failure> {
    let Some(text) = &global.known_at else { return Ok(None) };
    let wrong = |error: app::KnownError| Failure::usage(format!("--known-at: {error}"));
    match text.parse::<AskedKnown>().map_err(wrong)? {
        AskedKnown::Moment(moment) => Ok(Some(moment)),
        AskedKnown::Entry(_) => {
            let asked = Asked::open(global).await?;
            Ok(asked.known.state.recorded_at(asked.as_at().known))
        }
    }
}

/// The register and every vintage kept, as known at `--known-at`.
pub(crate) async fn load(global: &Global) -> Result<LoadedReference, Failure> {
    let asked = Asked::open(global).await?;
    let store = Store::open(&global.database).await?;
    let loader = ReferenceLoader::new(store);
    let loaded = loader.load(&asked.footprint, asked.as_at().known, known_at(global).await?).await?;
    if !loaded.absent.is_empty() {
        let names: Vec<&str> = loaded.absent.iter().map(|table| table.name()).collect();
        note!("No vintage of {}: what they would say is taken as no.", names.join(", "));
    }
    if let Some(first) = loaded.unknown_codes.first() {
        note!(
            "{} codes of the postcode directory belong to no body of the register (such as {first}): import the lookups of ONS.",
            loaded.unknown_codes.len()
        );
    }
    Ok(loaded)
}

/// Every vintage, by table and day.
pub(crate) async fn list(global: &Global) -> Result<Ended, Failure> {
    let vintages = store(global).await?.vintages(known_at(global).await?).await?;
    let rows = vintages.iter().map(|vintage| {
        vec![
            Cell::from(vintage.id.as_str()),
            Cell::from(vintage.draft.table.as_str()),
            Cell::from(vintage.draft.dated),
            Cell::from(vintage.draft.rows as i64),
            Cell::from(vintage.draft.source_name.as_str()),
            Cell::from(civil_day(vintage.kept_at)),
            Cell::from(vintage.draft.kept_by.as_str()),
        ]
    });
    let column = |key, label: &str, kind| Column::new(key, label, kind);
    let table = Table {
        caption: "Vintages of reference tables".to_owned(),
        columns: vec![
            column("vintage", "Vintage", Kind::Code),
            column("table", "Table", Kind::Text),
            column("in_force_from", "In force from", Kind::Date),
            column("rows", "Rows", Kind::Number),
            column("file", "File", Kind::Text),
            column("kept_on", "Kept on", Kind::Date),
            column("kept_by", "Kept by", Kind::Text),
        ],
        rows: rows.collect(),
        notes: vec![
            "Of several vintages of one table the newest dated not after a record's date answers for it; before the oldest, the oldest."
                .to_owned(),
        ],
        ..Table::default()
    };
    print::report(&table, global.format)?;
    Ok(Ended::Done)
}

async fn named(global: &Global, id: &str) -> Result<(Store, Vintage), Failure> {
    let store = store(global).await?;
    let vintages = store.vintages(None).await?;
    let found = vintages.into_iter().find(|vintage| vintage.id == id);
    match found {
        Some(vintage) => Ok((store, vintage)),
        None => Err(Failure::unknown(format!("there is no vintage `{id}`"))
            .advise("`footprint reference list` shows those there are.")),
    }
}

/// One vintage.
pub(crate) async fn show(global: &Global, id: &str) -> Result<Ended, Failure> {
    let (_, vintage) = named(global, id).await?;
    let draft = &vintage.draft;
    let rows = [
        ("Vintage", vintage.id.clone()),
        ("Table", draft.table.clone()),
        ("Layout", draft.layout.clone()),
        ("Released", draft.released.clone()),
        ("In force from", day(draft.dated)),
        ("Rows", draft.rows.to_string()),
        ("File", draft.source_name.clone()),
        ("SHA-256 of the file", draft.source_hash.clone()),
        ("SHA-256 as kept", vintage.hash.clone()),
        ("Kept on", day(civil_day(vintage.kept_at))),
        ("Kept by", draft.kept_by.clone()),
    ];
    let table = Table {
        caption: format!("Vintage {}", vintage.id),
        columns: vec![Column::new("what", "What", Kind::Text), Column::new("value", "Value", Kind::Text)],
        rows: rows.into_iter().map(|(what, value)| vec![Cell::from(what), Cell::from(value.as_str())]).collect(),
        ..Table::default()
    };
    print::report(&table, global.format)?;
    Ok(Ended::Done)
}

/// Removes a vintage. Runs made with it keep their answers and its hash.
pub(crate) async fn remove(global: &Global, id: &str) -> Result<Ended, Failure> {
    let (store, vintage) = named(global, id).await?;
    store.remove_vintage(&vintage.id).await?;
    note!("{} is removed: {} of {}.", vintage.id, vintage.draft.table, vintage.draft.source_name);
    Ok(Ended::Done)
}
