//! Press the claim, in full or for less.

use ask::{ActForm, Field};
use who_pays::{Act, ActKind};

use super::GROUP;
use super::case::{
    AMOUNT, CASE, NOTHING_PERSONAL, RECORDS, amount_of, asked, may, records_of, scene, sum, to, words_of,
};

/// Press the claim, in full or for less.
pub(super) static PRESS: ActForm = ActForm {
    name: "challenge-press",
    path: "/who-pays/challenges/{challenge}/press",
    group: GROUP,
    title: "Press the claim, in full or for less",
    about: "The claimant asks for no more than before and more than is offered. The respondent then answers.",
    done: "The claim is pressed",
    subject: &[CASE],
    fields: &[
        RECORDS.first(|lens, of| records_of(asked(lens, of))),
        AMOUNT.first(|lens, of| amount_of(asked(lens, of))),
        Field::lines("reason", "Why?"),
    ],
    by_hand: false,
    scene: |lens, of| {
        scene(lens, of, |case| {
            vec![
                format!(
                    "{} was asked and {} is offered. Ask for no more than before, and more than is offered.",
                    words_of(case.asked),
                    words_of(case.offered)
                ),
                NOTHING_PERSONAL.to_owned(),
            ]
        })
    },
    offered: |lens, of| may(lens, of, ActKind::Press),
    read: |_, of, form| {
        let ask = sum(form);
        let reason = form.line("reason", "Say why");
        Some(vec![Act::Press { case: of.id("challenge")?, ask: ask?, reason }.into()])
    },
    to,
    keeps: None,
};
