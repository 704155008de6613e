//! Notices to members.

use app::Viewer;
use ask::{ByHand, Fault, Question};

use super::GROUP;
use crate::answers::{Basis, notices};

/// What members were told.
pub(super) static NOTICES: Question = Question {
    id: "notices",
    path: "/notices",
    group: GROUP,
    title: "Notices to members",
    about: "What members of your committees and governing bodies were told, the latest first. Nobody else sees them.",
    params: &[],
    example: "/notices",
    by_hand: ByHand::PAGE,
    answer: |lens, _| {
        let basis = Basis::of(lens);
        // Who is within no forum does not learn of what its members are told.
        if *lens.viewer() != Viewer::Keeper && !basis.reader.is_within_any() {
            return Err(Fault::Unknown(
                "There is nothing here for you. What you see follows from the posts you hold today.".to_owned(),
            ));
        }
        Ok(notices::table(&basis, &notices::seen(&basis)).into())
    },
};
