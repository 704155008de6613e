//! What the forms of money share: what they are about, and whether whoever looks may do them.

use app::Lens;
use ask::{Key, Of, Scene, day};
use money::{Account, AccountId, ActKind, Keeper, Money, Thing, Transfer, TransferId};
use terms::OdsCode;

use crate::answers::{Ledgers, account_href, transfer_href};

/// The body a form is about.
pub(super) const BODY: Key = Key::new("body", "The body", "14Y");
/// The account a form is about.
pub(super) const ACCOUNT: Key = Key::new("account", "The account", "10Q/CORE/2017");
/// The transfer a form is about.
pub(super) const TRANSFER: Key = Key::new("transfer", "The transfer", "20170000000000000000000000000006");

/// The room as it is now.
pub(super) fn room(lens: &Lens) -> Money<'_> {
    lens.house().money().now()
}

/// The body that a form is about, if the register knows it.
pub(super) fn body(lens: &Lens, of: &Of<'_>) -> Option<OdsCode> {
    of.id("body").filter(|body| lens.register().knows(*body))
}

/// The account that a form is about, if whoever looks may know of it.
pub(super) fn account(lens: &Lens, of: &Of<'_>) -> Option<Account> {
    let id: AccountId = of.id("account")?;
    room(lens).account(&id).filter(|account| lens.reader().opens_account(&account.id))
}

/// The transfer that a form is about, if whoever looks may know of it.
pub(super) fn transfer(lens: &Lens, of: &Of<'_>) -> Option<Transfer> {
    let id: TransferId = of.id("transfer")?;
    room(lens).transfer(id).filter(|held| lens.reader().opens_transfer(held.id))
}

/// Whose money a form moves: that of the body named, or of anybody where none is.
pub(super) fn keeper(lens: &Lens, of: &Of<'_>) -> Option<Keeper> {
    match of.text("body") {
        Some(_) => body(lens, of).map(Keeper::Body),
        None => Some(Keeper::Anybody),
    }
}

/// Whether whoever looks may record transfers of it.
pub(super) fn may_record(lens: &Lens, of: &Of<'_>) -> bool {
    keeper(lens, of).is_some_and(|keeper| {
        let thing = match keeper {
            Keeper::Body(body) => Thing::Body(body),
            Keeper::Anybody => Thing::Ledger,
        };
        lens.offers(ActKind::RecordTransfers, &thing)
    })
}

/// The address of a body's ledger.
pub(super) fn ledger_href(body: OdsCode) -> String {
    format!("{}/accounts", naming::href(body))
}

/// The scene of what is done to the money of a body, or of anybody.
pub(super) fn of_keeper(lens: &Lens, of: &Of<'_>) -> Option<Scene> {
    match keeper(lens, of)? {
        Keeper::Body(body) => {
            let (caption, back) = (Ledgers::of(lens).body(body), ledger_href(body));
            Some(Scene { caption, back, ..Scene::default() })
        }
        Keeper::Anybody => Some(Scene { back: "/money".to_owned(), ..Scene::default() }),
    }
}

/// The scene of what is done to an account.
pub(super) fn of_account(lens: &Lens, of: &Of<'_>) -> Option<Scene> {
    let held = account(lens, of)?;
    Some(Scene { caption: held.id.to_string(), back: account_href(&held.id), ..Scene::default() })
}

/// The scene of what is done to a reservation.
pub(super) fn of_transfer(lens: &Lens, of: &Of<'_>) -> Option<Scene> {
    let held = transfer(lens, of)?;
    let caption = format!("{} reserved on {}", held.movement.amount.pounds(), day(held.valid_on));
    Some(Scene { caption, back: transfer_href(held.id), ..Scene::default() })
}
