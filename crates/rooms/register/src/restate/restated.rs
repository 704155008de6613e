//! Where everything went: the restated rows, what could not be placed, and the totals that prove nothing was lost.

use super::column::Column;
use super::decimal::{Decimal, NotExact};
use super::plan::Placed;
use super::rows::{Fate, Intake, Restating, Source, TooLarge};
use crate::chain::Link;
use crate::heirs::{Heirs, Placing, Unit, Unplaced, Weights};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use terms::{CodeError, Date, OdsCode, apportion_wide};
use thiserror::Error;

/// How a restated row was made, by the least direct of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// From bodies that were placed as they were.
    Direct,
    /// Also from bodies that passed whole to this one, or came whole from it.
    Followed,
    /// Also from shares of bodies that passed to several.
    Apportioned,
}

impl fmt::Display for How {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Direct => "direct",
            Self::Followed => "followed",
            Self::Apportioned => "apportioned",
        })
    }
}

/// What a share was measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Counting {
    /// By what.
    pub by: Weights,
    /// The day of the count, or of the lookup of small areas.
    pub counted: Date,
    /// What was counted.
    pub unit: Unit,
}

impl fmt::Display for Counting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Patients => "registered patients",
            Unit::Practices => "practices",
            Unit::Residents => "residents of small areas",
            Unit::SmallAreas => "small areas",
            Unit::Stated => "people, as entered with the successions",
        };
        write!(f, "{unit} on {}", self.counted)
    }
}

/// Why rows could not be placed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Why {
    /// What stands in the code column is no code.
    #[error("{0}")]
    NotACode(CodeError),
    /// The row's day could not be read.
    #[error("the day of the row cannot be read")]
    NoDay,
    /// The register has no place for it.
    #[error("{0}")]
    Register(Unplaced),
}

/// A text in a value column that is no number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotNumber {
    /// The text.
    pub text: String,
    /// What is wrong with it.
    pub reason: NotExact,
    /// In how many rows.
    pub n_rows: u64,
    /// The first line with it.
    pub first_line: u64,
}

/// What was read in a value column, and where it went: `read` = `placed` + `unplaced`, to the last unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnTotal {
    /// The column.
    pub column: String,
    /// The sum of every number in the file.
    pub read: Decimal,
    /// The sum of the restated rows.
    pub placed: Decimal,
    /// The sum of what could not be placed.
    pub unplaced: Decimal,
    /// How many cells held a number.
    pub n_numbers: u64,
    /// How many cells were blank.
    pub n_blank: u64,
    /// The texts that are no numbers, in order.
    pub not_numbers: Vec<NotNumber>,
    /// How many more cells held a text that is no number, beyond those listed.
    pub n_unlisted: u64,
}

/// One row of the restated series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestatedRow<'a> {
    /// The body of the wanted structure.
    pub code: OdsCode,
    /// The keys, in the order of the series.
    pub keys: Vec<&'a str>,
    /// The sum in each value column; `None` where no part held a number.
    pub values: Vec<Option<Decimal>>,
    /// How it was made.
    pub how: How,
    /// What its shares were measured by; empty unless apportioned.
    pub counted: &'a [Counting],
    /// Whether some part rests on a change not known to the day.
    pub uncertain: bool,
    /// From how many rows of the series, shared ones included.
    pub n_rows: u64,
    /// How many cells of those rows held no number.
    pub n_not_numbers: u64,
}

/// Rows that could not be placed: those of one code, day and set of keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnplacedRow<'a> {
    /// The code as written.
    pub code: &'a str,
    /// The day of the rows, where it could be read.
    pub on: Option<Date>,
    /// The keys, in the order of the series.
    pub keys: Vec<&'a str>,
    /// The sum in each value column; `None` where there was no number.
    pub values: Vec<Option<Decimal>>,
    /// Why.
    pub why: &'a Why,
    /// How many rows.
    pub n_rows: u64,
    /// The first of their lines.
    pub first_line: u64,
}

/// A restated series.
pub struct Restated {
    /// How many rows were read.
    pub n_rows: u64,
    /// Each value column, what was read in it and where it went.
    pub totals: Vec<ColumnTotal>,
    /// Where each code went, for each day, in order of code and day.
    pub placings: Vec<Placed>,
    /// The reorganisations crossed on the way of any code of the series, oldest first.
    pub crossed: Vec<Link>,
    made: Vec<Made>,
    placed: Vec<Column>,
    lost: Vec<Lost>,
    unplaced: Vec<Column>,
}

struct Made {
    number: u32,
    code: OdsCode,
    keys: Vec<String>,
    how: How,
    counted: Vec<Counting>,
    uncertain: bool,
    n_rows: u64,
    n_not_numbers: u64,
}

struct Lost {
    number: u32,
    source: Source,
    why: Why,
}

impl Restated {
    pub(crate) fn of(restating: Restating<'_>) -> Result<Self, TooLarge> {
        let Restating { plan, columns, sources, n_rows, .. } = restating;
        let mut building = Building::default();
        let paths: Vec<Path> = sources.iter().map(|source| building.path(source, &plan)).collect();
        let (mut totals, mut placed, mut unplaced) = (Vec::new(), Vec::new(), Vec::new());
        for column in columns {
            let too_large = || TooLarge { column: column.name.clone() };
            let (into, lost) = pour(&column.sums, &paths).ok_or_else(too_large)?;
            totals.push(total(column, &into, &lost, building.made.len(), building.n_lost)?);
            placed.push(into);
            unplaced.push(lost);
        }
        let mut lost: Vec<Lost> = Vec::new();
        for (source, path) in sources.into_iter().zip(paths) {
            if let Path::Lost(number, why) = path {
                lost.push(Lost { number, source, why });
            }
        }
        let mut made = building.made;
        made.sort_by(|a, b| (a.code, &a.keys).cmp(&(b.code, &b.keys)));
        lost.sort_by(|a, b| {
            let key = |lost: &Lost| (lost.source.code().to_owned(), lost.source.on);
            key(a).cmp(&key(b)).then_with(|| a.source.keys().cmp(b.source.keys()))
        });
        let crossed = plan.crossed();
        let mut placings = plan.into_placings();
        placings.sort_by_key(|placed| (placed.code, placed.on));
        Ok(Self { n_rows, totals, placings, crossed, made, placed, lost, unplaced })
    }

    /// The restated rows, in order of code and keys.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = RestatedRow<'_>> {
        self.made.iter().map(|made| RestatedRow {
            code: made.code,
            keys: made.keys.iter().map(String::as_str).collect(),
            values: self.placed.iter().map(|column| column.sum(made.number)).collect(),
            how: made.how,
            counted: &made.counted,
            uncertain: made.uncertain,
            n_rows: made.n_rows,
            n_not_numbers: made.n_not_numbers,
        })
    }

    /// What could not be placed, in order of code, day and keys.
    pub fn unplaced(&self) -> impl ExactSizeIterator<Item = UnplacedRow<'_>> {
        self.lost.iter().map(|lost| UnplacedRow {
            code: lost.source.code(),
            on: lost.source.on,
            keys: lost.source.keys().collect(),
            values: self.unplaced.iter().map(|column| column.sum(lost.number)).collect(),
            why: &lost.why,
            n_rows: lost.source.n_rows,
            first_line: lost.source.first_line,
        })
    }

    /// How many rows could not be placed, and why, by code as written.
    pub fn unplaced_codes(&self) -> BTreeMap<&str, (u64, &Why)> {
        let mut codes = BTreeMap::new();
        for lost in &self.lost {
            codes.entry(lost.source.code()).or_insert((0, &lost.why)).0 += lost.source.n_rows;
        }
        codes
    }
}

/// Where one source's sums go.
enum Path {
    /// Whole to one restated row.
    Whole(u32),
    /// To several, by weight.
    Shared(Vec<u32>, Vec<u64>),
    /// Nowhere.
    Lost(u32, Why),
}

/// The restated rows in the making.
#[derive(Default)]
struct Building {
    rows: HashMap<(OdsCode, Vec<String>), u32>,
    made: Vec<Made>,
    n_lost: u32,
}

impl Building {
    fn path(&mut self, source: &Source, plan: &super::plan::Plan<'_>) -> Path {
        let placed = match &source.fate {
            Fate::Lost(why) => return self.lost(why.clone()),
            Fate::Asked(number) => plan.placed(*number),
        };
        let Some(placed) = placed else { return self.lost(Why::Register(Unplaced::Unknown)) };
        match &placed.outcome {
            Err(why) => self.lost(Why::Register(*why)),
            Ok(heirs) => {
                let rows: Vec<u32> =
                    heirs.shares.iter().map(|(code, _)| self.row(*code, source, heirs, placed.uncertain)).collect();
                match rows.as_slice() {
                    [only] => Path::Whole(*only),
                    _ => Path::Shared(rows, heirs.shares.iter().map(|(_, weight)| *weight).collect()),
                }
            }
        }
    }

    fn lost(&mut self, why: Why) -> Path {
        self.n_lost += 1;
        Path::Lost(self.n_lost - 1, why)
    }

    fn row(&mut self, code: OdsCode, source: &Source, heirs: &Heirs, uncertain: bool) -> u32 {
        let keys: Vec<String> = source.keys().map(str::to_owned).collect();
        let fresh = self.made.len() as u32;
        let number = *self.rows.entry((code, keys)).or_insert_with_key(|(_, keys)| {
            let keys = keys.clone();
            let (how, counted) = (How::Direct, Vec::new());
            let (n_rows, n_not_numbers) = (0, 0);
            self.made.push(Made { number: fresh, code, keys, how, counted, uncertain: false, n_rows, n_not_numbers });
            fresh
        });
        if let Some(made) = self.made.get_mut(number as usize) {
            let how = match heirs.placing {
                Placing::Direct => How::Direct,
                Placing::Followed => How::Followed,
                Placing::Apportioned { by, counted, unit } => {
                    let counting = Counting { by, counted, unit };
                    if let Err(place) = made.counted.binary_search(&counting) {
                        made.counted.insert(place, counting);
                    }
                    How::Apportioned
                }
            };
            made.how = made.how.max(how);
            made.uncertain |= uncertain;
            made.n_rows += source.n_rows;
            made.n_not_numbers += source.n_not_numbers;
        }
        number
    }
}

/// Pours one column's sums into the restated rows and the unplaced; nothing when a sum does not fit.
fn pour(sums: &Column, paths: &[Path]) -> Option<(Column, Column)> {
    let (mut placed, mut unplaced) = (Column::new(sums.places()), Column::new(sums.places()));
    for (source, path) in paths.iter().enumerate() {
        let Some(units) = sums.units(source as u32) else { continue };
        match path {
            Path::Whole(row) => placed.add_units(*row, units)?,
            Path::Lost(number, _) => unplaced.add_units(*number, units)?,
            Path::Shared(rows, weights) => {
                let shares = apportion_wide(units, weights).ok()?;
                for (row, share) in rows.iter().zip(shares) {
                    placed.add_units(*row, share)?;
                }
            }
        }
    }
    Some((placed, unplaced))
}

/// The column's totals, checked.
fn total(
    column: Intake,
    placed: &Column,
    unplaced: &Column,
    n_made: usize,
    n_lost: u32,
) -> Result<ColumnTotal, TooLarge> {
    let places = column.sums.places();
    let sum =
        |column: &Column, n: u32| (0..n).filter_map(|number| column.units(number)).try_fold(0i128, i128::checked_add);
    let too_large = || TooLarge { column: column.name.clone() };
    let read = column.total.units(0).unwrap_or(0);
    let placed = sum(placed, n_made as u32).ok_or_else(too_large)?;
    let unplaced = sum(unplaced, n_lost).ok_or_else(too_large)?;
    assert_eq!(Some(read), placed.checked_add(unplaced), "restating must lose nothing of a column");
    let decimal = |units| Decimal { units, places };
    Ok(ColumnTotal {
        read: decimal(read),
        placed: decimal(placed),
        unplaced: decimal(unplaced),
        n_numbers: column.n_numbers,
        n_blank: column.n_blank,
        not_numbers: column.texts.into_values().collect(),
        n_unlisted: column.n_unlisted,
        column: column.name,
    })
}
