//! The postcode directory of its vintages, prepared: with the codes as published and nothing of the register, so that no act
//! makes it old. What the register says of its codes is added to its few thousand areas each time.

use super::prepared::of_bytes;
use super::vintages::{KeptTable, damaged, in_order, shown, text, windows};
use crate::error::ActivityError;
use assign::{AssignError, Day, PlaceCodes, PostcodeRow, Reference, ReferenceBuilder, Span, Table, Vintage};
use csv::{ByteRecord, Reader};
use std::collections::{BTreeSet, HashMap};
use terms::GssCode;

/// The places of every vintage of the postcode directory.
#[derive(Clone, Debug)]
pub struct PreparedPlaces(Reference);

impl PreparedPlaces {
    /// The rule by which places are made of vintages: to be raised when another rule makes others of the same.
    pub const FORM: u32 = 1;

    /// The places of these vintages; other tables among them are passed over.
    ///
    /// # Errors
    /// [`ActivityError::VintagesMissing`] when there is no vintage, [`ActivityError::Damaged`] for one that cannot be read.
    pub fn of(kept: &[KeptTable]) -> Result<Self, ActivityError> {
        let vintages = in_order(kept, Table::Postcodes.into());
        if vintages.is_empty() {
            return Err(ActivityError::VintagesMissing { missing: vec![Table::Postcodes.name()] });
        }
        let mut builder = ReferenceBuilder::new();
        postcodes(&mut builder, &vintages)?;
        builder.vintage(Table::Postcodes, named(&vintages));
        Ok(Self(builder.build()?))
    }

    /// The places as bytes for [`PreparedPlaces::decode`].
    pub fn encode(&self) -> Vec<u8> {
        self.0.encode()
    }

    /// The places of bytes that [`PreparedPlaces::encode`] gave.
    ///
    /// # Errors
    /// [`ActivityError::Damaged`] when they are not those, or of another version of the program.
    pub fn decode(bytes: &[u8]) -> Result<Self, ActivityError> {
        of_bytes("the prepared directory", bytes).map(Self)
    }

    /// Adds the places to a reference, with the codes that `codes` knows.
    pub(super) fn add_to(&self, builder: &mut ReferenceBuilder, codes: &mut Codes<'_>) -> Result<(), AssignError> {
        builder.places_of(&self.0, &mut |said| codes.read(said))
    }

    /// The published files behind the places.
    pub(super) fn vintage(&self) -> Vintage {
        self.0.vintage(Table::Postcodes).cloned().unwrap_or_default()
    }
}

/// The files and hashes of several vintages as those of one.
pub(super) fn named(vintages: &[&KeptTable]) -> Vintage {
    let all = |part: fn(&KeptTable) -> &str| vintages.iter().map(|kept| part(kept)).collect::<Vec<_>>().join(", ");
    Vintage { name: all(|kept| &kept.name), hash: all(|kept| &kept.hash) }
}

/// What a directory says of a place: country, body, board, region and the two codes of its authority.
const SAYS: std::ops::Range<usize> = 1..7;

/// Adds a row of a directory.
fn place(builder: &mut ReferenceBuilder, row: &ByteRecord, from: &str, last: &str) -> Result<(), AssignError> {
    builder.postcode(&PostcodeRow {
        postcode: text(row, 0),
        country: text(row, 1),
        pco: text(row, 2),
        icb: text(row, 3),
        region: text(row, 4),
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
fn postcodes(builder: &mut ReferenceBuilder, vintages: &[&KeptTable]) -> Result<(), ActivityError> {
    if let [only] = vintages {
        let mut reader = Reader::from_reader(only.text.as_slice());
        let mut row = ByteRecord::new();
        while reader.read_byte_record(&mut row).map_err(|error| damaged(only, &error))? {
            place(builder, &row, text(&row, 7), text(&row, 8)).map_err(|error| damaged(only, &error))?;
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
                            emit(builder, &before, start, end).map_err(|error| damaged(stream.kept, &error))?;
                        }
                    }
                }
            }
        }
        if let (Some((row, start, end)), Some(kept)) = (held, vintages.first()) {
            emit(builder, &row, start, end).map_err(|error| damaged(kept, &error))?;
        }
    }
    Ok(())
}

fn emit(builder: &mut ReferenceBuilder, row: &ByteRecord, start: Day, end: Day) -> Result<(), AssignError> {
    place(builder, row, &shown(start, Day::FIRST), &shown(end, Day::END))
}

/// Codes of ONS as those of the Organisation Data Service.
pub(super) struct Codes<'v> {
    view: register::View<'v>,
    authorities: Authorities,
    known: HashMap<String, String>,
    /// Codes for which the register knows no body.
    pub(super) unknown: BTreeSet<String>,
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

impl<'v> Codes<'v> {
    pub(super) fn of(view: register::View<'v>, authorities: Authorities) -> Self {
        Self { view, authorities, known: HashMap::new(), unknown: BTreeSet::new() }
    }

    /// What a directory says, in codes of the Organisation Data Service, and on which days.
    fn read(&mut self, said: PlaceCodes) -> Vec<(Span, PlaceCodes)> {
        let said = PlaceCodes {
            pco: self.plain(said.pco),
            icb: self.plain(said.icb),
            region: self.plain(said.region),
            country: said.country,
            ons_la: said.ons_la,
            ods_la: said.ods_la,
        };
        // What the directory itself says of an authority comes first.
        match self.authorities.0.get(&said.ons_la).filter(|_| said.ods_la.is_empty()) {
            None => vec![(Span::ALWAYS, said)],
            Some(named) => {
                let with = |(span, ods): &(Span, String)| (*span, PlaceCodes { ods_la: ods.clone(), ..said.clone() });
                named.iter().map(with).collect()
            }
        }
    }

    /// The code of a body; one of ONS is looked up, any other stands as it is.
    fn plain(&mut self, code: String) -> String {
        let is_gss = code.len() == 9 && code.bytes().skip(1).all(|byte| byte.is_ascii_digit());
        if !is_gss {
            return code;
        }
        if let Some(known) = self.known.get(&code) {
            return known.clone();
        }
        let board = BOARDS.iter().find(|(gss, _)| *gss == code).map(|(_, ods)| (*ods).to_owned());
        let body = || code.parse::<GssCode>().ok().and_then(|gss| self.view.by_gss(gss));
        let found = board.or_else(|| body().map(|body| body.to_string()));
        if found.is_none() {
            self.unknown.insert(code.clone());
        }
        let found = found.unwrap_or_default();
        self.known.insert(code, found.clone());
        found
    }
}

/// The codes of local authorities in the Organisation Data Service by their GSS codes, each with the days on which it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Authorities(HashMap<String, Vec<(Span, String)>>);

impl Authorities {
    /// Those of the newest vintage, if there is one. A row answers from its day until the next of the same authority; before the
    /// oldest, the oldest.
    pub(super) fn of(kept: &[KeptTable]) -> Result<(Self, Option<Vintage>), ActivityError> {
        let of = assign::VintageOf::LocalAuthorities;
        let Some(newest) = in_order(kept, of).pop() else { return Ok((Self::default(), None)) };
        let mut rows: HashMap<String, Vec<(Day, String)>> = HashMap::new();
        for row in Reader::from_reader(newest.text.as_slice()).byte_records() {
            let row = row.map_err(|error| damaged(newest, &error))?;
            let from = Day::parse(text(&row, 2)).unwrap_or(Day::FIRST);
            rows.entry(text(&row, 0).to_owned()).or_default().push((from, text(&row, 1).to_owned()));
        }
        let spans = rows.into_iter().map(|(gss, mut rows)| {
            rows.sort();
            let ends = rows.iter().skip(1).map(|(from, _)| *from).chain([Day::END]).collect::<Vec<_>>();
            let mut start = Day::FIRST;
            let mut spans = Vec::new();
            for ((_, ods), until) in rows.into_iter().zip(ends) {
                if start < until {
                    spans.push((Span { from: start, until }, ods));
                    start = until;
                }
            }
            (gss, spans)
        });
        Ok((Self(spans.collect()), Some(named(&[newest]))))
    }
}
