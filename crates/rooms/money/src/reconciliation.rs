//! Published figures held against each other: parts that do not make their whole are one finding, and both are kept.

use terms::{Pence, TooLarge};

/// A figure as a source states it. Units: pence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedFigure {
    /// What it is of.
    pub subject: String,
    /// How much.
    pub amount: Pence,
    /// To what it was rounded by the source, e.g. 10,000,000 for tenths of a million pounds.
    pub rounded_to: Pence,
    /// Where it is written.
    pub source: String,
}

/// How parts and their whole differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discrepancy {
    /// By no more than rounding explains: half a unit of every figure.
    WithinRounding {
        /// The sum of the parts less the whole. Units: pence.
        difference: Pence,
    },
    /// By more.
    BeyondRounding {
        /// The sum of the parts less the whole. Units: pence.
        difference: Pence,
    },
}

/// How the sum of some figures differs from their whole as a source states it; none where it does not. Neither is corrected.
///
/// # Errors
/// [`TooLarge`] past what is kept of money.
///
/// Source: sections 13 and 15: rounded figures may miss their sum by half a unit a term.
pub fn reconcile(parts: &[StatedFigure], whole: &StatedFigure) -> Result<Option<Discrepancy>, TooLarge> {
    let difference = Pence::total(parts.iter().map(|part| part.amount))?.minus(whole.amount)?;
    let units = Pence::total(parts.iter().chain([whole]).map(|figure| figure.rounded_to))?;
    Ok(match difference {
        Pence::NOUGHT => None,
        _ if 2 * difference.wide().abs() <= units.wide() => Some(Discrepancy::WithinRounding { difference }),
        _ => Some(Discrepancy::BeyondRounding { difference }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(tenths_of_a_million: i64, rounded_to: i64) -> StatedFigure {
        StatedFigure {
            subject: "deficit".to_owned(),
            amount: Pence(tenths_of_a_million * 10_000_000),
            rounded_to: Pence(rounded_to * 10_000_000),
            source: "a report".to_owned(),
        }
    }

    #[test]
    fn four_deficits_of_east_kent_are_a_million_short_of_their_stated_sum() {
        let parts = [151, 185, 158, 66].map(|amount| figure(amount, 1));
        let difference = Pence(-100_000_000);
        assert_eq!(reconcile(&parts, &figure(570, 10)), Ok(Some(Discrepancy::BeyondRounding { difference })));
        assert_eq!(reconcile(&parts, &figure(560, 1)), Ok(None));
    }

    #[test]
    fn a_difference_that_rounding_explains_is_told_as_such() {
        let parts = [1337, 493, 444].map(|amount| figure(amount, 1));
        let difference = Pence(10_000_000);
        assert_eq!(reconcile(&parts, &figure(2_273, 1)), Ok(Some(Discrepancy::WithinRounding { difference })));
    }
}
