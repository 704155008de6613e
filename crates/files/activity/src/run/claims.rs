//! What an Arrow IPC file says of its parts, held to how long it is before anything is read: room is made for as much as a part
//! claims to have, and a few bytes can claim everything.

use crate::error::ActivityError;
use arrow::ipc::{Block, root_as_footer, root_as_message};
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};

/// The most rows of one part: their answers are held until it is written.
pub(super) const PART_ROWS_MAX: usize = 1 << 25;

/// The mark at both ends of a file.
const MARK: u64 = 6;

fn contradicts(name: &str, what: &str) -> ActivityError {
    let reason = format!("it contradicts itself: {what}");
    ActivityError::Damaged { file: name.to_owned(), line: 0, reason }
}

/// Holds the parts of a file to its length, and leaves it at its beginning.
///
/// # Errors
/// [`ActivityError::Damaged`].
pub(super) fn check_file(name: &str, file: &mut File, length: u64) -> Result<(), ActivityError> {
    let unreadable = |error: std::io::Error| contradicts(name, &error.to_string());
    let tail = length.checked_sub(MARK + 4).ok_or_else(|| contradicts(name, "it is too short"))?;
    file.seek(SeekFrom::Start(tail)).map_err(unreadable)?;
    let mut footer_length = [0; 4];
    file.read_exact(&mut footer_length).map_err(unreadable)?;
    let footer_length = u64::try_from(i32::from_le_bytes(footer_length)).ok().filter(|found| *found <= tail);
    let footer_length = footer_length.ok_or_else(|| contradicts(name, "its description is longer than it"))?;
    file.seek(SeekFrom::Start(tail - footer_length)).map_err(unreadable)?;
    let mut footer = vec![0; usize::try_from(footer_length).unwrap_or_default()];
    file.read_exact(&mut footer).map_err(unreadable)?;
    let footer = root_as_footer(&footer)
        .map_err(|_| contradicts(name, "the description at its end cannot be read; is it whole?"))?;
    let batches = footer.recordBatches().into_iter().flatten();
    for block in batches.chain(footer.dictionaries().into_iter().flatten()) {
        if !is_within(block, length) {
            return Err(contradicts(name, "a part of it goes on beyond its end"));
        }
    }
    file.rewind().map_err(unreadable)
}

fn is_within(block: &Block, length: u64) -> bool {
    let whole = |number: i64| u64::try_from(number).ok();
    let parts = (whole(block.offset()), whole(block.metaDataLength().into()), whole(block.bodyLength()));
    let (Some(offset), Some(head), Some(body)) = parts else { return false };
    offset.checked_add(head).and_then(|end| end.checked_add(body)).is_some_and(|end| end <= length)
}

/// Holds the messages of a stream that is a file to its length, and leaves it at its beginning.
///
/// # Errors
/// [`ActivityError::Damaged`].
pub(super) fn check_stream(name: &str, file: &mut File, length: u64) -> Result<(), ActivityError> {
    let unreadable = |error: std::io::Error| contradicts(name, &error.to_string());
    let beyond = || contradicts(name, "a message of it goes on beyond its end");
    let mut at = 0_u64;
    // A stream that breaks off is told of by whoever reads it.
    while at + 8 <= length {
        file.seek(SeekFrom::Start(at)).map_err(unreadable)?;
        let mut start = [0; 8];
        file.read_exact(&mut start).map_err(unreadable)?;
        let words = u64::from_le_bytes(start);
        let (first, second) = (words as i32, (words >> 32) as i32);
        // Before version 0.15 there was no mark, all ones, before the length.
        let (head, past) = if first == -1 { (second, 8) } else { (first, 4) };
        let head = u64::try_from(head).map_err(|_| beyond())?;
        if head == 0 {
            break;
        }
        let body_at = at.checked_add(past + head).filter(|end| *end <= length).ok_or_else(beyond)?;
        file.seek(SeekFrom::Start(at + past)).map_err(unreadable)?;
        let mut message = vec![0; usize::try_from(head).unwrap_or_default()];
        file.read_exact(&mut message).map_err(unreadable)?;
        let message = root_as_message(&message).map_err(|_| contradicts(name, "a message of it cannot be read"))?;
        let body = u64::try_from(message.bodyLength()).map_err(|_| beyond())?;
        at = body_at.checked_add(body).filter(|end| *end <= length).ok_or_else(beyond)?;
    }
    file.rewind().map_err(unreadable)
}
