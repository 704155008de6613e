//! How each body stands to a proposal.

use ask::{Answer, ByHand, Fault, Param, Question, Wanted};

use super::GROUP;
use crate::answers::{Basis, proposal};

/// Who is bound by a proposal.
pub(super) static PROPOSAL: Question = Question {
    id: "proposal",
    path: "/proposals/{proposal}",
    group: GROUP,
    title: "Who is bound by a proposal, by what, and what is still needed",
    about: "One row for each body it concerns. Units: pence.",
    params: &[Param::new("proposal", "Which proposal?", Wanted::Text).in_path().about("Its reference.", "ambulance")],
    example: "/proposals/ambulance",
    by_hand: ByHand::PAGE,
    answer: |lens, asked| {
        let basis = Basis::of(lens);
        let id = asked.text("proposal").and_then(|text| text.parse().ok());
        let found = id.and_then(|id| basis.proposal(&id)).ok_or_else(|| {
            Fault::Unknown("There is no such proposal on record as known then, or it is confidential.".to_owned())
        })?;
        let answer = Answer::from(proposal::table(&basis, found)).of(found.title.as_str());
        Ok(answer.saying(format!("{}.", proposal::outcome(found))))
    },
};
