//! Vintages of reference tables: what each is, and its text. They are beside the journal and never in it, since most of them are
//! long and postcodes do not belong there.

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use sqlx::{AnyConnection, Row as _};
use terms::Date;

use crate::database::sql;
use crate::error::StoreError;
use crate::secret::hex;
use crate::store::{Store, moment};

/// Bytes of one part: small enough for any setting of a database server.
pub(crate) const PART: usize = 4 * 1024 * 1024;

/// The most bytes of a table's text: far more than a directory of every postcode has.
pub const VINTAGE_BYTES_MAX: usize = 2 * 1024 * 1024 * 1024;

/// A vintage to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VintageDraft {
    /// The name of the table, e.g. `postcodes`.
    pub table: String,
    /// The layout it was published in, in words.
    pub layout: String,
    /// The file's name.
    pub source_name: String,
    /// The SHA-256 of the file, in hexadecimal digits.
    pub source_hash: String,
    /// When it was released, as precisely as is known: `2025-02`.
    pub released: String,
    /// The day from which it is in force.
    pub dated: Date,
    /// How many rows the table has.
    pub rows: u64,
    /// Who kept it.
    pub kept_by: String,
}

/// A kept vintage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vintage {
    /// Its id: the table's name and the beginning of the file's hash.
    pub id: String,
    /// What it is.
    pub draft: VintageDraft,
    /// The SHA-256 of its text.
    pub hash: String,
    /// When it was kept.
    pub kept_at: Timestamp,
}

impl Store {
    /// Keeps a vintage with its text, all of it or nothing.
    ///
    /// # Errors
    /// [`StoreError::VintageTaken`] when the same file was kept as the same table before; [`StoreError::TooLarge`].
    pub async fn keep_vintage(&self, draft: &VintageDraft, text: &[u8], now: Timestamp) -> Result<Vintage, StoreError> {
        if text.len() > VINTAGE_BYTES_MAX {
            return Err(StoreError::TooLarge { found: text.len(), limit: VINTAGE_BYTES_MAX });
        }
        let short = draft.source_hash.get(..8).unwrap_or(&draft.source_hash);
        let id = format!("{}-{short}", draft.table);
        let hash = hex(&Sha256::digest(text));
        let packed = zstd::bulk::compress(text, 3).map_err(|error| StoreError::Stopped(error.to_string()))?;
        let work = async |connection: &mut AnyConnection| {
            let insert = sqlx::query(sql::INSERT_VINTAGE)
                .bind(id.as_str())
                .bind(draft.table.as_str())
                .bind(draft.layout.as_str())
                .bind(draft.source_name.as_str())
                .bind(draft.source_hash.as_str())
                .bind(draft.released.as_str())
                .bind(draft.dated.to_string())
                .bind(i64::try_from(draft.rows).unwrap_or(i64::MAX))
                .bind(hash.as_str())
                .bind(draft.kept_by.as_str())
                .bind(now.as_second());
            insert.execute(&mut *connection).await?;
            for (ordinal, part) in packed.chunks(PART).enumerate() {
                let insert = sqlx::query(sql::INSERT_VINTAGE_PART).bind(id.as_str()).bind(ordinal as i64).bind(part);
                insert.execute(&mut *connection).await?;
            }
            Ok(())
        };
        match self.in_transaction(work).await {
            Err(error) if error.is_taken() => Err(StoreError::VintageTaken { table: draft.table.clone(), id }),
            Err(error) => Err(error),
            Ok(()) => Ok(Vintage { id, draft: draft.clone(), hash, kept_at: now }),
        }
    }

    /// Every vintage, by table and then by day; those kept after `known_at` are left out.
    pub async fn vintages(&self, known_at: Option<Timestamp>) -> Result<Vec<Vintage>, StoreError> {
        let rows = sqlx::query(sql::LIST_VINTAGES).fetch_all(&self.database().read).await?;
        let read = |row: &sqlx::any::AnyRow| {
            let dated: String = row.try_get("dated")?;
            Ok(Vintage {
                id: row.try_get("id")?,
                draft: VintageDraft {
                    table: row.try_get("reference_table")?,
                    layout: row.try_get("layout")?,
                    source_name: row.try_get("source_name")?,
                    source_hash: row.try_get("source_hash")?,
                    released: row.try_get("released")?,
                    dated: dated.parse().map_err(|_| StoreError::Unreadable { what: "day", found: dated.clone() })?,
                    rows: u64::try_from(row.try_get::<i64, _>("row_count")?).unwrap_or_default(),
                    kept_by: row.try_get("kept_by")?,
                },
                hash: row.try_get("hash")?,
                kept_at: moment(row.try_get("kept_at")?)?,
            })
        };
        let known = |vintage: &Vintage| known_at.is_none_or(|at| vintage.kept_at <= at);
        let all: Vec<Vintage> = rows.iter().map(read).collect::<Result<_, StoreError>>()?;
        Ok(all.into_iter().filter(known).collect())
    }

    /// The text of a vintage; nothing when there is none of that id.
    ///
    /// # Errors
    /// [`StoreError::VintageDamaged`] when the text is no longer that of its hash.
    pub async fn vintage_text(&self, vintage: &Vintage) -> Result<Option<Vec<u8>>, StoreError> {
        let mut packed = Vec::new();
        for ordinal in 0_i64.. {
            let query = sqlx::query(sql::READ_VINTAGE_PART).bind(vintage.id.as_str()).bind(ordinal);
            let Some(row) = query.fetch_optional(&self.database().read).await? else { break };
            packed.extend(row.try_get::<Vec<u8>, _>("bytes")?);
        }
        if packed.is_empty() {
            return Ok(None);
        }
        let damaged = || StoreError::VintageDamaged(vintage.id.clone());
        let text = zstd::stream::decode_all(packed.as_slice()).map_err(|_| damaged())?;
        if hex(&Sha256::digest(&text)) == vintage.hash { Ok(Some(text)) } else { Err(damaged()) }
    }

    /// Deletes a vintage and what was worked out of it. Whether it was there.
    pub async fn remove_vintage(&self, id: &str) -> Result<bool, StoreError> {
        let work = async |connection: &mut AnyConnection| {
            crate::prepared::forget(connection, id).await?;
            sqlx::query(sql::DELETE_VINTAGE_PARTS).bind(id).execute(&mut *connection).await?;
            let deleted = sqlx::query(sql::DELETE_VINTAGE).bind(id).execute(&mut *connection).await?;
            Ok(deleted.rows_affected() > 0)
        };
        self.in_transaction(work).await
    }
}
