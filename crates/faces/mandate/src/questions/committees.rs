//! Committees: their members, seats and remit.

use app::Lens;
use ask::{Answer, Asked, ByHand, Fault, Param, Question, Table, Wanted};
use mandate::Committee;

use super::GROUP;
use crate::answers::{self as answers, Basis};

const COMMITTEE: Param =
    Param::new("committee", "Which committee?", Wanted::Text).in_path().about("The committee’s identity.", "executive");

fn of_committee(lens: &Lens, asked: &Asked<'_>, table: fn(&Basis<'_>, &Committee) -> Table) -> Result<Answer, Fault> {
    let basis = Basis::of(lens);
    let text = asked.text("committee").unwrap_or_default();
    let held = text.parse().ok().and_then(|id| basis.mandates.committee(&id));
    let held = held.ok_or_else(|| {
        Fault::Unknown(format!("There is no committee “{text}” on record. “Committees” lists those there are."))
    })?;
    Ok(Answer::from(table(&basis, held)).of(held.name.clone()))
}

/// Every committee.
pub(super) static COMMITTEES: Question = Question {
    id: "committees",
    path: "/committees",
    group: GROUP,
    title: "Committees",
    about: "Where bodies decide together, and how. Some committees can hold the powers of their members; most hold none, and each body decides by its own.",
    params: &[],
    example: "/committees?valid_at=2018-04-01",
    by_hand: ByHand::NOTHING,
    answer: |lens, _| Ok(answers::committees(&Basis::of(lens)).into()),
};

/// The members of a committee.
pub(super) static COMMITTEE_MEMBERS: Question = Question {
    id: "committee-members",
    path: "/committees/{committee}/members",
    group: GROUP,
    title: "Members of a committee",
    about: "The member bodies, and when.",
    params: &[COMMITTEE],
    example: "/committees/executive/members",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| of_committee(lens, asked, answers::members),
};

/// The seats of a committee.
pub(super) static SEATS: Question = Question {
    id: "seats",
    path: "/committees/{committee}/seats",
    group: GROUP,
    title: "Seats of a committee",
    about: "The posts that sit, in which role, for which bodies, and who holds them on the day.",
    params: &[COMMITTEE],
    example: "/committees/executive/seats",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| of_committee(lens, asked, answers::seats),
};

/// The remit of a committee.
pub(super) static REMIT: Question = Question {
    id: "remit",
    path: "/committees/{committee}/remit",
    group: GROUP,
    title: "Remit of a committee",
    about: "What it may discuss, and by which decision. Remit gives no power.",
    params: &[COMMITTEE],
    example: "/committees/executive/remit",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| of_committee(lens, asked, answers::remit),
};
