//! Turns at sending much: how many large bodies are taken at once, and how many of them from one address.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::refused::Problem;
use crate::sign_in::Client;

/// A body up to this size needs no turn. Units: bytes.
const SMALL_BYTES: u64 = 64 * 1024;
/// How many large bodies are taken at once.
const AT_ONCE: usize = 8;
/// How many of them from one address.
const AT_ONCE_OF_ADDRESS: usize = 2;
/// How long is waited for a turn.
const WAIT: Duration = Duration::from_secs(10);

/// The turns. Clones share them.
#[derive(Clone, Debug)]
pub struct Turns(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    all: Arc<Semaphore>,
    /// Only of addresses that have or wait for one.
    of_address: Mutex<HashMap<String, Arc<Semaphore>>>,
    at_once_of_address: usize,
    wait: Duration,
}

impl Default for Turns {
    fn default() -> Self {
        Self::new(AT_ONCE, AT_ONCE_OF_ADDRESS, WAIT)
    }
}

/// A turn somebody has. It ends when the last clone is dropped: work that goes on after the answer takes one along.
#[derive(Clone, Debug, Default)]
pub struct Turn(Option<Arc<Taken>>);

#[derive(Debug)]
struct Taken {
    permits: Option<(OwnedSemaphorePermit, OwnedSemaphorePermit)>,
    shared: Arc<Shared>,
    address: String,
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.permits = None;
        let mut of_address = self.shared.of_address.lock().unwrap_or_else(PoisonError::into_inner);
        if of_address.get(&self.address).is_some_and(|turns| Arc::strong_count(turns) == 1) {
            of_address.remove(&self.address);
        }
    }
}

impl Turn {
    /// Whether there is one: a small request has none.
    pub fn is_taken(&self) -> bool {
        self.0.is_some()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Turn {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

impl Turns {
    /// So many at once, so many of them of one address, and so long waited for.
    pub fn new(at_once: usize, at_once_of_address: usize, wait: Duration) -> Self {
        let all = Arc::new(Semaphore::new(at_once.max(1)));
        let at_once_of_address = at_once_of_address.max(1);
        Self(Arc::new(Shared { all, of_address: Mutex::default(), at_once_of_address, wait }))
    }

    /// A turn, once one is free.
    ///
    /// # Errors
    /// 429 when the address has all that one may, 503 when all are taken; each says when to try again.
    pub async fn take(&self, address: &str) -> Result<Turn, Response> {
        let until = tokio::time::Instant::now() + self.0.wait;
        // Made first, so that whoever gives up waiting leaves nothing of the address behind.
        let mut taken = Taken { permits: None, shared: Arc::clone(&self.0), address: address.to_owned() };
        let of_address = {
            let mut held = self.0.of_address.lock().unwrap_or_else(PoisonError::into_inner);
            let made = || Arc::new(Semaphore::new(self.0.at_once_of_address));
            Arc::clone(held.entry(address.to_owned()).or_insert_with(made))
        };
        let own = tokio::time::timeout_at(until, of_address.acquire_owned()).await;
        let Ok(Ok(own)) = own else { return Err(busy(StatusCode::TOO_MANY_REQUESTS, self.0.wait)) };
        let of_all = tokio::time::timeout_at(until, Arc::clone(&self.0.all).acquire_owned()).await;
        let Ok(Ok(of_all)) = of_all else { return Err(busy(StatusCode::SERVICE_UNAVAILABLE, self.0.wait)) };
        taken.permits = Some((own, of_all));
        Ok(Turn(Some(Arc::new(taken))))
    }
}

fn busy(status: StatusCode, wait: Duration) -> Response {
    let detail = match status {
        StatusCode::TOO_MANY_REQUESTS => {
            "Other files are being sent from your network just now. Nothing was recorded. Wait until they have arrived, then send yours again."
        }
        _ => "Too many files are being sent just now. Nothing was recorded. Wait a minute and send yours again.",
    };
    let problem =
        Problem { status, title: "The service is busy".to_owned(), detail: detail.to_owned(), errors: Vec::new() };
    let mut response = problem.into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
    response
}

/// Middleware: whoever sends much waits for a turn before any of it is read. The turn lasts until the answer, or for as long as
/// a handler that asked for [`Turn`] keeps it.
pub(crate) async fn take_turn(
    State(turns): State<Turns>,
    client: Client,
    mut request: Request,
    next: Next,
) -> Response {
    if request.method().is_safe() || !may_be_large(request.headers()) {
        return next.run(request).await;
    }
    match turns.take(&client.address).await {
        Ok(turn) => {
            request.extensions_mut().insert(turn.clone());
            let response = next.run(request).await;
            drop(turn);
            response
        }
        Err(busy) => busy,
    }
}

/// Whether the body is large, or does not say how large it is.
fn may_be_large(headers: &HeaderMap) -> bool {
    let said = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    match said {
        Some(length) => length > SMALL_BYTES,
        None => headers.contains_key(header::TRANSFER_ENCODING) || headers.contains_key(header::CONTENT_LENGTH),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_address_does_not_take_all() {
        let turns = Turns::new(3, 2, Duration::from_millis(10));
        let (first, second) = (turns.take("a").await.unwrap(), turns.take("a").await.unwrap());
        assert_eq!(turns.take("a").await.unwrap_err().status(), StatusCode::TOO_MANY_REQUESTS);
        let other = turns.take("b").await.unwrap();
        let full = turns.take("c").await.unwrap_err();
        assert_eq!(
            (full.status(), full.headers()[header::RETRY_AFTER].to_str().unwrap()),
            (StatusCode::SERVICE_UNAVAILABLE, "1")
        );
        let kept_by_work = first.clone();
        drop(first);
        assert!(turns.take("a").await.is_err(), "work that goes on keeps its turn");
        drop(kept_by_work);
        assert!(turns.take("a").await.unwrap().is_taken());
        drop((second, other));
        assert!(turns.0.of_address.lock().unwrap().is_empty(), "nothing is kept of who is not here");
        assert_eq!(turns.0.all.available_permits(), 3);
    }

    #[tokio::test]
    async fn a_turn_is_waited_for() {
        let turns = Turns::new(1, 1, Duration::from_hours(1));
        let first = turns.take("a").await.unwrap();
        let next = turns.clone();
        let next = tokio::spawn(async move { next.take("b").await.is_ok() });
        tokio::task::yield_now().await;
        assert!(!next.is_finished());
        drop(first);
        assert!(next.await.unwrap());
    }

    #[test]
    fn what_does_not_say_its_size_may_be_large() {
        let with = |name: &'static str, value: &'static str| {
            HeaderMap::from_iter([(header::HeaderName::from_static(name), HeaderValue::from_static(value))])
        };
        for (headers, expected) in [
            (HeaderMap::new(), false),
            (with("content-length", "65536"), false),
            (with("content-length", "65537"), true),
            (with("content-length", "99999999999999999999"), true),
            (with("transfer-encoding", "chunked"), true),
        ] {
            assert_eq!(may_be_large(&headers), expected, "{headers:?}");
        }
    }
}
