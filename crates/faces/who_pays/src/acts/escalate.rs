//! Take it to NHS England.

use ask::{ActForm, Field};
use who_pays::{Act, ActKind};

use super::GROUP;
use super::case::{CASE, NOTHING_PERSONAL, choose_side, is_for_both, may, scene, side, to};

/// Take it to NHS England.
pub(super) static ESCALATE: ActForm = ActForm {
    name: "challenge-escalate",
    path: "/who-pays/challenges/{challenge}/escalate",
    group: GROUP,
    title: "Take it to NHS England",
    about: "Records that a side took the case to NHS England’s dispute route. The pack of the case has what its form asks for.",
    done: "It is recorded that NHS England has the case",
    subject: &[CASE],
    fields: &[
        Field::one("party", "For which side?", |lens, of| choose_side(lens, of, ActKind::Escalate))
            .when(|lens, of| is_for_both(lens, of, ActKind::Escalate)),
        Field::lines("reason", "Why, and NHS England’s reference if there is one"),
    ],
    by_hand: false,
    scene: |lens, of| {
        scene(lens, of, |_| {
            vec![
                "Send NHS England the case on its own form: the pack of this case has what it asks for. This only \
                 records that you did."
                    .to_owned(),
                NOTHING_PERSONAL.to_owned(),
            ]
        })
    },
    offered: |lens, of| may(lens, of, ActKind::Escalate),
    read: |lens, of, form| {
        let party = side(lens, of, ActKind::Escalate, form);
        let reason = form.line("reason", "Say why");
        Some(vec![Act::Escalate { case: of.id("challenge")?, party: party?, reason }.into()])
    },
    to,
    keeps: None,
};
