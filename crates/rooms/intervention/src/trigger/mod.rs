//! What a body's figures propose: rules T1 to T10 by a dated edition. A trigger changes no status; a person confirms it.
//! Section 3, rules R11 to R14.

mod edition;
mod figures;
mod rules;

pub use edition::{EDITIONS, Edition, Least, edition_on};
pub use figures::{
    Economy, EconomyError, Figures, Grade, MeasuresStanding, Month, MonthError, Plan, UndertakingStanding,
};
pub use rules::{Assessment, Rule, Step, assess};
