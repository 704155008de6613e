//! Worked examples held against the answers to them.

use conform::{Kind, Questions, World, kinds};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The folder of worked examples; `None`, said aloud, where it is not at hand.
pub(crate) fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("FOOTPRINT_DATA").map(|data| Path::new(&data).join("../spec"));
    let folder = folder.filter(|folder| folder.is_dir());
    if folder.is_none() {
        eprintln!("SKIPPED: no worked examples beside the folder that FOOTPRINT_DATA names");
    }
    folder
}

/// Answers a file of worked examples and compares every expected column of every row: how many rows there were, and every
/// difference.
///
/// `key` is the column of the file that stands for the answers' `id`.
pub(crate) fn compare(room: &str, kind: &str, world: &Path, file: &Path, key: &str) -> (usize, Vec<String>) {
    let asked: &Kind = kinds().find(|held| held.room == room && held.name == kind).unwrap();
    let questions = Questions::open(file).unwrap();
    let answers = (asked.answer)(&World::new(world), &questions).unwrap();
    let given: BTreeMap<&str, &Vec<String>> = answers.rows().iter().map(|row| (row[0].as_str(), row)).collect();
    assert_eq!(given.len(), answers.rows().len(), "{kind}: an answer to each question");
    let (mut n_rows, mut differences) = (0, Vec::new());
    for question in questions.rows() {
        n_rows += 1;
        let id = question.text(key).unwrap();
        let Some(answer) = given.get(id) else {
            differences.push(format!("{kind} {id}: no answer"));
            continue;
        };
        for (column, cell) in answers.columns().iter().zip(answer.iter()).skip(1) {
            let expected = question.text(column).unwrap();
            if expected != cell {
                differences.push(format!("{kind} {id} {column}: expected {expected}, answered {cell}"));
            }
        }
    }
    assert_eq!(given.len(), n_rows, "{kind}: no answer to what was not asked");
    (n_rows, differences)
}
