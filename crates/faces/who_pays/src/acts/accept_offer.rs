//! Accept what was offered.

use ask::ActForm;
use who_pays::{Act, ActKind};

use super::GROUP;
use super::case::{CASE, may, scene, to, words_of};

/// Accept what was offered.
pub(super) static ACCEPT_OFFER: ActForm = ActForm {
    name: "challenge-accept-offer",
    path: "/who-pays/challenges/{challenge}/accept",
    group: GROUP,
    title: "Accept what was offered",
    about: "The claimant takes what was offered, which may be nothing, and the case is closed.",
    done: "The case is closed: what was offered is accepted",
    subject: &[CASE],
    fields: &[],
    by_hand: false,
    scene: |lens, of| {
        scene(lens, of, |case| vec![format!("{} was offered. The case is then closed.", words_of(case.offered))])
    },
    offered: |lens, of| may(lens, of, ActKind::AcceptOffer),
    read: |_, of, _| Some(vec![Act::AcceptOffer { case: of.id("challenge")? }.into()]),
    to,
    keeps: None,
};
