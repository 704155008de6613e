//! One way of running: what is asked for as a value, what was read and applied in the account, and the result read again.

use crate::world::reference;
use activity::reference::ReferenceFolder;
use activity::{
    Hashes, Input, Item, Job, Mapping, OneRecord, Output, WhatIf, edition_named, hash_of_file, read_draft, read_result,
};
use assign::{Day, Field};
use std::fs;
use std::ops::ControlFlow;

const ROWS: &str = "cds_type,appointment_date,gp_practice,postcode,provider,admin_category,ovcc,cost_pence,submitted_commissioner\n\
                    020,2025-06-15,P10001,AA1 1AA,RAA,01,A,500,11A\n020,2025-06-15,P10002,AA1 1AB,RAA,01,A,250,11A\n";

#[test]
fn the_account_names_what_was_read_and_what_was_applied() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("in.csv"), folder.path().join("out.csv"));
    fs::write(&from, ROWS).unwrap();
    let tables = crate::world::folder();
    let reference = ReferenceFolder::at(tables.path()).load().unwrap();
    let inputs = [Input::File(from.clone())];
    let summary = Job::default().run(&reference, &inputs, &Output::File(to.clone()), &mut |_| {}).unwrap();
    // Source: sha256sum of the same bytes.
    let expected = hash_of_file(&from).unwrap();
    assert_eq!((expected.bytes, expected.sha256.len()), (ROWS.len() as u64, 64));
    assert_eq!(summary.inputs, std::slice::from_ref(&expected));
    assert_eq!(summary.editions, ["CAM-2025-26"]);
    assert_eq!((summary.vintages.len(), summary.vintages[0].table.as_str()), (16, "practices"));
    assert_eq!(summary.vintages[0].sha256, hash_of_file(&tables.path().join("practices.csv")).unwrap().sha256);
    let without = Job { hashes: Hashes::NotTaken, ..Job::default() };
    let summary = without.run(&reference, &inputs, &Output::File(to), &mut |_| {}).unwrap();
    assert_eq!((summary.inputs[0].bytes, summary.inputs[0].sha256.as_str()), (expected.bytes, ""));
}

#[test]
fn a_what_if_counts_what_moves_and_one_record_is_explained_by_the_same_job() {
    let out = tempfile::tempdir().unwrap();
    let (from, to) = (out.path().join("in.csv"), out.path().join("out.csv"));
    fs::write(&from, ROWS).unwrap();
    let draft = "change,code,to,value\nbody,9ZZ,QU9,Y59\nsuccession,11A,9ZZ,\n";
    let draft = read_draft("d.csv", draft.as_bytes(), Day::parse("2025-04-01").unwrap()).unwrap();
    let job = Job { what_if: Some(WhatIf { edition: None, drafts: vec![draft] }), ..Job::default() };
    let reference = reference();
    let summary = job.run(&reference, &[Input::File(from.clone())], &Output::File(to.clone()), &mut |_| {}).unwrap();
    let moved: Vec<_> = summary.tally.changes.iter().filter(|(key, _)| key.before != key.after).collect();
    assert_eq!(moved.len(), 1);
    assert_eq!((moved[0].0.before.as_str(), moved[0].0.after.as_str(), moved[0].1.pence), ("11A", "9ZZ", 500));
    let mut seen = Vec::new();
    read_result(&to, &Mapping::default(), "", &mut |row| {
        seen.push((
            row.number,
            row.item(Item::Field(Field::GpPractice)).to_owned(),
            row.added("commissioner").to_owned(),
            row.before().unwrap().to_owned(),
            row.pence(),
        ));
        if row.number == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .unwrap();
    let expected = [(1, "P10001", "9ZZ", "11A", 500), (2, "P10002", "11B", "11B", 250)];
    let expected =
        expected.map(|(n, one, two, three, pence)| (n, one.to_owned(), two.to_owned(), three.to_owned(), pence));
    assert_eq!(seen, expected);
    // The column is there in every form of file, and only where something is compared.
    let header = fs::read_to_string(&to).unwrap().lines().next().unwrap().to_owned();
    assert!(header.ends_with(",flags,edition,commissioner_before"), "{header}");
    let parquet = out.path().join("out.parquet");
    job.run(&reference, &[Input::File(from.clone())], &Output::File(parquet.clone()), &mut |_| {}).unwrap();
    let mut again = Vec::new();
    read_result(&parquet, &Mapping::default(), "", &mut |row| {
        again.push(row.before().unwrap().to_owned());
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(again, ["11A", "11B"]);
    // A result assigned again keeps the columns of its first run, under a prefix of its own: Parquet spliced too.
    let (spliced, prefix) = (out.path().join("again.parquet"), "second_".to_owned());
    let second = Job { prefix, ..job.clone() };
    second.run(&reference, &[Input::File(parquet)], &Output::File(spliced.clone()), &mut |_| {}).unwrap();
    read_result(&spliced, &Mapping::default(), "second_", &mut |row| {
        assert_eq!(
            (row.before(), row.added("commissioner")),
            (Some(["11A", "11B"][row.number as usize - 1]), ["9ZZ", "11B"][row.number as usize - 1])
        );
        ControlFlow::Continue(())
    })
    .unwrap();
    let plain = out.path().join("plain.csv");
    Job::default().run(&reference, &[Input::File(from)], &Output::File(plain.clone()), &mut |_| {}).unwrap();
    assert!(!fs::read_to_string(&plain).unwrap().contains("commissioner_before"));
    read_result(&plain, &Mapping::default(), "", &mut |row| {
        assert_eq!(row.before(), None);
        ControlFlow::Break(())
    })
    .unwrap();

    let mut one = OneRecord::default();
    for (item, value) in
        [("cds_type", "020"), ("appointment_date", "2025-06-15"), ("gp_practice", "P10001"), ("provider", "RAA")]
    {
        one.set(item, value).unwrap();
    }
    let job = Job { edition: Some(edition_named("2025-26").unwrap()), ..Job::default() };
    let as_written = job.explain(&reference, &one).unwrap().assignment;
    assert_eq!((as_written.commissioner.as_str(), as_written.method.name()), ("11A", "GP"));
    assert!(as_written.path.contains(">B-4"), "a blank category is a visitor's: {}", as_written.path);
    let job = Job { missing_ovcc: activity::MissingOvcc::Resident, ..job };
    assert!(job.explain(&reference, &one).unwrap().assignment.path.contains(">WB-1"));
    let error = edition_named("1999").unwrap_err().to_string();
    assert!(error.starts_with("there is no edition `1999`; there are CAM-2025-26"), "{error}");
}
