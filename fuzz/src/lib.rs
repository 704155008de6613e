//! What each fuzz target does with its bytes. The tests of `activity` include this file and feed it the corpus, so that what was
//! found once is tried on every change, without a fuzzing engine.
//!
//! A function here must never panic but where something that must always hold does not.

use activity::{BadRows, Input, Job, Mapping, Output, read_overrides};
use assign::{Edition, Reference, ReferenceBuilder, Table};
use std::path::Path;
use std::sync::OnceLock;

/// A reference of a few rows: what records are assigned by here.
fn reference() -> &'static Reference {
    static HELD: OnceLock<Reference> = OnceLock::new();
    HELD.get_or_init(|| {
        let mut builder = ReferenceBuilder::new();
        let mut row = |table: Table, cells: &[(&str, &'static str)]| {
            let cell =
                |column: &'static str| cells.iter().find(|(name, _)| *name == column).map_or("", |(_, text)| *text);
            assert!(builder.add(table, &cell).is_ok());
        };
        row(Table::Editions, &[("edition", "CAM-2025-26"), ("valid_from", "2025-04-01"), ("valid_to", "2026-03-31")]);
        row(Table::Commissioners, &[("code", "11A"), ("type", "SUB_ICB")]);
        row(Table::Practices, &[("practice_code", "P10001"), ("status", "A"), ("commissioner", "11A")]);
        row(Table::Postcodes, &[("postcode", "ZX1 1AA"), ("country", "E92000001"), ("pco", "11A")]);
        row(Table::Providers, &[("provider_code", "RAA"), ("postcode", "ZX1 1AA")]);
        builder.build().unwrap_or_else(|error| unreachable!("{error}"))
    })
}

/// Assigns bytes as a file; what comes out must balance, and a refusal must leave nothing.
fn assigned(bytes: &[u8], to: &str) {
    let Ok(folder) = tempfile::tempdir() else { return };
    let (from, out) = (folder.path().join("in"), folder.path().join(to));
    if std::fs::write(&from, bytes).is_err() {
        return;
    }
    let job = Job { bad_rows: BadRows::LeaveOut(folder.path().join("left-out")), ..Job::default() };
    match job.run(reference(), &[Input::File(from)], &Output::File(out.clone()), &mut |_| {}) {
        Ok(summary) => {
            assert!(summary.tally.balance().is_ok());
            assert!(out.exists());
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            assert!(!Path::exists(&out), "a run that failed left a file");
        }
    }
}

/// Bytes as delimited text, after a header that is right or instead of one.
pub fn csv_activity(bytes: &[u8]) {
    assigned(bytes, "out.csv");
    let mut headed = b"cds_type,appointment_date,gp_practice,postcode,lsoa,provider,ovcc,cost_pence\n".to_vec();
    headed.extend_from_slice(bytes);
    assigned(&headed, "out.csv");
}

/// Bytes as Parquet or Arrow IPC.
pub fn parquet_activity(bytes: &[u8]) {
    // Without the mark at its start a file is text, which another target tries.
    if bytes.starts_with(b"PAR1") || bytes.starts_with(b"ARROW1") || bytes.starts_with(b"\xff\xff\xff\xff") {
        assigned(bytes, "out.csv");
        assigned(bytes, "out.parquet");
    }
}

/// Bytes as a mapping file.
pub fn mapping(bytes: &[u8]) {
    if let Err(error) = Mapping::read("mapping.csv", bytes) {
        assert!(error.to_string().contains("mapping.csv"));
    }
}

/// Bytes as a file of overrides.
pub fn overrides(bytes: &[u8]) {
    if let Err(error) = read_overrides("overrides.csv", bytes) {
        assert!(error.to_string().contains("overrides.csv"));
    }
}

/// Bytes as the file of an edition.
pub fn edition_file(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(edition) = Edition::parse(text) {
        assert!(!edition.nodes().is_empty());
    }
}

/// Bytes as a prepared reference; what is read must be written the same.
pub fn reference_decode(bytes: &[u8]) {
    if let Ok(reference) = Reference::decode(bytes) {
        let again = reference.encode();
        assert!(Reference::decode(&again).is_ok_and(|second| second.encode() == again));
    }
}
