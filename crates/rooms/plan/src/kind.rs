//! The fixed words of plans, their sign-off and the agreements they stand on.

use terms::words;

words! {
    /// What a line plans.
    ///
    /// Source: spec 06, section 12.1.
    LineKind, "a kind of line", {
        /// How much is done.
        Activity = "activity", "Activity";
        /// A standard to be met, month by month.
        Trajectory = "trajectory", "Trajectory";
        /// Money.
        Finance = "finance", "Finance";
        /// Staff.
        Workforce = "workforce", "Workforce";
        /// What is to be done, in words.
        Narrative = "narrative", "Narrative";
    }
}

words! {
    /// Who plans a line. Figures of two sides are compared and never added.
    Side, "a side of a plan", {
        /// The commissioner, of what it buys.
        Commissioner = "commissioner", "Commissioner";
        /// The provider, of what it supplies.
        Provider = "provider", "Provider";
        /// The system as a whole.
        System = "system", "System";
    }
}

words! {
    /// In what whole units a line is planned.
    Unit, "a unit", {
        /// Money.
        Pence = "pence", "pence";
        /// People, spells, attendances, calls.
        Count = "count", "count";
        /// Hundredths of a per cent.
        BasisPoints = "basis-points", "basis points";
        /// Hundredths of a whole-time equivalent.
        WteHundredths = "wte-hundredths", "hundredths of a whole-time equivalent";
        /// Words.
        Text = "text", "text";
    }
}

impl Unit {
    /// Whether figures of the unit may be added up. A percentage may not: it is worked out again from what it is a share of
    /// (rule R53).
    pub const fn adds_up(self) -> bool {
        matches!(self, Self::Pence | Self::Count | Self::WteHundredths)
    }
}

impl LineKind {
    /// The units in which such a line may be planned; the first is meant where none is given.
    pub const fn units(self) -> &'static [Unit] {
        match self {
            Self::Activity => &[Unit::Count],
            Self::Trajectory => &[Unit::BasisPoints, Unit::Count],
            Self::Finance => &[Unit::Pence],
            Self::Workforce => &[Unit::WteHundredths],
            Self::Narrative => &[Unit::Text],
        }
    }

    /// The unit meant where none is given.
    pub const fn usual_unit(self) -> Unit {
        match self {
            Self::Activity => Unit::Count,
            Self::Trajectory => Unit::BasisPoints,
            Self::Finance => Unit::Pence,
            Self::Workforce => Unit::WteHundredths,
            Self::Narrative => Unit::Text,
        }
    }
}

words! {
    /// How far a plan's sign-off has come.
    ///
    /// Source: spec 06, section 12.4.
    Stage, "a stage of a plan", {
        /// Lines are being brought together.
        Draft = "draft", "Draft";
        /// Put to the bodies.
        Submitted = "submitted", "Submitted";
        /// Every body has signed or objected, and nothing keeps the executive from signing.
        Ready = "ready", "Ready for the executive";
        /// Signed by every body and the executive.
        Signed = "signed", "Signed";
        /// Signed by the executive for the bodies that signed; the others are in negotiation.
        Partial = "partial", "Signed in part";
    }
}

words! {
    /// What a body has said to a plan.
    Stance, "what a body says to a plan", {
        /// Nothing: silence is not consent.
        Silent = "silent", "Waiting";
        /// It signed.
        Signed = "signed", "Signed";
        /// It objects. That is no veto: its lines stay under its own plan.
        Objecting = "objecting", "Objects";
    }
}

words! {
    /// Which test a plan is put to.
    ///
    /// Source: spec 06, section 12.3. The last two stand there without a number.
    CheckKind, "a check", {
        /// What the commissioner plans to pay is what the provider plans to be paid.
        Contract = "contract", "Commissioner and provider agree";
        /// Activity at its price is the money.
        Price = "price", "Activity at its price is the money";
        /// Growth is as it was in the years before.
        Growth = "growth", "Growth is as in the years before";
        /// There is room for the demand and for clearing the backlog.
        Capacity = "capacity", "Capacity covers demand and backlog";
        /// Parts add up to their whole.
        Parts = "parts", "Parts add up to the whole";
        /// Twelve months make the year.
        Months = "months", "Twelve months make the year";
        /// The planned position meets the control total.
        ControlTotal = "control-total", "The position meets the control total";
        /// Beds are not fuller than they may be.
        Occupancy = "occupancy", "Beds are not too full";
        /// Spending on mental health grows at least as the allocation does.
        MentalHealth = "mental-health", "Mental health grows with the allocation";
        /// Running costs are within their allowance.
        RunningCost = "running-cost", "Running costs are within the allowance";
        /// Contracts are signed by their deadline.
        ContractDeadline = "contract-deadline", "Contracts are signed in time";
    }
}

impl CheckKind {
    /// The number by which planning guidance and people know it; empty for the two that have none.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Contract => "C1",
            Self::Price => "C2",
            Self::Growth => "C3",
            Self::Capacity => "C4",
            Self::Parts => "C5",
            Self::Months => "C6",
            Self::ControlTotal => "C7",
            Self::Occupancy => "C8",
            Self::MentalHealth => "C9",
            Self::RunningCost | Self::ContractDeadline => "",
        }
    }
}

words! {
    /// What kind of agreement bodies have made.
    AgreementKind, "a kind of agreement", {
        /// A contract with a provider.
        Contract = "contract", "Contract";
        /// An arrangement under section 75 of the National Health Service Act 2006, such as a pooled fund.
        Section75 = "section75", "Section 75 agreement";
        /// An agreement to share data.
        DataSharing = "data-sharing", "Data-sharing agreement";
    }
}

words! {
    /// How far a contract has come.
    ///
    /// Source: spec 06, section 12.1, the contract tracker.
    ContractStage, "a stage of a contract", {
        /// Being negotiated.
        Negotiation = "negotiation", "In negotiation";
        /// Agreed, not signed.
        Agreed = "agreed", "Agreed";
        /// Signed.
        Signed = "signed", "Signed";
        /// A mediator is at work.
        Mediation = "mediation", "In mediation";
        /// Before an arbiter, or an expert who determines it.
        Arbitration = "arbitration", "In arbitration or expert determination";
    }
}

words! {
    /// What an agreement asks when one of its parties merges.
    MergerDuty, "what a merger asks", {
        /// A new agreement takes its place, by consent of all parties.
        Novate = "novate", "Novate";
        /// The other parties are told.
        Notify = "notify", "Notify";
        /// Its terms are varied.
        Vary = "vary", "Vary";
        /// Nothing: it passes with the body.
        Nothing = "nothing", "Nothing";
    }
}
