//! The values of one record, wherever its columns are.

use crate::dates::{DateOrder, DateReader};
use crate::layout::{DATES, Item, Layout, N_ITEMS, Source};

/// Reads the items of records by a layout.
#[derive(Debug)]
pub(crate) struct RowReader {
    sources: Vec<Source>,
    joined: Vec<String>,
    dated: Vec<bool>,
    pub(crate) dates: DateReader,
}

impl RowReader {
    pub(crate) fn of(layout: &Layout, order: Option<DateOrder>) -> Self {
        let sources = Item::all().map(|item| layout.source(item).clone()).collect();
        let dated = Item::all().map(|item| DATES.iter().any(|date| item == Item::Field(*date))).collect();
        Self { sources, joined: vec![String::new(); N_ITEMS], dated, dates: DateReader::of(order) }
    }

    /// The text of every item; `cell` gives the text of a column.
    #[inline]
    pub(crate) fn read<'r>(&'r mut self, cell: impl Fn(usize) -> &'r str) -> [&'r str; N_ITEMS] {
        for ((source, joined), dated) in self.sources.iter().zip(&mut self.joined).zip(&self.dated) {
            if *dated {
                // A date that is written in another way than the method reads is rewritten.
                joined.clear();
                joined.extend(self.dates.rewritten(alone(source, &cell)));
                continue;
            }
            let Source::Joined(places) = source else { continue };
            joined.clear();
            for text in places.iter().map(|place| cell(*place)).filter(|text| !text.is_empty()) {
                if !joined.is_empty() {
                    joined.push(';');
                }
                joined.push_str(text);
            }
        }
        let mut values = [""; N_ITEMS];
        for ((value, source), joined) in values.iter_mut().zip(&self.sources).zip(&self.joined) {
            *value = match source {
                Source::Joined(_) => joined,
                _ => alone(source, &cell),
            };
        }
        for ((value, joined), dated) in values.iter_mut().zip(&self.joined).zip(&self.dated) {
            if *dated && !joined.is_empty() {
                *value = joined;
            }
        }
        values
    }
}

/// The text of an item that is not joined of several.
fn alone<'r>(source: &'r Source, cell: &impl Fn(usize) -> &'r str) -> &'r str {
    match source {
        Source::Blank | Source::Joined(_) => "",
        Source::Column(place) => cell(*place),
        Source::Constant(text) => text,
        Source::First(places) => {
            places.iter().map(|place| cell(*place)).find(|text| !text.trim().is_empty()).unwrap_or_default()
        }
    }
}
