//! A table: one value that is shown as a page, CSV, XLSX and JSON.

mod csv_file;
mod json_file;
mod xlsx_file;

use std::borrow::Cow;

use jiff::civil::Date;
use terms::{FuzzyDate, Pence};

use crate::clocks::{Clocks, day};

/// A table, as worked out, before anybody decides how it is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// What it is a table of; it names the table, the sheet and the file.
    pub caption: String,
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// The rows, each with one cell for each column.
    pub rows: Vec<Vec<Cell>>,
    /// Where the figures come from.
    pub source: String,
    /// What a reader must know to read it right, a sentence each.
    pub notes: Vec<String>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name for programs: the CSV heading and the JSON key.
    pub key: Cow<'static, str>,
    /// Its name for people, with the unit last.
    pub label: String,
    /// What its cells are.
    pub kind: Kind,
    /// In what its figures are counted, such as `patients`; empty where they say it themselves.
    pub unit: &'static str,
    /// Whether it is for files and programs alone: a page need not show it.
    pub is_for_files: bool,
}

impl Column {
    /// A column.
    pub fn new(key: impl Into<Cow<'static, str>>, label: impl Into<String>, kind: Kind) -> Self {
        Self {
            key: key.into(),
            label: label.into(),
            kind,
            unit: if kind == Kind::Money { "pounds sterling" } else { "" },
            is_for_files: false,
        }
    }

    /// The same for files and programs alone.
    #[must_use]
    pub fn for_files(self) -> Self {
        Self { is_for_files: true, ..self }
    }

    /// With what its figures are counted in.
    #[must_use]
    pub fn counted_in(self, unit: &'static str) -> Self {
        Self { unit, ..self }
    }
}

/// What a column's cells are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// Figures, set to the right.
    Number,
    /// Amounts of money, set to the right.
    Money,
    /// Days.
    Date,
    /// Codes, which keep their leading noughts.
    Code,
    /// Words that lead somewhere.
    Link,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing is known.
    Empty,
    /// Words, or a date known only to its month or year.
    Text(String),
    /// A whole number: heads, rows.
    Number(i64),
    /// An amount of money: whole pounds on a page, pounds with two decimals in files and for programs.
    Money(Pence),
    /// A number shown to some places.
    Decimal {
        /// The number.
        value: f64,
        /// How many places are shown.
        places: u8,
    },
    /// A day.
    Date(Date),
    /// A date known less precisely than to the day.
    Fuzzy(FuzzyDate),
    /// Words that a page says shorter than a file does, such as limits without their pence.
    Brief {
        /// On a page.
        brief: String,
        /// In a file.
        full: String,
    },
    /// Words that lead to a page of this service.
    Link {
        /// The words, such as a code.
        text: String,
        /// Where they lead.
        href: String,
    },
    /// Words that say a state, with a colour beside; the words say it all without.
    Tagged {
        /// The words.
        text: String,
        /// The colour.
        colour: Colour,
    },
}

/// The colour beside words that say a state; the words say it all without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Nothing to see to.
    Grey,
    /// As it should be.
    Green,
    /// Near by.
    AquaGreen,
    /// To come.
    Blue,
    /// Out of the ordinary.
    Purple,
    /// Far off.
    Pink,
    /// To be seen to soon.
    Orange,
    /// To be seen to now.
    Red,
}

impl Cell {
    /// A link.
    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self::Link { text: text.into(), href: href.into() }
    }

    /// Words that a page says shorter than a file does; plain words where both are the same.
    pub fn brief(brief: String, full: String) -> Self {
        if brief == full { full.into() } else { Self::Brief { brief, full } }
    }

    /// The cell as a program reads it: digits without separators, money as pounds with two decimals, days as 2018-04-01.
    pub fn plain(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Link { text, .. } | Self::Tagged { text, .. } => text.clone(),
            Self::Brief { full, .. } => full.clone(),
            Self::Number(number) => number.to_string(),
            Self::Money(amount) => amount.decimal(),
            Self::Decimal { value, places } => format!("{value:.*}", usize::from(*places)),
            Self::Date(date) => date.to_string(),
            Self::Fuzzy(date) => date.to_string(),
        }
    }

    /// The cell as a person reads it: thousands apart, money in whole pounds, days as 1 April 2018.
    pub fn shown(&self) -> String {
        match self {
            Self::Number(_) | Self::Decimal { .. } => thousands(&self.plain()),
            Self::Money(amount) => amount.pounds(),
            Self::Brief { brief, .. } => brief.clone(),
            Self::Date(date) => day(*date),
            Self::Fuzzy(date) => date.screen(),
            _ => self.plain(),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<Pence> for Cell {
    fn from(amount: Pence) -> Self {
        Self::Money(amount)
    }
}

impl From<Date> for Cell {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl From<FuzzyDate> for Cell {
    fn from(date: FuzzyDate) -> Self {
        if date.is_exact() { Self::Date(date.latest()) } else { Self::Fuzzy(date) }
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Self {
        cell.map_or(Self::Empty, Into::into)
    }
}

/// `1234567.50` as `1,234,567.50`.
pub fn thousands(number: &str) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    let (whole, part) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    let mut apart = String::with_capacity(number.len() + 4);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            apart.push(',');
        }
        apart.push(digit);
    }
    part.map_or_else(|| format!("{sign}{apart}"), |part| format!("{sign}{apart}.{part}"))
}

/// What a file says of itself besides its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The two clocks the figures were worked out by.
    pub clocks: Clocks,
    /// The address that gives the same figures again, with the host if it is known.
    pub address: String,
}

/// A table for tests of what is made of one.
#[doc(hidden)]
pub mod examples {
    use super::{About, Cell, Clocks, Column, Date, Kind, Table};

    pub fn table() -> Table {
        Table {
            caption: "Members of NHS Oxfordshire CCG".to_owned(),
            columns: vec![
                Column::new("code", "Code", Kind::Code),
                Column::new("name", "Name", Kind::Text),
                Column::new("from", "Member from", Kind::Date),
                Column::new("patients", "Registered patients", Kind::Number),
                Column::new("share", "Share of patients (%)", Kind::Number),
            ],
            rows: vec![
                vec![
                    Cell::link("K84001", "/org/K84001"),
                    "THE \"OLD\" SURGERY, <Wantage>".into(),
                    Date::constant(2013, 4, 1).into(),
                    12_345.into(),
                    Cell::Decimal { value: 99.25, places: 1 },
                ],
                vec!["010".into(), "=HYPERLINK(\"x\")".into(), "2017".into(), Cell::Number(-5), Cell::Empty],
            ],
            source: "epcmem, NHS England, 27 February 2026".to_owned(),
            notes: vec!["A practice is shown under the commissioner it belonged to on the day.".to_owned()],
        }
    }

    pub fn about() -> About {
        let clocks = Clocks {
            valid_at: Date::constant(2018, 4, 1),
            known_on: Date::constant(2026, 11, 22),
            entry: 41,
            speaks_until: None,
        };
        About { clocks, address: "/members/10Q?valid_at=2018-04-01&known_at=41".to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_whole_pounds_on_a_page_and_exact_in_files() {
        let cell = Cell::from(Pence(150_000_050));
        assert_eq!((cell.shown().as_str(), cell.plain().as_str()), ("£1,500,001", "1500000.50"));
        let columns = vec![Column::new("limit", "Limit", Kind::Money)];
        let table = Table { columns, rows: vec![vec![cell]], ..Table::default() };
        assert_eq!(String::from_utf8(table.to_csv()).unwrap(), "limit\r\n1500000.50\r\n");
        let json = table.plain_json();
        assert_eq!(json["rows"][0]["limit"], "1500000.50");
        assert_eq!(json["columns"][0]["unit"], "pounds sterling");
    }

    #[test]
    fn limits_are_brief_on_a_page_and_exact_in_files() {
        let limit = Cell::brief("£10 per year".to_owned(), "£9.99 per year".to_owned());
        assert_eq!((limit.shown(), limit.plain()), ("£10 per year".to_owned(), "£9.99 per year".to_owned()));
        assert_eq!(Cell::brief("x".to_owned(), "x".to_owned()), Cell::Text("x".to_owned()));
    }

    #[test]
    fn figures_are_set_apart_by_thousands() {
        for (plain, shown) in [
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("-1234567.50", "-1,234,567.50"),
            ("60606345", "60,606,345"),
        ] {
            assert_eq!(thousands(plain), shown);
        }
    }
}
