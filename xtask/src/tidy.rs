//! What the compiler cannot check.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// Crates of the ground and first floors: no I/O, clock, randomness or `async`.
const PURE: &[&str] = &["terms", "assign", "register", "mandate", "executive", "who_pays"];

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
const CLOCK: &str = "crates/journal/src/clock.rs";

/// A file is one idea.
const LINES_MAX: usize = 600;

/// Checks the tree; every breach is told before the check fails.
pub(crate) fn check(root: &Path) -> Result<()> {
    let mut breaches = Vec::new();
    let files = rust_files(&root.join("crates"))?;
    for file in files.iter().chain(&rust_files(&root.join("xtask"))?) {
        let shown = file.strip_prefix(root).unwrap_or(file).display().to_string();
        let text = fs::read_to_string(file).with_context(|| format!("could not read {shown}"))?;
        let lines = text.lines().count();
        if lines > LINES_MAX {
            breaches.push(format!("{shown} has {lines} lines, at most {LINES_MAX}: split it by idea"));
        }
        let pure = PURE.iter().any(|name| shown.starts_with(&format!("crates/{name}/src")));
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or(line);
            if pure {
                for (word, why) in IMPURE.iter().filter(|(word, _)| names(code, word)) {
                    breaches.push(format!("{shown}:{}: `{word}` in a pure crate: {why}", number + 1));
                }
            }
            if shown.starts_with("crates/") && shown != CLOCK {
                for word in CLOCKS.iter().filter(|word| names(code, word)) {
                    breaches.push(format!("{shown}:{}: `{word}` outside {CLOCK}: ask a journal::Clock", number + 1));
                }
            }
            let may_hold_statements =
                ["crates/journal/", "crates/store/", "crates/database/"].iter().any(|start| shown.starts_with(start));
            if shown.starts_with("crates/") && !may_hold_statements && code.contains("sqlx::query") {
                breaches.push(format!(
                    "{shown}:{}: a statement outside the journal, the store and the database",
                    number + 1
                ));
            }
            if !shown.starts_with("crates/testkit") && !shown.starts_with("xtask") && code.contains("unsafe {") {
                breaches.push(format!("{shown}:{}: `unsafe` outside the fault layer", number + 1));
            }
            if code.trim_start().starts_with("#[ignore") {
                breaches.push(format!("{shown}:{}: a test that is never run", number + 1));
            }
        }
    }
    arrows(root, &mut breaches)?;
    for breach in &breaches {
        eprintln!("{breach}");
    }
    if !breaches.is_empty() {
        bail!("{} breach(es) of the house rules", breaches.len());
    }
    println!("tidy: {} files", files.len());
    Ok(())
}

/// Which of our crates each may use. Arrows run downwards only; tests may use the testkit.
const ARROWS: &[(&str, &[&str])] = &[
    ("terms", &[]),
    ("assign", &["terms"]),
    ("register", &["terms"]),
    ("mandate", &["terms", "register"]),
    ("executive", &["terms", "register", "mandate"]),
    ("who_pays", &["terms", "assign", "register", "mandate"]),
    ("database", &[]),
    ("journal", &["terms", "database"]),
    ("store", &["terms", "database"]),
    ("reader", &[]),
    ("import", &["terms", "register", "assign", "reader"]),
    ("activity", &["terms", "register", "assign", "reader"]),
    ("app", &["terms", "assign", "register", "mandate", "executive", "who_pays", "journal"]),
    (
        "web",
        &[
            "terms",
            "register",
            "mandate",
            "executive",
            "journal",
            "store",
            "import",
            "paper",
            "app",
            "who_pays",
            "assign",
            "activity",
            "reader",
        ],
    ),
    (
        "footprint",
        &[
            "terms", "register", "mandate", "assign", "activity", "journal", "store", "import", "paper", "app", "web",
            "who_pays", "reader",
        ],
    ),
    ("paper", &["reader"]),
    ("testkit", &["terms", "register", "journal", "import", "app"]),
];

/// Whether a line names something: the word itself, not the beginning of a longer one.
fn names(code: &str, word: &str) -> bool {
    let ends = |rest: &str| !rest.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_');
    code.match_indices(word).any(|(at, _)| code.get(at + word.len()..).is_some_and(ends))
}

fn arrows(root: &Path, breaches: &mut Vec<String>) -> Result<()> {
    let names: Vec<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    for (name, allowed) in ARROWS {
        let path = root.join("crates").join(name).join("Cargo.toml");
        let text = fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))?;
        let mut section = "";
        for line in text.lines() {
            if line.starts_with('[') {
                section = line;
            }
            let used = line.split(['.', ' ', '=']).next().unwrap_or_default();
            if section == "[dependencies]" && names.contains(&used) && !allowed.contains(&used) {
                breaches.push(format!("crates/{name} may not use crates/{used}: arrows run downwards only"));
            }
        }
    }
    Ok(())
}

fn rust_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| format!("could not list {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() && path.file_name().is_none_or(|name| name != "target" && name != "node_modules") {
            files.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
