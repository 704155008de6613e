//! Signing: each body by its own power, then the executive for those that signed.

use super::Draft;
use crate::act::Signing;
use crate::event::{Event, SignedBy};
use crate::id::PlanId;
use crate::kind::Stance;
use crate::length::Bound;
use crate::plan::{Plan, Version};
use crate::refusal::Refusal;
use executive::{Chain, Forum, Proposal, ProposalId, TextHash};
use mandate::{Actor, Ask, Authority, CommitteeId, PersonId, exercise};
use terms::{OdsCode, Pence};

pub(super) fn submit(draft: &mut Draft<'_>, id: &PlanId) -> Result<(), Refusal> {
    let plan = draft.plan(id)?;
    plan.sign_off.clone().submit()?;
    if plan.lines().is_empty() {
        return Err(Refusal::NoLines);
    }
    draft.push(Event::PlanSubmitted { plan: id.clone(), by: draft.by.clone(), on: draft.today });
    Ok(())
}

pub(super) fn sign(
    draft: &mut Draft<'_>,
    id: &PlanId,
    body: OdsCode,
    number: u32,
    by: &Signing,
) -> Result<(), Refusal> {
    let plan = draft.plan(id)?;
    plan.sign_off.clone().sign(body, number)?;
    draft.open(body)?;
    let signed = match by {
        Signing::Representative => {
            let (person, authority) = represented(draft, plan, body, "sign")?;
            let chain = Chain {
                matter: authority.matter().clone(),
                as_body: authority.as_body(),
                post: authority.post().cloned(),
                powers: authority.powers().to_vec(),
                links: authority.chain().to_vec(),
            };
            draft.outcome.exercises.push(exercise(&authority, &format!("{id}/{number}/{body}")));
            SignedBy::Representative { person, chain }
        }
        Signing::Decision(proposal) => {
            let decided = draft.decided(plan, proposal, &[body].into())?;
            names_version(plan, decided, body)?;
            SignedBy::Decision { proposal: proposal.clone() }
        }
    };
    let (plan, lines) = (id.clone(), plan.hash_of_lines(body));
    let (by, on) = (draft.by.clone(), draft.today);
    draft.push(Event::BodySigned { plan, body, version: number, lines, signed, by, on });
    Ok(())
}

pub(super) fn object(draft: &mut Draft<'_>, id: &PlanId, body: OdsCode, reason: &str) -> Result<(), Refusal> {
    let plan = draft.plan(id)?;
    plan.sign_off.clone().object(body)?;
    draft.open(body)?;
    // Whoever could not agree for the body cannot object for it.
    let (person, _) = represented(draft, plan, body, "object")?;
    let reason = draft.text("a reason to object", reason, Bound::Reason)?;
    let (plan, by, on) = (id.clone(), draft.by.clone(), draft.today);
    draft.push(Event::BodyObjected { plan, body, person, reason, by, on });
    Ok(())
}

/// Whoever represents a body on a committee other than as a deputy, for whom a deputy speaks only in a meeting they miss.
fn principal_of(draft: &Draft<'_>, committee: &CommitteeId, body: OdsCode) -> Option<PersonId> {
    let (mandates, on) = (draft.mandates, draft.today);
    let seats = mandates.committee(committee)?.seats_on(on).filter(|seat| seat.represents.contains(&body));
    let held = seats.flat_map(|seat| mandates.holders_of(&seat.post, on)).map(|holding| &holding.person);
    let speaks = |person: &&PersonId| {
        mandates.represents(person, committee, on).contains(&body) && !mandates.is_deputy(person, body, committee, on)
    };
    held.into_iter().find(speaks).cloned()
}

/// Whoever acts, as the representative of a body with the power to adopt the plan for it.
///
/// No amount is asked of the power: a plan is adopted, and its money moves by decisions of its own.
fn represented(
    draft: &Draft<'_>,
    plan: &Plan,
    body: OdsCode,
    what: &'static str,
) -> Result<(PersonId, Authority), Refusal> {
    let Actor::Person(person) = draft.by else { return Err(Refusal::NotAPerson { what }) };
    let (committee, on) = (&plan.forum, draft.today);
    if !draft.mandates.represents(person, committee, on).contains(&body) {
        let (person, committee) = (person.clone(), committee.clone());
        return Err(Refusal::NotRepresentative { person, body, committee, on });
    }
    if draft.mandates.is_deputy(person, body, committee, on)
        && let Some(principal) = principal_of(draft, committee, body)
    {
        return Err(Refusal::DeputyOnly { person: person.clone(), body, principal });
    }
    let matter = Draft::matter(plan)?;
    let ask = Ask { person, body, matter: &matter, amount: None, on, pending: Pence(0) };
    let authority = draft.mandates.authorise(&ask).map_err(Refusal::NoAuthority)?;
    Ok((person.clone(), authority))
}

fn version(plan: &Plan) -> Result<&Version, Refusal> {
    plan.version().ok_or(Refusal::NoLines)
}

/// Whether a body's decision is on a text that names the version the plan is now.
fn names_version(plan: &Plan, proposal: &Proposal, body: OdsCode) -> Result<TextHash, Refusal> {
    let hash = version(plan)?.hash;
    let decided = proposal.decisions().find(|decision| decision.body == body);
    let wording = decided.and_then(|decision| proposal.find_wording(decision.text));
    if !wording.is_some_and(|wording| wording.text.as_str().contains(&hash.to_string())) {
        return Err(Refusal::OtherText { proposal: proposal.id.clone(), hash });
    }
    Ok(hash)
}

pub(super) fn sign_by_executive(
    draft: &mut Draft<'_>,
    id: &PlanId,
    number: u32,
    proposal: &ProposalId,
) -> Result<(), Refusal> {
    let plan = draft.plan(id)?;
    // What has come to fail by today counts, whether or not anything was recorded since.
    let mut today = plan.clone();
    today.take_failures(draft.room.agreements(), draft.today);
    today.sign_off.sign_by_executive(number)?;
    // Who signed and has closed since stays on record; it decides nothing now, and is bound to nothing.
    let bound = plan.sign_off.those(Stance::Signed);
    let living = draft.living(&bound)?;
    let decided = draft.decided(plan, proposal, &living)?;
    if plan.used.contains(proposal) {
        return Err(Refusal::Used { proposal: proposal.clone() });
    }
    if decided.forum != Forum::Committee(plan.forum.clone()) {
        return Err(Refusal::OtherForum { proposal: proposal.clone(), committee: plan.forum.clone() });
    }
    for body in &living {
        names_version(plan, decided, *body)?;
    }
    draft.push(Event::ExecutiveSigned {
        plan: id.clone(),
        version: number,
        hash: version(plan)?.hash,
        proposal: proposal.clone(),
        bound,
        by: draft.by.clone(),
        on: draft.today,
    });
    Ok(())
}
