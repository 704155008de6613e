//! Name a mediator for a body's negotiation.

use app::Lens;
use ask::{ActForm, Choice, Field, Of};
use executive::{Act, ActKind, Standing};

use super::choices::{body_choice, first_of, people_today};
use super::offers::may;
use super::subject::at;
use super::{PLAIN, PROPOSAL, one};

/// Name a mediator.
pub(super) static NAME_MEDIATOR: ActForm = ActForm {
    name: ActKind::NameMediator.slug(),
    path: "/do/name-mediator",
    title: "Name a mediator",
    about: "The mediator helps the body that objects and the others to agree; they decide nothing.",
    done: "The mediator is named",
    subject: &[PROPOSAL],
    fields: &[
        Field::one("body", "For which body’s negotiation?", negotiating)
            .first(|lens, of| first_of(&negotiating(lens, of))),
        Field::one("person", "Who mediates?", people_today),
    ],
    offered: |lens, of| may(ActKind::NameMediator, lens, of),
    read: |_, of, form| {
        let body = form.word("body", "Choose the body");
        let mediator = form.word("person", "Choose who mediates");
        one(Act::NameMediator { proposal: of.id("proposal")?, body: body?, mediator: mediator? })
    },
    ..PLAIN
};

fn negotiating(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    at(lens, of, |basis, subject| {
        let parts = subject.proposal.into_iter().flat_map(|proposal| proposal.parts.values());
        let held = parts.filter(|part| matches!(part.standing, Standing::Negotiating(_)));
        held.map(|part| body_choice(basis, part.body)).collect()
    })
}
