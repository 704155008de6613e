//! What the records of a piece of work show beside their answers: how their dates are written, and the first of each kind that
//! has no answer.

use crate::answer::AnswerId;
use crate::csv_text::{self, Block};
use crate::dates::{DateReader, Shown};
use crate::decider::Decider;
use crate::error::ActivityError;
use crate::layout::{DATES, Item, Layout, Source};
use assign::{ReasonId, Terminal};
use memchr::memchr_iter;
use std::collections::BTreeMap;

/// A record, by where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its file.
    pub file: String,
    /// Its line in text, its row otherwise; from 1.
    pub place: u64,
    /// Its dates as they are written, where that is why; else blank.
    pub dates: String,
}

/// Records that did not come to a question of the method, all for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// Why.
    pub reason: ReasonId,
    /// How many.
    pub records: u64,
    /// How many records were written altogether.
    pub of: u64,
    /// The first of them.
    pub example: Example,
}

impl Unanswered {
    /// Whether they are more than half of all.
    pub const fn are_most(&self) -> bool {
        self.records > self.of / 2
    }
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) dates: Shown,
    pub(super) examples: BTreeMap<ReasonId, Example>,
}

impl Found {
    /// Adds what was found later.
    pub(super) fn add(&mut self, later: Self) {
        self.dates.add(later.dates);
        for (reason, example) in later.examples {
            self.examples.entry(reason).or_insert(example);
        }
    }
}

/// Whether a terminal says that the record never came to a question: its input is why, and not the patient or the care.
pub(crate) const fn never_asked(terminal: Terminal) -> bool {
    matches!(terminal, Terminal::InvalidInput | Terminal::NoEdition | Terminal::OutOfScope)
}

/// Finds where the first date stands that can mean two days, unless that is known.
pub(super) fn place_dates(dates: &DateReader, name: &str, block: &Block, delimiter: u8, layout: &Layout) {
    let Some(text) = dates.unplaced() else { return };
    let mut lines = csv_text::Rows::new(&block.bytes, delimiter);
    let mut cells = Vec::new();
    while let Some(row) = lines.next(&mut cells) {
        let is_it = |place: &usize| {
            cells.get(*place).is_some_and(|cell| String::from_utf8_lossy(&cell.of(&block.bytes)).trim() == text)
        };
        if places_of_dates(layout).iter().any(is_it) {
            dates.place(name, line_of(block, row.start));
            return;
        }
    }
    // A constant of the mapping stands nowhere.
    dates.place(name, block.first_line);
}

fn places_of_dates(layout: &Layout) -> Vec<usize> {
    let places = DATES.iter().flat_map(|field| match layout.source(Item::Field(*field)) {
        Source::Column(place) => vec![*place],
        Source::First(places) => places.clone(),
        Source::Blank | Source::Constant(_) | Source::Joined(_) => Vec::new(),
    });
    places.collect()
}

/// The first record of each kind without an answer, of those just decided; `place` says where a record stands in its piece.
pub(super) fn examples(
    decider: &mut Decider<'_>,
    answers: &[AnswerId],
    place: impl Fn(usize) -> Example,
) -> BTreeMap<ReasonId, Example> {
    let mut found = BTreeMap::new();
    for (reason, number) in decider.never_asked() {
        if let Some(at) = answers.iter().position(|answer| *answer == number) {
            found.entry(reason).or_insert_with(|| place(at));
        }
    }
    found
}

/// A record of text, by its first byte.
pub(super) fn example_of_text(name: &str, block: &Block, start: usize, delimiter: u8, layout: &Layout) -> Example {
    let bytes = block.bytes.get(start..).unwrap_or_default();
    let mut cells = Vec::new();
    csv_text::Rows::new(bytes, delimiter).next(&mut cells);
    let text = |place: usize| cells.get(place).map(|cell| String::from_utf8_lossy(&cell.of(bytes)).into_owned());
    let dates = places_of_dates(layout).into_iter().filter_map(text).filter(|text| !text.trim().is_empty());
    let shown = |text: String| format!("`{}`", text.chars().take(40).collect::<String>());
    Example {
        file: name.to_owned(),
        place: line_of(block, start),
        dates: dates.map(shown).collect::<Vec<_>>().join(", "),
    }
}

fn line_of(block: &Block, start: usize) -> u64 {
    block.first_line + memchr_iter(b'\n', block.bytes.get(..start).unwrap_or_default()).count() as u64
}

/// What is said of the records that never came to a question, most first.
///
/// # Errors
/// [`ActivityError::MostUnanswered`] when they are most of the run and `kept` does not say that the result is wanted all the
/// same.
pub(super) fn unanswered(
    found: &Found,
    tally: &crate::tally::Tally,
    kept: bool,
) -> Result<Vec<Unanswered>, ActivityError> {
    let of = tally.written()?.records;
    let mut all: Vec<Unanswered> = found
        .examples
        .iter()
        .filter_map(|(reason, example)| {
            let records = tally.by_reason.get(reason)?.records;
            Some(Unanswered { reason: *reason, records, of, example: example.clone() })
        })
        .collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.records));
    match all.first().filter(|most| !kept && most.are_most()) {
        Some(most) => Err(ActivityError::MostUnanswered(Box::new(most.clone()))),
        None => Ok(all),
    }
}
