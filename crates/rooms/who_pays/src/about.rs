//! What an event or an act is about, by identity.

use crate::act::{Act, Given};
use crate::event::Event;
use crate::id::{CaseId, OverrideId};
use crate::kind::Party;
use std::fmt;
use terms::OdsCode;

/// One thing on record, by its identity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// A body of the register.
    Body(OdsCode),
    /// An override.
    Override(OverrideId),
    /// A case.
    Case(CaseId),
    /// One side of a case: what is done in it is done by a side.
    Side(CaseId, Party),
    /// How many days each side has.
    Clocks,
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body(body) => write!(f, "{body}"),
            Self::Override(id) => write!(f, "{id}"),
            Self::Case(id) | Self::Side(id, _) => write!(f, "{id}"),
            Self::Clocks => f.write_str("clocks"),
        }
    }
}

impl Act {
    /// What the act is done to, and in a case by which side: by it [`crate::ActKind::duty`] says what the actor must hold.
    pub fn subject(&self) -> Thing {
        let side = |case: &CaseId, party| Thing::Side(case.clone(), party);
        match self {
            Self::AddOverride(new) => Thing::Body(new.owner.body),
            Self::ExtendOverride { id, .. } | Self::EndOverride { id, .. } | Self::EraseKey { id } => {
                Thing::Override(id.clone())
            }
            Self::SetClocks(_) => Thing::Clocks,
            Self::Open(claim) => Thing::Body(claim.claimant),
            Self::File { case, party, .. } | Self::Escalate { case, party, .. } | Self::Rule { case, party, .. } => {
                side(case, *party)
            }
            Self::Agree { case, given } | Self::Answer { case, given, .. } => side(case, given.recorded_by()),
            Self::AcceptOffer { case } | Self::Press { case, .. } | Self::Withdraw { case, .. } => {
                side(case, Party::Claimant)
            }
        }
    }
}

impl Given {
    /// Which side records the respondent's answer.
    const fn recorded_by(&self) -> Party {
        match self {
            Self::Directly => Party::Respondent,
            Self::ByLetter(_) => Party::Claimant,
        }
    }
}

impl Event {
    /// The things that the event is about, the one it changes before the others.
    pub fn about(&self) -> Vec<Thing> {
        match self {
            Self::OverrideAdded { id, .. }
            | Self::OverrideExtended { id, .. }
            | Self::OverrideEnded { id, .. }
            | Self::KeyErased { id, .. } => vec![Thing::Override(id.clone())],
            Self::ClocksSet { .. } => vec![Thing::Clocks],
            Self::CaseOpened { case, .. }
            | Self::EvidenceFiled { case, .. }
            | Self::Answered { case, .. }
            | Self::Pressed { case, .. }
            | Self::Escalated { case, .. }
            | Self::Closed { case, .. }
            | Self::Ruled { case, .. } => vec![Thing::Case(case.clone())],
        }
    }
}
