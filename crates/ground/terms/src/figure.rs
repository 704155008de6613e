//! Figures of money in published tables: each cell read in the unit of its column, and rounded once to pence.
//!
//! A person's typing is read by [`str::parse`], which refuses what can mean two amounts. A table says its unit in its heading
//! and prints long tails and dashes, so it has a reader of its own.

use crate::decimal::Decimal;
use crate::{Pence, words};
use thiserror::Error;

words! {
    /// The unit in which a column of a table gives money.
    FigureUnit, "a unit of money", {
        /// Pounds.
        Pounds = "GBP", "£";
        /// Thousands of pounds.
        Thousands = "GBP_K", "£ thousand";
        /// Millions of pounds.
        Millions = "GBP_M", "£ million";
    }
}

impl FigureUnit {
    /// How many noughts make pence of it.
    const fn power(self) -> u8 {
        match self {
            Self::Pounds => 2,
            Self::Thousands => 5,
            Self::Millions => 8,
        }
    }
}

/// Why a cell is not a figure of money.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FigureError {
    /// The cell is empty, which is not nought.
    #[error("the cell is empty: a figure of nought is written 0 or -")]
    Missing,
    /// The cell holds something else than one amount of money.
    #[error("“{0}” is not a figure of money in the unit of its column")]
    NotMoney(String),
    /// The amount is more than is kept.
    #[error("“{0}” is more than can be kept: at most {most} pence", most = i64::MAX)]
    TooLarge(String),
}

impl FigureError {
    /// The word by which reports and files of answers know it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "MISSING",
            Self::NotMoney(_) => "NOT_MONEY",
            Self::TooLarge(_) => "TOO_LARGE",
        }
    }
}

/// The suffixes of figures in pounds, and how many noughts each stands for.
const SUFFIXES: [(&str, u8); 3] = [("k", 3), ("m", 6), ("bn", 9)];

impl Pence {
    /// Reads a cell of a published table.
    ///
    /// Blanks around it are dropped; a lone dash is nought; brackets or one sign give the sign, before or behind a pound sign;
    /// commas stand strictly in threes. A suffix `k`, `m` or `bn` counts only where the column is in pounds, for elsewhere it
    /// would count twice. Units: `unit` is the column's; the result is the exact value rounded to pence, halves away from nought.
    ///
    /// # Errors
    /// [`FigureError::Missing`] for an empty cell, [`FigureError::NotMoney`] for anything that is no figure,
    /// [`FigureError::TooLarge`] past 64 bits.
    ///
    /// Source: rules R1, R2, R3.
    pub fn from_figure(text: &str, unit: FigureUnit) -> Result<Self, FigureError> {
        let cell = text.trim();
        if cell.is_empty() {
            return Err(FigureError::Missing);
        }
        if matches!(cell, "-" | "–" | "—" | "\u{2212}") {
            return Ok(Self(0));
        }
        let wrong = || FigureError::NotMoney(cell.to_owned());
        let (is_negative, figure) = split_sign(cell).ok_or_else(wrong)?;
        let (number, suffix_power) = split_suffix(figure, unit);
        let number = Decimal::read(number).ok_or_else(wrong)?;
        let too_large = || FigureError::TooLarge(cell.to_owned());
        let size = number.scale(unit.power() + suffix_power).ok_or_else(too_large)?;
        let size = i128::try_from(size).map_err(|_| too_large())?;
        i64::try_from(if is_negative { -size } else { size }).map(Self).map_err(|_| too_large())
    }
}

/// Whether a cell is below nought, and what stands in it without sign, brackets and pound sign. `None` with two of a kind.
fn split_sign(cell: &str) -> Option<(bool, &str)> {
    let (mut sign, mut has_pound, mut rest) = (None, false, cell);
    loop {
        let mut letters = rest.chars();
        match letters.next()? {
            '-' | '\u{2212}' if sign.is_none() => sign = Some(true),
            '+' if sign.is_none() => sign = Some(false),
            '(' if sign.is_none() && rest.ends_with(')') => {
                sign = Some(true);
                let inner = rest.strip_prefix('(')?.strip_suffix(')')?;
                rest = inner.trim();
                continue;
            }
            '£' if !has_pound => has_pound = true,
            first if first.is_ascii_digit() => return Some((sign == Some(true), rest)),
            _ => return None,
        }
        rest = letters.as_str().trim_start();
    }
}

/// A figure without its suffix, and how many noughts that stood for.
fn split_suffix(figure: &str, unit: FigureUnit) -> (&str, u8) {
    if unit != FigureUnit::Pounds {
        return (figure, 0);
    }
    let split = figure.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let suffix = figure.get(split.len()..).unwrap_or_default();
    match SUFFIXES.iter().find(|(name, _)| name.eq_ignore_ascii_case(suffix)) {
        Some((_, power)) => (split.trim_end(), *power),
        None => (figure, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cell_is_read_in_the_unit_of_its_column() {
        use FigureUnit::{Millions, Pounds, Thousands};
        for (text, unit, pence) in [
            ("(563)", Millions, -56_300_000_000),
            ("( 563 )", Millions, -56_300_000_000),
            ("2768809.6284978883", Thousands, 276_880_962_850),
            ("£1.04 Bn", Pounds, 104_000_000_000),
            ("–", Thousands, 0),
            ("-£5", Pounds, -500),
            ("£-5", Pounds, -500),
            ("(£5k)", Pounds, -500_000),
            ("\u{a0}+44\u{a0}", Pounds, 4_400),
            ("1234.565", Pounds, 123_457),
            ("-1234.565", Pounds, -123_457),
            ("-92233720368547758.08", Pounds, i64::MIN),
        ] {
            assert_eq!(Pence::from_figure(text, unit), Ok(Pence(pence)), "{text}");
        }
    }

    #[test]
    fn what_is_no_figure_is_refused() {
        for text in [
            "(-5)",
            "((5))",
            "()",
            "(5",
            "5)",
            "--5",
            "+-5",
            "££5",
            "1,23",
            "n/a",
            "3.4%",
            "1e400",
            ".5",
            "5.",
            "5 thousand",
            "5kk",
        ] {
            let wrong = Pence::from_figure(text, FigureUnit::Pounds);
            assert_eq!(wrong, Err(FigureError::NotMoney(text.to_owned())));
        }
        let twice = Pence::from_figure("5k", FigureUnit::Thousands);
        assert_eq!(twice.unwrap_err().code(), "NOT_MONEY");
        assert_eq!(Pence::from_figure(" ", FigureUnit::Pounds), Err(FigureError::Missing));
        let over = Pence::from_figure("92233720368547758.08", FigureUnit::Pounds);
        assert_eq!(over.unwrap_err().code(), "TOO_LARGE");
    }

    proptest! {
        #[test]
        fn what_is_written_for_a_program_is_read_back(pence in any::<i64>()) {
            prop_assert_eq!(Pence::from_figure(&Pence(pence).decimal(), FigureUnit::Pounds), Ok(Pence(pence)));
        }

        #[test]
        fn any_text_at_all_is_read_or_refused(text in "[-+£(), .0-9keEmbnn]{0,20}") {
            for unit in FigureUnit::ALL {
                let _ = Pence::from_figure(&text, *unit);
            }
        }
    }
}
