//! The journal on disks that fail and under processes that are killed.

#[cfg(test)]
mod faults;
#[cfg(test)]
mod killed;
