//! Values that are read from their kept form when they are first asked for.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::{Arc, OnceLock};

/// Some of the bytes that many share.
#[derive(Clone)]
pub struct Slice {
    whole: Arc<Vec<u8>>,
    range: Range<usize>,
}

impl Slice {
    /// All of some bytes.
    pub fn new(whole: Vec<u8>) -> Self {
        let range = 0..whole.len();
        Self { whole: Arc::new(whole), range }
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        self.whole.get(self.range.clone()).unwrap_or_default()
    }

    /// The first so many, and those after them; `None` when there are not so many.
    pub fn split(&self, length: usize) -> Option<(Self, Self)> {
        let middle = self.range.start.checked_add(length).filter(|middle| *middle <= self.range.end)?;
        let part = |range| Self { whole: Arc::clone(&self.whole), range };
        Some((part(self.range.start..middle), part(middle..self.range.end)))
    }
}

impl fmt::Debug for Slice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Slice({} bytes)", self.range.len())
    }
}

/// How a value is read from its kept form.
pub type Read<T> = fn(&[u8]) -> Option<T>;

/// A value that may still be in its kept form; it is read when it is first asked for.
pub struct Late<T> {
    value: OnceLock<T>,
    kept: Option<(Slice, Read<T>)>,
}

impl<T> Late<T> {
    /// A value at hand.
    pub fn new(value: T) -> Self {
        Self { value: OnceLock::from(value), kept: None }
    }

    /// A value in its kept form. That `read` understands it is for the caller to have made sure.
    pub fn kept(form: Slice, read: Read<T>) -> Self {
        Self { value: OnceLock::new(), kept: Some((form, read)) }
    }

    /// The kept form, if the value is still what was read from it.
    pub fn form(&self) -> Option<&[u8]> {
        self.kept.as_ref().map(|(form, _)| form.bytes())
    }
}

impl<T: Default> Late<T> {
    /// Whether the value is read from its kept form, and `write` would write the same form again.
    pub fn reads_back(&self, write: impl FnOnce(&T) -> Vec<u8>) -> bool {
        let read = self.kept.as_ref().and_then(|(form, read)| Some((form, read(form.bytes())?)));
        read.is_some_and(|(form, value)| write(&value) == form.bytes())
    }

    /// The value.
    #[inline]
    pub fn value(&self) -> &T {
        match self.value.get() {
            Some(value) => value,
            None => self.read(),
        }
    }

    #[cold]
    fn read(&self) -> &T {
        self.value.get_or_init(|| {
            let read = self.kept.as_ref().and_then(|(form, read)| read(form.bytes()));
            // What is kept was read back when it was written, and is not used by a program that would read it otherwise.
            assert!(read.is_some(), "what is kept reads as it was written");
            read.unwrap_or_default()
        })
    }

    /// The value, to be changed: its kept form is then no longer it.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.value();
        self.kept = None;
        self.value.get_mut()
    }
}

impl<T: Default> Deref for Late<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value()
    }
}

impl<T: Default> Default for Late<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: Clone> Clone for Late<T> {
    fn clone(&self) -> Self {
        Self { value: self.value.clone(), kept: self.kept.clone() }
    }
}

impl<T: Default + fmt::Debug> fmt::Debug for Late<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value().fmt(f)
    }
}
