//! Posts from a table as CSV or XLSX, and the template of one.

use ask::{Column, Kind, Table};
use money::totals::{CostedPostId, NewPost};
use money::{ChangeDates, CostedPost, Destination, PostChange, PostClass, PostLife};
use reader::{Limits, ReadError, Records, Workbook};
use std::collections::BTreeMap;
use std::str::FromStr;
use terms::{Date, OdsCode, Pence};

/// The longest file that is read. Units: bytes.
pub const POSTS_BYTES_MAX: usize = 4 * 1024 * 1024;
/// What a file may ask for.
const LIMITS: Limits = Limits::UPLOADED_WORKBOOK;
/// The most faults that are told of one file: whoever has more began with the wrong one.
const FAULTS_MAX: usize = 50;

/// The headings of the file, in the order of the template, and what each column holds.
pub const HEADINGS: [(&str, &str); 10] = [
    ("post", "the post’s identity, such as cw001: no two posts have one"),
    ("title", "a job and never a person"),
    ("class", "running or programme"),
    ("cost", "pounds a year"),
    ("from", "the first day; empty for a new post"),
    ("to", "the last day; empty if there is none"),
    ("change", "keep, remove, transfer-inside, transfer-outside, regrade or new"),
    ("on", "the day for which the change is planned"),
    ("came", "the day on which it came; empty if it has not"),
    ("new_cost", "pounds a year from then on, of a post that is regraded"),
];

/// Something in a file that could not be read or entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostFault {
    /// The row of the file, the headings being row 1; 0 for the file as a whole.
    pub row: usize,
    /// The column’s heading; empty for the file as a whole.
    pub column: &'static str,
    /// What was found and what is wanted.
    pub message: String,
}

impl PostFault {
    fn whole(message: impl Into<String>) -> Self {
        Self { row: 0, column: "", message: message.into() }
    }

    /// The fault as a sentence that says where it is.
    pub fn sentence(&self) -> String {
        match self.row {
            0 => ask::sentence(&self.message),
            row => format!("Row {row}, column {}: {}", self.column, self.message),
        }
    }
}

/// Reads the posts of a body, each with its row in the file.
///
/// # Errors
/// Every cell that could not be read; nothing is taken from a file with one.
pub fn read_posts(body: OdsCode, bytes: &[u8]) -> Result<Vec<(usize, NewPost)>, Vec<PostFault>> {
    let lines = lines(bytes).map_err(|message| vec![PostFault::whole(message)])?;
    let mut lines = lines.into_iter().filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()));
    let Some((_, headings)) = lines.next() else {
        return Err(vec![PostFault::whole("The file is empty: it needs a row of headings and a row for each post")]);
    };
    let places = places(&headings)?;
    let (mut posts, mut faults) = (Vec::new(), Vec::new());
    for (row, cells) in lines {
        let mut line = Line { row, cells: &cells, places: &places, faults: Vec::new() };
        posts.extend(line.post(body).map(|post| (row, post)));
        faults.append(&mut line.faults);
    }
    if posts.is_empty() && faults.is_empty() {
        faults.push(PostFault::whole("The file has headings and no rows: add a row for each post"));
    }
    faults.truncate(FAULTS_MAX);
    if faults.is_empty() { Ok(posts) } else { Err(faults) }
}

/// Where each heading stands.
fn places(headings: &[String]) -> Result<BTreeMap<&'static str, usize>, Vec<PostFault>> {
    let mut places = BTreeMap::new();
    for (heading, _) in HEADINGS {
        let mut found = headings.iter().enumerate().filter(|(_, cell)| cell.trim().eq_ignore_ascii_case(heading));
        match (found.next(), found.next()) {
            (Some((place, _)), None) => {
                places.insert(heading, place);
            }
            (Some(_), Some(_)) => return Err(vec![PostFault::whole(format!("The heading “{heading}” stands twice"))]),
            (None, _) => {
                let all: Vec<&str> = HEADINGS.iter().map(|(heading, _)| *heading).collect();
                let message = format!("There is no heading “{heading}”: the first row must have {}", all.join(", "));
                return Err(vec![PostFault::whole(message)]);
            }
        }
    }
    Ok(places)
}

/// A row, and what is wrong in it.
struct Line<'a> {
    row: usize,
    cells: &'a [String],
    places: &'a BTreeMap<&'static str, usize>,
    faults: Vec<PostFault>,
}

impl Line<'_> {
    fn text(&self, column: &'static str) -> &str {
        let place = self.places.get(column).copied();
        place.and_then(|place| self.cells.get(place)).map(|cell| cell.trim()).unwrap_or_default()
    }

    fn wrong(&mut self, column: &'static str, wanted: &str) {
        let found = self.text(column);
        let message = if found.is_empty() {
            format!("it is empty: write {wanted}")
        } else {
            format!("“{found}” is not {wanted}")
        };
        self.faults.push(PostFault { row: self.row, column, message });
    }

    fn read<T: FromStr>(&mut self, column: &'static str, wanted: &str) -> Option<T> {
        let read = self.text(column).parse().ok();
        if read.is_none() {
            self.wrong(column, wanted);
        }
        read
    }

    fn day(&mut self, column: &'static str) -> Option<Date> {
        self.read(column, "a day such as 2020-04-01")
    }

    fn maybe_day(&mut self, column: &'static str) -> Option<Date> {
        if self.text(column).is_empty() { None } else { self.day(column) }
    }

    fn money(&mut self, column: &'static str) -> Option<Pence> {
        match Pence::from_decimal(&self.text(column).replace('£', "")) {
            Ok(amount) if amount >= Pence::NOUGHT => Some(amount),
            _ => {
                self.wrong(column, "an amount in pounds such as 50000 or 42500.50");
                None
            }
        }
    }

    fn post(&mut self, body: OdsCode) -> Option<NewPost> {
        let id: Option<CostedPostId> = self.text("post").to_lowercase().parse().ok();
        if id.is_none() {
            self.wrong("post", "an identity of a-z, 0-9 and hyphens such as cw001");
        }
        let title = self.text("title").to_owned();
        if title.is_empty() {
            self.wrong("title", "a job such as Head of contracts");
        }
        let class = self.text("class").to_lowercase().parse::<PostClass>().ok();
        if class.is_none() {
            self.wrong("class", "running or programme");
        }
        let life = self.life();
        Some(NewPost { id: id?, title, post: CostedPost { body, class: class?, life: life? } })
    }

    fn life(&mut self) -> Option<PostLife> {
        let annual_cost = self.money("cost");
        let word = self.text("change").to_lowercase();
        if word == "new" {
            let begins = self.dates();
            return Some(PostLife::New { annual_cost: annual_cost?, begins: begins? });
        }
        let (from, last) = (self.day("from"), self.maybe_day("to"));
        let change = match word.as_str() {
            "keep" => Some(PostChange::Keep),
            "remove" => self.dates().map(PostChange::Remove),
            "transfer-inside" => self.dates().map(|dates| PostChange::TransferOut(dates, Destination::Inside)),
            "transfer-outside" => self.dates().map(|dates| PostChange::TransferOut(dates, Destination::Outside)),
            "regrade" => {
                let (dates, cost) = (self.dates(), self.money("new_cost"));
                dates.zip(cost).map(|(dates, cost)| PostChange::Regrade(dates, cost))
            }
            _ => {
                self.wrong("change", "keep, remove, transfer-inside, transfer-outside, regrade or new");
                None
            }
        };
        Some(PostLife::Existing { annual_cost: annual_cost?, from: from?, last, change: change? })
    }

    fn dates(&mut self) -> Option<ChangeDates> {
        let planned = self.day("on");
        let actual = self.maybe_day("came");
        Some(ChangeDates { planned: planned?, actual })
    }
}

/// A line with its number in the file.
type NumberedLine = (usize, Vec<String>);

/// The lines of a file, each with its number there.
fn lines(bytes: &[u8]) -> Result<Vec<NumberedLine>, String> {
    if bytes.len() > POSTS_BYTES_MAX {
        return Err("The file is longer than 4 MB: send the posts in several files".to_owned());
    }
    let told = |error: ReadError| ask::sentence(&error.to_string());
    if reader::is_zip(bytes) {
        let mut sheets =
            sheets(bytes).map_err(|error| format!("{} Save it again as XLSX, or as CSV", told(error)))?.into_iter();
        let first = sheets.next().unwrap_or_default();
        return match sheets.find(|(_, lines)| lines.iter().any(|(_, cells)| names_posts(cells))) {
            Some((second, _)) => {
                Err(format!("“{}” and “{second}” are both sheets of posts: send each as a file of its own", first.0))
            }
            None => Ok(first.1),
        };
    }
    let mut records = Records::open("the file", bytes, &LIMITS).map_err(told)?;
    let mut found = Vec::new();
    while let Some(record) = records.next().map_err(told)? {
        if let Some(fault) = record.fault {
            return Err(format!("Line {}: {fault}", record.line));
        }
        let line = usize::try_from(record.line).unwrap_or(usize::MAX);
        found.push((line, record.cells.iter().map(str::to_owned).collect()));
    }
    Ok(found)
}

/// Whether a row is that of the headings.
fn names_posts(cells: &[String]) -> bool {
    HEADINGS.iter().all(|(heading, _)| cells.iter().any(|cell| cell.trim().eq_ignore_ascii_case(heading)))
}

/// The sheets of a workbook that hold anything, each with its lines.
fn sheets(bytes: &[u8]) -> Result<Vec<(String, Vec<NumberedLine>)>, ReadError> {
    let mut book = Workbook::open("the file", bytes, &LIMITS)?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let rows = book.sheet(&name)?.rows.into_iter();
        let line = |row: reader::SheetRow| (row.line as usize, row.cells.iter().map(str::to_owned).collect());
        let lines: Vec<NumberedLine> = rows.map(line).collect();
        if lines.iter().any(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty())) {
            sheets.push((name, lines));
        }
    }
    Ok(sheets)
}

/// The template: the headings, and a made-up post of each kind.
pub fn template() -> Table {
    let rows = [
        ["x001", "Head of contracts (made up)", "running", "65000.00", "2013-04-01", "", "keep", "", "", ""],
        [
            "x002",
            "Contract officer (made up)",
            "running",
            "41000.00",
            "2016-09-01",
            "",
            "remove",
            "2020-07-01",
            "2020-08-15",
            "",
        ],
        [
            "x003",
            "Head of finance (made up)",
            "running",
            "82000.00",
            "2013-04-01",
            "",
            "regrade",
            "2020-04-01",
            "",
            "74000.00",
        ],
        [
            "x004",
            "Medicines adviser (made up)",
            "programme",
            "52000.00",
            "2015-01-05",
            "",
            "transfer-inside",
            "2020-10-01",
            "",
            "",
        ],
        ["x005", "Shared director (made up)", "running", "110000.00", "", "", "new", "2020-04-01", "2020-04-01", ""],
    ];
    let columns = HEADINGS.iter().map(|(heading, _)| Column::new(*heading, *heading, Kind::Text));
    Table {
        caption: "Posts of a body".to_owned(),
        columns: columns.collect(),
        rows: rows.into_iter().map(|row| row.into_iter().map(ask::Cell::from).collect()).collect(),
        source: "made up: replace every row by your own".to_owned(),
        notes: HEADINGS.iter().map(|(heading, holds)| format!("{heading}: {holds}.")).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body() -> OdsCode {
        "05A".parse().unwrap()
    }

    fn faults(text: &str) -> Vec<String> {
        read_posts(body(), text.as_bytes()).unwrap_err().iter().map(PostFault::sentence).collect()
    }

    const HEAD: &str = "post,title,class,cost,from,to,change,on,came,new_cost\n";

    #[test]
    fn the_template_reads_as_csv_and_as_xlsx() {
        let table = template();
        let csv = read_posts(body(), &table.to_csv()).unwrap();
        assert_eq!(csv.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [2, 3, 4, 5, 6]);
        assert_eq!(csv[1].1.post.change_dates().unwrap().actual, Some(Date::constant(2020, 8, 15)));
        let about = ask::table::examples::about();
        let xlsx = read_posts(body(), &table.to_xlsx(&about).unwrap()).unwrap();
        assert_eq!(csv, xlsx);
    }

    #[test]
    fn a_workbook_with_two_sheets_of_posts_is_refused() {
        let mut book = rust_xlsxwriter::Workbook::new();
        for name in ["Running", "Programme"] {
            let sheet = book.add_worksheet().set_name(name).unwrap();
            for (column, heading) in (0..).zip(HEAD.trim().split(',')) {
                sheet.write(0, column, heading).unwrap();
            }
            sheet.write(1, 0, "CW1").unwrap();
        }
        let faults = read_posts(body(), &book.save_to_buffer().unwrap()).unwrap_err();
        let told = faults[0].sentence();
        assert!(told.contains("“Running” and “Programme” are both sheets of posts"), "{told}");
    }

    #[test]
    fn each_cell_that_is_wrong_is_told_with_its_row_and_column() {
        let told = faults(&format!(
            "{HEAD}CW1,Clerk,running,100,2013-04-01,,keep,,,\nc_w,,ruling,much,2013,,regrade,2020-04-01,,\n"
        ));
        assert_eq!(
            told,
            [
                "Row 3, column post: “c_w” is not an identity of a-z, 0-9 and hyphens such as cw001",
                "Row 3, column title: it is empty: write a job such as Head of contracts",
                "Row 3, column class: “ruling” is not running or programme",
                "Row 3, column cost: “much” is not an amount in pounds such as 50000 or 42500.50",
                "Row 3, column from: “2013” is not a day such as 2020-04-01",
                "Row 3, column new_cost: it is empty: write an amount in pounds such as 50000 or 42500.50",
            ]
        );
    }

    #[test]
    fn a_file_without_a_heading_or_rows_says_so() {
        assert!(faults("")[0].starts_with("The file is empty"));
        assert!(faults(HEAD)[0].starts_with("The file has headings and no rows"));
        assert!(faults("post,title\n")[0].starts_with("There is no heading “class”"));
        assert_eq!(faults(&HEAD.replace("title", "post"))[0], "The heading “post” stands twice");
    }
}
