//! Delimited text in blocks of whole records, so that several threads can share one file and each byte can be passed on
//! as it came.

use crate::error::ActivityError;
use memchr::{memchr, memchr_iter, memchr2, memrchr};
use std::borrow::Cow;
use std::io::Read;
use terms::formula::begins_formula;

/// How many bytes a block has, or more when a record is longer.
const BLOCK: usize = 1 << 20;

/// The longest record that is read: more is a quote left open, or no table.
pub(crate) const RECORD_BYTES_MAX: usize = 8 << 20;

/// The first record of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    /// Its bytes as they stand in the file, with the line break.
    pub(crate) raw: Vec<u8>,
    /// The headings.
    pub(crate) headings: Vec<String>,
    /// What stands between cells.
    pub(crate) delimiter: u8,
}

/// Some whole records of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// Their bytes as they stand in the file.
    pub(crate) bytes: Vec<u8>,
    /// The line on which the first begins.
    pub(crate) first_line: u64,
    /// How many they are, empty lines counted: found while the block was cut off, by whoever did not read their cells.
    pub(crate) records: u64,
    /// How many more line ends there are than records: they stand inside quotes, or so it seems. Line ends are counted by
    /// somebody who does not look at quotes.
    pub(crate) breaks: u64,
}

/// A file as blocks of whole records.
pub(crate) struct Blocks<R> {
    file: String,
    source: R,
    held: Vec<u8>,
    delimiter: u8,
    line: u64,
    ended: bool,
    /// Whether anything followed the header, and whether any of it was a record.
    followed: bool,
    has_record: bool,
}

impl<R: Read> Blocks<R> {
    /// Reads the header of a file.
    ///
    /// # Errors
    /// [`ActivityError::Unrecognised`] when it is empty or binary; [`ActivityError::Damaged`] when the first record does not
    /// end.
    pub(crate) fn open(file: &str, source: R) -> Result<(Header, Self), ActivityError> {
        let mut blocks = Self {
            file: file.to_owned(),
            source,
            held: Vec::new(),
            delimiter: b',',
            line: 1,
            ended: false,
            followed: false,
            has_record: false,
        };
        blocks.fill(BLOCK)?;
        if blocks.held.is_empty() || memchr(0, blocks.held.get(..8192).unwrap_or(&blocks.held)).is_some() {
            let found = if blocks.held.is_empty() { "is empty" } else { "is binary" };
            return Err(ActivityError::Unrecognised { file: file.to_owned(), found: found.to_owned() });
        }
        let first_line = blocks.held.split(|byte| *byte == b'\n').next().unwrap_or_default();
        blocks.delimiter = reader::delimiter_of(first_line);
        let end = loop {
            match first_record_end(&blocks.held, blocks.delimiter, blocks.ended) {
                Some(end) => break end,
                None => blocks.grow()?,
            }
        };
        blocks.refuse_open_quote(0, end)?;
        let rest = blocks.held.split_off(end);
        let raw = std::mem::replace(&mut blocks.held, rest);
        blocks.line += memchr_iter(b'\n', &raw).count() as u64;
        let text = raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&raw);
        if ends_in_cr_alone(text) {
            let found =
                "ends its lines with a carriage return alone, as old Macintosh programs do; save it with line feeds";
            return Err(ActivityError::Unrecognised { file: file.to_owned(), found: found.to_owned() });
        }
        let mut cells = Vec::new();
        let mut rows = Rows::new(text, blocks.delimiter);
        let headings = rows
            .next(&mut cells)
            .map(|_| cells.iter().map(|cell| String::from_utf8_lossy(&cell.of(text)).into_owned()).collect::<Vec<_>>());
        let header = Header { headings: headings.unwrap_or_default(), delimiter: blocks.delimiter, raw };
        Ok((header, blocks))
    }

    /// The next block.
    ///
    /// # Errors
    /// [`ActivityError::Damaged`] names the line of a record that does not end.
    pub(crate) fn next(&mut self) -> Result<Option<Block>, ActivityError> {
        self.fill(BLOCK)?;
        if self.held.is_empty() {
            if self.followed && !self.has_record {
                return Err(self.damaged("there are only empty lines after the header, and no record"));
            }
            return Ok(None);
        }
        let (end, walked) = loop {
            match last_record_end(&self.held, self.delimiter, self.ended) {
                Some(found) => break found,
                None => self.grow()?,
            }
        };
        if self.ended && walked.is_some() {
            self.refuse_open_quote(0, end)?;
        }
        let mut rest = Vec::with_capacity(BLOCK + (self.held.len() - end));
        rest.extend_from_slice(self.held.get(end..).unwrap_or_default());
        let mut bytes = std::mem::replace(&mut self.held, rest);
        bytes.truncate(end);
        let first_line = self.line;
        let lines = memchr_iter(b'\n', &bytes).count() as u64;
        self.line += lines;
        // Without quotes every line is a record, the last one with or without its line break.
        let ends = lines + u64::from(bytes.last() != Some(&b'\n'));
        let records = walked.unwrap_or(ends);
        self.followed = true;
        // The first byte of nearly every block says so.
        self.has_record = self.has_record || bytes.iter().any(|byte| !matches!(byte, b'\r' | b'\n'));
        Ok(Some(Block { bytes, first_line, records, breaks: ends.saturating_sub(records) }))
    }

    /// Holds at least so many bytes, or all there are.
    fn fill(&mut self, wanted: usize) -> Result<(), ActivityError> {
        if self.ended || self.held.len() >= wanted {
            return Ok(());
        }
        let missing = (wanted - self.held.len()) as u64;
        let read = self.source.by_ref().take(missing).read_to_end(&mut self.held);
        let read = read.map_err(|error| self.damaged(&error.to_string()))?;
        self.ended = (read as u64) < missing;
        Ok(())
    }

    fn grow(&mut self) -> Result<(), ActivityError> {
        if self.held.len() >= RECORD_BYTES_MAX {
            let mib = RECORD_BYTES_MAX >> 20;
            return Err(
                self.damaged(&format!("the record that begins here is longer than {mib} MiB; is a quote left open?"))
            );
        }
        self.fill(self.held.len() + BLOCK)
    }

    /// Refuses records at the end of the file of which the last has a quote that nothing closes.
    fn refuse_open_quote(&self, from: usize, end: usize) -> Result<(), ActivityError> {
        let bytes = self.held.get(from..end).unwrap_or_default();
        let Some(quote) = open_quote(bytes, self.delimiter) else { return Ok(()) };
        let before = bytes.get(..quote).unwrap_or_default();
        Err(ActivityError::Damaged {
            file: self.file.clone(),
            line: self.line + memchr_iter(b'\n', before).count() as u64,
            reason: "a quote is opened here and never closed, so everything after it would be one cell".to_owned(),
        })
    }

    fn damaged(&self, reason: &str) -> ActivityError {
        ActivityError::Damaged { file: self.file.clone(), line: self.line, reason: reason.to_owned() }
    }
}

/// Where the first record ends, its line break included.
fn first_record_end(bytes: &[u8], delimiter: u8, ended: bool) -> Option<usize> {
    record_end(bytes, 0, delimiter).or_else(|| ended.then_some(bytes.len()))
}

/// Where the last whole record ends, and where there are quotes how many records end there or before.
fn last_record_end(bytes: &[u8], delimiter: u8, ended: bool) -> Option<(usize, Option<u64>)> {
    if memchr(b'"', bytes).is_none() {
        return if ended { Some(bytes.len()) } else { memrchr(b'\n', bytes).map(|at| at + 1) }.map(|end| (end, None));
    }
    let (mut from, mut records) = (0, 0);
    while let Some(next) = record_end(bytes, from, delimiter) {
        from = next;
        records += 1;
    }
    if ended {
        // What is left is one more, whether or not its quotes are closed.
        return Some((bytes.len(), Some(records + u64::from(from < bytes.len()))));
    }
    (records > 0).then_some((from, Some(records)))
}

/// Where the quote stands that is still open when these records end.
fn open_quote(bytes: &[u8], delimiter: u8) -> Option<usize> {
    let mut from = 0;
    while let Some(next) = record_end(bytes, from, delimiter) {
        from = next;
    }
    let (start, mut at) = (from, from);
    loop {
        let quote = at + memchr(b'"', bytes.get(at..)?)?;
        let begins = quote == start || quote.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&delimiter);
        at = if !begins {
            quote + 1
        } else if let Some(end) = quote_end(bytes, quote + 1) {
            end
        } else {
            // A quote that is the very last byte closes its cell, unless it is the second of two.
            let inside = bytes.get(quote + 1..).unwrap_or_default();
            let last = inside.iter().rev().take_while(|byte| **byte == b'"').count();
            return (last % 2 == 0).then_some(quote);
        };
    }
}

/// Whether there is a carriage return that ends no line by itself, outside quotes, in a header: its lines then have no other
/// end.
fn ends_in_cr_alone(header: &[u8]) -> bool {
    let content = header.strip_suffix(b"\n").unwrap_or(header);
    let content = content.strip_suffix(b"\r").unwrap_or(content);
    let mut quoted = false;
    let inside = content.iter().any(|byte| {
        quoted ^= *byte == b'"';
        *byte == b'\r' && !quoted
    });
    inside || header.ends_with(b"\r")
}

/// The end of the record that begins at `from`; nothing when it goes on past the bytes at hand.
fn record_end(bytes: &[u8], from: usize, delimiter: u8) -> Option<usize> {
    let mut at = from;
    loop {
        let found = at + memchr2(b'\n', b'"', bytes.get(at..)?)?;
        if bytes.get(found) == Some(&b'\n') {
            return Some(found + 1);
        }
        // A quote means something only where a cell begins.
        let begins = found == from || found.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&delimiter);
        at = if begins { quote_end(bytes, found + 1)? } else { found + 1 };
    }
}

/// The place after the quote that closes the cell opened before `from`.
fn quote_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let quote = at + memchr(b'"', bytes.get(at..)?)?;
        match bytes.get(quote + 1)? {
            b'"' => at = quote + 2,
            _ => return Some(quote + 1),
        }
    }
}

/// Where a cell stands in its block, without its quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CellSpan {
    start: u32,
    end: u32,
    /// Whether quotes inside it are doubled.
    doubled: bool,
}

impl CellSpan {
    /// Where its text begins.
    pub(crate) const fn first(&self) -> usize {
        self.start as usize
    }

    /// Whether the quote that closes it is not the last byte before `next`.
    pub(crate) fn closes_before(&self, bytes: &[u8], next: usize) -> bool {
        let quoted = self.first().checked_sub(1).and_then(|at| bytes.get(at)) == Some(&b'"');
        quoted && (self.end as usize) + 1 < next
    }

    /// The cell's bytes.
    pub(crate) fn of<'b>(&self, bytes: &'b [u8]) -> Cow<'b, [u8]> {
        let raw = self.raw(bytes);
        if !self.doubled {
            return Cow::Borrowed(raw);
        }
        let mut plain = Vec::with_capacity(raw.len());
        let mut rest = raw;
        while let Some(at) = memchr(b'"', rest) {
            plain.extend_from_slice(rest.get(..=at).unwrap_or_default());
            rest = rest.get(at + 1..).unwrap_or_default();
            rest = rest.strip_prefix(b"\"").unwrap_or(rest);
        }
        plain.extend_from_slice(rest);
        Cow::Owned(plain)
    }

    /// The cell as it stands, doubled quotes and all: enough for codes and dates, which hold no quotes.
    #[inline]
    pub(crate) fn raw<'b>(&self, bytes: &'b [u8]) -> &'b [u8] {
        bytes.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// The bytes of a block as text. Whether they are UTF-8 is found out once for all its cells, which are too short to do it one by
/// one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text<'b> {
    bytes: &'b [u8],
    whole: Option<&'b str>,
}

impl<'b> Text<'b> {
    pub(crate) fn of(bytes: &'b [u8]) -> Self {
        Self { bytes, whole: std::str::from_utf8(bytes).ok() }
    }

    /// A cell as it stands. What is no UTF-8 is no code either: it reads as one character that no table holds.
    #[inline]
    pub(crate) fn cell(&self, span: &CellSpan) -> &'b str {
        let whole = self.whole.and_then(|text| text.get(span.start as usize..span.end as usize));
        whole.unwrap_or_else(|| std::str::from_utf8(span.raw(self.bytes)).unwrap_or("\u{FFFD}"))
    }
}

/// Where a record stands in its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RowSpan {
    /// Its first byte.
    pub(crate) start: usize,
    /// The byte after its last cell.
    pub(crate) content_end: usize,
    /// The byte after its line break.
    pub(crate) end: usize,
    /// Whether a cell begins as a formula does.
    pub(crate) may_run: bool,
}

/// A byte that opens a quoted cell, and one that begins a formula.
const QUOTE: u8 = 1;
const FORMULA: u8 = 2;

/// What the first byte of a cell says of it: looked up, so that a cell that is neither costs one branch.
#[expect(clippy::indexing_slicing, reason = "worked out while compiling, where a place beyond the end is an error")]
const FIRST: [u8; 256] = {
    let mut first = [0; 256];
    let mut byte = 0;
    while byte < first.len() {
        if byte == b'"' as usize {
            first[byte] = QUOTE;
        } else if begins_formula(byte as u8) {
            first[byte] = FORMULA;
        }
        byte += 1;
    }
    first
};

fn first_says(byte: Option<&u8>) -> u8 {
    byte.and_then(|byte| FIRST.get(usize::from(*byte))).copied().unwrap_or_default()
}

/// The records of a block, one after another.
pub(crate) struct Rows<'b> {
    bytes: &'b [u8],
    delimiter: u8,
    at: usize,
}

impl<'b> Rows<'b> {
    /// The records of these bytes.
    pub(crate) const fn new(bytes: &'b [u8], delimiter: u8) -> Self {
        Self { bytes, delimiter, at: 0 }
    }

    /// The next record; its cells replace those in `cells`. An empty line has no cells.
    #[inline]
    pub(crate) fn next(&mut self, cells: &mut Vec<CellSpan>) -> Option<RowSpan> {
        cells.clear();
        let start = self.at;
        if start >= self.bytes.len() {
            return None;
        }
        let (mut at, mut said) = (start, 0);
        let (content_end, end) = loop {
            let first = first_says(self.bytes.get(at));
            if first == QUOTE {
                said |= first_says(self.bytes.get(at + 1));
                let close = quote_end(self.bytes, at + 1).unwrap_or(self.bytes.len());
                let inside_end = if self.bytes.get(close.wrapping_sub(1)) == Some(&b'"') && close > at + 1 {
                    close - 1
                } else {
                    close
                };
                let inside = self.bytes.get(at + 1..inside_end).unwrap_or_default();
                let doubled = memchr(b'"', inside).is_some();
                cells.push(CellSpan { start: at as u32 + 1, end: inside_end as u32, doubled });
                // What stands between the closing quote and the delimiter belongs to no cell.
                at = self.plain_end(close);
            } else {
                let end = self.plain_end(at);
                let cut = if self.ends_line(end) && end > at && self.bytes.get(end - 1) == Some(&b'\r') {
                    end - 1
                } else {
                    end
                };
                // What begins an empty cell is its end.
                said |= if cut > at { first } else { 0 };
                cells.push(CellSpan { start: at as u32, end: cut as u32, doubled: false });
                at = end;
            }
            if self.ends_line(at) {
                let content = if at > start && self.bytes.get(at - 1) == Some(&b'\r') { at - 1 } else { at };
                break (content, (at + 1).min(self.bytes.len()));
            }
            at += 1;
        };
        if content_end == start {
            cells.clear();
        }
        self.at = end;
        Some(RowSpan { start, content_end, end, may_run: said & FORMULA != 0 })
    }

    /// The next delimiter or line break, or the end.
    ///
    /// Eight bytes at a time: most cells are shorter, so most ends are found without a branch that cannot be foretold.
    #[inline]
    fn plain_end(&self, from: usize) -> usize {
        const ONES: u64 = 0x0101_0101_0101_0101;
        // The lowest set bit marks the first byte that is zero; what stands above it may be wrong and is not looked at.
        let zeros = |word: u64| word.wrapping_sub(ONES) & !word & (ONES << 7);
        let delimiters = ONES.wrapping_mul(u64::from(self.delimiter));
        let mut at = from;
        while let Some((eight, _)) = self.bytes.get(at..).and_then(<[u8]>::split_first_chunk::<8>) {
            let word = u64::from_le_bytes(*eight);
            let found = zeros(word ^ delimiters) | zeros(word ^ (ONES * u64::from(b'\n')));
            if found != 0 {
                return at + (found.trailing_zeros() / 8) as usize;
            }
            at += 8;
        }
        let rest = self.bytes.get(at..).unwrap_or_default();
        at + rest.iter().position(|byte| *byte == self.delimiter || *byte == b'\n').unwrap_or(rest.len())
    }

    #[inline]
    fn ends_line(&self, at: usize) -> bool {
        self.bytes.get(at).is_none_or(|byte| *byte == b'\n')
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let mut rows = Rows::new(text.as_bytes(), b',');
        let (mut spans, mut all) = (Vec::new(), Vec::new());
        while rows.next(&mut spans).is_some() {
            all.push(
                spans.iter().map(|span| String::from_utf8(span.of(text.as_bytes()).into_owned()).unwrap()).collect(),
            );
        }
        all
    }

    #[test]
    fn cells_are_those_of_the_csv_convention() {
        assert_eq!(cells("a,b\r\n\"x,\"\"y\"\"\nz\",2\n,\n"), [vec!["a", "b"], vec!["x,\"y\"\nz", "2"], vec!["", ""]]);
        assert_eq!(cells("a,12\" pipe\n\nlast"), [vec!["a", "12\" pipe"], vec![], vec!["last"]]);
        assert_eq!(cells("\"\",\"open"), [vec!["", "open"]]);
    }

    #[test]
    fn records_are_counted_as_blocks_are_cut_off_with_quotes_and_without() {
        for line in ["1,two,3\n", "1,\"two\nlines, \"\"said\"\"\",3\r\n", "1,2,3\n\n\r\n"] {
            let n = 3 * BLOCK / line.len();
            let text = format!("a,b,c\n{}1,2,3", line.repeat(n));
            let (header, mut blocks) = Blocks::open("x", text.as_bytes()).unwrap();
            let (mut counted, mut found, mut n_blocks) = (0, 0, 0);
            let mut spans = Vec::new();
            while let Ok(Some(block)) = blocks.next() {
                let mut rows = Rows::new(&block.bytes, header.delimiter);
                while rows.next(&mut spans).is_some() {
                    found += 1;
                }
                counted += block.records;
                n_blocks += 1;
            }
            assert!(n_blocks > 2);
            assert_eq!((counted, found), (found, counted), "{line:?}");
            assert!(counted > n as u64);
        }
    }

    #[test]
    fn a_record_that_never_ends_is_named_by_its_line() {
        let text = format!("a,b\n1,2\n3,\"{}", "x,y\n".repeat(3 << 20));
        let (_, mut blocks) = Blocks::open("long.csv", text.as_bytes()).unwrap();
        assert_eq!(blocks.next().unwrap().unwrap().bytes, b"1,2\n");
        let error = blocks.next().unwrap_err().to_string();
        assert_eq!(error, "long.csv line 3: the record that begins here is longer than 8 MiB; is a quote left open?");
    }

    #[test]
    fn an_empty_or_binary_file_is_no_table() {
        for (bytes, found) in [(&b""[..], "is empty"), (b"a\0b", "is binary")] {
            let Err(error) = Blocks::open("x", bytes) else { panic!("taken for a table") };
            assert!(error.to_string().ends_with(found), "{error}");
        }
    }

    /// Text that has quotes, line breaks and delimiters in every place.
    fn hostile() -> impl Strategy<Value = String> {
        proptest::collection::vec(prop_oneof!["a", ",", "\"", "\n", "\r\n", "é", "\"\"", "=1+1"], 0..200)
            .prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn blocks_and_rows_give_every_byte_back(text in hostile()) {
            let Ok((header, mut blocks)) = Blocks::open("x", text.as_bytes()) else { return Ok(()) };
            let mut all = header.raw.clone();
            let mut spans = Vec::new();
            loop {
                // A quote left open, and nothing but empty lines, are told.
                let Ok(next) = blocks.next() else { return Ok(()) };
                let Some(block) = next else { break };
                let mut rows = Rows::new(&block.bytes, header.delimiter);
                let (mut at, mut records) = (0, 0);
                while let Some(row) = rows.next(&mut spans) {
                    prop_assert_eq!(row.start, at);
                    prop_assert!(row.content_end <= row.end);
                    at = row.end;
                    records += 1;
                }
                prop_assert_eq!(records, block.records);
                prop_assert_eq!(at, block.bytes.len());
                all.extend(block.bytes);
            }
            prop_assert_eq!(all, text.as_bytes());
        }

        #[test]
        fn any_bytes_are_read_without_a_fault(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let Ok((header, mut blocks)) = Blocks::open("x", bytes.as_slice()) else { return Ok(()) };
            let mut spans = Vec::new();
            while let Ok(Some(block)) = blocks.next() {
                let mut rows = Rows::new(&block.bytes, header.delimiter);
                while rows.next(&mut spans).is_some() {
                    for span in &spans {
                        let _ = span.of(&block.bytes);
                    }
                }
            }
        }

        #[test]
        fn well_formed_text_has_the_cells_the_csv_crate_finds(table in proptest::collection::vec(proptest::collection::vec("[a\",\n ]{0,4}", 2..4), 1..8)) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &table {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            prop_assert_eq!(cells(&text), table);
        }
    }
}
