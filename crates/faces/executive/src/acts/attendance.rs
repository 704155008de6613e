//! Who will not come to a meeting, who has come, and who has left.

use app::Lens;
use ask::{ActForm, Choice, Field, Of};
use executive::{Act, ActKind};

use super::choices::people;
use super::offers::may;
use super::subject::at;
use super::{MEETING, PLAIN, one};

/// Record apologies.
pub(super) static APOLOGISE: ActForm = ActForm {
    name: ActKind::Apologise.slug(),
    path: "/do/apologise",
    title: "Record apologies",
    about: "The person will not come. Their deputy may then speak, if the terms of reference let deputies speak.",
    done: "The apologies are recorded",
    subject: &[MEETING],
    fields: &[Field::one("person", "Who?", absent)],
    offered: |lens, of| may(ActKind::Apologise, lens, of),
    read: |_, of, form| {
        let person = form.word("person", "Choose who");
        one(Act::Apologise { meeting: of.id("meeting")?, person: person? })
    },
    ..PLAIN
};

/// Record an arrival.
pub(super) static ARRIVE: ActForm = ActForm {
    name: ActKind::Arrive.slug(),
    path: "/do/arrive",
    title: "Record an arrival",
    about: "The person is in the room from now on, and counts for the quorum.",
    done: "The arrival is recorded",
    subject: &[MEETING],
    fields: &[Field::one("person", "Who?", absent)],
    offered: |lens, of| may(ActKind::Arrive, lens, of),
    read: |_, of, form| {
        let person = form.word("person", "Choose who");
        one(Act::Arrive { meeting: of.id("meeting")?, person: person? })
    },
    ..PLAIN
};

/// Record a departure.
pub(super) static LEAVE: ActForm = ActForm {
    name: ActKind::Leave.slug(),
    path: "/do/leave",
    title: "Record a departure",
    about: "The person has left the room.",
    done: "The departure is recorded",
    subject: &[MEETING],
    fields: &[Field::one("person", "Who?", present).hint("The quorum is counted again at once.")],
    offered: |lens, of| may(ActKind::Leave, lens, of),
    read: |_, of, form| {
        let person = form.word("person", "Choose who");
        one(Act::Leave { meeting: of.id("meeting")?, person: person? })
    },
    ..PLAIN
};

/// Those of the forum who are not in the room.
fn absent(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    at(lens, of, |basis, subject| {
        let Some(meeting) = subject.meeting else { return Vec::new() };
        let present = meeting.present();
        let is_absent = |(id, _): &Choice| !present.iter().any(|person| person.as_str() == id);
        people(basis, &meeting.forum, meeting.held_on).into_iter().filter(is_absent).collect()
    })
}

/// Those in the room.
fn present(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    at(lens, of, |basis, subject| {
        let present = subject.meeting.map(executive::Meeting::present).unwrap_or_default();
        let mut all: Vec<Choice> = present.into_iter().map(|id| (id.to_string(), basis.person(id))).collect();
        all.sort_by(|one, two| one.1.cmp(&two.1));
        all
    })
}
