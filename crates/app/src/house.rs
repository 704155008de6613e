//! The rooms' states in one, following the journal.

use crate::act::Asked;
use crate::kept::{self, Told};
use crate::permission::{permit, recorded};
use crate::room::{Beside, Entered, salted};
use crate::rooms::{Act, House, Refusal};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use journal::{ApplyError, Attached, Decision, Draft, Entry, Hash, PayloadHash, Replica, Texts};
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;
use terms::{Date, Sequence};

/// What stands where an act has no text of its own, so that its entry holds a salted hash nobody outside can guess.
///
/// A vote or a position is one of few, and its time is nearly known: without this the hash of the entry, which everybody
/// may see, would tell a right guess from a wrong one.
pub const BLIND: &[u8] = b"blind";

impl House {
    /// What an act of people, posts, powers and mandates is judged against.
    pub fn mandate_world(&self) -> mandate::World<'_> {
        mandate::World { register: self.register_now(), mandate: &self.mandate }
    }

    /// What an act of overrides and challenges is judged against.
    pub fn payers_world(&self) -> who_pays::World<'_> {
        who_pays::World { register: self.register_now(), mandate: self.mandate.now(), who_pays: &self.who_pays }
    }

    /// What an act of meetings and decisions is judged against: all three rooms as they stand.
    pub fn meeting_world(&self) -> executive::World<'_> {
        executive::World { register: self.register_now(), mandate: self.mandate.now(), executive: &self.executive }
    }

    /// What an act of plans and agreements is judged against.
    pub fn planning_world(&self) -> plan::World<'_> {
        plan::World {
            register: self.register_now(),
            mandate: self.mandate.now(),
            executive: self.executive.now(),
            plan: &self.plan,
        }
    }

    /// What an act of the ledger is judged against: all that a transfer rests on is looked up in the rooms that recorded it.
    pub fn ledger_world(&self) -> money::World<'_> {
        money::World {
            register: self.register_now(),
            mandate: self.mandate.now(),
            references: self,
            money: &self.money,
        }
    }

    /// What an act of control totals is judged against.
    pub fn totals_world(&self) -> money::totals::World<'_> {
        money::totals::World {
            register: self.register_now(),
            mandate: self.mandate.now(),
            totals: &self.control_totals,
        }
    }

    /// The last entry taken in.
    pub fn sequence(&self) -> Sequence {
        self.register.sequence()
    }

    /// When an entry was recorded.
    pub fn recorded_at(&self, sequence: Sequence) -> Option<Timestamp> {
        self.times.get(usize::try_from(sequence.0.checked_sub(1)?).ok()?).copied()
    }

    /// The last entry recorded at or before a moment.
    pub fn known_at(&self, moment: Timestamp) -> Sequence {
        Sequence(self.times.partition_point(|time| *time <= moment) as u64)
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
        let mut made = self.make(&context, &asked.act)?;
        let is_erasure = matches!(&asked.act, Act::Erase(_)) && !made.erases.is_empty();
        if made.events.is_empty() && !is_erasure {
            return Ok(Decision::Nothing);
        }
        if made.payloads.is_empty() && made.is_guarded {
            made.payloads = salted([BLIND.to_vec()])?;
        }
        Ok(Decision::Record(Box::new(Draft {
            actor: asked.who.recorded_as().to_owned(),
            act: asked.describe(),
            authority: recorded(&grant, &context),
            events: to_json(&made.events),
            payloads: made.payloads,
            files: made.files,
            erases: made.erases,
        })))
    }

    fn apply(&mut self, entry: &Entry, attached: &Attached) -> Result<(), ApplyError> {
        let (sequence, recorded_at) = (Sequence(entry.sequence), entry.recorded_at);
        let entered = Entered { sequence, recorded_at, payloads: &entry.payloads, beside: Beside::Attached(attached) };
        self.take(serde_json::from_value(entry.events.clone())?, &entered)?;
        self.times.push(recorded_at);
        if let Some(told) = Told::of(entry)? {
            self.told.push(Arc::new(told));
        }
        Ok(())
    }

    fn rules() -> Option<Hash> {
        Some(kept::rules())
    }

    fn keep(&self) -> Option<Vec<u8>> {
        kept::keep(self)
    }

    fn texts_of(form: &[u8]) -> Option<Vec<PayloadHash>> {
        kept::texts_of(form)
    }

    fn resume(form: Vec<u8>, texts: &Texts) -> Result<Self, ApplyError> {
        kept::resume(form, texts)
    }
}

/// The day in England at a moment.
pub fn civil_day(moment: Timestamp) -> Date {
    let zone = TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC);
    moment.to_zoned(zone).date()
}

fn to_json(value: &impl Serialize) -> Value {
    // These types hold no map with keys other than text and no failing serialiser.
    serde_json::to_value(value).unwrap_or(Value::Null)
}
