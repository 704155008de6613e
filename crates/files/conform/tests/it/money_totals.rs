//! The worked examples of control totals, forecasts, savings and mergers, answered and compared cell by cell.

use std::path::{Path, PathBuf};

use conform::{Question, Questions, World, kinds};
use money::{Discrepancy, StatedFigure, reconcile};
use terms::Pence;

/// The files of questions, each with the file of its answers where that is another.
const FILES: &[(&str, Option<&str>)] = &[
    ("amendments", None),
    ("consolidate", None),
    ("sustainability", None),
    ("dsf", None),
    ("duties", None),
    ("forecast", None),
    ("risk-range", None),
    ("risk-shares", None),
    ("running-costs", None),
    ("posts", None),
    ("inheritance", None),
    ("restate", None),
    ("duplication", Some("duplication-expected")),
];

/// The folder of specifications beside the reference data, where there is one.
fn specifications() -> Option<PathBuf> {
    let folder = Path::new(&std::env::var_os("FOOTPRINT_DATA")?).join("../spec");
    folder.is_dir().then_some(folder)
}

/// What differs between the answers to a file and those it expects.
fn differences(folder: &Path, name: &str, expected: Option<&str>) -> (usize, Vec<String>) {
    let open = |file: &str| Questions::open(&folder.join("money-vectors").join(format!("{file}.csv"))).unwrap();
    let world = World::new(&folder.join("money-world"));
    let kind = kinds().find(|kind| kind.room == "money" && kind.name == name).unwrap();
    let answers = (kind.answer)(&world, &open(name)).unwrap();
    let wanted = open(expected.unwrap_or(name));
    let mut differences = Vec::new();
    let rows: Vec<_> = wanted.rows().collect();
    if rows.len() != answers.rows().len() {
        differences.push(format!("{name}: {} answers to {} expected", answers.rows().len(), rows.len()));
    }
    for (row, answer) in rows.iter().zip(answers.rows()) {
        for (column, found) in answers.columns().iter().zip(answer) {
            let column = match (expected, *column) {
                (_, "id") | (Some(_), _) => (*column).to_owned(),
                (None, column) => format!("expected_{column}"),
            };
            let wanted = row.text(&column).unwrap();
            if wanted != found {
                differences.push(format!("{name} {}: {column} is {found}, expected {wanted}", answer[0]));
            }
        }
    }
    (rows.len(), differences)
}

#[test]
fn every_answer_is_the_expected_one() {
    let Some(folder) = specifications() else {
        eprintln!("SKIPPED: no specifications beside FOOTPRINT_DATA, so no worked example of money was compared");
        return;
    };
    let mut all = Vec::new();
    for (name, expected) in FILES {
        let (n_rows, differences) = differences(&folder, name, *expected);
        eprintln!("money {name}: {n_rows} rows, {} differences", differences.len());
        all.extend(differences);
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

/// A published figure in millions of pounds, rounded to its last decimal.
fn millions(row: &Question<'_>, subject: &str) -> StatedFigure {
    let text = row.text("value_gbp_m").unwrap();
    let decimals = text.split_once('.').map_or(0, |(_, part)| u32::try_from(part.len()).unwrap());
    StatedFigure {
        subject: subject.to_owned(),
        amount: Pence(Pence::from_decimal(text).unwrap().0 * 1_000_000),
        rounded_to: Pence(100_000_000 / 10_i64.pow(decimals)),
        source: row.text("source_url").unwrap().to_owned(),
    }
}

/// The published figures of a file, of one measure and a year, by body.
fn published(file: &Path, measure: &str, year: &str) -> Vec<(String, StatedFigure)> {
    let table = Questions::open(file).unwrap();
    let is_asked = |row: &Question<'_>| row.text("measure").unwrap() == measure && row.text("year").unwrap() == year;
    let figure = |row: Question<'_>| (row.text("body").unwrap().to_owned(), millions(&row, measure));
    table.rows().filter(is_asked).map(figure).collect()
}

#[test]
fn published_parts_and_wholes_that_differ_are_told_and_by_how_much() {
    let Some(data) = std::env::var_os("FOOTPRINT_DATA").map(PathBuf::from).filter(|folder| folder.is_dir()) else {
        eprintln!("SKIPPED: no FOOTPRINT_DATA, so no published figures of money were held against each other");
        return;
    };
    let systems = data.join("finance/real_system_finance_facts.csv");
    let withheld = published(&systems, "deficit support withheld to year end", "2025/26");
    let (england, thirteen): (Vec<_>, Vec<_>) = withheld.into_iter().partition(|(body, _)| body == "England");
    let thirteen: Vec<StatedFigure> = thirteen.into_iter().map(|(_, figure)| figure).collect();
    assert_eq!(thirteen.len(), 13);
    let difference = Pence(10_000_000);
    assert_eq!(reconcile(&thirteen, &england[0].1), Ok(Some(Discrepancy::WithinRounding { difference })));

    let groups = data.join("finance/real_ccg_finance_facts.csv");
    let four: Vec<StatedFigure> =
        published(&groups, "outturn deficit", "2018/19").into_iter().map(|(_, figure)| figure).collect();
    let stated = published(&groups, "combined outturn deficit as reported", "2018/19");
    assert_eq!(four.len(), 4);
    let difference = Pence(-100_000_000);
    assert_eq!(reconcile(&four, &stated[0].1), Ok(Some(Discrepancy::BeyondRounding { difference })));
}
