//! What an act comes to, or why it is refused. Nothing here changes anything.

mod cases;
mod locals;

use crate::act::Act;
use crate::event::Event;
use crate::privacy::looks_personal;
use crate::refusal::Refusal;
use crate::state::{State, WhoPays};
use mandate::{Actor, Context, Erasable, Mandates, Outcome};
use terms::{Date, OdsCode};

/// What an act is judged against.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// Who exists.
    pub register: register::View<'a>,
    /// Who holds which post.
    pub mandate: Mandates<'a>,
    /// This room.
    pub who_pays: &'a State,
}

/// Decides an act: what then is true, or why not. Changes nothing.
///
/// Whether the actor holds the duty the act needs ([`Act::duty`]) is checked before, where acts come in.
///
/// # Errors
/// A [`Refusal`] that says what stands in the way and what to do.
pub fn decide(world: &World<'_>, context: &Context, act: &Act) -> Result<Outcome<Event>, Refusal> {
    let mut draft = Draft::new(*world, context);
    match act {
        Act::AddOverride(new) => locals::add(&mut draft, new)?,
        Act::ExtendOverride { id, last, reason } => locals::extend(&mut draft, id, *last, reason)?,
        Act::EndOverride { id, last, reason } => locals::end(&mut draft, id, *last, reason)?,
        Act::EraseKey { id } => locals::erase(&mut draft, id)?,
        Act::SetClocks(clocks) => cases::set_clocks(&mut draft, clocks)?,
        Act::Open(claim) => cases::open(&mut draft, claim)?,
        Act::File { case, party, file } => cases::file(&mut draft, case, *party, file)?,
        Act::Agree { case, given } => cases::agree(&mut draft, case, given)?,
        Act::Answer { case, offer, reason, given } => cases::answer(&mut draft, case, *offer, reason, given)?,
        Act::AcceptOffer { case } => cases::accept(&mut draft, case)?,
        Act::Press { case, ask, reason } => cases::press(&mut draft, case, *ask, reason)?,
        Act::Withdraw { case, reason } => cases::withdraw(&mut draft, case, reason)?,
        Act::Escalate { case, party, reason } => cases::escalate(&mut draft, case, *party, reason)?,
        Act::Rule { case, party, ruling, sum, reason } => cases::rule(&mut draft, case, *party, *ruling, *sum, reason)?,
    }
    Ok(draft.outcome)
}

/// An outcome in the making, with what it is judged against.
struct Draft<'a> {
    register: register::View<'a>,
    mandates: Mandates<'a>,
    room: WhoPays<'a>,
    by: &'a Actor,
    today: Date,
    outcome: Outcome<Event>,
}

impl<'a> Draft<'a> {
    fn new(world: World<'a>, context: &'a Context) -> Self {
        Self {
            register: world.register,
            mandates: world.mandate,
            room: world.who_pays.now(),
            by: &context.actor,
            today: context.today,
            outcome: Outcome::new(Vec::new(), Vec::new()),
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

    /// Keeps free text that must not be empty and must not read like something of a patient.
    fn text(&mut self, place: &'static str, text: &str) -> Result<Erasable, Refusal> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Refusal::Missing { what: place });
        }
        match looks_personal(text) {
            Some(what) => Err(Refusal::Personal { place, what }),
            None => Ok(self.keep(text.as_bytes().to_vec())),
        }
    }

    fn known(&self, body: OdsCode) -> Result<(), Refusal> {
        if self.register.knows(body) { Ok(()) } else { Err(Refusal::UnknownBody { body }) }
    }
}

pub(crate) fn unknown(what: &'static str, id: &impl ToString) -> Refusal {
    Refusal::Unknown { what, id: id.to_string() }
}

fn in_order(first: Date, last: Date) -> Result<(), Refusal> {
    if first <= last { Ok(()) } else { Err(Refusal::DaysReversed { first, last }) }
}
