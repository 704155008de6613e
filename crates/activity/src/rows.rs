//! The values of one record, wherever its columns are.

use crate::layout::{Item, Layout, N_ITEMS, Source};

/// Reads the items of records by a layout.
#[derive(Debug)]
pub(crate) struct RowReader {
    sources: Vec<Source>,
    joined: Vec<String>,
}

impl RowReader {
    pub(crate) fn of(layout: &Layout) -> Self {
        let sources = Item::all().map(|item| layout.source(item).clone()).collect();
        Self { sources, joined: vec![String::new(); N_ITEMS] }
    }

    /// The text of every item; `cell` gives the text of a column.
    #[inline]
    pub(crate) fn read<'r>(&'r mut self, cell: impl Fn(usize) -> &'r str) -> [&'r str; N_ITEMS] {
        for (source, joined) in self.sources.iter().zip(&mut self.joined) {
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
                Source::Blank => "",
                Source::Column(place) => cell(*place),
                Source::Constant(text) => text,
                Source::Joined(_) => joined,
                Source::First(places) => {
                    places.iter().map(|place| cell(*place)).find(|text| !text.trim().is_empty()).unwrap_or_default()
                }
            };
        }
        values
    }
}
