//! The two clocks: when it was true, and when it was known.

use jiff::civil::Date;

/// The pair every answer carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clocks {
    /// The day the organisations are shown as at.
    pub valid_at: Date,
    /// The day of the last entry taken into account.
    pub known_on: Date,
    /// That entry's number.
    pub entry: u64,
}

impl Clocks {
    /// The pair in words: `Organisations as at 1 April 2018 · as known on 22 November 2026 (entry 41)`.
    pub fn words(&self) -> String {
        format!(
            "Organisations as at {} · as known on {} (entry {})",
            day(self.valid_at),
            day(self.known_on),
            self.entry
        )
    }
}

/// A day as a person writes it: `1 April 2018`.
pub fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}
