//! A column of a few texts, written from their numbers: one dictionary, then packed numbers.
//!
//! The general writer takes texts and finds out for each whether it has seen it; the run knows its texts by number
//! already, so each value costs a shift instead of a hash.

use bytes::Bytes;
use parquet::basic::{Compression, Encoding};
use parquet::column::page::{CompressedPage, Page, PageWriter as _};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::Result;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

/// Values of one data page at most.
const PAGE: usize = 1 << 17;
/// Eights of equal values from which a run is written instead of packed numbers.
const RUN: usize = 2;
/// What stands in a slot not yet used.
const UNUSED: u32 = u32::MAX;

/// One column of one row group, as numbers of texts.
#[derive(Clone, Debug, Default)]
pub(crate) struct CodeColumn {
    /// The place of each row's text among `used`.
    places: Vec<u32>,
    /// The numbers of the texts that occur, in the order in which they first did.
    used: Vec<u32>,
}

/// The numbers that occur, each once, in the order in which they first do.
pub(crate) fn in_order_met(rows: &[u32]) -> Vec<u32> {
    let (mut met, mut seen) = (Vec::new(), Vec::new());
    for row in rows {
        let at = *row as usize;
        if at >= seen.len() {
            seen.resize(at + 1, false);
        }
        if let Some(seen) = seen.get_mut(at).filter(|seen| !**seen) {
            *seen = true;
            met.push(*row);
        }
    }
    met
}

impl CodeColumn {
    /// The column of rows known by numbers, each of which stands for one text: `met` are those numbers as
    /// [`in_order_met`] gives them, `text_of` says which text each has.
    pub(crate) fn of(rows: &[u32], met: &[u32], text_of: impl Fn(u32) -> u32) -> Self {
        let (mut used, mut place_of_text) = (Vec::new(), Vec::new());
        let mut place_of = vec![0; met.iter().max().map_or(0, |most| *most as usize + 1)];
        for number in met {
            let text = text_of(*number);
            if text as usize >= place_of_text.len() {
                place_of_text.resize(text as usize + 1, UNUSED);
            }
            if let (Some(place), Some(slot)) =
                (place_of_text.get_mut(text as usize), place_of.get_mut(*number as usize))
            {
                if *place == UNUSED {
                    *place = used.len() as u32;
                    used.push(text);
                }
                *slot = *place;
            }
        }
        let places = rows.iter().map(|row| place_of.get(*row as usize).copied().unwrap_or_default()).collect();
        Self { places, used }
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }
}

/// The column as a chunk ready to be put into a file. `text` gives the text of a number.
///
/// # Errors
/// When a page is too long for the format.
pub(crate) fn encode<'t>(
    column: &CodeColumn,
    descriptor: &ColumnDescPtr,
    text: impl Fn(u32) -> &'t str,
) -> Result<(Bytes, ColumnCloseResult)> {
    let mut sink = TrackedWrite::new(Vec::new());
    let mut pages = SerializedPageWriter::new(&mut sink);
    let (mut compressed, mut uncompressed) = (0, 0);
    let mut dictionary = Vec::new();
    for number in &column.used {
        let text = text(*number);
        dictionary.extend_from_slice(&(text.len() as u32).to_le_bytes());
        dictionary.extend_from_slice(text.as_bytes());
    }
    let size = dictionary.len();
    let page = Page::DictionaryPage {
        buf: dictionary.into(),
        num_values: column.used.len() as u32,
        encoding: Encoding::PLAIN,
        is_sorted: false,
    };
    let written = pages.write_page(CompressedPage::new(page, size))?;
    compressed += written.compressed_size;
    uncompressed += written.uncompressed_size;
    let first_data_page = written.bytes_written;
    let width = width_of(column.used.len());
    for places in column.places.chunks(PAGE) {
        let mut body = vec![width];
        pack(places, width, &mut body);
        let size = body.len();
        let page = Page::DataPage {
            buf: body.into(),
            num_values: places.len() as u32,
            encoding: Encoding::RLE_DICTIONARY,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        };
        let written = pages.write_page(CompressedPage::new(page, size))?;
        compressed += written.compressed_size;
        uncompressed += written.uncompressed_size;
    }
    pages.close()?;
    let metadata = ColumnChunkMetaData::builder(descriptor.clone())
        .set_compression(Compression::UNCOMPRESSED)
        .set_encodings(vec![Encoding::PLAIN, Encoding::RLE, Encoding::RLE_DICTIONARY])
        .set_num_values(column.len() as i64)
        .set_total_compressed_size(compressed as i64)
        .set_total_uncompressed_size(uncompressed as i64)
        .set_dictionary_page_offset(Some(0))
        .set_data_page_offset(first_data_page as i64)
        .build()?;
    let bytes = Bytes::from(sink.into_inner()?);
    let closed = ColumnCloseResult {
        bytes_written: bytes.len() as u64,
        rows_written: column.len() as u64,
        metadata,
        bloom_filter: None,
        column_index: None,
        offset_index: None,
    };
    Ok((bytes, closed))
}

/// Bits a place needs. Never none, which some readers refuse.
fn width_of(n_texts: usize) -> u8 {
    (usize::BITS - n_texts.saturating_sub(1).leading_zeros()).max(1) as u8
}

/// Runs and packed numbers, as Parquet's RLE encoding has them: eight by eight, so that equal ones are seen at a glance.
fn pack(places: &[u32], width: u8, out: &mut Vec<u8>) {
    let (eights, rest) = places.as_chunks::<8>();
    let same = |eight: &[u32; 8]| eight.iter().all(|place| *place == eight[0]).then_some(eight[0]);
    let (mut waiting, mut at) = (0, 0);
    while let Some(eight) = eights.get(at) {
        let run = match same(eight) {
            None => 0,
            Some(value) => eights.iter().skip(at).take_while(|eight| **eight == [value; 8]).count(),
        };
        if run < RUN {
            at += run.max(1);
            continue;
        }
        packed(eights.get(waiting..at).unwrap_or_default(), width, out);
        varint((run * 8) as u64 * 2, out);
        out.extend_from_slice(eight[0].to_le_bytes().get(..usize::from(width).div_ceil(8)).unwrap_or_default());
        at += run;
        waiting = at;
    }
    // The last eight is filled up; a reader knows how many values there are.
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(slot, place)| *slot = *place);
    let waiting = eights.get(waiting..).unwrap_or_default();
    if rest.is_empty() {
        packed(waiting, width, out);
    } else {
        let mut waiting = waiting.to_vec();
        waiting.push(last);
        packed(&waiting, width, out);
    }
}

/// Numbers side by side, the lowest bit first, in eights.
fn packed(eights: &[[u32; 8]], width: u8, out: &mut Vec<u8>) {
    if eights.is_empty() {
        return;
    }
    varint((eights.len() as u64) << 1 | 1, out);
    out.reserve(eights.len() * usize::from(width) + 16);
    let width = u32::from(width);
    for [a, b, c, d, e, f, g, h] in eights {
        // Four numbers of sixteen bits fill a word; wider ones take the long way.
        if width <= 16 {
            let four = |a: u32, b: u32, c: u32, d: u32| {
                let [a, b, c, d] = [a, b, c, d].map(u64::from);
                a | b << width | c << (2 * width) | d << (3 * width)
            };
            let eight = u128::from(four(*a, *b, *c, *d)) | u128::from(four(*e, *f, *g, *h)) << (4 * width);
            out.extend_from_slice(eight.to_le_bytes().get(..width as usize).unwrap_or_default());
            continue;
        }
        let (mut held, mut bits) = (0_u64, 0);
        for place in [a, b, c, d, e, f, g, h] {
            held |= u64::from(*place) << bits;
            bits += width;
            while bits >= 8 {
                out.push(held as u8);
                held >>= 8;
                bits -= 8;
            }
        }
    }
}

fn varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parquet::added_field;
    use arrow::array::AsArray;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::types::Type;
    use proptest::prelude::*;
    use std::sync::Arc;

    /// What a file of one such column gives back.
    fn read_back(numbers: &[u32]) -> Vec<String> {
        let schema = Type::group_type_builder("schema").with_fields(vec![added_field("a").unwrap()]).build().unwrap();
        let mut writer =
            SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(WriterProperties::builder().build()))
                .unwrap();
        let descriptor = writer.schema_descr().column(0);
        let column = CodeColumn::of(numbers, &in_order_met(numbers), |number| number);
        let texts: Vec<String> =
            (0..=numbers.iter().copied().max().unwrap_or(0)).map(|n| format!("text {n}")).collect();
        let (bytes, closed) = encode(&column, &descriptor, |number| &texts[number as usize]).unwrap();
        let mut group = writer.next_row_group().unwrap();
        group.append_column(&bytes, closed).unwrap();
        group.close().unwrap();
        let file = Bytes::from(writer.into_inner().unwrap());
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
        reader
            .flat_map(|batch| {
                batch.unwrap().column(0).as_string::<i32>().iter().map(|t| t.unwrap().to_owned()).collect::<Vec<_>>()
            })
            .collect()
    }

    fn expected(numbers: &[u32]) -> Vec<String> {
        numbers.iter().map(|number| format!("text {number}")).collect()
    }

    proptest! {
        #[test]
        fn what_is_packed_reads_back(runs in proptest::collection::vec((0_u32..300, 1_usize..40), 1..40)) {
            let numbers: Vec<u32> = runs.into_iter().flat_map(|(number, n)| std::iter::repeat_n(number, n)).collect();
            prop_assert_eq!(read_back(&numbers), expected(&numbers));
        }
    }

    #[test]
    fn more_texts_than_sixteen_bits_can_number_read_back() {
        let numbers: Vec<u32> = (0..70_000).collect();
        assert_eq!(read_back(&numbers), expected(&numbers));
    }

    #[test]
    fn columns_longer_than_a_page_read_back() {
        let numbers: Vec<u32> = (0..PAGE as u32 * 2 + 7).map(|n| n * 7 % 1_000).collect();
        assert_eq!(read_back(&numbers), expected(&numbers));
        assert_eq!(read_back(&vec![5; PAGE + 1]), expected(&vec![5; PAGE + 1]));
    }
}
