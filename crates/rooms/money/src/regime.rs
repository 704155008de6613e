//! Control-total regimes: which rules judge a month, chosen by the day, never by today.

use crate::basis_points::BasisPoints;
use crate::standing::Standing;
use crate::table::{Row, TableError, rows};
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use std::sync::LazyLock;
use terms::{Certainty, Date, FinancialMonth, FinancialYear, Period};

terms::ids! {
    /// A control-total regime, e.g. `ct-2019`.
    RegimeCode = "a regime's code", "-";
    /// A part of a fund that hangs on a standard of access, e.g. `ae` or `cancer`.
    AccessElement = "an element of access", "-";
}

/// Whether members may move control total between them, the sum unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moves {
    /// Nobody may.
    Forbidden,
    /// They may, in any month.
    Allowed,
    /// They may, up to and including this month.
    AllowedUntil(FinancialMonth),
}

terms::words! {
    /// Who must meet an objective or break even.
    BreakEven, "who must break even", {
        /// Control totals bind; no statute does.
        Nobody = "nobody", "Nobody by statute";
        /// The board and its trusts together.
        System = "system", "The system as a whole";
        /// Each body by itself.
        EachBody = "each-body", "Each body by itself";
        /// The system, and each body by itself.
        SystemAndEachBody = "system-and-each-body", "The system and each body by itself";
    }
}

impl BreakEven {
    /// Whether the system as a whole is tested.
    pub const fn binds_system(self) -> bool {
        matches!(self, Self::System | Self::SystemAndEachBody)
    }

    /// Whether each body is tested by itself.
    pub const fn binds_each_body(self) -> bool {
        matches!(self, Self::EachBody | Self::SystemAndEachBody)
    }

    const fn of(system: bool, each_body: bool) -> Self {
        match (system, each_body) {
            (false, false) => Self::Nobody,
            (true, false) => Self::System,
            (false, true) => Self::EachBody,
            (true, true) => Self::SystemAndEachBody,
        }
    }
}

/// By what weights a fund is divided over the quarters.
///
/// Units: any; only their proportions count. Source: rule R25; the weights of 2016 to 2020 are unchecked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuarterWeights(pub [u16; 4]);

impl QuarterWeights {
    /// The same for each.
    pub const EQUAL: Self = Self([1; 4]);
}

/// How a fund is divided: a part on finance, a share of that on the system's total, and parts on standards of access.
///
/// Source: section 5.4.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FundScheme {
    /// The weights of the quarters.
    pub quarters: QuarterWeights,
    /// The part on finance.
    pub finance: BasisPoints,
    /// The parts on access, in the order of the guidance.
    pub access: Vec<(AccessElement, BasisPoints)>,
    /// How much of the finance part hangs on the system's total.
    pub system_share: BasisPoints,
}

/// The rules by which control totals are judged for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Regime {
    /// Its code.
    pub code: RegimeCode,
    /// The days it is in force.
    pub period: Period,
    /// Whether members may move control total.
    pub moves: Moves,
    /// Who must break even.
    pub break_even: BreakEven,
    /// How a fund is divided; none where none is paid by quarter.
    pub fund: Option<FundScheme>,
    /// Where it is written.
    pub source: String,
    /// How sure we are of its parameters.
    pub standing: Standing,
}

impl Regime {
    /// Whether it judges a month: whether it is in force on the month's first day. Source: rule R21.
    pub fn judges(&self, year: FinancialYear, month: FinancialMonth) -> bool {
        self.period.contains(month.first_day(year)) == Certainty::Yes
    }
}

/// The regime among some that judges a month. Source: rule R21.
pub fn regime_of<'a>(
    regimes: impl IntoIterator<Item = &'a Regime>,
    year: FinancialYear,
    month: FinancialMonth,
) -> Option<&'a Regime> {
    regimes.into_iter().find(|regime| regime.judges(year, month))
}

/// The regimes since 2016 that this edition brings, until an installation records its own. A test rules out that the table cannot
/// be read.
pub fn regimes_at_first() -> &'static [Regime] {
    static AT_FIRST: LazyLock<Vec<Regime>> =
        LazyLock::new(|| parse_regimes(include_str!("../tables/regimes.table")).unwrap_or_default());
    &AT_FIRST
}

/// The columns of a table of regimes.
const COLUMNS: &[&str] = &[
    "code",
    "from",
    "to",
    "moves",
    "moves until",
    "system duty",
    "body duty",
    "quarters",
    "finance",
    "access",
    "system share",
    "source",
    "standing",
];

/// The head of a table of regimes: what each cell of a row holds.
pub fn regime_table_head() -> String {
    COLUMNS.join(" | ")
}

/// Reads a table of regimes; `tables/regimes.table` explains its columns and their units at its head.
///
/// # Errors
/// [`TableError`] with the line that cannot be read.
pub fn parse_regimes(text: &str) -> Result<Vec<Regime>, TableError> {
    rows(text, COLUMNS)?.into_iter().map(regime).collect()
}

fn regime(row: Row<'_>) -> Result<Regime, TableError> {
    let from: Date = row.read("from", "a day, such as 2019-04-01")?;
    let last: Option<Date> = row.maybe("to", "a day, such as 2020-03-31")?;
    Ok(Regime {
        code: row.read("code", "the code of a regime")?,
        period: Period::from_days(Some(from), last.map(|last| last.tomorrow().unwrap_or(Date::MAX))),
        moves: moves(row)?,
        break_even: BreakEven::of(row.is_so("system duty")?, row.is_so("body duty")?),
        fund: fund(row)?,
        source: row.text("source").to_owned(),
        standing: row.read("standing", "a standing")?,
    })
}

fn moves(row: Row<'_>) -> Result<Moves, TableError> {
    let wanted = "a month of the financial year, 1 to 12";
    let until: Option<u8> = row.maybe("moves until", wanted)?;
    match (row.is_so("moves")?, until) {
        (false, None) => Ok(Moves::Forbidden),
        (false, Some(_)) => Err(row.wrong("moves until", "blank, since nobody may move anything")),
        (true, None) => Ok(Moves::Allowed),
        (true, Some(month)) => {
            FinancialMonth::new(month).map(Moves::AllowedUntil).map_err(|_| row.wrong("moves until", wanted))
        }
    }
}

fn fund(row: Row<'_>) -> Result<Option<FundScheme>, TableError> {
    if row.text("quarters").is_empty() {
        return Ok(None);
    }
    let quarters = four(row.text("quarters")).ok_or_else(|| row.wrong("quarters", "four weights"))?;
    let access = row.text("access").split_whitespace().map(access_part).collect::<Option<_>>();
    Ok(Some(FundScheme {
        quarters,
        finance: row.read("finance", "basis points")?,
        access: access.ok_or_else(|| row.wrong("access", "elements such as ae=1250"))?,
        system_share: row.read("system share", "basis points")?,
    }))
}

fn four(text: &str) -> Option<QuarterWeights> {
    let weights: Vec<u16> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>().ok()?;
    weights.try_into().ok().map(QuarterWeights)
}

fn access_part(text: &str) -> Option<(AccessElement, BasisPoints)> {
    let (element, part) = text.split_once('=')?;
    Some((AccessElement::from_str(element).ok()?, part.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(year: &str, month: u8) -> Option<String> {
        let regimes = regimes_at_first();
        regime_of(regimes, year.parse().unwrap(), FinancialMonth::new(month).unwrap()).map(|held| held.code.to_string())
    }

    #[test]
    fn a_month_is_judged_by_the_regime_of_its_first_day() {
        for (year, month, code) in [
            ("2019/20", 12, "ct-2019"),
            ("2020/21", 6, "ct-2020-h1"),
            ("2020/21", 7, "ct-2020-h2"),
            ("2022/23", 3, "ct-2022-q1"),
            ("2022/23", 4, "ct-2022"),
            ("2030/31", 1, "ct-2026"),
        ] {
            assert_eq!(of(year, month).as_deref(), Some(code), "{year} {month}");
        }
        assert_eq!(of("2015/16", 12), None);
    }

    #[test]
    fn the_regimes_follow_each_other_without_a_gap_or_an_overlap() {
        let regimes = regimes_at_first();
        assert_eq!(regimes.len(), 14);
        for pair in regimes.windows(2) {
            assert_eq!(pair[0].period.to(), pair[1].period.from(), "{}", pair[1].code);
        }
    }

    #[test]
    fn the_parts_of_a_fund_are_the_whole_of_it() {
        for fund in regimes_at_first().iter().filter_map(|regime| regime.fund.as_ref()) {
            let access: u64 = fund.access.iter().map(|(_, part)| part.weight()).sum();
            assert_eq!(fund.finance.weight() + access, BasisPoints::WHOLE.weight());
        }
    }

    #[test]
    fn a_row_that_cannot_be_read_says_where() {
        let head = COLUMNS.join(" | ");
        let row = "x | 2019-04-01 | | no | 9 | no | no | | | | | | read";
        assert_eq!(
            parse_regimes(&format!("{head}\n{row}")).unwrap_err().to_string(),
            "line 2: “9” under `moves until` is not blank, since nobody may move anything"
        );
    }
}
