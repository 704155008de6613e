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

fn count(reading: &Reading, wanted: impl Fn(&Fact) -> bool) -> usize {
    reading.facts.iter().filter(|fact| wanted(fact)).count()
}

#[test]
fn small_areas_of_three_years() {
    for (month, commissioners) in [("2018-04", 195), ("2020-04", 135), ("2021-04", 106)] {
        let Some(lookup) = published(&format!("geo/lsoa_ccg_lad_{month}.csv")) else { return };
        assert_eq!((lookup.series, lookup.rows), (Series::OnsSmallAreas, 32_844));
        assert_eq!(count(&lookup, |fact| matches!(fact, Fact::Lay { .. })), 32_844);
        assert_eq!(count(&lookup, |fact| matches!(fact, Fact::Identified { .. })), commissioners, "{month}");
    }
    let Some(authorities) = published("geo/ccg21_lad_lookup.csv") else { return };
    assert_eq!((authorities.series, authorities.rows), (Series::OnsAuthorities, 343));
}

#[test]
fn names_and_systems_of_every_year() {
    for (name, series, rows) in [
        ("geo/ccg_names_2017-04.csv", Series::OnsCommissioners, 207),
        ("geo/ccg_names_2019-04.csv", Series::OnsCommissioners, 191),
        ("geo/ccg_names_2020-04.csv", Series::OnsCommissioners, 135),
        ("geo/ccg_stp_2017-04_v3.csv", Series::OnsSystems, 207),
        ("geo/ccg_stp_2018-04_v2.csv", Series::OnsSystems, 195),
        ("geo/ccg_stp_2019-04.csv", Series::OnsSystems, 191),
        ("geo/ccg_stp_2020-04.csv", Series::OnsSystems, 135),
        ("ods/icb_names_codes_2024-12.csv", Series::OnsBoards, 42),
    ] {
        let Some(lookup) = published(name) else { return };
        assert_eq!((lookup.series, lookup.rows), (series, rows), "{name}");
        assert_eq!(notes(&lookup), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn people_by_list_and_by_residence() {
    let Some(lists) = published("population/gp-reg-pat-prac-all_2021-01.csv") else { return };
    assert_eq!((lists.series, lists.rows), (Series::ListSizes, 6_658));
    let listed = |fact: &Fact| if let Fact::Listed { heads, .. } = fact { heads.0 } else { 0 };
    assert_eq!(lists.facts.iter().map(listed).sum::<u64>(), 60_606_345);
    let Some(areas) = published("population/lsoa_mid2017_SAPE20DT1.csv") else { return };
    assert_eq!((areas.series, areas.rows, areas.facts.len()), (Series::SmallAreaPopulation, 35_101, 35_101));
    let Some(commissioners) = published("population/ccg21_population_by_age.csv") else { return };
    assert_eq!((commissioners.series, commissioners.rows), (Series::CommissionerPopulation, 106));
}

#[test]
fn two_maps_of_practices() {
    for (month, rows, unallocated) in [("2020-09", 6_708, 131), ("2022-01", 6_527, 68)] {
        let Some(map) = published(&format!("population/gp-reg-pat-prac-map_{month}.csv")) else { return };
        assert_eq!((map.series, map.rows), (Series::PracticeMap, rows));
        let expected =
            format!("unmatched U: {unallocated} practices are in no network; the file gives them the code U");
        assert_eq!(notes(&map), [expected]);
    }
}

#[test]
fn teams_of_2018() {
    let Some(teams) = published("ods/ccg_joint_management_teams_2018.csv") else { return };
    assert_eq!((teams.series, teams.rows, teams.facts.len()), (Series::JointTeams, 20, 14));
}

#[test]
fn two_editions_of_networks() {
    for (month, networks, links) in [("2020-04", 1_250, 6_757), ("2022-12", 1_329, 7_455)] {
        let Some(epcn) = published(&format!("ods/epcn/ePCN_{month}.xlsx")) else { return };
        assert_eq!((epcn.series, epcn.rows), (Series::Epcn, networks + links), "{month}");
        let drifted = notes(&epcn).iter().filter(|note| note.starts_with("column-drift")).count();
        assert_eq!(drifted, if month == "2020-04" { 0 } else { 2 });
    }
}

#[test]
fn four_ord_responses() {
    for (name, ties, successions, left_out) in
        [("97T", 1, 2, 0), ("RJY", 0, 0, 0), ("RVVKC", 1, 1, 0), ("RWR", 1, 2, 6)]
    {
        let Some(ord) = published(&format!("ods/ord/{name}.json")) else { return };
        assert_eq!((ord.series, ord.rows), (Series::Ord, 1));
        assert_eq!(count(&ord, |fact| matches!(fact, Fact::Tied { .. })), ties, "{name}");
        assert_eq!(count(&ord, |fact| matches!(fact, Fact::Succeeded { .. })), successions, "{name}");
        assert_eq!(notes(&ord).len(), left_out, "{name}: {:?}", notes(&ord));
    }
}

#[test]
fn partnerships_of_2019() {
    let Some(stps) = published("ods/stps_2019-04.xlsx") else { return };
    assert_eq!(stps.series, Series::SystemWorkbook);
    // 332 rows of partners, 19 of closed partnerships and 3 mergers.
    assert_eq!(stps.rows, 332 + 19 + 3);
    assert_eq!(
        count(&stps, |fact| matches!(fact, Fact::Acted { kind: register::BodyKind::TransformationPartnership, .. })),
        42 + 3
    );
    assert_eq!(count(&stps, |fact| matches!(fact, Fact::Succeeded { .. })), 3);
    assert_eq!(count(&stps, |fact| matches!(fact, Fact::Tied { tie: register::Tie::System, .. })), 191);
}

#[test]
fn three_vintages_of_boundaries_and_one_missing_shape() {
    for (name, areas, shapes) in
        [("ccg_2015-16_212", 212, 211), ("ccg_2020-04_135", 135, 135), ("ccg_2021-04_106", 106, 106)]
    {
        let Some(boundaries) = published(&format!("boundaries/{name}.geojson")) else { return };
        assert_eq!((boundaries.series, boundaries.rows), (Series::Boundaries, areas), "{name}");
        assert_eq!(count(&boundaries, |fact| matches!(fact, Fact::Bounded { .. })), shapes, "{name}");
        let missing = notes(&boundaries);
        assert_eq!(missing.len(), areas - shapes, "{missing:?}");
    }
}

#[test]
fn a_whole_folder_is_read_and_what_is_not_ours_is_said_to_be_so() {
    let Ok(folder) = std::env::var("FOOTPRINT_DATA") else {
        eprintln!("skipped: FOOTPRINT_DATA is not set");
        return;
    };
    let mut other = Vec::new();
    for file in gather(&[PathBuf::from(folder)]).unwrap() {
        if let Err(error) = import::recognise(&file) {
            assert!(error.is_unrecognised(), "{error}");
            other.push(file.name);
        }
    }
    let register_files =
        ["eccg", "epraccur", "etr", "ePCN", "lsoa", "ccg_names", "ccg_stp", "gp-reg", "succ_", "epcmem", "stps"];
    let missed: Vec<&String> =
        other.iter().filter(|name| register_files.iter().any(|ours| name.starts_with(ours))).collect();
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn waiting_times_are_read_from_inside_their_zip() {
    let Ok(folder) = std::env::var("FOOTPRINT_DATA") else {
        eprintln!("skipped: FOOTPRINT_DATA is not set");
        return;
    };
    let path = PathBuf::from(folder).join("activity/rtt_2026-04.csv.zip");
    let table = import::tabular::TabularFile::open(&path).unwrap();
    assert_eq!(table.columns().len(), 121);
    let mut rows = 0;
    table
        .for_each_row(|row| {
            assert_eq!(row.len(), 121);
            rows += 1;
            Ok::<(), import::ImportError>(())
        })
        .unwrap();
    assert_eq!(rows, 180_781);
}
