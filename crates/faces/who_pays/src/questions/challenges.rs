//! Which challenges there are.

use ask::{ByHand, Question};

use super::GROUP;
use crate::answers::{Payers, cases};

/// Challenges: those open by deadline, then those closed.
pub(super) static CHALLENGES: Question = Question {
    id: "challenges",
    path: "/who-pays/challenges",
    group: GROUP,
    title: "Challenges, and whose turn it is",
    about: "The challenges you may see: who says that who should have paid, how much is claimed, conceded and in dispute, and whose turn it is until when.",
    params: &[],
    example: "/who-pays/challenges",
    by_hand: ByHand::PAGE,
    answer: |lens, _| Ok(cases(&Payers::of(lens)).into()),
};
