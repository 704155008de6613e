//! Instruments: issued, replaced, lifted and reviewed whole. Rules R27 to R31.

use super::{Draft, measures};
use crate::act::{NewClause, NewInstrument, NewReview};
use crate::basis::basis;
use crate::clause::{Binding, Clause, Constraint, Effect};
use crate::event::{Event, FunctionMove, Issued};
use crate::id::ClauseId;
use crate::instrument::{Instrument, constraint};
use crate::kind::{BodyClass, InstrumentKind, Regime};
use crate::refusal::{ClauseFault, Faults, Refusal};
use crate::stay::Ground;
use mandate::InstrumentId;
use register::FileHash;
use std::collections::BTreeSet;
use terms::{Date, Pence};

/// Issues an instrument; where it takes the place of another, that one's moves do not stand in its way.
pub(super) fn issue(draft: &mut Draft<'_>, new: &NewInstrument, replaced: Option<&Instrument>) -> Result<(), Refusal> {
    draft.signed_by_authority_over(new.body)?;
    if draft.room.instrument(&new.id).is_some() {
        return Err(Refusal::InstrumentExists { instrument: new.id.clone() });
    }
    let grounds = draft.reason("an instrument", &new.grounds)?;
    if new.clauses.is_empty() {
        return Err(Refusal::NoClause);
    }
    if new.from < draft.on() {
        return Err(Refusal::EffectiveBeforeIssue { from: new.from, issued: draft.on() });
    }
    let class = draft.class(new.body, new.from)?;
    let regime = Regime::from(new.kind);
    let held = basis(regime, class, new.from).ok_or(Refusal::NoLegalBasis { regime, class, on: new.from })?;
    if let Some(faults) = faults(draft, new, replaced) {
        return Err(Refusal::Clauses { faults });
    }
    if let Some(to) = new.to.filter(|to| *to <= new.from) {
        return Err(Refusal::EndsBeforeItBegins { from: new.from, to });
    }
    let proposal = new.proposal.as_ref().map(|id| measures::confirmed(draft, id, new.body)).transpose()?;
    let clauses = new.clauses.iter().map(|clause| clause_of(draft, new, clause)).collect::<Result<Vec<_>, _>>()?;
    let instrument = Issued {
        id: new.id.clone(),
        kind: new.kind,
        body: new.body,
        class,
        title: new.title.clone(),
        document: new.document,
        basis: held.citation.to_owned(),
        grounds,
        proposal,
        from: new.from,
        to: new.to,
    };
    let record = draft.record.clone();
    draft.push(Event::DirectionIssued { instrument, clauses: clauses.clone(), record });
    for laid in clauses.iter().filter_map(|clause| constraint(new.kind, new.body, new.to, clause)) {
        lay(draft, laid);
    }
    Ok(())
}

/// Lays a constraint, and passes a function on where it moves one: in the entry of the clause. Join J10.
pub(super) fn lay(draft: &mut Draft<'_>, constraint: Constraint) {
    let transfer = transfer(&constraint);
    draft.push(Event::ConstraintLaid { constraint });
    if let Some(transfer) = transfer {
        draft.push(Event::FunctionTransferred { transfer });
    }
}

fn transfer(constraint: &Constraint) -> Option<FunctionMove> {
    Some(FunctionMove {
        clause: constraint.clause.clone(),
        giver: constraint.body,
        receiver: constraint.binding.receiver()?,
        reach: constraint.reach.clone(),
        people: constraint.people,
        from: constraint.from,
        to: constraint.to,
    })
}

fn clause_of(draft: &Draft<'_>, new: &NewInstrument, clause: &NewClause) -> Result<Clause, Refusal> {
    let from = first_day(new, clause);
    Ok(Clause {
        id: ClauseId { instrument: new.id.clone(), number: clause.number },
        words: clause.words.clone(),
        requirements: clause.requirements.clone(),
        effect: clause.effect,
        reach: clause.reach.clone(),
        people: clause.people,
        from,
        to: clause.to,
        due: clause.clock.map(|clock| clock.due(from, draft.calendar)).transpose()?,
    })
}

/// The first day of a clause: the later of its own and its instrument's. Rule R36.
fn first_day(new: &NewInstrument, clause: &NewClause) -> Date {
    clause.from.map_or(new.from, |from| from.max(new.from))
}

/// The first fault of each clause, in the order of the clauses. Rule R26.
fn faults(draft: &Draft<'_>, new: &NewInstrument, replaced: Option<&Instrument>) -> Option<Faults> {
    let mut numbers = BTreeSet::new();
    let mut found = Vec::new();
    for (index, clause) in new.clauses.iter().enumerate() {
        let earlier = new.clauses.get(..index).unwrap_or_default();
        let is_taken = !numbers.insert(clause.number);
        let fault = move_fault(draft, new, clause, earlier, replaced)
            .or_else(|| is_taken.then_some(ClauseFault::NumberTaken {}))
            .or_else(|| clause_fault(new, clause));
        found.extend(fault.map(|fault| (clause.number, fault)));
    }
    Faults::of(found)
}

fn clause_fault(new: &NewInstrument, clause: &NewClause) -> Option<ClauseFault> {
    if clause.requirements.is_empty() {
        return Some(ClauseFault::ClauseWithoutType {});
    }
    let first = first_day(new, clause);
    if clause.to.into_iter().chain(new.to).min().is_some_and(|to| to <= first) {
        return Some(ClauseFault::ClauseBackwards {});
    }
    effect_fault(new.kind, &clause.effect)
}

/// An effect that a clause of such an instrument cannot have. Rule R40.
pub(super) fn effect_fault(kind: InstrumentKind, effect: &Effect) -> Option<ClauseFault> {
    let promises = matches!(effect, Effect::Require | Effect::Report | Effect::Nothing);
    if kind == InstrumentKind::Undertaking && !promises {
        return Some(ClauseFault::UndertakingBinds {});
    }
    let limit = match effect.binding()? {
        Binding::CapForbid { amount } | Binding::CapConsent { amount } => *amount,
        Binding::Forbid
        | Binding::Consent { .. }
        | Binding::Consult { .. }
        | Binding::NotifyBefore { .. }
        | Binding::NotifyAfter { .. }
        | Binding::Move { .. } => Pence(0),
    };
    (limit < Pence(0)).then_some(ClauseFault::NegativeLimit {})
}

/// What stands in the way of moving a function. Section 9 and rule R48.
fn move_fault(
    draft: &Draft<'_>,
    new: &NewInstrument,
    clause: &NewClause,
    earlier: &[NewClause],
    replaced: Option<&Instrument>,
) -> Option<ClauseFault> {
    let to = clause.effect.binding()?.receiver()?;
    if to == new.body {
        return Some(ClauseFault::SameBody {});
    }
    let first = first_day(new, clause);
    match draft.bodies.class_on(to, first) {
        // The authority performing it itself needs no direction.
        Some(BodyClass::Authority) => {}
        Some(BodyClass::CommissioningGroup | BodyClass::CareBoard) => {
            if !draft.room.is_enabled(to, &clause.reach, first) {
                return Some(ClauseFault::ReceiverNotDirected { receiver: to });
            }
        }
        Some(BodyClass::Trust | BodyClass::FoundationTrust | BodyClass::LocalAuthority | BodyClass::Provider)
        | None => {
            return Some(ClauseFault::CannotDirect { receiver: to });
        }
    }
    let last = clause.to.into_iter().chain(new.to).min();
    let twice = moved_before(draft, new, clause, to, (first, last), replaced);
    let within = earlier.iter().find(|other| {
        let elsewhere = other.effect.binding().and_then(Binding::receiver).is_some_and(|other| other != to);
        let meets = last.is_none_or(|last| first_day(new, other) < last)
            && other.to.into_iter().chain(new.to).min().is_none_or(|end| first < end);
        elsewhere && meets && other.reach == clause.reach && other.people.touches(&clause.people)
    });
    let within = within.map(|other| ClauseId { instrument: new.id.clone(), number: other.number });
    twice.or(within).map(|clause| ClauseFault::FunctionMovedTwice { clause })
}

/// The clause that moves the same function of the body to somebody else for some of the days and people. A narrower matter under
/// a moved one may go elsewhere. Rule R48.
fn moved_before(
    draft: &Draft<'_>,
    new: &NewInstrument,
    clause: &NewClause,
    to: terms::OdsCode,
    (first, last): (Date, Option<Date>),
    replaced: Option<&Instrument>,
) -> Option<ClauseId> {
    let clashes = |held: &&Constraint| {
        held.body == new.body
            && held.binding.receiver().is_some_and(|other| other != to)
            && held.reach == clause.reach
            && held.people.touches(&clause.people)
            && last.is_none_or(|last| held.from < last)
            && held.to.is_none_or(|end| first < end)
            && replaced.is_none_or(|replaced| held.clause.instrument != replaced.id)
    };
    draft.room.constraints().find(clashes).map(|held| held.clause.clone())
}

fn known<'a>(draft: &Draft<'a>, id: &InstrumentId) -> Result<&'a Instrument, Refusal> {
    draft.room.instrument(id).ok_or_else(|| Refusal::UnknownInstrument { instrument: id.clone() })
}

/// Whether an instrument has not ended by a day: one that gives way to another goes on until that day.
fn not_ended(instrument: &Instrument, by: Date) -> Result<(), Refusal> {
    match &instrument.end {
        Some(end) if end.on <= by => Err(Refusal::AlreadyLifted { what: instrument.id.to_string(), on: end.on }),
        Some(_) | None => Ok(()),
    }
}

/// Issues an instrument in place of another: if it is refused the other stands untouched.
pub(super) fn replace(draft: &mut Draft<'_>, replaced: &InstrumentId, new: &NewInstrument) -> Result<(), Refusal> {
    let instrument = known(draft, replaced)?;
    not_ended(instrument, new.from)?;
    draft.signed_by_authority(instrument.body, instrument.class)?;
    let body = instrument.body_on(new.from);
    if new.body != body {
        return Err(Refusal::OtherBody { instrument: replaced.clone(), body, found: new.body });
    }
    issue(draft, new, Some(instrument))?;
    // Before its successor's events, so that a function passes from one receiver to the next without a gap.
    let mut events = vec![Event::DirectionReplaced { instrument: replaced.clone(), by: new.id.clone(), on: new.from }];
    events.extend(transfers_end(draft, &instrument.clauses, new.from));
    events.append(&mut draft.outcome.events);
    draft.outcome.events = events;
    Ok(())
}

/// The functions that clauses moved and that revert early.
pub(super) fn transfers_end(draft: &Draft<'_>, clauses: &[ClauseId], on: Date) -> Vec<Event> {
    let moves = draft.room.constraints().filter(|held| {
        clauses.contains(&held.clause) && held.binding.receiver().is_some() && held.to.is_none_or(|to| on < to)
    });
    let ended: BTreeSet<ClauseId> = moves.map(|held| held.clause.clone()).collect();
    ended.into_iter().map(|clause| Event::TransferEnded { clause, on }).collect()
}

pub(super) fn lift(
    draft: &mut Draft<'_>,
    id: &InstrumentId,
    letter: Option<FileHash>,
    ground: &Ground,
) -> Result<(), Refusal> {
    let instrument = known(draft, id)?;
    draft.signed_by_authority(instrument.body, instrument.class)?;
    let on = draft.on();
    not_ended(instrument, on)?;
    if !instrument.is_in_force(on) {
        return Err(Refusal::NotInForce { what: id.to_string(), on });
    }
    let hash = letter.ok_or(Refusal::NoLetter)?;
    let unmet = draft.room.clauses_of(instrument).find(|held| held.is_unmet(on));
    if let (Ground::Met, Some(unmet)) = (ground, unmet) {
        return Err(Refusal::ClauseUnmet { clause: unmet.clause.id.clone() });
    }
    let letter = draft.letter(hash, ground)?;
    let record = draft.record.clone();
    draft.push(Event::DirectionLifted { instrument: id.clone(), letter, record });
    let ended = transfers_end(draft, &instrument.clauses, on);
    draft.outcome.events.extend(ended);
    Ok(())
}

pub(super) fn review(draft: &mut Draft<'_>, new: &NewReview) -> Result<(), Refusal> {
    let instrument = known(draft, &new.instrument)?;
    draft.signed_by_authority(instrument.body, instrument.class)?;
    let finding = draft.reason("a review", &new.finding)?;
    let (id, letter, record) = (new.instrument.clone(), new.letter, draft.record.clone());
    draft.push(Event::DirectionReviewed { instrument: id, finding, letter, record });
    Ok(())
}
