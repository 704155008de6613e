//! What the pages of who decides share.

use mandate::{Duties, Duty};

use kit::components::Crumb;
pub(super) use kit::sheet::Part;
use kit::show::{Ask, Way};
use kit::sign_in::Who;

/// A page of who decides with nothing on it yet.
pub(super) fn sheet(title: impl Into<String>) -> kit::sheet::Sheet {
    let above = [Crumb::new("Who decides", "/powers")];
    kit::sheet::Sheet { ways_label: "Who decides", ..kit::sheet::Sheet::new(title, above) }
}

/// The views under “Who decides”; the one at this address is here.
pub(super) fn ways(ask: &Ask, here: &str) -> Vec<Way> {
    crate::api::FACE.ways(ask, here)
}

/// Who looks, as the rules know them.
pub(super) fn person(who: &Who) -> Option<mandate::PersonId> {
    who.person().cloned()
}

/// What whoever looks may do today, by what is known now.
pub(super) fn duties(ask: &Ask) -> Duties {
    ask.reader().duties().clone()
}

/// Whether whoever looks may do something today.
pub(super) fn may(ask: &Ask, duty: &Duty) -> bool {
    ask.reader().has(duty)
}
