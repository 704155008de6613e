//! Call a meeting.

use ask::{ActForm, Field};
use executive::{Act, ActKind};

use super::offers::may;
use super::{FORUM, PLAIN, fresh, hours, one};

/// Call a meeting.
pub(super) static CALL: ActForm = ActForm {
    name: ActKind::Call.slug(),
    path: "/do/call",
    title: "Call a meeting",
    about: "The meeting is in the calendar from then on. Its agenda is published apart.",
    done: "The meeting is called",
    subject: &[FORUM],
    fields: &[
        Field::line("title", "What the meeting is called").hint("For example, Commissioning executive, October"),
        Field::day("on", "On which day is it held?"),
        hours::BEGINS.hint(
            "On the 24-hour clock in England, for example 09:30. Leave both times empty where they are not settled yet.",
        ),
        hours::ENDS,
        Field::line("place", "Where").hint("A room, or that it is held by video"),
    ],
    offered: |lens, of| may(ActKind::Call, lens, of),
    read: |_, of, form| {
        let title = form.line("title", "Enter what the meeting is called");
        let on = form.day("on", "Enter the day of the meeting");
        let hours = hours::perhaps(form);
        let place = form.line("place", "Enter where it is held");
        one(Act::Call { meeting: fresh("meeting")?, forum: of.id("forum")?, on: on?, hours, title, place })
    },
    ..PLAIN
};
