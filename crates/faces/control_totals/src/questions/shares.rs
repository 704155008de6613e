//! What may still happen to a year, and what bodies share.

use ask::{Answer, Asked, ByHand, CODE, Fault, Param, Question, Wanted};
use terms::FinancialMonth;

use super::COSTS;
use super::costs::COST_YEAR;
use crate::answers::costs::Costs;
use crate::answers::risks::{self, RiskAnswer, RiskQuestion};
use crate::answers::shares;

/// What the year of a body may come to.
pub(crate) static RISKS: Question = Question {
    id: "risks",
    path: "/organisations/{code}/risks",
    group: COSTS,
    title: "Risks, and what the year may come to",
    about: "What may still happen to a body’s year, and the exact distribution of what the year may come to: worst, P10, P50, P90, best, and how likely the control total is met.",
    params: &[
        CODE,
        Param::new("year", "Which year?", Wanted::Formed(&COST_YEAR))
            .about("The year of the day asked about if it is empty.", "2019/20"),
        Param::count("month", "On the report of which month?", 1, 12)
            .about("1 is April and 12 is March. The last that was reported if it is empty.", "7"),
        Param::new("system", "In which system?", Wanted::Code)
            .about("The system whose share of a body’s figures counts. The one it belongs to if it is empty.", "QWU"),
    ],
    example: "/organisations/05A/risks?year=2019/20",
    by_hand: ByHand::PAGE,
    answer: |lens, asked| {
        let costs = Costs::of(lens);
        let answer = RiskAnswer::of(&costs, &risk_asked(lens, asked)?)?;
        let said = answer.sentences(&costs);
        let whole = Answer::from(risks::outcomes_table(&costs, &answer))
            .of(costs.body(answer.body))
            .and("risks", risks::risks_table(&costs, &answer));
        Ok(said.into_iter().fold(whole, Answer::saying))
    },
};

/// What was asked of risks, as it was sent.
///
/// # Errors
/// What does not read.
pub(crate) fn risk_asked(lens: &app::Lens, asked: &Asked<'_>) -> Result<RiskQuestion, Fault> {
    let month = asked.count("month")?.map(|number| u8::try_from(number).ok().and_then(|n| FinancialMonth::new(n).ok()));
    let month = match month {
        Some(None) => return Err(Fault::param("month", "Write a month from 1 for April to 12 for March")),
        month => month.flatten(),
    };
    let body = asked.body(lens, "code")?;
    Ok(RiskQuestion { body, year: asked.word("year")?, month, system: asked.word("system")? })
}

/// The risk shares of a body.
pub(crate) static RISK_SHARES: Question = Question {
    id: "risk-shares",
    path: "/organisations/{code}/risk-shares",
    group: COSTS,
    title: "Risk shares of a body",
    about: "Money that bodies give each other in a bad year on two signatures: both sides, how each stands, what was asked back, and conditions that are overdue.",
    params: &[CODE],
    example: "/organisations/05A/risk-shares",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let (costs, code) = (Costs::of(lens), asked.body(lens, "code")?);
        Ok(Answer::from(shares::risk_shares(&costs, code)?).of(costs.body(code)))
    },
};

/// One risk share.
pub(crate) static RISK_SHARE: Question = Question {
    id: "risk-share",
    path: "/risk-shares/{share}",
    group: COSTS,
    title: "A risk share",
    about: "Both sides and their signatures, the conditions and whether each is met, what was asked back, and what it does to both month by month.",
    params: &[Param::new("share", "", Wanted::Text).in_path().about("The risk share.", "share-7f3a9c21")],
    example: "/risk-shares/share-7f3a9c21",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let costs = Costs::of(lens);
        let held = shares::share(&costs, asked.text("share").unwrap_or_default())?;
        let whole = Answer::from(shares::about_share(&costs, held))
            .of(format!("Risk share {}", held.id))
            .and("months", shares::share_months(&costs, held)?)
            .and("conditions", shares::conditions(&costs, held));
        Ok(shares::share_sentences(&costs, held).into_iter().fold(whole, Answer::saying))
    },
};
