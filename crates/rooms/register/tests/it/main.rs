//! The rules of the register in the sources' own words, and its laws by random registers.

#![expect(clippy::format_push_string, clippy::needless_for_each, reason = "shorter, and no test is timed")]

#[cfg(test)]
mod april;
#[cfg(test)]
mod kept;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod order;
#[cfg(test)]
mod rules;
