//! Questions to the room of money: figures, shares, the ledger, waterfalls, transformation money.

mod ledger;
mod lists;

use crate::{Answers, ConformError, Kind, Question, Questions, World};
use lists::{read_list, write_list};
use money::{CascadeError, NetworkHeads, Waterfall, WaterfallLine, cascade};
use std::fmt::Display;
use terms::{FigureUnit, Heads, KeyedError, Pence, apportion_by_key};

/// The kinds of questions to this room.
pub(crate) const KINDS: &[Kind] = &[
    Kind { room: "money", name: "parse", answer: parse },
    Kind { room: "money", name: "apportion", answer: apportion },
    Kind { room: "money", name: "ledger", answer: ledger::judgements },
    Kind { room: "money", name: "ledger-balances", answer: ledger::balances },
    Kind { room: "money", name: "trace", answer: ledger::traces },
    Kind { room: "money", name: "waterfall", answer: waterfall },
    Kind { room: "money", name: "transformation", answer: transformation },
];

/// How an answer says that there is none, and why.
fn error(code: &str) -> String {
    format!("ERROR:{code}")
}

fn parse(_: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let mut answers = Answers::new(["expected_pence"]);
    for question in questions.rows() {
        let unit: FigureUnit = question.read("unit", "GBP, GBP_K or GBP_M", |unit| unit.parse().ok())?;
        let figure = Pence::from_figure(question.text("text")?, unit);
        answers.push(question.text("id")?, [figure.map_or_else(|why| error(why.code()), |pence| pence.0.to_string())]);
    }
    Ok(answers)
}

fn apportion(_: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let mut answers = Answers::new(["expected_shares"]);
    for question in questions.rows() {
        let amount = pence(&question, "amount_pence")?;
        let weights =
            question.read("weights", "a list of key=whole number", |text| read_list(text, |it| it.parse().ok()))?;
        let shares = apportion_by_key(amount.0, weights).map(write_list);
        answers.push(question.text("id")?, [shares.unwrap_or_else(|why: KeyedError| error(why.code()))]);
    }
    Ok(answers)
}

fn waterfall(_: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let mut answers = Answers::new([
        "expected_adjusted_pence",
        "expected_recurrent_gbp_k",
        "expected_total_pence",
        "expected_distance_ppm",
        "expected_closing_distance_ppm",
    ]);
    for question in questions.rows() {
        let id = question.text("id")?;
        let Ok(found) = waterfall_of(&question)?.allocation() else {
            answers.push(id, std::iter::once(error("TOO_LARGE")).chain(std::iter::repeat_n(String::new(), 4)));
            continue;
        };
        answers.push(
            id,
            [
                found.adjusted.0.to_string(),
                found.recurrent_thousands().to_string(),
                found.total.0.to_string(),
                show(found.distance),
                show(found.closing_distance),
            ],
        );
    }
    Ok(answers)
}

fn waterfall_of(question: &Question<'_>) -> Result<Waterfall, ConformError> {
    let figure = |text: &str| Pence::from_figure(text, FigureUnit::Thousands).ok();
    let lines = |column| -> Result<Vec<WaterfallLine>, ConformError> {
        let named = question.read(column, "a list of line=thousands of pounds", |text| read_list(text, figure))?;
        Ok(named.into_iter().map(|(name, amount)| WaterfallLine { name, amount }).collect())
    };
    Ok(Waterfall {
        year: question.read("year", "a financial year such as 2023/24", |text| text.parse().ok())?,
        baseline: lines("baseline_gbp_k")?,
        target: question.maybe("target_gbp_k", "thousands of pounds", figure)?,
        growth: question.read("growth", "a rate such as 0.05", |text| text.parse().ok())?,
        convergence: question.read("convergence", "a rate such as -0.0071", |text| text.parse().ok())?,
        additional: lines("additional_gbp_k")?,
    })
}

fn transformation(world: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let networks = networks(world)?;
    let mut answers = Answers::new(["expected_icp", "expected_pcn"]);
    for question in questions.rows() {
        let by_code = |shares: std::collections::BTreeMap<terms::OdsCode, Pence>| {
            write_list(shares.into_iter().map(|(code, share)| (code, share.0)))
        };
        let cells = match cascade(pence(&question, "amount_pence")?, &networks) {
            Ok(shared) => [by_code(shared.partnerships), by_code(shared.networks)],
            Err(why) => [error(CascadeError::code(&why)), String::new()],
        };
        answers.push(question.text("id")?, cells);
    }
    Ok(answers)
}

/// The code under which practices in no network are listed.
const UNALLOCATED: &str = "U";

fn networks(world: &World) -> Result<Vec<NetworkHeads>, ConformError> {
    let table = world.table("pcns.csv")?;
    let rows = table.rows().map(|row| {
        let network = match row.text("pcn")? {
            UNALLOCATED => None,
            _ => Some(row.read("pcn", "a network's code", |text| text.parse().ok())?),
        };
        Ok(NetworkHeads {
            network,
            partnership: row.read("icp", "a partnership's code", |text| text.parse().ok())?,
            heads: Heads(row.read("heads", "a number of people", |text| text.parse().ok())?),
        })
    });
    rows.collect()
}

fn pence(question: &Question<'_>, column: &str) -> Result<Pence, ConformError> {
    question.read(column, "whole pence", |text| text.parse().ok().map(Pence))
}

fn show(value: Option<impl Display>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}
