//! Record a letter in which the other side agrees to all.

use ask::{ActForm, Field, Takes};
use who_pays::{Act, ActKind, Given};

use super::GROUP;
use super::case::{CASE, NOTHING_PERSONAL, may_by_letter, scene, to, words_of};
use super::evidence::{KEPT, keeps, new_file};

/// Record a letter in which the other side agrees to all.
pub(super) static AGREE_BY_LETTER: ActForm = ActForm {
    name: "challenge-agree-by-letter",
    path: "/who-pays/challenges/{challenge}/agree-by-letter",
    group: GROUP,
    title: "Record a letter in which the other side agrees to all",
    about: "The claimant records that the respondent agreed by letter. The letter goes on file, and the case is closed.",
    done: "The letter is on file and the case is closed",
    subject: &[CASE],
    fields: &[
        Field::line("title", "Which letter?").hint("Such as: Letter of 10 June 2024"),
        Field::new("file", "The letter", Takes::File).hint(KEPT),
    ],
    by_hand: false,
    scene: |lens, of| {
        scene(lens, of, |case| {
            vec![
                format!("{} is then to be paid, and the case is closed.", words_of(case.asked)),
                "You record this for the other side: their letter goes on file with it.".to_owned(),
                NOTHING_PERSONAL.to_owned(),
            ]
        })
    },
    offered: |lens, of| may_by_letter(lens, of, ActKind::Agree),
    read: |_, of, form| {
        let letter = new_file(form);
        Some(vec![Act::Agree { case: of.id("challenge")?, given: Given::ByLetter(letter?) }.into()])
    },
    to,
    keeps: Some(keeps),
};
