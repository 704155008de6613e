//! What an act comes to, or why it is refused. Nothing here changes anything.

mod agreements;
mod lines;
mod signing;

use crate::act::Act;
use crate::agreement::Agreement;
use crate::event::Event;
use crate::id::{AgreementId, PlanId};
use crate::length::Bound;
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::state::{Plans, State};
use crate::value::Value;
use executive::{Decision, Effect, Executive, Proposal, ProposalId, Standing};
use mandate::{Actor, Context, Duty, Erasable, Mandates, Matter};
use std::collections::BTreeSet;
use terms::{Date, OdsCode, Text};

/// What an act is judged against.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// Who exists.
    pub register: register::View<'a>,
    /// Who may decide what.
    pub mandate: Mandates<'a>,
    /// What bodies have decided together.
    pub executive: Executive<'a>,
    /// This room.
    pub plan: &'a State,
}

impl World<'_> {
    /// Whether a body takes part in anything on a day.
    pub(crate) fn is_open(&self, body: OdsCode, on: Date) -> bool {
        is_open(self.register, self.mandate, body, on)
    }
}

/// Whether a body takes part in anything on a day. The register is asked as well, since no mandate may name the body.
fn is_open(register: register::View<'_>, mandates: Mandates<'_>, body: OdsCode, on: Date) -> bool {
    mandates.acts_for_itself(body, on) && !register.has_closed(body, on)
}

/// What then is true: here, and in the room of mandates where powers are used. Both belong in one entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The events, in order.
    pub events: Vec<Event>,
    /// The uses of powers: one where a body signed by its representative.
    pub exercises: Vec<mandate::Event>,
    /// Erasable payloads, in the order of their ordinals.
    pub payloads: Vec<Vec<u8>>,
}

/// Decides an act: what then is true, or why not. Changes nothing.
///
/// Whether the actor holds the duty the act needs ([`Act::duty`]) is checked before, where acts come in; whether they may speak
/// for a body, and with what power, is decided here.
///
/// # Errors
/// A [`Refusal`] that names what stands in the way and what to do.
pub fn decide(world: &World<'_>, context: &Context, act: &Act) -> Result<Outcome, Refusal> {
    let mut made = Draft::new(*world, context);
    let draft = &mut made;
    match act {
        Act::Open(new) => lines::open(draft, new),
        Act::BringLines { plan, source, bodies, lines } => lines::bring(draft, plan, source, bodies, lines),
        Act::EnterLine { plan, source, line } => lines::enter(draft, plan, source, line),
        Act::RemoveLine { plan, source, line } => lines::remove(draft, plan, source, line),
        Act::Resolve { plan, key, choice, decision } => lines::resolve(draft, plan, key, choice, decision),
        Act::Waive { plan, check, decision, reason } => lines::waive(draft, plan, check, decision, reason),
        Act::SetTolerances(tolerances) => lines::set_tolerances(draft, tolerances),
        Act::Submit { plan } => signing::submit(draft, plan),
        Act::Sign { plan, body, version, by } => signing::sign(draft, plan, *body, *version, by),
        Act::Object { plan, body, reason } => signing::object(draft, plan, *body, reason),
        Act::SignByExecutive { plan, version, proposal } => signing::sign_by_executive(draft, plan, *version, proposal),
        Act::RecordAgreement { terms, title } => agreements::record(draft, terms, title),
        Act::VaryAgreement { agreement, values, last, reason } => {
            agreements::vary(draft, agreement, values, *last, reason)
        }
        Act::ReachStage { agreement, stage, day } => agreements::reach(draft, agreement, *stage, *day),
        Act::MeetMergerDuty { agreement, predecessor, successor, evidence } => {
            agreements::meet(draft, agreement, *predecessor, *successor, evidence)
        }
    }?;
    Ok(made.outcome)
}

/// An outcome in the making, with what it is judged against.
struct Draft<'a> {
    register: register::View<'a>,
    mandates: Mandates<'a>,
    executive: Executive<'a>,
    room: Plans<'a>,
    by: &'a Actor,
    today: Date,
    outcome: Outcome,
}

impl<'a> Draft<'a> {
    fn new(world: World<'a>, context: &'a Context) -> Self {
        Self {
            register: world.register,
            mandates: world.mandate,
            executive: world.executive,
            room: world.plan.now(),
            by: &context.actor,
            today: context.today,
            outcome: Outcome::default(),
        }
    }

    fn push(&mut self, event: Event) {
        self.outcome.events.push(event);
    }

    /// Keeps bytes beside the record.
    fn keep(&mut self, bytes: Vec<u8>) -> Erasable {
        let ordinal = Erasable(self.outcome.payloads.len() as u16);
        self.outcome.payloads.push(bytes);
        ordinal
    }

    /// Keeps free text that must not be empty.
    fn text(&mut self, what: &'static str, text: &str, bound: Bound) -> Result<Erasable, Refusal> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Refusal::Missing { what });
        }
        bound.hold(what, text)?;
        Ok(self.keep(text.as_bytes().to_vec()))
    }

    /// Keeps the words of narratives as one payload; none where every value is a figure.
    fn narratives<'v>(&mut self, values: impl IntoIterator<Item = &'v Value>) -> Option<Erasable> {
        let words = values.into_iter().filter_map(Value::words).map(Text::as_str);
        let words: serde_json::Value = words.collect();
        let is_empty = words.as_array().is_none_or(Vec::is_empty);
        (!is_empty).then(|| self.keep(words.to_string().into_bytes()))
    }

    fn known(&self, body: OdsCode) -> Result<(), Refusal> {
        if self.register.knows(body) { self.open(body) } else { Err(Refusal::UnknownBody { body }) }
    }

    fn is_open(&self, body: OdsCode) -> bool {
        is_open(self.register, self.mandates, body, self.today)
    }

    /// Whether a body is not closed today: one that is takes part in nothing, and decides nothing.
    fn open(&self, body: OdsCode) -> Result<(), Refusal> {
        let (mandates, on) = (self.mandates, self.today);
        if self.is_open(body) {
            return Ok(());
        }
        let acting = mandates.acting_body(body, on);
        let successors = if acting == body {
            let taken = mandates.carries().filter(|carry| carry.on <= on && carry.predecessors.contains(&body));
            taken.map(|carry| carry.successor).collect()
        } else {
            BTreeSet::from([acting])
        };
        Err(Refusal::Closed { body, successors, on })
    }

    fn plan(&self, id: &PlanId) -> Result<&'a Plan, Refusal> {
        self.room.plan(id).ok_or_else(|| unknown("plan", id))
    }

    fn agreement(&self, id: &AgreementId) -> Result<&'a Agreement, Refusal> {
        self.room.agreement(id).ok_or_else(|| unknown("agreement", id))
    }

    fn proposal(&self, id: &ProposalId) -> Result<&'a Proposal, Refusal> {
        self.executive.proposal(id).ok_or_else(|| unknown("proposal", id))
    }

    /// What a power or a decision must be over to be about a plan.
    fn matter(plan: &Plan) -> Result<Matter, Refusal> {
        Plan::matter_of(&plan.id).ok_or_else(|| unknown("function for a plan of the name", &plan.id))
    }

    /// A body's own decision on a proposal, where it binds the body today.
    fn decision(&self, proposal: &'a Proposal, body: OdsCode) -> Option<&'a Decision> {
        match &proposal.parts.get(&body)?.standing {
            Standing::Bound(decision) if proposal.effect(decision, self.today) == Effect::InForce => Some(decision),
            _ => None,
        }
    }

    /// Those of some bodies that are not closed today: one that is has no say any more, and locks nobody.
    ///
    /// # Errors
    /// When all are closed.
    fn living(&self, bodies: &BTreeSet<OdsCode>) -> Result<BTreeSet<OdsCode>, Refusal> {
        let living: BTreeSet<OdsCode> = bodies.iter().copied().filter(|body| self.is_open(*body)).collect();
        match bodies.first().filter(|_| living.is_empty()) {
            Some(body) => self.open(*body).map(|()| living),
            None => Ok(living),
        }
    }

    /// A proposal about a plan, decided for every one of some bodies that there still is: no body's lines are settled by others, and
    /// none by a decision on something else.
    fn decided(&self, plan: &Plan, id: &ProposalId, bodies: &BTreeSet<OdsCode>) -> Result<&'a Proposal, Refusal> {
        let proposal = self.proposal(id)?;
        let bodies = &self.living(bodies)?;
        let free = |body: &&OdsCode| self.decision(proposal, **body).is_none();
        let free: BTreeSet<OdsCode> = bodies.iter().filter(free).copied().collect();
        if !free.is_empty() {
            return Err(Refusal::NotDecided { proposal: id.clone(), bodies: free });
        }
        let matter = Self::matter(plan)?;
        let is_about = |held: &Matter| self.mandates.covers(held, &matter, self.today).is_some();
        if !proposal.matters.iter().any(is_about) {
            return Err(Refusal::OtherMatter { proposal: id.clone(), matter });
        }
        Ok(proposal)
    }

    /// Whether the mandates of every one of some bodies are the actor's to keep: whoever keeps one body's lines keeps no other's.
    fn keeps(&self, bodies: &BTreeSet<OdsCode>) -> Result<(), Refusal> {
        for body in bodies {
            let duty = Duty::KeepMandates(self.mandates.acting_body(*body, self.today));
            self.mandates.permit(self.by, &duty, self.today)?;
        }
        Ok(())
    }
}

pub(crate) fn unknown(what: &'static str, id: &impl ToString) -> Refusal {
    Refusal::Unknown { what, id: id.to_string() }
}

fn in_order(first: Date, last: Date) -> Result<(), Refusal> {
    if first <= last { Ok(()) } else { Err(Refusal::DaysReversed { first, last }) }
}
