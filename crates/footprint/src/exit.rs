//! How a command ends: what it tells the one who called it, and the number it leaves for scripts.

use crate::intake::IntakeError;
use app::{AppError, Refusal};
use import::ImportError;
use journal::JournalError;
use std::process::ExitCode;
use std::sync::Arc;

/// How a command ended that did what it was asked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Everything was done.
    Done,
    /// Some rows or files were not taken.
    InPart,
    /// The journal is not as it was recorded.
    Altered,
}

impl From<Ended> for ExitCode {
    fn from(ended: Ended) -> Self {
        Self::from(match ended {
            Ended::Done => 0,
            Ended::InPart => 3,
            Ended::Altered => 4,
        })
    }
}

/// Why a command did not do what it was asked to.
#[derive(Debug)]
pub(crate) struct Failure {
    code: u8,
    /// What is wrong and where.
    what: String,
    /// What to do about it.
    advice: Option<String>,
}

impl Failure {
    /// It could not be done.
    pub(crate) fn failed(what: impl Into<String>) -> Self {
        Self { code: 1, what: what.into(), advice: None }
    }

    /// It was asked for in a way that makes no sense.
    pub(crate) fn usage(what: impl Into<String>) -> Self {
        Self { code: 2, what: what.into(), advice: None }
    }

    /// The rules do not allow it.
    pub(crate) fn refused(what: impl Into<String>) -> Self {
        Self { code: 5, what: what.into(), advice: None }
    }

    /// Some of it was done, and the rest was not.
    pub(crate) fn in_part(what: impl Into<String>) -> Self {
        Self { code: 3, what: what.into(), advice: None }
    }

    /// What is asked about is not there.
    pub(crate) fn unknown(what: impl Into<String>) -> Self {
        Self { code: 6, what: what.into(), advice: None }
    }

    /// The same in other words.
    pub(crate) fn worded(self, words: impl FnOnce(&str) -> String) -> Self {
        Self { what: words(&self.what), ..self }
    }

    /// The same, with what to do about it.
    pub(crate) fn advise(self, advice: impl Into<String>) -> Self {
        Self { advice: Some(advice.into()), ..self }
    }
}

/// Tells the one who called and gives the number for scripts.
pub(crate) fn report(failure: &Failure) -> ExitCode {
    note!("footprint: {}", failure.what);
    if let Some(advice) = &failure.advice {
        note!("{advice}");
    }
    ExitCode::from(failure.code)
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Refused(Refusal::Clock(wrong)) => Self::refused(wrong.to_string()).advise(wrong.advice()),
            AppError::Refused(refusal) => Self::refused(refusal.to_string()),
            AppError::Journal(error) => Self::from(error),
            unchanged @ AppError::Unchanged => Self::refused(unchanged.to_string()),
            failed @ AppError::Failed(_) => Self::failed(failed.to_string()),
        }
    }
}

impl From<Arc<JournalError>> for Failure {
    fn from(error: Arc<JournalError>) -> Self {
        Self::of_journal(&error)
    }
}

impl From<JournalError> for Failure {
    fn from(error: JournalError) -> Self {
        Self::of_journal(&error)
    }
}

impl Failure {
    fn of_journal(error: &JournalError) -> Self {
        match error {
            JournalError::NotEmpty(_) | JournalError::Taken(_) => Self::refused(error.to_string()),
            JournalError::OutOfRange { .. } => Self::unknown(error.to_string()),
            JournalError::Address(_) => Self::usage(error.to_string()),
            _ if error.is_read_only() => Self::failed(error.to_string())
                .advise("The database may only be read here: questions and `footprint verify` work, acts do not."),
            _ => Self::failed(error.to_string()),
        }
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        Self::failed(error.to_string())
    }
}

impl From<IntakeError> for Failure {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::Import(error) => error.into(),
            IntakeError::App(error) => error.into(),
            bad @ (IntakeError::BadRows { .. } | IntakeError::NothingGood { .. }) => Self::failed(bad.to_string()),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::failed(error.to_string())
    }
}
