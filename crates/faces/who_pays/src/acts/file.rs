//! File evidence.

use ask::{ActForm, Field, Takes};
use who_pays::{Act, ActKind};

use super::GROUP;
use super::case::{CASE, NOTHING_PERSONAL, choose_side, is_for_both, may, scene, side, to};
use super::evidence::{KEPT, keeps, new_file};

/// File evidence.
pub(super) static FILE: ActForm = ActForm {
    name: "challenge-file",
    path: "/who-pays/challenges/{challenge}/file",
    group: GROUP,
    title: "File evidence",
    about: "Its hash goes on the record, its bytes are kept beside it, and both sides may read it.",
    done: "The evidence is on file",
    subject: &[CASE],
    fields: &[
        Field::one("party", "For which side?", |lens, of| choose_side(lens, of, ActKind::File))
            .when(|lens, of| is_for_both(lens, of, ActKind::File)),
        Field::line("title", "What is it?"),
        Field::new("file", "The file", Takes::File).hint(KEPT),
    ],
    by_hand: false,
    scene: |lens, of| scene(lens, of, |_| vec![NOTHING_PERSONAL.to_owned()]),
    offered: |lens, of| may(lens, of, ActKind::File),
    read: |lens, of, form| {
        let party = side(lens, of, ActKind::File, form);
        let file = new_file(form);
        Some(vec![Act::File { case: of.id("challenge")?, party: party?, file: file? }.into()])
    },
    to,
    keeps: Some(keeps),
};
