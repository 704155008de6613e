//! Who may read what of plans and agreements.

use crate::reader::Reader;
use mandate::Duty;
use plan::{Agreement, AgreementId, Event, Plan, PlanId};

impl Reader<'_> {
    /// Whether the reader may see an operating plan: those whose bodies sign it may, whoever is within the committee that signs it, and
    /// everybody while it is what the executive signed. What it was before, and what was changed since, is within.
    pub fn opens_operating_plan(&self, id: &PlanId) -> bool {
        let plan = self.house().plan().now().plan(id);
        plan.is_some_and(|plan| plan.is_as_signed() || self.is_within_plan(plan))
    }

    /// Whether the reader may see what is confidential of an operating plan: what was not signed, reasons and narratives.
    pub fn is_within_plan(&self, plan: &Plan) -> bool {
        let speaks = [Duty::Speak(plan.forum.clone()), Duty::Convene(plan.forum.clone())];
        self.has_any(&speaks) || plan.bodies.iter().any(|body| self.sees_money_of(*body))
    }

    /// Whether the reader may see an agreement: its parties and whoever coordinates it may.
    pub fn opens_agreement(&self, id: &AgreementId) -> bool {
        self.house().plan().now().agreement(id).is_some_and(|agreement| self.sees_agreement(agreement))
    }

    fn sees_agreement(&self, agreement: &Agreement) -> bool {
        let terms = &agreement.terms;
        terms.parties.iter().chain([&terms.coordinator]).any(|body| self.sees_money_of(*body))
    }

    pub(crate) fn opens_planning(&self, event: &Event) -> bool {
        match event {
            // That there is a plan, who signed it and who objects is as open as the plan.
            Event::PlanOpened { plan, .. }
            | Event::BodySigned { plan, .. }
            | Event::BodyObjected { plan, .. }
            | Event::ExecutiveSigned { plan, .. } => self.opens_operating_plan(plan),
            // What bodies brought and settled on the way to it is theirs.
            Event::LinesBrought { plan, .. }
            | Event::LineEntered { plan, .. }
            | Event::LineRemoved { plan, .. }
            | Event::ConflictResolved { plan, .. }
            | Event::CheckWaived { plan, .. }
            | Event::PlanSubmitted { plan, .. } => {
                self.house().plan().now().plan(plan).is_some_and(|plan| self.is_within_plan(plan))
            }
            // By how much plans may miss a check is a public setting of the service.
            Event::TolerancesSet { .. } => true,
            Event::AgreementRecorded { terms, .. } => self.opens_agreement(&terms.id),
            Event::AgreementVaried { agreement, .. }
            | Event::StageReached { agreement, .. }
            | Event::MergerDutyMet { agreement, .. } => self.opens_agreement(agreement),
        }
    }
}
