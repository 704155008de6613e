//! Special measures and recovery support: in and out, any number of times.

use super::Draft;
use crate::basis::basis;
use crate::event::Event;
use crate::id::{ProposalId, Stay};
use crate::kind::{Programme, Regime};
use crate::proposal::Decision;
use crate::refusal::Refusal;
use crate::stay::{Approver, Delivery, Episode, Ground};
use register::FileHash;
use terms::{Certainty, Date, FuzzyDate, OdsCode};

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
    if let Some(since) = already_since(draft, &stay) {
        return Err(Refusal::AlreadyInMeasures { stay, since });
    }
    let proposal = proposal.map(|id| confirmed(draft, id, body)).transpose()?;
    let (basis, record) = (held.citation.to_owned(), draft.record.clone());
    draft.push(Event::MeasuresEntered { stay, basis, reason, proposal, record });
    Ok(())
}

/// Since when a body is in a programme on the day of the act or after it, on record or by a case of history: it is in it once at a
/// time.
fn already_since(draft: &Draft<'_>, stay: &Stay) -> Option<Date> {
    let on = draft.on();
    let goes_on = |held: &&Episode| held.left.as_ref().is_none_or(|left| on < left.on);
    if let Some(held) = draft.room.episodes(stay).iter().find(goes_on) {
        return Some(held.from);
    }
    let mut ours = draft.room.historic_cases().filter(|case| {
        case.body == stay.body
            && case.regime == Regime::from(stay.programme)
            && (case.is_open() || case.was_live(on) == Certainty::Yes)
    });
    ours.next().map(|case| case.period().and_then(|period| period.from()).map_or(on, FuzzyDate::latest))
}

/// A proposal that an intervention cites must be on record, about the same body, and confirmed by the day.
pub(super) fn confirmed(draft: &Draft<'_>, id: &ProposalId, body: OdsCode) -> Result<ProposalId, Refusal> {
    let on = draft.on();
    let held = draft.room.proposal(id).ok_or_else(|| Refusal::UnknownProposal { proposal: id.clone() })?;
    let is_confirmed = matches!(&held.decision, Decision::Confirmed { record, .. } if record.signature.on <= on);
    if is_confirmed && held.finding.key.body == body {
        Ok(held.id.clone())
    } else {
        Err(Refusal::ProposalNotConfirmed { proposal: id.clone(), body, on })
    }
}

/// The stay that goes on, if it has begun by the day of the act.
fn open<'a>(draft: &Draft<'a>, stay: Stay) -> Result<&'a Episode, Refusal> {
    let open = draft.room.open_episode(&stay).filter(|held| held.from <= draft.on());
    open.ok_or(Refusal::NotInMeasures { stay })
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
