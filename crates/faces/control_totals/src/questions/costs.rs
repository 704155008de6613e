//! The 20 per cent, posts and what becomes of each, inventories, and work done more than once.

use app::Lens;
use ask::{Answer, Asked, ByHand, CODE, Choice, Fault, Form, Param, Question, Wanted};
use money::BasisPoints;
use money::totals::DeflatorSeries;
use std::collections::BTreeSet;
use terms::{FinancialYear, OdsCode};

use super::COSTS;
use crate::answers::costs::Costs;
use crate::answers::saving::{SavingAnswer, SavingQuestion};
use crate::answers::{inventory, post_file, posts, saving};

/// A financial year.
pub(crate) static COST_YEAR: Form = Form {
    pattern: "^(?:19|20|21)[0-9]{2}/[0-9]{2}$",
    words: "a financial year such as 2019/20",
    is: |text| text.len() == 7 && text.get(4..5) == Some("/") && text.parse::<FinancialYear>().is_ok(),
};

/// The 20 per cent of a body or system.
pub(crate) static RUNNING_COSTS: Question = Question {
    id: "running-costs",
    path: "/organisations/{code}/running-costs",
    group: COSTS,
    title: "Running costs, and the 20 per cent",
    about: "What running posts of a body, or of the bodies of a system, cost before and after, as planned and as it happened; the target in cash and in real terms with its margin; and what each post saves.",
    params: &[
        CODE,
        Param::new("base", "Which year before?", Wanted::Formed(&COST_YEAR)).about(
            "The year from which it is saved. The one before the first planned change if it is empty.",
            "2019/20",
        ),
        Param::new("year", "Which year after?", Wanted::Formed(&COST_YEAR))
            .about("The year in which it is saved. That of the last planned change if it is empty.", "2020/21"),
        Param::count("target", "How much is to be saved (per cent)?", 0, 100).first("20").about("", "20"),
        Param::new("series", "By which index of prices?", Wanted::Chosen(all_series))
            .about("The last by name that has both years if none is chosen.", "gdp-2020-03"),
    ],
    example: "/organisations/05A/running-costs?base=2019/20&year=2020/21",
    by_hand: ByHand::PAGE,
    answer: |lens, asked| {
        let costs = Costs::of(lens);
        let answer = SavingAnswer::of(&costs, &saving_asked(lens, asked)?)?;
        let days = saving::by_day(&costs, &answer)?;
        let said = answer.sentences(&costs)?;
        let whole = Answer::from(saving::by_body(&costs, &answer)?)
            .of(costs.body(answer.code))
            .and("target", saving::target_tests(&costs, &answer)?)
            .and("posts", saving::by_post(&costs, &answer)?)
            .and("days", saving::days_table(&costs, &answer, &days))
            .and("allowances", saving::allowances(&costs, &answer)?);
        Ok(said.into_iter().fold(whole, Answer::saying))
    },
};

/// What was asked of savings, as it was sent.
///
/// # Errors
/// What does not read.
pub(crate) fn saving_asked(lens: &Lens, asked: &Asked<'_>) -> Result<SavingQuestion, Fault> {
    let per_cent = asked.count("target")?.unwrap_or(20);
    let target = u16::try_from(per_cent * 100).ok().and_then(|number| BasisPoints::new(number).ok());
    Ok(SavingQuestion {
        code: asked.body(lens, "code")?,
        base: asked.word("base")?,
        year: asked.word("year")?,
        target: target.ok_or_else(|| Fault::param("target", "Write a share of 0 to 100 per cent"))?,
        series: asked.word::<DeflatorSeries>("series")?,
    })
}

/// Every series of deflators on record.
pub(crate) fn all_series(lens: &Lens) -> Vec<Choice> {
    let room = lens.control_totals();
    let all: BTreeSet<&DeflatorSeries> = room.deflators().map(|(series, ..)| series).collect();
    all.into_iter().map(|series| (series.to_string(), series.to_string())).collect()
}

/// The posts of a body with their costs.
pub(crate) static COSTED_POSTS: Question = Question {
    id: "costed-posts",
    path: "/organisations/{code}/costed-posts",
    group: COSTS,
    title: "Posts with their costs, and what becomes of each",
    about: "The posts of a body, and of those whose place it took: what each costs a year, for what it is there, what is planned for it and what came.",
    params: &[CODE],
    example: "/organisations/05A/costed-posts",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let (costs, code) = (Costs::of(lens), asked.body(lens, "code")?);
        Ok(Answer::from(posts::costed_posts(&costs, code)?).of(costs.body(code)))
    },
};

/// The template of a file of posts.
pub(crate) static POSTS_TEMPLATE: Question = Question {
    id: "posts-template",
    path: "/posts-template",
    group: COSTS,
    title: "Template of a file of posts",
    about: "Download it as CSV or XLSX, replace every row by your own, and enter the posts from the file. The rows here are made up.",
    params: &[],
    example: "/posts-template",
    by_hand: ByHand::NOTHING,
    answer: |_, _| Ok(post_file::template().into()),
};

/// One post with its cost.
pub(crate) static COSTED_POST: Question = Question {
    id: "costed-post",
    path: "/costed-posts/{post}",
    group: COSTS,
    title: "A post with its cost",
    about: "What it costs, what becomes of it, and what it costs in the years around its change.",
    params: &[Param::new("post", "", Wanted::Text).in_path().about("The post.", "cw001")],
    example: "/costed-posts/cw001",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let costs = Costs::of(lens);
        let held = posts::post(&costs, asked.text("post").unwrap_or_default())?;
        Ok(Answer::from(posts::about_post(&costs, held))
            .of(format!("{}, {}", held.title, costs.body(held.post.body)))
            .and("years", posts::post_years(&costs, held)?))
    },
};

/// The inventory of a body.
pub(crate) static INVENTORY: Question = Question {
    id: "inventory",
    path: "/organisations/{code}/inventory",
    group: COSTS,
    title: "Inventory of work",
    about: "What a body pays for, writes or sends over and over: payrolls, procurement, reports and returns, with what each takes.",
    params: &[CODE],
    example: "/organisations/05A/inventory",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let (costs, code) = (Costs::of(lens), asked.body(lens, "code")?);
        Ok(Answer::from(inventory::inventory(&costs, code)?).of(costs.body(code)))
    },
};

/// One row of an inventory.
pub(crate) static INVENTORY_ITEM: Question = Question {
    id: "inventory-item",
    path: "/inventory-items/{item}",
    group: COSTS,
    title: "A row of an inventory",
    about: "What it is, what it takes, and whether it was withdrawn.",
    params: &[Param::new("item", "", Wanted::Text).in_path().about("The row.", "payroll-05a")],
    example: "/inventory-items/payroll-05a",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let costs = Costs::of(lens);
        let held = inventory::item(&costs, asked.text("item").unwrap_or_default())?;
        Ok(Answer::from(inventory::about_item(&costs, held)).of(costs.body(held.entry.body)))
    },
};

/// Work that several bodies do alike.
pub(crate) static DUPLICATED_WORK: Question = Question {
    id: "duplicated-work",
    path: "/duplicated-work",
    group: COSTS,
    title: "Work done more than once",
    about: "What several bodies each pay for, write or send alike, the largest saving first, and names so much alike that somebody should look.",
    params: &[Param::new("bodies", "Which bodies?", Wanted::Codes)
        .required()
        .about("Two at least, by name or code, with commas between them.", "05A,05H,05R")],
    example: "/duplicated-work?bodies=05A,05H,05R",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let costs = Costs::of(lens);
        let bodies: BTreeSet<OdsCode> = asked.bodies(lens, "bodies")?.into_iter().collect();
        Ok(Answer::from(inventory::duplicated_work(&costs, &bodies)?)
            .and("suggestions", inventory::suggestions(&costs, &bodies)))
    },
};
