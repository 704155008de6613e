//! What signing in asks of the record about people.

use app::{Footprint, Persona};
use store::PersonId;

use crate::site::Today;

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

/// The people of the record, with the posts they hold today.
#[derive(Clone)]
pub struct RecordPeople {
    footprint: Footprint,
    today: Today,
}

impl RecordPeople {
    /// The people of a record.
    pub fn new(footprint: Footprint, today: Today) -> Self {
        Self { footprint, today }
    }
}

impl People for RecordPeople {
    fn person(&self, id: &PersonId) -> Option<Persona> {
        let known = self.footprint.known();
        known.state.persona(id, self.today.day(self.footprint.now()))
    }

    fn everyone(&self) -> Vec<Persona> {
        let (known, on) = (self.footprint.known(), self.today.day(self.footprint.now()));
        // Whoever holds no post today can do nothing, so nobody needs to act as them.
        known.state.personas(on).into_iter().filter(|persona| !persona.posts.is_empty()).collect()
    }
}
