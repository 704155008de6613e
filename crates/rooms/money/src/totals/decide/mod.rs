//! What an act comes to, or why it is refused. Nothing here changes anything.

mod costs;
mod funds;
mod months;
mod risks;
mod rules;
mod shares;
mod year;

use super::act::{Act, BodyMonth};
use super::event::Event;
use super::refusal::Refusal;
use super::state::State;
use super::view::Totals;
use mandate::{Actor, Context, Erasable, Mandates, Outcome};
use terms::{Date, OdsCode};

/// What an act is judged against.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// Who exists.
    pub register: register::View<'a>,
    /// Who acts for whom.
    pub mandate: Mandates<'a>,
    /// This room.
    pub totals: &'a State,
}

/// Decides an act: what then is true, or why not. Changes nothing.
///
/// Whether the actor holds the duty the act needs ([`Act::duty`]) is checked before, where acts come in.
///
/// # Errors
/// A [`Refusal`] that says what stands in the way and what to do.
pub fn decide(world: &World<'_>, context: &Context, act: &Act) -> Result<Outcome<Event>, Refusal> {
    let mut made = Draft::new(*world, context);
    let draft = &mut made;
    match act {
        Act::EnactRegime(regime) => rules::enact(draft, regime)?,
        Act::SetThresholds(set) => rules::set_thresholds(draft, set)?,
        Act::PublishDeflators { series, indices } => rules::publish_deflators(draft, series, indices)?,
        Act::Join(membership) => rules::join(draft, membership)?,
        Act::Leave { body, system, last } => rules::leave(draft, *body, *system, *last)?,
        Act::Notify(notice) => year::notify(draft, notice)?,
        Act::Amend { id, system, amendment, reason } => year::amend(draft, id, *system, amendment, reason)?,
        Act::SetObjective { system, year, objective } => year::set_objective(draft, *system, *year, *objective)?,
        Act::SetPlan { body, year, plan } => year::set_plan(draft, *body, *year, plan)?,
        Act::ReportMonth { body, year, month, report } => {
            let reported = BodyMonth { body: *body, year: *year, month: *month, report: *report };
            months::report_one(draft, &reported)?;
        }
        Act::ReportMonths { by, months } => months::report(draft, *by, months)?,
        Act::ListRisks { body, year, risks } => risks::list(draft, *body, *year, risks)?,
        Act::AnswerProposal { proposal, answer, reason } => risks::answer(draft, *proposal, *answer, reason)?,
        Act::ReportContract { report, amount } => year::report_contract(draft, *report, *amount)?,
        Act::SetAllowance { body, year, allowance } => costs::set_allowance(draft, *body, *year, allowance)?,
        Act::AgreeShare(new) => shares::agree(draft, new)?,
        Act::SignShare { id, side, on } => shares::sign(draft, id, *side, *on)?,
        Act::RevokeShare { id, revocation, reason } => shares::revoke(draft, id, *revocation, reason)?,
        Act::MeetCondition { id, number, on } => shares::meet(draft, id, *number, *on)?,
        Act::OfferSupport(new) => funds::offer_support(draft, new)?,
        Act::DecideSupport { id, quarter, decision, reason } => {
            funds::decide_support(draft, id, *quarter, *decision, reason)?;
        }
        Act::OfferFund(new) => funds::offer_fund(draft, new)?,
        Act::RecordAccess { id, element, quarter, met } => funds::record_access(draft, id, element, *quarter, *met)?,
        Act::EnterPost(new) => costs::enter_post(draft, new)?,
        Act::EnterPosts { body, posts } => costs::enter_posts(draft, *body, posts)?,
        Act::PlanChange { id, change } => costs::plan_change(draft, id, *change)?,
        Act::CompleteChange { id, on } => costs::complete_change(draft, id, *on)?,
        Act::EnterItem { id, entry } => costs::enter_item(draft, id, entry)?,
        Act::WithdrawItem { id } => costs::withdraw_item(draft, id)?,
    }
    Ok(made.outcome)
}

pub use costs::post_faults;
pub use months::month_faults;

/// An outcome in the making, with what it is judged against.
struct Draft<'a> {
    register: register::View<'a>,
    mandate: Mandates<'a>,
    room: Totals<'a>,
    by: &'a Actor,
    today: Date,
    outcome: Outcome<Event>,
}

impl<'a> Draft<'a> {
    fn new(world: World<'a>, context: &'a Context) -> Self {
        Self {
            register: world.register,
            mandate: world.mandate,
            room: world.totals.now(),
            by: &context.actor,
            today: context.today,
            outcome: Outcome::new(Vec::new(), Vec::new()),
        }
    }

    /// Puts in an event, by whoever acts and on the day of the act.
    fn push(&mut self, event: impl FnOnce(Actor, Date) -> Event) {
        self.outcome.events.push(event(self.by.clone(), self.today));
    }

    /// Keeps free text that must not be empty beside the record.
    fn text(&mut self, what: &'static str, text: &str) -> Result<Erasable, Refusal> {
        let text = given(what, text)?;
        let ordinal = u16::try_from(self.outcome.payloads.len()).map_err(|_| Refusal::TooManyTexts)?;
        self.outcome.payloads.push(text.as_bytes().to_vec());
        Ok(Erasable(ordinal))
    }

    /// The register knows the body, it has not closed, and none has taken its place by the day.
    fn living(&self, body: OdsCode, on: Date) -> Result<(), Refusal> {
        if !self.register.knows(body) {
            return Err(Refusal::UnknownBody { body });
        }
        let successor = self.mandate.acting_body(body, on);
        if successor != body {
            return Err(Refusal::BodySucceeded { body, successor, on });
        }
        if self.register.has_closed(body, on) { Err(Refusal::BodyClosed { body, on }) } else { Ok(()) }
    }

    /// A day that is not still to come.
    fn past(&self, day: Date) -> Result<(), Refusal> {
        if day <= self.today { Ok(()) } else { Err(Refusal::StillToCome { day }) }
    }
}

/// A text that must not be empty, trimmed.
fn given<'t>(what: &'static str, text: &'t str) -> Result<&'t str, Refusal> {
    let text = text.trim();
    if text.is_empty() { Err(Refusal::Missing { what }) } else { Ok(text) }
}

fn free(what: &'static str, id: &impl ToString, is_taken: bool) -> Result<(), Refusal> {
    if is_taken { Err(Refusal::Taken { what, id: id.to_string() }) } else { Ok(()) }
}

pub(super) fn unknown(what: &'static str, id: &impl ToString) -> Refusal {
    Refusal::Unknown { what, id: id.to_string() }
}

fn in_order(first: Date, last: Date) -> Result<(), Refusal> {
    if first <= last { Ok(()) } else { Err(Refusal::DaysReversed { first, last }) }
}
