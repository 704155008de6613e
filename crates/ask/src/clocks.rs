//! The two clocks: when it was true, and when it was known.

use jiff::civil::Date;
use terms::FuzzyDate;

/// The pair every answer carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clocks {
    /// The day the organisations are shown as at.
    pub valid_at: Date,
    /// The day of the last entry taken into account.
    pub known_on: Date,
    /// That entry's number.
    pub entry: u64,
    /// The last day of which anything imported speaks, where the day asked about is later.
    pub speaks_until: Option<FuzzyDate>,
}

impl Clocks {
    /// The pair in words: `Organisations as at 1 April 2018 · as known on 22 November 2026 (entry 41)`.
    pub fn words(&self) -> String {
        let until = self.until_words().map(|words| format!(" · {words}")).unwrap_or_default();
        format!(
            "Organisations as at {} · as known on {} (entry {}){until}",
            day(self.valid_at),
            day(self.known_on),
            self.entry
        )
    }

    /// Up to when anything is known, where that is earlier than the day asked about: `known up to 27 February 2026`.
    pub fn until_words(&self) -> Option<String> {
        Some(format!("known up to {}", self.speaks_until?.screen()))
    }
}

/// A day as a person writes it: `1 April 2018`.
pub fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}
