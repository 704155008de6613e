//! What is about to lapse.

use ask::{ByHand, Param, Question};

use super::GROUP;
use crate::answers::{Basis, expiring};

/// What ends by itself soon.
pub(super) static EXPIRING: Question = Question {
    id: "expiring",
    path: "/expiring",
    group: GROUP,
    title: "About to lapse",
    about: "Powers, appointments, committees, mandates and transfers that end by themselves within so many days, the soonest first.",
    params: &[Param::count("days", "How many days ahead?", 0, 36_500).first("180").about("", "180")],
    example: "/expiring?days=90&valid_at=2018-03-01",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let days = asked.count("days")?.unwrap_or_default();
        Ok(expiring(&Basis::of(lens), days).into())
    },
};
