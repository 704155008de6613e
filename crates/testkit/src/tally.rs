//! The smallest world worth recording: a tally of marks, each made once.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use journal::{ApplyError, Attached, Decision, Draft, Entry, FactFile, FactFileRef, Payload, Replica};
use serde_json::json;

/// The marks made so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally(pub BTreeSet<u64>);

/// Someone makes a mark. Nobody can make it again.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Which.
    pub mark: u64,
    /// What it rests on, with a file and a payload of its own.
    pub rests_on: RestsOn,
}

/// What a mark rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RestsOn {
    /// Nothing beside the entry.
    Nothing,
    /// A fact file of this many bytes, and a payload.
    FileAndPayload(usize),
}

/// The mark has been made before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeBefore;

impl Replica for Tally {
    type Act = Mark;
    type Refusal = MadeBefore;

    fn decide(&self, act: &Mark, _: Timestamp) -> Result<Decision, MadeBefore> {
        if self.0.contains(&act.mark) {
            return Err(MadeBefore);
        }
        Ok(Decision::Record(Box::new(act.draft())))
    }

    fn apply(&mut self, entry: &Entry, attached: &Attached) -> Result<(), ApplyError> {
        let mark = entry.events.get("mark").and_then(serde_json::Value::as_u64).ok_or("the entry has no mark")?;
        for hash in &entry.files {
            attached.file(hash).ok_or("the entry's file is missing")?;
        }
        if self.0.insert(mark) { Ok(()) } else { Err("the mark was made before".into()) }
    }
}

impl Mark {
    /// What is recorded of it.
    pub fn draft(&self) -> Draft {
        let mark = self.mark;
        let (mut files, mut payloads) = (Vec::new(), Vec::new());
        if let RestsOn::FileAndPayload(size) = self.rests_on {
            // Bytes that do not pack well, so that the file is really as large as it says.
            let bytes = (0..size as u64).map(|n| (n.wrapping_mul(0x9e37_79b1 ^ mark) >> 13) as u8).collect();
            files.push(FactFileRef::Offered(FactFile::new(Arc::new(bytes))));
            payloads.push(Payload::with_salt([3; 32], format!("payload {mark}").into_bytes()));
        }
        Draft {
            actor: "tally".into(),
            act: json!({ "mark": mark }),
            authority: json!(null),
            events: json!({ "mark": mark }),
            payloads,
            files,
            erases: Vec::new(),
        }
    }
}
