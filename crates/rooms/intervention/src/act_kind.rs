//! The kinds of acts: what may be asked, without to what or with which words.

use crate::act::Act;

terms::kinds! {
    /// A kind of act of interventions.
    ActKind of Act, "an act of interventions", {
        /// Propose what figures showed.
        Propose = "propose";
        /// Confirm a proposal.
        Confirm = "confirm";
        /// Decline a proposal.
        Decline = "decline";
        /// Place a body in a programme.
        EnterMeasures = "enter-measures";
        /// Approve the recovery plan.
        ApprovePlan = "approve-plan";
        /// Say how a month turned out.
        Deliver = "deliver";
        /// End a stay in a programme.
        EndMeasures = "end-measures";
        /// Issue an instrument.
        Issue = "issue";
        /// Issue an instrument in place of another.
        Replace = "replace";
        /// Vary a clause.
        Vary = "vary";
        /// Submit evidence.
        Submit = "submit";
        /// Accept evidence.
        Accept = "accept";
        /// Return evidence.
        Return = "return";
        /// Lift a clause.
        LiftClause = "lift-clause";
        /// Lift an instrument.
        Lift = "lift";
        /// Review an instrument.
        Review = "review";
        /// Ask for a consent.
        AskConsent = "ask-consent";
        /// Give a consent.
        Consent = "consent";
        /// Refuse a consent.
        RefuseConsent = "refuse-consent";
        /// Withdraw a consent.
        WithdrawConsent = "withdraw-consent";
        /// Name the consents on which an act relied.
        RelyOn = "rely-on";
        /// Record that a condition was met.
        MeetCondition = "meet-condition";
        /// Record a consultation or a notice.
        Notify = "notify";
        /// Record a published assessment.
        Publish = "publish";
        /// Carry out the dispositions of a merger.
        Merge = "merge";
        /// Take a case from history.
        EnterHistory = "enter-history";
    }
}
