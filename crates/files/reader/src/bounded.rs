//! Bytes that are counted as they come.

use crate::error::{Beyond, Bound, Counted, ReadError};
use crate::limits::Limits;
use std::io::{Error, Read};
use std::path::Path;

/// A source of bytes that gives so many and then an error, which [`ReadError::of_io`] knows.
#[derive(Debug)]
pub struct Bounded<R> {
    inner: R,
    left: u64,
    bound: Bound,
}

impl<R: Read> Bounded<R> {
    /// What a file unpacks to.
    pub const fn unpacked(inner: R, limits: &Limits) -> Self {
        Self { inner, left: limits.unpacked, bound: Bound { most: limits.unpacked, what: Counted::Unpacked } }
    }

    /// A file itself.
    pub const fn file(inner: R, limits: &Limits) -> Self {
        Self { inner, left: limits.bytes, bound: Bound { most: limits.bytes, what: Counted::File } }
    }

    /// How many bytes may still come.
    pub const fn left(&self) -> u64 {
        self.left
    }

    pub(crate) fn with_left(self, left: u64) -> Self {
        Self { left, ..self }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        // One byte more than is left shows whether the source ends there.
        let most = usize::try_from(self.left.saturating_add(1)).unwrap_or(usize::MAX).min(buffer.len());
        let read = self.inner.read(buffer.get_mut(..most).unwrap_or_default())?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| Error::other(Beyond(self.bound)))?;
        Ok(read)
    }
}

/// A file's bytes.
///
/// # Errors
/// [`ReadError::TooMuch`] when it is longer than the limit; nothing of it is then held.
pub fn bytes_of(path: &Path, limits: &Limits) -> Result<Vec<u8>, ReadError> {
    let file = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let unreadable =
        |error: Error| ReadError::Unreadable { file: path.display().to_string(), reason: error.to_string() };
    let source = std::fs::File::open(path).map_err(unreadable)?;
    let length = source.metadata().map_err(unreadable)?.len();
    if length > limits.bytes {
        return Err(ReadError::of_bound(&file, Bound { most: limits.bytes, what: Counted::File }));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    // A file may grow while it is read, and a pipe has no length.
    Bounded::file(source, limits).read_to_end(&mut bytes).map_err(|error| {
        let beyond = error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Beyond>);
        if beyond { ReadError::of_io(&file, "a file", &error) } else { unreadable(error) }
    })?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_bytes_come_and_no_more() {
        let limits = Limits { bytes: 3, ..Limits::UPLOAD };
        let mut held = Vec::new();
        Bounded::file(&b"abc"[..], &limits).read_to_end(&mut held).unwrap();
        assert_eq!(held, b"abc");
        let error = Bounded::file(&b"abcd"[..], &limits).read_to_end(&mut Vec::new()).unwrap_err();
        let error = ReadError::of_io("x.csv", "text", &error);
        assert!(matches!(error, ReadError::TooMuch { .. }), "{error}");
        assert!(error.to_string().starts_with("x.csv is longer than may be read; at most 3 bytes"), "{error}");
    }
}
