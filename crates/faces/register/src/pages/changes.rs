//! What differs between two states of knowledge or two days, and the feed of it for bodies one follows.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use terms::{OdsCode, Sequence};

use crate::answers::changes::{Change, of_body};
use crate::answers::{self, changes_between_days, changes_in_knowledge};
use ask::Table;
use kit::components::{Button, Crumb, ErrorLine, ErrorMessage, ErrorSummary, Input};
use kit::feed::{Feed, FeedEntry, plain, rfc3339, stable_id};
use kit::page::tagged;
use kit::refused::{FieldError, Problem};
use kit::shell::Shell;
use kit::show::Ask;
use kit::site::{date_in, filled, sentence};
use kit::table::TableView;

/// The most bodies one feed follows.
const FOLLOWED_MAX: usize = 50;
/// How many of the last entries a feed looks through.
const LOOKED_MAX: u64 = 500;
/// The most entries in a feed.
const FEED_MAX: usize = 100;

#[derive(Template)]
#[template(path = "pages/changes.html")]
struct ChangesPage {
    shell: Shell,
    errors: Option<ErrorSummary>,
    from: Input,
    to: Input,
    show: Button,
    kept: Vec<(String, String)>,
    table: Option<TableView>,
    last: u64,
}

/// The two ends: days are days, whole numbers are entries.
#[derive(Clone, Copy, Debug)]
enum Between {
    Entries(Sequence, Sequence),
    Days(terms::Date, terms::Date),
}

pub(super) async fn changes(ask: Ask) -> Result<Response, Problem> {
    if let Some(held) = ask.held().filter(|_| filled(&ask.address, "format").is_none()) {
        return Ok(held);
    }
    let between = read(&ask);
    let table: Option<Table> = match &between {
        Ok(Some(between)) => {
            let between = *between;
            Some(ask.work(move |viewpoint, _| work_out(viewpoint, between)).await?)
        }
        _ => None,
    };
    if let Some(table) = &table
        && let Some(file) = ask.file(table)?
    {
        return Ok(file);
    }
    let errors = between.err().unwrap_or_default();
    let field = |name: &str, label: &str| {
        let error = errors.iter().find(|error| error.field == name);
        Input {
            name: name.to_owned(),
            id: Some(name.to_owned()),
            label: label.into(),
            value: filled(&ask.address, name).map(str::to_owned),
            error_message: error.map(|error| ErrorMessage::from(error.message.as_str())),
            width: Some(10),
            spellcheck: Some(false),
            ..Input::default()
        }
    };
    let (from, to) = (field("from", "From"), field("to", "To"));
    let mut response = ask.page(ChangesPage {
        shell: Shell {
            has_errors: !errors.is_empty(),
            ..ask.frame("Changes to the register", [Crumb::new("Home", "/")])
        },
        errors: (!errors.is_empty()).then(|| {
            ErrorSummary::new(errors.iter().map(|error| ErrorLine {
                content: error.message.as_str().into(),
                href: Some(format!("#{}", error.field)),
            }))
        }),
        from,
        to,
        show: Button::submit("Show what changed"),
        kept: ask.beside("").query,
        table: table.map(|table| ask.table(table)),
        last: ask.known().sequence,
    });
    if !errors.is_empty() {
        *response.status_mut() = axum::http::StatusCode::BAD_REQUEST;
    }
    Ok(response)
}

fn work_out(viewpoint: &kit::site::Viewpoint, between: Between) -> Table {
    match between {
        Between::Entries(first, second) => changes_in_knowledge(
            &viewpoint.house().register().view(first),
            &viewpoint.house().register().view(second),
            viewpoint.at().valid,
        ),
        Between::Days(first, second) => changes_between_days(&viewpoint.register(), first, second),
    }
}

fn read(ask: &Ask) -> Result<Option<Between>, Vec<FieldError>> {
    let (Some(from), Some(to)) = (filled(&ask.address, "from"), filled(&ask.address, "to")) else {
        return Ok(None);
    };
    let entry = |text: &str| text.parse::<u64>().ok().filter(|_| text.len() < 9);
    if let (Some(first), Some(second)) = (entry(from), entry(to)) {
        let last = ask.known().sequence;
        if first > last || second > last {
            let field = if first > last { "from" } else { "to" };
            let message = format!("There is no such entry; the last is {last}");
            return Err(vec![FieldError { field: field.to_owned(), message }]);
        }
        let (first, second) = (first.min(second), first.max(second));
        return Ok(Some(Between::Entries(Sequence(first), Sequence(second))));
    }
    let days = [date_in(&ask.address, "from"), date_in(&ask.address, "to")];
    let errors: Vec<FieldError> = days.iter().filter_map(|day| day.clone().err()).collect();
    match days {
        [Ok(Some(first)), Ok(Some(second))] => Ok(Some(Between::Days(first.min(second), first.max(second)))),
        _ => Err(errors
            .into_iter()
            .map(|error| FieldError {
                message: format!("{}, or both as the number of an entry", sentence(&error.message)),
                ..error
            })
            .collect()),
    }
}

/// Changes to followed bodies as the journal recorded them, the latest first.
pub(super) async fn feed(ask: Ask, headers: axum::http::HeaderMap) -> Result<Response, Problem> {
    let codes = followed(&ask)?;
    let asked = codes.clone();
    let found = ask.work(move |viewpoint, _| recorded(viewpoint, &asked)).await?;
    let mut entries = Vec::with_capacity(found.len());
    for ((sequence, code), (recorded_at, changes)) in found {
        let hash = ask.site.footprint.leaf_hash(sequence).await.map_err(|_| Problem::broken())?;
        let hash = hash.ok_or_else(Problem::broken)?.to_string();
        let name = answers::name(&ask.house().register().view(sequence), code, ask.today());
        let what: Vec<&str> = changes.iter().map(|change| change.what).collect();
        entries.push(FeedEntry {
            id: stable_id(&[hash.as_bytes(), code.as_str().as_bytes()]),
            title: plain(&format!("{code} {name}: {}", what.join(", ").to_lowercase())),
            href: format!("{}{}?known_at={sequence}", ask.site.config.base, answers::href(code)),
            updated: rfc3339(recorded_at),
            lines: changes.iter().map(|change| plain(&line(change))).collect(),
        });
    }
    let named: Vec<&str> = codes.iter().map(OdsCode::as_str).collect();
    let first = ask.site.footprint.identity().await.map_err(|_| Problem::broken())?;
    let first = first.map(|hash| hash.to_string()).unwrap_or_default();
    let feed = Feed {
        // The first entry tells one register's feed from another's.
        id: stable_id(&[first.as_bytes(), named.join(",").as_bytes()]),
        title: format!("Changes to {}", named.join(", ")),
        home: format!("{}/", ask.site.config.base),
        own: format!("{}{}", ask.site.config.base, ask.address.href()),
        // With nothing to tell, the feed is as old as the record allows.
        updated: entries.first().map_or_else(|| rfc3339(Timestamp::UNIX_EPOCH), |entry| entry.updated.clone()),
        entries,
    };
    match feed.render() {
        Ok(text) => Ok(tagged(&headers, "application/atom+xml; charset=utf-8", text.into_bytes())),
        Err(_) => Ok(([(header::CONTENT_TYPE, "text/plain")], "").into_response()),
    }
}

fn followed(ask: &Ask) -> Result<Vec<OdsCode>, Problem> {
    let wrong = |message: String| Problem::invalid([FieldError { field: "code".to_owned(), message }]);
    let named = ask.address.query.iter().filter(|(key, _)| key == "code").flat_map(|(_, value)| value.split(','));
    let mut codes = Vec::new();
    for text in named.map(str::trim).filter(|text| !text.is_empty()) {
        let code: OdsCode = text.parse().map_err(|error| wrong(sentence(&format!("{error}"))))?;
        if !ask.register().knows(code) {
            return Err(Problem::not_found(format!("Nothing on the register has the code {code}.")));
        }
        codes.push(code);
    }
    codes.sort_unstable();
    codes.dedup();
    match codes.len() {
        0 => Err(wrong("Name the bodies to follow: /changes.atom?code=10Q&code=14Y".to_owned())),
        n if n > FOLLOWED_MAX => {
            Err(wrong(format!("A feed follows at most {FOLLOWED_MAX} bodies; this one names {n}")))
        }
        _ => Ok(codes),
    }
}

type Recorded = Vec<((Sequence, OdsCode), (Timestamp, Vec<Change>))>;

fn recorded(viewpoint: &kit::site::Viewpoint, codes: &[OdsCode]) -> Recorded {
    let last = viewpoint.at().known.0;
    let mut found: BTreeMap<(Sequence, OdsCode), (Timestamp, Vec<Change>)> = BTreeMap::new();
    for sequence in (last.saturating_sub(LOOKED_MAX) + 1..=last).rev() {
        if found.len() >= FEED_MAX {
            break;
        }
        let (before, after) = (
            viewpoint.house().register().view(Sequence(sequence - 1)),
            viewpoint.house().register().view(Sequence(sequence)),
        );
        let Some(recorded_at) = viewpoint.house().recorded_at(Sequence(sequence)) else { continue };
        for code in codes {
            let changes = of_body(&before, &after, *code);
            if !changes.is_empty() {
                found.insert((Sequence(sequence), *code), (recorded_at, changes));
            }
        }
    }
    found.into_iter().rev().take(FEED_MAX).collect()
}

fn line(change: &Change) -> String {
    match (change.before.as_str(), change.after.as_str()) {
        ("", after) => format!("{}: now {after}", change.what),
        (before, "") => format!("{}: no longer {before}", change.what),
        (before, after) => format!("{}: now {after}; before, {before}", change.what),
    }
}
