//! What stays local, and how much stands at each level.

use std::collections::BTreeSet;

use app::Lens;
use ask::{Answer, Asked, ByHand, Choice, Fault, Param, Question, Wanted};
use mandate::Committee;
use terms::OdsCode;

use super::GROUP;
use crate::answers::{self as answers, Basis};

const BODIES: Param = Param::new("bodies", "Which bodies?", Wanted::Codes);

fn committees(lens: &Lens) -> Vec<Choice> {
    lens.mandates().committees().map(|held| (held.id.to_string(), held.name.clone())).collect()
}

fn committee<'a>(basis: &Basis<'a>, asked: &Asked<'_>) -> Result<Option<&'a Committee>, Fault> {
    let Some(text) = asked.text("committee") else { return Ok(None) };
    let held = text.parse().ok().and_then(|id| basis.mandates.committee(&id));
    let unknown =
        || Fault::Unknown(format!("There is no committee “{text}” on record. “Committees” lists those there are."));
    held.ok_or_else(unknown).map(Some)
}

/// What stays local.
pub(super) static STAYS_LOCAL: Question = Question {
    id: "stays-local",
    path: "/stays-local",
    group: GROUP,
    title: "What stays local",
    about: "Services down, bodies across: at which level each service is commissioned for each body’s people, in words and in colour.",
    params: &[
        Param::new("committee", "Beside the remit of which committee?", Wanted::Chosen(committees))
            .about("", "executive"),
        BODIES.about(
            "Names or codes with commas between them. The committee’s members if you leave it empty, or every body with a mandate.",
            "10Y,10H",
        ),
    ],
    example: "/stays-local?valid_at=2018-04-01",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let basis = Basis::of(lens);
        let committee = committee(&basis, asked)?;
        let mut bodies: BTreeSet<OdsCode> = asked.bodies(lens, "bodies")?.into_iter().collect();
        if let Some(held) = committee.filter(|_| bodies.is_empty()) {
            bodies = held.members_on(basis.on());
        }
        if bodies.is_empty() {
            bodies = answers::with_mandates(&basis);
        }
        let bodies: Vec<OdsCode> = bodies.into_iter().collect();
        Ok(answers::stays_local(&basis, &bodies, committee.map(|held| &held.id)).into())
    },
};

/// How much stands at each level.
pub(super) static PLACE_AND_SYSTEM: Question = Question {
    id: "place-and-system",
    path: "/place-and-system",
    group: GROUP,
    title: "Place and system",
    about: "How much is commissioned and decided at each level, and why what stands above place stands no lower.",
    params: &[BODIES
        .about("Names or codes with commas between them. Every body with a mandate if you leave it empty.", "10Y,10H")],
    example: "/place-and-system?valid_at=2018-04-01",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let basis = Basis::of(lens);
        let bodies: BTreeSet<OdsCode> = asked.bodies(lens, "bodies")?.into_iter().collect();
        let shares = answers::place_and_system(&basis, &bodies);
        Ok(Answer::default().and("shares", shares).and("reasons", answers::levels(&basis)))
    },
};
