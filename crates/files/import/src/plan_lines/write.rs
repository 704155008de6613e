//! Plan lines as they are given out.

use super::COLUMNS;
use plan::{Line, SourceName};
use std::io;

/// Writes lines as the table that [`super::read`] reads: under the headings of [`COLUMNS`], a row each in the order given.
///
/// Read again they are the same lines, but for the cell that each was read from. Words that were erased are written `(erased)`.
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

fn cells(source: &SourceName, line: &Line) -> [String; 16] {
    let key = line.key.parts();
    let quotient = line.quotient.as_ref();
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
        line.value.unit().to_string(),
        line.value.written(),
        line.mandate.as_ref().map(ToString::to_string).unwrap_or_default(),
        named(quotient.map(|quotient| &quotient.numerator)),
        named(quotient.map(|quotient| &quotient.denominator)),
    ]
}
