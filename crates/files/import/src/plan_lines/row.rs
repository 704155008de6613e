//! One row of plan lines.

use super::{COLUMNS, FORMAT};
use crate::error::ImportError;
use crate::table::{Column, Fault, Header, Row};
use plan::{Cell, Key, KeyError, KeyParts, Line, LineKind, Quotient, SourceName, Unit, Value, key};
use std::collections::BTreeMap;
use std::str::FromStr;
use terms::formula::as_it_stood;
use terms::{FigureUnit, Pence};

/// The columns that no line can do without.
const NEEDED: [&str; 9] = ["plan", "line", "kind", "side", "measure", "place", "year", "month", "value"];

/// The word for money in pounds, beside those of published tables (`GBP`, `GBP_K`, `GBP_M`).
pub(super) const POUNDS: &str = "pounds";

/// The word for a text whose words were erased: it tells them from words that somebody wrote.
pub(super) const ERASED: &str = "erased";

/// Where the columns are.
#[derive(Default)]
pub(super) struct Columns {
    columns: BTreeMap<&'static str, Column>,
    /// Whether a spreadsheet's mark may stand before a cell that it would run: in text, as this program gives it out.
    is_marked: bool,
}

impl Columns {
    pub(super) fn of(header: &Header, file: &str) -> Result<Self, ImportError> {
        let mut columns: BTreeMap<&'static str, Column> = BTreeMap::new();
        let mut twice = None;
        for name in COLUMNS {
            let mut found = header.find_all(name).into_iter();
            columns.extend(found.next().map(|column| (name, column)));
            twice = twice.or_else(|| found.next());
        }
        if let Some(column) = NEEDED.into_iter().find(|name| !columns.contains_key(name)) {
            return Err(ImportError::ColumnMissing { file: file.to_owned(), column, format: FORMAT });
        }
        match twice {
            Some(column) => Err(ImportError::ColumnTwice { file: file.to_owned(), column: column.name.into_owned() }),
            None => Ok(Self { columns, is_marked: false }),
        }
    }

    /// The same, of text that a spreadsheet may have been kept from running.
    pub(super) fn marked(self) -> Self {
        Self { is_marked: true, ..self }
    }

    /// The line of a row, and whose plan it is in.
    pub(super) fn line(&self, row: Row<'_>, file: &str, sheet: &str) -> Result<(SourceName, Line), Fault> {
        let (source, name) = (self.read(row, "plan")?, self.read(row, "line")?);
        let key = self.key(row)?;
        let quotient = match (self.text(row, "numerator"), self.text(row, "denominator")) {
            ("", "") => None,
            ("", _) => return Err(self.fault(row, "numerator", "is empty: a percentage names what it is a share of")),
            (_, "") => {
                return Err(self.fault(row, "denominator", "is empty: a percentage names what it is a share of"));
            }
            _ => {
                Some(Quotient { numerator: self.read(row, "numerator")?, denominator: self.read(row, "denominator")? })
            }
        };
        let mandate = match self.text(row, "mandate") {
            "" => None,
            _ => Some(self.read(row, "mandate")?),
        };
        let cell = Cell { file: file.to_owned(), sheet: sheet.to_owned(), row: row.line, column: "value".to_owned() };
        let value = self.value(row, key.kind())?;
        Ok((source, Line { name, key, value, mandate, cell: Some(cell), quotient }))
    }

    fn key(&self, row: Row<'_>) -> Result<Key, Fault> {
        let wrong = |error: KeyError| self.fault(row, error.part(), error.to_string());
        let parts = KeyParts {
            kind: key::word("kind", "a kind of line", self.text(row, "kind")).map_err(wrong)?,
            side: key::word("side", "a side of a plan", self.text(row, "side")).map_err(wrong)?,
            measure: self.text(row, "measure"),
            commissioner: self.text(row, "commissioner"),
            provider: self.text(row, "provider"),
            pod: self.text(row, "pod"),
            place: self.text(row, "place"),
            year: key::year(self.text(row, "year")).map_err(wrong)?,
            month: key::month(self.text(row, "month")).map_err(wrong)?,
        };
        Key::new(&parts).map_err(wrong)
    }

    fn value(&self, row: Row<'_>, kind: LineKind) -> Result<Value, Fault> {
        let text = self.text(row, "value");
        let word = self.text(row, "unit").to_lowercase();
        if word == ERASED {
            let reason = "the words of this line were erased: write them again as text, or leave the line out";
            return Err(self.fault(row, "value", reason));
        }
        if let Some(unit) = unit_of_money(&word).filter(|_| kind == LineKind::Finance) {
            let pence = Pence::from_figure(text, unit).map_err(|error| self.fault(row, "value", error.to_string()))?;
            return Ok(Value::Figure { unit: Unit::Pence, amount: pence.0 });
        }
        let unit = match word.as_str() {
            "" => kind.usual_unit(),
            word => word.parse().ok().filter(|unit| kind.units().contains(unit)).ok_or_else(|| {
                let units: Vec<&str> = kind.units().iter().map(|unit| unit.slug()).collect();
                let pounds = if kind == LineKind::Finance { ", pounds, GBP_K or GBP_M" } else { "" };
                let reason = format!("a line of {kind} is planned in {}{pounds}", units.join(" or "));
                self.fault(row, "unit", reason)
            })?,
        };
        Value::read(kind, unit, text).map_err(|error| self.fault(row, "value", error.to_string()))
    }

    fn read<T: FromStr<Err: ToString>>(&self, row: Row<'_>, name: &'static str) -> Result<T, Fault> {
        self.text(row, name).parse().map_err(|error: T::Err| self.fault(row, name, error.to_string()))
    }

    fn text<'r>(&self, row: Row<'r>, name: &str) -> &'r str {
        let text = self.columns.get(name).map_or("", |column| row.text(column));
        if self.is_marked { as_it_stood(text) } else { text }
    }

    /// A fault in a cell, under its heading.
    pub(super) fn fault(&self, row: Row<'_>, name: &str, reason: impl Into<String>) -> Fault {
        match self.columns.get(name) {
            Some(column) => row.fault(column, reason),
            None => Fault::of(name, "", reason),
        }
    }
}

/// The unit of money that a word means.
fn unit_of_money(word: &str) -> Option<FigureUnit> {
    if word == POUNDS { Some(FigureUnit::Pounds) } else { word.to_uppercase().parse().ok() }
}
