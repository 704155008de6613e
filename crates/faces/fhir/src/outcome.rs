//! When the answer is no: an `OperationOutcome`.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    status: StatusCode,
    issues: Vec<Issue>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Issue {
    /// One of FHIR's issue types.
    code: &'static str,
    /// What is wrong and what to do.
    words: String,
    /// The parameter, if one is meant.
    place: Option<String>,
}

impl Outcome {
    fn new(status: StatusCode, code: &'static str, words: impl Into<String>) -> Self {
        Self { status, issues: vec![Issue { code, words: words.into(), place: None }] }
    }

    /// 400: parameters are wrong; each with its name.
    pub(super) fn wrong(faults: Vec<(String, String)>) -> Self {
        let issues =
            faults.into_iter().map(|(place, words)| Issue { code: "invalid", words, place: Some(place) }).collect();
        Self { status: StatusCode::BAD_REQUEST, issues }
    }

    /// 400: one parameter is wrong.
    pub(super) fn invalid(words: impl Into<String>, place: &str) -> Self {
        Self::wrong(vec![(place.to_owned(), words.into())])
    }

    /// 403: too much would have to be looked at.
    pub(super) fn too_costly(words: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "too-costly", words)
    }

    /// 404.
    pub(super) fn not_found(words: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", words)
    }

    /// 405.
    pub(super) fn not_allowed() -> Self {
        let words = "This interface is for reading only: use GET or HEAD. Searches are GET requests too.";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "not-supported", words)
    }

    /// 406.
    pub(super) fn not_acceptable() -> Self {
        let words = "Only JSON is given out: accept application/fhir+json, or ask for _format=json.";
        Self::new(StatusCode::NOT_ACCEPTABLE, "not-supported", words)
    }

    /// 410: it was there, and what said so has been taken back.
    pub(super) fn gone(words: impl Into<String>) -> Self {
        Self::new(StatusCode::GONE, "deleted", words)
    }

    /// 500: our own fault.
    pub(super) fn broken() -> Self {
        let words =
            "The service failed to answer. Try again; if it fails again, tell whoever runs it when it happened.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "exception", words)
    }

    fn body(&self) -> Value {
        let issues: Vec<Value> = self
            .issues
            .iter()
            .map(|issue| {
                let mut value = json!({ "severity": "error", "code": issue.code, "diagnostics": issue.words });
                if let (Some(place), Some(value)) = (&issue.place, value.as_object_mut()) {
                    value.insert("expression".to_owned(), json!([format!("http.{place}")]));
                }
                value
            })
            .collect();
        json!({ "resourceType": "OperationOutcome", "issue": issues })
    }
}

impl IntoResponse for Outcome {
    fn into_response(self) -> Response {
        let media_type = [(header::CONTENT_TYPE, HeaderValue::from_static(super::MEDIA_TYPE))];
        (self.status, media_type, self.body().to_string()).into_response()
    }
}
