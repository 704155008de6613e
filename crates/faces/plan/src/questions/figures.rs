//! The figures of a plan, from the system down to the month.

use ask::{Answer, ByHand, Param, Question, Wanted};
use plan::{Side, Unit};

use super::{GROUP, PLAN, of_plan};
use crate::answers::{self as answers, Place};

/// The levels below the system, in their order.
const LEVELS: [&str; 4] = ["place", "body", "provider", "measure"];

/// The figures of a plan.
pub(super) static PLAN_FIGURES: Question = Question {
    id: "plan-figures",
    path: "/plans/{plan}/figures",
    group: GROUP,
    title: "Figures of a plan",
    about: "The plan’s figures added up: from the system to places, bodies, those they plan with, measures and months. Follow a name to see what it is the sum of.",
    params: &[
        PLAN,
        Param::new("side", "Whose figures?", Wanted::Word(|| Side::ALL.iter().map(|side| side.slug()).collect()))
            .first("commissioner")
            .about("Figures of commissioners and of providers are never added together.", "commissioner"),
        Param::new(
            "unit",
            "Counted in what?",
            Wanted::Word(|| Unit::ALL.iter().filter(|unit| unit.adds_up()).map(|unit| unit.slug()).collect()),
        )
        .first("pence")
        .about("Pence are shown in pounds.", "pence"),
        Param::new("place", "", Wanted::Text).about("The place.", "OXON"),
        Param::new("body", "", Wanted::Text).about("The body, within the place.", "10Q"),
        Param::new("provider", "", Wanted::Text).about("Whom it plans with.", "RTH"),
        Param::new("measure", "", Wanted::Text).about("The measure.", "Spend"),
    ],
    example: "/plans/bob-2017/figures?side=commissioner&unit=pence",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        // A level below one that is not said is not asked.
        let levels = LEVELS.iter().map_while(|name| asked.text(name)).map(str::to_owned).collect();
        let place = Place { side: asked.word("side")?, unit: asked.word("unit")?, levels };
        of_plan(lens, asked, |desk, plan| {
            let (words, table) = answers::figures(desk, plan, &place)?;
            Ok(Answer::from(table).saying(words))
        })
    },
};
