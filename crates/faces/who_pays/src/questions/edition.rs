//! One edition of the method.

use ask::{Answer, ByHand, Fault, Param, Question, Wanted};
use assign::Edition;

use super::GROUP;
use crate::answers::{entries, graph};

/// The questions of an edition, and where records enter.
pub(super) static EDITION: Question = Question {
    id: "edition",
    path: "/who-pays/editions/{edition}",
    group: GROUP,
    title: "The questions of one edition of the method",
    about: "Every question of the edition’s chart with its exact test and where yes and no lead, and with which question each type of data set begins.",
    params: &[Param::new("edition", "", Wanted::Text).in_path().about("The edition.", "CAM-2025-26")],
    example: "/who-pays/editions/CAM-2025-26",
    by_hand: ByHand::PAGE,
    answer: |_, asked| {
        let id = asked.text("edition").unwrap_or_default();
        let known = Edition::built_in().unwrap_or_default();
        let edition = known.iter().find(|edition| edition.id == id);
        let edition = edition.ok_or_else(|| Fault::Unknown(format!("There is no edition “{id}”.")))?;
        Ok(Answer::from(graph(edition)).of(edition.title.as_str()).and("entries", entries(edition)))
    },
};
