//! What those who keep control totals, report months and cut running costs may do.

use ask::ActForm;

/// Every act, in the order of the documentation.
pub static ACTS: &[&ActForm] = &[
    // Control totals.
    // Running costs.
];
