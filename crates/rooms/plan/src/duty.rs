//! Which duty an act needs of whoever asks it.

use crate::about::Thing;
use crate::act::Act;
use crate::act_kind::ActKind;
use crate::decide::World;
use mandate::Duty;
use terms::{Date, OdsCode};

impl Act {
    /// What an actor must hold to ask this: [`ActKind::duty`] at its subject.
    pub fn duty(&self, world: &World<'_>, on: Date) -> Option<Duty> {
        self.kind().duty(world, &self.subject(), on)
    }
}

impl ActKind {
    /// What an actor must hold to ask an act of this kind of a thing; `None` when it is not on record or no such act is done to
    /// it, so that only the keeper gets as far as being told so.
    ///
    /// A body's lines and agreements are kept by whoever keeps its mandates, those of several by whoever keeps every one's; the
    /// plan itself by whoever convenes the committee that signs it. Signing needs a voice there, or for a decision of the
    /// governing body a place on it; that the member represents the body is decided with the act.
    pub fn duty(self, world: &World<'_>, of: &Thing, on: Date) -> Option<Duty> {
        let known = world.plan.now();
        let acting = |body: OdsCode| world.mandate.acting_body(body, on);
        let keep = |body: OdsCode| Some(Duty::KeepMandates(acting(body)));
        match (self, of) {
            (Self::Open, Thing::Forum(forum)) => Some(Duty::Convene(forum.clone())),
            (Self::BringLines, Thing::Member(plan, body)) => keep(known.plan(plan).map(|_| *body)?),
            (Self::EnterLine, Thing::Source(plan, source)) => {
                keep(*known.plan(plan)?.sources.get(source)?.bodies.first()?)
            }
            (Self::RemoveLine, Thing::SourceLine(plan, line)) => {
                keep(*known.plan(plan)?.sources.get(&line.source)?.bodies.first()?)
            }
            (Self::Resolve, Thing::Line(plan, _))
            | (Self::Waive, Thing::Check(plan, _))
            | (Self::Submit | Self::SignByExecutive, Thing::Plan(plan)) => {
                Some(Duty::Convene(known.plan(plan)?.forum.clone()))
            }
            (Self::Sign | Self::Object, Thing::Member(plan, _)) => Some(Duty::Speak(known.plan(plan)?.forum.clone())),
            (Self::Sign, Thing::GoverningBody(plan, body)) => known.plan(plan).map(|_| Duty::DecideFor(acting(*body))),
            // The tolerances are the installation's, as its register is.
            (Self::SetTolerances, Thing::Tolerances) => Some(Duty::KeepRegister),
            (Self::RecordAgreement, Thing::Body(body)) => keep(*body),
            (Self::VaryAgreement | Self::ReachStage | Self::MeetMergerDuty, Thing::Agreement(id)) => {
                keep(known.agreement(id)?.terms.coordinator)
            }
            (
                Self::Open
                | Self::BringLines
                | Self::EnterLine
                | Self::RemoveLine
                | Self::Resolve
                | Self::Waive
                | Self::Submit
                | Self::Sign
                | Self::Object
                | Self::SignByExecutive
                | Self::SetTolerances
                | Self::RecordAgreement
                | Self::VaryAgreement
                | Self::ReachStage
                | Self::MeetMergerDuty,
                _,
            ) => None,
        }
    }
}
