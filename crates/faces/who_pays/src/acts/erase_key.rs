//! Erase an override's key.

use ask::{ActForm, Field};
use who_pays::{Act, ActKind};

use super::GROUP;
use super::local_override::{OVERRIDE, local_override, may_change, scene, to};

/// Erase an override's key for good.
pub(super) static ERASE_KEY: ActForm = ActForm {
    name: "erase-key",
    path: "/who-pays/overrides/{override}/erase",
    group: GROUP,
    title: "Erase the key",
    about: "The key is erased for good, and the override then applies to no record, not even in a run made again. That it was made, by whom and for which days stays on record.",
    done: "The key is erased",
    subject: &[OVERRIDE],
    fields: &[Field::any("sure", "Are you sure?", |_, _| {
        vec![("yes".to_owned(), "Yes, erase the key for good".to_owned())]
    })],
    by_hand: false,
    scene,
    // Asked again it is recorded again, so that the keeper can finish an erasure that was broken off.
    // Asked again it would be recorded again, so that an erasure that broke off can be finished: on the command line.
    offered: |lens, of| {
        local_override(lens, of).is_some_and(|held| held.erased.is_none()) && may_change(lens, of, ActKind::EraseKey)
    },
    read: |_, of, form| {
        if form.text("sure") != Some("yes") {
            form.wrong("sure", "Confirm that the key is to be erased for good");
        }
        Some(vec![Act::EraseKey { id: of.id("override")? }.into()])
    },
    to,
    keeps: None,
};
