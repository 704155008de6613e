//! Files of worked examples: answered, and every expected column of every row compared.

use conform::{Questions, World, kinds};
use std::path::{Path, PathBuf};

/// A folder beside the published data, where there is one.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let data = PathBuf::from(std::env::var_os("FOOTPRINT_DATA")?);
    let found = data.join(name);
    found.is_dir().then_some(found)
}

/// Answers a file by a kind of a room, and says how many rows agree, of how many, with every difference.
pub(crate) fn compare(room: &str, name: &str, world: &Path, file: &Path) -> (usize, usize, Vec<String>) {
    let kind = kinds().find(|kind| kind.room == room && kind.name == name).expect("a kind of that room");
    let questions = Questions::open(file).unwrap();
    let answers = (kind.answer)(&World::new(world), &questions).unwrap();
    assert!(answers.columns().iter().skip(1).all(|column| questions.has(column)), "{name}: {:?}", answers.columns());
    let mut differences = Vec::new();
    let (mut n_right, mut n_rows) = (0, 0);
    for (question, answer) in questions.rows().zip(answers.rows()) {
        n_rows += 1;
        let mut is_right = true;
        for (column, found) in answers.columns().iter().zip(answer).skip(1) {
            let wanted = question.text(column).unwrap();
            if wanted != found {
                is_right = false;
                let id = answer.first().unwrap();
                differences.push(format!("{name} {id} {column}: wanted `{wanted}`, found `{found}`"));
            }
        }
        n_right += usize::from(is_right);
    }
    assert_eq!(n_rows, answers.rows().len(), "{name}");
    (n_right, n_rows, differences)
}
