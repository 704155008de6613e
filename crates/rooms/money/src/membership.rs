//! Which bodies belong to a system, since when, and with what share of each of their figures.

use crate::basis_points::BasisPoints;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use terms::{ApportionError, Certainty, Date, OdsCode, Pence, Period, apportion};

terms::words! {
    /// On which side of a system's contracts a member stands.
    MemberSide, "a side: commissioner or provider", {
        /// It pays for care: a board, or a clinical commissioning group before.
        Commissioner = "commissioner", "Commissioner";
        /// It provides care: a trust.
        Provider = "provider", "Provider";
    }
}

/// A body in a system for a while. Before July 2022 a trust could stand in two, with a share in each.
///
/// Source: section 5.2, rule R22.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The body.
    pub body: OdsCode,
    /// The system.
    pub system: OdsCode,
    /// On which side it stands.
    pub side: MemberSide,
    /// Since when, and until when.
    pub period: Period,
    /// How much of each of its figures counts to the system.
    pub share: BasisPoints,
}

impl Membership {
    /// Whether the body surely belongs to the system on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.period.contains(day) == Certainty::Yes
    }
}

/// What of a body's figure counts to each of its systems, in order of code; what is left of the whole counts to none. Source:
/// rules R6 and R22.
///
/// Shape: one amount for each membership, under its system; together they are the figure where the shares are the whole.
///
/// # Errors
/// [`ApportionError::NoWeight`] when the body is in no system, or with no share.
pub fn system_shares<'a>(
    figure: Pence,
    memberships: impl IntoIterator<Item = &'a Membership>,
) -> Result<BTreeMap<OdsCode, Pence>, ApportionError> {
    let weights: BTreeMap<OdsCode, u64> =
        memberships.into_iter().map(|held| (held.system, held.share.weight())).collect();
    let counted = weights.values().sum::<u64>();
    if counted == 0 {
        return Err(ApportionError::NoWeight);
    }
    let rest = BasisPoints::WHOLE.weight().saturating_sub(counted);
    let shares = apportion(figure.0, &weights.values().copied().chain([rest]).collect::<Vec<_>>())?;
    Ok(weights.into_keys().zip(shares.into_iter().map(Pence)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trust_in_two_systems_counts_in_each_and_no_penny_twice() {
        let of = |system: &str, share| Membership {
            body: "RTH".parse().unwrap(),
            system: system.parse().unwrap(),
            side: MemberSide::Provider,
            period: Period::ALWAYS,
            share: BasisPoints::new(share).unwrap(),
        };
        let shares = system_shares(Pence(-101), &[of("QU9", 5_000), of("QJ2", 5_000)]).unwrap();
        let written: Vec<String> = shares.iter().map(|(system, share)| format!("{system} {}", share.0)).collect();
        assert_eq!(written, ["QJ2 -51", "QU9 -50"]);
        assert_eq!(system_shares(Pence(1), &[]), Err(ApportionError::NoWeight));
        let part = system_shares(Pence(1_000), &[of("QU9", 6_000)]).unwrap();
        assert_eq!(part, [("QU9".parse().unwrap(), Pence(600))].into(), "the rest counts to no system");
    }
}
