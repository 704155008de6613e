//! What the room keeps: each thing as it was recorded, with who recorded it and when.

use super::id::{AmendmentId, CostedPostId, InventoryId, NoticeId, RiskShareId, SupportId, SustainabilityFundId};
use crate::{
    AccessElement, Amendment, ByMonth, Contract, CostedPost, ExactNumber, FundScheme, HeadBasis, InventoryEntry,
    InventoryRow, MemberSide, Met, RiskItem, RiskShare, ShareCondition, SupportDecision, Thresholds, Turnover,
};
use jiff::Timestamp;
use mandate::Actor;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use terms::{Date, FinancialMonth, FinancialYear, Heads, OdsCode, Pence, Quarter, Sequence, Text};

/// Who recorded something, where and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The entry.
    pub entry: Sequence,
    /// When it was recorded.
    pub at: Timestamp,
    /// Who acted.
    pub by: Actor,
    /// The day by which the act was judged.
    pub on: Date,
}

/// A national notice: what members of a system must come to. Units: pence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
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
    /// What each member it names must come to in the year; of a member of two systems, the part that counts to this one.
    pub totals: BTreeMap<OdsCode, Pence>,
    /// Where it is written.
    pub source: String,
    /// By whom it was recorded.
    pub stamp: Stamp,
}

/// Control total that members moved between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmendmentRecord {
    /// Its identity.
    pub id: AmendmentId,
    /// The system.
    pub system: OdsCode,
    /// What was moved, in which month, and who signed.
    pub amendment: Amendment,
    /// Why.
    pub reason: Text,
    /// By whom it was recorded.
    pub stamp: Stamp,
}

/// A body's plan for a year. Units: pence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The position planned for each month, before risk shares.
    pub months: ByMonth,
    /// The year's resource, of which thresholds are shares.
    pub resource: Pence,
}

/// What a body reports of a month, before risk shares. Units: pence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthReport {
    /// The position of the month alone.
    pub position: Pence,
    /// What of it will not come again.
    pub one_off: Pence,
    /// What the year is expected to come to.
    pub forecast: Pence,
    /// Income and expenditure of the year to date, where it is reported.
    pub turnover: Option<Turnover>,
    /// Running costs of the year to date, where they are reported.
    pub running_cost: Option<Pence>,
}

/// Whose figure of which contract it is, and to which month of the year it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContractReport {
    /// The contract.
    pub contract: Contract,
    /// Which side says so.
    pub side: MemberSide,
    /// The year.
    pub year: FinancialYear,
    /// The last month in the figure.
    pub month: FinancialMonth,
}

/// A risk or mitigation by name. The name can be erased, for it may say more of somebody than was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiskRecord {
    /// What may happen, in a few words.
    pub name: Text,
    /// What it would do, and how likely it is.
    pub item: RiskItem,
}

/// Whose forecast of which month proposed to intervene; the system itself for its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct InterventionProposal {
    /// The body, or the system itself.
    pub body: OdsCode,
    /// The system.
    pub system: OdsCode,
    /// The year.
    pub year: FinancialYear,
    /// The month reported.
    pub month: FinancialMonth,
}

terms::words! {
    /// What a person says to a proposal to intervene. Nothing starts by itself (rule R31).
    ProposalAnswer, "an answer to a proposal: confirm or decline", {
        /// It goes to whoever intervenes.
        Confirm = "confirm", "Confirmed";
        /// Nothing follows.
        Decline = "decline", "Declined";
    }
}

/// What was said to a proposal to intervene.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalRecord {
    /// What.
    pub answer: ProposalAnswer,
    /// Why.
    pub reason: Text,
    /// By whom.
    pub stamp: Stamp,
}

/// What a system must come to in a year. Units: pence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objective {
    /// Nought, or a deficit agreed with NHS England.
    pub objective: Pence,
    /// The limit of local resource use, where one is set.
    pub resource_limit: Option<Pence>,
}

/// What a body may spend on running itself in a year. Source: rule R38.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    /// Pounds a head.
    pub pounds_a_head: ExactNumber,
    /// How many heads.
    pub heads: Heads,
    /// By which people they are counted.
    pub basis: HeadBasis,
    /// The list they are counted from.
    pub vintage: String,
}

/// Thresholds that hold from a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedThresholds {
    /// The first day.
    pub from: Date,
    /// The thresholds.
    pub thresholds: Thresholds,
    /// By what they are set.
    pub source: String,
}

/// A risk share with its conditions and history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareRecord {
    /// Its identity.
    pub id: RiskShareId,
    /// Both sides, the amount, the signatures and what was asked back.
    pub share: RiskShare,
    /// What the bodies agreed must come about, in order.
    pub conditions: Vec<ShareCondition<Text>>,
    /// Why it was asked back.
    pub revoked_because: Option<Text>,
    /// By whom it was recorded.
    pub stamp: Stamp,
}

/// What somebody decided of a quarter's support.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportDecisionRecord {
    /// What.
    pub decision: SupportDecision,
    /// Why.
    pub reason: Text,
    /// By whom.
    pub stamp: Stamp,
}

/// A year's deficit support of a system. Units: pence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportRecord {
    /// Its identity.
    pub id: SupportId,
    /// The system.
    pub system: OdsCode,
    /// The year.
    pub year: FinancialYear,
    /// How much.
    pub amount: Pence,
    /// How far below plan the system may be.
    pub tolerance: Pence,
    /// Where it is written.
    pub source: String,
    /// What was decided, by quarter.
    pub decisions: BTreeMap<Quarter, SupportDecisionRecord>,
    /// By whom it was recorded.
    pub stamp: Stamp,
}

/// A year's sustainability fund of a body. Units: pence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SustainabilityFund {
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
    /// Whether standards of access were met, by quarter.
    pub access: BTreeMap<(AccessElement, Quarter), Met>,
    /// By whom it was recorded.
    pub stamp: Stamp,
}

/// A post with its cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostRecord {
    /// Its identity.
    pub id: CostedPostId,
    /// What it is called.
    pub title: String,
    /// Its body, class, time and cost.
    pub post: CostedPost,
    /// By whom it was recorded.
    pub stamp: Stamp,
}

/// A row of a body's inventory of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InventoryRecord {
    /// Its identity.
    pub id: InventoryId,
    /// What its body does, and what it takes, as it was written.
    pub entry: InventoryEntry,
    /// The same under the key by which bodies are compared.
    pub row: InventoryRow,
    /// By whom it was recorded.
    pub stamp: Stamp,
    /// That it was withdrawn.
    pub withdrawn: Option<Stamp>,
}
