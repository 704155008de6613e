//! The series as one Parquet file: written once, read by both.

use super::generated::{Chance, month, practice};
use anyhow::{Context, Result};
use arrow::array::{ArrayRef, AsArray, Date32Array, DictionaryArray, Int16Array, Int32Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Date32Type, Field, Int16Type, Int32Type, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use register::restate::{Long, Mapping, Sums};
use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use terms::Date;

/// How the series is laid out: one row for each practice, month and measure, month by month as it is published.
fn schema() -> Arc<Schema> {
    let text = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    Arc::new(Schema::new(vec![
        Field::new("practice", text, false),
        Field::new("month", DataType::Date32, false),
        Field::new("measure", DataType::Int16, false),
        Field::new("value", DataType::Int32, false),
    ]))
}

/// Days since 1 January 1970, as Parquet counts them.
pub(super) fn days(date: Date) -> Result<i32> {
    let epoch = Date::new(1970, 1, 1)?;
    Ok(i32::try_from(date.duration_since(epoch).as_hours() / 24)?)
}

/// Writes the series.
pub(super) fn write(path: &Path, practices: usize, months: usize, measures: usize) -> Result<()> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(1 << 20))
        .build();
    let mut writer = ArrowWriter::try_new(File::create(path)?, schema(), Some(properties))?;
    let codes = (0..practices).map(|number| Ok(practice(number)?.to_string())).collect::<Result<Vec<_>>>()?;
    let codes: ArrayRef = Arc::new(StringArray::from(codes));
    let mut chance = Chance(2);
    let n_rows = practices * measures;
    for number in 0..months {
        let day = days(month(number)?)?;
        let keys = Int32Array::from_iter_values((0..n_rows).map(|row| (row / measures) as i32));
        let columns: Vec<ArrayRef> = vec![
            Arc::new(DictionaryArray::<Int32Type>::try_new(keys, Arc::clone(&codes))?),
            Arc::new(Date32Array::from_iter_values(std::iter::repeat_n(day, n_rows))),
            Arc::new(Int16Array::from_iter_values((0..n_rows).map(|row| (row % measures) as i16))),
            Arc::new(Int32Array::from_iter_values((0..n_rows).map(|_| chance.below(4_000) as i32))),
        ];
        writer.write(&RecordBatch::try_new(schema(), columns)?)?;
    }
    writer.close()?;
    Ok(())
}

/// Which position each code and day has in the mapping.
pub(super) struct Positions {
    practices: std::collections::HashMap<String, u32>,
    first_day: i32,
    months: Vec<u32>,
}

impl Positions {
    pub(super) fn new(practices: usize, months: usize) -> Result<Self> {
        let first_day = days(month(0)?)?;
        let mut by_day = vec![u32::MAX; usize::try_from(days(month(months)?)? - first_day)?];
        for number in 0..months {
            let at = usize::try_from(days(month(number)?)? - first_day)?;
            *by_day.get_mut(at).context("the months are out of order")? = number as u32;
        }
        let codes = (0..practices).map(|number| Ok((practice(number)?.to_string(), number as u32)));
        Ok(Self { practices: codes.collect::<Result<_>>()?, first_day, months: by_day })
    }
}

/// The columns of some rows, by position.
#[derive(Default)]
pub(super) struct Columns {
    pub(super) practice: Vec<u32>,
    pub(super) month: Vec<u32>,
    pub(super) measure: Vec<u32>,
    pub(super) value: Vec<i64>,
}

impl Columns {
    pub(super) fn long(&self) -> Long<'_> {
        Long { practice: &self.practice, month: &self.month, measure: &self.measure, value: &self.value }
    }

    /// Adds the rows of a batch.
    fn take(&mut self, batch: &RecordBatch, positions: &Positions, codes: &mut Codes) -> Result<()> {
        let [practice, month, measure, value] = batch.columns() else { anyhow::bail!("the file has other columns") };
        let practice = practice.as_dictionary::<Int32Type>();
        codes.follow(practice.values(), positions)?;
        let at = |key: &i32| codes.positions.get(*key as usize).copied().unwrap_or(u32::MAX);
        self.practice.extend(practice.keys().values().iter().map(at));
        let at = |day: &i32| positions.months.get((*day - positions.first_day) as usize).copied().unwrap_or(u32::MAX);
        self.month.extend(month.as_primitive::<Date32Type>().values().iter().map(at));
        self.measure.extend(measure.as_primitive::<Int16Type>().values().iter().map(|measure| *measure as u32));
        self.value.extend(value.as_primitive::<Int32Type>().values().iter().map(|value| i64::from(*value)));
        Ok(())
    }

    fn clear(&mut self) {
        self.practice.clear();
        self.month.clear();
        self.measure.clear();
        self.value.clear();
    }
}

/// The positions of the codes of the dictionary at hand; it changes seldom.
#[derive(Default)]
struct Codes {
    held: Option<ArrayRef>,
    positions: Vec<u32>,
}

impl Codes {
    fn follow(&mut self, dictionary: &ArrayRef, positions: &Positions) -> Result<()> {
        if self.held.as_ref().is_some_and(|held| Arc::ptr_eq(held, dictionary)) {
            return Ok(());
        }
        self.positions.clear();
        for code in dictionary.as_string::<i32>() {
            let code = code.context("a practice is missing")?;
            self.positions.push(positions.practices.get(code).copied().context("an unknown practice")?);
        }
        self.held = Some(Arc::clone(dictionary));
        Ok(())
    }
}

/// Reads every row group, shared between threads in turns, and gives each thread's columns to `take` batch by batch.
fn each_batch<T: Send>(
    path: &Path,
    positions: &Positions,
    threads: usize,
    begin: impl Fn() -> T + Sync,
    take: impl Fn(&mut T, &Columns) -> Result<()> + Sync,
) -> Result<Vec<T>> {
    // Codes stay numbers: the reader would otherwise write each one out as text.
    let options = ArrowReaderOptions::new().with_schema(schema());
    let metadata = ArrowReaderMetadata::load(&File::open(path)?, options)?;
    let n_groups = metadata.metadata().num_row_groups();
    std::thread::scope(|scope| {
        let working: Vec<_> = (0..threads)
            .map(|thread| {
                let (metadata, begin, take) = (metadata.clone(), &begin, &take);
                scope.spawn(move || -> Result<T> {
                    let groups = (thread..n_groups).step_by(threads).collect();
                    let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(File::open(path)?, metadata)
                        .with_row_groups(groups)
                        .with_batch_size(1 << 13)
                        .build()?;
                    let (mut outcome, mut columns, mut codes) = (begin(), Columns::default(), Codes::default());
                    for batch in reader {
                        columns.clear();
                        columns.take(&batch?, positions, &mut codes)?;
                        take(&mut outcome, &columns)?;
                    }
                    Ok(outcome)
                })
            })
            .collect();
        working
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

/// From the file to the sums of the groups.
pub(super) fn regroup(
    path: &Path,
    positions: &Positions,
    mapping: &Mapping,
    measures: usize,
    threads: usize,
) -> Result<register::restate::Regrouped> {
    let sums = each_batch(
        path,
        positions,
        threads,
        || Sums::new(mapping, measures),
        |sums, columns| Ok(sums.add_long(mapping, columns.long())?),
    )?;
    let mut all = Sums::new(mapping, measures);
    for sums in sums {
        all.merge(&sums)?;
    }
    Ok(all.finish(mapping)?)
}

/// Reads and decodes the file and does nothing with it.
pub(super) fn decode(path: &Path, positions: &Positions, threads: usize) -> Result<usize> {
    let rows = each_batch(
        path,
        positions,
        threads,
        || 0,
        |rows, columns| {
            *rows += std::hint::black_box(columns).value.len();
            Ok(())
        },
    )?;
    Ok(rows.into_iter().sum())
}

/// The whole file in memory.
pub(super) fn load(path: &Path, positions: &Positions) -> Result<Columns> {
    let mut all = each_batch(path, positions, 1, Columns::default, |all, columns| {
        all.practice.extend_from_slice(&columns.practice);
        all.month.extend_from_slice(&columns.month);
        all.measure.extend_from_slice(&columns.measure);
        all.value.extend_from_slice(&columns.value);
        Ok(())
    })?;
    all.pop().context("nothing was read")
}
