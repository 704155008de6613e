//! Delimited text: quotes, line ends, encodings, limits.

use proptest::prelude::*;
use reader::{Fault, Limits, ReadError, Records};

type Row = (u64, Vec<String>, Option<Fault>);

fn read_within(text: &[u8], limits: &Limits) -> Result<Vec<Row>, ReadError> {
    let mut records = Records::open("t.csv", text, limits)?;
    let mut found = Vec::new();
    while let Some(record) = records.next()? {
        found.push((record.line, record.cells.iter().map(str::to_owned).collect(), record.fault));
    }
    Ok(found)
}

fn read(text: &[u8]) -> Result<Vec<Row>, ReadError> {
    read_within(text, &Limits::UPLOAD)
}

#[test]
fn a_quote_left_open_is_an_error_that_names_its_line() {
    for (text, line) in [
        ("a,b\n1,2\n3,\"4\n5,6\n", 3),
        ("a,b\r\n1,2\r\n\r\n3,\"4\r\n5,6", 4),
        ("a,b\r1,\"2\r3,4\r", 2),
        ("a,b\n1,\"x\ny\"\n\"2", 4),
        ("\"a", 1),
        ("a,b\n1,\"2\n3,\"\"4\n", 2),
    ] {
        let error = read(text.as_bytes()).unwrap_err();
        assert_eq!(error, ReadError::OpenQuote { file: "t.csv".to_owned(), line }, "{text:?}");
    }
    // The last line needs no end, quoted or not.
    for whole in ["a,b\n1,\"2\"", "a,b\n1,2", "a,b\n1,\"2\n3\"", "a,b\n1,\"\"", "a,b\n1,5\"", "a,b\n\"1\"\"\",2"] {
        assert!(read(whole.as_bytes()).is_ok(), "{whole:?}");
    }
}

#[test]
fn a_quote_that_swallows_rows_and_closes_is_told() {
    // The closing mark is a mark of inches.
    let rows = read(b"org,n,note\n10H,\"1,a\n10Q,2,b\n14Y,3,5\"\n15A,4,c\n").unwrap();
    let faults: Vec<_> = rows.iter().map(|(line, _, fault)| (*line, fault.clone())).collect();
    let swallowed = Some(Fault::Swallowed { cell: 1, from: 2, to: 4 });
    assert_eq!(faults, [(1, None), (2, swallowed), (5, None)]);
    // Every cell quoted, one quote missing.
    let rows = read(b"\"org\",\"n\"\n\"10H\",\"1\n\"10Q\",\"2\"\n\"14Y\",\"3\"\n").unwrap();
    assert!(matches!(rows[1], (2, _, Some(Fault::Swallowed { .. }))), "{rows:?}");
    // A cell of several lines is no fault.
    let rows = read(b"org,address,n\n10H,\"1 High Street,\nAnytown\n\nAA1 1AA\",3\n").unwrap();
    assert_eq!(rows[1], (2, vec!["10H".into(), "1 High Street,\nAnytown\n\nAA1 1AA".into(), "3".into()], None));
}

#[test]
fn every_line_end_and_every_delimiter_gives_the_same_rows() {
    for end in ["\n", "\r\n", "\r"] {
        for delimiter in [",", ";", "\t", "|"] {
            let lines = ["a,1", "\"b", "", "b\",2", "", "", "c,3", "d,4"].join(end).replace(',', delimiter);
            let rows = read(lines.as_bytes()).unwrap();
            let found: Vec<_> = rows.iter().map(|(line, cells, _)| (*line, cells[1].as_str())).collect();
            assert_eq!(found, [(1, "1"), (2, "2"), (7, "3"), (8, "4")], "{end:?} {delimiter:?}");
        }
    }
}

#[test]
fn a_line_is_right_far_beyond_one_buffer() {
    for end in ["\n", "\r\n", "\r"] {
        let text = (1..=40_000).map(|line| format!("{line},\"x\"")).collect::<Vec<_>>().join(end);
        let rows = read(text.as_bytes()).unwrap();
        assert!(rows.len() == 40_000 && rows.into_iter().all(|(line, cells, _)| cells[0] == line.to_string()));
    }
}

#[test]
fn what_is_no_character_is_named_by_cell() {
    let rows = read(b"code,name\nW1,Ynys M\xc3\xb4n\nW2,St Mary\x92s\nW3,Bad\x81\n").unwrap();
    let names: Vec<_> = rows.iter().map(|(_, cells, _)| cells[1].as_str()).collect();
    assert_eq!(names, ["name", "Ynys Môn", "St Mary’s", "Bad\u{FFFD}"]);
    assert_eq!(rows[3].2, Some(Fault::Undecoded { cell: 1, character: 4 }));
    assert!(rows[..3].iter().all(|(_, _, fault)| fault.is_none()));
}

#[test]
fn utf_16_is_read_as_any_other_text() {
    let wide: Vec<u8> = "\u{feff}org\tn\r\n10H\tMôn\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let rows = read(&wide).unwrap();
    assert_eq!(rows[1], (2, vec!["10H".to_owned(), "Môn".to_owned()], None));
}

#[test]
fn a_record_a_cell_and_a_row_have_limits() {
    let limits = Limits { record: 1_000, cell: 100, rows: 3, columns: 4, ..Limits::UPLOAD };
    let said = |text: String| read_within(text.as_bytes(), &limits).unwrap_err().to_string();
    let long = said(format!("a,b\n1,{}\n", "x".repeat(5_000_000)));
    assert!(long.starts_with("t.csv has a record on line 2 of "), "{long}");
    assert!(long.contains("at most 1000 bytes is read"), "{long}");
    let cell = said(format!("a,b\n1,{}\n", "x".repeat(200)));
    assert!(cell.starts_with("t.csv has a cell on line 2, column 2, of 200 bytes"), "{cell}");
    assert!(said("a\nb\nc\nd\n".to_owned()).starts_with("t.csv has 4 rows"));
    assert!(said(",".repeat(900)).starts_with("t.csv has 64 columns or more"));
}

proptest! {
    /// The csv crate reads the same cells, for any text in which quotes are closed.
    #[test]
    fn cells_are_those_of_the_csv_crate(
        rows in prop::collection::vec(prop::collection::vec("[a-c,\"\r\n ;é]{0,6}", 1..5), 1..8)
    ) {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let text = writer.into_inner().unwrap();
        let mut records = Records::new("t.csv", text.as_slice(), b',', &Limits::UPLOAD);
        let mut found = Vec::new();
        while let Some(record) = records.next().unwrap() {
            found.push(record.cells.iter().map(str::to_owned).collect::<Vec<_>>());
        }
        prop_assert_eq!(found, rows);
    }

    /// Every letter of a text stands in some cell, or the text is named as cut off inside quotes.
    #[test]
    fn no_text_is_lost_in_silence(text in "[ab,\"\r\n]{0,40}") {
        match read(text.as_bytes()) {
            Ok(rows) => {
                let letters = |text: &str| text.matches(['a', 'b']).count();
                let kept: usize = rows.iter().flat_map(|(_, cells, _)| cells).map(|cell| letters(cell)).sum();
                prop_assert_eq!(kept, letters(&text));
            }
            Err(error) => prop_assert!(matches!(error, ReadError::OpenQuote { .. }), "{}", error),
        }
    }
}
