//! The kinds of acts: what may be asked, without to what or with which words.

use crate::act::Act;

terms::kinds! {
    /// A kind of act of meetings and proposals.
    ActKind of Act, "an act of meetings and proposals", {
        /// Set the terms of reference of a forum from a day on.
        SetTerms = "set-terms";
        /// Enter a coming decision in the forward plan.
        Plan = "plan";
        /// Call a meeting.
        Call = "call";
        /// Say when a meeting that is called begins and ends.
        SetHours = "set-hours";
        /// Call a meeting off.
        Cancel = "cancel";
        /// Put an item on the agenda.
        AddItem = "add-item";
        /// Schedule an entry of the forward plan to an item.
        Schedule = "schedule";
        /// File a paper, or a new version of one.
        FilePaper = "file-paper";
        /// Publish the agenda.
        PublishAgenda = "publish-agenda";
        /// Record that somebody will not come.
        Apologise = "apologise";
        /// Record that somebody has come.
        Arrive = "arrive";
        /// Record that somebody has left.
        Leave = "leave";
        /// Declare an interest, and what follows from it.
        Declare = "declare";
        /// Open the meeting.
        OpenMeeting = "open-meeting";
        /// Close the meeting.
        CloseMeeting = "close-meeting";
        /// Take an item.
        OpenItem = "open-item";
        /// Leave an item.
        CloseItem = "close-item";
        /// Say something to an item, for the record.
        Speak = "speak";
        /// Vote, where the forum's rules decide by votes.
        CastVote = "cast-vote";
        /// Write the minutes, or a new version of them.
        WriteMinutes = "write-minutes";
        /// Approve the minutes of a meeting at a later one.
        ApproveMinutes = "approve-minutes";
        /// Give the members of a forum notice.
        GiveNotice = "give-notice";
        /// Table a proposal.
        Propose = "propose";
        /// Say before positions open whether a proposal can be divided.
        Divide = "divide";
        /// Open positions.
        OpenPositions = "open-positions";
        /// Take a position for one body.
        TakePosition = "take-position";
        /// Put an amended wording.
        Amend = "amend";
        /// Name a mediator for a body's negotiation.
        NameMediator = "name-mediator";
        /// Carry a proposal to another item or into writing.
        PutTo = "put-to";
        /// Let the positions take effect.
        Settle = "settle";
        /// Record what a governing body answers on what was referred to it, or on what its body stayed outside of.
        AnswerReferral = "answer-referral";
        /// Record that a condition is met.
        MeetCondition = "meet-condition";
        /// Report an urgent decision to a meeting.
        ReportUrgent = "report-urgent";
        /// Record what the clocks of a proposal have run out on.
        LetTimePass = "let-time-pass";
        /// Give somebody something to do.
        RaiseAction = "raise-action";
        /// Close an action.
        CloseAction = "close-action";
        /// Put a scrutiny question about a proposal.
        AskQuestion = "ask-question";
        /// Answer a question for a proposal, its own or a later one.
        AnswerQuestion = "answer-question";
        /// Record that what was promised in an answer was done.
        KeepCommitment = "keep-commitment";
    }
}
