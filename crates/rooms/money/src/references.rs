//! What transfers rest on, as other rooms know it: decisions, mandates, lines of plans.

use crate::id::{DecisionReference, LineReference, MandateReference};
use terms::{Date, FinancialYear, OdsCode};

/// A decision or notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// When it was made.
    pub decided_on: Date,
    /// The authority on which it was made: a statute, or clauses of schemes of delegation, in words.
    pub authority: String,
}

/// A mandate: who holds which service, and from when to when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandate {
    /// Who holds it.
    pub holder: OdsCode,
    /// Its first day.
    pub valid_from: Date,
    /// Its last day, where it has one.
    pub valid_to: Option<Date>,
}

impl Mandate {
    /// Whether it is in force on a day, its first and last included.
    pub fn is_valid(&self, on: Date) -> bool {
        self.valid_from <= on && self.valid_to.is_none_or(|last| on <= last)
    }
}

/// A line of a plan that carries money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanLine {
    /// Whose money it plans.
    pub body: OdsCode,
    /// For which year.
    pub year: FinancialYear,
    /// The plan it stands in.
    pub plan: String,
    /// The version of the plan.
    pub version: u32,
}

/// Where decisions, mandates and lines of plans are looked up; `None` for one that was never recorded.
///
/// A decision and a mandate are given whole, whatever the day: whether they hold on it is asked here, so that one that comes too
/// late is told apart from one that is unknown. A plan line is given as it stood on a day, for its version belongs to the answer.
///
/// The room asks and never keeps the answer: what a transfer rests on belongs to the rooms that recorded it.
pub trait References {
    /// Whether money of a body may move on a decision on a day: the body's own, or that of one whose place it took, while it has effect;
    /// or an instrument, such as a notice, which binds whoever it is given to. One that is another's is answered like one that is not there.
    fn is_decision_for(&self, decision: &DecisionReference, payer: OdsCode, on: Date) -> bool;
    /// Whether a mandate is a body's, alone or with others, or that of one whose place it took by the day.
    fn is_mandate_of(&self, mandate: &MandateReference, payer: OdsCode, on: Date) -> bool;
    /// A decision.
    fn decision(&self, decision: &DecisionReference) -> Option<Decision>;
    /// A mandate.
    fn mandate(&self, mandate: &MandateReference) -> Option<Mandate>;
    /// A line of a plan, as it stood on a day.
    fn plan_line(&self, line: &LineReference, on: Date) -> Option<PlanLine>;
}
