//! Overrides: added with a last day, extended before it, ended early, and forgotten.

use super::{Draft, in_order, unknown};
use crate::act::NewOverride;
use crate::event::{Event, Owner, OwnerHolder};
use crate::id::OverrideId;
use crate::local::{Key, Override};
use crate::refusal::Refusal;
use terms::{Certainty, Date};

pub(super) fn add(draft: &mut Draft<'_>, new: &NewOverride) -> Result<(), Refusal> {
    if draft.room.local(&new.id).is_some() {
        return Err(Refusal::Taken { what: "an override", id: new.id.to_string() });
    }
    draft.known(new.commissioner)?;
    draft.known(new.owner.body)?;
    owned(draft, &new.owner)?;
    in_order(new.first, new.last)?;
    free(draft, &Key::Held(new.key), None, new.first, new.last)?;
    // The key comes first, so that a reader of the entry knows which payload to forget.
    let key = draft.keep(new.key.0.to_vec());
    let reason = draft.text("the reason", &new.reason)?;
    draft.push(Event::OverrideAdded {
        id: new.id.clone(),
        kind: new.kind,
        commissioner: new.commissioner,
        owner: new.owner.clone(),
        first: new.first,
        last: new.last,
        key,
        reason,
        by: draft.by.clone(),
        on: draft.today,
    });
    Ok(())
}

pub(super) fn extend(draft: &mut Draft<'_>, id: &OverrideId, last: Date, reason: &str) -> Result<(), Refusal> {
    let held = running(draft, id)?;
    if last <= held.last() {
        return Err(Refusal::NotLater { id: id.clone(), last: held.last() });
    }
    // Only the days that are added can meet another's.
    free(draft, &held.key, Some(id), held.last(), last)?;
    let reason = draft.text("the reason", reason)?;
    draft.push(Event::OverrideExtended { id: id.clone(), last, reason, by: draft.by.clone(), on: draft.today });
    Ok(())
}

pub(super) fn end(draft: &mut Draft<'_>, id: &OverrideId, last: Date, reason: &str) -> Result<(), Refusal> {
    let held = draft.room.local(id).ok_or_else(|| unknown("override", id))?;
    if let Some(ended) = &held.ended {
        return Err(Refusal::Over { id: id.clone(), last: ended.last });
    }
    let never = held.first.yesterday().unwrap_or(held.first);
    if last < never || last >= held.last() {
        return Err(Refusal::NotEarlier { id: id.clone(), first: held.first, last: held.last() });
    }
    let reason = draft.text("the reason", reason)?;
    draft.push(Event::OverrideEnded { id: id.clone(), last, reason, by: draft.by.clone(), on: draft.today });
    Ok(())
}

pub(super) fn erase(draft: &mut Draft<'_>, id: &OverrideId) -> Result<(), Refusal> {
    // Asked again it is recorded again, so that an erasure that was interrupted can be finished.
    draft.room.local(id).ok_or_else(|| unknown("override", id))?;
    draft.outcome.erases.extend(draft.room.key_payload(id));
    draft.push(Event::KeyErased { id: id.clone(), by: draft.by.clone(), on: draft.today });
    Ok(())
}

/// An override that still applies, or will.
fn running<'a>(draft: &Draft<'a>, id: &OverrideId) -> Result<&'a Override, Refusal> {
    let held = draft.room.local(id).ok_or_else(|| unknown("override", id))?;
    if held.key == Key::Erased {
        return Err(Refusal::KeyErased { id: id.clone() });
    }
    if held.ended.is_some() || held.last() < draft.today {
        return Err(Refusal::Over { id: id.clone(), last: held.last() });
    }
    Ok(held)
}

/// No key has two overrides on one day: a record would have two payers.
fn free(draft: &Draft<'_>, key: &Key, but: Option<&OverrideId>, first: Date, last: Date) -> Result<(), Refusal> {
    let meets =
        |held: &&Override| Some(&held.id) != but && held.key == *key && held.first <= last && first <= held.last();
    match draft.room.locals().find(meets) {
        Some(held) => Err(Refusal::Overlaps { with: held.id.clone() }),
        None => Ok(()),
    }
}

/// The owner is a post of the body today, or a person in one.
fn owned(draft: &Draft<'_>, owner: &Owner) -> Result<(), Refusal> {
    let (body, on) = (owner.body, draft.today);
    let (holder, is_theirs) = match &owner.holder {
        OwnerHolder::Post(id) => {
            (id.to_string(), draft.mandates.post(id).is_some_and(|post| post.is_of(body, on) == Certainty::Yes))
        }
        OwnerHolder::Person(id) => {
            let posts = draft.mandates.posts_of(id, on);
            (id.to_string(), posts.iter().any(|(post, _)| post.is_of(body, on) == Certainty::Yes))
        }
    };
    if is_theirs { Ok(()) } else { Err(Refusal::NotItsOwner { body, holder, on }) }
}
