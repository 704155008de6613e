//! What several forms share: what they are about, who may send them, and what they offer to choose from.

use app::{Lens, Viewer};
use ask::{Choice, Of, Scene};
use executive::{Proposal, Standing};
use mandate::Duty;
use plan::{Act, ActKind, Agreement, LineReference, Plan, Plans, Thing};
use terms::OdsCode;

use crate::answers::{agreement_href, key_words, line_href, plan_href};

/// The room as it is now.
pub(super) fn room(lens: &Lens) -> Plans<'_> {
    lens.house().plan().now()
}

/// The plan that a form is about, if whoever looks may know of it.
pub(super) fn plan<'a>(lens: &'a Lens, of: &Of<'_>) -> Option<&'a Plan> {
    let plan = room(lens).plan(&of.id("plan")?)?;
    lens.reader().opens_operating_plan(&plan.id).then_some(plan)
}

/// The scene of what is done to a plan.
pub(super) fn of_plan(lens: &Lens, of: &Of<'_>) -> Option<Scene> {
    let plan = plan(lens, of)?;
    Some(Scene { caption: plan.title.to_string(), back: plan_href(&plan.id), ..Scene::default() })
}

/// The page of the plan.
pub(super) fn to_plan(of: &Of<'_>) -> String {
    of.id("plan").map_or_else(|| "/plans".to_owned(), |plan| plan_href(&plan))
}

/// The line of a plan that was brought, where a form names one, with the plan it is part of.
pub(super) fn line<'a>(lens: &'a Lens, of: &Of<'_>) -> Option<(&'a Plan, LineReference)> {
    let plan = plan(lens, of)?;
    let reference: LineReference = of.id("line")?;
    plan.sources.get(&reference.source)?.line(&reference.line)?;
    Some((plan, reference))
}

/// The scene of what is done to such a line.
pub(super) fn of_line(lens: &Lens, of: &Of<'_>) -> Option<Scene> {
    let (plan, reference) = line(lens, of)?;
    let held = plan.sources.get(&reference.source)?.line(&reference.line)?;
    let caption = format!("{reference}: {}", key_words(&held.key));
    Some(Scene { caption, back: line_href(&plan.id, &reference), ..Scene::default() })
}

/// The agreement that a form is about, if whoever looks may know of it.
pub(super) fn agreement<'a>(lens: &'a Lens, of: &Of<'_>) -> Option<&'a Agreement> {
    let held = room(lens).agreement(&of.id("agreement")?)?;
    lens.reader().opens_agreement(&held.terms.id).then_some(held)
}

/// The scene of what is done to an agreement.
pub(super) fn of_agreement(lens: &Lens, of: &Of<'_>) -> Option<Scene> {
    let held = agreement(lens, of)?;
    Some(Scene { caption: held.title.to_string(), back: agreement_href(&held.terms.id), ..Scene::default() })
}

/// Its page.
pub(super) fn to_agreement(of: &Of<'_>) -> String {
    of.id("agreement").map_or_else(|| "/agreements".to_owned(), |id| agreement_href(&id))
}

/// Whether whoever looks may do an act of a kind to what is named: the room says whether it would be accepted.
pub(super) fn may(lens: &Lens, kind: ActKind, thing: Option<Thing>) -> bool {
    thing.is_some_and(|thing| lens.offers(kind, &thing))
}

/// A body by its name.
pub(super) fn body_choice(lens: &Lens, body: OdsCode) -> Choice {
    (body.to_string(), naming::with_code(&lens.register(), body, lens.today()))
}

/// The bodies of a plan whose lines whoever looks keeps; for the keeper all of them.
pub(super) fn kept_bodies(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    let Some(plan) = plan(lens, of) else { return Vec::new() };
    let kept = plan.bodies.iter().copied().filter(|body| keeps(lens, *body));
    kept.map(|body| body_choice(lens, body)).collect()
}

/// Whether whoever looks keeps the lines and agreements of a body, or of its predecessor.
pub(super) fn keeps(lens: &Lens, body: OdsCode) -> bool {
    let acting = lens.house().mandate().now().acting_body(body, lens.today());
    *lens.viewer() == Viewer::Keeper || lens.reader().has(&Duty::KeepMandates(acting))
}

/// The proposals that somebody has decided and that are about a plan, newest first.
pub(super) fn decisions(lens: &Lens, of: &Of<'_>) -> Vec<Choice> {
    let Some(matter) = plan(lens, of).and_then(|plan| Plan::matter_of(&plan.id)) else { return Vec::new() };
    let (executive, mandates) = (lens.house().executive().now(), lens.house().mandate().now());
    let reader = lens.reader();
    let is_about = |proposal: &&Proposal| {
        proposal.matters.iter().any(|held| mandates.covers(held, &matter, lens.today()).is_some())
    };
    let is_decided =
        |proposal: &&Proposal| proposal.parts.values().any(|part| matches!(part.standing, Standing::Bound(_)));
    let found = executive.proposals().filter(|proposal| reader.opens_proposal(&proposal.id));
    let mut found: Vec<&Proposal> = found.filter(is_about).filter(is_decided).collect();
    found.sort_by_key(|proposal| std::cmp::Reverse((proposal.tabled, proposal.id.clone())));
    found.into_iter().map(|proposal| (proposal.id.to_string(), proposal.title.to_string())).collect()
}

/// The act of this room among those that a form made.
pub(super) fn made(acts: &[app::Act]) -> Option<&Act> {
    acts.iter().find_map(|act| match act {
        app::Act::Plan(act) => Some(act),
        _ => None,
    })
}

/// One act, as a form reads it.
#[expect(clippy::unnecessary_wraps, reason = "a form reads acts, or nothing where something is missing")]
pub(super) fn one(act: Act) -> Option<Vec<app::Act>> {
    Some(vec![act.into()])
}

/// Every one of some fixed words, as choices.
macro_rules! every {
    ($kind:ty) => {
        |_, _| <$kind>::ALL.iter().map(|word| (word.slug().to_owned(), word.words().to_owned())).collect()
    };
}
pub(super) use every;

/// The number of the version that is now before the bodies: what is signed is what was read.
pub(super) fn version(lens: &Lens, of: &Of<'_>) -> String {
    plan(lens, of).map(|plan| plan.sign_off.version().to_string()).unwrap_or_default()
}
