//! The worked examples of money and of the operating plan.

use crate::examples::{Example, by, folder};

/// Each kind, the column that names its questions, the file of what is expected where it is another, and how many there are.
const KINDS: &[(&str, &str, Option<&str>, usize)] = &[
    ("parse", "id", None, 38),
    ("apportion", "id", None, 40),
    ("ledger", "seq", None, 79),
    ("ledger-balances", "id", None, 208),
    ("trace", "id", None, 10),
    ("waterfall", "id", None, 109),
    ("transformation", "id", None, 5),
    ("amendments", "id", None, 13),
    ("consolidate", "id", None, 5),
    ("sustainability", "id", None, 10),
    ("dsf", "id", None, 5),
    ("duties", "id", None, 8),
    ("forecast", "id", None, 13),
    ("risk-range", "id", None, 11),
    ("risk-shares", "id", None, 11),
    ("running-costs", "id", None, 14),
    ("posts", "id", None, 10),
    ("inheritance", "id", None, 8),
    ("restate", "id", None, 15),
    ("duplication", "id", Some("duplication-expected"), 6),
    ("plan-merge", "id", Some("plan-merge-expected"), 12),
    ("plan-checks", "id", None, 27),
    ("signoff", "id", None, 44),
    ("drill", "id", Some("drill-expected"), 56),
];

/// Those that the room of plans answers under its own name too.
const OF_PLAN: [&str; 4] = ["plan-merge", "plan-checks", "signoff", "drill"];

#[test]
fn every_worked_example_is_answered_as_expected() {
    let Some(folder) = folder("../spec/money-vectors") else { return };
    let world = folder.join("../money-world");
    let (mut all, mut n_all) = (Vec::new(), 0);
    for (kind, id, expected, n_examples) in KINDS {
        let rooms: &[&str] = if OF_PLAN.contains(kind) { &["money", "plan"] } else { &["money"] };
        for room in rooms {
            let questions = folder.join(format!("{kind}.csv"));
            let expected = folder.join(format!("{}.csv", expected.unwrap_or(kind)));
            let example = Example { asked: (room, kind), world: &world, questions: &questions, expected: &expected };
            let (n_rows, differences) = example.compare(by(id));
            assert_eq!(n_rows, *n_examples, "{room} {kind}");
            all.extend(differences);
        }
        n_all += n_examples;
    }
    assert_eq!(n_all, 757);
    assert!(all.is_empty(), "{}", all.join("\n"));
}
