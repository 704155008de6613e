//! Works out a name for the rules of this build: a hash of the sources that make up a register and the form in which it is kept.
//!
//! A state kept by a program is read only by one with the same name for its rules, so changed rules never read an old state.

use std::error::Error;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let mut sources = Vec::new();
    // What reads the kept form stands in the lock file; what it is made of, here and in `terms`.
    for part in ["src", "../../ground/terms/src", "../../../Cargo.lock"] {
        let path = here.join(part);
        println!("cargo::rerun-if-changed={}", path.display());
        gather(&path, &mut sources).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    sources.sort();
    // Two hashes under different beginnings, for 128 bits.
    let [one, other] = [1_u8, 2].map(|beginning| {
        let mut hasher = DefaultHasher::new();
        (beginning, &sources).hash(&mut hasher);
        hasher.finish()
    });
    println!("cargo::rustc-env=REGISTER_RULES={one:016x}{other:016x}");
    Ok(())
}

/// Every file below a path, by its name and with its bytes.
fn gather(path: &Path, sources: &mut Vec<(String, Vec<u8>)>) -> Result<(), std::io::Error> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            gather(&entry?.path(), sources)?;
        }
    } else {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        sources.push((name, fs::read(path)?));
    }
    Ok(())
}
