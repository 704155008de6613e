//! Rows of cells with their line numbers, whatever the file was, and cells read as codes, dates and counts.

use crate::error::ImportError;
use crate::restating::whole_day_of;
use crate::text::{LIMITS, Text};
use csv::StringRecord;
use reader::Records;
use register::Series;
use std::borrow::Cow;
use terms::{Date, GssCode, Heads, OdsCode, Period, PeriodError};

/// A column: where it is and what it is called.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    at: usize,
    /// As the file calls it or, where the file has no header, as its documentation does.
    pub(crate) name: Cow<'static, str>,
}

impl Column {
    /// A column of a file without a header.
    pub(crate) const fn fixed(at: usize, name: &'static str) -> Self {
        Self { at, name: Cow::Borrowed(name) }
    }
}

impl Fault {
    /// A fault in a part of a document that has no columns, such as `Organisation.Name`.
    pub(crate) fn of(part: impl Into<String>, value: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { column: part.into(), value: value.into(), reason: reason.into() }
    }
}

/// Why a cell could not be read; it becomes a [`crate::BadRow`].
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) column: String,
    pub(crate) value: String,
    pub(crate) reason: String,
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    /// The line of the file (or row of the sheet) on which it begins, counted from 1.
    pub(crate) line: u32,
    cells: &'a StringRecord,
}

impl<'a> Row<'a> {
    pub(crate) const fn new(line: u32, cells: &'a StringRecord) -> Self {
        Self { line, cells }
    }

    /// Whether the row holds the headings of an ODS file, which come with some copies of it.
    pub(crate) fn is_ods_heading(&self) -> bool {
        comparable(self.at(0)) == "organisationcode"
    }

    /// How many cells the row has.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The cell without surrounding space; empty where the row is too short.
    pub(crate) fn text(&self, column: &Column) -> &'a str {
        self.at(column.at)
    }

    /// The same by place.
    pub(crate) fn at(&self, place: usize) -> &'a str {
        self.cells.get(place).unwrap_or_default().trim()
    }

    /// A fault in a cell.
    pub(crate) fn fault(&self, column: &Column, reason: impl Into<String>) -> Fault {
        Fault { column: column.name.to_string(), value: self.text(column).to_owned(), reason: reason.into() }
    }

    /// An ODS code.
    pub(crate) fn ods(&self, column: &Column) -> Result<OdsCode, Fault> {
        self.text(column).parse().map_err(|error: terms::CodeError| self.fault(column, error.to_string()))
    }

    /// An ODS code, or nothing in an empty cell.
    pub(crate) fn maybe_ods(&self, column: &Column) -> Result<Option<OdsCode>, Fault> {
        if self.text(column).is_empty() { Ok(None) } else { self.ods(column).map(Some) }
    }

    /// A GSS code.
    pub(crate) fn gss(&self, column: &Column) -> Result<GssCode, Fault> {
        self.text(column).parse().map_err(|error: terms::CodeError| self.fault(column, error.to_string()))
    }

    /// A day written `20180401`, `2018-04-01` or `01/04/2018`, or nothing in an empty cell.
    pub(crate) fn day(&self, column: &Column) -> Result<Option<Date>, Fault> {
        let text = self.text(column);
        match text.len() {
            0 => Ok(None),
            10 => whole_day_of(text).map(Some).ok_or_else(|| self.fault(column, format!("`{text}` is not a date"))),
            _ => terms::parse_compact_date(text).map(Some).map_err(|_| {
                self.fault(column, format!("`{text}` is not a date: eight digits are needed, such as 20180401"))
            }),
        }
    }

    /// A whole number of people, with or without commas between thousands.
    pub(crate) fn heads(&self, column: &Column) -> Result<Heads, Fault> {
        let text = self.text(column);
        let digits: Cow<'_, str> = if text.contains(',') { text.replace(',', "").into() } else { text.into() };
        digits.parse().map(Heads).map_err(|_| self.fault(column, format!("`{text}` is not a whole number of people")))
    }
}

/// A period from a first to a last day, both included.
pub(crate) fn inclusive(first: Option<Date>, last: Option<Date>) -> Result<Period, PeriodError> {
    Period::inclusive(first.map(Into::into), last.map(Into::into))
}

/// The rows of a delimited text, one at a time without copying cells.
pub(crate) struct Rows<'t> {
    records: Records<&'t [u8]>,
}

impl<'t> Rows<'t> {
    /// Reads a text from its start; every line is a row, the header too.
    pub(crate) fn new(text: &'t Text<'_>) -> Self {
        Self { records: Records::new("", text.as_str().as_bytes(), text.delimiter, &LIMITS) }
    }

    /// The next row. Whether the text can be read to its end was found before ([`Text::checked`]).
    pub(crate) fn next(&mut self) -> Option<Row<'_>> {
        let record = self.records.next().ok().flatten()?;
        Some(Row::new(u32::try_from(record.line).unwrap_or(u32::MAX), record.cells))
    }
}

/// The header of a file: its columns by heading.
#[derive(Clone, Debug, Default)]
pub(crate) struct Header {
    /// Each heading in comparable form, and as it is.
    headings: Vec<(String, String)>,
}

impl Header {
    /// The header in a row.
    pub(crate) fn of(row: Row<'_>) -> Self {
        Self { headings: row.cells.iter().map(|cell| (comparable(cell), tidy(cell))).collect() }
    }

    /// The header of one sheet of a workbook, whose columns are named with the sheet; text has no name of a sheet.
    pub(crate) fn of_sheet(sheet: &str, row: Row<'_>) -> Self {
        if sheet.is_empty() {
            return Self::of(row);
        }
        let name = |cell: &str| format!("{sheet}: {}", tidy(cell));
        Self { headings: row.cells.iter().map(|cell| (comparable(cell), name(cell))).collect() }
    }

    /// Every column with this heading, given in comparable form.
    pub(crate) fn find_all(&self, heading: &str) -> Vec<Column> {
        let columns = self.headings.iter().enumerate().filter(|(_, (comparable, _))| comparable == heading);
        columns.map(|(at, (_, name))| Column { at, name: Cow::Owned(name.clone()) }).collect()
    }

    /// Headings that are not in a list of known ones, without repeats.
    pub(crate) fn other_than(&self, known: &[&str]) -> Vec<&str> {
        let others = self.headings.iter().filter(|(c, _)| !c.is_empty() && !known.contains(&c.as_str()));
        others.map(|(_, name)| name.as_str()).collect()
    }

    /// Whether some column has this heading, given in comparable form.
    pub(crate) fn has(&self, heading: &str) -> bool {
        self.headings.iter().any(|(comparable, _)| comparable == heading)
    }

    /// The headings as they are, without line breaks.
    pub(crate) fn as_published(&self) -> impl Iterator<Item = &str> {
        self.headings.iter().map(|(_, heading)| heading.as_str())
    }

    /// The first column that has one of these headings, given in comparable form.
    pub(crate) fn find(&self, headings: &[&str]) -> Option<Column> {
        headings.iter().find_map(|wanted| {
            let at = self.headings.iter().position(|(comparable, _)| comparable == wanted)?;
            let (_, name) = self.headings.get(at)?;
            Some(Column { at, name: Cow::Owned(name.clone()) })
        })
    }

    /// The same, where the format cannot do without the column.
    pub(crate) fn need(&self, headings: &[&'static str], file: &str, series: Series) -> Result<Column, ImportError> {
        self.find(headings).ok_or_else(|| ImportError::ColumnMissing {
            file: file.to_owned(),
            column: headings.first().copied().unwrap_or_default(),
            format: series.title(),
        })
    }
}

/// A heading in a form that drift in case, spacing, line breaks, punctuation and the year does not change: its letters
/// alone, in lower case, so that `CCG18CD` and `CCG21CD` are both `ccgcd`.
pub(crate) fn comparable(heading: &str) -> String {
    heading.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect()
}

/// A heading on one line.
fn tidy(heading: &str) -> String {
    heading.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(u32, String)> {
        let text = Text::of(text.as_bytes());
        let mut rows = Rows::new(&text);
        let mut found = Vec::new();
        while let Some(row) = rows.next() {
            found.push((row.line, row.at(0).to_owned()));
        }
        found
    }

    #[test]
    fn a_row_knows_the_line_on_which_it_begins() {
        let expected = vec![(1, "a".to_owned()), (2, "b\nb".to_owned()), (5, "c".to_owned())];
        assert_eq!(lines("a,1\n\"b\nb\",2\n\nc,3\n"), expected);
        let crlf = lines("a,1\r\n\"b\r\nb\",2\r\n\r\nc,3");
        assert_eq!(crlf.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 2, 5]);
    }

    #[test]
    fn a_heading_is_found_whatever_its_year_and_line_breaks() {
        let cells = StringRecord::from(vec!["FID", "Practice to PCN\nRelationship\nStart Date", "CCG18CDH"]);
        let header = Header::of(Row::new(1, &cells));
        assert_eq!(header.find(&["ccgcdh"]).map(|column| column.at), Some(2));
        let start = header.find(&["nothing", "practicetopcnrelationshipstartdate"]).unwrap();
        assert_eq!((start.at, start.name.as_ref()), (1, "Practice to PCN Relationship Start Date"));
    }

    #[test]
    fn a_count_may_have_commas() {
        let cells = StringRecord::from(vec!["1,632", "523662", "1.5", ""]);
        let row = Row::new(1, &cells);
        let at = |place| Column::fixed(place, "All Ages");
        assert_eq!(row.heads(&at(0)).unwrap(), Heads(1632));
        assert_eq!(row.heads(&at(1)).unwrap(), Heads(523_662));
        assert_eq!(row.heads(&at(2)).unwrap_err().reason, "`1.5` is not a whole number of people");
        assert!(row.heads(&at(3)).is_err());
    }
}
