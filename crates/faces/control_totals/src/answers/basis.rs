//! What these answers are worked out from, and how they name what they are about.

use app::{Lens, Reader};
use ask::{Cell, Column, Fault, Kind, Table};
use money::totals::Totals;
use register::View;
use terms::{Date, FinancialMonth, FinancialYear, OdsCode, Pence};

/// Control totals as known at the second clock, the register beside them, and who reads.
pub struct Basis<'a> {
    /// Control totals and all that is held against them.
    pub room: Totals<'a>,
    /// What whoever looks may read, by today's posts.
    pub reader: Reader<'a>,
    /// The register as known.
    pub register: View<'a>,
    /// The day asked about.
    pub on: Date,
    /// Today.
    pub today: Date,
}

impl<'a> Basis<'a> {
    /// The basis of a question asked through a lens.
    pub fn of(lens: &'a Lens) -> Self {
        Self {
            room: lens.control_totals(),
            reader: lens.reader(),
            register: lens.register(),
            on: lens.on(),
            today: lens.today(),
        }
    }

    /// A body's name with its code.
    pub fn called(&self, body: OdsCode) -> String {
        naming::with_code(&self.register, body, self.on)
    }

    /// A body's name on the day asked about, or the first it is known by afterwards.
    pub fn name(&self, body: OdsCode) -> Cell {
        self.register.name_on(body, self.on).map_or(Cell::Empty, |name| name.text.into_string().into())
    }

    /// Where the figures come from.
    pub fn source(&self) -> String {
        format!("the journal of this service, as known after entry {}", self.room.sequence())
    }

    /// Systems to choose from: every one that ever had a member.
    pub fn system_choices(&self) -> Vec<(String, String)> {
        self.room.systems().into_iter().map(|system| (system.to_string(), self.called(system))).collect()
    }
}

/// A system in a month of a year, as somebody asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SystemMonth {
    /// The system.
    pub system: OdsCode,
    /// The year.
    pub year: FinancialYear,
    /// The month.
    pub month: FinancialMonth,
}

impl SystemMonth {
    /// What was asked; where no year or month was, the last that anything is known of.
    ///
    /// # Errors
    /// When nothing is recorded of the system, or what was asked does not read.
    pub fn of(basis: &Basis<'_>, asked: &ask::Asked<'_>, system: OdsCode) -> Result<Self, Fault> {
        let on_record = basis.room.years_of_system(system);
        let year = match year_asked(asked)? {
            Some(year) => year,
            None => on_record.last().copied().unwrap_or_else(|| FinancialYear::of(basis.on)),
        };
        if on_record.is_empty() && basis.room.memberships_in(system).next().is_none() {
            let called = basis.called(system);
            return Err(Fault::Unknown(format!("No control totals and no members of {called} are on record as known then.")));
        }
        let month = match month_asked(asked)? {
            Some(month) => month,
            None => last_month(basis, system, year),
        };
        Ok(Self { system, year, month })
    }

    /// The month in words: `month 7 of 2018/19 (to 31 October 2018)`.
    pub fn words(&self) -> String {
        format!("{} of {} (to {})", self.month, self.year, ask::day(self.month.last_day(self.year)))
    }

    /// The address of a view of the system at this month.
    pub fn href(&self, view: &str) -> String {
        let end = if view.is_empty() { String::new() } else { format!("/{view}") };
        let (year, month) = (year_in_address(self.year), self.month.number());
        format!("/control-totals/{}{end}?year={year}&month={month}", self.system)
    }
}

/// A year as a part of an address.
pub fn year_in_address(year: FinancialYear) -> String {
    year.to_string().replace('/', "%2F")
}

/// The last month that any member has reported, as far as whoever looks may know it; else that of the day asked about.
fn last_month(basis: &Basis<'_>, system: OdsCode, year: FinancialYear) -> FinancialMonth {
    let reported = basis.room.memberships_in(system).filter_map(|held| basis.room.last_month(held.body, year)).max();
    let by_day = if year.holds(basis.on) {
        FinancialMonth::of(basis.on)
    } else {
        FinancialMonth::of(if basis.on < year.first_day() { year.first_day() } else { year.last_day() })
    };
    reported.filter(|_| basis.reader.sees_system(system)).unwrap_or(by_day)
}

/// The year that was asked for.
///
/// # Errors
/// When it is none.
pub(crate) fn year_asked(asked: &ask::Asked<'_>) -> Result<Option<FinancialYear>, Fault> {
    let Some(text) = asked.text("year") else { return Ok(None) };
    let wrong = || Fault::Unknown(format!("“{text}” is no financial year: write one such as 2018/19."));
    text.parse().map(Some).map_err(|_| wrong())
}

/// The month that was asked for.
///
/// # Errors
/// When it is none.
pub(crate) fn month_asked(asked: &ask::Asked<'_>) -> Result<Option<FinancialMonth>, Fault> {
    let Some(number) = asked.count("month")? else { return Ok(None) };
    let wrong = || Fault::param("month", "Write 1 for April to 12 for March");
    u8::try_from(number).ok().and_then(|number| FinancialMonth::new(number).ok()).map(Some).ok_or_else(wrong)
}

/// A table: its columns by key, heading and kind, and its rows.
pub fn table(
    caption: impl Into<String>,
    source: String,
    columns: &[(&'static str, &str, Kind)],
    rows: impl Iterator<Item = Vec<Cell>>,
) -> Table {
    Table {
        caption: caption.into(),
        columns: columns.iter().map(|(key, label, kind)| Column::new(*key, *label, *kind)).collect(),
        rows: rows.collect(),
        source,
        notes: Vec::new(),
    }
}

/// Money in a sentence, in few letters and with its sign in words.
pub fn pounds_line(amount: Pence) -> String {
    match amount.0 {
        0 => "nought".to_owned(),
        below if below < 0 => format!("a deficit of {}", Pence(below.saturating_neg()).short()),
        _ => format!("a surplus of {}", amount.short()),
    }
}
