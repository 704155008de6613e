//! On what a reservation waits, and what shows that it was reached.

use app::Lens;
use ask::{ActForm, Field, Of};
use money::{Act, ActKind, Thing, TransferId};

use super::GROUP;
use super::subject::{TRANSFER, of_transfer, transfer};
use crate::answers::transfer_href;

fn may(lens: &Lens, of: &Of<'_>, kind: ActKind) -> bool {
    transfer(lens, of).is_some_and(|held| lens.offers(kind, &Thing::Transfer(held.id)))
}

fn to(of: &Of<'_>, _: &[app::Act]) -> String {
    of.id::<TransferId>("transfer").map_or_else(String::new, transfer_href)
}

/// Set the milestone of a reservation.
pub(super) static SET_MILESTONE: ActForm = ActForm {
    name: "set-milestone",
    path: "/money/transfers/{transfer}/milestone",
    group: GROUP,
    title: "Set its milestone",
    about: "The reservation is posted only when something was shown for its milestone. Put in other words later, what was shown stays.",
    done: "The milestone is set",
    subject: &[TRANSFER],
    fields: &[Field::lines("words", "What must be reached?")],
    by_hand: false,
    scene: of_transfer,
    offered: |lens, of| may(lens, of, ActKind::SetMilestone),
    read: |lens, of, form| {
        let words = form.line("words", "Enter what must be reached");
        Some(vec![Act::SetMilestone { pending: transfer(lens, of)?.id, words }.into()])
    },
    to,
    keeps: None,
};

/// Record what shows that a milestone was reached.
pub(super) static RECORD_EVIDENCE: ActForm = ActForm {
    name: "record-evidence",
    path: "/money/transfers/{transfer}/evidence",
    group: GROUP,
    title: "Record what shows that the milestone was reached",
    about: "From then on the reservation may be posted. Write nothing that could find a patient.",
    done: "The evidence is recorded",
    subject: &[TRANSFER],
    fields: &[Field::lines("words", "What shows it?")],
    by_hand: false,
    scene: of_transfer,
    offered: |lens, of| may(lens, of, ActKind::RecordEvidence),
    read: |lens, of, form| {
        let words = form.line("words", "Enter what shows that the milestone was reached");
        Some(vec![Act::RecordEvidence { pending: transfer(lens, of)?.id, words }.into()])
    },
    to,
    keeps: None,
};
