//! Why an act was not done, for a form and for a program.

use app::{AppError, House, Refusal};
use ask::{FieldError, sentence};

use crate::refused::Problem;

/// Why an act was not done.
#[derive(Debug)]
pub enum Undone {
    /// The rules do not allow it, in a sentence.
    Refused(String),
    /// Nothing that somebody who sends it again could put right.
    Problem(Problem),
}

impl Undone {
    /// What the house says, with people by their names.
    pub fn of(house: &House, error: &AppError) -> Self {
        match error {
            AppError::Refused(Refusal::Denied(_) | Refusal::KeeperOnly { .. }) => Self::Problem(Problem {
                status: axum::http::StatusCode::FORBIDDEN,
                title: "You cannot do this now".to_owned(),
                detail: format!("{}.", sentence(&house.named(&error.to_string()))),
                errors: Vec::new(),
            }),
            AppError::Refused(_) | AppError::Unchanged => Self::refused(&house.named(&error.to_string())),
            AppError::Journal(_) | AppError::Failed(_) => {
                tracing::error!(%error, "an act could not be recorded");
                Self::Problem(Problem::broken())
            }
        }
    }

    /// The rules do not allow it.
    pub fn refused(why: &str) -> Self {
        Self::Refused(sentence(why))
    }

    /// The same as an error of a form, which no one field has; nothing where a form could not put it right.
    ///
    /// # Errors
    /// The problem.
    pub fn in_form(self) -> Result<Vec<FieldError>, Problem> {
        match self {
            Self::Refused(message) => Ok(vec![FieldError { field: String::new(), message }]),
            Self::Problem(problem) => Err(problem),
        }
    }
}
