//! Say something for the record.

use ask::{ActForm, Field};
use executive::{Act, ActKind};

use super::offers::may;
use super::{ITEM, PLAIN, one};

/// Say something for the record.
pub(super) static SPEAK: ActForm = ActForm {
    name: ActKind::Speak.slug(),
    path: "/do/speak",
    title: "Say something for the record",
    about: "What you say is shown with the item, under your name. It is no position and no vote.",
    done: "The remark is on the record",
    subject: &[ITEM],
    fields: &[Field::lines("remark", "What you say, for the record")],
    offered: |lens, of| may(ActKind::Speak, lens, of),
    read: |_, of, form| {
        let remark = form.line("remark", "Enter what you say");
        one(Act::Speak { item: of.id("item")?, remark })
    },
    ..PLAIN
};
