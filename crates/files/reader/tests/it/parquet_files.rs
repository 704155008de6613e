//! Parquet, whole and hostile.

use arrow::array::{ArrayRef, Int64Array, StringArray};
use arrow::record_batch::RecordBatch;
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterVersion};
use reader::parquet::{batches, inspect};
use reader::{Limits, ReadError};
use std::sync::Arc;

fn written(columns: Vec<(&str, ArrayRef)>, properties: WriterProperties) -> Bytes {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap().into()
}

fn packed() -> parquet::file::properties::WriterPropertiesBuilder {
    WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default()))
}

/// Reads everything; the rows, and the most that one batch took.
fn read(bytes: &Bytes, limits: &Limits) -> Result<(usize, usize), ReadError> {
    let inspected = inspect("x.parquet", &Arc::new(bytes.clone()), limits)?;
    let (mut rows, mut most) = (0, 0);
    for batch in batches("x.parquet", bytes.clone(), &inspected)? {
        let batch = batch.unwrap();
        rows += batch.num_rows();
        most = most.max(batch.get_array_memory_size());
    }
    Ok((rows, most))
}

fn texts(text: &str, rows: usize) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(std::iter::repeat_n(text, rows)))
}

#[test]
fn one_long_value_a_thousand_times_is_refused_by_its_length() {
    let properties = packed().set_dictionary_page_size_limit(8 << 20).set_statistics_enabled(EnabledStatistics::None);
    let bytes = written(vec![("code", texts(&"A".repeat(1 << 20), 20))], properties.build());
    assert!(bytes.len() < 10_000, "{}", bytes.len());
    let said = read(&bytes, &Limits::UPLOAD).unwrap_err().to_string();
    assert!(said.starts_with("x.parquet has a value in column `code` of 1 MiB; at most 64 KiB is read"), "{said}");
}

#[test]
fn values_that_may_stand_come_in_batches_that_fit() {
    // 4,000 rows of 40,000 bytes: 160 MB from a file of a few kilobytes.
    let bytes = written(vec![("code", texts(&"A".repeat(40_000), 4_000))], packed().build());
    assert!(bytes.len() < 10_000, "{}", bytes.len());
    let (rows, most) = read(&bytes, &Limits::UPLOAD).unwrap();
    assert_eq!(rows, 4_000);
    assert!(most < 2 * (16 << 20), "{most}");
}

#[test]
fn a_value_that_repeats_the_one_before_is_counted_as_long_as_it_is() {
    let properties = packed().set_dictionary_enabled(false).set_writer_version(WriterVersion::PARQUET_2_0);
    let properties = properties.set_encoding(Encoding::DELTA_BYTE_ARRAY).build();
    let bytes = written(vec![("code", texts(&"A".repeat(50_000), 4_000))], properties);
    assert!(bytes.len() < 100_000, "{}", bytes.len());
    // Refused or read, but never held.
    if let Ok((_, most)) = read(&bytes, &Limits::UPLOAD) {
        assert!(most < 3 * (16 << 20), "{most}");
    }
}

#[test]
fn rows_and_columns_have_limits_before_any_is_read() {
    let numbers: ArrayRef = Arc::new(Int64Array::from_iter_values(std::iter::repeat_n(7, 100_000)));
    let bytes = written(vec![("n", numbers.clone()), ("m", numbers)], packed().build());
    let within = |limits: Limits| read(&bytes, &limits).map_err(|error| error.to_string());
    assert_eq!(within(Limits::UPLOAD).unwrap().0, 100_000);
    let rows = within(Limits { rows: 99_999, ..Limits::UPLOAD }).unwrap_err();
    assert!(rows.starts_with("x.parquet has 100,000 rows; at most 99,999 are read"), "{rows}");
    let columns = within(Limits { columns: 1, ..Limits::UPLOAD }).unwrap_err();
    assert!(columns.starts_with("x.parquet has 2 columns"), "{columns}");
    let cells = within(Limits { cells: 199_999, ..Limits::UPLOAD }).unwrap_err();
    assert!(cells.starts_with("x.parquet has 200,000 cells"), "{cells}");
    let parts = within(Limits { objects: 5, ..Limits::UPLOAD }).unwrap_err();
    assert!(parts.contains("parts or more in its description"), "{parts}");
}

#[test]
fn what_pages_unpack_to_is_found_before_they_are_unpacked() {
    let numbers: ArrayRef = Arc::new(Int64Array::from_iter_values((0..200_000).map(|n| n % 3)));
    let bytes = written(vec![("n", numbers)], packed().set_dictionary_enabled(false).build());
    let within = |limits: Limits| read(&bytes, &limits).map_err(|error| error.to_string());
    assert_eq!(within(Limits::UPLOAD).unwrap().0, 200_000);
    let whole = within(Limits { unpacked: 1 << 20, ..Limits::UPLOAD }).unwrap_err();
    assert!(whole.starts_with("x.parquet unpacks to 1.5 MiB or more; at most 1 MiB is read"), "{whole}");
    let page = within(Limits { batch: 1 << 16, ..Limits::UPLOAD }).unwrap_err();
    assert!(page.starts_with("x.parquet has a page in column `n` of "), "{page}");
}

#[test]
fn a_file_cut_or_altered_anywhere_is_an_error_or_read_and_never_more() {
    let numbers: ArrayRef = Arc::new(Int64Array::from_iter_values(0..50));
    let bytes = written(vec![("code", texts("10H", 50)), ("n", numbers)], packed().build());
    for cut in 0..bytes.len() {
        assert!(inspect("x.parquet", &Arc::new(bytes.slice(..cut)), &Limits::UPLOAD).is_err(), "{cut}");
    }
    for place in 0..bytes.len() {
        for value in [0x00, 0x7F, 0xFF] {
            let mut altered = bytes.to_vec();
            altered[place] = value;
            let altered = Bytes::from(altered);
            let Ok(inspected) = inspect("x.parquet", &Arc::new(altered.clone()), &Limits::UPLOAD) else { continue };
            // It may assert; what it may not do is ask for more than there is.
            let _ = reader::guarded(|| {
                let rows = batches("x.parquet", altered.clone(), &inspected).map_err(|error| error.to_string())?;
                rows.take(10).try_for_each(|batch| batch.map(|_| ()).map_err(|error| error.to_string()))
            });
        }
    }
}
