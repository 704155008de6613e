//! What no line of some crates may say.

use super::{Breach, Package, names};

/// What a pure crate must not name, and why.
const IMPURE: &[(&str, &str)] = &[
    ("tokio", "pure crates do not wait"),
    ("sqlx", "statements live in the journal and the store"),
    ("axum", "faces live at the top"),
    ("std::fs", "files are read at the top"),
    ("std::env", "settings are read at the top"),
    ("std::net", "the network is at the top"),
    ("SystemTime", "time comes in as an argument"),
    ("Timestamp::now", "time comes in as an argument"),
    ("Zoned::now", "time comes in as an argument"),
    ("getrandom", "randomness comes in as an argument"),
    (".await", "pure crates do not wait"),
    ("async fn", "pure crates do not wait"),
];

/// Readings of the machine's clock: a golden file must not depend on the day, so whoever needs the time is given a clock.
const CLOCKS: &[&str] = &["Timestamp::now", "Zoned::now", "SystemTime::now"];

/// The one file that reads the machine's clock.
const CLOCK: &str = "crates/keeping/journal/src/clock.rs";

/// Where statements may stand.
const STATEMENTS: &str = "keeping/";

/// Lines that say what they must not.
pub(super) fn check(packages: &[Package]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for package in packages {
        let place = package.place.as_str();
        let is_pure = place.starts_with("ground/") || place.starts_with("rooms/");
        for file in &package.files {
            let mut told = |number: usize, words: String| breaches.push(format!("{}:{number}: {words}", file.path));
            for (number, code) in (1..).zip(&file.code.bare) {
                if is_pure && file.within.starts_with("src/") {
                    for (word, why) in IMPURE.iter().filter(|(word, _)| names(code, word)) {
                        told(number, format!("`{word}` in a pure crate: {why}"));
                    }
                }
                if place != "xtask" && file.path != CLOCK {
                    for word in CLOCKS.iter().filter(|word| names(code, word)) {
                        told(number, format!("`{word}` outside {CLOCK}: ask a journal::Clock"));
                    }
                }
                if place != "xtask" && !place.starts_with(STATEMENTS) && code.contains("sqlx::query") {
                    told(number, "a statement outside the journal, the store and the database".to_owned());
                }
                if !["testkit", "xtask"].contains(&place) && code.contains("unsafe {") {
                    told(number, "`unsafe` outside the fault layer".to_owned());
                }
                if code.trim_start().starts_with("#[ignore") {
                    told(number, "a test that is never run".to_owned());
                }
            }
        }
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::super::Source;
    use super::super::code::Code;
    use super::*;

    fn told(place: &str, within: &str, text: &str) -> Vec<String> {
        let file =
            Source { path: format!("crates/{place}/{within}"), within: within.to_owned(), code: Code::read(text) };
        let (name, manifest) = ("x".to_owned(), String::new());
        check(&[Package { place: place.to_owned(), name, manifest, files: vec![file], template_lines: 0 }])
    }

    #[test]
    fn a_pure_crate_does_not_wait_or_look_around() {
        for text in ["x.await;", "use std::fs;", "async fn f() {}", "let t = SystemTime::UNIX_EPOCH;"] {
            assert_eq!(told("rooms/mandate", "src/a.rs", text).len(), 1, "{text}");
        }
        for text in ["// x.await", "\"std::fs\"", "fn asynchronous() {}", "x.awaited()"] {
            assert!(told("ground/terms", "src/a.rs", text).is_empty(), "{text}");
        }
        assert!(told("rooms/mandate", "tests/it/a.rs", "use std::fs;").is_empty());
        assert!(told("kit", "src/a.rs", "x.await; use std::fs;").is_empty());
    }

    #[test]
    fn clocks_statements_and_the_rest_have_their_places() {
        let clock = "let now = Timestamp::now();";
        assert_eq!(
            told("kit", "src/a.rs", clock),
            [
                "crates/kit/src/a.rs:1: `Timestamp::now` outside crates/keeping/journal/src/clock.rs: ask a journal::Clock"
            ]
        );
        assert!(told("keeping/journal", "src/clock.rs", clock).is_empty());
        let statement = "\nsqlx::query(X)";
        assert_eq!(told("app", "src/a.rs", statement).len(), 1);
        assert!(told("keeping/store", "src/a.rs", statement).is_empty());
        assert_eq!(told("kit", "tests/a.rs", "#[ignore]\nfn f() { unsafe { g() } }").len(), 2);
        assert!(told("testkit", "src/a.rs", "unsafe { g() }").is_empty());
    }
}
