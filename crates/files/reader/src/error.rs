//! Why a file cannot be read.

use crate::limits::{number, said};
use thiserror::Error;

/// Why a file cannot be read: which file, what was found, what is read at most, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReadError {
    /// It asks for more than may be given.
    #[error("{file} {found}; at most {limit}. {advice}")]
    TooMuch {
        /// Which file.
        file: String,
        /// What it has, after its name: `unpacks to more than 512 MiB`.
        found: String,
        /// What is read.
        limit: String,
        /// What to do.
        advice: &'static str,
    },
    /// It contradicts its own format.
    #[error("{file} cannot be read as {what}: {reason}")]
    Damaged {
        /// Which file.
        file: String,
        /// What it should be.
        what: &'static str,
        /// Why not, with the line where there is one.
        reason: String,
    },
    /// The end came inside quotes.
    #[error(
        "{file} ends inside quotes: the quote opened on line {line} is never closed, so every line after it would be one cell; \
         close it, or take it out"
    )]
    OpenQuote {
        /// Which file.
        file: String,
        /// The line, counted from 1.
        line: u64,
    },
    /// It is in a form that is not read.
    #[error("{file} is {found}, which is not read: {advice}")]
    NotRead {
        /// Which file.
        file: String,
        /// What it is.
        found: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// The disk refused.
    #[error("{file}: {reason}")]
    Unreadable {
        /// Which file.
        file: String,
        /// Why.
        reason: String,
    },
}

/// What is beyond a limit, as it travels through readers that know only errors of the disk.
#[derive(Debug, Error)]
#[error("it has more than {} bytes", .0.most)]
pub(crate) struct Beyond(pub(crate) Bound);

/// A limit of bytes and how it is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) most: u64,
    pub(crate) what: Counted,
}

/// What a limit of bytes counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counted {
    File,
    Unpacked,
}

impl ReadError {
    /// An error of a reader, which may be a limit in disguise.
    pub fn of_io(file: &str, what: &'static str, error: &std::io::Error) -> Self {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<Beyond>()) {
            Some(Beyond(bound)) => Self::of_bound(file, *bound),
            None => Self::Damaged { file: file.to_owned(), what, reason: error.to_string() },
        }
    }

    pub(crate) fn of_bound(file: &str, Bound { most, what }: Bound) -> Self {
        let (found, advice) = match what {
            Counted::File => ("is longer than may be read", "Split it, or send only the rows and columns needed."),
            Counted::Unpacked => ("unpacks to more than may be read", "Unpack it and give the one file needed."),
        };
        Self::TooMuch { file: file.to_owned(), found: found.to_owned(), limit: said(most), advice }
    }

    pub(crate) fn too_long(file: &str, what: &str, found: u64, most: u64, advice: &'static str) -> Self {
        let found = format!("has {what} of {}", said(found));
        Self::TooMuch { file: file.to_owned(), found, limit: format!("{} is read", said(most)), advice }
    }

    pub(crate) fn too_many(file: &str, what: &str, found: u64, most: u64, advice: &'static str) -> Self {
        let found = format!("has {} {what}", number(found));
        Self::TooMuch { file: file.to_owned(), found, limit: format!("{} are read", number(most)), advice }
    }

    pub(crate) fn damaged(file: &str, what: &'static str, reason: impl std::fmt::Display) -> Self {
        Self::Damaged { file: file.to_owned(), what, reason: reason.to_string() }
    }
}
