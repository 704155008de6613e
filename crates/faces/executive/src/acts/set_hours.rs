//! Say when a meeting begins and ends.

use app::Lens;
use ask::{ActForm, Of};
use executive::{Act, ActKind, Hours};

use super::offers::may;
use super::subject::at;
use super::{MEETING, PLAIN, hours, one};

/// Say when a meeting begins and ends.
pub(super) static SET_HOURS: ActForm = ActForm {
    name: ActKind::SetHours.slug(),
    path: "/do/set-hours",
    title: "Say when it begins and ends",
    about: "The page, the pack and the calendar then say so. Calendars that follow the meetings are changed.",
    done: "The hours are recorded",
    subject: &[MEETING],
    fields: &[
        hours::BEGINS.first(|lens, of| held(lens, of).map(|held| hours::written(held.from())).unwrap_or_default()),
        hours::ENDS.first(|lens, of| held(lens, of).map(|held| hours::written(held.to())).unwrap_or_default()),
    ],
    offered: |lens, of| may(ActKind::SetHours, lens, of),
    read: |_, of, form| {
        let hours = hours::settled(form);
        one(Act::SetHours { meeting: of.id("meeting")?, hours: hours? })
    },
    ..PLAIN
};

fn held(lens: &Lens, of: &Of<'_>) -> Option<Hours> {
    at(lens, of, |_, subject| subject.meeting?.hours)
}
