//! One transfer: every link on which it rests, and where its money came from.

use axum::extract::Path;
use axum::response::Response;
use kit::components::Crumb;
use kit::refused::Problem;
use kit::show::Ask;
use kit::sign_in::Who;
use kit::tables_page::Part;

use super::{offered, page};
use crate::answers::{Ledgers, chain, reservation, sources, whereabouts};
use crate::questions::found;

pub(super) async fn transfer(ask: Ask, _who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    let unknown = || {
        Problem::not_found(
            "There is no transfer at this address on record as known then that you may read. A body’s ledger lists its transfers.",
        )
    };
    let held = found(&ask, &id).ok_or_else(unknown)?;
    let ledgers = Ledgers::of(&ask);
    let mut page = page(format!("{}: {}", held.movement.code.words(), held.movement.amount.pounds()));
    page.caption = format!("{} {}", held.kind.words(), held.id.short());
    let debit = ledgers.room.account(&held.movement.debit).filter(|account| ledgers.sees(account.body));
    let side =
        debit.or_else(|| ledgers.room.account(&held.movement.credit).filter(|account| ledgers.sees(account.body)));
    if let Some(account) = side {
        page.above.push(Crumb::new(
            format!("Ledger of {}", account.body),
            format!("{}/accounts", naming::href(account.body)),
        ));
    }
    page.lead = vec![format!(
        "{} from {} to {}, true on {} and recorded on {} by entry {}. Its identity is {}.",
        held.movement.amount.pounds(),
        ledgers.account(&held.movement.debit).plain(),
        ledgers.account(&held.movement.credit).plain(),
        ask::day(held.valid_on),
        ask::day(held.recorded_on),
        held.entry,
        held.id
    )];
    page.parts = vec![
        Part::new("chain", "On what it rests", chain(&ledgers, &held)),
        Part::new("sources", "Where its money came from", sources(&ledgers, &held)),
    ];
    page.parts.extend(reservation(&ledgers, &held).map(|table| Part::new("reservation", "The reservation", table)));
    page.parts
        .extend(whereabouts(&ledgers, &held).map(|table| Part::new("whereabouts", "Where its money is now", table)));
    page.acts = offered(&ask, "transfer", &held.id.to_string());
    page.answer(&ask)
}
