//! What words does the whole of Footprint share?
//!
//! Codes, identities, dates with their precision, periods, the two clocks, financial years, whole counts and money, and what
//! a room keeps of the record. Every type here is parsed once, at the edge; a value of the type is valid.
//!
//! Invariant: nothing here reads a clock, a file or the environment.

mod apportion;
mod clocks;
mod code;
mod date;
mod decimal;
mod exact;
mod figure;
mod financial_month;
mod financial_year;
pub mod formula;
mod id;
mod late;
mod money;
mod period;
mod rate;
mod record;
pub mod shared;
mod timeline;
mod words;

pub use apportion::{ApportionError, Heads, KeyedError, apportion, apportion_by_key, apportion_wide};
pub use clocks::{AsAt, Sequence};
pub use code::{CodeError, GssCode, OdsCode};
pub use date::{DateError, FuzzyDate, date_of, day_number, month_of, parse_compact_date, screen_date};
pub use exact::{TooLarge, round_ratio};
pub use figure::{FigureError, FigureUnit};
pub use financial_month::{FinancialMonth, NoSuchMonth, Quarter};
pub use financial_year::FinancialYear;
pub use id::{ID_LENGTH_MAX, IdError, PersonId, check_id};
pub use money::{MoneyError, Pence};
pub use period::{Certainty, Period, PeriodError};
pub use rate::{Rate, RateError};
pub use record::{ReplayError, Text, Versioned, take_entry};
pub use timeline::{Change, Held, Timeline};
pub use words::UnknownWord;

pub use jiff::civil::Date;
