//! The kinds of acts: what may be asked, without of what.

use super::act::Act;

terms::kinds! {
    /// A kind of act of control totals and all that is held against them.
    ActKind of Act, "an act of control totals", {
        /// Record a regime.
        EnactRegime = "enact-regime";
        /// Set thresholds of triggers.
        SetThresholds = "set-thresholds";
        /// Record a published index of prices.
        PublishDeflators = "publish-deflators";
        /// Record that a body belongs to a system.
        Join = "join-system";
        /// Record that a body no longer does.
        Leave = "leave-system";
        /// Record a national notice.
        Notify = "notify-totals";
        /// Move control total between members.
        Amend = "amend-totals";
        /// Record what a system must come to.
        SetObjective = "set-objective";
        /// Record a body's plan.
        SetPlan = "set-plan";
        /// Report a month.
        ReportMonth = "report-month";
        /// Report several months at once.
        ReportMonths = "report-months";
        /// List what may still happen to a body's year.
        ListRisks = "list-risks";
        /// Confirm or decline what a forecast proposed.
        AnswerProposal = "answer-proposal";
        /// Report a side's figure of a contract.
        ReportContract = "report-contract";
        /// Record what a body may spend on running itself.
        SetAllowance = "set-allowance";
        /// Put a risk share on paper.
        AgreeShare = "agree-share";
        /// Sign a risk share.
        SignShare = "sign-share";
        /// Ask a risk share back.
        RevokeShare = "revoke-share";
        /// Record that a condition of a risk share was met.
        MeetCondition = "meet-condition";
        /// Record deficit support.
        OfferSupport = "offer-support";
        /// Decide a quarter's support.
        DecideSupport = "decide-support";
        /// Record a sustainability fund.
        OfferFund = "offer-fund";
        /// Record whether a standard of access was met.
        RecordAccess = "record-access";
        /// Enter a post.
        EnterPost = "enter-post";
        /// Enter several posts at once.
        EnterPosts = "enter-posts";
        /// Plan what becomes of a post.
        PlanChange = "plan-change";
        /// Record that a planned change came.
        CompleteChange = "complete-change";
        /// Enter a row of an inventory.
        EnterItem = "enter-item";
        /// Withdraw a row of an inventory.
        WithdrawItem = "withdraw-item";
    }
}
