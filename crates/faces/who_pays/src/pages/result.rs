//! The rows of a run: some of them on a page, all of them as the file the run made.

use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt as _, stream};
use store::{KeptRun, LinkId, RunFile, Store};
use terms::Pence;

use super::frame::{Caller, ForOneself as _, failed, kept_to_oneself, unseen};
use super::run::{above, find, fixed, made_of, rows_of};
use crate::assignment::{Drill, Made, Rows, fetched, mapping_of, rows_behind, words};
use ask::{Cell, Column, Kind, Table, thousands};
use kit::address::Address;
use kit::components::{PageLink, Pagination, Step};
use kit::markup::Markup;
use kit::refused::Problem;
use kit::site::sentence;

/// How many rows a page has.
const ROWS_PER_PAGE: u64 = 50;
/// How many rows a file of some rows has at most: the result itself has them all.
const ROWS_PER_FILE: u64 = 100_000;

/// Every record with its answer.
pub(super) async fn result(caller: Caller, Path(id): Path<String>) -> Result<Response, Problem> {
    let (run, asked) = find(&caller, &id).await?;
    let made = made_of(&run).ok_or_else(unseen)?;
    let stem = asked.input.name.rsplit_once('.').map_or(asked.input.name.as_str(), |(stem, _)| stem);
    let kind = match made.extension.as_str() {
        "csv" => "text/csv; charset=utf-8; header=present",
        "parquet" => "application/vnd.apache.parquet",
        _ => "application/vnd.apache.arrow.stream",
    };
    send(&caller, &run, RunFile::Result, kind, made.result_bytes, &format!("{stem}-assigned.{}", made.extension))
}

/// The rows that could not be read, as they were.
pub(super) async fn left_out(caller: Caller, Path(id): Path<String>) -> Result<Response, Problem> {
    let (run, asked) = find(&caller, &id).await?;
    let made = made_of(&run).filter(|made| made.left_out_bytes > 0).ok_or_else(unseen)?;
    let stem = asked.input.name.rsplit_once('.').map_or(asked.input.name.as_str(), |(stem, _)| stem);
    let kind = "text/csv; charset=utf-8; header=present";
    send(&caller, &run, RunFile::LeftOut, kind, made.left_out_bytes, &format!("{stem}-left-out.csv"))
}

fn send(
    caller: &Caller,
    run: &KeptRun,
    file: RunFile,
    kind: &'static str,
    bytes: u64,
    name: &str,
) -> Result<Response, Problem> {
    rows_of(caller, run).ok_or_else(gone)?;
    let store = caller.room().store().cloned().ok_or_else(unseen)?;
    // Fused: what compresses the body asks once more after the end, and an unfolding that is asked then panics.
    let parts = stream::unfold((store, run.id.clone(), 0), move |state| part(state, file)).fuse();
    let body = Body::from_stream(parts);
    let mut response = ([(header::CONTENT_TYPE, kind)], body).into_response();
    let plain: String = name.chars().filter(|letter| letter.is_ascii_graphic() || *letter == ' ').collect();
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{plain}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(bytes));
    Ok(kept_to_oneself(response))
}

type CaseRequest = (Store, LinkId, u64);

/// The next part of a file: one at a time is in memory. A file that goes while it is read breaks off.
async fn part(
    (store, id, ordinal): CaseRequest,
    file: RunFile,
) -> Option<(Result<Bytes, std::io::Error>, CaseRequest)> {
    match store.run_part(&id, file, ordinal).await {
        Ok(Some(bytes)) => Some((Ok(bytes.into()), (store, id, ordinal + 1))),
        Ok(None) => None,
        Err(error) => Some((Err(std::io::Error::other(error)), (store, id, ordinal))),
    }
}

fn gone() -> Problem {
    Problem {
        status: StatusCode::GONE,
        title: "The rows have been deleted".to_owned(),
        detail: "The rows of this run were deleted on the day its page said. Supply the same file on the run’s page to have them again."
            .to_owned(),
        errors: Vec::new(),
    }
}

/// Some rows: those behind a figure, a page at a time or as a file.
pub(super) async fn rows(caller: Caller, Path(id): Path<String>) -> Result<Response, Problem> {
    let (run, asked) = find(&caller, &id).await?;
    let made = made_of(&run).ok_or_else(unseen)?;
    rows_of(&caller, &run).ok_or_else(gone)?;
    let drill = Drill::of(&caller.ask.address);
    let is_file = caller.ask.address.value("format").is_some();
    let number = caller.ask.address.value("page").and_then(|page| page.parse::<u64>().ok()).unwrap_or(1).max(1);
    let (from, limit) =
        if is_file { (0, ROWS_PER_FILE) } else { ((number - 1).saturating_mul(ROWS_PER_PAGE), ROWS_PER_PAGE) };
    let held = fetched(caller.room(), &run.id, RunFile::Result).await.map_err(|error| failed(&error))?;
    let held = held.ok_or_else(gone)?;
    let order = activity::DateOrder::named(&made.date_order);
    let mapping = mapping_of(&asked).map_err(|error| failed(&error))?.with_date_order(order);
    let wanted = drill.clone();
    let read = tokio::task::spawn_blocking(move || rows_behind(held.path(), &mapping, &wanted, from, limit));
    let read = read.await.map_err(|error| failed(&error))?;
    let found = read.map_err(|error| Problem::refused(sentence(&error)))?;
    let table = table(&run, &made, &found);
    if let Some(file) = caller.file(&table, asked.known_at)? {
        return Ok(file);
    }
    let mut page = caller.page("Rows", above(&run, &asked));
    page.lead.extend(fixed(&drill));
    let last = from + found.rows.len() as u64;
    let cost = |pence| if made.has_cost { format!(", {} together", Pence(pence).pounds()) } else { String::new() };
    page.lead.push(match found.found.records {
        0 => "There are no such rows.".to_owned(),
        n => format!(
            "Rows {} to {} of {}{}. Where the patient lives is left out here; the whole result has every column.",
            thousands(&(from + 1).min(n).to_string()),
            thousands(&last.to_string()),
            thousands(&n.to_string()),
            cost(found.found.pence)
        ),
    });
    let pages = found.found.records.div_ceil(ROWS_PER_PAGE);
    let files = kit::table::download_links(&caller.ask.address);
    page.before = Markup::joined([caller.inner(table), pagination(&caller.ask.address, number, pages), files]);
    Ok(page.send(StatusCode::OK))
}

fn pagination(address: &Address, page: u64, pages: u64) -> Markup {
    if pages < 2 {
        return Markup::default();
    }
    let href = |number: u64| address.with("page", number.to_string()).href();
    let mut items: Vec<PageLink> = Vec::new();
    let mut last = 0;
    for number in [1, page.saturating_sub(1), page, page + 1, pages] {
        if number <= last || number > pages {
            continue;
        }
        if number > last + 1 {
            items.push(PageLink { ellipsis: true, ..PageLink::default() });
        }
        items.push(PageLink { number: Some(number), href: href(number), current: number == page, ellipsis: false });
        last = number;
    }
    let step = |number| Step { href: href(number), ..Step::default() };
    Markup::of(&Pagination {
        previous: (page > 1).then(|| step(page - 1)),
        next: (page < pages).then(|| step(page + 1)),
        items,
        ..Pagination::default()
    })
}

fn table(run: &KeptRun, made: &Made, found: &Rows) -> Table {
    let column = |key: &'static str, label: &str, kind: Kind| Column::new(key, label, kind);
    let rows = found.rows.iter().map(|row| {
        let date = row.date.parse::<jiff::civil::Date>().map_or_else(|_| Cell::from(row.date.as_str()), Cell::from);
        vec![
            Cell::Number(i64::try_from(row.number).unwrap_or(i64::MAX)),
            row.record_id.as_str().into(),
            date,
            row.provider.as_str().into(),
            row.point.as_str().into(),
            row.service.as_str().into(),
            row.submitted.as_str().into(),
            row.derived.as_str().into(),
            words::terminal(&row.terminal).into(),
            words::method(&row.method).into(),
            Pence::from_decimal(&row.cost).map_or_else(|_| row.cost.as_str().into(), Cell::from),
            Cell::link(
                format!("Challenge row {}", row.number),
                format!("/who-pays/challenges/new?run={}&row={}", run.id, row.number),
            ),
            row.path.replace('>', " > ").into(),
            row.flags.replace(';', ", ").into(),
        ]
    });
    let mut table = Table {
        caption: "Rows of the run".to_owned(),
        columns: vec![
            column("row", "Row", Kind::Number),
            column("record_id", "Record", Kind::Text),
            column("date", "Date", Kind::Date),
            column("provider", "Provider", Kind::Code),
            column("point_of_delivery", "Point of delivery", Kind::Text),
            column("service_code", "Service", Kind::Code),
            column("submitted", "Submitted", Kind::Code),
            column("derived", "Derived", Kind::Code),
            column("terminal", "Kind of commissioner", Kind::Text),
            column("method", "Found from", Kind::Text),
            column("pounds", "Cost", Kind::Money),
            column("challenge", "Dispute", Kind::Link),
            // In one line each: broken at its spaces a path is taller than the page.
            column("path", "Path", Kind::Code),
            column("flags", "Flags", Kind::Text),
        ],
        rows: rows.collect(),
        ..Table::default()
    };
    if made.has_before {
        // Beside who pays under the what-if.
        let place = table.columns.iter().position(|column| column.key == "derived").unwrap_or_default();
        table.columns.insert(place, column("before", "Now", Kind::Code));
        for (line, row) in table.rows.iter_mut().zip(&found.rows) {
            line.insert(place, row.before.as_str().into());
        }
    }
    table
}
