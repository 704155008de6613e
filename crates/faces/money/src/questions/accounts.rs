//! The accounts of a body.

use ask::{Answer, ByHand, CODE, Question};

use super::{GROUP, YEAR, closed, year};
use crate::answers::{Ledgers, Wanted, accounts, transfers};

/// A body's ledger: its accounts, with what stands on each, and the transfers between them.
pub(crate) static ACCOUNTS: Question = Question {
    id: "accounts",
    path: "/organisations/{code}/accounts",
    group: GROUP,
    title: "Ledger",
    about: "The accounts of a body with what stood on each on the day asked about, as known at the second clock, and every transfer into and out of them.",
    params: &[CODE, YEAR],
    example: "/organisations/10Q/accounts?year=2017-18",
    by_hand: ByHand::PAGE,
    answer: |lens, asked| {
        let (body, ledgers, year) = (asked.body(lens, "code")?, Ledgers::of(lens), year(asked)?);
        let wanted = Wanted { year, ..Wanted::default() };
        let mut answer = Answer::from(accounts(&ledgers, body, year)).of(ledgers.body(body));
        if let Some(words) = closed(&ledgers, body) {
            answer = answer.saying(words);
        }
        Ok(answer.and("transfers", transfers(&ledgers, body, &wanted)))
    },
};
