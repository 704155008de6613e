//! A division as a table: each thing a body holds, and where it goes.

use crate::id::IdError;
use crate::responsibility::Taken;
use std::collections::BTreeMap;
use terms::OdsCode;
use thiserror::Error;

/// The word for what goes nowhere.
pub const LAPSES: &str = "lapses";

/// What is wrong with a line of a division.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {reason}")]
pub struct DivisionError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what to write.
    pub reason: String,
}

impl Taken {
    /// Adds one thing, written `post:ID`, `power:ID`, `seat:COMMITTEE` or `mandate:ID`.
    ///
    /// # Errors
    /// In words, when it is none of these.
    pub fn put(&mut self, item: &str) -> Result<(), String> {
        let wrong = |error: IdError| error.to_string();
        match item.split_once(':') {
            Some(("post", id)) => drop(self.posts.insert(id.parse().map_err(wrong)?)),
            Some(("power", id)) => drop(self.powers.insert(id.parse().map_err(wrong)?)),
            Some(("seat", id)) => drop(self.seats.insert(id.parse().map_err(wrong)?)),
            Some(("mandate", id)) => drop(self.mandates.insert(id.parse().map_err(wrong)?)),
            _ => return Err(format!("`{item}` is not post:ID, power:ID, seat:COMMITTEE or mandate:ID")),
        }
        Ok(())
    }
}

/// Reads a division: one thing to a line, a comma, and the code of the successor that takes it, or `lapses`. Empty lines and
/// those that begin with `#` say nothing.
///
/// # Errors
/// A [`DivisionError`] for every line that is neither, in order.
pub fn parse_division(text: &str) -> Result<(BTreeMap<OdsCode, Taken>, Taken), Vec<DivisionError>> {
    let (mut to, mut lapses, mut errors) = (BTreeMap::<OdsCode, Taken>::new(), Taken::default(), Vec::new());
    for (line, row) in (1..).zip(text.lines()) {
        let row = row.trim().trim_start_matches('\u{feff}');
        if row.is_empty() || row.starts_with('#') {
            continue;
        }
        let put =
            row.split_once(',').ok_or_else(|| format!("`{row}` has no comma between the thing and where it goes"));
        let put = put.and_then(|(item, whom)| match whom.trim() {
            LAPSES => lapses.put(item.trim()),
            code => {
                let code = code.parse::<OdsCode>().map_err(|error| format!("{error}, nor is it `{LAPSES}`"))?;
                to.entry(code).or_default().put(item.trim())
            }
        });
        errors.extend(put.err().map(|reason| DivisionError { line, reason }));
    }
    if errors.is_empty() { Ok((to, lapses)) } else { Err(errors) }
}
