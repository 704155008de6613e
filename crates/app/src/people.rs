//! The people of the record, as whoever lets them in at the door must know them.

use crate::rooms::House;
use mandate::Mandates;
use terms::{Date, PersonId};

/// A person with the posts they hold on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Persona {
    /// Their identity.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Their posts, in words, e.g. `Accountable Officer, NHS Chiltern CCG`.
    pub posts: Vec<String>,
}

impl House {
    /// A person as known now, with the posts they hold on a day; nothing for an unknown or erased one.
    pub fn persona(&self, id: &PersonId, on: Date) -> Option<Persona> {
        let room = self.mandate().now();
        let name = room.person(id)?.name?.to_owned();
        Some(Persona { id: id.clone(), name, posts: posts(room, id, on) })
    }

    /// Everybody as known now who is not erased.
    pub fn personas(&self, on: Date) -> Vec<Persona> {
        let room = self.mandate().now();
        let named = room.people().filter_map(|person| Some((person.id.clone(), person.name?.to_owned())));
        named.map(|(id, name)| Persona { posts: posts(room, &id, on), id, name }).collect()
    }
}

impl House {
    /// What a rule says, with people by their names instead of their identities.
    pub fn named(&self, words: &str) -> String {
        self.mandate().now().by_name(words)
    }
}

fn posts(room: Mandates<'_>, id: &PersonId, on: Date) -> Vec<String> {
    room.posts_of(id, on).into_iter().map(|(post, _)| post.title.clone()).collect()
}
