//! Reference tables taken in as vintages, and records assigned by them and the register.

use crate::world::{World, golden};

/// The tables of the demonstration.
const TABLES: [(&str, &str); 6] = [
    ("postcodes_2025-04-01.csv", include_str!("../../../web/demo/postcodes_2025-04-01.csv")),
    ("providers_2025-04-01.csv", include_str!("../../../web/demo/providers_2025-04-01.csv")),
    ("provider_hub_2025-04-01.csv", include_str!("../../../web/demo/provider_hub_2025-04-01.csv")),
    ("service_codes_2025-04-01.csv", include_str!("../../../web/demo/service_codes_2025-04-01.csv")),
    ("delegation_2025-04-01.csv", include_str!("../../../web/demo/delegation_2025-04-01.csv")),
    ("justice_sites_2025-04-01.csv", include_str!("../../../web/demo/justice_sites_2025-04-01.csv")),
];

const ACTIVITY: &str = include_str!("../../../web/demo/activity.csv");

/// The register of the example, with its tables and records as files.
fn world() -> World {
    let world = World::demo();
    std::fs::create_dir(world.path("tables")).unwrap();
    for (name, text) in TABLES {
        world.write(&format!("tables/{name}"), text);
    }
    world.write("in.csv", ACTIVITY);
    world
}

fn cells(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn tables_are_taken_once_listed_shown_and_removed() {
    let world = world();
    let ran = world.sh("import tables --format csv");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    golden!(ran.out);
    let again = world.shown("import tables --format csv");
    assert!(again.contains("already there as postcodes-"), "{again}");
    let listed = cells(&world.shown("reference list --format csv"));
    assert_eq!(listed.len(), 7);
    assert_eq!(listed[0], ["vintage", "table", "in_force_from", "rows", "file", "kept_on", "kept_by"]);
    let postcodes = listed.iter().find(|row| row[1] == "postcodes").unwrap();
    assert_eq!(
        (postcodes[3].as_str(), postcodes[4].as_str(), postcodes[6].as_str()),
        ("38", "postcodes_2025-04-01.csv", "tester")
    );
    let shown = world.shown(&format!("reference show {}", postcodes[0]));
    assert!(shown.contains("SHA-256 of the file") && shown.contains("1 April 2025"), "{shown}");
    assert_eq!(postcodes[2], "2025-04-01");
    let ran = world.sh(&format!("reference remove {}", postcodes[0]));
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(cells(&world.shown("reference list --format csv")).len(), 6);
    let ran = world.sh(&format!("reference show {}", postcodes[0]));
    assert_eq!(ran.code, 6, "{ran:?}");
    golden!(ran.err);
}

#[test]
fn records_are_assigned_by_the_register_and_the_vintages() {
    let world = world();
    let ran = world.sh("assign in.csv --to out.csv");
    assert_eq!(ran.code, 1, "{ran:?}");
    golden!(ran.err);
    world.shown("import tables");
    let ran = world.sh("assign in.csv --to out.csv --variance variance.csv");
    assert_eq!(ran.code, 0, "{ran:?}");
    golden!(ran.err);
    let rows = cells(&world.read("out.csv"));
    let place = |name: &str| rows[0].iter().position(|heading| heading == name).unwrap();
    let of = |id: &str| {
        let row = rows.iter().find(|row| row[0] == id).unwrap();
        format!("{} {} {}", row[place("commissioner")], row[place("terminal")], row[place("method")])
    };
    assert_eq!(of("D0001"), "10Q RESPONSIBLE_SUB_ICB GP");
    assert_eq!(rows.len(), 241);
    golden!(world.read("variance.csv"));
    // As known before anything was kept, there is nothing to assign by.
    let ran = world.sh("assign in.csv --to before.csv --known-at 2020-01-01");
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("no vintage of postcodes or service_codes is kept"), "{}", ran.err);
}

/// An answer of `explain` for a record of the example, with these further items.
fn explained(world: &World, more: &str) -> serde_json::Value {
    world.write(
        "record.json",
        r#"{"cds_type":"020","appointment_date":"2025-06-15","postcode":"ZX1 1AA","provider":"ZP1","ovcc":"A"}"#,
    );
    let ran = world.sh(&format!("explain record.json {more} --format json"));
    assert_eq!(ran.code, 0, "{ran:?}");
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn the_tables_beside_the_method_are_taken_and_used() {
    let world = world();
    world.shown("import tables");
    let walk = explained(&world, "--set gp_practice=L-BOB01");
    assert_eq!(walk["national_label"], "C-5 - Responsible sub-ICB Location");
    assert_eq!(walk["national_key"], serde_json::Value::Null);
    let walk = explained(&world, "--set other_public_health=Y");
    assert_eq!(
        (&walk["assignment"]["terminal"], &walk["assignment"]["commissioner"]),
        (&"LOCAL_AUTHORITY".into(), &"".into())
    );
    world.write(
        "health.csv",
        ACTIVITY.replacen("record_id", "other_public_health,record_id", 1).replace("\nD0", "\nY,D0"),
    );
    let ran = world.sh("assign health.csv --to out.csv");
    assert_eq!(ran.code, 0, "{ran:?}");
    golden!(ran.err);

    let header = "cam_code,commissioner,reason,service_category\n";
    let reasons = ["10Q", "14Y"].map(|code| format!("{code}_C_5_1,{code},C-5 - Responsible sub-ICB Location,12\n"));
    world.write("tables/sql_assignment_reasons_2025-04.csv", format!("{header}{}", reasons.concat()));
    world.write(
        "tables/local_authorities_2025-04.csv",
        "gss_code,ods_code,valid_from\nE06000060,9A1,2020-04-01\nE06000061,=1+1,\n",
    );
    let ran = world.sh("import tables --format csv");
    assert_eq!(ran.code, 3, "one row cannot be read: {ran:?}");
    golden!(format!("{}\n{}", ran.out, ran.err));
    let walk = explained(&world, "--set gp_practice=L-BOB01");
    let key = format!("{}_C_5_1", walk["assignment"]["commissioner"].as_str().unwrap());
    assert_eq!(walk["national_key"], key.as_str());
    let walk = explained(&world, "--set other_public_health=Y");
    assert_eq!(walk["assignment"]["commissioner"], "9A1");
    let ran = world.sh("assign health.csv --to out.csv");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(cells(&world.read("out.csv")).iter().any(|row| row.contains(&"9A1".to_owned())));
    // Without the table there are no codes again, at once.
    let listed = cells(&world.shown("reference list --format csv"));
    let id = &listed.iter().find(|row| row[1] == "local_authorities").unwrap()[0];
    assert_eq!(world.sh(&format!("reference remove {id}")).code, 0);
    assert_eq!(explained(&world, "--set other_public_health=Y")["assignment"]["commissioner"], "");
}

#[test]
fn postcodes_are_in_no_entry_and_in_no_log() {
    let world = world();
    let mut logged = String::new();
    for line in [
        "import tables -vvv",
        "assign in.csv --to out.csv -vvv",
        "explain --set cds_type=020 --set appointment_date=2025-06-15 --set gp_practice=L-BOB01 --set provider=ZP1 --set ovcc=A -vvv",
        "export journal -vvv",
    ] {
        let ran = world.sh(line);
        assert_eq!(ran.code, 0, "{line}: {ran:?}");
        logged.push_str(&ran.err);
    }
    assert!(!logged.contains("ZX1 ") && !logged.contains("ZX11") && !logged.contains("OX"), "{logged}");
    let mut read = 0;
    let mut folders = vec![world.path("journal")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            for place in ["ZX1 1A", "ZX11A", "ZX7 7A", "ZX77A"] {
                assert!(!text.contains(place), "{} holds a postcode", path.display());
            }
            read += 1;
        }
    }
    assert!(read > 0);
    // The journal's own table, as the database holds it: no more entries than before, so none of them is about a table.
    let entries = world.shown("imports --format csv");
    assert!(!entries.contains("postcodes_2025"), "{entries}");
}
