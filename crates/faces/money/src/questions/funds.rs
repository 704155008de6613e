//! Which funds there are.

use ask::{Answer, ByHand, Question};

use super::GROUP;
use crate::answers::{Ledgers, funds};

/// The table of funds.
pub(super) static FUNDS: Question = Question {
    id: "funds",
    path: "/money/funds",
    group: GROUP,
    title: "Funds",
    about: "The purposes for which money is given, each from a first year on. The table grows; nothing is taken out of it.",
    params: &[],
    example: "/money/funds",
    by_hand: ByHand::NOTHING,
    answer: |lens, _| Ok(Answer::from(funds(&Ledgers::of(lens)))),
};
