//! The journal on disks that fail and under processes that are killed.

mod faults;
mod killed;
