//! State a position on a proposal for each body that one represents.

use app::{Lens, Viewer};
use ask::{ActForm, Choice, Field, Of, Reader, Takes, me};
use executive::{Act, ActKind, Part, Proposal, Stance, Standing, TextHash};

use super::choices::{body_choice, fixed, mine};
use super::offers::may;
use super::subject::at;
use super::{PLAIN, PROPOSAL};
use crate::answers::proposal::{lacking, limits_words, money, power_of};
use crate::answers::{Basis, clock};

/// State a position for each body that one represents: one act for each.
pub(super) static TAKE_POSITION: ActForm = ActForm {
    name: ActKind::TakePosition.slug(),
    path: "/do/take-position",
    title: "State your position for each body you represent",
    about: "One position for each body. Only a body whose representative agrees, within that body’s own power, is bound. An \
            objection stops no other body: it opens negotiation for its own.",
    done: "The positions are recorded",
    subject: &[PROPOSAL],
    fields: &[Field::new("", "", Takes::Each(bodies, FOR_A_BODY))],
    // A referred part could be spoken to again, to no effect: there is nothing to choose on the form.
    offered: |lens, of| !bodies(lens, of).is_empty() && may(ActKind::TakePosition, lens, of),
    read: |lens, of, form| {
        at(lens, of, |basis, subject| subject.proposal.map(|held| positions(lens, basis, held, form)))
    },
    ..PLAIN
};

/// Each body with its own choice, and its own limit beside it.
static FOR_A_BODY: &[Field] = &[
    Field::new("", "{}", Takes::Heading),
    Field::words(|lens, of| part(lens, of, |basis, proposal, part| power_words(lens, basis, proposal, part))),
    Field::words(|lens, of| part(lens, of, wording_words)),
    Field::new("text", "The wording that the position for {} is on, by its hash", Takes::Hidden)
        .first(|lens, of| part(lens, of, |_, _, part| part.put.to_string())),
    Field::one("stance", "Position for {}", |_, _| {
        let mut all = fixed(&[("", "No position now")]);
        all.extend(Stance::ALL.iter().map(|stance| (stance.slug().to_owned(), stance.words().to_owned())));
        all
    }),
    Field::lines("reason", "Reason or reservation for {}").hint("A reason is required to object."),
];

fn bodies(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    at(lens, of, |basis, subject| {
        let parts = subject.proposal.map(|proposal| mine(lens, basis, proposal)).unwrap_or_default();
        parts.into_iter().map(|part| body_choice(basis, part.body)).collect()
    })
}

/// What is said of the part that a repeated field is for.
fn part(lens: &Lens, of: &Of<'_>, say: impl Fn(&Basis<'_>, &Proposal, &Part) -> String) -> String {
    let said = at(lens, of, |basis, subject| {
        let proposal = subject.proposal?;
        let part = proposal.parts.get(&of.this().parse().ok()?)?;
        Some(say(basis, proposal, part))
    });
    said.unwrap_or_default()
}

fn power_words(lens: &Lens, basis: &Basis<'_>, proposal: &Proposal, part: &Part) -> String {
    let amount = proposal.find_wording(part.put).and_then(|wording| wording.amounts.get(&part.body).copied());
    let Some(me) = me(lens) else { return format!("This commits {}.", money(amount)) };
    match power_of(basis, proposal, me, part.body, amount, basis.today) {
        Ok(powers) => format!("Your power: {}. This commits {}.", limits_words(&powers), money(amount)),
        Err(shortfall) => format!(
            "This commits {}. You have not the power, so that agreeing refers it to the {}: {}.",
            money(amount),
            basis.board_words(part.body, basis.today),
            basis.named(&lacking(basis, &shortfall))
        ),
    }
}

fn wording_words(basis: &Basis<'_>, proposal: &Proposal, part: &Part) -> String {
    let (Some(wording), Some(open)) = (proposal.find_wording(part.put), proposal.open) else { return String::new() };
    let until = match &part.standing {
        Standing::Negotiating(held) => held.until,
        _ => open.closes,
    };
    format!(
        "Wording {} ({}); the last day is {}.",
        wording.version,
        part.put.short(),
        clock::last_day(until, basis.today)
    )
}

/// One act for each body for which something is said.
fn positions(lens: &Lens, basis: &Basis<'_>, held: &Proposal, form: &mut Reader<'_>) -> Vec<app::Act> {
    let mut acts: Vec<app::Act> = Vec::new();
    let mut is_empty = true;
    for part in held.parts.values() {
        let body = part.body;
        let stance_field = format!("stance-{body}");
        if form.text(&stance_field).is_none() {
            continue;
        }
        is_empty = false;
        let Some(stance) = form.word::<Stance>(&stance_field, "Choose a position") else { continue };
        let reason_field = format!("reason-{body}");
        let reason = match stance {
            Stance::Object => form.line(&reason_field, &format!("Enter the reason for objecting for {body}")),
            Stance::AgreeWithReservation => form.line(&reason_field, &format!("Enter the reservation for {body}")),
            Stance::Agree | Stance::StandAside => form.text(&reason_field).unwrap_or_default().to_owned(),
        };
        let Some(text) = wording_read(lens, part, form) else { continue };
        acts.push(Act::TakePosition { proposal: held.id.clone(), body, text, stance, reason }.into());
    }
    if is_empty {
        let first = mine(lens, basis, held).first().map(|part| format!("stance-{}", part.body)).unwrap_or_default();
        form.wrong(&first, "Choose a position for at least one body");
    }
    acts
}

/// The wording they read, not the one now before the body: an amendment in between must be read first. The keeper enters a
/// position on what is before the body, unless another wording is named.
fn wording_read(lens: &Lens, part: &Part, form: &mut Reader<'_>) -> Option<TextHash> {
    let field = format!("text-{}", part.body);
    if *lens.viewer() == Viewer::Keeper && form.text(&field).is_none() {
        return Some(part.put);
    }
    form.word(&field, "Load the page again: the position must say which wording it is on")
}
