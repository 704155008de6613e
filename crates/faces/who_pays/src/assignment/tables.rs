//! The account of a run as tables.

use std::collections::BTreeMap;
use terms::Pence;

use activity::Sum;
use assign::{Method, ReasonId, Terminal};

use super::account::plus;
use super::rows::Drill;
use super::{Made, words};
use ask::{Cell, Column, Kind, Table, thousands};
use kit::address::Address;
use naming::counted;

/// A count as a cell.
pub(crate) fn count(records: u64) -> Cell {
    Cell::Number(i64::try_from(records).unwrap_or(i64::MAX))
}

/// Pence as a cell.
pub(crate) fn money(pence: i64) -> Cell {
    Pence(pence).into()
}

/// Names a commissioner, and says where its page is.
pub(crate) type Named<'a> = &'a dyn Fn(&str) -> (String, Option<String>);

struct Sums {
    has_cost: bool,
}

impl Sums {
    fn columns(&self) -> Vec<Column> {
        let mut columns = vec![Column::new("records", "Records", Kind::Number)];
        if self.has_cost {
            columns.push(Column::new("pounds", "Cost", Kind::Money));
        }
        columns
    }

    fn cells(&self, sum: Sum) -> Vec<Cell> {
        let mut cells = vec![count(sum.records)];
        if self.has_cost {
            cells.push(money(sum.pence));
        }
        cells
    }
}

fn table(caption: &str, made: &Made, first: Vec<Column>, rows: Vec<(Vec<Cell>, Sum)>) -> Table {
    let sums = Sums { has_cost: made.has_cost };
    let whole = rows.iter().fold(Sum::default(), |whole, (_, sum)| plus(whole, *sum));
    let mut total = vec![Cell::Empty; first.len()];
    if let Some(cell) = total.first_mut() {
        *cell = "All".into();
    }
    let n_rows = rows.len();
    let mut lines: Vec<Vec<Cell>> = rows.into_iter().map(|(cells, sum)| [cells, sums.cells(sum)].concat()).collect();
    if n_rows > 0 {
        lines.push([total, sums.cells(whole)].concat());
    }
    Table {
        caption: caption.to_owned(),
        columns: [first, sums.columns()].concat(),
        rows: lines,
        source: String::new(),
        notes: Vec::new(),
    }
}

fn column(key: &'static str, label: &str, kind: Kind) -> Column {
    Column::new(key, label, kind)
}

/// A cell that leads to the rows it counts, while there are rows.
fn leads(text: &str, rows: Option<&Address>, wanted: &[(&str, &str)]) -> Cell {
    let shown = if text.is_empty() { "(blank)" } else { text };
    match rows {
        None => shown.into(),
        Some(rows) => {
            let href = wanted.iter().fold(rows.clone(), |address, (key, value)| address.with(key, *value)).href();
            Cell::link(shown, href)
        }
    }
}

/// What was written, by end of the chart. `rows` is the page of the rows, while they are kept.
pub(crate) fn by_terminal(made: &Made, rows: Option<&Address>) -> Table {
    let first = vec![column("terminal", "Terminal", Kind::Code), column("meaning", "Kind of commissioner", Kind::Text)];
    let lines = made.terminals.iter().map(|(terminal, sum)| {
        (vec![leads(terminal, rows, &[("terminal", terminal)]), words::terminal(terminal).into()], *sum)
    });
    let mut table = table("Control totals by terminal", made, first, lines.collect());
    let read = made.read;
    let money = |sum: Sum| if made.has_cost { format!(" and {}", Pence(sum.pence).pounds()) } else { String::new() };
    let left_out: u64 = made.left_out.iter().map(|(_, records)| records).sum();
    let out = made.written();
    table.notes.push(format!(
        "Read: {}{}. Came out under one terminal each: {}{}{}. The run balances.",
        counted(read.records, "record", "records"),
        money(read),
        counted(out.records, "record", "records"),
        money(out),
        if left_out == 0 {
            String::new()
        } else {
            format!(", and {} could not be read and were left out", counted(left_out, "row", "rows"))
        },
    ));
    table
}

/// What was written, by reason.
pub(crate) fn by_reason(made: &Made, rows: Option<&Address>) -> Table {
    let first = vec![
        column("terminal", "Terminal", Kind::Code),
        column("method", "Method", Kind::Code),
        column("reason", "Reason", Kind::Text),
    ];
    let lines = made.reasons.iter().map(|([terminal, method, reason], sum)| {
        let wanted = [("terminal", terminal.as_str()), ("method", method.as_str())];
        (vec![terminal.as_str().into(), leads(method, rows, &wanted), reason.as_str().into()], *sum)
    });
    table("Records by reason", made, first, lines.collect())
}

/// What was written, by commissioner.
pub(crate) fn by_commissioner(made: &Made, rows: Option<&Address>, named: Named<'_>) -> Table {
    let first = vec![
        column("commissioner", "Commissioner", Kind::Code),
        column("name", "Name", Kind::Text),
        column("rows", "Rows", Kind::Text),
    ];
    let lines = made.commissioners.iter().map(|(code, sum)| {
        let see = rows.map_or(Cell::Empty, |rows| Cell::link("See rows", rows.with("derived", code).href()));
        (vec![commissioner(code, named), named(code).0.into(), see], *sum)
    });
    table("Records by commissioner", made, first, lines.collect())
}

fn commissioner(code: &str, named: Named<'_>) -> Cell {
    match named(code).1 {
        _ if code.is_empty() => "(none)".into(),
        Some(href) => Cell::link(code, href),
        None => code.into(),
    }
}

/// How many records bear each flag.
pub(crate) fn by_flag(made: &Made, rows: Option<&Address>) -> Table {
    let lines = made
        .flags
        .iter()
        .map(|(flag, records)| vec![leads(flag, rows, &[("flag", flag)]), words::flag(flag).into(), count(*records)]);
    Table {
        caption: "Flags".to_owned(),
        columns: vec![
            column("flag", "Flag", Kind::Code),
            column("meaning", "What it says", Kind::Text),
            column("records", "Records", Kind::Number),
        ],
        rows: lines.collect(),
        source: String::new(),
        notes: vec!["A flag never changes an answer. A record may bear several.".to_owned()],
    }
}

/// Rows that could not be read, by why.
pub(crate) fn left_out(made: &Made) -> Table {
    Table {
        caption: "Rows left out".to_owned(),
        columns: vec![column("why", "Why", Kind::Text), column("rows", "Rows", Kind::Number)],
        rows: made.left_out.iter().map(|(why, rows)| vec![why.as_str().into(), count(*rows)]).collect(),
        ..Table::default()
    }
}

/// By what the account of variance can be looked at, one under the other.
const LEVELS: [(&str, &str, usize); 3] =
    [("provider", "Provider", 0), ("point", "Point of delivery", 1), ("terminal", "Reason", 4)];

/// Submitted against derived commissioner under what the drill fixes: by provider, then point of delivery, then reason,
/// then commissioner against commissioner, then the rows.
pub(crate) fn variance(made: &Made, here: &Address, rows: Option<&Address>, drill: &Drill, named: Named<'_>) -> Table {
    let place = |key: &str| match key {
        "provider" => Some(0),
        "point" => Some(1),
        "submitted" => Some(2),
        "derived" => Some(3),
        "terminal" => Some(4),
        "method" => Some(5),
        _ => None,
    };
    let is_wanted = |key: &[String; 6]| {
        drill
            .wanted
            .iter()
            .all(|(name, text)| place(name).and_then(|place| key.get(place)).is_none_or(|held| held == text))
    };
    let under: Vec<&([String; 6], Sum)> = made.variance.iter().filter(|(key, _)| is_wanted(key)).collect();
    let level = LEVELS.into_iter().find(|(key, _, _)| drill.get(key).is_none());
    let caption = "Submitted against derived commissioner";
    let Some((key, label, at)) = level else { return pairs(made, caption, rows, drill, &under, named) };
    // By what the level shows: records that agree and that do not.
    let mut groups: BTreeMap<(String, String), (Sum, Sum)> = BTreeMap::new();
    for (held, sum) in under {
        let text = held.get(at).cloned().unwrap_or_default();
        let method = if key == "terminal" { held.get(5).cloned().unwrap_or_default() } else { String::new() };
        let group = groups.entry((text, method)).or_default();
        let side = if held.get(2) == held.get(3) { &mut group.0 } else { &mut group.1 };
        *side = plus(*side, *sum);
    }
    let mut columns = vec![column(key, label, Kind::Text)];
    match key {
        "provider" => columns.push(column("name", "Name", Kind::Text)),
        "terminal" => columns.push(column("reason", "In words", Kind::Text)),
        _ => {}
    }
    let n_words = columns.len();
    columns.push(column("records", "Records", Kind::Number));
    columns.push(column("records_same", "The same", Kind::Number));
    columns.push(column("records_other", "Another", Kind::Number));
    if made.has_cost {
        columns.push(column("pounds", "Cost", Kind::Money));
        columns.push(column("pounds_other", "Cost of another", Kind::Money));
    }
    let line = |first: Vec<Cell>, same: Sum, other: Sum| {
        let mut cells = first;
        cells.extend([count(same.records + other.records), count(same.records), count(other.records)]);
        if made.has_cost {
            cells.extend([money(plus(same, other).pence), money(other.pence)]);
        }
        cells
    };
    let (mut same, mut other) = (Sum::default(), Sum::default());
    let mut lines = Vec::new();
    for ((text, method), (one, another)) in groups {
        (same, other) = (plus(same, one), plus(other, another));
        let shown = if text.is_empty() { "(blank)".to_owned() } else { text.clone() };
        let mut next = here.with(key, text.clone());
        let mut first = Vec::new();
        if key == "terminal" {
            next = next.with("method", method.clone());
            first.push(Cell::link(format!("{text}, {method}"), next.href()));
            first.push(sentence(&text, &method).into());
        } else {
            first.push(Cell::link(shown, next.href()));
            if key == "provider" {
                first.push(named(&text).0.into());
            }
        }
        lines.push(line(first, one, another));
    }
    if !lines.is_empty() {
        let mut first = vec![Cell::from("All")];
        first.resize(n_words, Cell::Empty);
        lines.push(line(first, same, other));
    }
    Table { caption: caption.to_owned(), columns, rows: lines, ..Table::default() }
}

fn sentence(terminal: &str, method: &str) -> String {
    Terminal::named(terminal)
        .zip(Method::named(method))
        .map_or_else(String::new, |(terminal, method)| ReasonId::of(terminal, method).sentence())
}

/// The last level: which commissioner was submitted and which derived.
fn pairs(
    made: &Made,
    caption: &str,
    rows: Option<&Address>,
    drill: &Drill,
    under: &[&([String; 6], Sum)],
    named: Named<'_>,
) -> Table {
    let first = vec![
        column("submitted", "Submitted", Kind::Code),
        column("submitted_name", "Name submitted", Kind::Text),
        column("derived", "Derived", Kind::Code),
        column("derived_name", "Name derived", Kind::Text),
        column("agrees", "Agrees", Kind::Text),
        column("rows", "Rows", Kind::Text),
    ];
    let lines = under.iter().map(|(key, sum)| {
        let [_, _, submitted, derived, ..] = key;
        let see = rows.map_or(Cell::Empty, |rows| {
            let fixed = drill.wanted.iter().fold(rows.clone(), |address, (key, text)| address.with(key, text));
            Cell::link("See rows", fixed.with("submitted", submitted).with("derived", derived).href())
        });
        let agrees = if submitted == derived { "yes" } else { "no" };
        let [one, another] = [submitted, derived].map(|code| Cell::from(named(code).0));
        (vec![commissioner(submitted, named), one, commissioner(derived, named), another, agrees.into(), see], *sum)
    });
    table(caption, made, first, lines.collect())
}

/// Before, after, gained and lost, of one commissioner.
#[derive(Clone, Copy, Default)]
struct Moved {
    before: Sum,
    after: Sum,
    gained: Sum,
    lost: Sum,
}

/// Who gains and who loses under the what-if, with the totals.
pub(crate) fn gains(made: &Made, named: Named<'_>) -> Table {
    let mut bodies: BTreeMap<&str, Moved> = BTreeMap::new();
    let mut all = Moved::default();
    for ([_, _, before, after], sum) in &made.changes {
        let old = bodies.entry(before).or_default();
        old.before = plus(old.before, *sum);
        all.before = plus(all.before, *sum);
        if before != after {
            old.lost = plus(old.lost, *sum);
            all.lost = plus(all.lost, *sum);
        }
        let new = bodies.entry(after).or_default();
        new.after = plus(new.after, *sum);
        all.after = plus(all.after, *sum);
        if before != after {
            new.gained = plus(new.gained, *sum);
            all.gained = plus(all.gained, *sum);
        }
    }
    let mut columns = vec![column("commissioner", "Commissioner", Kind::Code), column("name", "Name", Kind::Text)];
    for (key, label) in [("before", "Now"), ("gains", "Gains"), ("loses", "Loses"), ("after", "Under the what-if")] {
        columns.push(Column::new(format!("{key}_records"), format!("{label}: records"), Kind::Number));
        if made.has_cost {
            columns.push(Column::new(format!("{key}_pounds"), format!("{label}: £"), Kind::Number));
        }
    }
    let cells = |moved: &Moved| -> Vec<Cell> {
        let each = [moved.before, moved.gained, moved.lost, moved.after];
        each.into_iter().flat_map(|sum| Sums { has_cost: made.has_cost }.cells(sum)).collect()
    };
    let mut lines: Vec<Vec<Cell>> = bodies
        .iter()
        .map(|(code, moved)| [vec![commissioner(code, named), named(code).0.into()], cells(moved)].concat())
        .collect();
    if !lines.is_empty() {
        lines.push([vec!["All".into(), Cell::Empty], cells(&all)].concat());
    }
    let notes = vec![format!(
        "Totals are conserved: what all have now is what all have under the what-if, and what some gain is what others \
         lose ({} records).",
        thousands(&all.gained.records.to_string())
    )];
    Table { caption: "Who gains and who loses".to_owned(), columns, rows: lines, source: String::new(), notes }
}

/// What stays with whoever pays now.
pub(crate) fn stays(made: &Made) -> Sum {
    let stays = made.changes.iter().filter(|([_, _, before, after], _)| before == after);
    stays.fold(Sum::default(), |whole, (_, sum)| plus(whole, *sum))
}

/// What moves, by provider and point of delivery: from whom to whom. `rows` is the page of the rows, while they are kept.
pub(crate) fn moves(made: &Made, rows: Option<&Address>, named: Named<'_>) -> Table {
    let rows = rows.filter(|_| made.has_before);
    let mut first = vec![
        column("provider", "Provider", Kind::Code),
        column("provider_name", "Name of provider", Kind::Text),
        column("point_of_delivery", "Point of delivery", Kind::Text),
        column("before", "From", Kind::Code),
        column("before_name", "Name, from", Kind::Text),
        column("after", "To", Kind::Code),
        column("after_name", "Name, to", Kind::Text),
    ];
    let n_words = first.len();
    if rows.is_some() {
        first.push(column("rows", "Rows", Kind::Link));
    }
    let see = |wanted: &[(&str, &str)]| rows.map(|rows| leads("See rows", Some(rows), wanted));
    let moved = made.changes.iter().filter(|([_, _, before, after], _)| before != after);
    let lines = moved.map(|([provider, point, before, after], sum)| {
        let wanted = [
            ("provider", provider.as_str()),
            ("point", point),
            ("before", before),
            ("derived", after),
            ("moves", "yes"),
        ];
        let [from, to] = [before, after].map(|code| [commissioner(code, named), named(code).0.into()]);
        let cells = [provider.as_str().into(), named(provider).0.into(), point.as_str().into()].into_iter();
        let cells = cells.chain(from).chain(to);
        (cells.chain(see(&wanted)).collect(), *sum)
    });
    let mut table = table("What moves under the what-if", made, first, lines.collect());
    if let (Some(all), Some(link)) =
        (table.rows.last_mut().and_then(|row| row.get_mut(n_words)), see(&[("moves", "yes")]))
    {
        *all = link;
    }
    table
}
