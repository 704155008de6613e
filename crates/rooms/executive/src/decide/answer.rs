//! What governing bodies answer, and what the clocks run out on.

use super::proposals::{later, part_closed, part_of};
use super::settle::{amount_of, bind, new_positions};
use super::votes::Poll;
use super::{Draft, unknown};
use crate::act::{Minute, NewCondition};
use crate::event::{DecidedBy, Event, MinuteRef, OutsideReason, ReferralReason};
use crate::ids::{ItemId, ProposalId};
use crate::kind::Answer;
use crate::proposal::{ConditionOutcome, Part, Proposal, Referral, Standing};
use crate::refusal::Refusal;
use crate::terms_of_reference::{Forum, Method};
use crate::text::TextHash;
use mandate::{Authority, Shortfall};
use std::collections::BTreeSet;
use terms::OdsCode;

pub(super) fn answer(
    draft: &mut Draft<'_>,
    id: &ProposalId,
    body: OdsCode,
    text: TextHash,
    answer: Answer,
    conditions: &[NewCondition],
    minute: &Minute,
) -> Result<(), Refusal> {
    let proposal = draft.proposal(id)?;
    let part = part_of(proposal, body)?;
    if part.put != text {
        return Err(Refusal::TextAmended { body, given: text, current: part.put });
    }
    let fell = proposal.indivisible.is_some();
    match &part.standing {
        Standing::Referred(held) if held.agreed.is_none() => {}
        Standing::Outside { .. } if !fell && answer == Answer::Agrees => {}
        _ => return Err(part_closed(part, "answered for by its governing body")),
    }
    if part_lapsed(part, draft) && fell {
        return Err(Refusal::PartClosed { body, how: "past its deadline".to_owned(), asked: "answered for" });
    }
    let (kept, quorate) = evidence(draft, proposal, body, answer, minute)?;
    if !quorate {
        if !matches!(part.standing, Standing::Referred(_)) {
            return Err(part_closed(part, "met about without a quorum"));
        }
        let (proposal, on) = (id.clone(), draft.today);
        draft.push(Event::GoverningBodyInquorate { proposal, body, minute: kept, on });
        return Ok(());
    }
    if part_lapsed(part, draft) {
        outside(draft, proposal, body, OutsideReason::DeadlineMissed);
    }
    match answer {
        Answer::Refuses if fell => fall(draft, proposal, body, &OutsideReason::Refused),
        Answer::Refuses if part_lapsed(part, draft) => {}
        Answer::Refuses => outside(draft, proposal, body, OutsideReason::Refused),
        Answer::Agrees => {
            let authorities = own_authority(draft, proposal, part).map_err(Refusal::NoAuthority)?;
            let conditions = draft.conditions(conditions)?;
            if let Some(taken) =
                conditions.iter().find(|new| proposal.conditions.iter().any(|held| held.id == new.condition))
            {
                return Err(Refusal::Taken { what: "a condition", id: taken.condition.to_string() });
            }
            if fell {
                agree_together(draft, proposal, body, kept);
            } else {
                bind(draft, proposal, body, DecidedBy::GoverningBody { minute: kept }, &authorities, false);
            }
            if !conditions.is_empty() {
                draft.push(Event::ConditionsSet { proposal: id.clone(), body, conditions });
            }
        }
    }
    Ok(())
}

/// How the answer is evidenced, and whether whoever gave it was quorate.
fn evidence(
    draft: &mut Draft<'_>,
    proposal: &Proposal,
    body: OdsCode,
    answer: Answer,
    minute: &Minute,
) -> Result<(MinuteRef, bool), Refusal> {
    match minute {
        Minute::Cited { reference, present, quorum } => {
            let reference = draft.required("the reference of the minute", reference)?;
            let quorate = *quorum > 0 && present >= quorum;
            Ok((MinuteRef::Cited { reference, present: *present, quorum: *quorum }, quorate))
        }
        Minute::Item(id) => {
            let part = part_of(proposal, body)?;
            let quorate = vote_at(draft, proposal, part, answer, id)?;
            Ok((MinuteRef::Item { item: id.clone() }, quorate))
        }
    }
}

/// A governing body's own meeting on this record: its quorum as it is, its vote by its own rules.
fn vote_at(draft: &Draft<'_>, proposal: &Proposal, part: &Part, answer: Answer, id: &ItemId) -> Result<bool, Refusal> {
    let (item, meeting, room) = draft.open_item(id)?;
    let room = draft.about(proposal, id, room);
    let acting = draft.mandates.acting_body(part.body, draft.today);
    if ![part.body, acting].map(Forum::GoverningBody).contains(&meeting.forum) {
        return Err(unknown("item of its governing body", id));
    }
    if !room.quorum.is_quorate() {
        return Ok(false);
    }
    let terms = draft.terms_at(meeting)?;
    let Method::Votes { threshold } = terms.terms.method else {
        return Err(unknown("item of a governing body that votes", id));
    };
    let otherwise = |found| Refusal::VoteSaysOtherwise { item: id.clone(), found };
    // The wording before this body counts, which an amendment put to others since has not changed.
    let poll = Poll::of(draft, item, proposal, part.put, &terms.terms, &room);
    if !poll.is_taken() {
        return Err(otherwise("was not taken on the wording before the body"));
    }
    match (answer, poll.carries(threshold)) {
        (Answer::Agrees, false) => Err(otherwise("did not carry")),
        (Answer::Refuses, true) => Err(otherwise("carried")),
        _ => Ok(true),
    }
}

/// A body's own authority over every matter of a proposal, by its governing body.
fn own_authority(draft: &Draft<'_>, proposal: &Proposal, part: &Part) -> Result<Vec<Authority>, Shortfall> {
    let amount = amount_of(proposal, part);
    let one = |matter| draft.mandates.authorise_governing_body(part.body, matter, amount, draft.today);
    proposal.matters.iter().map(one).collect()
}

/// The answer of one governing body on what cannot be divided: the last one to agree binds all, from that day, each by
/// an authority good that day.
fn agree_together(draft: &mut Draft<'_>, proposal: &Proposal, body: OdsCode, minute: MinuteRef) {
    let waits = |part: &&Part| part.body != body && !has_agreed(part);
    if proposal.parts.values().any(|part| waits(&part)) {
        let (id, on) = (proposal.id.clone(), draft.today);
        let text = proposal.parts.get(&body).map(|part| part.put);
        if let Some(text) = text {
            draft.push(Event::GoverningBodyAgreed { proposal: id, body, text, minute, on });
        }
        return;
    }
    let mut found = Vec::new();
    let mut lacking = BTreeSet::new();
    for part in proposal.parts.values() {
        match own_authority(draft, proposal, part) {
            Ok(authorities) => found.push((part, authorities)),
            Err(_) => {
                lacking.insert(part.body);
            }
        }
    }
    if !lacking.is_empty() {
        for part in proposal.parts.values() {
            outside(draft, proposal, part.body, OutsideReason::Fell { because: lacking.clone() });
        }
        return;
    }
    for (part, authorities) in found {
        let minute = match &part.standing {
            Standing::Referred(Referral { agreed: Some(agreed), .. }) if part.body != body => {
                MinuteRef::AsAgreed { agreed_on: agreed.on }
            }
            _ => minute.clone(),
        };
        bind(draft, proposal, part.body, DecidedBy::GoverningBody { minute }, &authorities, false);
    }
}

fn has_agreed(part: &Part) -> bool {
    matches!(&part.standing, Standing::Referred(referral) if referral.agreed.is_some())
}

/// What cannot be divided falls for everybody because of one.
fn fall(draft: &mut Draft<'_>, proposal: &Proposal, body: OdsCode, reason: &OutsideReason) {
    let because = BTreeSet::from([body]);
    for part in proposal.parts.values() {
        let reason = if part.body == body { reason.clone() } else { OutsideReason::Fell { because: because.clone() } };
        outside(draft, proposal, part.body, reason);
    }
}

fn outside(draft: &mut Draft<'_>, proposal: &Proposal, body: OdsCode, reason: OutsideReason) {
    let (proposal, on) = (proposal.id.clone(), draft.today);
    draft.push(Event::BodyOutside { proposal, body, reason, on });
}

fn part_lapsed(part: &Part, draft: &Draft<'_>) -> bool {
    matches!(&part.standing, Standing::Referred(held) if held.agreed.is_none() && draft.today > held.deadline)
}

/// Records what has lapsed by today: positions and negotiations to the governing bodies, referrals to outside, conditions.
/// What lapses is referred from the day it is recorded, so no deadline is shorter for having been noticed late.
pub(super) fn let_time_pass(draft: &mut Draft<'_>, id: &ProposalId) -> Result<(), Refusal> {
    let proposal = draft.proposal(id)?;
    let days = draft.terms(&proposal.forum)?.terms.referral_days;
    let (today, deadline) = (draft.today, later(draft.today, days));
    let positions_closed = proposal.open.is_some_and(|opening| today > opening.closes);
    let silent: BTreeSet<OdsCode> = proposal
        .parts
        .values()
        .filter(|part| matches!(part.standing, Standing::Awaiting) && new_positions(proposal, part).next().is_none())
        .map(|part| part.body)
        .collect();
    let missed: BTreeSet<OdsCode> =
        proposal.parts.values().filter(|part| part_lapsed(part, draft)).map(|part| part.body).collect();
    let all_fall = proposal.indivisible.is_some();
    for part in proposal.parts.values() {
        let refer = |reason| Event::BodyReferred { proposal: id.clone(), body: part.body, reason, deadline, on: today };
        let event = match &part.standing {
            Standing::Awaiting if positions_closed && all_fall && !silent.is_empty() => {
                Some(refer(ReferralReason::Indivisible { unagreed: silent.clone() }))
            }
            Standing::Awaiting if positions_closed && silent.contains(&part.body) => {
                Some(refer(ReferralReason::ClockRanOut))
            }
            Standing::Negotiating(held) if today > held.until && new_positions(proposal, part).next().is_none() => {
                Some(refer(ReferralReason::ClockRanOut))
            }
            Standing::Referred(_) if !missed.is_empty() && (all_fall || missed.contains(&part.body)) => {
                let reason = if missed.contains(&part.body) {
                    OutsideReason::DeadlineMissed
                } else {
                    OutsideReason::Fell { because: missed.clone() }
                };
                Some(Event::BodyOutside { proposal: id.clone(), body: part.body, reason, on: today })
            }
            _ => None,
        };
        draft.outcome.events.extend(event);
    }
    for condition in &proposal.conditions {
        if condition.outcome == ConditionOutcome::Open && today > condition.expires {
            let (proposal, condition) = (id.clone(), condition.id.clone());
            draft.push(Event::ConditionLapsed { proposal, condition, on: today });
        }
    }
    Ok(())
}
