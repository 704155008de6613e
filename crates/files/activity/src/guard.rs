//! Lines of text in which no cell can be run by a spreadsheet.

use terms::formula::is_formula;

/// Appends a record, without its line end, with an apostrophe before every cell that a spreadsheet would run. Quotes stay as they
/// stand, and so does every other byte.
pub(crate) fn append_guarded(record: &[u8], delimiter: u8, out: &mut Vec<u8>) {
    let mut rest = record;
    loop {
        let (open, inside): (&[u8], _) = match rest.strip_prefix(b"\"") {
            Some(inside) => (b"\"", inside),
            None => (b"", rest),
        };
        let end = if open.is_empty() { plain_end(inside, delimiter) } else { quoted_end(inside) };
        let (cell, after) = inside.split_at_checked(end).unwrap_or((inside, &[]));
        out.extend_from_slice(open);
        if is_formula(cell) {
            out.push(b'\'');
        }
        out.extend_from_slice(cell);
        // What follows a closing quote belongs to no cell.
        let (tail, next) = after.split_at_checked(plain_end(after, delimiter)).unwrap_or((after, &[]));
        out.extend_from_slice(tail);
        let Some((delimiter, next)) = next.split_first() else { return };
        out.push(*delimiter);
        rest = next;
    }
}

fn plain_end(text: &[u8], delimiter: u8) -> usize {
    memchr::memchr(delimiter, text).unwrap_or(text.len())
}

/// Where the quote stands that closes a cell.
fn quoted_end(inside: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = inside.get(at..).and_then(|rest| memchr::memchr(b'"', rest)) {
        let quote = at + found;
        if inside.get(quote + 1) != Some(&b'"') {
            return quote;
        }
        at = quote + 2;
    }
    inside.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use terms::formula::harmless;

    fn guarded(record: &str) -> String {
        let mut out = Vec::new();
        append_guarded(record.as_bytes(), b',', &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn cells_that_run_get_an_apostrophe_where_they_stand_and_numbers_none() {
        for (record, wanted) in [
            ("=1+1,a,-5", "'=1+1,a,-5"),
            ("a,\"=x, \"\"y\"\"\",@b", "a,\"'=x, \"\"y\"\"\",'@b"),
            ("\"a\",+,", "\"a\",'+,"),
            ("\"\"\"=x\",\"-1,000.50\"", "\"\"\"=x\",\"-1,000.50\""),
            ("", ""),
            (",,", ",,"),
            ("\"open,=x", "\"open,=x"),
            ("\"a\"=1,=2", "\"a\"=1,'=2"),
        ] {
            assert_eq!(guarded(record), wanted, "{record}");
        }
    }

    proptest! {
        #[test]
        fn every_cell_is_the_harmless_one(cells in proptest::collection::vec("[-=+@a1\",\n\t]{0,4}", 1..6)) {
            let written = |cells: &[String]| {
                let mut writer = csv::Writer::from_writer(Vec::new());
                writer.write_record(cells).unwrap();
                let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
                text.strip_suffix('\n').unwrap().to_owned()
            };
            let wanted: Vec<String> = cells.iter().map(|cell| harmless(cell).into_owned()).collect();
            let found = guarded(&written(&cells));
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(found.as_bytes());
            let found: Vec<String> = reader.records().next().map_or_else(Vec::new, |row| row.unwrap().iter().map(str::to_owned).collect());
            if found != [""; 0] || cells != [""] {
                prop_assert_eq!(found, wanted);
            }
        }
    }
}
