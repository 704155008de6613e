//! Who may read what of control totals and all that is held against them.

use crate::reader::Reader;
use money::totals::{Event, RiskShareId, SupportId, SustainabilityFundId};
use terms::OdsCode;

impl Reader<'_> {
    /// Whether the reader may see what a body reports to its system: the body may, and every body that was ever in one of its systems, for
    /// they answer for one total.
    pub fn sees_in_system(&self, body: OdsCode) -> bool {
        let mut systems = self.house().control_totals().now().memberships(body).map(|held| held.system);
        self.sees_money_of(body) || systems.any(|system| self.sees_system(system))
    }

    /// Whether the reader may see what a system must come to and what its members report: whoever was ever a member may.
    pub fn sees_system(&self, system: OdsCode) -> bool {
        let room = self.house().control_totals().now();
        self.sees_money_of(system)
            || self.sees_money_of_any(|body| room.memberships(body).any(|held| held.system == system))
    }

    /// Whether the reader may see a risk share: both sides may, and their systems.
    pub fn opens_risk_share(&self, id: &RiskShareId) -> bool {
        let held = self.house().control_totals().now().share(id);
        held.is_some_and(|held| {
            [held.share.giver, held.share.receiver].into_iter().any(|body| self.sees_in_system(body))
        })
    }

    /// Whether the reader may see a year's deficit support.
    pub fn opens_support(&self, id: &SupportId) -> bool {
        self.house().control_totals().now().support(id).is_some_and(|held| self.sees_system(held.system))
    }

    /// Whether the reader may see a year's sustainability fund.
    pub fn opens_sustainability_fund(&self, id: &SustainabilityFundId) -> bool {
        self.house().control_totals().now().fund(id).is_some_and(|held| self.sees_in_system(held.body))
    }

    pub(crate) fn opens_control_totals(&self, event: &Event) -> bool {
        let room = self.house().control_totals().now();
        match event {
            // What is set nationally is published, and who belongs to which system.
            Event::RegimeEnacted { .. }
            | Event::ThresholdsSet { .. }
            | Event::DeflatorsPublished { .. }
            | Event::SystemJoined { .. }
            | Event::SystemLeft { .. }
            | Event::TotalsNotified { .. }
            | Event::ObjectiveSet { .. } => true,
            Event::TotalsAmended { system, .. } => self.sees_system(*system),
            Event::PlanSet { body, .. }
            | Event::MonthReported { body, .. }
            | Event::RisksListed { body, .. }
            | Event::AllowanceSet { body, .. } => self.sees_in_system(*body),
            Event::ProposalAnswered { proposal, .. } => self.sees_in_system(proposal.body),
            Event::ContractReported { commissioner, provider, .. } => {
                self.sees_in_system(*commissioner) || self.sees_in_system(*provider)
            }
            Event::ShareAgreed { share, .. } => self.opens_risk_share(&share.id),
            Event::ShareSigned { id, .. } | Event::ShareRevoked { id, .. } | Event::ConditionMet { id, .. } => {
                self.opens_risk_share(id)
            }
            Event::SupportOffered { support, .. } => self.sees_system(support.system),
            Event::SupportDecided { id, .. } => self.opens_support(id),
            Event::FundOffered { fund, .. } => self.sees_in_system(fund.body),
            Event::AccessRecorded { id, .. } => self.opens_sustainability_fund(id),
            // A body's posts and what they do are its own until they are shown as a whole.
            Event::PostEntered { post, .. } => self.sees_in_system(post.post.body),
            Event::ChangePlanned { id, .. } | Event::ChangeCompleted { id, .. } => {
                room.post(id).is_some_and(|held| self.sees_in_system(held.post.body))
            }
            Event::ItemEntered { entry, .. } => self.sees_in_system(entry.body),
            Event::ItemWithdrawn { id, .. } => room.item(id).is_some_and(|held| self.sees_in_system(held.entry.body)),
        }
    }
}
