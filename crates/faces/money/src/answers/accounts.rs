//! Accounts, what stands on them at the two clocks, and what moved there.

use ask::{Cell, Kind, Table, day};
use money::{Account, AccountId, TransferKind};
use terms::{FinancialYear, OdsCode};

use super::{BALANCE, Ledgers, balance_cells, table};
use crate::answers::transfers::{basis_cells, state_words};

/// The accounts of a body, all or those of one year, each with what stood on it on the day asked about.
pub fn accounts(ledgers: &Ledgers<'_>, body: OdsCode, year: Option<FinancialYear>) -> Table {
    let balances = ledgers.room.balances(ledgers.on);
    let is_open = ledgers.sees(body);
    let theirs = ledgers.room.accounts().filter(|account| account.body == body && is_open);
    let shown = theirs.filter(|account| year.is_none_or(|year| account.year == year));
    let mut shown: Vec<Account> = shown.collect();
    shown.sort_by(|one, two| (two.year, &one.fund, &one.id).cmp(&(one.year, &two.fund, &two.id)));
    let rows = shown.into_iter().map(|account| {
        let mut row = vec![
            ledgers.account(&account.id),
            account.year.to_string().into(),
            account.fund.to_string().into(),
            account.kind.words().into(),
        ];
        row.extend(balance_cells(balances.get(&account.id).copied().unwrap_or_default()));
        row.extend([Cell::Date(account.opened_on), account.closed_on.map_or(Cell::Empty, Cell::Date)]);
        row
    });
    let mut columns = vec![
        ("account", "Account", Kind::Link),
        ("year", "Year", Kind::Text),
        ("fund", "Fund", Kind::Code),
        ("kind", "Kind", Kind::Text),
    ];
    columns.extend(BALANCE);
    columns.extend([("opened_on", "Open from", Kind::Date), ("closed_on", "Last day", Kind::Date)]);
    let caption = format!("Accounts, as they stood on {}", day(ledgers.on));
    Table {
        notes: vec![
            "What is reserved to go out counts as gone; what is only promised does not count as there. A reservation counts until \
             it is posted or released, or its last day has gone by."
                .to_owned(),
        ],
        ..table(ledgers, caption, &columns, rows.collect())
    }
}

/// An account in a sentence.
pub fn account_sentence(ledgers: &Ledgers<'_>, account: &Account) -> String {
    let closes = account.closed_on.map_or_else(String::new, |last| format!(" to {}", day(last)));
    format!(
        "{} of {} for {} in {}, open from {}{closes}. {}.",
        account.kind.words(),
        ledgers.body(account.body),
        account.fund,
        account.year,
        day(account.opened_on),
        account.limit.words()
    )
}

/// What stood on an account at both clocks: as known then on the day asked about, and as known now on it.
pub fn balances(ledgers: &Ledgers<'_>, id: &AccountId) -> Table {
    let now = ledgers.house.money().now();
    let mut views = vec![("As known then", ledgers.room)];
    if now.sequence() != ledgers.room.sequence() {
        views.push(("As known now", now));
    }
    let rows = views.into_iter().filter_map(|(words, room)| {
        let balance = room.balance(id, ledgers.on)?;
        let mut row = vec![words.into(), Cell::Date(ledgers.on), format!("entry {}", room.sequence()).into()];
        row.extend(balance_cells(balance));
        Some(row)
    });
    let mut columns = vec![
        ("clock", "Which clock", Kind::Text),
        ("valid_on", "On", Kind::Date),
        ("known_after", "Known after", Kind::Text),
    ];
    columns.extend(BALANCE);
    table(ledgers, "What stands on it", &columns, rows.collect())
}

/// What moved on an account on or before the day asked about, in the order recorded.
pub fn movements(ledgers: &Ledgers<'_>, id: &AccountId) -> Table {
    let moved = ledgers.room.transfers().filter(|held| held.valid_on <= ledgers.on);
    let theirs = moved.filter(|held| held.movement.debit == *id || held.movement.credit == *id);
    let rows = theirs.map(|held| {
        let goes_out = held.movement.debit == *id;
        let other = if goes_out { &held.movement.credit } else { &held.movement.debit };
        let figure = Cell::Money(held.movement.amount);
        let (came, went, reserved) = match (held.kind, goes_out) {
            (TransferKind::Single | TransferKind::Post, false) => (figure, Cell::Empty, Cell::Empty),
            (TransferKind::Single | TransferKind::Post, true) => (Cell::Empty, figure, Cell::Empty),
            (TransferKind::Pending | TransferKind::Void, _) => (Cell::Empty, Cell::Empty, figure),
        };
        let mut row = vec![
            ledgers.transfer(held.id),
            Cell::Date(held.valid_on),
            held.movement.code.words().into(),
            ledgers.account(other),
            came,
            went,
            reserved,
            state_words(ledgers, &held).into(),
        ];
        row.extend(basis_cells(&held));
        row
    });
    let columns = [
        ("transfer", "Transfer", Kind::Link),
        ("valid_on", "On", Kind::Date),
        ("code", "For what", Kind::Text),
        ("other", "Other account", Kind::Link),
        ("came_in", "Came in", Kind::Money),
        ("went_out", "Went out", Kind::Money),
        ("reserved", "Reserved or released", Kind::Money),
        ("state", "State", Kind::Text),
        ("decision", "Decision", Kind::Text),
        ("mandate", "Mandate", Kind::Text),
        ("plan_line", "Plan line", Kind::Text),
        ("entry", "Entry", Kind::Link),
    ];
    table(ledgers, format!("What moved up to {}", day(ledgers.on)), &columns, rows.collect())
}
