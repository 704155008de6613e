//! One override.

use ask::{Answer, ByHand, Fault, Param, Question, Wanted};
use who_pays::OverrideId;

use super::GROUP;
use crate::answers::{Payers, about_override};

/// All that is on record of an override.
pub(super) static OVERRIDE: Question = Question {
    id: "override",
    path: "/who-pays/overrides/{override}",
    group: GROUP,
    title: "One override",
    about: "Who pays by it, for which days and why, who answers for it, and each time it was extended, ended or its key erased.",
    params: &[Param::new("override", "", Wanted::Text).in_path().about("The override.", "override-7f3a9c21")],
    example: "/who-pays/overrides/override-7f3a9c21",
    by_hand: ByHand::PAGE,
    answer: |lens, asked| {
        let (payers, text) = (Payers::of(lens), asked.text("override").unwrap_or_default());
        let held = text.parse().ok().and_then(|id: OverrideId| payers.room.local(&id));
        let held = held.filter(|held| payers.reader.sees_override(held)).ok_or_else(|| {
            Fault::Unknown(format!("There is no override “{text}” on record as known then that you may read."))
        })?;
        Ok(Answer::from(about_override(&payers, held)).of(format!("Override {}", held.id)))
    },
};
