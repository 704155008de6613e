//! What a restatement came to: on the page, and as files to take away.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use import::restating::{RestatedFile, SeriesColumns, write_placings, write_rows, write_unplaced};
use register::restate::{Mode, Restatement};
use terms::formula::Formulas;

use super::uploads::Upload;
use crate::answers::{self, successions};
use ask::day;
use ask::{Cell, Column, Kind, Table};
use kit::components::{Description, Details};
use kit::markup::Markup;
use kit::refused::Problem;
use kit::show::Ask;
use kit::site::sentence;
use kit::table::OnPage as _;

/// How many restated rows the page shows; the file has them all.
const ROWS_SHOWN: usize = 20;
/// What the result says.
pub(super) struct ResultPart {
    pub(super) heading: String,
    pub(super) how: Vec<String>,
    pub(super) totals: Markup,
    pub(super) rows: Markup,
    pub(super) rows_extent: String,
    pub(super) unplaced: Option<Markup>,
    pub(super) unplaced_words: String,
    pub(super) crossed: Option<Markup>,
    pub(super) bad_rows: Option<String>,
    pub(super) files: Vec<(String, String)>,
}

/// One of the files of a restatement.
pub(super) fn file(
    which: &str,
    upload: &Upload,
    restated: &RestatedFile,
    columns: &SeriesColumns,
) -> Result<Response, Problem> {
    let mut out = Vec::new();
    let restated = &restated.restated;
    let (written, what) = match which {
        "rows" => (write_rows(restated, columns, Formulas::Guarded, &mut out), "restated"),
        "unplaced" => (write_unplaced(restated, columns, Formulas::Guarded, &mut out), "not-placed"),
        "placings" => (write_placings(restated, &mut out), "where-each-code-went"),
        _ => return Err(Problem::not_found("There is no such file: ask for rows, unplaced or placings.")),
    };
    written.map_err(|error| {
        tracing::error!(%error, "a restated file could not be written");
        Problem::broken()
    })?;
    let stem: String = upload
        .table
        .name()
        .chars()
        .take_while(|letter| *letter != '.')
        .filter(char::is_ascii_alphanumeric)
        .take(60)
        .collect();
    let mut response = ([(header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present")], out).into_response();
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{stem}-{what}.csv\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// The result as the page shows it.
pub(super) fn part(
    ask: &Ask,
    file: &RestatedFile,
    columns_chosen: &SeriesColumns,
    restatement: Restatement,
) -> ResultPart {
    let restated = &file.restated;
    let view = ask.register();
    let to = restatement.to;
    let rows: Vec<_> = restated.rows().collect();
    let unplaced: Vec<_> = restated.unplaced().collect();
    let on = match restatement.mode {
        Mode::AsIs => Some(to),
        Mode::AsWas => None,
    };
    let named = |code| on.map(|on| answers::name(&view, code, on)).unwrap_or_default();
    let cells = |values: &[Option<register::restate::Decimal>]| -> Vec<Cell> {
        values.iter().map(|value| value.map(|value| ask::thousands(&value.to_string())).into()).collect()
    };
    let mut columns = vec![Column::new("code", "Code", Kind::Code), Column::new("name", "Name", Kind::Text)];
    columns.extend(columns_chosen.key_columns().map(|key| Column::new("key", key, Kind::Text)));
    columns.extend(columns_chosen.values.iter().map(|value| Column::new("value", value, Kind::Number)));
    columns.extend([Column::new("how", "How it was made", Kind::Text)]);
    let shown = rows.iter().take(ROWS_SHOWN).map(|row| {
        let mut line = vec![answers::code_cell(row.code), named(row.code).into()];
        line.extend(row.keys.iter().map(|key| Cell::from(*key)));
        line.extend(cells(&row.values));
        let counted: Vec<String> = row.counted.iter().map(ToString::to_string).collect();
        let by = if counted.is_empty() { String::new() } else { format!(" by {}", counted.join("; ")) };
        let doubt = if row.uncertain { "; uncertain: a date is not known to the day" } else { "" };
        line.push(format!("{}{by}{doubt}", sentence(&row.how.to_string())).into());
        line
    });
    let result = Table { caption: "Restated".to_owned(), columns, rows: shown.collect(), ..Table::default() };
    let totals = Table {
        caption: "Totals".to_owned(),
        columns: vec![
            Column::new("column", "Column", Kind::Text),
            Column::new("read", "In the file", Kind::Number),
            Column::new("placed", "Placed", Kind::Number),
            Column::new("unplaced", "Not placed", Kind::Number),
            Column::new("not_numbers", "Cells without a number", Kind::Number),
        ],
        rows: restated
            .totals
            .iter()
            .map(|total| {
                let not_numbers =
                    total.not_numbers.iter().map(|text| text.n_rows).sum::<u64>() + total.n_unlisted + total.n_blank;
                let figure = |decimal: register::restate::Decimal| Cell::from(ask::thousands(&decimal.to_string()));
                vec![
                    total.column.as_str().into(),
                    figure(total.read),
                    figure(total.placed),
                    figure(total.unplaced),
                    Cell::Number(not_numbers as i64),
                ]
            })
            .collect(),
        ..Table::default()
    };
    let lost = Table {
        caption: "Not placed".to_owned(),
        columns: vec![
            Column::new("code", "Code as written", Kind::Code),
            Column::new("rows", "Rows", Kind::Number),
            Column::new("why", "Why", Kind::Text),
        ],
        rows: restated
            .unplaced_codes()
            .into_iter()
            .take(ROWS_SHOWN)
            .map(|(code, (n, why))| vec![code.into(), Cell::Number(n as i64), sentence(&why.to_string()).into()])
            .collect(),
        ..Table::default()
    };
    let crossed = successions::of_links(&view, "Reorganisations crossed", &restated.crossed);
    let n = |count: usize| answers::thousands(count as u64);
    let link = |which: &str, words: &str| (words.to_owned(), ask.address.with("file", which).href());
    let heading = match restatement.mode {
        Mode::AsIs => format!("Your figures by the organisations of {}", day(to)),
        Mode::AsWas => "Your figures by the organisations of their own day".to_owned(),
    };
    ResultPart {
        heading,
        how: vec![
            format!("{} rows were read and became {} rows.", answers::thousands(restated.n_rows), n(rows.len())),
            "Each total is kept exactly: what was in the file is what was placed and what was not.".to_owned(),
        ],
        totals: totals.alone(),
        rows_extent: if rows.len() > ROWS_SHOWN {
            format!("The first {ROWS_SHOWN} of {} rows. The file to download has them all.", n(rows.len()))
        } else {
            String::new()
        },
        rows: ask.carry(result).alone(),
        unplaced_words: if unplaced.is_empty() {
            "Everything could be placed.".to_owned()
        } else {
            format!(
                "{} of codes and days could not be placed. Nothing was guessed for them.",
                answers::counted(unplaced.len() as u64, "combination", "combinations")
            )
        },
        unplaced: (!unplaced.is_empty()).then(|| lost.alone()),
        crossed: (!restated.crossed.is_empty()).then(|| {
            let n = answers::counted(restated.crossed.len() as u64, "reorganisation", "reorganisations");
            Markup::of(&Details {
                summary: Description { content: format!("Show {n}").into(), ..Description::default() },
                content: ask.carry(crossed).alone().into(),
                ..Details::default()
            })
        }),
        bad_rows: (!file.bad_rows.is_empty()).then(|| {
            let first =
                file.bad_rows.first().map(|row| format!("line {}: {}", row.line, row.reason)).unwrap_or_default();
            format!(
                "{} could not be read and are in none of the totals; the first is {first}.",
                answers::counted(file.bad_rows.len() as u64, "row", "rows")
            )
        }),
        files: vec![
            link("rows", "Restated figures (CSV)"),
            link("unplaced", "What could not be placed (CSV)"),
            link("placings", "Where each code went, with weights (CSV)"),
        ],
    }
}
