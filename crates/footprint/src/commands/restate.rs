//! `restate`: a user's series on the structure of another date.

use crate::cli::{Global, RestateArgs};
use crate::database::Asked;
use crate::exit::{Ended, Failure};
use crate::print;
use import::restating::{RestatedFile, SeriesColumns, SeriesDay, restate_table, write_rows, write_unplaced};
use import::tabular::TabularFile;
use indicatif::{ProgressBar, ProgressStyle};
use register::restate::{Restated, Restatement};
use register_face::answers::counted;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use terms::FuzzyDate;

/// How many codes that could not be placed are shown; a file can be had with all of them.
const UNPLACED_SHOWN: usize = 10;

/// Restates a file, writes the rows and says what was read and where it went.
pub(crate) async fn restate(global: &Global, args: &RestateArgs) -> Result<Ended, Failure> {
    let asked = Asked::open(global).await?;
    let table = TabularFile::open(&args.file)?;
    let columns = SeriesColumns {
        code: args.code.clone(),
        day: match &args.date {
            None => SeriesDay::Fixed(asked.clocks.valid_at),
            Some(text) => text.parse().map_or_else(|_| SeriesDay::Column(text.clone()), SeriesDay::Fixed),
        },
        keys: args.keep.clone(),
        values: args.value.clone(),
    };
    let restatement = Restatement { to: args.to, mode: args.mode, by: args.by };
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} rows  {per_sec}") {
        bar.set_style(style);
    }
    let restated = restate_table(&table, &columns, asked.view(), restatement, |rows| bar.set_position(rows))
        .map_err(|error| Failure::failed(error.to_string()))?;
    bar.finish_and_clear();

    let RestatedFile { restated, bad_rows } = &restated;
    let formulas = print::formulas(args.plain);
    if let Some(path) = &args.output {
        write(path, |out| write_rows(restated, &columns, formulas, out).map_err(|error| error.to_string()))?;
    } else {
        let mut text = Vec::new();
        write_rows(restated, &columns, formulas, &mut text).map_err(|error| Failure::failed(error.to_string()))?;
        print::write(&text)?;
    }
    if let Some(path) = &args.unplaced {
        write(path, |out| write_unplaced(restated, &columns, formulas, out).map_err(|error| error.to_string()))?;
    }
    tell(restated, args, &columns, &asked);
    for bad in bad_rows.iter().take(UNPLACED_SHOWN) {
        note!("Not read: {bad}");
    }
    if bad_rows.len() > UNPLACED_SHOWN {
        note!("and {} more rows like these", bad_rows.len() - UNPLACED_SHOWN);
    }
    // A cell that is no number is left out of every sum: whoever reads only the exit code must learn of it.
    let numbers = restated.totals.iter().all(|total| total.not_numbers.is_empty() && total.n_unlisted == 0);
    let whole = bad_rows.is_empty() && numbers && restated.unplaced_codes().is_empty();
    Ok(if whole { Ended::Done } else { Ended::InPart })
}

pub(super) fn write(path: &Path, rows: impl FnOnce(&mut dyn Write) -> Result<(), String>) -> Result<(), Failure> {
    let unwritten = |why: String| Failure::failed(format!("{} cannot be written: {why}", path.display()));
    let mut out = BufWriter::new(File::create(path).map_err(|error| unwritten(error.to_string()))?);
    rows(&mut out).map_err(unwritten)?;
    out.flush().map_err(|error| unwritten(error.to_string()))
}

/// What was read, and where it went: on the error stream, so that the rows can be piped on.
fn tell(restated: &Restated, args: &RestateArgs, columns: &SeriesColumns, asked: &Asked) {
    note!(
        "{} by {} restated {} to {}, by {}, as known after entry {}.",
        counted(restated.n_rows, "row", "rows"),
        columns.code,
        args.mode,
        FuzzyDate::day(args.to).screen(),
        args.by,
        asked.clocks.entry
    );
    if let SeriesDay::Fixed(day) = &columns.day {
        note!("Every row counts as of {}.", FuzzyDate::day(*day).screen());
    }
    for total in &restated.totals {
        note!("{}: read {} = placed {} + not placed {}", total.column, total.read, total.placed, total.unplaced);
        for text in &total.not_numbers {
            let rows = counted(text.n_rows, "row", "rows");
            note!("  `{}` is no number ({rows}, the first on line {})", text.text, text.first_line);
        }
    }
    if !restated.crossed.is_empty() {
        note!("Reorganisations crossed: {}", crossed(restated));
    }
    let unplaced = restated.unplaced_codes();
    if unplaced.is_empty() {
        return;
    }
    note!("Not placed: {}", counted(unplaced.len() as u64, "code", "codes"));
    for (code, (rows, why)) in unplaced.iter().take(UNPLACED_SHOWN) {
        note!("  {code} ({}): {why}", counted(*rows, "row", "rows"));
    }
    if unplaced.len() > UNPLACED_SHOWN && args.unplaced.is_none() {
        note!("  and {} more: write them all to a file with --unplaced FILE", unplaced.len() - UNPLACED_SHOWN);
    }
}

/// The days of the reorganisations, with how many bodies gave way on each.
fn crossed(restated: &Restated) -> String {
    let mut days: Vec<(String, u64)> = Vec::new();
    for link in &restated.crossed {
        let day = link.on.screen();
        match days.last_mut() {
            Some((last, count)) if *last == day => *count += 1,
            _ => days.push((day, 1)),
        }
    }
    let days: Vec<String> = days
        .into_iter()
        .map(|(day, count)| format!("{day} ({})", counted(count, "succession", "successions")))
        .collect();
    days.join(", ")
}
