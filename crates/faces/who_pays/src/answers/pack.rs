//! A case as one pack: the claim, the walk, the evidence by hash, every move with who made it and by what authority, and
//! the hashes of the entries that record it.

use std::collections::BTreeSet;

use app::{AppError, Footprint, Reader, Shown};
use paper::Document;
use serde_json::Value;
use terms::{Pence, Sequence};
use who_pays::{Case, Party, RULES, Rule};

use super::tables::{case_facts, evidence, moves};
use super::{Payers, within};
use ask::day;
use ask::{Cell, Kind, Table};
use naming::clock;

/// An entry of the journal as a pack shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its number.
    pub sequence: Sequence,
    /// When it was recorded.
    pub at: jiff::Timestamp,
    /// Who acted, as the entry names them.
    pub actor: String,
    /// What was asked.
    pub act: String,
    /// By what authority, a link of the chain each.
    pub authority: Vec<String>,
    /// The hash of its stored bytes, a leaf of the journal's tree.
    pub hash: String,
}

/// The entries that record a case, in order, as far as the reader may see them.
///
/// # Errors
/// When the journal cannot be read.
pub async fn recorded(footprint: &Footprint, reader: &Reader<'_>, case: &Case) -> Result<Vec<Recorded>, AppError> {
    let made = case.moves.iter().map(|made| made.stamp.entry);
    let sequences: BTreeSet<Sequence> = made.chain(case.evidence.iter().map(|filed| filed.stamp.entry)).collect();
    let mut found = Vec::new();
    for sequence in sequences {
        found.extend(footprint.shown(reader, sequence).await?.map(shown));
    }
    Ok(found)
}

fn shown(held: Shown) -> Recorded {
    let entry = match held {
        Shown::Whole { entry, .. } => entry,
        Shown::Closed { sequence, recorded_at, leaf_hash } => {
            let (actor, act, authority) = (String::new(), "closed to you".to_owned(), Vec::new());
            return Recorded { sequence, at: recorded_at, actor, act, authority, hash: leaf_hash.to_string() };
        }
    };
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    Recorded {
        sequence: Sequence(entry.sequence),
        at: entry.recorded_at,
        actor: entry.actor.clone(),
        act: text(entry.act.get("act")),
        authority: authority(&entry.authority),
        hash: entry.leaf_hash.to_string(),
    }
}

/// The chain an entry keeps: what was permitted, by which post, link by link.
fn authority(kept: &Value) -> Vec<String> {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    match text(kept, "kind").as_str() {
        "post" => {
            let mut lines = vec![format!("permitted to {} on {}", text(kept, "duty"), text(kept, "on"))];
            let links = kept.get("chain").and_then(Value::as_array).into_iter().flatten();
            lines.extend(
                links.map(|link| format!("{} {}: {}", text(link, "kind"), text(link, "id"), text(link, "title"))),
            );
            lines
        }
        "own" => vec![format!("about themselves: {}", text(kept, "person"))],
        _ => vec!["as keeper of this installation".to_owned()],
    }
}

/// The whole case as one document.
///
/// Everything in it is on the record, so the same case gives the same bytes.
pub fn pack(payers: &Payers<'_>, case: &Case, entries: &[Recorded]) -> Document {
    let mut text = String::new();
    let mut section = |heading: &str, body: &str| {
        text.push_str(&format!("## {heading}\n\n{}\n\n", body.trim()));
    };
    section("The claim", &lines(case.words.as_str()));
    let facts: Vec<String> = case_facts(payers, case, Pence::to_the_penny)
        .iter()
        .map(|(key, value)| format!("| {} | {} |", plain(key), plain(value)))
        .collect();
    section(
        "How it stands",
        &format!("| What | Value |\n|---|---|\n{}\n\n{}", facts.join("\n"), plain(&case.what_follows(payers.today))),
    );
    match &case.subject.walk {
        Some(walk) => section("The walk as it was answered", &lines(walk.as_str())),
        None => {
            section(
                "The walk",
                "The case is about several records. The walk of each is in the run that answered them.",
            );
        }
    }
    section("What was done", &markdown(&moves(payers, case, Pence::to_the_penny)));
    let filed = evidence(payers, case);
    let files = if filed.rows.is_empty() {
        "No file is in evidence.".to_owned()
    } else {
        format!(
            "The bytes of each file are kept beside the record; whoever has one can check it by its hash.\n\n{}",
            markdown(&filed)
        )
    };
    section("Evidence", &files);
    let chain: Vec<String> = entries
        .iter()
        .map(|entry| {
            let links: Vec<String> = entry.authority.iter().map(|link| format!("  - {}", plain(link))).collect();
            format!(
                "- Entry {}, {}, by {}\n{}",
                entry.sequence,
                plain(&entry.act),
                plain(&entry.actor),
                links.join("\n")
            )
        })
        .collect();
    section("By what authority", &chain.join("\n"));
    let hashes: Vec<String> = entries
        .iter()
        .map(|entry| {
            format!("| {} | {} | {} |", entry.sequence, entry.at.strftime("%Y-%m-%d %H:%M:%S UTC"), entry.hash)
        })
        .collect();
    section(
        "The entries that record it",
        &format!(
            "Each hash is a leaf of the journal’s tree: with the entry’s proof anybody can check that it is on the record \
             unaltered.\n\n| Entry | Recorded | Hash |\n|---|---|---|\n{}",
            hashes.join("\n")
        ),
    );
    let rule = |rule: &Rule| format!("- {} {}. *{}.*", plain(rule.words), plain(rule.source), rule.standing.words());
    let rules: Vec<String> = RULES.iter().filter(|rule| CITED.contains(&rule.id)).map(rule).collect();
    let clocks = payers.room.clocks_on(payers.opened(case));
    section(
        "Rules and deadlines",
        &format!(
            "{}\n- When the case was opened each side had {} days to answer and {} to reply. These days are a setting: {}.",
            rules.join("\n"),
            clocks.answer_days,
            clocks.reply_days,
            plain(&clocks.source)
        ),
    );
    let last =
        case.moves.iter().map(|made| made.stamp.at).chain(case.evidence.iter().map(|filed| filed.stamp.at)).max();
    let made_on = last.map_or(payers.today, |at| clock::local(at).date());
    Document {
        title: format!("Challenge {}", case.id),
        body: payers.side(case, Party::Claimant),
        held_on: format!("as on {}", day(made_on)),
        details: vec![
            ("Claimant".to_owned(), payers.side(case, Party::Claimant)),
            ("Respondent".to_owned(), payers.side(case, Party::Respondent)),
            ("State".to_owned(), state(case)),
        ],
        warning: String::new(),
        made_on,
        markdown: text,
    }
}

/// The rules about disputes themselves.
const CITED: [&str; 3] = ["care-first", "nhs-england", "by-date"];

fn state(case: &Case) -> String {
    match case.closed {
        Some((outcome, sum)) => format!("Closed: {}, {}", within(outcome.words()), sum.to_the_penny()),
        None => case.stage.words().to_owned(),
    }
}

/// A table in Markdown, without columns that say nothing.
fn markdown(table: &Table) -> String {
    let says = |place: usize| table.rows.iter().any(|row| row.get(place).is_some_and(|cell| *cell != Cell::Empty));
    let kept: Vec<usize> = (0..table.columns.len()).filter(|place| says(*place)).collect();
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text =
        line(kept.iter().filter_map(|place| table.columns.get(*place)).map(|column| plain(&column.label)).collect());
    text.push_str(&line(
        kept.iter()
            .filter_map(|place| table.columns.get(*place))
            .map(
                |column| {
                    if matches!(column.kind, Kind::Number | Kind::Money) { "--:".to_owned() } else { "---".to_owned() }
                },
            )
            .collect(),
    ));
    for row in &table.rows {
        text.push_str(&line(
            kept.iter().filter_map(|place| row.get(*place)).map(|cell| plain(&exactly(cell))).collect(),
        ));
    }
    text
}

/// A cell as a document shows it, where pence count.
fn exactly(cell: &Cell) -> String {
    match cell {
        Cell::Money(amount) => amount.to_the_penny(),
        other => other.shown(),
    }
}

/// Words of others, each line a paragraph.
fn lines(text: &str) -> String {
    let shown: Vec<String> = text.lines().map(plain).filter(|line| !line.is_empty()).collect();
    shown.join("\n\n")
}

/// Text in which nothing is a mark of Markdown.
fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if letter.is_ascii_punctuation() && !",.;:'()/%?!\"".contains(letter) {
            shown.push('\\');
        }
        shown.push(letter);
    }
    // A line that begins as a numbered list would be one.
    let begins = shown.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(0);
    if begins > 0 && shown.get(begins..).is_some_and(|rest| rest.starts_with(['.', ')'])) {
        shown.insert(begins, '\\');
    }
    shown
}
