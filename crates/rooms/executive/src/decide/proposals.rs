//! Tabling proposals, taking positions, amending.

use super::meetings::live;
use super::{Draft, at_stage, free, unknown};
use crate::act::{Divisibility, NewProposal, Route};
use crate::event::{Event, ReferralReason};
use crate::ids::ProposalId;
use crate::kind::{ItemKind, Stage, Stance};
use crate::meeting::recused;
use crate::proposal::{Part, Proposal, Standing};
use crate::refusal::Refusal;
use crate::terms_of_reference::{Forum, Method};
use crate::text::TextHash;
use mandate::{Duty, Matter, PersonId};
use std::collections::{BTreeMap, BTreeSet};
use terms::{Date, OdsCode, Pence, screen_date};

pub(super) fn propose(draft: &mut Draft<'_>, new: &NewProposal) -> Result<(), Refusal> {
    free("a proposal", &new.proposal, draft.known.proposal(&new.proposal))?;
    draft.terms(&new.forum)?;
    if new.matters.is_empty() {
        return Err(Refusal::Missing { what: "what the proposal is about" });
    }
    if new.bodies.is_empty() {
        return Err(Refusal::Missing { what: "the bodies the proposal concerns" });
    }
    let members = draft.members(&new.forum);
    for body in &new.bodies {
        if !members.contains(body) && !members.contains(&draft.mandates.acting_body(*body, draft.today)) {
            return Err(not_a_member(draft, &new.forum, *body));
        }
    }
    if let Some(body) = new.amounts.keys().find(|body| !new.bodies.contains(body)) {
        return Err(Refusal::StrayAmount { body: *body });
    }
    route_fits(draft, &new.proposal, &new.forum, &new.route)?;
    if let Some(earlier) = &new.earlier {
        again(draft, earlier, new)?;
    }
    let title = draft.required("a title", &new.title)?;
    let text = draft.required("the text of the proposal", &new.text)?;
    let indivisible = reason(draft, &new.divisibility)?;
    let conditions = draft.conditions(&new.conditions)?;
    draft.push(Event::Proposed {
        proposal: new.proposal.clone(),
        forum: new.forum.clone(),
        route: new.route.clone(),
        title,
        text,
        hash: TextHash::of_wording(new.text.trim(), &new.amounts),
        matters: new.matters.clone(),
        bodies: new.bodies.clone(),
        amounts: new.amounts.clone(),
        indivisible,
        conditions,
        earlier: new.earlier.clone(),
        on: draft.today,
    });
    Ok(())
}

fn not_a_member(draft: &Draft<'_>, forum: &Forum, body: OdsCode) -> Refusal {
    match forum {
        Forum::Committee(id) => Refusal::NotAMember { body, committee: id.clone(), on: draft.today },
        Forum::GoverningBody(_) => {
            Refusal::BadTerms { forum: forum.clone(), why: format!("it decides for its own body and not for {body}") }
        }
    }
}

fn reason(draft: &mut Draft<'_>, divisibility: &Divisibility) -> Result<Option<mandate::Erasable>, Refusal> {
    match divisibility {
        Divisibility::Divisible => Ok(None),
        Divisibility::Indivisible { reason } => {
            draft.required("the reason why the proposal cannot be divided", reason).map(Some)
        }
    }
}

/// A proposal goes to an item of its own forum, of a meeting that has not ended, at which something is to be decided.
fn route_fits(draft: &Draft<'_>, proposal: &ProposalId, forum: &Forum, route: &Route) -> Result<(), Refusal> {
    let Route::Item { item: id } = route else {
        if draft.terms(forum)?.kind.decides_body_by_body() {
            return Ok(());
        }
        let when = "are not taken outside a meeting: this forum votes at its meetings".to_owned();
        return Err(Refusal::PositionsShut { proposal: proposal.clone(), when });
    };
    let item = draft.item(id)?;
    let meeting = draft.meeting(&item.meeting)?;
    if meeting.forum != *forum || item.kind != ItemKind::Decision {
        return Err(unknown("item for decisions of the same forum", id));
    }
    live(meeting)?;
    if item.stage == Stage::Closed {
        return at_stage("the item", id, Stage::Closed, Stage::Open);
    }
    Ok(())
}

/// What fell because it could not be divided may be proposed again, divisible, by those who agreed to it.
fn again(draft: &Draft<'_>, earlier: &ProposalId, new: &NewProposal) -> Result<(), Refusal> {
    let fell = draft.proposal(earlier)?;
    let not = |why: &str| Refusal::NotAgain { earlier: earlier.clone(), why: why.to_owned() };
    let is_fallen = fell.parts.values().any(|part| matches!(part.standing, Standing::Outside { .. }));
    if fell.indivisible.is_none() || !is_fallen {
        return Err(not("it is not an indivisible proposal that fell"));
    }
    if new.divisibility != Divisibility::Divisible {
        return Err(not("it is proposed again as divisible or not at all"));
    }
    let agreed = agreeing(fell);
    match new.bodies.iter().find(|body| !agreed.contains(body)) {
        Some(body) => Err(not(&format!("{body} did not agree to it"))),
        None => Ok(()),
    }
}

/// The bodies that agreed to a proposal: by the last position for them, or by their governing body.
fn agreeing(proposal: &Proposal) -> BTreeSet<OdsCode> {
    let by_governing_body = |part: &&Part| {
        let standings = part.past.iter().map(|past| &past.standing).chain([&part.standing]);
        standings.into_iter().any(|held| matches!(held, Standing::Referred(referral) if referral.agreed.is_some()))
    };
    let by_position = |part: &&Part| {
        let last = proposal.positions.iter().rfind(|held| held.body == part.body && held.text == part.put);
        last.is_some_and(|held| held.stance.concurs())
    };
    proposal.parts.values().filter(|part| by_governing_body(part) || by_position(part)).map(|part| part.body).collect()
}

pub(super) fn divide(draft: &mut Draft<'_>, id: &ProposalId, divisibility: &Divisibility) -> Result<(), Refusal> {
    if draft.proposal(id)?.open.is_some() {
        return Err(Refusal::TooLate { proposal: id.clone() });
    }
    let indivisible = reason(draft, divisibility)?;
    draft.push(Event::DivisibilityFixed { proposal: id.clone(), indivisible });
    Ok(())
}

pub(super) fn open(draft: &mut Draft<'_>, id: &ProposalId, closes: Date) -> Result<(), Refusal> {
    let proposal = draft.proposal(id)?;
    if proposal.open.is_some() {
        return Err(Refusal::PositionsShut { proposal: id.clone(), when: "are open already".to_owned() });
    }
    if closes < draft.today {
        return Err(Refusal::DayPassed { what: "the last day for positions", on: closes });
    }
    if let Forum::Committee(committee) = &proposal.forum
        && let Some(matter) = outside_remit(draft, committee, &proposal.matters)
    {
        let (matter, committee) = (matter.clone(), committee.clone());
        return Err(Refusal::OutsideRemit { matter, committee, on: draft.today });
    }
    draft.push(Event::PositionsOpened { proposal: id.clone(), closes, on: draft.today });
    Ok(())
}

/// The first matter that a committee may not discuss today.
pub(super) fn outside_remit<'m>(
    draft: &Draft<'_>,
    committee: &mandate::CommitteeId,
    matters: &'m [Matter],
) -> Option<&'m Matter> {
    matters.iter().find(|matter| !draft.mandates.in_remit(committee, matter, draft.today))
}

pub(super) fn take_position(
    draft: &mut Draft<'_>,
    id: &ProposalId,
    body: OdsCode,
    text: TextHash,
    stance: Stance,
    reason: &str,
) -> Result<(), Refusal> {
    let person = draft.person("take a position")?;
    let proposal = draft.proposal(id)?;
    let terms = draft.terms(&proposal.forum)?;
    let part = part_of(proposal, body)?;
    let shut = |when: &str| Refusal::PositionsShut { proposal: id.clone(), when: when.to_owned() };
    let opening = proposal.open.ok_or_else(|| shut("are not open yet"))?;
    let Forum::Committee(committee) = &proposal.forum else {
        return Err(shut("are not taken here: a governing body votes"));
    };
    if !terms.kind.decides_body_by_body() {
        return Err(shut("are not taken here: this committee votes"));
    }
    match &part.standing {
        Standing::Awaiting if draft.today > opening.closes => {
            return Err(shut(&format!("closed on {}", screen_date(opening.closes))));
        }
        Standing::Negotiating(held) if draft.today > held.until => {
            return Err(shut(&format!("for {body} closed on {} with its negotiation", screen_date(held.until))));
        }
        Standing::Bound(_) => return Err(part_closed(part, "decided again")),
        Standing::NotTheirs { .. } => return Err(part_closed(part, "decided by it")),
        Standing::Referred(held) if matches!(held.reason, ReferralReason::Indivisible { .. }) => {
            return Err(part_closed(part, "decided but by its governing body"));
        }
        Standing::Outside { .. } if proposal.indivisible.is_some() => return Err(part_closed(part, "decided")),
        _ => {}
    }
    if part.put != text {
        return Err(Refusal::TextAmended { body, given: text, current: part.put });
    }
    let acting = draft.mandates.acting_body(body, draft.today);
    let theirs = draft.mandates.represents(person, committee, draft.today);
    let spoken_as = [body, acting]
        .into_iter()
        .find(|held| theirs.contains(held))
        .ok_or_else(|| Refusal::NotRepresentative { person: person.clone(), body, on: draft.today })?;
    let as_deputy = draft.mandates.is_deputy(person, spoken_as, committee, draft.today);
    if as_deputy && !terms.terms.deputies {
        return Err(Refusal::NoDeputies { body });
    }
    may_speak(draft, proposal, person, spoken_as)?;
    let reason = match stance {
        Stance::Object => Some(draft.required("a reason to object", reason)?),
        Stance::AgreeWithReservation => Some(draft.required("the reservation", reason)?),
        Stance::Agree | Stance::StandAside => draft.optional(reason),
    };
    draft.push(Event::PositionTaken {
        proposal: id.clone(),
        body,
        text,
        person: person.clone(),
        as_deputy,
        stance,
        reason,
        on: draft.today,
    });
    Ok(())
}

/// Whether a representative may speak where the proposal is decided.
fn may_speak(draft: &Draft<'_>, proposal: &Proposal, person: &PersonId, body: OdsCode) -> Result<(), Refusal> {
    let recusal = || Refusal::Recused { person: person.clone() };
    match &proposal.route {
        Route::Item { item } => {
            let (_, meeting, room) = draft.open_item(item)?;
            let sitting = room.find(person).ok_or_else(|| Refusal::NotPresent { person: person.clone() })?;
            if sitting.seats.is_empty() {
                let (person, forum) = (person.clone(), meeting.forum.clone());
                return Err(Refusal::NoSeat { person, forum, carries: "decides for bodies" });
            }
            if !sitting.is_eligible {
                return Err(recusal());
            }
            if !sitting.speaks_for.contains(&body) {
                return Err(Refusal::PrincipalPresent { person: person.clone(), body });
            }
        }
        Route::WrittenResolution | Route::ChairsAction => {
            if recused(draft.known.declared_in(proposal)).contains(person) {
                return Err(recusal());
            }
            if proposal.route == Route::ChairsAction
                && let Forum::Committee(committee) = &proposal.forum
                && draft.mandates.permit(draft.actor, &Duty::Chair(committee.clone()), draft.today).is_err()
            {
                return Err(Refusal::ChairOnly);
            }
        }
    }
    Ok(())
}

pub(super) fn part_of(proposal: &Proposal, body: OdsCode) -> Result<&Part, Refusal> {
    let missing = || Refusal::NotConcerned { proposal: proposal.id.clone(), body };
    proposal.parts.get(&body).ok_or_else(missing)
}

pub(super) fn part_closed(part: &Part, asked: &'static str) -> Refusal {
    Refusal::PartClosed { body: part.body, how: part.standing.words().to_owned(), asked }
}

pub(super) fn amend(
    draft: &mut Draft<'_>,
    id: &ProposalId,
    text: &str,
    amounts: &BTreeMap<OdsCode, Pence>,
) -> Result<(), Refusal> {
    let proposal = draft.proposal(id)?;
    let terms = draft.terms(&proposal.forum)?;
    let awaits = |part: &&Part| matches!(part.standing, Standing::Awaiting | Standing::Negotiating(_));
    let bodies: BTreeSet<OdsCode> = proposal.parts.values().filter(awaits).map(|part| part.body).collect();
    if bodies.is_empty() {
        return Err(Refusal::NothingToAmend { proposal: id.clone() });
    }
    if let Some(body) = amounts.keys().find(|body| !proposal.parts.contains_key(body)) {
        return Err(Refusal::StrayAmount { body: *body });
    }
    if let Some(last) = proposal.wording()
        && let Some(body) =
            proposal.parts.keys().find(|body| !bodies.contains(body) && last.amounts.get(body) != amounts.get(body))
    {
        return Err(Refusal::AmountFixed { body: *body });
    }
    let hash = TextHash::of_wording(text.trim(), amounts);
    if let Some(same) = proposal.find_wording(hash) {
        return Err(Refusal::SameWording { version: same.version });
    }
    let days = match terms.terms.method {
        Method::Consensus { days, .. } => days,
        Method::Votes { .. } => 0,
    };
    let text = draft.required("the text of the amendment", text)?;
    draft.push(Event::Amended {
        proposal: id.clone(),
        text,
        hash,
        amounts: amounts.clone(),
        bodies,
        until: later(draft.today, days),
        on: draft.today,
    });
    Ok(())
}

/// A day so many days on.
pub(super) fn later(day: Date, days: u16) -> Date {
    day.saturating_add(jiff::Span::new().days(i64::from(days)))
}

pub(super) fn mediate(
    draft: &mut Draft<'_>,
    id: &ProposalId,
    body: OdsCode,
    mediator: &PersonId,
) -> Result<(), Refusal> {
    let part = part_of(draft.proposal(id)?, body)?;
    if !matches!(part.standing, Standing::Negotiating(_)) {
        return Err(part_closed(part, "mediated"));
    }
    if draft.mandates.person(mediator).is_none() {
        return Err(unknown("person", mediator));
    }
    draft.push(Event::MediatorNamed { proposal: id.clone(), body, mediator: mediator.clone() });
    Ok(())
}

pub(super) fn put_to(draft: &mut Draft<'_>, id: &ProposalId, route: &Route) -> Result<(), Refusal> {
    let proposal = draft.proposal(id)?;
    if proposal.parts.values().all(|part| matches!(part.standing, Standing::Bound(_) | Standing::NotTheirs { .. })) {
        let why = "no body is still to decide".to_owned();
        return Err(Refusal::NothingToSettle { proposal: id.clone(), why });
    }
    route_fits(draft, id, &proposal.forum, route)?;
    if proposal.route == *route {
        return Err(Refusal::Taken { what: "the proposal at", id: id.to_string() });
    }
    draft.push(Event::PutTo { proposal: id.clone(), route: route.clone() });
    Ok(())
}
