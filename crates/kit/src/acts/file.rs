//! A file that an act keeps beside the record.

use app::AppError;
use ask::SentFile;
use jiff::Timestamp;
use store::{Blob, Offer, Store, StoreError};

use super::Undone;
use crate::offers::{is_recorded, settle as settled};
use crate::refused::Problem;

/// The most that a form with a file carries. Units: bytes.
pub(crate) const FILE_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Keeps a file until its act is recorded.
pub(super) async fn offer(
    store: Option<&Store>,
    holder: &str,
    file: &SentFile,
    now: Timestamp,
) -> Result<Offer, Undone> {
    let Some(store) = store else { return Err(Undone::Problem(Problem::not_found("This server keeps no files."))) };
    let blob = Blob { media_type: file.media_type.clone(), bytes: file.bytes.clone() };
    store.offer_blob(&blob, holder, now).await.map_err(|error| match error {
        StoreError::MediaTypeDiffers { .. } | StoreError::TooLarge { .. } => Undone::refused(&error.to_string()),
        error => {
            tracing::error!(%error, "a file could not be kept");
            Undone::Problem(Problem::broken())
        }
    })
}

/// Takes or withdraws it, once that is known.
pub(super) async fn settle<T>(store: &Store, offer: &Offer, outcome: &Result<T, AppError>) {
    if let Some(is_recorded) = is_recorded(outcome) {
        settled(store, offer, is_recorded).await;
    }
}
