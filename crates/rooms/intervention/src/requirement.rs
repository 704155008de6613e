//! The library of requirements: what a clause of a letter may be, what it usually does, and what shows that it is met. Section 4.

use crate::clause::EffectKind;
use terms::words;

words! {
    /// What a clause is. One sentence of a letter may be several; none may be nothing. Rule R17.
    Requirement, "a requirement of the library", {
        /// An improvement plan.
        ImprovementPlan = "improvement-plan", "Improvement plan";
        /// A financial recovery plan.
        FinancialRecoveryPlan = "financial-recovery-plan", "Financial recovery plan";
        /// A recovery plan of a service.
        RecoveryPlan = "recovery-plan", "Recovery plan of a service";
        /// The authority approves a plan, each text and amendment.
        PlanApproval = "plan-approval", "Approval of a plan";
        /// Scrutiny by somebody not of the body.
        IndependentScrutiny = "independent-scrutiny", "Independent scrutiny";
        /// An analysis of root causes.
        RootCauseAnalysis = "root-cause-analysis", "Root cause analysis";
        /// A schedule by which a debt is repaid.
        DebtRepaymentSchedule = "debt-repayment-schedule", "Debt repayment schedule";
        /// To operate within budget.
        OperateWithinBudget = "operate-within-budget", "Operating within budget";
        /// To appoint an accountable officer.
        AppointAccountableOfficer = "appoint-accountable-officer", "Appointment of an accountable officer";
        /// To appoint a finance officer.
        AppointFinanceOfficer = "appoint-finance-officer", "Appointment of a finance officer";
        /// To appoint a turnaround director.
        AppointTurnaroundDirector = "appoint-turnaround-director", "Appointment of a turnaround director";
        /// Consent to appointments.
        ConsentToAppointments = "consent-to-appointments", "Consent to appointments";
        /// Consultation on appointments.
        ConsultOnAppointments = "consult-on-appointments", "Consultation on appointments";
        /// Involvement in appointments: consultation, never consent. Rule R7.
        InvolveInAppointments = "involve-in-appointments", "Involvement in appointments";
        /// A review of governance.
        GovernanceReview = "governance-review", "Governance review";
        /// A review of capability and capacity.
        CapabilityCapacityReview = "capability-capacity-review", "Capability and capacity review";
        /// A review of the organisation.
        OrganisationalReview = "organisational-review", "Organisational review";
        /// Information every month.
        MonthlyInformation = "monthly-information", "Monthly information";
        /// A plan to integrate with others.
        IntegrationPlan = "integration-plan", "Integration plan";
        /// A joint committee.
        JointCommittee = "joint-committee", "Joint committee";
        /// One leadership over several bodies.
        SingleLeadership = "single-leadership", "Single leadership";
        /// Joint leadership under discussion, not directed. Rule R8.
        JointLeadershipDiscussion = "joint-leadership-discussion", "Joint leadership under discussion";
        /// A review of a whole system.
        SystemReview = "system-review", "System review";
        /// An action plan.
        ActionPlan = "action-plan", "Action plan";
        /// A function that the body ceases to perform.
        FunctionCeased = "function-ceased", "Function ceased";
        /// A function that the body performs for another.
        FunctionPerformed = "function-performed", "Function performed for another";
        /// Oversight of a contract.
        ContractOversight = "contract-oversight", "Oversight of a contract";
        /// Oversight of a plan.
        PlanOversight = "plan-oversight", "Oversight of a plan";
        /// A limit on spending.
        SpendingLimit = "spending-limit", "Spending limit";
        /// No new commitment.
        NoNewCommitment = "no-new-commitment", "No new commitment";
        /// Notice to the authority.
        Notify = "notify", "Notice to the authority";
        /// Co-operation.
        CoOperate = "co-operate", "Co-operation";
        /// Further directions to come.
        FurtherDirection = "further-direction", "Further direction";
        /// Evidence for an exit.
        ExitEvidence = "exit-evidence", "Evidence for exit";
    }
}

impl Requirement {
    /// The effects that a clause of this kind may have, the usual one first.
    pub const fn effects(self) -> &'static [EffectKind] {
        use EffectKind as Kind;
        match self {
            Self::ImprovementPlan
            | Self::FinancialRecoveryPlan
            | Self::RecoveryPlan
            | Self::IndependentScrutiny
            | Self::RootCauseAnalysis
            | Self::DebtRepaymentSchedule
            | Self::OperateWithinBudget
            | Self::GovernanceReview
            | Self::CapabilityCapacityReview
            | Self::OrganisationalReview
            | Self::IntegrationPlan
            | Self::JointCommittee
            | Self::SingleLeadership
            | Self::SystemReview
            | Self::ActionPlan
            | Self::ExitEvidence => &[Kind::Require],
            Self::AppointAccountableOfficer | Self::AppointFinanceOfficer | Self::AppointTurnaroundDirector => {
                &[Kind::Require, Kind::Consent]
            }
            Self::PlanApproval | Self::ConsentToAppointments | Self::ContractOversight | Self::PlanOversight => {
                &[Kind::Consent]
            }
            Self::ConsultOnAppointments | Self::InvolveInAppointments => &[Kind::Consult],
            Self::MonthlyInformation => &[Kind::Report],
            Self::FunctionCeased => &[Kind::Move],
            Self::FunctionPerformed => &[Kind::Enable],
            Self::SpendingLimit => &[Kind::CapConsent, Kind::CapForbid],
            Self::NoNewCommitment => &[Kind::Forbid],
            Self::Notify => &[Kind::NotifyBefore, Kind::NotifyAfter],
            Self::JointLeadershipDiscussion | Self::CoOperate | Self::FurtherDirection => &[Kind::Nothing],
        }
    }

    /// What shows that it is met; none for one that stands until it is lifted.
    pub const fn evidence(self) -> Option<&'static str> {
        match self {
            Self::ImprovementPlan | Self::FinancialRecoveryPlan | Self::RecoveryPlan => {
                Some("a plan approved by the governing body and accepted by the authority")
            }
            Self::PlanApproval => Some("a consent that names the text by its hash"),
            Self::IndependentScrutiny | Self::RootCauseAnalysis => {
                Some("a report by a named party that is not of the body")
            }
            Self::DebtRepaymentSchedule => Some("a schedule whose years add to the debt, to the penny"),
            Self::OperateWithinBudget => Some("a closed ledger at or better than the control total"),
            Self::AppointAccountableOfficer | Self::AppointFinanceOfficer | Self::AppointTurnaroundDirector => {
                Some("the appointment on record, citing the consent")
            }
            Self::ConsultOnAppointments | Self::InvolveInAppointments => Some("a consultation on record"),
            Self::GovernanceReview | Self::CapabilityCapacityReview | Self::OrganisationalReview => {
                Some("a report, and a plan for each of its recommendations")
            }
            Self::MonthlyInformation => Some("the month’s return received"),
            Self::IntegrationPlan | Self::JointCommittee | Self::SingleLeadership => {
                Some("an arrangement on the register, or a plan accepted")
            }
            Self::SystemReview | Self::ActionPlan => Some("the documents"),
            Self::ContractOversight | Self::PlanOversight => Some("a consent"),
            Self::Notify => Some("a notice on record"),
            Self::ExitEvidence => Some("a report of progress within its clock"),
            Self::ConsentToAppointments
            | Self::JointLeadershipDiscussion
            | Self::FunctionCeased
            | Self::FunctionPerformed
            | Self::SpendingLimit
            | Self::NoNewCommitment
            | Self::CoOperate
            | Self::FurtherDirection => None,
        }
    }
}
