//! A small world of reference tables, written here, and records in it.

use activity::reference::ReferenceFolder;
use activity::{
    BadRows, Deciding, EditionLabel, Formulas, Hashes, Input, Limits, Mapping, MissingOvcc, Output, Progress, Run,
    RunSummary, run,
};
use assign::{Assigner, Compiled, Edition, Reference};
use std::num::NonZero;
use std::path::{Path, PathBuf};

/// The tables of the small world: two bodies, three practices, three postcodes, one provider.
const TABLES: [(&str, &str); 16] = [
    (
        "practices",
        "practice_code,name,national_grouping,hlhg,postcode,status,commissioner,valid_from,valid_to\n\
         P10001,One,Y59,QU9,AA1 1AA,A,11A,2013-04-01,\nP10002,Two,Y59,QU9,AA1 1AB,A,11B,2013-04-01,\n\
         P10003,Shut,Y59,QU9,AA1 1AB,A,11B,2013-04-01,2020-03-31\nP10003,Shut,Y59,QU9,AA1 1AB,C,11B,2020-04-01,\n",
    ),
    (
        "postcodes",
        "postcode,country,pco,icb,region,ons_la,ods_la,valid_from,valid_to\n\
         AA1 1AA,E92000001,11A,QU9,Y59,E07000001,901,,\nAA1 1AB,E92000001,11B,QU9,Y59,E07000002,902,,\n\
         AA9 9AA,S92000003,SA9,,,S12000001,,,\n",
    ),
    ("providers", "provider_code,name,postcode,valid_from,valid_to\nRAA,Trust,AA1 1AB,2000-04-01,\n"),
    ("provider_hub", "provider_code,hub_code,valid_from,valid_to\nRAA,14G,2013-04-01,\n"),
    ("region_hub", "region,specialised_hub,health_justice_hub,valid_from,valid_to\nY59,14G,97T,2020-04-01,\n"),
    (
        "commissioners",
        "code,type,icb,region,valid_from,valid_to\n11A,SUB_ICB,QU9,Y59,2013-04-01,\n11B,SUB_ICB,QU9,Y59,2013-04-01,\n\
         14G,SPEC_HUB,,Y59,2015-04-01,\n97T,HJ_HUB,,Y59,2020-04-01,\n13Q,NATIONAL_HUB,,,2013-04-01,\n",
    ),
    ("succession", "old_code,new_code,effective_date\n"),
    (
        "service_codes",
        "service_code,description,delegation_status,specialised,highly_specialised,section7a,valid_from,valid_to\n\
         NCBPS01B,Kept,RED,1,1,0,2025-04-01,\n",
    ),
    ("delegation", "sub_icb,service_code,delegated,valid_from,valid_to\n11A,*,Y,2025-04-01,\n"),
    ("appendix_c", "service_code,part,valid_from,valid_to\n"),
    ("border_areas", "code_type,code,name\nICB,QYG,x\nLHB,7A1,x\n"),
    ("dental_tfc", "tfc,description\n140,x\n"),
    ("infertility_codes", "code_system,code,match\nICD10,N97,PREFIX3\n"),
    ("justice_sites", "site_name,postcode,hub_code,valid_from,valid_to\n"),
    ("pseudo_postcodes", "postcode,group,meaning\nZZ99 3VZ,UNALLOCATED,no fixed abode\n"),
    ("editions", "edition,valid_from,valid_to\nCAM-2025-26,2025-04-01,2026-03-31\n"),
];

/// The small world in a folder.
pub(crate) fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (table, text) in TABLES {
        std::fs::write(folder.path().join(format!("{table}.csv")), text).unwrap();
    }
    folder
}

/// The small world, loaded.
pub(crate) fn reference() -> Reference {
    ReferenceFolder::at(folder().path()).load().unwrap()
}

/// Who decides in a test.
#[derive(Clone, Copy)]
pub(crate) enum Engine {
    Compiled,
    Interpreter,
}

/// Everything about a run that a test may want to be different.
pub(crate) struct Asked<'a> {
    pub(crate) engine: Engine,
    pub(crate) edition: Option<&'a str>,
    pub(crate) mapping: Mapping,
    pub(crate) bad_rows: BadRows,
    pub(crate) threads: usize,
    pub(crate) variance: bool,
    pub(crate) before: Option<&'a Compiled>,
    pub(crate) prefix: String,
    pub(crate) formulas: Formulas,
}

impl Default for Asked<'_> {
    fn default() -> Self {
        Self {
            engine: Engine::Compiled,
            edition: None,
            mapping: Mapping::default(),
            bad_rows: BadRows::Fail,
            threads: 2,
            variance: false,
            before: None,
            prefix: String::new(),
            formulas: Formulas::Guarded,
        }
    }
}

/// Assigns a file.
pub(crate) fn assign(reference: &Reference, from: &Path, to: &Path, asked: &Asked<'_>) -> Result<RunSummary, String> {
    let editions = Edition::built_in().unwrap();
    let forced = asked.edition.map(|id| editions.iter().find(|edition| edition.id == id).unwrap());
    let (compiled, assigner) = match forced {
        None => (Compiled::new(reference, editions).unwrap(), Assigner::new(reference, editions).unwrap()),
        Some(edition) => (Compiled::forced(reference, edition).unwrap(), Assigner::forced(reference, edition).unwrap()),
    };
    let deciding = Deciding {
        compiled: &compiled,
        interpreter: matches!(asked.engine, Engine::Interpreter).then_some(&assigner),
        label: if forced.is_some() { EditionLabel::WhatIf } else { EditionLabel::Plain },
        missing_ovcc: MissingOvcc::AsWritten,
        before: asked.before,
        variance: asked.variance,
    };
    let made = Run {
        deciding,
        mapping: &asked.mapping,
        bad_rows: asked.bad_rows.clone(),
        prefix: asked.prefix.clone(),
        threads: NonZero::new(asked.threads).unwrap(),
        hashes: Hashes::Taken,
        formulas: asked.formulas,
        limits: Limits::COMMAND_LINE,
    };
    let mut told = Progress::default();
    let inputs = [Input::File(from.to_owned())];
    let summary = run(&inputs, &Output::File(to.to_owned()), &made, &mut |progress| told = progress);
    let summary = summary.map_err(|error| error.to_string())?;
    assert_eq!(told.records, summary.tally.read.records, "what was told last is what was done");
    assert!(told.bytes_total.is_none_or(|total| told.bytes <= total), "{told:?}");
    Ok(summary)
}

/// The folder beside the real files that holds the worked cases, said loudly when it is not there.
pub(crate) fn cases() -> Option<PathBuf> {
    let Some(data) = std::env::var_os("FOOTPRINT_DATA").map(PathBuf::from) else {
        eprintln!("skipped: FOOTPRINT_DATA is not set, so the worked cases were not checked");
        return None;
    };
    let cases = data.parent()?.join("spec");
    if !cases.join("cam-vectors.csv").is_file() {
        eprintln!("skipped: there are no worked cases at {}", cases.display());
        return None;
    }
    Some(cases)
}
