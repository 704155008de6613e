//! The kinds of acts: what may be asked, without to what or with which words.

use crate::act::Act;

terms::kinds! {
    /// A kind of act of overrides and challenges.
    ActKind of Act, "an act of overrides and challenges", {
        /// Add an override.
        AddOverride = "add-override";
        /// Give an override that has not expired a later last day.
        ExtendOverride = "extend-override";
        /// End an override before its last day.
        EndOverride = "end-override";
        /// Erase an override's key.
        EraseKey = "erase-key";
        /// Set how many days each side has, and how soon an override is about to expire.
        SetClocks = "set-clocks";
        /// Open a case.
        Open = "open";
        /// Put a file in evidence.
        File = "file";
        /// The respondent agrees to all that is asked.
        Agree = "agree";
        /// The respondent offers a part, or nothing.
        Answer = "answer";
        /// The claimant takes what was offered.
        AcceptOffer = "accept-offer";
        /// The claimant presses on.
        Press = "press";
        /// The claimant withdraws.
        Withdraw = "withdraw";
        /// A side takes the case to NHS England's dispute route.
        Escalate = "escalate";
        /// Record what NHS England ruled.
        Rule = "rule";
    }
}
