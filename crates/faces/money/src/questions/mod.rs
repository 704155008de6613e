//! What may be asked of the ledger and of published allocations.
//!
//! Funds and what is published are anybody's to read. Accounts and transfers are closed: what is answered is judged by who reads,
//! and a thing that is not theirs is answered like one that is not there.

mod account;
mod accounts;
mod allocations;
mod funds;
mod transfer;
mod transfers;
mod vintages;

use app::Lens;
use ask::{Asked, Choice, Fault, Question, Wanted};
use money::FundCode;
use terms::{FinancialYear, OdsCode};

use crate::answers::Ledgers;

pub(crate) use accounts::ACCOUNTS;
pub(crate) use allocations::{ALLOCATIONS, year_of};
pub(crate) use transfer::found;

/// Every question, in the order of the documentation.
pub static QUESTIONS: &[&Question] = &[
    &funds::FUNDS,
    &ACCOUNTS,
    &account::ACCOUNT,
    &transfers::TRANSFERS,
    &transfer::TRANSFER,
    &ALLOCATIONS,
    &vintages::VINTAGES,
    &vintages::VINTAGES_COMPARED,
    &vintages::CONTROL_SUMS,
];

/// The heading of them all.
const GROUP: &str = "Money";

/// The form of a financial year.
static YEAR_FORM: ask::Form = ask::Form {
    pattern: "^[0-9]{4}[/-][0-9]{2}$",
    words: "a financial year such as 2023/24",
    is: |text| text.len() == 7 && text.parse::<FinancialYear>().is_ok(),
};

/// A financial year.
pub(crate) const YEAR: ask::Param = ask::Param::new("year", "Which financial year?", Wanted::Formed(&YEAR_FORM))
    .about("A financial year such as 2023/24.", "2023-24");

/// A fund of the table.
pub(crate) const FUND: ask::Param =
    ask::Param::new("fund", "Which fund?", Wanted::Chosen(fund_choices)).about("A fund’s code.", "CORE");

fn fund_choices(lens: &Lens) -> Vec<Choice> {
    lens.money().funds().map(|fund| (fund.code.to_string(), fund.name.clone())).collect()
}

/// The year that was asked for.
pub(crate) fn year(asked: &Asked<'_>) -> Result<Option<FinancialYear>, Fault> {
    asked.word("year")
}

/// The fund that was asked for.
pub(crate) fn fund(asked: &Asked<'_>) -> Result<Option<FundCode>, Fault> {
    asked.word("fund")
}

/// What stands before the accounts and transfers of a body for somebody to whom none is open: the same whether there are none or they
/// are not theirs to read.
pub(crate) fn closed(ledgers: &Ledgers<'_>, body: OdsCode) -> Option<String> {
    (!ledgers.sees(body)).then(|| {
        format!(
            "There is nothing of {} on record that you may read. A body’s ledger is open to those who answer for its money, by the \
             posts they hold today.",
            ledgers.body(body)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ask::Place;

    #[test]
    fn an_example_asks_what_the_question_takes() {
        for question in QUESTIONS {
            let (path, query) = question.example.split_once('?').unwrap_or((question.example, ""));
            let parts = || question.path.split('/').zip(path.split('/'));
            assert_eq!(question.path.split('/').count(), path.split('/').count(), "{}", question.id);
            assert!(parts().all(|(held, part)| held.starts_with('{') || held == part), "{}", question.id);
            let mut values: Vec<(String, String)> =
                parts().map(|(held, part)| (held.trim_matches(['{', '}']).to_owned(), part.to_owned())).collect();
            let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            values.extend(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
            for param in question.params {
                let value = values.iter().find(|(name, _)| name == param.name).map(|(_, value)| value);
                assert!(value.is_some() || param.place == Place::Query, "{}: {}", question.id, param.name);
                assert!(value.is_none_or(|value| param.wanted.takes(value)), "{}: {}", question.id, param.name);
                assert!(param.example.is_empty() || param.wanted.takes(param.example), "{}", param.name);
            }
        }
    }
}
