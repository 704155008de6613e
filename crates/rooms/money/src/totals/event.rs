//! What then is true. An event once written is read for ever; free text is outside it, as payloads.

use super::act::{NewNotice, NewPost, NewSupport};
use super::id::{AmendmentId, CostedPostId, DeflatorSeries, InventoryId, RiskShareId, SupportId, SustainabilityFundId};
use super::record::{Allowance, DatedThresholds, InterventionProposal, MonthReport, Objective, Plan, ProposalAnswer};
use crate::{
    AccessElement, Amendment, ExactNumber, FundScheme, InventoryEntry, MemberSide, Membership, Met, PostChange, Regime,
    Revocation, RiskItem, ShareSide, SupportDecision,
};
use mandate::{Actor, Erasable};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use terms::{Date, FinancialMonth, FinancialYear, OdsCode, Pence, Quarter};

/// A condition of a risk share as it is written: its words are kept beside the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConditionWords {
    /// Where its words are kept.
    pub words: Erasable,
    /// By when.
    pub due: Date,
}

/// A risk or mitigation as it is written: its name is kept beside the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedRisk {
    /// Where its name is kept.
    pub name: Erasable,
    /// What it would do, and how likely it is.
    pub item: RiskItem,
}

/// A risk share as it is written when it is put on paper. Units: pence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreedShare {
    /// Its identity.
    pub id: RiskShareId,
    /// Who gives.
    pub giver: OdsCode,
    /// Who receives.
    pub receiver: OdsCode,
    /// How much.
    pub amount: Pence,
    /// The year whose positions it changes.
    pub year: FinancialYear,
    /// The day from which it is meant.
    pub effective_on: Date,
    /// What must come about.
    pub conditions: Vec<ConditionWords>,
}

/// A sustainability fund as it is written when it is offered, with the scheme of the regime of that day. Units: pence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedSustainabilityFund {
    /// Its identity.
    pub id: SustainabilityFundId,
    /// The body.
    pub body: OdsCode,
    /// The system whose total a part of it may hang on.
    pub system: OdsCode,
    /// The year.
    pub year: FinancialYear,
    /// How much.
    pub amount: Pence,
    /// How it is divided.
    pub scheme: FundScheme,
}

/// What then is true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "fields are named as in the acts that give rise to them, where they are described")]
pub enum Event {
    /// A regime was recorded.
    RegimeEnacted { regime: Regime, by: Actor, on: Date },
    /// Thresholds were set.
    ThresholdsSet { set: DatedThresholds, by: Actor, on: Date },
    /// An index of prices was recorded.
    DeflatorsPublished { series: DeflatorSeries, indices: BTreeMap<FinancialYear, ExactNumber>, by: Actor, on: Date },
    /// A body joined a system.
    SystemJoined { membership: Membership, by: Actor, on: Date },
    /// A body leaves a system after a day.
    SystemLeft { body: OdsCode, system: OdsCode, last: Date, by: Actor, on: Date },
    /// Control totals were notified.
    TotalsNotified { notice: NewNotice, by: Actor, on: Date },
    /// Members moved control total.
    TotalsAmended { id: AmendmentId, system: OdsCode, amendment: Amendment, reason: Erasable, by: Actor, on: Date },
    /// It was set what a system must come to.
    ObjectiveSet { system: OdsCode, year: FinancialYear, objective: Objective, by: Actor, on: Date },
    /// A body's plan was set.
    PlanSet { body: OdsCode, year: FinancialYear, plan: Plan, by: Actor, on: Date },
    /// A body reported a month.
    MonthReported {
        body: OdsCode,
        year: FinancialYear,
        month: FinancialMonth,
        report: MonthReport,
        by: Actor,
        on: Date,
    },
    /// It was listed what may still happen to a body's year.
    RisksListed { body: OdsCode, year: FinancialYear, risks: Vec<ListedRisk>, by: Actor, on: Date },
    /// A person confirmed or declined what a forecast proposed.
    ProposalAnswered { proposal: InterventionProposal, answer: ProposalAnswer, reason: Erasable, by: Actor, on: Date },
    /// A side reported its figure of a contract.
    ContractReported {
        commissioner: OdsCode,
        provider: OdsCode,
        side: MemberSide,
        year: FinancialYear,
        month: FinancialMonth,
        amount: Pence,
        by: Actor,
        on: Date,
    },
    /// It was set what a body may spend on running itself.
    AllowanceSet { body: OdsCode, year: FinancialYear, allowance: Allowance, by: Actor, on: Date },
    /// A risk share was put on paper.
    ShareAgreed { share: AgreedShare, by: Actor, on: Date },
    /// A side signed a risk share.
    ShareSigned { id: RiskShareId, side: ShareSide, signed_on: Date, by: Actor, on: Date },
    /// A risk share was asked back.
    ShareRevoked { id: RiskShareId, revocation: Revocation, reason: Erasable, by: Actor, on: Date },
    /// A condition of a risk share was met.
    ConditionMet { id: RiskShareId, number: u16, met_on: Date, by: Actor, on: Date },
    /// Deficit support was offered.
    SupportOffered { support: NewSupport, by: Actor, on: Date },
    /// A quarter's support was decided.
    SupportDecided { id: SupportId, quarter: Quarter, decision: SupportDecision, reason: Erasable, by: Actor, on: Date },
    /// A sustainability fund was offered.
    FundOffered { fund: OfferedSustainabilityFund, by: Actor, on: Date },
    /// It was recorded whether a standard of access was met.
    AccessRecorded { id: SustainabilityFundId, element: AccessElement, quarter: Quarter, met: Met, by: Actor, on: Date },
    /// A post was entered.
    PostEntered { post: NewPost, by: Actor, on: Date },
    /// It was planned what becomes of a post.
    ChangePlanned { id: CostedPostId, change: PostChange, by: Actor, on: Date },
    /// A planned change came.
    ChangeCompleted { id: CostedPostId, completed_on: Date, by: Actor, on: Date },
    /// A row of an inventory was entered.
    ItemEntered { id: InventoryId, entry: InventoryEntry, by: Actor, on: Date },
    /// A row of an inventory was withdrawn.
    ItemWithdrawn { id: InventoryId, by: Actor, on: Date },
}
