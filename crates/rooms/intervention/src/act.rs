//! What may be asked.

use crate::attempt::NoticeKind;
use crate::clause::Effect;
use crate::clock::Clock;
use crate::consent::Consent;
use crate::history::HistoricCase;
use crate::id::{ClauseId, ConditionId, ConsentId, ProposalId, Stay};
use crate::kind::{InstrumentKind, Programme};
use crate::proposal::Finding;
use crate::publication::Publication;
use crate::reach::{People, Reach};
use crate::requirement::Requirement;
use crate::signature::Signature;
use crate::stay::{Delivery, Ground};
use crate::succession::{Disposition, Merger};
use mandate::{Duty, InstrumentId, Mandates};
use register::FileHash;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU16;
use terms::{Date, OdsCode};

/// An instrument to be issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInstrument {
    /// Its identity.
    pub id: InstrumentId,
    /// What it is.
    pub kind: InstrumentKind,
    /// On which body.
    pub body: OdsCode,
    /// What it is called.
    pub title: String,
    /// SHA-256 of its text, where that is kept.
    pub document: Option<FileHash>,
    /// Why.
    pub grounds: String,
    /// The proposal that it follows, where there was one.
    pub proposal: Option<ProposalId>,
    /// The first day: the day of issue or later. Rule R27.
    pub from: Date,
    /// The first day on which it is over, where its words say so.
    pub to: Option<Date>,
    /// Its clauses, in order.
    pub clauses: Vec<NewClause>,
}

/// A clause of an instrument to be issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClause {
    /// Its number.
    pub number: NonZeroU16,
    /// What it says, in the letter's words.
    pub words: String,
    /// What it is, from the library: at least one. Rule R17.
    pub requirements: Vec<Requirement>,
    /// What it does.
    pub effect: Effect,
    /// What it is about.
    pub reach: Reach,
    /// For whom.
    pub people: People,
    /// Its first day, where it is later than the instrument's.
    pub from: Option<Date>,
    /// The first day on which it is over, where its words say so.
    pub to: Option<Date>,
    /// The clock of its evidence, from its first day.
    pub clock: Option<Clock>,
}

/// How a clause is varied, by a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Its evidence is due on another day. Rule R23.
    Due(Date),
    /// It does something else to acts.
    Effect(Effect),
}

/// A live thing of a predecessor that needs a disposition before merge day. Rule R50.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LiveItem {
    /// A stay in a programme: its own, or that of a predecessor which it is shown in.
    Stay(Stay),
    /// An instrument on it, with its clauses, consents and clocks.
    Instrument(InstrumentId),
    /// A function of another body that it performs.
    Performed(ClauseId),
}

/// What is settled about the live items that nobody named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remainder {
    /// Nothing: merge day is refused while one is left.
    Refused,
    /// They follow, and are flagged.
    Follows,
}

/// A review of an instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReview {
    /// The instrument.
    pub instrument: InstrumentId,
    /// What was found, recommended and decided.
    pub finding: String,
    /// The letter, where one followed.
    pub letter: Option<FileHash>,
}

/// What may be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "fields are named as the words of the section that describes them")]
pub enum Act {
    /// Propose what figures showed.
    Propose { signature: Signature, proposal: ProposalId, finding: Box<Finding> },
    /// Confirm a proposal: an intention, and not yet an intervention.
    Confirm { signature: Signature, proposal: ProposalId, reason: String },
    /// Decline a proposal.
    Decline { signature: Signature, proposal: ProposalId, reason: String },
    /// Place a body in special measures or recovery support.
    EnterMeasures {
        signature: Signature,
        body: OdsCode,
        programme: Programme,
        reason: String,
        proposal: Option<ProposalId>,
    },
    /// Approve the recovery plan, as the body or as the authority.
    ApprovePlan { signature: Signature, body: OdsCode, programme: Programme },
    /// Say how a month turned out.
    Deliver { signature: Signature, body: OdsCode, programme: Programme, delivery: Delivery },
    /// End a stay.
    EndMeasures { signature: Signature, body: OdsCode, programme: Programme, letter: Option<FileHash>, ground: Ground },
    /// Issue an instrument.
    Issue { signature: Signature, instrument: Box<NewInstrument> },
    /// Issue an instrument in place of another.
    Replace { signature: Signature, replaced: InstrumentId, instrument: Box<NewInstrument> },
    /// Vary a clause.
    Vary { signature: Signature, clause: ClauseId, change: Change, letter: Option<FileHash> },
    /// Submit evidence for a clause.
    Submit { signature: Signature, clause: ClauseId, title: String, hash: Option<FileHash> },
    /// Accept what was submitted.
    Accept { signature: Signature, clause: ClauseId },
    /// Return what was submitted.
    Return { signature: Signature, clause: ClauseId, reason: String, resubmit_by: Option<Date> },
    /// Lift one clause.
    LiftClause { signature: Signature, clause: ClauseId, letter: Option<FileHash>, ground: Ground },
    /// Lift an instrument whole.
    Lift { signature: Signature, instrument: InstrumentId, letter: Option<FileHash>, ground: Ground },
    /// Review an instrument.
    Review { signature: Signature, review: NewReview },
    /// Ask for a consent.
    AskConsent { signature: Signature, clauses: BTreeSet<ClauseId>, reach: Reach, words: String },
    /// Give a consent.
    Consent { signature: Signature, consent: Box<Consent> },
    /// Refuse a consent.
    RefuseConsent { signature: Signature, clauses: BTreeSet<ClauseId>, reach: Reach, reason: String },
    /// Withdraw a consent, from the signature's day.
    WithdrawConsent { signature: Signature, consent: ConsentId, reason: String },
    /// Name the consents on which an act relied; a single one is used up by it.
    RelyOn { signature: Signature, consents: BTreeSet<ConsentId>, act: String },
    /// Record that a condition of a consent was met.
    MeetCondition { signature: Signature, condition: ConditionId },
    /// Record that the authority was consulted or told.
    Notify { signature: Signature, kind: NoticeKind, reach: Reach },
    /// Record a published assessment.
    Publish { signature: Signature, publication: Publication },
    /// Carry out the dispositions of a merger, for one predecessor; its partners become part of the same successor.
    Merge {
        signature: Signature,
        merger: Merger,
        partners: BTreeSet<OdsCode>,
        dispositions: BTreeMap<LiveItem, Disposition>,
        remainder: Remainder,
    },
    /// Take a case from history.
    EnterHistory { signature: Signature, case: Box<HistoricCase> },
}

impl Act {
    /// In whose name it is asked, and from which day.
    pub const fn signature(&self) -> Signature {
        match self {
            Self::Propose { signature, .. }
            | Self::Confirm { signature, .. }
            | Self::Decline { signature, .. }
            | Self::EnterMeasures { signature, .. }
            | Self::ApprovePlan { signature, .. }
            | Self::Deliver { signature, .. }
            | Self::EndMeasures { signature, .. }
            | Self::Issue { signature, .. }
            | Self::Replace { signature, .. }
            | Self::Vary { signature, .. }
            | Self::Submit { signature, .. }
            | Self::Accept { signature, .. }
            | Self::Return { signature, .. }
            | Self::LiftClause { signature, .. }
            | Self::Lift { signature, .. }
            | Self::Review { signature, .. }
            | Self::AskConsent { signature, .. }
            | Self::Consent { signature, .. }
            | Self::RefuseConsent { signature, .. }
            | Self::WithdrawConsent { signature, .. }
            | Self::RelyOn { signature, .. }
            | Self::MeetCondition { signature, .. }
            | Self::Notify { signature, .. }
            | Self::Publish { signature, .. }
            | Self::Merge { signature, .. }
            | Self::EnterHistory { signature, .. } => *signature,
        }
    }

    /// What an actor must hold to ask this on a day, in the name that it is signed with: after a merger the successor's.
    ///
    /// Whether that name may ask it at all is a rule of the room, and a refusal of [`decide`](crate::decide()).
    pub fn duty(&self, mandates: &Mandates<'_>, on: Date) -> Duty {
        let body = mandates.acting_body(self.signature().body, on);
        match self {
            Self::Publish { .. } | Self::Merge { .. } | Self::EnterHistory { .. } => Duty::KeepRegister,
            // What a clerk of the body or of the authority does.
            Self::Propose { .. }
            | Self::Deliver { .. }
            | Self::Submit { .. }
            | Self::AskConsent { .. }
            | Self::RelyOn { .. }
            | Self::MeetCondition { .. }
            | Self::Notify { .. } => Duty::KeepMandates(body),
            // What somebody answers for who decides for the body or for the authority.
            Self::Confirm { .. }
            | Self::Decline { .. }
            | Self::EnterMeasures { .. }
            | Self::ApprovePlan { .. }
            | Self::EndMeasures { .. }
            | Self::Issue { .. }
            | Self::Replace { .. }
            | Self::Vary { .. }
            | Self::Accept { .. }
            | Self::Return { .. }
            | Self::LiftClause { .. }
            | Self::Lift { .. }
            | Self::Review { .. }
            | Self::Consent { .. }
            | Self::RefuseConsent { .. }
            | Self::WithdrawConsent { .. } => Duty::DecideFor(body),
        }
    }
}
