//! Fix whether a proposal can be divided.

use ask::{ActForm, Field, Reader};
use executive::{Act, ActKind, Divisibility};

use super::choices::fixed;
use super::offers::may;
use super::subject::at;
use super::{PLAIN, PROPOSAL, one};

/// Fix whether a proposal can be divided.
pub(super) static DIVIDE: ActForm = ActForm {
    name: ActKind::Divide.slug(),
    path: "/do/divide",
    title: "Fix whether it can be divided",
    about: "This is fixed before positions open and cannot be changed after.",
    done: "It is fixed whether the proposal can be divided",
    subject: &[PROPOSAL],
    fields: &[
        Field::one("divide", "Can it be divided?", |_, _| {
            fixed(&[("divisible", "Each body is bound by itself"), ("indivisible", "All the bodies named, or none")])
        })
        .first(|lens, of| {
            let is_whole = at(lens, of, |_, subject| subject.proposal.is_some_and(|held| held.indivisible.is_some()));
            if is_whole { "indivisible" } else { "divisible" }.to_owned()
        }),
        REASON,
    ],
    offered: |lens, of| may(ActKind::Divide, lens, of),
    read: |_, of, form| {
        let divisibility = divisibility(form);
        one(Act::Divide { proposal: of.id("proposal")?, divisibility: divisibility? })
    },
    ..PLAIN
};

/// Why it cannot be divided.
pub(super) const REASON: Field = Field::lines("reason", "Why it cannot be divided").hint("Leave empty if it can.");

/// Whether it can be divided, with the reason if it cannot.
pub(super) fn divisibility(form: &mut Reader<'_>) -> Option<Divisibility> {
    match form.text("divide") {
        Some("indivisible") => {
            Some(Divisibility::Indivisible { reason: form.line("reason", "Enter why it cannot be divided") })
        }
        Some("divisible") => Some(Divisibility::Divisible),
        _ => {
            form.wrong("divide", "Choose whether it can be divided");
            None
        }
    }
}
