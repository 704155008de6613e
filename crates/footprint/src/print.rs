//! Tables on the terminal, as CSV and as JSON.

use crate::cli::Format;
use crate::exit::Failure;
use ask::Clocks;
use ask::{About, Cell, Kind, Table};
use kit::isolate::isolated;
use std::io::{IsTerminal as _, Write as _};
use terms::formula::Formulas;

/// The narrowest a column is squeezed to.
const NARROWEST: usize = 8;
const GAP: &str = "  ";

/// Prints the answer to a question: one table or several.
pub(crate) fn answer(tables: &[Table], format: Format, clocks: &Clocks, address: &str) -> Result<(), Failure> {
    let about = About { clocks: clocks.clone(), address: address.to_owned() };
    let text = match (format, tables) {
        (Format::Table, _) => {
            let mut text: String = tables.iter().map(|table| shown(table, width()) + "\n").collect();
            text.push_str(&clocks.words());
            text.push('\n');
            text.into_bytes()
        }
        (Format::Csv, _) => tables.iter().map(Table::to_csv).collect::<Vec<_>>().join(&b"\r\n"[..]),
        (Format::Json, [table]) => (format!("{:#}\n", table.to_json(&about))).into_bytes(),
        (Format::Json, _) => {
            let all: Vec<_> = tables.iter().map(|table| table.to_json(&about)).collect();
            format!("{:#}\n", serde_json::Value::Array(all)).into_bytes()
        }
    };
    write(&text)
}

/// Prints a table that answers no question about the register, such as what an import did.
pub(crate) fn report(table: &Table, format: Format) -> Result<(), Failure> {
    let text = match format {
        Format::Table => shown(table, width()).into_bytes(),
        Format::Csv => table.to_csv(),
        Format::Json => {
            let rows = table.rows.iter().map(|row| {
                let cells = table.columns.iter().zip(row).map(|(column, cell)| {
                    let value = match cell {
                        Cell::Empty => serde_json::Value::Null,
                        Cell::Number(number) => (*number).into(),
                        other => other.plain().into(),
                    };
                    (column.key.to_string(), value)
                });
                serde_json::Value::Object(cells.collect())
            });
            format!("{:#}\n", serde_json::Value::Array(rows.collect())).into_bytes()
        }
    };
    write(&text)
}

/// Prints plain words.
pub(crate) fn say(text: &str) -> Result<(), Failure> {
    write(format!("{text}\n").as_bytes())
}

/// Writes to standard output. A reader that has seen enough (`| head`) is no error.
pub(crate) fn write(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Tells whoever runs the program what is no part of its answer, on a line of standard error.
macro_rules! note {
    ($($words:tt)*) => {
        $crate::print::beside(format_args!("{}\n", format_args!($($words)*)))
    };
}

/// Writes to standard error. That nobody reads it ends neither a server nor an act half way.
pub(crate) fn beside(words: std::fmt::Arguments<'_>) {
    let mut err = std::io::stderr().lock();
    drop(err.write_fmt(words).and_then(|()| err.flush()));
}

/// The columns of the terminal; a file or a pipe is as wide as it must be.
fn width() -> usize {
    if !std::io::stdout().is_terminal() {
        return usize::MAX;
    }
    terminal_size::terminal_size().map_or(100, |(terminal_size::Width(columns), _)| usize::from(columns))
}

/// The table as lines of text no wider than `most`, unless it has too many columns for that.
pub(crate) fn shown(table: &Table, most: usize) -> String {
    let mut text = String::new();
    if !table.caption.is_empty() {
        text.push_str(&table.caption);
        text.push_str("\n\n");
    }
    if table.rows.is_empty() {
        text.push_str("Nothing to show.\n");
    } else {
        grid(table, most, &mut text);
    }
    let source = (!table.source.is_empty()).then(|| format!("Source: {}", table.source));
    for words in table.notes.iter().chain(&source) {
        text.push('\n');
        for line in wrap(words, most) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

/// What becomes of cells that a spreadsheet would run, by whether plain text was asked for.
pub(crate) const fn formulas(plain: bool) -> Formulas {
    if plain { Formulas::AsTheyStand } else { Formulas::Guarded }
}

fn grid(table: &Table, most: usize, text: &mut String) {
    let rows: Vec<Vec<String>> =
        table.rows.iter().map(|row| row.iter().map(|cell| isolated(&cell.shown()).into_owned()).collect()).collect();
    let mut widths: Vec<usize> = table.columns.iter().map(|column| length(&column.label)).collect();
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(length(cell));
        }
    }
    squeeze(&mut widths, most);
    let right: Vec<bool> =
        table.columns.iter().map(|column| matches!(column.kind, Kind::Number | Kind::Money)).collect();
    let labels: Vec<String> = table.columns.iter().map(|column| column.label.clone()).collect();
    line(&labels, &widths, &right, text);
    let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    line(&rule, &widths, &right, text);
    for row in &rows {
        line(row, &widths, &right, text);
    }
}

/// Takes columns from the widest until the line fits.
fn squeeze(widths: &mut [usize], most: usize) {
    let gaps = GAP.len() * widths.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > most {
        match widths.iter_mut().max() {
            Some(widest) if *widest > NARROWEST => *widest -= 1,
            _ => break,
        }
    }
}

/// One row, over as many lines as its longest cell needs.
fn line(cells: &[String], widths: &[usize], right: &[bool], text: &mut String) {
    let wrapped: Vec<Vec<String>> = cells.iter().zip(widths).map(|(cell, width)| wrap(cell, *width)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(1);
    for place in 0..height {
        let mut whole = String::new();
        for ((lines, width), right) in wrapped.iter().zip(widths).zip(right) {
            let part = lines.get(place).map_or("", String::as_str);
            let pad = " ".repeat(width.saturating_sub(length(part)));
            if *right {
                whole.push_str(&pad);
                whole.push_str(part);
            } else {
                whole.push_str(part);
                whole.push_str(&pad);
            }
            whole.push_str(GAP);
        }
        text.push_str(whole.trim_end());
        text.push('\n');
    }
}

/// Breaks words over lines; a word longer than a line is cut.
fn wrap(text: &str, most: usize) -> Vec<String> {
    if length(text) <= most {
        return vec![text.to_owned()];
    }
    let mut lines = Vec::new();
    let mut held = String::new();
    for word in text.split_whitespace() {
        let mut word = word.to_owned();
        if !held.is_empty() && length(&held) + 1 + length(&word) > most {
            lines.push(std::mem::take(&mut held));
        }
        while length(&word) > most {
            let rest: String = word.chars().skip(most).collect();
            lines.push(word.chars().take(most).collect());
            word = rest;
        }
        if !held.is_empty() {
            held.push(' ');
        }
        held.push_str(&word);
    }
    lines.push(held);
    lines
}

fn length(text: &str) -> usize {
    // The marks round letters that run from right to left take no room.
    text.chars().filter(|letter| !matches!(letter, '\u{2068}' | '\u{2069}')).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ask::Column;

    fn table() -> Table {
        Table {
            caption: "Members of 14Y".into(),
            columns: vec![
                Column::new("code", "Code", Kind::Code),
                Column::new("name", "Name", Kind::Text),
                Column::new("patients", "Patients", Kind::Number),
            ],
            rows: vec![
                vec!["K82001".into(), "The Surgery with a very long name indeed".into(), 12_345.into()],
                vec!["K82002".into(), "Short".into(), Cell::Empty],
            ],
            source: "a file".into(),
            notes: vec!["A note.".into()],
        }
    }

    #[test]
    fn columns_line_up_and_figures_stand_to_the_right() {
        insta::assert_snapshot!(shown(&table(), usize::MAX), @r"
        Members of 14Y

        Code    Name                                      Patients
        ──────  ────────────────────────────────────────  ────────
        K82001  The Surgery with a very long name indeed    12,345
        K82002  Short

        A note.

        Source: a file
        ");
    }

    #[test]
    fn a_narrow_terminal_wraps_the_widest_column() {
        let text = shown(&table(), 40);
        assert!(text.lines().all(|line| length(line) <= 40), "{text}");
        assert!(text.contains("K82001  The Surgery with a        12,345"), "{text}");
    }

    #[test]
    fn an_empty_table_says_so() {
        let table = Table { rows: Vec::new(), notes: Vec::new(), source: String::new(), ..table() };
        assert_eq!(shown(&table, 80), "Members of 14Y\n\nNothing to show.\n");
    }
}
