//! The kinds of acts: what may be asked, without to what or with which words.

use crate::act::Act;

terms::kinds! {
    /// A kind of act of plans and agreements.
    ActKind of Act, "an act of plans and agreements", {
        /// Open a plan.
        Open = "open-plan";
        /// Bring the whole of one body's or several bodies' own plan.
        BringLines = "bring-lines";
        /// Enter a line, or put another in its place.
        EnterLine = "enter-plan-line";
        /// Take out a line.
        RemoveLine = "remove-plan-line";
        /// Settle a line in which plans differ.
        Resolve = "resolve-conflict";
        /// Accept a failed check.
        Waive = "waive-check";
        /// Put the plan to the bodies.
        Submit = "submit-plan";
        /// Sign a version for one body.
        Sign = "sign-plan";
        /// Object for one body.
        Object = "object-to-plan";
        /// Record that the executive has decided a version.
        SignByExecutive = "sign-plan-by-executive";
        /// Set how much plans may miss a check by.
        SetTolerances = "set-tolerances";
        /// Record an agreement.
        RecordAgreement = "record-agreement";
        /// Vary an agreement.
        VaryAgreement = "vary-agreement";
        /// Record that an agreement reached a stage.
        ReachStage = "reach-stage";
        /// Record that what a merger asks was done.
        MeetMergerDuty = "meet-merger-duty";
    }
}
