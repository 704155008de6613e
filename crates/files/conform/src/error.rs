//! Why a file of questions cannot be answered.

/// What was wrong, in which file, on which line.
#[derive(Debug, thiserror::Error)]
pub enum ConformError {
    /// A file that cannot be opened or read, or that asks for more than worked examples do.
    #[error(transparent)]
    Unreadable(#[from] reader::ReadError),
    /// A world or a file of questions that does not hold together.
    #[error("{file}: {why}")]
    File {
        /// The file.
        file: String,
        /// What is wrong with it.
        why: String,
    },
    /// A record that must not be taken as it stands.
    #[error("{file}, line {line}: {fault}")]
    Record {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        fault: String,
    },
    /// A row with more or fewer cells than there are headings.
    #[error("{file}, line {line}: {found} cells under {wanted} headings")]
    Width {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// How many cells it has.
        found: usize,
        /// How many headings there are.
        wanted: usize,
    },
    /// A heading that stands over two columns.
    #[error("{file} has two columns `{column}`: leave one")]
    ColumnTwice {
        /// The file.
        file: String,
        /// The column.
        column: String,
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
