//! The fixed words of overrides and challenges.

use terms::words;

words! {
    /// Why a payer is set by hand.
    OverrideKind, "a kind of override", {
        /// A looked-after child placed in another area: the originating commissioner stays responsible.
        LookedAfterChild = "looked-after-child", "Looked-after child";
        /// Detention and aftercare under section 117 of the Mental Health Act 1983.
        Section117 = "section-117", "Section 117 aftercare";
        /// Referred through a referral assessment service.
        ReferralAssessment = "referral-assessment", "Referral assessment";
    }
}

impl From<OverrideKind> for assign::OverrideKind {
    fn from(kind: OverrideKind) -> Self {
        match kind {
            OverrideKind::LookedAfterChild => Self::LookedAfterChild,
            OverrideKind::Section117 => Self::Section117,
            OverrideKind::ReferralAssessment => Self::ReferralAssessment,
        }
    }
}

words! {
    /// How an override stands on a day. Each stands in exactly one way.
    OverrideStanding, "a state of an override", {
        /// Its first day is to come.
        Coming = "coming", "Not begun";
        /// In force, and for a while yet.
        InForce = "in-force", "In force";
        /// In force, and its last day is near.
        Expiring = "expiring", "About to expire";
        /// Its last day has passed.
        Expired = "expired", "Expired";
        /// Ended before its last day.
        Ended = "ended", "Ended early";
        /// Its key was erased: it applies to nothing.
        Erased = "erased", "Key erased";
    }
}

words! {
    /// A side of a case.
    Party, "a side of a case", {
        /// The body that says the other should pay.
        Claimant = "claimant", "Claimant";
        /// The body that is asked to pay.
        Respondent = "respondent", "Respondent";
    }
}

impl Party {
    /// The other side.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Claimant => Self::Respondent,
            Self::Respondent => Self::Claimant,
        }
    }
}

words! {
    /// How an answer reached the record.
    Received, "how an answer came", {
        /// The side whose move it is recorded it.
        Directly = "directly", "Recorded by that side";
        /// It came by letter, which is on file.
        ByLetter = "by-letter", "By letter, recorded by the claimant";
    }
}

words! {
    /// How far a case has come.
    Stage, "a stage of a case", {
        /// The respondent is to answer.
        Answering = "answering", "Waits for the respondent";
        /// The claimant is to reply.
        Replying = "replying", "Waits for the claimant";
        /// With NHS England.
        Escalated = "escalated", "In NHS England’s dispute route";
        /// Over.
        Closed = "closed", "Closed";
    }
}

words! {
    /// How a case ended.
    Closing, "an outcome", {
        /// The respondent accepts all that was claimed.
        Accepted = "accepted", "Accepted";
        /// The claimant accepts a part that the respondent offered.
        AcceptedInPart = "accepted-in-part", "Accepted in part";
        /// The claimant accepts that nothing is owed.
        Rejected = "rejected", "Rejected";
        /// The claimant withdrew.
        Withdrawn = "withdrawn", "Withdrawn";
        /// The respondent accepts the smaller sum the claimant came down to.
        Agreed = "agreed", "Agreed";
        /// NHS England ruled.
        Ruled = "ruled", "Ruled by NHS England";
    }
}

words! {
    /// What NHS England ruled.
    Ruling, "a ruling", {
        /// The whole claim.
        Upheld = "upheld", "Upheld in full";
        /// A part of it.
        UpheldInPart = "upheld-in-part", "Upheld in part";
        /// Nothing of it.
        NotUpheld = "not-upheld", "Not upheld";
    }
}
