//! What anybody may ask of who decides.

mod expiring;

use ask::Question;

/// Every question, in the order of the documentation.
pub static QUESTIONS: &[&Question] = &[&expiring::EXPIRING];

/// The heading of them all.
const GROUP: &str = "Who decides";
