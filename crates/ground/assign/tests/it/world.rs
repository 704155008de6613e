//! Worlds for the tests: the small one of this folder, and any folder of reference files.

use assign::{Field, Record, Reference, ReferenceBuilder, Table};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The text of each table of a world.
pub(crate) type Tables = HashMap<Table, String>;

/// The small world of this folder: one section for each table.
pub(crate) fn small() -> Tables {
    let sections = include_str!("small.world").split("\n[").skip(1);
    let tables = sections.map(|section| {
        let (name, rows) = section.split_once("]\n").unwrap();
        (Table::ALL.into_iter().find(|table| table.name() == name).unwrap(), rows.to_owned())
    });
    tables.collect()
}

/// A folder of `<table>.csv` files.
pub(crate) fn folder(folder: &Path) -> Tables {
    let text = |table: Table| std::fs::read_to_string(folder.join(format!("{table}.csv"))).unwrap();
    Table::ALL.into_iter().map(|table| (table, text(table))).collect()
}

/// Every row of a table, as what each column holds.
pub(crate) fn rows(tables: &Tables, table: Table) -> Vec<HashMap<String, String>> {
    let text = tables.get(&table).map_or("", String::as_str);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let owned = |row: csv::StringRecord| headers.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect();
    reader.records().map(|row| owned(row.unwrap())).collect()
}

/// The reference of a world.
pub(crate) fn reference(tables: &Tables) -> Reference {
    let mut builder = ReferenceBuilder::new();
    for table in Table::ALL {
        for row in rows(tables, table) {
            let cell = |column: &str| row.get(column).map_or("", String::as_str);
            builder.add(table, &|column| cell(column)).unwrap();
        }
    }
    builder.build().unwrap()
}

/// The folder beside the data, when the data are there.
pub(crate) fn spec() -> Option<PathBuf> {
    let spec = std::env::var_os("FOOTPRINT_DATA").map(|data| PathBuf::from(data).join("../spec"));
    let found = spec.filter(|spec| spec.join("cam-vectors.csv").exists());
    if found.is_none() {
        eprintln!("SKIPPED: FOOTPRINT_DATA is not set, or has no world beside it");
    }
    found
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
