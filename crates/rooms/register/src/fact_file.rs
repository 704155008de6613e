//! Fact files: what one release of a series says, as sorted lines, as the difference from an earlier one.
//!
//! ```text
//! footprint-facts ⇥ 1
//! series ⇥ epraccur
//! released ⇥ 2021-11
//! base ⇥ 3f0c…            (absent in a whole file)
//! - ⇥ tied ⇥ A81001 ⇥ commissioner ⇥ 00K ⇥ 2013-04-01
//! + ⇥ tied ⇥ A81001 ⇥ commissioner ⇥ 16C ⇥ 2020-04-01
//! ```
//!
//! (`⇥` stands for a tab.) The lines of each part are sorted by their bytes and unique, so the same facts give the same file and the same hash.

use crate::fact::{Fact, FactError};
use crate::source::{Released, Series};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// The SHA-256 of a file's bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileHash(pub [u8; 32]);

impl FileHash {
    /// The hash of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for FileHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for FileHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileHash({self})")
    }
}

impl FromStr for FileHash {
    type Err = FactFileError;

    fn from_str(text: &str) -> Result<Self, FactFileError> {
        let wrong = || FactFileError::Header { line: text.to_owned() };
        let mut hash = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(wrong());
        }
        for (place, byte) in hash.iter_mut().enumerate() {
            let digits = text.get(2 * place..2 * place + 2).ok_or_else(wrong)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| wrong())?;
        }
        Ok(Self(hash))
    }
}

impl Serialize for FileHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_str(self) } else { self.0.serialize(serializer) }
    }
}

impl<'de> Deserialize<'de> for FileHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom);
        }
        <[u8; 32]>::deserialize(deserializer).map(Self)
    }
}

/// Why a fact file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FactFileError {
    /// Not text.
    #[error("the fact file is not UTF-8 text")]
    NotText,
    /// A header line is wrong or missing.
    #[error("the fact file's header is wrong at `{line}`")]
    Header {
        /// The line.
        line: String,
    },
    /// A fact line is wrong.
    #[error("line {line} of the fact file: {source}")]
    Line {
        /// Counted from 1.
        line: usize,
        /// Why.
        source: FactError,
    },
}

/// What one release says, whole or as the difference from a base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactFile {
    /// Of which series.
    pub series: Series,
    /// When released.
    pub released: Released,
    /// The fact file this one changes; `None` when it is whole.
    pub base: Option<FileHash>,
    /// Facts of the base that this release does not repeat.
    pub removed: Vec<Fact>,
    /// Facts this release adds.
    pub added: Vec<Fact>,
}

impl FactFile {
    /// The file's bytes: UTF-8 text.
    pub fn encode(&self) -> Vec<u8> {
        let mut text = format!("footprint-facts\t1\nseries\t{}\nreleased\t{}\n", self.series, self.released);
        if let Some(base) = self.base {
            text.push_str("base\t");
            text.push_str(&base.to_string());
            text.push('\n');
        }
        for (sign, facts) in [("-\t", &self.removed), ("+\t", &self.added)] {
            // All lines in one text, so that sorting them moves no text.
            let (mut written, mut ends) = (String::new(), Vec::with_capacity(facts.len()));
            for fact in facts {
                written.push_str(sign);
                fact.write_line(&mut written);
                ends.push(written.len());
            }
            let begins = std::iter::once(0).chain(ends.iter().copied());
            let mut lines: Vec<&str> = begins.zip(&ends).filter_map(|(from, to)| written.get(from..*to)).collect();
            lines.sort_unstable();
            lines.dedup();
            text.reserve(written.len() + lines.len());
            for line in lines {
                text.push_str(line);
                text.push('\n');
            }
        }
        text.into_bytes()
    }

    /// Reads bytes written by [`FactFile::encode`].
    pub fn decode(bytes: &[u8]) -> Result<Self, FactFileError> {
        let text = std::str::from_utf8(bytes).map_err(|_| FactFileError::NotText)?;
        let mut lines = text.lines().enumerate().peekable();
        let mut header = |name: &str, required: bool| -> Result<Option<&str>, FactFileError> {
            let found = lines.peek().and_then(|(_, line)| line.strip_prefix(name)?.strip_prefix('\t'));
            match found {
                Some(value) => {
                    lines.next();
                    Ok(Some(value))
                }
                None if required => Err(FactFileError::Header {
                    line: lines.peek().map_or_else(String::new, |(_, line)| (*line).to_owned()),
                }),
                None => Ok(None),
            }
        };
        let wrong = |line: &str| FactFileError::Header { line: line.to_owned() };
        let version = header("footprint-facts", true)?.unwrap_or_default();
        if version != "1" {
            return Err(wrong(version));
        }
        let series = header("series", true)?.unwrap_or_default();
        let series = series.parse().map_err(|_| wrong(series))?;
        let released = header("released", true)?.unwrap_or_default();
        let released = Released(released.parse().map_err(|_| wrong(released))?);
        let base = header("base", false)?.map(str::parse).transpose()?;
        let (mut removed, mut added) = (Vec::new(), Vec::new());
        for (number, line) in lines {
            let at = |source| FactFileError::Line { line: number + 1, source };
            match line.split_once('\t') {
                Some(("+", fact)) => added.push(Fact::read_line(fact).map_err(at)?),
                Some(("-", fact)) => removed.push(Fact::read_line(fact).map_err(at)?),
                _ => return Err(at(FactError::Tag { found: line.to_owned() })),
            }
        }
        Ok(Self { series, released, base, removed, added })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::{Address, BodyRef};
    use crate::finding::FindingKind;
    use crate::kind::{ArrangementKind, BodyKind, Cause, Life, Status, Tie};
    use terms::{Heads, Period};

    fn one_of_each() -> Vec<Fact> {
        let code = "14Y".parse().unwrap();
        let other = "10Y".parse().unwrap();
        let gss = "E38000222".parse().unwrap();
        let area = "E01010638".parse().unwrap();
        let period = Period::new(Some("2018-04-01".parse().unwrap()), Some("2022".parse().unwrap())).unwrap();
        let text: Box<str> = "a\tb\\n\nc".into();
        vec![
            Fact::Lived { code, life: Life::Legal, period },
            Fact::Acted { code, kind: BodyKind::CommissioningGroup, period: Period::ALWAYS },
            Fact::Named { code, name: text.clone(), period },
            Fact::Addressed {
                code,
                address: Address { lines: vec![text.clone(), "x".into()], postcode: "HP20 1UA".into() },
            },
            Fact::Addressed { code, address: Address::default() },
            Fact::Stood { code, status: Status::Dormant },
            Fact::Tied { child: other, tie: Tie::System, parent: BodyRef::Gss(gss), period },
            Fact::Tied { child: other, tie: Tie::System, parent: BodyRef::Ods(code), period: Period::ALWAYS },
            Fact::Succeeded {
                from: other,
                to: code,
                on: "2018-04".parse().unwrap(),
                cause: Some(Cause::Merge),
                instrument: text.clone(),
            },
            Fact::Succeeded {
                from: other,
                to: code,
                on: "2018-04".parse().unwrap(),
                cause: None,
                instrument: "".into(),
            },
            Fact::Identified { code, gss },
            Fact::Listed { code, on: "2021-01-01".parse().unwrap(), heads: Heads(571_897) },
            Fact::Lay { area, commissioner: code, authority: gss },
            Fact::Populated { area, heads: Heads(1632) },
            Fact::Covered { commissioner: code, authority: gss },
            Fact::Titled { area, name: text.clone() },
            Fact::Partnered { system: code, partner: other, name: text.clone() },
            Fact::Bounded { label: text.clone(), geometry: "[]".into() },
            Fact::Arranged {
                code,
                kind: ArrangementKind::Federation,
                name: text.clone(),
                members: vec![code, other],
                period,
            },
            Fact::Noted { kind: FindingKind::NullGeometry, subject: text.clone(), detail: text, line: 7 },
        ]
    }

    #[test]
    fn a_file_reads_back_and_its_hash_ignores_the_order_of_facts() {
        let mut file = FactFile {
            series: Series::Eccg,
            released: Released("2024-12".parse().unwrap()),
            base: Some(FileHash::of(b"before")),
            removed: one_of_each(),
            added: one_of_each(),
        };
        let bytes = file.encode();
        let read = FactFile::decode(&bytes).unwrap();
        assert_eq!(read.encode(), bytes);
        assert_eq!(read.added.len(), one_of_each().len());
        for fact in one_of_each() {
            assert!(read.added.contains(&fact) && read.removed.contains(&fact), "{fact:?}");
        }
        file.added.reverse();
        assert_eq!(FileHash::of(&file.encode()), FileHash::of(&bytes));
    }

    #[test]
    fn a_damaged_file_says_where() {
        let refused = |text: &str| FactFile::decode(text.as_bytes()).unwrap_err().to_string();
        assert_eq!(refused("footprint-facts\t2\n"), "the fact file's header is wrong at `2`");
        assert_eq!(
            refused("footprint-facts\t1\nseries\teccg\nreleased\t2024\n+\tstood\t14Y\tasleep\n"),
            "line 4 of the fact file: in a `stood` line: `asleep` is not a status"
        );
    }
}
