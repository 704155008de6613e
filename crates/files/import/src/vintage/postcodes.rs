//! The postcode directory in its published layouts.
//!
//! Source: positions and headings are those of the user guides of the NHS Postcode Directory (`gridall`, headings not always in
//! the file), the ONS Postcode Directory and the National Statistics Postcode Lookup. Since 2024 ONS headings carry the year of
//! their codes, as in `lad25cd`.

use super::VintageReading;
use crate::error::ImportError;
use crate::gather::SourceFile;
use crate::reading::BadRow;
use crate::text::LIMITS;
use assign::Table;
use csv::StringRecord;
use reader::{Fault, Record, Records};
use std::collections::HashMap;

/// Where the columns are.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    layout: &'static str,
    has_header: bool,
    postcode: usize,
    introduced: usize,
    terminated: usize,
    country: usize,
    body: Option<usize>,
    /// Scottish health boards stand in a column of their own in the publications of ONS.
    board: Option<usize>,
    icb: Option<usize>,
    region: Option<usize>,
    authority: Option<usize>,
    ods_authority: Option<usize>,
    areas: [Option<usize>; 2],
}

impl Columns {
    /// The columns of a file whose first row is a header.
    pub(super) fn of_headings(headings: &[String]) -> Option<Self> {
        let find = |stems: &[&str]| stems.iter().find_map(|stem| headings.iter().position(|has| is_headed(has, stem)));
        let exact = |names: &[&str]| names.iter().find_map(|name| headings.iter().position(|has| has == name));
        let ods_authority = exact(&["odslaua"]);
        let layout = if ods_authority.is_some() {
            "NHS Postcode Directory (gridall)"
        } else if find(&["oslaua", "hlth", "pco"]).is_some() {
            "ONS Postcode Directory"
        } else {
            "National Statistics Postcode Lookup"
        };
        Some(Self {
            layout,
            has_header: true,
            postcode: exact(&["pcds", "pcd8", "pcd2", "pcd7", "pcd"])?,
            introduced: exact(&["dointr"])?,
            terminated: exact(&["doterm"])?,
            country: find(&["ctry"])?,
            body: find(&["sicbl", "sicb", "ccg"]),
            board: find(&["oshlthau", "hlthau", "hlth"]).filter(|_| ods_authority.is_none()),
            icb: find(&["icb", "stp"]),
            region: find(&["nhser"]),
            authority: find(&["oslaua", "laua", "lad"]),
            ods_authority,
            areas: [exact(&["lsoa11", "lsoa11cd"]), exact(&["lsoa21", "lsoa21cd"])],
        })
    }

    /// The columns of `gridall` without a header, when these are its rows. The first 41 columns have kept their places; the
    /// board stands in column 43 and the small area of 2021 in column 45 of issues that have them.
    pub(super) fn of_rows(file: &SourceFile) -> Option<Self> {
        let mut records = Records::open(&file.name, file.bytes.as_slice(), &LIMITS).ok()?;
        let mut width = 0;
        for _ in 0..20 {
            let Some(Record { cells: row, .. }) = records.next().ok()? else { break };
            let cell = |place: usize| row.get(place).unwrap_or_default().trim().as_bytes();
            let is_month = |text: &[u8]| text.len() == 6 && text.iter().all(u8::is_ascii_digit);
            if !(41..=60).contains(&row.len())
                || key(cell(0)) != key(cell(1))
                || !(5..=7).contains(&key(cell(0)).len())
                || !is_month(cell(2))
                || !(cell(3).is_empty() || is_month(cell(3)))
                || !is_gss(cell(12))
            {
                return None;
            }
            width = row.len();
        }
        let has = |place: usize| Some(place).filter(|place| *place < width);
        (width > 0).then_some(Self {
            layout: "NHS Postcode Directory (gridall)",
            has_header: false,
            postcode: 1,
            introduced: 2,
            terminated: 3,
            country: 12,
            body: Some(17),
            board: None,
            icb: has(42),
            region: Some(16),
            authority: Some(8),
            ods_authority: Some(7),
            areas: [Some(39), has(44)],
        })
    }
}

/// Whether a heading is a stem, alone or with the year of its codes: `ctry`, `ctry25cd`, `stp20`.
fn is_headed(heading: &str, stem: &str) -> bool {
    let Some(rest) = heading.strip_prefix(stem) else { return false };
    let rest = rest.strip_suffix("cd").unwrap_or(rest);
    rest.is_empty() || (rest.len() == 2 && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_gss(text: &[u8]) -> bool {
    matches!(text, [letter, digits @ ..] if letter.is_ascii_uppercase() && digits.len() == 8 && digits.iter().all(u8::is_ascii_digit))
}

/// A postcode's letters and digits.
pub(super) fn key(postcode: &[u8]) -> Vec<u8> {
    postcode.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_uppercase).collect()
}

/// Reads a directory: every postcode, and every small area with the codes most of its live postcodes have.
pub(super) fn read(file: &SourceFile, columns: &Columns, reading: &mut VintageReading) -> Result<(), ImportError> {
    reading.table = Table::Postcodes.into();
    reading.layout = columns.layout;
    let mut records = Records::open(&file.name, file.bytes.as_slice(), &LIMITS)?;
    if columns.has_header {
        records.next()?;
    }
    let mut lines = Lines::default();
    let mut areas: HashMap<Vec<u8>, HashMap<Vec<u8>, u32>> = HashMap::new();
    let mut line = Vec::new();
    while let Some(Record { line: number, cells: row, fault }) = records.next()? {
        if row.iter().all(str::is_empty) {
            continue;
        }
        let swallowed = fault.filter(|fault| matches!(fault, Fault::Swallowed { .. })).map(|fault| fault.to_string());
        reading.rows += 1;
        let read = match swallowed {
            Some(reason) => Err(("a cell", reason)),
            None => cells(row, columns, &mut line).map_err(|(place, reason)| (place, reason.to_owned())),
        };
        match read {
            Ok((start, end)) => {
                if row.get(columns.terminated).unwrap_or_default().trim().is_empty() {
                    for area in columns.areas.iter().flatten().filter_map(|place| row.get(*place)) {
                        let area = area.trim().as_bytes();
                        if is_gss(area) && matches!(area, [b'E' | b'W', b'0', b'1', ..]) {
                            let codes = line.get(start..end).unwrap_or_default();
                            let known = areas.entry(area.to_vec()).or_default();
                            match known.get_mut(codes) {
                                Some(n) => *n += 1,
                                None => {
                                    known.insert(codes.to_vec(), 1);
                                }
                            }
                        }
                    }
                }
                lines.push(&line);
            }
            Err((place, reason)) => reading.bad_rows.push(BadRow {
                file: file.name.clone(),
                line: u32::try_from(number).unwrap_or(u32::MAX),
                column: place.to_owned(),
                value: String::new(),
                reason,
            }),
        }
    }
    if reading.rows == 0 {
        return Err(ImportError::NoRows { file: file.name.clone() });
    }
    for (area, codes) in areas {
        // The codes most postcodes have; of as many, the first in order.
        let most = codes.into_iter().max_by(|(a, n), (b, m)| n.cmp(m).then_with(|| b.cmp(a)));
        if let Some((codes, _)) = most {
            line.clear();
            line.extend_from_slice(&area);
            line.extend_from_slice(&codes);
            line.extend_from_slice(b",,\n");
            lines.push(&line);
        }
    }
    reading.n_kept = lines.starts.len();
    reading.text = lines.sorted(&Table::Postcodes.columns().join(","));
    Ok(())
}

/// Writes a row in our columns; gives where its codes begin and end.
fn cells(
    row: &StringRecord,
    columns: &Columns,
    line: &mut Vec<u8>,
) -> Result<(usize, usize), (&'static str, &'static str)> {
    let cell = |place: Option<usize>| place.and_then(|place| row.get(place)).unwrap_or_default().trim().as_bytes();
    line.clear();
    let postcode = cell(Some(columns.postcode));
    if !postcode.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b' ')
        || !(5..=7).contains(&postcode.iter().filter(|byte| byte.is_ascii_alphanumeric()).count())
    {
        return Err(("postcode", "it is not a postcode"));
    }
    line.extend(postcode.iter().filter(|byte| **byte != b' ').map(u8::to_ascii_uppercase));
    let start = line.len();
    let country = cell(Some(columns.country));
    if !is_gss(country) {
        return Err(("country", "it is not the code of a country, such as E92000001"));
    }
    let (body, board) = (cell(columns.body), cell(columns.board));
    let body = if country.starts_with(b"S") && board.starts_with(b"S08") { board } else { body };
    let codes =
        [country, body, cell(columns.icb), cell(columns.region), cell(columns.authority), cell(columns.ods_authority)];
    for code in codes {
        if !code.iter().all(u8::is_ascii_alphanumeric) {
            return Err(("a code", "it has other characters than letters and digits"));
        }
        line.push(b',');
        // Nine at the end of a code say that there is none.
        if !code.ends_with(b"99999999") {
            line.extend_from_slice(code);
        }
    }
    let end = line.len();
    line.push(b',');
    month(cell(Some(columns.introduced)), "01", line).ok_or(("dointr", "it is not a month, such as 199806"))?;
    line.push(b',');
    let terminated = cell(Some(columns.terminated));
    month(terminated, last_day(terminated), line).ok_or(("doterm", "it is not a month, such as 199806"))?;
    if !terminated.is_empty() && terminated < cell(Some(columns.introduced)) {
        return Err(("doterm", "it is before the month of introduction"));
    }
    line.push(b'\n');
    Ok((start, end))
}

fn month(text: &[u8], day: &str, line: &mut Vec<u8>) -> Option<()> {
    if text.is_empty() {
        return Some(());
    }
    let (year, month) = text.split_at_checked(4)?;
    if !text.iter().all(u8::is_ascii_digit) || !(b"01"..=b"12").contains(&month.try_into().ok().as_ref()?) {
        return None;
    }
    line.extend_from_slice(year);
    line.push(b'-');
    line.extend_from_slice(month);
    line.push(b'-');
    line.extend_from_slice(day.as_bytes());
    Some(())
}

/// The last day of a month `YYYYMM`: a postcode terminated in a month is good until its end.
fn last_day(text: &[u8]) -> &'static str {
    let year = text.get(..4).and_then(|year| std::str::from_utf8(year).ok()).and_then(|year| year.parse::<u32>().ok());
    let leap = year.is_some_and(|year| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    match text.get(4..) {
        Some(b"02") if leap => "29",
        Some(b"02") => "28",
        Some(b"04" | b"06" | b"09" | b"11") => "30",
        _ => "31",
    }
}

/// Lines of text, to be put in order.
#[derive(Default)]
struct Lines {
    text: Vec<u8>,
    starts: Vec<usize>,
}

impl Lines {
    fn push(&mut self, line: &[u8]) {
        self.starts.push(self.text.len());
        self.text.extend_from_slice(line);
    }

    fn sorted(self, header: &str) -> Vec<u8> {
        let line = |start: usize| {
            let rest = self.text.get(start..).unwrap_or_default();
            let end = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1);
            rest.get(..end).unwrap_or_default()
        };
        let place = |start: usize| {
            let line = line(start);
            line.get(..line.iter().position(|byte| *byte == b',').unwrap_or(line.len())).unwrap_or_default()
        };
        let mut starts = self.starts.clone();
        starts.sort_by(|a, b| place(*a).cmp(place(*b)));
        let mut sorted = Vec::with_capacity(self.text.len() + header.len() + 1);
        sorted.extend_from_slice(header.as_bytes());
        sorted.push(b'\n');
        for start in starts {
            sorted.extend_from_slice(line(start));
        }
        sorted
    }
}
