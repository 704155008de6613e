//! Give somebody something to do, and record that it is done.

use ask::{ActForm, Field};
use executive::{Act, ActKind, ActionKind};

use super::choices::{every, people_today};
use super::offers::may;
use super::{ACTION, ITEM, PLAIN, fresh, one};

/// Record an action.
pub(super) static RAISE_ACTION: ActForm = ActForm {
    name: ActKind::RaiseAction.slug(),
    path: "/do/raise-action",
    title: "Record an action",
    about: "The action stays on the list until it is closed with what shows that it is done.",
    done: "The action is recorded",
    subject: &[ITEM],
    fields: &[
        Field::one("kind", "What is it?", every!(ActionKind)).first(|_, _| ActionKind::Action.slug().to_owned()),
        Field::lines("wording", "What is to be done"),
        Field::one("owner", "Who sees to it?", people_today),
        Field::day("due", "By when?"),
    ],
    offered: |lens, of| may(ActKind::RaiseAction, lens, of),
    read: |_, of, form| {
        let kind = form.word("kind", "Choose what it is");
        let wording = form.line("wording", "Enter what is to be done");
        let owner = form.word("owner", "Choose who sees to it");
        let due = form.day("due", "Enter by when");
        let (kind, owner, due) = (kind?, owner?, due?);
        one(Act::RaiseAction { action: fresh("action")?, kind, item: of.id("item")?, wording, owner, due })
    },
    ..PLAIN
};

/// Close an action.
pub(super) static CLOSE_ACTION: ActForm = ActForm {
    name: ActKind::CloseAction.slug(),
    path: "/do/close-action",
    title: "Close the action",
    about: "The action is done, with what shows it.",
    done: "The action is closed",
    subject: &[ACTION],
    fields: &[Field::lines("evidence", "What shows that it is done").hint("For example, the letter and its date")],
    offered: |lens, of| may(ActKind::CloseAction, lens, of),
    read: |_, of, form| {
        let evidence = form.line("evidence", "Enter what shows that it is done");
        one(Act::CloseAction { action: of.id("action")?, evidence })
    },
    ..PLAIN
};
