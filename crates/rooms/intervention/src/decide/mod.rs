//! What an act comes to, or why it is refused. Nothing here changes anything. Section 6, in the order of its refusals (rule R26).

mod clauses;
mod consents;
mod instruments;
mod measures;
mod merger;
mod proposals;

use crate::act::Act;
use crate::bodies::Bodies;
use crate::calendar::Calendar;
use crate::event::{Event, Letter};
use crate::history::HistoricCase;
use crate::id::Stay;
use crate::kind::{BodyClass, Programme, Regime};
use crate::publication::Publication;
use crate::refusal::Refusal;
use crate::signature::{Record, Signature};
use crate::state::State;
use crate::stay::Ground;
use crate::view::Interventions;
use mandate::{Context, Erasable, Outcome};
use register::FileHash;
use terms::{Date, FuzzyDate, OdsCode};

/// What an act is judged against.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// Who exists, and who is the authority.
    pub bodies: &'a dyn Bodies,
    /// The working days.
    pub calendar: &'a Calendar,
    /// This room.
    pub intervention: &'a State,
}

/// Decides an act: what then is true, or why not. Changes nothing.
///
/// Whether the actor holds the duty the act needs ([`Act::duty`]) is checked before, where acts come in; whether the body in
/// whose name it is signed may do it, here.
///
/// # Errors
/// A [`Refusal`] that says what stands in the way and what to do: the first of those that apply.
pub fn decide(world: &World<'_>, context: &Context, act: &Act) -> Result<Outcome<Event>, Refusal> {
    let mut draft = Draft::new(*world, context, act.signature())?;
    match act {
        Act::Propose { proposal, finding, .. } => proposals::propose(&mut draft, proposal, finding)?,
        Act::Confirm { proposal, reason, .. } => proposals::confirm(&mut draft, proposal, reason)?,
        Act::Decline { proposal, reason, .. } => proposals::decline(&mut draft, proposal, reason)?,
        Act::EnterMeasures { body, programme, reason, proposal, .. } => {
            measures::enter(&mut draft, *body, *programme, reason, proposal.as_ref())?;
        }
        Act::ApprovePlan { body, programme, .. } => measures::approve(&mut draft, *body, *programme)?,
        Act::Deliver { body, programme, delivery, .. } => measures::deliver(&mut draft, *body, *programme, *delivery)?,
        Act::EndMeasures { body, programme, letter, ground, .. } => {
            measures::end(&mut draft, *body, *programme, *letter, ground)?;
        }
        Act::Issue { instrument, .. } => instruments::issue(&mut draft, instrument, None)?,
        Act::Replace { replaced, instrument, .. } => instruments::replace(&mut draft, replaced, instrument)?,
        Act::Vary { clause, change, letter, .. } => clauses::vary(&mut draft, clause, *change, *letter)?,
        Act::Submit { clause, title, hash, .. } => clauses::submit(&mut draft, clause, title, *hash)?,
        Act::Accept { clause, .. } => clauses::accept(&mut draft, clause)?,
        Act::Return { clause, reason, resubmit_by, .. } => {
            clauses::send_back(&mut draft, clause, reason, *resubmit_by)?;
        }
        Act::LiftClause { clause, letter, ground, .. } => clauses::lift(&mut draft, clause, *letter, ground)?,
        Act::Lift { instrument, letter, ground, .. } => instruments::lift(&mut draft, instrument, *letter, ground)?,
        Act::Review { review, .. } => instruments::review(&mut draft, review)?,
        Act::AskConsent { clauses, reach, words, .. } => consents::ask(&mut draft, clauses, reach, words)?,
        Act::Consent { consent, .. } => consents::give(&mut draft, consent)?,
        Act::RefuseConsent { clauses, reach, reason, .. } => consents::refuse(&mut draft, clauses, reach, reason)?,
        Act::WithdrawConsent { consent, reason, .. } => consents::withdraw(&mut draft, consent, reason)?,
        Act::RelyOn { consents, act, .. } => consents::rely_on(&mut draft, consents, act)?,
        Act::MeetCondition { condition, .. } => consents::meet(&mut draft, condition)?,
        Act::Notify { kind, reach, .. } => consents::notify(&mut draft, *kind, reach),
        Act::Publish { publication, .. } => publish(&mut draft, publication)?,
        Act::Merge { merger, partners, dispositions, remainder, .. } => {
            merger::merge(&mut draft, merger, partners, dispositions, *remainder)?;
        }
        Act::EnterHistory { case, .. } => enter_history(&mut draft, case)?,
    }
    Ok(draft.outcome)
}

/// An outcome in the making, with what it is judged against.
struct Draft<'a> {
    bodies: &'a dyn Bodies,
    calendar: &'a Calendar,
    room: Interventions<'a>,
    record: Record,
    outcome: Outcome<Event>,
}

impl<'a> Draft<'a> {
    fn new(world: World<'a>, context: &Context, signature: Signature) -> Result<Self, Refusal> {
        if signature.on > context.today {
            return Err(Refusal::NotYet { on: signature.on });
        }
        Ok(Self {
            bodies: world.bodies,
            calendar: world.calendar,
            room: world.intervention.now(),
            record: Record { by: context.actor.clone(), signature, on: context.today },
            outcome: Outcome::new(Vec::new(), Vec::new()),
        })
    }

    /// The day on which the act takes effect.
    fn on(&self) -> Date {
        self.record.signature.on
    }

    fn push(&mut self, event: Event) {
        self.outcome.events.push(event);
    }

    /// Keeps free text beside the record.
    fn keep(&mut self, text: &str) -> Erasable {
        let ordinal = Erasable(self.outcome.payloads.len() as u16);
        self.outcome.payloads.push(text.trim().as_bytes().to_vec());
        ordinal
    }

    /// Keeps a reason, which must be given.
    fn reason(&mut self, what: &'static str, reason: &str) -> Result<Erasable, Refusal> {
        if reason.trim().is_empty() { Err(Refusal::NoReason { what }) } else { Ok(self.keep(reason)) }
    }

    /// Keeps the letter with which something ends.
    fn letter(&mut self, hash: FileHash, ground: &Ground) -> Result<Letter, Refusal> {
        let regardless = match ground {
            Ground::Met => None,
            Ground::Regardless { reason } => Some(self.reason("lifting what is not met", reason)?),
        };
        Ok(Letter { hash, regardless })
    }

    /// Whether the act is signed by the authority over a body.
    fn signed_by_authority(&self, over: OdsCode, class: BodyClass) -> Result<(), Refusal> {
        let Signature { body, on } = self.record.signature;
        if self.bodies.is_authority(body, class, on) {
            Ok(())
        } else {
            Err(Refusal::NotTheAuthority { body, over, on })
        }
    }

    /// The same for a body of which only the code is known. One that is not open is judged as a group, so that whoever is no
    /// authority at all is told that first.
    fn signed_by_authority_over(&self, over: OdsCode) -> Result<(), Refusal> {
        let class = self.bodies.class_on(over, self.on()).unwrap_or(BodyClass::CommissioningGroup);
        self.signed_by_authority(over, class)
    }

    /// Whether the act is signed by the body it is about.
    fn signed_by(&self, wanted: OdsCode) -> Result<(), Refusal> {
        let found = self.record.signature.body;
        if found == wanted { Ok(()) } else { Err(Refusal::NotTheBody { found, wanted }) }
    }

    /// What a body is on a day.
    fn class(&self, body: OdsCode, on: Date) -> Result<BodyClass, Refusal> {
        self.bodies.class_on(body, on).ok_or(Refusal::BodyNotOpen { body, on })
    }
}

fn publish(draft: &mut Draft<'_>, publication: &Publication) -> Result<(), Refusal> {
    if publication.source.trim().is_empty() {
        return Err(Refusal::NoSource);
    }
    let Publication { body, year_from, mark, on, .. } = *publication;
    if on > draft.on() {
        return Err(Refusal::NotYet { on });
    }
    let is_same = |held: &Publication| {
        let sort = std::mem::discriminant(&held.mark) == std::mem::discriminant(&mark);
        sort && (held.body, held.year_from, held.on) == (body, year_from, on)
    };
    if draft.room.publications().any(is_same) {
        return Err(Refusal::AlreadyPublished { body, on });
    }
    let (publication, record) = (publication.clone(), draft.record.clone());
    draft.push(Event::AssessmentPublished { publication, record });
    Ok(())
}

/// Takes a case from history. The register is not asked: a group was directed before it opened, and its file may know the body by a
/// later code; what does not fit together is a finding of the import. Section 2, what bad input gets.
fn enter_history(draft: &mut Draft<'_>, case: &HistoricCase) -> Result<(), Refusal> {
    if draft.room.historic_case(&case.id).is_some() {
        return Err(Refusal::CaseExists { case: case.id.clone() });
    }
    if case.source.trim().is_empty() {
        return Err(Refusal::NoSource);
    }
    let Some(period) = case.period() else {
        return Err(Refusal::CaseBackwards { case: case.id.clone() });
    };
    if let Some(stay) = open_stay(draft, case) {
        let since = period.from().map_or(draft.on(), FuzzyDate::latest);
        return Err(Refusal::AlreadyInMeasures { stay, since });
    }
    let (case, record) = (case.clone(), draft.record.clone());
    draft.push(Event::HistoryEntered { case, record });
    Ok(())
}

/// The stay that an open case would begin a second time: a body is in a programme once at a time.
fn open_stay(draft: &Draft<'_>, case: &HistoricCase) -> Option<Stay> {
    let programme = Programme::ALL.iter().copied().find(|programme| Regime::from(*programme) == case.regime)?;
    let stay = Stay { body: case.body, programme };
    let mut cases = draft.room.historic_cases();
    let is_open = cases.any(|held| held.body == case.body && held.regime == case.regime && held.is_open())
        || draft.room.open_episode(&stay).is_some();
    (case.is_open() && is_open).then_some(stay)
}
