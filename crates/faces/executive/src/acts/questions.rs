//! Questions of scrutiny: ask one, answer it, and record that what was promised is done.

use app::Lens;
use ask::{ActForm, Choice, Field, Of, Takes};
use executive::{Act, ActKind, NewCommitment};

use super::choices::first_of;
use super::offers::may;
use super::subject::at;
use super::{PLAIN, PROPOSAL, QUESTION, fresh, one};

/// How many promises one form takes.
const PROMISES: usize = 3;

/// Record a question of scrutiny.
pub(super) static ASK_QUESTION: ActForm = ActForm {
    name: ActKind::AskQuestion.slug(),
    path: "/do/ask-question",
    title: "Record a question of scrutiny",
    about: "The question waits for an answer, here and for every later proposal on the same matter.",
    done: "The question is recorded",
    subject: &[PROPOSAL],
    fields: &[
        Field::line("asker", "Who asks")
            .hint("A committee or an office rather than a person’s name, where that will do"),
        Field::lines("text", "The question").hint("It is asked again of every later proposal on the same matter."),
    ],
    offered: |lens, of| may(ActKind::AskQuestion, lens, of),
    read: |_, of, form| {
        let asker = form.line("asker", "Enter who asks");
        let text = form.line("text", "Enter the question");
        one(Act::AskQuestion { question: fresh("question")?, proposal: of.id("proposal")?, asker, text })
    },
    ..PLAIN
};

/// Answer a question.
pub(super) static ANSWER_QUESTION: ActForm = ActForm {
    name: ActKind::AnswerQuestion.slug(),
    path: "/do/answer-question",
    title: "Answer the question",
    about: "The answer is public where the proposal is.",
    done: "The answer is recorded",
    subject: &[QUESTION, PROPOSAL],
    fields: &[
        Field::lines("text", "The answer").hint("Markdown can be used."),
        Field::words(|_, _| "If something is promised with the answer, say what and by when.".to_owned()),
        Field::new(
            "",
            "",
            Takes::Each(
                |_, _| (1..=PROMISES).map(|number| (number.to_string(), number.to_string())).collect(),
                &[
                    Field::line("promise", "Promise {}").hint("Leave empty if there is none"),
                    Field::day("due", "By when is promise {} kept?"),
                ],
            ),
        ),
    ],
    offered: |lens, of| may(ActKind::AnswerQuestion, lens, of),
    read: |_, of, form| {
        let text = form.line("text", "Enter the answer");
        let mut commitments = Vec::new();
        for number in 1..=PROMISES {
            let Some(wording) = form.text(&format!("promise-{number}")).map(str::to_owned) else { continue };
            if let Some(due) = form.day(&format!("due-{number}"), "Enter by when it is kept") {
                commitments.push(NewCommitment { wording, due });
            }
        }
        one(Act::AnswerQuestion { question: of.id("question")?, proposal: of.id("proposal")?, text, commitments })
    },
    ..PLAIN
};

/// Record that a promise was kept.
pub(super) static KEEP_COMMITMENT: ActForm = ActForm {
    name: ActKind::KeepCommitment.slug(),
    path: "/do/keep-commitment",
    title: "Record that a promise was kept",
    about: "What was promised with the answer is done, with what shows it.",
    done: "The promise is recorded as kept",
    subject: &[QUESTION, PROPOSAL],
    fields: &[
        Field::one("commitment", "Which promise was kept?", promises).first(|lens, of| first_of(&promises(lens, of))),
        Field::lines("evidence", "What shows it"),
    ],
    offered: |lens, of| may(ActKind::KeepCommitment, lens, of),
    read: |_, of, form| {
        let commitment = form.word("commitment", "Choose the promise");
        let evidence = form.line("evidence", "Enter what shows it");
        let (question, proposal, commitment) = (of.id("question")?, of.id("proposal")?, commitment?);
        one(Act::KeepCommitment { question, proposal, commitment, evidence })
    },
    ..PLAIN
};

/// The promises of the answer that are not kept yet, by their number from 0.
fn promises(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    at(lens, of, |_, subject| {
        let answer = subject.question.zip(subject.proposal);
        let answer = answer.and_then(|(question, proposal)| question.answers.get(&proposal.id));
        let all = answer.into_iter().flat_map(|answer| answer.commitments.iter().enumerate());
        let open = all.filter(|(_, promise)| promise.kept.is_none());
        open.map(|(number, promise)| (number.to_string(), promise.wording.to_string())).collect()
    })
}
