//! The file by which months are reported, read: every row that can be read, and every cell that cannot.

use ask::{Cell, Column, Kind, Table, sentence};
use mandate::Context;
use money::Turnover;
use money::totals::{BodyMonth, MonthReport, Reporter, World, month_faults};
use reader::{Limits, ReadError, Records, Workbook};
use terms::{FigureUnit, FinancialMonth, FinancialYear, OdsCode, Pence};

use super::body::MONTH_COLUMNS;

/// The longest file that is read. Units: bytes.
pub const MONTH_BYTES_MAX: usize = 4 * 1024 * 1024;
/// What a file of months may ask for.
const LIMITS: Limits = Limits::UPLOADED_WORKBOOK;
/// The most rows that are taken at once: five hundred bodies' whole year.
const ROWS_MAX: usize = 6_000;
/// How many rows may stand before the headings.
const HEAD_ROWS: usize = 20;

/// Something in a file that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthFault {
    /// The sheet; empty in a text file.
    pub sheet: String,
    /// The row or line of the file, from 1; 0 for the file as a whole.
    pub row: u64,
    /// The column's heading; empty for the row as a whole.
    pub column: String,
    /// What stands there.
    pub found: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MonthFile {
    /// The sheet that has the months; empty in a text file.
    pub sheet: String,
    /// The months that could be read, each with its row.
    pub months: Vec<(u64, BodyMonth)>,
}

/// A row of the file with its number.
struct Line {
    number: u64,
    cells: Vec<String>,
}

/// A column of the file: which of ours it is, what its heading says, and its unit.
#[derive(Clone)]
struct Heading {
    key: &'static str,
    text: String,
    unit: FigureUnit,
}

/// Reads a file of months, as text or as a workbook: the first sheet that has the headings.
///
/// # Errors
/// Every cell that could not be read, and what is wrong with the file as a whole; nothing is taken from a file with one.
pub fn read_months(name: &str, bytes: &[u8]) -> Result<MonthFile, Vec<MonthFault>> {
    let whole = |message: String| vec![fault("", 0, "", "", message)];
    if bytes.len() > MONTH_BYTES_MAX {
        return Err(whole("The file is longer than 4 MB. Send only the rows to be reported.".to_owned()));
    }
    let sheets = if reader::is_zip(bytes) { workbook(name, bytes) } else { text(name, bytes) };
    let sheets = sheets.map_err(|error| whole(format!("{}.", sentence(error.trim_end_matches('.')))))?;
    let mut with_headings = sheets.iter().filter_map(|(sheet, lines)| Some((sheet, headed(lines)?)));
    match (with_headings.next(), with_headings.next()) {
        (Some((first, _)), Some((second, _))) => {
            let words = format!("“{first}” and “{second}” are both sheets of months. Send each as a file of its own.");
            return Err(whole(words));
        }
        (Some((sheet, head)), None) => {
            let faults = head.faults(sheet);
            return if faults.is_empty() { read_sheet(sheet, &head.headings, head.rows) } else { Err(faults) };
        }
        (None, _) => {}
    }
    let wanted: Vec<&str> = MONTH_COLUMNS.iter().map(|(key, ..)| *key).collect();
    Err(whole(format!(
        "No row of the file has the headings body, year, month, position and forecast. Use the file that this page gives you; \
         its headings are {}.",
        wanted.join(", ")
    )))
}

fn workbook(name: &str, bytes: &[u8]) -> Result<Vec<(String, Vec<Line>)>, String> {
    let told = |error: ReadError| error.to_string();
    let mut book = Workbook::open(name, bytes, &LIMITS).map_err(told)?;
    let mut sheets = Vec::new();
    for sheet in book.sheet_names() {
        let rows = book.sheet(&sheet).map_err(told)?.rows.into_iter();
        let line = |row: reader::SheetRow| Line {
            number: u64::from(row.line),
            cells: row.cells.iter().map(str::to_owned).collect(),
        };
        sheets.push((sheet, rows.map(line).collect()));
    }
    Ok(sheets)
}

fn text(name: &str, bytes: &[u8]) -> Result<Vec<(String, Vec<Line>)>, String> {
    let told = |error: ReadError| error.to_string();
    let mut records = Records::open(name, bytes, &LIMITS).map_err(told)?;
    let mut lines = Vec::new();
    while let Some(record) = records.next().map_err(told)? {
        if let Some(fault) = record.fault {
            return Err(format!("line {}: {fault}", record.line));
        }
        lines.push(Line { number: record.line, cells: record.cells.iter().map(str::to_owned).collect() });
    }
    Ok(vec![(String::new(), lines)])
}

/// The row of headings of a sheet, and the rows under it.
struct Head<'a> {
    line: &'a Line,
    headings: Vec<Option<Heading>>,
    rows: &'a [Line],
}

impl Head<'_> {
    /// The headings that stand twice, and those that name no column: what stands under either would be lost without a word.
    fn faults(&self, sheet: &str) -> Vec<MonthFault> {
        let cells = self.headings.iter().zip(&self.line.cells).enumerate();
        let wrong = cells.filter_map(|(place, (heading, text))| {
            let words = match heading {
                Some(heading) => {
                    let is_first = !self.headings.iter().take(place).flatten().any(|held| held.key == heading.key);
                    if is_first {
                        return None;
                    }
                    "The heading stands twice. Leave one of the two columns out"
                }
                None if text.trim().is_empty() => return None,
                None => "No column is called so. Correct the heading, or leave the column out",
            };
            Some(fault(sheet, self.line.number, text, text, words))
        });
        wrong.collect()
    }
}

/// The headings of a sheet and the rows under them; nothing where no row has those that must be there.
fn headed(lines: &[Line]) -> Option<Head<'_>> {
    for (index, line) in lines.iter().enumerate().take(HEAD_ROWS) {
        let headings: Vec<Option<Heading>> = line.cells.iter().map(|cell| heading(cell)).collect();
        let has = |key: &str| headings.iter().flatten().any(|heading| heading.key == key);
        if ["body", "year", "month", "position", "forecast"].into_iter().all(has) {
            return Some(Head { line, headings, rows: lines.get(index + 1..).unwrap_or_default() });
        }
    }
    None
}

/// Which of the columns a heading names: by its key, or by what people read, whatever the unit behind it.
fn heading(cell: &str) -> Option<Heading> {
    let text = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    let (words, unit) = without_unit(&text);
    let plain = words.to_lowercase().replace(' ', "_");
    let named = MONTH_COLUMNS.iter().find(|(key, label, _)| {
        let label = without_unit(label).0.to_lowercase();
        *key == plain || label == words.to_lowercase()
    });
    named.map(|(key, ..)| Heading { key, text: text.clone(), unit })
}

/// How units are written behind a heading, the longest first.
const UNITS: [(&str, FigureUnit); 8] = [
    ("(£ thousand)", FigureUnit::Thousands),
    ("(£ million)", FigureUnit::Millions),
    ("(£'000)", FigureUnit::Thousands),
    ("(£’000)", FigureUnit::Thousands),
    ("(£000)", FigureUnit::Thousands),
    ("(£k)", FigureUnit::Thousands),
    ("(£m)", FigureUnit::Millions),
    ("(£)", FigureUnit::Pounds),
];

fn without_unit(text: &str) -> (String, FigureUnit) {
    let lower = text.to_lowercase();
    for (written, unit) in UNITS {
        if let Some(words) = lower.strip_suffix(written) {
            let kept: String = text.chars().take(words.chars().count()).collect();
            return (kept.trim().to_owned(), unit);
        }
    }
    // What stands in brackets behind a heading for people is no part of its name.
    let words = text.split_once(" (1 = April)").map_or(text, |(words, _)| words);
    (words.trim().to_owned(), FigureUnit::Pounds)
}

fn fault(sheet: &str, row: u64, column: &str, found: &str, message: impl Into<String>) -> MonthFault {
    MonthFault {
        sheet: sheet.to_owned(),
        row,
        column: column.to_owned(),
        found: found.chars().take(80).collect(),
        message: message.into(),
    }
}

/// A row being read, with what is wrong in it.
struct Row<'a> {
    sheet: &'a str,
    line: &'a Line,
    headings: &'a [Option<Heading>],
    faults: Vec<MonthFault>,
}

impl Row<'_> {
    /// The heading and the text of a column; no text where the cell is blank or the column is not there.
    fn cell(&self, key: &str) -> Option<(Heading, String)> {
        let place = self.headings.iter().position(|held| held.as_ref().is_some_and(|held| held.key == key))?;
        let heading = self.headings.get(place)?.clone()?;
        let text = self.line.cells.get(place).map(|text| text.trim().to_owned()).unwrap_or_default();
        Some((heading, text))
    }

    fn wrong(&mut self, heading: &Heading, found: &str, message: String) {
        self.faults.push(fault(self.sheet, self.line.number, &heading.text, found, message));
    }

    fn read<T: std::str::FromStr>(&mut self, key: &str, wanted: &str) -> Option<T> {
        let (heading, text) = self.cell(key)?;
        let read = text.parse().ok();
        if read.is_none() {
            self.wrong(&heading, &text, format!("Write {wanted}"));
        }
        read
    }

    fn month(&mut self) -> Option<FinancialMonth> {
        let (heading, text) = self.cell("month")?;
        let digits = text.strip_suffix(".0").unwrap_or(&text);
        let read = digits.parse::<u8>().ok().and_then(|number| FinancialMonth::new(number).ok());
        if read.is_none() {
            self.wrong(&heading, &text, "Write the number of the month, 1 for April to 12 for March".to_owned());
        }
        read
    }

    /// A figure that may be left out.
    fn maybe(&mut self, key: &str) -> Option<Pence> {
        let (heading, text) = self.cell(key)?;
        if text.is_empty() {
            return None;
        }
        match Pence::from_figure(&text, heading.unit) {
            Ok(amount) => Some(amount),
            Err(error) => {
                let words = sentence(&error.to_string());
                self.wrong(&heading, &text, format!("{words}. Write it like -1,250,000 or (1,250,000)"));
                None
            }
        }
    }

    /// A figure that must be there.
    fn figure(&mut self, key: &str) -> Option<Pence> {
        let (heading, text) = self.cell(key)?;
        if text.is_empty() {
            self.wrong(&heading, "", "The cell is empty. Write 0 where the figure is nought".to_owned());
            return None;
        }
        self.maybe(key)
    }

    fn turnover(&mut self) -> Option<Turnover> {
        let (income, expenditure) = (self.maybe("income"), self.maybe("expenditure"));
        match (income, expenditure) {
            (Some(income), Some(expenditure)) => Some(Turnover { income, expenditure }),
            (None, None) => None,
            (Some(_), None) => self.half("expenditure"),
            (None, Some(_)) => self.half("income"),
        }
    }

    fn half(&mut self, missing: &str) -> Option<Turnover> {
        let heading = self.cell(missing).map(|(heading, _)| heading);
        let heading = heading.map_or_else(|| missing.to_owned(), |heading| heading.text);
        let message = "Income and expenditure come together: write both or neither".to_owned();
        // One that could not be read is told already.
        if self.faults.iter().all(|held| held.column != heading) {
            self.faults.push(fault(self.sheet, self.line.number, &heading, "", message));
        }
        None
    }
}

fn read_sheet(sheet: &str, headings: &[Option<Heading>], lines: &[Line]) -> Result<MonthFile, Vec<MonthFault>> {
    let mut file = MonthFile { sheet: sheet.to_owned(), months: Vec::new() };
    let mut faults = Vec::new();
    let filled = lines.iter().filter(|line| line.cells.iter().any(|cell| !cell.trim().is_empty()));
    for line in filled {
        if file.months.len() >= ROWS_MAX {
            faults.push(fault(sheet, line.number, "", "", format!("More than {ROWS_MAX} rows are not taken at once")));
            break;
        }
        let mut row = Row { sheet, line, headings, faults: Vec::new() };
        let read = read_row(&mut row);
        if row.faults.is_empty() {
            file.months.extend(read.map(|month| (line.number, month)));
        }
        faults.extend(row.faults);
    }
    if file.months.is_empty() && faults.is_empty() {
        let message = "The file has headings and no row under them. Write a row for each month";
        faults.push(fault(sheet, 0, "", "", message));
    }
    if faults.is_empty() { Ok(file) } else { Err(faults) }
}

fn read_row(row: &mut Row<'_>) -> Option<BodyMonth> {
    let body: Option<OdsCode> = row.read("body", "the code of a body, such as 14Y");
    let year: Option<FinancialYear> = row.read("year", "a financial year such as 2018/19");
    let month = row.month();
    let position = row.figure("position");
    let forecast = row.figure("forecast");
    let one_off = row.maybe("one_off").unwrap_or_default();
    let turnover = row.turnover();
    let running_cost = row.maybe("running_cost");
    let report = MonthReport { position: position?, one_off, forecast: forecast?, turnover, running_cost };
    Some(BodyMonth { body: body?, year: year?, month: month?, report })
}

/// What the rules say against months of a file, each at its row: every one of them.
pub fn reporter_faults(world: &World<'_>, context: &Context, by: Reporter, file: &MonthFile) -> Vec<MonthFault> {
    let months: Vec<BodyMonth> = file.months.iter().map(|(_, month)| *month).collect();
    let faults = month_faults(world, context, by, &months).into_iter();
    let of_row = |(index, why): (usize, money::totals::Refusal)| {
        let row = file.months.get(index).map_or(0, |(row, _)| *row);
        fault(&file.sheet, row, "", "", sentence(&why.to_string()))
    };
    faults.map(of_row).collect()
}

/// What could not be taken, as a table: file, sheet, row, column, what stands there, and what to do.
pub fn faults_table(file: &str, faults: &[MonthFault]) -> Table {
    let rows = faults.iter().map(|held| {
        let row: Cell = if held.row == 0 { "the file".into() } else { held.row.to_string().into() };
        vec![
            file.to_owned().into(),
            held.sheet.clone().into(),
            row,
            held.column.clone().into(),
            held.found.clone().into(),
            held.message.clone().into(),
        ]
    });
    Table {
        caption: "What must be put right".to_owned(),
        columns: [
            ("file", "File"),
            ("sheet", "Sheet"),
            ("row", "Row"),
            ("column", "Column"),
            ("found", "What stands there"),
            ("what", "What is wrong and what to do"),
        ]
        .map(|(key, label)| Column::new(key, label, Kind::Text))
        .to_vec(),
        rows: rows.collect(),
        source: String::new(),
        notes: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let faults = read_months("m.csv", text.as_bytes()).unwrap_err();
        faults.iter().map(|held| format!("{} {} “{}”: {}", held.row, held.column, held.found, held.message)).collect()
    }

    #[test]
    fn a_row_is_read_in_the_unit_of_its_heading() {
        let text = "body,year,month,position,one_off,forecast (£m),income,expenditure\n\
                    09C,2018/19,7,\"(1,250.50)\",,-8.6,100,101.5\n\n09C,2018-19,8,-,5,-8.6,,\n";
        let file = read_months("m.csv", text.as_bytes()).unwrap();
        let months: Vec<_> = file.months.iter().map(|(row, held)| (*row, held.month.number(), held.report)).collect();
        let report = |position, one_off, turnover| MonthReport {
            position: Pence(position),
            one_off: Pence(one_off),
            forecast: Pence(-860_000_000),
            turnover,
            running_cost: None,
        };
        let turnover = Turnover { income: Pence(10_000), expenditure: Pence(10_150) };
        assert_eq!(months, [(2, 7, report(-125_050, 0, Some(turnover))), (4, 8, report(0, 500, None))]);
    }

    #[test]
    fn a_heading_twice_one_that_is_not_known_and_a_second_sheet_are_told() {
        let text = "body,year,month,position,forecast,forecast,profit,\n09C,2018/19,1,1,2,3,4,\n";
        assert_eq!(
            told(text),
            [
                "1 forecast “forecast”: The heading stands twice. Leave one of the two columns out",
                "1 profit “profit”: No column is called so. Correct the heading, or leave the column out",
            ]
        );
        let mut book = rust_xlsxwriter::Workbook::new();
        for name in ["Month 6", "Month 7"] {
            let sheet = book.add_worksheet().set_name(name).unwrap();
            for (column, heading) in (0..).zip(["body", "year", "month", "position", "forecast"]) {
                sheet.write(0, column, heading).unwrap();
            }
        }
        let faults = read_months("m.xlsx", &book.save_to_buffer().unwrap()).unwrap_err();
        let words = "“Month 6” and “Month 7” are both sheets of months. Send each as a file of its own.";
        assert_eq!(faults.iter().map(|held| held.message.as_str()).collect::<Vec<_>>(), [words]);
    }

    #[test]
    fn every_cell_that_is_wrong_is_told_with_its_row_and_column() {
        let text = "Body,Financial year,Month,Position,Forecast,Income,Expenditure\n\
                    09C,2018/19,13,1,2,,\n?,2018,1,abc,,5,\n09C,2018/19,1,1,2,,\n";
        // “Position” alone is the key; the year's heading is that for people.
        assert_eq!(
            told(text),
            [
                "2 Month “13”: Write the number of the month, 1 for April to 12 for March",
                "3 Body “?”: Write the code of a body, such as 14Y",
                "3 Financial year “2018”: Write a financial year such as 2018/19",
                "3 Position “abc”: “abc” is not a figure of money in the unit of its column. Write it like -1,250,000 or \
                 (1,250,000)",
                "3 Forecast “”: The cell is empty. Write 0 where the figure is nought",
                "3 Expenditure “”: Income and expenditure come together: write both or neither",
            ]
        );
        assert!(told("a,b\n1,2\n")[0].contains("No row of the file has the headings"));
        assert!(told("body,year,month,position,forecast\n")[0].contains("no row under them"));
        assert!(told("body,year,month,position,forecast\n\"09C,2018/19\n")[0].starts_with('0'));
    }

    #[test]
    fn the_file_that_is_given_out_reads_back_by_its_headings() {
        for (key, label, _) in MONTH_COLUMNS {
            for text in [key, label] {
                let read = heading(text).unwrap_or_else(|| panic!("{text}"));
                assert_eq!((read.key, read.unit), (key, FigureUnit::Pounds), "{text}");
            }
        }
        let unit = |text: &str| heading(text).unwrap().unit;
        assert_eq!(unit("Position of the month (£000)"), FigureUnit::Thousands);
        assert_eq!(unit("forecast (£ million)"), FigureUnit::Millions);
        assert!(heading("Comment").is_none());
    }
}
