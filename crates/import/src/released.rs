//! The release date in a file's name.

use register::Released;
use std::ops::RangeInclusive;
use terms::{FinancialYear, FuzzyDate};

/// Years in which a file this program reads can have been released.
const YEARS: RangeInclusive<u32> = 1974..=2099;

/// The release date that a file's name states: `2018-06`, `2026-02-27`, `20260430`, `2019`, or a financial year such as
/// `2015-16`.
///
/// Nothing is guessed: a name with two different dates gives none, and so does one that could be a month or a financial
/// year (`2011-12`).
pub fn released_from_name(name: &str) -> Option<Released> {
    let mut found: Option<FuzzyDate> = None;
    let mut rest = name;
    while let Some(start) = rest.find(|character: char| character.is_ascii_digit()) {
        let from = rest.get(start..)?;
        let length = from.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(from.len());
        let (run, after) = from.split_at_checked(length)?;
        rest = after;
        match date_in(run.trim_end_matches('-')) {
            Found::Date(date) if found.is_none_or(|earlier| earlier == date) => found = Some(date),
            Found::Nothing => {}
            Found::Date(_) | Found::Unclear => return None,
        }
    }
    found.map(Released)
}

enum Found {
    Date(FuzzyDate),
    Nothing,
    Unclear,
}

/// What a run of digits and hyphens says.
fn date_in(run: &str) -> Found {
    let year = run.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
    if !year.and_then(|year| year.parse().ok()).is_some_and(|year: u32| YEARS.contains(&year)) {
        return Found::Nothing;
    }
    let dated = |text: &str| text.parse().map_or(Found::Nothing, Found::Date);
    match (run.len(), run.matches('-').count()) {
        (8, 0) => terms::parse_compact_date(run).map_or(Found::Nothing, |day| Found::Date(day.into())),
        (4, 0) | (10, 2) => dated(run),
        (7, 1) => match (run.parse::<FuzzyDate>(), run.parse::<FinancialYear>()) {
            (Ok(_), Ok(_)) => Found::Unclear,
            (Ok(month), Err(_)) => Found::Date(month),
            (Err(_), Ok(year)) => {
                FuzzyDate::between(year.first_day(), year.last_day()).map_or(Found::Nothing, Found::Date)
            }
            (Err(_), Err(_)) => Found::Nothing,
        },
        _ => Found::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: Option<&str>) {
        assert_eq!(released_from_name(name).map(|released| released.to_string()).as_deref(), expected, "{name}");
    }

    #[test]
    fn a_date_keeps_the_precision_of_the_name() {
        check("epraccur_2018-06.csv", Some("2018-06"));
        check("epraccur-2026-02-27.csv", Some("2026-02-27"));
        check("ePCN 20260430.xlsx", Some("2026-04-30"));
        check("joint_teams_2018.csv", Some("2018"));
        check("lsoa_mid2017_SAPE20DT1.csv", Some("2017"));
        check("ccg_stp_2017-04_v3.csv", Some("2017-04"));
        check("ccg_2015-16_212.geojson", Some("2015-04-01..2016-03-31"));
        check("epraccur_2026-02.zip/epraccur.csv", Some("2026-02"));
    }

    #[test]
    fn nothing_is_guessed() {
        check("eccg.csv", None);
        check("ccg21_lad_lookup.csv", None);
        // December 2011, or the year 2011/12?
        check("epcmem_2011-12.csv", None);
        // Which of the two?
        check("succ_2019-01_to_2022-09.csv", None);
        check("extract_20261345.csv", None);
        check("rows_2310.csv", None);
    }
}
