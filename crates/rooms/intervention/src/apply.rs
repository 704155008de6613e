//! Taking recorded events into the state.

use crate::clause::{Clause, Constraint};
use crate::event::{DisposedItem, Event, Issued, Letter};
use crate::id::{ClauseId, ConsentId, ProposalId, Stay};
use crate::instrument::{ClauseRecord, End, EvidenceMove, EvidenceStep, Instrument, Review, Variation};
use crate::kind::{Ending, InstrumentKind};
use crate::proposal::{Decision, Finding, Proposal};
use crate::reach::Reach;
use crate::signature::Record;
use crate::state::{Noted, State};
use crate::stay::{Episode, Leaving};
use crate::succession::{Disposition, Outcome};
use crate::view::{ConsentRequest, KnownConsent, RequestAnswer, Succession};
use mandate::{Erasable, InstrumentId};
use register::FileHash;
use std::collections::BTreeSet;
use std::sync::Arc;
use terms::{Date, ReplayError, Sequence, Text, Versioned, take_entry};

/// Takes one entry's events into the state.
///
/// `payload` gives the bytes of an erasable payload of this entry; `None` for one that was erased. On an error the state
/// is as it was.
///
/// # Errors
/// [`ReplayError`] when the entry is out of order or about something unknown.
pub fn apply(
    state: &mut State,
    sequence: Sequence,
    events: &[Event],
    payload: &dyn Fn(Erasable) -> Option<Vec<u8>>,
) -> Result<(), ReplayError> {
    take_entry(state, |next| follow(next, sequence, events, payload))
}

/// As [`apply`], for whoever gives the state up when that fails: nothing is copied, and on an error the state may be half-way
/// through the entry.
///
/// # Errors
/// As [`apply`].
pub fn follow(
    state: &mut State,
    sequence: Sequence,
    events: &[Event],
    payload: &dyn Fn(Erasable) -> Option<Vec<u8>>,
) -> Result<(), ReplayError> {
    if sequence <= state.sequence {
        return Err(ReplayError::Order { last: state.sequence, found: sequence });
    }
    state.sequence = sequence;
    let mut taking = Taking { state, entry: sequence, payload };
    events.iter().try_for_each(|event| taking.take(event))
}

struct Taking<'a> {
    state: &'a mut State,
    entry: Sequence,
    payload: &'a dyn Fn(Erasable) -> Option<Vec<u8>>,
}

impl Taking<'_> {
    fn text(&self, ordinal: Erasable) -> Text {
        Text::from_payload((self.payload)(ordinal))
    }

    fn take(&mut self, event: &Event) -> Result<(), ReplayError> {
        match event {
            Event::InterventionProposed { proposal, finding, record } => self.propose(proposal, finding, record),
            Event::ProposalConfirmed { proposal, reason, record } => {
                let (reason, record) = (self.text(*reason), record.clone());
                self.decide_proposal(proposal, Decision::Confirmed { reason, record })?;
            }
            Event::ProposalDeclined { proposal, reason, record } => {
                let (reason, record) = (self.text(*reason), record.clone());
                self.decide_proposal(proposal, Decision::Declined { reason, record })?;
            }
            Event::MeasuresEntered { stay, basis, reason, proposal, record } => {
                let episode = self.episode(basis, *reason, proposal.as_ref(), record);
                self.enter(stay, episode);
            }
            Event::PlanApproved { stay, approver, record } => {
                self.open_episode(stay)?.approvals.push((*approver, record.signature.on));
            }
            Event::MonthDelivered { stay, delivery, record } => {
                self.open_episode(stay)?.deliveries.push((record.signature.on, *delivery));
            }
            Event::MeasuresEnded { stay, letter, record } => self.leave(stay, letter, record)?,
            Event::DirectionIssued { instrument, clauses, record } => self.issue(instrument, clauses, record),
            Event::ConstraintLaid { constraint } => self.lay(constraint),
            // What `mandate` keeps; here the constraint says it already.
            Event::FunctionTransferred { transfer: _ } => {}
            Event::TransferEnded { clause, on } => self.end_constraints(clause, *on),
            Event::ClauseVaried { clause, letter, record } => self.vary(clause, *letter, record)?,
            Event::EvidenceSubmitted { clause, title, hash, record } => {
                let step = EvidenceStep::Submitted { title: self.text(*title), hash: *hash };
                self.evidence(clause, step, record)?;
            }
            Event::EvidenceAccepted { clause, record } => self.evidence(clause, EvidenceStep::Accepted, record)?,
            Event::EvidenceReturned { clause, reason, resubmit_by, record } => {
                let step = EvidenceStep::Returned { reason: self.text(*reason), resubmit_by: *resubmit_by };
                self.evidence(clause, step, record)?;
            }
            Event::ClauseLifted { clause, letter, record } => {
                let end = self.lifted(letter, record);
                self.end_clause(clause, &end)?;
            }
            Event::DirectionLifted { instrument, letter, record } => {
                let end = self.lifted(letter, record);
                self.end_instrument(instrument, &end)?;
            }
            Event::DirectionReplaced { instrument, by, on } => {
                let end = End { replaced_by: Some(by.clone()), ..unlettered(*on, Ending::Replaced) };
                self.end_instrument(instrument, &end)?;
            }
            Event::DirectionReviewed { instrument, finding, letter, record } => {
                let review = Review { on: record.signature.on, finding: self.text(*finding), letter: *letter };
                self.instrument(instrument)?.reviews.push(review);
            }
            Event::ConsentAsked { .. }
            | Event::ConsentGiven { .. }
            | Event::ConsentRefused { .. }
            | Event::ConsentWithdrawn { .. }
            | Event::ConsentUsed { .. }
            | Event::ConditionMet { .. }
            | Event::AuthorityNotified { .. }
            | Event::AssessmentPublished { .. }
            | Event::BodySucceeded { .. }
            | Event::HistoryEntered { .. } => self.take_beside(event)?,
        }
        Ok(())
    }

    /// Consents, and what stands beside instruments.
    fn take_beside(&mut self, event: &Event) -> Result<(), ReplayError> {
        let entry = self.entry;
        match event {
            Event::ConsentAsked { clauses, reach, words, record } => {
                self.request(clauses, reach, *words, RequestAnswer::Asked, record);
            }
            Event::ConsentRefused { clauses, reach, reason, record } => {
                self.request(clauses, reach, *reason, RequestAnswer::Refused, record);
            }
            Event::ConsentGiven { consent, record } => {
                let value = KnownConsent {
                    consent: consent.clone(),
                    given: record.clone(),
                    withdrawal: None,
                    uses: Vec::new(),
                };
                self.state.consents.insert(entry, consent.id.clone(), value);
            }
            Event::ConsentWithdrawn { consent, reason, record } => {
                let reason = self.text(*reason);
                let held = self.consent(consent)?;
                held.consent.withdrawn_on = Some(record.signature.on);
                held.withdrawal = Some(reason);
            }
            Event::ConsentUsed { consent, act, record } => {
                self.consent(consent)?.uses.push((act.clone(), record.clone()));
            }
            Event::ConditionMet { condition, record } => {
                let missing = || ReplayError::Missing { entry, what: "condition", id: condition.to_string() };
                let held = &mut self.consent(&condition.consent)?.consent.conditions;
                held.get_mut(&condition.number).ok_or_else(missing)?.met_on = Some(record.signature.on);
            }
            Event::AuthorityNotified { notice, record: _ } => note(entry, &mut self.state.notices, notice.clone()),
            Event::AssessmentPublished { publication, record: _ } => {
                note(entry, &mut self.state.publications, publication.clone());
            }
            Event::BodySucceeded { predecessor, successor, on, items, record } => {
                let (items, record) = (items.clone(), record.clone());
                let succession =
                    Succession { predecessor: *predecessor, successor: *successor, on: *on, items, record };
                self.succeed(&succession)?;
                note(entry, &mut self.state.successions, succession);
            }
            Event::HistoryEntered { case, record: _ } => {
                self.state.history.insert(entry, case.id.clone(), case.clone());
            }
            Event::InterventionProposed { .. }
            | Event::ProposalConfirmed { .. }
            | Event::ProposalDeclined { .. }
            | Event::MeasuresEntered { .. }
            | Event::PlanApproved { .. }
            | Event::MonthDelivered { .. }
            | Event::MeasuresEnded { .. }
            | Event::DirectionIssued { .. }
            | Event::ConstraintLaid { .. }
            | Event::FunctionTransferred { .. }
            | Event::TransferEnded { .. }
            | Event::ClauseVaried { .. }
            | Event::EvidenceSubmitted { .. }
            | Event::EvidenceAccepted { .. }
            | Event::EvidenceReturned { .. }
            | Event::ClauseLifted { .. }
            | Event::DirectionLifted { .. }
            | Event::DirectionReplaced { .. }
            | Event::DirectionReviewed { .. } => {}
        }
        Ok(())
    }

    fn propose(&mut self, id: &ProposalId, finding: &Finding, record: &Record) {
        let (id, finding, raised) = (id.clone(), finding.clone(), record.clone());
        let value = Proposal { id: id.clone(), finding, raised, decision: Decision::Awaited };
        self.state.proposals.insert(self.entry, id, value);
    }

    fn decide_proposal(&mut self, id: &ProposalId, decision: Decision) -> Result<(), ReplayError> {
        changed(self.entry, &mut self.state.proposals, id, "proposal")?.decision = decision;
        Ok(())
    }

    fn episode(&self, basis: &str, reason: Erasable, proposal: Option<&ProposalId>, record: &Record) -> Episode {
        Episode {
            from: record.signature.on,
            entered: record.clone(),
            basis: basis.to_owned(),
            reason: self.text(reason),
            proposal: proposal.cloned(),
            approvals: Vec::new(),
            deliveries: Vec::new(),
            left: None,
            followed: Vec::new(),
        }
    }

    fn enter(&mut self, stay: &Stay, episode: Episode) {
        match self.state.stays.change(self.entry, stay) {
            Some(episodes) => episodes.push(episode),
            None => self.state.stays.insert(self.entry, *stay, vec![episode]),
        }
    }

    fn open_episode(&mut self, stay: &Stay) -> Result<&mut Episode, ReplayError> {
        let missing = ReplayError::Missing { entry: self.entry, what: "open stay", id: stay.to_string() };
        let episodes = self.state.stays.change(self.entry, stay);
        episodes.and_then(|held| held.iter_mut().find(|episode| episode.is_open())).ok_or(missing)
    }

    fn leave(&mut self, stay: &Stay, letter: &Letter, record: &Record) -> Result<(), ReplayError> {
        let regardless = letter.regardless.map(|reason| self.text(reason));
        let left = Leaving { on: record.signature.on, letter: Some(letter.hash), regardless };
        self.open_episode(stay)?.left = Some(left);
        Ok(())
    }

    fn issue(&mut self, issued: &Issued, clauses: &[Clause], record: &Record) {
        let instrument = Instrument {
            id: issued.id.clone(),
            kind: issued.kind,
            body: issued.body,
            class: issued.class,
            title: issued.title.clone(),
            document: issued.document,
            basis: issued.basis.clone(),
            grounds: self.text(issued.grounds),
            proposal: issued.proposal.clone(),
            issued: record.clone(),
            from: issued.from,
            to: issued.to,
            clauses: clauses.iter().map(|clause| clause.id.clone()).collect(),
            end: None,
            followed: Vec::new(),
            reviews: Vec::new(),
        };
        self.state.instruments.insert(self.entry, issued.id.clone(), instrument);
        for clause in clauses {
            let value =
                ClauseRecord { clause: clause.clone(), variations: Vec::new(), evidence: Vec::new(), end: None };
            self.state.clauses.insert(self.entry, clause.id.clone(), value);
        }
    }

    fn lay(&mut self, constraint: &Constraint) {
        let key = (constraint.clause.clone(), constraint.from);
        self.state.constraints.insert(self.entry, key, constraint.clone());
    }

    /// Ends what a clause laid, on a day.
    fn end_constraints(&mut self, clause: &ClauseId, on: Date) {
        let laid = self.state.constraints.iter(self.entry).filter(|((of, _), _)| of == clause);
        let keys: Vec<(ClauseId, Date)> = laid.map(|(key, _)| key.clone()).collect();
        for key in keys {
            if let Some(constraint) = self.state.constraints.change(self.entry, &key) {
                constraint.end(on);
            }
        }
    }

    fn vary(&mut self, clause: &Clause, letter: FileHash, record: &Record) -> Result<(), ReplayError> {
        let on = record.signature.on;
        let held = changed(self.entry, &mut self.state.clauses, &clause.id, "clause")?;
        let before = std::mem::replace(&mut held.clause, clause.clone());
        let is_other = before.effect != clause.effect;
        held.variations.push(Variation { before, on, letter });
        if is_other {
            self.end_constraints(&clause.id, on);
        }
        Ok(())
    }

    fn evidence(&mut self, clause: &ClauseId, step: EvidenceStep, record: &Record) -> Result<(), ReplayError> {
        let held = changed(self.entry, &mut self.state.clauses, clause, "clause")?;
        held.evidence.push(EvidenceMove { step, record: record.clone() });
        Ok(())
    }

    /// The end that a letter brings.
    fn lifted(&self, letter: &Letter, record: &Record) -> End {
        let regardless = letter.regardless.map(|reason| self.text(reason));
        let how = if regardless.is_some() { Ending::LiftedRegardless } else { Ending::Lifted };
        End { on: record.signature.on, how, replaced_by: None, letter: Some(letter.hash), regardless }
    }

    fn instrument(&mut self, id: &InstrumentId) -> Result<&mut Instrument, ReplayError> {
        changed(self.entry, &mut self.state.instruments, id, "instrument")
    }

    fn end_clause(&mut self, id: &ClauseId, end: &End) -> Result<(), ReplayError> {
        let held = changed(self.entry, &mut self.state.clauses, id, "clause")?;
        held.end = Some(earlier(held.end.take(), end));
        self.end_constraints(id, end.on);
        Ok(())
    }

    /// Ends an instrument with those of its clauses that have not ended.
    fn end_instrument(&mut self, id: &InstrumentId, end: &End) -> Result<(), ReplayError> {
        let held = self.instrument(id)?;
        held.end = Some(earlier(held.end.take(), end));
        let clauses = held.clauses.clone();
        clauses.iter().try_for_each(|clause| self.end_clause(clause, end))
    }

    fn consent(&mut self, id: &ConsentId) -> Result<&mut KnownConsent, ReplayError> {
        changed(self.entry, &mut self.state.consents, id, "consent")
    }

    fn request(
        &mut self,
        clauses: &BTreeSet<ClauseId>,
        reach: &Reach,
        words: Erasable,
        answer: RequestAnswer,
        record: &Record,
    ) {
        let (clauses, reach, record) = (clauses.clone(), reach.clone(), record.clone());
        let request = ConsentRequest { clauses, reach, words: self.text(words), answer, record };
        note(self.entry, &mut self.state.requests, request);
    }

    /// What becomes of a predecessor's items: the constraints that go on are laid by events of their own.
    fn succeed(&mut self, succession: &Succession) -> Result<(), ReplayError> {
        for item in &succession.items {
            match item {
                DisposedItem::Stay { stay, disposition: _, outcome } => {
                    let episode = self.open_episode(stay)?;
                    if let Outcome::InMeasures { successor } = outcome {
                        episode.followed.push((*successor, succession.on));
                    } else {
                        episode.left = Some(Leaving { on: succession.on, letter: None, regardless: None });
                    }
                }
                DisposedItem::Instrument { instrument, disposition } => {
                    self.succeed_instrument(succession, instrument, *disposition)?;
                }
                DisposedItem::Clause { clause, outcome: _ } | DisposedItem::Performed { clause, .. } => {
                    self.end_constraints(clause, succession.on);
                }
            }
        }
        Ok(())
    }

    fn succeed_instrument(
        &mut self,
        succession: &Succession,
        id: &InstrumentId,
        disposition: Option<Disposition>,
    ) -> Result<(), ReplayError> {
        let held = self.instrument(id)?;
        let how = match disposition {
            Some(Disposition::Lift) => Ending::Lifted,
            Some(Disposition::Lapse) => Ending::Lapsed,
            Some(Disposition::Reissue) => Ending::Replaced,
            // A promise binds who gave it: the successor must give it afresh.
            Some(Disposition::Follow) | None if held.kind == InstrumentKind::Undertaking => Ending::Lapsed,
            Some(Disposition::Follow) | None => {
                held.followed.push((succession.successor, succession.on));
                return Ok(());
            }
        };
        self.end_instrument(id, &unlettered(succession.on, how))
    }
}

/// Of two ends the earlier stands; of one day the first recorded.
fn earlier(held: Option<End>, end: &End) -> End {
    held.filter(|held| held.on <= end.on).unwrap_or_else(|| end.clone())
}

fn unlettered(on: Date, how: Ending) -> End {
    End { on, how, replaced_by: None, letter: None, regardless: None }
}

fn note<T: Clone>(entry: Sequence, held: &mut Noted<T>, value: T) {
    Arc::make_mut(held).push((entry, value));
}

/// The record of an identity, to be changed under an entry.
fn changed<'a, K: Ord + Clone + ToString, V: Clone>(
    entry: Sequence,
    table: &'a mut Versioned<K, V>,
    key: &K,
    what: &'static str,
) -> Result<&'a mut V, ReplayError> {
    table.change(entry, key).ok_or_else(|| ReplayError::Missing { entry, what, id: key.to_string() })
}
