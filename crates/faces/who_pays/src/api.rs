//! Who pays, for programs: the answer for one record, and the totals of a run.
//!
//! The record comes in the body of a POST because a postcode belongs in no address. Nothing is written: there is no act a
//! page of another site could have a reader's browser do, and so no form token to ask for.

use activity::{Item, Job, MissingOvcc, OneRecord, edition_named};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Map, Value, json};
use store::{LinkId, RunState};

use crate::assignment::{Account, Answer, Asked, Assignment, Made, overrides_for};
use crate::pages::{NO_OVERRIDES, Standing};
use kit::api::schema::{named, object};
use kit::api::wrong;
use kit::face::Face;
use kit::refused::{FieldError, Problem};
use kit::shell::Part;
use kit::sign_in::Visit;
use kit::site::Site;
use kit::site::sentence;

/// What the room brings to the service.
pub static FACE: Face = Face {
    room: "who-pays",
    part: Some(Part { name: "Who pays", href: "/who-pays" }),
    questions: crate::questions::QUESTIONS,
    acts: crate::acts::ACTS,
    views: &[],
    tags: &[("Who pays", "Which organisation pays for a record of hospital activity, and why.")],
    operations: &[],
    is_by_now: true,
    programs,
    paths,
    schemas,
    views_of_body: &[],
    routes: crate::pages::routes,
};

fn programs() -> Router<Site> {
    Router::new().route("/api/v1/assign/records", post(record)).route("/api/v1/assign/runs/{id}", get(run))
}

/// The largest record. Units: bytes.
const RECORD_BYTES_MAX: usize = 64 * 1024;
/// What a record says beside its items: one edition for every date, and that a blank charging category is a resident's.
const ASKED: [&str; 2] = ["edition", "missing_ovcc"];

/// The answer for one record, with its walk.
pub(crate) async fn record(State(site): State<Site>, visit: Visit, headers: HeaderMap, body: Bytes) -> Response {
    answered(&site, &visit, &headers, &body).await.unwrap_or_else(|problem| problem.details())
}

async fn answered(site: &Site, visit: &Visit, headers: &HeaderMap, body: &Bytes) -> Result<Response, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.split(';').next().map(str::trim) != Some("application/json") {
        return Err(Problem {
            status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
            title: "Send the record as JSON".to_owned(),
            detail: "The body is an object of item names and texts, as application/json.".to_owned(),
            errors: Vec::new(),
        });
    }
    if body.len() > RECORD_BYTES_MAX {
        return Err(Problem::too_large());
    }
    let fault = |field: &str, message: String| wrong(vec![FieldError { field: field.to_owned(), message }]);
    let mut items: Map<String, Value> = serde_json::from_slice(body).map_err(|error| {
        fault("body", format!("It is no JSON object (line {}, column {}).", error.line(), error.column()))
    })?;
    let mut asked = [String::new(), String::new()];
    for (name, slot) in ASKED.iter().zip(&mut asked) {
        match items.remove(*name) {
            None | Some(Value::Null) => {}
            Some(Value::String(text)) => *slot = text,
            Some(_) => return Err(fault(name, "It is no text.".to_owned())),
        }
    }
    let mut one = OneRecord::default();
    let mut given = Vec::new();
    for (name, value) in items {
        let text = match value {
            Value::Null => continue,
            Value::String(text) => text,
            // The value itself is not repeated: it may be a postcode.
            _ => return Err(fault(&name, "It is no text.".to_owned())),
        };
        one.set(&name, &text).map_err(|error| fault(&name, format!("{}.", sentence(&error.to_string()))))?;
        if !["record_id", "local_key"].contains(&name.as_str()) && !text.is_empty() {
            given.push((name, text));
        }
    }
    let [edition, missing] = asked;
    let edition = match edition.as_str() {
        "" => None,
        id => Some(edition_named(id).map_err(|error| fault("edition", format!("{}.", sentence(&error.to_string()))))?),
    };
    let missing_ovcc = match missing.as_str() {
        "" => MissingOvcc::AsWritten,
        "A" => MissingOvcc::Resident,
        _ => return Err(fault("missing_ovcc", "It is “A” or left out.".to_owned())),
    };
    let footprint = &site.footprint;
    let loaded = site.part::<Assignment>().loaded(footprint).await.map_err(|error| failed(&error))?;
    let loaded = loaded.ok_or_else(no_tables)?;
    let house = footprint.known();
    let known = house.state.sequence();
    let standing = Standing::of(&house.state, site.today(), visit);
    if standing == Standing::Other && !one.get(Item::LocalKey).is_empty() {
        return Err(fault("local_key", format!("{NO_OVERRIDES}.")));
    }
    let postcode = given.iter().find(|(name, _)| name == "postcode").map_or_else(String::new, |(_, text)| text.clone());
    let overrides = overrides_for(footprint, known, one.get(Item::LocalKey));
    let job = Job { edition, missing_ovcc, overrides, ..Job::default() };
    let worked = tokio::task::spawn_blocking(move || {
        let walk = job.explain(&loaded.reference, &one).map_err(|error| error.to_string())?;
        Ok::<_, String>(Answer::of(&walk, given, &postcode, job.edition.is_some(), &loaded, known.0))
    });
    let answer = worked.await.map_err(|error| failed(&error))?.map_err(|error| failed(&error))?;
    Ok(sent(&json!(answer)))
}

fn sent(body: &Value) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "private, no-store")];
    (headers, body.to_string()).into_response()
}

fn failed(error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, "an assignment could not be worked out");
    Problem::broken()
}

fn no_tables() -> Problem {
    Problem {
        status: StatusCode::CONFLICT,
        title: "No reference tables have been imported".to_owned(),
        detail: "Nothing can be assigned until they are: footprint import, or footprint serve --reference PATH."
            .to_owned(),
        errors: Vec::new(),
    }
}

/// The totals of a run, to whom its page is shown.
pub(crate) async fn run(State(site): State<Site>, Path(id): Path<String>, visit: Visit) -> Response {
    found(&site, &id, &visit).await.unwrap_or_else(|problem| problem.details())
}

async fn found(site: &Site, id: &str, visit: &Visit) -> Result<Response, Problem> {
    let none = || Problem {
        status: StatusCode::NOT_FOUND,
        title: "No such run".to_owned(),
        detail: "There is no run under this id that you may read.".to_owned(),
        errors: Vec::new(),
    };
    let room = site.part::<Assignment>();
    let (Some(store), Ok(id)) = (room.store(), id.parse::<LinkId>()) else { return Err(none()) };
    let run = store.run(&id).await.map_err(|error| failed(&error))?;
    let known = site.footprint.known();
    let standing = Standing::of(&known.state, site.today(), visit);
    let run = run.filter(|run| standing.may(&run.owner)).ok_or_else(none)?;
    let asked: Asked = serde_json::from_str(&run.settings).map_err(|error| failed(&error))?;
    let state = match run.state {
        RunState::Running => "running",
        RunState::Done => "done",
        RunState::Failed => "failed",
    };
    let made = match serde_json::from_str(&run.account) {
        Ok(Account::Made(made)) => *made,
        _ => Made::default(),
    };
    let sums = |all: &[(String, activity::Sum)]| -> Vec<Value> {
        all.iter().map(|(name, sum)| json!({ "name": name, "records": sum.records, "pence": sum.pence })).collect()
    };
    Ok(sent(&json!({
        "id": run.id.as_str(),
        "state": state,
        "made_at": run.made_at.to_string(),
        "rows_until": run.rows_until.map(|until| until.to_string()),
        "input_sha256": asked.input.sha256,
        "input_bytes": asked.input.bytes,
        "result_sha256": made.result_sha256,
        "editions": made.editions,
        "is_what_if": asked.is_what_if(),
        "read": { "records": made.read.records, "pence": made.read.pence },
        "by_terminal": sums(&made.terminals),
        "by_commissioner": sums(&made.commissioners),
    })))
}

fn text(about: &str) -> Value {
    json!({ "type": "string", "description": about })
}

fn texts() -> Value {
    json!({ "type": "array", "items": { "type": "string" } })
}

fn sum_schema() -> Vec<(&'static str, Value)> {
    vec![
        ("records", json!({ "type": "integer", "minimum": 0, "description": "Units: records." })),
        ("pence", json!({ "type": "integer", "description": "Units: whole pence." })),
    ]
}

/// The schemas these routes add, by name.
pub(crate) fn schemas() -> Vec<(&'static str, Value)> {
    let row = object(&[
        ("table", text("The reference table.")),
        ("key", text("The key looked for; a postcode by its area only.")),
        ("found", json!({ "type": "boolean" })),
        ("columns", pairs(2)),
        ("from", text("The first day, or blank.")),
        ("to", text("The last day, or blank.")),
    ]);
    let question = object(&[
        ("node", text("The question's name on the chart.")),
        ("key", text("Its key in the edition.")),
        ("question", text("The question in words.")),
        ("answer", json!({ "type": "boolean" })),
        ("fields", pairs(3)),
        ("evidence", json!({ "type": "array", "items": named("AssignmentRow") })),
        ("next", text("Where the answer leads.")),
    ]);
    let mut named_sum = vec![("name", text("The terminal or commissioner; blank where there is none."))];
    named_sum.extend(sum_schema());
    vec![("AssignmentRow", row), ("AssignmentQuestion", question), ("AssignmentSum", object(&named_sum))]
}

/// A list of texts of so many parts.
fn pairs(n: usize) -> Value {
    json!({ "type": "array", "items": { "type": "array", "minItems": n, "maxItems": n, "items": { "type": "string" } } })
}

fn answer_schema() -> Value {
    let maybe = |about: &str| json!({ "type": ["string", "null"], "description": about });
    let vintage = object(&[("table", text("")), ("file", text("")), ("sha256", text(""))]);
    object(&[
        ("edition", text("The edition that answered; blank outside every edition.")),
        ("is_forced", json!({ "type": "boolean", "description": "Whether one edition was applied to every date." })),
        ("date", text("The assignment date, or blank.")),
        ("date_field", text("The item that gave it.")),
        ("status", json!({ "type": "string", "enum": ["ASSIGNED", "UNASSIGNED", "NO_CODE"] })),
        ("commissioner", text("The code that pays, or blank.")),
        ("terminal", text("The end of the chart.")),
        ("method", text("How the code was found.")),
        ("category", text("Commissioned service category, two digits or blank.")),
        ("path", text("The questions asked: CDS>A>B>…")),
        ("reason", text("One sentence.")),
        ("flags", texts()),
        ("national_label", maybe("The label of the national data service, where the questions overlap.")),
        ("national_key", maybe("Its reason key, where the list of keys is there.")),
        ("given", pairs(2)),
        ("asked", json!({ "type": "array", "items": named("AssignmentQuestion") })),
        ("evidence", json!({ "type": "array", "items": named("AssignmentRow") })),
        ("vintages", json!({ "type": "array", "items": vintage })),
        ("fingerprint", text("One hash of the reference tables.")),
        ("known_at", json!({ "type": "integer", "minimum": 0 })),
    ])
}

fn run_schema() -> Value {
    let sums = json!({ "type": "array", "items": named("AssignmentSum") });
    object(&[
        ("id", text("The run's id.")),
        ("state", json!({ "type": "string", "enum": ["running", "done", "failed"] })),
        ("made_at", json!({ "type": "string", "format": "date-time" })),
        (
            "rows_until",
            json!({ "type": ["string", "null"], "description": "When its rows are deleted; null once they are." }),
        ),
        ("input_sha256", text("The hash of the input.")),
        ("input_bytes", json!({ "type": "integer", "minimum": 0 })),
        ("result_sha256", text("The hash of the result; blank until it is made.")),
        ("editions", texts()),
        ("is_what_if", json!({ "type": "boolean" })),
        ("read", object(&sum_schema())),
        ("by_terminal", sums.clone()),
        ("by_commissioner", sums),
    ])
}

/// What the document says of these routes.
pub(crate) fn paths() -> Vec<(&'static str, Value)> {
    let item = json!({ "type": ["string", "null"], "maxLength": 2000 });
    let mut items: Map<String, Value> = Item::all().map(|known| (known.name().to_owned(), item.clone())).collect();
    let editions: Vec<&str> =
        assign::Edition::built_in().unwrap_or_default().iter().map(|edition| edition.id.as_str()).collect();
    let mut editions: Vec<Value> = editions.into_iter().map(Value::from).collect();
    editions.push(Value::Null);
    items.insert("edition".to_owned(), json!({ "enum": editions }));
    items.insert("missing_ovcc".to_owned(), json!({ "enum": ["A", null] }));
    let body = json!({ "type": "object", "properties": items, "additionalProperties": false });
    let answers = |description: &str, schema: Value, more: &[&str]| {
        let mut answers = Map::new();
        let content = json!({ "application/json": { "schema": schema } });
        answers.insert("200".to_owned(), json!({ "description": description, "content": content }));
        for status in more {
            let problem = json!({ "application/problem+json": { "schema": named("Problem") } });
            let words = StatusCode::from_bytes(status.as_bytes()).ok().and_then(|status| status.canonical_reason());
            let words = words.unwrap_or("Refused");
            answers.insert((*status).to_owned(), json!({ "description": words, "content": problem }));
        }
        Value::Object(answers)
    };
    let record = json!({
        "operationId": "assignRecord",
        "tags": ["Who pays"],
        "summary": "Who pays for one record, and why",
        "description": "The answer of the Commissioner Assignment Method with every question asked. The record is an object of item names and texts; items left out are blank. Nothing is written and nothing kept; a postcode is given back by its area only.",
        "requestBody": { "required": true, "content": { "application/json": { "schema": body } } },
        "responses": answers("The answer", answer_schema(), &["400", "409", "413", "414", "415", "429", "500"]),
    });
    let run = json!({
        "operationId": "getRun",
        "tags": ["Who pays"],
        "summary": "The totals of a run",
        "description": "Control totals of a run made from a page, for those who may see the page.",
        "parameters": [{
            "name": "id", "in": "path", "required": true, "description": "The run's id, as in the address of its page.",
            "schema": { "type": "string", "pattern": "^[A-Za-z0-9_-]{43}$" },
        }],
        "responses": answers("The totals", run_schema(), &["400", "404", "414", "500"]),
    });
    vec![("/api/v1/assign/records", json!({ "post": record })), ("/api/v1/assign/runs/{id}", json!({ "get": run }))]
}
