//! Worked examples held against the answers to them.

use conform::{Question, Questions, World, kinds};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A folder beside the published data; `None`, said aloud, where it is not at hand.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("FOOTPRINT_DATA").map(|data| Path::new(&data).join(name));
    let folder = folder.filter(|folder| folder.is_dir());
    if folder.is_none() {
        eprintln!("SKIPPED: NOT COMPARED, FOOTPRINT_DATA names no folder with `{name}`");
    }
    folder
}

/// One file of questions, put to a room.
pub(crate) struct Example<'a> {
    /// The room and the kind of question.
    pub(crate) asked: (&'a str, &'a str),
    /// The folder of tables.
    pub(crate) world: &'a Path,
    /// The questions.
    pub(crate) questions: &'a Path,
    /// The file that holds what is expected, which may be the questions.
    pub(crate) expected: &'a Path,
}

impl Example<'_> {
    /// How many rows were expected, and every difference from them: each column of each answer, under its identity.
    pub(crate) fn compare(&self, id: impl Fn(&Question<'_>) -> String) -> (usize, Vec<String>) {
        let (room, name) = self.asked;
        let kind = kinds().find(|held| (held.room, held.name) == self.asked).expect("the kind is known");
        let questions = Questions::open(self.questions).unwrap_or_else(|error| panic!("{error}"));
        let answers = (kind.answer)(&World::new(self.world), &questions).unwrap_or_else(|error| panic!("{error}"));
        let mut given: BTreeMap<&str, &Vec<String>> = answers.rows().iter().map(|row| (row[0].as_str(), row)).collect();
        assert_eq!(given.len(), answers.rows().len(), "{room} {name}: an answer for each identity");
        let expected = Questions::open(self.expected).unwrap_or_else(|error| panic!("{error}"));
        let (mut n_rows, mut differences) = (0, Vec::new());
        for row in expected.rows() {
            n_rows += 1;
            let id = id(&row);
            let Some(answer) = given.remove(id.as_str()) else {
                differences.push(format!("{room} {name} {id}: no answer"));
                continue;
            };
            for (column, cell) in answers.columns().iter().zip(answer).skip(1) {
                let wanted = row.text(column).unwrap_or_else(|error| panic!("{error}"));
                if cell != wanted {
                    differences.push(format!("{room} {name} {id}, {column}: “{cell}”, and “{wanted}” was expected"));
                }
            }
        }
        differences.extend(given.keys().map(|id| format!("{room} {name} {id}: answered, and was not expected")));
        eprintln!("{room} {name}: {n_rows} examples, {} differences", differences.len());
        (n_rows, differences)
    }
}

/// The identity in a column.
pub(crate) fn by(column: &str) -> impl Fn(&Question<'_>) -> String + use<'_> {
    move |row| row.text(column).unwrap_or_else(|error| panic!("{error}")).to_owned()
}
