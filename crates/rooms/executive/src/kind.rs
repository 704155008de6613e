//! The fixed words of meetings and decisions.

use terms::words;

words! {
    /// What a representative says to a proposal, for one body.
    Stance, "a position", {
        /// Binds the body, within its representative's power.
        Agree = "agree", "Agrees";
        /// Binds the body; the reservation is recorded.
        AgreeWithReservation = "agree-with-reservation", "Agrees with a reservation";
        /// Does not bind the body; its own governing body decides.
        StandAside = "stand-aside", "Stands aside";
        /// Opens negotiation for the body; a reason is required. It is no veto.
        Object = "object", "Objects";
    }
}

impl Stance {
    /// Whether it binds the body, given the power.
    pub const fn concurs(self) -> bool {
        matches!(self, Self::Agree | Self::AgreeWithReservation)
    }
}

words! {
    /// A vote, where a body's own rules decide by votes.
    Vote, "a vote", {
        /// For.
        For = "for", "For";
        /// Against.
        Against = "against", "Against";
        /// Neither.
        Abstain = "abstain", "Abstains";
    }
}

words! {
    /// What kind of body meets. It follows from the committee's decision shape and is never chosen.
    ForumKind, "a kind of meeting", {
        /// Representatives use their own bodies' powers; the committee holds none.
        Executive = "executive", "Executive (individual delegation)";
        /// Committees of several bodies in one room, each deciding for its own.
        CommitteesInCommon = "committees-in-common", "Committees in common";
        /// A committee that holds what its members delegated to it.
        JointCommittee = "joint-committee", "Joint committee";
        /// A joint committee under section 65Z6 of the National Health Service Act 2006.
        JointExercise = "joint-exercise", "Joint committee (section 65Z6)";
        /// The board of a pooled fund under section 75.
        PooledFund = "pooled-fund", "Partnership board (section 75)";
        /// A body's own governing body or board.
        GoverningBody = "governing-body", "Governing body";
    }
}

impl ForumKind {
    /// Whether each body is bound by its own representative and by nothing else.
    pub const fn decides_body_by_body(self) -> bool {
        matches!(self, Self::Executive | Self::CommitteesInCommon)
    }
}

words! {
    /// What an agenda item is for.
    ItemKind, "a kind of agenda item", {
        /// Something is to be decided.
        Decision = "decision", "Decision";
        /// Members are to satisfy themselves.
        Assurance = "assurance", "Assurance";
        /// Members are told.
        Information = "information", "Information";
    }
}

words! {
    /// Who may read.
    Access, "public or confidential", {
        /// Anybody.
        Public = "public", "Public";
        /// Members only, for a stated reason.
        Confidential = "confidential", "Confidential";
    }
}

words! {
    /// What follows from an interest in an item.
    Recusal, "what follows from an interest", {
        /// Declared; the member takes part.
        TakesPart = "takes-part", "Takes part";
        /// The member may speak and does not decide.
        SpeaksOnly = "speaks-only", "Speaks, does not decide";
        /// The member leaves for the item.
        Leaves = "leaves", "Leaves for the item";
    }
}

words! {
    /// How far a meeting or an item has come.
    Stage, "a stage", {
        /// Not begun.
        Planned = "planned", "Planned";
        /// Going on.
        Open = "open", "Open";
        /// Ended.
        Closed = "closed", "Closed";
        /// Called off.
        Cancelled = "cancelled", "Cancelled";
    }
}

words! {
    /// What a governing body answers on a matter referred to it.
    Answer, "an answer", {
        /// It agrees, by its own power, from that day.
        Agrees = "agrees", "Agrees";
        /// It refuses.
        Refuses = "refuses", "Refuses";
    }
}

words! {
    /// What a seat at the table carries.
    Voice, "what a seat carries", {
        /// Its holder decides for the bodies they represent.
        Represents = "represents", "Decides for bodies";
        /// Its holder votes, where the rules decide by votes.
        Votes = "votes", "Votes";
        /// Its holder speaks and is recorded, and neither concurs nor objects.
        Speaks = "speaks", "Speaks";
    }
}

words! {
    /// What a tracked task is.
    ActionKind, "a kind of action", {
        /// Something a member is to do.
        Action = "action", "Action";
        /// Something the meeting resolved, to be carried out.
        Resolution = "resolution", "Resolution";
    }
}
