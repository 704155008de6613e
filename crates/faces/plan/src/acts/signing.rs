//! Sign a plan for a body, object for one, or record that the executive signed.

use app::Lens;
use ask::{ActForm, Choice, Field, Key, Of, Scene, Takes};
use plan::{Act, ActKind, Plan, Signing, Thing};
use terms::OdsCode;

use super::choices::{body_choice, decisions, may, of_plan, one, plan, to_plan, version};
use super::{GROUP, PLAN};

/// The body that a form is about.
const BODY: Key = Key::new("body", "The body", "10Q");

/// What stands for signing as the body's representative.
const REPRESENTATIVE: &str = "representative";

/// The version that was read: it is sent along and not shown.
const VERSION: Field = Field::new("version", "The number of the version that was read", Takes::Hidden).first(version);

/// The body of a plan that a form is about.
fn body<'a>(lens: &'a Lens, of: &Of<'_>) -> Option<(&'a Plan, OdsCode)> {
    let (plan, body) = (plan(lens, of)?, of.id("body")?);
    plan.bodies.contains(&body).then_some((plan, body))
}

fn scene(lens: &Lens, of: &Of<'_>) -> Option<Scene> {
    let (plan, body) = body(lens, of)?;
    let (_, name) = body_choice(lens, body);
    let hash = plan.version().map(|version| version.hash.to_string()).unwrap_or_default();
    let number = plan.sign_off.version();
    Some(Scene {
        caption: format!("{}, for {name}", plan.title),
        lead: vec![
            format!("Version {number} is before the bodies; the hash of its lines is {hash}."),
            "A signature is of the body’s own lines as they are. If they are changed later it falls, and the body signs again."
                .to_owned(),
        ],
        ..of_plan(lens, of)?
    })
}

fn representing(lens: &Lens, of: &Of<'_>) -> bool {
    may(lens, ActKind::Sign, body(lens, of).map(|(plan, body)| Thing::Member(plan.id.clone(), body)))
}

fn deciding(lens: &Lens, of: &Of<'_>) -> bool {
    may(lens, ActKind::Sign, body(lens, of).map(|(plan, body)| Thing::GoverningBody(plan.id.clone(), body)))
}

/// By whose word the body signs: its representative's, where whoever looks is that, or a decision's.
fn words_of(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    let own = (REPRESENTATIVE.to_owned(), "You represent the body, and sign by a power of your own post".to_owned());
    let own = representing(lens, of).then_some(own);
    let decided = if deciding(lens, of) { decisions(lens, of) } else { Vec::new() };
    let decided = decided.into_iter().map(|(id, title)| (id, format!("Its governing body decided: {title}")));
    own.into_iter().chain(decided).collect()
}

/// Sign a version for one body.
pub(super) static SIGN_PLAN: ActForm = ActForm {
    name: ActKind::Sign.slug(),
    path: "/plans/{plan}/sign",
    group: GROUP,
    title: "Sign the plan for a body",
    about: "By the power of the body’s own representative, or by a decision of its governing body whose text names the version. It takes back an objection. The body is bound once the executive has signed, too.",
    done: "The plan is signed",
    subject: &[PLAN, BODY],
    fields: &[Field::one("word", "By whose word?", words_of), VERSION],
    by_hand: false,
    scene,
    offered: |lens, of| representing(lens, of) || deciding(lens, of),
    read: |_, of, form| {
        let by = match form.text("word") {
            Some(REPRESENTATIVE) => Some(Signing::Representative),
            Some(proposal) => proposal.parse().ok().map(Signing::Decision),
            None => None,
        };
        if by.is_none() {
            form.wrong("word", "Choose by whose word the body signs");
        }
        let version = form.word("version", "Load the page again: a signature says which version it is of");
        one(Act::Sign { plan: of.id("plan")?, body: of.id("body")?, version: version?, by: by? })
    },
    to: |of, _| to_plan(of),
    keeps: None,
};

/// Object for one body.
pub(super) static OBJECT_TO_PLAN: ActForm = ActForm {
    name: ActKind::Object.slug(),
    path: "/plans/{plan}/object",
    group: GROUP,
    title: "Object to the plan for a body",
    about: "It stops no other body. The lines of the body stay under its own plan, in negotiation, until it signs. It takes back the body’s signature.",
    done: "The objection is recorded",
    subject: &[PLAN, BODY],
    fields: &[Field::lines("reason", "Why?")],
    by_hand: false,
    scene,
    offered: |lens, of| {
        may(lens, ActKind::Object, body(lens, of).map(|(plan, body)| Thing::Member(plan.id.clone(), body)))
    },
    read: |_, of, form| {
        let reason = form.line("reason", "Enter the reason for objecting");
        one(Act::Object { plan: of.id("plan")?, body: of.id("body")?, reason })
    },
    to: |of, _| to_plan(of),
    keeps: None,
};

/// Record that the executive signed.
pub(super) static SIGN_PLAN_BY_EXECUTIVE: ActForm = ActForm {
    name: ActKind::SignByExecutive.slug(),
    path: "/plans/{plan}/sign-by-executive",
    group: GROUP,
    title: "Record that the executive signed",
    about: "The executive decides by a proposal whose text holds the hash of the version. It binds the bodies that signed, and no other.",
    done: "The executive’s signature is recorded",
    subject: &[PLAN],
    fields: &[Field::one("proposal", "By which proposal?", decisions), VERSION],
    by_hand: false,
    scene: |lens, of| {
        let plan = plan(lens, of)?;
        let hash = plan.version().map(|version| version.hash.to_string()).unwrap_or_default();
        let lead = vec![format!(
            "The text of the proposal must hold the hash of version {}: {hash}.",
            plan.sign_off.version()
        )];
        Some(Scene { lead, ..of_plan(lens, of)? })
    },
    offered: |lens, of| may(lens, ActKind::SignByExecutive, plan(lens, of).map(|plan| Thing::Plan(plan.id.clone()))),
    read: |_, of, form| {
        let proposal = form.word("proposal", "Choose the proposal that the executive decided");
        let version = form.word("version", "Load the page again: a signature says which version it is of");
        one(Act::SignByExecutive { plan: of.id("plan")?, version: version?, proposal: proposal? })
    },
    to: |of, _| to_plan(of),
    keeps: None,
};
