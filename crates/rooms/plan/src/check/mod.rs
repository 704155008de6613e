//! What a plan is put to before the executive may sign it.

mod figures;
mod finding;
mod outcome;
mod tolerances;

pub use figures::Figures;
pub use finding::{CheckReference, Finding, findings};
pub use outcome::{Margin, Outcome, Verdict};
pub use tolerances::{Measures, TOLERANCES_AT_FIRST, Tolerances};
