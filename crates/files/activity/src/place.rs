//! Where a file is written: beside its place and moved there when it is whole, so that half a file is never seen.

use crate::error::ActivityError;
use crate::run::Output;
use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Error, ErrorKind, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Bytes gathered before the system is asked to write.
const GATHERED: usize = 1 << 18;

/// Where bytes go.
pub(crate) enum Place {
    /// A file, which stands beside its place until it is whole.
    File(BufWriter<NamedTempFile>, PathBuf),
    /// What is there already and is no file, such as a device or a named pipe: written to, and never replaced.
    Direct(BufWriter<File>),
    Stdout(BufWriter<std::io::Stdout>),
    Nowhere,
}

/// The failure itself: the name of the file that was to become the result is nobody's business.
fn without_path(error: &Error) -> Error {
    let cause = error.get_ref().and_then(std::error::Error::source).and_then(|cause| cause.downcast_ref::<Error>());
    match cause.and_then(Error::raw_os_error) {
        Some(code) => Error::from_raw_os_error(code),
        None => error.kind().into(),
    }
}

/// The folder of a file.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

impl Write for Place {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::File(file, _) => file.write(bytes).map_err(|error| without_path(&error)),
            Self::Direct(file) => file.write(bytes),
            Self::Stdout(stdout) => stdout.write(bytes),
            Self::Nowhere => Ok(bytes.len()),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Self::File(file, _) => file.flush().map_err(|error| without_path(&error)),
            Self::Direct(file) => file.flush(),
            Self::Stdout(stdout) => stdout.flush(),
            Self::Nowhere => Ok(()),
        }
    }
}

impl Place {
    /// The place of a result.
    pub(crate) fn open(output: &Output) -> std::io::Result<Self> {
        match output {
            Output::Nowhere => Ok(Self::Nowhere),
            Output::Stdout => Ok(Self::Stdout(BufWriter::with_capacity(GATHERED, std::io::stdout()))),
            Output::File(path) => Self::file(path),
        }
    }

    /// The place of a file.
    pub(crate) fn file(path: &Path) -> std::io::Result<Self> {
        if path.metadata().is_ok_and(|held| !held.is_file() && !held.is_dir()) {
            let file = OpenOptions::new().write(true).open(path)?;
            return Ok(Self::Direct(BufWriter::with_capacity(GATHERED, file)));
        }
        let file = NamedTempFile::new_in(folder_of(path)).map_err(|error| without_path(&error))?;
        Ok(Self::File(BufWriter::with_capacity(GATHERED, file), path.to_owned()))
    }

    /// Ends the file and puts it in its place.
    pub(crate) fn close(mut self) -> std::io::Result<()> {
        self.flush()?;
        if let Self::File(file, path) = self {
            let file = file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
            file.persist(path).map_err(|error| error.error)?;
        }
        Ok(())
    }
}

/// Writes a file, all of it or nothing.
///
/// # Errors
/// Why it cannot be written.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), ActivityError> {
    let written = || {
        let mut place = Place::file(path)?;
        place.write_all(bytes)?;
        place.close()
    };
    written().map_err(|source| unwritable(path, source))
}

/// Why a file cannot be written, in words that say what to do where that is plain.
pub(crate) fn unwritable(path: &Path, source: Error) -> ActivityError {
    let path = path.to_owned();
    if path.is_dir() {
        return ActivityError::IsFolder { path };
    }
    let folder = folder_of(&path);
    if matches!(source.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) && !folder.is_dir() {
        let folder = folder.to_owned();
        return ActivityError::NoFolder { path, folder };
    }
    ActivityError::Unwritable { path, source }
}

/// Whether a file can be written, before any work is done for it.
///
/// # Errors
/// [`ActivityError::NoFolder`], [`ActivityError::IsFolder`] or what else the disk has against it.
pub fn can_be_written(path: &Path) -> Result<(), ActivityError> {
    if path.is_dir() {
        return Err(ActivityError::IsFolder { path: path.to_owned() });
    }
    // What is made here is gone again when this returns.
    Place::file(path).map(drop).map_err(|source| unwritable(path, source))
}
