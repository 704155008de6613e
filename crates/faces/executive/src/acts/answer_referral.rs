//! Record what a board or governing body answers.

use std::collections::BTreeSet;

use app::Lens;
use ask::{ActForm, Choice, Field, Of, Reader};
use executive::{Act, ActKind, Answer, Forum, Minute, Stage};
use terms::OdsCode;

use super::choices::{answerable, body_choice, first_of, fixed};
use super::offers::may;
use super::subject::at;
use super::{PLAIN, PROPOSAL, conditions, one};

/// Record what a board or governing body answers.
pub(super) static ANSWER_REFERRAL: ActForm = ActForm {
    name: ActKind::AnswerReferral.slug(),
    path: "/do/answer-referral",
    title: "Record your board’s or governing body’s answer",
    about: "A body that agrees is bound from today by its own board or governing body.",
    done: "The body’s answer is recorded",
    subject: &[PROPOSAL],
    fields: &[
        Field::one("body", "Whose answer is it?", bodies).first(|lens, of| first_of(&bodies(lens, of))),
        Field::one("answer", "What does it answer?", |_, _| {
            fixed(&[("agrees", "It agrees: the body is bound from today"), ("refuses", "It refuses")])
        }),
        Field::one("shown", "What shows the answer?", |lens, of| {
            let mut all = items_being_taken(lens, of);
            all.push(("cited".to_owned(), "By a minute kept elsewhere".to_owned()));
            all
        })
        .hint("At a meeting held here the vote and the quorum are counted as they are.")
        .first(|lens, of| first_of(&items_being_taken(lens, of)))
        .when(has_an_item),
        Field::words(|_, _| "The next three only for a minute kept elsewhere.".to_owned()).when(has_an_item),
        Field::line("reference", "The reference of its minute").hint("For example, GB/2016/10, item 7"),
        Field::line("present", "How many members were present and could decide"),
        Field::line("quorum", "How many its rules require"),
        conditions::HEADING,
        conditions::WORDS,
        conditions::EACH,
    ],
    offered: |lens, of| may(ActKind::AnswerReferral, lens, of),
    read: |lens, of, form| {
        let body: Option<OdsCode> = form.word("body", "Choose the body");
        let answer: Option<Answer> = form.word("answer", "Choose what it answers");
        let minute = minute(form);
        let conditions = conditions::read(form);
        let (body, answer, minute) = (body?, answer?, minute?);
        let put = at(lens, of, |_, subject| subject.proposal?.parts.get(&body).map(|part| part.put));
        let Some(text) = put else {
            form.wrong("body", "Choose a body that the proposal concerns");
            return None;
        };
        one(Act::AnswerReferral { proposal: of.id("proposal")?, body, text, answer, conditions, minute })
    },
    ..PLAIN
};

fn bodies(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    at(lens, of, |basis, subject| {
        let parts = subject.proposal.map(|proposal| answerable(basis, proposal)).unwrap_or_default();
        parts.into_iter().map(|part| body_choice(basis, part.body)).collect()
    })
}

fn has_an_item(lens: &Lens, of: &Of<'_>) -> bool {
    !items_being_taken(lens, of).is_empty()
}

/// The items being taken at meetings of the governing bodies that may answer and to which the reader belongs.
fn items_being_taken(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    at(lens, of, |basis, subject| {
        let Some(proposal) = subject.proposal else { return Vec::new() };
        let acting = answerable(basis, proposal).into_iter();
        let bodies: BTreeSet<OdsCode> =
            acting.flat_map(|part| [part.body, basis.mandates.acting_body(part.body, basis.today)]).collect();
        let meetings = basis.executive.meetings().filter(|meeting| meeting.stage == Stage::Open);
        let theirs = meetings.filter(|meeting| match &meeting.forum {
            Forum::GoverningBody(body) => bodies.contains(body),
            Forum::Committee(_) => false,
        });
        let items = theirs.flat_map(|meeting| {
            let items = meeting.items.iter().filter_map(|id| basis.executive.item(id));
            items.filter(|item| item.stage == Stage::Open).map(move |item| (meeting, item))
        });
        items
            .map(|(meeting, item)| (item.id.to_string(), format!("The vote at {}: {}", meeting.title, item.title)))
            .collect()
    })
}

/// What shows the answer: an item of the governing body's own meeting here, or a minute kept elsewhere.
fn minute(form: &mut Reader<'_>) -> Option<Minute> {
    if form.text("shown").is_some_and(|shown| shown != "cited") {
        return form.word("shown", "Choose what shows the answer").map(Minute::Item);
    }
    let reference = form.line("reference", "Enter the reference of its minute");
    let present = form.word("present", "Enter how many were present and could decide");
    let quorum = form.word("quorum", "Enter how many its rules require");
    Some(Minute::Cited { reference, present: present?, quorum: quorum? })
}
