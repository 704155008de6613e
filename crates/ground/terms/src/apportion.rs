//! Whole people, and sharing them or money out without losing one.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use thiserror::Error;

/// A number of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Heads(pub u64);

/// Why nothing could be shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ApportionError {
    /// There is nobody to share among, or every weight is zero.
    #[error("there is nothing to share by: every weight is zero")]
    NoWeight,
    /// The weights add up to more than 64 bits hold.
    #[error("the weights add up to more than {}", u64::MAX)]
    TooMuch,
}

/// Why nothing could be shared out among the bearers of names.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeyedError {
    /// A name stands twice.
    #[error("`{key}` stands twice: give each one weight")]
    DuplicateKey {
        /// The name.
        key: String,
    },
    /// A weight is below nought.
    #[error("the weight of `{key}` is {weight}: a weight is nought or more")]
    BadWeight {
        /// Whose.
        key: String,
        /// What was given.
        weight: i128,
    },
    /// The weights themselves share nothing.
    #[error(transparent)]
    Weights(#[from] ApportionError),
}

impl KeyedError {
    /// The word by which reports and files of answers know it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DuplicateKey { .. } => "DUPLICATE_KEY",
            Self::BadWeight { .. } => "BAD_WEIGHT",
            Self::Weights(ApportionError::NoWeight) => "NO_WEIGHT",
            Self::Weights(ApportionError::TooMuch) => "TOO_MUCH",
        }
    }
}

/// Shares a whole amount out among the bearers of names: they are put in ascending order first, so that the order given never
/// matters, and then as [`apportion`] does. One with no weight is listed with nought.
///
/// Shape: one share per key, ascending. Weights are whole numbers as they came; whether each can be one is found here.
///
/// # Errors
/// The first that applies of [`KeyedError::DuplicateKey`], [`KeyedError::BadWeight`] (the first key with one),
/// [`ApportionError::NoWeight`] and [`ApportionError::TooMuch`].
///
/// Source: rule R6.
pub fn apportion_by_key<K: Ord + ToString>(
    amount: i64,
    weights: impl IntoIterator<Item = (K, i128)>,
) -> Result<BTreeMap<K, i64>, KeyedError> {
    let mut by_key = BTreeMap::new();
    for (key, weight) in weights {
        if by_key.contains_key(&key) {
            return Err(KeyedError::DuplicateKey { key: key.to_string() });
        }
        by_key.insert(key, weight);
    }
    if let Some((key, weight)) = by_key.iter().find(|(_, weight)| **weight < 0) {
        return Err(KeyedError::BadWeight { key: key.to_string(), weight: *weight });
    }
    let whole = by_key.values().map(|weight| u64::try_from(*weight).map_err(|_| ApportionError::TooMuch));
    let shares = apportion(amount, &whole.collect::<Result<Vec<u64>, _>>()?)?;
    Ok(by_key.into_keys().zip(shares).collect())
}

/// Shares a whole amount out by whole weights so that the shares add back exactly: each gets its whole part, and what
/// is left goes one each to the largest remainders (equal remainders: the earlier first).
///
/// Shape: one share per weight, in order. A negative amount is shared as its positive and negated.
///
/// Source: the largest-remainder (Hare-Niemeyer) method.
pub fn apportion(amount: i64, weights: &[u64]) -> Result<Vec<i64>, ApportionError> {
    let shares = apportion_wide(i128::from(amount), weights)?;
    // No share is larger than the amount, so every one fits again.
    Ok(shares.into_iter().map(|share| i64::try_from(share).unwrap_or(i64::MAX)).collect())
}

/// The same for sums past what 64 bits hold.
///
/// # Errors
/// [`ApportionError::TooMuch`] when the weights add up to more than 64 bits hold.
pub fn apportion_wide(amount: i128, weights: &[u64]) -> Result<Vec<i128>, ApportionError> {
    let total: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    if total == 0 {
        return Err(ApportionError::NoWeight);
    }
    if total > u128::from(u64::MAX) {
        return Err(ApportionError::TooMuch);
    }
    // Shared in two parts, so that no product passes 128 bits: quotient times weight stays below the amount, and
    // the rest (below the total) times a weight stays below 2^128.
    let (quotient, rest) = (amount.unsigned_abs() / total, amount.unsigned_abs() % total);
    let mut shares: Vec<(u128, u128)> = weights
        .iter()
        .map(|weight| {
            let weight = u128::from(*weight);
            (quotient * weight + rest * weight / total, rest * weight % total)
        })
        .collect();
    let given: u128 = shares.iter().map(|(share, _)| share).sum();
    let mut by_remainder: Vec<usize> = (0..shares.len()).collect();
    by_remainder
        .sort_by_key(|place| (std::cmp::Reverse(shares.get(*place).map_or(0, |(_, remainder)| *remainder)), *place));
    let left = usize::try_from(amount.unsigned_abs() - given).unwrap_or(usize::MAX);
    for place in by_remainder.into_iter().take(left) {
        if let Some((share, _)) = shares.get_mut(place) {
            *share += 1;
        }
    }
    let signed = |share: u128| if amount < 0 { 0i128.wrapping_sub_unsigned(share) } else { share as i128 };
    Ok(shares.into_iter().map(|(share, _)| signed(share)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_left_goes_to_the_largest_remainders() {
        assert_eq!(apportion(10, &[1, 1, 1]).unwrap(), [4, 3, 3]);
        assert_eq!(apportion(-10, &[1, 1, 1]).unwrap(), [-4, -3, -3]);
        assert_eq!(apportion(7, &[0, 3, 1]).unwrap(), [0, 5, 2]);
        assert_eq!(apportion(7, &[]), Err(ApportionError::NoWeight));
        assert_eq!(apportion(7, &[0, 0]), Err(ApportionError::NoWeight));
    }

    #[test]
    fn what_cannot_be_shared_among_names_is_told_in_order() {
        let shared = |weights: &[(&'static str, i128)]| apportion_by_key(10, weights.iter().copied());
        let code = |weights: &[(&'static str, i128)]| shared(weights).unwrap_err().code();
        assert_eq!(code(&[("A", -1), ("A", 2)]), "DUPLICATE_KEY");
        assert_eq!(code(&[("A", -1), ("B", 1 << 64)]), "BAD_WEIGHT");
        assert_eq!(code(&[("A", 0)]), "NO_WEIGHT");
        assert_eq!(code(&[]), "NO_WEIGHT");
        assert_eq!(code(&[("A", i128::from(u64::MAX)), ("B", 1)]), "TOO_MUCH");
        assert_eq!(code(&[("A", 1 << 64)]), "TOO_MUCH");
        assert_eq!(shared(&[("C", 1), ("A", 1), ("B", 1)]).unwrap(), BTreeMap::from([("A", 4), ("B", 3), ("C", 3)]));
    }

    proptest! {
        #[test]
        fn the_order_given_never_matters_and_a_deficit_mirrors_a_surplus(
            amount in -1_000_000_000_000_i64..1_000_000_000_000,
            weights in proptest::collection::btree_map(0u16.., 0u64..1_000_000, 1..20),
        ) {
            prop_assume!(weights.values().any(|weight| *weight > 0));
            let given = |sign: i64, backwards: bool| {
                let mut list: Vec<(u16, i128)> = weights.iter().map(|(key, weight)| (*key, i128::from(*weight))).collect();
                if backwards { list.reverse() }
                apportion_by_key(sign * amount, list).unwrap()
            };
            prop_assert_eq!(given(1, false), given(1, true));
            let negated: BTreeMap<u16, i64> = given(-1, false).into_iter().map(|(key, share)| (key, -share)).collect();
            prop_assert_eq!(given(1, false), negated);
            prop_assert_eq!(given(1, false).values().sum::<i64>(), amount);
        }

        #[test]
        fn wide_shares_add_back_exactly(amount in any::<i128>(),
                                        weights in proptest::collection::vec(0u64..1_000_000_000_000_000_000, 1..12)) {
            prop_assume!(weights.iter().any(|w| *w > 0));
            let shares = apportion_wide(amount, &weights).unwrap();
            let back = shares.iter().try_fold(0i128, |sum, share| sum.checked_add(*share));
            prop_assert_eq!(back, Some(amount));
        }

        #[test]
        fn shares_add_back_exactly(amount in any::<i64>().prop_filter("fits", |a| *a != i64::MIN),
                                   weights in proptest::collection::vec(0u64..1_000_000_000, 1..40)) {
            prop_assume!(weights.iter().any(|w| *w > 0));
            let shares = apportion(amount, &weights).unwrap();
            prop_assert_eq!(shares.iter().map(|s| i128::from(*s)).sum::<i128>(), i128::from(amount));
            // Nobody is a whole unit away from the exact share, and no weight gives no share.
            let total: i128 = weights.iter().map(|w| i128::from(*w)).sum();
            for (share, weight) in shares.iter().zip(&weights) {
                let off = i128::from(*share) * total - i128::from(amount) * i128::from(*weight);
                prop_assert!(off.abs() < total);
            }
        }
    }
}
