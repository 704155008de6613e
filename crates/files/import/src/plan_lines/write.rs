//! Plan lines as they are given out.

use super::COLUMNS;
use super::row::{ERASED, POUNDS};
use plan::{Line, SourceName, Unit, Value};
use std::io;
use terms::{Pence, Text};

/// Writes lines as the table that [`super::read`] reads: under the headings of [`COLUMNS`], a row each in the order given.
///
/// Read again they are the same lines, but for the cell that each was read from and for words that were erased: their unit is
/// `erased`, which is reported when it is read.
///
/// # Errors
/// When the destination cannot be written to.
pub fn write<'l>(
    lines: impl IntoIterator<Item = (&'l SourceName, &'l Line)>,
    destination: impl io::Write,
) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(destination);
    writer.write_record(COLUMNS)?;
    for (source, line) in lines {
        writer.write_record(cells(source, line))?;
    }
    writer.flush()
}

/// The cells of a line under the headings of [`COLUMNS`]. Money is in pounds.
pub fn cells(source: &SourceName, line: &Line) -> [String; 16] {
    let key = line.key.parts();
    let quotient = line.quotient.as_ref();
    let (unit, value) = written(&line.value);
    let named = |name: Option<&plan::LineName>| name.map(ToString::to_string).unwrap_or_default();
    [
        source.to_string(),
        line.name.to_string(),
        key.kind.to_string(),
        key.side.to_string(),
        key.measure.to_owned(),
        key.commissioner.to_owned(),
        key.provider.to_owned(),
        key.pod.to_owned(),
        key.place.to_owned(),
        key.year.to_string(),
        key.month.number().to_string(),
        unit,
        value,
        line.mandate.as_ref().map(ToString::to_string).unwrap_or_default(),
        named(quotient.map(|quotient| &quotient.numerator)),
        named(quotient.map(|quotient| &quotient.denominator)),
    ]
}

/// The unit and the value.
fn written(value: &Value) -> (String, String) {
    match value {
        Value::Figure { unit: Unit::Pence, amount } => (POUNDS.to_owned(), Pence(*amount).decimal()),
        Value::Figure { unit, amount } => (unit.to_string(), amount.to_string()),
        Value::Narrative { text: Text::Held(text), .. } => (Unit::Text.to_string(), text.to_string()),
        Value::Narrative { text: Text::Erased, .. } => (ERASED.to_owned(), String::new()),
    }
}
