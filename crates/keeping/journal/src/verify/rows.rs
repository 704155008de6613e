//! Rows as the tables keep them: bytes, and the kind that each value is kept as.

use futures_util::{Stream, TryStreamExt as _};
use sqlx::Row;
use sqlx::any::AnyRow;

use crate::error::JournalError;
use crate::journal::Journal;
use crate::store::Scan;

/// Every row of a table, as the table has them.
pub(super) fn scan(journal: &Journal, scan: Scan) -> impl Stream<Item = Result<AnyRow, sqlx::Error>> + Unpin + '_ {
    sqlx::query(scan.on(journal.engine())).fetch(&journal.database().read)
}

/// The bytes of a column; nothing for a null.
pub(super) fn bytes(row: &AnyRow, column: &str) -> Result<Vec<u8>, JournalError> {
    Ok(row.try_get::<Option<Vec<u8>>, _>(column)?.unwrap_or_default())
}

/// The text of a column, with marks in the place of what is no text.
pub(super) fn text(row: &AnyRow, column: &str) -> Result<String, JournalError> {
    Ok(String::from_utf8_lossy(&bytes(row, column)?).into_owned())
}

/// The whole number of a column, if it is one.
pub(super) fn number(row: &AnyRow, column: &str) -> Result<Option<u64>, JournalError> {
    Ok(text(row, column)?.parse().ok())
}

/// What is wrong with the kinds that the values of a row are kept as, if anything. `wanted` are the columns with their kinds.
pub(super) fn wrong_kind(row: &AnyRow, wanted: &[(&str, &str)]) -> Result<Option<String>, JournalError> {
    let kinds: String = row.try_get("kinds")?;
    let found = kinds.split(' ');
    Ok(wanted.iter().zip(found).find_map(|((column, wanted), found)| {
        (*wanted != found).then(|| format!("its {column} is kept as {found}, not {wanted}"))
    }))
}

/// The first column of what a statement answers.
pub(super) async fn texts(journal: &Journal, statement: &'static str) -> Result<Vec<String>, JournalError> {
    let mut rows = sqlx::query(statement).fetch(&journal.database().read);
    let mut all = Vec::new();
    while let Some(row) = rows.try_next().await? {
        all.push(row.try_get(0)?);
    }
    Ok(all)
}
