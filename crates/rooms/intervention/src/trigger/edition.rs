//! The thresholds, by the day of the figures that are judged.

use crate::kind::Standing;
use terms::{Date, Pence};

/// The least that a body's forecast must come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Least {
    /// The control total it agreed.
    ControlTotal,
    /// Break-even, each body by itself.
    BreakEven,
}

/// An edition of the triggers. Shares are in parts of ten thousand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edition {
    /// The first day of figures that it judges.
    pub from: Date,
    /// Its name.
    pub title: &'static str,
    /// By what it is set.
    pub source: &'static str,
    /// How surely its thresholds are known.
    pub standing: Standing,
    /// What the forecast is held against.
    pub least: Least,
    /// T1: the share of the allocation by which a forecast may fall short.
    pub shortfall_share: i64,
    /// T1: what it may fall short by at the least.
    pub shortfall_floor: Pence,
    /// T2, T2w, T3: the share of the allocation.
    pub variance_share: i64,
    /// T2: the first month it is tested in; before it, T2w.
    pub variance_month: u8,
    /// T6: the share of the allocation.
    pub swing_share: i64,
    /// T8: how many working days a clause may be overdue.
    pub overdue_working_days: u32,
    /// T9: the share of the allocation.
    pub cumulative_share: i64,
    /// T10: the share of the turnover.
    pub savings_share: i64,
}

/// Every edition, the earliest first.
pub const EDITIONS: &[Edition] = &[
    RESET,
    Edition {
        from: Date::constant(2026, 4, 1),
        title: "Each body breaks even, 1 April 2026",
        source: "Planning framework from 2026/27: each board and trust must break even; thresholds carried over, assumed",
        least: Least::BreakEven,
        ..RESET
    },
];

const RESET: Edition = Edition {
    from: Date::constant(2016, 7, 21),
    title: "The reset of 21 July 2016",
    source: "NHS England and NHS Improvement, Strengthening financial performance and accountability, 21 July 2016; \
             thresholds assumed, for NHS England to set",
    standing: Standing::Assumed,
    least: Least::ControlTotal,
    shortfall_share: 50,
    shortfall_floor: Pence(100_000_000),
    variance_share: 25,
    variance_month: 3,
    swing_share: 100,
    overdue_working_days: 20,
    cumulative_share: 500,
    savings_share: 800,
};

/// The edition by which figures of a day are judged; before the first, the first.
pub fn edition_on(day: Date) -> &'static Edition {
    EDITIONS.iter().rev().find(|held| held.from <= day).unwrap_or(&RESET)
}
