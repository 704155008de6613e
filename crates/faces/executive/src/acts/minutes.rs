//! Write the minutes of a meeting, and approve them.

use app::{Lens, Viewer};
use ask::{ActForm, Choice, Field, Of, Takes, day, sentence};
use executive::{Act, ActKind, Stage, TextHash};

use super::choices::first_of;
use super::offers::may;
use super::subject::at;
use super::{MEETING, PLAIN, one};
use crate::answers::draft;

/// Write or edit the minutes.
pub(super) static WRITE_MINUTES: ActForm = ActForm {
    name: ActKind::WriteMinutes.slug(),
    path: "/do/write-minutes",
    title: "Write or edit the minutes",
    about: "Drafted from the record where nobody has written minutes yet. Approved minutes are public: minute apart what was taken in \
            private.",
    done: "The minutes are recorded as a new version",
    subject: &[MEETING],
    fields: &[Field::lines("text", "The minutes, as Markdown").first(|lens, of| {
        at(lens, of, |basis, subject| {
            let written = |meeting: &executive::Meeting| {
                meeting.minutes.last().map_or_else(|| draft::minutes(basis, meeting), |last| last.text.to_string())
            };
            subject.meeting.map(written).unwrap_or_default()
        })
    })],
    offered: |lens, of| may(ActKind::WriteMinutes, lens, of),
    read: |_, of, form| {
        let text = form.line("text", "Enter the minutes");
        if let Err(error) = paper::check("the minutes", &text) {
            form.wrong("text", sentence(&error.to_string()));
        }
        one(Act::WriteMinutes { meeting: of.id("meeting")?, text })
    },
    ..PLAIN
};

/// Approve the minutes.
pub(super) static APPROVE_MINUTES: ActForm = ActForm {
    name: ActKind::ApproveMinutes.slug(),
    path: "/do/approve-minutes",
    title: "Approve the minutes",
    about: "Minutes are approved at a later meeting while it goes on.",
    done: "The minutes are approved",
    subject: &[MEETING],
    fields: &[
        Field::new("hash", "The version that is approved, by its hash", Takes::Hidden)
            .first(|lens, of| last(lens, of).map(|hash| hash.to_string()).unwrap_or_default()),
        Field::one("at", "At which meeting are they approved?", later).first(|lens, of| first_of(&later(lens, of))),
    ],
    offered: |lens, of| may(ActKind::ApproveMinutes, lens, of),
    read: |lens, of, form| {
        // The version they read, not one written since. The keeper enters the approval of the last, unless another is named.
        let text = match last(lens, of) {
            Some(last) if *lens.viewer() == Viewer::Keeper && form.text("hash").is_none() => Some(last),
            _ => form.word("hash", "Load the page again: the approval must say which version it is of"),
        };
        let at = form.word("at", "Choose the meeting that approves them");
        one(Act::ApproveMinutes { meeting: of.id("meeting")?, text: text?, at: at? })
    },
    ..PLAIN
};

fn last(lens: &Lens, of: &Of<'_>) -> Option<TextHash> {
    at(lens, of, |_, subject| subject.meeting?.minutes.last().map(|last| last.hash))
}

/// The later meetings of the same forum that go on.
fn later(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    at(lens, of, |basis, subject| {
        let Some(meeting) = subject.meeting else { return Vec::new() };
        let later = basis.executive.meetings().filter(|later| {
            later.forum == meeting.forum
                && later.id != meeting.id
                && later.held_on >= meeting.held_on
                && later.stage == Stage::Open
        });
        later.map(|later| (later.id.to_string(), format!("{}, {}", later.title, day(later.held_on)))).collect()
    })
}
