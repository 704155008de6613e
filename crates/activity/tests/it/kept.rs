//! The register and kept vintages as one reference: made-up ones here, and the real register where `FOOTPRINT_DATA` names the
//! folder of published files.

use activity::reference::{KeptTable, LoadedReference, from_register_and_vintages};
use assign::{Assigner, Edition, Field, Record, Table, Terminal};
use register::{Act, BodyKind, Fact, Life, Released, Series, State, Tie, apply, decide};
use std::path::PathBuf;
use terms::{OdsCode, Period, Sequence};

fn kept(table: Table, dated: &str, rows: &str) -> KeptTable {
    KeptTable {
        table,
        name: format!("{table}_{dated}.csv"),
        hash: format!("hash of {dated}"),
        dated: dated.parse().unwrap(),
        text: format!("{}\n{rows}", table.columns().join(",")).into_bytes(),
    }
}

fn taken(state: &mut State, series: Series, released: &str, facts: Vec<Fact>) {
    let source_hash = register::FileHash::of(format!("{facts:?}").as_bytes());
    let released = Released(released.parse().unwrap());
    let act =
        Act::TakeImport { series, released, source_name: "file".into(), source_hash, rows: facts.len() as u64, facts };
    let outcome = decide(state, &act).unwrap();
    let (file, sequence) = (outcome.fact_file, Sequence(state.sequence().0 + 1));
    apply(state, sequence, &outcome.events, |_| file.clone()).unwrap();
}

fn code(text: &str) -> OdsCode {
    text.parse().unwrap()
}

/// Two locations in a region, a trust, and a practice of the first.
fn small() -> State {
    let mut state = State::new();
    let always = Period::ALWAYS;
    let mut facts = Vec::new();
    for (body, kind, gss) in
        [("01A", BodyKind::SubIcbLocation, "E38000001"), ("02A", BodyKind::SubIcbLocation, "E38000002")]
    {
        facts.push(Fact::Acted { code: code(body), kind, period: always });
        facts.push(Fact::Lived { code: code(body), life: Life::Legal, period: always });
        facts.push(Fact::Identified { code: code(body), gss: gss.parse().unwrap() });
        facts.push(Fact::Tied {
            child: code(body),
            tie: Tie::Region,
            parent: register::BodyRef::Ods(code("Y60")),
            period: always,
        });
    }
    facts.push(Fact::Acted { code: code("RAA"), kind: BodyKind::Trust, period: always });
    facts.push(Fact::Lived { code: code("RAA"), life: Life::Legal, period: always });
    let address = register::Address { lines: Vec::new(), postcode: "ZX1 1AA".into() };
    facts.push(Fact::Addressed { code: code("RAA"), address });
    taken(&mut state, Series::Eccg, "2024-12", facts);
    state
}

const SERVICES: &str = "S1,One,RED,1,0,0,2015-04-01,\n";

fn load(state: &State, kept: Vec<KeptTable>) -> LoadedReference {
    from_register_and_vintages(state.now(), kept).unwrap()
}

/// Who pays for an outpatient without a practice who lives there, on a day of one edition applied to every day.
fn payer(loaded: &LoadedReference, day: &str, postcode: &str) -> String {
    let edition = Edition::built_in().unwrap().iter().find(|edition| edition.id == "CAM-2025-26").unwrap();
    let assigner = Assigner::forced(&loaded.reference, edition).unwrap();
    let record = Record::default()
        .with(Field::CdsType, "020")
        .with(Field::AppointmentDate, day)
        .with(Field::Postcode, postcode)
        .with(Field::Provider, "RAA")
        .with(Field::Ovcc, "A");
    let answer = assigner.assign(&record);
    format!("{} {}", answer.commissioner, answer.method)
}

#[test]
fn what_is_needed_and_not_kept_is_named_and_what_is_absent_is_told() {
    let state = small();
    let error = from_register_and_vintages(state.now(), Vec::new()).unwrap_err().to_string();
    assert_eq!(
        error,
        "no vintage of postcodes or service_codes is kept: import one with `footprint import FILE`, or name a folder of tables"
    );
    let places = kept(Table::Postcodes, "2025-02-01", "ZX11AA,E92000001,01A,,Y60,,,,\n");
    let loaded = load(&state, vec![places, kept(Table::ServiceCodes, "2025-04-01", SERVICES)]);
    let absent: Vec<&str> = loaded.absent.iter().map(|table| table.name()).collect();
    assert_eq!(absent, ["provider_hub", "delegation", "appendix_c", "justice_sites"]);
    // Printed lists are built in: no fixed abode stands for the trust's own site, which the register knows.
    assert_eq!(payer(&loaded, "2025-06-15", "ZZ99 3VZ"), "01A SITE");
    let vintage = loaded.reference.vintage(Table::Practices).unwrap();
    assert_eq!(vintage.name, "register, entry 1");
}

#[test]
fn the_vintage_in_force_on_the_records_date_answers() {
    let state = small();
    // ZX11AA moves between the issues; ZX11AB stays; ZX11AC is terminated and then recoded; ZX11AD is new; ZX11AE is dropped.
    let first = kept(
        Table::Postcodes,
        "2025-02-01",
        "ZX11AA,E92000001,01A,,Y60,,,,\nZX11AB,E92000001,01A,,Y60,,,2001-01-01,\nZX11AC,E92000001,01A,,Y60,,,2001-01-01,2010-12-31\n\
         ZX11AE,E92000001,01A,,Y60,,,,\n",
    );
    let second = kept(
        Table::Postcodes,
        "2025-08-01",
        "ZX11AA,E92000001,02A,,Y60,,,,\nZX11AB,E92000001,01A,,Y60,,,2001-01-01,\nZX11AC,E92000001,02A,,Y60,,,2001-01-01,2010-12-31\n\
         ZX11AD,E92000001,02A,,Y60,,,2025-07-01,\n",
    );
    let services = kept(Table::ServiceCodes, "2025-04-01", SERVICES);
    let loaded = load(&state, vec![second.clone(), services.clone(), first.clone()]);
    let answers = |day: &str| {
        ["ZX1 1AA", "ZX1 1AB", "ZX1 1AC", "ZX1 1AD", "ZX1 1AE"].map(|place| payer(&loaded, day, place)).join(", ")
    };
    assert_eq!(answers("2024-06-15"), "01A RES, 01A RES, 01A RES, 01A HOST, 01A RES");
    assert_eq!(answers("2025-07-31"), "01A RES, 01A RES, 01A RES, 01A HOST, 01A RES");
    assert_eq!(answers("2025-08-01"), "02A RES, 01A RES, 02A RES, 02A RES, 01A RES");
    // Several vintages of one issue are the one vintage of it.
    let alone = load(&state, vec![first, services]);
    assert_eq!(payer(&alone, "2025-08-01", "ZX1 1AA"), "01A RES");
}

#[test]
fn rows_of_other_tables_reach_as_far_as_their_vintage_does() {
    let state = small();
    let places = kept(Table::Postcodes, "2025-02-01", "ZX11AA,E92000001,01A,,Y60,,,,\n");
    let old =
        kept(Table::ServiceCodes, "2025-04-01", "S1,Old words,RED,1,0,0,2015-04-01,\nS2,Gone,RED,1,0,0,2015-04-01,\n");
    let new = kept(Table::ServiceCodes, "2025-10-01", "S1,New words,RED,0,0,0,2015-04-01,\n");
    let loaded = load(&state, vec![places, old, new]);
    let edition = Edition::built_in().unwrap().iter().find(|edition| edition.id == "CAM-2025-26").unwrap();
    let assigner = Assigner::forced(&loaded.reference, edition).unwrap();
    let ends = |service: &str, day: &str| {
        let record = Record::default()
            .with(Field::CdsType, "020")
            .with(Field::AppointmentDate, day)
            .with(Field::Postcode, "ZX1 1AA")
            .with(Field::Provider, "RAA")
            .with(Field::ServiceCode, service)
            .with(Field::Ovcc, "A");
        assigner.decide(&record).terminal
    };
    assert_eq!(ends("S1", "2025-09-30"), Terminal::SpecNotContracted);
    assert_eq!(ends("S1", "2025-10-01"), Terminal::ResponsibleSubIcb);
    assert_eq!(ends("S2", "2025-09-30"), Terminal::SpecNotContracted);
    assert_eq!(ends("S2", "2025-10-01"), Terminal::ResponsibleSubIcb);
    assert_eq!(
        loaded.reference.vintage(Table::ServiceCodes).unwrap().name,
        "service_codes_2025-04-01.csv, service_codes_2025-10-01.csv"
    );
}

#[test]
fn codes_of_ons_become_those_of_the_register() {
    let state = small();
    let places = kept(
        Table::Postcodes,
        "2025-02-01",
        "ZX11AA,E92000001,E38000002,E54000001,,,,,\nZX91AA,S92000003,S08000024,,,,,,\nZX81AA,W92000004,W11000028,,,,,,\n",
    );
    let loaded = load(&state, vec![places, kept(Table::ServiceCodes, "2025-04-01", SERVICES)]);
    assert_eq!(payer(&loaded, "2025-06-15", "ZX1 1AA"), "02A RES");
    assert_eq!(payer(&loaded, "2025-06-15", "ZX9 1AA"), "SS9 RES");
    assert_eq!(payer(&loaded, "2025-06-15", "ZX8 1AA"), "7A6 RES");
    assert_eq!(loaded.unknown_codes, ["E54000001"]);
}

/// The register of the published files, or nothing where there is no folder of them.
fn published() -> Option<State> {
    let Some(folder) = std::env::var_os("FOOTPRINT_DATA").map(PathBuf::from) else {
        eprintln!("SKIPPED: FOOTPRINT_DATA is not set, so the real register was not asked");
        return None;
    };
    let mut state = State::new();
    let files = ["eccg", "epraccur", "succ", "epcmem", "etr"].map(|name| folder.join("ods").join(name));
    for file in import::gather(&files).unwrap() {
        let given = import::released_from_name(&file.name).is_none().then(|| Released("2024-12".parse().unwrap()));
        let Ok(reading) = import::read(&file, given) else { continue };
        taken(&mut state, reading.series, &reading.released.to_string(), reading.facts);
    }
    Some(state)
}

#[test]
fn a_practice_has_the_commissioner_of_the_records_date() {
    let Some(state) = published() else { return };
    let places = kept(Table::Postcodes, "2025-02-01", "ZX11AA,E92000001,10Q,,Y59,,,,\n");
    let loaded = load(&state, vec![places, kept(Table::ServiceCodes, "2025-04-01", SERVICES)]);
    let payer = |edition: &str, day: &str, practice: &str| {
        let edition = Edition::built_in().unwrap().iter().find(|known| known.id == edition).unwrap();
        let assigner = Assigner::forced(&loaded.reference, edition).unwrap();
        let record = Record::default()
            .with(Field::CdsType, "020")
            .with(Field::AppointmentDate, day)
            .with(Field::GpPractice, practice)
            .with(Field::Postcode, "ZX1 1AA")
            .with(Field::Ovcc, "A");
        let answer = assigner.assign(&record);
        format!("{} {}", answer.commissioner, answer.method)
    };
    for (practice, before, first, after, then) in [
        // Aylesbury Vale and Chiltern become Buckinghamshire.
        ("K82004", "2018-03-31", "10H GP", "2018-04-01", "14Y GP"),
        // Eight commissioners become Kent and Medway.
        ("G82002", "2020-03-31", "10A GP", "2020-04-01", "91Q GP"),
        // Glossop moves from Greater Manchester to Derby and Derbyshire.
        ("C81077", "2022-06-30", "01Y GP", "2022-07-01", "15M GP"),
    ] {
        assert_eq!(payer("CAM-CCG", before, practice), first, "{practice} on {before}");
        assert_eq!(payer("CAM-CCG", after, practice), then, "{practice} on {after}");
    }
}
