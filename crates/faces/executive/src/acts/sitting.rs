//! Open and close a meeting and the items of its agenda.

use ask::ActForm;
use executive::{Act, ActKind};

use super::offers::may;
use super::{ITEM, MEETING, PLAIN, one};

/// Open a meeting.
pub(super) static OPEN_MEETING: ActForm = ActForm {
    name: ActKind::OpenMeeting.slug(),
    path: "/do/open-meeting",
    title: "Open the meeting",
    about: "The meeting begins under the terms of reference in force today. It cannot begin while a required seat is vacant.",
    done: "The meeting is open",
    subject: &[MEETING],
    offered: |lens, of| may(ActKind::OpenMeeting, lens, of),
    read: |_, of, _| one(Act::OpenMeeting { meeting: of.id("meeting")? }),
    ..PLAIN
};

/// Close a meeting.
pub(super) static CLOSE_MEETING: ActForm = ActForm {
    name: ActKind::CloseMeeting.slug(),
    path: "/do/close-meeting",
    title: "Close the meeting",
    about: "The meeting ends. Everybody still in the room leaves it.",
    done: "The meeting is closed",
    subject: &[MEETING],
    offered: |lens, of| may(ActKind::CloseMeeting, lens, of),
    read: |_, of, _| one(Act::CloseMeeting { meeting: of.id("meeting")? }),
    ..PLAIN
};

/// Take an item.
pub(super) static OPEN_ITEM: ActForm = ActForm {
    name: ActKind::OpenItem.slug(),
    path: "/do/open-item",
    title: "Take this item",
    about: "The item is taken. What is decided under it is decided by those then present and able to decide.",
    done: "The item is being taken",
    subject: &[ITEM],
    offered: |lens, of| may(ActKind::OpenItem, lens, of),
    read: |_, of, _| one(Act::OpenItem { item: of.id("item")? }),
    ..PLAIN
};

/// Leave an item.
pub(super) static CLOSE_ITEM: ActForm = ActForm {
    name: ActKind::CloseItem.slug(),
    path: "/do/close-item",
    title: "Close this item",
    about: "The item is left. It can be taken again in the same meeting.",
    done: "The item is closed",
    subject: &[ITEM],
    offered: |lens, of| may(ActKind::CloseItem, lens, of),
    read: |_, of, _| one(Act::CloseItem { item: of.id("item")? }),
    ..PLAIN
};
