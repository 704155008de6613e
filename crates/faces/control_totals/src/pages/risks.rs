//! What a body’s year may come to, drawn over the table that says the same.

use app::Lens;
use ask::Asked;
use kit::charts::Chart;
use kit::markup::Markup;
use terms::Pence;

use super::bars::{Bar, bars};
use crate::answers::costs::Costs;
use crate::answers::risks::{RiskAnswer, StandsOn};
use crate::questions::shares::risk_asked;

/// The outcomes as bars; nothing where there is no answer.
pub(super) fn draw(lens: &Lens, asked: &Asked<'_>) -> Markup {
    let answer = risk_asked(lens, asked).and_then(|question| RiskAnswer::of(&Costs::of(lens), &question));
    answer.map(|answer| chart(&answer).boxed()).unwrap_or_default()
}

fn chart(answer: &RiskAnswer<'_>) -> Chart {
    let bar = |(what, amount): (&str, Pence), is_pale| Bar {
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
