//! The published files themselves, read where the environment variable `FOOTPRINT_DATA` names their folder.

use crate::support::notes;
use import::{Reading, gather, read};
use register::{Fact, Series, Status};
use std::collections::HashSet;
use std::path::PathBuf;

/// One published file, or nothing where there is no folder of them.
fn published(path: &str) -> Option<Reading> {
    let Ok(folder) = std::env::var("FOOTPRINT_DATA") else {
        eprintln!("skipped: FOOTPRINT_DATA is not set");
        return None;
    };
    let files = gather(&[PathBuf::from(folder).join(path)]).unwrap();
    assert_eq!(files.len(), 1, "{path}");
    // Files whose name bears no date are given one, as a user must.
    let given =
        import::released_from_name(&files[0].name).is_none().then(|| register::Released("2024-12".parse().unwrap()));
    let reading = read(&files[0], given).unwrap();
    assert_eq!(reading.bad_rows, [], "{path}");
    Some(reading)
}

#[test]
fn every_commissioner_since_2013() {
    let Some(eccg) = published("ods/eccg/eccg.csv") else { return };
    assert_eq!((eccg.series, eccg.rows), (Series::Eccg, 320));
    let open_ended = |fact: &&Fact| matches!(fact, Fact::Lived { period, .. } if period.to().is_none());
    assert_eq!(eccg.facts.iter().filter(open_ended).count(), 159);
    assert_eq!(notes(&eccg), Vec::<String>::new());
}

#[test]
fn successions_with_their_self_loops() {
    let Some(succ) = published("ods/succ/succ_2022-09.csv") else { return };
    assert_eq!((succ.series, succ.rows, succ.facts.len()), (Series::Succ, 25_480, 25_480));
    let loops = succ.facts.iter().filter(|fact| matches!(fact, Fact::Succeeded { from, to, .. } if from == to));
    assert_eq!(loops.count(), 39);
}

#[test]
fn dated_memberships_of_every_practice() {
    let Some(epcmem) = published("ods/epcmem/epcmem_2019-10.csv") else { return };
    assert_eq!((epcmem.series, epcmem.rows, epcmem.facts.len()), (Series::Epcmem, 47_822, 47_822));
    let mut practices = HashSet::new();
    let mut open = 0;
    for fact in &epcmem.facts {
        if let Fact::Tied { child, period, .. } = fact {
            practices.insert(*child);
            open += usize::from(period.to().is_none());
        }
    }
    assert_eq!((practices.len(), open), (16_773, 11_812));
}

#[test]
fn six_snapshots_of_practices_and_the_new_words_of_2026() {
    for (month, rows, active) in [
        ("2018-06", 13_809, 11_445),
        ("2020-01", 14_357, 11_474),
        ("2021-11", 14_963, 11_541),
        ("2023-04", 15_663, 11_995),
        ("2025-04", 16_534, 12_396),
        ("2026-02", 15_389, 12_515),
    ] {
        let Some(snapshot) = published(&format!("ods/epraccur/epraccur_{month}.csv")) else { return };
        assert_eq!(
            (snapshot.series, snapshot.rows, snapshot.released.to_string()),
            (Series::Epraccur, rows, month.to_owned())
        );
        let stood = |fact: &&Fact| matches!(fact, Fact::Stood { status: Status::Active, .. });
        assert_eq!(snapshot.facts.iter().filter(stood).count(), active, "{month}");
        let expected: &[&str] = if month == "2026-02" {
            &[
                "vocabulary-drift Status Code: ACTIVE for A in 12515 rows, DORMANT for D in 194 rows, INACTIVE for C in 2680 rows",
                "vocabulary-drift Prescribing Setting: roles such as RO76 for settings such as 4 in 15383 rows",
            ]
        } else {
            &[]
        };
        assert_eq!(notes(&snapshot), expected, "{month}");
    }
}

#[test]
fn three_snapshots_of_trusts() {
    for (month, rows, drifted) in [("2015-10", 241, true), ("2021-10", 218, false), ("2024-12", 273, false)] {
        let Some(trusts) = published(&format!("ods/etr/etr_{month}.csv")) else { return };
        assert_eq!((trusts.series, trusts.rows), (Series::Etr, rows));
        assert_eq!(notes(&trusts).iter().any(|note| note.starts_with("column-drift")), drifted, "{month}");
    }
}

#[test]
fn stranded_practices_and_their_authorities() {
    let Some(authorities) = published("ods/orphan_eauth.csv") else { return };
    assert_eq!((authorities.series, authorities.rows), (Series::Eauth, 36));
    for name in ["ods/orphan_epraccur_before.csv", "ods/orphan_epraccur_after.csv"] {
        let Some(practices) = published(name) else { return };
        assert_eq!((practices.series, practices.rows), (Series::Epraccur, 45));
    }
}
