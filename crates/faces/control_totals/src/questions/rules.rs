//! What is set nationally, or on record of systems, for everybody to read.

use ask::{Answer, ByHand, Param, Question, Wanted};

use super::CONTROL_TOTALS_GROUP as GROUP;
use super::systems::YEAR;
use crate::answers::{self as answers, Basis};

/// A system, in the query.
const OF_SYSTEM: Param =
    Param::new("system", "Of which system?", Wanted::Code).about("All of them if it is not given.", "QKS");

/// The regimes.
pub(super) static REGIMES: Question = Question {
    id: "control-total-regimes",
    path: "/control-total-regimes",
    group: GROUP,
    title: "Regimes of control totals",
    about: "The rules by which months are judged since 2016: who must break even, who may move control total, and how a fund is divided.",
    params: &[],
    example: "/control-total-regimes",
    by_hand: ByHand::NOTHING,
    answer: |lens, _| Ok(answers::regimes(&Basis::of(lens)).into()),
};

/// The thresholds.
pub(super) static THRESHOLDS: Question = Question {
    id: "forecast-thresholds",
    path: "/forecast-thresholds",
    group: GROUP,
    title: "Thresholds of triggers",
    about: "How far a forecast or a run rate must be from a control total before somebody should look or a proposal to intervene is raised.",
    params: &[],
    example: "/forecast-thresholds",
    by_hand: ByHand::NOTHING,
    answer: |lens, _| Ok(answers::thresholds(&Basis::of(lens)).into()),
};

/// The notices.
pub(super) static NOTICES: Question = Question {
    id: "control-total-notices",
    path: "/control-total-notices",
    group: GROUP,
    title: "National notices of control totals",
    about: "What NHS England and its predecessors set for each body, and where that is written.",
    params: &[OF_SYSTEM, YEAR],
    example: "/control-total-notices?system=QKS",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let basis = Basis::of(lens);
        let system = asked.text("system").map(|_| asked.body(lens, "system")).transpose()?;
        Ok(Answer::from(answers::notices(&basis, system, answers::year_asked(asked)?)))
    },
};

/// Who belongs to which system.
pub(super) static MEMBERSHIPS: Question = Question {
    id: "system-memberships",
    path: "/system-memberships",
    group: GROUP,
    title: "Members of systems",
    about: "Which bodies belong to which system for its control total, since when, on which side, and with how much of their figures.",
    params: &[OF_SYSTEM],
    example: "/system-memberships?system=QKS",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let basis = Basis::of(lens);
        let system = asked.text("system").map(|_| asked.body(lens, "system")).transpose()?;
        Ok(Answer::from(answers::memberships(&basis, system)))
    },
};

/// Indices of prices.
pub(super) static DEFLATORS: Question = Question {
    id: "deflators",
    path: "/deflators",
    group: GROUP,
    title: "Indices of prices",
    about: "Published indices by which costs of different years are compared in real terms, each in its vintage.",
    params: &[],
    example: "/deflators",
    by_hand: ByHand::NOTHING,
    answer: |lens, _| Ok(answers::deflators(&Basis::of(lens)).into()),
};
