//! The lookups of the Office for National Statistics: names and codes of commissioners and boards, and which area lay in
//! which commissioner, system and local authority.
//!
//! The year of a lookup is in its column names (`CCG18CD`), its columns come in any order, and from 2022 commissioners
//! are called `SICBL` and systems `ICB`.

use super::eccg::SUB_ICB_LOCATIONS_BEGAN;
use crate::error::ImportError;
use crate::reading::Taking;
use crate::table::{Column, Fault, Header, Row, Rows};
use crate::text::Text;
use register::{BodyKind, BodyRef, Fact, Released, Series, Tie};
use std::collections::HashSet;
use std::hash::Hash;
use terms::{GssCode, OdsCode, Period};

/// Headings of each kind of column, in comparable form.
pub(crate) mod headings {
    /// A small area's GSS code.
    pub(crate) const AREA: &[&str] = &["lsoacd"];
    /// A commissioner's GSS code.
    pub(crate) const COMMISSIONER_GSS: &[&str] = &["ccgcd", "sicblcd"];
    /// A commissioner's ODS code.
    pub(crate) const COMMISSIONER: &[&str] = &["ccgcdh", "sicblcdh"];
    /// A commissioner's name.
    pub(crate) const COMMISSIONER_NAME: &[&str] = &["ccgnm", "sicblnm"];
    /// A system's GSS code.
    pub(crate) const SYSTEM_GSS: &[&str] = &["stpcd", "icbcd"];
    /// A system's ODS code.
    pub(crate) const SYSTEM: &[&str] = &["stpcdh", "icbcdh"];
    /// A system's name.
    pub(crate) const SYSTEM_NAME: &[&str] = &["stpnm", "icbnm"];
    /// A local authority's GSS code.
    pub(crate) const AUTHORITY: &[&str] = &["ladcd"];
    /// A local authority's name.
    pub(crate) const AUTHORITY_NAME: &[&str] = &["ladnm"];
}

/// Bodies and areas already named by this file, which repeats them on every row.
#[derive(Default)]
struct Told {
    commissioners: HashSet<OdsCode>,
    systems: HashSet<GssCode>,
    authorities: HashSet<GssCode>,
}

/// The columns of a lookup that a file has.
struct Columns {
    commissioner_gss: Column,
    commissioner: Column,
    commissioner_name: Column,
    area: Option<Column>,
    authority: Option<(Column, Column)>,
    system: Option<(Column, Column)>,
    system_ods: Option<Column>,
}

impl Columns {
    fn of(header: &Header, series: Series, file: &str) -> Result<Self, ImportError> {
        let pair = |one, other| header.find(one).zip(header.find(other));
        Ok(Self {
            commissioner_gss: header.need(headings::COMMISSIONER_GSS, file, series)?,
            commissioner: header.need(headings::COMMISSIONER, file, series)?,
            commissioner_name: header.need(headings::COMMISSIONER_NAME, file, series)?,
            area: header.find(headings::AREA),
            authority: pair(headings::AUTHORITY, headings::AUTHORITY_NAME),
            system: pair(headings::SYSTEM_GSS, headings::SYSTEM_NAME),
            system_ods: header.find(headings::SYSTEM),
        })
    }
}

/// Any lookup that has commissioners: names alone, with systems, with local authorities, or by small area.
pub(crate) fn take(series: Series, text: &Text<'_>, taking: &mut Taking<'_>) -> Result<(), ImportError> {
    let mut rows = Rows::new(text);
    let Some(header) = rows.next().map(Header::of) else { return Ok(()) };
    taking.released = vintage(&header);
    let columns = Columns::of(&header, series, taking.file)?;
    let mut told = Told::default();
    while let Some(row) = rows.next() {
        taking.row(row.line, |facts| {
            // Every cell is read before anything is told: what is told once must not be lost with a bad row.
            let codes = Codes::of(row, &columns)?;
            tell(row, &columns, &codes, &mut told, facts);
            Ok(())
        });
    }
    Ok(())
}

/// The codes of one row.
struct Codes {
    commissioner: OdsCode,
    commissioner_gss: GssCode,
    area: Option<GssCode>,
    authority: Option<GssCode>,
    system_gss: Option<GssCode>,
    system: Option<OdsCode>,
}

impl Codes {
    fn of(row: Row<'_>, columns: &Columns) -> Result<Self, Fault> {
        let gss = |column: Option<&Column>| column.map(|column| row.gss(column)).transpose();
        // A lookup by small area repeats the system on every row of a commissioner: the lookup of systems says it once.
        let system = columns.system.as_ref().filter(|_| columns.area.is_none());
        Ok(Self {
            commissioner: row.ods(&columns.commissioner)?,
            commissioner_gss: row.gss(&columns.commissioner_gss)?,
            area: gss(columns.area.as_ref())?,
            authority: gss(columns.authority.as_ref().map(|(code, _)| code))?,
            system_gss: gss(system.map(|(code, _)| code))?,
            system: columns.system_ods.as_ref().map(|column| row.ods(column)).transpose()?,
        })
    }
}

fn tell(row: Row<'_>, columns: &Columns, codes: &Codes, told: &mut Told, facts: &mut Vec<Fact>) {
    let commissioner = codes.commissioner;
    if let (Some(authority), Some((_, name))) = (codes.authority, &columns.authority) {
        facts.push(match codes.area {
            Some(area) => Fact::Lay { area, commissioner, authority },
            None => Fact::Covered { commissioner, authority },
        });
        once(&mut told.authorities, authority, || {
            facts.push(Fact::Titled { area: authority, name: row.text(name).into() });
        });
    }
    once(&mut told.commissioners, commissioner, || {
        facts.push(Fact::Identified { code: commissioner, gss: codes.commissioner_gss });
        let name = row.text(&columns.commissioner_name).into();
        facts.push(Fact::Named { code: commissioner, name, period: Period::ALWAYS });
    });
    let (Some(gss), Some((gss_column, name_column))) = (codes.system_gss, &columns.system) else { return };
    // Until 2019 systems have GSS codes only; which body that is, another file says.
    let parent = codes.system.map_or(BodyRef::Gss(gss), BodyRef::Ods);
    facts.push(Fact::Tied { child: commissioner, tie: Tie::System, parent, period: Period::ALWAYS });
    once(&mut told.systems, gss, || {
        let name: Box<str> = row.text(name_column).into();
        facts.push(Fact::Titled { area: gss, name: name.clone() });
        if let Some(code) = codes.system {
            facts.push(Fact::Identified { code, gss });
            facts.push(Fact::Named { code, name, period: Period::ALWAYS });
            facts.push(if gss_column.name.starts_with("ICB") { care_board(code) } else { partnership(code) });
        }
    });
}

/// Names and codes of integrated care boards.
pub(crate) fn boards(text: &Text<'_>, taking: &mut Taking<'_>) -> Result<(), ImportError> {
    let mut rows = Rows::new(text);
    let Some(header) = rows.next().map(Header::of) else { return Ok(()) };
    taking.released = vintage(&header);
    let need = |headings| header.need(headings, taking.file, Series::OnsBoards);
    let (gss, code, name) = (need(headings::SYSTEM_GSS)?, need(headings::SYSTEM)?, need(headings::SYSTEM_NAME)?);
    while let Some(row) = rows.next() {
        taking.row(row.line, |facts| {
            let (code, gss) = (row.ods(&code)?, row.gss(&gss)?);
            facts.push(Fact::Identified { code, gss });
            facts.push(Fact::Named { code, name: row.text(&name).into(), period: Period::ALWAYS });
            facts.push(care_board(code));
            Ok(())
        });
    }
    Ok(())
}

/// Boards exist by statute from one day on, whatever was observed when. Source: Health and Care Act 2022, section 19.
pub(super) fn care_board(code: OdsCode) -> Fact {
    let period = Period::from_days(Some(SUB_ICB_LOCATIONS_BEGAN), None);
    Fact::Acted { code, kind: BodyKind::CareBoard, period }
}

pub(super) fn partnership(code: OdsCode) -> Fact {
    Fact::Acted { code, kind: BodyKind::TransformationPartnership, period: Period::ALWAYS }
}

/// The year in the column names.
pub(super) fn vintage(header: &Header) -> Option<Released> {
    header.as_published().find_map(year_in)
}

/// The year in a column name such as `CCG18CD` or `STP21 Code`, other than that of the census to which small areas belong.
pub(super) fn year_in(heading: &str) -> Option<Released> {
    let heading = heading.to_ascii_uppercase();
    let digits = heading.find(|character: char| character.is_ascii_digit())?;
    let (letters, rest) = heading.split_at_checked(digits)?;
    let (year, after) = rest.split_at_checked(2)?;
    let year = year.parse::<u8>().ok()?;
    let whole = matches!(after.trim(), "CD" | "CDH" | "NM" | "CODE" | "NAME");
    (whole && !letters.is_empty() && letters != "LSOA").then(|| format!("20{year:02}").parse().ok().map(Released))?
}

/// Does something the first time only.
pub(super) fn once<T: Hash + Eq>(told: &mut HashSet<T>, of: T, tell: impl FnOnce()) {
    if told.insert(of) {
        tell();
    }
}
