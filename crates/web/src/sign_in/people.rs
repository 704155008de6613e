//! What signing in asks of the record about people.

use store::PersonId;

/// A person as a page names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Persona {
    /// Their id.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Their posts today, in words, e.g. `Accountable Officer, NHS Chiltern CCG`.
    pub posts: Vec<String>,
}

/// The people of the record, as they are now.
pub trait People: Send + Sync {
    /// One of them; nothing for an unknown or erased one.
    fn person(&self, id: &PersonId) -> Option<Persona>;

    /// All of them whom a demonstration's visitor may act as, in the order to show.
    fn everyone(&self) -> Vec<Persona>;
}

/// A record without people.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoPeople;

impl People for NoPeople {
    fn person(&self, _: &PersonId) -> Option<Persona> {
        None
    }

    fn everyone(&self) -> Vec<Persona> {
        Vec::new()
    }
}
