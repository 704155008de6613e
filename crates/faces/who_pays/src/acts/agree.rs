//! Agree to all that is asked.

use ask::ActForm;
use who_pays::{Act, ActKind, Given};

use super::GROUP;
use super::case::{CASE, may, scene, to, words_of};

/// Agree to all that is asked.
pub(super) static AGREE: ActForm = ActForm {
    name: "challenge-agree",
    path: "/who-pays/challenges/{challenge}/agree",
    group: GROUP,
    title: "Agree to all that is asked",
    about: "The respondent pays all that is asked, and the case is closed.",
    done: "The case is closed: all that was asked is to be paid",
    subject: &[CASE],
    fields: &[],
    by_hand: false,
    scene: |lens, of| {
        scene(lens, of, |case| vec![format!("{} is then to be paid, and the case is closed.", words_of(case.asked))])
    },
    offered: |lens, of| may(lens, of, ActKind::Agree),
    read: |_, of, _| Some(vec![Act::Agree { case: of.id("challenge")?, given: Given::Directly }.into()]),
    to,
    keeps: None,
};
