//! Enter a decision in the forward plan, and schedule it to an item.

use app::Lens;
use ask::{ActForm, Choice, Field, Of, day};
use executive::{Act, ActKind};

use super::choices::{ACCESS, ACCESS_REASON, access, first_of, lines};
use super::offers::may;
use super::subject::at;
use super::{FORUM, ITEM, PLAIN, fresh, one};

/// Enter a decision in the forward plan.
pub(super) static PLAN: ActForm = ActForm {
    name: ActKind::Plan.slug(),
    path: "/do/plan",
    title: "Enter a decision in the forward plan",
    about: "Everybody sees what is to be decided and when, unless it is confidential.",
    done: "The decision is in the forward plan",
    subject: &[FORUM],
    fields: &[
        Field::line("title", "What is to be decided"),
        Field::one("matter", "What is it about?", lines),
        Field::day("expected", "When is it expected?"),
        ACCESS,
        ACCESS_REASON,
    ],
    offered: |lens, of| may(ActKind::Plan, lens, of),
    read: |_, of, form| {
        let title = form.line("title", "Enter what is to be decided");
        let matter = form.word("matter", "Choose what it is about");
        let expected = form.day("expected", "Enter when it is expected");
        let access = access(form);
        let (matter, expected) = (matter?, expected?);
        one(Act::Plan { plan: fresh("plan")?, forum: of.id("forum")?, expected, matter, title, access })
    },
    ..PLAIN
};

/// Schedule a decision of the forward plan to an item.
pub(super) static SCHEDULE: ActForm = ActForm {
    name: ActKind::Schedule.slug(),
    path: "/do/schedule",
    title: "Schedule a decision to an item",
    about: "The forward plan then says at which meeting the decision is to be taken.",
    done: "The decision is scheduled",
    subject: &[ITEM],
    fields: &[
        Field::one("plan", "Which decision of the forward plan?", plans).first(|lens, of| first_of(&plans(lens, of)))
    ],
    offered: |lens, of| may(ActKind::Schedule, lens, of),
    read: |_, of, form| {
        let plan = form.word("plan", "Choose the decision");
        one(Act::Schedule { plan: plan?, item: of.id("item")? })
    },
    ..PLAIN
};

/// What the forum plans and has not scheduled.
fn plans(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    at(lens, of, |basis, subject| {
        let Some(forum) = subject.forum() else { return Vec::new() };
        let plans = basis.executive.plans().filter(|plan| plan.forum == forum && plan.item.is_none());
        plans.map(|plan| (plan.id.to_string(), format!("{} (expected {})", plan.title, day(plan.expected)))).collect()
    })
}
