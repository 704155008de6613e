//! The book of codes: each distinct code once, known by a small number.

use crate::key::{CodeKey, Index, code_key, key_text, mix_code};

/// A code in the book of a [`Reference`](crate::Reference); zero is "no code".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CodeId(pub(crate) u16);

impl CodeId {
    /// No code.
    pub const NONE: Self = Self(0);

    /// The number itself, for columns of codes.
    pub const fn number(self) -> u16 {
        self.0
    }

    /// The code of a number that [`CodeId::number`] gave.
    pub const fn numbered(number: u16) -> Self {
        Self(number)
    }

    /// Whether there is a code.
    pub const fn is_some(self) -> bool {
        self.0 != 0
    }

    /// The code, or `other` when there is none.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        if self.is_some() { self } else { other }
    }
}

/// Every code of the reference tables, once.
#[derive(Clone, Debug)]
pub(crate) struct CodeBook {
    keys: Vec<CodeKey>,
    texts: Vec<Box<str>>,
    index: std::collections::HashMap<CodeKey, u16>,
}

/// There is no room for another code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BookFull;

impl CodeBook {
    pub(crate) fn new() -> Self {
        Self { keys: vec![0], texts: vec![Box::default()], index: std::collections::HashMap::new() }
    }

    /// The number of a key, entering it when it is new.
    pub(crate) fn enter(&mut self, key: CodeKey) -> Result<CodeId, BookFull> {
        if let Some(number) = self.index.get(&key) {
            return Ok(CodeId(*number));
        }
        let number = u16::try_from(self.keys.len()).map_err(|_| BookFull)?;
        self.keys.push(key);
        self.texts.push(key_text(key).into());
        self.index.insert(key, number);
        Ok(CodeId(number))
    }

    /// The number of a text's code, if the book holds it.
    pub(crate) fn find(&self, text: &str) -> CodeId {
        code_key(text).of().and_then(|key| self.index.get(&key)).map_or(CodeId::NONE, |number| CodeId(*number))
    }

    pub(crate) fn find_key(&self, key: CodeKey) -> CodeId {
        self.index.get(&key).map_or(CodeId::NONE, |number| CodeId(*number))
    }

    pub(crate) fn key(&self, code: CodeId) -> CodeKey {
        self.keys.get(usize::from(code.0)).copied().unwrap_or_default()
    }

    pub(crate) fn text(&self, code: CodeId) -> &str {
        self.texts.get(usize::from(code.0)).map_or("", |text| text)
    }

    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }
}

/// A set of codes as bits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CodeSet(pub(crate) Vec<u64>);

impl CodeSet {
    pub(crate) fn insert(&mut self, code: CodeId) {
        let at = usize::from(code.0) / 64;
        if self.0.len() <= at {
            self.0.resize(at + 1, 0);
        }
        if let Some(word) = self.0.get_mut(at) {
            *word |= 1 << (code.0 % 64);
        }
    }

    pub(crate) fn holds(&self, code: CodeId) -> bool {
        self.0.get(usize::from(code.0) / 64).is_some_and(|word| word >> (code.0 % 64) & 1 == 1)
    }
}

/// Builds an [`Index`] over code keys.
pub(crate) fn index_codes(keys: &[CodeKey]) -> Index {
    Index::of(keys.iter().map(|key| mix_code(*key)))
}
