//! Files that are kept for an act: taken where it was recorded, withdrawn where it was not.

use app::AppError;
use store::{Offer, Store, StoreError};

/// Takes or withdraws an offer after its act; a failure is told in the log, and settled later.
pub async fn settle(store: &Store, offer: &Offer, is_recorded: bool) {
    let settled: Result<(), StoreError> =
        if is_recorded { store.take_offer(offer).await } else { store.withdraw_offer(offer).await };
    if let Err(error) = settled {
        tracing::error!(%error, "a file that was offered could not be settled; it is tried again later");
    }
}

/// Whether an act is on record: nothing where the journal failed, so that nobody knows until it is read again.
pub fn is_recorded<T>(outcome: &Result<T, AppError>) -> Option<bool> {
    match outcome {
        Ok(_) => Some(true),
        Err(AppError::Refused(_) | AppError::Unchanged) => Some(false),
        Err(AppError::Journal(_) | AppError::Failed(_)) => None,
    }
}
