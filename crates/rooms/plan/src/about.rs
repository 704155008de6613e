//! What an event or an act is about, by identity.

use crate::act::{Act, Signing};
use crate::check::CheckReference;
use crate::event::Event;
use crate::id::{AgreementId, PlanId};
use crate::key::Key;
use crate::name::{LineReference, SourceName};
use mandate::CommitteeId;
use std::fmt;
use terms::OdsCode;

/// One thing on record, by its identity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// The committee in which bodies sign plans together: where a new one is opened.
    Forum(CommitteeId),
    /// A plan.
    Plan(PlanId),
    /// A body of a plan, as its officers keep its lines and its representative speaks for it.
    Member(PlanId, OdsCode),
    /// A body of a plan, as its governing body decides for it.
    GoverningBody(PlanId, OdsCode),
    /// A plan that was brought, as part of the one plan.
    Source(PlanId, SourceName),
    /// A line of a plan that was brought.
    SourceLine(PlanId, LineReference),
    /// A line of the one plan.
    Line(PlanId, Key),
    /// A check of a plan.
    Check(PlanId, CheckReference),
    /// A body of the register, whose agreements its officers keep.
    Body(OdsCode),
    /// An agreement.
    Agreement(AgreementId),
    /// How much plans may miss a check by.
    Tolerances,
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Forum(id) => write!(f, "{id}"),
            Self::Plan(id) => write!(f, "{id}"),
            Self::Member(plan, body) | Self::GoverningBody(plan, body) => write!(f, "{body} of {plan}"),
            Self::Source(plan, source) => write!(f, "{source} of {plan}"),
            Self::SourceLine(plan, line) => write!(f, "{line} of {plan}"),
            Self::Line(plan, key) => write!(f, "{key} of {plan}"),
            Self::Check(plan, check) => write!(f, "{check} of {plan}"),
            Self::Body(body) => write!(f, "{body}"),
            Self::Agreement(id) => write!(f, "{id}"),
            Self::Tolerances => f.write_str("tolerances"),
        }
    }
}

impl Act {
    /// What the act is done to: by it [`crate::ActKind::duty`] says what the actor must hold.
    pub fn subject(&self) -> Thing {
        match self {
            Self::Open(new) => Thing::Forum(new.forum.clone()),
            // What is nobody's is no body's to bring.
            Self::BringLines { plan, bodies, .. } => match bodies.first() {
                Some(body) => Thing::Member(plan.clone(), *body),
                None => Thing::Plan(plan.clone()),
            },
            Self::EnterLine { plan, source, .. } => Thing::Source(plan.clone(), source.clone()),
            Self::RemoveLine { plan, source, line } => {
                Thing::SourceLine(plan.clone(), LineReference { source: source.clone(), line: line.clone() })
            }
            Self::Resolve { plan, key, .. } => Thing::Line(plan.clone(), key.clone()),
            Self::Waive { plan, check, .. } => Thing::Check(plan.clone(), check.clone()),
            Self::Submit { plan } | Self::SignByExecutive { plan, .. } => Thing::Plan(plan.clone()),
            Self::Sign { plan, body, by: Signing::Representative, .. } | Self::Object { plan, body, .. } => {
                Thing::Member(plan.clone(), *body)
            }
            Self::Sign { plan, body, by: Signing::Decision(_), .. } => Thing::GoverningBody(plan.clone(), *body),
            Self::SetTolerances(_) => Thing::Tolerances,
            Self::RecordAgreement { terms, .. } => Thing::Body(terms.coordinator),
            Self::VaryAgreement { agreement, .. }
            | Self::ReachStage { agreement, .. }
            | Self::MeetMergerDuty { agreement, .. } => Thing::Agreement(agreement.clone()),
        }
    }
}

impl Event {
    /// The things that the event is about, the one it changes before the others.
    pub fn about(&self) -> Vec<Thing> {
        let within = |thing: Thing, plan: &PlanId| vec![thing, Thing::Plan(plan.clone())];
        match self {
            Self::PlanOpened { plan, .. } | Self::PlanSubmitted { plan, .. } => vec![Thing::Plan(plan.clone())],
            Self::LinesBrought { plan, source, .. } => within(Thing::Source(plan.clone(), source.clone()), plan),
            Self::LineEntered { plan, source, line, .. } => {
                let line = LineReference { source: source.clone(), line: line.name.clone() };
                within(Thing::SourceLine(plan.clone(), line), plan)
            }
            Self::LineRemoved { plan, source, line, .. } => {
                let line = LineReference { source: source.clone(), line: line.clone() };
                within(Thing::SourceLine(plan.clone(), line), plan)
            }
            Self::ConflictResolved { plan, key, .. } => within(Thing::Line(plan.clone(), key.clone()), plan),
            Self::CheckWaived { plan, check, .. } => within(Thing::Check(plan.clone(), check.clone()), plan),
            Self::BodySigned { plan, body, .. } | Self::BodyObjected { plan, body, .. } => {
                within(Thing::Member(plan.clone(), *body), plan)
            }
            Self::ExecutiveSigned { plan, bound, .. } => {
                let members = bound.iter().map(|body| Thing::Member(plan.clone(), *body));
                std::iter::once(Thing::Plan(plan.clone())).chain(members).collect()
            }
            Self::TolerancesSet { .. } => vec![Thing::Tolerances],
            Self::AgreementRecorded { terms, .. } => vec![Thing::Agreement(terms.id.clone())],
            Self::AgreementVaried { agreement, .. }
            | Self::StageReached { agreement, .. }
            | Self::MergerDutyMet { agreement, .. } => vec![Thing::Agreement(agreement.clone())],
        }
    }
}
