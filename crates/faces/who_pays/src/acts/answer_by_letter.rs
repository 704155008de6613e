//! Record a letter in which the other side offers a part, or refuses.

use ask::{ActForm, Field, Takes};
use who_pays::{Act, ActKind, Given};

use super::GROUP;
use super::case::{
    AMOUNT, CASE, NOTHING_PERSONAL, RECORDS, amount_of, may_by_letter, offered, records_of, scene, sum, to, words_of,
};
use super::evidence::{KEPT, keeps, new_file};

/// Record a letter in which the other side offers a part, or refuses.
pub(super) static ANSWER_BY_LETTER: ActForm = ActForm {
    name: "challenge-answer-by-letter",
    path: "/who-pays/challenges/{challenge}/answer-by-letter",
    group: GROUP,
    title: "Record a letter in which the other side offers a part, or refuses",
    about: "The claimant records what the respondent wrote. The letter goes on file with it.",
    done: "The letter is on file and the answer is recorded",
    subject: &[CASE],
    fields: &[
        RECORDS.first(|lens, of| records_of(offered(lens, of))),
        AMOUNT.first(|lens, of| amount_of(offered(lens, of))),
        Field::lines("reason", "Why not all?"),
        Field::line("title", "Which letter?").hint("Such as: Letter of 10 June 2024"),
        Field::new("file", "The letter", Takes::File).hint(KEPT),
    ],
    by_hand: false,
    scene: |lens, of| {
        scene(lens, of, |case| {
            vec![
                format!(
                    "{} is asked. Offer less than that, or nothing; an offer stands until the case is closed.",
                    words_of(case.asked)
                ),
                "You record this for the other side: their letter goes on file with it.".to_owned(),
                NOTHING_PERSONAL.to_owned(),
            ]
        })
    },
    offered: |lens, of| may_by_letter(lens, of, ActKind::Answer),
    read: |_, of, form| {
        let letter = new_file(form);
        let offer = sum(form);
        let reason = form.line("reason", "Say why not all");
        let (case, given) = (of.id("challenge")?, Given::ByLetter(letter?));
        Some(vec![Act::Answer { case, offer: offer?, reason, given }.into()])
    },
    to,
    keeps: Some(keeps),
};
