//! Idempotency keys: a request that is sent again, because its sender never heard, is answered again and not done again.
//!
//! Source: the Idempotency-Key HTTP header field, draft-ietf-httpapi-idempotency-key-header-07, 2.6 and 2.7.

use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::database::sql;
use crate::error::StoreError;
use crate::secret::{hex, random};
use crate::store::{Store, moment};
use crate::token::TokenId;

/// The most characters of a key.
pub const KEY_CHARS_MAX: usize = 255;
/// The most bytes of an answer that is kept with a key.
pub const KEY_ANSWER_BYTES_MAX: usize = 64 * 1024;

/// How long keys are kept, and how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyLimits {
    /// How long after its first request a key stands for it.
    pub kept: SignedDuration,
    /// How long a request may go unanswered before it counts as broken off.
    pub silent: SignedDuration,
    /// How many keys of one token are kept at once.
    pub per_token: u32,
}

impl Default for KeyLimits {
    /// A day, two minutes, ten thousand.
    fn default() -> Self {
        Self { kept: SignedDuration::from_hours(24), silent: SignedDuration::from_mins(2), per_token: 10_000 }
    }
}

/// An idempotency key: 1 to 255 visible ASCII characters, chosen by whoever sends the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl FromStr for IdempotencyKey {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let is_key = (1..=KEY_CHARS_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        let not_a_key = || StoreError::NotAKey(text.chars().take(50).collect());
        if is_key { Ok(Self(text.to_owned())) } else { Err(not_a_key()) }
    }
}

/// What tells two requests apart: a SHA-256 over method, address and body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestHash(String);

impl RequestHash {
    /// The hash of a request.
    pub fn of(method: &str, address: &str, body: &[u8]) -> Self {
        let mut hasher = Sha256::new();
        for part in [method.as_bytes(), address.as_bytes(), body] {
            // With its length before it, no part can be taken for the end of another.
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        Self(hex(&hasher.finalize()))
    }
}

/// What a request was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptReply {
    /// The status.
    pub status: u16,
    /// The media type of the body.
    pub media_type: String,
    /// The body.
    pub body: Vec<u8>,
    /// The entry that recorded the act, if one did.
    pub entry: Option<u64>,
}

/// The right to do the request of a key: to be given back by [`Store::finish_request`] or [`Store::let_go_request`].
#[derive(Debug)]
#[must_use = "until it is finished or let go, the same request is told to wait"]
pub struct KeyClaim {
    token: TokenId,
    key: IdempotencyKey,
    claim: String,
}

/// What to do with a request that came with a key.
#[derive(Debug)]
pub enum KeyedRequest {
    /// It is the first: do it.
    First(KeyClaim),
    /// It was done: answer the same again.
    Answered(KeptReply),
    /// The first is being done: 409.
    Underway,
    /// The first was begun and never answered, as when its server stopped in between; nobody knows here whether it took effect. It
    /// is not done again: 409, and the record shows what became of it.
    BrokenOff {
        /// When it was begun.
        began_at: Timestamp,
    },
    /// The key came with another request before: 422.
    OtherRequest,
    /// The token has as many keys as are kept: 429.
    TooMany,
}

impl Store {
    /// Begins a request of a token that came with an idempotency key. Of two that come at once, one is the first.
    ///
    /// # Errors
    /// When the database fails or there is no such token.
    pub async fn begin_request(
        &self,
        token: &TokenId,
        key: &IdempotencyKey,
        request: &RequestHash,
        now: Timestamp,
        limits: KeyLimits,
    ) -> Result<KeyedRequest, StoreError> {
        let claim = KeyClaim { token: token.clone(), key: key.clone(), claim: hex(&random::<16>()?) };
        let until = now.saturating_add(limits.kept).unwrap_or(now).as_second();
        let work = async move |connection: &mut AnyConnection| {
            // A key that has run out is a new one, whether the sweep has come by or not.
            for statement in [sql::TAKE_REQUEST_KEY, sql::INSERT_REQUEST_KEY] {
                let write = sqlx::query(statement)
                    .bind(claim.token.as_str())
                    .bind(claim.key.0.as_str())
                    .bind(request.0.as_str())
                    .bind(claim.claim.as_str())
                    .bind(now.as_second())
                    .bind(until);
                if write.execute(&mut *connection).await?.rows_affected() > 0 {
                    return within(connection, claim, now, limits).await;
                }
            }
            let query = sqlx::query(sql::FIND_REQUEST_KEY).bind(claim.token.as_str()).bind(claim.key.0.as_str());
            read_request(&query.fetch_one(connection).await?, request, now, limits)
        };
        self.in_transaction(work).await
    }

    /// Keeps what the first request of a key was answered, for those that come after it. Whether it was still waited for.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`] for a body of more than [`KEY_ANSWER_BYTES_MAX`].
    pub async fn finish_request(&self, claim: KeyClaim, reply: &KeptReply) -> Result<bool, StoreError> {
        if reply.body.len() > KEY_ANSWER_BYTES_MAX {
            return Err(StoreError::TooLarge { found: reply.body.len(), limit: KEY_ANSWER_BYTES_MAX });
        }
        let finish = sqlx::query(sql::FINISH_REQUEST_KEY)
            .bind(claim.token.as_str())
            .bind(claim.key.0.as_str())
            .bind(claim.claim.as_str())
            .bind(i64::from(reply.status))
            .bind(reply.media_type.as_str())
            .bind(reply.body.as_slice())
            .bind(reply.entry.map_or(0, |entry| i64::try_from(entry).unwrap_or(i64::MAX)));
        Ok(finish.execute(&self.database().write).await?.rows_affected() > 0)
    }

    /// Lets go of a key whose request did nothing and may be tried again, as after a fault of the server. Whether it was held.
    pub async fn let_go_request(&self, claim: KeyClaim) -> Result<bool, StoreError> {
        let let_go = sqlx::query(sql::LET_GO_REQUEST_KEY)
            .bind(claim.token.as_str())
            .bind(claim.key.0.as_str())
            .bind(claim.claim.as_str());
        Ok(let_go.execute(&self.database().write).await?.rows_affected() > 0)
    }
}

/// A claim just written, unless its token has too many.
async fn within(
    connection: &mut AnyConnection,
    claim: KeyClaim,
    now: Timestamp,
    limits: KeyLimits,
) -> Result<KeyedRequest, StoreError> {
    let query = sqlx::query(sql::COUNT_REQUEST_KEYS).bind(claim.token.as_str()).bind(now.as_second());
    let kept: i64 = query.fetch_one(&mut *connection).await?.try_get("kept")?;
    if kept <= i64::from(limits.per_token) {
        return Ok(KeyedRequest::First(claim));
    }
    let let_go = sqlx::query(sql::LET_GO_REQUEST_KEY)
        .bind(claim.token.as_str())
        .bind(claim.key.0.as_str())
        .bind(claim.claim.as_str());
    let_go.execute(connection).await?;
    Ok(KeyedRequest::TooMany)
}

fn read_request(
    row: &AnyRow,
    request: &RequestHash,
    now: Timestamp,
    limits: KeyLimits,
) -> Result<KeyedRequest, StoreError> {
    if row.try_get::<String, _>("request_hash")? != request.0 {
        return Ok(KeyedRequest::OtherRequest);
    }
    let Some(status) = row.try_get::<Option<i64>, _>("status")? else {
        let began_at = moment(row.try_get("began_at")?)?;
        let is_silent = now.duration_since(began_at) > limits.silent;
        return Ok(if is_silent { KeyedRequest::BrokenOff { began_at } } else { KeyedRequest::Underway });
    };
    let unreadable = || StoreError::Unreadable { what: "status", found: status.to_string() };
    let entry: i64 = row.try_get("entry")?;
    Ok(KeyedRequest::Answered(KeptReply {
        status: u16::try_from(status).map_err(|_| unreadable())?,
        media_type: row.try_get("media_type")?,
        body: row.try_get("body")?,
        entry: u64::try_from(entry).ok().filter(|entry| *entry > 0),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_visible_ascii() {
        for right in ["8e03978e-40d5-43dd-bc93-6894a57f9324", "x", "\"q\"", &"k".repeat(255)] {
            assert!(right.parse::<IdempotencyKey>().is_ok(), "{right}");
        }
        for wrong in ["", "a b", "é", "a\n", &"k".repeat(256)] {
            assert!(wrong.parse::<IdempotencyKey>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_request_is_told_from_one_whose_parts_run_on() {
        let one = RequestHash::of("POST", "/api/v1/acts/x", b"{}");
        assert_eq!(one, RequestHash::of("POST", "/api/v1/acts/x", b"{}"));
        for other in [
            RequestHash::of("PUT", "/api/v1/acts/x", b"{}"),
            RequestHash::of("POST", "/api/v1/acts/x{}", b""),
            RequestHash::of("POST", "/api/v1/acts/", b"x{}"),
        ] {
            assert_ne!(one, other);
        }
    }
}
