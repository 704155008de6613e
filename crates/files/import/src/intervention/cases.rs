//! Cases and what they asked: `real_cases.csv` and `real_requirements.csv` as they are transcribed.

use super::findings::{CaseFinding, findings};
use super::rows::take;
use crate::entering::{Cells, bad_row};
use crate::gather::SourceFile;
use crate::reading::BadRow;
use crate::table::Fault;
use intervention::{Clock, HistoricCase, HistoricDate, HistoricEnd, HistoricRequirement, HistoryId, Roll};
use std::collections::{BTreeMap, BTreeSet};

/// The columns of a file of cases.
const CASE_COLUMNS: &[&str] = &[
    "case",
    "body_code",
    "body",
    "kind",
    "regime",
    "legal_basis",
    "start",
    "start_precision",
    "end",
    "end_precision",
    "end_kind",
    "figures",
    "source",
];

/// The columns of a file of what cases asked.
const REQUIREMENT_COLUMNS: &[&str] =
    &["case", "n", "clause_type", "effect", "matter", "tier_max", "count", "unit", "words"];

/// What two files say of cases.
#[derive(Clone, Debug)]
pub struct CasesReading {
    /// The cases that could be read, in the order of the file, each with what it asked in order of number.
    pub cases: Vec<HistoricCase>,
    /// The rows of either file that could not be read; nothing of them is in `cases`.
    pub bad_rows: Vec<BadRow>,
    /// Where sources contradict each other, or the law, or the library: told with both and never settled.
    pub findings: Vec<CaseFinding>,
}

/// Reads a file of cases and one of what they asked.
///
/// All rows that can be read are taken: whoever wants all or none looks at [`CasesReading::bad_rows`] first.
pub fn read_cases(cases: &SourceFile, requirements: &SourceFile) -> CasesReading {
    let taken = take(cases, CASE_COLUMNS, case);
    let mut bad_rows = taken.bad_rows;
    let mut held: BTreeMap<HistoryId, HistoricCase> = BTreeMap::new();
    let mut order = Vec::new();
    for (line, case) in taken.rows {
        if held.contains_key(&case.id) {
            let reason = "the case stands on an earlier line";
            bad_rows.push(bad_row(cases, line, Fault::of("case", case.id.to_string(), reason)));
        } else {
            order.push(case.id.clone());
            held.insert(case.id.clone(), case);
        }
    }
    let taken = take(requirements, REQUIREMENT_COLUMNS, requirement);
    bad_rows.extend(taken.bad_rows);
    let mut seen = BTreeSet::new();
    for (line, (id, asked)) in taken.rows {
        match held.get_mut(&id) {
            Some(case) if seen.insert((id.clone(), asked.number)) => case.asked.push(asked),
            Some(_) => {
                let fault = Fault::of("n", asked.number.to_string(), format!("`{id}` has this number already"));
                bad_rows.push(bad_row(requirements, line, fault));
            }
            None => {
                let fault = Fault::of("case", id.to_string(), format!("there is no case `{id}` that could be read"));
                bad_rows.push(bad_row(requirements, line, fault));
            }
        }
    }
    let mut cases: Vec<HistoricCase> = order.iter().filter_map(|id| held.remove(id)).collect();
    for case in &mut cases {
        case.asked.sort_by_key(|asked| asked.number);
    }
    let findings = findings(&cases);
    CasesReading { cases, bad_rows, findings }
}

fn identity(cells: &Cells<'_>) -> Result<HistoryId, Fault> {
    // Files spell a case as they like; the record writes identities small.
    let text = cells.filled("case", "the case’s identity")?.to_lowercase();
    text.parse().map_err(|error: terms::IdError| cells.fault("case", error.to_string()))
}

fn case(cells: Cells<'_>) -> Result<HistoricCase, Fault> {
    let start = date(&cells, "start", "start_precision")?;
    let case = HistoricCase {
        id: identity(&cells)?,
        body: cells.read("body_code", "the body’s code")?,
        class: cells.read("kind", "what the body is")?,
        regime: cells.read("regime", "the regime")?,
        basis: cells.text("legal_basis").to_owned(),
        start: start.ok_or_else(|| cells.fault("start", "is empty: a case has a first day, however roughly known"))?,
        end: HistoricEnd::new(
            cells.read("end_kind", "what is known of its end")?,
            date(&cells, "end", "end_precision")?,
        ),
        figures: cells.text("figures").to_owned(),
        source: cells.filled("source", "nothing is recorded without a source")?.to_owned(),
        asked: Vec::new(),
    };
    match case.period() {
        Some(_) => Ok(case),
        None => Err(cells.fault("end", "it cannot end before it begins")),
    }
}

fn date(cells: &Cells<'_>, date: &str, precision: &str) -> Result<Option<HistoricDate>, Fault> {
    let Some(day) = cells.maybe(date)? else { return Ok(None) };
    let precision = cells.read(precision, "day, month, year or by")?;
    HistoricDate::new(day, precision).map(Some).map_err(|error| cells.fault(date, error.to_string()))
}

fn requirement(cells: Cells<'_>) -> Result<(HistoryId, HistoricRequirement), Fault> {
    let clock = match (cells.maybe("count")?, cells.maybe("unit")?) {
        (Some(count), Some(unit)) => Some(Clock { count, unit, roll: Roll::AsIs }),
        (None, None) => None,
        (Some(_), None) => return Err(cells.fault("unit", "is empty: a count has a unit")),
        (None, Some(_)) => return Err(cells.fault("count", "is empty: a unit has a count")),
    };
    let asked = HistoricRequirement {
        number: cells.read("n", "its number in the case")?,
        requirement: cells.read("clause_type", "what it is, from the library")?,
        effect: cells.read("effect", "what it does")?,
        reach: cells.maybe("matter")?,
        tier_max: cells.maybe("tier_max")?,
        clock,
        words: cells.text("words").to_owned(),
    };
    Ok((identity(&cells)?, asked))
}
