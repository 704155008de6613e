//! The lines of operating plans, in a plain table of our own: read from CSV or XLSX, and written back as CSV.
//!
//! The columns are those of [`COLUMNS`], by heading and in any order; several plans may stand in one file, told apart by the
//! column `plan`, and every sheet of a workbook that has the headings is read. Every row is taken or reported; whether a plan whose rows were not all good is brought at all is for whoever
//! reads the report.

mod row;
mod write;

use crate::error::ImportError;
use crate::gather::SourceFile;
use crate::reading::BadRow;
use crate::table::{Fault, Header, Row, Rows};
use crate::text::Text;
use plan::{Line, LineName, SourceName};
use reader::Limits;
use row::Columns;
use std::collections::BTreeMap;

pub use write::{cells, write};

/// What the table is called in errors.
const FORMAT: &str = "a table of plan lines";

/// The columns, in the order of the template. A row must fill the first three, `side`, `measure`, `place`, `year`, `month` and
/// `value`; the unit is the kind's usual one where it is left out.
pub const COLUMNS: [&str; 16] = [
    "plan",
    "line",
    "kind",
    "side",
    "measure",
    "commissioner",
    "provider",
    "pod",
    "place",
    "year",
    "month",
    "unit",
    "value",
    "mandate",
    "numerator",
    "denominator",
];

/// A table to begin from: a month of activity, a year of money, a percentage with what it is worked out from, and words.
pub const TEMPLATE: &str = "\
plan,line,kind,side,measure,commissioner,provider,pod,place,year,month,unit,value,mandate,numerator,denominator
P-OXON,O1,activity,commissioner,GP referrals,10Q,RTH,,OXON,2017/18,4,count,9000,,,
P-OXON,O2,finance,commissioner,Spend,10Q,RTH,ACUTE,OXON,2017/18,0,pounds,450000000.00,,,
P-OXON,O3,finance,commissioner,Spend,10Q,RTH,COMMUNITY,OXON,2017/18,0,GBP_K,21000,,,
P-OXON,O4,activity,commissioner,Dementia diagnosed,10Q,,,OXON,2017/18,12,count,667,,,
P-OXON,O5,activity,commissioner,Dementia expected,10Q,,,OXON,2017/18,12,count,1000,,,
P-OXON,O6,trajectory,commissioner,Dementia diagnosis,10Q,,,OXON,2017/18,12,basis-points,6670,,O4,O5
P-OXON,O7,workforce,system,Community nurses,ALL,,,OXON,2017/18,0,wte-hundredths,12050,,,
P-OXON,O8,narrative,system,Mental health,ALL,,,BOB,2017/18,0,text,One function over seven groups,,,
";

/// What a file of plan lines says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The lines of each plan, in the order of the file.
    pub plans: BTreeMap<SourceName, Vec<Line>>,
    /// How many rows there are below the headings, the bad ones too.
    pub rows: usize,
    /// Rows that could not be read; nothing of them is in `plans`. A heading that is none of ours is one.
    pub bad_rows: Vec<BadRow>,
    /// The sheets of a workbook that hold something else, by name: nothing of them was read.
    pub other_sheets: Vec<String>,
}

/// Reads a file of plan lines, CSV or XLSX, to its end. Of a workbook every sheet is read that has the headings; one that has
/// some of them and lacks others is reported, and any other is named in [`Reading::other_sheets`].
///
/// # Errors
/// [`ImportError::ColumnMissing`] where a column is missing that no line can do without, [`ImportError::ColumnTwice`] where
/// two columns have one heading, [`ImportError::NoRows`] where nothing stands under the headings, and those of a file that
/// cannot be opened. A row that cannot be read is no error: it is listed in [`Reading::bad_rows`].
pub fn read(file: &SourceFile) -> Result<Reading, ImportError> {
    read_within(file, &Limits::HELD)
}

/// As [`read`], of a workbook that anybody may have sent: within the limits for those.
///
/// # Errors
/// As [`read`].
pub fn read_uploaded(file: &SourceFile) -> Result<Reading, ImportError> {
    read_within(file, &Limits::UPLOADED_WORKBOOK)
}

fn read_within(file: &SourceFile, limits: &Limits) -> Result<Reading, ImportError> {
    let reading = if reader::is_workbook(&file.bytes) { read_workbook(file, limits)? } else { read_text(file)? };
    if reading.rows == 0 {
        return Err(ImportError::NoRows { file: file.name.clone() });
    }
    Ok(reading)
}

fn read_text(file: &SourceFile) -> Result<Reading, ImportError> {
    let (text, faults) = Text::checked(file)?;
    let faults: BTreeMap<u32, reader::Fault> = faults.into_iter().collect();
    let mut rows = Rows::new(&text);
    let Some(first) = rows.next() else { return Ok(Reading::default()) };
    let mut taking = Taking::new(file);
    taking.begin("", first)?;
    while let Some(row) = rows.next() {
        match faults.get(&row.line) {
            Some(fault) => taking.refuse_text(row.line, fault),
            None => taking.take(row),
        }
    }
    Ok(taking.reading)
}

fn read_workbook(file: &SourceFile, limits: &Limits) -> Result<Reading, ImportError> {
    let mut workbook = reader::Workbook::open(&file.name, &file.bytes, limits)?;
    let mut taking = Taking::new(file);
    let (mut missing, mut has_table) = (None, false);
    for name in workbook.sheet_names() {
        let sheet = workbook.sheet(&name)?;
        let mut rows = sheet.rows.iter().map(|row| Row::new(row.line, &row.cells));
        let Some(first) = rows.next() else { continue };
        match taking.begin(&name, first) {
            Ok(()) => {
                has_table = true;
                rows.for_each(|row| taking.take(row));
            }
            Err(error @ ImportError::ColumnMissing { .. }) => {
                taking.pass_over(&name, first, &error);
                missing = missing.or(Some(error));
            }
            Err(error) => return Err(error),
        }
    }
    match missing.filter(|_| !has_table) {
        Some(error) => Err(error),
        None => Ok(taking.reading),
    }
}

/// A reading in the making, of one table after another.
struct Taking<'f> {
    file: &'f SourceFile,
    sheet: String,
    header: Header,
    columns: Columns,
    /// Where each line of each plan stands: the sheet and the row.
    lines: BTreeMap<(SourceName, LineName), (String, u32)>,
    reading: Reading,
}

/// How many of our headings make a sheet one of plan lines that lacks a column, and no other table.
const HEADINGS_LEAST: usize = 4;

impl<'f> Taking<'f> {
    fn new(file: &'f SourceFile) -> Self {
        Self {
            file,
            sheet: String::new(),
            header: Header::default(),
            columns: Columns::default(),
            lines: BTreeMap::new(),
            reading: Reading::default(),
        }
    }

    /// Takes the headings of a table; text has no name of a sheet.
    fn begin(&mut self, sheet: &str, first: Row<'_>) -> Result<(), ImportError> {
        let header = Header::of_sheet(sheet, first);
        let columns = Columns::of(&header, &self.file.name)?;
        self.columns = if sheet.is_empty() { columns.marked() } else { columns };
        (self.header, self.sheet) = (header, sheet.to_owned());
        let others: Vec<String> = self.header.other_than(&COLUMNS).into_iter().map(str::to_owned).collect();
        for other in others {
            let reason = format!("this is no column of {FORMAT}: {}", COLUMNS.join(", "));
            self.refuse(first.line, Fault::of(other.clone(), other, reason));
        }
        Ok(())
    }

    /// Tells of a sheet that is not read.
    fn pass_over(&mut self, sheet: &str, first: Row<'_>, why: &ImportError) {
        let header = Header::of_sheet(sheet, first);
        if COLUMNS.iter().filter(|name| header.has(name)).count() >= HEADINGS_LEAST {
            let reason = format!("nothing of this sheet was read: {why}");
            self.refuse(first.line, Fault::of(sheet, "", reason));
        } else {
            self.reading.other_sheets.push(sheet.to_owned());
        }
    }

    fn take(&mut self, row: Row<'_>) {
        self.reading.rows += 1;
        let read = self.columns.line(row, &self.file.name, &self.sheet);
        let taken = read.and_then(|(source, line)| self.told_apart(row, source, line));
        match taken {
            Ok((source, line)) => self.reading.plans.entry(source).or_default().push(line),
            Err(fault) => self.refuse(row.line, fault),
        }
    }

    /// Whether no row before has the same plan and line.
    fn told_apart(&mut self, row: Row<'_>, source: SourceName, line: Line) -> Result<(SourceName, Line), Fault> {
        let place = (self.sheet.clone(), row.line);
        match self.lines.insert((source.clone(), line.name.clone()), place) {
            Some((sheet, first)) => {
                let of_sheet = if sheet == self.sheet { String::new() } else { format!(" of sheet {sheet}") };
                let reason = format!("line `{}` of `{source}` stands on row {first}{of_sheet} already", line.name);
                Err(self.columns.fault(row, "line", reason))
            }
            None => Ok((source, line)),
        }
    }

    fn refuse(&mut self, line: u32, Fault { column, value, reason }: Fault) {
        self.reading.bad_rows.push(BadRow { file: self.file.name.clone(), line, column, value, reason });
    }

    fn refuse_text(&mut self, line: u32, fault: &reader::Fault) {
        self.reading.rows += 1;
        let column = self.header.as_published().nth(fault.cell()).unwrap_or("plan").to_owned();
        self.refuse(line, Fault::of(column, "", fault.to_string()));
    }
}
