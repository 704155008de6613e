//! Offer a part, or refuse.

use ask::{ActForm, Field};
use who_pays::{Act, ActKind, Given};

use super::GROUP;
use super::case::{
    AMOUNT, CASE, NOTHING_PERSONAL, RECORDS, amount_of, may, offered, records_of, scene, sum, to, words_of,
};

/// Offer a part, or refuse.
pub(super) static ANSWER: ActForm = ActForm {
    name: "challenge-answer",
    path: "/who-pays/challenges/{challenge}/answer",
    group: GROUP,
    title: "Offer a part, or refuse",
    about: "The respondent offers less than is asked, or nothing, and says why. The claimant then replies.",
    done: "The answer is recorded",
    subject: &[CASE],
    fields: &[
        RECORDS.first(|lens, of| records_of(offered(lens, of))),
        AMOUNT.first(|lens, of| amount_of(offered(lens, of))),
        Field::lines("reason", "Why not all?"),
    ],
    by_hand: false,
    scene: |lens, of| {
        scene(lens, of, |case| {
            vec![
                format!(
                    "{} is asked. Offer less than that, or nothing; an offer stands until the case is closed.",
                    words_of(case.asked)
                ),
                NOTHING_PERSONAL.to_owned(),
            ]
        })
    },
    offered: |lens, of| may(lens, of, ActKind::Answer),
    read: |_, of, form| {
        let offer = sum(form);
        let reason = form.line("reason", "Say why not all");
        let case = of.id("challenge")?;
        Some(vec![Act::Answer { case, offer: offer?, reason, given: Given::Directly }.into()])
    },
    to,
    keeps: None,
};
