//! One clause: varied, met with evidence, lifted. Rules R23, R28 and R30.

use super::Draft;
use super::instruments::{effect_fault, lay, transfers_end};
use crate::act::Change;
use crate::clause::{Binding, Clause, Effect};
use crate::event::Event;
use crate::id::ClauseId;
use crate::instrument::{ClauseRecord, ClauseStage, Instrument, constraint};
use crate::kind::InstrumentKind;
use crate::refusal::{ClauseFault, Faults, Refusal};
use crate::stay::Ground;
use register::FileHash;
use terms::Date;

/// A clause that is known, not lifted, and in force with its instrument on the day of the act.
fn in_force<'a>(draft: &Draft<'a>, id: &ClauseId) -> Result<(&'a Instrument, &'a ClauseRecord), Refusal> {
    let unknown = || Refusal::UnknownClause { clause: id.clone() };
    let held = draft.room.clause(id).ok_or_else(unknown)?;
    let instrument = draft.room.instrument(&id.instrument).ok_or_else(unknown)?;
    let on = draft.on();
    // An end counts from its day on: one that gives way to another goes on until then.
    if let Some(end) = held.end.as_ref().or(instrument.end.as_ref()).filter(|end| end.on <= on) {
        return Err(Refusal::AlreadyLifted { what: id.to_string(), on: end.on });
    }
    let is_over = held.clause.to.is_some_and(|to| to <= on);
    if on < held.clause.from || is_over || !instrument.is_in_force(on) {
        return Err(Refusal::NotInForce { what: id.to_string(), on });
    }
    Ok((instrument, held))
}

pub(super) fn vary(
    draft: &mut Draft<'_>,
    id: &ClauseId,
    change: Change,
    letter: Option<FileHash>,
) -> Result<(), Refusal> {
    let (instrument, held) = in_force(draft, id)?;
    draft.signed_by_authority(instrument.body, instrument.class)?;
    let letter = letter.ok_or(Refusal::NoLetter)?;
    let on = draft.on();
    if let Some((successor, since)) = instrument.followed.last().filter(|(_, since)| on < *since) {
        return Err(Refusal::AlreadyFollowed { what: id.to_string(), successor: *successor, on: *since });
    }
    let clause = match change {
        Change::Due(due) => Clause { due: Some(due), ..held.clause.clone() },
        Change::Effect(effect) => {
            let fault = variation_fault(instrument.kind, &held.clause.effect, &effect);
            if let Some(faults) = Faults::of(fault.map(|fault| (id.number, fault))) {
                return Err(Refusal::Clauses { faults });
            }
            Clause { effect, ..held.clause.clone() }
        }
    };
    let record = draft.record.clone();
    draft.push(Event::ClauseVaried { clause: clause.clone(), letter, record });
    if matches!(change, Change::Effect(_)) {
        let body = instrument.body_on(on);
        if let Some(mut laid) = constraint(instrument.kind, body, instrument.to, &clause) {
            // What it said before bound until this day.
            laid.from = on;
            laid.people = instrument.people_on(&laid.reach, laid.people, on);
            lay(draft, laid);
        }
    }
    Ok(())
}

/// What an effect cannot become by a letter that varies one clause.
fn variation_fault(kind: InstrumentKind, before: &Effect, after: &Effect) -> Option<ClauseFault> {
    let moves = |effect: &Effect| effect.binding().and_then(Binding::receiver).is_some();
    if moves(before) || moves(after) {
        return Some(ClauseFault::MovedByVariation {});
    }
    effect_fault(kind, after)
}

pub(super) fn submit(draft: &mut Draft<'_>, id: &ClauseId, title: &str, hash: Option<FileHash>) -> Result<(), Refusal> {
    let (instrument, held) = in_force(draft, id)?;
    match held.stage_on(draft.on()) {
        ClauseStage::Standing => return Err(Refusal::NoEvidenceWanted { clause: id.clone() }),
        ClauseStage::Met => return Err(Refusal::AlreadyMet { clause: id.clone() }),
        ClauseStage::Open | ClauseStage::Submitted | ClauseStage::Returned | ClauseStage::Lifted => {}
    }
    draft.signed_by(instrument.body_on(draft.on()))?;
    let (title, record) = (draft.keep(title), draft.record.clone());
    draft.push(Event::EvidenceSubmitted { clause: id.clone(), title, hash, record });
    Ok(())
}

/// A clause with evidence that waits for the authority's answer.
fn submitted(draft: &Draft<'_>, id: &ClauseId) -> Result<(), Refusal> {
    let (instrument, held) = in_force(draft, id)?;
    draft.signed_by_authority(instrument.body, instrument.class)?;
    match held.stage_on(draft.on()) {
        ClauseStage::Met => Err(Refusal::AlreadyMet { clause: id.clone() }),
        ClauseStage::Submitted => Ok(()),
        ClauseStage::Standing | ClauseStage::Open | ClauseStage::Returned | ClauseStage::Lifted => {
            Err(Refusal::NotSubmitted { clause: id.clone() })
        }
    }
}

pub(super) fn accept(draft: &mut Draft<'_>, id: &ClauseId) -> Result<(), Refusal> {
    submitted(draft, id)?;
    let record = draft.record.clone();
    draft.push(Event::EvidenceAccepted { clause: id.clone(), record });
    Ok(())
}

pub(super) fn send_back(
    draft: &mut Draft<'_>,
    id: &ClauseId,
    reason: &str,
    resubmit_by: Option<Date>,
) -> Result<(), Refusal> {
    submitted(draft, id)?;
    let reason = draft.reason("returning evidence", reason)?;
    let record = draft.record.clone();
    draft.push(Event::EvidenceReturned { clause: id.clone(), reason, resubmit_by, record });
    Ok(())
}

/// Lifts one clause; the last one lifts its instrument with it. Rule R30.
pub(super) fn lift(
    draft: &mut Draft<'_>,
    id: &ClauseId,
    letter: Option<FileHash>,
    ground: &Ground,
) -> Result<(), Refusal> {
    let (instrument, held) = in_force(draft, id)?;
    draft.signed_by_authority(instrument.body, instrument.class)?;
    let hash = letter.ok_or(Refusal::NoLetter)?;
    if *ground == Ground::Met && held.is_unmet(draft.on()) {
        return Err(Refusal::ClauseUnmet { clause: id.clone() });
    }
    let letter = draft.letter(hash, ground)?;
    let record = draft.record.clone();
    draft.push(Event::ClauseLifted { clause: id.clone(), letter, record: record.clone() });
    let ended = transfers_end(draft, std::slice::from_ref(id), draft.on());
    draft.outcome.events.extend(ended);
    let on = draft.on();
    let is_last = draft.room.clauses_of(instrument).all(|other| other.clause.id == *id || other.has_ended(on));
    if is_last {
        draft.push(Event::DirectionLifted { instrument: instrument.id.clone(), letter, record });
    }
    Ok(())
}
