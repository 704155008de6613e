//! Who asks, and what.

use crate::house::civil_day;
use crate::rooms::{Act, describe};
use jiff::Timestamp;
use journal::{Entry, Erased, PayloadHash};
use mandate::{Actor, Context, PersonId};
use serde_json::{Value, json};
use terms::{Date, Sequence};

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// The installation's keeper: whoever may write to the journal's own database and works at the command line, by the
    /// name the entry will show.
    Keeper(String),
    /// A person who has signed in. The entry shows their identity, never their name, which can be forgotten.
    Person(PersonId),
    /// The keeper, entering afterwards from a minute or letter what somebody did on an earlier day. What it took is judged
    /// by that day, and the entry shows both.
    Entered {
        /// The keeper's name.
        keeper: String,
        /// Who acted.
        actor: Actor,
        /// On which day.
        on: Date,
    },
}

impl Who {
    /// The keeper, by name.
    pub fn keeper(name: impl Into<String>) -> Self {
        Self::Keeper(name.into())
    }

    /// The name the entry shows.
    pub(crate) fn recorded_as(&self) -> &str {
        match self {
            Self::Keeper(name) | Self::Entered { keeper: name, .. } => name,
            Self::Person(person) => person.as_str(),
        }
    }

    /// The actor and the day by which the act is judged.
    pub(crate) fn context(&self, now: Timestamp) -> Context {
        let (actor, today) = match self {
            Self::Keeper(_) => (Actor::Keeper, civil_day(now)),
            Self::Person(person) => (Actor::Person(person.clone()), civil_day(now)),
            Self::Entered { actor, on, .. } => (actor.clone(), *on),
        };
        Context { actor, today }
    }
}

/// Which texts are erased. Their entries, which hold only salted hashes of them, stand, and so does every proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erase {
    entry: Option<Sequence>,
    texts: Vec<Erased>,
}

impl Erase {
    /// Every text of an entry.
    pub fn of(entry: &Entry) -> Self {
        let texts = entry.payloads.iter().copied().map(Erased::Payload).collect();
        Self { entry: Some(Sequence(entry.sequence)), texts }
    }

    /// Texts that an earlier version erased without an entry: [`journal::Journal::erased_without_entry`].
    pub fn noted(hashes: Vec<PayloadHash>) -> Self {
        Self { entry: None, texts: hashes.into_iter().map(Erased::Payload).collect() }
    }

    /// The entry whose texts they are; nothing for those that an earlier version erased.
    pub fn entry(&self) -> Option<Sequence> {
        self.entry
    }

    /// The texts.
    pub fn texts(&self) -> &[Erased] {
        &self.texts
    }

    /// As its own entry keeps it.
    pub(crate) fn describe(&self) -> Value {
        match self.entry {
            Some(entry) => json!({ "room": "record", "act": "erase-texts", "of_entry": entry }),
            None => json!({ "room": "record", "act": "enter-earlier-erasures" }),
        }
    }
}

impl From<Erase> for Act {
    fn from(act: Erase) -> Self {
        Self::Erase(act)
    }
}

/// An act as somebody asks for it.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Who asks.
    pub who: Who,
    /// What.
    pub act: Act,
}

impl Asked {
    /// What was asked as the entry keeps it, and for whom it was entered where the keeper entered it afterwards.
    pub(crate) fn describe(&self) -> Value {
        let mut words = describe(&self.act);
        if let (Who::Entered { actor, on, .. }, Some(fields)) = (&self.who, words.as_object_mut()) {
            fields.insert("done_on".to_owned(), json!(on));
            if let Actor::Person(person) = actor {
                fields.insert("done_by".to_owned(), json!(person));
            }
        }
        words
    }
}
