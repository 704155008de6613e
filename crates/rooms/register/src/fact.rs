//! One thing a source says, and the line that holds it in a fact file.

use crate::finding::FindingKind;
use crate::kind::{ArrangementKind, BodyKind, Cause, Life, Status, Tie};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt::Write as _;
use terms::{Date, FuzzyDate, GssCode, Heads, OdsCode, Period};
use thiserror::Error;

/// A postal address, from the most particular line to the least.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Address {
    /// The lines without the postcode; no empty ones.
    pub lines: Vec<Box<str>>,
    /// The postcode, with its space, or nothing.
    pub postcode: Box<str>,
}

/// A body named by the code a source uses for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum BodyRef {
    /// By its ODS code.
    Ods(OdsCode),
    /// By its GSS code; which body that is, another source says ([`Fact::Identified`]).
    Gss(GssCode),
}

/// One thing a source says.
///
/// In a snapshot series ([`crate::Series::is_snapshot`]) a fact says what was so on the day of release; dates inside it
/// (`joined`, `opened`) are the source's own claims. In the other series the period is the claim.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Fact {
    /// A body existed during a period.
    Lived {
        /// The body.
        code: OdsCode,
        /// In law or in practice.
        life: Life,
        /// When.
        period: Period,
    },
    /// A body was of a kind.
    Acted {
        /// The body.
        code: OdsCode,
        /// What it was.
        kind: BodyKind,
        /// When; [`Period::ALWAYS`] for "on the day of release".
        period: Period,
    },
    /// A body had a name.
    Named {
        /// The body.
        code: OdsCode,
        /// The name as published.
        name: Box<str>,
        /// When; [`Period::ALWAYS`] for "on the day of release".
        period: Period,
    },
    /// A body had an address.
    Addressed {
        /// The body.
        code: OdsCode,
        /// Where.
        address: Address,
    },
    /// A body had a status.
    Stood {
        /// The body.
        code: OdsCode,
        /// Which.
        status: Status,
    },
    /// A body belonged to another.
    Tied {
        /// The body that belonged.
        child: OdsCode,
        /// What the other was to it.
        tie: Tie,
        /// The body it belonged to.
        parent: BodyRef,
        /// When, as the source says; open edges where it does not.
        period: Period,
    },
    /// A body gave way to another.
    Succeeded {
        /// The old body.
        from: OdsCode,
        /// The new body.
        to: OdsCode,
        /// The first day of the new.
        on: FuzzyDate,
        /// How, where the source says.
        cause: Option<Cause>,
        /// The order or statute, where the source says.
        instrument: Box<str>,
    },
    /// How many people passed with a succession, where its source says: the weights by which what the old body had is shared.
    Passed {
        /// The old body.
        from: OdsCode,
        /// The new body.
        to: OdsCode,
        /// The first day of the new, as the succession has it.
        on: FuzzyDate,
        /// How many people.
        heads: Heads,
        /// What was counted, and when: "residents of mid-2017".
        basis: Box<str>,
    },
    /// A body also has a GSS code.
    Identified {
        /// The body.
        code: OdsCode,
        /// Its other code.
        gss: GssCode,
    },
    /// How many patients a practice had on its list.
    Listed {
        /// The practice.
        code: OdsCode,
        /// On which day.
        on: Date,
        /// How many.
        heads: Heads,
    },
    /// A small area lay in a commissioner and a local authority.
    Lay {
        /// The small area (LSOA).
        area: GssCode,
        /// The commissioner.
        commissioner: OdsCode,
        /// The local authority.
        authority: GssCode,
    },
    /// How many people lived in an area.
    Populated {
        /// The area: a small area, commissioner or authority.
        area: GssCode,
        /// How many.
        heads: Heads,
    },
    /// A commissioner covered some of a local authority.
    Covered {
        /// The commissioner.
        commissioner: OdsCode,
        /// The local authority.
        authority: GssCode,
    },
    /// An area had a name.
    Titled {
        /// The area.
        area: GssCode,
        /// Its name.
        name: Box<str>,
    },
    /// A body was a partner in a system (partners may be in several systems).
    Partnered {
        /// The system.
        system: OdsCode,
        /// The partner's own code.
        partner: OdsCode,
        /// The partner's name as the source has it.
        name: Box<str>,
    },
    /// Where a body's boundary ran.
    Bounded {
        /// The GSS code, ODS code or name by which the source knows the body.
        label: Box<str>,
        /// Polygons as the `coordinates` of a GeoJSON `MultiPolygon`, longitude and latitude.
        geometry: Box<str>,
    },
    /// Bodies had an arrangement short of merger.
    Arranged {
        /// A code of its own for the arrangement.
        code: OdsCode,
        /// Of which kind.
        kind: ArrangementKind,
        /// Its name.
        name: Box<str>,
        /// Which bodies.
        members: Vec<OdsCode>,
        /// When.
        period: Period,
    },
    /// Something the reader of the file noticed.
    Noted {
        /// What kind of thing.
        kind: FindingKind,
        /// Whom or what it concerns: a code, or a column's name.
        subject: Box<str>,
        /// What was found, in words.
        detail: Box<str>,
        /// On which line of the file; 0 when it concerns the whole.
        line: u32,
    },
}

/// Why a line of a fact file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FactError {
    /// The first field is none of the known tags.
    #[error("`{found}` is not the tag of a fact")]
    Tag {
        /// The tag.
        found: String,
    },
    /// A field is missing.
    #[error("a `{tag}` line has too few fields")]
    Short {
        /// The line's tag.
        tag: &'static str,
    },
    /// A field is not of its type.
    #[error("in a `{tag}` line: {reason}")]
    Field {
        /// The line's tag.
        tag: &'static str,
        /// Why.
        reason: String,
    },
}

impl Fact {
    /// The bodies this fact is about, for the index: the subject first.
    pub fn subjects(&self) -> (Option<OdsCode>, Option<OdsCode>) {
        match self {
            Self::Lived { code, .. }
            | Self::Acted { code, .. }
            | Self::Named { code, .. }
            | Self::Addressed { code, .. }
            | Self::Stood { code, .. }
            | Self::Identified { code, .. }
            | Self::Listed { code, .. }
            | Self::Arranged { code, .. } => (Some(*code), None),
            Self::Tied { child, parent, .. } => match parent {
                BodyRef::Ods(parent) => (Some(*child), Some(*parent)),
                BodyRef::Gss(_) => (Some(*child), None),
            },
            Self::Succeeded { from, to, .. } | Self::Passed { from, to, .. } => (Some(*from), Some(*to)),
            Self::Partnered { system, partner, .. } => (Some(*system), Some(*partner)),
            Self::Covered { commissioner, .. } => (Some(*commissioner), None),
            Self::Lay { .. }
            | Self::Populated { .. }
            | Self::Titled { .. }
            | Self::Bounded { .. }
            | Self::Noted { .. } => (None, None),
        }
    }

    /// Writes the fact as one line, without its end: fields apart by tabs, the tag first; a tab, line end or backslash
    /// inside a text is escaped with a backslash.
    pub fn write_line(&self, out: &mut String) {
        let mut line = Line { out };
        match self {
            Self::Lived { code, life, period } => line.tag("lived").put(code).put(life).period(period),
            Self::Acted { code, kind, period } => line.tag("acted").put(code).put(kind).period(period),
            Self::Named { code, name, period } => line.tag("named").put(code).text(name).period(period),
            Self::Addressed { code, address } => {
                let mut fields = line.tag("addressed").put(code).text(&address.postcode);
                for part in &address.lines {
                    fields = fields.text(part);
                }
                fields
            }
            Self::Stood { code, status } => line.tag("stood").put(code).put(status),
            Self::Tied { child, tie, parent, period } => {
                let fields = line.tag("tied").put(child).put(tie);
                match parent {
                    BodyRef::Ods(parent) => fields.put(parent),
                    BodyRef::Gss(parent) => fields.put(&format_args!("gss:{parent}")),
                }
                .period(period)
            }
            Self::Succeeded { from, to, on, cause, instrument } => {
                let fields = line.tag("succeeded").put(from).put(to).put(on);
                match cause {
                    Some(cause) => fields.put(cause),
                    None => fields.text(""),
                }
                .text(instrument)
            }
            Self::Passed { from, to, on, heads, basis } => {
                line.tag("passed").put(from).put(to).put(on).put(&heads.0).text(basis)
            }
            Self::Identified { code, gss } => line.tag("identified").put(code).put(gss),
            Self::Listed { code, on, heads } => line.tag("listed").put(code).put(on).put(&heads.0),
            Self::Lay { area, commissioner, authority } => line.tag("lay").put(area).put(commissioner).put(authority),
            Self::Populated { area, heads } => line.tag("populated").put(area).put(&heads.0),
            Self::Covered { commissioner, authority } => line.tag("covered").put(commissioner).put(authority),
            Self::Titled { area, name } => line.tag("titled").put(area).text(name),
            Self::Partnered { system, partner, name } => line.tag("partnered").put(system).put(partner).text(name),
            Self::Bounded { label, geometry } => line.tag("bounded").text(label).text(geometry),
            Self::Arranged { code, kind, name, members, period } => {
                let mut fields = line.tag("arranged").put(code).put(kind).text(name).period(period);
                for member in members {
                    fields = fields.put(member);
                }
                fields
            }
            Self::Noted { kind, subject, detail, line: at } => {
                line.tag("noted").put(kind).text(subject).text(detail).put(at)
            }
        };
    }

    /// Reads a line written by [`Fact::write_line`].
    pub fn read_line(line: &str) -> Result<Self, FactError> {
        let (found, rest) = line.split_once('\t').unwrap_or((line, ""));
        let fields = |tag: &'static str| Fields { tag, rest: Some(rest) };
        Ok(match found {
            "tied" => {
                let mut f = fields("tied");
                Self::Tied { child: f.get()?, tie: f.get()?, parent: f.body()?, period: f.period()? }
            }
            "listed" => {
                let mut f = fields("listed");
                Self::Listed { code: f.get()?, on: f.get()?, heads: Heads(f.get()?) }
            }
            "lay" => {
                let mut f = fields("lay");
                Self::Lay { area: f.get()?, commissioner: f.get()?, authority: f.get()? }
            }
            "lived" => {
                let mut f = fields("lived");
                Self::Lived { code: f.get()?, life: f.get()?, period: f.period()? }
            }
            "acted" => {
                let mut f = fields("acted");
                Self::Acted { code: f.get()?, kind: f.get()?, period: f.period()? }
            }
            "named" => {
                let mut f = fields("named");
                Self::Named { code: f.get()?, name: f.text()?, period: f.period()? }
            }
            "addressed" => {
                let mut f = fields("addressed");
                let (code, postcode) = (f.get()?, f.text()?);
                Self::Addressed { code, address: Address { postcode, lines: f.texts() } }
            }
            "stood" => {
                let mut f = fields("stood");
                Self::Stood { code: f.get()?, status: f.get()? }
            }
            "succeeded" => {
                let mut f = fields("succeeded");
                Self::Succeeded { from: f.get()?, to: f.get()?, on: f.get()?, cause: f.maybe()?, instrument: f.text()? }
            }
            "passed" => {
                let mut f = fields("passed");
                Self::Passed { from: f.get()?, to: f.get()?, on: f.get()?, heads: Heads(f.get()?), basis: f.text()? }
            }
            "identified" => {
                let mut f = fields("identified");
                Self::Identified { code: f.get()?, gss: f.get()? }
            }
            "populated" => {
                let mut f = fields("populated");
                Self::Populated { area: f.get()?, heads: Heads(f.get()?) }
            }
            "covered" => {
                let mut f = fields("covered");
                Self::Covered { commissioner: f.get()?, authority: f.get()? }
            }
            "titled" => {
                let mut f = fields("titled");
                Self::Titled { area: f.get()?, name: f.text()? }
            }
            "partnered" => {
                let mut f = fields("partnered");
                Self::Partnered { system: f.get()?, partner: f.get()?, name: f.text()? }
            }
            "bounded" => {
                let mut f = fields("bounded");
                Self::Bounded { label: f.text()?, geometry: f.text()? }
            }
            "arranged" => {
                let mut f = fields("arranged");
                let (code, kind, name, period) = (f.get()?, f.get()?, f.text()?, f.period()?);
                Self::Arranged { code, kind, name, period, members: f.all()? }
            }
            "noted" => {
                let mut f = fields("noted");
                Self::Noted { kind: f.get()?, subject: f.text()?, detail: f.text()?, line: f.get()? }
            }
            _ => return Err(FactError::Tag { found: found.to_owned() }),
        })
    }
}

/// A line being written.
struct Line<'a> {
    out: &'a mut String,
}

impl Line<'_> {
    fn tag(&mut self, tag: &str) -> Line<'_> {
        self.out.push_str(tag);
        Line { out: self.out }
    }

    fn put(self, value: &impl std::fmt::Display) -> Self {
        // Writing to a String cannot fail.
        let _ = write!(self.out, "\t{value}");
        self
    }

    fn text(self, text: &str) -> Self {
        self.out.push('\t');
        for character in text.chars() {
            match character {
                '\t' => self.out.push_str("\\t"),
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                '\\' => self.out.push_str("\\\\"),
                other => self.out.push(other),
            }
        }
        self
    }

    fn period(self, period: &Period) -> Self {
        let edge = |line: Self, edge: Option<FuzzyDate>| match edge {
            Some(date) => line.put(&date),
            None => line.text(""),
        };
        let line = edge(self, period.from());
        edge(line, period.to())
    }
}

/// The fields of a line being read.
struct Fields<'a> {
    tag: &'static str,
    rest: Option<&'a str>,
}

impl<'a> Fields<'a> {
    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest?;
        if let Some((field, rest)) = rest.split_once('\t') {
            self.rest = Some(rest);
            Some(field)
        } else {
            self.rest = None;
            Some(rest)
        }
    }

    fn raw(&mut self) -> Result<&'a str, FactError> {
        self.next().ok_or(FactError::Short { tag: self.tag })
    }

    fn wrong(&self, reason: &impl ToString) -> FactError {
        FactError::Field { tag: self.tag, reason: reason.to_string() }
    }

    fn get<T: std::str::FromStr<Err: ToString>>(&mut self) -> Result<T, FactError> {
        let field = self.raw()?;
        field.parse().map_err(|error| self.wrong(&error))
    }

    fn maybe<T: std::str::FromStr<Err: ToString>>(&mut self) -> Result<Option<T>, FactError> {
        match self.raw()? {
            "" => Ok(None),
            field => field.parse().map(Some).map_err(|error| self.wrong(&error)),
        }
    }

    fn all<T: std::str::FromStr<Err: ToString>>(&mut self) -> Result<Vec<T>, FactError> {
        let mut all = Vec::new();
        while let Some(field) = self.next() {
            all.push(field.parse().map_err(|error| self.wrong(&error))?);
        }
        Ok(all)
    }

    fn body(&mut self) -> Result<BodyRef, FactError> {
        let field = self.raw()?;
        match field.strip_prefix("gss:") {
            Some(gss) => gss.parse().map(BodyRef::Gss).map_err(|error| self.wrong(&error)),
            None => field.parse().map(BodyRef::Ods).map_err(|error| self.wrong(&error)),
        }
    }

    fn text(&mut self) -> Result<Box<str>, FactError> {
        self.raw().map(|field| unescape(field).into())
    }

    fn texts(&mut self) -> Vec<Box<str>> {
        std::iter::from_fn(|| self.next()).map(|field| unescape(field).into()).collect()
    }

    fn period(&mut self) -> Result<Period, FactError> {
        let (from, to) = (self.maybe()?, self.maybe()?);
        Period::new(from, to).map_err(|error| self.wrong(&error))
    }
}

fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('t') => plain.push('\t'),
                Some('n') => plain.push('\n'),
                Some('r') => plain.push('\r'),
                Some(other) => plain.push(other),
                None => {}
            },
            other => plain.push(other),
        }
    }
    Cow::Owned(plain)
}

impl std::fmt::Display for Fact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut line = String::new();
        self.write_line(&mut line);
        f.write_str(&line)
    }
}
