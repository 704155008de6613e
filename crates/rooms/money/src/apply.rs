//! Taking recorded events into the state.

use crate::event::Event;
use crate::id::TransferId;
use crate::ledger::LedgerError;
use crate::milestone::{Milestone, Stamp};
use crate::state::State;
use jiff::Timestamp;
use mandate::{Actor, Erasable};
use terms::{Date, ReplayError, Sequence, Text, take_entry};

/// Takes one entry's events into the state.
///
/// `payload` gives the bytes of an erasable payload of this entry; `None` for one that was erased. On an error the state is as
/// it was.
///
/// # Errors
/// [`ReplayError`] when the entry is out of order, about something unknown, or breaks a law of the ledger.
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
    fn take(&mut self, event: &Event) -> Result<(), ReplayError> {
        let entry = self.entry;
        let unsound = |error: LedgerError| ReplayError::Unsound { entry, reason: error.to_string() };
        match event {
            Event::FundAdded { fund, .. } => self.state.funds.insert(entry, fund.code.clone(), fund.clone()),
            Event::AccountOpened { account, .. } => {
                self.state.ledger.open(entry, account.clone()).map_err(unsound)?;
            }
            Event::AccountClosed { account, last, .. } => {
                self.state.ledger.close(entry, account, *last).map_err(unsound)?;
            }
            Event::TransfersRecorded { transfers, on, .. } => {
                let ledger = &mut self.state.ledger;
                transfers.iter().try_for_each(|record| ledger.record(entry, *on, record.clone())).map_err(unsound)?;
            }
            Event::MilestoneSet { pending, words, by, on } => {
                // What was shown stays shown when the milestone is put in other words.
                let evidence = self.state.milestones.get(pending, entry).and_then(|held| held.evidence.clone());
                let milestone = Milestone { words: self.text(*words), evidence, stamp: self.stamp(by, *on) };
                self.state.milestones.insert(entry, *pending, milestone);
            }
            Event::EvidenceRecorded { pending, words, by, on } => {
                let (evidence, stamp) = (self.text(*words), self.stamp(by, *on));
                let milestone = self.milestone(*pending)?;
                (milestone.evidence, milestone.stamp) = (Some(evidence), stamp);
            }
            Event::AllocationsImported { table, .. } => {
                self.state.vintages.insert(entry, table.vintage.clone(), table.clone());
            }
        }
        Ok(())
    }

    fn milestone(&mut self, pending: TransferId) -> Result<&mut Milestone, ReplayError> {
        let entry = self.entry;
        let missing = || ReplayError::Missing { entry, what: "milestone", id: pending.to_string() };
        self.state.milestones.change(entry, &pending).ok_or_else(missing)
    }

    fn text(&self, ordinal: Erasable) -> Text {
        Text::from_payload((self.payload)(ordinal))
    }

    fn stamp(&self, by: &Actor, on: Date) -> Stamp {
        Stamp { entry: self.entry, at: self.at, by: by.clone(), on }
    }
}
