//! The rooms' states in one, following the journal.

use crate::act::{Act, Asked};
use crate::permission::{permit, recorded};
use crate::refusal::Refusal;
use crate::said::{describe, reason};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use journal::{ApplyError, Attached, Decision, Draft, Entry, Erased, FactFile, FactFileRef, Hash, Payload, Replica};
use mandate::Erasable;
use register::{FileHash, State};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;
use terms::{Date, Sequence};

const TIMES_CHUNK: usize = 1024;

/// What stands where an act has no text of its own, so that its entry holds a salted hash nobody outside can guess.
///
/// A vote or a position is one of few, and its time is nearly known: without this the hash of the entry, which everybody
/// may see, would tell a right guess from a wrong one.
pub const BLIND: &[u8] = b"blind";

/// Everything that is true, as known after the last entry.
#[derive(Clone, Debug, Default)]
pub struct House {
    register: State,
    mandate: mandate::State,
    executive: executive::State,
    who_pays: who_pays::State,
    /// When each entry was recorded, in chunks that copies share.
    times: Vec<Arc<Vec<Timestamp>>>,
}

/// An event in the journal, with the room it belongs to.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "room", rename_all = "kebab-case")]
pub(crate) enum RoomEvent {
    Register {
        #[serde(flatten)]
        event: register::Event,
    },
    Mandate {
        #[serde(flatten)]
        event: mandate::Event,
    },
    Executive {
        #[serde(flatten)]
        event: executive::Event,
    },
    WhoPays {
        #[serde(flatten)]
        event: who_pays::Event,
    },
}

/// What the rooms made of an act, before it is written down.
#[derive(Default)]
struct Made {
    events: Vec<RoomEvent>,
    payloads: Vec<Payload>,
    files: Vec<FactFileRef>,
    /// Texts of earlier entries that are erased with this one.
    erases: Vec<Erased>,
}

impl House {
    /// The register.
    pub fn register(&self) -> &State {
        &self.register
    }

    /// People, posts, powers and mandates.
    pub fn mandate(&self) -> &mandate::State {
        &self.mandate
    }

    /// Meetings, proposals and decisions.
    pub fn executive(&self) -> &executive::State {
        &self.executive
    }

    /// Overrides and challenges.
    pub fn who_pays(&self) -> &who_pays::State {
        &self.who_pays
    }

    /// What an act of overrides and challenges is judged against.
    pub fn payers_world(&self) -> who_pays::World<'_> {
        who_pays::World { register: self.register_now(), mandate: self.mandate.now(), who_pays: &self.who_pays }
    }

    /// What an act of meetings and decisions is judged against: all three rooms as they stand.
    pub fn meeting_world(&self) -> executive::World<'_> {
        executive::World { register: self.register_now(), mandate: self.mandate.now(), executive: &self.executive }
    }

    /// The last entry taken in.
    pub fn sequence(&self) -> Sequence {
        self.register.sequence()
    }

    /// When an entry was recorded.
    pub fn recorded_at(&self, sequence: Sequence) -> Option<Timestamp> {
        let place = usize::try_from(sequence.0.checked_sub(1)?).ok()?;
        self.times.get(place / TIMES_CHUNK)?.get(place % TIMES_CHUNK).copied()
    }

    /// The last entry recorded at or before a moment.
    pub fn known_at(&self, moment: Timestamp) -> Sequence {
        let whole = self.times.partition_point(|chunk| chunk.first().is_some_and(|first| *first <= moment));
        let Some(chunk) = whole.checked_sub(1).and_then(|last| self.times.get(last)) else { return Sequence::START };
        let within = chunk.partition_point(|time| *time <= moment);
        Sequence(((whole - 1) * TIMES_CHUNK + within) as u64)
    }

    fn note_time(&mut self, time: Timestamp) {
        match self.times.last_mut() {
            Some(chunk) if chunk.len() < TIMES_CHUNK => Arc::make_mut(chunk).push(time),
            _ => self.times.push(Arc::new(vec![time])),
        }
    }

    fn make(&self, asked: &Asked, context: &mandate::Context) -> Result<Made, Refusal> {
        match &asked.act {
            Act::Register(act) => {
                let outcome = register::decide(&self.register, act)?;
                let file = |bytes| FactFileRef::Offered(FactFile::new(Arc::new(bytes)));
                Ok(Made {
                    events: outcome.events.into_iter().map(|event| RoomEvent::Register { event }).collect(),
                    payloads: salted(reason(act).map(|reason| reason.as_bytes().to_vec()))?,
                    files: outcome.fact_file.map(file).into_iter().collect(),
                    ..Made::default()
                })
            }
            Act::Mandate(act) => {
                let world = mandate::World { register: self.register_now(), mandate: &self.mandate };
                let outcome = mandate::decide(&world, context, act)?;
                let forgotten = match act {
                    mandate::Act::ForgetPerson { person } => self.mandate.payloads_of(person),
                    _ => Vec::new(),
                };
                Ok(Made {
                    events: outcome.events.into_iter().map(|event| RoomEvent::Mandate { event }).collect(),
                    payloads: salted(outcome.payloads)?,
                    erases: forgotten.into_iter().map(of_entry).collect(),
                    ..Made::default()
                })
            }
            Act::Executive(act) => {
                let outcome = executive::decide(&self.meeting_world(), context, act)?;
                // The uses of power belong in the entry of the decision: they take effect together or not at all.
                let exercises = outcome.exercises.into_iter().map(|event| RoomEvent::Mandate { event });
                let events = outcome.events.into_iter().map(|event| RoomEvent::Executive { event });
                Ok(Made {
                    events: events.chain(exercises).collect(),
                    payloads: salted(outcome.payloads)?,
                    ..Made::default()
                })
            }
            Act::WhoPays(act) => {
                let outcome = who_pays::decide(&self.payers_world(), context, act)?;
                let forgotten = match act {
                    who_pays::Act::EraseKey { id } => self.who_pays.key_payload(id),
                    _ => None,
                };
                Ok(Made {
                    events: outcome.events.into_iter().map(|event| RoomEvent::WhoPays { event }).collect(),
                    payloads: salted(outcome.payloads)?,
                    erases: forgotten.map(of_entry).into_iter().collect(),
                    ..Made::default()
                })
            }
            Act::Erase(what) => Ok(Made { erases: what.texts().to_vec(), ..Made::default() }),
        }
    }

    /// The register as known after the last entry.
    fn register_now(&self) -> register::View<'_> {
        self.register.view(self.register.sequence())
    }
}

impl Replica for House {
    type Act = Asked;
    type Refusal = Refusal;

    fn decide(&self, asked: &Asked, now: Timestamp) -> Result<Decision, Refusal> {
        let context = asked.who.context(now);
        let grant = permit(self, &context, &asked.act)?;
        let mut made = self.make(asked, &context)?;
        let is_erasure = matches!(&asked.act, Act::Erase(_)) && !made.erases.is_empty();
        if made.events.is_empty() && !is_erasure {
            return Ok(Decision::Nothing);
        }
        if made.payloads.is_empty() && !matches!(asked.act, Act::Register(_) | Act::Erase(_)) {
            made.payloads = salted([BLIND.to_vec()])?;
        }
        Ok(Decision::Record(Box::new(Draft {
            actor: asked.who.recorded_as().to_owned(),
            act: describe(&asked.who, &asked.act),
            authority: recorded(&grant, &context),
            events: to_json(&made.events),
            payloads: made.payloads,
            files: made.files,
            erases: made.erases,
        })))
    }

    fn apply(&mut self, entry: &Entry, attached: &Attached) -> Result<(), ApplyError> {
        let events: Vec<RoomEvent> = serde_json::from_value(entry.events.clone())?;
        let (mut of_register, mut of_mandate) = (Vec::new(), Vec::new());
        let (mut of_executive, mut of_payers) = (Vec::new(), Vec::new());
        for event in events {
            match event {
                RoomEvent::Register { event } => of_register.push(event),
                RoomEvent::Mandate { event } => of_mandate.push(event),
                RoomEvent::Executive { event } => of_executive.push(event),
                RoomEvent::WhoPays { event } => of_payers.push(event),
            }
        }
        let sequence = Sequence(entry.sequence);
        let file = |hash: FileHash| attached.file(&journal::FileHash(Hash(hash.0))).map(|bytes| bytes.to_vec());
        let payload = |text: Erasable| {
            entry.payloads.get(usize::from(text.0)).and_then(|hash| attached.payload(hash)).map(<[u8]>::to_vec)
        };
        // Each room is told of every entry, so that all stand at the same one.
        register::apply(&mut self.register, sequence, &of_register, file)?;
        mandate::apply(&mut self.mandate, sequence, &of_mandate, &payload)?;
        mandate::live(&mut self.mandate, &self.register.view(sequence));
        executive::apply(&mut self.executive, sequence, entry.recorded_at, &of_executive, &payload)?;
        who_pays::apply(&mut self.who_pays, sequence, entry.recorded_at, &of_payers, &payload)?;
        self.note_time(entry.recorded_at);
        Ok(())
    }
}

/// A text as the journal finds it: by its entry and its place there.
fn of_entry((sequence, text): (Sequence, Erasable)) -> Erased {
    Erased::Of { entry: sequence.0, place: usize::from(text.0) }
}

/// The day in England at a moment.
pub fn civil_day(moment: Timestamp) -> Date {
    let zone = TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC);
    moment.to_zoned(zone).date()
}

/// Texts under fresh salts, in order: an event names its text by its place, so none may be left out.
fn salted(texts: impl IntoIterator<Item = Vec<u8>>) -> Result<Vec<Payload>, Refusal> {
    texts.into_iter().map(|text| Payload::new(text).map_err(|_| Refusal::NoRandomness)).collect()
}

fn to_json(value: &impl Serialize) -> Value {
    // These types hold no map with keys other than text and no failing serialiser.
    serde_json::to_value(value).unwrap_or(Value::Null)
}
