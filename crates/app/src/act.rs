//! Who asks, and what: the acts of every room in one.

use crate::house::civil_day;
use jiff::Timestamp;
use journal::{Entry, Erased, PayloadHash};
use mandate::{Actor, Context, PersonId};
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
        Context { actor, now, today }
    }
}

/// An act of one of the rooms.
#[derive(Clone, Debug)]
pub enum Act {
    /// Of the register: a release of published facts, or a fact put right.
    Register(register::Act),
    /// Of people, posts, powers and mandates.
    Mandate(mandate::Act),
    /// Of meetings, proposals and decisions.
    Executive(executive::Act),
    /// Of overrides and challenges.
    WhoPays(who_pays::Act),
    /// Of the record itself: texts beside it are erased.
    Erase(Erase),
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
}

impl From<Erase> for Act {
    fn from(act: Erase) -> Self {
        Self::Erase(act)
    }
}

impl From<register::Act> for Act {
    fn from(act: register::Act) -> Self {
        Self::Register(act)
    }
}

impl From<executive::Act> for Act {
    fn from(act: executive::Act) -> Self {
        Self::Executive(act)
    }
}

impl From<who_pays::Act> for Act {
    fn from(act: who_pays::Act) -> Self {
        Self::WhoPays(act)
    }
}

impl From<mandate::Act> for Act {
    fn from(act: mandate::Act) -> Self {
        Self::Mandate(act)
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
