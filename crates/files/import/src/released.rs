//! The release date in a file's name.

use register::Released;
use std::ops::RangeInclusive;
use terms::{FinancialYear, FuzzyDate};

/// Years in which a file this program reads can have been released.
const YEARS: RangeInclusive<u32> = 1974..=2099;

/// The release date that a file's name states: `2018-06`, `2026-02-27`, `20260430`, `2019`, a month as a word beside its year
/// (`April 2026`, `MAY_2026`, `2026-Apr`), or a financial year such as `2015-16`.
///
/// Nothing is guessed: a name with two different dates gives none, and so does one that could be a month or a financial
/// year (`2011-12`).
pub fn released_from_name(name: &str) -> Option<Released> {
    let (name, month) = without_named_month(name)?;
    let mut found: Option<FuzzyDate> = month;
    let mut rest = name.as_str();
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

/// The name without a month written as a word and its year, and that month; nothing where there are two such months.
fn without_named_month(name: &str) -> Option<(String, Option<FuzzyDate>)> {
    let kind = |character: char| (character.is_ascii_digit(), character.is_alphabetic());
    let mut runs: Vec<&str> = Vec::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let length = rest.find(|character| kind(character) != kind(first)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(length);
        runs.push(run);
        rest = after;
    }
    let is_mark = |run: &&str| run.chars().all(|character| kind(character) == (false, false));
    let words: Vec<usize> = (0..runs.len()).filter(|place| runs.get(*place).is_some_and(|run| !is_mark(run))).collect();
    let run = |word: Option<&usize>| word.and_then(|place| runs.get(*place)).copied().unwrap_or_default();
    let (mut found, mut gone) = (None, Vec::new());
    for (place, word) in words.iter().enumerate() {
        let Some(month) = terms::month_of(run(Some(word))) else { continue };
        let beside = [words.get(place + 1), place.checked_sub(1).and_then(|before| words.get(before))];
        let year = beside.into_iter().flatten().find(|year| {
            let year = run(Some(year));
            year.len() == 4 && year.parse().is_ok_and(|year: u32| YEARS.contains(&year))
        });
        let Some(year) = year else { continue };
        let date = format!("{}-{month:02}", run(Some(year))).parse::<FuzzyDate>().ok()?;
        if found.is_some_and(|earlier| earlier != date) {
            return None;
        }
        found = Some(date);
        gone.push(*year);
    }
    let kept = runs.iter().enumerate().filter(|(place, _)| !gone.contains(place)).map(|(_, run)| *run);
    Some((kept.collect::<Vec<_>>().concat(), found))
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
        check("Sub_ICB_Locations_to_Integrated_Care_Boards_(April_2026)_Lookup_in_EN.csv", Some("2026-04"));
        check("ONSPD_MAY_2026_UK.csv", Some("2026-05"));
        check("gp-reg-pat-prac-map-2024-sept.csv", Some("2024-09"));
        check("Lookup (December2025) v2.csv", Some("2025-12"));
        check("boards April 2026, as of 2026-04.csv", Some("2026-04"));
    }

    #[test]
    fn a_word_that_is_no_month_beside_a_year_says_nothing() {
        // `may`, and a year elsewhere.
        check("what_you_may_find_2026.csv", Some("2026"));
        check("april_lookup.csv", None);
        check("Lookup_(April_2025)_and_(April_2026).csv", None);
        check("Lookup_(April_2025)_2026.csv", None);
        check("marches_2024.csv", Some("2024"));
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
