//! The identities that callers choose for what they record.

pub use terms::{ID_LENGTH_MAX, IdError, PersonId, check_id};

terms::ids! {
    /// A post of one or several bodies, e.g. `bucks-accountable-officer`.
    PostId = "a post's identity", "-";
    /// A committee, e.g. `bob-executive`.
    CommitteeId = "a committee's identity", "-";
    /// A statute, constitution, scheme, agreement or direction, e.g. `chiltern-scheme-2016`.
    InstrumentId = "an instrument's identity", "-";
    /// A power, e.g. `chiltern-scheme-2016-12`.
    PowerId = "a power's identity", "-";
    /// A mandate, or the transfer of one for a period.
    MandateId = "a mandate's identity", "-";
    /// A declared interest.
    InterestId = "an interest's identity", "-";
    /// A named universe of service lines over which coverage is proved.
    UniverseId = "a universe's identity", "-";
    /// A service line's code, e.g. `ambulance` or `mental-health.inpatient`.
    LineCode = "a service line's code", "-.";
    /// A function's code; dots divide it, and what is before a dot holds what follows: `contracts` holds
    /// `contracts.award`.
    FunctionCode = "a function's code", "-.";
}

impl FunctionCode {
    /// Whether this function is the other, or holds it.
    pub fn holds(&self, other: &Self) -> bool {
        other.as_str().strip_prefix(self.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    /// How many parts the code has: the more, the narrower the function.
    pub fn depth(&self) -> usize {
        self.as_str().split('.').count()
    }
}
