//! The record: which files were taken in, and each entry of the journal with its proof.

use app::Shown;
use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use journal::JournalError;
use serde_json::Value;
use terms::Sequence;

use crate::answers;
use kit::components::{Crumb, SummaryList, SummaryRow};
use kit::markup::Markup;
use kit::refused::Problem;
use kit::shell::Shell;
use kit::show::{Ask, TablePage};

#[derive(Template)]
#[template(path = "pages/entry.html")]
struct EntryPage {
    shell: Shell,
    summary: SummaryList,
    events: Vec<String>,
    reason: Option<String>,
    changes: Option<String>,
    proof: Option<String>,
    /// Where its stored bytes are; nothing for an entry that is closed to whoever asks.
    stored: Option<String>,
    neighbours: Vec<(String, String)>,
}

pub(super) async fn imports(ask: Ask) -> Result<Response, Problem> {
    if let Some(held) = ask.held().filter(|_| ask.address.value("format").is_none()) {
        return Ok(held);
    }
    let house = &ask.house();
    let mut table = answers::imports(&ask.register(), |entry| house.recorded_at(entry));
    if let Some(file) = ask.file(&table)? {
        return Ok(file);
    }
    // The hash, the last column, is long and stands on the entry's page and in the file.
    table.columns.pop();
    table.rows.iter_mut().for_each(|row| {
        row.pop();
    });
    Ok(ask.page(TablePage {
        shell: ask.frame("Imported files", [Crumb::new("Home", "/")]),
        caption: String::new(),
        ways: Vec::new(),
        lead: vec![
            "Every published file taken into this register. The entry is where the journal records it; it also gives the hash of the file as published, so that anybody who has the file can check it is the same.".to_owned(),
        ],
        before: Markup::default(),
        table: ask.table(table),
    }))
}

/// An entry, as far as whoever asks may see it.
async fn find(ask: &Ask, sequence: &str) -> Result<Shown, Problem> {
    let last = ask.known().sequence;
    let missing =
        || Problem::not_found(format!("There is no entry {sequence}. Entries are numbered from 1 to {last}."));
    let number: u64 = sequence.parse().map_err(|_| missing())?;
    let reader = ask.reader();
    let shown = ask.site.footprint.shown(&reader, Sequence(number)).await.map_err(|error| broken(&error))?;
    shown.ok_or_else(missing)
}

fn broken(error: &impl std::fmt::Display) -> Problem {
    tracing::error!(%error, "the journal could not be read");
    Problem::broken()
}

pub(super) async fn entry(ask: Ask, Path(sequence): Path<String>) -> Result<Response, Problem> {
    let shown = find(&ask, &sequence).await?;
    let checkpoint = ask.site.footprint.journal().last_checkpoint().await.map_err(|error| broken(&error))?;
    let number = shown.sequence().0;
    let is_signed = checkpoint.is_some_and(|checkpoint| checkpoint.size >= number);
    let recorded = |at: Timestamp| at.strftime("%-d %B %Y at %H:%M:%S UTC").to_string();
    let neighbour = |other: u64, words: &str| (words.to_owned(), format!("/entries/{other}"));
    let neighbours = [
        (number > 1).then(|| neighbour(number - 1, "Entry before")),
        (number < ask.known().sequence).then(|| neighbour(number + 1, "Entry after")),
    ];
    let mut page = EntryPage {
        shell: ask
            .plain_frame(&format!("Entry {number}"), [Crumb::new("Home", "/"), Crumb::new("Imports", "/imports")]),
        summary: SummaryList::new([]),
        events: Vec::new(),
        reason: None,
        changes: Some(format!("/changes?from={}&to={number}", number.saturating_sub(1))),
        proof: is_signed.then(|| format!("/entries/{number}/proof")),
        stored: None,
        neighbours: neighbours.into_iter().flatten().collect(),
    };
    match shown {
        Shown::Closed { recorded_at, leaf_hash, .. } => {
            page.summary = SummaryList::new([
                SummaryRow::new("Recorded", recorded(recorded_at)),
                SummaryRow::new("Leaf hash (SHA-256)", leaf_hash.to_string()),
            ]);
        }
        Shown::Whole { entry, reason } => {
            let rows = [
                ("Recorded", recorded(entry.recorded_at)),
                ("By", entry.actor.clone()),
                ("Authority", authority(&entry.authority)),
                ("Act", act(&entry.act)),
                ("Hash of the file (SHA-256)", text(&entry.act, "source_hash").to_owned()),
                ("Leaf hash (SHA-256)", entry.leaf_hash.to_string()),
                ("Fact files", entry.files.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
            ];
            page.summary = SummaryList::new(
                rows.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| SummaryRow::new(key, value)),
            );
            page.events = entry.events.as_array().map(Vec::as_slice).unwrap_or_default().iter().map(event).collect();
            page.reason = reason;
            page.stored = Some(format!("/entries/{number}/stored"));
        }
    }
    // No tag: a reason can be erased, and who may read it can change, which changes the page and no clock.
    Ok(kit::page::Page(page).into_response())
}

/// The proof that an entry is in the journal of the last signed checkpoint, as a text a short program can check.
pub(super) async fn proof(ask: Ask, Path(sequence): Path<String>) -> Result<Response, Problem> {
    let shown = find(&ask, &sequence).await?;
    match ask.site.footprint.journal().inclusion_proof(shown.sequence().0).await {
        Ok(proof) => {
            Ok(file("text/plain; charset=utf-8", &format!("entry-{sequence}.tlog-proof"), proof.to_string().into()))
        }
        Err(JournalError::OutOfRange { .. }) => Err(Problem::not_found(format!(
            "Entry {sequence} is not under a signed checkpoint yet. Whoever keeps this register can sign one."
        ))),
        Err(error) => Err(broken(&error)),
    }
}

/// An entry as stored: the bytes whose hash is the leaf.
pub(super) async fn stored(ask: Ask, Path(sequence): Path<String>) -> Result<Response, Problem> {
    match find(&ask, &sequence).await? {
        Shown::Whole { entry, .. } => Ok(file("application/json", &format!("entry-{sequence}.json"), entry.stored)),
        Shown::Closed { leaf_hash, .. } => Err(Problem::not_found(format!(
            "Entry {sequence} holds something confidential, and so is shown only to whoever may read what it is about. Its \
             leaf hash is {leaf_hash}: that, with its proof, shows that it is on record and has not been changed."
        ))),
    }
}

fn file(kind: &'static str, name: &str, body: Vec<u8>) -> Response {
    let mut response = ([(header::CONTENT_TYPE, kind)], body).into_response();
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn number(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_u64).map(answers::thousands).unwrap_or_default()
}

fn series(value: &Value) -> String {
    let slug = text(value, "series");
    slug.parse::<register::Series>().map_or_else(|_| slug.to_owned(), |series| series.title().to_owned())
}

fn authority(value: &Value) -> String {
    match text(value, "kind") {
        "register-keeper" => "The register’s keeper".to_owned(),
        other => other.replace('-', " "),
    }
}

fn act(value: &Value) -> String {
    match text(value, "act") {
        "take-import" => format!("Take in the file {}", text(value, "source_name")),
        "retract-import" => "Retract an import".to_owned(),
        "correct" => "Correct a fact".to_owned(),
        other => other.replace('-', " "),
    }
}

/// An event in words.
fn event(value: &Value) -> String {
    match text(value, "event") {
        "import-taken" => format!(
            "Took in {} of {}, the file {}: {} rows; {} facts new to the series, {} no longer given.",
            series(value),
            text(value, "released"),
            text(value, "source_name"),
            number(value, "rows"),
            number(value, "added"),
            number(value, "removed")
        ),
        "import-retracted" => format!("The import of the file {} no longer counts.", text(value, "source_hash")),
        "fact-denied" => {
            format!("Declared wrong in {}: {} Source: {}.", series(value), line(value), text(value, "source"))
        }
        "fact-entered" => format!("Entered: {} Source: {}.", line(value), text(value, "source")),
        other => other.replace('-', " "),
    }
}

/// A fact as its line has it, with its parts set apart.
fn line(value: &Value) -> String {
    format!("“{}”.", text(value, "fact").replace('\t', " · "))
}
