//! A user's own tables.

use arrow::array::{ArrayRef, Date32Array, Int64Array, StringArray};
use arrow::record_batch::RecordBatch;
use import::ImportError;
use import::tabular::{Format, TableWriter, TabularFile};
use parquet::arrow::ArrowWriter;
use std::io::{Cursor, Write};
use std::sync::Arc;

/// Every row as `line: cells`.
fn rows(table: &TabularFile) -> Vec<String> {
    let mut found = Vec::new();
    table
        .for_each_row(|row| {
            found.push(format!("{}: {}", row.line, row.cells().collect::<Vec<_>>().join("|")));
            Ok::<(), ImportError>(())
        })
        .unwrap();
    found
}

#[test]
fn text_is_read_whatever_its_delimiter_mark_and_encoding() {
    let table =
        TabularFile::from_bytes("t.csv", b"\xef\xbb\xbfcode;name\r\n14Y;\"a; b\"\r\n10Q;M\xd4N\r\n".to_vec()).unwrap();
    assert_eq!(table.columns(), ["code", "name"]);
    assert_eq!((table.format(), table.column(" CODE ")), (Format::Text { delimiter: b';' }, Some(0)));
    assert_eq!(rows(&table), ["2: 14Y|a; b", "3: 10Q|MÔN"]);
    // And again, from the start.
    assert_eq!(rows(&table).len(), 2);
}

#[test]
fn text_in_a_zip_is_opened_without_a_word() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("rtt.csv", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"code,value\n14Y,1\n").unwrap();
    let mut two = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["a.csv", "b.csv"] {
        two.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rtt.csv.zip");
    std::fs::write(&path, zip.finish().unwrap().into_inner()).unwrap();
    assert_eq!(rows(&TabularFile::open(&path).unwrap()), ["2: 14Y|1"]);
    let error = TabularFile::from_bytes("two.zip", two.finish().unwrap().into_inner()).unwrap_err();
    assert!(error.to_string().contains("it is a zip file of 2 files"), "{error}");
}

#[test]
fn parquet_is_read_from_disk_and_memory() {
    let batch = RecordBatch::try_from_iter([
        ("code", Arc::new(StringArray::from(vec![Some("14Y"), None])) as ArrayRef),
        ("heads", Arc::new(Int64Array::from(vec![571_897, 9_007_199_254_740_993])) as ArrayRef),
        ("on", Arc::new(Date32Array::from(vec![17_622, 0])) as ArrayRef),
    ])
    .unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.parquet");
    std::fs::write(&path, &bytes).unwrap();
    for table in [TabularFile::open(&path).unwrap(), TabularFile::from_bytes("t.parquet", bytes).unwrap()] {
        assert_eq!(table.columns(), ["code", "heads", "on"]);
        assert_eq!(rows(&table), ["1: 14Y|571897|2018-04-01", "2: |9007199254740993|1970-01-01"]);
    }
}

#[test]
fn what_is_no_table_is_refused() {
    for bytes in [&b""[..], b"PAR1 and no more", b"PK\x03\x04 and no more", b"\x00\x01\x02"] {
        assert!(TabularFile::from_bytes("x", bytes.to_vec()).is_err(), "{bytes:?}");
    }
}

#[test]
fn a_taker_can_stop_the_pass() {
    let table = TabularFile::from_bytes("t.csv", b"a\n1\n2\n3\n".to_vec()).unwrap();
    let mut taken = 0;
    let stopped = table.for_each_row(|_| {
        taken += 1;
        if taken == 2 { Err(ImportError::ReleaseUnknown { file: "stop".to_owned() }) } else { Ok(()) }
    });
    assert!(stopped.is_err() && taken == 2);
}

#[test]
fn what_is_written_reads_back() {
    let mut out = TableWriter::new(Vec::new(), ["code", "how"]).unwrap();
    out.row(["14Y", "followed, \"twice\"\nover"]).unwrap();
    let bytes = out.finish().unwrap();
    let table = TabularFile::from_bytes("out.csv", bytes).unwrap();
    assert_eq!(rows(&table), ["2: 14Y|followed, \"twice\"\nover"]);
}
