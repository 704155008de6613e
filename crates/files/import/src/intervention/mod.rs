//! Cases of special measures, directions and undertakings, transcribed from published pages: what each row says, the rows that
//! cannot be read, and where sources contradict each other.

mod cases;
mod findings;
mod ratings;
mod rows;

pub use cases::{CasesReading, read_cases};
pub use findings::{CaseFinding, CaseFindingKind};
pub use ratings::{RatingsReading, read_ratings};
