//! Answers held beside the worked ones.

use conform::{Answers, Questions, World, kinds};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The folder of specifications beside the published data; `None`, said aloud, where there is none.
pub(crate) fn specifications(of: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("FOOTPRINT_DATA").map(|data| Path::new(&data).join("../spec"));
    let found = folder.filter(|folder| folder.is_dir());
    if found.is_none() {
        eprintln!("SKIPPED: the worked examples of {of}, for FOOTPRINT_DATA names no folder with `../spec` beside it");
    }
    found
}

/// The answers of a room to a file of questions.
pub(crate) fn answers(room: &str, kind: &str, world: &Path, questions: &Path) -> Answers {
    let asked = kinds().find(|held| held.room == room && held.name == kind).expect("the kind is known");
    let questions = Questions::open(questions).unwrap_or_else(|error| panic!("{error}"));
    (asked.answer)(&World::new(world), &questions).unwrap_or_else(|error| panic!("{room} {kind}: {error}"))
}

/// Every difference between answers and the worked ones of a file, whose columns have `prefix` before their names.
pub(crate) fn differences(answers: &Answers, expected: &Path, prefix: &str) -> Vec<String> {
    let expected = Questions::open(expected).unwrap_or_else(|error| panic!("{error}"));
    let mut by_id: BTreeMap<&str, &Vec<String>> = answers.rows().iter().map(|row| (row[0].as_str(), row)).collect();
    let mut found = Vec::new();
    for row in expected.rows() {
        let id = row.text("id").unwrap();
        let Some(answer) = by_id.remove(id) else {
            found.push(format!("{id}: not answered"));
            continue;
        };
        for (column, cell) in answers.columns().iter().zip(answer).skip(1) {
            let wanted = row.text(&format!("{prefix}{column}")).unwrap_or_else(|error| panic!("{error}"));
            if cell != wanted {
                found.push(format!("{id}, {column}: “{cell}”, and “{wanted}” was worked out"));
            }
        }
    }
    found.extend(by_id.keys().map(|id| format!("{id}: answered, and was not asked")));
    found
}
