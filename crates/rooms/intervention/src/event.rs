//! What then is true. An event once written is read for ever; reasons and titles are outside it, as payloads. The words of a
//! public instrument are not personal and stay in it. Rule R51.

use crate::attempt::Notice;
use crate::clause::{Clause, Constraint};
use crate::consent::Consent;
use crate::history::HistoricCase;
use crate::id::{ClauseId, ConditionId, ConsentId, ProposalId, Stay};
use crate::kind::{BodyClass, InstrumentKind};
use crate::proposal::Finding;
use crate::publication::Publication;
use crate::reach::{People, Reach};
use crate::signature::Record;
use crate::stay::{Approver, Delivery};
use crate::succession::{Disposition, Outcome};
use mandate::{Erasable, InstrumentId};
use register::FileHash;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use terms::{Date, OdsCode};

/// An instrument as it was issued, without its clauses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "fields are named as in the instrument, where they are described")]
pub struct Issued {
    pub id: InstrumentId,
    pub kind: InstrumentKind,
    pub body: OdsCode,
    pub class: BodyClass,
    pub title: String,
    pub document: Option<FileHash>,
    pub basis: String,
    pub grounds: Erasable,
    pub proposal: Option<ProposalId>,
    pub from: Date,
    pub to: Option<Date>,
}

/// A function passed from one body to another for a period, by direction: what `mandate` keeps as a transfer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunctionMove {
    /// The clause.
    pub clause: ClauseId,
    /// Who gives it up for the time.
    pub giver: OdsCode,
    /// Who takes it on.
    pub receiver: OdsCode,
    /// Which function or service.
    pub reach: Reach,
    /// For whom.
    pub people: People,
    /// The first day.
    pub from: Date,
    /// The first day on which it is over.
    pub to: Option<Date>,
}

/// With which letter something ended, and why where what it asked was not met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// SHA-256 of the letter.
    pub hash: FileHash,
    /// The reason for ending it regardless.
    pub regardless: Option<Erasable>,
}

/// What became of a predecessor's item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "an item, what was said of it, and what became of it")]
pub enum DisposedItem {
    /// A stay in a programme.
    Stay { stay: Stay, disposition: Option<Disposition>, outcome: Outcome },
    /// An instrument; the outcome of each of its clauses follows by itself.
    Instrument { instrument: InstrumentId, disposition: Option<Disposition> },
    /// One clause of an instrument that follows.
    Clause { clause: ClauseId, outcome: Outcome },
    /// A function of another that the predecessor performed.
    Performed { clause: ClauseId, disposition: Option<Disposition>, outcome: Outcome },
}

/// What then is true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "fields are named as in the acts that give rise to them, where they are described")]
pub enum Event {
    /// A trigger proposed an intervention.
    InterventionProposed { proposal: ProposalId, finding: Finding, record: Record },
    /// The authority confirmed a proposal.
    ProposalConfirmed { proposal: ProposalId, reason: Erasable, record: Record },
    /// The authority declined a proposal.
    ProposalDeclined { proposal: ProposalId, reason: Erasable, record: Record },
    /// A body entered special measures or recovery support.
    MeasuresEntered { stay: Stay, basis: String, reason: Erasable, proposal: Option<ProposalId>, record: Record },
    /// The body or the authority approved the recovery plan.
    PlanApproved { stay: Stay, approver: Approver, record: Record },
    /// A month turned out.
    MonthDelivered { stay: Stay, delivery: Delivery, record: Record },
    /// A stay ended.
    MeasuresEnded { stay: Stay, letter: Letter, record: Record },
    /// An instrument was issued.
    DirectionIssued { instrument: Issued, clauses: Vec<Clause>, record: Record },
    /// A clause laid a constraint on acts: in the entry of its instrument.
    ConstraintLaid { constraint: Constraint },
    /// A function passed to another body: in the entry of its instrument.
    FunctionTransferred { transfer: FunctionMove },
    /// A function reverted early, or was settled otherwise.
    TransferEnded { clause: ClauseId, on: Date },
    /// A clause reads otherwise from a day.
    ClauseVaried { clause: Clause, letter: FileHash, record: Record },
    /// Evidence was submitted.
    EvidenceSubmitted { clause: ClauseId, title: Erasable, hash: Option<FileHash>, record: Record },
    /// Evidence was accepted.
    EvidenceAccepted { clause: ClauseId, record: Record },
    /// Evidence was returned.
    EvidenceReturned { clause: ClauseId, reason: Erasable, resubmit_by: Option<Date>, record: Record },
    /// A clause was lifted.
    ClauseLifted { clause: ClauseId, letter: Letter, record: Record },
    /// An instrument was lifted.
    DirectionLifted { instrument: InstrumentId, letter: Letter, record: Record },
    /// An instrument gave way to another, on that one's first day.
    DirectionReplaced { instrument: InstrumentId, by: InstrumentId, on: Date },
    /// An instrument was reviewed.
    DirectionReviewed { instrument: InstrumentId, finding: Erasable, letter: Option<FileHash>, record: Record },
    /// A body asked for a consent.
    ConsentAsked { clauses: BTreeSet<ClauseId>, reach: Reach, words: Erasable, record: Record },
    /// The authority gave a consent.
    ConsentGiven { consent: Consent, record: Record },
    /// The authority refused a consent.
    ConsentRefused { clauses: BTreeSet<ClauseId>, reach: Reach, reason: Erasable, record: Record },
    /// The authority withdrew a consent.
    ConsentWithdrawn { consent: ConsentId, reason: Erasable, record: Record },
    /// An act relied on a consent.
    ConsentUsed { consent: ConsentId, act: String, record: Record },
    /// A condition of a consent was met.
    ConditionMet { condition: ConditionId, record: Record },
    /// The authority was consulted or told.
    AuthorityNotified { notice: Notice, record: Record },
    /// An assessment was published.
    AssessmentPublished { publication: Publication, record: Record },
    /// A body ended and its successor took its place: what became of each item.
    BodySucceeded { predecessor: OdsCode, successor: OdsCode, on: Date, items: Vec<DisposedItem>, record: Record },
    /// A case was taken from history.
    HistoryEntered { case: HistoricCase, record: Record },
}
