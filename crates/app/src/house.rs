//! The rooms' states in one, following the journal.

use crate::act::{Act, Asked, Who};
use jiff::Timestamp;
use journal::{ApplyError, Attached, Decision, Draft, Entry, FactFile, FactFileRef, Hash, Payload, Replica};
use register::{Event, FileHash, Refusal, State};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;
use terms::Sequence;

const TIMES_CHUNK: usize = 1024;

/// Everything that is true, as known after the last entry.
#[derive(Clone, Debug, Default)]
pub struct House {
    register: State,
    /// When each entry was recorded, in chunks that copies share.
    times: Vec<Arc<Vec<Timestamp>>>,
}

/// An event in the journal, with the room it belongs to.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "room", rename_all = "kebab-case")]
enum RoomEvent {
    Register {
        #[serde(flatten)]
        event: Event,
    },
}

impl House {
    /// The register.
    pub fn register(&self) -> &State {
        &self.register
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
}

impl Replica for House {
    type Act = Asked;
    type Refusal = Refusal;

    fn decide(&self, asked: &Asked, _now: Timestamp) -> Result<Decision, Refusal> {
        let Who::Keeper(actor) = &asked.who;
        let Act::Register(act) = &asked.act;
        let outcome = register::decide(&self.register, act)?;
        let events: Vec<RoomEvent> = outcome.events.into_iter().map(|event| RoomEvent::Register { event }).collect();
        let files = outcome.fact_file.map(|bytes| FactFileRef::Offered(FactFile::new(Arc::new(bytes))));
        Ok(Decision::Record(Box::new(Draft {
            actor: actor.clone(),
            act: describe(act),
            authority: json!({ "kind": "register-keeper" }),
            events: to_json(&events),
            // Without randomness nothing can be salted; the reason is then left out sooner than kept for ever.
            payloads: reason(act)
                .and_then(|reason| Payload::new(reason.as_bytes().to_vec()).ok())
                .into_iter()
                .collect(),
            files: files.into_iter().collect(),
        })))
    }

    fn apply(&mut self, entry: &Entry, attached: &Attached) -> Result<(), ApplyError> {
        let events: Vec<RoomEvent> = serde_json::from_value(entry.events.clone())?;
        let events: Vec<Event> = events.into_iter().map(|RoomEvent::Register { event }| event).collect();
        let file = |hash: FileHash| attached.file(&journal::FileHash(Hash(hash.0))).map(|bytes| bytes.to_vec());
        register::apply(&mut self.register, Sequence(entry.sequence), &events, file)?;
        self.note_time(entry.recorded_at);
        Ok(())
    }
}

/// The act as the entry keeps it: what was asked, without what the fact file or a payload already holds.
fn describe(act: &register::Act) -> Value {
    match act {
        register::Act::TakeImport { series, released, source_name, source_hash, rows, .. } => json!({
            "room": "register", "act": "take-import", "series": series, "released": released,
            "source_name": source_name, "source_hash": source_hash, "rows": rows,
        }),
        register::Act::RetractImport { source_hash, .. } => {
            json!({ "room": "register", "act": "retract-import", "source_hash": source_hash })
        }
        register::Act::Correct { wrong, right, source, released, .. } => json!({
            "room": "register", "act": "correct", "source": source, "released": released,
            "wrong": wrong.as_ref().map(|(series, fact)| json!({ "series": series, "fact": fact.to_string() })),
            "right": right.as_ref().map(ToString::to_string),
        }),
    }
}

/// Free text, which may name people and so must be erasable.
fn reason(act: &register::Act) -> Option<&str> {
    match act {
        register::Act::TakeImport { .. } => None,
        register::Act::RetractImport { reason, .. } | register::Act::Correct { reason, .. } => Some(reason),
    }
}

fn to_json(value: &impl Serialize) -> Value {
    // These types hold no map with keys other than text and no failing serialiser.
    serde_json::to_value(value).unwrap_or(Value::Null)
}
