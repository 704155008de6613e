//! The story of the world's first footprint, told through the journal step by step, so that a visitor can walk along it.

use crate::act::Who;
use crate::demo::SOURCE;
use crate::footprint::{AppError, Footprint};
use crate::rooms::Act;
use executive::story::{Expect, Step, StoryAct, story};
use jiff::Timestamp;
use terms::{Date, Sequence};

/// One step of the story, with what the journal made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// On which day it was done.
    pub on: Date,
    /// What it means.
    pub says: &'static str,
    /// What came of it.
    pub came_of_it: CameOfIt,
}

/// What came of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CameOfIt {
    /// It was recorded.
    Recorded {
        /// Its entry.
        entry: Sequence,
        /// When.
        recorded_at: Timestamp,
        /// The proposal it moved, if it moved one, and how that stood afterwards.
        stands: Option<(executive::ProposalId, &'static str)>,
    },
    /// It was refused, and nothing was recorded.
    Refused {
        /// Why.
        why: String,
    },
}

/// Tells the whole story, each step entered by the keeper as what somebody did on its own day.
///
/// # Errors
/// When the journal fails, or a step comes to something else than the story says.
pub(super) async fn tell(footprint: &Footprint) -> Result<Vec<Told>, AppError> {
    let mut told = Vec::new();
    for step in story() {
        told.push(tell_one(footprint, step).await?);
    }
    Ok(told)
}

async fn tell_one(footprint: &Footprint, step: Step) -> Result<Told, AppError> {
    let Step { on, actor, act, says, expect } = step;
    let who = Who::Entered { keeper: SOURCE.to_owned(), actor, on };
    let act = match act {
        StoryAct::Mandate(act) => Act::Mandate(*act),
        StoryAct::Executive(act) => Act::Executive(*act),
    };
    let otherwise = |found: String| AppError::Failed(format!("the story says of {on}, “{says}”, but {found}"));
    let came_of_it = match (footprint.act(&who, act).await, expect) {
        (Ok(recorded), Expect::Recorded) => {
            CameOfIt::Recorded { entry: recorded.sequence, recorded_at: recorded.recorded_at, stands: None }
        }
        (Ok(recorded), Expect::Stands { proposal, summary }) => CameOfIt::Recorded {
            entry: recorded.sequence,
            recorded_at: recorded.recorded_at,
            stands: Some((proposal, summary)),
        },
        (Ok(_), Expect::Refused { says }) => {
            return Err(otherwise(format!("it was recorded where `{says}` was expected")));
        }
        (Err(AppError::Refused(refusal)), Expect::Refused { says }) if refusal.to_string().contains(says) => {
            CameOfIt::Refused { why: refusal.to_string() }
        }
        (Err(AppError::Refused(refusal)), _) => return Err(otherwise(format!("it was refused: {refusal}"))),
        (Err(error), _) => return Err(error),
    };
    Ok(Told { on, says, came_of_it })
}
