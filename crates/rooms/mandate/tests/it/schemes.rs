//! A scheme as the table people know: read back as written, and every wrong cell told.

use crate::world::{Room, give, p, pounds, reserve};
use mandate::{
    Condition, Delegated, HolderId, Limits, Population, PopulationKind, SchemeRow, parse_limits, parse_scheme,
    print_scheme,
};
use proptest::prelude::*;
use terms::Pence;

#[test]
fn a_scheme_prints_as_rows_and_columns() {
    let limits = Limits { per_decision: Some(pounds(1_000_000)), per_year: Some(pounds(5_000_000)), lifetime: None };
    let mut row = give("service:acute", "ao-oxon", limits, "5.2");
    row.conditions = vec![Condition::SubstantiveHolder, Condition::ReportedTo("the finance committee".to_owned())];
    let rows = [reserve("function:constitution", HolderId::Membership, "1.1"), row];
    let table: Vec<String> = print_scheme(&rows).iter().map(|cells| cells.join(" | ")).collect();
    assert_eq!(
        table,
        [
            "Policy area | Matter | Code | Clause | Membership | Governing body | post ao-oxon | For | Conditions",
            "Commissioning | function:constitution | function:constitution | 1.1 | R |  |  |  | ",
            "Commissioning | service:acute | service:acute | 5.2 |  |  | £1,000,000.00 per decision; £5,000,000.00 per \
             year |  | substantive holder only; reported to the finance committee"
        ]
    );
}

fn cells(text: &str) -> Vec<Vec<String>> {
    text.lines().map(|line| line.split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
}

#[test]
fn people_write_headings_in_their_own_words() {
    let room = Room::footprint();
    let table = cells(
        "Code | Board | Accountable officer | Notes\n\
         service:acute | | £250k |\n\
         function:accounts | x | |",
    );
    let holder = |heading: &str| room.now().holder_by_heading(p("10Q"), p("2016-10-01"), heading);
    let errors = parse_scheme(&table, &holder).unwrap_err();
    assert_eq!(
        errors.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["row 1, column 4 (Notes): `Notes` is neither a heading of a scheme nor a known post or committee"]
    );
    let narrower: Vec<Vec<String>> = table.iter().map(|row| row[..3].to_vec()).collect();
    let rows = parse_scheme(&narrower, &holder).unwrap();
    assert_eq!(rows[0].delegated[0].holder, HolderId::Post(p("ao-oxon")));
    assert_eq!(rows[0].delegated[0].limits.per_decision, Some(pounds(250_000)));
    assert_eq!(rows[1].reserved_to, Some(HolderId::GoverningBody));
}

#[test]
fn every_wrong_cell_is_told_with_its_row_and_column() {
    let table = cells(
        "Code | Membership | post ao-oxon | post ao-oxon | For\n\
         acute | | x | |\n\
         service:acute | maybe | lots | | everyone | more\n\
         | | x | |",
    );
    let told: Vec<String> = parse_scheme(&table, &|_| None).unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "row 1, column 4 (post ao-oxon): the heading stands twice",
            "row 2, column 1 (Code): `acute` is not a matter: write service:CODE or function:CODE",
            "row 3, column 2 (Membership): `maybe` is no mark: write R for reserved, or leave it empty",
            "row 3, column 3 (post ao-oxon): “lots” is not an amount in pounds: write it such as 1,500,000, 250.50, 250k or £1.5m",
            "row 3, column 5 (For): `everyone` is no population: write registered CODE or unregistered-residents CODE",
            "row 3, column 6 (): `more` stands under no heading",
            "row 4, column 1 (Code): `` is not a matter: write service:CODE or function:CODE",
        ]
    );
    assert!(parse_scheme(&[], &|_| None).is_err());
    assert!(parse_scheme(&cells("Matter | Clause"), &|_| None).unwrap_err()[0].reason.contains("no such column"));
}

#[test]
fn amounts_are_read_without_losing_a_penny() {
    let decision = |text: &str| parse_limits(text).map(|limits| limits.per_decision);
    assert_eq!(decision("£1,000,000.01"), Ok(Some(Pence(100_000_001))));
    assert_eq!(decision("1.5m"), Ok(Some(pounds(1_500_000))));
    assert_eq!(decision("£1.5 million per decision; £5 million per year"), Ok(Some(pounds(1_500_000))));
    assert_eq!(decision("x"), Ok(None));
    let told = |text: &str| parse_limits(text).unwrap_err();
    assert_eq!(told("5 a week"), "`a week` is no kind of limit: write per decision, per year or in all");
    assert_eq!(
        told("£1.5 a year"),
        "“£1.5” can be read in two ways: write £1.50 for pounds and pence, or £1.5m for millions"
    );
    for wrong in ["", "0.1", "0.001", "-5", "1e6", "£", "5 a week", "5 per year; 6 per year", "99999999999999999999"] {
        assert!(parse_limits(wrong).is_err(), "{wrong}");
    }
}

fn limits() -> impl Strategy<Value = Limits> {
    let limit = || proptest::option::of((0..10_000_000_000i64).prop_map(Pence));
    (limit(), limit(), limit()).prop_map(|(per_decision, per_year, lifetime)| Limits {
        per_decision,
        per_year,
        lifetime,
    })
}

fn condition() -> impl Strategy<Value = Condition> {
    prop_oneof![
        Just(Condition::SubstantiveHolder),
        "[a-z][a-z; ,]{0,20}[a-z]".prop_map(Condition::ReportedTo),
        "only [a-z][a-z; ,£0-9]{0,20}[a-z;]".prop_map(Condition::Stated),
    ]
}

fn holder() -> impl Strategy<Value = HolderId> {
    prop_oneof![
        "[a-z][a-z0-9-]{0,6}".prop_map(|id| HolderId::Post(p(&id))),
        "[a-z][a-z0-9-]{0,6}".prop_map(|id| HolderId::Committee(p(&id))),
    ]
}

fn row() -> impl Strategy<Value = SchemeRow> {
    let held = prop_oneof![
        prop_oneof![Just(HolderId::Membership), Just(HolderId::GoverningBody)].prop_map(|to| (Some(to), Vec::new())),
        proptest::collection::btree_map(holder(), limits(), 1..4).prop_map(|held| {
            (None, held.into_iter().map(|(holder, limits)| Delegated { holder, limits }).collect())
        }),
    ];
    let people = proptest::collection::vec(
        (0..2usize).prop_map(|n| Population { body: p("10H"), kind: PopulationKind::ALL[n] }),
        0..3,
    );
    let conditions = proptest::collection::vec(condition(), 0..3);
    ("[A-Z][a-z |\"]{0,9}[a-z]", "[a-z]{1,9}", proptest::option::of("[0-9.]{1,5}"), held, conditions, people).prop_map(
        |(area, code, clause, (reserved_to, delegated), conditions, populations)| SchemeRow {
            area,
            title: format!("About {code}"),
            matter: p(&format!("function:{code}")),
            clause,
            reserved_to,
            delegated,
            conditions,
            populations,
        },
    )
}

proptest! {
    #[test]
    fn a_table_reads_back_as_it_was_written(rows in proptest::collection::vec(row(), 0..6)) {
        let read = parse_scheme(&print_scheme(&rows), &|_| None);
        prop_assert_eq!(read, Ok(rows));
    }
}
