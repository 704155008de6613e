//! Worlds for the tests: the small one of this folder, and any folder of reference files.

use assign::{Field, Record, Reference, ReferenceBuilder, Table};
use std::path::{Path, PathBuf};

/// The reference of a folder of `<table>.csv` files.
pub(crate) fn folder(folder: &Path) -> Reference {
    read(|table| std::fs::read_to_string(folder.join(format!("{table}.csv"))).unwrap())
}

/// The reference of the tables that `text` gives.
pub(crate) fn read(text: impl Fn(Table) -> String) -> Reference {
    let mut builder = ReferenceBuilder::new();
    for table in Table::ALL {
        let text = text(table);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headers = reader.headers().unwrap().clone();
        for row in reader.records() {
            let row = row.unwrap();
            let cell = |column: &str| {
                headers.iter().position(|header| header == column).and_then(|at| row.get(at)).unwrap_or_default()
            };
            builder.add(table, &|column| cell(column)).unwrap();
        }
    }
    builder.build().unwrap()
}

/// The folder beside the data, when the data are there.
pub(crate) fn spec() -> Option<PathBuf> {
    let data = PathBuf::from(std::env::var_os("FOOTPRINT_DATA")?);
    let spec = data.join("../spec");
    spec.join("cam-vectors.csv").exists().then_some(spec)
}

/// A table of records with what is expected of them.
pub(crate) struct Cases {
    headers: Vec<String>,
    rows: Vec<csv::StringRecord>,
}

impl Cases {
    pub(crate) fn read(text: &str) -> Self {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headers = reader.headers().unwrap().iter().map(str::to_owned).collect();
        Self { headers, rows: reader.records().map(Result::unwrap).collect() }
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Case<'_>> {
        self.rows.iter().map(|row| Case { headers: &self.headers, row })
    }
}

/// One record and what is expected of it.
pub(crate) struct Case<'c> {
    headers: &'c [String],
    row: &'c csv::StringRecord,
}

impl<'c> Case<'c> {
    pub(crate) fn cell(&self, column: &str) -> &'c str {
        let at = self.headers.iter().position(|header| header == column);
        at.and_then(|at| self.row.get(at)).unwrap_or_default()
    }

    pub(crate) fn record(&self) -> Record<'c> {
        Record::read(|field: Field| self.cell(field.name()))
    }
}
