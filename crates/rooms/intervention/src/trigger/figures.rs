//! What is known of a body in a month. What is absent is unknown, never nought. Rule R11.

use serde::{Deserialize, Serialize};
use std::str::FromStr;
use terms::{OdsCode, Pence, words};
use thiserror::Error;

words! {
    /// A published headline rating.
    Grade, "a grade", {
        /// The best.
        Outstanding = "outstanding", "Outstanding";
        /// Good.
        Good = "good", "Good";
        /// Requires improvement.
        RequiresImprovement = "requires-improvement", "Requires improvement";
        /// The worst.
        Inadequate = "inadequate", "Inadequate";
    }
}

words! {
    /// Whether plan and control total were agreed by their day.
    Plan, "whether a plan is agreed", {
        /// They were.
        Agreed = "yes", "Agreed";
        /// They were not.
        NotAgreed = "no", "Not agreed";
    }
}

words! {
    /// Whether the body is in special measures already.
    MeasuresStanding, "whether a body is in measures", {
        /// It is.
        InMeasures = "yes", "In measures";
        /// It is not.
        Free = "no", "Not in measures";
    }
}

words! {
    /// Whether the body keeps what it undertook.
    UndertakingStanding, "how an undertaking stands", {
        /// It does, or undertook nothing.
        Kept = "kept", "Kept";
        /// It broke an undertaking.
        Broken = "broken", "Broken";
    }
}

/// A month of the financial year: 1 is April, 12 is March.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Month(u8);

/// No month of a financial year.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{found}` is not a month of the financial year: write 1 for April to 12 for March")]
pub struct MonthError {
    /// As given.
    pub found: String,
}

impl Month {
    /// Its number.
    pub const fn number(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Month {
    type Error = MonthError;

    fn try_from(number: u8) -> Result<Self, MonthError> {
        if (1..=12).contains(&number) { Ok(Self(number)) } else { Err(MonthError { found: number.to_string() }) }
    }
}

impl From<Month> for u8 {
    fn from(month: Month) -> Self {
        month.0
    }
}

impl FromStr for Month {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Self, MonthError> {
        text.parse::<u8>().map_err(|_| MonthError { found: text.to_owned() })?.try_into()
    }
}

/// How many of the other members of a declared economy are hit themselves: `3/4`. The number of members is as reported, with
/// the body left in. Rule R14.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Economy {
    hit: u32,
    members: u32,
}

/// No share of an economy.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{found}` is not a part of an economy: write how many are hit of how many, such as 3/4")]
pub struct EconomyError {
    /// As given.
    pub found: String,
}

impl Economy {
    /// Whether at least one is hit, and at least half.
    pub const fn is_hit(self) -> bool {
        self.hit >= 1 && self.hit.saturating_mul(2) >= self.members
    }
}

impl FromStr for Economy {
    type Err = EconomyError;

    fn from_str(text: &str) -> Result<Self, EconomyError> {
        let wrong = || EconomyError { found: text.to_owned() };
        let (hit, members) = text.split_once('/').ok_or_else(wrong)?;
        let number = |text: &str| text.trim().parse::<u32>().map_err(|_| wrong());
        let held = Self { hit: number(hit)?, members: number(members)? };
        if held.hit <= held.members { Ok(held) } else { Err(wrong()) }
    }
}

/// The figures of a body in a month, in whole pence; a surplus is positive, a deficit negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// The body.
    pub body: OdsCode,
    /// The month.
    pub month: Option<Month>,
    /// The allocation of the year.
    pub allocation: Option<Pence>,
    /// The control total of the year.
    pub control_total: Option<Pence>,
    /// The position planned for the year.
    pub plan: Option<Pence>,
    /// The position planned to date.
    pub plan_to_date: Option<Pence>,
    /// The position to date.
    pub actual_to_date: Option<Pence>,
    /// The position forecast for the year.
    pub forecast: Option<Pence>,
    /// The forecast of the month before.
    pub last_forecast: Option<Pence>,
    /// The cumulative position.
    pub cumulative: Option<Pence>,
    /// The savings to be made in the year.
    pub savings_target: Option<Pence>,
    /// The turnover of the year.
    pub turnover: Option<Pence>,
    /// The headline rating, from the day it was published. Rule R10.
    pub rating: Option<Grade>,
    /// Whether plan and control total were agreed by their day.
    pub agreed: Option<Plan>,
    /// Whether it is in special measures.
    pub measures: MeasuresStanding,
    /// By how many working days its most overdue clause is late.
    pub overdue_working_days: Option<u32>,
    /// Whether it keeps what it undertook.
    pub undertakings: Option<UndertakingStanding>,
    /// How the other members of its economy do.
    pub economy: Option<Economy>,
}

impl Figures {
    /// Those of a body of which nothing is known.
    pub const fn unknown(body: OdsCode) -> Self {
        Self {
            body,
            month: None,
            allocation: None,
            control_total: None,
            plan: None,
            plan_to_date: None,
            actual_to_date: None,
            forecast: None,
            last_forecast: None,
            cumulative: None,
            savings_target: None,
            turnover: None,
            rating: None,
            agreed: None,
            measures: MeasuresStanding::Free,
            overdue_working_days: None,
            undertakings: None,
            economy: None,
        }
    }
}
