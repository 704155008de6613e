//! Put an item on an agenda.

use ask::{ActForm, Field};
use executive::{Act, ActKind, ItemKind};

use super::choices::{ACCESS, ACCESS_REASON, access, every};
use super::offers::may;
use super::{MEETING, PLAIN, fresh, one};

/// Put an item on an agenda.
pub(super) static ADD_ITEM: ActForm = ActForm {
    name: ActKind::AddItem.slug(),
    path: "/do/add-item",
    title: "Add an item",
    about: "The item comes last on the agenda. One that is confidential is there for everybody, without its title.",
    done: "The item is on the agenda",
    subject: &[MEETING],
    fields: &[
        Field::line("title", "What the item is about"),
        Field::one("kind", "What is it for?", every!(ItemKind)).first(|_, _| ItemKind::Decision.slug().to_owned()),
        ACCESS,
        ACCESS_REASON,
    ],
    offered: |lens, of| may(ActKind::AddItem, lens, of),
    read: |_, of, form| {
        let title = form.line("title", "Enter what the item is about");
        let kind = form.word("kind", "Choose what the item is for");
        let access = access(form);
        one(Act::AddItem { meeting: of.id("meeting")?, item: fresh("item")?, kind: kind?, title, access })
    },
    ..PLAIN
};
