//! Why a file of questions cannot be answered.

/// What was wrong, in which file, on which line.
#[derive(Debug, thiserror::Error)]
pub enum ConformError {
    /// A file that cannot be opened or read.
    #[error("{file}: {why}")]
    File {
        /// The file.
        file: String,
        /// What the system said.
        why: String,
    },
    /// More than a file of worked examples ever holds.
    #[error("{file} holds more than {most} {what}: it is not a file of worked examples")]
    TooLarge {
        /// The file.
        file: String,
        /// The most that is read.
        most: u64,
        /// Bytes or rows.
        what: &'static str,
    },
    /// A column that the kind needs and the file has not.
    #[error("{file} has no column `{column}`: it has {has}")]
    NoColumn {
        /// The file.
        file: String,
        /// The column that is missing.
        column: String,
        /// Those that are there.
        has: String,
    },
    /// A cell that says nothing the room can read.
    #[error("{file}, line {line}, column `{column}`: “{text}” is not {wanted}")]
    Cell {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// The column.
        column: String,
        /// What stands there.
        text: String,
        /// What should.
        wanted: &'static str,
    },
}
