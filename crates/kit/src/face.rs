//! What the face of a room brings to the service.

use axum::Router;
use serde_json::Value;

use crate::api::Operation;
use crate::sign_in::SignIn;
use crate::site::Site;

/// The face of a room: its pages and its part of the interface for programs.
pub struct Face {
    /// The headings of its part of the interface: name and what is found there.
    pub tags: &'static [(&'static str, &'static str)],
    /// Its questions for programs.
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
