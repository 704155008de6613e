//! Transfers of a body, as a table.

use ask::{Cell, Column, Kind, Table, day};
use money::{FundCode, Transfer, TransferCode, TransferKind};
use terms::{FinancialYear, OdsCode};

use super::{Ledgers, table};

/// Which transfers are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Those of a year.
    pub year: Option<FinancialYear>,
    /// Those of a fund.
    pub fund: Option<FundCode>,
    /// Those of a code.
    pub code: Option<TransferCode>,
}

/// The transfers into and out of a body's accounts, true on or before the day asked about, in the order recorded: each leads to
/// its chain.
pub fn transfers(ledgers: &Ledgers<'_>, body: OdsCode, wanted: &Wanted) -> Table {
    let is_wanted = |held: &Transfer| {
        let (debit, credit) = (ledgers.room.account(&held.movement.debit), ledgers.room.account(&held.movement.credit));
        let of_body = [&debit, &credit].into_iter().flatten().any(|account| account.body == body);
        let of_ledger = debit.is_some_and(|account| {
            wanted.year.is_none_or(|year| account.year == year)
                && wanted.fund.as_ref().is_none_or(|fund| account.fund == *fund)
        });
        of_body && of_ledger && wanted.code.is_none_or(|code| held.movement.code == code)
    };
    let shown = ledgers.room.transfers().filter(|held| held.valid_on <= ledgers.on && is_wanted(held));
    let rows = shown.filter(|held| ledgers.reader.opens_transfer(held.id)).map(|held| {
        let mut row = vec![
            ledgers.transfer(held.id),
            held.id.to_string().into(),
            Cell::Date(held.valid_on),
            held.kind.words().into(),
            held.movement.code.words().into(),
            ledgers.account(&held.movement.debit),
            ledgers.account(&held.movement.credit),
            Cell::Money(held.movement.amount),
            state_words(ledgers, &held).into(),
        ];
        row.extend(basis_cells(&held));
        row
    });
    let columns = [
        ("transfer", "Transfer", Kind::Link),
        ("id", "Identity", Kind::Code),
        ("valid_on", "On", Kind::Date),
        ("kind", "Kind", Kind::Text),
        ("code", "For what", Kind::Text),
        ("debit", "From", Kind::Link),
        ("credit", "To", Kind::Link),
        ("amount", "Amount", Kind::Money),
        ("state", "State", Kind::Text),
        ("decision", "Decision", Kind::Text),
        ("mandate", "Mandate", Kind::Text),
        ("plan_line", "Plan line", Kind::Text),
        ("entry", "Entry", Kind::Link),
    ];
    let mut held = table(ledgers, format!("Transfers up to {}", day(ledgers.on)), &columns, rows.collect());
    if let Some(identity) = held.columns.iter_mut().find(|column| column.key == "id") {
        *identity = Column::new("id", "Identity", Kind::Code).for_files();
    }
    held
}

/// What a transfer names, and the entry that recorded it.
pub(super) fn basis_cells(held: &Transfer) -> [Cell; 4] {
    let text = |text: Option<String>| text.map_or(Cell::Empty, Cell::Text);
    [
        text(held.basis.decision.as_ref().map(ToString::to_string)),
        text(held.basis.mandate.as_ref().map(ToString::to_string)),
        text(held.basis.plan_line.as_ref().map(ToString::to_string)),
        Cell::link(held.entry.to_string(), format!("/entries/{}", held.entry)),
    ]
}

/// How a transfer stands on the day asked about.
pub(super) fn state_words(ledgers: &Ledgers<'_>, held: &Transfer) -> String {
    match held.kind {
        TransferKind::Single | TransferKind::Post => "Moved".to_owned(),
        TransferKind::Void => "Released".to_owned(),
        TransferKind::Pending => match ledgers.room.resolution(held.id).filter(|by| by.valid_on <= ledgers.on) {
            Some(by) if by.kind == TransferKind::Void => format!("Released on {}", day(by.valid_on)),
            Some(by) => format!("Posted on {}", day(by.valid_on)),
            None => match held.expires_on {
                Some(last) if last < ledgers.on => format!("Lapsed after {}", day(last)),
                Some(last) => format!("Reserved to {}", day(last)),
                None => "Reserved".to_owned(),
            },
        },
    }
}
