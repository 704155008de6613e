//! A file from text, and a reading as lines.

use import::{Reading, SourceFile, read};
use register::Fact;

/// A file with a name and some text.
pub(crate) fn file(name: &str, text: &str) -> SourceFile {
    SourceFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

/// Reads a file that must be readable.
pub(crate) fn reading(name: &str, text: &str) -> Reading {
    read(&file(name, text), None).unwrap()
}

/// Facts as lines of a fact file, with `|` between fields and no empty ones at the end.
pub(crate) fn lines(reading: &Reading) -> Vec<String> {
    reading.facts.iter().map(line).collect()
}

/// One fact as a line.
pub(crate) fn line(fact: &Fact) -> String {
    let mut line = String::new();
    fact.write_line(&mut line);
    line.replace('\t', "|").trim_end_matches('|').to_owned()
}

/// Checks that a reading gives exactly these facts, in order.
#[track_caller]
pub(crate) fn check_facts(reading: &Reading, expected: &[&str]) {
    let found = lines(reading);
    assert_eq!(found, expected, "\n{}", found.join("\n"));
}

/// The notes of a reading, as `kind subject: detail`.
pub(crate) fn notes(reading: &Reading) -> Vec<String> {
    reading
        .facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Noted { kind, subject, detail, .. } => Some(format!("{kind} {subject}: {detail}")),
            _ => None,
        })
        .collect()
}
