//! One account.

use ask::{Answer, ByHand, Fault, Param, Question, Wanted};
use money::AccountId;

use super::GROUP;
use crate::answers::{Ledgers, account_sentence, balances, movements};

/// What stands on an account at both clocks, and what moved there.
pub(super) static ACCOUNT: Question = Question {
    id: "money-account",
    path: "/money/account",
    group: GROUP,
    title: "One account",
    about: "What stood on an account on the day asked about, as known then and as known now, and every transfer that moved on it.",
    params: &[Param::new("account", "Which account?", Wanted::Text)
        .required()
        .about("The account’s identity, such as 10Q/CORE/2017.", "10Q/CORE/2017")],
    example: "/money/account?account=10Q/CORE/2017",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let (ledgers, text) = (Ledgers::of(lens), asked.text("account").unwrap_or_default());
        let held = text.parse().ok().and_then(|id: AccountId| ledgers.room.account(&id));
        let held = held.filter(|held| ledgers.reader.opens_account(&held.id)).ok_or_else(|| {
            Fault::Unknown(format!("There is no account “{text}” on record as known then that you may read."))
        })?;
        let answer = Answer::from(balances(&ledgers, &held.id)).of(held.id.to_string());
        Ok(answer.saying(account_sentence(&ledgers, &held)).and("movements", movements(&ledgers, &held.id)))
    },
};
