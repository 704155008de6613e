//! How cells of these questions are read and written: amounts, dates, and lists of `key=value` divided by semicolons.

use std::collections::BTreeMap;
use std::str::FromStr;

use money::{BasisPoints, BreakEven, FundScheme, Moves, QuarterWeights, Regime, Standing};
use terms::{Date, FinancialMonth, FinancialYear, OdsCode, Pence, Period};

use crate::{ConformError, Question, World};

/// Whatever is read from plain text.
pub(super) fn plain<T: FromStr>(text: &str) -> Option<T> {
    text.trim().parse().ok()
}

/// An amount in whole pence.
pub(super) fn amount(text: &str) -> Option<Pence> {
    plain(text).map(Pence)
}

/// The amount in a column.
pub(super) fn pence(question: &Question<'_>, column: &str) -> Result<Pence, ConformError> {
    question.read(column, "an amount in whole pence", amount)
}

/// The amount in a column that may be blank.
pub(super) fn maybe_pence(question: &Question<'_>, column: &str) -> Result<Option<Pence>, ConformError> {
    question.maybe(column, "an amount in whole pence", amount)
}

/// The amounts in a column, divided by semicolons; a blank is none.
pub(super) fn amounts(question: &Question<'_>, column: &str) -> Result<Vec<Pence>, ConformError> {
    let amounts = question.maybe(column, "amounts in whole pence", |text| text.split(';').map(amount).collect());
    Ok(amounts?.unwrap_or_default())
}

/// What stands in a column as `key=value;key=value`, in the order written; a blank is nothing.
pub(super) fn pairs<'a, K, V>(
    question: &Question<'a>,
    column: &str,
    wanted: &'static str,
    key: impl Fn(&'a str) -> Option<K>,
    value: impl Fn(&'a str) -> Option<V>,
) -> Result<Vec<(K, V)>, ConformError> {
    let pair = |text: &'a str| text.split_once('=').and_then(|(left, right)| Some((key(left)?, value(right)?)));
    Ok(question.maybe(column, wanted, |text| text.split(';').map(pair).collect())?.unwrap_or_default())
}

/// Amounts by code.
pub(super) fn amounts_by_code(question: &Question<'_>, column: &str) -> Result<Vec<(OdsCode, Pence)>, ConformError> {
    pairs(question, column, "amounts by code, such as 09C=-100;09E=100", plain, amount)
}

/// Two amounts, divided by a comma.
pub(super) fn two<T>(text: &str, read: impl Fn(&str) -> T) -> Option<(T, T)> {
    text.split_once(',').map(|(first, second)| (read(first), read(second)))
}

/// `Y` or `N`.
pub(super) fn yes(text: &str) -> Option<bool> {
    match text.trim() {
        "Y" => Some(true),
        "N" => Some(false),
        _ => None,
    }
}

/// The financial year in a column.
pub(super) fn year(question: &Question<'_>, column: &str) -> Result<FinancialYear, ConformError> {
    question.read(column, "a financial year such as 2019/20", plain)
}

/// The month of the financial year in a column.
pub(super) fn month(question: &Question<'_>, column: &str) -> Result<FinancialMonth, ConformError> {
    question.read(column, "a month from 1 to 12", month_number)
}

/// A month of the financial year from its number.
pub(super) fn month_number(text: &str) -> Option<FinancialMonth> {
    plain(text).and_then(|number| FinancialMonth::new(number).ok())
}

/// The day in a column that may be blank.
pub(super) fn maybe_day(question: &Question<'_>, column: &str) -> Result<Option<Date>, ConformError> {
    question.maybe(column, "a day such as 2019-04-01", plain)
}

/// The day in a column.
pub(super) fn day(question: &Question<'_>, column: &str) -> Result<Date, ConformError> {
    question.read(column, "a day such as 2019-04-01", plain)
}

/// Basis points in a column.
pub(super) fn basis_points(question: &Question<'_>, column: &str) -> Result<BasisPoints, ConformError> {
    question.read(column, "basis points, 0 to 10000", plain)
}

/// Four weights of quarters, divided by semicolons.
pub(super) fn quarters(text: &str) -> Option<QuarterWeights> {
    let weights: Vec<u16> = text.split(';').map(plain).collect::<Option<_>>()?;
    weights.try_into().ok().map(QuarterWeights)
}

/// How a fund is divided, from the columns that questions and regimes share.
pub(super) fn fund_scheme(row: &Question<'_>, quarters: QuarterWeights) -> Result<FundScheme, ConformError> {
    let element = |text: &str| text.to_lowercase().parse().ok();
    Ok(FundScheme {
        quarters,
        finance: basis_points(row, "finance_bp")?,
        access: pairs(row, "access_bp", "elements such as AE=1250", element, plain)?,
        system_share: basis_points(row, "system_share_bp")?,
    })
}

/// The regimes of a world.
pub(super) fn regimes(world: &World) -> Result<Vec<Regime>, ConformError> {
    world.table("regimes.csv")?.rows().map(|row| regime(&row)).collect()
}

fn regime(row: &Question<'_>) -> Result<Regime, ConformError> {
    let last = maybe_day(row, "valid_to")?;
    let flag = |column| row.read(column, "Y or N", yes);
    let cutoff = row.maybe("amend_cutoff_month", "a month from 1 to 12", month_number)?;
    let quarters = row.maybe("quarter_weights", "four weights", quarters)?;
    Ok(Regime {
        code: row.read("regime", "the code of a regime", |text| text.to_lowercase().parse().ok())?,
        period: Period::from_days(Some(day(row, "valid_from")?), last.and_then(|last| last.tomorrow().ok())),
        moves: match (flag("net_neutral")?, cutoff) {
            (false, _) => Moves::Forbidden,
            (true, None) => Moves::Allowed,
            (true, Some(cutoff)) => Moves::AllowedUntil(cutoff),
        },
        break_even: match (flag("system_duty")?, flag("individual_duty")?) {
            (false, false) => BreakEven::Nobody,
            (true, false) => BreakEven::System,
            (false, true) => BreakEven::EachBody,
            (true, true) => BreakEven::SystemAndEachBody,
        },
        fund: quarters.map(|quarters| fund_scheme(row, quarters)).transpose()?,
        source: row.text("note")?.to_owned(),
        standing: Standing::Read,
    })
}

/// The error of a question whose figures do not fit what is kept of money.
pub(super) fn past_limits(question: &Question<'_>) -> ConformError {
    let id = question.text("id").unwrap_or_default();
    question.wrong("id", id, "a question whose figures are within the limits of the room")
}

/// Values as a list divided by semicolons.
pub(super) fn list(values: impl IntoIterator<Item = String>) -> String {
    values.into_iter().collect::<Vec<_>>().join(";")
}

/// Amounts as a list divided by semicolons.
pub(super) fn list_amounts(amounts: impl IntoIterator<Item = Pence>) -> String {
    list(amounts.into_iter().map(|amount| amount.0.to_string()))
}

/// Amounts by code as `key=value;key=value`.
pub(super) fn list_by_code(amounts: &BTreeMap<OdsCode, Pence>) -> String {
    list(amounts.iter().map(|(code, amount)| format!("{code}={}", amount.0)))
}

/// `Y` or `N`.
pub(super) fn flag(is_so: bool) -> String {
    if is_so { "Y" } else { "N" }.to_owned()
}
