//! Files that an act is to name, kept before it is recorded and let go when it is not.
//!
//! An entry must never name a file that was not kept, so the bytes are kept first; and what is refused must not stay. So they are
//! *offered* for a day, under a holder that says for whom: then taken, when the act is on record, or withdrawn. What a stop between
//! leaves is settled later by whoever knows the record ([`Store::offers`]), and else goes with its day.

use jiff::{SignedDuration, Timestamp};
use sqlx::{AnyConnection, Row};

use crate::blob::{Blob, BlobHash, Keep};
use crate::database::sql;
use crate::error::StoreError;
use crate::store::{Store, moment};

/// How long a file is offered.
const OFFERED_FOR: SignedDuration = SignedDuration::from_hours(24);

/// What the holder of an offered file begins with.
const OFFERED: &str = "offered ";

/// A file that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "an offer is taken or withdrawn"]
pub struct Offer {
    /// The hash of its bytes.
    pub hash: BlobHash,
    /// For whom it is, e.g. `paper-12`.
    pub holder: String,
    /// Since when.
    pub since: Timestamp,
    /// The holder while it is only offered: each offer has its own, so that withdrawing one leaves others alone.
    held_as: String,
}

impl Store {
    /// Keeps a file for `holder` until it is taken or withdrawn, for a day at most.
    ///
    /// # Errors
    /// As [`Store::keep_blob`].
    pub async fn offer_blob(&self, blob: &Blob, holder: &str, now: Timestamp) -> Result<Offer, StoreError> {
        let mut own = [0; 8];
        getrandom::fill(&mut own).map_err(|error| StoreError::Stopped(error.to_string()))?;
        let held_as = format!("{OFFERED}{} {holder}", crate::secret::hex(&own));
        let until = Keep::Until(now.saturating_add(OFFERED_FOR).unwrap_or(Timestamp::MAX));
        let hash = self.keep_blob(blob, &held_as, until, now).await?;
        Ok(Offer { hash, holder: holder.to_owned(), since: now, held_as })
    }

    /// Keeps an offered file for its holder for good: the act that names it is on record.
    pub async fn take_offer(&self, offer: &Offer) -> Result<(), StoreError> {
        let work = async |connection: &mut AnyConnection| {
            let (hash, holder) = (offer.hash.as_str(), offer.holder.as_str());
            sqlx::query(sql::HOLD_BLOB).bind(hash).bind(holder).bind(0_i64).execute(&mut *connection).await?;
            let let_go = sqlx::query(sql::LET_GO_BLOB).bind(hash).bind(offer.held_as.as_str());
            let_go.execute(&mut *connection).await?;
            Ok(())
        };
        self.in_transaction(work).await
    }

    /// Lets an offered file go: the act was refused. It is gone at once, unless somebody else holds it.
    pub async fn withdraw_offer(&self, offer: &Offer) -> Result<(), StoreError> {
        let work = async |connection: &mut AnyConnection| {
            let hash = offer.hash.as_str();
            let let_go = sqlx::query(sql::LET_GO_BLOB).bind(hash).bind(offer.held_as.as_str());
            let_go.execute(&mut *connection).await?;
            sqlx::query(sql::DROP_BLOB).bind(hash).execute(&mut *connection).await?;
            Ok(())
        };
        self.in_transaction(work).await
    }

    /// Every file that is offered and neither taken nor withdrawn: some are being judged just now, others were left by a stop.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn offers(&self) -> Result<Vec<Offer>, StoreError> {
        let rows = sqlx::query(sql::LIST_OFFERS).fetch_all(&self.database().read).await?;
        let mut offers = Vec::new();
        for row in rows {
            let (hash, held_as): (String, String) = (row.try_get("blob")?, row.try_get("holder")?);
            let until = moment(row.try_get("until")?)?;
            let Some(holder) = held_as.strip_prefix(OFFERED).and_then(|rest| rest.split_once(' ')) else { continue };
            let since = until.saturating_sub(OFFERED_FOR).unwrap_or(Timestamp::MIN);
            offers.push(Offer { hash: hash.parse()?, holder: holder.1.to_owned(), since, held_as });
        }
        Ok(offers)
    }
}
