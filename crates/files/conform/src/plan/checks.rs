//! `plan-checks`: one check at a time, with its figures and its tolerance.

use crate::{Answers, ConformError, Question, Questions, World};
use plan::check::{Figures, Outcome};
use std::str::FromStr;

/// Shape: one answer a question.
pub(super) fn answer(_: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let mut answers = Answers::new(["expected_status", "expected_detail"]);
    for row in questions.rows() {
        let Outcome { verdict, margin } = figures(row)?.map_or(Outcome::NOT_TESTED, |figures| figures.outcome());
        answers.push(row.text("id")?, [verdict.slug().to_owned(), margin.to_string()]);
    }
    Ok(answers)
}

/// The figures of a question; `None` where it lacks one.
fn figures(row: Question<'_>) -> Result<Option<Figures>, ConformError> {
    Ok(match row.text("check")? {
        "C1" => Some(Figures::Contract {
            commissioner: whole(row, "a")?,
            provider: whole(row, "b")?,
            flat: parameter(row, "tol_abs")?,
            share_bp: parameter(row, "tol_bp")?,
        }),
        "C2" => {
            let (priced, share_bp) = (row.read("a", "activity@price;…", priced)?, parameter(row, "tol_bp")?);
            whole(row, "b")?.map(|finance| Figures::Price { priced, finance, share_bp })
        }
        "C3" => {
            let (years, within_bp) = (list(row, "a")?, parameter(row, "tol_bp")?);
            whole(row, "b")?.map(|planned| Figures::Growth { years, planned, within_bp })
        }
        "C4" => {
            let (loss_bp, backlog) = (parameter(row, "loss_bp")?, parameter(row, "backlog")?);
            let both = whole(row, "a")?.zip(whole(row, "b")?);
            both.map(|(capacity, demand)| Figures::Capacity { capacity, demand, loss_bp, backlog })
        }
        "C5" => {
            let parts = list(row, "a")?;
            whole(row, "b")?.map(|whole| Figures::Parts { parts, whole })
        }
        "C6" => {
            let months = list(row, "a")?;
            whole(row, "b")?.map(|year| Figures::Months { months, year })
        }
        "C7" => {
            let positions = list(row, "a")?;
            whole(row, "b")?.map(|total| Figures::ControlTotal { positions, total })
        }
        "C8" => {
            let ceiling_bp = parameter(row, "ceiling_bp")?;
            let both = whole(row, "a")?.zip(whole(row, "b")?);
            both.map(|(occupied, available)| Figures::Occupancy { occupied, available, ceiling_bp })
        }
        "C9" => {
            let both = pair(row, "a")?.zip(pair(row, "b")?);
            both.map(|(spend, allocation)| Figures::MentalHealth { spend, allocation })
        }
        other => return Err(row.wrong("check", other, "a check from C1 to C9")),
    })
}

fn whole(row: Question<'_>, column: &str) -> Result<Option<i64>, ConformError> {
    row.maybe(column, "a whole number", |text| text.parse().ok())
}

fn numbers(text: &str) -> Option<Vec<i64>> {
    text.split(';').map(str::trim).filter(|text| !text.is_empty()).map(|text| text.parse().ok()).collect()
}

fn list(row: Question<'_>, column: &str) -> Result<Vec<i64>, ConformError> {
    row.read(column, "whole numbers with ; between them", numbers)
}

/// Two numbers; `None` where nothing is written.
fn pair(row: Question<'_>, column: &str) -> Result<Option<(i64, i64)>, ConformError> {
    let two = |text: &str| match numbers(text)?.as_slice() {
        [before, now] => Some((*before, *now)),
        _ => None,
    };
    row.maybe(column, "two whole numbers with ; between them", two)
}

fn priced(text: &str) -> Option<Vec<(i64, i64)>> {
    let one = |text: &str| {
        let (activity, price) = text.split_once('@')?;
        Some((activity.trim().parse().ok()?, price.trim().parse().ok()?))
    };
    text.split(';').filter(|text| !text.trim().is_empty()).map(one).collect()
}

/// A parameter of the question, `name=value` among others.
fn parameter<T: FromStr>(row: Question<'_>, name: &str) -> Result<T, ConformError> {
    let of = |text: &str| {
        let named = |held: &str| {
            held.split_once('=').filter(|(held, _)| held.trim() == name).map(|(_, value)| value.trim().parse())
        };
        text.split(';').find_map(named)?.ok()
    };
    row.read("params", "name=value;… with every parameter of the check", of)
}
