//! The register and the vintages of reference tables kept beside it, as one reference.
//!
//! Which vintage answers: for a table whose rows are dated, the one in force on the record's date, that is the newest dated not
//! after it; before the oldest, the oldest. Tables without dates (lists printed in the guidance) are read from the newest. What
//! is printed in the guidance is built in, and a vintage of it comes before what is built in.

use super::places::{Authorities, Codes, PreparedPlaces, named};
use super::{add_register, national, printed};
use crate::error::ActivityError;
use assign::{Day, Edition, NationalReasons, Reference, ReferenceBuilder, Table, Vintage, VintageOf};
use csv::{ByteRecord, Reader};
use register::View;
use terms::Date;

/// A vintage of a table, with its text: the columns of [`VintageOf::columns`] in order, postcodes in the order of their letters.
#[derive(Clone, Debug)]
pub struct KeptTable {
    /// Which table.
    pub table: VintageOf,
    /// The file it came from.
    pub name: String,
    /// The SHA-256 of that file.
    pub hash: String,
    /// The day from which it is in force.
    pub dated: Date,
    /// The table.
    pub text: Vec<u8>,
}

/// A reference and what should be known about it.
#[derive(Debug)]
pub struct LoadedReference {
    /// The tables.
    pub reference: Reference,
    /// Tables of which there is no vintage, and which are therefore empty: what they would answer is answered with no.
    pub absent: Vec<Table>,
    /// GSS codes of the postcode directory for which the register knows no body: such a place has no commissioner.
    pub unknown_codes: Vec<String>,
    /// The reason keys of the national data service, and the file behind them; none where none is kept.
    pub national: (NationalReasons, Option<Vintage>),
}

/// Tables without which hardly a record could be decided.
const NEEDED: [Table; 2] = [Table::Postcodes, Table::ServiceCodes];

/// Tables whose rows have no dates.
const UNDATED: [Table; 5] =
    [Table::BorderAreas, Table::DentalTfc, Table::InfertilityCodes, Table::PseudoPostcodes, Table::Editions];

/// Practices, commissioners, successions and trusts from the register; everything else from vintages.
///
/// # Errors
/// [`ActivityError::VintagesMissing`] when a table that is needed has none, and what a vintage's text may bring.
pub fn from_register_and_vintages(view: View<'_>, kept: &[KeptTable]) -> Result<LoadedReference, ActivityError> {
    all_needed(|table| kept.iter().any(|kept| kept.table == table.into()))?;
    from_register_and_places(view, &PreparedPlaces::of(kept)?, kept)
}

/// The same, with the directory prepared from its vintages, which need not be among those kept.
///
/// # Errors
/// As [`from_register_and_vintages`].
pub fn from_register_and_places(
    view: View<'_>,
    places: &PreparedPlaces,
    kept: &[KeptTable],
) -> Result<LoadedReference, ActivityError> {
    all_needed(|table| table == Table::Postcodes || kept.iter().any(|kept| kept.table == table.into()))?;
    let mut builder = ReferenceBuilder::new();
    add_register(&mut builder, view)?;
    // Entries that do not change the register change nothing here.
    let source = Vintage { name: format!("register, entry {}", view.changed().0), hash: String::new() };
    for table in [Table::Practices, Table::Commissioners, Table::Succession] {
        builder.vintage(table, source.clone());
    }
    let (authorities, of_authorities) = Authorities::of(kept)?;
    let mut codes = Codes::of(view, authorities);
    let mut absent = Vec::new();
    for table in Table::ALL {
        let mut vintages = in_order(kept, table.into());
        if UNDATED.contains(&table) {
            vintages = vintages.pop().into_iter().collect();
        }
        match (vintages.as_slice(), table) {
            (_, Table::Practices | Table::Commissioners | Table::Succession) => {}
            (_, Table::Postcodes) => {
                places.add_to(&mut builder, &mut codes)?;
                builder.vintage(table, together(places.vintage(), of_authorities.as_ref()));
            }
            ([], Table::Editions) => editions(&mut builder)?,
            ([], table) => match printed::text(table) {
                Some(text) => {
                    let name = format!("{table}, as printed in the guidance");
                    super::folder::add_table(&mut builder, table, &name, text)?;
                }
                None if table == Table::Providers => builder.vintage(table, source.clone()),
                None => absent.push(table),
            },
            (several, table) => {
                dated(&mut builder, table, several)?;
                builder.vintage(table, named(several));
            }
        }
    }
    let unknown_codes = std::mem::take(&mut codes.unknown).into_iter().collect();
    Ok(LoadedReference { reference: builder.build()?, absent, unknown_codes, national: reasons(kept)? })
}

/// # Errors
/// [`ActivityError::VintagesMissing`] names the tables that are needed and not there.
fn all_needed(is_there: impl Fn(Table) -> bool) -> Result<(), ActivityError> {
    let missing: Vec<&'static str> = NEEDED.into_iter().filter(|table| !is_there(*table)).map(Table::name).collect();
    if missing.is_empty() { Ok(()) } else { Err(ActivityError::VintagesMissing { missing }) }
}

/// The vintages of a table, the oldest first.
pub(super) fn in_order(kept: &[KeptTable], table: VintageOf) -> Vec<&KeptTable> {
    let mut vintages: Vec<&KeptTable> = kept.iter().filter(|kept| kept.table == table).collect();
    vintages.sort_by(|a, b| (a.dated, &a.hash).cmp(&(b.dated, &b.hash)));
    vintages
}

/// A file, and another by which its codes were read.
fn together(file: Vintage, other: Option<&Vintage>) -> Vintage {
    match other {
        None => file,
        Some(other) => {
            Vintage { name: format!("{}, {}", file.name, other.name), hash: format!("{}, {}", file.hash, other.hash) }
        }
    }
}

/// The reason keys of the newest vintage of them.
fn reasons(kept: &[KeptTable]) -> Result<(NationalReasons, Option<Vintage>), ActivityError> {
    let Some(newest) = in_order(kept, VintageOf::NationalReasons).pop() else {
        return Ok((NationalReasons::default(), None));
    };
    Ok((national::of_text(&newest.name, &newest.text)?, Some(named(&[newest]))))
}

/// Every edition for the days it is for.
fn editions(builder: &mut ReferenceBuilder) -> Result<(), ActivityError> {
    for edition in Edition::built_in()? {
        let day = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
        let (first, last) = (day(edition.span.first()), day(edition.span.last()));
        builder.add(Table::Editions, &|column| match column {
            "edition" => &edition.id,
            "valid_from" => &first,
            "valid_to" => &last,
            _ => "",
        })?;
    }
    builder.vintage(Table::Editions, Vintage { name: "editions built in".to_owned(), hash: String::new() });
    Ok(())
}

/// The days on which each vintage answers: from its own day, the oldest from ever, each until the next.
pub(super) fn windows(vintages: &[&KeptTable]) -> Vec<(Day, Day)> {
    let starts = vintages.iter().enumerate().map(|(n, kept)| if n == 0 { Day::FIRST } else { Day::from(kept.dated) });
    let starts: Vec<Day> = starts.collect();
    let ends = starts.iter().skip(1).map(|next| next.previous()).chain([Day::END]);
    starts.iter().copied().zip(ends).collect()
}

pub(super) fn damaged(kept: &KeptTable, error: &dyn std::fmt::Display) -> ActivityError {
    ActivityError::Damaged { file: format!("the vintage of {}", kept.name), line: 0, reason: error.to_string() }
}

pub(super) fn text(row: &ByteRecord, place: usize) -> &str {
    std::str::from_utf8(row.get(place).unwrap_or_default()).unwrap_or_default().trim()
}

pub(super) fn shown(day: Day, open: Day) -> String {
    if day == open { String::new() } else { day.to_string() }
}

/// Rows of each vintage, as far as they reach into the days on which it answers.
fn dated(builder: &mut ReferenceBuilder, table: Table, vintages: &[&KeptTable]) -> Result<(), ActivityError> {
    let place = |column: &str| table.columns().iter().position(|known| *known == column);
    let (from_at, last_at) = (place("valid_from"), place("valid_to"));
    for (kept, (first, last)) in vintages.iter().zip(windows(vintages)) {
        let mut reader = Reader::from_reader(kept.text.as_slice());
        for row in reader.byte_records() {
            let row = row.map_err(|error| damaged(kept, &error))?;
            let day = |at: Option<usize>, open: Day| at.and_then(|at| Day::parse(text(&row, at))).unwrap_or(open);
            let (from, mut until) = (day(from_at, Day::FIRST).max(first), day(last_at, Day::END).min(last));
            if from > until {
                // What ended before still says where a provider was; anything else is over.
                if table != Table::Providers || from > last {
                    continue;
                }
                until = from;
            }
            let (from, until) = (shown(from, Day::FIRST), shown(until, Day::END));
            let cell = |column: &'static str| match column {
                "valid_from" => from.as_str(),
                "valid_to" => until.as_str(),
                column => place(column).map_or("", |place| text(&row, place)),
            };
            builder.add(table, &cell).map_err(|error| damaged(kept, &error))?;
        }
    }
    Ok(())
}
