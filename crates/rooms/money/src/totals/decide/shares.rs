//! Risk shares: put on paper, signed by both sides, asked back.

use super::{Draft, free, unknown};
use crate::totals::act::NewShare;
use crate::totals::event::{AgreedShare, ConditionWords, Event};
use crate::totals::id::RiskShareId;
use crate::totals::record::ShareRecord;
use crate::totals::refusal::Refusal;
use crate::{Revocation, RiskShare, ShareSide};
use terms::Date;

pub(super) fn agree(draft: &mut Draft<'_>, new: &NewShare) -> Result<(), Refusal> {
    free("a risk share", &new.id, draft.room.share(&new.id).is_some())?;
    draft.living(new.giver, new.effective_on)?;
    draft.living(new.receiver, new.effective_on)?;
    let NewShare { giver, receiver, amount, year, effective_on, .. } = *new;
    let share = RiskShare {
        giver,
        receiver,
        amount,
        year,
        effective_on,
        giver_signed_on: None,
        receiver_signed_on: None,
        revocation: None,
    };
    share.effect()?;
    let mut conditions = Vec::new();
    for (words, due) in &new.conditions {
        conditions.push(ConditionWords { words: draft.text("the words of a condition", words)?, due: *due });
    }
    let share = AgreedShare { id: new.id.clone(), giver, receiver, amount, year, effective_on, conditions };
    draft.push(|by, on| Event::ShareAgreed { share, by, on });
    Ok(())
}

pub(super) fn sign(draft: &mut Draft<'_>, id: &RiskShareId, side: ShareSide, signed_on: Date) -> Result<(), Refusal> {
    let held = share(draft, id)?;
    let signed = match side {
        ShareSide::Giver => held.share.giver_signed_on,
        ShareSide::Receiver => held.share.receiver_signed_on,
    };
    if let Some(signed_on) = signed {
        return Err(Refusal::AlreadySigned { id: id.clone(), side, signed_on });
    }
    draft.past(signed_on)?;
    // What was not in force from both signatures when a side closed never will be: nothing binds a body that is not there.
    draft.living(held.share.giver, signed_on)?;
    draft.living(held.share.receiver, signed_on)?;
    draft.push(|by, on| Event::ShareSigned { id: id.clone(), side, signed_on, by, on });
    Ok(())
}

pub(super) fn revoke(
    draft: &mut Draft<'_>,
    id: &RiskShareId,
    revocation: Revocation,
    reason: &str,
) -> Result<(), Refusal> {
    let held = share(draft, id)?;
    if let Some(Revocation { on, .. }) = held.share.revocation {
        return Err(Refusal::AlreadyRevoked { id: id.clone(), revoked_on: on });
    }
    if held.share.in_force_on().is_none() {
        return Err(Refusal::ShareNotInForce { id: id.clone() });
    }
    RiskShare { revocation: Some(revocation), ..held.share.clone() }.effect()?;
    let reason = draft.text("the reason", reason)?;
    draft.push(|by, on| Event::ShareRevoked { id: id.clone(), revocation, reason, by, on });
    Ok(())
}

pub(super) fn meet(draft: &mut Draft<'_>, id: &RiskShareId, number: u16, met_on: Date) -> Result<(), Refusal> {
    let held = share(draft, id)?;
    let place = usize::from(number).checked_sub(1);
    let condition = place.and_then(|place| held.conditions.get(place)).ok_or_else(|| unknown("condition", &number))?;
    if let Some(met_on) = condition.met_on {
        return Err(Refusal::AlreadyMet { id: id.clone(), number, met_on });
    }
    draft.past(met_on)?;
    draft.push(|by, on| Event::ConditionMet { id: id.clone(), number, met_on, by, on });
    Ok(())
}

fn share<'a>(draft: &Draft<'a>, id: &RiskShareId) -> Result<&'a ShareRecord, Refusal> {
    draft.room.share(id).ok_or_else(|| unknown("risk share", id))
}
