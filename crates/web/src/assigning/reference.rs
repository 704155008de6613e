//! Where the reference tables come from, and those in use.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use activity::{ActivityError, TableVintage};
use app::Footprint;
use assign::{NationalReason, NationalReasons, Reference, Table};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use terms::Sequence;

use super::Assigning;
use crate::page::hex;
use crate::vintages::{VintagesError, load_reference};

/// Where the reference tables come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ReferenceSource {
    /// There are none.
    #[default]
    Absent,
    /// A folder of tables, or a prepared file of them, as the command line takes it; read once.
    Folder(PathBuf),
    /// The vintages that were imported, and the register.
    Kept,
}

/// Reference tables in use.
#[derive(Debug)]
pub struct Loaded {
    /// The tables, ready to be asked.
    pub reference: Reference,
    /// The published files behind them.
    pub vintages: Vec<TableVintage>,
    /// The reason keys of the national data service, where the file that lists them is there.
    pub national: NationalReasons,
    /// Tables that are empty because nothing was imported for them.
    pub absent: Vec<Table>,
    /// One hash of all of them: the same tables always have the same.
    pub fingerprint: String,
}

/// The file that lists the reason keys of the national data service, beside the tables.
const NATIONAL: &str = "national_reasons.csv";

impl Loaded {
    fn of(reference: Reference, national: NationalReasons, absent: Vec<Table>) -> Self {
        let vintages = TableVintage::of(&reference);
        let mut hash = Sha256::new();
        for vintage in &vintages {
            // What comes from the register has no hash, and names the entry.
            hash.update(format!("{}\t{}\t{}\n", vintage.table, vintage.file, vintage.sha256));
        }
        Self { reference, vintages, national, absent, fingerprint: hex(&hash.finalize()) }
    }

    /// The tables of a folder or of a prepared file.
    ///
    /// # Errors
    /// What is wrong with them, as a sentence.
    pub fn folder(path: &Path) -> Result<Self, String> {
        let reference = activity::reference::load_reference(path).map_err(|error| error.to_string())?;
        // A prepared file holds the tables alone.
        let national = if path.is_dir() { national(&path.join(NATIONAL))? } else { NationalReasons::default() };
        Ok(Self::of(reference, national, Vec::new()))
    }
}

fn national(path: &Path) -> Result<NationalReasons, String> {
    let mut text = String::new();
    match std::fs::File::open(path) {
        Ok(mut file) => {
            file.read_to_string(&mut text).map_err(|error| format!("{}: {error}", path.display()))?;
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(NationalReasons::default()),
        Err(error) => return Err(format!("{}: {error}", path.display())),
    }
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headings = reader.headers().map_err(|error| error.to_string())?.clone();
    let place = |name: &str| {
        let found = headings.iter().position(|heading| heading == name);
        found.ok_or_else(|| format!("{} has no column {name}", path.display()))
    };
    let places = [place("cam_code")?, place("commissioner")?, place("reason")?];
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    let cell = |row: &'_ csv::StringRecord, place: usize| row.get(place).unwrap_or_default().to_owned();
    let rows: Vec<[String; 3]> = rows.iter().map(|row| places.map(|place| cell(row, place))).collect();
    Ok(NationalReasons::of(rows.iter().map(|[key, commissioner, reason]| NationalReason { key, commissioner, reason })))
}

/// The tables in use, and by what they were chosen.
pub(super) struct Held {
    by: String,
    loaded: Arc<Loaded>,
}

impl Assigning {
    /// The reference in use; nothing when no tables were imported.
    ///
    /// # Errors
    /// What is wrong with the tables, as a sentence.
    pub async fn loaded(&self, footprint: &Footprint) -> Result<Option<Arc<Loaded>>, String> {
        let Some(means) = &self.0 else { return Ok(None) };
        let known = footprint.known().state.sequence();
        let by = match &means.source {
            ReferenceSource::Absent => return Ok(None),
            ReferenceSource::Folder(path) => path.display().to_string(),
            ReferenceSource::Kept => {
                let kept = means.store.vintages(None).await.map_err(|error| error.to_string())?;
                let hashes: Vec<&str> = kept.iter().map(|vintage| vintage.draft.source_hash.as_str()).collect();
                format!("{known} {}", hashes.join(" "))
            }
        };
        let mut held = means.held.lock().await;
        if let Some(held) = held.as_ref().filter(|held| held.by == by) {
            return Ok(Some(Arc::clone(&held.loaded)));
        }
        let loaded = match means.source.clone() {
            ReferenceSource::Absent => return Ok(None),
            ReferenceSource::Folder(path) => {
                let loading = tokio::task::spawn_blocking(move || Loaded::folder(&path)).await;
                loading.map_err(|_| "the tables could not be read".to_owned())??
            }
            ReferenceSource::Kept => match load_reference(&means.store, footprint, known, None).await {
                Ok(loaded) => Loaded::of(loaded.reference, NationalReasons::default(), loaded.absent),
                Err(VintagesError::Activity(ActivityError::VintagesMissing { .. })) => return Ok(None),
                Err(error) => return Err(error.to_string()),
            },
        };
        let loaded = Arc::new(loaded);
        *held = Some(Held { by, loaded: Arc::clone(&loaded) });
        Ok(Some(loaded))
    }

    /// The reference as it was when something was worked out by it, where that can be had again.
    ///
    /// # Errors
    /// What is wrong with the tables, as a sentence.
    pub(crate) async fn loaded_again(
        &self,
        footprint: &Footprint,
        known: Sequence,
        at: Timestamp,
        fingerprint: &str,
    ) -> Result<Option<Arc<Loaded>>, String> {
        let same = |loaded: &Arc<Loaded>| loaded.fingerprint == fingerprint;
        if let Some(loaded) = self.loaded(footprint).await?.filter(same) {
            return Ok(Some(loaded));
        }
        let Some(means) = self.0.as_ref().filter(|means| means.source == ReferenceSource::Kept) else {
            return Ok(None);
        };
        let loaded =
            load_reference(&means.store, footprint, known, Some(at)).await.map_err(|error| error.to_string())?;
        let loaded = Arc::new(Loaded::of(loaded.reference, NationalReasons::default(), loaded.absent));
        Ok(Some(loaded).filter(same))
    }
}
