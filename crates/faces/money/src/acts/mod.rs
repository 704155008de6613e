//! What those who keep money may do.

mod accounts;
mod funds;
mod import_allocations;
mod milestone;
mod record_transfer;
mod record_transfers;
mod subject;

#[cfg(test)]
mod tests;

use ask::ActForm;

pub(crate) use record_transfers::{RECORD_TRANSFERS, good_ones, judged};

/// Every act, in the order of the documentation.
pub static ACTS: &[&ActForm] = &[
    &funds::ADD_FUND,
    &accounts::OPEN_ACCOUNT,
    &accounts::CLOSE_ACCOUNT,
    &record_transfer::RECORD_TRANSFER,
    &RECORD_TRANSFERS,
    &milestone::SET_MILESTONE,
    &milestone::RECORD_EVIDENCE,
    &import_allocations::IMPORT_ALLOCATIONS,
];

/// The heading of them all.
const GROUP: &str = "Money";
