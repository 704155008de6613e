//! Deficits at a merger: what each predecessor's people take over, and what that does to them.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use terms::{ApportionError, Date, Heads, OdsCode, Pence, TooLarge, apportion, round_ratio};
use thiserror::Error;

/// A body that goes into a merger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Predecessor {
    /// Its people.
    pub heads: Heads,
    /// Its people weighted by need.
    pub weighted_heads: Heads,
    /// Its cumulative balance. Units: pence; a deficit is negative.
    pub balance: Pence,
}

terms::words! {
    /// By which people a pooled balance is shared.
    InheritanceBasis, "a basis: registered or weighted", {
        /// By registered people.
        Registered = "registered", "Registered people";
        /// By people weighted by need.
        Weighted = "weighted", "People weighted by need";
    }
}

/// What the people of a predecessor inherit. Units: pence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inherited {
    /// Their share of the pooled balance.
    pub inherited: Pence,
    /// That less their own balance: below nought they are worse off.
    pub effect: Pence,
    /// Their own balance a head; none where there are no heads.
    pub per_head_before: Option<Pence>,
    /// What they inherit a head.
    pub per_head_after: Option<Pence>,
    /// What they repay in each year, the first year first; none where nothing is to be repaid.
    pub repayment: Vec<Pence>,
}

/// What becomes of the balances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// They are pooled and shared by people.
    Pooled(InheritanceBasis),
    /// Each stays with its own area.
    RingFenced {
        /// Up to and including this day.
        until: Date,
    },
}

/// What a merger does to each predecessor's people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inheritance {
    /// What becomes of the balances.
    pub treatment: Treatment,
    /// All balances together. Units: pence.
    pub pooled: Pence,
    /// Each predecessor's part.
    pub parts: BTreeMap<OdsCode, Inherited>,
}

/// Why nothing can be shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum InheritanceError {
    /// Nobody to share by.
    #[error("nobody can inherit: {0}")]
    Share(#[from] ApportionError),
    /// A figure past what is kept of money.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}

/// Pools the balances and shares them by people; a deficit is repaid in equal parts over some years, or not at all over none.
///
/// Laws: effects add to nought; what is inherited adds to the pool.
///
/// # Errors
/// [`InheritanceError`] when nobody has any weight or a figure does not fit.
///
/// Source: section 9, rule R44.
pub fn inherit(
    predecessors: &BTreeMap<OdsCode, Predecessor>,
    basis: InheritanceBasis,
    repayment_years: u8,
) -> Result<Inheritance, InheritanceError> {
    let pooled = Pence::total(predecessors.values().map(|held| held.balance))?;
    let weights: Vec<u64> = predecessors.values().map(|held| held.weight(basis)).collect();
    let shares = apportion(pooled.0, &weights)?.into_iter().map(Pence);
    let repaid_over = if pooled < Pence::NOUGHT { repayment_years } else { 0 };
    let part =
        |((code, held), share): ((&OdsCode, &Predecessor), Pence)| Ok((*code, held.inherits(share, repaid_over)?));
    let parts = predecessors.iter().zip(shares).map(part).collect::<Result<_, InheritanceError>>()?;
    Ok(Inheritance { treatment: Treatment::Pooled(basis), pooled, parts })
}

/// Leaves every balance with its own area until a day, so that the effect on each is nought.
///
/// # Errors
/// [`InheritanceError::TooLarge`] when the balances together do not fit.
///
/// Source: section 9, ring-fence option.
pub fn ring_fence(predecessors: &BTreeMap<OdsCode, Predecessor>, until: Date) -> Result<Inheritance, InheritanceError> {
    let pooled = Pence::total(predecessors.values().map(|held| held.balance))?;
    let part = |(code, held): (&OdsCode, &Predecessor)| Ok((*code, held.inherits(held.balance, 0)?));
    let parts = predecessors.iter().map(part).collect::<Result<_, InheritanceError>>()?;
    Ok(Inheritance { treatment: Treatment::RingFenced { until }, pooled, parts })
}

impl Predecessor {
    fn weight(&self, basis: InheritanceBasis) -> u64 {
        match basis {
            InheritanceBasis::Registered => self.heads.0,
            InheritanceBasis::Weighted => self.weighted_heads.0,
        }
    }

    fn per_head(&self, amount: Pence) -> Result<Option<Pence>, TooLarge> {
        round_ratio(amount.wide(), i128::from(self.heads.0)).map(Pence::from_wide).transpose()
    }

    fn inherits(&self, inherited: Pence, repayment_years: u8) -> Result<Inherited, InheritanceError> {
        let owed = Pence::NOUGHT.minus(inherited)?;
        let repayment = match repayment_years {
            0 => Vec::new(),
            years => apportion(owed.0, &vec![1; usize::from(years)])?.into_iter().map(Pence).collect(),
        };
        Ok(Inherited {
            inherited,
            effect: inherited.minus(self.balance)?,
            per_head_before: self.per_head(self.balance)?,
            per_head_after: self.per_head(inherited)?,
            repayment,
        })
    }

    /// The parts of a predecessor that goes to several: its people and its balance, each shared by the weights of the
    /// succession.
    ///
    /// # Errors
    /// [`InheritanceError`] when no part has any weight or a figure does not fit.
    ///
    /// Source: section 9.
    pub fn split(&self, weights: &BTreeMap<OdsCode, u64>) -> Result<BTreeMap<OdsCode, Self>, InheritanceError> {
        let by: Vec<u64> = weights.values().copied().collect();
        let share = |whole: i64| apportion(whole, &by);
        let people = |heads: Heads| share(i64::try_from(heads.0).map_err(|_| ApportionError::TooMuch)?);
        let heads = people(self.heads)?.into_iter().zip(people(self.weighted_heads)?);
        let parts = heads.zip(share(self.balance.0)?).map(|((heads, weighted), balance)| Self {
            heads: Heads(heads.unsigned_abs()),
            weighted_heads: Heads(weighted.unsigned_abs()),
            balance: Pence(balance),
        });
        Ok(weights.keys().copied().zip(parts).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn predecessors() -> BTreeMap<OdsCode, Predecessor> {
        let of = |code: &str, heads, weighted, balance| {
            let weighted_heads = Heads(weighted);
            (code.parse().unwrap(), Predecessor { heads: Heads(heads), weighted_heads, balance: Pence(balance) })
        };
        [of("05A", 532_262, 548_000, -1_250_000_000), of("05R", 298_895, 281_000, 310_000_000)].into()
    }

    #[test]
    fn behind_a_ring_fence_nobody_is_worse_off() {
        let until = "2024-03-31".parse().unwrap();
        let fenced = ring_fence(&predecessors(), until).unwrap();
        assert_eq!((fenced.treatment, fenced.pooled), (Treatment::RingFenced { until }, Pence(-940_000_000)));
        for part in fenced.parts.values() {
            assert_eq!((part.effect, part.per_head_after), (Pence(0), part.per_head_before));
            assert!(part.repayment.is_empty());
        }
    }

    #[test]
    fn the_parts_of_a_predecessor_are_all_of_it() {
        let whole = predecessors()[&"05A".parse().unwrap()];
        let weights = [("COV".parse().unwrap(), 2), ("RUGBY".parse().unwrap(), 1)].into();
        let parts = whole.split(&weights).unwrap();
        assert_eq!(parts.values().map(|part| part.heads.0).sum::<u64>(), whole.heads.0);
        assert_eq!(parts.values().map(|part| part.weighted_heads.0).sum::<u64>(), whole.weighted_heads.0);
        let balances: Vec<i64> = parts.values().map(|part| part.balance.0).collect();
        assert_eq!(balances, [-833_333_333, -416_666_667]);
        assert_eq!(whole.split(&BTreeMap::new()), Err(InheritanceError::Share(ApportionError::NoWeight)));
    }
}
