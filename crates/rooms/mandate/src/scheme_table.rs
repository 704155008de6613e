//! A scheme as the table people know: one row per matter, one column per holder, a limit or a mark where they meet.

use crate::authority::LimitKind;
use crate::kind::PopulationKind;
use crate::line::{Matter, Population};
use crate::power::{Condition, HolderId, Limits};
use crate::scheme::{Delegated, SchemeRow};
use std::collections::BTreeSet;
use terms::Pence;
use thiserror::Error;

/// The headings before those of the holders.
pub const HEADINGS_BEFORE: [&str; 6] = ["Policy area", "Matter", "Code", "Clause", "Membership", "Governing body"];

/// The headings after those of the holders.
pub const HEADINGS_AFTER: [&str; 2] = ["For", "Conditions"];

/// What is wrong with one cell of a table.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("row {row}, column {column} ({heading}): {reason}")]
pub struct CellError {
    /// The row of the table, from 1, the headings being row 1.
    pub row: usize,
    /// The column, from 1.
    pub column: usize,
    /// The column's heading, or what should have been one.
    pub heading: String,
    /// What was found and what was required.
    pub reason: String,
}

/// Writes rows as a table: headings first, then one line per row.
///
/// Holders that are posts have the heading `post ID`, committees `committee ID`, in order. A matter reserved has an `R`
/// under its holder, one delegated without limit an `x`, one with limits their amounts to the penny.
pub fn print_scheme(rows: &[SchemeRow]) -> Vec<Vec<String>> {
    table_of(rows, Limits::to_the_penny)
}

/// The same table as a page shows it: amounts in whole pounds.
pub fn screen_scheme(rows: &[SchemeRow]) -> Vec<Vec<String>> {
    table_of(rows, Limits::screen)
}

fn table_of(rows: &[SchemeRow], limits: fn(&Limits) -> String) -> Vec<Vec<String>> {
    let holders: BTreeSet<&HolderId> =
        rows.iter().flat_map(|row| &row.delegated).map(|delegated| &delegated.holder).collect();
    let mut table = Vec::with_capacity(rows.len() + 1);
    let mut headings: Vec<String> = HEADINGS_BEFORE.map(str::to_owned).to_vec();
    headings.extend(holders.iter().map(ToString::to_string));
    headings.extend(HEADINGS_AFTER.map(str::to_owned));
    table.push(headings);
    for row in rows {
        let reserved =
            |to: &HolderId| if row.reserved_to.as_ref() == Some(to) { "R".to_owned() } else { String::new() };
        let mut cells = vec![
            row.area.clone(),
            row.title.clone(),
            row.matter.to_string(),
            row.clause.clone().unwrap_or_default(),
            reserved(&HolderId::Membership),
            reserved(&HolderId::GoverningBody),
        ];
        cells.extend(holders.iter().map(|holder| {
            let delegated = row.delegated.iter().find(|delegated| delegated.holder == **holder);
            delegated.map(|delegated| cell_of(&delegated.limits, limits)).unwrap_or_default()
        }));
        let populations = row.populations.iter().map(|held| format!("{} {}", held.kind, held.body));
        cells.push(join(populations));
        cells.push(join(row.conditions.iter().map(Condition::words)));
        table.push(cells);
    }
    table
}

/// Reads a table of a scheme.
///
/// Headings may stand in any order and any letters' case. One that is not `post ID`, `committee ID` or one of
/// [`HEADINGS_BEFORE`] and [`HEADINGS_AFTER`] is shown to `holder`, which may know it as a title ("Accountable officer").
/// Rows without any text are passed over.
///
/// # Errors
/// Every wrong cell, by row and column; nothing is taken from a table with one.
pub fn parse_scheme(
    table: &[Vec<String>],
    holder: &dyn Fn(&str) -> Option<HolderId>,
) -> Result<Vec<SchemeRow>, Vec<CellError>> {
    let mut errors = Vec::new();
    let Some((headings, lines)) = table.split_first() else {
        let (heading, reason) = (String::new(), "the table is empty".to_owned());
        return Err(vec![CellError { row: 1, column: 1, heading, reason }]);
    };
    let columns: Vec<(String, Option<Column>)> =
        headings.iter().map(|heading| (heading.trim().to_owned(), column(heading.trim(), holder))).collect();
    let mut seen: Vec<&Column> = Vec::new();
    for (place, (heading, column)) in (1..).zip(&columns) {
        let reason = match column {
            None => format!("`{heading}` is neither a heading of a scheme nor a known post or committee"),
            Some(Column::Empty) => continue,
            Some(column) if seen.contains(&column) => "the heading stands twice".to_owned(),
            Some(column) => {
                seen.push(column);
                continue;
            }
        };
        errors.push(CellError { row: 1, column: place, heading: heading.clone(), reason });
    }
    if !seen.contains(&&Column::Code) {
        let reason = "the table has no such column".to_owned();
        errors.push(CellError { row: 1, column: columns.len() + 1, heading: "Code".to_owned(), reason });
    }
    let mut rows = Vec::new();
    for (number, line) in (2..).zip(lines) {
        if line.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let before = errors.len();
        let row = read_row(number, line, &columns, &mut errors);
        if errors.len() == before {
            rows.extend(row);
        }
    }
    if errors.is_empty() { Ok(rows) } else { Err(errors) }
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Column {
    Area,
    Title,
    Code,
    Clause,
    Reserved(HolderId),
    Holder(HolderId),
    Populations,
    Conditions,
    Empty,
}

fn column(heading: &str, holder: &dyn Fn(&str) -> Option<HolderId>) -> Option<Column> {
    let lower = heading.to_lowercase();
    Some(match lower.as_str() {
        "" => Column::Empty,
        "policy area" => Column::Area,
        "matter" => Column::Title,
        "code" => Column::Code,
        "clause" => Column::Clause,
        "membership" | "members" => Column::Reserved(HolderId::Membership),
        "governing body" | "board" => Column::Reserved(HolderId::GoverningBody),
        "for" => Column::Populations,
        "conditions" => Column::Conditions,
        _ => Column::Holder(match lower.split_once(' ') {
            Some(("post", id)) if id.parse::<crate::PostId>().is_ok() => HolderId::Post(id.parse().ok()?),
            Some(("committee", id)) if id.parse::<crate::CommitteeId>().is_ok() => {
                HolderId::Committee(id.parse().ok()?)
            }
            _ => holder(heading)?,
        }),
    })
}

fn read_row(
    row: usize,
    line: &[String],
    columns: &[(String, Option<Column>)],
    errors: &mut Vec<CellError>,
) -> Option<SchemeRow> {
    let mut read = SchemeRow {
        area: String::new(),
        title: String::new(),
        // Replaced below; a row without a code is refused.
        matter: "function:none".parse().ok()?,
        clause: None,
        reserved_to: None,
        delegated: Vec::new(),
        conditions: Vec::new(),
        populations: Vec::new(),
    };
    let mut coded = false;
    for (place, cell) in line.iter().enumerate() {
        let text = cell.trim();
        let wrong =
            |heading: &str, reason: String| CellError { row, column: place + 1, heading: heading.to_owned(), reason };
        let Some((heading, Some(column))) = columns.get(place) else {
            if place >= columns.len() && !text.is_empty() {
                errors.push(wrong("", format!("`{text}` stands under no heading")));
            }
            continue;
        };
        let outcome = match column {
            Column::Empty | Column::Holder(_) if text.is_empty() => Ok(()),
            Column::Area => {
                text.clone_into(&mut read.area);
                Ok(())
            }
            Column::Title => {
                text.clone_into(&mut read.title);
                Ok(())
            }
            Column::Clause => {
                read.clause = (!text.is_empty()).then(|| text.to_owned());
                Ok(())
            }
            Column::Empty => Err(format!("`{text}` stands under no heading")),
            Column::Code => text.parse::<Matter>().map_err(|error| error.to_string()).map(|matter| {
                read.matter = matter;
                coded = true;
            }),
            Column::Reserved(to) => match text.to_lowercase().as_str() {
                "" => Ok(()),
                "r" | "x" | "yes" | "reserved" if read.reserved_to.is_none() => {
                    read.reserved_to = Some(to.clone());
                    Ok(())
                }
                "r" | "x" | "yes" | "reserved" => Err("the matter is reserved to another already".to_owned()),
                _ => Err(format!("`{text}` is no mark: write R for reserved, or leave it empty")),
            },
            Column::Holder(holder) => {
                parse_limits(text).map(|limits| read.delegated.push(Delegated { holder: holder.clone(), limits }))
            }
            Column::Populations => parse_populations(text).map(|populations| read.populations = populations),
            Column::Conditions => {
                read.conditions = parts(text).into_iter().map(condition).collect();
                Ok(())
            }
        };
        if let Err(reason) = outcome {
            errors.push(wrong(heading, reason));
        }
    }
    if !coded {
        let code = columns.iter().position(|(_, column)| *column == Some(Column::Code));
        let told = code.is_some_and(|code| errors.iter().any(|error| error.row == row && error.column == code + 1));
        if let (Some(code), false) = (code, told) {
            let reason = "the matter has no code".to_owned();
            errors.push(CellError { row, column: code + 1, heading: "Code".to_owned(), reason });
        }
        return None;
    }
    Some(read)
}

fn cell_of(limits: &Limits, written: fn(&Limits) -> String) -> String {
    if limits.is_unlimited() { "x".to_owned() } else { written(limits) }
}

/// Reads limits: `x` for none, or amounts with their kind, e.g. `£1,000,000 per decision; £5m per year`. An amount alone
/// is per decision.
pub fn parse_limits(text: &str) -> Result<Limits, String> {
    let lower = text.trim().to_lowercase();
    if matches!(lower.as_str(), "x" | "yes" | "no limit" | "unlimited") {
        return Ok(Limits::NONE);
    }
    let mut limits = Limits::NONE;
    for part in lower.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (amount, kind) = parse_limit(part)?;
        let limit = match kind {
            LimitKind::PerDecision => &mut limits.per_decision,
            LimitKind::PerYear => &mut limits.per_year,
            LimitKind::Lifetime => &mut limits.lifetime,
        };
        if limit.replace(amount).is_some() {
            return Err(format!("`{text}` gives two limits of one kind"));
        }
    }
    if limits.is_unlimited() { Err(format!("`{text}` gives no limit")) } else { Ok(limits) }
}

/// The words that may stand behind an amount, and what they make of it.
const KINDS: [(&str, LimitKind); 8] = [
    ("per decision", LimitKind::PerDecision),
    ("a decision", LimitKind::PerDecision),
    ("per year", LimitKind::PerYear),
    ("a year", LimitKind::PerYear),
    ("per financial year", LimitKind::PerYear),
    ("in all", LimitKind::Lifetime),
    ("in total", LimitKind::Lifetime),
    ("lifetime", LimitKind::Lifetime),
];

/// One limit, in lower case: an amount, and behind it perhaps its kind.
fn parse_limit(part: &str) -> Result<(Pence, LimitKind), String> {
    let behind = |(words, kind): &(&str, LimitKind)| part.strip_suffix(words).map(|amount| (amount, *kind));
    let (amount, kind) = KINDS.iter().find_map(behind).unwrap_or((part, LimitKind::PerDecision));
    Pence::not_negative(amount).map(|amount| (amount, kind)).map_err(|refused| {
        // `5 a week` is an amount with words behind it that mean nothing here.
        let is_amount = |(amount, _): &(&str, &str)| Pence::not_negative(amount).is_ok();
        match amount.split_once(' ').filter(is_amount) {
            Some((_, words)) => {
                format!("`{}` is no kind of limit: write per decision, per year or in all", words.trim())
            }
            None => refused.to_string(),
        }
    })
}

fn parse_populations(text: &str) -> Result<Vec<Population>, String> {
    parts(text)
        .into_iter()
        .map(|part| {
            let wrong = || format!("`{part}` is no population: write registered CODE or unregistered-residents CODE");
            let (kind, body) = part.split_once(' ').ok_or_else(wrong)?;
            let kind: PopulationKind = kind.parse().map_err(|_| wrong())?;
            let body = body.parse().map_err(|_| wrong())?;
            Ok(Population { body, kind })
        })
        .collect()
}

fn condition(words: String) -> Condition {
    if words.eq_ignore_ascii_case("substantive holder only") {
        return Condition::SubstantiveHolder;
    }
    match words.strip_prefix("reported to ") {
        Some(whom) if !whom.trim().is_empty() => Condition::ReportedTo(whom.trim().to_owned()),
        _ => Condition::Stated(words),
    }
}

/// Joins parts with semicolons; a semicolon inside a part is doubled.
fn join(parts: impl Iterator<Item = String>) -> String {
    parts.map(|part| part.replace(';', ";;")).collect::<Vec<_>>().join("; ")
}

/// Takes apart what [`join`] put together; parts are trimmed, and empty ones dropped.
fn parts(text: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            (';', Some(';')) => {
                letters.next();
                found.last_mut().into_iter().for_each(|part| part.push(';'));
            }
            (';', _) => found.push(String::new()),
            _ => found.last_mut().into_iter().for_each(|part| part.push(letter)),
        }
    }
    found.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

impl crate::Mandates<'_> {
    /// The post or committee of a body that a heading of a scheme's table means on a day: by its title or name, or, when
    /// the body has just one, by its kind ("Accountable officer").
    pub fn holder_by_heading(&self, body: terms::OdsCode, on: terms::Date, heading: &str) -> Option<HolderId> {
        let asked = heading.trim().to_lowercase();
        let posts: Vec<_> = self.posts_of_body(body, on).collect();
        let titled = posts.iter().find(|post| post.title.to_lowercase() == asked);
        let mut of_kind = posts.iter().filter(|post| post.kind.words().to_lowercase() == asked);
        let single = match (of_kind.next(), of_kind.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        };
        if let Some(post) = titled.or(single) {
            return Some(HolderId::Post(post.id.clone()));
        }
        let mut committees = self.committees().filter(|held| held.has_member(body, on));
        committees.find(|held| held.name.to_lowercase() == asked).map(|held| HolderId::Committee(held.id.clone()))
    }
}
