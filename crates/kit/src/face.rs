//! What the face of a room brings to the service.

use ask::{ActForm, Question};
use axum::Router;
use serde_json::Value;

use crate::api::Operation;
use crate::shell::Part;
use crate::show::{Ask, Way};
use crate::sign_in::SignIn;
use crate::site::Site;

/// The face of a room: its pages and its part of the interface for programs.
pub struct Face {
    /// The room's name in the scope of a token.
    pub room: &'static str,
    /// The part of the service that its pages stand in, over every one of them.
    pub part: Option<Part>,
    /// The questions that anybody may put.
    pub questions: &'static [&'static Question],
    /// The acts that somebody may ask for.
    pub acts: &'static [&'static ActForm],
    /// The views under its part: what each is called, and its address. Questions without a subject in their path need none.
    pub views: &'static [(&'static str, &'static str)],
    /// The headings of its part of the interface: name and what is found there.
    pub tags: &'static [(&'static str, &'static str)],
    /// What programs ask in a shape of its own.
    pub operations: &'static [Operation],
    /// Whether what it answers depends on what is known now besides the two clocks: who may read a thing does.
    pub is_by_now: bool,
    /// Its other routes for programs.
    pub programs: fn() -> Router<Site>,
    /// What describes those, by path.
    pub paths: fn() -> Vec<(&'static str, Value)>,
    /// The schemas of its answers' parts, by name.
    pub schemas: fn() -> Vec<(&'static str, Value)>,
    /// Its views of a body: the name, and the end of the address after the body's own.
    pub views_of_body: &'static [(&'static str, &'static str)],
    /// Its pages.
    pub routes: fn(&SignIn) -> Router<Site>,
}

impl Face {
    /// The views under its part; the one at this address is here.
    pub fn ways(&self, ask: &Ask, here: &str) -> Vec<Way> {
        let way =
            |(name, href): &(&'static str, &'static str)| Way { name, href: ask.keep(href), is_here: *href == here };
        self.views.iter().map(way).collect()
    }
}
