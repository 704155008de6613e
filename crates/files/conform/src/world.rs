//! The tables that the questions speak of.

use std::path::{Path, PathBuf};

use crate::{ConformError, Questions};

/// A folder of tables.
pub struct World {
    folder: PathBuf,
}

impl World {
    /// The tables of this folder.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// One table, by the name of its file.
    ///
    /// # Errors
    /// When the file is missing or cannot be read.
    pub fn table(&self, file: &str) -> Result<Questions, ConformError> {
        Questions::open(&self.folder.join(file))
    }

    /// Whether the folder has such a file.
    pub fn has(&self, file: &str) -> bool {
        self.folder.join(file).is_file()
    }
}
