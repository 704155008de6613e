//! Bytes to text.
//!
//! UTF-8 with or without a mark; UTF-16 with a mark; and where bytes are no UTF-8, Windows-1252 for those bytes alone, so that
//! one of them does not spoil every accented name of a file. In Windows-1252 five bytes mean nothing: they are told.

use crate::error::ReadError;
use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;
use std::io::Read;

/// How text was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a mark.
    Utf8,
    /// UTF-16, the smaller byte first.
    Utf16Little,
    /// UTF-16, the larger byte first.
    Utf16Big,
}

impl Encoding {
    /// The encoding that the first bytes announce, and how many bytes the mark has.
    pub fn announced(start: &[u8]) -> (Self, usize) {
        match start {
            [0xEF, 0xBB, 0xBF, ..] => (Self::Utf8, 3),
            // The same two bytes and two noughts announce UTF-32, which nobody writes.
            [0xFF, 0xFE, ..] => (Self::Utf16Little, 2),
            [0xFE, 0xFF, ..] => (Self::Utf16Big, 2),
            _ => (Self::Utf8, 0),
        }
    }
}

/// Something that is no character in any encoding tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undecoded {
    /// The line, counted from 1.
    pub line: u64,
    /// The character of the line, counted from 1.
    pub column: u64,
}

/// A text with what could not be read of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'b> {
    /// The text; U+FFFD stands where nothing could be read.
    pub text: Cow<'b, str>,
    /// Where, in order.
    pub undecoded: Vec<Undecoded>,
}

/// The text of a whole file.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    let (encoding, mark) = Encoding::announced(bytes);
    let bytes = bytes.get(mark..).unwrap_or_default();
    let text = match encoding {
        Encoding::Utf8 => mend(bytes),
        Encoding::Utf16Little => UTF_16LE.decode_without_bom_handling(bytes).0,
        Encoding::Utf16Big => UTF_16BE.decode_without_bom_handling(bytes).0,
    };
    let undecoded = undecoded(&text);
    Decoded { text, undecoded }
}

fn undecoded(text: &str) -> Vec<Undecoded> {
    let mut found = Vec::new();
    if memchr::memmem::find(text.as_bytes(), "\u{FFFD}".as_bytes()).is_some() {
        for (line, text) in text.split('\n').enumerate() {
            let places = text.chars().enumerate().filter(|(_, character)| *character == '\u{FFFD}');
            found.extend(places.map(|(column, _)| Undecoded { line: line as u64 + 1, column: column as u64 + 1 }));
        }
    }
    found
}

/// The text of bytes that should be UTF-8: those that are none are read as Windows-1252, and the five that are nothing there
/// become U+FFFD.
pub fn mend(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            match byte {
                0x81 | 0x8D | 0x8F | 0x90 | 0x9D => text.push('\u{FFFD}'),
                _ => text.push_str(&WINDOWS_1252.decode_without_bom_handling(&[*byte]).0),
            }
        }
    }
    Cow::Owned(text)
}

/// A stream in UTF-8, whatever Unicode encoding it was in: the mark is dropped and UTF-16 is turned into UTF-8. Bytes that are no
/// UTF-8 pass as they are, to be mended record by record.
///
/// # Errors
/// [`ReadError::NotRead`] for UTF-16 without a mark and for what is binary.
pub fn utf8<'r>(file: &str, mut source: impl Read + 'r) -> Result<Box<dyn Read + 'r>, ReadError> {
    let mut start = Vec::new();
    source.by_ref().take(8_192).read_to_end(&mut start).map_err(|error| ReadError::of_io(file, "text", &error))?;
    let (encoding, mark) = Encoding::announced(&start);
    if encoding == Encoding::Utf8 && memchr::memchr(0, &start).is_some() {
        // Text of mostly Latin letters has a nought in every second byte.
        let wide = start.iter().step_by(2).filter(|byte| **byte == 0).count() * 3 > start.len()
            || start.iter().skip(1).step_by(2).filter(|byte| **byte == 0).count() * 3 > start.len();
        let (found, advice) = if wide {
            ("text in UTF-16 without a byte-order mark", "save it as “CSV UTF-8”")
        } else {
            ("binary", "give it as CSV")
        };
        return Err(ReadError::NotRead { file: file.to_owned(), found, advice });
    }
    let rest = std::io::Cursor::new(start.split_off(mark)).chain(source);
    Ok(match encoding {
        Encoding::Utf8 => Box::new(rest),
        Encoding::Utf16Little => Box::new(Wide::new(rest, UTF_16LE)),
        Encoding::Utf16Big => Box::new(Wide::new(rest, UTF_16BE)),
    })
}

/// A stream turned into UTF-8.
struct Wide<R> {
    source: R,
    decoder: encoding_rs::Decoder,
    raw: Vec<u8>,
    /// Bytes of `raw` that have not been decoded.
    from: usize,
    to: usize,
    ready: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> Wide<R> {
    fn new(source: R, encoding: &'static encoding_rs::Encoding) -> Self {
        let decoder = encoding.new_decoder_without_bom_handling();
        Self { source, decoder, raw: vec![0; 16_384], from: 0, to: 0, ready: Vec::new(), given: 0, ended: false }
    }

    fn fill(&mut self) -> std::io::Result<()> {
        while self.given == self.ready.len() && !self.ended {
            if self.from == self.to {
                self.from = 0;
                self.to = self.source.read(&mut self.raw)?;
            }
            let last = self.to == 0;
            let bytes = self.raw.get(self.from..self.to).unwrap_or_default();
            self.ready.resize(self.decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(65_536), 0);
            let (_, read, written, _) = self.decoder.decode_to_utf8(bytes, &mut self.ready, last);
            self.from += read;
            self.ready.truncate(written);
            self.given = 0;
            self.ended = last;
        }
        Ok(())
    }
}

impl<R: Read> Read for Wide<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.fill()?;
        let mut ready = self.ready.get(self.given..).unwrap_or_default();
        let read = ready.read(buffer)?;
        self.given += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_bad_byte_spoils_no_other_name() {
        assert_eq!(decode("\u{feff}Ynys Môn".as_bytes()).text, "Ynys Môn");
        assert_eq!(mend(b"Ynys M\xc3\xb4n, St Mary\x92s"), "Ynys Môn, St Mary’s");
        assert_eq!(mend(b"YNYS M\xd4N \x80 5"), "YNYS MÔN € 5");
    }

    #[test]
    fn what_is_no_character_is_told_with_its_place() {
        let decoded = decode(b"a,b\nM\xc3\xb4n\x81,c\n");
        assert_eq!(decoded.text, "a,b\nMôn\u{FFFD},c\n");
        assert_eq!(decoded.undecoded, [Undecoded { line: 2, column: 4 }]);
        // Half of a pair.
        let lone = [0xFF, 0xFE, b'a', 0, 0x00, 0xD8, b'b', 0];
        assert_eq!(decode(&lone).undecoded, [Undecoded { line: 1, column: 2 }]);
    }

    #[test]
    fn text_of_noughts_is_named_for_what_it_is() {
        let wide: Vec<u8> = "org,month\n10H,2017".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let named = utf8("x.txt", wide.as_slice()).map(|_| ()).unwrap_err().to_string();
        assert_eq!(
            named,
            "x.txt is text in UTF-16 without a byte-order mark, which is not read: save it as “CSV UTF-8”"
        );
        let binary = utf8("x.bin", &b"\x7fELF\x02\x01\0ABCDEFGHIJK"[..]).map(|_| ()).unwrap_err().to_string();
        assert_eq!(binary, "x.bin is binary, which is not read: give it as CSV");
    }

    proptest! {
        #[test]
        fn every_unicode_encoding_gives_the_same_text(text in "\\PC{0,6000}", big: bool) {
            let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
            let wide: Vec<u8> =
                units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect();
            let mut read = String::new();
            utf8("x", wide.as_slice()).unwrap().read_to_string(&mut read).unwrap();
            prop_assert_eq!(&read, &text);
            let decoded = decode(&wide);
            prop_assert_eq!(decoded.text.as_ref(), text.as_str());
        }
    }
}
