//! What those who keep people, powers and mandates may do.

mod appoint;
mod choices;

use ask::ActForm;

/// Every act, in the order of the documentation.
pub static ACTS: &[&ActForm] = &[&appoint::APPOINT];

/// The heading of them all.
const GROUP: &str = "Who decides";
