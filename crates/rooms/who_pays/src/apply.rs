//! Taking recorded events into the state.

use crate::case::{Case, Evidence, Move, MoveKind, Subject};
use crate::event::Event;
use crate::id::{CaseId, OverrideId};
use crate::kind::{Closing, Party, Received, Stage};
use crate::local::{Ended, Extended, Key, Override, Stamp};
use crate::state::State;
use crate::sum::Sum;
use assign::KeyHash;
use jiff::Timestamp;
use mandate::{Actor, Erasable};
use std::sync::Arc;
use terms::{Date, ReplayError, Sequence, Text, take_entry};

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
    recorded_at: Timestamp,
    events: &[Event],
    payload: &dyn Fn(Erasable) -> Option<Vec<u8>>,
) -> Result<(), ReplayError> {
    take_entry(state, |next| follow(next, sequence, recorded_at, events, payload))
}

/// As [`apply`], for whoever gives the state up when that fails: nothing is copied, and on an error the state may be half-way
/// through the entry.
///
/// # Errors
/// As [`apply`].
pub fn follow(
    state: &mut State,
    sequence: Sequence,
    recorded_at: Timestamp,
    events: &[Event],
    payload: &dyn Fn(Erasable) -> Option<Vec<u8>>,
) -> Result<(), ReplayError> {
    if sequence <= state.sequence {
        return Err(ReplayError::Order { last: state.sequence, found: sequence });
    }
    state.sequence = sequence;
    let mut taking = Taking { state, entry: sequence, at: recorded_at, payload };
    events.iter().try_for_each(|event| taking.take(event))
}

struct Taking<'a> {
    state: &'a mut State,
    entry: Sequence,
    at: Timestamp,
    payload: &'a dyn Fn(Erasable) -> Option<Vec<u8>>,
}

impl Taking<'_> {
    fn text(&self, ordinal: Erasable) -> Text {
        Text::from_payload((self.payload)(ordinal))
    }

    fn stamp(&self, by: &Actor, on: Date) -> Stamp {
        Stamp { entry: self.entry, at: self.at, by: by.clone(), on }
    }

    fn local(&mut self, id: &OverrideId) -> Result<&mut Override, ReplayError> {
        let entry = self.entry;
        let missing = || ReplayError::Missing { entry, what: "override", id: id.to_string() };
        self.state.locals.change(entry, id).ok_or_else(missing)
    }

    fn case(&mut self, id: &CaseId) -> Result<&mut Case, ReplayError> {
        let entry = self.entry;
        let missing = || ReplayError::Missing { entry, what: "case", id: id.to_string() };
        self.state.cases.change(entry, id).ok_or_else(missing)
    }

    fn take(&mut self, event: &Event) -> Result<(), ReplayError> {
        match event {
            Event::OverrideAdded { id, kind, commissioner, owner, first, last, key, reason, by, on } => {
                let hash = (self.payload)(*key).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
                let value = Override {
                    id: id.clone(),
                    kind: *kind,
                    commissioner: *commissioner,
                    owner: owner.clone(),
                    reason: self.text(*reason),
                    key: hash.map_or(Key::Erased, |hash| Key::Held(KeyHash(hash))),
                    first: *first,
                    given_last: *last,
                    extended: Vec::new(),
                    ended: None,
                    erased: None,
                    added: self.stamp(by, *on),
                };
                Arc::make_mut(&mut self.state.keys).insert(id.clone(), (self.entry, *key));
                self.state.locals.insert(self.entry, id.clone(), value);
            }
            Event::OverrideExtended { id, last, reason, by, on } => {
                let extended = Extended { last: *last, reason: self.text(*reason), stamp: self.stamp(by, *on) };
                self.local(id)?.extended.push(extended);
            }
            Event::OverrideEnded { id, last, reason, by, on } => {
                let ended = Ended { last: *last, reason: self.text(*reason), stamp: self.stamp(by, *on) };
                self.local(id)?.ended = Some(ended);
            }
            Event::KeyErased { id, by, on } => {
                let stamp = self.stamp(by, *on);
                let held = self.local(id)?;
                held.erased = held.erased.take().or(Some(stamp));
                // What is erased is not known, not even as known before.
                self.state.locals.change_all(id, |held| held.key = Key::Erased);
            }
            Event::ClocksSet { clocks, by, on } => {
                let stamp = self.stamp(by, *on);
                Arc::make_mut(&mut self.state.clocks).push((clocks.clone(), stamp));
            }
            Event::CaseOpened { .. }
            | Event::EvidenceFiled { .. }
            | Event::Answered { .. }
            | Event::Pressed { .. }
            | Event::Escalated { .. }
            | Event::Closed { .. }
            | Event::Ruled { .. } => self.take_case(event)?,
        }
        Ok(())
    }

    fn take_case(&mut self, event: &Event) -> Result<(), ReplayError> {
        match event {
            Event::CaseOpened { case, claimant, respondent, words, first, last, sum, subject, walk, due, by, on } => {
                let opened = Move {
                    kind: MoveKind::Opened,
                    party: Party::Claimant,
                    words: Some(self.text(*words)),
                    received: Received::Directly,
                    due: Some(*due),
                    stamp: self.stamp(by, *on),
                };
                let value = Case {
                    id: case.clone(),
                    claimant: *claimant,
                    respondent: *respondent,
                    words: self.text(*words),
                    first: *first,
                    last: *last,
                    claim: *sum,
                    subject: Subject { of: subject.clone(), walk: walk.map(|walk| self.text(walk)) },
                    asked: *sum,
                    offered: Sum::NOTHING,
                    stage: Stage::Answering,
                    due: Some(*due),
                    moves: vec![opened],
                    evidence: Vec::new(),
                    closed: None,
                };
                self.state.cases.insert(self.entry, case.clone(), value);
                Ok(())
            }
            Event::EvidenceFiled { case, evidence, party, title, hash, media_type, n_bytes, by, on } => {
                let filed = Evidence {
                    id: evidence.clone(),
                    party: *party,
                    title: self.text(*title),
                    hash: *hash,
                    media_type: media_type.clone(),
                    n_bytes: *n_bytes,
                    stamp: self.stamp(by, *on),
                };
                self.case(case)?.evidence.push(filed);
                Ok(())
            }
            Event::Answered { case, offer, reason, received, due, by, on } => {
                let made = self.made(
                    MoveKind::Answered { offer: *offer },
                    Party::Respondent,
                    Some(*reason),
                    *received,
                    by,
                    *on,
                );
                let held = self.case(case)?;
                held.moves.push(Move { due: Some(*due), ..made });
                (held.offered, held.stage, held.due) = (*offer, Stage::Replying, Some(*due));
                Ok(())
            }
            Event::Pressed { case, ask, reason, due, by, on } => {
                let made = self.made(
                    MoveKind::Pressed { ask: *ask },
                    Party::Claimant,
                    Some(*reason),
                    Received::Directly,
                    by,
                    *on,
                );
                let held = self.case(case)?;
                held.moves.push(Move { due: Some(*due), ..made });
                (held.asked, held.stage, held.due) = (*ask, Stage::Answering, Some(*due));
                Ok(())
            }
            Event::Escalated { case, party, reason, by, on } => {
                let made = self.made(MoveKind::Escalated, *party, Some(*reason), Received::Directly, by, *on);
                let held = self.case(case)?;
                held.moves.push(made);
                (held.stage, held.due) = (Stage::Escalated, None);
                Ok(())
            }
            Event::Closed { case, outcome, sum, party, reason, received, by, on } => {
                let kind = MoveKind::Closed { outcome: *outcome, sum: *sum };
                let made = self.made(kind, *party, *reason, *received, by, *on);
                self.close(case, made, *outcome, *sum)
            }
            Event::Ruled { case, party, ruling, sum, reason, by, on } => {
                let kind = MoveKind::Ruled { ruling: *ruling, sum: *sum };
                let made = self.made(kind, *party, Some(*reason), Received::Directly, by, *on);
                self.close(case, made, Closing::Ruled, *sum)
            }
            Event::OverrideAdded { .. }
            | Event::OverrideExtended { .. }
            | Event::OverrideEnded { .. }
            | Event::KeyErased { .. }
            | Event::ClocksSet { .. } => Ok(()),
        }
    }

    fn made(
        &self,
        kind: MoveKind,
        party: Party,
        words: Option<Erasable>,
        received: Received,
        by: &Actor,
        on: Date,
    ) -> Move {
        let words = words.map(|words| self.text(words));
        Move { kind, party, words, received, due: None, stamp: self.stamp(by, on) }
    }

    fn close(&mut self, case: &CaseId, made: Move, outcome: Closing, sum: Sum) -> Result<(), ReplayError> {
        let held = self.case(case)?;
        held.moves.push(made);
        (held.stage, held.due, held.closed) = (Stage::Closed, None, Some((outcome, sum)));
        Ok(())
    }
}
