//! Bytes to text: UTF-8 with or without a byte-order mark, else Latin-1.

use std::borrow::Cow;

/// The text of a file. Bytes that are not UTF-8 are read as Latin-1, in which every byte is a character.
pub(crate) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|byte| char::from(*byte)).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_dropped_and_latin_1_is_understood() {
        assert_eq!(decode(b"\xef\xbb\xbfFID"), "FID");
        assert_eq!(decode("Sant Ffraid – Llanrwst".as_bytes()), "Sant Ffraid – Llanrwst");
        assert_eq!(decode(b"YNYS M\xd4N"), "YNYS MÔN");
    }
}
