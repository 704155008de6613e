//! What a body’s year may come to, drawn over the table that says the same.

use ::ask::Asked;
use axum::extract::Path;
use axum::response::Response;
use kit::refused::Problem;
use kit::sheet::Part;
use kit::show::Ask;

use super::bars::{Bar, bars};
use super::costs::{Asking, acts_under};
use crate::answers::costs::Costs;
use crate::answers::risks::{RiskAnswer, StandsOn, outcomes_table, risks_table};
use crate::questions::shares::{RISKS, risk_asked};

/// Risks and mitigations of a body, and the distribution of its year.
pub(super) async fn risks(ask: Ask, Path(code): Path<String>) -> Result<Response, Problem> {
    let mut asking = Asking::of(&ask, &RISKS, &code);
    let costs = Costs::of(ask.lens());
    let mut found = None;
    if asking.errors.is_empty() {
        let question = risk_asked(ask.lens(), &Asked::new(&asking.values, RISKS.params));
        found = asking.take(question.and_then(|question| RiskAnswer::of(&costs, &question)))?;
    }
    let mut sheet = asking.sheet(&ask, RISKS.title, "risks");
    sheet.lead = vec![RISKS.about.to_owned()];
    sheet.acts = acts_under(&ask, &RISKS, &asking);
    let form = asking.form(
        &ask,
        vec![
            asking.input("year", "Which year?", "Such as 2019/20.", ""),
            asking.input("month", "On the report of which month?", "1 is April and 12 is March.", ""),
        ],
        "Show",
    );
    match found {
        Some(answer) => {
            sheet.lead = answer.sentences(&costs);
            sheet.parts = vec![
                Part::new("outcomes", "What the year may come to", outcomes_table(&costs, &answer))
                    .after(chart(&answer).boxed()),
                Part::new("risks", "Risks and mitigations", risks_table(&costs, &answer)),
                Part::words("another", "Ask of another year", Vec::new(), form),
            ];
        }
        None => sheet.before = form,
    }
    sheet.answer(&ask)
}

fn chart(answer: &RiskAnswer<'_>) -> kit::charts::Chart {
    let bar = |(what, amount): (&str, terms::Pence), is_pale| Bar {
        label: what.to_owned(),
        value: amount.0,
        words: amount.short(),
        is_pale,
    };
    let mut all: Vec<Bar> = answer.outcomes().into_iter().map(|outcome| bar(outcome, false)).collect();
    if let StandsOn::Forecast { reported, control_total, .. } = answer.stands_on {
        all.push(bar(("As reported", reported), true));
        all.push(bar(("Control total", control_total), true));
    }
    let said: Vec<String> = all.iter().map(|bar| format!("{}: {}", bar.label, bar.words)).collect();
    bars("outcomes", &format!("What {} may come to", answer.year), &format!("{}.", said.join("; ")), &all)
}
