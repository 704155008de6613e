//! The file in which a state is kept between runs of the program.
//!
//! ```text
//! footprint state 1
//! rules 5d1c…         (which rules made it: a program with others does not read it)
//! entries 43
//! root 9be0…          (of the tree over those entries: another journal does not read it)
//! length 20138112
//! hash 77ab…          (of the lines above and of what follows the empty line)
//!
//! …
//! ```
//!
//! It only saves time. Whatever is wrong with it, it is as if it were not there; it is never evidence of anything.

use std::fs::File;
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};

use crate::hash::Hash;

/// The first line: what the file is, and the version of its lines.
const TITLE: &str = "footprint state 1";

/// The lines with the longest numbers there are.
const LINES_MOST: u64 = 512;

/// The longest state that is read: a bound on what a false file can make this program take.
const LENGTH_MOST: u64 = 4 << 30;

/// A state as it is kept.
#[derive(Debug)]
pub(crate) struct KeptState {
    /// The last entry it has taken in.
    pub(crate) entries: u64,
    /// The root of the tree over its entries.
    pub(crate) root: Hash,
    /// The state itself, in the form its rules give it.
    pub(crate) form: Vec<u8>,
}

/// Why a file gave no state.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unfit {
    /// There is none, or none that may be read.
    #[error("it cannot be read: {0}")]
    Unread(#[from] io::Error),
    /// Made by a program with other rules, as before an update.
    #[error("it was made by another version of this program")]
    OtherRules,
    /// It is not as it was written.
    #[error("it is damaged: {0}")]
    Damaged(&'static str),
    /// Somebody else could have written it.
    #[error("others than its owner may write to it")]
    Open,
}

/// Reads a state that a program with the same rules kept.
pub(crate) fn read(path: &Path, rules: &Hash) -> Result<KeptState, Unfit> {
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(Unfit::Damaged("it is no file"));
    }
    only_its_owners(&metadata)?;
    let mut lines = Vec::new();
    (&mut file).take(LINES_MOST).read_to_end(&mut lines)?;
    let end =
        lines.windows(2).position(|pair| pair == b"\n\n").ok_or(Unfit::Damaged("its first lines do not end"))? + 2;
    let mut form = lines.split_off(end);
    let stated = Lines::read(&lines).ok_or(Unfit::Damaged("its first lines do not read"))?;
    if stated.rules != *rules {
        return Err(Unfit::OtherRules);
    }
    // Nothing is made room for that is not there.
    if stated.length > LENGTH_MOST || metadata.len() != end as u64 + stated.length {
        return Err(Unfit::Damaged("it is not as long as it says"));
    }
    form.reserve_exact(usize::try_from(stated.length).unwrap_or(0).saturating_sub(form.len()));
    file.take(stated.length).read_to_end(&mut form)?;
    if form.len() as u64 != stated.length || stated.hash_with(&form) != stated.hash {
        return Err(Unfit::Damaged("its bytes are not those that were written"));
    }
    Ok(KeptState { entries: stated.entries, root: stated.root, form })
}

/// Keeps a state: whole, or not at all. Only the owner may read it.
///
/// It is not made durable: what a failing machine leaves of it is found out when it is read.
pub(crate) fn write(path: &Path, rules: &Hash, state: &KeptState) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (entries, root, length) = (state.entries, state.root, state.form.len() as u64);
    let mut lines = Lines { rules: *rules, entries, root, length, hash: Hash([0; 32]) };
    lines.hash = lines.hash_with(&state.form);
    // A name of its own, which nobody but the owner may open.
    let mut file = tempfile::Builder::new().prefix(".footprint-state-").tempfile_in(folder)?;
    file.write_all(lines.to_string().as_bytes())?;
    file.write_all(&state.form)?;
    file.flush()?;
    file.persist(path)?;
    Ok(())
}

/// Where the states of journals are kept that are in no file of this machine.
///
/// Not in the database: one that may only be read has its state kept too, no copy or backup of it grows, and what is near is
/// read sooner. `FOOTPRINT_CACHE` names the folder; else it is the service manager's or the user's own.
pub(crate) fn cache_folder() -> Option<PathBuf> {
    let named = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    named("FOOTPRINT_CACHE")
        .or_else(|| named("CACHE_DIRECTORY"))
        .or_else(|| named("XDG_CACHE_HOME").map(|folder| folder.join("footprint")))
        .or_else(|| named("LOCALAPPDATA").map(|folder| folder.join("footprint")))
        .or_else(|| named("HOME").map(|folder| folder.join(".cache/footprint")))
}

/// Makes a folder that only its owner may enter, unless it is there.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(unix)]
fn only_its_owners(metadata: &std::fs::Metadata) -> Result<(), Unfit> {
    use std::os::unix::fs::PermissionsExt as _;
    if metadata.permissions().mode() & 0o022 == 0 { Ok(()) } else { Err(Unfit::Open) }
}

#[cfg(not(unix))]
fn only_its_owners(_: &std::fs::Metadata) -> Result<(), Unfit> {
    Ok(())
}

/// The first lines.
struct Lines {
    rules: Hash,
    entries: u64,
    root: Hash,
    length: u64,
    hash: Hash,
}

impl Lines {
    fn stated(&self) -> String {
        let Self { rules, entries, root, length, .. } = self;
        format!("{TITLE}\nrules {rules}\nentries {entries}\nroot {root}\nlength {length}\n")
    }

    fn hash_with(&self, form: &[u8]) -> Hash {
        Hash::of(&[self.stated().as_bytes(), form])
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let mut lines = text.lines().skip(1);
        let mut next = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(' ');
        let read = Self {
            rules: next("rules")?.parse().ok()?,
            entries: next("entries")?.parse().ok()?,
            root: next("root")?.parse().ok()?,
            length: next("length")?.parse().ok()?,
            hash: next("hash")?.parse().ok()?,
        };
        // Only as they are written, to the byte.
        (read.to_string() == text).then_some(read)
    }
}

impl std::fmt::Display for Lines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.stated())?;
        writeln!(f, "hash {}\n", self.hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: Hash = Hash([7; 32]);

    fn kept() -> (tempfile::TempDir, PathBuf, Vec<u8>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f.sqlite.state");
        let state = KeptState { entries: 43, root: Hash([9; 32]), form: (0..700_u32).map(|n| n as u8).collect() };
        write(&path, &RULES, &state).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        (folder, path, bytes)
    }

    #[test]
    fn a_state_reads_back_and_is_its_owners_alone() {
        let (folder, path, bytes) = kept();
        let read = read(&path, &RULES).unwrap();
        assert_eq!((read.entries, read.root, read.form.len()), (43, Hash([9; 32]), 700));
        assert!(bytes.starts_with(b"footprint state 1\nrules 0707"));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o620)).unwrap();
            assert!(matches!(super::read(&path, &RULES), Err(Unfit::Open)));
        }
    }

    #[test]
    fn a_state_with_any_bit_changed_or_cut_short_is_none() {
        let (_folder, path, bytes) = kept();
        for place in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 1 << (place % 8);
            std::fs::write(&path, changed).unwrap();
            assert!(read(&path, &RULES).is_err(), "byte {place}");
        }
        for length in 0..bytes.len() {
            std::fs::write(&path, &bytes[..length]).unwrap();
            assert!(read(&path, &RULES).is_err(), "{length} bytes");
        }
        std::fs::write(&path, [bytes.as_slice(), b"\n"].concat()).unwrap();
        assert!(read(&path, &RULES).is_err());
        std::fs::write(&path, &bytes).unwrap();
        read(&path, &RULES).unwrap();
    }

    #[test]
    fn other_rules_and_lengths_beyond_reason_are_not_read() {
        let (_folder, path, bytes) = kept();
        assert!(matches!(read(&path, &Hash([8; 32])), Err(Unfit::OtherRules)));
        let text = String::from_utf8_lossy(&bytes).replace("length 700", "length 9999999999999");
        std::fs::write(&path, text.as_bytes()).unwrap();
        assert!(matches!(read(&path, &RULES), Err(Unfit::Damaged(_))));
        assert!(matches!(read(&path.with_extension("absent"), &RULES), Err(Unfit::Unread(_))));
        assert!(read(path.parent().unwrap(), &RULES).is_err());
    }
}
