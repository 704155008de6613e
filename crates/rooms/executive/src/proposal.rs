//! What is on record of a proposal: one text, and for each body how it stands to it.

use crate::act::Route;
use crate::event::{Chain, DecidedBy, MinuteRef, OutsideReason, PaperSeen, ReferralReason};
use crate::ids::{ConditionId, ItemId, ProposalId, QuestionId};
use crate::kind::Stance;
use crate::meeting::{Declaration, Stamp};
use crate::presence::QuorumCount;
use crate::terms_of_reference::Forum;
use crate::text::TextHash;
use mandate::{Matter, PersonId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use terms::{Date, OdsCode, Pence, Text};

/// A proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its identity.
    pub id: ProposalId,
    /// Who decides.
    pub forum: Forum,
    /// Where.
    pub route: Route,
    /// Every item at which it was put, the present one among them.
    pub items: BTreeSet<ItemId>,
    /// What it is called.
    pub title: Text,
    /// Every wording, oldest first.
    pub wordings: Vec<Wording>,
    /// About what.
    pub matters: Vec<Matter>,
    /// Why it cannot be divided; `None` when each body is bound by itself.
    pub indivisible: Option<Text>,
    /// The indivisible proposal that fell and is here proposed again.
    pub earlier: Option<ProposalId>,
    /// Tabled on.
    pub tabled: Date,
    /// When it was tabled.
    pub stamp: Stamp,
    /// Since when positions are open, and their last day.
    pub open: Option<Opening>,
    /// How each body stands, by its code as tabled.
    pub parts: BTreeMap<OdsCode, Part>,
    /// Every position ever taken, in order.
    pub positions: Vec<Position>,
    /// Every time that positions had effect.
    pub settlements: Vec<Settlement>,
    /// On what the approval depends.
    pub conditions: Vec<Condition>,
    /// Interests declared in it outside a meeting.
    pub declarations: Vec<Declaration>,
    /// Where it was reported, if it was urgent.
    pub reported: Option<(ItemId, Date)>,
}

impl Proposal {
    /// The last wording.
    pub fn wording(&self) -> Option<&Wording> {
        self.wordings.last()
    }

    /// A wording by its hash.
    pub fn find_wording(&self, hash: TextHash) -> Option<&Wording> {
        self.wordings.iter().find(|wording| wording.hash == hash)
    }

    /// The decisions, one per bound body.
    pub fn decisions(&self) -> impl Iterator<Item = &Decision> {
        self.parts.values().filter_map(|part| match &part.standing {
            Standing::Bound(decision) => Some(&**decision),
            _ => None,
        })
    }

    /// Whether positions had effect outside a meeting and no meeting was told since, wherever the proposal has gone after.
    pub fn awaits_report(&self) -> bool {
        self.reported.is_none() && self.settlements.iter().any(|held| held.item.is_none())
    }

    /// The conditions that hold for one body's decision.
    pub fn conditions_of(&self, body: OdsCode) -> impl Iterator<Item = &Condition> {
        self.conditions.iter().filter(move |condition| condition.body.is_none_or(|of| of == body))
    }
}

/// When positions opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// From.
    pub on: Date,
    /// The last day for positions.
    pub closes: Date,
}

/// A wording: the text and each body's amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// From 1.
    pub version: u16,
    /// What positions bind.
    pub hash: TextHash,
    /// The text.
    pub text: Text,
    /// What each body commits.
    pub amounts: BTreeMap<OdsCode, Pence>,
    /// The bodies to which it was put.
    pub bodies: BTreeSet<OdsCode>,
    /// The day.
    pub on: Date,
    /// When.
    pub stamp: Stamp,
}

/// How one body stands to a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The body, as tabled. After a merger its successor speaks for it.
    pub body: OdsCode,
    /// The wording put to it last: the only one a position can bind.
    pub put: TextHash,
    /// How it stands.
    pub standing: Standing,
    /// Where it stood before, oldest first.
    pub past: Vec<PastStanding>,
    /// Positions up to here have had their effect.
    pub heard: usize,
    /// The wording it last objected to.
    pub objected: Option<TextHash>,
}

/// A standing left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastStanding {
    /// How it stood.
    pub standing: Standing,
    /// Until.
    pub until: Date,
}

/// How a body stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its position has had no effect yet.
    Awaiting,
    /// It decided.
    Bound(Arc<Decision>),
    /// Its governing body is to decide.
    Referred(Referral),
    /// It objected; rounds of negotiation go on.
    Negotiating(Negotiation),
    /// It stays outside.
    Outside {
        /// Why.
        reason: OutsideReason,
        /// Since.
        on: Date,
    },
    /// The matter is not its to decide.
    NotTheirs {
        /// Whose it is.
        responsible: Vec<OdsCode>,
        /// Found on.
        on: Date,
    },
}

/// A part before a governing body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// Why.
    pub reason: ReferralReason,
    /// Since.
    pub on: Date,
    /// The last day to answer.
    pub deadline: Date,
    /// That it agreed and waits for the others, for a proposal that cannot be divided.
    pub agreed: Option<Agreed>,
    /// The days on which it met without a quorum.
    pub inquorate: Vec<Date>,
}

/// A governing body's agreement that waits for others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// On.
    pub on: Date,
    /// How it is evidenced.
    pub minute: MinuteRef,
    /// The reference to its own minutes.
    pub reference: Option<Text>,
}

/// A part in negotiation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Negotiation {
    /// Which round, from 1.
    pub round: u8,
    /// The last day to agree.
    pub until: Date,
    /// Since.
    pub on: Date,
    /// Who mediates.
    pub mediator: Option<PersonId>,
}

/// One body's decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The proposal.
    pub proposal: ProposalId,
    /// The body as tabled.
    pub body: OdsCode,
    /// The wording decided.
    pub text: TextHash,
    /// Who decided.
    pub by: DecidedBy,
    /// The reference to the minute of a governing body that keeps its own.
    pub reference: Option<Text>,
    /// One chain of authority for each matter.
    pub chains: Vec<Chain>,
    /// How much it commits.
    pub amount: Option<Pence>,
    /// Whether with a reservation, which is in the position.
    pub reserved: bool,
    /// The day it took effect. Never before the act.
    pub on: Date,
    /// When it was recorded.
    pub stamp: Stamp,
    /// Which settlement, counted from 0; `None` when a governing body decided.
    pub settlement: Option<usize>,
}

impl Decision {
    /// The decision's identity: the proposal and the body.
    pub fn id(&self) -> String {
        decision_id(&self.proposal, self.body)
    }
}

/// The identity of a body's decision on a proposal.
pub fn decision_id(proposal: &ProposalId, body: OdsCode) -> String {
    format!("{proposal}/{body}")
}

/// A position for one body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// For which body.
    pub body: OdsCode,
    /// By whom.
    pub person: PersonId,
    /// Whether they stood in for an absent principal.
    pub as_deputy: bool,
    /// The wording it binds.
    pub text: TextHash,
    /// What.
    pub stance: Stance,
    /// The reason or reservation.
    pub reason: Option<Text>,
    /// The day.
    pub on: Date,
    /// When.
    pub stamp: Stamp,
}

/// What was so when positions had effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// The day.
    pub on: Date,
    /// Which version of the terms of reference.
    pub terms: u16,
    /// At which item; `None` outside a meeting.
    pub item: Option<ItemId>,
    /// Who was there.
    pub present: BTreeSet<PersonId>,
    /// Who of them could decide.
    pub eligible: BTreeSet<PersonId>,
    /// The quorum as counted.
    pub quorum: QuorumCount,
    /// The papers as seen.
    pub papers: Vec<PaperSeen>,
    /// When.
    pub stamp: Stamp,
}

/// What an approval depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Its identity within the proposal.
    pub id: ConditionId,
    /// For one body only; `None` for all.
    pub body: Option<OdsCode>,
    /// What must come about.
    pub wording: Text,
    /// Who sees to it.
    pub owner: PersonId,
    /// The last day.
    pub expires: Date,
    /// How it ended.
    pub outcome: ConditionOutcome,
}

/// How a condition stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConditionOutcome {
    /// Neither met nor lapsed.
    Open,
    /// Met.
    Met {
        /// What shows it.
        evidence: Text,
        /// On.
        on: Date,
    },
    /// Not met by its last day.
    Lapsed {
        /// Recorded on.
        on: Date,
    },
}

/// A scrutiny question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its identity.
    pub id: QuestionId,
    /// About which proposal it was first asked.
    pub proposal: ProposalId,
    /// Who asked.
    pub asker: Text,
    /// What.
    pub text: Text,
    /// When.
    pub on: Date,
    /// Recorded.
    pub stamp: Stamp,
    /// The answers, by the proposal for which each was given.
    pub answers: BTreeMap<ProposalId, Answered>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// What.
    pub text: Text,
    /// When.
    pub on: Date,
    /// What was promised with it.
    pub commitments: Vec<Commitment>,
}

/// A promise made in an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// What.
    pub wording: Text,
    /// By when.
    pub due: Date,
    /// When it was kept, and what shows it.
    pub kept: Option<(Date, Text)>,
}
