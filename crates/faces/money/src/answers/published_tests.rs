//! The real workbook: every recurrent allocation that it publishes is the one that is shown.

use super::*;
use app::{Footprint, Viewer, Who};
use import::SourceFile;
use journal::{Clock, Journal};
use reader::{Limits, Workbook};
use std::collections::BTreeMap;
use terms::{AsAt, Date};

/// What the workbook publishes, read without any of the code that shows it: by body, year and fund, in pence.
fn published_figures(bytes: &[u8]) -> BTreeMap<(String, String, String), i64> {
    let mut found = BTreeMap::new();
    let mut book = Workbook::open("the workbook", bytes, &Limits::HELD).unwrap();
    for name in book.sheet_names() {
        let fund = match name.as_str() {
            "ICB running cost allowance" => "RUNNING_COST",
            "Other Primary Care" => "OTHER_PRIMARY",
            name if name.starts_with("PMC Allocations") => "PRIMARY_MEDICAL",
            name if name.starts_with("ICB Core Allocations") => "CORE",
            _ => continue,
        };
        let sheet = book.sheet(&name).unwrap();
        let headings: Vec<String> =
            sheet.rows[1].cells.iter().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        for (at, heading) in headings.iter().enumerate() {
            let year = heading.get(..7).unwrap_or_default();
            let rest = heading.get(8..).unwrap_or_default();
            if !["Recurrent allocation (£k)", "Recurrent allocation £k", "£k"].contains(&rest) {
                continue;
            }
            for row in sheet.rows.iter().skip(2).take(42) {
                let code = row.cells.get(2).unwrap();
                assert!(code.starts_with('Q'), "{code}");
                // Thousands of pounds, to the penny: exact to the digits that are printed.
                let text = row.cells.get(at).unwrap();
                let (whole, part) = text.split_once('.').unwrap_or((text, ""));
                let digits = format!("{part:0<6}");
                let (kept, next) = (digits[..5].parse::<i64>().unwrap(), &digits[5..6]);
                let pence = whole.parse::<i64>().unwrap() * 100_000 + kept + i64::from(next >= "5");
                found.insert((code.to_owned(), year.to_owned(), fund.to_owned()), pence);
            }
        }
    }
    found
}

#[tokio::test]
async fn every_published_recurrent_allocation_is_the_one_that_is_shown() {
    let Some(folder) = std::env::var_os("FOOTPRINT_DATA").map(std::path::PathBuf::from) else {
        eprintln!("skipped: FOOTPRINT_DATA is not set");
        return;
    };
    let file = |path: &str| {
        let path = folder.join(path);
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        SourceFile { name, bytes: std::fs::read(&path).unwrap() }
    };
    let journal = Journal::open("sqlite::memory:").await.unwrap();
    let clock = Clock::standing_at("2026-06-15T09:30:00Z".parse().unwrap());
    let footprint = Footprint::over(journal.timed_by(clock)).await.unwrap();
    let boards = import::read(&file("ods/icb_names_codes_2024-12.csv"), None).unwrap();
    let act = register::Act::TakeImport {
        series: boards.series,
        released: boards.released,
        source_name: boards.source_name,
        source_hash: boards.source_hash,
        rows: boards.rows as u64,
        facts: boards.facts,
    };
    let keeper = Who::keeper("keeper");
    footprint.act(&keeper, act).await.unwrap();
    let workbook = file("finance/nhs_allocations_2023-25.xlsx");
    let reading = import::read_allocations(&workbook, &footprint.known().state.register().now()).unwrap();
    let vintage = reading.vintage().parse().unwrap();
    footprint.act(&keeper, money::Act::ImportAllocations(reading.table(vintage))).await.unwrap();
    let known = footprint.known();
    let today = Date::constant(2024, 4, 1);
    let lens = Lens::new(
        std::sync::Arc::clone(&known),
        AsAt { valid: today, known: known.state.sequence() },
        today,
        Viewer::Public,
    );
    let ledgers = Ledgers::of(&lens);
    let wanted = published_figures(&workbook.bytes);
    assert_eq!(wanted.len(), 42 * 9);
    let mut shown = BTreeMap::new();
    let bodies: std::collections::BTreeSet<&String> = wanted.keys().map(|(body, ..)| body).collect();
    for body in bodies {
        let code = body.parse().unwrap();
        for year in years_of(&ledgers, code) {
            let table = recurrent(&ledgers, code, year, None);
            for row in &table.rows {
                let (Cell::Text(fund), Cell::Money(amount)) = (&row[0], &row[2]) else { panic!("{row:?}") };
                shown.insert((body.clone(), year.to_string(), fund.clone()), amount.0);
                // Each leads to its cell, and where lines are printed they come to the same.
                let worked = match &row[3] {
                    Cell::Money(worked) => *worked == *amount,
                    _ => ["RUNNING_COST", "OTHER_PRIMARY"].contains(&fund.as_str()),
                };
                assert!(worked, "{row:?}");
                assert!(
                    matches!((&row[8], &row[9]), (Cell::Text(sheet), Cell::Number(5..=46)) if !sheet.is_empty()),
                    "{row:?}"
                );
            }
        }
    }
    assert_eq!(shown, wanted);
    let sums = control_sums(&ledgers, ledgers.room.vintages().next().unwrap());
    assert_eq!(sums.rows.len(), 8 * 18 + 3);
    let differing =
        sums.rows.iter().filter(|row| matches!(&row[9], Cell::Tagged { text, .. } if text == "Differs")).count();
    assert_eq!(differing, 0);
}
