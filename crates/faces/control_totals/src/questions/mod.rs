//! What may be asked of control totals and all that is held against them.

use ask::Question;

/// Every question, in the order of the documentation.
pub static QUESTIONS: &[&Question] = &[
    // Control totals.
    // Running costs.
];
