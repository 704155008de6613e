//! Papers and evidence that are kept for an act: settled where a stop came between.

use app::Footprint;
use jiff::{SignedDuration, Timestamp};
use store::{Offer, Store};

/// Offers younger than this may belong to a request that is being answered just now, here or by another server.
const SETTLED_AFTER: SignedDuration = SignedDuration::from_mins(10);

/// Settles the files that were offered for an act when a server stopped: taken where the act is on record, withdrawn where it is
/// not. To be called at the start and now and then; returns how many were taken and how many withdrawn.
///
/// # Errors
/// When the store or the journal cannot be read; it is then safe to call again.
pub async fn settle_offers(
    store: &Store,
    footprint: &Footprint,
    now: Timestamp,
) -> Result<(usize, usize), Box<dyn std::error::Error + Send + Sync>> {
    let offers = store.offers().await?;
    let old: Vec<Offer> = offers.into_iter().filter(|offer| now.duration_since(offer.since) >= SETTLED_AFTER).collect();
    if old.is_empty() {
        return Ok((0, 0));
    }
    let known = footprint.catch_up().await?;
    let (mut taken, mut withdrawn) = (0, 0);
    for offer in &old {
        if is_named(&known.state, offer) {
            store.take_offer(offer).await?;
            taken += 1;
        } else {
            store.withdraw_offer(offer).await?;
            withdrawn += 1;
        }
    }
    Ok((taken, withdrawn))
}

/// Whether the record names the file for whom it was offered.
fn is_named(house: &app::House, offer: &Offer) -> bool {
    let hash = offer.hash.as_str();
    if let Some(id) = offer.holder.strip_prefix("paper-") {
        let paper = id.parse().ok().and_then(|id| house.executive().now().paper(&id));
        return paper.is_some_and(|paper| paper.versions.iter().any(|version| version.hash.to_string() == hash));
    }
    if let Some(id) = offer.holder.strip_prefix("challenge-") {
        let case = id.parse().ok().and_then(|id| house.who_pays().now().case(&id));
        return case.is_some_and(|case| case.evidence.iter().any(|file| file.hash.to_string() == hash));
    }
    false
}
