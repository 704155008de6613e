//! What a line is about, in a form that does not depend on how it was written.

use crate::kind::{LineKind, Side};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use terms::{FinancialYear, OdsCode};
use thiserror::Error;

/// The longest part of a key. Units: characters.
pub const PART_LENGTH_MAX: usize = 120;

/// What stands for the commissioner where a line is for all of them together.
pub const ALL_COMMISSIONERS: &str = "ALL";

/// Stands between the parts of a key, and so in none of them.
const BETWEEN: char = '|';

/// The parts of a key in their order.
const PARTS: [&str; 9] = ["kind", "side", "measure", "commissioner", "provider", "pod", "place", "year", "month"];

/// A month of a plan: 0 for the whole year, 1 for April to 12 for March.
///
/// Source: rule R5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlanMonth(u8);

impl PlanMonth {
    /// The whole year.
    pub const YEAR: Self = Self(0);

    /// The month by its number; `None` past 12.
    pub const fn new(number: u8) -> Option<Self> {
        if number <= 12 { Some(Self(number)) } else { None }
    }

    /// Its number: 0 for the whole year, 1 for April to 12 for March.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Whether it is the whole year.
    pub const fn is_year(self) -> bool {
        self.0 == 0
    }
}

/// Why something is no key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeyError {
    /// A part that must be written is not.
    #[error("no {part} is written")]
    Empty {
        /// Which part.
        part: &'static str,
    },
    /// A part has a character that a key cannot have.
    #[error("`{found}` cannot be the {part}: it has the character {}", character.escape_default())]
    Character {
        /// Which part.
        part: &'static str,
        /// The text as given.
        found: String,
        /// The character.
        character: char,
    },
    /// A part is longer than any.
    #[error("the {part} has {length} characters, at most {PART_LENGTH_MAX}")]
    Length {
        /// Which part.
        part: &'static str,
        /// How many characters it has.
        length: usize,
    },
    /// A part is not what stands there.
    #[error("`{found}` is not {wanted}")]
    Part {
        /// Which part.
        part: &'static str,
        /// The text as given.
        found: String,
        /// What should stand there.
        wanted: &'static str,
    },
    /// Not nine parts.
    #[error("`{found}` is not a key: write {} with `|` between them", PARTS.join("|"))]
    Parts {
        /// The text as given.
        found: String,
    },
}

impl KeyError {
    /// Which part is wrong; the whole where it has not nine parts.
    pub const fn part(&self) -> &'static str {
        match self {
            Self::Empty { part }
            | Self::Character { part, .. }
            | Self::Length { part, .. }
            | Self::Part { part, .. } => part,
            Self::Parts { .. } => "key",
        }
    }
}

/// The words of a key before they are put into their form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyParts<'a> {
    /// What is planned.
    pub kind: LineKind,
    /// By whom.
    pub side: Side,
    /// The measure, such as `GP referrals`.
    pub measure: &'a str,
    /// The commissioner's code, or [`ALL_COMMISSIONERS`].
    pub commissioner: &'a str,
    /// The provider's code; empty where there is none.
    pub provider: &'a str,
    /// The point of delivery; empty where there is none.
    pub pod: &'a str,
    /// The place or system.
    pub place: &'a str,
    /// The financial year.
    pub year: FinancialYear,
    /// The month.
    pub month: PlanMonth,
}

/// What a line is about: `kind|side|measure|commissioner|provider|pod|place|year|month`, each part trimmed, with single blanks
/// and in upper case. Two lines of one key are about the same.
///
/// Ordered as its text is, byte by byte.
///
/// Source: rule R50.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Key {
    text: Arc<str>,
    kind: LineKind,
    side: Side,
    year: FinancialYear,
    month: PlanMonth,
}

impl Key {
    /// The key of some words.
    ///
    /// # Errors
    /// [`KeyError`] names the part that cannot stand in a key; a measure must be written, the other words need not.
    pub fn new(parts: &KeyParts<'_>) -> Result<Self, KeyError> {
        let KeyParts { measure, commissioner, provider, pod, place, .. } = *parts;
        let measure = folded("measure", measure)?;
        if measure.is_empty() {
            return Err(KeyError::Empty { part: "measure" });
        }
        let (commissioner, provider) = (folded("commissioner", commissioner)?, folded("provider", provider)?);
        let (pod, place) = (folded("pod", pod)?, folded("place", place)?);
        let parts = KeyParts {
            measure: &measure,
            commissioner: &commissioner,
            provider: &provider,
            pod: &pod,
            place: &place,
            ..*parts
        };
        Ok(Self::of(&parts))
    }

    /// The key of words that are in their form.
    fn of(parts: &KeyParts<'_>) -> Self {
        let KeyParts { kind, side, measure, commissioner, provider, pod, place, year, month } = *parts;
        let (first, second, last) = (upper(kind.slug()), upper(side.slug()), month.number());
        let text = format!("{first}|{second}|{measure}|{commissioner}|{provider}|{pod}|{place}|{year}|{last}");
        Self { text: text.into(), kind, side, year, month }
    }

    /// The whole key.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What is planned.
    pub const fn kind(&self) -> LineKind {
        self.kind
    }

    /// By whom.
    pub const fn side(&self) -> Side {
        self.side
    }

    /// The measure.
    pub fn measure(&self) -> &str {
        self.part(2)
    }

    /// The commissioner's code, or [`ALL_COMMISSIONERS`].
    pub fn commissioner(&self) -> &str {
        self.part(3)
    }

    /// The provider's code; empty where there is none.
    pub fn provider(&self) -> &str {
        self.part(4)
    }

    /// The point of delivery; empty where there is none.
    pub fn pod(&self) -> &str {
        self.part(5)
    }

    /// The place or system.
    pub fn place(&self) -> &str {
        self.part(6)
    }

    /// The financial year.
    pub const fn year(&self) -> FinancialYear {
        self.year
    }

    /// The month.
    pub const fn month(&self) -> PlanMonth {
        self.month
    }

    /// The body on whose side the line is planned: the commissioner of its own and of the system's lines, the provider of its
    /// own. `None` where the part is no body's code, or all commissioners.
    pub fn body(&self) -> Option<OdsCode> {
        let code = match self.side {
            Side::Commissioner | Side::System => self.commissioner(),
            Side::Provider => self.provider(),
        };
        if code == ALL_COMMISSIONERS { None } else { code.parse().ok() }
    }

    /// The same but for the side.
    #[must_use]
    pub fn on_side(&self, side: Side) -> Self {
        self.changed(|parts| parts.side = side)
    }

    /// The same but for the month.
    #[must_use]
    pub fn in_month(&self, month: PlanMonth) -> Self {
        self.changed(|parts| parts.month = month)
    }

    /// The same but for some words, which must be in their form.
    #[must_use]
    pub(crate) fn changed<'a>(&'a self, change: impl FnOnce(&mut KeyParts<'a>)) -> Self {
        let mut parts = self.parts();
        change(&mut parts);
        Self::of(&parts)
    }

    /// The words of the key.
    pub fn parts(&self) -> KeyParts<'_> {
        let (kind, side, year, month) = (self.kind, self.side, self.year, self.month);
        let mut words = self.text.split(BETWEEN).skip(2);
        let mut word = || words.next().unwrap_or_default();
        let (measure, commissioner, provider, pod, place) = (word(), word(), word(), word(), word());
        KeyParts { kind, side, measure, commissioner, provider, pod, place, year, month }
    }

    fn part(&self, number: usize) -> &str {
        self.text.split(BETWEEN).nth(number).unwrap_or_default()
    }
}

fn upper(slug: &str) -> String {
    slug.to_uppercase()
}

/// A word of a key in its form.
fn folded(part: &'static str, text: &str) -> Result<String, KeyError> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ").to_uppercase();
    let length = text.chars().count();
    if length > PART_LENGTH_MAX {
        return Err(KeyError::Length { part, length });
    }
    match text.chars().find(|letter| *letter == BETWEEN || letter.is_control()) {
        Some(character) => Err(KeyError::Character { part, found: text.clone(), character }),
        None => Ok(text),
    }
}

/// The words of a fixed list as files write them, in any case.
pub fn word<T: FromStr>(part: &'static str, wanted: &'static str, text: &str) -> Result<T, KeyError> {
    let wrong = || KeyError::Part { part, found: text.trim().to_owned(), wanted };
    text.trim().to_lowercase().parse().map_err(|_| wrong())
}

/// The month as files write it, 0 to 12.
pub fn month(text: &str) -> Result<PlanMonth, KeyError> {
    let wanted = "a month: 0 for the year, 1 for April to 12 for March";
    let wrong = || KeyError::Part { part: "month", found: text.trim().to_owned(), wanted };
    text.trim().parse().ok().and_then(PlanMonth::new).ok_or_else(wrong)
}

/// The financial year as files write it.
pub fn year(text: &str) -> Result<FinancialYear, KeyError> {
    let wanted = "a financial year, such as 2017/18";
    text.parse().map_err(|_| KeyError::Part { part: "year", found: text.trim().to_owned(), wanted })
}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let parts: Vec<&str> = text.split(BETWEEN).collect();
        let [kind, side, measure, commissioner, provider, pod, place, of_year, of_month] = parts.as_slice() else {
            return Err(KeyError::Parts { found: text.to_owned() });
        };
        Self::new(&KeyParts {
            kind: word("kind", "a kind of line", kind)?,
            side: word("side", "a side of a plan", side)?,
            measure,
            commissioner,
            provider,
            pod,
            place,
            year: year(of_year)?,
            month: month(of_month)?,
        })
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.text)
    }
}

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_does_not_depend_on_how_it_is_written() {
        let read = |text: &str| text.parse::<Key>().unwrap();
        let one = read("TRAJECTORY|SYSTEM|AMBULANCE RED 8 MIN|ALL|RYE||BOB|2017/18|12");
        assert_eq!(read("trajectory|System| Ambulance  Red\u{a0}8 min |all|rye||bob|2017-18|12"), one);
        assert_eq!(one.to_string(), "TRAJECTORY|SYSTEM|AMBULANCE RED 8 MIN|ALL|RYE||BOB|2017/18|12");
        assert_eq!((one.measure(), one.provider(), one.pod()), ("AMBULANCE RED 8 MIN", "RYE", ""));
        assert_eq!(Key::new(&one.parts()), Ok(one.clone()));
        assert_eq!(one.in_month(PlanMonth::YEAR).as_str(), one.as_str().replace("|12", "|0"));
    }

    #[test]
    fn what_is_no_key_is_refused_with_its_part() {
        let part = |text: &str| text.parse::<Key>().unwrap_err().part();
        assert_eq!(part("FINANCE|SYSTEM|X|ALL|||BOB|2017/18"), "key");
        assert_eq!(part("MONEY|SYSTEM|X|ALL|||BOB|2017/18|0"), "kind");
        assert_eq!(part("FINANCE|BOTH|X|ALL|||BOB|2017/18|0"), "side");
        assert_eq!(part("FINANCE|SYSTEM| |ALL|||BOB|2017/18|0"), "measure");
        assert_eq!(part("FINANCE|SYSTEM|X|ALL|||BOB|2017/19|0"), "year");
        assert_eq!(part("FINANCE|SYSTEM|X|ALL|||BOB|2017/18|13"), "month");
    }
}
