//! Carry a proposal to another item or into writing.

use ask::{ActForm, Field};
use executive::{Act, ActKind, Route};

use super::choices::{fixed, items_to_come};
use super::offers::may;
use super::{PLAIN, PROPOSAL, one};

/// Carry a proposal elsewhere.
pub(super) static PUT_TO: ActForm = ActForm {
    name: ActKind::PutTo.slug(),
    path: "/do/put-to",
    title: "Carry it to another item or into writing",
    about: "The proposal goes on there, with the positions given so far.",
    done: "The proposal is carried there",
    subject: &[PROPOSAL],
    fields: &[Field::one("to", "Where is it decided?", |lens, of| {
        let mut all = items_to_come(lens, of);
        all.extend(fixed(&[("written", "In writing, between meetings")]));
        all
    })],
    offered: |lens, of| may(ActKind::PutTo, lens, of),
    read: |_, of, form| {
        let route = match form.text("to") {
            Some("written") => Some(Route::WrittenResolution),
            _ => form.word("to", "Choose where it is decided").map(|item| Route::Item { item }),
        };
        one(Act::PutTo { proposal: of.id("proposal")?, route: route? })
    },
    ..PLAIN
};
