//! Reference tables prepared once as a single file, which loads many times faster than the tables.

use super::ReferenceFolder;
use crate::error::ActivityError;
use crate::place::write_whole;
use assign::Reference;
use std::fs;
use std::path::Path;

/// The reference at a path: a folder of tables, or a file that [`write_prepared`] made.
///
/// # Errors
/// As [`ReferenceFolder::load`]; for a file, [`ActivityError::Damaged`] says why it cannot be used.
pub fn load_reference(path: &Path) -> Result<Reference, ActivityError> {
    if !path.is_file() {
        return ReferenceFolder::at(path).load();
    }
    let bytes = fs::read(path).map_err(|source| ActivityError::Unreadable { path: path.to_owned(), source })?;
    of_bytes(&path.display().to_string(), &bytes)
}

/// The reference of bytes that [`Reference::encode`] gave, called `name` in messages.
pub(super) fn of_bytes(name: &str, bytes: &[u8]) -> Result<Reference, ActivityError> {
    let refused = |reason: String| ActivityError::Damaged { file: name.to_owned(), line: 0, reason };
    let reference = Reference::decode(bytes).map_err(|error| refused(error.to_string()))?;
    // Tables are read only if this holds; a file could have been made by other means.
    let strange = reference.payers().find(|code| !code.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    match strange.map(str::to_owned) {
        Some(code) => Err(refused(format!("it holds `{code}`, wanted codes of letters and digits"))),
        None => Ok(reference),
    }
}

/// Writes a reference as one file, for [`load_reference`]. The file appears whole or not at all.
///
/// # Errors
/// [`ActivityError::Unwritable`] when the disk refuses.
pub fn write_prepared(reference: &Reference, path: &Path) -> Result<(), ActivityError> {
    write_whole(path, &reference.encode())
}
