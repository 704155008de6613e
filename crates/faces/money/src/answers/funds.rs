//! The table of funds.

use ask::{Cell, Kind, Table};

use super::{Ledgers, table};

/// Every fund, in order of code.
pub fn funds(ledgers: &Ledgers<'_>) -> Table {
    let rows = ledgers.room.funds().map(|fund| -> Vec<Cell> {
        vec![fund.code.to_string().into(), fund.name.clone().into(), fund.from.to_string().into()]
    });
    let columns =
        [("fund", "Fund", Kind::Code), ("name", "What it is for", Kind::Text), ("from", "First year", Kind::Text)];
    Table {
        notes: vec![
            "Money moves within one fund and one year. To move it to another, record two linked transfers: out to the source of \
             the one, and in from the source of the other."
                .to_owned(),
        ],
        ..table(ledgers, "Funds", &columns, rows.collect())
    }
}
