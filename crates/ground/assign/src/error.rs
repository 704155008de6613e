//! Why reference data, an edition or an override was refused.

use crate::reference::Table;
use thiserror::Error;

/// Why something the method needs was refused. Records are never refused: each one gets an answer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AssignError {
    /// A cell of a reference table does not hold what its column must.
    #[error("{table} row {row}, column {column}: found `{found}`, wanted {wanted}")]
    Cell {
        /// The table.
        table: Table,
        /// The row, counted from 1 without the header.
        row: usize,
        /// The column.
        column: &'static str,
        /// What the cell holds.
        found: String,
        /// What it must hold.
        wanted: &'static str,
    },
    /// The reference tables hold more codes than can be numbered.
    #[error("{table} row {row}: more than 65,535 different codes in the reference tables")]
    CodesFull {
        /// The table.
        table: Table,
        /// The row, counted from 1 without the header.
        row: usize,
    },
    /// Bytes that are no prepared reference.
    #[error("this is not a prepared reference")]
    NotPrepared,
    /// A prepared reference of another version of the program.
    #[error("the prepared reference has layout {found} and this version reads layout {known}; prepare it again")]
    PreparedOtherwise {
        /// The layout it has.
        found: u32,
        /// The layout that is read.
        known: u32,
    },
    /// A prepared reference that was cut off or altered.
    #[error("the prepared reference is damaged: {problem}; prepare it again")]
    PreparedDamaged {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A line of an edition cannot be read.
    #[error("edition line {line}: {problem}: `{found}`")]
    EditionLine {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        problem: &'static str,
        /// What was found.
        found: String,
    },
    /// An edition reads well and does not hang together.
    #[error("edition {edition}: {problem}: `{found}`")]
    EditionGraph {
        /// The edition.
        edition: String,
        /// What is wrong.
        problem: &'static str,
        /// The node, end or question at fault.
        found: String,
    },
    /// The reference names an edition that is not built in.
    #[error("the reference asks for edition `{found}`, which is not known: known are {known}")]
    EditionUnknown {
        /// The edition asked for.
        found: String,
        /// The editions there are.
        known: String,
    },
    /// Two editions cover one day.
    #[error("editions {first} and {second} both cover {day}")]
    EditionsOverlap {
        /// One edition.
        first: String,
        /// The other.
        second: String,
        /// The first day both cover.
        day: String,
    },
    /// An override ends before it starts, or has no commissioner, owner or reason.
    #[error("override {row}: {problem}")]
    Override {
        /// The row, from 1.
        row: usize,
        /// What is wrong.
        problem: &'static str,
    },
    /// A draft names a body or practice that the reference does not hold.
    #[error("the draft names `{found}`, which {problem}")]
    Draft {
        /// The code.
        found: String,
        /// What is wrong with it.
        problem: &'static str,
    },
}
