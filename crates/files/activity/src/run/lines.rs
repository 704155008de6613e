//! Lines of text decided column by column: cells become numbers as they are read, and a block is then decided at once.
//!
//! Most cells of a file are short and come again and again, so what a text stands for is remembered; postcodes do not, and
//! are looked up together.

use super::columns::{SMALL, number_of, traits_of};
use super::found::{Found, example_of_text, place_dates};
use super::output::Product;
use super::rows::{Rows, unreadable};
use super::{Aside, Done, Plan};
use crate::answer::AnswerId;
use crate::csv_doubt::refuse_swallowed;
use crate::csv_text::{self, Block, CellSpan, RowSpan, Text};
use crate::dates::DateReader;
use crate::decider::{Deciding, MissingOvcc, RowFault, cost_of};
use crate::error::ActivityError;
use crate::layout::{Item, Layout, Source};
use crate::tally::Sum;
use assign::{Batch, Column, Compiled, Field, Outcome, Small, Traits};

/// A text of at most sixteen bytes, whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Short {
    first: u64,
    last: u64,
    length: usize,
}

impl Short {
    /// The text, unless it is longer. Its beginning and its end, which may overlap, and its length hold every byte of it.
    #[inline]
    fn of(text: &[u8]) -> Option<Self> {
        let (first, last) = match (text.first_chunk::<8>(), text.last_chunk::<8>()) {
            (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
            _ => match (text.first_chunk::<4>(), text.last_chunk::<4>()) {
                (Some(first), Some(last)) => (u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into()),
                _ => (text.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)), 0),
            },
        };
        (text.len() <= 16).then_some(Self { first, last, length: text.len() })
    }

    #[inline]
    const fn hash(self) -> usize {
        let mixed = (self.first ^ self.last.rotate_left(23)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed ^ (mixed >> 32)) as usize
    }
}

/// What texts stood for when they were last seen, each in the one place it can be in.
struct Memo<T> {
    slots: Vec<(Short, T)>,
    blank: T,
}

impl<T: Copy> Memo<T> {
    /// A memory of `size` places, a power of two; `blank` is what no text stands for.
    fn new(size: usize, blank: T) -> Self {
        Self { slots: vec![(Short::default(), blank); size], blank }
    }

    #[inline]
    fn get(&mut self, text: &[u8], work: impl Fn(&str) -> T) -> T {
        if text.is_empty() {
            return self.blank;
        }
        let read = || work(std::str::from_utf8(text).unwrap_or("\u{FFFD}"));
        let Some(short) = Short::of(text) else { return read() };
        let at = short.hash() & (self.slots.len() - 1);
        match self.slots.get_mut(at) {
            Some((held, value)) if *held == short => *value,
            Some(slot) => {
                *slot = (short, read());
                slot.1
            }
            None => read(),
        }
    }
}

/// Where the cells of an item are, and what they stood for.
struct Cells<T> {
    field: Field,
    place: usize,
    memo: Memo<T>,
    /// One a record of the block at hand.
    values: Vec<T>,
}

impl<T: Copy> Cells<T> {
    /// Nothing when the item is in no column.
    fn of(layout: &Layout, field: Field, size: usize, blank: T) -> Option<Self> {
        let Source::Column(place) = layout.source(Item::Field(field)) else { return None };
        Some(Self { field, place: *place, memo: Memo::new(size, blank), values: Vec::new() })
    }

    #[inline]
    fn read(&mut self, spans: &[CellSpan], bytes: &[u8], work: impl Fn(Field, &str) -> T) -> T {
        let text = spans.get(self.place).map(|span| span.raw(bytes)).unwrap_or_default();
        self.memo.get(text, |text| work(self.field, text))
    }
}

/// What a line of the block at hand holds.
enum Holds {
    Nothing,
    Record,
    Unreadable,
}

/// Decides blocks of lines column by column.
pub(super) struct LineReader {
    layout: Layout,
    /// Practice, provider and service.
    codes: [Option<Cells<u32>>; 3],
    small: Vec<Cells<Traits>>,
    fixed: Traits,
    days: [Option<Cells<i32>>; 4],
    dates: DateReader,
    /// Where postcodes are, and the cells of the block at hand.
    place: Option<usize>,
    postcodes: Vec<CellSpan>,
    traits: Vec<Traits>,
    costs: Vec<i64>,
    lines: Vec<(RowSpan, Holds)>,
    spans: Vec<CellSpan>,
    outcomes: Vec<Outcome>,
    answers: Vec<AnswerId>,
    /// How long the last result was.
    room: usize,
}

/// The items known by numbers, with how many of their texts are remembered.
const CODES: [(Field, usize); 3] =
    [(Field::GpPractice, 1 << 15), (Field::Provider, 1 << 10), (Field::ServiceCode, 1 << 10)];
/// Texts remembered of a day, and of a small field.
const DAYS: usize = 1 << 10;
const WORDS: usize = 1 << 8;

impl LineReader {
    pub(super) fn of(plan: &Plan<'_>) -> Self {
        let (layout, Deciding { compiled, missing_ovcc, .. }) = (&plan.layout, &plan.deciding);
        let mut fixed = Traits::default();
        if *missing_ovcc == MissingOvcc::Resident {
            fixed |= Traits::options("missing_ovcc=A");
        }
        for field in SMALL {
            if let Source::Constant(text) = layout.source(Item::Field(field)) {
                fixed |= traits_of(compiled, field, text);
            }
        }
        let small = SMALL.into_iter();
        Self {
            codes: CODES.map(|(field, size)| Cells::of(layout, field, size, number_of(compiled, field, ""))),
            small: small.filter_map(|field| Cells::of(layout, field, WORDS, traits_of(compiled, field, ""))).collect(),
            fixed,
            days: Compiled::DATES.map(|field| Cells::of(layout, field, DAYS, Compiled::day(""))),
            dates: DateReader::of(plan.order),
            place: match layout.source(Item::Field(Field::Postcode)) {
                Source::Column(place) => Some(*place),
                _ => None,
            },
            postcodes: Vec::new(),
            layout: layout.clone(),
            traits: Vec::new(),
            costs: Vec::new(),
            lines: Vec::new(),
            spans: Vec::new(),
            outcomes: Vec::new(),
            answers: Vec::new(),
            room: 0,
        }
    }

    /// Some records of text.
    pub(super) fn text(&mut self, rows: &mut Rows<'_>, name: &str, block: &Block) -> Result<Done, ActivityError> {
        let text = Text::of(&block.bytes);
        refuse_swallowed(name, block, rows.plan.delimiter, self.layout.n_columns())?;
        self.read(rows, name, block, text)?;
        place_dates(&self.dates, name, block, rows.plan.delimiter, &self.layout);
        self.decide(rows.plan.deciding.compiled, text);
        self.answers.clear();
        rows.decider.counted(&self.outcomes, &self.costs, &mut self.answers)?;
        let plan = rows.plan;
        let found = rows.found(&self.dates.take(), &self.answers, |at| {
            let records = self.lines.iter().filter(|(_, holds)| matches!(holds, Holds::Record));
            let start = records.map(|(line, _)| line.start).nth(at).unwrap_or_default();
            example_of_text(name, block, start, plan.delimiter, &self.layout)
        });
        Ok(Done { found, ..self.write(rows, &block.bytes)? })
    }

    /// Reads every line; what it holds is then in the columns.
    fn read(&mut self, rows: &mut Rows<'_>, name: &str, block: &Block, text: Text<'_>) -> Result<(), ActivityError> {
        self.clear();
        let mut lines = csv_text::Rows::new(&block.bytes, rows.plan.delimiter);
        while let Some(line) = lines.next(&mut self.spans) {
            if self.spans.is_empty() {
                self.lines.push((line, Holds::Nothing));
                continue;
            }
            match self.cost(text) {
                Ok(cost) => {
                    self.costs.push(cost);
                    self.record(rows.plan.deciding.compiled, &block.bytes);
                    self.lines.push((line, Holds::Record));
                }
                Err(fault) if rows.plan.leave_out => {
                    rows.decider.leave_out(&fault);
                    self.lines.push((line, Holds::Unreadable));
                }
                Err(fault) => return Err(unreadable(name, block, line, &fault)),
            }
        }
        Ok(())
    }

    /// Begins a block.
    fn clear(&mut self) {
        self.lines.clear();
        self.traits.clear();
        self.costs.clear();
        self.postcodes.clear();
        self.codes.iter_mut().flatten().for_each(|cells| cells.values.clear());
        self.days.iter_mut().flatten().for_each(|cells| cells.values.clear());
    }

    /// What the record at hand costs, or why it cannot be read.
    fn cost(&self, text: Text<'_>) -> Result<i64, RowFault> {
        let (found, wanted) = (self.spans.len(), self.layout.n_columns());
        if found != wanted {
            return Err(RowFault::Ragged { found, wanted });
        }
        let [pence, pounds] = [Item::CostPence, Item::CostPounds].map(|item| match self.layout.source(item) {
            Source::Column(place) => self.spans.get(*place).map_or("", |span| text.cell(span)),
            _ => "",
        });
        cost_of(pence, pounds)
    }

    /// Puts the record at hand into the columns.
    fn record(&mut self, compiled: &Compiled, bytes: &[u8]) {
        let spans = self.spans.as_slice();
        for cells in self.codes.iter_mut().flatten() {
            let number = cells.read(spans, bytes, |field, text| number_of(compiled, field, text));
            cells.values.push(number);
        }
        for cells in self.days.iter_mut().flatten() {
            let day = cells.read(spans, bytes, |_, text| self.dates.day(text));
            cells.values.push(day);
        }
        let traits = self.small.iter_mut().fold(self.fixed, |traits, cells| {
            traits | cells.read(spans, bytes, |field, text| traits_of(compiled, field, text))
        });
        self.traits.push(traits);
        self.postcodes.extend(self.place.and_then(|place| spans.get(place)));
    }

    /// Decides every record that was read.
    fn decide(&mut self, compiled: &Compiled, text: Text<'_>) {
        let n = self.costs.len();
        let mut postcodes = Vec::with_capacity(n);
        let cells = self.postcodes.iter().map(|span| text.cell(span));
        compiled.postcodes(cells, &mut postcodes);
        let given = |field: Field| match self.layout.source(Item::Field(field)) {
            Source::Constant(text) => text.as_str(),
            _ => "",
        };
        let fixed = |field: Field| number_of(compiled, field, given(field));
        let [practice, provider, service] = &self.codes;
        let days: [Vec<i32>; 4] = Compiled::DATES.map(|field| match self.layout.source(Item::Field(field)) {
            Source::Constant(text) => vec![self.dates.day(text); n],
            _ => Vec::new(),
        });
        let [first, second, third, fourth] = &days;
        let mut days: [&[i32]; 4] = [first, second, third, fourth];
        for (days, cells) in days.iter_mut().zip(&self.days) {
            if let Some(cells) = cells {
                *days = &cells.values;
            }
        }
        self.outcomes.clear();
        self.outcomes.resize(n, Outcome::default());
        let batch = Batch {
            practice: column(practice.as_ref(), fixed(Field::GpPractice)),
            postcode: match self.place {
                Some(_) => Column::Plain(&postcodes),
                None => Column::All(fixed(Field::Postcode)),
            },
            provider: column(provider.as_ref(), fixed(Field::Provider)),
            service: column(service.as_ref(), fixed(Field::ServiceCode)),
            small: &[Small::Traits(&self.traits)],
            days,
            overrides: Column::All(0),
        };
        compiled.assign_batch(&batch, &mut self.outcomes);
    }

    /// Writes every line with its answer.
    fn write(&mut self, rows: &mut Rows<'_>, bytes: &[u8]) -> Result<Done, ActivityError> {
        let mut out = Vec::with_capacity(self.room);
        let (mut left_out, mut n_blank, mut written) = (Aside::default(), 0, Sum::default());
        let mut answers = self.answers.iter().zip(&self.costs);
        for (line, holds) in &self.lines {
            match holds {
                Holds::Nothing => {
                    out.extend_from_slice(bytes.get(line.start..line.end).unwrap_or_default());
                    n_blank += 1;
                }
                Holds::Unreadable => rows.leave_out(bytes, *line, &mut left_out),
                Holds::Record => {
                    let (answer, pence) = answers.next().ok_or(ActivityError::Worker)?;
                    rows.line(bytes, *line, *answer, &mut out);
                    written.add(Sum { records: 1, pence: *pence })?;
                }
            }
        }
        self.room = self.room.max(out.len() + out.len() / 16);
        let (product, pence) = (Product::Text(out, written.records), written.pence);
        let (tally, bytes, found) = (rows.decider.tally()?, bytes.len() as u64, Found::default());
        Ok(Done { product, pence, tally, left_out, n_blank, bytes, found })
    }
}

/// The numbers of a column, or the one that every record has.
fn column(cells: Option<&Cells<u32>>, fixed: u32) -> Column<'_> {
    cells.map_or(Column::All(fixed), |cells| Column::Plain(&cells.values))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_memory_gives_what_the_work_gives() {
        let mut memo = Memo::new(4, 0);
        for text in
            ["", "A", "AB", "ABC", "ABCD", "CBA", "ABCDEFGH", "ABCDEFGHI", "a text of more than sixteen", "A", "ABC"]
        {
            let sum = |text: &str| text.bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
            assert_eq!(memo.get(text.as_bytes(), sum), sum(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn two_texts_are_one_only_if_they_are_equal(one in "[ab]{0,17}", other in "[ab]{0,17}") {
            let (short, long) = (Short::of(one.as_bytes()), Short::of(other.as_bytes()));
            prop_assert_eq!(short.is_none(), one.len() > 16);
            prop_assert_eq!(short.is_some() && short == long, one == other && one.len() <= 16);
        }
    }
}
