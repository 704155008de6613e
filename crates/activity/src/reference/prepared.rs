//! Reference tables prepared once as a single file, which loads many times faster than the tables.

use super::ReferenceFolder;
use crate::error::ActivityError;
use assign::Reference;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use tempfile::NamedTempFile;

/// The reference at a path: a folder of tables, or a file that [`write_prepared`] made.
///
/// # Errors
/// As [`ReferenceFolder::load`]; for a file, [`ActivityError::Damaged`] says why it cannot be used.
pub fn load_reference(path: &Path) -> Result<Reference, ActivityError> {
    if !path.is_file() {
        return ReferenceFolder::at(path).load();
    }
    let bytes = fs::read(path).map_err(|source| ActivityError::Unreadable { path: path.to_owned(), source })?;
    let refused = |reason: String| ActivityError::Damaged { file: path.display().to_string(), line: 0, reason };
    let reference = Reference::decode(&bytes).map_err(|error| refused(error.to_string()))?;
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
    let unwritable = |source| ActivityError::Unwritable { path: path.to_owned(), source };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder).map_err(unwritable)?;
    file.write_all(&reference.encode()).map_err(unwritable)?;
    file.persist(path).map_err(|error| unwritable(error.error))?;
    Ok(())
}
