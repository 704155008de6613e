//! A small world to write about: a register of seats, each of which one actor may hold.

use std::collections::BTreeMap;

use jiff::Timestamp;
use journal::{ApplyError, Attached, Decision, Draft, Entry, Replica};
use serde_json::json;

/// Who holds which seat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seats(pub(crate) BTreeMap<u64, String>);

/// Somebody asks for a seat.
#[derive(Debug)]
pub(crate) struct Claim {
    pub(crate) actor: String,
    pub(crate) seat: u64,
}

/// The seat is held.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) by: String,
}

/// The seat whose rule has a bug.
pub(crate) const BUGGY: u64 = 666;

pub(crate) fn claim(actor: &str, seat: u64) -> Claim {
    Claim { actor: actor.into(), seat }
}

impl Replica for Seats {
    type Act = Claim;
    type Refusal = Held;

    fn decide(&self, act: &Claim, _: Timestamp) -> Result<Decision, Held> {
        match self.0.get(&act.seat) {
            Some(by) if *by == act.actor => Ok(Decision::Nothing),
            Some(by) => Err(Held { by: by.clone() }),
            None => Ok(Decision::Record(Box::new(draft(&act.actor, act.seat)))),
        }
    }

    fn apply(&mut self, entry: &Entry, _: &Attached) -> Result<(), ApplyError> {
        let seat = entry.events["held"].as_u64().ok_or("no seat")?;
        let before = self.0.insert(seat, entry.actor.clone());
        assert!(seat != BUGGY, "the rule has a bug");
        assert_eq!(before, None, "a seat is held once");
        Ok(())
    }
}

pub(crate) fn draft(actor: &str, seat: u64) -> Draft {
    Draft {
        actor: actor.into(),
        act: json!({ "claim": seat }),
        authority: json!(null),
        events: json!({ "held": seat }),
        ..Draft::default()
    }
}
