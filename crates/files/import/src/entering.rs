//! A file of facts that the register's keeper enters as one act: one fact a row, each with its own source.
//!
//! The columns are those of [`COLUMNS`], by heading and in any order; a row fills those that its fact has a use for, and
//! `docs/register.md` says which. All rows can be taken or none is: whoever enters by hand wants no half of it.

use crate::gather::SourceFile;
use crate::reading::BadRow;
use crate::table::{Column, Fault, Header, Row, Rows};
use crate::text::Text;
use register::{ArrangementKind, BodyKind, BodyRef, Cause, Entry, Fact, Life, Released, Tie};
use std::collections::HashMap;
use std::str::FromStr;
use terms::{FuzzyDate, OdsCode, Period};

/// The columns, in the order of the template.
const COLUMNS: [&str; 12] =
    ["fact", "code", "of", "kind", "name", "from", "to", "heads", "basis", "instrument", "source", "published"];

/// A file of facts to begin from: the boards of the Thames Valley on 1 April 2026.
pub const ENTRY_TEMPLATE: &str = "\
fact,code,of,kind,name,from,to,heads,basis,instrument,source,published
life,S0E4D,,legal,,2026-04-01,,,,,an order,2026-03
kind,S0E4D,,care-board,,2026-04-01,,,,,an order,2026-03
name,S0E4D,,,NHS Thames Valley Integrated Care Board,2026-04-01,,,,,an order,2026-03
ons-code,S0E4D,E54000070,,,,,,,,names and codes of the Office for National Statistics,2026-04
life,QU9,,legal,,2022-07-01,2026-03-31,,,,an order,2026-03
succession,QU9,S0E4D,,,2026-04-01,,1692579,\"residents, mid-2017\",,an order,2026-03
member,14Y,S0E4D,system,,2026-04-01,,,,,an order,2026-03
arrangement,L-TVCLUSTER,QU9 QNQ,cluster,Thames Valley cluster,2025,2026-03-31,,,,a board paper,2025-06
";

/// What each fact has a use for, besides the source and the day it was published.
const USES: [(&str, &[&str]); 7] = [
    ("life", &["code", "kind", "from", "to"]),
    ("name", &["code", "name", "from", "to"]),
    ("kind", &["code", "kind", "from", "to"]),
    ("member", &["code", "of", "kind", "from", "to"]),
    ("succession", &["code", "of", "kind", "from", "heads", "basis", "instrument"]),
    ("ons-code", &["code", "of"]),
    ("arrangement", &["code", "of", "kind", "name", "from", "to"]),
];

/// Reads a file of facts; a source without a date counts as published on `today`.
///
/// # Errors
/// Every row that cannot be entered, with its line and column; then nothing of the file is to be entered.
pub fn read_entries(file: &SourceFile, today: FuzzyDate) -> Result<Vec<Entry>, Vec<BadRow>> {
    let (text, faults) = Text::checked(file)
        .map_err(|error| vec![bad_row(file, 1, Fault::of("fact", "", format!("nothing can be read: {error}")))])?;
    let mut rows = Rows::new(&text);
    let mut bad = Vec::new();
    let mut note = |line: u32, Fault { column, value, reason }: Fault| {
        bad.push(BadRow { file: file.name.clone(), line, column, value, reason });
    };
    let Some(first) = rows.next() else {
        note(1, Fault::of("fact", "", "the file is empty: its first row must name the columns"));
        return Err(bad);
    };
    let (header, line) = (Header::of(first), first.line);
    let mut columns = HashMap::new();
    for name in COLUMNS {
        match header.find(&[name]) {
            Some(column) => drop(columns.insert(name, column)),
            None if ["fact", "code", "source"].contains(&name) => {
                note(line, Fault::of(name, "", format!("the file has no column `{name}`")));
            }
            None => {}
        }
    }
    for other in header.other_than(&COLUMNS) {
        note(
            line,
            Fault::of(other, other, format!("`{other}` is not a column of such a file: {}", COLUMNS.join(", "))),
        );
    }
    if !bad.is_empty() {
        return Err(bad);
    }
    for (line, fault) in faults {
        let column = header.as_published().nth(fault.cell()).unwrap_or("fact").to_owned();
        bad.push(bad_row(file, line, Fault::of(column, "", fault.to_string())));
    }
    let mut entries: Vec<Entry> = Vec::new();
    let mut lines: HashMap<Fact, u32> = HashMap::new();
    while let Some(row) = rows.next() {
        match (Cells { row, columns: &columns }).entries(today) {
            Ok(found) => {
                for entry in found {
                    match lines.insert(entry.fact.clone(), row.line) {
                        Some(first) => {
                            let reason = format!("line {first} says the same");
                            bad.push(bad_row(file, row.line, Fault::of("fact", "", reason)));
                        }
                        None => entries.push(entry),
                    }
                }
            }
            Err(fault) => bad.push(bad_row(file, row.line, fault)),
        }
    }
    if entries.is_empty() && bad.is_empty() {
        bad.push(bad_row(file, line, Fault::of("fact", "", "there is no row below the header")));
    }
    if bad.is_empty() { Ok(entries) } else { Err(bad) }
}

pub(crate) fn bad_row(file: &SourceFile, line: u32, Fault { column, value, reason }: Fault) -> BadRow {
    BadRow { file: file.name.clone(), line, column, value, reason }
}

/// One row, by the names of its columns.
#[derive(Clone, Copy)]
pub(crate) struct Cells<'a> {
    pub(crate) row: Row<'a>,
    pub(crate) columns: &'a HashMap<&'static str, Column>,
}

impl<'a> Cells<'a> {
    pub(crate) fn text(&self, name: &str) -> &'a str {
        self.columns.get(name).map_or("", |column| self.row.text(column))
    }

    pub(crate) fn fault(&self, name: &str, reason: impl Into<String>) -> Fault {
        Fault::of(name, self.text(name), reason)
    }

    /// The text of a cell that must be filled.
    pub(crate) fn filled(&self, name: &str, what: &str) -> Result<&'a str, Fault> {
        Some(self.text(name))
            .filter(|text| !text.is_empty())
            .ok_or_else(|| self.fault(name, format!("is empty: {what}")))
    }

    pub(crate) fn read<T: FromStr<Err: ToString>>(&self, name: &str, what: &str) -> Result<T, Fault> {
        let text = self.filled(name, what)?;
        text.parse().map_err(|error: T::Err| self.fault(name, error.to_string()))
    }

    pub(crate) fn maybe<T: FromStr<Err: ToString>>(&self, name: &str) -> Result<Option<T>, Fault> {
        if self.text(name).is_empty() { Ok(None) } else { self.read(name, "").map(Some) }
    }

    fn period(&self) -> Result<Period, Fault> {
        let (from, to) = (self.maybe::<FuzzyDate>("from")?, self.maybe::<FuzzyDate>("to")?);
        if let (Some(first), Some(last)) = (from, to)
            && last.latest() < first.earliest()
        {
            let reason = format!("it cannot end on {} when it begins on {}", last.screen(), first.screen());
            return Err(self.fault("to", reason));
        }
        Period::inclusive(from, to).map_err(|error| self.fault("to", error.to_string()))
    }

    /// The facts of the row, each with its source: two where a succession has its weight.
    fn entries(&self, today: FuzzyDate) -> Result<Vec<Entry>, Fault> {
        let word = self.filled("fact", "life, name, kind, member, succession, ons-code or arrangement")?;
        let Some((_, uses)) = USES.iter().find(|(known, _)| *known == word) else {
            let known: Vec<&str> = USES.iter().map(|(known, _)| *known).collect();
            return Err(self.fault("fact", format!("`{word}` is not a fact that can be entered: {}", known.join(", "))));
        };
        let unused = COLUMNS.iter().find(|name| {
            !uses.contains(name) && !["fact", "source", "published"].contains(name) && !self.text(name).is_empty()
        });
        if let Some(name) = unused {
            return Err(self.fault(name, format!("a {word} has no use for `{name}`; leave it empty")));
        }
        let source = self.filled("source", "who says so: a published document, an order, a letter")?.to_owned();
        let released = Released(self.maybe::<FuzzyDate>("published")?.unwrap_or(today));
        let entries: Vec<Entry> =
            self.facts(word)?.into_iter().map(|fact| Entry { fact, source: source.clone(), released }).collect();
        for entry in &entries {
            register::enter(entry).map_err(|refusal| self.fault("fact", refusal.to_string()))?;
        }
        Ok(entries)
    }

    fn facts(&self, word: &str) -> Result<Vec<Fact>, Fault> {
        let code: OdsCode = self.read("code", "the body's code")?;
        Ok(vec![match word {
            "life" => {
                let life = self.maybe("kind")?.unwrap_or(Life::Legal);
                Fact::Lived { code, life, period: self.period()? }
            }
            "name" => {
                let name = self.filled("name", "what it was called")?.into();
                Fact::Named { code, name, period: self.period()? }
            }
            "kind" => {
                let kind = self.read::<BodyKind>("kind", "what it was, such as care-board")?;
                Fact::Acted { code, kind, period: self.period()? }
            }
            "member" => {
                let tie = self.read::<Tie>("kind", "what the other was to it, such as system")?;
                let parent = BodyRef::Ods(self.read("of", "the code of the one it belonged to")?);
                Fact::Tied { child: code, tie, parent, period: self.period()? }
            }
            "ons-code" => Fact::Identified { code, gss: self.read("of", "the ONS code, such as E54000067")? },
            "arrangement" => return self.arrangement(code).map(|fact| vec![fact]),
            _ => return self.succession(code),
        }])
    }

    fn succession(&self, from: OdsCode) -> Result<Vec<Fact>, Fault> {
        let to: OdsCode = self.read("of", "the code of the new body")?;
        let on: FuzzyDate = self.read("from", "the first day of the new body")?;
        let cause = self.maybe::<Cause>("kind")?;
        let mut facts = vec![Fact::Succeeded { from, to, on, cause, instrument: self.text("instrument").into() }];
        match (self.text("heads"), self.text("basis")) {
            ("", "") => {}
            ("", _) => return Err(self.fault("heads", "is empty, and the basis says what was counted")),
            (_, "") => return Err(self.fault("basis", "is empty: what was counted, and when")),
            (_, basis) => {
                let heads =
                    self.columns.get("heads").map(|column| self.row.heads(column)).transpose()?.unwrap_or_default();
                facts.push(Fact::Passed { from, to, on, heads, basis: basis.into() });
            }
        }
        Ok(facts)
    }

    fn arrangement(&self, code: OdsCode) -> Result<Fact, Fault> {
        if !code.is_local() {
            return Err(self.fault("code", "an arrangement's code begins L-, such as L-BWFED"));
        }
        let kind = self.read::<ArrangementKind>("kind", "which kind, such as federation")?;
        let name = self.filled("name", "the arrangement's name")?.into();
        let members = self.filled("of", "the members' codes, with spaces between them")?;
        let members = members
            .split_whitespace()
            .map(|member| member.parse().map_err(|error: terms::CodeError| self.fault("of", error.to_string())))
            .collect::<Result<_, _>>()?;
        Ok(Fact::Arranged { code, kind, name, members, period: self.period()? })
    }
}
