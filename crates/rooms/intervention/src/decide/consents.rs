//! Consents: asked for, given, refused, withdrawn, relied on; and what was told to the authority. Section 8.

use super::Draft;
use crate::attempt::{Notice, NoticeKind};
use crate::clause::Constraint;
use crate::consent::{Consent, Use};
use crate::event::Event;
use crate::id::{ClauseId, ConditionId, ConsentId};
use crate::reach::Reach;
use crate::refusal::Refusal;
use crate::view::KnownConsent;
use std::collections::BTreeSet;

/// Whether every clause is known, and the act signed by the authority over its body. Existence comes before authority. With no
/// clause at all nobody would have been asked for his authority.
fn clauses_of_authority(draft: &Draft<'_>, clauses: &BTreeSet<ClauseId>) -> Result<(), Refusal> {
    some_clause(clauses)?;
    for id in clauses {
        let instrument = known(draft, id)?;
        draft.signed_by_authority(instrument.body, instrument.class)?;
    }
    Ok(())
}

fn some_clause(clauses: &BTreeSet<ClauseId>) -> Result<(), Refusal> {
    if clauses.is_empty() { Err(Refusal::NoClause) } else { Ok(()) }
}

fn known<'a>(draft: &Draft<'a>, id: &ClauseId) -> Result<&'a crate::instrument::Instrument, Refusal> {
    let unknown = || Refusal::UnknownClause { clause: id.clone() };
    draft.room.clause(id).and_then(|_| draft.room.instrument(&id.instrument)).ok_or_else(unknown)
}

pub(super) fn ask(
    draft: &mut Draft<'_>,
    clauses: &BTreeSet<ClauseId>,
    reach: &Reach,
    words: &str,
) -> Result<(), Refusal> {
    some_clause(clauses)?;
    for id in clauses {
        curable(draft, id)?;
        let body = known(draft, id)?.body_on(draft.on());
        draft.signed_by(body)?;
    }
    let words = draft.reason("asking for a consent", words)?;
    let (clauses, reach, record) = (clauses.clone(), reach.clone(), draft.record.clone());
    draft.push(Event::ConsentAsked { clauses, reach, words, record });
    Ok(())
}

/// Whether a clause is one that consent cures: what forbids, limits outright or moves is not.
fn curable(draft: &Draft<'_>, id: &ClauseId) -> Result<(), Refusal> {
    let held = draft.room.clause(id).ok_or_else(|| Refusal::UnknownClause { clause: id.clone() })?;
    let is_curable = held.clause.effect.binding().is_some_and(crate::clause::Binding::is_curable);
    if is_curable { Ok(()) } else { Err(Refusal::ClauseNeedsNoConsent { clause: id.clone() }) }
}

pub(super) fn give(draft: &mut Draft<'_>, consent: &Consent) -> Result<(), Refusal> {
    clauses_of_authority(draft, &consent.scope.clauses)?;
    if draft.room.consent(&consent.id).is_some() {
        return Err(Refusal::ConsentExists { consent: consent.id.clone() });
    }
    for id in &consent.scope.clauses {
        curable(draft, id)?;
    }
    if let Some(to) = consent.to.filter(|to| *to <= consent.from) {
        return Err(Refusal::EndsBeforeItBegins { from: consent.from, to });
    }
    if consent.from < draft.on() {
        return Err(Refusal::ConsentBeforeGiven { from: consent.from, given: draft.on() });
    }
    let by = draft.record.signature.body;
    // Whatever the form held: a consent begins unused and not withdrawn, with nothing met, in the name that signs it.
    let mut consent = Consent { by, withdrawn_on: None, ..consent.clone() };
    for condition in consent.conditions.values_mut() {
        condition.met_on = None;
    }
    let record = draft.record.clone();
    draft.push(Event::ConsentGiven { consent, record });
    Ok(())
}

pub(super) fn refuse(
    draft: &mut Draft<'_>,
    clauses: &BTreeSet<ClauseId>,
    reach: &Reach,
    reason: &str,
) -> Result<(), Refusal> {
    clauses_of_authority(draft, clauses)?;
    let reason = draft.reason("refusing a consent", reason)?;
    let (clauses, reach, record) = (clauses.clone(), reach.clone(), draft.record.clone());
    draft.push(Event::ConsentRefused { clauses, reach, reason, record });
    Ok(())
}

fn held<'a>(draft: &Draft<'a>, id: &ConsentId) -> Result<&'a KnownConsent, Refusal> {
    draft.room.consent(id).ok_or_else(|| Refusal::UnknownConsent { consent: id.clone() })
}

pub(super) fn withdraw(draft: &mut Draft<'_>, id: &ConsentId, reason: &str) -> Result<(), Refusal> {
    let known = held(draft, id)?;
    clauses_of_authority(draft, &known.consent.scope.clauses)?;
    if let Some(on) = known.consent.withdrawn_on {
        return Err(Refusal::AlreadyWithdrawn { consent: id.clone(), on });
    }
    let reason = draft.reason("withdrawing a consent", reason)?;
    let record = draft.record.clone();
    draft.push(Event::ConsentWithdrawn { consent: id.clone(), reason, record });
    Ok(())
}

/// Whether the act is signed by a body that relies on a consent: one that a clause of it binds on the day, or that performs a
/// function of such a body, for clauses on services travel with the function. Rule R39.
fn signed_by_bound(draft: &Draft<'_>, consent: &Consent) -> Result<(), Refusal> {
    let on = draft.on();
    let found = draft.record.signature.body;
    let clauses = &consent.scope.clauses;
    let mut laid = draft.room.constraints_on(on).filter(|held| clauses.contains(&held.clause));
    let performs = |held: &Constraint| {
        let mut moves = draft.room.constraints_on(on).filter(|other| other.body == held.body);
        held.reach.is_service()
            && moves.any(|other| other.binding.receiver() == Some(found) && other.reach.touches(&held.reach))
    };
    if laid.any(|held| held.body == found || performs(held)) {
        return Ok(());
    }
    let first = clauses.first().ok_or(Refusal::NoClause)?;
    Err(Refusal::NotTheBody { found, wanted: known(draft, first)?.body_on(on) })
}

/// An act names the consents it relied on; a single one is used at most once. Invariant L11.
pub(super) fn rely_on(draft: &mut Draft<'_>, consents: &BTreeSet<ConsentId>, act: &str) -> Result<(), Refusal> {
    let on = draft.on();
    for id in consents {
        let known = held(draft, id)?;
        signed_by_bound(draft, &known.consent)?;
        if known.consent.uses == Use::Single && !known.uses.is_empty() {
            return Err(Refusal::ConsentUsedUp { consent: id.clone() });
        }
        if !known.consent.covers(on) {
            return Err(Refusal::ConsentNotLive { consent: id.clone(), on });
        }
    }
    for id in consents {
        let record = draft.record.clone();
        draft.push(Event::ConsentUsed { consent: id.clone(), act: act.to_owned(), record });
    }
    Ok(())
}

pub(super) fn meet(draft: &mut Draft<'_>, condition: &ConditionId) -> Result<(), Refusal> {
    let known = held(draft, &condition.consent)?;
    let open = known.consent.conditions.get(&condition.number).filter(|held| held.met_on.is_none());
    let open = open.ok_or_else(|| Refusal::UnknownCondition { condition: condition.clone() })?;
    if open.owner != Some(draft.record.signature.body)
        && clauses_of_authority(draft, &known.consent.scope.clauses).is_err()
    {
        signed_by_bound(draft, &known.consent)?;
    }
    let record = draft.record.clone();
    draft.push(Event::ConditionMet { condition: condition.clone(), record });
    Ok(())
}

pub(super) fn notify(draft: &mut Draft<'_>, kind: NoticeKind, reach: &Reach) {
    let record = draft.record.clone();
    let notice = Notice { kind, body: record.signature.body, reach: reach.clone(), on: record.signature.on };
    draft.push(Event::AuthorityNotified { notice, record });
}
