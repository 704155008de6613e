//! Rows of delimited text from a stream, each with the line on which it begins.

use super::Row;
use crate::error::ImportError;
use csv::{ByteRecord, StringRecord};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read};
use std::rc::Rc;

/// Passes every row after the header.
pub(super) fn each<E: From<ImportError>>(
    file: &str,
    text: &mut dyn Read,
    delimiter: u8,
    take: &mut dyn FnMut(Row<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut rows = Rows::new(file, text, delimiter)?;
    // The header is the first row.
    rows.next()?;
    while let Some(row) = rows.next()? {
        take(row)?;
    }
    Ok(())
}

/// The delimiter and the headings.
pub(super) fn header(file: &str, text: &mut dyn Read) -> Result<(u8, Vec<String>), ImportError> {
    // A header is never near this long; the rest is left unread.
    let mut start = Vec::new();
    text.take(1 << 20).read_to_end(&mut start).map_err(|error| damaged(file, &error))?;
    if start.contains(&0) {
        return Err(damaged(file, &"it is binary"));
    }
    let line = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let delimiter = delimiter(line);
    let mut rows = Rows::new(file, start.as_slice(), delimiter)?;
    let columns = rows.next()?.map(|row| row.cells().map(str::to_owned).collect());
    Ok((delimiter, columns.unwrap_or_default()))
}

/// The character that stands most often between the headings; a comma where none does.
fn delimiter(line: &[u8]) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut quoted = false;
    for byte in line {
        if *byte == b'"' {
            quoted = !quoted;
        } else if !quoted && let Some((_, count)) = counts.iter_mut().find(|(delimiter, _)| delimiter == byte) {
            *count += 1;
        }
    }
    // The first of equals wins, so turn the order round: `max_by_key` gives the last.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| *delimiter)
}

struct Rows<'f, R: Read> {
    file: &'f str,
    reader: csv::Reader<Lines<BufReader<R>>>,
    breaks: Rc<RefCell<Breaks>>,
    bytes: ByteRecord,
    cells: StringRecord,
    line: u64,
}

impl<'f, R: Read> Rows<'f, R> {
    fn new(file: &'f str, text: R, delimiter: u8) -> Result<Self, ImportError> {
        let mut text = BufReader::with_capacity(1 << 16, text);
        // A byte-order mark belongs to no heading.
        if text.fill_buf().map_err(|error| damaged(file, &error))?.starts_with(b"\xef\xbb\xbf") {
            text.consume(3);
        }
        let breaks = Rc::new(RefCell::new(Breaks { blank: true, ..Breaks::default() }));
        let lines = Lines { inner: text, breaks: Rc::clone(&breaks) };
        let reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(lines);
        Ok(Self { file, reader, breaks, bytes: ByteRecord::new(), cells: StringRecord::new(), line: 1 })
    }

    fn next(&mut self) -> Result<Option<Row<'_>>, ImportError> {
        let read = self.reader.read_byte_record(&mut self.bytes).map_err(|error| damaged(self.file, &error))?;
        if !read {
            return Ok(None);
        }
        let start = self.bytes.position().map_or(0, csv::Position::byte);
        self.line += self.breaks.borrow_mut().before(start);
        self.cells.clear();
        // A cell that is not UTF-8 is read as Latin-1, in which every byte is a character.
        for cell in &self.bytes {
            match std::str::from_utf8(cell) {
                Ok(cell) => self.cells.push_field(cell),
                Err(_) => self.cells.push_field(&cell.iter().map(|byte| char::from(*byte)).collect::<String>()),
            }
        }
        Ok(Some(Row { line: self.line, cells: &self.cells }))
    }
}

fn damaged(file: &str, error: &dyn std::fmt::Display) -> ImportError {
    ImportError::Damaged { file: file.to_owned(), what: "comma-separated text", reason: error.to_string() }
}

/// Line breaks that the reader has fetched and no row has yet passed.
///
/// The reader's own count lags a line behind after CRLF and blank lines; a message that names a line must be right.
#[derive(Default)]
struct Breaks {
    /// Where each is, and whether nothing stood on its line.
    at: VecDeque<(u64, bool)>,
    seen: u64,
    blank: bool,
}

impl Breaks {
    /// How many line breaks come before a row that was found from `start`, where those of blank lines may stand.
    fn before(&mut self, start: u64) -> u64 {
        let mut passed = 0;
        while self.at.front().is_some_and(|(at, blank)| *at <= start || *blank) {
            self.at.pop_front();
            passed += 1;
        }
        passed
    }
}

/// A stream whose line breaks are written down as they pass.
struct Lines<R> {
    inner: R,
    breaks: Rc<RefCell<Breaks>>,
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let mut breaks = self.breaks.borrow_mut();
        for byte in buffer.get(..read).unwrap_or_default() {
            match byte {
                b'\n' => {
                    let found = (breaks.seen, breaks.blank);
                    breaks.at.push_back(found);
                    breaks.blank = true;
                }
                b'\r' => {}
                _ => breaks.blank = false,
            }
            breaks.seen += 1;
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(u64, String)> {
        let mut rows = Rows::new("t.csv", text.as_bytes(), b',').unwrap();
        let mut found = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            found.push((row.line, row.cell(0).unwrap_or_default().to_owned()));
        }
        found
    }

    #[test]
    fn a_row_knows_its_line_in_every_kind_of_text() {
        for end in ["\n", "\r\n"] {
            let text = ["a,1", "\"b", "", "b\",2", "", "", "c,3", "d,4"].join(end);
            let found: Vec<u64> = lines(&text).into_iter().map(|(line, _)| line).collect();
            assert_eq!(found, [1, 2, 7, 8], "{end:?}");
        }
    }

    #[test]
    fn lines_are_right_far_beyond_one_buffer() {
        let text = (1..=40_000).map(|line| format!("{line},\"x\"")).collect::<Vec<_>>().join("\r\n");
        assert!(lines(&text).into_iter().all(|(line, cell)| cell == line.to_string()));
    }

    #[test]
    fn the_delimiter_is_the_one_between_headings() {
        assert_eq!(delimiter(b"code;\"a,b,c\";value"), b';');
        assert_eq!(delimiter(b"code\tvalue"), b'\t');
        assert_eq!(delimiter(b"a|b,c|d"), b'|');
        assert_eq!(delimiter(b"code"), b',');
    }
}
