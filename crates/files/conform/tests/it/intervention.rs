//! The worked examples of interventions.

use crate::examples::{Example, by, folder};

/// Each kind, and how many examples there are.
const KINDS: &[(&str, usize)] = &[
    ("clocks", 224),
    ("ontime", 40),
    ("rag", 140),
    ("basis", 28),
    ("models", 20),
    ("succession", 24),
    ("pending", 24),
    ("triggers", 119),
    ("attempts", 253),
    ("timeline", 55),
    ("machine", 118),
];

#[test]
fn every_worked_example_is_answered_as_expected() {
    let (Some(vectors), Some(cases)) = (folder("../spec/intervention-vectors"), folder("intervention")) else { return };
    let (mut all, mut n_all) = (Vec::new(), 0);
    for (kind, n_examples) in KINDS {
        // Timelines are asked of the file of real cases, which is data and no table made for the questions.
        let world = if *kind == "timeline" { cases.clone() } else { vectors.join("world") };
        let file = vectors.join(format!("{kind}.csv"));
        let example = Example { asked: ("intervention", kind), world: &world, questions: &file, expected: &file };
        let (n_rows, differences) = match *kind {
            "machine" => example.compare(|row| format!("{}/{}", by("case")(row), by("step")(row))),
            _ => example.compare(by("id")),
        };
        assert_eq!(n_rows, *n_examples, "{kind}");
        all.extend(differences);
        n_all += n_rows;
    }
    assert_eq!(n_all, 1_045);
    assert!(all.is_empty(), "{} differences:\n{}", all.len(), all.join("\n"));
}
