//! Why an act had no effect.

use mandate::PersonId;
use thiserror::Error;

/// Why an act was not done; nothing of it was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Whoever asked holds no post that gives them this on the day.
    #[error(transparent)]
    Denied(#[from] mandate::Denied),
    /// No post gives it to anybody.
    #[error("only the keeper of this installation can do this, at the command line; {person} cannot")]
    KeeperOnly {
        /// Who asked.
        person: PersonId,
    },
    /// The register does not allow it.
    #[error(transparent)]
    Register(#[from] register::Refusal),
    /// The rules of people, posts and powers do not allow it.
    #[error(transparent)]
    Mandate(#[from] mandate::Refusal),
    /// The rules of meetings and decisions do not allow it.
    #[error(transparent)]
    Executive(#[from] executive::Refusal),
    /// The rules of overrides and challenges do not allow it.
    #[error(transparent)]
    WhoPays(#[from] who_pays::Refusal),
    /// This machine's clock cannot be right.
    #[error(transparent)]
    Clock(#[from] journal::ClockError),
    /// The system gave no randomness, so nothing personal could be kept erasably.
    #[error("no randomness could be had to keep personal data erasable, so nothing was recorded")]
    NoRandomness,
}
