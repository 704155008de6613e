//! Overrides, what-ifs and explanations.

use crate::random::{Dice, Pools};
use crate::world::{reference, small};
use assign::{
    AssignError, Assigner, Compiled, Day, Delta, Draft, DraftBody, Edition, Field, KeyHash, Method, Override,
    OverrideKind, Overrides, Record, ReferenceBuilder, Status, Table, Terminal, Vintage,
};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// An ordinary outpatient of practice P00001 on a day.
fn outpatient(on: &str) -> Record<'_> {
    Record::default()
        .with(Field::CdsType, "020")
        .with(Field::AppointmentDate, on)
        .with(Field::GpPractice, "P00001")
        .with(Field::Postcode, "AA1 1AA")
        .with(Field::Provider, "R01")
        .with(Field::Ovcc, "A")
}

fn child(first: &str, last: &str) -> Override<'static> {
    Override {
        key: KeyHash([7; 32]),
        commissioner: "03A",
        kind: OverrideKind::LookedAfterChild,
        first: day(first),
        last: day(last),
        owner: "Head of children's commissioning",
        reason: "placed by the originating authority",
    }
}

#[test]
fn an_override_applies_from_its_first_day_and_stops_after_its_last() {
    let reference = reference(&small());
    let editions = Edition::built_in().unwrap();
    let overrides = Overrides::of(&reference, [child("2025-05-01", "2025-08-31")]).unwrap();
    let assigner = Assigner::new(&reference, editions).unwrap().with_overrides(&overrides);
    let compiled = Compiled::new(&reference, editions).unwrap().with_overrides(overrides.clone());
    let check = |on: &str, key: [u8; 32], code: &str, method: Method| {
        let mut record = outpatient(on);
        record.override_key = Some(KeyHash(key));
        let decision = assigner.decide(&record);
        assert_eq!((reference.code_text(decision.commissioner), decision.method), (code, method), "{on}");
        let outcome = compiled.assign(&compiled.code(&record));
        assert_eq!(
            (outcome.commissioner, outcome.method, outcome.flags),
            (decision.commissioner, method, decision.flags)
        );
        let path = compiled.paths().get(usize::from(outcome.path.number())).unwrap();
        assert_eq!((path.edition.as_str(), &path.nodes), ("CAM-2025-26", &decision.path));
    };
    check("2025-04-30", [7; 32], "01A", Method::Gp);
    check("2025-05-01", [7; 32], "03A", Method::Override);
    check("2025-08-31", [7; 32], "03A", Method::Override);
    check("2025-09-01", [7; 32], "01A", Method::Gp);
    check("2025-06-15", [8; 32], "01A", Method::Gp);
    assert_eq!([overrides.count_on(day("2025-08-31")), overrides.count_on(day("2025-09-01"))], [(1, 1), (1, 0)]);
}

#[test]
fn an_override_comes_after_scope_date_and_edition() {
    let reference = reference(&small());
    let overrides = Overrides::of(&reference, [child("2020-01-01", "2030-01-01")]).unwrap();
    let assigner = Assigner::new(&reference, Edition::built_in().unwrap()).unwrap().with_overrides(&overrides);
    let mut record = outpatient("2023-01-01");
    record.override_key = Some(KeyHash([7; 32]));
    assert_eq!(assigner.decide(&record).terminal, Terminal::NoEdition);
    assert_eq!(assigner.decide(&record.with(Field::CdsType, "030")).terminal, Terminal::OutOfScope);
}

#[test]
fn an_override_that_cannot_be_is_refused() {
    let reference = reference(&small());
    let refused = |rows: Vec<Override<'static>>| Overrides::of(&reference, rows).unwrap_err().to_string();
    assert_eq!(refused(vec![child("2025-05-02", "2025-05-01")]), "override 1: it ends before it starts");
    let unknown = Override { commissioner: "99Z", ..child("2025-05-01", "2025-05-01") };
    assert_eq!(
        refused(vec![unknown]),
        "override 1: its commissioner is not in the reference: correct or end it, or give tables that hold the body"
    );
    let nobody = Override { owner: " ", ..child("2025-05-01", "2025-05-01") };
    assert_eq!(refused(vec![nobody]), "override 1: it has no owner or no reason");
    let twice = vec![child("2025-05-01", "2025-06-01"), child("2025-06-01", "2025-07-01")];
    assert_eq!(refused(twice), "override 2: another override for the same key covers some of its days");
}

/// A merger of 01A and 03A into 20A, which starts with the year.
fn merger() -> Draft {
    Draft {
        bodies: vec![DraftBody { code: "20A".to_owned(), icb: "Q20".to_owned(), region: "Y60".to_owned() }],
        successions: vec![("01A".to_owned(), "20A".to_owned()), ("03A".to_owned(), "20A".to_owned())],
        ..Draft::from(day("2025-04-01"))
    }
}

#[test]
fn a_proposed_merger_moves_its_records_and_no_others() {
    let before = reference(&small());
    let after = before.with_draft(&merger()).unwrap();
    let editions = Edition::built_in().unwrap();
    let code = |reference: &assign::Reference, record: &Record<'_>| {
        let decision = Assigner::new(reference, editions).unwrap().decide(record);
        reference.code_text(decision.commissioner).to_owned()
    };
    let record = outpatient("2025-06-15");
    assert_eq!((code(&before, &record), code(&after, &record)), ("01A".to_owned(), "20A".to_owned()));
    let other = record.with(Field::GpPractice, "P00002");
    assert_eq!((code(&before, &other), code(&after, &other)), ("02A".to_owned(), "02A".to_owned()));
    let earlier = outpatient("2025-03-31");
    assert_eq!((code(&before, &earlier), code(&after, &earlier)), ("01A".to_owned(), "01A".to_owned()));
    // 03A was not yet delegated in April, so the merged body is not either; from July it would have been.
    let green = record.with(Field::ServiceCode, "SGREEN");
    assert_eq!((code(&before, &green), code(&after, &green)), ("01A".to_owned(), "0SA".to_owned()));
    let given = Draft { delegation: vec![("20A".to_owned(), "*".to_owned(), true)], ..merger() };
    assert_eq!(code(&before.with_draft(&given).unwrap(), &green), "20A");
}

#[test]
fn a_boundary_move_takes_practices_and_places_with_it() {
    let before = reference(&small());
    let draft = Draft {
        practices: vec![("P00001".to_owned(), "02A".to_owned())],
        places: vec![("AA1 1AA".to_owned(), "02A".to_owned())],
        ..Draft::from(day("2025-10-01"))
    };
    let after = before.with_draft(&draft).unwrap();
    let editions = Edition::built_in().unwrap();
    let assigner = Assigner::new(&after, editions).unwrap();
    let code = |record: &Record<'_>| after.code_text(assigner.decide(record).commissioner).to_owned();
    assert_eq!([code(&outpatient("2025-09-30")), code(&outpatient("2025-10-01"))], ["01A", "02A"]);
    let nobody = |on| outpatient(on).with(Field::GpPractice, "");
    assert_eq!([code(&nobody("2025-09-30")), code(&nobody("2025-10-01"))], ["01A", "02A"]);
    let unknown = Draft { practices: vec![("P99999".to_owned(), "02A".to_owned())], ..draft };
    let refused = before.with_draft(&unknown).unwrap_err();
    assert_eq!(refused, AssignError::Draft { found: "P99999".to_owned(), problem: "is no practice of the reference" });
}

#[test]
fn what_moves_adds_up_and_parts_add_to_the_whole() {
    let tables = small();
    let before = reference(&tables);
    let after = before.with_draft(&merger()).unwrap();
    let editions = Edition::built_in().unwrap();
    let (old, new) = (Assigner::new(&before, editions).unwrap(), Assigner::new(&after, editions).unwrap());
    let pools = Pools::of(&tables);
    let mut dice = Dice::new(5);
    let (mut whole, mut parts) = (Delta::default(), [Delta::default(), Delta::default()]);
    for n in 0..20_000 {
        let record = pools.draw(&mut dice);
        // Refunds are negative: they move like everything else.
        let pence = dice.below(1_000_000) as i64 - 10_000;
        let key = |assigner: &Assigner<'_>| {
            let decision = assigner.decide(&record);
            (assigner.reference().code_text(decision.commissioner).to_owned(), record.get(Field::Provider).to_owned())
        };
        let (from, to) = (key(&old), key(&new));
        whole.add(&from, &to, pence);
        if let Some(part) = parts.get_mut(n % 2) {
            part.add(&from, &to, pence);
        }
    }
    assert!(whole.is_conserved() && whole.moved.records > 100 && whole.total.records == 20_000);
    let [even, odd] = parts;
    assert_eq!(even.merge(odd), whole);
    assert!(whole.flows.keys().all(|((_, before), (_, after))| before == after), "a record changed its provider");
}

#[test]
fn a_walk_gives_every_question_with_its_fields_and_rows() {
    let tables = small();
    let reference = reference(&tables);
    let assigner = Assigner::new(&reference, Edition::built_in().unwrap()).unwrap();
    let record = outpatient("2025-06-15").with(Field::GpPractice, " p00005").with(Field::ServiceCode, "sgreen");
    let walk = assigner.explain(&record);
    let assignment = &walk.assignment;
    assert_eq!((assignment.commissioner.as_str(), assignment.status), ("0SB", Status::Assigned));
    assert_eq!(
        assignment.reason,
        "NHS England's specialised hub for the patient's population commissions this service, found from the registered practice."
    );
    assert_eq!(
        walk.asked.iter().map(|asked| asked.node.as_str()).collect::<Vec<_>>().join(">"),
        assignment.path.trim_start_matches("CDS>")
    );
    let last = walk.asked.last().unwrap();
    assert_eq!((last.node.as_str(), last.answer, last.next.as_str()), ("C-6", false, "NHSE_SPEC_HUB_GP"));
    let rows: Vec<_> = last.evidence.iter().map(|row| (row.table, row.key.as_str())).collect();
    assert_eq!(
        rows,
        [
            ("practices", "P00005"),
            ("commissioners", "08A"),
            ("commissioners", "03A"),
            ("succession", "08A"),
            ("delegation", "03A")
        ]
    );
    let delegation = last.evidence.last().unwrap();
    assert_eq!(delegation.columns, [("service_code", "*".to_owned()), ("delegated", "N".to_owned())]);
    assert_eq!((delegation.valid_from, delegation.valid_to), (Some(day("2025-04-01")), Some(day("2025-06-30"))));
    let practice = walk.asked.iter().find(|asked| asked.node == "WB-2").unwrap();
    assert_eq!(practice.fields.first().and_then(|read| read.read_as.as_deref()), Some("P00005"));
    let drawing = walk.drawing.as_ref().unwrap();
    assert_eq!(drawing.edges.iter().filter(|edge| edge.taken).count(), walk.asked.len());
    let json = serde_json::to_value(&walk).unwrap();
    assert_eq!(json["assignment"]["terminal"], "NHSE_SPEC_HUB_GP");
    assert_eq!(json["asked"][0]["node"], "A");
}

#[test]
fn evidence_names_the_published_file() {
    let tables = small();
    let mut builder = ReferenceBuilder::new();
    for table in Table::ALL {
        for row in crate::world::rows(&tables, table) {
            builder.add(table, &|column| row.get(column).map_or("", String::as_str)).unwrap();
        }
    }
    let vintage = Vintage { name: "practices of April".to_owned(), hash: "ab12".to_owned() };
    builder.vintage(Table::Practices, vintage.clone());
    let reference = builder.build().unwrap();
    let assigner = Assigner::new(&reference, Edition::built_in().unwrap()).unwrap();
    let assignment = assigner.assign(&outpatient("2025-06-15"));
    let row = assignment.evidence.iter().find(|row| row.table == "practices").unwrap();
    assert_eq!(row.vintage, Some(vintage));
}

#[test]
fn a_cell_that_cannot_be_read_is_refused_with_its_place() {
    let mut builder = ReferenceBuilder::new();
    let mut refused = |table, cells: &[(&str, &'static str)]| {
        let cell = |column: &str| cells.iter().find(|(name, _)| *name == column).map_or("", |(_, text)| text);
        builder.add(table, &|column| cell(column)).unwrap_err().to_string()
    };
    assert_eq!(
        refused(Table::Practices, &[("practice_code", "P1"), ("status", "OPEN")]),
        "practices row 1, column status: found `OPEN`, wanted ACTIVE, PROPOSED, CLOSED, DORMANT or INACTIVE, or their first letter"
    );
    assert_eq!(
        refused(Table::Providers, &[("provider_code", "R1"), ("valid_from", "1/4/2020")]),
        "providers row 1, column valid_from: found `1/4/2020`, wanted a date such as 2025-04-01, or nothing"
    );
    assert_eq!(
        refused(Table::ServiceCodes, &[("service_code", "S"), ("delegation_status", "PURPLE")]),
        "service_codes row 1, column delegation_status: found `PURPLE`, wanted RED, BLUE, GREEN, AMBER or NOT APPLICABLE"
    );
    assert_eq!(
        refused(Table::Postcodes, &[("postcode", "AA1 1AA")]),
        "postcodes row 1, column country: found ``, wanted the code of a country"
    );
    assert_eq!(
        refused(Table::JusticeSites, &[("postcode", ""), ("hub_code", "0HJ")]),
        "justice_sites row 1, column postcode: found ``, wanted a postcode"
    );
    assert_eq!(
        refused(Table::DentalTfc, &[("tfc", "14X")]),
        "dental_tfc row 1, column tfc: found `14X`, wanted a treatment function of three digits"
    );
}

#[test]
fn editions_that_overlap_or_are_unknown_are_refused() {
    let served = |rows: &[(&'static str, &'static str, &'static str)]| {
        let mut builder = ReferenceBuilder::new();
        for (edition, from, to) in rows {
            let cell = |column: &str| match column {
                "edition" => edition,
                "valid_from" => from,
                _ => to,
            };
            builder.add(Table::Editions, &|column| *cell(column)).unwrap();
        }
        let reference = builder.build().unwrap();
        Assigner::new(&reference, Edition::built_in().unwrap()).map(|_| ()).unwrap_err().to_string()
    };
    assert_eq!(
        served(&[("CAM-2025-26", "2025-04-01", "2026-03-31"), ("CAM-2024-25", "2024-04-01", "2025-04-01")]),
        "editions CAM-2025-26 and CAM-2024-25 both cover 2025-04-01"
    );
    assert_eq!(
        served(&[("CAM-1999", "1999-04-01", "")]),
        "the reference asks for edition `CAM-1999`, which is not known: known are CAM-2025-26, CAM-2024-25, CAM-CCG"
    );
}
