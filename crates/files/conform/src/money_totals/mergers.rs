//! What a merger does: deficits inherited, budgets restated, work done twice.

use std::collections::BTreeMap;

use money::{
    Effort, Grouping, Inheritance, InheritanceBasis, InheritanceError, Inherited, InventoryRow, ItemKey, PracticeMove,
    Predecessor, Unrestated, WorkCategory,
};
use terms::{ApportionError, Heads, Pence};

use super::reading::{amount, list, list_by_code, pairs, past_limits, pence, plain};
use crate::{Answers, ConformError, Question, Questions, World};

/// Deficits at a merger.
pub(super) fn inheritance(_: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let mut answers = Answers::new([
        "expected_pooled_pence",
        "expected_inherited",
        "expected_effect",
        "expected_per_head",
        "expected_repay",
    ]);
    for question in questions.rows() {
        let wanted = "predecessors such as 05A=532262,548000,-1250000000";
        let predecessors: BTreeMap<_, _> =
            pairs(&question, "predecessors", wanted, plain, predecessor)?.into_iter().collect();
        let basis: InheritanceBasis =
            question.read("basis", "REGISTERED or WEIGHTED", |text| plain(&text.to_lowercase()))?;
        let years = question.read("repay_years", "a number of years", plain)?;
        let cells = match money::inherit(&predecessors, basis, years) {
            Ok(inheritance) => inheritance_cells(&inheritance),
            Err(InheritanceError::Share(ApportionError::NoWeight)) => {
                let pooled = Pence::total(predecessors.values().map(|held| held.balance));
                let pooled = pooled.map_err(|_| past_limits(&question))?;
                let rest = [const { String::new() }; 3];
                let [effect, per_head, repay] = rest;
                [pooled.0.to_string(), "ERROR:NO_WEIGHT".to_owned(), effect, per_head, repay]
            }
            Err(InheritanceError::Share(ApportionError::TooMuch) | InheritanceError::TooLarge(_)) => {
                return Err(past_limits(&question));
            }
        };
        answers.push(question.text("id")?, cells);
    }
    Ok(answers)
}

fn predecessor(text: &str) -> Option<Predecessor> {
    let mut parts = text.split(',');
    let (heads, weighted, balance) = (parts.next()?, parts.next()?, parts.next()?);
    let (heads, weighted_heads) = (Heads(plain(heads)?), Heads(plain(weighted)?));
    parts.next().is_none().then_some(Predecessor { heads, weighted_heads, balance: amount(balance)? })
}

fn inheritance_cells(inheritance: &Inheritance) -> [String; 5] {
    let by_code = |cell: &dyn Fn(&Inherited) -> Option<String>| {
        list(inheritance.parts.iter().filter_map(|(code, part)| Some(format!("{code}={}", cell(part)?))))
    };
    let per_head = |part: &Inherited| {
        let shown = |amount: Option<Pence>| amount.map_or_else(|| "-".to_owned(), |amount| amount.0.to_string());
        Some(format!("{}>{}", shown(part.per_head_before), shown(part.per_head_after)))
    };
    let repayment = |part: &Inherited| {
        let years: Vec<String> = part.repayment.iter().map(|year| year.0.to_string()).collect();
        (!years.is_empty()).then(|| years.join(","))
    };
    [
        inheritance.pooled.0.to_string(),
        by_code(&|part| Some(part.inherited.0.to_string())),
        by_code(&|part| Some(part.effect.0.to_string())),
        by_code(&per_head),
        by_code(&repayment),
    ]
}

/// Budgets restated over a grouping of practices.
pub(super) fn restate(world: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let table = world.table("practices.csv")?;
    let mut moves: BTreeMap<&str, Vec<PracticeMove>> = BTreeMap::new();
    for row in table.rows() {
        let practice = PracticeMove {
            old: row.read("old_body", "a code", plain)?,
            new: row.read("new_body", "a code", plain)?,
            heads: Heads(row.read("heads", "a number of people", plain)?),
        };
        moves.entry(row.text("grouping")?).or_default().push(practice);
    }
    let groupings: BTreeMap<&str, Grouping> =
        moves.iter().map(|(name, practices)| (*name, Grouping::of(practices))).collect();
    let mut answers = Answers::new(["expected_restated"]);
    for question in questions.rows() {
        let grouping = question.read("grouping", "a grouping of the world", |name| groupings.get(name))?;
        let old = question.read("old_body", "a code", plain)?;
        let restated = match grouping.restate(old, pence(&question, "amount_pence")?) {
            Ok(shares) => list_by_code(&shares),
            Err(Unrestated::NoPractice) => "UNRESTATED:NO_PRACTICE".to_owned(),
            Err(Unrestated::NoWeight) => "UNRESTATED:NO_WEIGHT".to_owned(),
            Err(Unrestated::TooMuch) => return Err(past_limits(&question)),
        };
        answers.push(question.text("id")?, [restated]);
    }
    Ok(answers)
}

/// Work that several bodies do alike: an answer for each, ranked, and not for each row.
pub(super) fn duplication(_: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let inventory: Vec<InventoryRow> = questions.rows().map(|row| inventory_row(&row)).collect::<Result<_, _>>()?;
    let mut answers =
        Answers::new(["category", "item", "bodies", "cost_pence", "saving_high_pence", "times_saved", "minutes_saved"]);
    let found = money::duplicates(&inventory);
    let found = found.map_err(|_| ConformError::File {
        file: "the inventory".to_owned(),
        why: "its figures add up to more than is kept of money".to_owned(),
    })?;
    for (rank, held) in (1..).zip(found) {
        let cells = [
            held.category.slug().to_uppercase(),
            held.item.to_string(),
            list(held.bodies.keys().map(ToString::to_string)),
            held.cost.0.to_string(),
            held.saving_high.0.to_string(),
            held.times_saved.to_string(),
            held.minutes_saved.to_string(),
        ];
        let rank: u32 = rank;
        answers.push(&rank.to_string(), cells);
    }
    Ok(answers)
}

fn inventory_row(row: &Question<'_>) -> Result<InventoryRow, ConformError> {
    let category: WorkCategory = row.read("category", "a category of work", |text| plain(&text.to_lowercase()))?;
    let times: u64 = row.read("times_a_year", "a number of times", plain)?;
    let minutes: u64 =
        row.read("minutes_each", "a number of minutes, as many as fit", |text| plain::<u64>(text)?.checked_mul(times))?;
    Ok(InventoryRow {
        body: row.read("body", "a code", plain)?,
        category,
        item: row.read("item", "an item with a letter or digit", ItemKey::of)?,
        effort: Effort { annual_cost: pence(row, "annual_cost_pence")?, times, minutes },
        contract_ends: None,
    })
}
