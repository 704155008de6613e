//! The engine inside an Arrow pipeline of one's own: batches in, batches with the commissioner out.
//!
//! `cargo run -p activity --example arrow_pipeline -- TABLES RECORDS.parquet` reads the columns `cds_type`, `appointment_date`,
//! `gp_practice`, `postcode` and `provider` of outpatient records as text and prints how many each commissioner pays for.

use arrow::array::{ArrayRef, AsArray, RecordBatch, StringArray};
use assign::{Batch, CodeId, Column, Compiled, Edition, Outcome, Small, Traits};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::sync::Arc;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(tables), Some(records)) = (arguments.next(), arguments.next()) else {
        return Err("give the folder of reference tables and a Parquet file of outpatient records".into());
    };
    // Once: the tables, and the method compiled with them. Both can be shared by every thread.
    let reference = activity::reference::ReferenceFolder::at(tables).load()?;
    let compiled = Compiled::new(&reference, Edition::built_in()?)?;
    let mut payers: BTreeMap<String, u64> = BTreeMap::new();
    for batch in ParquetRecordBatchReaderBuilder::try_new(File::open(records)?)?.build()? {
        let batch = with_commissioner(&compiled, &batch?)?;
        let payer = batch.column_by_name("commissioner").ok_or("no commissioner")?.as_string::<i32>();
        for code in payer.iter().flatten() {
            *payers.entry(code.to_owned()).or_default() += 1;
        }
    }
    for (payer, records) in payers {
        println!("{payer:<8}{records}");
    }
    Ok(())
}

/// The batch with a column `commissioner` at its end.
fn with_commissioner(compiled: &Compiled, batch: &RecordBatch) -> Result<RecordBatch, Box<dyn Error>> {
    let text = |name: &str| -> Result<&StringArray, Box<dyn Error>> {
        let column = batch.column_by_name(name).ok_or_else(|| format!("no column {name}"))?;
        Ok(column.as_string_opt::<i32>().ok_or_else(|| format!("{name} is not text"))?)
    };
    let numbers = |name: &str, number: &dyn Fn(&str) -> u32| -> Result<Vec<u32>, Box<dyn Error>> {
        Ok(text(name)?.iter().map(|cell| number(cell.unwrap_or_default())).collect())
    };
    let practice = numbers("gp_practice", &|cell| compiled.practice(cell))?;
    let postcode = numbers("postcode", &|cell| compiled.postcode(cell))?;
    let provider = numbers("provider", &|cell| compiled.provider(cell))?;
    // The small fields may come in any number of columns; here there is one, and every record is of a resident.
    let resident = Traits::ovcc("A") | Traits::admin_category("01");
    let traits: Vec<Traits> =
        text("cds_type")?.iter().map(|cell| resident | Traits::cds_type(cell.unwrap_or_default())).collect();
    let days: Vec<i32> = text("appointment_date")?.iter().map(|cell| Compiled::day(cell.unwrap_or_default())).collect();
    let mut outcomes = vec![Outcome::default(); batch.num_rows()];
    compiled.assign_batch(
        &Batch {
            practice: Column::Plain(&practice),
            postcode: Column::Plain(&postcode),
            provider: Column::Plain(&provider),
            service: Column::All(compiled.service("")),
            small: &[Small::Traits(&traits)],
            days: [&[], &days, &[], &[]],
            overrides: Column::All(0),
        },
        &mut outcomes,
    );
    let code = |outcome: &Outcome| match outcome.commissioner {
        CodeId::NONE => None,
        code => Some(compiled.reference().code_text(code)),
    };
    let payer: StringArray = outcomes.iter().map(code).collect();
    let schema = batch.schema();
    let columns = schema.fields().iter().map(|field| field.name().clone()).zip(batch.columns().iter().cloned());
    let columns = columns.chain([("commissioner".to_owned(), Arc::new(payer) as ArrayRef)]);
    Ok(RecordBatch::try_from_iter(columns)?)
}
