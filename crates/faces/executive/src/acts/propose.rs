//! Table a proposal.

use std::collections::BTreeSet;

use app::Lens;
use ask::{ActForm, Choice, Field, Of, Reader, Takes};
use executive::{Act, ActKind, NewProposal, Route};
use mandate::Matter;
use terms::OdsCode;

use super::amend::{AMOUNT, read_amounts};
use super::choices::{fixed, lines, members};
use super::divide::{REASON, divisibility};
use super::offers::may;
use super::subject::at;
use super::{FORUM, ITEM, PLAIN, conditions, fresh, one};

/// Table a proposal.
pub(super) static PROPOSE: ActForm = ActForm {
    name: ActKind::Propose.slug(),
    path: "/do/propose",
    title: "Table a proposal",
    about: "A proposal is one text for several bodies, each of which is bound by its own power alone. Positions are opened apart.",
    done: "The proposal is tabled",
    subject: &[FORUM.optional(), ITEM.optional()],
    fields: &[
        Field::line("title", "What the proposal is called"),
        Field::lines("text", "The text: one for every body")
            .hint("Exactly this is what positions bind. Markdown can be used."),
        Field::words(|_, _| {
            "This is decided outside a meeting, as urgent, and is reported to the next. To decide it at a meeting, table it \
             from the page of an item."
                .to_owned()
        })
        .when(is_outside),
        Field::one("route", "How is it decided?", |_, _| {
            fixed(&[
                ("written", "In writing: each representative answers"),
                ("chair", "By the chair’s action, for the bodies the chair may bind"),
            ])
        })
        .first(|_, _| "written".to_owned())
        .when(is_outside),
        Field::any("matter", "What is it about?", lines).hint("Power is needed for each that you tick."),
        Field::line("function", "A function, by its code")
            .hint("If it is about a function rather than a service. Leave empty otherwise."),
        Field::any("body", "Which bodies does it concern?", members).first(|lens, of| {
            members(lens, of).into_iter().map(|(code, _)| code).collect::<Vec<String>>().join(",")
        }),
        Field::new("", "", Takes::Each(members, &[AMOUNT])),
        Field::one("divide", "Can it be divided?", |_, _| {
            fixed(&[
                ("divisible", "Yes: each body is bound by itself"),
                ("indivisible", "No: all the bodies named, or none"),
            ])
        })
        .hint("Fixed before positions open.")
        .first(|_, _| "divisible".to_owned()),
        REASON,
        Field::one("earlier", "Does it propose again one that fell?", |lens, of| {
            [(String::new(), "None".to_owned())].into_iter().chain(indivisible(lens, of)).collect()
        })
        .when(|lens, of| !indivisible(lens, of).is_empty()),
        conditions::HEADING,
        conditions::WORDS,
        conditions::EACH,
    ],
    offered: |lens, of| may(ActKind::Propose, lens, of),
    read,
    ..PLAIN
};

fn is_outside(_: &Lens, of: &Of<'_>) -> bool {
    of.text("item").is_none()
}

/// The proposals of the forum that bind all the bodies named or none.
fn indivisible(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    at(lens, of, |basis, subject| {
        let Some(forum) = subject.forum() else { return Vec::new() };
        let whole = basis.executive.proposals().filter(|held| held.forum == forum && held.indivisible.is_some());
        let seen = whole.filter(|held| basis.may_see(held));
        seen.map(|held| (held.id.to_string(), held.title.to_string())).collect()
    })
}

fn read(lens: &Lens, of: &Of<'_>, form: &mut Reader<'_>) -> Option<Vec<app::Act>> {
    let title = form.line("title", "Enter what the proposal is called");
    let text = form.line("text", "Enter the text");
    let matters = matters(form);
    let bodies = bodies(form);
    let amounts = read_amounts(form, bodies.iter().copied());
    let divisibility = divisibility(form);
    let conditions = conditions::read(form);
    let earlier = form.maybe("earlier", "Choose a proposal that fell, or none");
    let route = match (of.id("item"), form.text("route")) {
        (Some(item), _) => Route::Item { item },
        (None, Some("chair")) => Route::ChairsAction,
        (None, Some("written") | None) => Route::WrittenResolution,
        (None, Some(_)) => {
            form.wrong("route", "Choose how it is decided: written or chair");
            return None;
        }
    };
    let forum = at(lens, of, |_, subject| subject.forum())?;
    let proposal = fresh("proposal")?;
    one(Act::Propose(NewProposal {
        proposal,
        forum,
        route,
        title,
        text,
        matters,
        bodies,
        amounts,
        divisibility: divisibility?,
        conditions,
        earlier,
    }))
}

fn matters(form: &mut Reader<'_>) -> Vec<Matter> {
    let mut matters = Vec::new();
    for text in form.sent().all("matter") {
        match text.parse() {
            Ok(matter) => matters.push(matter),
            Err(_) => form.wrong("matter", format!("“{text}” is not a service: write service:CODE")),
        }
    }
    if let Some(function) = form.text("function") {
        match function.parse() {
            Ok(code) => matters.push(Matter::Function(code)),
            Err(_) => form.wrong("function", "Enter the code of a function, such as contracts.award"),
        }
    }
    if matters.is_empty() {
        form.wrong("matter", "Tick what it is about");
    }
    matters
}

fn bodies(form: &mut Reader<'_>) -> BTreeSet<OdsCode> {
    let mut bodies = BTreeSet::new();
    for text in form.sent().all("body") {
        match text.parse() {
            Ok(body) => {
                bodies.insert(body);
            }
            Err(_) => form.wrong("body", format!("“{text}” is not an organisation’s code")),
        }
    }
    if bodies.is_empty() {
        form.wrong("body", "Tick the bodies it concerns");
    }
    bodies
}
