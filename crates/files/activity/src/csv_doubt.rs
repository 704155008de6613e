//! What gives away a quote that was left open and closed again by another cell's: the records between are then inside one
//! cell, and every total still adds up.

use crate::csv_text::{Block, CellSpan, Rows};
use crate::error::ActivityError;
use memchr::memchr_iter;

/// Refuses a block in which a quoted cell seems to have swallowed records.
///
/// Line ends are counted without regard to quotes; where there are more of them than records, some stand inside quotes. That is
/// allowed, as in notes of several lines. It is not when something stands between the quote that closes the cell and the next
/// delimiter, nor when a whole line inside the quotes has as many delimiters as the header: such a line is a record.
///
/// # Errors
/// [`ActivityError::Damaged`] names the line on which the quote was opened.
pub(crate) fn refuse_swallowed(
    name: &str,
    block: &Block,
    delimiter: u8,
    n_columns: usize,
) -> Result<(), ActivityError> {
    if block.breaks == 0 {
        return Ok(());
    }
    let bytes = &block.bytes;
    let (mut rows, mut cells) = (Rows::new(bytes, delimiter), Vec::new());
    while let Some(row) = rows.next(&mut cells) {
        for (place, cell) in cells.iter().enumerate() {
            let n_inside = memchr_iter(b'\n', cell.raw(bytes)).count();
            if n_inside == 0 {
                continue;
            }
            let next = cells.get(place + 1).map_or(row.content_end, |next| before(next, bytes, delimiter));
            let why = if cell.closes_before(bytes, next) {
                "and what follows the quote that closes it is no delimiter"
            } else if holds_record(cell.raw(bytes), delimiter, n_columns) {
                "and a line inside it has as many cells as the header"
            } else {
                continue;
            };
            let line =
                block.first_line + memchr_iter(b'\n', bytes.get(..cell.first()).unwrap_or_default()).count() as u64;
            return Err(ActivityError::Damaged {
                file: name.to_owned(),
                line,
                reason: format!(
                    "a quote is opened here and the cell goes on over {n_inside} line ends, {why}: records would be lost in it; \
                     is the quote left open?"
                ),
            });
        }
    }
    Ok(())
}

/// Where the delimiter before a cell stands.
fn before(cell: &CellSpan, bytes: &[u8], delimiter: u8) -> usize {
    let first = cell.first();
    let quoted = first.checked_sub(1).and_then(|at| bytes.get(at)) == Some(&b'"')
        && first.checked_sub(2).and_then(|at| bytes.get(at)) == Some(&delimiter);
    first.saturating_sub(if quoted { 2 } else { 1 })
}

/// Whether one of the lines that are whole inside a cell has as many delimiters as a record.
fn holds_record(cell: &[u8], delimiter: u8, n_columns: usize) -> bool {
    let mut lines = cell.split(|byte| *byte == b'\n').skip(1).peekable();
    while let Some(line) = lines.next() {
        // The last is not whole: the quote closes in it.
        if lines.peek().is_none() {
            return false;
        }
        if n_columns > 1 && memchr_iter(delimiter, line).count() + 1 == n_columns {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv_text::Blocks;

    fn said(text: &str) -> Result<(), String> {
        let (header, mut blocks) = Blocks::open("a.csv", text.as_bytes()).map_err(|error| error.to_string())?;
        while let Some(block) = blocks.next().map_err(|error| error.to_string())? {
            refuse_swallowed("a.csv", &block, header.delimiter, header.headings.len())
                .map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    #[test]
    fn a_quote_that_closes_in_another_record_is_named_by_the_line_where_it_opened() {
        // The next quote that opens a cell closes this one.
        let said_of = said("id,note,n\n1,a,1\n2,\"b,2\n3,c,3\n4,\"d\",4\n").unwrap_err();
        assert!(
            said_of.starts_with("a.csv line 3: a quote is opened here and the cell goes on over 2 line ends"),
            "{said_of}"
        );
        // It closes as a well-formed cell does, and a whole record is inside.
        let said_of = said("id,note,n\n1,\"a,1\n2,b,2\n3,c\",3\n").unwrap_err();
        assert!(said_of.starts_with("a.csv line 2: ") && said_of.contains("as many cells as the header"), "{said_of}");
    }

    #[test]
    fn notes_of_several_lines_are_no_swallowed_records() {
        said("id,note,n\n1,\"a\nb, c\nd\",1\n2,\"\",2\n3,\"x \"\"y\"\"\r\nz\",3\n").unwrap();
        said("id,note,n\n1,\"a\n\n\n\",\"\"\n2,x,\"3\nlast\"").unwrap();
    }

    #[test]
    fn a_quote_that_nothing_closes_is_named_by_the_line_where_it_opened() {
        let wanted = "a.csv line 3: a quote is opened here and never closed, so everything after it would be one cell";
        for text in [
            "id,note\n1,a\n2,\"b\n3,c\n4,d\n",
            "id,note\n1,a\n2,\"b",
            "id,note\n1,\"a\"\n\"2,b\n",
            "id,note\n1,a\n2,\"b\"\"\n",
        ] {
            assert_eq!(said(text).unwrap_err(), wanted, "{text}");
        }
        assert!(said("id,\"note\n1,a\n2,b\n").unwrap_err().starts_with("a.csv line 1: a quote is opened here"));
        for text in [
            "id,note\n1,a\n2,\"b\"",
            "id,note\n1,\"\"",
            "id,note\n1,\"b\"\"\"\n",
            "id,note\n1,12\" pipe\n",
            "id,\"note\"",
        ] {
            said(text).unwrap();
        }
    }

    #[test]
    fn a_file_of_carriage_returns_alone_and_one_of_empty_lines_are_refused() {
        for text in ["id,note\r1,a\r2,b\r", "id,note\r1,a\r2,b", "id,note\r1,a\n", "id,note\r"] {
            assert!(said(text).unwrap_err().contains("a carriage return alone"), "{text}");
        }
        for text in ["id,note\n\n", "id,note\r\n\r\n\r\n", "id,note\n\r"] {
            assert!(said(text).unwrap_err().contains("only empty lines after the header"), "{text:?}");
        }
        for text in ["id,note", "id,note\r\n", "id,\"no\rte\"\n1,a\n", "id,note\n\n1,a\n"] {
            said(text).unwrap();
        }
    }
}
