//! The entry of an act for programs: `POST /api/v1/acts/NAME`, with a token that a person made for themselves.

use std::sync::Arc;

use app::Viewer;
use ask::{ActForm, Field, FieldError, Key, Of, Sent, SentFile, Takes};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use store::{IdempotencyKey, KeptReply, KeyLimits, KeyedRequest, RequestHash, Secret, Store, Token, TokenUses};

use super::{FILE_BYTES_MAX, Undone, landing, not_theirs, read, record, seen_by};
use crate::api::schema;
use crate::face::Face;
use crate::field::takes_file;
use crate::gate::{Gate, client_address_of};
use crate::refused::Problem;
use crate::serve::BODY_BYTES;
use crate::site::Site;

const MEDIA_TYPE: &str = "application/json";

/// The entries of a face's acts.
pub(crate) fn programs(face: &'static Face) -> Router<Site> {
    let uses = Arc::new(TokenUses::default());
    let gate = Gate::new(8, 3);
    face.acts.iter().fold(Router::new(), |routes, form| {
        let uses = Arc::clone(&uses);
        let gate = gate.clone();
        let handler = move |State(site): State<Site>, request: Request| async move {
            answer(face, form, &site, (&uses, &gate), request).await.unwrap_or_else(|problem| problem.details())
        };
        // A file comes in base64, a third longer than it is.
        let most = if takes_file(form.fields) { FILE_BYTES_MAX / 3 * 4 + BODY_BYTES } else { BODY_BYTES };
        routes.route(&format!("/api/v1/acts/{}", form.name), post(handler).layer(DefaultBodyLimit::max(most)))
    })
}

async fn answer(
    face: &'static Face,
    form: &'static ActForm,
    site: &Site,
    (uses, gate): (&TokenUses, &Gate),
    request: Request,
) -> Result<Response, Problem> {
    let Some(store) = &site.store else { return Err(unauthorised("Nobody signs in at this service.")) };
    // Whoever has no token is told so before a byte of what they send is held.
    let headers = request.headers().clone();
    let (token, secret) = token(store, site, &headers).await?;
    uses.count(&token.id, site.footprint.now());
    if let Err(error) = store.write_token_uses(uses).await {
        tracing::error!(%error, "the use of a token could not be written down");
    }
    if !token.scope.may_act_in(face.room) {
        return Err(problem(
            StatusCode::FORBIDDEN,
            "The token does not reach so far",
            format!("It is for other rooms than {}. Make one on your account page for this room.", face.room),
        ));
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.split(';').next().map(str::trim) != Some(MEDIA_TYPE) {
        let detail = "Send an object of names and values, as application/json.".to_owned();
        return Err(problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Send the act as JSON", detail));
    }
    let _pass = takes_file(form.fields).then(|| gate.enter(&client_address_of(request.extensions()))).transpose()?;
    let body = Bytes::from_request(request, &()).await.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(),
        _ => Problem::broken_off(),
    })?;
    let Some(key) = headers.get("idempotency-key") else {
        return done(form, site, &token, &body).await.map(sent).map_err(|failed| failed.problem);
    };
    let key: IdempotencyKey = key
        .to_str()
        .ok()
        .and_then(|key| without_quotes(key).parse().ok())
        .ok_or_else(|| invalid("idempotency-key", "Write 1 to 255 visible characters of ASCII"))?;
    let hash = RequestHash::of("POST", &format!("{} {}", form.name, secret.expose()), &body);
    keyed(form, site, store, (&token, &key, &hash), &body).await
}

/// What stands between the quotes of a key that is written in quotes, as some libraries write it; any other key as it stands.
fn without_quotes(key: &str) -> &str {
    let within = key.strip_prefix('"').and_then(|key| key.strip_suffix('"'));
    within.filter(|key| !key.is_empty()).unwrap_or(key)
}

/// The same request under the same key is done once, and answered the same again.
///
/// The hash that tells requests apart has the token's secret in it, which is kept nowhere: what was sent cannot be guessed from
/// the hash, not even a patient's key.
async fn keyed(
    form: &'static ActForm,
    site: &Site,
    store: &Store,
    (token, key, hash): (&Token, &IdempotencyKey, &RequestHash),
    body: &Bytes,
) -> Result<Response, Problem> {
    let begun = store.begin_request(&token.id, key, hash, site.footprint.now(), KeyLimits::default()).await;
    let claim = match begun.map_err(|error| broken(&error))? {
        KeyedRequest::First(claim) => claim,
        KeyedRequest::Answered(reply) => return Ok(again(&reply)),
        KeyedRequest::Underway => {
            let detail = "The first request under this key is being done. Ask again in a moment.".to_owned();
            return Err(problem(StatusCode::CONFLICT, "It is being done", detail));
        }
        KeyedRequest::BrokenOff { began_at } => {
            let detail = format!(
                "A request under this key was begun at {began_at} and broke off, so that nobody knows here whether it took \
                 effect. Look at the record, then send it under a new key if it did not."
            );
            return Err(problem(StatusCode::CONFLICT, "It is not known whether it was done", detail));
        }
        KeyedRequest::OtherRequest => {
            let detail = "This key came with another request before. Use a new key for each act.".to_owned();
            return Err(problem(StatusCode::UNPROCESSABLE_ENTITY, "The key is used", detail));
        }
        KeyedRequest::TooMany => {
            let detail = "A token keeps only so many keys at once. Wait until the oldest are a day old.".to_owned();
            return Err(problem(StatusCode::TOO_MANY_REQUESTS, "Too many keys", detail));
        }
    };
    match done(form, site, token, body).await {
        Ok(told) => {
            let reply = KeptReply {
                status: StatusCode::CREATED.as_u16(),
                media_type: MEDIA_TYPE.to_owned(),
                body: told.to_string().into_bytes(),
                entry: told.get("entry").and_then(Value::as_u64),
            };
            if let Err(error) = store.finish_request(claim, &reply).await {
                tracing::error!(%error, "the answer to a keyed request could not be kept");
            }
            Ok(sent(told))
        }
        // Nothing was recorded: the same key may be tried again with what is put right.
        Err(Failed { problem, nothing_recorded: true }) => {
            if let Err(error) = store.let_go_request(claim).await {
                tracing::error!(%error, "the key of a refused request could not be let go");
            }
            Err(problem)
        }
        // Some of it is recorded, or nobody knows: the key stays taken, so that sending it again does nothing twice.
        Err(Failed { problem, .. }) => Err(problem),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "what was done is told once")]
fn sent(told: Value) -> Response {
    let headers = [(header::CONTENT_TYPE, MEDIA_TYPE), (header::CACHE_CONTROL, "no-store")];
    (StatusCode::CREATED, headers, told.to_string()).into_response()
}

fn again(reply: &KeptReply) -> Response {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::CREATED);
    let headers = [(header::CONTENT_TYPE, MEDIA_TYPE), (header::CACHE_CONTROL, "no-store")];
    (status, headers, reply.body.clone()).into_response()
}

/// The token that a request carries, if it is good now.
async fn token(store: &Store, site: &Site, headers: &HeaderMap) -> Result<(Token, Secret), Problem> {
    let carried = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let secret = carried.and_then(|value| value.strip_prefix("Bearer ")).map(str::trim);
    let Some(secret) = secret else {
        return Err(unauthorised(
            "Send “Authorization: Bearer TOKEN” with a token that you make on your account page.",
        ));
    };
    let secret = Secret::given(secret);
    let found = store.good_token(&secret, site.footprint.now()).await.map_err(|error| broken(&error))?;
    found.map(|token| (token, secret)).ok_or_else(|| {
        unauthorised("The token is not known, is over, or was taken back. Make one on your account page.")
    })
}

/// Why an act of a program was not done, and whether it is certain that nothing of it was recorded.
struct Failed {
    problem: Problem,
    nothing_recorded: bool,
}

impl From<Problem> for Failed {
    fn from(problem: Problem) -> Self {
        Self { problem, nothing_recorded: true }
    }
}

async fn done(form: &'static ActForm, site: &Site, token: &Token, body: &Bytes) -> Result<Value, Failed> {
    let (keys, mut sent) = taken(form, body).map_err(|errors| wrong(form, errors))?;
    let (lens, of) = (seen_by(site, Viewer::Person(token.person.clone())), Of::new(&keys));
    if (form.scene)(&lens, &of).is_none() {
        let detail = "What it is done to is not on record, or not for you to know of.".to_owned();
        return Err(problem(StatusCode::NOT_FOUND, "Not on record", detail).into());
    }
    if !(form.offered)(&lens, &of) {
        return Err(not_theirs(form).into());
    }
    let acts = read(form, &site.footprint, &lens, &of, &mut sent).map_err(|errors| wrong(form, errors))?;
    let to = landing(form, &lens, &of, &acts);
    let who = site.acting(token.person.clone());
    let recorded = record(form, &site.footprint, site.store.as_ref(), &who, acts, &sent).await;
    let recorded = recorded.map_err(|undone| match undone {
        Undone::Problem(problem) => {
            // After a fault of the journal nobody knows here whether the act took effect.
            let nothing_recorded = !problem.status.is_server_error();
            Failed { problem, nothing_recorded }
        }
        Undone::Refused(why) => {
            problem(StatusCode::UNPROCESSABLE_ENTITY, "The rules do not allow it", format!("{why}.")).into()
        }
        Undone::InPart(why) => Failed {
            problem: problem(StatusCode::UNPROCESSABLE_ENTITY, "It was done in part", format!("{why}.")),
            nothing_recorded: false,
        },
    })?;
    let Some(recorded) = recorded else {
        let detail = "Nothing was sent that could be recorded.".to_owned();
        return Err(problem(StatusCode::UNPROCESSABLE_ENTITY, "There is nothing to record", detail).into());
    };
    Ok(json!({
        "act": form.name,
        "entry": recorded.sequence.0,
        "recorded_at": recorded.recorded_at.to_string(),
        "page": format!("{}{to}", site.config.base),
    }))
}

type Taken = (Vec<(String, String)>, Sent);

/// The subject and the fields of a body.
fn taken(form: &ActForm, body: &[u8]) -> Result<Taken, Vec<FieldError>> {
    let fault = |field: &str, message: String| FieldError { field: field.to_owned(), message };
    let members: Map<String, Value> = serde_json::from_slice(body).map_err(|error| {
        vec![fault("body", format!("It is no JSON object (line {}, column {})", error.line(), error.column()))]
    })?;
    let (mut keys, mut sent, mut errors) = (Vec::new(), Sent::default(), Vec::new());
    for (name, value) in members {
        if form.subject.iter().any(|key| key.name == name) {
            match &value {
                Value::String(text) => keys.push((name, text.clone())),
                Value::Number(number) if number.is_u64() => keys.push((name, number.to_string())),
                _ => errors.push(fault(&name, "Send text".to_owned())),
            }
            continue;
        }
        let Some(member) = member(form.fields, &name, "") else {
            errors.push(fault(&name, format!("This act takes: {}", names(form).join(", "))));
            continue;
        };
        if value.is_null() {
            continue;
        }
        match member.read(&value) {
            Ok(Given::Texts(texts)) => sent.pairs.extend(texts.into_iter().map(|text| (name.clone(), text))),
            Ok(Given::File(file)) => sent.file = Some(file),
            Err(why) => errors.push(fault(&name, why.to_owned())),
        }
    }
    for key in form.subject.iter().filter(|key| !key.optional) {
        if !keys.iter().any(|(name, _)| name == key.name) && !errors.iter().any(|error| error.field == key.name) {
            errors.push(fault(key.name, format!("It is missing: {}, such as {}", key.about, key.example)));
        }
    }
    if errors.is_empty() { Ok((keys, sent)) } else { Err(errors) }
}

/// What a program may send for a field, as the description says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Member {
    Text,
    /// A number, or text that is to be one.
    Number,
    Texts,
    File,
}

/// What was sent for a field.
enum Given {
    Texts(Vec<String>),
    File(SentFile),
}

impl Member {
    /// What a value comes to; why it is none, where it is not what the field takes.
    fn read(self, value: &Value) -> Result<Given, &'static str> {
        let texts = |text: &str| Given::Texts(vec![text.to_owned()]);
        match (self, value) {
            (Self::File, value) => file(value).map(Given::File),
            (Self::Text | Self::Number, Value::String(text)) => Ok(texts(text)),
            (Self::Number, Value::Number(number)) => Ok(texts(&number.to_string())),
            (Self::Texts, Value::Array(all)) => {
                let all = all.iter().map(|text| text.as_str().map(str::to_owned));
                all.collect::<Option<Vec<String>>>().map(Given::Texts).ok_or("Send a list of texts")
            }
            (Self::Text, _) => Err("Send text"),
            (Self::Number, _) => Err("Send a number"),
            (Self::Texts, _) => Err("Send a list of texts"),
        }
    }
}

/// What a form takes under a name; nothing if it is none of its names.
fn member(fields: &[Field], name: &str, after: &str) -> Option<Member> {
    let is_it = |field: &Field| match name.strip_prefix(field.name) {
        Some("") => after.is_empty(),
        // The name of one of many is followed by which.
        Some(rest) => !after.is_empty() && rest.strip_prefix(after).is_some_and(|which| !which.is_empty()),
        None => false,
    };
    fields.iter().filter(|field| field.asks()).find_map(|field| match field.takes {
        Takes::Each(_, within) => member(within, name, "-"),
        Takes::File => is_it(field).then_some(Member::File),
        Takes::Any(_) => is_it(field).then_some(Member::Texts),
        Takes::Number | Takes::Money => is_it(field).then_some(Member::Number),
        Takes::Line
        | Takes::Lines
        | Takes::Secret
        | Takes::Body
        | Takes::Codes
        | Takes::Day
        | Takes::Time
        | Takes::Hidden
        | Takes::One(_) => is_it(field).then_some(Member::Text),
        Takes::Words(_) | Takes::Heading => None,
    })
}

/// What a file's content is written in: groups of four, the last one filled up.
const BASE64: &str = "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$";

/// What may be sent with an act: what it is done to, and its fields.
pub(crate) fn names(form: &ActForm) -> Vec<String> {
    let keys = form.subject.iter().map(|key: &Key| key.name.to_owned());
    keys.chain(members(form.fields, "").into_iter().map(|(name, _)| name)).collect()
}

fn file(value: &Value) -> Result<SentFile, &'static str> {
    let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let (Some(name), Some(media_type), Some(content)) = (text("name"), text("media_type"), text("base64")) else {
        return Err("Send an object of name, media_type and base64");
    };
    let bytes = STANDARD.decode(content).map_err(|_| "The content is not base64")?;
    Ok(SentFile { name, media_type, bytes })
}

fn problem(status: StatusCode, title: &str, detail: String) -> Problem {
    Problem { status, title: title.to_owned(), detail, errors: Vec::new() }
}

fn wrong(form: &ActForm, errors: Vec<FieldError>) -> Problem {
    // A program sends a day whole, so that is where it is wrong.
    let errors = errors.into_iter().map(|error| {
        let field = error.field.strip_suffix("-day").map_or(error.field.clone(), str::to_owned);
        FieldError { field, ..error }
    });
    Problem {
        errors: errors.collect(),
        ..problem(
            StatusCode::UNPROCESSABLE_ENTITY,
            "Something is wrong with what was sent",
            format!("“{}” was not recorded. Put right what is listed under `errors`.", form.title),
        )
    }
}

fn invalid(field: &str, message: &str) -> Problem {
    Problem::invalid([FieldError { field: field.to_owned(), message: message.to_owned() }])
}

fn unauthorised(detail: &str) -> Problem {
    problem(StatusCode::UNAUTHORIZED, "Who are you?", detail.to_owned())
}

fn broken(error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, "what is kept of tokens could not be read");
    Problem::broken()
}

/// The members that a program may send for the fields, with their schemas.
fn members(fields: &[Field], end: &str) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for field in fields.iter().filter(|field| field.asks()) {
        let schema = match field.takes {
            Takes::Each(_, within) => {
                all.extend(members(within, "-WHICH"));
                continue;
            }
            Takes::Day => json!({ "type": ["string", "null"], "format": "date" }),
            Takes::Number => json!({ "type": ["integer", "string", "null"] }),
            Takes::Money => json!({ "type": ["number", "string", "null"] }),
            Takes::Any(_) => json!({ "type": ["array", "null"], "items": { "type": "string" } }),
            Takes::File => json!({
                "type": ["object", "null"],
                "properties": {
                    "name": { "type": "string" },
                    "media_type": { "type": "string" },
                    "base64": { "type": "string", "contentEncoding": "base64", "pattern": BASE64 },
                },
                "required": ["name", "media_type", "base64"],
            }),
            _ => json!({ "type": ["string", "null"] }),
        };
        let mut schema = schema;
        if let Some(members) = schema.as_object_mut() {
            let about = format!("{} {}", field.label, field.hint);
            members.insert("description".to_owned(), json!(about.trim()));
        }
        all.push((format!("{}{end}", field.name), schema));
    }
    all
}

/// What the OpenAPI document says of a face's acts, by path.
pub(crate) fn described(face: &Face) -> Vec<(String, Value)> {
    face.acts.iter().map(|form| (format!("/api/v1/acts/{}", form.name), json!({ "post": describe(form) }))).collect()
}

fn describe(form: &ActForm) -> Value {
    let mut properties = Map::new();
    let mut patterns = Map::new();
    for key in form.subject {
        let about = format!("{}.", key.about);
        properties.insert(
            key.name.to_owned(),
            json!({ "type": ["string", "integer"], "minimum": 0, "description": about, "examples": [key.example] }),
        );
    }
    for (name, schema) in members(form.fields, "") {
        match name.strip_suffix("-WHICH") {
            Some(start) => patterns.insert(format!("^{start}-.+$"), schema),
            None => properties.insert(name, schema),
        };
    }
    let required: Vec<&str> = form.subject.iter().filter(|key| !key.optional).map(|key| key.name).collect();
    let mut body = json!({
        "type": "object", "properties": properties, "required": required, "additionalProperties": false,
    });
    if let Some(body) = body.as_object_mut().filter(|_| !patterns.is_empty()) {
        body.insert("patternProperties".to_owned(), Value::Object(patterns));
    }
    let recorded = schema::object(&[
        ("act", json!({ "type": "string" })),
        ("entry", json!({ "type": "integer", "minimum": 1, "description": "The entry that recorded it." })),
        ("recorded_at", json!({ "type": "string", "format": "date-time" })),
        ("page", json!({ "type": "string", "description": "The page that shows what came of it." })),
    ]);
    let problem = |words: &str| {
        json!({
            "description": words,
            "content": { "application/problem+json": { "schema": schema::named("Problem") } },
        })
    };
    json!({
        "operationId": format!("act-{}", form.name),
        "tags": [form.group],
        "summary": form.title,
        "description": form.about,
        "security": [{ "token": [] }],
        "parameters": [{
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "Your own name for this request: sent again within a day it is not done again, and answered the same.",
            "schema": { "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$" },
        }],
        "requestBody": { "required": true, "content": { "application/json": { "schema": body } } },
        "responses": {
            "201": { "description": "It is recorded.", "content": { "application/json": { "schema": recorded } } },
            "400": problem("The idempotency key cannot be one."),
            "401": problem("There is no good token."),
            "403": problem("The token does not reach so far, or no post of the person gives them the act today."),
            "404": problem("What it is done to is not on record."),
            "409": problem("The same key is being worked on, or broke off."),
            "413": problem("More was sent than is taken."),
            "414": problem("The address is too long."),
            "415": problem("It is not JSON."),
            "422": problem("Something is wrong with a field, or the rules do not allow it."),
            "429": problem("Too many keys, or too many requests."),
            "500": problem("The service failed."),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_key_in_quotes_and_of_quotes() {
        for (sent, key) in [("\"abc\"", "abc"), ("abc", "abc"), ("\"", "\""), ("\"\"", "\"\""), ("a\"", "a\"")] {
            assert_eq!(without_quotes(sent), key);
            assert!(without_quotes(sent).parse::<IdempotencyKey>().is_ok(), "{sent}");
        }
    }
}
