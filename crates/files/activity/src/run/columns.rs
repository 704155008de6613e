//! Records decided column by column: each distinct text of a row group is looked up once.

use super::Done;
use super::input::ParquetInput;
use super::rows::{Rows, broken, open_group};
use crate::batch::TextColumn;
use crate::dates::{DateOrder, DateReader};
use crate::error::ActivityError;
use crate::layout::{Item, Layout, Source};
use crate::tally::{Sum, pence, pence_of_pounds, total_of};
use arrow::array::{Array, ArrayRef, AsArray, Int64Array, RecordBatch, StringArray};
use arrow::buffer::ScalarBuffer;
use arrow::datatypes::{DataType, Date32Type, Field as ArrowField, Int64Type, Schema, UInt32Type};
use assign::{Batch, Column, Compiled, Field, NO_DAY, Outcome, Small, Traits};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::basic::{Encoding, PageType};
use parquet::file::metadata::ColumnChunkMetaData;
use reader::guarded;
use std::sync::Arc;

/// Numbers of one item, one a record.
enum Numbers {
    All(u32),
    Plain(Vec<u32>),
    Coded { keys: ScalarBuffer<u32>, values: Arc<Vec<u32>> },
}

impl Numbers {
    fn column(&self) -> Column<'_> {
        match self {
            Self::All(number) => Column::All(*number),
            Self::Plain(numbers) => Column::Plain(numbers),
            Self::Coded { keys, values } => Column::Dictionary { keys, values },
        }
    }
}

/// Traits of one item, one a record.
enum Traited {
    Each(Vec<Traits>),
    Coded { keys: ScalarBuffer<u32>, values: Arc<Vec<Traits>> },
}

impl Traited {
    fn small(&self) -> Small<'_> {
        match self {
            Self::Each(traits) => Small::Traits(traits),
            Self::Coded { keys, values } => Small::Keys32(keys, values),
        }
    }
}

/// What the texts of the dictionary at hand stand for; a dictionary lasts for a row group.
#[derive(Clone, Debug)]
struct Looked<T> {
    texts: ArrayRef,
    values: Arc<Vec<T>>,
}

/// Decides row groups column by column.
#[derive(Debug)]
pub(super) struct ColumnReader {
    layout: Layout,
    used: Vec<usize>,
    numbers: Vec<Option<Looked<u32>>>,
    traits: Vec<Option<Looked<Traits>>>,
    days: Vec<Option<Looked<i32>>>,
    pub(super) dates: DateReader,
}

/// The items that are small fields.
pub(super) const SMALL: [Field; 13] = [
    Field::CdsType,
    Field::Tfc,
    Field::AdminCategory,
    Field::SourceOfAdmission,
    Field::Ovcc,
    Field::OsvAgreement,
    Field::RasReferral,
    Field::Section7a,
    Field::OtherPublicHealth,
    Field::AfInfertility,
    Field::Options,
    Field::Diagnoses,
    Field::Procedures,
];

pub(super) fn traits_of(compiled: &Compiled, field: Field, text: &str) -> Traits {
    match field {
        Field::CdsType => Traits::cds_type(text),
        Field::Tfc => Traits::tfc(text),
        Field::AdminCategory => Traits::admin_category(text),
        Field::SourceOfAdmission => Traits::source_of_admission(text),
        Field::Ovcc => Traits::ovcc(text),
        Field::OsvAgreement => Traits::osv_agreement(text),
        Field::RasReferral => Traits::ras_referral(text),
        Field::Section7a => Traits::section7a(text),
        Field::OtherPublicHealth => Traits::other_public_health(text),
        Field::AfInfertility => Traits::af_infertility(text),
        Field::Options => Traits::options(text),
        Field::Diagnoses => compiled.clinical(text, ""),
        Field::Procedures => compiled.clinical("", text),
        _ => Traits::default(),
    }
}

pub(super) fn number_of(compiled: &Compiled, field: Field, text: &str) -> u32 {
    match field {
        Field::GpPractice => compiled.practice(text),
        Field::Postcode => compiled.postcode(text),
        Field::Provider => compiled.provider(text),
        _ => compiled.service(text),
    }
}

impl ColumnReader {
    pub(super) fn of(layout: &Layout, order: Option<DateOrder>) -> Self {
        let used = layout.columns_used();
        let n = Field::ALL.len();
        Self {
            layout: layout.clone(),
            used,
            numbers: vec![None; n],
            traits: vec![None; n],
            days: vec![None; n],
            dates: DateReader::of(order),
        }
    }

    /// The records of a row group.
    pub(super) fn group(
        &mut self,
        rows: &mut Rows<'_>,
        input: &Arc<ParquetInput>,
        group: usize,
        before: u64,
    ) -> Result<Done, ActivityError> {
        let coded = Arc::new(ParquetInput {
            name: input.name.clone(),
            file: input.file.clone(),
            batch_rows: input.batch_rows,
            metadata: self.with_dictionaries(input, group)?,
        });
        let mut reader = open_group(&coded, group, &self.used)?;
        let (mut outcomes, mut answers, mut cost) = (Vec::new(), Vec::new(), Sum::default());
        let mut next = || guarded(|| reader.next().transpose()).map_err(|error| broken(input, group, &error));
        while let Some(batch) = next()? {
            outcomes.clear();
            outcomes.resize(batch.num_rows(), Outcome::default());
            let done = before + answers.len() as u64;
            self.decide(&input.name, rows.decider.deciding(), &batch, done, &mut outcomes)?;
            let costs = self.costs(&input.name, &batch, done)?;
            let costs = costs.as_deref().unwrap_or_default();
            rows.decider.counted(&outcomes, costs, &mut answers)?;
            // The column of costs is passed on as it is: what it adds up to is what is written.
            cost.add(Sum { records: 0, pence: total_of(costs)? })?;
        }
        rows.group_done(input, group, &answers, (before, cost.pence), &self.dates.take())
    }

    /// How to read a row group so that texts kept as a dictionary stay numbers.
    fn with_dictionaries(&self, input: &ParquetInput, group: usize) -> Result<ArrowReaderMetadata, ActivityError> {
        let metadata = input.metadata.metadata();
        let schema = input.metadata.schema();
        let held = metadata.row_groups().get(group);
        // Columns inside lists or structures would shift the places; then everything is read as it is.
        let flat = held.is_some_and(|held| held.num_columns() == schema.fields().len());
        let fields = schema.fields().iter().enumerate().map(|(place, field)| {
            let text = matches!(
                field.data_type(),
                DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Dictionary(..)
            );
            let chunk = held.and_then(|held| held.columns().get(place));
            if flat && text && self.used.contains(&place) && chunk.is_some_and(is_coded) {
                let coded = DataType::Dictionary(Box::new(DataType::UInt32), Box::new(DataType::Utf8));
                Arc::new(ArrowField::new(field.name(), coded, field.is_nullable()))
            } else {
                Arc::clone(field)
            }
        });
        let fields: Vec<Arc<ArrowField>> = fields.collect();
        let schema = Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()));
        let options = ArrowReaderOptions::new().with_schema(schema);
        guarded(|| ArrowReaderMetadata::try_new(Arc::clone(metadata), options))
            .map_err(|error| broken(input, group, &error))
    }

    fn decide(
        &mut self,
        name: &str,
        deciding: &crate::decider::Deciding<'_>,
        batch: &RecordBatch,
        before: u64,
        outcomes: &mut [Outcome],
    ) -> Result<(), ActivityError> {
        let compiled = deciding.compiled;
        let [practice, postcode, provider, service] =
            [Field::GpPractice, Field::Postcode, Field::Provider, Field::ServiceCode]
                .map(|field| self.numbers(name, compiled, field, batch));
        let (practice, postcode, provider, service) = (practice?, postcode?, provider?, service?);
        let mut fixed = Traits::default();
        if deciding.missing_ovcc == crate::decider::MissingOvcc::Resident {
            fixed |= Traits::options("missing_ovcc=A");
        }
        let mut traited = Vec::new();
        for field in SMALL {
            match self.layout.source(Item::Field(field)) {
                Source::Constant(text) => fixed |= traits_of(compiled, field, text),
                Source::Column(_) => traited.extend(self.traited(name, compiled, field, batch)?),
                Source::Blank | Source::Joined(_) | Source::First(_) => {}
            }
        }
        let (none, fixed) = (vec![0_u8; batch.num_rows()], [fixed]);
        let mut small: Vec<Small<'_>> = traited.iter().map(Traited::small).collect();
        small.push(Small::Keys8(&none, &fixed));
        let [arrival, appointment, start, discharge] =
            Compiled::DATES.map(|field| self.days(name, field, batch, before));
        let days = [arrival?, appointment?, start?, discharge?];
        let [arrival, appointment, start, discharge] = &days;
        let batch = Batch {
            practice: practice.column(),
            postcode: postcode.column(),
            provider: provider.column(),
            service: service.column(),
            small: &small,
            days: [arrival, appointment, start, discharge],
            overrides: Column::All(0),
        };
        compiled.assign_batch(&batch, outcomes);
        Ok(())
    }

    /// The column of an item in a batch of the columns used.
    fn array<'b>(&self, item: Item, batch: &'b RecordBatch) -> Option<&'b ArrayRef> {
        let Source::Column(place) = self.layout.source(item) else { return None };
        batch.columns().get(self.used.iter().position(|used| used == place)?)
    }

    fn numbers(
        &mut self,
        name: &str,
        compiled: &Compiled,
        field: Field,
        batch: &RecordBatch,
    ) -> Result<Numbers, ActivityError> {
        let number = |text: &str| number_of(compiled, field, text);
        let Some(array) = self.array(Item::Field(field), batch) else {
            let constant = match self.layout.source(Item::Field(field)) {
                Source::Constant(text) => text.as_str(),
                _ => "",
            };
            return Ok(Numbers::All(number(constant)));
        };
        let Some((keys, texts)) = coded(array) else {
            let texts = TextColumn::of(name, array)?;
            let cells = (0..batch.num_rows()).map(|row| texts.cell(row));
            if field == Field::Postcode {
                let mut numbers = Vec::with_capacity(batch.num_rows());
                compiled.postcodes(cells, &mut numbers);
                return Ok(Numbers::Plain(numbers));
            }
            return Ok(Numbers::Plain(cells.map(number).collect()));
        };
        let values = looked(self.numbers.get_mut(field as usize), texts, number);
        Ok(Numbers::Coded { keys, values })
    }

    fn traited(
        &mut self,
        name: &str,
        compiled: &Compiled,
        field: Field,
        batch: &RecordBatch,
    ) -> Result<Option<Traited>, ActivityError> {
        let Some(array) = self.array(Item::Field(field), batch) else { return Ok(None) };
        let traits = |text: &str| traits_of(compiled, field, text);
        let Some((keys, texts)) = coded(array) else {
            let texts = TextColumn::of(name, array)?;
            return Ok(Some(Traited::Each((0..batch.num_rows()).map(|row| traits(texts.cell(row))).collect())));
        };
        let values = looked(self.traits.get_mut(field as usize), texts, traits);
        Ok(Some(Traited::Coded { keys, values }))
    }

    fn days(&mut self, name: &str, field: Field, batch: &RecordBatch, before: u64) -> Result<Vec<i32>, ActivityError> {
        let Some(array) = self.array(Item::Field(field), batch) else {
            return Ok(match self.layout.source(Item::Field(field)) {
                Source::Constant(text) => vec![self.dates.day(text); batch.num_rows()],
                _ => Vec::new(),
            });
        };
        if *array.data_type() == DataType::Date32 {
            let days = array.as_primitive::<Date32Type>();
            self.dates.shown.borrow_mut().plain |= days.null_count() < days.len();
            if days.null_count() == 0 {
                return Ok(days.values().to_vec());
            }
            return Ok(days.iter().map(|day| day.unwrap_or(NO_DAY)).collect());
        }
        let Some((keys, texts)) = coded(array) else {
            let texts = TextColumn::of(name, array)?;
            let days = (0..batch.num_rows()).map(|row| self.dates.day(texts.cell(row))).collect();
            self.place_dates(name, batch.num_rows(), before, |row| texts.cell(row).trim().to_owned());
            return Ok(days);
        };
        let values = looked(self.days.get_mut(field as usize), texts, |text| self.dates.day(text));
        let strings: &StringArray = texts.as_string();
        self.place_dates(name, keys.len(), before, |row| {
            let key = keys.get(row).map_or(usize::MAX, |key| *key as usize);
            if key < strings.len() { strings.value(key).trim().to_owned() } else { String::new() }
        });
        Ok(keys.iter().map(|key| values.get(*key as usize).copied().unwrap_or(NO_DAY)).collect())
    }

    /// Finds the row of the first date that can mean two days, unless it is known.
    fn place_dates(&self, name: &str, rows: usize, before: u64, text: impl Fn(usize) -> String) {
        let Some(wanted) = self.dates.unplaced() else { return };
        if let Some(row) = (0..rows).find(|row| text(*row) == wanted) {
            self.dates.place(name, before + row as u64 + 1);
        }
    }

    /// What the records cost, where the file says so.
    fn costs(&self, name: &str, batch: &RecordBatch, before: u64) -> Result<Option<Vec<i64>>, ActivityError> {
        let wrong = |row: usize, item: Item, found: &str| ActivityError::Damaged {
            file: name.to_owned(),
            line: before + row as u64 + 1,
            reason: format!("row: {} is `{found}`, not an amount", item.name()),
        };
        for (item, read) in [(Item::CostPence, pence as fn(&str) -> Option<i64>), (Item::CostPounds, pence_of_pounds)] {
            let Some(array) = self.array(item, batch) else { continue };
            if item == Item::CostPence && *array.data_type() == DataType::Int64 {
                let amounts: &Int64Array = array.as_primitive::<Int64Type>();
                return Ok(Some(amounts.iter().map(Option::unwrap_or_default).collect()));
            }
            let texts = TextColumn::of(name, array)?;
            let cell = |row: usize| read(texts.cell(row)).ok_or_else(|| wrong(row, item, texts.cell(row)));
            return (0..batch.num_rows()).map(cell).collect::<Result<_, _>>().map(Some);
        }
        Ok(None)
    }
}

/// Whether every value of a column chunk is a key into its dictionary.
///
/// Where a dictionary grew too long and texts follow it, reading the chunk as a dictionary would make a new one of every
/// batch: such a chunk is read as the texts it holds.
fn is_coded(chunk: &ColumnChunkMetaData) -> bool {
    let coded = |encoding: Encoding| matches!(encoding, Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY);
    let pages = match (chunk.page_encoding_stats_mask(), chunk.page_encoding_stats()) {
        (Some(mask), _) => mask.encodings().all(coded),
        (None, Some(pages)) => {
            let is_data = |page: PageType| !matches!(page, PageType::DICTIONARY_PAGE);
            pages.iter().filter(|stats| is_data(stats.page_type)).all(|stats| coded(stats.encoding))
        }
        (None, None) => true,
    };
    chunk.dictionary_page_offset().is_some() && pages
}

/// The keys of a column and the texts they stand for; the key after the last stands for a null.
fn coded(array: &ArrayRef) -> Option<(ScalarBuffer<u32>, &ArrayRef)> {
    let DataType::Dictionary(key, _) = array.data_type() else { return None };
    if **key != DataType::UInt32 {
        return None;
    }
    let coded = array.as_dictionary::<UInt32Type>();
    let null = coded.values().len() as u32;
    let keys = if coded.keys().null_count() == 0 {
        coded.keys().values().clone()
    } else {
        coded.keys().iter().map(|key| key.unwrap_or(null)).collect()
    };
    Some((keys, coded.values()))
}

/// What the texts of a dictionary stand for, and a blank after them; worked out once as long as the dictionary lasts.
fn looked<T>(held: Option<&mut Option<Looked<T>>>, texts: &ArrayRef, value: impl Fn(&str) -> T) -> Arc<Vec<T>> {
    let work = || {
        let strings: &StringArray = texts.as_string();
        let mut values: Vec<T> = strings.iter().map(|text| value(text.unwrap_or_default())).collect();
        values.push(value(""));
        Arc::new(values)
    };
    let Some(slot) = held else { return work() };
    match slot {
        Some(looked) if Arc::ptr_eq(&looked.texts, texts) => Arc::clone(&looked.values),
        _ => {
            let values = work();
            *slot = Some(Looked { texts: Arc::clone(texts), values: Arc::clone(&values) });
            values
        }
    }
}
