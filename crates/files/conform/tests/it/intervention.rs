//! The worked examples of interventions.

use crate::vectors::{compare, folder};

const KINDS: &[&str] = &[
    "clocks",
    "ontime",
    "rag",
    "basis",
    "models",
    "succession",
    "pending",
    "triggers",
    "attempts",
    "timeline",
    "machine",
];

#[test]
fn every_worked_example_is_answered_as_expected() {
    let (Some(vectors), Some(cases)) = (folder("../spec/intervention-vectors"), folder("intervention")) else {
        eprintln!("SKIPPED: no worked examples of interventions beside FOOTPRINT_DATA");
        return;
    };
    let mut differences = Vec::new();
    for kind in KINDS {
        // Timelines are asked of the file of real cases, which is data and no table made for the questions.
        let world = if *kind == "timeline" { cases.clone() } else { vectors.join("world") };
        let (n_right, n_rows, found) = compare("intervention", kind, &world, &vectors.join(format!("{kind}.csv")));
        eprintln!("{kind}: {n_right}/{n_rows}");
        differences.extend(found);
    }
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
}
