//! What follows to a successor, item by item. Section 10, rule R50.

use crate::convention::convention_on;
use crate::reach::Reach;
use jiff::ToSpan as _;
use serde::{Deserialize, Serialize};
use std::fmt;
use terms::{Date, OdsCode, words};

words! {
    /// What is settled about a live item before its body ends.
    Disposition, "a disposition", {
        /// It is lifted.
        Lift = "lift", "Lift";
        /// It lapses with the body.
        Lapse = "lapse", "Lapse";
        /// Another takes its place.
        Reissue = "reissue", "Reissue";
        /// It follows to the successor.
        Follow = "follow", "Follow";
    }
}

words! {
    /// Whether somebody settled what becomes of an item.
    DispositionFlag, "whether a disposition was made", {
        /// Somebody did.
        Said = "said", "Said";
        /// Nobody did: what follows by default is flagged.
        NoDisposition = "no-disposition", "No disposition";
    }
}

/// A thing of a predecessor that may follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A clause that binds or asks.
    Clause(Reach),
    /// A consent.
    Consent,
    /// A clock.
    Clock,
    /// Special measures, or recovery support.
    Measures,
    /// A function of the predecessor that another performs.
    MoveOut {
        /// Who performs it.
        other: OdsCode,
        /// Whether that body becomes part of the same successor.
        joins: Joining,
    },
    /// A function of another that the predecessor performs.
    MoveIn {
        /// Whose it is.
        other: OdsCode,
        /// Whether that body becomes part of the same successor.
        joins: Joining,
    },
    /// An undertaking.
    Undertaking,
    /// A rating.
    Rating,
}

words! {
    /// Whether a third body is part of the same merger.
    Joining, "whether a body is part of the merger", {
        /// It is.
        Same = "yes", "In the same merger";
        /// It is not.
        Apart = "no", "Not in the merger";
    }
}

/// The merger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merger {
    /// The body that ends.
    pub predecessor: OdsCode,
    /// The body that takes its place.
    pub successor: OdsCode,
    /// The first day of the successor.
    pub on: Date,
}

/// What becomes of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It was over, or is only ever history.
    History,
    /// It is lifted.
    Lifted,
    /// It lapses with the body.
    Lapsed,
    /// Another takes its place.
    Replaced,
    /// It binds the successor for the predecessor's people only.
    BindsPart {
        /// The successor.
        successor: OdsCode,
        /// The predecessor, whose people they are.
        people_of: OdsCode,
    },
    /// It binds the whole successor and is reviewed by a day.
    BindsWhole {
        /// The successor.
        successor: OdsCode,
        /// The last day for the review.
        review_by: Date,
    },
    /// It goes with its clause.
    FollowsClause,
    /// Its day stays: a merger gives nobody more time.
    DueUnchanged,
    /// The successor is in measures, for that part.
    InMeasures {
        /// The successor.
        successor: OdsCode,
    },
    /// Giver and receiver are one body.
    OneBody,
    /// A third body goes on performing it, for that part.
    PerformedBy {
        /// Who performs it.
        performer: OdsCode,
        /// For which body.
        body: OdsCode,
        /// The predecessor whose people they are.
        people_of: OdsCode,
    },
    /// The successor performs it for the third body.
    SuccessorPerforms {
        /// The successor.
        performer: OdsCode,
        /// For which body.
        body: OdsCode,
    },
    /// The successor must give the undertaking afresh.
    RenewalNeeded {
        /// The successor.
        successor: OdsCode,
    },
    /// It lapses unless the successor gives it afresh.
    LapsesUnlessRenewed,
}

impl Item {
    /// What becomes of it, if it was live on the day before; what nobody disposed of follows, and is flagged.
    pub fn outcome(&self, merger: &Merger, disposition: Option<Disposition>) -> (Outcome, DispositionFlag) {
        if *self == Self::Rating {
            // A rating judges the body that was; it never follows, even if asked.
            return (Outcome::History, DispositionFlag::Said);
        }
        match disposition {
            Some(Disposition::Lift) => (Outcome::Lifted, DispositionFlag::Said),
            Some(Disposition::Lapse) => (Outcome::Lapsed, DispositionFlag::Said),
            Some(Disposition::Reissue) => (Outcome::Replaced, DispositionFlag::Said),
            Some(Disposition::Follow) if *self == Self::Undertaking => {
                (Outcome::RenewalNeeded { successor: merger.successor }, DispositionFlag::Said)
            }
            Some(Disposition::Follow) => (self.followed(merger), DispositionFlag::Said),
            None => (self.followed(merger), DispositionFlag::NoDisposition),
        }
    }

    fn followed(&self, merger: &Merger) -> Outcome {
        let Merger { predecessor, successor, on } = *merger;
        match self {
            Self::Clause(reach) if reach.is_service() => Outcome::BindsPart { successor, people_of: predecessor },
            Self::Clause(_) => Outcome::BindsWhole { successor, review_by: review_by(on) },
            Self::Consent => Outcome::FollowsClause,
            Self::Clock => Outcome::DueUnchanged,
            Self::Measures => Outcome::InMeasures { successor },
            Self::MoveOut { joins: Joining::Same, .. } | Self::MoveIn { joins: Joining::Same, .. } => Outcome::OneBody,
            Self::MoveOut { other, joins: Joining::Apart } => {
                Outcome::PerformedBy { performer: *other, body: successor, people_of: predecessor }
            }
            Self::MoveIn { other, joins: Joining::Apart } => {
                Outcome::SuccessorPerforms { performer: successor, body: *other }
            }
            Self::Undertaking => Outcome::LapsesUnlessRenewed,
            Self::Rating => Outcome::History,
        }
    }
}

/// The last day for the review of a clause that follows to a whole successor.
pub(crate) fn review_by(on: Date) -> Date {
    on.saturating_add(i64::from(convention_on(on).succession_months).months())
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::History => f.write_str("history-only"),
            Self::Lifted => f.write_str("lifted"),
            Self::Lapsed => f.write_str("lapsed-by-dissolution"),
            Self::Replaced => f.write_str("replaced"),
            Self::BindsPart { successor, people_of } => write!(f, "binds:{successor}/population:{people_of}"),
            Self::BindsWhole { successor, review_by } => write!(f, "binds:{successor};review-by:{review_by}"),
            Self::FollowsClause => f.write_str("follows-clause"),
            Self::DueUnchanged => f.write_str("due-unchanged"),
            Self::InMeasures { successor } => write!(f, "in-measures:{successor}"),
            Self::OneBody => f.write_str("ends:one-body"),
            Self::PerformedBy { performer, body, people_of } => {
                write!(f, "performed-by:{performer}/for:{body}/population:{people_of}")
            }
            Self::SuccessorPerforms { performer, body } => write!(f, "performed-by:{performer}/for:{body}"),
            Self::RenewalNeeded { successor } => write!(f, "renewal-needed:{successor}"),
            Self::LapsesUnlessRenewed => f.write_str("lapses-unless-renewed"),
        }
    }
}
