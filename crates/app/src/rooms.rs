//! The one list of rooms, and what is made of it: the act, the event, the refusal and the state of the whole.

use crate::act::Erase;
use crate::kept::Told;
use crate::reader::Reader;
use crate::room::{Entered, Made, Needs, Room};
use jiff::Timestamp;
use journal::ApplyError;
use mandate::{Context, Erasable, PersonId};
use money::totals as control_totals;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;
use terms::shared::Rows;
use thiserror::Error;

/// Makes the whole of its rooms. A room added to the list below is then asked for what [`Room`] says of it, and nowhere else.
macro_rules! rooms {
    ($($(#[doc = $doc:literal])* $variant:ident = $room:ident;)*) => {
        /// An act of one of the rooms, or of the record itself.
        #[derive(Clone, Debug)]
        pub enum Act {
            $($(#[doc = $doc])* $variant($room::Act),)*
            /// Of the record itself: texts beside it are erased.
            Erase(Erase),
        }

        impl Act {
            /// Every kind of act of every room, as the record names them: the room, and the kind.
            pub fn kinds() -> Vec<(&'static str, &'static str)> {
                let mut kinds = Vec::new();
                $(kinds.extend($room::ActKind::ALL.iter().map(|kind| (<$room::State as Room>::SLUG, kind.slug())));)*
                kinds
            }
        }

        $(impl From<$room::Act> for Act {
            fn from(act: $room::Act) -> Self {
                Self::$variant(act)
            }
        })*

        /// An event in the journal, with the room it belongs to.
        #[expect(clippy::large_enum_variant, reason = "they are read, taken in and dropped, entry by entry")]
        #[derive(Debug, Serialize, Deserialize)]
        #[serde(tag = "room", rename_all = "kebab-case")]
        pub(crate) enum RoomEvent {
            $($variant {
                #[serde(flatten)]
                event: $room::Event,
            },)*
        }

        $(impl From<$room::Event> for RoomEvent {
            fn from(event: $room::Event) -> Self {
                Self::$variant { event }
            }
        })*

        impl RoomEvent {
            /// Whether somebody may read it who may not read everything.
            pub(crate) fn is_open_to(&self, reader: &Reader<'_>) -> bool {
                match self {
                    $(Self::$variant { event } => <$room::State as Room>::opens(reader, event),)*
                }
            }

            /// Which of its entry's texts is a reason that anybody may read who may read the event.
            pub(crate) fn public_reason(&self) -> Option<Erasable> {
                match self {
                    $(Self::$variant { event } => <$room::State as Room>::public_reason(event),)*
                }
            }
        }

        /// Why an act was not done; nothing of it was recorded.
        #[derive(Clone, Debug, PartialEq, Eq, Error)]
        pub enum Refusal {
            /// Whoever asked holds no post that gives them this on the day.
            #[error(transparent)]
            Denied(#[from] mandate::Denied),
            /// No post gives it to anybody.
            #[error("only the keeper of this installation can do this, at the command line; {person} cannot")]
            KeeperOnly {
                /// Who asked.
                person: PersonId,
            },
            /// Nobody in particular does nothing.
            #[error("only somebody who has signed in can do this")]
            SignedOut,
            $($(#[doc = $doc])*
            #[error(transparent)]
            $variant(#[from] $room::Refusal),)*
            /// This machine's clock cannot be right.
            #[error(transparent)]
            Clock(#[from] journal::ClockError),
            /// The system gave no randomness, so nothing personal could be kept erasably.
            #[error("no randomness could be had to keep personal data erasable, so nothing was recorded")]
            NoRandomness,
        }

        /// Everything that is true, as known after the last entry.
        #[derive(Clone, Debug, Default)]
        pub struct House {
            $(pub(crate) $room: $room::State,)*
            /// When each entry was recorded.
            pub(crate) times: Rows<Timestamp>,
            /// What the rooms are told again that are not kept as they are, by entry.
            pub(crate) told: Rows<Arc<Told>>,
        }

        impl House {
            $($(#[doc = $doc])*
            pub fn $room(&self) -> &$room::State {
                &self.$room
            })*

            /// What an act needs of whoever asks it.
            pub(crate) fn needs(&self, context: &Context, act: &Act) -> Needs {
                match act {
                    $(Act::$variant(act) => <$room::State as Room>::needs(self, context, act),)*
                    // It takes words out of any room, whoever wrote them.
                    Act::Erase(_) => Needs::Keeper,
                }
            }

            /// What the rooms make of an act, before it is written down.
            pub(crate) fn make(&self, context: &Context, act: &Act) -> Result<Made, Refusal> {
                match act {
                    $(Act::$variant(act) => <$room::State as Room>::decide(self, context, act),)*
                    Act::Erase(what) => Ok(Made { erases: what.texts().to_vec(), ..Made::default() }),
                }
            }

            /// Tells each room of an entry, whether or not it has an event of the room, so that all stand at the same one.
            pub(crate) fn take(&mut self, events: Vec<RoomEvent>, entered: &Entered<'_>) -> Result<(), ApplyError> {
                $(let mut $room: Vec<$room::Event> = Vec::new();)*
                for event in events {
                    match event {
                        $(RoomEvent::$variant { event } => $room.push(event),)*
                    }
                }
                $(<$room::State as Room>::apply(self, entered, &$room)?;)*
                Ok(())
            }

            /// As [`House::take`], for the rooms whose state is not kept as it is.
            pub(crate) fn take_again(&mut self, events: Vec<RoomEvent>, entered: &Entered<'_>) -> Result<(), ApplyError> {
                $(let mut $room: Vec<$room::Event> = Vec::new();)*
                for event in events {
                    match event {
                        $(RoomEvent::$variant { event } => $room.push(event),)*
                    }
                }
                $(if !<$room::State as Room>::IS_KEPT {
                    <$room::State as Room>::apply(self, entered, &$room)?;
                })*
                Ok(())
            }

            /// The names in the record of the rooms whose state is kept as it is.
            pub(crate) fn is_kept(room: &str) -> bool {
                $((<$room::State as Room>::IS_KEPT && room == <$room::State as Room>::SLUG))||*
            }
        }

        /// An act as the entry keeps it.
        pub(crate) fn describe(act: &Act) -> Value {
            match act {
                $(Act::$variant(act) => <$room::State as Room>::describe(act),)*
                Act::Erase(erase) => erase.describe(),
            }
        }
    };
}

// In the order in which each may use the rooms before it, and in which an entry is taken.
rooms! {
    /// Bodies: what published files say of them, and what became of each.
    Register = register;
    /// People, posts, powers and mandates.
    Mandate = mandate;
    /// Meetings, proposals and decisions.
    Executive = executive;
    /// Overrides and challenges.
    WhoPays = who_pays;
    /// Operating plans and agreements.
    Plan = plan;
    /// The ledger: accounts, transfers and published allocations.
    Money = money;
    /// Control totals, and all that is held against them.
    ControlTotals = control_totals;
}
