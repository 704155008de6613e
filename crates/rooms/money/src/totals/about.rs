//! What an event or an act is about, by identity.

use super::act::{Act, Reporter};
use super::event::Event;
use super::id::{CostedPostId, InventoryId, RiskShareId, SupportId, SustainabilityFundId};
use super::record::InterventionProposal;
use crate::{Contract, MemberSide, ShareSide};
use std::fmt;
use terms::OdsCode;

/// One thing on record, by its identity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// What is set for the whole country: regimes, thresholds, prices.
    National,
    /// A system: its members and their control totals.
    System(OdsCode),
    /// A body: its year, its costs, its posts.
    Body(OdsCode),
    /// A contract between two bodies.
    Contract(Contract),
    /// One side of a contract: its figure is its own.
    ContractSide(Contract, MemberSide),
    /// A risk share.
    Share(RiskShareId),
    /// One side of a risk share: each signs for itself.
    ShareSide(RiskShareId, ShareSide),
    /// A year's deficit support of a system.
    Support(SupportId),
    /// A year's sustainability fund of a body.
    Fund(SustainabilityFundId),
    /// A post with its cost.
    Post(CostedPostId),
    /// A row of an inventory of work.
    Item(InventoryId),
    /// What a forecast proposed.
    Proposal(InterventionProposal),
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::National => f.write_str("the country"),
            Self::System(body) | Self::Body(body) => write!(f, "{body}"),
            Self::Contract(contract) | Self::ContractSide(contract, _) => {
                write!(f, "{} with {}", contract.commissioner, contract.provider)
            }
            Self::Share(id) | Self::ShareSide(id, _) => write!(f, "{id}"),
            Self::Support(id) => write!(f, "{id}"),
            Self::Fund(id) => write!(f, "{id}"),
            Self::Post(id) => write!(f, "{id}"),
            Self::Item(id) => write!(f, "{id}"),
            Self::Proposal(InterventionProposal { body, year, month, .. }) => write!(f, "{body} in {month} of {year}"),
        }
    }
}

impl Act {
    /// What the act is done to, and of what has two sides by which: by it [`super::ActKind::duty`] says what the actor must hold.
    pub fn subject(&self) -> Thing {
        match self {
            Self::EnactRegime(_) | Self::SetThresholds(_) | Self::PublishDeflators { .. } => Thing::National,
            Self::Join(membership) => Thing::System(membership.system),
            Self::Leave { system, .. }
            | Self::Amend { system, .. }
            | Self::SetObjective { system, .. }
            | Self::ReportMonths { by: Reporter::System(system), .. } => Thing::System(*system),
            Self::Notify(notice) => Thing::System(notice.system),
            Self::OfferSupport(new) => Thing::System(new.system),
            Self::OfferFund(new) => Thing::System(new.system),
            Self::SetPlan { body, .. }
            | Self::ReportMonth { body, .. }
            | Self::ListRisks { body, .. }
            | Self::SetAllowance { body, .. }
            | Self::EnterPosts { body, .. }
            | Self::ReportMonths { by: Reporter::Body(body), .. } => Thing::Body(*body),
            Self::AnswerProposal { proposal, .. } => Thing::Proposal(*proposal),
            Self::ReportContract { report, .. } => Thing::ContractSide(report.contract, report.side),
            Self::AgreeShare(new) => Thing::Body(new.giver),
            Self::SignShare { id, side, .. } => Thing::ShareSide(id.clone(), *side),
            Self::RevokeShare { id, .. } | Self::MeetCondition { id, .. } => Thing::Share(id.clone()),
            Self::DecideSupport { id, .. } => Thing::Support(id.clone()),
            Self::RecordAccess { id, .. } => Thing::Fund(id.clone()),
            Self::EnterPost(new) => Thing::Body(new.post.body),
            Self::PlanChange { id, .. } | Self::CompleteChange { id, .. } => Thing::Post(id.clone()),
            Self::EnterItem { entry, .. } => Thing::Body(entry.body),
            Self::WithdrawItem { id } => Thing::Item(id.clone()),
        }
    }
}

impl Event {
    /// The things that the event is about, the one it changes before the others.
    pub fn about(&self) -> Vec<Thing> {
        let with = |first: Thing, bodies: &mut dyn Iterator<Item = OdsCode>| {
            std::iter::once(first).chain(bodies.map(Thing::Body)).collect()
        };
        match self {
            Self::RegimeEnacted { .. } | Self::ThresholdsSet { .. } | Self::DeflatorsPublished { .. } => {
                vec![Thing::National]
            }
            Self::SystemJoined { membership, .. } => {
                vec![Thing::System(membership.system), Thing::Body(membership.body)]
            }
            Self::SystemLeft { body, system, .. } => vec![Thing::System(*system), Thing::Body(*body)],
            Self::TotalsNotified { notice, .. } => {
                with(Thing::System(notice.system), &mut notice.totals.keys().copied())
            }
            Self::TotalsAmended { system, amendment, .. } => {
                with(Thing::System(*system), &mut amendment.deltas.iter().map(|(body, _)| *body))
            }
            Self::ObjectiveSet { system, .. } => vec![Thing::System(*system)],
            Self::PlanSet { body, .. }
            | Self::MonthReported { body, .. }
            | Self::RisksListed { body, .. }
            | Self::AllowanceSet { body, .. } => vec![Thing::Body(*body)],
            Self::ProposalAnswered { proposal, .. } => vec![Thing::Proposal(*proposal)],
            Self::ContractReported { commissioner, provider, .. } => {
                vec![Thing::Contract(Contract { commissioner: *commissioner, provider: *provider })]
            }
            Self::ShareAgreed { share, .. } => vec![Thing::Share(share.id.clone())],
            Self::ShareSigned { id, .. } | Self::ShareRevoked { id, .. } | Self::ConditionMet { id, .. } => {
                vec![Thing::Share(id.clone())]
            }
            Self::SupportOffered { support, .. } => {
                vec![Thing::Support(support.id.clone()), Thing::System(support.system)]
            }
            Self::SupportDecided { id, .. } => vec![Thing::Support(id.clone())],
            Self::FundOffered { fund, .. } => vec![Thing::Fund(fund.id.clone()), Thing::Body(fund.body)],
            Self::AccessRecorded { id, .. } => vec![Thing::Fund(id.clone())],
            Self::PostEntered { post, .. } => vec![Thing::Post(post.id.clone()), Thing::Body(post.post.body)],
            Self::ChangePlanned { id, .. } | Self::ChangeCompleted { id, .. } => vec![Thing::Post(id.clone())],
            Self::ItemEntered { id, entry, .. } => vec![Thing::Item(id.clone()), Thing::Body(entry.body)],
            Self::ItemWithdrawn { id, .. } => vec![Thing::Item(id.clone())],
        }
    }
}
