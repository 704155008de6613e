//! Transcribed cases of intervention: rows written here, and the real file where there is one.

use crate::support::{file, published_path};
use import::{CaseFindingKind, CasesReading, SourceFile, read_cases, read_ratings};
use intervention::{Calendar, EffectKind, HistoricCase, Regime, Requirement};
use std::collections::BTreeSet;
use terms::Certainty;

const CASES: &str =
    "case,body_code,body,kind,regime,legal_basis,start,start_precision,end,end_precision,end_kind,figures,source\n";
const ASKED: &str = "case,n,clause_type,effect,matter,tier_max,count,unit,words\n";

fn read(cases: &str, asked: &str) -> CasesReading {
    read_cases(&file("cases.csv", &format!("{CASES}{cases}")), &file("asked.csv", &format!("{ASKED}{asked}")))
}

#[test]
fn rows_that_cannot_be_read_are_told_and_the_others_taken() {
    let cases = "A,03Q,Vale,ccg,special-measures,,2016-07-21,day,,,unknown,,a page\n\
                 B,,Nobody,ccg,direction,,2016,year,,,unknown,,a page\n\
                 C,03Q,Vale,ccg,direction,,2017-08,day,,,unknown,,a page\n\
                 D,03Q,Vale,ccg,direction,,2017-08,month,2016,year,lifted,,a page\n\
                 E,03Q,Vale,ccg,direction,,2017-08,month,,,unknown,,\n\
                 A,03Q,Vale,ccg,direction,,2017-08,month,,,unknown,,a page\n";
    let asked = "A,1,governance-review,require,function:governance,,3,month,\n\
                 A,2,good-behaviour,require,function:governance,,,,\n\
                 A,1,governance-review,require,,,,,\n\
                 Z,1,governance-review,require,,,,,\n\
                 A,3,governance-review,require,,,3,,\n";
    let reading = read(cases, asked);
    assert_eq!(reading.cases.len(), 1);
    assert_eq!(reading.cases[0].asked.len(), 1);
    let told: Vec<(u32, &str)> = reading.bad_rows.iter().map(|row| (row.line, row.column.as_str())).collect();
    let expected = [
        (3, "body_code"),
        (4, "start"),
        (5, "end"),
        (6, "source"),
        (7, "case"),
        (3, "clause_type"),
        (6, "unit"),
        (4, "n"),
        (5, "case"),
    ];
    assert_eq!(told, expected, "{:#?}", reading.bad_rows);
}

#[test]
fn what_does_not_fit_is_a_finding() {
    use CaseFindingKind::{NoBasis, NothingAsked, Overlap, SourcesDisagree, UnusualEffect};
    let cases = "A,03Q,Vale,ccg,special-measures,,2016-07-21,day,,,unknown,,a page\n\
                 B,03Q,Vale,ccg,special-measures,,2017-07-21,day,,,unknown,,\"another page (13 October there, keep both)\"\n\
                 C,03Q,Vale,ccg,direction,,2012,year,,,unknown,,a page\n";
    let reading = read(cases, "A,1,involve-in-appointments,consent,function:appointments,2,,,\n");
    let kinds: Vec<CaseFindingKind> = reading.findings.iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds, [Overlap, UnusualEffect, SourcesDisagree, NothingAsked, NoBasis, NothingAsked]);
    assert!(
        reading.findings[0].to_string().starts_with("a: Two cases at once: and b: a page"),
        "{}",
        reading.findings[0]
    );
}

#[test]
fn a_file_without_its_columns_is_read_no_further() {
    let reading = read_cases(&file("cases.csv", "case,body\nA,B\n"), &file("asked.csv", ""));
    assert!(reading.cases.is_empty());
    assert!(reading.bad_rows.iter().any(|row| row.reason == "the file has no column `regime`"));
}

#[test]
fn each_two_cases_of_one_programme_are_told_and_no_others() {
    let row = |id: &str, body: &str, regime: &str, end: &str| {
        let ended = if end.is_empty() { ",,unknown" } else { &format!("{end},day,lifted") };
        format!("{id},{body},Vale,ccg,{regime},,2016-08-01,day,{ended},,a page\n")
    };
    let cases = [
        row("A", "03Q", "special-measures", ""),
        row("B", "03E", "special-measures", ""),
        row("C", "03Q", "special-measures", "2017-01-01"),
        row("D", "03Q", "direction", ""),
        row("E", "03Q", "direction", ""),
        row("F", "03Q", "special-measures", ""),
    ];
    let reading = read(&cases.concat(), "");
    let overlaps = reading.findings.iter().filter(|finding| finding.kind == CaseFindingKind::Overlap);
    let told: Vec<String> = overlaps.map(|finding| format!("{} {}", finding.case, &finding.detail[..5])).collect();
    assert_eq!(told, ["a and c", "a and f", "c and f"]);
}

#[test]
fn no_more_rows_are_read_than_somebody_transcribes() {
    let rows: String =
        (0..2_001).map(|n| format!("A{n},03Q,Vale,ccg,direction,,2017-08,month,,,unknown,,a page\n")).collect();
    let reading = read(&rows, "");
    assert_eq!(reading.cases.len(), 2_000);
    let told: Vec<(u32, &str)> = reading.bad_rows.iter().map(|row| (row.line, row.reason.as_str())).collect();
    assert_eq!(told, [(2_002, "no more than 2000 rows are read of one file: divide it")]);
}

#[test]
fn a_financial_year_is_written_with_both_its_years() {
    let rating = |year: &str| {
        let text =
            format!("body_code,body,year,headline,published,source\n03Q,Vale,{year},inadequate,2016-07-21,a page\n");
        let reading = read_ratings(&file("ratings.csv", &text));
        reading.published.first().map(|held| held.year_from.to_string())
    };
    assert_eq!(rating("2015/16").as_deref(), Some("2015-04-01"));
    assert_eq!(rating("1999/00").as_deref(), Some("1999-04-01"));
    for year in ["2015/99", "2015/15", "2015/1", "2015/", "2015/2016", "15/16", "-999/-98", "2015"] {
        assert_eq!(rating(year), None, "{year}");
    }
}

fn published(name: &str) -> Option<SourceFile> {
    let path = published_path(&format!("intervention/{name}"))?;
    if !path.is_file() {
        eprintln!("SKIPPED: there is no {}", path.display());
        return None;
    }
    Some(SourceFile { name: name.to_owned(), bytes: std::fs::read(path).unwrap() })
}

fn real() -> Option<CasesReading> {
    Some(read_cases(&published("real_cases.csv")?, &published("real_requirements.csv")?))
}

#[test]
fn the_real_cases_are_read_whole() {
    let Some(reading) = real() else { return };
    assert!(reading.bad_rows.is_empty(), "{:#?}", reading.bad_rows);
    assert_eq!((reading.cases.len(), reading.cases.iter().map(|case| case.asked.len()).sum::<usize>()), (53, 86));
    let kinds: BTreeSet<CaseFindingKind> = reading.findings.iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds, BTreeSet::from([CaseFindingKind::SourcesDisagree, CaseFindingKind::NothingAsked]));
    let sussex: Vec<&str> = reading
        .findings
        .iter()
        .filter(|finding| finding.kind == CaseFindingKind::SourcesDisagree)
        .map(|finding| finding.case.as_str())
        .collect();
    assert_eq!(sussex, ["d15-09l"], "the Sussex lifting is dated twice");
}

#[test]
fn the_nine_of_july_2016_each_with_its_own_actions() {
    let Some(reading) = real() else { return };
    let nine: Vec<&HistoricCase> = reading.cases.iter().filter(|case| case.id.as_str().starts_with("sm16-")).collect();
    let told: Vec<String> = nine
        .iter()
        .map(|case| {
            let asked: Vec<String> =
                case.asked.iter().map(|asked| format!("{}:{}", asked.requirement, asked.effect)).collect();
            format!("{} {}", case.body, asked.join(" "))
        })
        .collect();
    let expected = [
        "09L organisational-review:require single-leadership:require",
        "12A single-leadership:require",
        "11T single-leadership:require",
        "05A joint-leadership-discussion:none",
        "05Y joint-leadership-discussion:none",
        "07X improvement-plan:require single-leadership:require",
        "99C governance-review:require financial-recovery-plan:require",
        "03Q appoint-accountable-officer:require involve-in-appointments:consult capability-capacity-review:require \
         financial-recovery-plan:require",
        "07V improvement-plan:require governance-review:require single-leadership:require",
    ];
    assert_eq!(told, expected);
    // Under discussion is no duty, and involving is no consent.
    let effects = |case: &HistoricCase| case.asked.iter().map(|asked| asked.effect).collect::<Vec<_>>();
    assert!(nine.iter().all(|case| !effects(case).contains(&EffectKind::Consent)));
    let involved =
        nine.iter().flat_map(|case| &case.asked).find(|asked| asked.requirement == Requirement::InvolveInAppointments);
    assert_eq!(involved.unwrap().tier_max, Some(intervention::Tier::NextTier));
}

#[test]
fn the_clocks_of_august_2017_run_out_as_told() {
    let Some(reading) = real() else { return };
    let calendar = Calendar::england();
    let due = |case: &str, number: u16| {
        let case = reading.cases.iter().find(|held| held.id.as_str() == case).unwrap();
        let asked = case.asked.iter().find(|asked| asked.number == number).unwrap();
        let start = case.period().unwrap().from().unwrap().latest();
        asked.clock.unwrap().due(start, &calendar).unwrap().to_string()
    };
    assert_eq!(due("d17-04j", 1), "2017-09-18");
    assert_eq!(due("d17-04j", 2), "2017-10-06");
    assert_eq!(due("d17-03k", 3), "2017-11-18");
    assert_eq!(due("fsm16-r1h", 1), "2016-08-21");
}

#[test]
fn bodies_have_their_timelines_and_ratings_imply_nothing() {
    let Some(reading) = real() else { return };
    let under = |body: &str, regime, day: &str| {
        intervention::was_under(&reading.cases, body.parse().unwrap(), regime, day.parse().unwrap())
    };
    assert_eq!(under("10E", Regime::SpecialMeasures, "2018-08-06"), Certainty::Uncertain);
    assert_eq!(under("10E", Regime::SpecialMeasures, "2018-08-07"), Certainty::Yes);
    assert_eq!(under("04J", Regime::SpecialMeasures, "2017-09-01"), Certainty::No);
    let Some(ratings) = published("ccg_ratings_2015-16_inadequate.csv") else { return };
    let ratings = read_ratings(&ratings);
    assert!(ratings.bad_rows.is_empty(), "{:#?}", ratings.bad_rows);
    assert_eq!(ratings.published.len(), 26);
    let free = ratings.published.iter().filter(|held| {
        intervention::was_under(&reading.cases, held.body, Regime::SpecialMeasures, held.on) == Certainty::No
    });
    assert_eq!(free.count(), 26 - 8, "of the nine only Croydon was not rated inadequate");
}
