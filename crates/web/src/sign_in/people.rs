//! What signing in asks of the record about people.

use app::Footprint;
use store::PersonId;
use terms::Date;

use crate::site::Today;

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

    fn persona(room: mandate::Mandates<'_>, person: &mandate::Person<'_>, on: Date) -> Option<Persona> {
        let name = person.name?.to_owned();
        let posts = room.posts_of(person.id, on).into_iter().map(|(post, _)| post.title.clone()).collect();
        Some(Persona { id: person.id.as_str().parse().ok()?, name, posts })
    }
}

impl People for RecordPeople {
    fn person(&self, id: &PersonId) -> Option<Persona> {
        let known = self.footprint.known();
        let room = known.state.mandate().now();
        let id: mandate::PersonId = id.as_str().parse().ok()?;
        Self::persona(room, &room.person(&id)?, self.today.day(self.footprint.now()))
    }

    fn everyone(&self) -> Vec<Persona> {
        let (known, on) = (self.footprint.known(), self.today.day(self.footprint.now()));
        let room = known.state.mandate().now();
        let all = room.people().filter_map(|person| Self::persona(room, &person, on));
        // Whoever holds no post today can do nothing, so nobody needs to act as them.
        all.filter(|persona| !persona.posts.is_empty()).collect()
    }
}
