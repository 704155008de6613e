//! The frame around the routes, and the server.

mod connections;
mod patience;
mod server;

use std::any::Any;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::address::Address;
use crate::assets::serve_asset;
use crate::isolate::isolate;
use crate::observe::{Metrics, observe, robots};
use crate::refused::{Problem, Ways, show_problems};
use crate::security::{Csrf, Turns, add_headers, check_forms, take_turn};
use crate::sign_in::{SignIn, visit};

pub(crate) use patience::BrokeOff;
pub use server::{Limits, serve, serve_within};

/// The most a request may carry, unless its route says otherwise.
pub const BODY_BYTES: usize = 1024 * 1024;

/// `routes` with everything every request goes through: assets, `/healthz`, `/robots.txt`, logs, security, error pages.
///
/// A route that takes files sets its own limit with [`DefaultBodyLimit::max`].
pub fn framed(routes: Router, csrf: Csrf, ways: Ways) -> Router {
    framed_with(routes, csrf, ways, SignIn::none(), Metrics::default())
}

/// The same, where people may sign in, and where what is asked is counted for others to see.
pub fn framed_with(routes: Router, csrf: Csrf, ways: Ways, sign_in: SignIn, metrics: Metrics) -> Router {
    routes
        .route("/assets/{file}", get(serve_asset))
        .route("/healthz", get(|| async { "well\n" }))
        .route("/robots.txt", get(robots))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        // From here outwards: each sees the answer of those before it. A panic becomes a problem, which becomes a page.
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(csrf, check_forms))
        .layer(from_fn_with_state(Turns::default(), take_turn))
        .layer(from_fn_with_state(sign_in, visit))
        .layer(from_fn(move |address: Address, request, next| show_problems(ways, address, request, next)))
        .layer(from_fn(isolate))
        .layer(from_fn(add_headers))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(metrics, observe))
}

#[expect(clippy::needless_pass_by_value, reason = "the layer hands the cause over")]
fn panicked(cause: Box<dyn Any + Send>) -> Response {
    let said = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
    tracing::error!(cause = said.unwrap_or("unknown"), "a handler panicked");
    Problem::broken().into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::{HeaderMap, Request, StatusCode};
    use axum::routing::post;
    use tower::ServiceExt;

    async fn panics() -> &'static str {
        panic!("a fault")
    }

    fn service() -> Router {
        let refused = || async { Problem::refused("the meeting of 2019-10-01 was not quorate: 2 of 3 members <b>") };
        let contended = || async { Problem::contended("entry 41 was recorded first") };
        let invalid = || async {
            Problem::invalid([crate::refused::FieldError {
                field: "code".to_owned(),
                message: "Enter a code".to_owned(),
            }])
        };
        let routes = Router::new()
            .route("/page/{id}", get(|| async { axum::response::Html("<p>a page</p>") }))
            .route("/panics", get(panics))
            .route("/refused", get(refused))
            .route("/contended", get(contended))
            .route("/invalid", get(invalid))
            .route("/api/v1/invalid", get(invalid))
            .route("/api/v1/json", post(|body: String| async move { body }));
        framed(routes, Csrf::with_key([1; 32]), Ways { parts: &[], footer: &[] })
    }

    async fn ask(request: Request<Body>) -> (StatusCode, HeaderMap, String) {
        let (parts, body) = service().oneshot(request).await.unwrap().into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        (parts.status, parts.headers, String::from_utf8(body.to_vec()).unwrap())
    }

    async fn read(path: &str) -> (StatusCode, HeaderMap, String) {
        ask(Request::get(path).body(Body::empty()).unwrap()).await
    }

    #[tokio::test]
    async fn every_answer_has_the_headers_even_a_panic() {
        for (path, status) in [("/page/1", 200), ("/panics", 500), ("/nowhere", 404), ("/healthz", 200)] {
            let (found, headers, _) = read(path).await;
            assert_eq!(found.as_u16(), status, "{path}");
            let policy = headers["content-security-policy"].to_str().unwrap();
            assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
            assert_eq!(headers["x-content-type-options"], "nosniff");
            assert!(headers["x-request-id"].len() > 8);
        }
    }

    #[tokio::test]
    async fn an_error_is_a_page_for_a_person() {
        for (path, status, words) in [
            ("/nowhere", 404, "Page not found"),
            ("/refused", 422, "was not quorate: 2 of 3 members &#60;b&#62;"),
            ("/contended", 409, "Somebody else changed this first"),
            ("/invalid", 400, "href=\"#code\">Enter a code"),
            ("/panics", 500, "There is a problem with the service"),
        ] {
            let (found, headers, page) = read(path).await;
            assert_eq!(found.as_u16(), status, "{path}");
            assert!(headers["content-type"].to_str().unwrap().starts_with("text/html"), "{path}");
            assert!(page.contains(words) && page.contains("</html>") && !page.contains("a fault"), "{path}: {page}");
            // What went wrong can be found in the log.
            assert_eq!(page.contains(headers["x-request-id"].to_str().unwrap()), status == 500, "{path}: {page}");
        }
    }

    #[tokio::test]
    async fn an_error_is_problem_details_for_a_program() {
        let (status, headers, body) = read("/api/v1/invalid").await;
        assert_eq!((status.as_u16(), headers["content-type"].to_str().unwrap()), (400, "application/problem+json"));
        let body: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(body["status"], 400);
        assert_eq!(body["errors"][0]["field"], "code");
        let (status, headers, _) = read("/api/v1/nowhere").await;
        assert_eq!((status.as_u16(), headers["content-type"].to_str().unwrap()), (404, "application/problem+json"));
    }

    #[tokio::test]
    async fn too_much_is_turned_away() {
        let body = |n| {
            Request::post("/api/v1/json")
                .header("content-type", "application/json")
                .body(Body::from(vec![b'1'; n]))
                .unwrap()
        };
        assert_eq!(ask(body(BODY_BYTES)).await.0, StatusCode::OK);
        assert_eq!(ask(body(BODY_BYTES + 1)).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    }

    #[tokio::test]
    async fn requests_are_counted_by_the_template_of_their_route() {
        let metrics = Metrics::default();
        let routes = Router::new().route("/page/{id}", get(|| async { "a page" }));
        let (csrf, ways) = (Csrf::with_key([1; 32]), Ways { parts: &[], footer: &[] });
        let service = framed_with(routes, csrf, ways, SignIn::none(), metrics.clone());
        for path in ["/page/1", "/page/2"] {
            service.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
        }
        // Not for everybody: what is asked, and how often, is told at an address of its own.
        let public = service.oneshot(Request::get("/metrics").body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(public.status(), StatusCode::NOT_FOUND);
        let own = crate::observe::metrics_router(metrics);
        let answer = own.oneshot(Request::get("/metrics").body(Body::empty()).unwrap()).await.unwrap();
        let text = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        let text = String::from_utf8(text.to_vec()).unwrap();
        assert!(
            text.contains(r#"footprint_http_requests_total{method="GET",route="/page/{id}",status="200"} 2"#),
            "{text}"
        );
    }

    #[tokio::test]
    async fn a_server_stops_when_told() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        serve(service(), listener, std::future::ready(())).await;
    }
}
