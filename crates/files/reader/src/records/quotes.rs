//! Whether quotes stand where a writer of tables puts them.

use memchr::{memchr, memchr2, memchr3};

/// A cell that is quoted: where its quote opens, where it closes, and whether more follows before the cell ends.
struct Quoted {
    cell: usize,
    opens: usize,
    closes: Option<usize>,
    has_more: bool,
}

/// Every quoted cell of a record, as the reader of cells understands quotes.
fn each(record: &[u8], delimiter: u8, mut take: impl FnMut(Quoted)) {
    let (mut at, mut cell) = (0, 0);
    loop {
        if record.get(at) == Some(&b'"') {
            let opens = at;
            let mut from = at + 1;
            let closes = loop {
                let Some(found) = memchr(b'"', record.get(from..).unwrap_or_default()) else { break None };
                if record.get(from + found + 1) != Some(&b'"') {
                    break Some(from + found);
                }
                from += found + 2;
            };
            let Some(end) = closes else {
                take(Quoted { cell, opens, closes, has_more: false });
                return;
            };
            let has_more = record.get(end + 1).is_some_and(|next| *next != delimiter && !matches!(next, b'\r' | b'\n'));
            take(Quoted { cell, opens, closes, has_more });
            at = end + 1;
        }
        // A record that is read whole has no line end outside quotes, but for one behind it.
        match memchr3(delimiter, b'\r', b'\n', record.get(at..).unwrap_or_default()) {
            Some(found) if record.get(at + found) == Some(&delimiter) => at += found + 1,
            _ => return,
        }
        cell += 1;
    }
}

/// Where the quote opens that nothing closes.
pub(super) fn left_open(record: &[u8], delimiter: u8) -> Option<usize> {
    let mut open = None;
    each(record, delimiter, |quoted| {
        if quoted.closes.is_none() {
            open = Some(quoted.opens);
        }
    });
    open
}

/// The cell whose quotes take in lines that are records of their own, in a record of several lines.
///
/// This does not follow the quotes: a quote that is opened by mistake and closed by another gives a record that is well
/// formed. What gives it away is that a closing quote has text behind it; that the line on which the record begins and the one on
/// which it ends have as many cells as a record, each; or that all the lines between have.
pub(super) fn swallowed(record: &[u8], delimiter: u8, width: usize) -> Option<usize> {
    let mut several = None;
    let mut broken = None;
    each(record, delimiter, |quoted| {
        let inner = record.get(quoted.opens..quoted.closes.unwrap_or(record.len())).unwrap_or_default();
        if memchr2(b'\n', b'\r', inner).is_some() {
            several = several.or(Some(quoted.cell));
            if quoted.has_more {
                broken = broken.or(Some(quoted.cell));
            }
        }
    });
    if broken.is_some() || width < 2 {
        return broken;
    }
    let widths: Vec<usize> = record
        .split(|byte| matches!(byte, b'\r' | b'\n'))
        .filter(|line| !line.is_empty())
        .map(|line| memchr::memchr_iter(delimiter, line).count() + 1)
        .collect();
    let (first, last) = (widths.first()?, widths.last()?);
    let between = widths.get(1..widths.len().saturating_sub(1)).unwrap_or_default();
    let ends = widths.len() > 1 && *first >= width && *last >= width;
    // Prose has a comma or two a line; three and more, in every line and just as many as the table, is no prose.
    let all = width > 3 && !between.is_empty() && between.iter().all(|cells| *cells == width);
    several.filter(|_| ends || all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_that_nothing_closes_is_found() {
        assert_eq!(left_open(b"a,\"b\nc,d", b','), Some(2));
        assert_eq!(left_open(b"\"a\"\"", b','), Some(0));
        for whole in ["a,b\"", "\"a\"\"b\",c", "\"a\"b\",c", "", "a;\"b\""] {
            assert_eq!(left_open(whole.as_bytes(), b','), None, "{whole}");
        }
    }

    #[test]
    fn lines_of_an_address_are_no_rows_and_rows_are() {
        let swallowed = |record: &str, width| swallowed(record.as_bytes(), b',', width);
        assert_eq!(swallowed("1,\"12 High Street\nAnytown\",x", 3), None);
        assert_eq!(swallowed("1,2,\"so, he said\nand went, too\"", 3), None);
        // A mark of inches closes what another opened.
        assert_eq!(swallowed("10H,\"2017,5\n10H,2018,6\n10H,2019,7\"", 3), Some(1));
        assert_eq!(swallowed("10H,\"2017\n10H,\"2018\"", 2), Some(1));
        assert_eq!(swallowed("\"A\",\"B\n\"C\",\"D\"", 2), Some(1));
        assert_eq!(swallowed("a,\"b\nc,d,e,f\nc,d,e,f\ng\",x,y", 4), Some(1));
    }
}
