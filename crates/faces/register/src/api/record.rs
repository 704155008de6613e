//! The record: what was imported, noticed and entered, and what each entry changed.

use app::Shown;
use register::{BodyKind, Finding, FindingKind, Import, Tie, View};
use serde_json::{Value, json};
use terms::{OdsCode, Sequence};

use super::{schema, shape};
use kit::api::{Answer, Asked, CURSOR, LIMIT, Moment, Operation, Param, Place, Wanted, not_yet, page_of};
use kit::refused::Problem;

pub(super) const FINDINGS: Operation = Operation {
    id: "getFindings",
    path: "/findings",
    tag: "Record",
    summary: "Contradictions and gaps",
    about: "Everything that was noticed in the imported files and not settled in silence, by kind and subject, with what each source says.",
    params: &[
        Param {
            name: "kind",
            label: "",
            place: Place::Query,
            wanted: Wanted::Word(|| FindingKind::ALL.iter().map(|kind| kind.slug()).collect()),
            about: "Only findings of this kind.",
            example: "early-join",
            first: None,
        },
        Param {
            name: "subject",
            label: "",
            place: Place::Query,
            wanted: Wanted::Text,
            about: "Only findings about this code, area or column, exactly as written.",
            example: "K84001",
            first: None,
        },
        LIMIT,
        CURSOR,
    ],
    schema: || page_of("Finding"),
    answer: Answer::Worked(findings),
    example: "/findings?kind=early-join&limit=10",
};

#[expect(clippy::unnecessary_wraps, reason = "every route is answered by one kind of function")]
fn findings(asked: &Asked) -> Result<Value, Problem> {
    let findings = asked.site.footprint.findings(asked.house(), asked.at().known);
    let kind: Option<FindingKind> = asked.word("kind");
    let subject = asked.text("subject");
    let wanted: Vec<&Finding> = findings
        .iter()
        .filter(|finding| kind.is_none_or(|kind| finding.kind == kind))
        .filter(|finding| subject.is_none_or(|subject| finding.subject.as_ref() == subject))
        .collect();
    Ok(shape::page(&wanted, asked.page(), |finding| {
        let sayings: Vec<Value> = finding
            .sayings
            .iter()
            .map(|saying| {
                json!({
                    "series": saying.series.slug(),
                    "title": saying.series.title(),
                    "released": saying.released.map(|released| released.to_string()),
                    "says": saying.says,
                })
            })
            .collect();
        json!({
            "kind": finding.kind.slug(),
            "title": finding.kind.words(),
            "explanation": finding.kind.explanation(),
            "subject": finding.subject,
            "detail": finding.detail,
            "sayings": sayings,
            "line": finding.line,
        })
    }))
}

pub(super) const IMPORTS: Operation = Operation {
    id: "getImports",
    path: "/imports",
    tag: "Record",
    summary: "What was imported",
    about: "Every file taken in and every fact entered by the register's keeper, in the order of recording. One that was retracted stays listed.",
    params: &[
        Param {
            name: "series",
            label: "",
            place: Place::Query,
            wanted: Wanted::Word(|| register::Series::all().map(register::Series::slug).collect()),
            about: "Only imports of this series.",
            example: "epraccur",
            first: None,
        },
        LIMIT,
        CURSOR,
    ],
    schema: || page_of("Import"),
    answer: Answer::Worked(imports),
    example: "/imports",
};

#[expect(clippy::unnecessary_wraps, reason = "every route is answered by one kind of function")]
fn imports(asked: &Asked) -> Result<Value, Problem> {
    let known = asked.at().known;
    let series: Option<register::Series> = asked.word("series");
    let view = asked.register();
    let wanted: Vec<&Import> = view
        .state()
        .imports()
        .iter()
        .filter(|import| import.recorded <= known)
        .filter(|import| series.is_none_or(|series| import.series == series))
        .collect();
    Ok(shape::page(&wanted, asked.page(), |import| {
        let retracted = import.retracted.filter(|retracted| *retracted <= known);
        json!({
            "entry": import.recorded.0,
            "series": import.series.slug(),
            "title": import.series.title(),
            "released": import.released.to_string(),
            "file": import.source_name,
            "file_sha256": import.source_hash.to_string(),
            "fact_file_sha256": import.fact_file.to_string(),
            "n_rows": import.rows,
            "retracted_by_entry": retracted.map(|entry| entry.0),
        })
    }))
}

pub(super) const ENTRY: Operation = Operation {
    id: "getEntry",
    path: "/entries/{sequence}",
    tag: "Record",
    summary: "One entry of the journal, with its proof",
    about: "What was done, on what authority, and what has been true since; with the stored text of the entry, the hash of that text as a leaf of the journal's Merkle tree (RFC 6962), and the path from the leaf to the root of the tree as it was at the second clock. An entry that holds anything confidential is closed: of it there is its number, its moment and its leaf hash with the path, and the other members are null. A reason given for an act is kept where it can be erased and is not shown here.",
    params: &[Param {
        name: "sequence",
        label: "",
        place: Place::Path,
        wanted: Wanted::Entry,
        about: "The entry's number.",
        example: "1",
        first: None,
    }],
    schema: || schema::object(&[("entry", schema::named("Entry"))]),
    answer: Answer::Read(|asked| Box::pin(entry(asked))),
    example: "/entries/1",
};

/// The answer to [`ENTRY`].
async fn entry(asked: &Asked) -> Result<Value, Problem> {
    let sequence: u64 = asked.text("sequence").and_then(|text| text.parse().ok()).unwrap_or(0);
    let last = asked.at().known;
    if sequence > last.0 {
        return Err(not_yet("sequence", &format!("there is no entry {sequence}; the last is {last}")));
    }
    let broken = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, sequence, "an entry could not be read");
        Problem::broken()
    };
    let footprint = &asked.site.footprint;
    let found = footprint.shown(&asked.reader(), Sequence(sequence)).await.map_err(|error| broken(&error))?;
    let Some(shown) = found else { return Err(broken(&"it is missing")) };
    let journal = footprint.journal();
    let path = journal.inclusion_path(sequence, last.0).await.map_err(|error| broken(&error))?;
    let root = journal.root_at(last.0).await.map_err(|error| broken(&error))?;
    let proof = json!({
        "leaf_hash": shown.leaf_hash().to_string(),
        "leaf_index": sequence.saturating_sub(1),
        "tree_size": last.0,
        "path": path.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "root_hash": root.to_string(),
    });
    Ok(json!({ "entry": match shown {
        Shown::Whole { entry, .. } => json!({
            "sequence": entry.sequence,
            "recorded_at": entry.recorded_at.to_string(),
            "is_closed": false,
            "actor": entry.actor,
            "act": entry.act,
            "authority": entry.authority,
            "events": entry.events,
            "payload_hashes": entry.payloads.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "fact_file_hashes": entry.files.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "stored": String::from_utf8_lossy(&entry.stored),
            "proof": proof,
        }),
        Shown::Closed { sequence, recorded_at, .. } => json!({
            "sequence": sequence.0,
            "recorded_at": recorded_at.to_string(),
            "is_closed": true,
            "actor": null,
            "act": null,
            "authority": null,
            "events": null,
            "payload_hashes": null,
            "fact_file_hashes": null,
            "stored": null,
            "proof": proof,
        }),
    } }))
}

pub(super) const CHANGES: Operation = Operation {
    id: "getChanges",
    path: "/changes",
    tag: "Record",
    summary: "What changed between two days or two states of knowledge",
    about: "The bodies of which an answer differs, in order of code, with what was said before and after. Between two days (2018-03-31, 2018-04-01) the world changed; between two entries (40, 41) only what is known of the day asked about. An entry stands for that state of knowledge about `valid_at`, a day for that day as known at `known_at`, so one of each can be compared too.",
    params: &[
        Param {
            name: "from",
            label: "",
            place: Place::Required,
            wanted: Wanted::EntryOrDay,
            about: "The first day, or the earlier entry.",
            example: "2018-03-31",
            first: None,
        },
        Param {
            name: "to",
            label: "",
            place: Place::Required,
            wanted: Wanted::EntryOrDay,
            about: "The second day, or the later entry.",
            example: "2018-04-01",
            first: None,
        },
        Param {
            name: "codes",
            label: "",
            place: Place::Query,
            wanted: Wanted::Codes,
            about: "Only changes to these bodies.",
            example: "10Y,10H",
            first: None,
        },
        LIMIT,
        CURSOR,
    ],
    schema: || page_of("Change"),
    answer: Answer::Worked(changes),
    example: "/changes?from=2018-03-31&to=2018-04-01&codes=10Y,10H,14Y",
};

fn changes(asked: &Asked) -> Result<Value, Problem> {
    let (limit, start) = asked.page();
    let now = asked.register();
    let day = asked.at().valid;
    let last = asked.at().known;
    let state = now.state();
    let (Some(from), Some(to)) = (asked.moment("from"), asked.moment("to")) else { return Err(Problem::broken()) };
    let between = match (&from, &to) {
        (Moment::Entry(from), Moment::Entry(to)) => Some((*from.min(to), *from.max(to))),
        _ => None,
    };
    let point = |field: &str, moment: Moment| match moment {
        Moment::Day(day) => Ok((now, day)),
        Moment::Entry(entry) if entry > last => {
            Err(not_yet(field, &format!("there is no entry {entry}; the last is {last}")))
        }
        Moment::Entry(entry) => Ok((state.view(entry), day)),
    };
    let ((one, one_day), (other, other_day)) = (point("from", from)?, point("to", to)?);
    let asked_for = asked.codes("codes");
    let codes = if asked_for.is_empty() {
        asked.site.footprint.codes(asked.house(), asked.at().known)
    } else {
        asked_for.into()
    };
    let mut items = Vec::new();
    let mut next = None;
    for (place, code) in codes.iter().enumerate().skip(start) {
        // Nothing recorded in between is about this body: nothing known of it can differ.
        let untouched = between.is_some_and(|(after, upto)| {
            !now.entries_about(*code).iter().any(|entry| *entry > after && *entry <= upto)
        });
        if untouched {
            continue;
        }
        let (before, after) = (picture(&one, *code, one_day), picture(&other, *code, other_day));
        if before != after {
            if items.len() == limit {
                next = Some(place.to_string());
                break;
            }
            items.push(json!({ "code": code.as_str(), "before": before, "after": after }));
        }
    }
    Ok(json!({ "items": items, "next": next, "n_total": null }))
}

/// What is said of a body, for comparison; nothing if the register does not know it.
fn picture(view: &View<'_>, code: OdsCode, day: jiff::civil::Date) -> Value {
    if !view.knows(code) {
        return Value::Null;
    }
    let parents: Vec<Value> = Tie::ALL
        .iter()
        .flat_map(|tie| shape::held(view.parent(code, *tie, day)).into_iter().map(move |held| (*tie, held)))
        .map(|(tie, (parent, certainty))| {
            json!({ "tie": tie.slug(), "code": parent.as_str(), "certainty": shape::certainty(certainty) })
        })
        .collect();
    let lives = view.lives(code);
    json!({
        "name": view.name_on(code, day).map(|name| name.text),
        "kind": view.kind_on(code, day).map(BodyKind::slug),
        "open": shape::certainty(view.was_open(code, day)),
        "life": lives.counting().map(shape::period),
        "status": view.status_on(code, day).map(|(status, _)| status.slug()),
        "belongs_to": parents,
        "successors": view.successions_of(code).iter().map(|link| json!({ "on": link.on.to_string(), "code": link.to.as_str() })).collect::<Vec<_>>(),
    })
}
