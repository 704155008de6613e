//! Meetings, to come and past.

use ask::{ByHand, Question};

use super::{FORUM, FROM, GROUP, TO, forum};
use crate::answers::{Basis, MeetingFilter, meetings};

/// Meetings by day.
pub(super) static MEETINGS: Question = Question {
    id: "meetings",
    path: "/meetings",
    group: GROUP,
    title: "Meetings, to come and past",
    about: "By day. How many items are on the agenda is told once it is published.",
    params: &[FORUM, FROM, TO],
    example: "/meetings?from=2016-10-01",
    by_hand: ByHand::PAGE,
    answer: |lens, asked| {
        let filter = MeetingFilter { forum: forum(asked)?, from: asked.day("from")?, to: asked.day("to")? };
        Ok(meetings(&Basis::of(lens), &filter).into())
    },
};
