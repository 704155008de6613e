//! Give an override a later last day.

use ask::{ActForm, Field};
use who_pays::{Act, ActKind};

use super::GROUP;
use super::local_override::{OVERRIDE, REASON, may_change, scene, to};

/// Give an override a later last day.
pub(super) static EXTEND_OVERRIDE: ActForm = ActForm {
    name: "extend-override",
    path: "/who-pays/overrides/{override}/extend",
    group: GROUP,
    title: "Give it a later last day",
    about: "Look again at whether it still holds.",
    done: "The override is extended",
    subject: &[OVERRIDE],
    fields: &[Field::day("last", "Last day of activity from now on"), REASON],
    by_hand: false,
    scene,
    offered: |lens, of| may_change(lens, of, ActKind::ExtendOverride),
    read: |_, of, form| {
        let last = form.day("last", "Enter the last day");
        let reason = form.line("reason", "Enter the reason");
        Some(vec![Act::ExtendOverride { id: of.id("override")?, last: last?, reason }.into()])
    },
    to,
    keeps: None,
};
