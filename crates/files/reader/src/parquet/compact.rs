//! Thrift's compact form, walked through without keeping anything.
//!
//! The library makes room for as many parts as a description says it has, and goes as deep as it is nested; so both are counted
//! first. Source: the Thrift compact protocol specification; `parquet.thrift` of Apache Parquet.

use super::WHAT;
use crate::error::ReadError;
use crate::limits::Limits;
use parquet::file::reader::ChunkReader;

/// What cannot be walked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// It goes on beyond the bytes at hand.
    Short,
    /// No writer writes it.
    Wrong,
    /// More parts than may be.
    Parts,
    /// Deeper than may be.
    Deep,
}

/// The form of a value.
pub(super) const STRUCT: u8 = 12;
const TRUE: u8 = 1;
const FALSE: u8 = 2;
const LIST: u8 = 9;
const SET: u8 = 10;
const BINARY: u8 = 8;

/// A walk through some bytes.
pub(super) struct Walk<'b> {
    bytes: &'b [u8],
    /// How far it has come.
    pub(super) at: usize,
    parts_left: u64,
    levels_left: usize,
}

impl<'b> Walk<'b> {
    pub(super) const fn new(bytes: &'b [u8], parts: u64, levels: usize) -> Self {
        Self { bytes, at: 0, parts_left: parts, levels_left: levels }
    }

    fn byte(&mut self) -> Result<u8, Broken> {
        let byte = *self.bytes.get(self.at).ok_or(Broken::Short)?;
        self.at += 1;
        Ok(byte)
    }

    fn varint(&mut self) -> Result<u64, Broken> {
        let mut value = 0_u64;
        for shift in (0..70).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7F);
            value |= bits.checked_shl(shift).filter(|_| shift < 63 || bits <= 1).ok_or(Broken::Wrong)?;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(Broken::Wrong)
    }

    /// A whole number of any width.
    pub(super) fn int(&mut self) -> Result<i64, Broken> {
        let value = self.varint()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    /// The fields of a struct: `take` must pass each value.
    pub(super) fn fields(
        &mut self,
        take: &mut dyn FnMut(&mut Self, i64, u8) -> Result<(), Broken>,
    ) -> Result<(), Broken> {
        self.parts_left = self.parts_left.checked_sub(1).ok_or(Broken::Parts)?;
        self.levels_left = self.levels_left.checked_sub(1).ok_or(Broken::Deep)?;
        let mut id = 0_i64;
        loop {
            let head = self.byte()?;
            let kind = head & 0x0F;
            if kind == 0 {
                break;
            }
            id = match head >> 4 {
                0 => self.int()?,
                delta => id.saturating_add(delta.into()),
            };
            take(self, id, kind)?;
        }
        self.levels_left += 1;
        Ok(())
    }

    /// The head of a list: how many, and of what form.
    pub(super) fn list(&mut self) -> Result<(u64, u8), Broken> {
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => self.varint()?,
            count => count.into(),
        };
        // Every element has a byte at least.
        if count > (self.bytes.len() - self.at) as u64 {
            return Err(Broken::Short);
        }
        Ok((count, head & 0x0F))
    }

    /// Passes a field's value.
    pub(super) fn pass(&mut self, kind: u8) -> Result<(), Broken> {
        match kind {
            TRUE | FALSE => Ok(()),
            3 => self.byte().map(|_| ()),
            4..=6 => self.varint().map(|_| ()),
            7 => self.pass_bytes(8),
            BINARY => {
                let length = self.varint()?;
                self.pass_bytes(length)
            }
            LIST | SET => {
                let (count, kind) = self.list()?;
                self.levels_left = self.levels_left.checked_sub(1).ok_or(Broken::Deep)?;
                for _ in 0..count {
                    self.pass_element(kind)?;
                }
                self.levels_left += 1;
                Ok(())
            }
            STRUCT => self.fields(&mut |walk, _, kind| walk.pass(kind)),
            // Maps are in no description of Parquet.
            _ => Err(Broken::Wrong),
        }
    }

    fn pass_element(&mut self, kind: u8) -> Result<(), Broken> {
        match kind {
            // In a list a truth value takes a byte.
            TRUE | FALSE => self.byte().map(|_| ()),
            kind => self.pass(kind),
        }
    }

    fn pass_bytes(&mut self, length: u64) -> Result<(), Broken> {
        let end = (self.at as u64).checked_add(length).filter(|end| *end <= self.bytes.len() as u64);
        self.at = end.ok_or(Broken::Short)? as usize;
        Ok(())
    }
}

/// Walks through the description at the end of a file.
pub(super) fn check_description(file: &str, source: &impl ChunkReader, limits: &Limits) -> Result<(), ReadError> {
    let damaged = |reason: &str| ReadError::damaged(file, WHAT, reason);
    let length = source.len();
    if length > limits.bytes {
        return Err(ReadError::too_long(file, "a length", length, limits.bytes, "Write only what is needed."));
    }
    let tail = length.checked_sub(8).ok_or_else(|| damaged("it is too short"))?;
    let tail = source.get_bytes(tail, 8).map_err(|error| damaged(&error.to_string()))?;
    let (size, mark) = tail.split_first_chunk::<4>().ok_or_else(|| damaged("it is too short"))?;
    if mark != b"PAR1" {
        return Err(damaged("it does not end as Parquet does; is it whole, and not encrypted?"));
    }
    let size = u64::from(u32::from_le_bytes(*size));
    let start = (length - 8).checked_sub(size).ok_or_else(|| damaged("its description is longer than the file"))?;
    let most = limits.batch;
    if size > most {
        return Err(ReadError::too_long(file, "a description of itself", size, most, "Write fewer row groups."));
    }
    let bytes = source.get_bytes(start, size as usize).map_err(|error| damaged(&error.to_string()))?;
    let mut walk = Walk::new(&bytes, limits.objects, limits.nesting);
    let mut depth = Depth { left: Vec::new(), most: limits.nesting };
    walk.fields(&mut |walk, id, kind| {
        if (id, kind) != (2, LIST) {
            return walk.pass(kind);
        }
        let (count, _) = walk.list()?;
        for _ in 0..count {
            let mut children = 0;
            walk.fields(&mut |walk, id, kind| {
                if (id, kind) == (5, 5) {
                    children = walk.int()?;
                    return Ok(());
                }
                walk.pass(kind)
            })?;
            depth.element(children)?;
        }
        Ok(())
    })
    .map_err(|broken| of_broken(file, broken, limits))
}

/// How deep the tree of columns is, which stands as a list in which each element says how many of the next are its own.
struct Depth {
    left: Vec<u64>,
    most: usize,
}

impl Depth {
    fn element(&mut self, children: i64) -> Result<(), Broken> {
        while self.left.last() == Some(&0) {
            self.left.pop();
        }
        if let Some(left) = self.left.last_mut() {
            *left -= 1;
        }
        let children = u64::try_from(children).map_err(|_| Broken::Wrong)?;
        if children > 0 {
            self.left.push(children);
        }
        if self.left.len() > self.most { Err(Broken::Deep) } else { Ok(()) }
    }
}

pub(super) fn of_broken(file: &str, broken: Broken, limits: &Limits) -> ReadError {
    let advice = "Write it again with fewer row groups, pages and levels.";
    match broken {
        Broken::Short => ReadError::damaged(file, WHAT, "its description breaks off"),
        Broken::Wrong => ReadError::damaged(file, WHAT, "its description is in no form that Parquet has"),
        Broken::Parts => {
            ReadError::too_many(file, "parts or more in its description", limits.objects, limits.objects, advice)
        }
        Broken::Deep => ReadError::too_many(
            file,
            "levels or more in its description",
            limits.nesting as u64 + 1,
            limits.nesting as u64,
            advice,
        ),
    }
}
