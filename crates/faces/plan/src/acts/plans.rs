//! Open a plan, and put it to the bodies.

use app::{Lens, Viewer};
use ask::{ActForm, Choice, Field, Of, Scene, Takes};
use mandate::{CommitteeId, Duty};
use plan::{Act, ActKind, NewPlan, PlanId, Thing};
use std::collections::BTreeSet;
use terms::FinancialYear;

use super::choices::{made, may, of_plan, one, plan, room, to_plan};
use super::{GROUP, PLAN};
use crate::answers::plan_href;

/// The committees in which whoever looks may open a plan.
fn forums(lens: &Lens) -> Vec<CommitteeId> {
    let mandates = lens.house().mandate().now();
    let convenes = |id: &CommitteeId| *lens.viewer() == Viewer::Keeper || lens.reader().has(&Duty::Convene(id.clone()));
    let all = mandates.committees().filter(|held| convenes(&held.id));
    let all = all.filter(|held| lens.offers(ActKind::Open, &Thing::Forum(held.id.clone())));
    all.map(|held| held.id.clone()).collect()
}

fn forum_choices(lens: &Lens, _: &Of<'_>) -> Vec<Choice> {
    let mandates = lens.house().mandate().now();
    let named = |id: CommitteeId| {
        let name = mandates.committee(&id).map_or_else(|| id.to_string(), |held| held.name.clone());
        (id.to_string(), name)
    };
    forums(lens).into_iter().map(named).collect()
}

/// Open a plan.
pub(super) static OPEN_PLAN: ActForm = ActForm {
    name: ActKind::Open.slug(),
    path: "/plans/new",
    group: GROUP,
    title: "Open a plan",
    about: "One operating plan for a system and a year, in place of several: each body brings its own, and signs the one for itself.",
    done: "The plan is open",
    subject: &[],
    fields: &[
        Field::line("identity", "Identity")
            .hint("Small letters, digits and dashes, such as bob-2017. Powers to adopt the plan are over function:planning or, for this plan alone, function:planning. and the identity."),
        Field::line("title", "Title"),
        Field::body("system", "For which system?").hint("Its name or code, such as QU9."),
        Field::line("year", "For which year?").hint("A financial year, such as 2017/18."),
        Field::one("forum", "In which committee do the bodies sign it?", forum_choices),
        Field::new("bodies", "Which bodies sign it?", Takes::Codes)
            .hint("Their codes, separated by commas. Each must be a member of the committee."),
    ],
    by_hand: false,
    scene: |_, _| Some(Scene { back: "/plans".to_owned(), ..Scene::default() }),
    offered: |lens, _| !forums(lens).is_empty(),
    read: |lens, _, form| {
        let id: Option<PlanId> = form.word("identity", "Enter an identity of small letters, digits and dashes");
        if id.as_ref().is_some_and(|id| room(lens).plan(id).is_some()) {
            form.wrong("identity", "There is already a plan of this identity: give another");
        }
        let title = form.line("title", "Enter the title of the plan");
        let system = form.word("system", "Enter the name or code of the system");
        let year: Option<FinancialYear> = form.word("year", "Enter a financial year, such as 2017/18");
        let forum = form.word("forum", "Choose a committee");
        let bodies: BTreeSet<_> = form.codes("bodies", "Enter the codes of the bodies that sign it").into_iter().collect();
        one(Act::Open(NewPlan { id: id?, title, system: system?, year: year?, forum: forum?, bodies }))
    },
    to: |_, acts| match made(acts) {
        Some(Act::Open(new)) => plan_href(&new.id),
        _ => "/plans".to_owned(),
    },
    keeps: None,
};

/// Put the plan to the bodies.
pub(super) static SUBMIT_PLAN: ActForm = ActForm {
    name: ActKind::Submit.slug(),
    path: "/plans/{plan}/submit",
    group: GROUP,
    title: "Put the plan to the bodies",
    about: "From then on each body can sign it or object. A change of lines makes a new version, and drops the signatures of the bodies whose lines they are.",
    done: "The plan is before the bodies",
    subject: &[PLAN],
    fields: &[],
    by_hand: false,
    scene: of_plan,
    offered: |lens, of| may(lens, ActKind::Submit, plan(lens, of).map(|plan| Thing::Plan(plan.id.clone()))),
    read: |_, of, _| one(Act::Submit { plan: of.id("plan")? }),
    to: |of, _| to_plan(of),
    keeps: None,
};
