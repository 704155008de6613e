//! The artificial hospital episodes through the program, by the register of the published files: the table of the documentation is
//! what comes out.

use crate::world::World;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What the page calls each file, where it is, and which column is which item.
const EPISODES: [(&str, &str, &str); 3] = [
    ("admitted, 2001/02", "apc/artificial_hes_apc_0102_truncated.csv", include_str!("../episodes/admitted.csv")),
    ("outpatient, 2003/04", "op/artificial_hes_op_0304_truncated.csv", include_str!("../episodes/outpatient.csv")),
    ("emergency, 2007/08", "ae/artificial_hes_ae_0708_truncated.csv", include_str!("../episodes/emergency.csv")),
];

/// The small areas of a published lookup as places.
fn small_areas(lookup: &Path) -> String {
    let mut reader = csv::Reader::from_path(lookup).unwrap();
    let headings = reader.headers().unwrap().clone();
    let place = |name: &str| headings.iter().position(|heading| heading == name).unwrap();
    let [area, body, authority] = ["LSOA11CD", "CCG21CDH", "LAD21CD"].map(place);
    let mut text = "postcode,country,pco,icb,region,ons_la,ods_la,valid_from,valid_to\n".to_owned();
    for row in reader.records().map(Result::unwrap) {
        text.push_str(&format!("{},E92000001,{},,,{},,,\n", &row[area], &row[body], &row[authority]));
    }
    text
}

/// Thousands apart, as the page writes them.
fn shown(n: u64) -> String {
    if n < 1_000 { n.to_string() } else { format!("{},{:03}", n / 1_000, n % 1_000) }
}

/// How many rows came to each end, the most first, and how many bear each flag.
fn outcomes(world: &World) -> (Vec<(u64, String)>, BTreeMap<String, u64>) {
    let mut reader = csv::Reader::from_path(world.path("out.csv")).unwrap();
    let headings = reader.byte_headers().unwrap().clone();
    let place = |name: &str| headings.iter().position(|heading| heading == name.as_bytes()).unwrap();
    let places = ["terminal", "commissioner", "reason", "flags"].map(place);
    let (mut ends, mut flags) = (BTreeMap::<String, u64>::new(), BTreeMap::new());
    for row in reader.byte_records().map(Result::unwrap) {
        let [terminal, code, reason, flagged] = places.map(|place| std::str::from_utf8(&row[place]).unwrap());
        assert!(!reason.is_empty(), "a row without a reason");
        let without = if code.is_empty() && terminal != "NO_EDITION" { " without a code" } else { "" };
        *ends.entry(format!("`{terminal}`{without}")).or_default() += 1;
        for flag in flagged.split(';').filter(|flag| !flag.is_empty()) {
            *flags.entry(flag.trim().to_owned()).or_default() += 1;
        }
    }
    let mut ends: Vec<(u64, String)> = ends.into_iter().map(|(end, n)| (n, end)).collect();
    ends.sort_by(|a, b| b.cmp(a));
    (ends, flags)
}

#[test]
fn the_table_of_the_artificial_episodes_is_what_comes_out() {
    let Some(data) = std::env::var_os("FOOTPRINT_DATA").map(PathBuf::from) else {
        eprintln!("SKIPPED: FOOTPRINT_DATA is not set, so the artificial episodes were not assigned");
        return;
    };
    let world = World::empty();
    let folders = ["eccg", "epraccur", "succ", "epcmem", "etr"].map(|name| data.join("ods").join(name));
    let mut import = vec!["import".to_owned()];
    import.extend(folders.iter().map(|folder| folder.display().to_string()));
    import.extend(["--released".to_owned(), "eccg.csv=2024-12".to_owned()]);
    let ran = world.run(import);
    assert_eq!(ran.code, 0, "{ran:?}");
    world.write("postcodes_2021-04.csv", small_areas(&data.join("geo/lsoa_ccg_lad_2021-04.csv")));
    // No row of the episodes names a commissioned service; a table has to have one all the same.
    let services = "service_code,description,delegation_status,specialised,highly_specialised,section7a,valid_from,valid_to\n\
         NCBPS01B,Kept,RED,1,1,0,2025-04-01,\n";
    world.write("service_codes_2025-04.csv", services);
    let ran = world.sh("import postcodes_2021-04.csv service_codes_2025-04.csv");
    assert_eq!(ran.code, 0, "{ran:?}");
    let page = include_str!("../../../../docs/assign.md");
    for (name, file, mapping) in EPISODES {
        world.write("map.csv", mapping);
        let file = data.join("activity/artificial-hes").join(file).display().to_string();
        let mut found = Vec::new();
        // On its own date no record of a file has an edition: the run stops unless it is to go on.
        for (more, code) in [(&["--keep-going"][..], 3), (&["--edition", "2025-26"], 0)] {
            let line = ["assign", &file, "--mapping", "map.csv", "--to", "out.csv"];
            let ran = world.run(line.iter().chain(more));
            assert_eq!(ran.code, code, "{ran:?}");
            found.push(outcomes(&world));
        }
        let told = |ends: &[(u64, String)]| {
            ends.iter().map(|(n, end)| format!("{} {end}", shown(*n))).collect::<Vec<_>>().join("; ")
        };
        let rows: u64 = found[0].0.iter().map(|(n, _)| n).sum();
        let flag = |name: &str| shown(found[1].1.get(name).copied().unwrap_or_default());
        let line = format!(
            "| {name} | {} | {} | {} | {} | {} |",
            shown(rows),
            told(&found[0].0),
            told(&found[1].0),
            flag("COMMISSIONER_NOT_SUB_ICB"),
            flag("PRACTICE_NOT_FOUND")
        );
        assert!(page.contains(&line), "the page says otherwise than\n{line}");
    }
}
