//! Files from the disk: one, a folder of them, or a zip.

use crate::error::ImportError;
use reader::{Archive, Limits, is_workbook, is_zip};
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// A file as it was found: its name and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The file's name, without its folder. A member of a zip file whose own name bears no date is named with the zip
    /// file, `epraccur_2026-02.zip/epraccur.csv`, because that is where the date is.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Every file at these paths: a file itself, a folder's files however deep (in the order of their paths), a zip file's
/// members. Hidden files and the `__MACOSX` folder of a zip are left out.
///
/// Whether each is of a format we read, [`crate::recognise()`] says; in a folder there may well be others.
///
/// # Errors
/// [`ImportError::Unreadable`] when the disk refuses, [`ImportError::Reading`] when a zip file is damaged or unpacks to more than is
/// read.
pub fn gather(paths: &[PathBuf]) -> Result<Vec<SourceFile>, ImportError> {
    let mut files = Vec::new();
    for path in paths {
        gather_one(path, &mut files)?;
    }
    Ok(files)
}

fn gather_one(path: &Path, files: &mut Vec<SourceFile>) -> Result<(), ImportError> {
    let unreadable = |source| ImportError::Unreadable { path: path.to_owned(), source };
    if fs::metadata(path).map_err(unreadable)?.is_dir() {
        let mut entries = fs::read_dir(path)
            .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>())
            .map_err(unreadable)?;
        entries.sort();
        return entries.iter().filter(|entry| !is_hidden(&name_of(entry))).try_for_each(|e| gather_one(e, files));
    }
    let (name, bytes) = (name_of(path), reader::bytes_of(path, &Limits::HELD)?);
    if is_zip(&bytes) && !is_workbook(&bytes) {
        unpack(&name, &bytes, files)
    } else {
        files.push(SourceFile { name, bytes });
        Ok(())
    }
}

/// A zip's members.
fn unpack(name: &str, bytes: &[u8], files: &mut Vec<SourceFile>) -> Result<(), ImportError> {
    let mut archive = Archive::open(name, Cursor::new(bytes), &Limits::HELD)?;
    let mut members = Vec::new();
    for member in archive.files()? {
        let inner = name_of(Path::new(&member.path));
        let bytes = archive.bytes(member.place)?;
        let dated = crate::released_from_name(&inner).is_some();
        members.push(SourceFile { name: if dated { inner } else { format!("{name}/{inner}") }, bytes });
    }
    members.sort_by(|a, b| a.name.cmp(&b.name));
    files.append(&mut members);
    Ok(())
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}
