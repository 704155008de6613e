//! What a trigger proposes. It does nothing until a person of the authority confirms it. Rules R15 and R16.

use crate::convention::convention_on;
use crate::id::ProposalId;
use crate::signature::Record;
use crate::trigger::{Figures, Rule, Step};
use jiff::ToSpan as _;
use serde::{Deserialize, Serialize};
use std::fmt;
use terms::{Date, OdsCode, Text, words};

/// What a finding is about: a second of the same body, rule and period is the same proposal. Rule R15.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FindingKey {
    /// The body.
    pub body: OdsCode,
    /// The rule.
    pub rule: Rule,
    /// The period of the figures, such as `2016-17Q1`.
    pub period: String,
}

impl fmt::Display for FindingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.body, self.rule, self.period)
    }
}

/// What the figures showed, with all that it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What it is about.
    pub key: FindingKey,
    /// The figures, as they were known.
    pub figures: Figures,
    /// The first day of the edition that judged them.
    pub edition: Date,
    /// What follows if it is confirmed.
    pub step: Step,
    /// Where the figures come from, with their vintage.
    pub source: String,
}

words! {
    /// How a proposal stands in the record; that it expired follows from the day.
    ProposalStage, "a stage of a proposal", {
        /// Nobody decided it.
        Open = "open", "Open";
        /// The authority confirmed it.
        Confirmed = "confirmed", "Confirmed";
        /// The authority declined it.
        Declined = "declined", "Declined";
    }
}

/// A proposal, as known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its identity.
    pub id: ProposalId,
    /// What was found.
    pub finding: Finding,
    /// When it was raised, and by whom.
    pub raised: Record,
    /// What was decided.
    pub decision: Decision,
}

/// What the authority made of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Nothing yet.
    Awaited,
    /// It is to be acted upon; the act itself is another.
    Confirmed {
        /// Why.
        reason: Text,
        /// By whom.
        record: Record,
    },
    /// It is not. A new finding may be proposed again.
    Declined {
        /// Why.
        reason: Text,
        /// By whom.
        record: Record,
    },
}

impl Proposal {
    /// The last day on which it can be decided. Rule R16.
    pub fn last_day(&self) -> Date {
        let raised = self.raised.signature.on;
        raised.saturating_add(i64::from(convention_on(raised).proposal_days).days())
    }

    /// Whether it can be decided on a day.
    pub fn is_open(&self, on: Date) -> bool {
        self.decision == Decision::Awaited && on <= self.last_day()
    }

    /// How it stands in the record.
    pub const fn stage(&self) -> ProposalStage {
        match self.decision {
            Decision::Awaited => ProposalStage::Open,
            Decision::Confirmed { .. } => ProposalStage::Confirmed,
            Decision::Declined { .. } => ProposalStage::Declined,
        }
    }
}
