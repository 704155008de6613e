//! Why not, and what to do instead.

use crate::calendar::NoHolidays;
use crate::id::{ClauseId, ConditionId, ConsentId, HistoryId, ProposalId, Stay};
use crate::kind::{BodyClass, Regime};
use crate::proposal::FindingKey;
use crate::stay::{Approver, Shortfall};
use mandate::InstrumentId;
use std::num::NonZeroU16;
use terms::{Date, OdsCode, screen_date};
use thiserror::Error;

/// Why an act was refused. Nothing of it is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "fields are named as in the sentence that they complete")]
pub enum Refusal {
    /// The identity or the finding was proposed before.
    #[error("`{proposal}` proposes {key} already: decide that one, or give another identity to another finding")]
    AlreadyProposed { proposal: ProposalId, key: FindingKey },
    /// No such proposal.
    #[error("there is no proposal `{proposal}`")]
    UnknownProposal { proposal: ProposalId },
    /// An intervention follows only a proposal on its own body, and only one that a person confirmed by then.
    #[error("`{proposal}` is no proposal on {body} that was confirmed by {}: confirm one first", screen_date(*on))]
    ProposalNotConfirmed { proposal: ProposalId, body: OdsCode, on: Date },
    /// The act is signed by a body that is not the authority.
    #[error("{body} is not the authority over {over} on {}: the authority must sign this", screen_date(*on))]
    NotTheAuthority { body: OdsCode, over: OdsCode, on: Date },
    /// The act is signed by another body than the one it is about.
    #[error("{found} cannot sign this: {wanted} must")]
    NotTheBody { found: OdsCode, wanted: OdsCode },
    /// It was confirmed or declined before.
    #[error("proposal `{proposal}` was decided before: a new finding may be proposed again")]
    ProposalDecided { proposal: ProposalId },
    /// Its days are over.
    #[error("proposal `{proposal}` could be decided up to {}: propose the finding again", screen_date(*last))]
    ProposalExpired { proposal: ProposalId, last: Date },
    /// A reason must be given.
    #[error("say why: {what} needs a reason")]
    NoReason { what: &'static str },
    /// The body is not open, or no kind of body that can be intervened in.
    #[error("{body} is not open on {}, or is no body that can be intervened in", screen_date(*on))]
    BodyNotOpen { body: OdsCode, on: Date },
    /// No power to begin the regime that day.
    #[error("there is no legal basis for {} of a {} on {}", regime.words().to_lowercase(), class.words(), screen_date(*on))]
    NoLegalBasis { regime: Regime, class: BodyClass, on: Date },
    /// It is in it already.
    #[error("{stay} began on {} and goes on: end it first", screen_date(*since))]
    AlreadyInMeasures { stay: Stay, since: Date },
    /// It is not in it.
    #[error("there is no stay in {stay} that goes on")]
    NotInMeasures { stay: Stay },
    /// Something ends with its letter only.
    #[error("give the letter: without it nothing is lifted or varied")]
    NoLetter,
    /// Somebody has not approved the plan.
    #[error("the recovery plan has not been approved by {}", missing.words().to_lowercase())]
    PlanNotApproved { missing: Approver },
    /// Too few months on plan.
    #[error("{months} months in succession at or better than plan, where {wanted} are needed")]
    DeliveryTooShort { months: usize, wanted: usize },
    /// The identity is taken.
    #[error("there is already an instrument `{instrument}`: give another identity")]
    InstrumentExists { instrument: InstrumentId },
    /// An instrument without clauses.
    #[error("give at least one clause")]
    NoClause,
    /// A first day before the day of issue.
    #[error("no direction binds before it is issued: {} is before {}", screen_date(*from), screen_date(*issued))]
    EffectiveBeforeIssue { from: Date, issued: Date },
    /// Clauses that cannot stand. The first decides; all are told.
    #[error("{}", told(faults))]
    Clauses { faults: Faults },
    /// No such instrument.
    #[error("there is no instrument `{instrument}`")]
    UnknownInstrument { instrument: InstrumentId },
    /// An instrument in place of one on another body.
    #[error("`{instrument}` is on {body}: one on {found} cannot take its place")]
    OtherBody { instrument: InstrumentId, body: OdsCode, found: OdsCode },
    /// No such clause.
    #[error("there is no clause `{clause}`")]
    UnknownClause { clause: ClauseId },
    /// It ended before.
    #[error("`{what}` ended on {}", screen_date(*on))]
    AlreadyLifted { what: String, on: Date },
    /// It has not begun, or is over.
    #[error("`{what}` is not in force on {}: replace it, or wait", screen_date(*on))]
    NotInForce { what: String, on: Date },
    /// It binds a successor since a later day.
    #[error("`{what}` followed to {successor} on {}: it is varied from that day on only", screen_date(*on))]
    AlreadyFollowed { what: String, successor: OdsCode, on: Date },
    /// The clause stands until it is lifted.
    #[error("clause `{clause}` wants no evidence: it stands until it is lifted")]
    NoEvidenceWanted { clause: ClauseId },
    /// Its evidence was accepted.
    #[error("the evidence for clause `{clause}` was accepted before")]
    AlreadyMet { clause: ClauseId },
    /// There is nothing to accept or return.
    #[error("nothing was submitted for clause `{clause}` that waits for an answer")]
    NotSubmitted { clause: ClauseId },
    /// Requirements are open.
    #[error("clause `{clause}` is not met: accept its evidence first, or lift regardless and say why")]
    ClauseUnmet { clause: ClauseId },
    /// No such consent.
    #[error("there is no consent `{consent}`")]
    UnknownConsent { consent: ConsentId },
    /// The identity is taken.
    #[error("there is already a consent `{consent}`: give another identity")]
    ConsentExists { consent: ConsentId },
    /// It was withdrawn before.
    #[error("consent `{consent}` was withdrawn on {}", screen_date(*on))]
    AlreadyWithdrawn { consent: ConsentId, on: Date },
    /// It was good once, and was used.
    #[error("consent `{consent}` was good for one act and was used: ask for another")]
    ConsentUsedUp { consent: ConsentId },
    /// It is not good on the day.
    #[error("consent `{consent}` is not good on {}", screen_date(*on))]
    ConsentNotLive { consent: ConsentId, on: Date },
    /// No such condition.
    #[error("there is no condition `{condition}` that is open")]
    UnknownCondition { condition: ConditionId },
    /// No consent cures the clause.
    #[error("clause `{clause}` is not one that consent cures: it must be varied or lifted")]
    ClauseNeedsNoConsent { clause: ClauseId },
    /// A last day before the first.
    #[error("it cannot end on {} and begin on {}", screen_date(*to), screen_date(*from))]
    EndsBeforeItBegins { from: Date, to: Date },
    /// A consent that would be good for acts before it.
    #[error("no consent is good before it is given: {} is before {}", screen_date(*from), screen_date(*given))]
    ConsentBeforeGiven { from: Date, given: Date },
    /// Live items without a disposition.
    #[error("merge day is refused until each of these has a disposition: {}", items.join(", "))]
    NoDisposition { items: Vec<String> },
    /// A disposition for something that is not live.
    #[error("`{item}` is not a live item of {body}: leave it out")]
    NothingToDispose { item: String, body: OdsCode },
    /// A case of that identity was taken before.
    #[error("the case `{case}` was taken before")]
    CaseExists { case: HistoryId },
    /// A case must say where it is told.
    #[error("say where it is told: nothing is recorded without a source")]
    NoSource,
    /// It was published before.
    #[error("what was published of {body} on {} is on record already", screen_date(*on))]
    AlreadyPublished { body: OdsCode, on: Date },
    /// A case of history whose days make no period.
    #[error("the case `{case}` ends before it begins")]
    CaseBackwards { case: HistoryId },
    /// An act that would take effect after the day it is recorded.
    #[error("this cannot be recorded before its day, {}", screen_date(*on))]
    NotYet { on: Date },
    /// A clock whose working days are not known.
    #[error(transparent)]
    NoHolidays(#[from] NoHolidays),
}

terms::kinds! {
    /// A kind of refusal.
    RefusalKind of Refusal, "a kind of refusal", {
        /// See [`Refusal::AlreadyProposed`].
        AlreadyProposed = "already-proposed";
        /// See [`Refusal::UnknownProposal`].
        UnknownProposal = "unknown-proposal";
        /// See [`Refusal::ProposalNotConfirmed`].
        ProposalNotConfirmed = "proposal-not-confirmed";
        /// See [`Refusal::NotTheAuthority`].
        NotTheAuthority = "not-the-authority";
        /// See [`Refusal::NotTheBody`].
        NotTheBody = "not-the-body";
        /// See [`Refusal::ProposalDecided`].
        ProposalDecided = "proposal-decided";
        /// See [`Refusal::ProposalExpired`].
        ProposalExpired = "proposal-expired";
        /// See [`Refusal::NoReason`].
        NoReason = "no-reason";
        /// See [`Refusal::BodyNotOpen`].
        BodyNotOpen = "body-not-open";
        /// See [`Refusal::NoLegalBasis`].
        NoLegalBasis = "no-legal-basis";
        /// See [`Refusal::AlreadyInMeasures`].
        AlreadyInMeasures = "already-in-measures";
        /// See [`Refusal::NotInMeasures`].
        NotInMeasures = "not-in-measures";
        /// See [`Refusal::NoLetter`].
        NoLetter = "no-letter";
        /// See [`Refusal::PlanNotApproved`].
        PlanNotApproved = "plan-not-approved";
        /// See [`Refusal::DeliveryTooShort`].
        DeliveryTooShort = "delivery-too-short";
        /// See [`Refusal::InstrumentExists`].
        InstrumentExists = "instrument-exists";
        /// See [`Refusal::NoClause`].
        NoClause = "no-clause";
        /// See [`Refusal::EffectiveBeforeIssue`].
        EffectiveBeforeIssue = "effective-before-issue";
        /// See [`Refusal::Clauses`]: the first fault has a name of its own.
        Clauses = "clauses";
        /// See [`Refusal::UnknownInstrument`].
        UnknownInstrument = "unknown-instrument";
        /// See [`Refusal::OtherBody`].
        OtherBody = "other-body";
        /// See [`Refusal::UnknownClause`].
        UnknownClause = "unknown-clause";
        /// See [`Refusal::AlreadyLifted`].
        AlreadyLifted = "already-lifted";
        /// See [`Refusal::NotInForce`].
        NotInForce = "not-in-force";
        /// See [`Refusal::AlreadyFollowed`].
        AlreadyFollowed = "already-followed";
        /// See [`Refusal::NoEvidenceWanted`].
        NoEvidenceWanted = "no-evidence-wanted";
        /// See [`Refusal::AlreadyMet`].
        AlreadyMet = "already-met";
        /// See [`Refusal::NotSubmitted`].
        NotSubmitted = "not-submitted";
        /// See [`Refusal::ClauseUnmet`].
        ClauseUnmet = "clause-unmet";
        /// See [`Refusal::UnknownConsent`].
        UnknownConsent = "unknown-consent";
        /// See [`Refusal::ConsentExists`].
        ConsentExists = "consent-exists";
        /// See [`Refusal::AlreadyWithdrawn`].
        AlreadyWithdrawn = "already-withdrawn";
        /// See [`Refusal::ConsentUsedUp`].
        ConsentUsedUp = "consent-used-up";
        /// See [`Refusal::ConsentNotLive`].
        ConsentNotLive = "consent-not-live";
        /// See [`Refusal::UnknownCondition`].
        UnknownCondition = "unknown-condition";
        /// See [`Refusal::ClauseNeedsNoConsent`].
        ClauseNeedsNoConsent = "clause-needs-no-consent";
        /// See [`Refusal::EndsBeforeItBegins`].
        EndsBeforeItBegins = "ends-before-it-begins";
        /// See [`Refusal::ConsentBeforeGiven`].
        ConsentBeforeGiven = "consent-before-given";
        /// See [`Refusal::NoDisposition`].
        NoDisposition = "no-disposition";
        /// See [`Refusal::NothingToDispose`].
        NothingToDispose = "nothing-to-dispose";
        /// See [`Refusal::CaseExists`].
        CaseExists = "case-exists";
        /// See [`Refusal::NoSource`].
        NoSource = "no-source";
        /// See [`Refusal::AlreadyPublished`].
        AlreadyPublished = "already-published";
        /// See [`Refusal::CaseBackwards`].
        CaseBackwards = "case-backwards";
        /// See [`Refusal::NotYet`].
        NotYet = "not-yet";
        /// See [`Refusal::NoHolidays`].
        NoHolidays = "no-holidays";
    }
}

impl Refusal {
    /// The word for it: where clauses are at fault, the word for the first fault.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Clauses { faults } => faults.first.1.kind().slug(),
            other => other.kind().slug(),
        }
    }
}

impl From<Shortfall> for Refusal {
    fn from(shortfall: Shortfall) -> Self {
        match shortfall {
            Shortfall::Plan { missing } => Self::PlanNotApproved { missing },
            Shortfall::Delivery { months, wanted } => Self::DeliveryTooShort { months, wanted },
        }
    }
}

/// The clauses that cannot stand, at least one, in the order of the instrument. Rule R26.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults {
    /// The first: it decides.
    pub first: (NonZeroU16, ClauseFault),
    /// The others.
    pub others: Vec<(NonZeroU16, ClauseFault)>,
}

impl Faults {
    /// The faults found, if there are any.
    pub(crate) fn of(found: impl IntoIterator<Item = (NonZeroU16, ClauseFault)>) -> Option<Self> {
        let mut found = found.into_iter();
        let first = found.next()?;
        Some(Self { first, others: found.collect() })
    }
}

/// Why a clause cannot stand.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "fields are named as in the sentence that they complete")]
pub enum ClauseFault {
    /// A function moved to its own body.
    #[error("a function cannot be moved to the body itself")]
    SameBody {},
    /// A receiver that cannot be directed.
    #[error("{receiver} cannot be directed: a council only by agreement, a provider only by contract or delegation")]
    CannotDirect { receiver: OdsCode },
    /// A receiver without a direction of its own.
    #[error("{receiver} must be directed to perform it, on the same day or before")]
    ReceiverNotDirected { receiver: OdsCode },
    /// A function moved to another already.
    #[error("the same function was moved by clause `{clause}` for some of these days and people")]
    FunctionMovedTwice { clause: ClauseId },
    /// A clause that is nothing of the library.
    #[error("say what the clause is, from the library of requirements")]
    ClauseWithoutType {},
    /// A promise that would refuse an act.
    #[error("an undertaking only promises: it can require, report or do nothing")]
    UndertakingBinds {},
    /// A number that is taken.
    #[error("the number is taken by another clause")]
    NumberTaken {},
    /// A clause that is over before it begins.
    #[error("it ends before it begins")]
    ClauseBackwards {},
    /// A function moved by changing a clause.
    #[error("a function is moved, and moved back, by an instrument of its own: replace this one or lift the clause")]
    MovedByVariation {},
    /// An amount below nothing.
    #[error("the limit must be nothing or more")]
    NegativeLimit {},
}

terms::kinds! {
    /// A kind of fault of a clause.
    ClauseFaultKind of ClauseFault, "a kind of fault of a clause", {
        /// See [`ClauseFault::SameBody`].
        SameBody = "same-body";
        /// See [`ClauseFault::CannotDirect`].
        CannotDirect = "cannot-direct";
        /// See [`ClauseFault::ReceiverNotDirected`].
        ReceiverNotDirected = "receiver-not-directed";
        /// See [`ClauseFault::FunctionMovedTwice`].
        FunctionMovedTwice = "function-moved-twice";
        /// See [`ClauseFault::ClauseWithoutType`].
        ClauseWithoutType = "clause-without-type";
        /// See [`ClauseFault::UndertakingBinds`].
        UndertakingBinds = "undertaking-binds";
        /// See [`ClauseFault::NumberTaken`].
        NumberTaken = "number-taken";
        /// See [`ClauseFault::ClauseBackwards`].
        ClauseBackwards = "clause-backwards";
        /// See [`ClauseFault::MovedByVariation`].
        MovedByVariation = "moved-by-variation";
        /// See [`ClauseFault::NegativeLimit`].
        NegativeLimit = "negative-limit";
    }
}

fn told(faults: &Faults) -> String {
    let all = std::iter::once(&faults.first).chain(&faults.others);
    all.map(|(number, fault)| format!("clause {number}: {fault}")).collect::<Vec<_>>().join("; ")
}
