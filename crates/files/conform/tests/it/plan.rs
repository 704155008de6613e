//! The worked examples of the operating plan.

use crate::worked::{answers, differences, specifications};

/// Each kind, the file of its answers and what stands before the names of their columns.
const KINDS: [(&str, &str, &str, usize); 4] = [
    ("plan-merge", "plan-merge-expected.csv", "", 12),
    ("plan-checks", "plan-checks.csv", "expected_", 27),
    ("signoff", "signoff.csv", "expected_", 44),
    ("drill", "drill-expected.csv", "", 56),
];

#[test]
fn every_worked_example_is_answered_as_it_was_worked_out() {
    let Some(folder) = specifications("the operating plan") else { return };
    let (world, vectors) = (folder.join("money-world"), folder.join("money-vectors"));
    let mut found = Vec::new();
    for room in ["plan", "money"] {
        for (kind, expected, prefix, n_answers) in KINDS {
            let answers = answers(room, kind, &world, &vectors.join(format!("{kind}.csv")));
            assert_eq!(answers.rows().len(), n_answers, "{kind}");
            let differ = differences(&answers, &vectors.join(expected), prefix);
            found.extend(differ.into_iter().map(|difference| format!("{room} {kind} {difference}")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
