//! What was worked out of vintages and is kept for the next who asks: bytes under a key, which is a hash of everything they
//! depend on. They can be deleted at any time and worked out again.

use sqlx::{AnyConnection, Row as _};

use crate::database::sql;
use crate::error::StoreError;
use crate::store::Store;
use crate::vintage::PART;

impl Store {
    /// Keeps what was worked out of vintages, in the place of what was kept before: only that of the vintages there are now is
    /// asked for often. Whether it was kept: it is not when one of the vintages has been removed meanwhile.
    pub async fn keep_prepared(&self, key: &str, vintages: &[&str], bytes: &[u8]) -> Result<bool, StoreError> {
        let work = async |connection: &mut AnyConnection| {
            for vintage in vintages {
                let found = sqlx::query(sql::FIND_VINTAGE).bind(*vintage).fetch_optional(&mut *connection).await?;
                if found.is_none() {
                    return Ok(false);
                }
            }
            sqlx::query(sql::DELETE_ALL_PREPARED_PARTS).execute(&mut *connection).await?;
            sqlx::query(sql::DELETE_ALL_PREPARED_OF).execute(&mut *connection).await?;
            for vintage in vintages {
                sqlx::query(sql::INSERT_PREPARED_OF).bind(key).bind(*vintage).execute(&mut *connection).await?;
            }
            for (ordinal, part) in bytes.chunks(PART).enumerate() {
                let insert = sqlx::query(sql::INSERT_PREPARED_PART).bind(key).bind(ordinal as i64).bind(part);
                insert.execute(&mut *connection).await?;
            }
            Ok(true)
        };
        match self.in_transaction(work).await {
            // Somebody else worked out the same meanwhile, or removed a vintage between the look and the writing.
            Err(error) if error.is_taken() || error.is_of_nothing() => Ok(false),
            kept => kept,
        }
    }

    /// What was worked out under a key; nothing when it was not, or is kept no more.
    pub async fn prepared(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let mut bytes = Vec::new();
        for ordinal in 0_i64.. {
            let query = sqlx::query(sql::READ_PREPARED_PART).bind(key).bind(ordinal);
            let Some(row) = query.fetch_optional(&self.database().read).await? else { break };
            bytes.extend(row.try_get::<Vec<u8>, _>("bytes")?);
        }
        Ok((!bytes.is_empty()).then_some(bytes))
    }
}

/// Deletes what was worked out of a vintage.
pub(crate) async fn forget(connection: &mut AnyConnection, vintage: &str) -> Result<(), StoreError> {
    sqlx::query(sql::DELETE_PREPARED_PARTS_OF_VINTAGE).bind(vintage).execute(&mut *connection).await?;
    sqlx::query(sql::DELETE_PREPARED_OF_VINTAGE).bind(vintage).execute(&mut *connection).await?;
    Ok(())
}
