//! What is kept beside the entries: fact files, payloads, and what was erased of them.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::TryStreamExt as _;
use jiff::Timestamp;

use super::{Altered, Check, rows};
use crate::entry::{Payload, moment};
use crate::error::JournalError;
use crate::hash::{FileHash, PayloadHash};
use crate::journal::unpack;
use crate::store::sql;

impl Check<'_> {
    pub(super) async fn fact_files(&mut self) -> Result<(), JournalError> {
        let mut missing = std::mem::take(&mut self.files);
        let named = missing.clone();
        let mut scanned = rows::scan(self.journal, sql::SCAN_FILES);
        while let Some(row) = scanned.try_next().await? {
            let name = rows::text(&row, "hash")?;
            let mut altered = |found: &str| {
                self.report.altered.push(Altered::FactFile { hash: name.clone(), found: found.into() });
            };
            let Ok(hash) = name.parse::<FileHash>() else {
                altered("its name is not a hash");
                continue;
            };
            missing.remove(&hash);
            if let Some(wrong) = rows::wrong_kind(&row, &[("hash", "text"), ("packed", "blob")])? {
                altered(&wrong);
                continue;
            }
            let Some(entry) = named.get(&hash) else {
                // An entry that is altered or gone may have.
                if !self.has_gaps {
                    altered("no entry names it");
                }
                continue;
            };
            let packed = rows::bytes(&row, "packed")?;
            let whole = tokio::task::spawn_blocking(move || unpack(&hash, &packed).is_ok()).await;
            if whole.is_ok_and(|whole| whole) {
                self.report.fact_files += 1;
            } else {
                altered(&format!("its bytes do not hash to its name; entry {entry} rests on it"));
            }
        }
        self.report.altered.extend(missing.into_iter().map(|(hash, entry)| Altered::FactFile {
            hash: hash.to_string(),
            found: format!("it is missing, and an entry names it: entry {entry}"),
        }));
        Ok(())
    }

    pub(super) async fn payloads(&mut self) -> Result<(), JournalError> {
        let noted = self.erasures().await?;
        let mut there = BTreeSet::new();
        let mut scanned = rows::scan(self.journal, sql::SCAN_PAYLOADS);
        while let Some(row) = scanned.try_next().await? {
            let name = rows::text(&row, "hash")?;
            let (salt, bytes) = (rows::bytes(&row, "salt")?, rows::bytes(&row, "bytes")?);
            let salt: Option<[u8; 32]> = salt.as_slice().try_into().ok();
            let whole = salt.is_some_and(|salt| Payload::with_salt(salt, bytes).hash().to_string() == name);
            let hash = name.parse::<PayloadHash>().ok();
            there.extend(hash);
            let named = hash.and_then(|hash| self.payloads.get(&hash));
            let erased = hash.and_then(|hash| self.erased.get(&hash));
            let wrong = rows::wrong_kind(&row, &[("hash", "text"), ("salt", "blob"), ("bytes", "blob")])?;
            let found = match (wrong, named, erased) {
                (Some(wrong), _, _) => wrong,
                (None, None, _) if hash.is_some() && self.has_gaps => continue,
                (None, None, _) => "no entry names it".into(),
                (None, Some(_), Some((by, _))) => format!("it was erased, by entry {by}, and is back"),
                (None, Some(named), None) if !whole => {
                    format!("its salt and bytes do not hash to its name, which entry {} gives", named.entry)
                }
                (None, Some(_), None) if hash.is_some_and(|hash| noted.contains_key(&hash)) => {
                    "it is noted as erased and is there".into()
                }
                (None, Some(_), None) => {
                    self.report.payloads += 1;
                    continue;
                }
            };
            self.report.altered.push(Altered::Payload { hash: name, found });
        }
        drop(scanned);
        self.erased_and_missing(&noted, &there);
        Ok(())
    }

    /// What is noted beside the record as erased, and when.
    async fn erasures(&mut self) -> Result<BTreeMap<PayloadHash, String>, JournalError> {
        let mut noted = BTreeMap::new();
        let mut scanned = rows::scan(self.journal, sql::SCAN_ERASURES);
        while let Some(row) = scanned.try_next().await? {
            let (name, at) = (rows::text(&row, "hash")?, rows::text(&row, "erased_at")?);
            let wrong = rows::wrong_kind(&row, &[("hash", "text"), ("erased_at", "text")])?;
            let hash = name.parse::<PayloadHash>().ok().filter(|hash| self.payloads.contains_key(hash));
            let found = match (wrong, hash) {
                (Some(wrong), _) => format!("in the note of its erasure, {wrong}"),
                (None, None) if self.has_gaps && name.parse::<PayloadHash>().is_ok() => continue,
                (None, None) => "it is marked as erased and no entry names it".into(),
                (None, Some(hash)) if at.parse::<Timestamp>().is_ok() => {
                    noted.insert(hash, at);
                    continue;
                }
                (None, Some(hash)) => {
                    noted.insert(hash, at.clone());
                    format!("it is marked as erased at {at:?}, which is no moment")
                }
            };
            self.report.altered.push(Altered::Payload { hash: name, found });
        }
        Ok(noted)
    }

    /// Holds what is not there against what was erased: by an entry, or before erasures were entries.
    fn erased_and_missing(&mut self, noted: &BTreeMap<PayloadHash, String>, there: &BTreeSet<PayloadHash>) {
        let altered = &mut self.report.altered;
        let mut wrong = |hash: &PayloadHash, found: String| {
            altered.push(Altered::Payload { hash: hash.to_string(), found });
        };
        for (hash, named) in &self.payloads {
            let entry = named.entry;
            match (self.erased.get(hash), noted.get(hash)) {
                (Some((by, at)), Some(noted)) => {
                    self.report.erased += 1;
                    // What an earlier version erased and noted, an entry may have taken into the record since.
                    let was_noted_before =
                        named.format == 1 && noted.parse::<Timestamp>().is_ok_and(|noted| noted <= *at);
                    if *noted != moment(*at) && !was_noted_before {
                        wrong(hash, format!("entry {by} erased it at {at}, and it is marked as erased at {noted}"));
                    }
                }
                (Some((by, _)), None) => {
                    self.report.erased += 1;
                    wrong(hash, format!("entry {by} erased it, and it is not marked as erased"));
                }
                (None, Some(_)) if named.format == 1 => {
                    self.report.erased += 1;
                    self.report.noted += 1;
                }
                (None, Some(_)) => {
                    wrong(hash, format!("entry {entry} names it, it is marked as erased, and no entry erased it"));
                }
                (None, None) if !there.contains(hash) => {
                    wrong(hash, format!("entry {entry} names it and it is missing, though it was never erased"));
                }
                (None, None) => {}
            }
        }
    }
}
