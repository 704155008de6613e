//! The worked examples of control totals, forecasts, savings and mergers, answered and compared cell by cell.

use std::path::{Path, PathBuf};

use conform::{Questions, World, kinds};

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
