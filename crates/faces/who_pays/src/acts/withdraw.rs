//! Withdraw the claim.

use ask::{ActForm, Field};
use who_pays::{Act, ActKind};

use super::GROUP;
use super::case::{CASE, NOTHING_PERSONAL, may, scene, to};

/// Withdraw the claim.
pub(super) static WITHDRAW: ActForm = ActForm {
    name: "challenge-withdraw",
    path: "/who-pays/challenges/{challenge}/withdraw",
    group: GROUP,
    title: "Withdraw the claim",
    about: "Nothing is then to be paid, and the case is closed.",
    done: "The claim is withdrawn and the case is closed",
    subject: &[CASE],
    fields: &[Field::lines("reason", "Why?")],
    by_hand: false,
    scene: |lens, of| {
        scene(lens, of, |_| {
            vec!["Nothing is then to be paid, and the case is closed.".to_owned(), NOTHING_PERSONAL.to_owned()]
        })
    },
    offered: |lens, of| may(lens, of, ActKind::Withdraw),
    read: |_, of, form| {
        let reason = form.line("reason", "Say why");
        Some(vec![Act::Withdraw { case: of.id("challenge")?, reason }.into()])
    },
    to,
    keeps: None,
};
