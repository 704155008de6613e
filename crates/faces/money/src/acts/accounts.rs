//! Open and close accounts.

use app::Lens;
use ask::{ActForm, Choice, Field, Of};
use money::{Account, AccountId, AccountKind, Act, ActKind, FundCode, Limit, Thing};
use terms::{FinancialYear, OdsCode};

use super::GROUP;
use super::subject::{ACCOUNT, BODY, account, body, ledger_href, of_account, of_keeper, room};
use crate::answers::account_href;

/// Open an account of a body.
pub(super) static OPEN_ACCOUNT: ActForm = ActForm {
    name: "open-account",
    path: "/organisations/{body}/accounts/new",
    group: GROUP,
    title: "Open an account",
    about: "An account of the body for one fund and one year. What it was given and what it keeps back may not be overdrawn; a source, from which money comes that no body was given yet, is opened by the keeper of this installation.",
    done: "The account is open",
    subject: &[BODY],
    fields: &[
        Field::one("kind", "What does it hold?", kinds),
        Field::one("fund", "For what?", |lens, _| {
            room(lens).funds().map(|fund| (fund.code.to_string(), fund.name.clone())).collect()
        }),
        Field::line("year", "Financial year")
            .hint("Such as 2019/20.")
            .first(|lens, _| FinancialYear::of(lens.today()).to_string()),
        Field::line("account", "Identity")
            .hint("Leave it empty to have it made of the body, the fund and the year, such as 14Y/CORE/2019."),
        Field::day("opened_on", "First day on which money moves").hint("Leave it empty for the first day of the year."),
        Field::day("closed_on", "Last day on which money moves").hint("Leave it empty for the last day of the year."),
    ],
    by_hand: false,
    scene: of_keeper,
    offered: |lens, of| !kinds(lens, of).is_empty(),
    read: |lens, of, form| {
        let body = body(lens, of)?;
        let kind: Option<AccountKind> = form.word("kind", "Choose what the account holds");
        let fund: Option<FundCode> = form.word("fund", "Choose a fund");
        let year: Option<FinancialYear> = form.word("year", "Enter a financial year, such as 2019/20");
        let given = form.maybe("account", "Write letters, digits and - . / _ : such as 14Y/CORE/2019");
        let (opened_on, closed_on) = (form.maybe_day("opened_on"), form.maybe_day("closed_on"));
        let (kind, fund, year) = (kind?, fund?, year?);
        let id = match form.text("account") {
            Some(_) => given?,
            None => made(body, &fund, year, kind)?,
        };
        let limit = match kind {
            AccountKind::Source | AccountKind::Spent => Limit::Unlimited,
            AccountKind::Allocation | AccountKind::Reserve => Limit::Limited,
        };
        let opened_on = opened_on.unwrap_or_else(|| year.first_day());
        let closed_on = closed_on.or_else(|| Some(year.last_day()));
        Some(vec![Act::OpenAccount(Account { id, body, fund, year, kind, limit, opened_on, closed_on }).into()])
    },
    to: |of, acts| match acts {
        [app::Act::Money(Act::OpenAccount(account))] => account_href(&account.id),
        _ => of.id("body").map_or_else(String::new, ledger_href),
    },
    keeps: None,
};

/// What an account may hold that whoever looks may open.
fn kinds(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    let Some(body) = body(lens, of) else { return Vec::new() };
    let may = |thing| lens.offers(ActKind::OpenAccount, &thing);
    let (own, source) = (may(Thing::Body(body)), may(Thing::Source(body)));
    let allowed = AccountKind::ALL.iter().filter(|kind| match kind {
        AccountKind::Source => source,
        AccountKind::Allocation | AccountKind::Reserve | AccountKind::Spent => own,
    });
    allowed.map(|kind| (kind.slug().to_owned(), kind.words().to_owned())).collect()
}

/// The identity of an account by its body, fund and year; what is no allocation says what it is.
fn made(body: OdsCode, fund: &FundCode, year: FinancialYear, kind: AccountKind) -> Option<AccountId> {
    let begins = year.first_day().year();
    let end = match kind {
        AccountKind::Allocation => String::new(),
        AccountKind::Source | AccountKind::Reserve | AccountKind::Spent => format!("/{}", kind.slug()),
    };
    format!("{body}/{fund}/{begins}{end}").parse().ok()
}

/// Set the last day of an account.
pub(super) static CLOSE_ACCOUNT: ActForm = ActForm {
    name: "close-account",
    path: "/money/account/close",
    group: GROUP,
    title: "Set its last day",
    about: "No money moves in or out of the account after that day. What stands on it stays, and is passed on before.",
    done: "The account has a last day",
    subject: &[ACCOUNT],
    fields: &[Field::day("last", "Last day on which money moves")],
    by_hand: false,
    scene: of_account,
    offered: |lens, of| {
        account(lens, of).is_some_and(|held| lens.offers(ActKind::CloseAccount, &Thing::Account(held.id)))
    },
    read: |lens, of, form| {
        let last = form.day("last", "Enter the last day on which money moves");
        Some(vec![Act::CloseAccount { account: account(lens, of)?.id, last: last? }.into()])
    },
    to: |of, _| of.id::<AccountId>("account").map_or_else(String::new, |id| account_href(&id)),
    keeps: None,
};
