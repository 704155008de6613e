//! The table of routes, and what a parameter may be.

use std::pin::Pin;

use serde_json::{Value, json};

use ask::{LIMITS, Param, Question};

use super::ask::Asked;
use super::schema;
use crate::refused::Problem;

/// One route.
#[derive(Clone, Copy)]
pub struct Operation {
    /// Its name for programs.
    pub id: &'static str,
    /// Its path under `/api/v1`.
    pub path: &'static str,
    /// Under which heading it is listed.
    pub tag: &'static str,
    /// What it answers, in a few words.
    pub summary: &'static str,
    /// What a reader must know.
    pub about: &'static str,
    /// Its parameters besides the two clocks.
    pub params: &'static [Param],
    /// The schema of its answer, without `as_at` and `links`.
    pub schema: fn() -> Value,
    /// How it is answered.
    pub answer: Answer,
    /// An address that asks it.
    pub example: &'static str,
}

impl Operation {
    /// The route of a question.
    pub fn of(question: &'static Question) -> Self {
        Self {
            id: question.id,
            path: question.path,
            tag: question.group,
            summary: question.title,
            about: question.about,
            params: question.params,
            schema: question_schema,
            answer: Answer::Question(question),
            example: question.example,
        }
    }
}

/// The tables of an answer, the main one first, with what is said in sentences.
fn question_schema() -> Value {
    let named = schema::object(&[("name", schema::text()), ("table", schema::named("Table"))]);
    schema::object(&[
        (
            "about",
            json!({ "type": "string", "description": "What it is about; blank where the question says it all." }),
        ),
        ("sentences", json!({ "type": "array", "items": schema::text(), "description": "The answer in sentences." })),
        ("table", schema::nullable(schema::named("Table"))),
        ("others", schema::list(&named)),
    ])
}

/// How a route is answered.
#[derive(Clone, Copy)]
pub enum Answer {
    /// Worked out from the rooms as known.
    Worked(fn(&Asked) -> Result<Value, Problem>),
    /// Asked of a question, whose tables are sent.
    Question(&'static Question),
    /// Read from the record, by what is known now of who may read it.
    Read(for<'a> fn(&'a Asked) -> Reading<'a>),
}

/// An answer that waits for the record.
pub(super) type Reading<'a> = Pin<Box<dyn Future<Output = Result<Value, Problem>> + Send + 'a>>;

/// The schema of a page of items.
pub fn page_of(item: &str) -> Value {
    schema::object(&[
        ("items", json!({ "type": "array", "maxItems": LIMITS.1, "items": schema::named(item) })),
        (
            "next",
            json!({ "type": ["string", "null"], "description": "The cursor of the page after, if there is one." }),
        ),
        (
            "n_total",
            json!({ "type": ["integer", "null"], "minimum": 0, "description": "How many items all pages have together, where that is known. Units: items." }),
        ),
    ])
}
