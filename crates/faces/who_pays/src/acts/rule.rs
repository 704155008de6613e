//! Record NHS England’s ruling.

use ask::{ActForm, Field};
use who_pays::{Act, ActKind, Ruling};

use super::GROUP;
use super::case::{
    AMOUNT, CASE, NOTHING_PERSONAL, RECORDS, amount_of, asked, choose_side, is_for_both, may, records_of, scene, side,
    sum, to,
};

/// Record NHS England’s ruling.
pub(super) static RULE: ActForm = ActForm {
    name: "challenge-rule",
    path: "/who-pays/challenges/{challenge}/rule",
    group: GROUP,
    title: "Record NHS England’s ruling",
    about: "What is to be paid follows from the ruling, and the case is closed.",
    done: "The ruling is recorded and the case is closed",
    subject: &[CASE],
    fields: &[
        Field::one("party", "For which side?", |lens, of| choose_side(lens, of, ActKind::Rule))
            .when(|lens, of| is_for_both(lens, of, ActKind::Rule)),
        Field::one("ruling", "What did NHS England rule?", |_, _| {
            Ruling::ALL.iter().map(|one| (one.slug().to_owned(), one.words().to_owned())).collect()
        }),
        RECORDS.first(|lens, of| records_of(asked(lens, of))),
        AMOUNT.first(|lens, of| amount_of(asked(lens, of))),
        Field::lines("reason", "Its reference and reasons"),
    ],
    by_hand: false,
    scene: |lens, of| scene(lens, of, |_| vec![NOTHING_PERSONAL.to_owned()]),
    offered: |lens, of| may(lens, of, ActKind::Rule),
    read: |lens, of, form| {
        let party = side(lens, of, ActKind::Rule, form);
        let ruling: Option<Ruling> = form.word("ruling", "Choose what was ruled");
        let sum = sum(form);
        let reason = form.line("reason", "Enter the ruling’s reference and reasons");
        let case = of.id("challenge")?;
        Some(vec![Act::Rule { case, party: party?, ruling: ruling?, sum: sum?, reason }.into()])
    },
    to,
    keeps: None,
};
