//! Which format a file has, by its content.

use crate::error::ImportError;
use crate::formats::ons::headings;
use crate::formats::{
    boundaries, eauth, epcn, joint_teams, list_sizes, population, practice_map, succ, system_workbook,
};
use crate::gather::SourceFile;
use crate::table::{Header, Row, Rows};
use crate::text::Text;
use crate::workbook::Workbook;
use reader::ReadError;
use register::Series;
use serde::Deserialize;

/// The series to which a file belongs, known by its content and never by its name.
///
/// # Errors
/// [`ImportError::Unrecognised`] when no format fits, [`ImportError::Ambiguous`] when several do.
pub fn recognise(file: &SourceFile) -> Result<Series, ImportError> {
    let bytes = file.bytes.as_slice();
    let start: &[u8] = bytes.get(..8_192).unwrap_or(bytes);
    let unrecognised = |found: &str, looked_for| ImportError::Unrecognised {
        file: file.name.clone(),
        found: found.to_owned(),
        looked_for,
    };
    if bytes.is_empty() {
        return Err(unrecognised("is empty", "anything at all"));
    }
    if start.starts_with(b"PK\x03\x04") {
        let workbook = Workbook::open(file)?;
        let candidates = [
            (Series::Epcn, epcn::SHEETS.iter().all(|sheet| workbook.has(sheet))),
            (Series::SystemWorkbook, workbook.has(system_workbook::SHEET)),
        ];
        return one_of(file, &fitting(candidates), "the sheets of ePCN or of the workbook of STPs");
    }
    if let Err(ReadError::NotRead { found, advice, .. }) = reader::utf8(&file.name, start) {
        return Err(unrecognised(&format!("is {found} ({advice})"), "a workbook, JSON or delimited text"));
    }
    let text = Text::of(bytes);
    if text.as_str().trim_start().starts_with('{') {
        return json(file, text.as_str());
    }
    with_header(&text)
        .map_or_else(|| without_header(file, &text), |candidates| one_of(file, &candidates, HEADERS_SOUGHT))
}

const HEADERS_SOUGHT: &str = "the headings of one lookup, list or map";

const SHAPES_SOUGHT: &str = "the headerless ODS files eccg, epraccur, etr, eauth (24 or 27 columns, told apart by status, \
                             sub-type, names and codes; without the empty cells at the end of rows, if need be), the two files of ePCN, epcmem (6 columns) and succ (5 columns); and the headings of succ, of the ONS lookups \
                             and populations, of gp-reg-pat-prac-all and -map and of the list of joint teams";

/// The formats whose headings the first row holds; `None` when it is the header of none.
fn with_header(text: &Text<'_>) -> Option<Vec<Series>> {
    let header = Rows::new(text).next().map(Header::of)?;
    let all = |headings: &[&str]| headings.iter().all(|heading| header.has(heading));
    let any = |headings: &[&str]| headings.iter().any(|heading| header.has(heading));
    let (area, authority) = (any(headings::AREA), any(headings::AUTHORITY));
    let (commissioner, system) = (any(headings::COMMISSIONER), any(headings::SYSTEM_GSS));
    let candidates = [
        (Series::Succ, all(&succ::HEADINGS)),
        (Series::OnsSmallAreas, area && commissioner && authority),
        (Series::OnsAuthorities, !area && commissioner && authority),
        (Series::OnsSystems, !area && commissioner && !authority && system),
        (Series::OnsCommissioners, !area && commissioner && !authority && !system),
        (Series::OnsBoards, !commissioner && !area && !authority && any(headings::SYSTEM)),
        (Series::SmallAreaPopulation, all(&population::SMALL_AREA_HEADINGS)),
        (Series::CommissionerPopulation, all(&population::COMMISSIONER_HEADINGS)),
        (Series::ListSizes, all(&list_sizes::HEADINGS)),
        (Series::PracticeMap, all(&practice_map::HEADINGS)),
        (Series::JointTeams, all(&joint_teams::HEADINGS)),
        (Series::Epcn, epcn::is_header(&header)),
    ];
    let candidates = fitting(candidates);
    (!candidates.is_empty()).then_some(candidates)
}

/// How many rows are looked at.
const SAMPLE: usize = 400;

/// Rows of a sample that look like those of each headerless format.
#[derive(Default)]
struct Votes {
    rows: usize,
    eccg: usize,
    epraccur: usize,
    etr: usize,
    eauth: usize,
    epcmem: usize,
    succ: usize,
    epcn: usize,
}

fn without_header(file: &SourceFile, text: &Text<'_>) -> Result<Series, ImportError> {
    let mut votes = Votes::default();
    let mut rows = Rows::new(text);
    let mut width = 0;
    while let Some(row) = rows.next() {
        if votes.rows == SAMPLE {
            break;
        }
        if votes.rows == 0 && row.is_ods_heading() {
            continue;
        }
        width = row.len();
        votes.count(row);
    }
    // Four rows in five: a stray line does not hide a format, and no row fits two of these.
    let most = |votes_for: usize| votes_for * 5 >= votes.rows * 4 && votes_for > 0;
    let candidates = [
        (Series::Eccg, votes.eccg),
        (Series::Epraccur, votes.epraccur),
        (Series::Etr, votes.etr),
        (Series::Eauth, votes.eauth),
        (Series::Epcmem, votes.epcmem),
        (Series::Succ, votes.succ),
        (Series::Epcn, votes.epcn),
    ]
    .map(|(series, votes_for)| (series, most(votes_for)));
    let candidates = fitting(candidates);
    if candidates.is_empty() {
        let found = format!("has rows of {width} cells that are none of theirs");
        return Err(ImportError::Unrecognised { file: file.name.clone(), found, looked_for: SHAPES_SOUGHT });
    }
    one_of(file, &candidates, SHAPES_SOUGHT)
}

/// An ORD response or a collection of boundaries.
fn json(file: &SourceFile, text: &str) -> Result<Series, ImportError> {
    #[derive(Deserialize)]
    struct Outline {
        #[serde(rename = "Organisation")]
        organisation: Option<serde::de::IgnoredAny>,
        features: Option<serde::de::IgnoredAny>,
    }
    let outline = serde_json::from_str::<Outline>(text).ok();
    let ord = outline.as_ref().is_some_and(|outline| outline.organisation.is_some());
    let boundaries = outline.is_some_and(|outline| outline.features.is_some())
        && serde_json::from_str(text).is_ok_and(|collection: boundaries::Collection| collection.is_of_commissioners());
    let candidates = fitting([(Series::Ord, ord), (Series::Boundaries, boundaries)]);
    one_of(file, &candidates, "an ORD response or GeoJSON boundaries of commissioners")
}

fn fitting(candidates: impl IntoIterator<Item = (Series, bool)>) -> Vec<Series> {
    candidates.into_iter().filter(|(_, fits)| *fits).map(|(series, _)| series).collect()
}

fn one_of(file: &SourceFile, candidates: &[Series], looked_for: &'static str) -> Result<Series, ImportError> {
    match candidates {
        [only] => Ok(*only),
        [] => Err(ImportError::Unrecognised {
            file: file.name.clone(),
            found: "has other content".to_owned(),
            looked_for,
        }),
        several => {
            let titles: Vec<&str> = several.iter().map(|series| series.title()).collect();
            Err(ImportError::Ambiguous { file: file.name.clone(), candidates: titles.join(" or ") })
        }
    }
}

impl Votes {
    fn count(&mut self, row: Row<'_>) {
        self.rows += 1;
        self.epcn += usize::from(epcn::is_row(row));
        match row.len() {
            // Excel drops the empty cells at the end of a row; column 22, the indicator of an amended record, never is empty.
            22..=27 => self.count_directory(row),
            6 => {
                let dates = is_day(row.at(3)) && (row.at(4).is_empty() || is_day(row.at(4)));
                self.epcmem += usize::from(is_code(row.at(0)) && is_code(row.at(1)) && row.at(2).len() == 1 && dates);
            }
            // The last cell, the indicator, is often empty and sometimes missing.
            4 | 5 => {
                let reason = row.at(2).len() <= 1;
                self.succ += usize::from(is_code(row.at(0)) && is_code(row.at(1)) && reason && is_day(row.at(3)));
            }
            _ => {}
        }
    }

    /// The directory files have one layout; what is in it tells them apart. A bad date or status is for the reader to
    /// report and must not stop the file being known.
    fn count_directory(&mut self, row: Row<'_>) {
        let (code, name) = (row.at(0), row.at(1).to_ascii_uppercase());
        if !is_code(code) {
            return;
        }
        let has_status = !row.at(12).is_empty();
        if has_status {
            self.epraccur += 1;
            return;
        }
        let sub_type = row.at(13);
        let commissioning = ["CCG", " ICB - ", "COMMISSIONING HUB", "SUB-ICB"].iter().any(|word| name.contains(word));
        // By role or name; the codes that were given out to 2020 only help where neither says.
        let authority = matches!(code.as_bytes(), [_] | [b'Q' | b'Y' | b'W', _, _])
            || (!name.contains("TRUST") && eauth::is_authority(sub_type, &name));
        if commissioning && (sub_type.is_empty() || sub_type.starts_with("RO") || sub_type.len() <= 4) {
            self.eccg += 1;
        } else if authority {
            self.eauth += 1;
        } else if name.contains("TRUST") && sub_type.is_empty() {
            self.etr += 1;
        }
    }
}

fn is_code(text: &str) -> bool {
    (1..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_day(text: &str) -> bool {
    text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit())
}
