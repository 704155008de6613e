//! A year of activity of a national shape, made up by a fixed rule: outpatients, admitted patients and emergency care in
//! about 74, 12 and 14 parts of a hundred, with the skew and the faults of real files.

use super::world::World;
use crate::bench::generated::Chance;
use anyhow::Result;
use arrow::array::{ArrayRef, Date32Array, Int32Array, Int64Array, RecordBatch, StringBuilder};
use arrow::datatypes::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

const TFC: [&str; 12] = ["100", "110", "120", "130", "300", "301", "320", "410", "430", "502", "140", "143"];
const SOURCES: [&str; 6] = ["19", "19", "19", "51", "39", "40"];
const DIAGNOSES: [&str; 6] = ["I10X", "E119;I10X", "Z000", "C509", "N979", "J189;Z921;I489"];
const PROCEDURES: [&str; 5] = ["", "U212", "W371;Z943", "Q131", "X403"];
const HRGS: [&str; 8] = ["WF01A", "WF01B", "FZ90A", "DZ11V", "EB10E", "VB08Z", "VB11Z", "HN22C"];

/// 1 April 2025, in days since 1970.
const FIRST_DAY: i32 = 20_179;
/// Rows made at a time.
const BATCH: u64 = 1 << 16;
/// Rows of a row group.
const GROUP: usize = 1 << 19;

/// The columns that are texts.
pub(super) const TEXTS: [&str; 13] = [
    "cds_type",
    "gp_practice",
    "postcode",
    "provider",
    "admin_category",
    "ovcc",
    "service_code",
    "tfc",
    "source_of_admission",
    "diagnoses",
    "procedures",
    "hrg",
    "sex",
];
/// The columns that are days.
pub(super) const DAYS: [&str; 4] = ["arrival_date", "appointment_date", "spell_start_date", "discharge_date"];

/// What a year is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Apache Parquet.
    Parquet,
    /// Comma-separated text.
    Csv,
}

impl Format {
    /// The end of a file's name.
    pub(super) const fn extension(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv => "csv",
        }
    }
}

/// One record.
struct Made<'w> {
    texts: [&'w str; 13],
    days: [Option<i32>; 4],
    cost: i64,
    age: i32,
}

/// Makes one record after another.
pub(super) struct Year<'w> {
    world: &'w World,
    chance: Chance,
    provider: String,
}

fn of<'w>(all: &'w [String], chance: &mut Chance) -> &'w str {
    all.get(chance.below(all.len().max(1) as u64) as usize).map_or("", String::as_str)
}

/// One of several, the first far more often than the last: half of the picks fall on the first eighth.
fn skewed<'w>(all: &'w [String], chance: &mut Chance) -> &'w str {
    let unit = chance.below(1 << 20) as f64 / f64::from(1 << 20);
    all.get((unit.powi(3) * all.len() as f64) as usize).map_or("", String::as_str)
}

impl<'w> Year<'w> {
    const fn new(world: &'w World, seed: u64) -> Self {
        Self { world, chance: Chance(seed), provider: String::new() }
    }

    /// A file of the first so many records of the year, made unless the folder has it.
    pub(super) fn made(world: &World, folder: &Path, records: u64, format: Format) -> Result<PathBuf> {
        let path = folder.join(format!("year-{records}.{}", format.extension()));
        if path.exists() {
            return Ok(path);
        }
        // Made under another name, so that a file that was cut off is not taken for a whole one.
        let (year, part) = (Year::new(world, 11), path.with_extension("part"));
        match format {
            Format::Parquet => year.parquet(&part, records)?,
            Format::Csv => year.csv(&part, records)?,
        }
        std::fs::rename(part, &path)?;
        Ok(path)
    }

    fn next(&mut self) -> Made<'_> {
        let (world, chance) = (self.world, &mut self.chance);
        let per_thousand = |chance: &mut Chance| chance.below(1_000);
        // Large practices have many more patients than small ones.
        let unit = chance.below(1 << 20) as f64 / f64::from(1 << 20);
        let place = (unit.powf(1.6) * world.practices.len() as f64) as usize;
        let (practice, body) = world.practices.get(place).map_or(("", 0), |(code, body)| (code.as_str(), *body));
        let practice = match per_thousand(chance) {
            0..8 => "V81999",
            8..12 => "V81997",
            12..15 => "",
            15..19 => "X99999",
            19..50 => of(&world.other_practices, chance),
            _ => practice,
        };
        let places = world.places.get(body).map_or(&[][..], Vec::as_slice);
        let postcode = match per_thousand(chance) {
            0..6 => "",
            6..10 => "ZZ99 3VZ",
            10..12 => "ZZ99 4GZ",
            12..15 => "QQ1 1QQ",
            15..25 => of(&world.devolved, chance),
            25..27 => of(&world.detained, chance),
            27..100 => of(world.places.get(chance.below(106) as usize).map_or(&[][..], Vec::as_slice), chance),
            _ => of(places, chance),
        };
        let at = if per_thousand(chance) < 800 {
            body + 106 * (chance.below(2) as usize)
        } else {
            chance.below(220) as usize
        };
        let provider = world.providers.get(at).or(world.providers.first()).map_or("", |(code, _)| code);
        self.provider.clear();
        self.provider.push_str(match per_thousand(chance) {
            0..2 => "QQQ",
            _ => provider,
        });
        if per_thousand(chance) < 60 {
            self.provider.push_str("02");
        }
        let kind = per_thousand(chance);
        let day = FIRST_DAY + chance.below(365) as i32;
        let stay = chance.below(chance.0 % 9 + 1) as i32;
        let bad_day = per_thousand(chance) == 0;
        let dated = |day: i32| (!bad_day).then_some(day);
        let (cds, days) = match kind {
            0..740 => ("020", [None, dated(day), None, None]),
            740..855 => ("130", [None, None, Some(day - stay), dated(day)]),
            855..858 => ("140", [None, None, Some(day - stay), dated(day)]),
            858..860 => ("190", [None, None, dated(day), None]),
            860..861 => ("030", [None, dated(day), None, None]),
            _ => ("011", [dated(day), None, None, None]),
        };
        let emergency = cds == "011";
        let service = match per_thousand(chance) {
            _ if emergency => "",
            0..90 => skewed(&world.services, chance),
            90..105 => of(&world.screening, chance),
            105..108 => "NCBOLD1",
            _ => "",
        };
        let ovcc = match per_thousand(chance) {
            0..20 => "",
            20..24 => "B",
            24..27 => "C",
            27..30 => "D",
            30..32 => "E",
            32..34 => "F",
            _ => "A",
        };
        let admitted = matches!(cds, "130" | "140" | "190");
        let texts = [
            cds,
            practice,
            postcode,
            self.provider.as_str(),
            if emergency {
                ""
            } else if per_thousand(chance) < 10 {
                "02"
            } else {
                "01"
            },
            if emergency { "" } else { ovcc },
            service,
            if emergency { "" } else { TFC.get(chance.below(12).min(chance.below(14)) as usize).unwrap_or(&"100") },
            if admitted { SOURCES.get(chance.below(6) as usize).unwrap_or(&"19") } else { "" },
            if emergency { "" } else { DIAGNOSES.get(chance.below(6) as usize).unwrap_or(&"") },
            if admitted { PROCEDURES.get(chance.below(5) as usize).unwrap_or(&"") } else { "" },
            HRGS.get(chance.below(8) as usize).unwrap_or(&""),
            if chance.below(2) == 0 { "1" } else { "2" },
        ];
        let cost = 5_000 + chance.below(400_000) as i64;
        Made { texts, days, cost, age: chance.below(100) as i32 }
    }

    /// The schema of the year.
    fn schema() -> Arc<Schema> {
        let mut fields = vec![Field::new("record_id", DataType::Int64, false)];
        fields.extend(DAYS.map(|name| Field::new(name, DataType::Date32, true)));
        fields.extend(TEXTS.map(|name| Field::new(name, DataType::Utf8, false)));
        fields.push(Field::new("cost_pence", DataType::Int64, false));
        fields.push(Field::new("age", DataType::Int32, false));
        Arc::new(Schema::new(fields))
    }

    /// The next rows.
    fn batch(&mut self, first: u64, n: u64) -> Result<RecordBatch> {
        let mut texts: Vec<StringBuilder> = TEXTS.iter().map(|_| StringBuilder::new()).collect();
        let mut days: [Vec<Option<i32>>; 4] = Default::default();
        let (mut costs, mut ages) = (Vec::new(), Vec::new());
        for _ in 0..n {
            let made = self.next();
            for (column, text) in texts.iter_mut().zip(made.texts) {
                column.append_value(text);
            }
            for (column, day) in days.iter_mut().zip(made.days) {
                column.push(day);
            }
            costs.push(made.cost);
            ages.push(made.age);
        }
        let mut columns: Vec<ArrayRef> =
            vec![Arc::new(Int64Array::from_iter_values((first..first + n).map(|id| id as i64)))];
        columns.extend(days.into_iter().map(|days| Arc::new(Date32Array::from(days)) as ArrayRef));
        columns.extend(texts.into_iter().map(|mut column| Arc::new(column.finish()) as ArrayRef));
        columns.push(Arc::new(Int64Array::from(costs)));
        columns.push(Arc::new(Int32Array::from(ages)));
        Ok(RecordBatch::try_new(Self::schema(), columns)?)
    }

    /// Writes so many records as Parquet.
    fn parquet(mut self, path: &Path, n: u64) -> Result<()> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(GROUP))
            .build();
        let mut writer = ArrowWriter::try_new(File::create(path)?, Self::schema(), Some(properties))?;
        // One thread makes the rows, the other writes them.
        let (made, batches) = sync_channel(2);
        std::thread::scope(|scope| {
            scope.spawn(move || {
                let mut first = 0;
                while first < n {
                    let rows = BATCH.min(n - first);
                    // Nobody listens any more once writing has failed.
                    if made.send(self.batch(first, rows)).is_err() {
                        break;
                    }
                    first += rows;
                }
            });
            for batch in batches {
                writer.write(&batch?)?;
            }
            writer.close()?;
            Ok(())
        })
    }

    /// Writes so many records as CSV.
    fn csv(mut self, path: &Path, n: u64) -> Result<()> {
        let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
        writeln!(out, "record_id,{},{},cost_pence,age", DAYS.join(","), TEXTS.join(","))?;
        let mut line = String::new();
        for number in 0..n {
            let made = self.next();
            line.clear();
            write!(line, "{number}")?;
            for day in made.days {
                line.push(',');
                if let Some(day) = day {
                    write!(line, "{}", assign::Day(day))?;
                }
            }
            for text in made.texts {
                line.push(',');
                line.push_str(text);
            }
            writeln!(line, ",{},{}", made.cost, made.age)?;
            out.write_all(line.as_bytes())?;
        }
        out.flush()?;
        Ok(())
    }
}
