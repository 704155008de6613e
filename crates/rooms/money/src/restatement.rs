//! Restating budgets: an old body's lines as the new bodies would have had them.

use std::collections::BTreeMap;
use terms::{ApportionError, Heads, OdsCode, Pence, TooLarge, apportion};

/// The people of a practice that lay in one body and lies in another, from one vintage of lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PracticeMove {
    /// Where it lay.
    pub old: OdsCode,
    /// Where it lies.
    pub new: OdsCode,
    /// Its people.
    pub heads: Heads,
}

/// Why a line stays under its old body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unrestated {
    /// No practice of the list lay in it.
    #[error("no practice of the list lay in it")]
    NoPractice,
    /// Its practices have no people.
    #[error("its practices have no people to share by")]
    NoWeight,
    /// The weights are past what can be shared by.
    #[error("the weights are past what can be shared by")]
    TooMuch,
}

/// What each new body has of an old one, as weights. New bodies without people are named with nought.
///
/// Source: section 10, rule R45.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grouping(BTreeMap<OdsCode, BTreeMap<OdsCode, u64>>);

impl Grouping {
    /// The grouping of a list of practices. Their order changes nothing.
    pub fn of<'a>(practices: impl IntoIterator<Item = &'a PracticeMove>) -> Self {
        let mut grouping: BTreeMap<OdsCode, BTreeMap<OdsCode, u64>> = BTreeMap::new();
        for practice in practices {
            let heads = grouping.entry(practice.old).or_default().entry(practice.new).or_default();
            *heads = heads.saturating_add(practice.heads.0);
        }
        Self(grouping)
    }

    /// A grouping by the weights of successions, for where there are no practices to go by.
    pub fn of_successions(weights: BTreeMap<OdsCode, BTreeMap<OdsCode, u64>>) -> Self {
        Self(weights)
    }

    /// This grouping and then another as one, as exact fractions: rounding is once, at the end (rule R46). `None` where a
    /// body between the two goes nowhere, or the fractions do not fit.
    pub fn then(&self, next: &Self) -> Option<Self> {
        let compose = |(old, between): (&OdsCode, &BTreeMap<OdsCode, u64>)| Some((*old, next.compose(between)?));
        self.0.iter().map(compose).collect::<Option<_>>().map(Self)
    }

    fn compose(&self, between: &BTreeMap<OdsCode, u64>) -> Option<BTreeMap<OdsCode, u64>> {
        let sum = |weights: &BTreeMap<_, u64>| weights.values().try_fold(0_u64, |sum, weight| sum.checked_add(*weight));
        let total = |body: &OdsCode| self.0.get(body).and_then(sum);
        let common = between.keys().try_fold(1, |common, body| least_common_multiple(common, total(body)?))?;
        let mut composed: BTreeMap<OdsCode, u64> = BTreeMap::new();
        for (body, weight) in between {
            let scale = common.checked_div(total(body)?)?.checked_mul(*weight)?;
            for (new, part) in self.0.get(body)? {
                let held = composed.entry(*new).or_default();
                *held = held.checked_add(scale.checked_mul(*part)?)?;
            }
        }
        Some(composed)
    }

    /// A line of an old body, shared over the new ones by itself and once.
    ///
    /// Shape: every new body that has a practice of it, with nought where it has no people; together they are the line.
    ///
    /// # Errors
    /// [`Unrestated`] when there is nothing to share by: the line then stays under the old body and counts in the totals
    /// (rule R47).
    ///
    /// Source: section 10, rules R6, R45 and R46.
    pub fn restate(&self, old: OdsCode, amount: Pence) -> Result<BTreeMap<OdsCode, Pence>, Unrestated> {
        let weights = self.0.get(&old).ok_or(Unrestated::NoPractice)?;
        let shares = apportion(amount.0, &weights.values().copied().collect::<Vec<_>>());
        let shares = shares.map_err(|error| match error {
            ApportionError::NoWeight => Unrestated::NoWeight,
            ApportionError::TooMuch => Unrestated::TooMuch,
        })?;
        Ok(weights.keys().copied().zip(shares.into_iter().map(Pence)).collect())
    }

    /// A statement of lines by old body, restated line by line.
    ///
    /// # Errors
    /// [`TooLarge`] when what a new body has of one line is past what is kept of money.
    pub fn restate_statement<L: Ord + Clone>(
        &self,
        lines: &BTreeMap<(L, OdsCode), Pence>,
    ) -> Result<RestatedStatement<L>, TooLarge> {
        let mut restated = RestatedStatement { lines: BTreeMap::new(), unrestated: BTreeMap::new() };
        for ((line, old), amount) in lines {
            match self.restate(*old, *amount) {
                Ok(shares) => {
                    for (new, share) in shares {
                        let held: &mut Pence = restated.lines.entry((line.clone(), new)).or_default();
                        *held = held.plus(share)?;
                    }
                }
                Err(why) => {
                    restated.unrestated.insert((line.clone(), *old), (*amount, why));
                }
            }
        }
        Ok(restated)
    }
}

fn least_common_multiple(one: u64, other: u64) -> Option<u64> {
    let (mut common, mut rest) = (one, other);
    while rest != 0 {
        (common, rest) = (rest, common % rest);
    }
    one.checked_div(common)?.checked_mul(other)
}

/// A statement by new body. Units: pence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestatedStatement<L> {
    /// What each new body has of each line.
    pub lines: BTreeMap<(L, OdsCode), Pence>,
    /// The lines that stay under their old bodies, and why.
    pub unrestated: BTreeMap<(L, OdsCode), (Pence, Unrestated)>,
}

impl<L> RestatedStatement<L> {
    /// All of it: the sum of the restated lines and of those that stayed.
    ///
    /// # Errors
    /// [`TooLarge`] past what is kept of money.
    pub fn total(&self) -> Result<Pence, TooLarge> {
        let stayed = self.unrestated.values().map(|(amount, _)| *amount);
        Pence::total(self.lines.values().copied().chain(stayed))
    }
}
