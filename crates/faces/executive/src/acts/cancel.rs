//! Call a meeting off.

use ask::{ActForm, Field};
use executive::{Act, ActKind};

use super::offers::may;
use super::{MEETING, PLAIN, one};

/// Call a meeting off.
pub(super) static CANCEL: ActForm = ActForm {
    name: ActKind::Cancel.slug(),
    path: "/do/cancel",
    title: "Call the meeting off",
    about: "The meeting stays on record as called off, with the reason.",
    done: "The meeting is called off",
    subject: &[MEETING],
    fields: &[Field::lines("reason", "Why the meeting is called off").hint("Members and the public are told.")],
    offered: |lens, of| may(ActKind::Cancel, lens, of),
    read: |_, of, form| {
        let reason = form.line("reason", "Enter why the meeting is called off");
        one(Act::Cancel { meeting: of.id("meeting")?, reason })
    },
    ..PLAIN
};
