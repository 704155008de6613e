//! A register in memory, filled from real files, without a journal.

use register::{Act, State, apply, decide};
use std::path::{Path, PathBuf};
use terms::Sequence;

/// The folder of real files, or `None` with a loud word.
pub(crate) fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("FOOTPRINT_DATA").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: FOOTPRINT_DATA is not set, so nothing was checked against the real files");
    }
    folder
}

/// Takes acts one after another, as the journal would hand them over.
pub(crate) fn take(state: &mut State, act: &Act) {
    let outcome = decide(state, act).unwrap();
    let file = outcome.fact_file;
    let sequence = Sequence(state.sequence().0 + 1);
    apply(state, sequence, &outcome.events, |_| file.clone()).unwrap();
}

/// What the reader makes of a real file.
pub(crate) fn reading(folder: &Path, path: &str) -> Act {
    let path = folder.join(path);
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let file = import::SourceFile { name, bytes: std::fs::read(&path).unwrap() };
    let released = match path.to_string_lossy() {
        // The file is a snapshot of December 2024 and its name does not say so.
        text if text.ends_with("eccg.csv") => Some("2024-12".parse().map(register::Released).unwrap()),
        _ => None,
    };
    let reading = import::read(&file, released).unwrap();
    assert!(reading.bad_rows.is_empty(), "{}: {}", path.display(), reading.bad_rows[0]);
    Act::TakeImport {
        series: reading.series,
        released: reading.released,
        source_name: reading.source_name,
        source_hash: reading.source_hash,
        rows: reading.rows as u64,
        facts: reading.facts,
    }
}

/// The files of the first proof, as paths below the folder.
pub(crate) const FILES: &[&str] = &[
    "ods/eccg/eccg.csv",
    "ods/succ/succ_2022-09.csv",
    "ods/epcmem/epcmem_2019-10.csv",
    "ods/epraccur/epraccur_2018-06.csv",
    "ods/epraccur/epraccur_2020-01.csv",
    "ods/epraccur/epraccur_2021-11.csv",
    "ods/epraccur/epraccur_2023-04.csv",
    "ods/epraccur/epraccur_2025-04.csv",
    "ods/epraccur/epraccur_2026-02.csv",
    "ods/etr/etr_2015-10.csv",
    "ods/etr/etr_2021-10.csv",
    "ods/etr/etr_2024-12.csv",
    "ods/epcn/ePCN_2020-04.xlsx",
    "ods/epcn/ePCN_2022-12.xlsx",
    "geo/ccg_names_2017-04.csv",
    "geo/ccg_names_2019-04.csv",
    "geo/ccg_names_2020-04.csv",
    "geo/ccg_stp_2017-04_v3.csv",
    "geo/ccg_stp_2018-04_v2.csv",
    "geo/ccg_stp_2019-04.csv",
    "geo/ccg_stp_2020-04.csv",
    "geo/ccg21_lad_lookup.csv",
    "geo/lsoa_ccg_lad_2018-04.csv",
    "geo/lsoa_ccg_lad_2020-04.csv",
    "geo/lsoa_ccg_lad_2021-04.csv",
    "ods/stps_2019-04.xlsx",
    "ods/icb_names_codes_2024-12.csv",
    "population/gp-reg-pat-prac-all_2021-01.csv",
    "population/gp-reg-pat-prac-map_2020-09.csv",
    "population/gp-reg-pat-prac-map_2022-01.csv",
    "population/lsoa_mid2017_SAPE20DT1.csv",
    "population/ccg21_population_by_age.csv",
    "boundaries/ccg_2015-16_212.geojson",
];

/// The register with the files in an order.
pub(crate) fn register(acts: &[Act]) -> State {
    let mut state = State::new();
    for act in acts {
        take(&mut state, act);
    }
    state
}
