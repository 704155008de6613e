//! Why an act was not done, for a form and for a program.

use app::{AppError, House, Recorded, Refusal};
use ask::{FieldError, sentence};

use crate::refused::Problem;

/// Why an act was not done.
#[derive(Debug)]
pub enum Undone {
    /// The rules do not allow it, in a sentence.
    Refused(String),
    /// The rules do not allow what comes after an act that is recorded.
    InPart(String),
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

    /// The same of an act before which others were recorded: nobody may think that nothing was.
    #[must_use]
    pub fn after(self, recorded: Option<&Recorded>) -> Self {
        let Some(recorded) = recorded else { return self };
        let before = format!(
            "What you sent was done in part, up to entry {}: look at it before you send the rest",
            recorded.sequence
        );
        match self {
            Self::Refused(why) => Self::InPart(format!("{why}. {before}")),
            Self::InPart(why) => Self::InPart(why),
            Self::Problem(problem) if problem.status.is_server_error() => {
                Self::Problem(Problem { detail: format!("{} {before}.", problem.detail), ..problem })
            }
            Self::Problem(problem) => Self::InPart(format!("{} {before}", problem.detail)),
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
            Self::Refused(message) | Self::InPart(message) => Ok(vec![FieldError { field: String::new(), message }]),
            Self::Problem(problem) => Err(problem),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use terms::Sequence;

    #[test]
    fn what_was_done_before_a_refusal_is_said() {
        let recorded = Recorded { sequence: Sequence(41), recorded_at: Timestamp::UNIX_EPOCH };
        let refused = || Undone::refused("the meeting is over");
        assert!(matches!(refused().after(None), Undone::Refused(why) if why == "The meeting is over"));
        let words = |undone| match undone {
            Undone::InPart(why) => why,
            other => panic!("{other:?}"),
        };
        assert!(words(refused().after(Some(&recorded))).contains("done in part, up to entry 41"));
        let problem = Undone::Problem(Problem::not_found("This server keeps no files."));
        assert!(words(problem.after(Some(&recorded))).contains("up to entry 41"));
        let broken = Undone::Problem(Problem::broken()).after(Some(&recorded));
        assert!(matches!(broken, Undone::Problem(problem) if problem.detail.contains("up to entry 41")));
    }
}
