//! Where money came from: allotments kept apart as lots, first in first out for each account.

use crate::account::Limit;
use crate::id::{AccountId, TransferId};
use crate::ledger::{Ledger, Row};
use crate::transfer::Step;
use std::collections::{BTreeMap, VecDeque};
use terms::{Pence, Sequence};

/// Money of one allotment on one account.
struct Lot {
    /// The transfer by which it left an account without limit: the allotment.
    allotment: TransferId,
    amount: Pence,
}

/// The lots on every account of one ledger, by their indices.
#[derive(Default)]
struct Lots(BTreeMap<usize, VecDeque<Lot>>);

/// How much of each allotment: by the allotment's identity, ascending.
pub type Sources = BTreeMap<TransferId, Pence>;

impl Lots {
    /// Passes a posted transfer's money on. Lots keep their label when passed on or given back.
    ///
    /// Source: rule R14.
    fn pass(&mut self, ledger: &Ledger, row: &Row) -> Sources {
        let is_limited = ledger.book_at(row.debit).is_some_and(|book| book.account.limit == Limit::Limited);
        let lots = if is_limited {
            self.draw(row.debit, row.amount)
        } else {
            vec![Lot { allotment: row.record.id, amount: row.amount }]
        };
        let mut sources = Sources::new();
        for lot in &lots {
            let drawn: &mut Pence = sources.entry(lot.allotment).or_default();
            drawn.0 = drawn.0.saturating_add(lot.amount.0);
        }
        self.0.entry(row.credit).or_default().extend(lots);
        sources
    }

    /// Takes lots from the front of an account, splitting the last.
    fn draw(&mut self, account: usize, amount: Pence) -> Vec<Lot> {
        let standing = self.0.entry(account).or_default();
        let (mut drawn, mut left) = (Vec::new(), amount.0);
        while left > 0 {
            // A limited account has what leaves it, so there is always a lot while something is left to draw.
            let Some(first) = standing.front_mut() else { break };
            let part = first.amount.0.min(left);
            left -= part;
            drawn.push(Lot { allotment: first.allotment, amount: Pence(part) });
            first.amount.0 -= part;
            if first.amount.0 == 0 {
                standing.pop_front();
            }
        }
        drawn
    }
}

/// Which allotments a posted transfer's money came from; empty for a reservation or a release, which moves nothing.
///
/// Law: they add to the transfer's amount.
///
/// Source: spec 3.5, rule R14.
pub(crate) fn sources_of(ledger: &Ledger, id: TransferId) -> Sources {
    let Some(target) = ledger.row_of(id).filter(|row| has_moved(row)) else { return Sources::new() };
    let mut lots = Lots::default();
    for (row, _) in of_ledger(ledger, target) {
        let sources = lots.pass(ledger, row);
        if row.record.id == id {
            return sources;
        }
    }
    Sources::new()
}

/// On which accounts the money of an allotment stands after an entry: by account, ascending.
///
/// Law: what stands adds to what was allotted.
pub(crate) fn whereabouts_of(ledger: &Ledger, allotment: TransferId, known: Sequence) -> BTreeMap<AccountId, Pence> {
    let Some(target) = ledger.row_of(allotment) else { return BTreeMap::new() };
    let mut lots = Lots::default();
    for (row, _) in of_ledger(ledger, target).take_while(|(row, _)| row.entry <= known) {
        lots.pass(ledger, row);
    }
    let mut standing: BTreeMap<AccountId, Pence> = BTreeMap::new();
    for (index, lots) in lots.0 {
        let Some(book) = ledger.book_at(index) else { continue };
        for lot in lots.iter().filter(|lot| lot.allotment == allotment) {
            let sum = standing.entry(book.account.id.clone()).or_default();
            sum.0 = sum.0.saturating_add(lot.amount.0);
        }
    }
    standing
}

/// The posted transfers of one ledger, in posting order.
fn of_ledger<'l>(ledger: &'l Ledger, like: &Row) -> impl Iterator<Item = (&'l Row, Option<&'l Row>)> {
    let account = ledger.book_at(like.debit).map(|book| &book.account);
    ledger.log().filter(move |(row, _)| {
        let theirs = ledger.book_at(row.debit).map(|book| &book.account);
        has_moved(row) && account.zip(theirs).is_some_and(|(account, theirs)| account.shares_ledger(theirs))
    })
}

fn has_moved(row: &Row) -> bool {
    match row.record.step {
        Step::Single(_) | Step::Post(_) => true,
        Step::Pending { .. } | Step::Void(_) => false,
    }
}
