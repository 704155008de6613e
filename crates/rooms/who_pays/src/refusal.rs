//! Why not, and what to do instead.

use crate::case::Next;
use crate::id::{CaseId, OverrideId};
use crate::kind::{Party, Stage};
use crate::privacy::Personal;
use crate::sum::Sum;
use terms::{Date, OdsCode, screen_date};
use thiserror::Error;

/// Why an act was refused. Nothing of it is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The identity is taken.
    #[error("there is already {what} `{id}`: give another identity")]
    Taken {
        /// What has it.
        what: &'static str,
        /// The identity.
        id: String,
    },
    /// Nothing has the identity.
    #[error("there is no {what} `{id}`")]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// The identity.
        id: String,
    },
    /// A text that must be given was not.
    #[error("{what} must be given")]
    Missing {
        /// What.
        what: &'static str,
    },
    /// The register does not know the body.
    #[error("the register knows no body {body}: import the file that describes it, or correct the code")]
    UnknownBody {
        /// The code.
        body: OdsCode,
    },
    /// A body cannot claim from itself.
    #[error("{body} cannot claim from itself: name the body that should pay")]
    SameBody {
        /// The body.
        body: OdsCode,
    },
    /// A last day before the first.
    #[error("the last day, {}, is before the first, {}", screen_date(*last), screen_date(*first))]
    DaysReversed {
        /// The first.
        first: Date,
        /// The last.
        last: Date,
    },
    /// The owner is none of the body's.
    #[error("{holder} is no post or person of {body} on {}: name one who answers for it today", screen_date(*on))]
    NotItsOwner {
        /// The body.
        body: OdsCode,
        /// Who was named.
        holder: String,
        /// The day.
        on: Date,
    },
    /// Two overrides for one key on one day.
    #[error("override `{with}` has the same key and covers some of these days: end it first, or choose other days")]
    Overlaps {
        /// The other.
        with: OverrideId,
    },
    /// A text that could find a patient.
    #[error("{place} seems to hold {}: leave it out, nothing was recorded", what.words())]
    Personal {
        /// In which text.
        place: &'static str,
        /// What it seems to hold.
        what: Personal,
    },
    /// An override that is over.
    #[error("override `{id}` stopped after {}: add a new one", screen_date(*last))]
    Over {
        /// Which.
        id: OverrideId,
        /// Its last day.
        last: Date,
    },
    /// A new last day that is no later.
    #[error("override `{id}` lasts to {}: choose a later day", screen_date(*last))]
    NotLater {
        /// Which.
        id: OverrideId,
        /// Its last day.
        last: Date,
    },
    /// An early end that is not early, or before the day before its beginning.
    #[error(
        "override `{id}` runs from {} to {}: it can end on a day between them, or on the day before the first if it \
         should never have applied",
        screen_date(*first), screen_date(*last)
    )]
    NotEarlier {
        /// Which.
        id: OverrideId,
        /// Its first day.
        first: Date,
        /// Its last day.
        last: Date,
    },
    /// Its key was erased.
    #[error("the key of override `{id}` was erased, so it applies to nothing: add a new one with the key")]
    KeyErased {
        /// Which.
        id: OverrideId,
    },
    /// A clock of no days.
    #[error("each side needs at least one day")]
    NoDays,
    /// A claim about nothing.
    #[error("a claim is about at least one record, and costs nothing or more")]
    EmptyClaim,
    /// A move that is not that side's to make now.
    #[error(
        "the {} of case `{case}` cannot {} now: {}",
        party.words().to_lowercase(), next.words(), why_not(*stage, *next)
    )]
    NotNow {
        /// The case.
        case: CaseId,
        /// Which side.
        party: Party,
        /// What was asked.
        next: Next,
        /// How far the case has come.
        stage: Stage,
    },
    /// An offer of all or more.
    #[error("{} is not less than the {} that is asked: agree to it, or offer less", offer.beside(*asked), asked.beside(*offer))]
    NotLess {
        /// What was offered.
        offer: Sum,
        /// What is asked.
        asked: Sum,
    },
    /// An offer below the one before.
    #[error("{} is less than the {} offered before: an offer stands until the case is closed", offer.beside(*before), before.beside(*offer))]
    TakenBack {
        /// What was offered.
        offer: Sum,
        /// What had been offered.
        before: Sum,
    },
    /// Asking for more than before.
    #[error("{} is more than the {} asked before: a claim never grows, open another case for more", ask.beside(*before), before.beside(*ask))]
    Grown {
        /// What was asked.
        ask: Sum,
        /// What had been asked.
        before: Sum,
    },
    /// Asking for no more than is offered.
    #[error("{} is no more than the {} offered: accept the offer", ask.beside(*offered), offered.beside(*ask))]
    AlreadyOffered {
        /// What was asked.
        ask: Sum,
        /// What is offered.
        offered: Sum,
    },
    /// A ruling with a sum that cannot be.
    #[error("the ruling “{ruling}” on {claim} comes to {wanted}, not {}", sum.beside(*claim))]
    RulingSum {
        /// The claim.
        claim: Sum,
        /// What was ruled, in words.
        ruling: &'static str,
        /// What it comes to, in words.
        wanted: String,
        /// What was written.
        sum: Sum,
    },
}

fn why_not(stage: Stage, next: Next) -> &'static str {
    match (stage, next) {
        (Stage::Closed, _) => "the case is closed",
        (_, Next::Rule) => "the case is not with NHS England; take it there first",
        (Stage::Answering, Next::Escalate) => {
            "the respondent has not answered yet and still has time; wait for the answer or for the deadline"
        }
        (Stage::Answering, _) => "it is the respondent’s turn to answer",
        (Stage::Replying, _) => "it is the claimant’s turn to reply",
        (Stage::Escalated, _) => "the case is in NHS England’s dispute route; record the ruling when it comes",
    }
}
