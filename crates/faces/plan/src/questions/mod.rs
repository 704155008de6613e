//! What anybody may ask of plans and agreements.

mod agreements;
mod figures;
mod lines;
mod plans;
mod tolerances;

#[cfg(test)]
mod tests;

use app::Lens;
use ask::{Answer, Asked, Fault, Param, Question, Wanted};
use plan::Plan;

use crate::answers::Desk;

/// Every question, in the order of the documentation.
pub static QUESTIONS: &[&Question] = &[
    &plans::PLANS,
    &plans::PLAN,
    &lines::PLAN_LINES,
    &lines::PLAN_LINE,
    &figures::PLAN_FIGURES,
    &plans::PLAN_CONFLICTS,
    &plans::PLAN_CHECKS,
    &plans::PLAN_DIFFERENCES,
    &lines::PLAN_EXPORT,
    &lines::PLAN_TEMPLATE,
    &agreements::AGREEMENTS,
    &agreements::AGREEMENT,
    &agreements::CONTRACTS,
    &agreements::MERGER_DUTIES,
    &tolerances::TOLERANCES,
];

/// The heading of them all.
const GROUP: &str = "Plans";

/// The plan, in the path.
const PLAN: Param = Param::new("plan", "Which plan?", Wanted::Text).in_path().about("The plan’s identity.", "bob-2017");

/// What is answered of the way to a plan, to those whose plan it is: what was brought, changed and settled before all signed.
fn of_own_plan(
    lens: &Lens,
    asked: &Asked<'_>,
    answer: impl FnOnce(&Desk<'_>, &Plan) -> Result<Answer, Fault>,
) -> Result<Answer, Fault> {
    of_plan(lens, asked, |desk, plan| {
        if desk.is_within(plan) {
            return answer(desk, plan);
        }
        Err(Fault::Unknown("This is for the bodies whose plan it is and for the committee that signs it.".to_owned()))
    })
}

/// What is answered of a plan that the reader may read.
fn of_plan(
    lens: &Lens,
    asked: &Asked<'_>,
    answer: impl FnOnce(&Desk<'_>, &Plan) -> Result<Answer, Fault>,
) -> Result<Answer, Fault> {
    let desk = Desk::of(lens);
    let plan = desk.plan(asked.text("plan"))?;
    Ok(answer(&desk, plan)?.of(plan.title.to_string()))
}
