//! Lines of a plan: found, followed, and given out in the shape in which they are brought.

use ask::{Answer, Asked, ByHand, Fault, Param, Question, Wanted};
use plan::{LineKind, PlanMonth, Side};

use super::{GROUP, PLAN, of_own_plan, of_plan};
use crate::answers::{self as answers, LineFilter};

/// The lines of a plan.
pub(super) static PLAN_LINES: Question = Question {
    id: "plan-lines",
    path: "/plans/{plan}/lines",
    group: GROUP,
    title: "Lines of a plan",
    about: "What the one plan says, line by line, with the lines of the bodies’ own plans that each is made from.",
    params: &[
        PLAN,
        Param::new("kind", "What is planned?", Wanted::Word(|| LineKind::ALL.iter().map(|kind| kind.slug()).collect()))
            .about("", "finance"),
        Param::new("side", "By whom?", Wanted::Word(|| Side::ALL.iter().map(|side| side.slug()).collect()))
            .about("", "commissioner"),
        Param::new("body", "Whose lines?", Wanted::Code)
            .about("A body’s code: as commissioner, as provider, or where its own plan has the line.", "10Q"),
        Param::new("provider", "With which provider?", Wanted::Text).about("Its code, as the plan has it.", "RTH"),
        Param::new("place", "In which place?", Wanted::Text).about("As the plan has it.", "OXON"),
        Param::new("measure", "Which measure?", Wanted::Text).about("As the plan has it.", "Spend"),
        Param::count("month", "Which month?", 0, 12).about("0 for the whole year, 1 for April to 12 for March.", "0"),
    ],
    example: "/plans/bob-2017/lines?kind=finance&body=10Q",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let filter = filter(asked)?;
        of_plan(lens, asked, |desk, plan| Ok(answers::lines(desk, plan, &filter).into()))
    },
};

fn filter(asked: &Asked<'_>) -> Result<LineFilter, Fault> {
    let text = |name: &str| asked.text(name).map(str::to_owned);
    let month = asked.count("month")?.and_then(|month| u8::try_from(month).ok()).and_then(PlanMonth::new);
    Ok(LineFilter {
        kind: asked.word("kind")?,
        side: asked.word("side")?,
        body: asked.word("body")?,
        provider: text("provider"),
        place: text("place"),
        measure: text("measure"),
        month,
    })
}

/// One line of a plan, with where it comes from and its money.
pub(super) static PLAN_LINE: Question = Question {
    id: "plan-line",
    path: "/plans/{plan}/line",
    group: GROUP,
    title: "A line of a plan",
    about: "One line of the one plan: what each body’s own plan says about it and where that was read, the decision that settled it, and the transfers of the ledger that rest on it.",
    params: &[
        PLAN,
        Param::new("line", "Which line?", Wanted::Text)
            .required()
            .about("The plan and line that it is made from, written PLAN:LINE.", "P-OXON:O1"),
    ],
    example: "/plans/bob-2017/line?line=P-OXON:O1",
    by_hand: ByHand::PAGE,
    answer: |lens, asked| {
        of_plan(lens, asked, |desk, plan| {
            let (_, line) = desk.line(plan, asked.text("line"))?;
            let is_within = desk.is_within(plan);
            let value = line.origin.value().map(|value| answers::value_words(value, is_within));
            let says = value.unwrap_or_else(|| "no value: the plans differ".to_owned());
            let answer = Answer::from(answers::sources_of_line(desk, plan, line));
            let answer = answer.saying(format!("{}: {says}.", answers::key_words(&line.key)));
            Ok(answer.and("decision", answers::decision(desk, plan, line)).and("money", answers::ledger(desk, line)))
        })
    },
};

/// A plan in the shape in which plans are brought.
pub(super) static PLAN_EXPORT: Question = Question {
    id: "plan-export",
    path: "/plans/{plan}/export",
    group: GROUP,
    title: "A plan to download and bring again",
    about: "The lines of the bodies’ own plans, in the shape in which they are brought: download them as CSV or XLSX, change them and bring them again.",
    params: &[
        PLAN,
        Param::new("source", "Which of the plans it is made from?", Wanted::Text)
            .about("Its name, as its bodies gave it. Leave it empty for all.", "P-OXON"),
    ],
    example: "/plans/bob-2017/export?source=P-OXON",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let only = asked.word("source")?;
        of_own_plan(lens, asked, |desk, plan| {
            if let Some(name) = only.as_ref().filter(|name| !plan.sources.contains_key(name)) {
                return Err(Fault::param("source", format!("No plan called “{name}” was brought to this one")));
            }
            Ok(answers::export(desk, plan, only.as_ref()).into())
        })
    },
};

/// The product's own template.
pub(super) static PLAN_TEMPLATE: Question = Question {
    id: "plan-template",
    path: "/plan-template",
    group: GROUP,
    title: "Template for plan lines",
    about: "A table to begin from: download it as CSV or XLSX, put your own lines in place of its made-up ones, and bring it as your plan. A line is of one kind, side, measure, commissioner, provider, place, year and month; money may be in pounds, GBP_K, GBP_M or pence.",
    params: &[],
    example: "/plan-template",
    by_hand: ByHand::NOTHING,
    answer: |_, _| Ok(answers::template().into()),
};
