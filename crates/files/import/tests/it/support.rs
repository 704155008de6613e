//! A file from text, and a reading as lines.

use import::{Reading, SourceFile, read};
use register::{Act, Fact, Released, State, apply, decide};
use std::path::PathBuf;
use std::sync::OnceLock;
use terms::Sequence;

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

/// The path of a published file, or nothing, said aloud, where there is no folder of them.
pub(crate) fn published_path(path: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("FOOTPRINT_DATA");
    if folder.is_none() {
        eprintln!("skipped: FOOTPRINT_DATA is not set");
    }
    folder.map(|folder| PathBuf::from(folder).join(path))
}

/// The register of the published files, made once, or nothing where there is no folder of them.
pub(crate) fn published_register() -> Option<&'static State> {
    static REGISTER: OnceLock<State> = OnceLock::new();
    let folder = published_path("")?;
    Some(REGISTER.get_or_init(|| {
        let mut state = State::new();
        for path in [
            "ods/eccg/eccg.csv",
            "ods/succ/succ_2022-09.csv",
            "ods/epcmem/epcmem_2019-10.csv",
            "ods/epraccur",
            "population/gp-reg-pat-prac-all_2021-01.csv",
        ] {
            for file in import::gather(&[folder.join(path)]).unwrap() {
                take(&mut state, &file);
            }
        }
        state
    }))
}

/// Takes a file into a register.
pub(crate) fn take(state: &mut State, file: &SourceFile) {
    // A file whose name bears no date is given one, as a user must.
    let given = import::released_from_name(&file.name).is_none().then(|| Released("2024-12".parse().unwrap()));
    let Reading { series, released, source_name, source_hash, rows, facts, .. } = read(file, given).unwrap();
    let act = Act::TakeImport { series, released, source_name, source_hash, rows: rows as u64, facts };
    let outcome = decide(state, &act).unwrap();
    let next = Sequence(state.sequence().0 + 1);
    apply(state, next, &outcome.events, |_| outcome.fact_file.clone()).unwrap();
}
