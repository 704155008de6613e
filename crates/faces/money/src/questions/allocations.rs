//! What a body is given, as published.

use ask::{Answer, Asked, ByHand, CODE, Fault, Question};
use terms::{FinancialYear, OdsCode};

use super::{FUND, GROUP, YEAR, fund, year};
use crate::answers::{Ledgers, figures, recurrent, years_of};

/// The published allocations of a body in a year, with every figure's own cell.
pub(crate) static ALLOCATIONS: Question = Question {
    id: "allocations",
    path: "/organisations/{code}/allocations",
    group: GROUP,
    title: "Allocations",
    about: "What a body is given in a year by each published table: how it comes about line by line, each figure with its file, sheet, row, column and own text.",
    params: &[CODE, YEAR, FUND],
    example: "/organisations/QU9/allocations?year=2023-24",
    by_hand: ByHand::PAGE,
    answer: |lens, asked| {
        let (body, ledgers, fund) = (asked.body(lens, "code")?, Ledgers::of(lens), fund(asked)?);
        let year = year_of(&ledgers, body, asked)?;
        let answer = Answer::from(recurrent(&ledgers, body, year, fund.as_ref())).of(ledgers.body(body));
        Ok(answer.and("figures", figures(&ledgers, body, year, fund.as_ref())))
    },
};

/// The year that was asked for; else the last for which anything is published, or that of the day asked about.
pub(crate) fn year_of(ledgers: &Ledgers<'_>, body: OdsCode, asked: &Asked<'_>) -> Result<FinancialYear, Fault> {
    let last = || years_of(ledgers, body).first().copied();
    Ok(year(asked)?.or_else(last).unwrap_or_else(|| FinancialYear::of(ledgers.on)))
}
