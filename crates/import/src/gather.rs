//! Files from the disk: one, a folder of them, or a zip.

use crate::error::ImportError;
use std::fs;
use std::io::{Cursor, Read};
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
/// [`ImportError::Unreadable`] when the disk refuses, [`ImportError::Zip`] when a zip file is damaged.
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
    let (name, bytes) = (name_of(path), fs::read(path).map_err(unreadable)?);
    if bytes.starts_with(b"PK\x03\x04") {
        unpack(name, bytes, files)
    } else {
        files.push(SourceFile { name, bytes });
        Ok(())
    }
}

/// A zip's members, unless it is a workbook (which is a zip file too and is read whole).
fn unpack(name: String, bytes: Vec<u8>, files: &mut Vec<SourceFile>) -> Result<(), ImportError> {
    let damaged = |reason: String| ImportError::Zip { file: name.clone(), reason };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.as_slice())).map_err(|e| damaged(e.to_string()))?;
    if archive.index_for_name("[Content_Types].xml").is_some() {
        drop(archive);
        files.push(SourceFile { name, bytes });
        return Ok(());
    }
    let mut members = Vec::new();
    for place in 0..archive.len() {
        let mut member = archive.by_index(place).map_err(|e| damaged(e.to_string()))?;
        let path = member.name().map_err(|e| damaged(e.to_string()))?.into_owned();
        let inner = name_of(Path::new(&path));
        if member.is_dir() || path.starts_with("__MACOSX") || is_hidden(&inner) {
            continue;
        }
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).map_err(|e| damaged(e.to_string()))?;
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
