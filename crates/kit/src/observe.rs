//! What the service says of itself: logs, counts and whether it is well.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tracing::Instrument as _;

/// The header that tells a request's number.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The upper bounds of the duration counts, in seconds.
const BOUNDS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.03, 0.1, 0.25, 1.0, 2.5, 10.0];

/// Requests by method, route and status, and how long they took.
///
/// A route is counted by its template (`/org/{code}`), so that there are as many counts as routes.
#[derive(Clone, Debug, Default)]
pub struct Metrics(Arc<Mutex<BTreeMap<Key, Count>>>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    route: String,
    method: String,
    status: u16,
}

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    within: [u64; BOUNDS.len()],
    total: u64,
    seconds: f64,
}

impl Metrics {
    fn record(&self, key: Key, took: Duration) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(key).or_default();
        count.total += 1;
        count.seconds += took.as_secs_f64();
        for (within, bound) in count.within.iter_mut().zip(BOUNDS) {
            if took.as_secs_f64() <= bound {
                *within += 1;
            }
        }
    }

    /// The counts in Prometheus's text format, version 0.0.4.
    pub fn text(&self) -> String {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut text = String::from(
            "# HELP footprint_http_requests_total Requests answered.\n# TYPE footprint_http_requests_total counter\n",
        );
        for (key, count) in &counts {
            let _ = writeln!(text, "footprint_http_requests_total{{{}}} {}", key.labels(), count.total);
        }
        text.push_str(
            "# HELP footprint_http_request_seconds Time to answer.\n# TYPE footprint_http_request_seconds histogram\n",
        );
        for (key, count) in &counts {
            let labels = key.labels();
            for (bound, within) in BOUNDS.iter().zip(count.within) {
                let _ = writeln!(text, "footprint_http_request_seconds_bucket{{{labels},le=\"{bound}\"}} {within}");
            }
            let _ = writeln!(text, "footprint_http_request_seconds_bucket{{{labels},le=\"+Inf\"}} {}", count.total);
            let _ = writeln!(text, "footprint_http_request_seconds_sum{{{labels}}} {}", count.seconds);
            let _ = writeln!(text, "footprint_http_request_seconds_count{{{labels}}} {}", count.total);
        }
        text
    }
}

impl Key {
    fn labels(&self) -> String {
        let route = self.route.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
        format!("method=\"{}\",route=\"{route}\",status=\"{}\"", self.method, self.status)
    }
}

/// A request's number, by which the log's lines about it are found. Not the client's: two requests never have the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RequestId(pub(crate) String);

impl RequestId {
    fn next() -> Self {
        static PROCESS: OnceLock<String> = OnceLock::new();
        static LAST: AtomicU64 = AtomicU64::new(0);
        let process = PROCESS.get_or_init(|| {
            let mut bytes = [0; 4];
            // Without random bytes the numbers are those of one process among others; the log goes on.
            let _ = getrandom::fill(&mut bytes);
            format!("{:08x}", u32::from_be_bytes(bytes))
        });
        Self(format!("{process}-{}", LAST.fetch_add(1, Ordering::Relaxed).wrapping_add(1)))
    }
}

/// Middleware: numbers and counts the request and writes one line of log. What is logged meanwhile has the number too.
///
/// The line has the path but not the query or the body, where a person may have typed or sent anything.
pub async fn observe(State(metrics): State<Metrics>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = RequestId::next();
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let method = match request.method().as_str() {
        known @ ("GET" | "HEAD" | "POST" | "PUT" | "DELETE" | "OPTIONS" | "PATCH") => known,
        _ => "OTHER",
    };
    let (method, path) = (method.to_owned(), request.uri().path().to_owned());
    request.extensions_mut().insert(id.clone());
    let span = tracing::info_span!("request", id = id.0);
    let mut response = next.run(request).instrument(span.clone()).await;
    let (status, took) = (response.status().as_u16(), started.elapsed());
    let took_ms = took.as_secs_f64() * 1000.0;
    let id = id.0;
    if status >= 500 {
        tracing::error!(id, %method, %path, %route, status, took_ms, "request");
    } else {
        tracing::info!(id, %method, %path, %route, status, took_ms, "request");
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    metrics.record(Key { route, method, status }, took);
    response
}

/// A service of its own for `/metrics`, which tells what is asked of the public one and so is no part of it.
pub fn metrics_router(metrics: Metrics) -> Router {
    Router::new().route("/metrics", get(show_metrics)).with_state(metrics)
}

async fn show_metrics(State(metrics): State<Metrics>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], metrics.text())
}

/// The handler of `/robots.txt`: every page has as many addresses as there are days, and what may be found there is found by
/// people and programs that ask for it.
pub(crate) async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_request_has_a_number_of_its_own() {
        let (one, other) = (RequestId::next(), RequestId::next());
        assert_ne!(one, other);
        assert_eq!(one.0.split_once('-').unwrap().0, other.0.split_once('-').unwrap().0);
    }

    #[test]
    fn requests_are_counted_by_route_and_time() {
        let metrics = Metrics::default();
        let key = |status| Key { route: "/org/{code}".to_owned(), method: "GET".to_owned(), status };
        metrics.record(key(200), Duration::from_millis(2));
        metrics.record(key(200), Duration::from_millis(20));
        metrics.record(key(404), Duration::from_millis(1));
        let text = metrics.text();
        for line in [
            r#"footprint_http_requests_total{method="GET",route="/org/{code}",status="200"} 2"#,
            r#"footprint_http_request_seconds_bucket{method="GET",route="/org/{code}",status="200",le="0.001"} 0"#,
            r#"footprint_http_request_seconds_bucket{method="GET",route="/org/{code}",status="200",le="0.0025"} 1"#,
            r#"footprint_http_request_seconds_bucket{method="GET",route="/org/{code}",status="200",le="+Inf"} 2"#,
            r#"footprint_http_request_seconds_count{method="GET",route="/org/{code}",status="404"} 1"#,
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
    }
}
