//! Which duty an act needs of whoever asks it.

use super::about::Thing;
use super::act::Act;
use super::act_kind::ActKind;
use super::decide::World;
use crate::{MemberSide, ShareSide};
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
    /// What is set nationally, or for a system, is recorded by whoever keeps the register; what is a body's own by those who
    /// decide for it, after a merger for its successor.
    pub fn duty(self, world: &World<'_>, of: &Thing, on: Date) -> Option<Duty> {
        match self {
            Self::EnactRegime | Self::SetThresholds | Self::PublishDeflators => {
                matches!(of, Thing::National).then_some(Duty::KeepRegister)
            }
            // Those whose totals move have signed a paper, and no one of them may say that the others did.
            Self::Join
            | Self::Leave
            | Self::Notify
            | Self::Amend
            | Self::SetObjective
            | Self::OfferSupport
            | Self::OfferFund => matches!(of, Thing::System(_)).then_some(Duty::KeepRegister),
            // Those of several members come from whoever gathers them for the system.
            Self::ReportMonths if matches!(of, Thing::System(_)) => Some(Duty::KeepRegister),
            Self::AnswerProposal => matches!(of, Thing::Proposal(_)).then_some(Duty::KeepRegister),
            Self::DecideSupport => match of {
                Thing::Support(id) => world.totals.now().support(id).map(|_| Duty::KeepRegister),
                _ => None,
            },
            Self::SetPlan
            | Self::ReportMonth
            | Self::ReportMonths
            | Self::ListRisks
            | Self::ReportContract
            | Self::SetAllowance
            | Self::AgreeShare
            | Self::SignShare
            | Self::RevokeShare
            | Self::MeetCondition
            | Self::RecordAccess
            | Self::EnterPost
            | Self::EnterPosts
            | Self::PlanChange
            | Self::CompleteChange
            | Self::EnterItem
            | Self::WithdrawItem => {
                let body = self.owner(world, of)?;
                Some(Duty::DecideFor(world.mandate.acting_body(body, on)))
            }
        }
    }

    /// The body whose own an act of this kind is, at this thing.
    fn owner(self, world: &World<'_>, of: &Thing) -> Option<OdsCode> {
        let room = world.totals.now();
        match (self, of) {
            (
                Self::SetPlan
                | Self::ReportMonth
                | Self::ReportMonths
                | Self::ListRisks
                | Self::SetAllowance
                | Self::AgreeShare
                | Self::EnterPost
                | Self::EnterPosts
                | Self::EnterItem,
                Thing::Body(body),
            ) => Some(*body),
            (Self::ReportContract, Thing::ContractSide(contract, side)) => Some(match side {
                MemberSide::Commissioner => contract.commissioner,
                MemberSide::Provider => contract.provider,
            }),
            (Self::SignShare, Thing::ShareSide(id, side)) => room.share(id).map(|held| match side {
                ShareSide::Giver => held.share.giver,
                ShareSide::Receiver => held.share.receiver,
            }),
            // The one that gave asks back; the one that received shows that a condition is met.
            (Self::RevokeShare, Thing::Share(id)) => room.share(id).map(|held| held.share.giver),
            (Self::MeetCondition, Thing::Share(id)) => room.share(id).map(|held| held.share.receiver),
            (Self::RecordAccess, Thing::Fund(id)) => room.fund(id).map(|held| held.body),
            (Self::PlanChange | Self::CompleteChange, Thing::Post(id)) => room.post(id).map(|held| held.post.body),
            (Self::WithdrawItem, Thing::Item(id)) => room.item(id).map(|held| held.entry.body),
            _ => None,
        }
    }
}
