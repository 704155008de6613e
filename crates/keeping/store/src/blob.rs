//! Uploaded papers and files, by the hash of their bytes, kept while somebody holds them.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, Row};

use crate::database::sql;
use crate::error::StoreError;
use crate::secret::hex;
use crate::store::Store;

/// The most bytes of one file.
pub const BLOB_BYTES_MAX: usize = 64 * 1024 * 1024;

/// The SHA-256 of a file's bytes, in hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobHash(String);

impl BlobHash {
    /// The hash of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(hex(&Sha256::digest(bytes)))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for BlobHash {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let is_hash = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if is_hash { Ok(Self(text.to_owned())) } else { Err(StoreError::NotAHash(text.to_owned())) }
    }
}

impl Display for BlobHash {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A kept file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// What it is, e.g. `application/pdf`.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// How long somebody holds a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Until they let it go.
    UntilLetGo,
    /// Until a moment, when the sweep lets it go.
    Until(Timestamp),
}

impl Store {
    /// Keeps a file for `holder` (e.g. `paper-12`), under the hash of its bytes. To keep it again only sets until when.
    ///
    /// Several may hold the same file; it goes when the last lets it go.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`], or [`StoreError::MediaTypeDiffers`] when the same bytes are kept as something else.
    pub async fn keep_blob(
        &self,
        blob: &Blob,
        holder: &str,
        keep: Keep,
        now: Timestamp,
    ) -> Result<BlobHash, StoreError> {
        if blob.bytes.len() > BLOB_BYTES_MAX {
            return Err(StoreError::TooLarge { found: blob.bytes.len(), limit: BLOB_BYTES_MAX });
        }
        let hash = BlobHash::of(&blob.bytes);
        let until = match keep {
            Keep::UntilLetGo => 0,
            // 0 means for ever, and nobody means 1970.
            Keep::Until(moment) => moment.as_second().max(1),
        };
        let work = async |connection: &mut AnyConnection| {
            let insert = sqlx::query(sql::INSERT_BLOB)
                .bind(hash.as_str())
                .bind(blob.media_type.as_str())
                .bind(blob.bytes.as_slice())
                .bind(now.as_second());
            insert.execute(&mut *connection).await?;
            let row = sqlx::query(sql::BLOB_MEDIA_TYPE).bind(hash.as_str()).fetch_one(&mut *connection).await?;
            let kept: String = row.try_get("media_type")?;
            if kept != blob.media_type {
                return Err(StoreError::MediaTypeDiffers { kept, given: blob.media_type.clone() });
            }
            sqlx::query(sql::HOLD_BLOB).bind(hash.as_str()).bind(holder).bind(until).execute(&mut *connection).await?;
            Ok(())
        };
        self.in_transaction(work).await?;
        Ok(hash)
    }

    /// A kept file.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the bytes are no longer those of their hash.
    pub async fn blob(&self, hash: &BlobHash) -> Result<Option<Blob>, StoreError> {
        let query = sqlx::query(sql::READ_BLOB).bind(hash.as_str());
        let Some(row) = query.fetch_optional(&self.database().read).await? else { return Ok(None) };
        let blob = Blob { media_type: row.try_get("media_type")?, bytes: row.try_get("bytes")? };
        if BlobHash::of(&blob.bytes) != *hash {
            return Err(StoreError::Damaged(hash.clone()));
        }
        Ok(Some(blob))
    }

    /// Ends one holder's hold. The file goes when the next sweep finds nobody holding it.
    pub async fn let_go_blob(&self, hash: &BlobHash, holder: &str) -> Result<(), StoreError> {
        let delete = sqlx::query(sql::LET_GO_BLOB).bind(hash.as_str()).bind(holder);
        delete.execute(&self.database().write).await?;
        Ok(())
    }

    /// Deletes a file now, whoever holds it: an erasure. Whether it was there.
    pub async fn delete_blob(&self, hash: &BlobHash) -> Result<bool, StoreError> {
        let work = async |connection: &mut AnyConnection| {
            sqlx::query(sql::DELETE_HOLDS_OF_BLOB).bind(hash.as_str()).execute(&mut *connection).await?;
            let deleted = sqlx::query(sql::DELETE_BLOB).bind(hash.as_str()).execute(&mut *connection).await?;
            Ok(deleted.rows_affected() > 0)
        };
        self.forget(work).await
    }
}
