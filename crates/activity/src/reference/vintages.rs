//! The register and the vintages of reference tables kept beside it, as one reference.
//!
//! Which vintage answers: for a table whose rows are dated, the one in force on the record's date, that is the newest dated not
//! after it; before the oldest, the oldest. Tables without dates (lists printed in the guidance) are read from the newest. What
//! is printed in the guidance is built in, and a vintage of it comes before what is built in.

use super::add_register;
use super::printed;
use crate::error::ActivityError;
use assign::{AssignError, Day, Edition, PostcodeRow, Reference, ReferenceBuilder, Table, Vintage};
use csv::{ByteRecord, Reader};
use register::View;
use std::collections::HashMap;
use terms::{Date, GssCode};

/// A vintage of a table, with its text: the columns of [`Table::columns`] in order, postcodes in the order of their letters.
#[derive(Clone, Debug)]
pub struct KeptTable {
    /// Which table.
    pub table: Table,
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
pub fn from_register_and_vintages(view: View<'_>, mut kept: Vec<KeptTable>) -> Result<LoadedReference, ActivityError> {
    let missing: Vec<&'static str> =
        NEEDED.into_iter().filter(|table| kept.iter().all(|kept| kept.table != *table)).map(Table::name).collect();
    if !missing.is_empty() {
        return Err(ActivityError::VintagesMissing { missing });
    }
    kept.sort_by(|a, b| (a.dated, &a.hash).cmp(&(b.dated, &b.hash)));
    let mut builder = ReferenceBuilder::new();
    add_register(&mut builder, view)?;
    let source = Vintage { name: format!("register, entry {}", view.known().0), hash: String::new() };
    for table in [Table::Practices, Table::Commissioners, Table::Succession] {
        builder.vintage(table, source.clone());
    }
    let mut absent = Vec::new();
    let mut codes = Codes { view, known: HashMap::new(), unknown: Vec::new() };
    for table in Table::ALL {
        if matches!(table, Table::Practices | Table::Commissioners | Table::Succession) {
            continue;
        }
        let mut vintages: Vec<&KeptTable> = kept.iter().filter(|kept| kept.table == table).collect();
        if UNDATED.contains(&table) {
            vintages = vintages.pop().into_iter().collect();
        }
        match (vintages.as_slice(), table) {
            ([], Table::Editions) => editions(&mut builder)?,
            ([], table) => match printed::text(table) {
                Some(text) => {
                    super::folder::add_table(
                        &mut builder,
                        table,
                        &format!("{table}, as printed in the guidance"),
                        text,
                    )?;
                }
                None if table == Table::Providers => builder.vintage(table, source.clone()),
                None => absent.push(table),
            },
            (several, Table::Postcodes) => postcodes(&mut builder, several, &mut codes)?,
            (several, table) => dated(&mut builder, table, several)?,
        }
        if !vintages.is_empty() {
            let all =
                |part: fn(&KeptTable) -> &str| vintages.iter().map(|kept| part(kept)).collect::<Vec<_>>().join(", ");
            builder.vintage(table, Vintage { name: all(|kept| &kept.name), hash: all(|kept| &kept.hash) });
        }
    }
    codes.unknown.sort_unstable();
    Ok(LoadedReference { reference: builder.build()?, absent, unknown_codes: codes.unknown })
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
fn windows(vintages: &[&KeptTable]) -> Vec<(Day, Day)> {
    let starts = vintages.iter().enumerate().map(|(n, kept)| if n == 0 { Day::FIRST } else { Day::from(kept.dated) });
    let starts: Vec<Day> = starts.collect();
    let ends = starts.iter().skip(1).map(|next| next.previous()).chain([Day::END]);
    starts.iter().copied().zip(ends).collect()
}

fn damaged(kept: &KeptTable, error: &dyn std::fmt::Display) -> ActivityError {
    ActivityError::Damaged { file: format!("the vintage of {}", kept.name), line: 0, reason: error.to_string() }
}

fn text(row: &ByteRecord, place: usize) -> &str {
    std::str::from_utf8(row.get(place).unwrap_or_default()).unwrap_or_default().trim()
}

fn shown(day: Day, open: Day) -> String {
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

/// Codes of ONS as those of the Organisation Data Service.
struct Codes<'v> {
    view: View<'v>,
    known: HashMap<String, String>,
    unknown: Vec<String>,
}

/// Bodies outside England by their codes of ONS: boards of Wales and Scotland.
///
/// Source: ONS Code History Database, and the codes of national devolved bodies in the Organisation Data Service.
const BOARDS: [(&str, &str); 23] = [
    ("W11000023", "7A1"),
    ("W11000024", "7A7"),
    ("W11000025", "7A2"),
    ("W11000026", "7A3"),
    ("W11000027", "7A5"),
    ("W11000028", "7A6"),
    ("W11000029", "7A4"),
    ("W11000030", "7A5"),
    ("W11000031", "7A3"),
    ("S08000015", "SA9"),
    ("S08000016", "SB9"),
    ("S08000017", "SY9"),
    ("S08000019", "SV9"),
    ("S08000020", "SN9"),
    ("S08000022", "SH9"),
    ("S08000024", "SS9"),
    ("S08000025", "SR9"),
    ("S08000026", "SZ9"),
    ("S08000028", "SW9"),
    ("S08000029", "SF9"),
    ("S08000030", "ST9"),
    ("S08000031", "SG9"),
    ("S08000032", "SL9"),
];

impl Codes<'_> {
    /// The code of a body; one of ONS is looked up, any other stands as it is.
    fn plain<'t>(&'t mut self, code: &'t str) -> &'t str {
        let is_gss = code.len() == 9 && code.bytes().skip(1).all(|byte| byte.is_ascii_digit());
        if !is_gss {
            return code;
        }
        if !self.known.contains_key(code) {
            let board = BOARDS.iter().find(|(gss, _)| *gss == code).map(|(_, ods)| (*ods).to_owned());
            let body = || code.parse::<GssCode>().ok().and_then(|gss| self.view.by_gss(gss));
            let found = board.or_else(|| body().map(|body| body.to_string()));
            if found.is_none() {
                self.unknown.push(code.to_owned());
            }
            self.known.insert(code.to_owned(), found.unwrap_or_default());
        }
        self.known.get(code).map_or("", String::as_str)
    }
}

/// What a directory says of a place: country, body, board, region and the two codes of its authority.
const SAYS: std::ops::Range<usize> = 1..7;

/// Adds a row of a directory.
fn place(
    builder: &mut ReferenceBuilder,
    codes: &mut Codes<'_>,
    row: &ByteRecord,
    from: &str,
    last: &str,
) -> Result<(), AssignError> {
    let plain = |codes: &mut Codes<'_>, at| codes.plain(text(row, at)).to_owned();
    let (pco, icb, region) = (plain(codes, 2), plain(codes, 3), plain(codes, 4));
    builder.postcode(&PostcodeRow {
        postcode: text(row, 0),
        country: text(row, 1),
        pco: &pco,
        icb: &icb,
        region: &region,
        ons_la: text(row, 5),
        ods_la: text(row, 6),
        valid_from: from,
        valid_to: last,
    })
}

/// A vintage of the directory, read along with the others.
struct Stream<'k> {
    kept: &'k KeptTable,
    reader: Reader<&'k [u8]>,
    next: Option<(Vec<u8>, ByteRecord)>,
}

impl Stream<'_> {
    fn advance(&mut self) -> Result<(), ActivityError> {
        let mut row = ByteRecord::new();
        let read = self.reader.read_byte_record(&mut row).map_err(|error| damaged(self.kept, &error))?;
        self.next = read.then(|| {
            let key = row.get(0).unwrap_or_default().iter().filter(|byte| byte.is_ascii_alphanumeric());
            (key.map(u8::to_ascii_uppercase).collect(), row)
        });
        Ok(())
    }
}

/// Adds the postcodes of every vintage. A postcode of which the next vintage says the same keeps one row.
fn postcodes(
    builder: &mut ReferenceBuilder,
    vintages: &[&KeptTable],
    codes: &mut Codes<'_>,
) -> Result<(), ActivityError> {
    if let [only] = vintages {
        let mut reader = Reader::from_reader(only.text.as_slice());
        let mut row = ByteRecord::new();
        while reader.read_byte_record(&mut row).map_err(|error| damaged(only, &error))? {
            place(builder, codes, &row, text(&row, 7), text(&row, 8)).map_err(|error| damaged(only, &error))?;
        }
        return Ok(());
    }
    let windows = windows(vintages);
    let mut streams = Vec::new();
    for kept in vintages {
        let mut stream = Stream { kept, reader: Reader::from_reader(kept.text.as_slice()), next: None };
        stream.advance()?;
        streams.push(stream);
    }
    while let Some(key) = streams.iter().filter_map(|stream| stream.next.as_ref().map(|(key, _)| key)).min().cloned() {
        let mut held: Option<(ByteRecord, Day, Day)> = None;
        for (stream, (first, until)) in streams.iter_mut().zip(&windows) {
            while stream.next.as_ref().is_some_and(|(next, _)| *next == key) {
                let Some((_, row)) = stream.next.take() else { break };
                stream.advance()?;
                let from = Day::parse(text(&row, 7)).unwrap_or(Day::FIRST).max(*first);
                let last = Day::parse(text(&row, 8)).unwrap_or(Day::END).min(*until);
                if from > *until {
                    continue;
                }
                let same = |other: &ByteRecord| SAYS.into_iter().all(|at| other.get(at) == row.get(at));
                match &mut held {
                    // Terminated before, or said again: one row.
                    Some((before, _, end)) if same(before) && (last < from || from <= end.next()) => {
                        *end = (*end).max(last);
                    }
                    _ => {
                        if let Some((before, start, end)) = held.replace((row, from, last.max(from))) {
                            emit(builder, codes, &before, start, end).map_err(|error| damaged(stream.kept, &error))?;
                        }
                    }
                }
            }
        }
        if let (Some((row, start, end)), Some(kept)) = (held, vintages.first()) {
            emit(builder, codes, &row, start, end).map_err(|error| damaged(kept, &error))?;
        }
    }
    Ok(())
}

fn emit(
    builder: &mut ReferenceBuilder,
    codes: &mut Codes<'_>,
    row: &ByteRecord,
    start: Day,
    end: Day,
) -> Result<(), AssignError> {
    place(builder, codes, row, &shown(start, Day::FIRST), &shown(end, Day::END))
}
