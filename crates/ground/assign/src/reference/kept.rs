//! Values as bytes and back: what a prepared reference is written with.
//!
//! Numbers are little-endian, so that a file made on one machine can be read on another; everything of changing length is
//! preceded by how many there are.

use super::{
    Area, Commissioner, CommissionerKind, Country, CrossBorderPart, Dated, DelegationStatus, JusticeSite, Placing,
    Practice, PracticeStatus, Provider, PseudoGroup, RegionHub, Row, Serves, ServiceCode, Succeeds, Table, Vintage,
    rows::{CodeMatch, Word},
};
use crate::code::CodeId;
use crate::day::{Day, Span};

/// What is wrong with bytes that should be a prepared reference.
pub(super) type Damage = &'static str;

const SHORT: Damage = "it ends too early";

/// Bytes being read.
pub(super) struct Source<'b> {
    rest: &'b [u8],
    /// How many codes the book holds, once it is read: no later code may lie beyond.
    pub(super) n_codes: usize,
}

impl<'b> Source<'b> {
    pub(super) const fn of(bytes: &'b [u8]) -> Self {
        Self { rest: bytes, n_codes: 0 }
    }

    fn bytes(&mut self, n: usize) -> Result<&'b [u8], Damage> {
        let (taken, rest) = self.rest.split_at_checked(n).ok_or(SHORT)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Damage> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(SHORT)?;
        self.rest = rest;
        Ok(*taken)
    }

    /// Holds that everything has been read.
    pub(super) const fn end(&self) -> Result<(), Damage> {
        if self.rest.is_empty() { Ok(()) } else { Err("something stands after its end") }
    }
}

/// A value that can be written into a prepared reference and read back.
pub(super) trait Kept: Sized {
    fn put(&self, out: &mut Vec<u8>);

    fn take(source: &mut Source<'_>) -> Result<Self, Damage>;
}

macro_rules! numbers {
    ($($number:ty)*) => { $(
        impl Kept for $number {
            fn put(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }

            fn take(source: &mut Source<'_>) -> Result<Self, Damage> {
                Ok(Self::from_le_bytes(source.array()?))
            }
        }
    )* };
}

numbers! { u8 u16 u32 u64 u128 i32 }

/// A fixed set of words, each by its place among all.
macro_rules! words {
    ($($word:ty)*) => { $(
        impl Kept for $word {
            fn put(&self, out: &mut Vec<u8>) {
                out.push(*self as u8);
            }

            fn take(source: &mut Source<'_>) -> Result<Self, Damage> {
                let number = usize::from(u8::take(source)?);
                <Self as Word>::ALL.get(number).copied().ok_or("it holds a word that is not known")
            }
        }
    )* };
}

words! { CodeMatch CommissionerKind Country CrossBorderPart DelegationStatus PracticeStatus PseudoGroup Table }

macro_rules! structures {
    ($($name:ident { $($field:ident,)* })*) => { $(
        impl Kept for $name {
            fn put(&self, out: &mut Vec<u8>) {
                $(self.$field.put(out);)*
            }

            fn take(source: &mut Source<'_>) -> Result<Self, Damage> {
                Ok(Self { $($field: Kept::take(source)?,)* })
            }
        }
    )* };
}

structures! {
    Practice { name, grouping, health_geography, postcode, status, commissioner, }
    Provider { name, postcode, }
    RegionHub { specialised, health_justice, }
    Commissioner { kind, icb, region, }
    ServiceCode { description, status, specialised, highly_specialised, section_7a, }
    JusticeSite { name, hub, }
    Succeeds { old, new, on, }
    Area { country, country_code, pco, icb, region, ons_la, ods_la, }
    Placing { area, span, }
    Serves { edition, span, }
    Vintage { name, hash, }
}

impl Kept for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn take(source: &mut Source<'_>) -> Result<Self, Damage> {
        match u8::take(source)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err("it holds neither yes nor no"),
        }
    }
}

impl Kept for CodeId {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
    }

    fn take(source: &mut Source<'_>) -> Result<Self, Damage> {
        let number = u16::take(source)?;
        if usize::from(number) < source.n_codes { Ok(Self(number)) } else { Err("it holds a code beyond its book") }
    }
}

impl Kept for Day {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
    }

    fn take(source: &mut Source<'_>) -> Result<Self, Damage> {
        i32::take(source).map(Self)
    }
}

impl Kept for Span {
    fn put(&self, out: &mut Vec<u8>) {
        self.from.put(out);
        self.until.put(out);
    }

    fn take(source: &mut Source<'_>) -> Result<Self, Damage> {
        let span = Self { from: Day::take(source)?, until: Day::take(source)? };
        if Day::FIRST <= span.from && span.from < span.until {
            Ok(span)
        } else {
            Err("it holds a span that ends before it begins")
        }
    }
}

impl Kept for Box<str> {
    fn put(&self, out: &mut Vec<u8>) {
        (self.len() as u32).put(out);
        out.extend_from_slice(self.as_bytes());
    }

    fn take(source: &mut Source<'_>) -> Result<Self, Damage> {
        let length = u32::take(source)? as usize;
        std::str::from_utf8(source.bytes(length)?).map(Self::from).map_err(|_| "it holds a text that is not UTF-8")
    }
}

impl Kept for String {
    fn put(&self, out: &mut Vec<u8>) {
        (self.len() as u32).put(out);
        out.extend_from_slice(self.as_bytes());
    }

    fn take(source: &mut Source<'_>) -> Result<Self, Damage> {
        <Box<str> as Kept>::take(source).map(Self::from)
    }
}

impl<T: Kept> Kept for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(held) = self {
            held.put(out);
        }
    }

    fn take(source: &mut Source<'_>) -> Result<Self, Damage> {
        if bool::take(source)? { T::take(source).map(Some) } else { Ok(None) }
    }
}

impl<A: Kept, B: Kept> Kept for (A, B) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }

    fn take(source: &mut Source<'_>) -> Result<Self, Damage> {
        Ok((A::take(source)?, B::take(source)?))
    }
}

impl<R: Kept> Kept for Row<R> {
    fn put(&self, out: &mut Vec<u8>) {
        self.span.put(out);
        self.value.put(out);
    }

    fn take(source: &mut Source<'_>) -> Result<Self, Damage> {
        Ok(Self { span: Span::take(source)?, value: R::take(source)? })
    }
}

impl<T: Kept> Kept for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        (self.len() as u32).put(out);
        for one in self {
            one.put(out);
        }
    }

    fn take(source: &mut Source<'_>) -> Result<Self, Damage> {
        let n = u32::take(source)? as usize;
        // Nothing takes less than a byte, so a number that is damaged cannot ask for more room than the file has bytes.
        let mut all = Self::with_capacity(n.min(source.rest.len()));
        for _ in 0..n {
            all.push(T::take(source)?);
        }
        Ok(all)
    }
}

impl<R: Kept> Kept for Dated<R> {
    fn put(&self, out: &mut Vec<u8>) {
        (self.iter().count() as u32).put(out);
        for (key, row) in self.iter() {
            key.put(out);
            row.put(out);
        }
    }

    fn take(source: &mut Source<'_>) -> Result<Self, Damage> {
        Vec::take(source).map(Self::of)
    }
}

/// A long column of numbers, written in one go.
macro_rules! columns {
    ($($put:ident $take:ident $number:ty),*) => { $(
        pub(super) fn $put(column: &[$number], out: &mut Vec<u8>) {
            out.reserve(4 + size_of_val(column));
            (column.len() as u32).put(out);
            for number in column {
                number.put(out);
            }
        }

        pub(super) fn $take(source: &mut Source<'_>) -> Result<Vec<$number>, Damage> {
            let n = u32::take(source)? as usize;
            let bytes = source.bytes(n.checked_mul(size_of::<$number>()).ok_or(SHORT)?)?;
            let (numbers, _) = bytes.as_chunks();
            Ok(numbers.iter().map(|number| <$number>::from_le_bytes(*number)).collect())
        }
    )* };
}

columns! { put_u32s take_u32s u32, put_u64s take_u64s u64 }
