//! The identities by which the records of meetings and proposals are known. The caller chooses them; one that is taken is
//! refused.

terms::ids! {
    /// A meeting.
    MeetingId = "a meeting's identity", "-";
    /// An item of an agenda; unique over all meetings.
    ItemId = "an agenda item's identity", "-";
    /// A paper.
    PaperId = "a paper's identity", "-";
    /// A proposal.
    ProposalId = "a proposal's identity", "-";
    /// A condition on which an approval depends; unique within its proposal.
    ConditionId = "a condition's identity", "-";
    /// An action, or a resolution to be carried out.
    ActionId = "an action's identity", "-";
    /// A question put by scrutiny.
    QuestionId = "a question's identity", "-";
    /// An entry of the forward plan.
    PlanId = "a forward plan entry's identity", "-";
    /// A notice to members.
    NoticeId = "a notice's identity", "-";
}
