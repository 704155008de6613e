//! Proposals: raised by a trigger, decided by the authority. Rules R15 and R16.

use super::Draft;
use crate::event::Event;
use crate::id::ProposalId;
use crate::proposal::{Decision, Finding};
use crate::refusal::Refusal;
use mandate::Erasable;

pub(super) fn propose(draft: &mut Draft<'_>, id: &ProposalId, finding: &Finding) -> Result<(), Refusal> {
    let on = draft.on();
    let same =
        draft.room.proposals().find(|held| held.id == *id || (held.finding.key == finding.key && held.is_open(on)));
    if let Some(held) = same {
        return Err(Refusal::AlreadyProposed { proposal: held.id.clone(), key: held.finding.key.clone() });
    }
    let record = draft.record.clone();
    draft.push(Event::InterventionProposed { proposal: id.clone(), finding: finding.clone(), record });
    Ok(())
}

pub(super) fn confirm(draft: &mut Draft<'_>, id: &ProposalId, reason: &str) -> Result<(), Refusal> {
    let reason = decidable(draft, id, reason)?;
    let record = draft.record.clone();
    draft.push(Event::ProposalConfirmed { proposal: id.clone(), reason, record });
    Ok(())
}

pub(super) fn decline(draft: &mut Draft<'_>, id: &ProposalId, reason: &str) -> Result<(), Refusal> {
    let reason = decidable(draft, id, reason)?;
    let record = draft.record.clone();
    draft.push(Event::ProposalDeclined { proposal: id.clone(), reason, record });
    Ok(())
}

/// Whether a proposal can be decided: it exists, by the authority, once, in time, with a reason.
fn decidable(draft: &mut Draft<'_>, id: &ProposalId, reason: &str) -> Result<Erasable, Refusal> {
    let proposal = draft.room.proposal(id).ok_or_else(|| Refusal::UnknownProposal { proposal: id.clone() })?;
    draft.signed_by_authority_over(proposal.finding.key.body)?;
    if proposal.decision != Decision::Awaited {
        return Err(Refusal::ProposalDecided { proposal: id.clone() });
    }
    if !proposal.is_open(draft.on()) {
        return Err(Refusal::ProposalExpired { proposal: id.clone(), last: proposal.last_day() });
    }
    draft.reason("a decision on a proposal", reason)
}
