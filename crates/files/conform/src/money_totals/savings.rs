//! Running costs and posts.

use money::{
    ChangeDates, CostSaving, CostedPost, Deflators, Destination, PostChange, PostClass, PostLife, PostView, SavingError,
};
use terms::{FinancialYear, Heads, OdsCode};

use super::reading::{basis_points, day, flag, maybe_day, maybe_pence, past_limits, pence, plain, year, yes};
use crate::{Answers, ConformError, Question, Questions, World};

/// Allowances and savings in cash and in real terms.
pub(super) fn running_costs(_: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let mut answers =
        Answers::new(["expected_allowance_pence", "expected_cash_bp", "expected_real_bp", "expected_met"]);
    for question in questions.rows() {
        let rate = question.maybe("rate_gbp_per_head", "pounds a head", plain)?;
        let heads = Heads(question.read("heads", "a number of people", plain)?);
        let allowance = rate.map(|rate| money::allowance(rate, heads)).transpose();
        let allowance = allowance.map_err(|_| past_limits(&question))?.map(|allowance| allowance.0.to_string());
        let saving = saving(&question)?;
        answers.push(question.text("id")?, std::iter::once(allowance.unwrap_or_default()).chain(saving));
    }
    Ok(answers)
}

/// The saving in cash and in real terms, and whether it is met; blank where no base is given.
fn saving(question: &Question<'_>) -> Result<[String; 3], ConformError> {
    let Some(base) = maybe_pence(question, "base_pence")? else { return Ok(Default::default()) };
    let deflators = Deflators {
        base: question.read("deflator_base", "an index", plain)?,
        after: question.read("deflator_after", "an index", plain)?,
    };
    let target = basis_points(question, "target_bp")?;
    match CostSaving::of(base, pence(question, "after_pence")?, deflators, target) {
        Ok(saving) => Ok([saving.cash_bp.to_string(), saving.real_bp.to_string(), flag(saving.is_met)]),
        Err(SavingError::BaseNotPositive { .. }) => Ok(error("BASE_NOT_POSITIVE")),
        Err(SavingError::BadDeflator) => Ok(error("BAD_DEFLATOR")),
        Err(SavingError::TooLarge(_)) => Err(past_limits(question)),
    }
}

fn error(code: &str) -> [String; 3] {
    [String::new(), String::new(), format!("ERROR:{code}")]
}

/// What posts cost and what is saved.
pub(super) fn posts(world: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let table = world.table("posts.csv")?;
    let all: Vec<CostedPost> = table.rows().map(|row| post(&row)).collect::<Result<_, _>>()?;
    let mut answers = Answers::new([
        "expected_base_pence",
        "expected_year_pence",
        "expected_saving_body_pence",
        "expected_saving_system_pence",
        "expected_posts_base",
        "expected_posts_year",
        "expected_saving_bp",
    ]);
    for question in questions.rows() {
        let body: Option<OdsCode> = question.read("body", "a code, or ALL", |text| match text {
            "ALL" => Some(None),
            code => plain(code).map(Some),
        })?;
        let (base, then): (FinancialYear, FinancialYear) = (year(&question, "base_year")?, year(&question, "year")?);
        let view: PostView = question.read("view", "PLAN or ACTUAL", |text| plain(&text.to_lowercase()))?;
        let theirs = all.iter().filter(|post| body.is_none_or(|body| post.body == body));
        let saving = money::post_saving(theirs, base, then, view).map_err(|_| past_limits(&question))?;
        let amounts = [saving.base, saving.year, saving.by_body, saving.by_system];
        let share = saving.basis_points().map(|share| share.to_string()).unwrap_or_default();
        let counts = [saving.n_base.to_string(), saving.n_year.to_string(), share];
        answers.push(question.text("id")?, amounts.map(|amount| amount.0.to_string()).into_iter().chain(counts));
    }
    Ok(answers)
}

fn post(row: &Question<'_>) -> Result<CostedPost, ConformError> {
    let class: PostClass = row.read("class", "RUNNING or PROGRAMME", |text| plain(&text.to_lowercase()))?;
    Ok(CostedPost { body: row.read("body", "a code", plain)?, class, life: life(row)? })
}

fn life(row: &Question<'_>) -> Result<PostLife, ConformError> {
    if row.text("change")? == "NEW" {
        return Ok(PostLife::New { annual_cost: pence(row, "new_cost_pence")?, begins: dates(row)? });
    }
    Ok(PostLife::Existing {
        annual_cost: pence(row, "annual_cost_pence")?,
        from: day(row, "from")?,
        last: maybe_day(row, "to")?,
        change: change(row)?,
    })
}

fn change(row: &Question<'_>) -> Result<PostChange, ConformError> {
    match row.text("change")? {
        "KEEP" => Ok(PostChange::Keep),
        "REMOVE" => Ok(PostChange::Remove(dates(row)?)),
        "REGRADE" => Ok(PostChange::Regrade(dates(row)?, pence(row, "new_cost_pence")?)),
        "TRANSFER_OUT" => {
            let inside = row.read("to_body_in_system", "Y or N", yes)?;
            let destination = if inside { Destination::Inside } else { Destination::Outside };
            Ok(PostChange::TransferOut(dates(row)?, destination))
        }
        other => Err(row.wrong("change", other, "KEEP, REMOVE, REGRADE, TRANSFER_OUT or NEW")),
    }
}

fn dates(row: &Question<'_>) -> Result<ChangeDates, ConformError> {
    Ok(ChangeDates { planned: day(row, "change_on")?, actual: maybe_day(row, "actual_change_on")? })
}
