//! Put an amended wording.

use app::Lens;
use ask::{ActForm, Choice, Field, Of, Reader, Takes};
use executive::{Act, ActKind, Part, Proposal, Standing, Wording};
use std::collections::BTreeMap;
use terms::{OdsCode, Pence};

use super::choices::body_choice;
use super::offers::may;
use super::subject::at;
use super::{PLAIN, PROPOSAL, one};

/// Put an amended wording.
pub(super) static AMEND: ActForm = ActForm {
    name: ActKind::Amend.slug(),
    path: "/do/amend",
    title: "Put an amended wording",
    about: "The new wording is put to every body that is not yet decided. A position given on the old wording no longer counts for them.",
    done: "The amended wording is put",
    subject: &[PROPOSAL],
    fields: &[
        Field::lines("text", "The amended text").first(|lens, of| {
            at(lens, of, |_, subject| wording(subject.proposal).map(|held| held.text.to_string()).unwrap_or_default())
        }),
        Field::new("", "", Takes::Each(undecided, &[AMOUNT.first(amount)])),
    ],
    offered: |lens, of| may(ActKind::Amend, lens, of),
    read: |lens, of, form| {
        let text = form.line("text", "Enter the amended text");
        let (mut amounts, open): (BTreeMap<OdsCode, Pence>, Vec<OdsCode>) = at(lens, of, |_, subject| {
            let amounts = wording(subject.proposal).map(|held| held.amounts.clone()).unwrap_or_default();
            (amounts, open(subject.proposal).map(|part| part.body).collect())
        });
        amounts.retain(|body, _| !open.contains(body));
        amounts.extend(read_amounts(form, open));
        one(Act::Amend { proposal: of.id("proposal")?, text, amounts })
    },
    ..PLAIN
};

/// What a proposal commits for one body.
pub(super) const AMOUNT: Field = Field::money("amount", "Amount for {}").hint("Leave empty if no money is committed");

/// Amounts by body; one left empty commits no money.
pub(super) fn read_amounts(
    form: &mut Reader<'_>,
    bodies: impl IntoIterator<Item = OdsCode>,
) -> BTreeMap<OdsCode, Pence> {
    bodies.into_iter().filter_map(|body| Some((body, form.money(&format!("amount-{body}"))?))).collect()
}

fn wording(proposal: Option<&Proposal>) -> Option<&Wording> {
    proposal?.wording()
}

/// The parts that are not decided.
fn open(proposal: Option<&Proposal>) -> impl Iterator<Item = &Part> {
    let parts = proposal.into_iter().flat_map(|proposal| proposal.parts.values());
    parts.filter(|part| matches!(part.standing, Standing::Awaiting | Standing::Negotiating(_)))
}

fn undecided(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    at(lens, of, |basis, subject| open(subject.proposal).map(|part| body_choice(basis, part.body)).collect())
}

/// What the wording commits now for the body of a repeated field.
fn amount(lens: &Lens, of: &Of<'_>) -> String {
    let amount = at(lens, of, |_, subject| {
        let body: OdsCode = of.this().parse().ok()?;
        wording(subject.proposal)?.amounts.get(&body).copied()
    });
    amount.map(Pence::typed).unwrap_or_default()
}
