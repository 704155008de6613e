//! Why a question has no answer: what is not on record, or does not fit.

use crate::totals::id::DeflatorSeries;
use crate::{FundError, RiskError, RiskShareRefusal, RunRateError, SavingError};
use terms::{ApportionError, Date, FinancialMonth, FinancialYear, OdsCode, TooLarge, screen_date};
use thiserror::Error;

/// Why there is no answer. What is missing is never taken for nought.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unanswered {
    /// No regime is known.
    #[error("no regime is recorded for {month} of {year}")]
    NoRegime {
        /// The year.
        year: FinancialYear,
        /// The month.
        month: FinancialMonth,
    },
    /// No body belongs to the system.
    #[error("no body belongs to {system} on {}", screen_date(*on))]
    NoMembers {
        /// The system.
        system: OdsCode,
        /// The day.
        on: Date,
    },
    /// A body that is not in the system.
    #[error("{body} does not belong to {system} on {}", screen_date(*on))]
    NotInSystem {
        /// The body.
        body: OdsCode,
        /// The system.
        system: OdsCode,
        /// The day.
        on: Date,
    },
    /// A body without a plan.
    #[error("{body} has set no plan for {year}")]
    NoPlan {
        /// The body.
        body: OdsCode,
        /// The year.
        year: FinancialYear,
    },
    /// A month that was not reported.
    #[error("{body} has not reported {month} of {year}")]
    NoReport {
        /// The body.
        body: OdsCode,
        /// The year.
        year: FinancialYear,
        /// The month.
        month: FinancialMonth,
    },
    /// A report without income and expenditure.
    #[error("{body} has reported no income and expenditure to {month} of {year}")]
    NoTurnover {
        /// The body.
        body: OdsCode,
        /// The year.
        year: FinancialYear,
        /// The month.
        month: FinancialMonth,
    },
    /// A body without a control total.
    #[error("no control total of {body} in {system} is recorded for {month} of {year}")]
    NoTotal {
        /// The body.
        body: OdsCode,
        /// The system.
        system: OdsCode,
        /// The year.
        year: FinancialYear,
        /// The month.
        month: FinancialMonth,
    },
    /// A year without an index of prices.
    #[error("series `{series}` has no index for {year}")]
    NoDeflator {
        /// The series.
        series: DeflatorSeries,
        /// The year.
        year: FinancialYear,
    },
    /// Months that make no run rate.
    #[error(transparent)]
    RunRate(#[from] RunRateError),
    /// Risks that cannot be worked out.
    #[error(transparent)]
    Risk(#[from] RiskError),
    /// A risk share that cannot be worked out.
    #[error(transparent)]
    RiskShare(#[from] RiskShareRefusal),
    /// A fund or support that cannot be divided over quarters.
    #[error(transparent)]
    Fund(#[from] FundError),
    /// A saving that is none.
    #[error(transparent)]
    Saving(#[from] SavingError),
    /// Nothing to share by.
    #[error(transparent)]
    Share(#[from] ApportionError),
    /// A figure past what is kept of money.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}
