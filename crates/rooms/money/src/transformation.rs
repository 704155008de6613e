//! Transformation money: from a system over its partnerships, and inside each over its networks.

use std::collections::BTreeMap;
use terms::{Heads, KeyedError, OdsCode, Pence, apportion_by_key};
use thiserror::Error;

/// The registered people of one network, or of the practices of a partnership that are in none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkHeads {
    /// The network; `None` for practices in no network, which carry no weight.
    ///
    /// Source: rule R16.
    pub network: Option<OdsCode>,
    /// The partnership it belongs to.
    pub partnership: OdsCode,
    /// How many people.
    pub heads: Heads,
}

/// An amount shared out in cascade. Both levels add to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cascade {
    /// By partnership, ascending.
    pub partnerships: BTreeMap<OdsCode, Pence>,
    /// By network, ascending.
    pub networks: BTreeMap<OdsCode, Pence>,
}

/// Why an amount cannot be shared out over networks.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CascadeError {
    /// A network is listed twice, in one partnership or in two.
    #[error("the network {network} is listed in {first} and in {second}: a network belongs to one partnership, once")]
    ListedTwice {
        /// The network.
        network: OdsCode,
        /// Where it was listed first.
        first: OdsCode,
        /// Where it was listed again.
        second: OdsCode,
    },
    /// Nothing to share by.
    #[error(transparent)]
    Shares(#[from] KeyedError),
}

impl CascadeError {
    /// The code by which reports and files of answers know it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ListedTwice { .. } => "NETWORK_LISTED_TWICE",
            Self::Shares(error) => error.code(),
        }
    }
}

/// Shares an amount over partnerships by the heads of their networks, then each part over its networks by theirs: in cascade,
/// and not directly over the networks. A negative amount takes money back in the same way.
///
/// A partnership whose networks have no heads gets nought, and so does each of them.
///
/// # Errors
/// [`CascadeError::ListedTwice`] for the first network that stands twice; [`CascadeError::Shares`] when nobody has heads.
///
/// Source: spec 3.6, rules R6, R15, R16.
pub fn cascade(amount: Pence, lists: &[NetworkHeads]) -> Result<Cascade, CascadeError> {
    let by_partnership = by_partnership(lists)?;
    let whole = by_partnership.iter().map(|(partnership, networks)| (*partnership, networks.values().sum()));
    let partnerships = apportion_by_key(amount.0, whole)?;
    let mut networks = BTreeMap::new();
    for (partnership, share) in &partnerships {
        let theirs = by_partnership.get(partnership).into_iter().flatten().map(|(network, heads)| (*network, *heads));
        // Whose networks have no heads has no share either.
        let shares = if *share == 0 {
            theirs.map(|(network, _)| (network, 0)).collect()
        } else {
            apportion_by_key(*share, theirs)?
        };
        networks.extend(shares.into_iter().map(|(network, share)| (network, Pence(share))));
    }
    let partnerships = partnerships.into_iter().map(|(partnership, share)| (partnership, Pence(share))).collect();
    Ok(Cascade { partnerships, networks })
}

/// The heads of each network, by partnership.
fn by_partnership(lists: &[NetworkHeads]) -> Result<BTreeMap<OdsCode, BTreeMap<OdsCode, i128>>, CascadeError> {
    let (mut held, mut home) = (BTreeMap::<_, BTreeMap<_, _>>::new(), BTreeMap::new());
    for list in lists {
        let networks = held.entry(list.partnership).or_default();
        let Some(network) = list.network else { continue };
        if let Some(first) = home.insert(network, list.partnership) {
            return Err(CascadeError::ListedTwice { network, first, second: list.partnership });
        }
        networks.insert(network, i128::from(list.heads.0));
    }
    Ok(held)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list(network: Option<&str>, partnership: &str, heads: u64) -> NetworkHeads {
        let read = |code: &str| code.parse().unwrap();
        NetworkHeads { network: network.map(read), partnership: read(partnership), heads: Heads(heads) }
    }

    #[test]
    fn a_part_goes_down_two_levels_and_practices_in_no_network_carry_no_weight() {
        let lists = [
            list(Some("U1"), "10Q", 3),
            list(Some("U2"), "10Q", 1),
            list(None, "10Q", 900),
            list(Some("U3"), "14Y", 4),
        ];
        let shared = cascade(Pence(101), &lists).unwrap();
        let told: Vec<String> = shared
            .partnerships
            .iter()
            .chain(&shared.networks)
            .map(|(code, part)| format!("{code} {}", part.0))
            .collect();
        assert_eq!(told, ["10Q 51", "14Y 50", "U1 38", "U2 13", "U3 50"]);
    }

    #[test]
    fn a_network_in_two_partnerships_is_refused() {
        let twice = cascade(Pence(1), &[list(Some("U1"), "10Q", 3), list(Some("U1"), "14Y", 3)]).unwrap_err();
        assert_eq!(
            twice.to_string(),
            "the network U1 is listed in 10Q and in 14Y: a network belongs to one partnership, once"
        );
        assert_eq!(cascade(Pence(1), &[list(None, "10Q", 3)]).unwrap_err().code(), "NO_WEIGHT");
    }

    proptest! {
        #[test]
        fn both_levels_add_back_and_the_order_changes_nothing(
            amount in -1_000_000_000_000_i64..1_000_000_000_000,
            heads in proptest::collection::vec((0usize..4, 0u64..90_000), 1..60),
        ) {
            prop_assume!(heads.iter().any(|(_, heads)| *heads > 0));
            let mut lists: Vec<NetworkHeads> = heads
                .iter()
                .enumerate()
                .map(|(index, (place, heads))| list(Some(&format!("U{index:05}")), ["10Q", "14Y", "15A", "05A"][*place], *heads))
                .collect();
            let shared = cascade(Pence(amount), &lists).unwrap();
            prop_assert_eq!(shared.partnerships.values().map(|part| part.0).sum::<i64>(), amount);
            prop_assert_eq!(shared.networks.values().map(|part| part.0).sum::<i64>(), amount);
            lists.reverse();
            prop_assert_eq!(cascade(Pence(amount), &lists).unwrap(), shared);
        }
    }
}
