//! A run: files in, the same records with their answers out, and the account of it.

mod claims;
mod columns;
mod found;
mod hashed;
mod input;
mod lines;
#[cfg(test)]
mod lost;
mod output;
mod positioned;
mod rows;
mod taken;

pub(crate) use found::never_asked;
pub use found::{Example, Unanswered};
pub use hashed::{Hashes, InputRead, hash_of_file};
pub use input::{FileFormat, Input};
use lines::LineReader;
pub use output::{Output, OutputFormat};
pub(crate) use rows::quoted;

use crate::answer::added;
use crate::dates::DateOrder;
use crate::decider::{Decider, Deciding};
use crate::error::ActivityError;
use crate::guard::append_guarded;
use crate::layout::{Item, Layout, Mapping, Source};
use crate::pipeline;
use crate::place::{Place, unwritable};
use crate::rows::RowReader;
use crate::tally::{Ends, Sum, Tally};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use assign::{Reference, Table, Vintage};
use columns::ColumnReader;
use found::Found;
use input::Pieces;
pub(crate) use input::{Opened, ParquetPieces, Piece};
use output::{Product, Writing};
use parquet::schema::types::ColumnDescPtr;
use reader::Limits;
use rows::Rows;
use serde::{Deserialize, Serialize};
use std::io::Write as _;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use terms::formula::Formulas;

/// What becomes of a row that cannot be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum BadRows {
    /// The run fails at the first, naming its line.
    #[default]
    Fail,
    /// They are left out of the result, counted, and written as they are to this file.
    LeaveOut(PathBuf),
}

/// How a run is to be made.
#[derive(Clone, Debug)]
pub struct Run<'a> {
    /// Who decides, and how.
    pub deciding: Deciding<'a>,
    /// Which column holds what.
    pub mapping: &'a Mapping,
    /// What becomes of bad rows.
    pub bad_rows: BadRows,
    /// What stands before the name of each added column.
    pub prefix: String,
    /// How many threads work.
    pub threads: NonZero<usize>,
    /// Whether the hashes of the inputs are wanted.
    pub hashes: Hashes,
    /// What becomes of cells that a spreadsheet would run, where the result is text.
    pub formulas: Formulas,
    /// How much a file of rows may ask for.
    pub limits: Limits,
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Records done.
    pub records: u64,
    /// Bytes of input done, as far as that can be told.
    pub bytes: u64,
    /// Bytes of input altogether, if that is known.
    pub bytes_total: Option<u64>,
}

/// What a run did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunSummary {
    /// The inputs: names, lengths and hashes.
    pub inputs: Vec<InputRead>,
    /// The editions that answered, by their ids.
    pub editions: Vec<String>,
    /// The published files behind the reference.
    pub vintages: Vec<TableVintage>,
    /// What the input is written in.
    pub input_format: FileFormat,
    /// What the result is written in.
    pub output_format: OutputFormat,
    /// Fields of the method that the files do not hold: blank in every record.
    pub blank_fields: Vec<&'static str>,
    /// Columns that passed through unread.
    pub unused_columns: Vec<String>,
    /// Whether the files say what records cost.
    pub has_cost: bool,
    /// Whether the files say which commissioner was submitted.
    pub has_submitted: bool,
    /// Whether each row of the result says who pays as things are beside who pays under a what-if.
    pub has_before: bool,
    /// The account, which balances.
    pub tally: Tally,
    /// Records that did not come to a question of the method, by why, with the first of each; most first.
    pub unanswered: Vec<Unanswered>,
    /// What comes first in dates such as `03/04/2025`: as the mapping says or all dates of the run show.
    pub date_order: Option<DateOrder>,
    /// Line ends of text that stand inside quoted cells: so many more lines than records there are.
    pub breaks: u64,
}

/// The published file behind a table of the reference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TableVintage {
    /// The table's name.
    pub table: String,
    /// The file's name.
    pub file: String,
    /// The hash of its bytes, in hexadecimal digits.
    pub sha256: String,
}

impl TableVintage {
    /// The files behind a reference, in the order of its tables. A table that the register gave has none.
    pub fn of(reference: &Reference) -> Vec<Self> {
        let tables = Table::ALL.into_iter().filter_map(|table| Some((table, reference.vintage(table)?)));
        let vintage = |(table, held): (Table, &Vintage)| Self {
            table: table.name().to_owned(),
            file: held.name.clone(),
            sha256: held.hash.clone(),
        };
        tables.map(vintage).collect()
    }
}

/// What every worker of a run knows.
struct Plan<'a> {
    deciding: Deciding<'a>,
    layout: Layout,
    /// The delimiter of text, in or out.
    delimiter: u8,
    format: OutputFormat,
    leave_out: bool,
    formulas: Formulas,
    order: Option<DateOrder>,
    /// The added columns of a spliced file.
    added: Vec<ColumnDescPtr>,
    /// The columns of the rows that come out, where they are rows.
    schema: Option<SchemaRef>,
}

/// What a worker makes of a piece.
struct Done {
    product: Product,
    /// What the records in the product cost together, added up as each was put into it.
    pence: i64,
    tally: Tally,
    left_out: Aside,
    /// Empty lines of text, which are passed on and are no records.
    n_blank: u64,
    bytes: u64,
    found: Found,
}

/// Rows that are left out, as they stand in the file.
#[derive(Debug, Default)]
struct Aside {
    bytes: Vec<u8>,
    rows: u64,
}

/// What stands between the one that reads, those that work and the one that writes: nothing but in the proof that the account
/// notices what is lost there.
struct Between {
    piece: fn(Piece) -> Option<Piece>,
    done: fn(Done) -> Option<Done>,
}

/// Nothing is lost.
const NOTHING: Between = Between { piece: Some, done: Some };

/// Assigns every record of the inputs.
///
/// Columns are looked at before work starts. The result appears whole or not at all, and only when it balances.
///
/// # Errors
/// Names what is wrong with the files, with the line or row of the first record that is; the same one on any number of
/// threads.
pub fn run(
    inputs: &[Input],
    output: &Output,
    run: &Run<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Result<RunSummary, ActivityError> {
    through(inputs, output, run, progress, &NOTHING)
}

/// What became of one reading of the inputs.
enum Reading {
    Done(Box<RunSummary>),
    /// Every date is written so that it can mean two days, and one of them shows which comes first; nothing was written.
    Again(DateOrder),
}

fn through(
    inputs: &[Input],
    output: &Output,
    run: &Run<'_>,
    progress: &mut dyn FnMut(Progress),
    between: &Between,
) -> Result<RunSummary, ActivityError> {
    let said = run.mapping.date_order();
    match once(inputs, output, (run, said), progress, between)? {
        Reading::Done(summary) => Ok(*summary),
        Reading::Again(order) => match once(inputs, output, (run, Some(order)), progress, between)? {
            Reading::Done(summary) => Ok(*summary),
            Reading::Again(_) => Err(ActivityError::Worker),
        },
    }
}

/// Whether inputs can be read again, and what was written taken back.
fn can_be_done_again(inputs: &[Input], output: &Output) -> bool {
    let is_file = |path: &Path| path.metadata().is_ok_and(|held| held.is_file());
    let kept = match output {
        Output::File(path) => !path.exists() || is_file(path),
        Output::Nowhere => true,
        Output::Stdout => false,
    };
    kept && inputs.iter().all(|input| matches!(input, Input::File(path) if is_file(path)))
}

fn once(
    inputs: &[Input],
    output: &Output,
    (run, order): (&Run<'_>, Option<DateOrder>),
    progress: &mut dyn FnMut(Progress),
    between: &Between,
) -> Result<Reading, ActivityError> {
    let Some((first_input, rest)) = inputs.split_first() else {
        return Err(ActivityError::Unrecognised { file: "the run".into(), found: "has no input".into() });
    };
    if let Output::File(to) = output
        && let Some(same) = inputs.iter().find(|input| matches!(input, Input::File(from) if is_same_file(from, to)))
    {
        return Err(ActivityError::OverInput { file: same.name() });
    }
    // Whether Parquet can be spliced is known once it is known to be Parquet.
    let probe = Opened::open(first_input, ParquetPieces::Groups, run.hashes, &run.limits)?;
    let format = output.format(probe.format);
    let splice = probe.format == FileFormat::Parquet && format == OutputFormat::Parquet;
    let how = if splice { ParquetPieces::Groups } else { ParquetPieces::Batches };
    let first = if probe.format == FileFormat::Parquet && !splice {
        Opened::open(first_input, how, run.hashes, &run.limits)?
    } else {
        probe
    };
    let layout = Layout::of(&first.name, &first.columns, run.mapping)?;
    refuse_nested(&first, &layout)?;
    let names: Vec<String> = added(run.deciding.before.is_some()).map(|name| format!("{}{name}", run.prefix)).collect();
    if let Some(column) = names.iter().find(|name| first.columns.contains(name)) {
        return Err(ActivityError::ColumnTaken { file: first.name.to_string(), column: column.clone() });
    }
    let mut bytes_total = first.bytes;
    for input in rest {
        let other = Opened::open(input, how, run.hashes, &run.limits)?;
        if other.columns != first.columns || other.format != first.format {
            return Err(ActivityError::ColumnsDiffer { file: input.name(), first: first.name.to_string() });
        }
        refuse_nested(&other, &layout)?;
        bytes_total = bytes_total.zip(other.bytes).map(|(sum, bytes)| sum + bytes);
    }
    let delimiter = first.header().map_or(b',', |header| header.delimiter);
    let schema = widened(&first, &names);
    let mut writing = match (format, splice, first.header()) {
        (_, true, _) => Writing::splice(output, &first, &names)?,
        (OutputFormat::Csv, _, Some(header)) => Writing::text(output, &header_of_text(header, &names, run.formulas))?,
        (OutputFormat::Csv, _, None) => Writing::text(output, &header_of_names(&first.columns, &names, run.formulas))?,
        _ => Writing::rows(output, format, &schema)?,
    };
    let plan = Plan {
        deciding: run.deciding,
        layout,
        delimiter,
        format,
        formulas: run.formulas,
        order,
        leave_out: run.bad_rows != BadRows::Fail && first.format == FileFormat::Csv,
        added: writing.added(),
        schema: (format != OutputFormat::Csv && !splice).then_some(schema),
    };
    let mut left_out = LeftOut::of(&run.bad_rows, first.header().map(|header| header.raw.clone()));
    let input_format = first.format;
    let mut pieces = Pieces::of(first, rest.to_vec(), how, run.hashes, run.limits);
    let mut tally = Tally::default();
    let (mut written, mut n_blank, mut found) = (Sum::default(), 0, Found::default());
    let mut told = Progress { bytes_total, ..Progress::default() };
    pipeline::run(
        run.threads,
        || loop {
            match pieces.next()?.map(between.piece) {
                None => return Ok(None),
                Some(None) => {}
                Some(piece) => return Ok(piece),
            }
        },
        || Worker::new(&plan),
        Worker::work,
        |done: Done| {
            let Some(done) = (between.done)(done) else { return Ok(()) };
            told.records += done.tally.read.records;
            // A damaged file may say anything of its lengths.
            told.bytes = told.bytes.saturating_add(done.bytes).min(bytes_total.unwrap_or(u64::MAX));
            tally.add(done.tally)?;
            n_blank += done.n_blank;
            found.add(done.found);
            left_out.take(&done.left_out)?;
            written.add(Sum { records: writing.take(done.product)?, pence: done.pence })?;
            progress(told);
            Ok(())
        },
    )?;
    tally.balance()?;
    tally.balance_with(&Ends {
        read: pieces.records - n_blank.min(pieces.records),
        written,
        left_out: left_out.rows,
    })?;
    if order.is_none()
        && let Some(shown) = found.dates.order()?
    {
        if !can_be_done_again(inputs, output) {
            return Err(found.dates.cannot_be_read_again());
        }
        return Ok(Reading::Again(shown));
    }
    let unanswered = found::unanswered(&found, &tally, run.bad_rows != BadRows::Fail)?;
    writing.finish()?;
    left_out.finish()?;
    // The end of a file that holds no records, such as the index of Parquet, is read by nobody.
    progress(Progress { bytes: told.bytes_total.unwrap_or(told.bytes), ..told });
    Ok(Reading::Done(Box::new(RunSummary {
        inputs: pieces.read,
        editions: tally.editions.iter().cloned().collect(),
        vintages: TableVintage::of(plan.deciding.compiled.reference()),
        input_format,
        output_format: format,
        blank_fields: plan.layout.blank_fields(),
        unused_columns: plan.layout.unused().to_vec(),
        has_cost: plan.layout.has_cost(),
        has_submitted: plan.layout.has_submitted(),
        has_before: plan.deciding.before.is_some(),
        tally,
        unanswered,
        date_order: order,
        breaks: pieces.breaks,
    })))
}

/// Whether two paths lead to one file that is there.
fn is_same_file(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

/// A worker with what it needs for any piece.
struct Worker<'p> {
    rows: Rows<'p>,
    columns: ColumnReader,
    /// Where lines of text can be decided column by column.
    lines: Option<LineReader>,
}

impl<'p> Worker<'p> {
    fn new(plan: &'p Plan<'_>) -> Self {
        let decider = Decider::new(plan.deciding);
        let columnwise = columns_will_do(plan) && plan.format == OutputFormat::Csv;
        Self {
            rows: Rows::new(plan, decider, RowReader::of(&plan.layout, plan.order)),
            columns: ColumnReader::of(&plan.layout, plan.order),
            lines: columnwise.then(|| LineReader::of(plan)),
        }
    }

    fn work(&mut self, piece: Piece) -> Result<Done, ActivityError> {
        self.rows.begin();
        match (piece, &mut self.lines) {
            (Piece::Text(name, block), Some(lines)) => lines.text(&mut self.rows, &name, &block),
            (Piece::Text(name, block), None) => self.rows.text(&name, &block),
            (Piece::Batch(name, batch, before, bytes), _) => self.rows.batch(&name, &batch, before, bytes),
            (Piece::Group(input, group, before), _) if columns_will_do(self.rows.plan) => {
                self.columns.group(&mut self.rows, &input, group, before)
            }
            (Piece::Group(input, group, before), _) => self.rows.group(&input, group, before),
        }
    }
}

/// Whether records can be decided column by column: nothing needs the texts of a whole row.
fn columns_will_do(plan: &Plan<'_>) -> bool {
    let joined = Item::all().any(|item| matches!(plan.layout.source(item), Source::Joined(_) | Source::First(_)));
    // A cost that every record has, and the one of two columns that is filled in, are found row by row.
    let cost = [Item::CostPence, Item::CostPounds].map(|item| plan.layout.source(item));
    let cost_in_one =
        matches!(cost, [Source::Blank, Source::Blank | Source::Column(_)] | [Source::Column(_), Source::Blank]);
    let deciding = &plan.deciding;
    !joined
        && cost_in_one
        && plan.layout.has_postcodes_only()
        && !deciding.variance
        && deciding.before.is_none()
        && deciding.interpreter.is_none()
        && *plan.layout.source(Item::LocalKey) == Source::Blank
}

/// Refuses a file in which a column that is read holds lists or structures: as text they would pass for codes that no table
/// has.
fn refuse_nested(opened: &Opened, layout: &Layout) -> Result<(), ActivityError> {
    let Some(schema) = &opened.schema else { return Ok(()) };
    let used = layout.columns_used();
    let mut fields = schema.fields().iter().enumerate().filter(|(place, _)| used.contains(place));
    let Some((_, field)) = fields.find(|(_, field)| field.data_type().is_nested()) else { return Ok(()) };
    let reason = format!("column {} holds {}, not one value a row", field.name(), field.data_type());
    Err(ActivityError::Damaged { file: opened.name.to_string(), line: 0, reason })
}

/// The columns of the input and the new ones.
fn widened(first: &Opened, names: &[String]) -> SchemaRef {
    let mut fields: Vec<Arc<Field>> = match &first.schema {
        Some(schema) => schema.fields().iter().cloned().collect(),
        None => first.columns.iter().map(|name| Arc::new(Field::new(name, DataType::Utf8, false))).collect(),
    };
    fields.extend(names.iter().map(|name| Arc::new(Field::new(name, DataType::Utf8, false))));
    let metadata = first.schema.as_ref().map(|schema| schema.metadata().clone()).unwrap_or_default();
    Arc::new(Schema::new_with_metadata(fields, metadata))
}

/// The header as it stands, and the new headings.
fn header_of_text(header: &crate::csv_text::Header, names: &[String], formulas: Formulas) -> Vec<u8> {
    let content = header.raw.strip_suffix(b"\n").unwrap_or(&header.raw);
    let (content, end): (_, &[u8]) = match content.strip_suffix(b"\r") {
        Some(content) => (content, b"\r\n"),
        None => (content, b"\n"),
    };
    let mark = b"\xef\xbb\xbf";
    let (mut text, content) = match content.strip_prefix(mark) {
        Some(content) => (mark.to_vec(), content),
        None => (Vec::new(), content),
    };
    match formulas {
        Formulas::Guarded => append_guarded(content, header.delimiter, &mut text),
        Formulas::AsTheyStand => text.extend_from_slice(content),
    }
    for name in names {
        text.push(header.delimiter);
        text.extend_from_slice(name.as_bytes());
    }
    text.extend_from_slice(end);
    text
}

fn header_of_names(columns: &[String], names: &[String], formulas: Formulas) -> Vec<u8> {
    let mut text = Vec::new();
    for (place, name) in columns.iter().chain(names).enumerate() {
        if place > 0 {
            text.push(b',');
        }
        quoted(&formulas.cell(name), b',', &mut text);
    }
    text.extend_from_slice(b"\r\n");
    text
}

/// The file of rows left out, made when the first is; it stands beside its place until the run is whole.
struct LeftOut {
    path: Option<PathBuf>,
    header: Vec<u8>,
    file: Option<Place>,
    /// How many have been written.
    rows: u64,
}

impl LeftOut {
    fn of(bad_rows: &BadRows, header: Option<Vec<u8>>) -> Self {
        let path = match bad_rows {
            BadRows::Fail => None,
            BadRows::LeaveOut(path) => Some(path.clone()),
        };
        Self { path, header: header.unwrap_or_default(), file: None, rows: 0 }
    }

    fn take(&mut self, aside: &Aside) -> Result<(), ActivityError> {
        let Some(path) = self.path.as_ref().filter(|_| aside.rows > 0) else { return Ok(()) };
        let unwritable = |source| unwritable(path, source);
        if self.file.is_none() {
            let mut file = Place::file(path).map_err(unwritable)?;
            file.write_all(&self.header).map_err(unwritable)?;
            self.file = Some(file);
        }
        match &mut self.file {
            Some(file) => file.write_all(&aside.bytes).map_err(unwritable)?,
            None => return Ok(()),
        }
        self.rows += aside.rows;
        Ok(())
    }

    fn finish(self) -> Result<(), ActivityError> {
        let (Some(file), Some(path)) = (self.file, self.path) else { return Ok(()) };
        file.close().map_err(|source| unwritable(&path, source))
    }
}
