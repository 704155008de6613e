//! What an event or an act is about, by identity, and whether an act of a kind would be accepted there.

use crate::act::{Act, Event, Refusal};
use crate::act_kind::ActKind;
use crate::fact::Fact;
use crate::fact_file::FileHash;
use crate::state::State;
use terms::OdsCode;

/// One thing that the register is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// A published file, by the hash of its bytes.
    Import(FileHash),
    /// A body.
    Body(OdsCode),
    /// The whole register: what a file or its keeper says of many bodies at once.
    Register,
}

impl Act {
    /// What the act is done to.
    pub fn subject(&self) -> Thing {
        match self {
            Self::TakeImport { .. } | Self::Correct { .. } | Self::Enter { .. } => Thing::Register,
            Self::RetractImport { source_hash, .. } => Thing::Import(*source_hash),
        }
    }
}

impl Event {
    /// The things that the event is about: the file it takes in or takes back, or the bodies of its fact, the subject first. What
    /// a file says of which bodies is in the file.
    pub fn about(&self) -> Vec<Thing> {
        match self {
            Self::ImportTaken { source_hash, .. } | Self::ImportRetracted { source_hash } => {
                vec![Thing::Import(*source_hash)]
            }
            Self::FactDenied { fact, .. } | Self::FactEntered { fact, .. } => {
                let (subject, other) = Fact::read_line(fact).map_or((None, None), |fact| fact.subjects());
                subject.into_iter().chain(other).map(Thing::Body).collect()
            }
        }
    }
}

impl ActKind {
    /// Whether an act of this kind of a thing would be accepted now: only a file that counts can be retracted; what may be taken
    /// in or entered is judged by what it says.
    ///
    /// # Errors
    /// The [`Refusal`] with which [`crate::decide`] would answer.
    pub fn allows(self, state: &State, of: Thing) -> Result<(), Refusal> {
        match self {
            Self::TakeImport | Self::Correct | Self::Enter => Ok(()),
            Self::RetractImport => match of {
                Thing::Import(source_hash) => state.counting(source_hash).map(drop),
                Thing::Body(_) | Thing::Register => Err(Refusal::NoImport),
            },
        }
    }
}
