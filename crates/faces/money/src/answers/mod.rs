//! Who has how much for what? Answers about funds, accounts, transfers and published allocations.
//!
//! Each takes a [`Ledgers`]: the ledger and the register as known, the day asked about, and who reads.

mod accounts;
mod allocations;
mod funds;
mod sums;
mod transfer;
mod transfers;

pub use accounts::{account_sentence, accounts, balances, movements};
pub use allocations::{Step, figures, published, recurrent, steps, steps_table, years_of};
pub use funds::funds;
pub use sums::{compared, control_sums, findings, vintages};
pub use transfer::{chain, reservation, sources, whereabouts};
pub use transfers::{Wanted, transfers};

use app::{House, Lens, Reader};
use ask::{Cell, Column, Kind, Table};
use money::{AccountId, Balance, Money, TransferId, VintageId};
use register::View;
use terms::{Date, FinancialYear, OdsCode, Pence, Rate, round_ratio};

/// What these answers are worked out from.
pub struct Ledgers<'a> {
    /// The ledger as known.
    pub room: Money<'a>,
    /// The register as known.
    pub register: View<'a>,
    /// What whoever looks may read, by today's posts.
    pub reader: Reader<'a>,
    /// Everything as it is now, in which what a transfer rests on is looked up.
    pub house: &'a House,
    /// The day asked about.
    pub on: Date,
}

impl<'a> Ledgers<'a> {
    /// The basis of a question asked through a lens.
    pub fn of(lens: &'a Lens) -> Self {
        Self {
            room: lens.money(),
            register: lens.register(),
            reader: lens.reader(),
            house: lens.house(),
            on: lens.on(),
        }
    }

    /// A body's name with its code.
    pub fn body(&self, code: OdsCode) -> String {
        naming::with_code(&self.register, code, self.on)
    }

    /// Where the figures come from.
    pub fn source(&self) -> String {
        format!("the journal of this service, as known after entry {}", self.room.sequence())
    }

    /// Whether whoever looks may read an account.
    pub fn opens_account(&self, id: &AccountId) -> bool {
        self.reader.opens_account(id)
    }

    /// An account, with the way to its page for whoever may open it. One that is not theirs is called by its body alone.
    pub fn account(&self, id: &AccountId) -> Cell {
        if self.reader.opens_account(id) {
            return Cell::link(id.as_str(), account_href(id));
        }
        self.room.account(id).map_or(Cell::Empty, |account| format!("an account of {}", self.body(account.body)).into())
    }

    /// A transfer, with the way to its page for whoever may open it.
    pub fn transfer(&self, id: TransferId) -> Cell {
        if self.reader.opens_transfer(id) {
            Cell::link(id.short(), transfer_href(id))
        } else {
            "a transfer you may not read".into()
        }
    }

    /// Whether whoever looks may see a body's money.
    pub fn sees(&self, body: OdsCode) -> bool {
        self.reader.sees_money_of(body)
    }
}

/// A table: its columns by key, heading and kind, and its rows.
pub(crate) fn table(
    ledgers: &Ledgers<'_>,
    caption: impl Into<String>,
    columns: &[(&'static str, &str, Kind)],
    rows: Vec<Vec<Cell>>,
) -> Table {
    Table {
        caption: caption.into(),
        columns: columns.iter().map(|(key, label, kind)| Column::new(*key, *label, *kind)).collect(),
        rows,
        source: ledgers.source(),
        notes: Vec::new(),
    }
}

/// The address of an account's page. Its identity has strokes in it, and so stands in the query.
pub fn account_href(id: &AccountId) -> String {
    kit::address::Address::new("/money/account").with("account", id.as_str()).href()
}

/// The address of a transfer's page.
pub fn transfer_href(id: TransferId) -> String {
    format!("/money/transfers/{id}")
}

/// The address of a vintage's control sums.
pub fn vintage_href(id: &VintageId) -> String {
    kit::address::Address::new("/money/control-sums").with("vintage", id.as_str()).href()
}

/// The address of what a body is given in a year.
pub fn allocations_href(body: OdsCode, year: FinancialYear) -> String {
    format!("{}/allocations?year={}", naming::href(body), year.to_string().replace('/', "-"))
}

/// An amount of a balance; words where it passes what an amount can be.
pub(crate) fn amount(pence: i128) -> Cell {
    i64::try_from(pence).map_or_else(|_| "more than can be shown".into(), |pence| Cell::Money(Pence(pence)))
}

/// A side of a balance.
pub(crate) fn side(pence: u128) -> Cell {
    i128::try_from(pence).map_or_else(|_| "more than can be shown".into(), amount)
}

/// What stands on an account: came in, went out, reserved to leave, promised, and what is left to be taken out.
pub(crate) fn balance_cells(balance: Balance) -> Vec<Cell> {
    vec![
        side(balance.credits_posted),
        side(balance.debits_posted),
        side(balance.debits_pending),
        side(balance.credits_pending),
        amount(balance.available()),
    ]
}

/// The columns of [`balance_cells`].
pub(crate) const BALANCE: [(&str, &str, Kind); 5] = [
    ("credits_posted", "Came in", Kind::Money),
    ("debits_posted", "Went out", Kind::Money),
    ("debits_pending", "Reserved to go out", Kind::Money),
    ("credits_pending", "Promised, not yet in", Kind::Money),
    ("available", "Left to spend", Kind::Money),
];

/// A rate in percent, to two places.
pub(crate) fn percent(rate: Rate) -> String {
    // A rate has twelve places; a hundredth of a percent is the fourth of them.
    let hundredths = round_ratio(i128::from(rate.0), 100_000_000).unwrap_or_default();
    let sign = if hundredths < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}%", hundredths.abs() / 100, hundredths.abs() % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_shown_to_a_hundredth_of_a_percent() {
        for (text, shown) in [("0.05176067961391384", "5.18%"), ("-0.0071", "-0.71%"), ("0", "0.00%"), ("1", "100.00%")]
        {
            assert_eq!(percent(text.parse().unwrap()), shown);
        }
    }

    #[test]
    fn an_address_holds_whatever_an_identity_has() {
        let id: AccountId = "10Q/CORE/2019".parse().unwrap();
        let held = account_href(&id);
        assert!(held.starts_with("/money/account?account="), "{held}");
        let year: FinancialYear = "2023/24".parse().unwrap();
        assert_eq!(allocations_href("QU9".parse().unwrap(), year), "/organisations/QU9/allocations?year=2023-24");
    }
}

#[cfg(test)]
mod published_tests;
