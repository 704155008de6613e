//! Reads files, folders or zips and says what each gave: `cargo run --release -p import --example read_files -- PATH…`

use import::{gather, read, released_from_name};
use std::path::PathBuf;
use std::time::Instant;

fn main() -> Result<(), import::ImportError> {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let (mut rows, mut facts, mut seconds) = (0, 0, 0.0);
    for file in gather(&paths)? {
        // This program only counts, so any date will do where a file states none.
        let released = released_from_name(&file.name).or_else(|| "2024".parse().ok().map(register::Released));
        let begun = Instant::now();
        match read(&file, released) {
            Ok(reading) => {
                let took = begun.elapsed().as_secs_f64();
                rows += reading.rows;
                facts += reading.facts.len();
                seconds += took;
                println!(
                    "{}: {} {}, {} rows, {} facts, {} bad rows, {took:.3} s",
                    file.name,
                    reading.series,
                    reading.released,
                    reading.rows,
                    reading.facts.len(),
                    reading.bad_rows.len(),
                );
            }
            Err(error) => println!("{error}"),
        }
    }
    println!("{rows} rows and {facts} facts in {seconds:.3} s: {:.0} rows/s", rows as f64 / seconds);
    Ok(())
}
