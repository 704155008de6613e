//! The worked examples of money.

use crate::examples::{compare, folder};

/// Each kind, and the column that names its questions.
const KINDS: [(&str, &str); 7] = [
    ("parse", "id"),
    ("apportion", "id"),
    ("ledger", "seq"),
    ("ledger-balances", "id"),
    ("trace", "id"),
    ("waterfall", "id"),
    ("transformation", "id"),
];

#[test]
fn every_worked_example_is_answered_as_expected() {
    let Some(folder) = folder() else { return };
    let mut differences = Vec::new();
    for (kind, key) in KINDS {
        let file = folder.join("money-vectors").join(format!("{kind}.csv"));
        let (n_rows, differing) = compare("money", kind, &folder.join("money-world"), &file, key);
        eprintln!("money {kind}: {n_rows} examples, {} differences", differing.len());
        differences.extend(differing);
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
