//! What may be asked of control totals and all that is held against them.

use super::id::{
    AmendmentId, CostedPostId, DeflatorSeries, InventoryId, NoticeId, RiskShareId, SupportId, SustainabilityFundId,
};
use super::record::{
    Allowance, ContractReport, DatedThresholds, InterventionProposal, MonthReport, Objective, Plan, ProposalAnswer,
};
use crate::{
    AccessElement, Amendment, CostedPost, ExactNumber, InventoryEntry, Membership, Met, PostChange, Regime, Revocation,
    RiskItem, ShareSide, SupportDecision,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use terms::{Date, FinancialMonth, FinancialYear, OdsCode, Pence, Quarter};

/// A national notice of control totals. Units: pence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewNotice {
    /// Its identity.
    pub id: NoticeId,
    /// The system.
    pub system: OdsCode,
    /// The year.
    pub year: FinancialYear,
    /// The first month it holds.
    pub month: FinancialMonth,
    /// When it was issued.
    pub issued_on: Date,
    /// What each member it names must come to.
    pub totals: BTreeMap<OdsCode, Pence>,
    /// Where it is written.
    pub source: String,
}

/// A risk share to be agreed. Units: pence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewShare {
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
    /// What must come about, in words, and by when.
    pub conditions: Vec<(String, Date)>,
}

/// Deficit support offered to a system. Units: pence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSupport {
    /// Its identity.
    pub id: SupportId,
    /// The system.
    pub system: OdsCode,
    /// The year.
    pub year: FinancialYear,
    /// How much.
    pub amount: Pence,
    /// How far below plan the system may be before a quarter is proposed to be withheld.
    pub tolerance: Pence,
    /// Where it is written.
    pub source: String,
}

/// A sustainability fund offered to a body, divided as the regime of its first month says. Units: pence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSustainabilityFund {
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
}

/// Whose months come together: a body's own, or those of members of a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reporter {
    /// The body, for itself.
    Body(OdsCode),
    /// Whoever keeps the register, for members of the system.
    System(OdsCode),
}

/// A month of a body among several that are reported together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BodyMonth {
    /// The body.
    pub body: OdsCode,
    /// The year.
    pub year: FinancialYear,
    /// The month.
    pub month: FinancialMonth,
    /// What is reported.
    pub report: MonthReport,
}

/// A risk or mitigation to be listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRisk {
    /// What may happen, in a few words.
    pub name: String,
    /// What it would do, and how likely it is.
    pub item: RiskItem,
}

/// A post to be entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPost {
    /// Its identity.
    pub id: CostedPostId,
    /// What it is called: a job and never a person.
    pub title: String,
    /// Its body, class, time and cost.
    pub post: CostedPost,
}

/// What may be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Record a regime, or correct the one of its code.
    EnactRegime(Regime),
    /// Set thresholds of triggers from a day on.
    SetThresholds(DatedThresholds),
    /// Record a published index of prices, or correct it.
    PublishDeflators {
        /// The series in its vintage.
        series: DeflatorSeries,
        /// The index by year.
        indices: BTreeMap<FinancialYear, ExactNumber>,
    },
    /// Record that a body belongs to a system.
    Join(Membership),
    /// Record the last day on which a body belongs to a system.
    Leave {
        /// The body.
        body: OdsCode,
        /// The system.
        system: OdsCode,
        /// Its last day.
        last: Date,
    },
    /// Record a national notice of control totals.
    Notify(NewNotice),
    /// Move control total between members.
    Amend {
        /// Its identity.
        id: AmendmentId,
        /// The system.
        system: OdsCode,
        /// What is moved, in which month, and who signed.
        amendment: Amendment,
        /// Why.
        reason: String,
    },
    /// Record what a system must come to.
    SetObjective {
        /// The system.
        system: OdsCode,
        /// The year.
        year: FinancialYear,
        /// What.
        objective: Objective,
    },
    /// Record a body's plan, or correct it.
    SetPlan {
        /// The body.
        body: OdsCode,
        /// The year.
        year: FinancialYear,
        /// The plan.
        plan: Plan,
    },
    /// Report a month, or correct what was reported.
    ReportMonth {
        /// The body.
        body: OdsCode,
        /// The year.
        year: FinancialYear,
        /// The month.
        month: FinancialMonth,
        /// What is reported.
        report: MonthReport,
    },
    /// Report several months at once, or correct them: all or none.
    ReportMonths {
        /// Whose.
        by: Reporter,
        /// The months, in any order.
        months: Vec<BodyMonth>,
    },
    /// List what may still happen to a body's year, in place of what was listed before.
    ListRisks {
        /// The body.
        body: OdsCode,
        /// The year.
        year: FinancialYear,
        /// Risks and mitigations.
        risks: Vec<NewRisk>,
    },
    /// Confirm or decline what a forecast proposed.
    AnswerProposal {
        /// Whose forecast of which month.
        proposal: InterventionProposal,
        /// What is said.
        answer: ProposalAnswer,
        /// Why.
        reason: String,
    },
    /// Report a side's figure of a contract for the year to date, or correct it.
    ReportContract {
        /// Which contract, which side, and to which month.
        report: ContractReport,
        /// The figure. Units: pence.
        amount: Pence,
    },
    /// Record what a body may spend on running itself, or correct it.
    SetAllowance {
        /// The body.
        body: OdsCode,
        /// The year.
        year: FinancialYear,
        /// How much a head, for how many.
        allowance: Allowance,
    },
    /// Put a risk share on paper. It has no effect before both sides sign.
    AgreeShare(NewShare),
    /// Sign a risk share.
    SignShare {
        /// Which.
        id: RiskShareId,
        /// For which side.
        side: ShareSide,
        /// On which day.
        on: Date,
    },
    /// Ask a risk share back, in whole or in part.
    RevokeShare {
        /// Which.
        id: RiskShareId,
        /// From when, and how much.
        revocation: Revocation,
        /// Why.
        reason: String,
    },
    /// Record that a condition of a risk share was met.
    MeetCondition {
        /// Which share.
        id: RiskShareId,
        /// Which condition, from 1.
        number: u16,
        /// On which day.
        on: Date,
    },
    /// Record deficit support offered to a system.
    OfferSupport(NewSupport),
    /// Decide a quarter's support.
    DecideSupport {
        /// Which.
        id: SupportId,
        /// The quarter.
        quarter: Quarter,
        /// What is decided.
        decision: SupportDecision,
        /// Why.
        reason: String,
    },
    /// Record a sustainability fund offered to a body.
    OfferFund(NewSustainabilityFund),
    /// Record whether a standard of access was met, or correct it.
    RecordAccess {
        /// The fund that hangs on it.
        id: SustainabilityFundId,
        /// The standard.
        element: AccessElement,
        /// The quarter.
        quarter: Quarter,
        /// Whether it was met.
        met: Met,
    },
    /// Enter a post.
    EnterPost(NewPost),
    /// Enter several posts of a body at once: all or none.
    EnterPosts {
        /// The body.
        body: OdsCode,
        /// The posts.
        posts: Vec<NewPost>,
    },
    /// Plan what becomes of a post, or plan it otherwise.
    PlanChange {
        /// Which.
        id: CostedPostId,
        /// What.
        change: PostChange,
    },
    /// Record that a planned change of a post came.
    CompleteChange {
        /// Which.
        id: CostedPostId,
        /// On which day.
        on: Date,
    },
    /// Enter a row of a body's inventory of work.
    EnterItem {
        /// Its identity.
        id: InventoryId,
        /// What.
        entry: InventoryEntry,
    },
    /// Withdraw a row of an inventory.
    WithdrawItem {
        /// Which.
        id: InventoryId,
    },
}
