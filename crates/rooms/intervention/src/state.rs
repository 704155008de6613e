//! What is true of interventions, as known after each entry.

use crate::attempt::Notice;
use crate::clause::Constraint;
use crate::history::HistoricCase;
use crate::id::{ClauseId, ConsentId, HistoryId, ProposalId, Stay};
use crate::instrument::{ClauseRecord, Instrument};
use crate::proposal::Proposal;
use crate::publication::Publication;
use crate::stay::Episode;
use crate::view::{ConsentRequest, Interventions, KnownConsent, Succession};
use mandate::InstrumentId;
use std::sync::Arc;
use terms::{Date, Sequence, Versioned};

/// The state of the room. A copy shares everything with the original.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    pub(crate) sequence: Sequence,
    pub(crate) proposals: Versioned<ProposalId, Proposal>,
    pub(crate) stays: Versioned<Stay, Vec<Episode>>,
    pub(crate) instruments: Versioned<InstrumentId, Instrument>,
    pub(crate) clauses: Versioned<ClauseId, ClauseRecord>,
    /// By clause and first day: a clause that was varied, or followed to a successor, laid more than one.
    pub(crate) constraints: Versioned<(ClauseId, Date), Constraint>,
    pub(crate) consents: Versioned<ConsentId, KnownConsent>,
    pub(crate) history: Versioned<HistoryId, HistoricCase>,
    pub(crate) requests: Noted<ConsentRequest>,
    pub(crate) notices: Noted<Notice>,
    pub(crate) publications: Noted<Publication>,
    pub(crate) successions: Noted<Succession>,
}

/// What is only ever added to, each with the entry that added it.
pub(crate) type Noted<T> = Arc<Vec<(Sequence, T)>>;

impl State {
    /// An empty state.
    pub fn new() -> Self {
        Self::default()
    }

    /// The last entry taken in.
    pub fn sequence(&self) -> Sequence {
        self.sequence
    }

    /// The room as known after an entry.
    pub fn known(&self, known: Sequence) -> Interventions<'_> {
        Interventions { state: self, known }
    }

    /// The room as known now.
    pub fn now(&self) -> Interventions<'_> {
        self.known(self.sequence)
    }
}
