//! What the compiler cannot check: which crate may name which, what a pure crate must not do, how long a file and a function may be.

mod arrows;
mod code;
mod size;
mod words;

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

use code::Code;

/// A crate of ours: where it stands and what it is called.
struct Package {
    /// Its folder under `crates/`, such as `rooms/mandate`; `xtask` for the developer commands.
    place: String,
    /// Its name, such as `mandate`.
    name: String,
    /// What its `Cargo.toml` says.
    manifest: String,
    /// Its Rust files.
    files: Vec<Source>,
    /// How many lines its templates have.
    template_lines: usize,
}

/// A Rust file.
struct Source {
    /// Where it is, from the root of the workspace.
    path: String,
    /// Where it is, from the crate's folder.
    within: String,
    /// What it says, and which of that is code.
    code: Code,
}

/// A breach of the house rules, with where it is and what to do.
type Breach = String;

/// Checks the tree and says how large it is; every breach is told before the check fails.
pub(crate) fn check(root: &Path) -> Result<()> {
    let packages = packages(root)?;
    let mut breaches = arrows::check(&packages);
    breaches.extend(words::check(&packages));
    breaches.extend(size::check(&packages));
    size::print(&packages);
    for breach in &breaches {
        eprintln!("{breach}");
    }
    if !breaches.is_empty() {
        bail!("{} breach(es) of the house rules", breaches.len());
    }
    println!("tidy: {} files", packages.iter().map(|package| package.files.len()).sum::<usize>());
    Ok(())
}

/// The crates of the workspace, by place.
fn packages(root: &Path) -> Result<Vec<Package>> {
    let crates = root.join("crates");
    let mut manifests = files(&crates, &["toml"])?;
    manifests.retain(|path| path.file_name().is_some_and(|name| name == "Cargo.toml"));
    manifests.push(root.join("xtask/Cargo.toml"));
    let mut found = Vec::new();
    for path in manifests {
        let folder = path.parent().context("a manifest stands in no folder")?;
        let place = shown(&crates, folder);
        let manifest = read(&path)?;
        let name = manifest.lines().find_map(|line| line.strip_prefix("name = ")).unwrap_or_default();
        let mut sources = Vec::new();
        for file in files(folder, &["rs"])? {
            let code = Code::read(&read(&file)?);
            sources.push(Source { path: shown(root, &file), within: shown(folder, &file), code });
        }
        let templates = folder.join("templates");
        let templates = if templates.is_dir() { files(&templates, &["html"])? } else { Vec::new() };
        let mut template_lines = 0;
        for template in &templates {
            template_lines += read(template)?.lines().count();
        }
        let (place, name) = if place.is_empty() { ("xtask".to_owned(), name) } else { (place, name) };
        found.push(Package {
            place,
            name: name.trim_matches('"').to_owned(),
            manifest,
            files: sources,
            template_lines,
        });
    }
    Ok(found)
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("could not read {}", path.display()))
}

/// A path from a folder on; empty for one that is not under it.
fn shown(from: &Path, path: &Path) -> String {
    path.strip_prefix(from).unwrap_or_else(|_| Path::new("")).display().to_string()
}

/// The files under a folder whose names end in one of some ways, in order.
fn files(folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| format!("could not list {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() && path.file_name().is_none_or(|name| name != "target" && name != "node_modules") {
            found.extend(files(&path, endings)?);
        } else if path.extension().is_some_and(|held| endings.iter().any(|ending| held == *ending)) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a line names something: the word itself, not a part of a longer one.
fn names(line: &str, word: &str) -> bool {
    let in_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        let after = line.get(at + word.len()..).and_then(|after| after.chars().next());
        let begins = !word.starts_with(in_word) || !before.is_some_and(in_word);
        begins && !(word.ends_with(in_word) && after.is_some_and(in_word))
    })
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_word_is_named_and_not_a_part_of_one() {
        for line in ["paper::build()", "use paper;", "(paper)", "paper"] {
            assert!(names(line, "paper"), "{line}");
        }
        for line in ["newspaper", "papers", "paper_html", "_paper"] {
            assert!(!names(line, "paper"), "{line}");
        }
        assert!(names("x.await?", ".await") && !names("x.awaited", ".await"));
    }
}
