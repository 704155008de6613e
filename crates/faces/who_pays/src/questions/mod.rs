//! What may be asked of overrides, challenges and the method by which a payer is found.
//!
//! Overrides and challenges are confidential: what is answered is judged by who reads, so that a program, which reads what
//! the public reads, sees none, and the keeper at the command line sees all.

mod challenge;
mod challenges;
mod edition;
mod editions;
mod local_override;
mod overrides;

use ask::Question;

/// Every question, in the order of the documentation.
pub static QUESTIONS: &[&Question] = &[
    &overrides::OVERRIDES,
    &local_override::OVERRIDE,
    &challenges::CHALLENGES,
    &challenge::CHALLENGE,
    &editions::EDITIONS,
    &edition::EDITION,
];

/// The heading of them all.
const GROUP: &str = "Who pays";
