//! Add a fund.

use ask::{ActForm, Field, Scene};
use money::{Act, ActKind, Fund, Thing};

use super::GROUP;

/// Where funds are listed.
const LIST: &str = "/money/funds";

/// Add a fund to the table of funds.
pub(super) static ADD_FUND: ActForm = ActForm {
    name: "add-fund",
    path: "/money/funds/new",
    group: GROUP,
    title: "Add a fund",
    about: "A purpose for which money is given, from a financial year on. Accounts can then be opened for it.",
    done: "The fund is added",
    subject: &[],
    fields: &[
        Field::line("code", "Code").hint("Letters, digits and _, such as ELECTIVE_RECOVERY."),
        Field::line("name", "What is it for?"),
        Field::line("from", "First financial year").hint("Such as 2023/24."),
    ],
    by_hand: false,
    scene: |_, _| Some(Scene { back: LIST.to_owned(), ..Scene::default() }),
    offered: |lens, _| lens.offers(ActKind::AddFund, &Thing::Funds),
    read: |_, _, form| {
        let code = form.word("code", "Enter a code of letters, digits and _, such as ELECTIVE_RECOVERY");
        let name = form.line("name", "Enter what the fund is for");
        let from = form.word("from", "Enter a financial year, such as 2023/24");
        Some(vec![Act::AddFund(Fund { code: code?, name, from: from? }).into()])
    },
    to: |_, _| LIST.to_owned(),
    keeps: None,
};
