//! The register and kept vintages as one reference: made-up ones here, and the real register where `FOOTPRINT_DATA` names the
//! folder of published files.

use activity::reference::{
    KeptTable, LoadedReference, PreparedPlaces, from_register_and_places, from_register_and_vintages,
};
use assign::{Assigner, Edition, Field, Method, Record, Table, Terminal, VintageOf};
use register::{Act, BodyKind, Fact, Life, Released, Series, State, Tie, apply, decide};
use std::path::PathBuf;
use terms::{OdsCode, Period, Sequence};

fn kept(table: impl Into<VintageOf>, dated: &str, rows: &str) -> KeptTable {
    let table = table.into();
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

fn load(state: &State, kept: &[KeptTable]) -> LoadedReference {
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
    let error = from_register_and_vintages(state.now(), &[]).unwrap_err().to_string();
    assert_eq!(
        error,
        "no vintage of postcodes or service_codes is kept: import one with `footprint import FILE`, or name a folder of tables"
    );
    let places = kept(Table::Postcodes, "2025-02-01", "ZX11AA,E92000001,01A,,Y60,,,,\n");
    let loaded = load(&state, &[places, kept(Table::ServiceCodes, "2025-04-01", SERVICES)]);
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
    let loaded = load(&state, &[second.clone(), services.clone(), first.clone()]);
    let answers = |day: &str| {
        ["ZX1 1AA", "ZX1 1AB", "ZX1 1AC", "ZX1 1AD", "ZX1 1AE"].map(|place| payer(&loaded, day, place)).join(", ")
    };
    assert_eq!(answers("2024-06-15"), "01A RES, 01A RES, 01A RES, 01A HOST, 01A RES");
    assert_eq!(answers("2025-07-31"), "01A RES, 01A RES, 01A RES, 01A HOST, 01A RES");
    assert_eq!(answers("2025-08-01"), "02A RES, 01A RES, 02A RES, 02A RES, 01A RES");
    // Several vintages of one issue are the one vintage of it.
    let alone = load(&state, &[first, services]);
    assert_eq!(payer(&alone, "2025-08-01", "ZX1 1AA"), "01A RES");
}

#[test]
fn rows_of_other_tables_reach_as_far_as_their_vintage_does() {
    let state = small();
    let places = kept(Table::Postcodes, "2025-02-01", "ZX11AA,E92000001,01A,,Y60,,,,\n");
    let old =
        kept(Table::ServiceCodes, "2025-04-01", "S1,Old words,RED,1,0,0,2015-04-01,\nS2,Gone,RED,1,0,0,2015-04-01,\n");
    let new = kept(Table::ServiceCodes, "2025-10-01", "S1,New words,RED,0,0,0,2015-04-01,\n");
    let loaded = load(&state, &[places, old, new]);
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
    let loaded = load(&state, &[places, kept(Table::ServiceCodes, "2025-04-01", SERVICES)]);
    assert_eq!(payer(&loaded, "2025-06-15", "ZX1 1AA"), "02A RES");
    assert_eq!(payer(&loaded, "2025-06-15", "ZX9 1AA"), "SS9 RES");
    assert_eq!(payer(&loaded, "2025-06-15", "ZX8 1AA"), "7A6 RES");
    assert_eq!(loaded.unknown_codes, ["E54000001"]);
}

#[test]
fn a_prepared_directory_gives_the_same_reference_and_follows_the_register() {
    let mut state = small();
    let places = [
        kept(
            Table::Postcodes,
            "2025-02-01",
            "ZX11AA,E92000001,E38000002,,Y60,,,,\nZX11AB,E92000001,E38000003,,Y60,,,,\n",
        ),
        kept(Table::Postcodes, "2025-08-01", "ZX11AA,E92000001,E38000001,,Y60,,,,\n"),
    ];
    let others = [kept(Table::ServiceCodes, "2025-04-01", SERVICES)];
    let prepared = PreparedPlaces::of(&places).unwrap();
    let again = PreparedPlaces::decode(&prepared.encode()).unwrap();
    let whole: Vec<KeptTable> = places.iter().chain(&others).cloned().collect();
    let direct = from_register_and_vintages(state.now(), &whole).unwrap();
    let loaded = from_register_and_places(state.now(), &again, &others).unwrap();
    assert!(loaded.reference.encode() == direct.reference.encode(), "not the same reference");
    assert_eq!(loaded.unknown_codes, ["E38000003"]);
    assert_eq!(payer(&loaded, "2025-06-15", "ZX1 1AA"), "02A RES");
    assert_eq!(payer(&loaded, "2025-08-15", "ZX1 1AA"), "01A RES");
    // Nobody is known to be responsible there: the provider's own location stands in.
    assert_eq!(payer(&loaded, "2025-06-15", "ZX1 1AB"), "02A HOST");
    // An entry of another room changes nothing, not even a name.
    let other = Sequence(state.sequence().0 + 1);
    apply(&mut state, other, &[], |_| None).unwrap();
    let after = from_register_and_places(state.now(), &again, &others).unwrap();
    assert!(after.reference.encode() == direct.reference.encode(), "an entry of another room changed it");
    assert_eq!((state.now().known(), state.now().changed()), (other, Sequence(1)));
    // The body whose code was unknown comes onto the register.
    let facts = vec![
        Fact::Acted { code: code("03A"), kind: BodyKind::SubIcbLocation, period: Period::ALWAYS },
        Fact::Lived { code: code("03A"), life: Life::Legal, period: Period::ALWAYS },
        Fact::Identified { code: code("03A"), gss: "E38000003".parse().unwrap() },
    ];
    taken(&mut state, Series::Etr, "2025-01", facts);
    let after = from_register_and_places(state.now(), &again, &others).unwrap();
    assert_eq!(payer(&after, "2025-06-15", "ZX1 1AB"), "03A RES");
    assert_eq!((state.now().changed(), state.view(other).changed()), (Sequence(3), Sequence(1)));
    assert_eq!(after.reference.vintage(Table::Practices).unwrap().name, "register, entry 3");
    let damaged = PreparedPlaces::decode(b"something else").unwrap_err().to_string();
    assert!(damaged.starts_with("the prepared directory: "), "{damaged}");
}

#[test]
fn authorities_have_the_code_the_tables_give_and_none_is_made_up() {
    let state = small();
    let rows = "ZX11AA,E92000001,01A,,Y60,E07000001,,,\nZX11AB,E92000001,01A,,Y60,E07000002,,,\n\
                ZX11AC,E92000001,01A,,Y60,E07000001,907,,\nZX11AD,E92000001,01A,,Y60,E07000003,,,\n";
    let places = kept(Table::Postcodes, "2025-02-01", rows);
    let services = kept(Table::ServiceCodes, "2025-04-01", SERVICES);
    let older = kept(VintageOf::LocalAuthorities, "2024-01-01", "E07000003,909,\n");
    let newer = kept(
        VintageOf::LocalAuthorities,
        "2025-01-01",
        "E07000001,901,\nE07000002,903,2025-05-01\nE07000002,902,2009-04-01\n",
    );
    let pays = |loaded: &LoadedReference, day: &str, postcode: &str| {
        let edition = Edition::built_in().unwrap().iter().find(|edition| edition.id == "CAM-2025-26").unwrap();
        let record = Record::default()
            .with(Field::CdsType, "020")
            .with(Field::AppointmentDate, day)
            .with(Field::Postcode, postcode)
            .with(Field::Provider, "RAA")
            .with(Field::OtherPublicHealth, "Y")
            .with(Field::Ovcc, "A");
        let answer = Assigner::forced(&loaded.reference, edition).unwrap().assign(&record);
        assert_eq!(answer.terminal, Terminal::LocalAuthority);
        assert_eq!(answer.commissioner.is_empty(), answer.method == Method::None);
        answer.commissioner
    };
    let without = load(&state, &[places.clone(), services.clone()]);
    assert_eq!(pays(&without, "2025-06-15", "ZX1 1AA"), "");
    let with = load(&state, &[newer, places, services, older]);
    assert_eq!(pays(&with, "2025-06-15", "ZX1 1AA"), "901");
    assert_eq!(pays(&with, "2025-04-30", "ZX1 1AB"), "902");
    assert_eq!(pays(&with, "2025-05-01", "ZX1 1AB"), "903");
    // Before the oldest, the oldest; what the directory itself says comes first; the older table is not read.
    assert_eq!(pays(&with, "2008-01-01", "ZX1 1AB"), "902");
    assert_eq!(pays(&with, "2025-06-15", "ZX1 1AC"), "907");
    assert_eq!(pays(&with, "2025-06-15", "ZX1 1AD"), "");
    let vintage = with.reference.vintage(Table::Postcodes).unwrap();
    assert_eq!(vintage.name, "postcodes_2025-02-01.csv, local_authorities_2025-01-01.csv");
    assert_eq!(vintage.hash, "hash of 2025-02-01, hash of 2025-01-01");
}

#[test]
fn the_reason_keys_of_the_newest_vintage_are_had_with_the_reference() {
    let places = kept(Table::Postcodes, "2025-02-01", "ZX11AA,E92000001,01A,,Y60,,,,\n");
    let services = kept(Table::ServiceCodes, "2025-04-01", SERVICES);
    let sentence = "C-5 - Responsible sub-ICB Location";
    let older = kept(VintageOf::NationalReasons, "2024-04-01", &format!("OLD,01A,{sentence}\n"));
    let newer = kept(VintageOf::NationalReasons, "2025-04-01", &format!("01A_C_5_1,01A,{sentence}\n"));
    let loaded = load(&small(), &[newer, places.clone(), services.clone(), older]);
    let (reasons, source) = loaded.national;
    assert_eq!(reasons.key("CDS>B>C-5", false, Method::Res, "01A"), Some("01A_C_5_1"));
    assert_eq!(source.unwrap().name, "national_reasons_2025-04-01.csv");
    let none = load(&small(), &[places, services]).national;
    assert!(none.0.is_empty() && none.1.is_none());
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
    let loaded = load(&state, &[places, kept(Table::ServiceCodes, "2025-04-01", SERVICES)]);
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
