//! Delimited text, record by record.

mod quotes;

use crate::error::ReadError;
use crate::limits::Limits;
use crate::text::{mend, utf8};
use csv::StringRecord;
use csv_core::ReadRecordResult;
use memchr::{memchr2, memchr2_iter};
use std::fmt;
use std::io::Read;

const WHAT: &str = "delimited text";

/// How much is fetched at once.
const CHUNK: usize = 1 << 16;

/// A record.
#[derive(Clone, Debug)]
pub struct Record<'r> {
    /// The line on which it begins, counted from 1.
    pub line: u64,
    /// Its cells.
    pub cells: &'r StringRecord,
    /// What is wrong with the record as text: it must not be taken as it stands.
    pub fault: Option<Fault>,
}

/// What is wrong with a record as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A cell has something that is no character in any encoding tried.
    Undecoded {
        /// The cell, counted from 0.
        cell: usize,
        /// The character of the cell, counted from 1.
        character: usize,
    },
    /// A quote takes in lines that look like records of their own.
    Swallowed {
        /// The cell that the quote opens, counted from 0.
        cell: usize,
        /// The line on which the record begins.
        from: u64,
        /// The line on which it ends.
        to: u64,
    },
}

impl Fault {
    /// The cell, counted from 0.
    pub const fn cell(&self) -> usize {
        match self {
            Self::Undecoded { cell, .. } | Self::Swallowed { cell, .. } => *cell,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undecoded { character, .. } => {
                write!(f, "character {character} of the cell is no character in UTF-8 or Windows-1252")
            }
            Self::Swallowed { from, to, .. } => write!(
                f,
                "a quote opened on line {from} takes in the lines up to {to}, which look like rows of their own; \
                 close the quote or take it out"
            ),
        }
    }
}

/// Delimited text from a stream: one record is held at a time.
///
/// Line ends are LF, CRLF or CR; blank lines are skipped; quotes count where a cell begins, and are doubled inside.
pub struct Records<R> {
    file: String,
    source: R,
    core: csv_core::Reader,
    delimiter: u8,
    limits: Limits,
    held: Vec<u8>,
    /// Where in `held` the next record begins.
    from: usize,
    ended: bool,
    /// The line on which `from` is.
    line: u64,
    /// Whether the byte before `from` was a carriage return, whose line feed belongs to the same line end.
    after_return: bool,
    text: Vec<u8>,
    ends: Vec<usize>,
    cells: StringRecord,
    width: usize,
    n_read: u64,
}

impl<'r> Records<Box<dyn Read + 'r>> {
    /// Text in any Unicode encoding, whose delimiter is found in its first line.
    ///
    /// # Errors
    /// [`ReadError::NotRead`] for what is no text.
    pub fn open(file: &str, source: impl Read + 'r, limits: &Limits) -> Result<Self, ReadError> {
        let mut records = Self::new(file, utf8(file, source)?, b',', limits);
        let delimiter = delimiter_of(records.first_line()?);
        records.set_delimiter(delimiter);
        Ok(records)
    }
}

impl<R: Read> Records<R> {
    /// Text in UTF-8 (or nearly) without a mark, with this delimiter.
    pub fn new(file: &str, source: R, delimiter: u8, limits: &Limits) -> Self {
        let core = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
        Self {
            file: file.to_owned(),
            source,
            core,
            delimiter,
            limits: *limits,
            held: Vec::new(),
            from: 0,
            ended: false,
            line: 1,
            after_return: false,
            text: vec![0; 4_096],
            ends: vec![0; 64],
            cells: StringRecord::new(),
            width: 0,
            n_read: 0,
        }
    }

    /// What stands between cells.
    pub const fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// How many records have been read.
    pub const fn count(&self) -> u64 {
        self.n_read
    }

    /// The next record; `None` at the end.
    ///
    /// # Errors
    /// [`ReadError::OpenQuote`] when the end comes inside quotes; [`ReadError::TooMuch`] for a record, a cell or a number of
    /// rows or columns beyond the limits.
    #[expect(clippy::should_implement_trait, reason = "a record is lent, which an iterator cannot do")]
    pub fn next(&mut self) -> Result<Option<Record<'_>>, ReadError> {
        if !self.skip_line_ends()? {
            return Ok(None);
        }
        let (length, n_bytes, n_cells) = self.fetch_record()?;
        let raw = self.held.get(self.from..self.from + length).unwrap_or_default();
        let body = raw.without_line_ends();
        if self.ended && self.from + length == self.held.len() {
            // The last record: the reader of cells ends one inside quotes as if they were closed.
            if let Some(opened) = quotes::left_open(raw, self.delimiter) {
                let before = raw.get(..opened).unwrap_or_default();
                let line = self.line + line_ends(before, false);
                return Err(ReadError::OpenQuote { file: self.file.clone(), line });
            }
        }
        self.n_read += 1;
        if self.n_read > self.limits.rows {
            let advice = "Split the file.";
            return Err(ReadError::too_many(&self.file, "rows or more", self.n_read, self.limits.rows, advice));
        }
        if self.width == 0 {
            self.width = n_cells;
        }
        let line = self.line;
        let swallowed = memchr2(b'\n', b'\r', body).and_then(|_| quotes::swallowed(body, self.delimiter, self.width));
        let mut fault = swallowed.map(|cell| Fault::Swallowed { cell, from: line, to: line + line_ends(body, false) });
        let undecoded = self.keep_cells(n_bytes, n_cells)?;
        fault = fault.or(undecoded);
        let raw = self.held.get(self.from..self.from + length).unwrap_or_default();
        self.line += line_ends(raw, self.after_return);
        self.after_return = raw.last() == Some(&b'\r');
        self.from += length;
        Ok(Some(Record { line, cells: &self.cells, fault }))
    }

    /// The bytes of the first line, as far as a record may be long.
    fn first_line(&mut self) -> Result<&[u8], ReadError> {
        self.skip_line_ends()?;
        loop {
            let held = self.held.get(self.from..).unwrap_or_default();
            match memchr2(b'\n', b'\r', held) {
                Some(end) => return Ok(self.held.get(self.from..self.from + end).unwrap_or_default()),
                None if self.ended || held.len() > self.limits.record => {
                    return Ok(self.held.get(self.from..).unwrap_or_default());
                }
                None => self.fetch()?,
            }
        }
    }

    fn set_delimiter(&mut self, delimiter: u8) {
        self.delimiter = delimiter;
        self.core = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
    }

    /// Passes line ends before a record; whether there is one.
    fn skip_line_ends(&mut self) -> Result<bool, ReadError> {
        loop {
            let held = self.held.get(self.from..).unwrap_or_default();
            let blank = held.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            let passed = held.get(..blank).unwrap_or_default();
            self.line += line_ends(passed, self.after_return);
            self.after_return = passed.last().map_or(self.after_return, |byte| *byte == b'\r');
            self.from += blank;
            if self.from < self.held.len() {
                // What follows is no line feed, so a carriage return before it stood alone.
                self.after_return = false;
                return Ok(true);
            }
            if self.ended {
                return Ok(false);
            }
            self.fetch()?;
        }
    }

    /// Reads one record: how many bytes it has in the text, how many in its cells, and how many cells.
    fn fetch_record(&mut self) -> Result<(usize, usize, usize), ReadError> {
        let (mut length, mut n_bytes, mut n_cells) = (0, 0, 0);
        loop {
            let input = self.held.get(self.from + length..).unwrap_or_default();
            if input.is_empty() && !self.ended {
                self.check_record(length)?;
                self.fetch()?;
                continue;
            }
            let (text, ends) = (self.text.get_mut(n_bytes..), self.ends.get_mut(n_cells..));
            let (result, read, written, ended) =
                self.core.read_record(input, text.unwrap_or_default(), ends.unwrap_or_default());
            (length, n_bytes, n_cells) = (length + read, n_bytes + written, n_cells + ended);
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => {
                    self.check_record(length)?;
                    let room = self.text.len() * 2;
                    self.text.resize(room, 0);
                }
                ReadRecordResult::OutputEndsFull => {
                    if n_cells > self.limits.columns {
                        let (found, most) = (n_cells as u64, self.limits.columns as u64);
                        let advice = "Send only the columns needed.";
                        return Err(ReadError::too_many(&self.file, "columns or more", found, most, advice));
                    }
                    let room = self.ends.len() * 2;
                    self.ends.resize(room, 0);
                }
                ReadRecordResult::Record | ReadRecordResult::End => {
                    self.check_record(length)?;
                    return Ok((length, n_bytes, n_cells));
                }
            }
        }
    }

    fn check_record(&self, length: usize) -> Result<(), ReadError> {
        if length <= self.limits.record {
            return Ok(());
        }
        let what = format!("a record on line {}", self.line);
        let advice = "Is a quote left open there, or is it no table?";
        Err(ReadError::too_long(&self.file, &what, length as u64, self.limits.record as u64, advice))
    }

    /// Takes the cells over as text; a fault where one cannot be.
    fn keep_cells(&mut self, n_bytes: usize, n_cells: usize) -> Result<Option<Fault>, ReadError> {
        let mut fault = None;
        self.cells.clear();
        let text = self.text.get(..n_bytes).unwrap_or_default();
        // Nearly every record is UTF-8 whole.
        let whole = std::str::from_utf8(text).ok();
        let lost = whole.is_none() || memchr::memmem::find(text, "\u{FFFD}".as_bytes()).is_some();
        let mut start = 0;
        for (place, end) in self.ends.get(..n_cells).unwrap_or_default().iter().enumerate() {
            let bytes = text.get(start..*end).unwrap_or_default();
            if bytes.len() > self.limits.cell {
                let what = format!("a cell on line {}, column {},", self.line, place + 1);
                let (found, most) = (bytes.len() as u64, self.limits.cell as u64);
                return Err(ReadError::too_long(&self.file, &what, found, most, "Is a quote left open there?"));
            }
            match whole.and_then(|whole| whole.get(start..*end)) {
                Some(cell) => self.cells.push_field(cell),
                None => self.cells.push_field(&mend(bytes)),
            }
            if lost && fault.is_none() {
                let cell = self.cells.get(place).unwrap_or_default();
                fault = cell
                    .chars()
                    .position(|character| character == '\u{FFFD}')
                    .map(|at| Fault::Undecoded { cell: place, character: at + 1 });
            }
            start = *end;
        }
        Ok(fault)
    }

    /// Fetches more, and lets go of what has been passed.
    fn fetch(&mut self) -> Result<(), ReadError> {
        if self.from > 0 {
            self.held.drain(..self.from);
            self.from = 0;
        }
        let read = self
            .source
            .by_ref()
            .take(CHUNK as u64)
            .read_to_end(&mut self.held)
            .map_err(|error| ReadError::of_io(&self.file, WHAT, &error))?;
        self.ended = read == 0;
        Ok(())
    }
}

/// How many lines end in some bytes; a line feed after a carriage return belongs to it.
fn line_ends(bytes: &[u8], mut after_return: bool) -> u64 {
    let (mut ends, mut last) = (0, usize::MAX);
    for at in memchr2_iter(b'\r', b'\n', bytes) {
        let is_feed = bytes.get(at) == Some(&b'\n');
        let same = is_feed && ((at == 0 && after_return) || (at > 0 && last == at - 1 && after_return));
        ends += u64::from(!same);
        after_return = !is_feed;
        last = at;
    }
    ends
}

/// Bytes without the line ends behind them.
trait WithoutLineEnds {
    fn without_line_ends(&self) -> &[u8];
}

impl WithoutLineEnds for [u8] {
    fn without_line_ends(&self) -> &[u8] {
        let end = self.iter().rposition(|byte| !matches!(byte, b'\r' | b'\n')).map_or(0, |at| at + 1);
        self.get(..end).unwrap_or_default()
    }
}

/// The character that stands most often between the cells of a line: comma, semicolon, tab or vertical bar; a comma where none
/// does.
pub fn delimiter_of(line: &[u8]) -> u8 {
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
