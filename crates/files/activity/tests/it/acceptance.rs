//! The worked cases in full, and the artificial hospital episodes.

use crate::world::{Asked, Engine, assign, cases};
use activity::reference::ReferenceFolder;
use activity::{BadRows, Mapping};
use std::fs;
use std::path::PathBuf;

#[test]
fn the_worked_cases_come_out_exactly_through_files() {
    let Some(cases) = cases() else { return };
    let reference = ReferenceFolder::at(cases.join("cam-world")).load().unwrap();
    let folder = tempfile::tempdir().unwrap();
    for (engine, threads) in [(Engine::Interpreter, 1), (Engine::Compiled, 1), (Engine::Compiled, 2)] {
        let out = folder.path().join("out.csv");
        let asked = Asked { engine, threads, ..Asked::default() };
        let summary = assign(&reference, &cases.join("cam-vectors.csv"), &out, &asked).unwrap();
        assert_eq!(summary.tally.read.records, 364);
        let mut reader = csv::Reader::from_path(&out).unwrap();
        let headings = reader.headers().unwrap().clone();
        let place = |name: &str| headings.iter().position(|heading| heading == name).unwrap();
        for row in reader.records().map(Result::unwrap) {
            for name in ["commissioner", "terminal", "method", "path"] {
                let (expected, found) = (&row[place(&format!("expected_{name}"))], &row[place(name)]);
                assert_eq!(found, expected, "{} {name}: {}", &row[0], &row[place("why")]);
            }
        }
    }
}

/// The mappings that say which column of the episodes is which item.
const EPISODES: [(&str, &str); 3] = [
    ("apc/artificial_hes_apc_0102_truncated.csv", include_str!("../../../../footprint/tests/episodes/admitted.csv")),
    ("op/artificial_hes_op_0304_truncated.csv", include_str!("../../../../footprint/tests/episodes/outpatient.csv")),
    ("ae/artificial_hes_ae_0708_truncated.csv", include_str!("../../../../footprint/tests/episodes/emergency.csv")),
];

#[test]
fn the_artificial_episodes_have_no_edition_on_their_own_date_and_an_answer_under_a_named_one() {
    let Some(cases) = cases() else { return };
    let data = PathBuf::from(std::env::var_os("FOOTPRINT_DATA").unwrap()).join("activity/artificial-hes");
    let reference = ReferenceFolder::at(cases.join("cam-world")).load().unwrap();
    let folder = tempfile::tempdir().unwrap();
    for (file, mapping) in EPISODES {
        for edition in [None, Some("CAM-2025-26")] {
            let out = folder.path().join("out.csv");
            let mapping = Mapping::read("episodes.csv", mapping.as_bytes()).unwrap();
            // Without an edition the whole file is of no use, which stops a run unless it is to go on.
            let bad_rows =
                if edition.is_none() { BadRows::LeaveOut(folder.path().join("left")) } else { BadRows::Fail };
            let asked = Asked { edition, mapping, bad_rows, ..Asked::default() };
            let summary = assign(&reference, &data.join(file), &out, &asked).unwrap();
            println!("{file} {}:", edition.unwrap_or("on its own date"));
            for (reason, sum) in &summary.tally.by_reason {
                println!("  {} | {}", sum.records, reason.sentence());
            }
            let words = fs::read_to_string(&out).unwrap();
            let n_rows = csv::Reader::from_reader(words.as_bytes()).records().count() as u64;
            assert_eq!(n_rows, summary.tally.read.records);
            let named = |name: &str| {
                summary
                    .tally
                    .by_terminal
                    .iter()
                    .filter(|(terminal, _)| terminal.name() == name)
                    .map(|(_, sum)| sum.records)
                    .sum::<u64>()
            };
            if edition.is_none() {
                assert_eq!(named("NO_EDITION"), n_rows, "{file}");
            } else {
                assert_eq!((named("NO_EDITION"), named("INVALID_INPUT")), (0, 0), "{file}");
                let reasons: u64 = summary
                    .tally
                    .by_reason
                    .iter()
                    .filter(|(reason, _)| !reason.sentence().is_empty())
                    .map(|(_, sum)| sum.records)
                    .sum();
                assert_eq!(reasons, n_rows, "{file}");
            }
        }
    }
}
