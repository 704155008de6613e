//! The transfers of a body.

use ask::{Answer, ByHand, CODE, Param, Question};
use money::TransferCode;

use super::{FUND, GROUP, YEAR, closed, fund, year};
use crate::answers::{Ledgers, Wanted, transfers};

/// Every transfer into and out of a body's accounts.
pub(super) static TRANSFERS: Question = Question {
    id: "transfers",
    path: "/organisations/{code}/transfers",
    group: GROUP,
    title: "Transfers",
    about: "Every transfer into and out of a body’s accounts up to the day asked about, with the decision, mandate and plan line each names. Open one to see its whole chain.",
    params: &[
        CODE,
        YEAR,
        FUND,
        Param::new(
            "purpose",
            "For what?",
            ask::Wanted::Word(|| TransferCode::ALL.iter().map(|code| code.slug()).collect()),
        )
        .about("The code of the transfers.", "SPEND"),
    ],
    example: "/organisations/10Q/transfers?year=2017-18",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let (body, ledgers) = (asked.body(lens, "code")?, Ledgers::of(lens));
        let wanted = Wanted { year: year(asked)?, fund: fund(asked)?, code: asked.word("purpose")? };
        let answer = Answer::from(transfers(&ledgers, body, &wanted)).of(ledgers.body(body));
        Ok(match closed(&ledgers, body) {
            Some(words) => answer.saying(words),
            None => answer,
        })
    },
};
