//! Records decided row by row: text, and whatever else needs the texts of a whole row.

use super::found::{Example, Found, example_of_text, examples, place_dates};
use super::input::ParquetInput;
use super::output::{OutputFormat, Product};
use super::{Aside, Done, Plan};
use crate::answer::AnswerId;
use crate::batch::{TextColumn, text_columns};
use crate::csv_doubt::refuse_swallowed;
use crate::csv_text::{self, Block, CellSpan, RowSpan, Text};
use crate::dates::Shown;
use crate::decider::{Decider, RowFault};
use crate::error::ActivityError;
use crate::guard::append_guarded;
use crate::parquet::{CodeColumn, encode, in_order_met};
use crate::rows::RowReader;
use crate::tally::Sum;
use arrow::array::{ArrayRef, RecordBatch, StringArray, StringBuilder};
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use memchr::{memchr, memchr_iter, memchr3};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use reader::guarded;
use std::fmt::Write as _;
use std::sync::Arc;
use terms::formula::Formulas;

/// Rows read at a time from a row group.
const ROWS: usize = 1 << 13;

/// Decides records row by row.
pub(super) struct Rows<'p> {
    pub(super) plan: &'p Plan<'p>,
    pub(super) decider: Decider<'p>,
    reader: RowReader,
    spans: Vec<CellSpan>,
    /// What stands at the end of a line of text, by the number of its answer; empty where it has not been made yet.
    tails: Vec<Box<[u8]>>,
}

impl<'p> Rows<'p> {
    pub(super) fn new(plan: &'p Plan<'p>, decider: Decider<'p>, reader: RowReader) -> Self {
        Self { plan, decider, reader, spans: Vec::new(), tails: Vec::new() }
    }

    /// Begins a piece of work.
    pub(super) fn begin(&mut self) {
        if self.decider.forget_many() {
            self.tails.clear();
        }
    }

    /// Some records of text.
    pub(super) fn text(&mut self, name: &str, block: &Block) -> Result<Done, ActivityError> {
        let wanted = self.plan.layout.n_columns();
        refuse_swallowed(name, block, self.plan.delimiter, wanted)?;
        let bytes = &block.bytes;
        let text = Text::of(bytes);
        let as_rows = self.plan.format != OutputFormat::Csv;
        let mut out = Vec::with_capacity(if as_rows { 0 } else { bytes.len() * 2 });
        let mut columns = Gathered::new(if as_rows { wanted } else { 0 });
        let mut left_out = Aside::default();
        let (mut n_blank, mut written) = (0, Sum::default());
        let mut answered: (Vec<AnswerId>, Vec<usize>) = Default::default();
        let mut rows = csv_text::Rows::new(bytes, self.plan.delimiter);
        let mut spans = std::mem::take(&mut self.spans);
        while let Some(row) = rows.next(&mut spans) {
            if spans.is_empty() {
                let line = bytes.get(row.start..row.end).unwrap_or_default();
                out.extend_from_slice(if as_rows { &[] } else { line });
                n_blank += 1;
                continue;
            }
            let extra = spans.get(wanted..).unwrap_or_default().iter().any(|span| !span.raw(bytes).is_empty());
            let decided = if spans.len() < wanted || extra || spans.len() > wanted && !as_rows {
                let fault = RowFault::Ragged { found: spans.len(), wanted };
                self.decider.leave_out(&fault);
                Err(fault)
            } else {
                let values = self.reader.read(|place| spans.get(place).map_or("", |span| text.cell(span)));
                self.decider.decide(&values)?
            };
            match decided {
                Ok((answer, pence)) => {
                    written.add(Sum { records: 1, pence })?;
                    answered.0.push(answer);
                    answered.1.push(row.start);
                    if as_rows { columns.push(&spans, bytes, answer) } else { self.line(bytes, row, answer, &mut out) }
                }
                Err(_) if self.plan.leave_out => self.leave_out(bytes, row, &mut left_out),
                Err(fault) => return Err(unreadable(name, block, row, &fault)),
            }
        }
        self.spans = spans;
        let product =
            if as_rows { Product::Batch(self.gathered(name, columns)?) } else { Product::Text(out, written.records) };
        let (plan, pence) = (self.plan, written.pence);
        place_dates(&self.reader.dates, name, block, plan.delimiter, &plan.layout);
        let found = self.found(&self.reader.dates.take(), &answered.0, |at| {
            let start = answered.1.get(at).copied().unwrap_or_default();
            example_of_text(name, block, start, plan.delimiter, &plan.layout)
        });
        Ok(Done { product, pence, tally: self.decider.tally()?, left_out, n_blank, bytes: bytes.len() as u64, found })
    }

    /// Writes a line of text with its answer.
    #[inline]
    pub(super) fn line(&mut self, bytes: &[u8], row: RowSpan, answer: AnswerId, out: &mut Vec<u8>) {
        self.content(bytes, row, out);
        self.tail(answer, out);
        let end = bytes.get(row.content_end..row.end).unwrap_or_default();
        out.extend_from_slice(if end.is_empty() { b"\n" } else { end });
    }

    /// Writes the cells of a row as they stand, but for those that a spreadsheet would run.
    #[inline]
    fn content(&self, bytes: &[u8], row: RowSpan, out: &mut Vec<u8>) {
        let content = bytes.get(row.start..row.content_end).unwrap_or_default();
        if row.may_run && self.plan.formulas == Formulas::Guarded {
            append_guarded(content, self.plan.delimiter, out);
        } else {
            out.extend_from_slice(content);
        }
    }

    /// Puts a row aside.
    pub(super) fn leave_out(&self, bytes: &[u8], row: RowSpan, aside: &mut Aside) {
        self.content(bytes, row, &mut aside.bytes);
        aside.bytes.extend_from_slice(bytes.get(row.content_end..row.end).unwrap_or_default());
        aside.rows += 1;
    }

    /// What the records just decided show beside their answers.
    pub(super) fn found(&mut self, dates: &Shown, answers: &[AnswerId], place: impl Fn(usize) -> Example) -> Found {
        Found { dates: dates.clone(), examples: examples(&mut self.decider, answers, place) }
    }

    /// Writes what stands at the end of a line.
    #[inline]
    fn tail(&mut self, answer: AnswerId, out: &mut Vec<u8>) {
        match self.tails.get(answer as usize) {
            Some(tail) if !tail.is_empty() => out.extend_from_slice(tail),
            _ => out.extend_from_slice(self.make_tail(answer)),
        }
    }

    fn make_tail(&mut self, answer: AnswerId) -> &[u8] {
        let mut tail = Vec::new();
        for text in self.decider.words.texts(answer) {
            tail.push(self.plan.delimiter);
            quoted(text, self.plan.delimiter, &mut tail);
        }
        let place = answer as usize;
        if place >= self.tails.len() {
            self.tails.resize_with(place + 1, Box::default);
        }
        match self.tails.get_mut(place) {
            Some(slot) => {
                *slot = tail.into();
                slot
            }
            None => &[],
        }
    }

    /// Some rows of Arrow, which took so many bytes of their file.
    pub(super) fn batch(
        &mut self,
        name: &str,
        batch: &RecordBatch,
        before: u64,
        bytes: u64,
    ) -> Result<Done, ActivityError> {
        let (answers, pence) = self.answers(name, batch, Some, before)?;
        let product = if self.plan.format == OutputFormat::Csv {
            let (text, records) = self.batch_as_text(name, batch, &answers)?;
            Product::Text(text, records)
        } else {
            let mut arrays = batch.columns().to_vec();
            arrays.extend(self.added(&answers));
            Product::Batch(self.rows_of(name, arrays)?)
        };
        let found = self.found(&self.reader.dates.take(), &answers, |at| by_row(name, before, at));
        let tally = self.decider.tally()?;
        Ok(Done { product, pence, tally, left_out: Aside::default(), n_blank: 0, bytes, found })
    }

    /// The answers for the rows of a batch, and what they cost; `held` says where a column of the layout is in it.
    fn answers(
        &mut self,
        name: &str,
        batch: &RecordBatch,
        held: impl Fn(usize) -> Option<usize>,
        before: u64,
    ) -> Result<(Vec<AnswerId>, i64), ActivityError> {
        let used = self.plan.layout.columns_used();
        let place = |column: usize| if used.contains(&column) { held(column) } else { None };
        let columns = text_columns(name, batch, place, self.plan.layout.n_columns())?;
        let mut answers = Vec::with_capacity(batch.num_rows());
        let mut cost = Sum::default();
        for row in 0..batch.num_rows() {
            let cell = |place: usize| {
                columns.get(place).and_then(Option::as_ref).map_or("", |column: &TextColumn| column.cell(row))
            };
            let values = self.reader.read(cell);
            let decided = self.decider.decide(&values)?;
            self.reader.dates.place(name, before + row as u64 + 1);
            let (answer, pence) = decided.map_err(|fault| ActivityError::Damaged {
                file: name.to_owned(),
                line: before + row as u64 + 1,
                reason: format!("row: {fault}"),
            })?;
            cost.add(Sum { records: 1, pence })?;
            answers.push(answer);
        }
        Ok((answers, cost.pence))
    }

    /// A row group, row by row.
    pub(super) fn group(
        &mut self,
        input: &Arc<ParquetInput>,
        group: usize,
        before: u64,
    ) -> Result<Done, ActivityError> {
        let used = self.plan.layout.columns_used();
        let mut reader = open_group(input, group, &used)?;
        let (mut added, mut cost) = (Vec::new(), Sum::default());
        let mut next = || guarded(|| reader.next().transpose()).map_err(|error| broken(input, group, &error));
        while let Some(batch) = next()? {
            let held = |column: usize| used.iter().position(|place| *place == column);
            let (answers, pence) = self.answers(&input.name, &batch, held, before + added.len() as u64)?;
            cost.add(Sum { records: 0, pence })?;
            added.extend(answers);
        }
        let dates = self.reader.dates.take();
        self.group_done(input, group, &added, (before, cost.pence), &dates)
    }

    /// The new columns of a row group, with so many rows before it, whose records cost so much, ready to be spliced in.
    pub(super) fn group_done(
        &mut self,
        input: &Arc<ParquetInput>,
        group: usize,
        answers: &[AnswerId],
        (before, pence): (u64, i64),
        dates: &Shown,
    ) -> Result<Done, ActivityError> {
        let metadata = input.metadata.metadata().row_groups().get(group);
        let rows = metadata.map_or(0, parquet::file::metadata::RowGroupMetaData::num_rows) as usize;
        if answers.len() != rows {
            return Err(broken(input, group, &format!("{} rows were read of {rows}", answers.len())));
        }
        let (met, words) = (in_order_met(answers), &self.decider.words);
        let mut chunks = Vec::with_capacity(self.plan.added.len());
        for (place, descriptor) in self.plan.added.iter().enumerate() {
            let column = CodeColumn::of(answers, &met, |answer| words.code(place, answer));
            let chunk = encode(&column, descriptor, |number| words.text(place, number));
            chunks.push(chunk.map_err(|error| broken(input, group, &error))?);
        }
        let bytes = metadata.map_or(0, parquet::file::metadata::RowGroupMetaData::compressed_size) as u64;
        let product = Product::Group(Arc::clone(input), group, chunks);
        let found = self.found(dates, answers, |at| by_row(&input.name, before, at));
        let tally = self.decider.tally()?;
        Ok(Done { product, pence, tally, left_out: Aside::default(), n_blank: 0, bytes, found })
    }

    /// The new columns as arrays.
    fn added(&self, answers: &[AnswerId]) -> Vec<ArrayRef> {
        let column = |place: usize| -> ArrayRef {
            let texts = answers.iter().map(|answer| {
                let words = &self.decider.words;
                words.text(place, words.code(place, *answer))
            });
            Arc::new(StringArray::from_iter_values(texts))
        };
        (0..self.decider.words.n_columns()).map(column).collect()
    }

    fn gathered(&self, name: &str, gathered: Gathered) -> Result<RecordBatch, ActivityError> {
        let mut arrays: Vec<ArrayRef> =
            gathered.columns.into_iter().map(|mut column| Arc::new(column.finish()) as ArrayRef).collect();
        arrays.extend(self.added(&gathered.answers));
        self.rows_of(name, arrays)
    }

    fn rows_of(&self, name: &str, arrays: Vec<ArrayRef>) -> Result<RecordBatch, ActivityError> {
        let wrong = |reason: String| ActivityError::Damaged { file: name.to_owned(), line: 0, reason };
        let Some(schema) = &self.plan.schema else { return Err(wrong("there is no schema for rows".to_owned())) };
        RecordBatch::try_new(Arc::clone(schema), arrays).map_err(|error| wrong(error.to_string()))
    }

    fn batch_as_text(
        &mut self,
        name: &str,
        batch: &RecordBatch,
        answers: &[AnswerId],
    ) -> Result<(Vec<u8>, u64), ActivityError> {
        static OPTIONS: FormatOptions<'static> = FormatOptions::new();
        let wrong = |error: &dyn std::fmt::Display| ActivityError::Damaged {
            file: name.to_owned(),
            line: 0,
            reason: error.to_string(),
        };
        let formatters: Result<Vec<_>, ArrowError> =
            batch.columns().iter().map(|column| ArrayFormatter::try_new(column.as_ref(), &OPTIONS)).collect();
        let formatters = formatters.map_err(|error| wrong(&error))?;
        let (mut out, mut cell, mut records) = (Vec::new(), String::new(), 0);
        for (row, answer) in answers.iter().enumerate() {
            for (place, formatter) in formatters.iter().enumerate() {
                if place > 0 {
                    out.push(self.plan.delimiter);
                }
                cell.clear();
                write!(cell, "{}", formatter.value(row)).map_err(|error| wrong(&error))?;
                quoted(&self.plan.formulas.cell(&cell), self.plan.delimiter, &mut out);
            }
            self.tail(*answer, &mut out);
            out.extend_from_slice(b"\r\n");
            records += 1;
        }
        Ok((out, records))
    }
}

/// A record of a file of rows.
fn by_row(name: &str, before: u64, at: usize) -> Example {
    Example { file: name.to_owned(), place: before + at as u64 + 1, dates: String::new() }
}

/// The error that a row of a block which cannot be read is; it names the row's line.
pub(super) fn unreadable(name: &str, block: &Block, row: RowSpan, fault: &RowFault) -> ActivityError {
    let before = block.bytes.get(..row.start).unwrap_or_default();
    let line = block.first_line + memchr_iter(b'\n', before).count() as u64;
    ActivityError::Damaged { file: name.to_owned(), line, reason: fault.to_string() }
}

/// Writes a cell, in quotes where it must be.
pub(crate) fn quoted(text: &str, delimiter: u8, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    if memchr3(delimiter, b'"', b'\n', bytes).is_none() && memchr(b'\r', bytes).is_none() {
        out.extend_from_slice(bytes);
        return;
    }
    out.push(b'"');
    for byte in bytes {
        if *byte == b'"' {
            out.push(b'"');
        }
        out.push(*byte);
    }
    out.push(b'"');
}

/// Rows of text on their way into columns.
struct Gathered {
    columns: Vec<StringBuilder>,
    answers: Vec<AnswerId>,
}

impl Gathered {
    fn new(n_columns: usize) -> Self {
        Self { columns: (0..n_columns).map(|_| StringBuilder::new()).collect(), answers: Vec::new() }
    }

    fn push(&mut self, spans: &[CellSpan], bytes: &[u8], answer: AnswerId) {
        for (column, span) in self.columns.iter_mut().zip(spans) {
            let cell = span.of(bytes);
            match std::str::from_utf8(&cell) {
                Ok(text) => column.append_value(text),
                // A column of text is UTF-8; what is not is read as Latin-1, in which every byte is a character.
                Err(_) => column.append_value(cell.iter().map(|byte| char::from(*byte)).collect::<String>()),
            }
        }
        self.answers.push(answer);
    }
}

/// Reads some columns of a row group.
pub(super) fn open_group(
    input: &Arc<ParquetInput>,
    group: usize,
    columns: &[usize],
) -> Result<parquet::arrow::arrow_reader::ParquetRecordBatchReader, ActivityError> {
    let schema = input.metadata.metadata().file_metadata().schema_descr_ptr();
    let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(input.file.clone(), input.metadata.clone())
        .with_row_groups(vec![group])
        .with_projection(ProjectionMask::roots(&schema, columns.iter().copied()))
        .with_batch_size(input.batch_rows.min(ROWS));
    guarded(|| builder.build()).map_err(|error| broken(input, group, &error))
}

pub(super) fn broken(input: &ParquetInput, group: usize, error: &dyn std::fmt::Display) -> ActivityError {
    ActivityError::Damaged { file: input.name.clone(), line: 0, reason: format!("row group {group}: {error}") }
}
