//! End an override early.

use ask::{ActForm, Field};
use who_pays::{Act, ActKind};

use super::GROUP;
use super::local_override::{OVERRIDE, REASON, may_change, scene, to};

/// End an override before its last day.
pub(super) static END_OVERRIDE: ActForm = ActForm {
    name: "end-override",
    path: "/who-pays/overrides/{override}/end",
    group: GROUP,
    title: "End it early",
    about: "Records of later days go by the method again.",
    done: "The override is ended",
    subject: &[OVERRIDE],
    fields: &[
        Field::day("last", "Last day on which it applies")
            .hint("For an override that never should have applied, the day before its first."),
        REASON,
    ],
    by_hand: false,
    scene,
    offered: |lens, of| may_change(lens, of, ActKind::EndOverride),
    read: |_, of, form| {
        let last = form.day("last", "Enter the last day on which it applies");
        let reason = form.line("reason", "Enter the reason");
        Some(vec![Act::EndOverride { id: of.id("override")?, last: last?, reason }.into()])
    },
    to,
    keeps: None,
};
