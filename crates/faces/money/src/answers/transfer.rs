//! One transfer: every link on which it rests, and where its money came from.

use ask::{Cell, Kind, Table, day};
use money::{BrokenChain, Chain, Transfer, TransferCode, TransferKind};
use terms::Pence;

use super::{Ledgers, table};

/// The chain of a transfer, link by link, from the transfer to the authority on which its money moved.
pub fn chain(ledgers: &Ledgers<'_>, held: &Transfer) -> Table {
    let columns = [
        ("link", "Link", Kind::Text),
        ("what", "What", Kind::Link),
        ("detail", "In which version, when, whose", Kind::Text),
    ];
    let found = ledgers.room.chain(ledgers.house, held.id);
    let rows = match &found {
        Ok(chain) => links(ledgers, held, chain),
        Err(broken) => vec![transfer_link(ledgers, held), broken_link(broken)],
    };
    let mut notes =
        vec!["Each link is looked up as the rooms that recorded it know it now, a plan line as it stood on the transfer’s day."
            .to_owned()];
    if let Err(broken) = found {
        notes.push(format!("The chain is broken: {broken}."));
    }
    Table { notes, ..table(ledgers, "On what it rests", &columns, rows) }
}

fn transfer_link(ledgers: &Ledgers<'_>, held: &Transfer) -> Vec<Cell> {
    let accounts = [&held.movement.debit, &held.movement.credit].map(|account| ledgers.account(account).plain());
    let [from, to] = accounts;
    vec![
        "Transfer".into(),
        held.id.short().into(),
        format!("{} from {from} to {to} on {}", Cell::Money(held.movement.amount).shown(), day(held.valid_on)).into(),
    ]
}

fn broken_link(broken: &BrokenChain) -> Vec<Cell> {
    vec!["Broken".into(), broken.code().into(), kit::site::sentence(&broken.to_string()).into()]
}

fn links(ledgers: &Ledgers<'_>, held: &Transfer, chain: &Chain) -> Vec<Vec<Cell>> {
    let none = |link: &str| vec![link.into(), "None".into(), "Its code needs none, and it names none".into()];
    let mut rows = vec![transfer_link(ledgers, held)];
    rows.push(chain.plan_line.as_ref().map_or_else(
        || none("Plan line"),
        |(id, line)| {
            let detail =
                format!("{}, version {}, {} in {}", line.plan, line.version, ledgers.body(line.body), line.year);
            vec!["Plan line".into(), id.to_string().into(), detail.into()]
        },
    ));
    rows.push(chain.mandate.as_ref().map_or_else(
        || none("Mandate"),
        |(id, mandate)| {
            let to = mandate.valid_to.map_or_else(|| "with no end".to_owned(), |last| format!("to {}", day(last)));
            let from = if mandate.valid_from == terms::Date::MIN {
                "from before anything is known".to_owned()
            } else {
                format!("from {}", day(mandate.valid_from))
            };
            let detail = format!("held by {}, {from} {to}", ledgers.body(mandate.holder));
            vec!["Mandate".into(), Cell::link(id.as_str(), format!("/mandates/{id}")), detail.into()]
        },
    ));
    match &chain.decision {
        Some((id, decision)) => {
            // A body's decision is named by its proposal; any other is an instrument, whose page is that of its powers.
            let what = match id.as_str().rsplit_once('/') {
                Some((proposal, _)) => Cell::link(id.as_str(), format!("/proposals/{proposal}")),
                None => id.to_string().into(),
            };
            rows.push(vec!["Decision".into(), what, format!("made on {}", day(decision.decided_on)).into()]);
            rows.push(vec!["Authority".into(), decision.authority.clone().into(), Cell::Empty]);
        }
        None => rows.push(none("Decision")),
    }
    rows
}

/// Which allotments a transfer's money came from, first in first out.
pub fn sources(ledgers: &Ledgers<'_>, held: &Transfer) -> Table {
    let found = ledgers.room.sources(held.id);
    let rows = found.iter().map(|(id, amount)| {
        let allotment = ledgers.room.transfer(*id).filter(|held| ledgers.reader.opens_transfer(held.id));
        let on = allotment.as_ref().map_or(Cell::Empty, |held| Cell::Date(held.valid_on));
        let decision = allotment.and_then(|held| held.basis.decision);
        vec![
            ledgers.transfer(*id),
            on,
            decision.map_or(Cell::Empty, |decision| decision.to_string().into()),
            Cell::Money(*amount),
        ]
    });
    let columns = [
        ("allotment", "Allotment", Kind::Link),
        ("valid_on", "On", Kind::Date),
        ("decision", "Notice or decision", Kind::Text),
        ("amount", "Of it", Kind::Money),
    ];
    let words = match held.kind {
        TransferKind::Single | TransferKind::Post => "Money leaves an account in the order in which it came in.",
        TransferKind::Pending | TransferKind::Void => "It moved nothing, so its money came from nowhere.",
    };
    Table { notes: vec![words.to_owned()], ..table(ledgers, "Where its money came from", &columns, rows.collect()) }
}

/// Where the money of an allotment stands: nothing for what is none.
pub fn whereabouts(ledgers: &Ledgers<'_>, held: &Transfer) -> Option<Table> {
    if held.movement.code != TransferCode::Allot {
        return None;
    }
    let rows = ledgers.room.whereabouts(held.id);
    // What stands with others is one figure: each of their balances is their own.
    let (own, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(account, _)| ledgers.opens_account(account));
    let elsewhere = Pence::total(others.iter().map(|(_, amount)| *amount)).ok().filter(|_| !others.is_empty());
    let mut rows: Vec<Vec<Cell>> =
        own.iter().map(|(account, amount)| vec![ledgers.account(account), Cell::Money(*amount)]).collect();
    rows.extend(elsewhere.map(|amount| vec!["Accounts that are not yours".into(), Cell::Money(amount)]));
    let columns = [("account", "Account", Kind::Link), ("amount", "Stands there", Kind::Money)];
    (!rows.is_empty()).then(|| table(ledgers, "Where its money is now", &columns, rows))
}

/// What became of a reservation, and on what it waits; nothing for what is none.
pub fn reservation(ledgers: &Ledgers<'_>, held: &Transfer) -> Option<Table> {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut say = |what: &str, which: Cell, detail: Cell| rows.push(vec![what.into(), which, detail]);
    if let Some(pending) = held.pending {
        say("Resolves the reservation", ledgers.transfer(pending), Cell::Empty);
    }
    if held.kind == TransferKind::Pending {
        if let Some(by) = ledgers.room.resolution(held.id) {
            let left = Pence(held.movement.amount.0.saturating_sub(by.movement.amount.0));
            let detail = match by.kind {
                TransferKind::Post => format!("{} posted, {} freed", by.movement.amount.pounds(), left.pounds()),
                TransferKind::Single | TransferKind::Pending | TransferKind::Void => "All of it freed".to_owned(),
            };
            say("Resolved by", ledgers.transfer(by.id), detail.into());
        }
        if let Some(last) = held.expires_on {
            say("Last day", Cell::Date(last), "After it, what is not posted counts no more".into());
        }
    }
    if let Some(milestone) = ledgers.room.milestone(held.id) {
        say("Milestone", milestone.words.to_string().into(), Cell::Date(milestone.stamp.on));
        let evidence =
            milestone.evidence.as_ref().map_or("Nothing is shown for it yet".into(), |text| text.to_string().into());
        say("Evidence", evidence, Cell::Empty);
    }
    let columns = [("what", "What", Kind::Text), ("which", "Which", Kind::Link), ("detail", "More", Kind::Text)];
    (!rows.is_empty()).then(|| table(ledgers, "The reservation", &columns, rows))
}
