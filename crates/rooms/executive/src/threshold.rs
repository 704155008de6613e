//! Votes counted by a body's own rules: which share, of what, in which groups.

use crate::kind::Vote;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use terms::words;

words! {
    /// How large a share must be for.
    Share, "a share of votes", {
        /// More than half.
        Simple = "simple", "more than half";
        /// Two thirds or more.
        TwoThirds = "two-thirds", "at least two thirds";
        /// Three quarters or more.
        ThreeQuarters = "three-quarters", "at least three quarters";
        /// Four fifths or more.
        FourFifths = "four-fifths", "at least four fifths";
        /// All.
        All = "all", "all";
    }
}

impl Share {
    /// Whether `n_for` of `n_all` is enough. Nothing of nothing never is.
    pub const fn is_reached(self, n_for: u32, n_all: u32) -> bool {
        let (n_for, n_all) = (n_for as u64, n_all as u64);
        if n_for == 0 || n_all == 0 || n_for > n_all {
            return false;
        }
        match self {
            Self::Simple => n_for * 2 > n_all,
            Self::TwoThirds => n_for * 3 >= n_all * 2,
            Self::ThreeQuarters => n_for * 4 >= n_all * 3,
            Self::FourFifths => n_for * 5 >= n_all * 4,
            Self::All => n_for == n_all,
        }
    }
}

words! {
    /// The whole of which a share is taken.
    Denominator, "what a share is taken of", {
        /// Votes for and against; abstentions do not count.
        VotesCast = "votes-cast", "votes cast";
        /// Members present and eligible for the item; abstaining counts as not being for.
        Present = "present", "members present and eligible";
        /// Every member with a vote, present or not.
        Membership = "membership", "all members with a vote";
    }
}

words! {
    /// The groups in each of which the share must be reached.
    Grouping, "how votes are grouped", {
        /// All together.
        Whole = "whole", "all together";
        /// In each class of member.
        EachClass = "each-class", "in each class of member";
        /// In each body.
        EachBody = "each-body", "in each body";
    }
}

/// How votes carry. Body's own rules choose it; there is no national rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Threshold {
    /// How large a share must be for.
    pub share: Share,
    /// Of what.
    pub of: Denominator,
    /// In which groups.
    pub grouping: Grouping,
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}, {}", self.share.words(), self.of.words(), self.grouping.words())
    }
}

/// A member with a vote on an item, and what they did with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ballot {
    /// Their class of member.
    pub class: String,
    /// The bodies they belong to: a member of several counts in each.
    pub bodies: BTreeSet<String>,
    /// Whether present and eligible for the item.
    pub is_eligible: bool,
    /// Their vote; `None` when they said nothing.
    pub vote: Option<Vote>,
}

/// A count in one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The group: a class, a body, or "all".
    pub group: String,
    /// For.
    pub n_for: u32,
    /// Against.
    pub n_against: u32,
    /// Abstained.
    pub n_abstained: u32,
    /// What the share is taken of.
    pub n_all: u32,
    /// Whether the share is reached.
    pub reached: bool,
}

/// The counts, one per group in order of its name. The vote carries when there is a count and every one reaches the
/// share. Votes of members who are not eligible are not counted.
pub fn count(threshold: Threshold, ballots: &[Ballot]) -> Vec<Count> {
    let mut groups: BTreeMap<&str, Vec<&Ballot>> = BTreeMap::new();
    for ballot in ballots {
        let theirs: Vec<&str> = match threshold.grouping {
            Grouping::Whole => vec!["all"],
            Grouping::EachClass => vec![ballot.class.as_str()],
            Grouping::EachBody => ballot.bodies.iter().map(String::as_str).collect(),
        };
        for group in theirs {
            groups.entry(group).or_default().push(ballot);
        }
    }
    groups
        .into_iter()
        .map(|(group, ballots)| {
            let cast =
                |vote: Vote| ballots.iter().filter(|held| held.is_eligible && held.vote == Some(vote)).count() as u32;
            let (n_for, n_against, n_abstained) = (cast(Vote::For), cast(Vote::Against), cast(Vote::Abstain));
            let n_all = match threshold.of {
                Denominator::VotesCast => n_for + n_against,
                Denominator::Present => ballots.iter().filter(|held| held.is_eligible).count() as u32,
                Denominator::Membership => ballots.len() as u32,
            };
            let reached = threshold.share.is_reached(n_for, n_all);
            Count { group: group.to_owned(), n_for, n_against, n_abstained, n_all, reached }
        })
        .collect()
}

/// Whether the vote carries.
pub fn carries(threshold: Threshold, ballots: &[Ballot]) -> bool {
    let counts = count(threshold, ballots);
    !counts.is_empty() && counts.iter().all(|count| count.reached)
}
