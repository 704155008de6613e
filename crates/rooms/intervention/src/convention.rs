//! What no statute settles and somebody must: days and counts that NHS England may set otherwise. Shown as assumed wherever
//! one of them decides something.

use terms::Date;

/// The days and counts in use from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Convention {
    /// The first day on which they hold.
    pub from: Date,
    /// By what they are set.
    pub source: &'static str,
    /// How many days a proposal stays open; the last of them counts. Rule R16.
    pub proposal_days: u16,
    /// How many months in succession at or better than plan end special measures. Rule R29.
    pub deliveries: u8,
    /// Within how many working days an act committed before a clause began is reported to the authority. Rule R43.
    pub report_working_days: u16,
    /// How many months after a merger a clause on the whole successor is reviewed. Rule R50.
    pub succession_months: u16,
    /// After how many months without a review a case is listed. Rule R51.
    pub review_months: u16,
    /// How many working days the authority takes before its own time is shown as amber. Rules R24 and R47.
    pub authority_working_days: u16,
    /// How many working days a body has to send again what came back without a day. Rule R24.
    pub resubmission_working_days: u16,
}

/// Every edition, the earliest first.
pub const CONVENTIONS: &[Convention] = &[FIRST];

const FIRST: Convention = Convention {
    from: Date::constant(2012, 10, 1),
    source: "Assumed: no published source; for NHS England to set",
    proposal_days: 90,
    deliveries: 2,
    report_working_days: 5,
    succession_months: 3,
    review_months: 6,
    authority_working_days: 10,
    resubmission_working_days: 10,
};

/// The edition of a day; before the first, the first.
pub fn convention_on(day: Date) -> Convention {
    CONVENTIONS.iter().rev().find(|held| held.from <= day).copied().unwrap_or(FIRST)
}
