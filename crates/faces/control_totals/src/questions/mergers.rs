//! What a merger does to the people of each body that goes into it, and budgets by the bodies of another day.

use app::Lens;
use ask::{Answer, Asked, ByHand, CODE, Fault, Form, Param, Question, Wanted};

use super::COSTS;
use crate::answers::costs::Costs;
use crate::answers::mergers::{self, MergerAnswer, MergerQuestion, fence_ends, read_predecessors};
use crate::answers::restated::{self, RestateAnswer, RestateQuestion, RestatedBy, read_budget};

/// The bodies that go into a merger.
static PREDECESSORS: Form = Form {
    pattern: "^[^;:]+:[0-9, ]+:[0-9, ]+:[^;:]+(?:;[^;:]+:[0-9, ]+:[0-9, ]+:[^;:]+)+$",
    words: "bodies with their people, weighted people and balance in pounds, such as 05A:532262:548000:-12500000; 05H:194938:206000:-22400000",
    is: |text| text.len() <= TEXT_MAX && read_predecessors(text).is_ok() && !text.ends_with(';'),
};

/// A budget as one writes it.
static BUDGET: Form = Form {
    pattern: "^(?:[^;:@]+@)?[^;:@]+:[^;:@]+(?:;(?:[^;:@]+@)?[^;:@]+:[^;:@]+)*$",
    words: "bodies with amounts in pounds, such as 05A:712345678.91;05H:250000, each with a name before it where it has one, such as Nursing@05A:1000",
    is: |text| text.len() <= TEXT_MAX && read_budget(text).is_ok() && !text.ends_with(';'),
};

/// The longest list of bodies or lines in an address. Units: bytes.
const TEXT_MAX: usize = 6_000;

/// What a merger does to the people of one body.
pub(crate) static MERGER_IMPACT: Question = Question {
    id: "merger-impact",
    path: "/organisations/{code}/merger-impact",
    group: COSTS,
    title: "Impact of a merger",
    about: "What the people of a body take over when it merges, by each treatment of the balances: pooled by registered people, pooled by weighted people, ring-fenced. Pounds and pence a head before and after; effects add to nought.",
    params: &[
        CODE,
        Param::new("predecessors", "Which bodies, with how many people and which balance?", Wanted::Formed(&PREDECESSORS))
            .required()
            .about(
                "Each body with its people, weighted people and balance in pounds, colons between; semicolons between bodies. A deficit is below nought.",
                "05A:532262:548000:-12500000;05H:194938:206000:-22400000;05R:298895:281000:3100000",
            ),
        Param::count("repay", "Over how many years is a deficit repaid?", 0, 30).first("3").about("0 if it is not.", "3"),
        Param::new("until", "Until when would a ring-fence last?", Wanted::Day)
            .about("Three financial years from the day asked about if it is empty.", "2024-03-31"),
    ],
    example: "/organisations/05A/merger-impact?predecessors=05A:532262:548000:-12500000;05H:194938:206000:-22400000;05R:298895:281000:3100000",
    by_hand: ByHand::PAGE,
    answer: |lens, asked| {
        let costs = Costs::of(lens);
        let answer = MergerAnswer::of(merger_asked(lens, asked)?)?;
        let whole = Answer::from(mergers::by_treatment(&costs, &answer))
            .of(costs.body(answer.code))
            .and("predecessors", mergers::by_predecessor(&costs, &answer)?);
        Ok(answer.sentences(&costs).into_iter().fold(whole, Answer::saying))
    },
};

/// What was asked of a merger, as it was sent.
///
/// # Errors
/// What does not read, and a body that is not on the register.
pub(crate) fn merger_asked(lens: &Lens, asked: &Asked<'_>) -> Result<MergerQuestion, Fault> {
    let code = asked.body(lens, "code")?;
    let read = read_predecessors(asked.text("predecessors").unwrap_or_default());
    let predecessors = read.map_err(|error| Fault::param("predecessors", ask::sentence(&error.to_string())))?;
    if let Some(unknown) = predecessors.keys().find(|body| !lens.register().knows(**body)) {
        return Err(Fault::unknown_body(*unknown));
    }
    let years = asked.count("repay")?.unwrap_or_default();
    Ok(MergerQuestion {
        code,
        predecessors,
        repayment_years: u8::try_from(years).unwrap_or_default(),
        until: asked.day("until")?.unwrap_or_else(|| fence_ends(lens.on())),
    })
}

/// A budget by the bodies of another day.
pub(crate) static RESTATED_BUDGETS: Question = Question {
    id: "restated-budgets",
    path: "/restated-budgets",
    group: COSTS,
    title: "Budgets restated",
    about: "Lines of the bodies of one day as the commissioners, places or systems of another would have had them: shared by the people of the practices that lie in both, to the penny, with the total unchanged.",
    params: &[
        Param::new("lines", "Which lines?", Wanted::Formed(&BUDGET)).required().about(
            "A body and an amount in pounds with a colon between; semicolons between lines.",
            "05A:712345678.91;05H:250000000",
        ),
        Param::new("from", "Of the bodies of which day?", Wanted::Day)
            .required()
            .about("A day on which the bodies of the lines were open.", "2020-04-01"),
        Param::new("to", "By the bodies of which day?", Wanted::Day)
            .about("The day asked about if it is empty.", "2021-04-01"),
        Param::new("by", "By which of them?", Wanted::Word(|| RestatedBy::ALL.iter().map(|by| by.slug()).collect()))
            .first("commissioners")
            .about("", "commissioners"),
        Param::new("list", "By the lists of which day?", Wanted::Day)
            .about("The count nearest to it shares. The first day if it is empty.", "2021-01-01"),
    ],
    example: "/restated-budgets?lines=05A:712345678.91;05H:250000000&from=2020-04-01&to=2021-04-01",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let costs = Costs::of(lens);
        let question = restate_asked(lens, asked)?;
        let (from, to) = (question.from, question.to);
        let answer = RestateAnswer::of(&costs, question)?;
        let (before, after) = answer.totals()?;
        Ok(Answer::from(restated::restated_table(&costs, &answer, to)?)
            .saying(format!("{} before, {} now.", before.to_the_penny(), after.to_the_penny()))
            .and("given", restated::budget_table(&costs, &answer, from)?))
    },
};

fn restate_asked(lens: &Lens, asked: &Asked<'_>) -> Result<RestateQuestion, Fault> {
    let read = read_budget(asked.text("lines").unwrap_or_default());
    let budget = read.map_err(|error| Fault::param("lines", ask::sentence(&error.to_string())))?;
    if let Some((_, unknown)) = budget.keys().find(|(_, body)| !lens.register().knows(*body)) {
        return Err(Fault::unknown_body(*unknown));
    }
    let from = asked.day("from")?.ok_or_else(|| Fault::param("from", "Write the day of the bodies as given"))?;
    Ok(RestateQuestion {
        budget,
        from,
        to: asked.day("to")?.unwrap_or_else(|| lens.on()),
        by: asked.word("by")?.unwrap_or(RestatedBy::Commissioners),
        list: asked.day("list")?.unwrap_or(from),
    })
}
