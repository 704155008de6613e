//! The heads of pages: how much each unpacks to.

use super::WHAT;
use super::compact::{Broken, STRUCT, Walk, of_broken};
use crate::error::ReadError;
use crate::limits::Limits;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::reader::ChunkReader;

/// Heads are short, unless they carry long values as statistics.
const HEADS: [usize; 3] = [512, 1 << 16, 1 << 24];

/// What the pages of a column chunk unpack to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Weight {
    pub(super) unpacked: u64,
    pub(super) largest_page: u64,
}

/// One page, by its head.
#[derive(Clone, Copy, Debug, Default)]
struct Head {
    length: u64,
    unpacked: u64,
    packed: u64,
    values: u64,
}

/// Goes from head to head through a column chunk.
pub(super) fn weigh(
    file: &str,
    source: &impl ChunkReader,
    column: &ColumnChunkMetaData,
    limits: &Limits,
    n_pages: &mut u64,
) -> Result<Weight, ReadError> {
    let damaged =
        |reason: &str| ReadError::damaged(file, WHAT, format!("column `{}`: {reason}", column.column_path().string()));
    let first = column.dictionary_page_offset().unwrap_or_else(|| column.data_page_offset());
    let mut at = u64::try_from(first).map_err(|_| damaged("it begins before the file"))?;
    let length = u64::try_from(column.compressed_size()).map_err(|_| damaged("its length is below nought"))?;
    let end = at.checked_add(length).filter(|end| *end <= source.len());
    let end = end.ok_or_else(|| damaged("it goes on beyond the file"))?;
    let (mut weight, mut values) = (Weight::default(), 0);
    while at < end {
        *n_pages += 1;
        if *n_pages > limits.objects {
            let advice = "Write larger pages.";
            return Err(ReadError::too_many(file, "pages", *n_pages, limits.objects, advice));
        }
        let head = head(source, at, end, limits).map_err(|broken| of_broken(file, broken, limits))?;
        // As much is made room for as the head says, so one page must fit what may be decoded at once.
        if head.unpacked > limits.batch {
            let what = format!("a page in column `{}`", column.column_path().string());
            return Err(ReadError::too_long(file, &what, head.unpacked, limits.batch, "Write smaller pages."));
        }
        weight.unpacked += head.unpacked;
        weight.largest_page = weight.largest_page.max(head.unpacked);
        values += head.values;
        at = at.checked_add(head.length + head.packed).ok_or_else(|| damaged("a page has no end"))?;
    }
    // Values come a million times for nothing, so they are held to what the chunk says there are.
    if values > u64::try_from(column.num_values()).unwrap_or_default() {
        return Err(damaged("its pages have more values than it says"));
    }
    Ok(weight)
}

fn head(source: &impl ChunkReader, at: u64, end: u64, limits: &Limits) -> Result<Head, Broken> {
    let mut read = Err(Broken::Short);
    for most in HEADS {
        let length = usize::try_from(end - at).unwrap_or(usize::MAX).min(most);
        let bytes = source.get_bytes(at, length).map_err(|_| Broken::Short)?;
        read = parse(&bytes, limits);
        if !matches!(read, Err(Broken::Short)) {
            break;
        }
    }
    read
}

fn parse(bytes: &[u8], limits: &Limits) -> Result<Head, Broken> {
    let mut head = Head::default();
    let mut walk = Walk::new(bytes, limits.objects, limits.nesting);
    let whole = |number: i64| u64::try_from(number).map_err(|_| Broken::Wrong);
    walk.fields(&mut |walk, id, kind| match (id, kind) {
        (2, 5) => whole(walk.int()?).map(|size| head.unpacked = size),
        (3, 5) => whole(walk.int()?).map(|size| head.packed = size),
        // The heads of data pages, old and new, begin with how many values there are.
        (5 | 8, STRUCT) => walk.fields(&mut |walk, id, kind| {
            if (id, kind) == (1, 5) {
                head.values = whole(walk.int()?)?;
                return Ok(());
            }
            walk.pass(kind)
        }),
        _ => walk.pass(kind),
    })?;
    head.length = walk.at as u64;
    Ok(head)
}
