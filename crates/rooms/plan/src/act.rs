//! What may be asked of plans and agreements.

use crate::agreement::AgreementTerms;
use crate::check::{CheckReference, Tolerances};
use crate::id::{AgreementId, PlanId};
use crate::key::Key;
use crate::kind::ContractStage;
use crate::line::Line;
use crate::merge::Choice;
use crate::name::{LineName, SourceName};
use executive::ProposalId;
use mandate::CommitteeId;
use std::collections::{BTreeMap, BTreeSet};
use terms::{Date, FinancialYear, OdsCode, Pence};

/// A plan to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPlan {
    /// Its identity.
    pub id: PlanId,
    /// What it is called.
    pub title: String,
    /// The system it is for.
    pub system: OdsCode,
    /// The year it is for.
    pub year: FinancialYear,
    /// The committee in which the bodies sign it together.
    pub forum: CommitteeId,
    /// The bodies that sign it, each for itself.
    pub bodies: BTreeSet<OdsCode>,
}

/// By whose word a body signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signing {
    /// Whoever acts, as its representative and by a power of their own post.
    Representative,
    /// Its own decision on a proposal that names the version, such as its governing body's.
    Decision(ProposalId),
}

/// What may be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Open a plan.
    Open(NewPlan),
    /// Bring the whole of one body's or several bodies' own plan, in place of what it was before.
    BringLines {
        /// To which plan.
        plan: PlanId,
        /// What the bodies call their own.
        source: SourceName,
        /// Whose it is.
        bodies: BTreeSet<OdsCode>,
        /// All of its lines.
        lines: Vec<Line>,
    },
    /// Enter a line of a plan that was brought, or put another in its place.
    EnterLine {
        /// Of which plan.
        plan: PlanId,
        /// In which of the plans it was made from.
        source: SourceName,
        /// The line.
        line: Line,
    },
    /// Take out a line of a plan that was brought.
    RemoveLine {
        /// Of which plan.
        plan: PlanId,
        /// In which of the plans it was made from.
        source: SourceName,
        /// Which line.
        line: LineName,
    },
    /// Settle a line in which plans differ, as a decision has it.
    Resolve {
        /// Of which plan.
        plan: PlanId,
        /// Which line.
        key: Key,
        /// What is taken.
        choice: Choice,
        /// By which decision, to which every body of the line must be bound.
        decision: ProposalId,
    },
    /// Accept a failed check, as a decision has it.
    Waive {
        /// Of which plan.
        plan: PlanId,
        /// Which check, of what.
        check: CheckReference,
        /// By which decision, to which every body of its lines must be bound.
        decision: ProposalId,
        /// Why.
        reason: String,
    },
    /// Put the plan to the bodies.
    Submit {
        /// Which plan.
        plan: PlanId,
    },
    /// Sign a version for one body.
    Sign {
        /// Which plan.
        plan: PlanId,
        /// For which body.
        body: OdsCode,
        /// Which version.
        version: u32,
        /// By whose word.
        by: Signing,
    },
    /// Object for one body.
    Object {
        /// To which plan.
        plan: PlanId,
        /// For which body.
        body: OdsCode,
        /// Why.
        reason: String,
    },
    /// Record that the executive has decided a version for the bodies that signed it.
    SignByExecutive {
        /// Which plan.
        plan: PlanId,
        /// Which version.
        version: u32,
        /// The proposal that it decided, whose text names the version.
        proposal: ProposalId,
    },
    /// Set how much plans may miss a check by, from a day on.
    SetTolerances(Tolerances),
    /// Record an agreement.
    RecordAgreement {
        /// What it says.
        terms: AgreementTerms,
        /// What it is called.
        title: String,
    },
    /// Vary what an agreement is worth, and how long it lasts.
    VaryAgreement {
        /// Which agreement.
        agreement: AgreementId,
        /// What it is worth, by year, from then on.
        values: BTreeMap<FinancialYear, Pence>,
        /// The last day from then on; an earlier one ends it early.
        last: Date,
        /// Why.
        reason: String,
    },
    /// Record that an agreement reached a stage.
    ReachStage {
        /// Which agreement.
        agreement: AgreementId,
        /// Which stage.
        stage: ContractStage,
        /// On which day.
        day: Date,
    },
    /// Record that what an agreement asks when a party merges was done.
    MeetMergerDuty {
        /// Which agreement.
        agreement: AgreementId,
        /// The party that merged.
        predecessor: OdsCode,
        /// The body that took its place.
        successor: OdsCode,
        /// What shows it.
        evidence: String,
    },
}
