//! Where the reference tables come from, and those in use.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use activity::reference::{LoadedReference, load_reference, national_reasons};
use activity::{ActivityError, TableVintage};
use app::Footprint;
use assign::{NationalReasons, Reference, Table, VintageOf};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use terms::Sequence;

use super::Assignment;
use crate::vintages::{VintagesError, Work};
use kit::page::hex;

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

impl Loaded {
    fn of(reference: Reference, national: NationalReasons, absent: Vec<Table>) -> Self {
        let vintages = TableVintage::of(&reference);
        Self { fingerprint: fingerprint(&vintages), reference, vintages, national, absent }
    }

    /// The tables of a folder or of a prepared file.
    ///
    /// # Errors
    /// What is wrong with them, as a sentence.
    pub fn folder(path: &Path) -> Result<Self, String> {
        let reference = load_reference(path).map_err(|error| error.to_string())?;
        // A prepared file holds the tables alone.
        let national = national_reasons(path).map_err(|error| error.to_string())?;
        Ok(Self::of(reference, national, Vec::new()))
    }

    fn kept(loaded: LoadedReference) -> Self {
        let (national, source) = loaded.national;
        let mut of = Self::of(loaded.reference, national, loaded.absent);
        // An answer that is kept holds these keys too, so other keys make another fingerprint.
        of.vintages.extend(source.map(|source| TableVintage {
            table: VintageOf::NationalReasons.name().to_owned(),
            file: source.name,
            sha256: source.hash,
        }));
        of.fingerprint = fingerprint(&of.vintages);
        of
    }
}

fn fingerprint(vintages: &[TableVintage]) -> String {
    let mut hash = Sha256::new();
    for vintage in vintages {
        // What comes from the register has no hash, and names the entry.
        hash.update(format!("{}\t{}\t{}\n", vintage.table, vintage.file, vintage.sha256));
    }
    hex(&hash.finalize())
}

/// The tables in use, and by what they were chosen.
pub(super) struct Held {
    by: String,
    loaded: Arc<Loaded>,
}

impl Assignment {
    /// The reference in use; nothing when no tables were imported.
    ///
    /// # Errors
    /// What is wrong with the tables, as a sentence.
    pub async fn loaded(&self, footprint: &Footprint) -> Result<Option<Arc<Loaded>>, String> {
        let Some(means) = &self.0 else { return Ok(None) };
        let house = footprint.known();
        let known = house.state.sequence();
        let told = |error: VintagesError| error.to_string();
        let (by, listed) = match &means.source {
            ReferenceSource::Absent => return Ok(None),
            ReferenceSource::Folder(path) => (path.display().to_string(), None),
            ReferenceSource::Kept => {
                let listed = means.loader.list(None).await.map_err(|error| error.to_string())?;
                // What was recorded and did not change the register changes nothing here.
                let changed = house.state.register().view(known).changed();
                (format!("{changed}\n{}", listed.fingerprint()), Some(listed))
            }
        };
        let mut held = means.held.lock().await;
        if let Some(held) = held.as_ref().filter(|held| held.by == by) {
            return Ok(Some(Arc::clone(&held.loaded)));
        }
        let loaded = match (means.source.clone(), listed) {
            (ReferenceSource::Folder(path), _) => {
                let loading = tokio::task::spawn_blocking(move || Loaded::folder(&path)).await;
                loading.map_err(|_| "the tables could not be read".to_owned())??
            }
            (ReferenceSource::Kept, Some(listed)) => match means.loader.load_listed(footprint, known, &listed).await {
                Ok(loaded) => Loaded::kept(loaded),
                Err(VintagesError::Activity(ActivityError::VintagesMissing { .. })) => return Ok(None),
                Err(error) => return Err(told(error)),
            },
            (ReferenceSource::Absent | ReferenceSource::Kept, _) => return Ok(None),
        };
        let loaded = Arc::new(loaded);
        *held = Some(Held { by, loaded: Arc::clone(&loaded) });
        Ok(Some(loaded))
    }

    /// How often a reference was made since this began.
    pub fn work(&self) -> Work {
        self.0.as_ref().map(|means| means.loader.work()).unwrap_or_default()
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
        let loaded = means.loader.load(footprint, known, Some(at)).await.map_err(|error| error.to_string())?;
        Ok(Some(Arc::new(Loaded::kept(loaded))).filter(same))
    }
}
