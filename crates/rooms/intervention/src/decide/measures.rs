//! Special measures and recovery support: in and out, any number of times.

use super::Draft;
use crate::basis::basis;
use crate::event::Event;
use crate::id::{ProposalId, Stay};
use crate::kind::{Programme, Regime};
use crate::refusal::Refusal;
use crate::stay::{Approver, Delivery, Episode, Ground};
use register::FileHash;
use terms::OdsCode;

pub(super) fn enter(
    draft: &mut Draft<'_>,
    body: OdsCode,
    programme: Programme,
    reason: &str,
    proposal: Option<&ProposalId>,
) -> Result<(), Refusal> {
    let on = draft.on();
    draft.signed_by_authority_over(body)?;
    let reason = draft.reason("entering measures", reason)?;
    let class = draft.class(body, on)?;
    let regime = Regime::from(programme);
    let held = basis(regime, class, on).ok_or(Refusal::NoLegalBasis { regime, class, on })?;
    let stay = Stay { body, programme };
    if let Some(open) = draft.room.open_episode(&stay) {
        return Err(Refusal::AlreadyInMeasures { stay, since: open.from });
    }
    let proposal = proposal.map(|id| known(draft, id)).transpose()?;
    let (basis, record) = (held.citation.to_owned(), draft.record.clone());
    draft.push(Event::MeasuresEntered { stay, basis, reason, proposal, record });
    Ok(())
}

/// A proposal that an intervention cites must be on record.
pub(super) fn known(draft: &Draft<'_>, id: &ProposalId) -> Result<ProposalId, Refusal> {
    match draft.room.proposal(id) {
        Some(proposal) => Ok(proposal.id.clone()),
        None => Err(Refusal::UnknownProposal { proposal: id.clone() }),
    }
}

fn open<'a>(draft: &Draft<'a>, stay: Stay) -> Result<&'a Episode, Refusal> {
    draft.room.open_episode(&stay).ok_or(Refusal::NotInMeasures { stay })
}

pub(super) fn approve(draft: &mut Draft<'_>, body: OdsCode, programme: Programme) -> Result<(), Refusal> {
    let stay = Stay { body, programme };
    let body = open(draft, stay)?.body_on(body, draft.on());
    let approver = if draft.record.signature.body == body {
        Approver::Body
    } else {
        draft.signed_by_authority_over(body)?;
        Approver::Authority
    };
    let record = draft.record.clone();
    draft.push(Event::PlanApproved { stay, approver, record });
    Ok(())
}

pub(super) fn deliver(
    draft: &mut Draft<'_>,
    body: OdsCode,
    programme: Programme,
    delivery: Delivery,
) -> Result<(), Refusal> {
    let stay = Stay { body, programme };
    let body = open(draft, stay)?.body_on(body, draft.on());
    draft.signed_by(body)?;
    let record = draft.record.clone();
    draft.push(Event::MonthDelivered { stay, delivery, record });
    Ok(())
}

pub(super) fn end(
    draft: &mut Draft<'_>,
    body: OdsCode,
    programme: Programme,
    letter: Option<FileHash>,
    ground: &Ground,
) -> Result<(), Refusal> {
    draft.signed_by_authority_over(body)?;
    let stay = Stay { body, programme };
    let episode = open(draft, stay)?;
    let hash = letter.ok_or(Refusal::NoLetter)?;
    if *ground == Ground::Met
        && let Some(shortfall) = episode.shortfall(programme, draft.on())
    {
        return Err(shortfall.into());
    }
    let letter = draft.letter(hash, ground)?;
    let record = draft.record.clone();
    draft.push(Event::MeasuresEnded { stay, letter, record });
    Ok(())
}
