//! What holds for every list of risks, held against a count of every way in which they can come.

use money::{BasisPoints, Percent, RiskItem, RiskRange, risk_range};
use proptest::collection::vec;
use proptest::prelude::*;
use terms::Pence;

fn item() -> impl Strategy<Value = RiskItem> {
    (prop_oneof![-5_i64..6, -1_000_000_i64..1_000_000], 0_u8..=100)
        .prop_map(|(amount, likely)| RiskItem { amount: Pence(amount), likelihood: Percent::new(likely).unwrap() })
}

/// Every way in which the items can come: what it comes to, and its weight over 100 to the power of their number.
fn ways(reported: i64, items: &[RiskItem]) -> Vec<(i64, u128)> {
    let mut ways = Vec::new();
    for chosen in 0..1_u32 << items.len() {
        let (mut outcome, mut weight) = (reported, 1);
        for (at, item) in items.iter().enumerate() {
            let likely = u128::from(u8::from(item.likelihood));
            if chosen >> at & 1 == 1 {
                outcome += item.amount.0;
                weight *= likely;
            } else {
                weight *= 100 - likely;
            }
        }
        ways.push((outcome, weight));
    }
    ways.sort_unstable();
    ways
}

fn naive(reported: i64, items: &[RiskItem], total: i64) -> ([i64; 3], u128) {
    let ways = ways(reported, items);
    let whole = 100_u128.pow(u32::try_from(items.len()).unwrap());
    let reaches = |percent: u128| {
        let mut cumulative = 0;
        let found = ways.iter().filter(|(_, weight)| *weight > 0).find(|(_, weight)| {
            cumulative += weight;
            cumulative * 100 >= whole * percent
        });
        found.unwrap().0
    };
    let met: u128 = ways.iter().filter(|(outcome, _)| *outcome >= total).map(|(_, weight)| weight).sum();
    ([10, 50, 90].map(reaches), (2 * met * 10_000 + whole) / (2 * whole))
}

fn figures(range: &RiskRange) -> [i64; 3] {
    [range.p10.0, range.p50.0, range.p90.0]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn a_range_is_what_every_way_of_coming_makes_it(
        reported in -1_000_i64..1_000, total in -1_000_i64..1_000, items in vec(item(), 0..9)
    ) {
        let range = risk_range(Pence(reported), &items, Pence(total)).unwrap();
        let (quantiles, chance) = naive(reported, &items, total);
        prop_assert_eq!(figures(&range), quantiles);
        prop_assert_eq!(u128::from(range.chance.weight()), chance);
        prop_assert!(range.worst <= range.p10 && range.p10 <= range.p50 && range.p50 <= range.p90 && range.p90 <= range.best);
    }

    #[test]
    fn one_more_risk_never_raises_anything_and_an_impossible_one_changes_nothing(
        items in vec(item(), 0..9), amount in -1_000_000_i64..0, likely in 0_u8..=100, at in any::<prop::sample::Index>()
    ) {
        let before = risk_range(Pence(0), &items, Pence(0)).unwrap();
        let with = |likely: u8| {
            let mut more = items.clone();
            let item = RiskItem { amount: Pence(amount), likelihood: Percent::new(likely).unwrap() };
            more.insert(at.index(items.len() + 1), item);
            risk_range(Pence(0), &more, Pence(0)).unwrap()
        };
        let (after, impossible) = (with(likely), with(0));
        prop_assert!(figures(&after).iter().zip(figures(&before)).all(|(after, before)| *after <= before));
        prop_assert!(after.chance <= before.chance);
        prop_assert_eq!(figures(&impossible), figures(&before));
        prop_assert_eq!((impossible.chance, impossible.weighted), (before.chance, before.weighted));
    }

    /// With more than nineteen items amounts are in thousands of pounds: where they are already, nothing but a basis point changes.
    #[test]
    fn many_items_are_within_a_basis_point_of_few(
        items in vec((-9_i64..9, 0_u8..=100), 1..12), total in -40_i64..40
    ) {
        let few: Vec<RiskItem> = items
            .iter()
            .map(|(thousands, likely)| RiskItem { amount: Pence(thousands * 100_000), likelihood: Percent::new(*likely).unwrap() })
            .collect();
        let nothing = RiskItem { amount: Pence(0), likelihood: Percent::new(50).unwrap() };
        let many: Vec<RiskItem> = few.iter().copied().chain(std::iter::repeat_n(nothing, 20)).collect();
        let (few, many) = (risk_range(Pence(7), &few, Pence(total * 100_000)).unwrap(), risk_range(Pence(7), &many, Pence(total * 100_000)).unwrap());
        prop_assert!((i64::from(u16::from(few.chance)) - i64::from(u16::from(many.chance))).abs() <= 1);
        prop_assert_eq!((few.best, few.worst, few.weighted), (many.best, many.worst, many.weighted));
    }

    #[test]
    fn two_at_once_are_bit_identical_to_one(items in vec(item(), 0..12)) {
        let alone = risk_range(Pence(3), &items, Pence(0)).unwrap();
        let together = std::thread::scope(|scope| {
            let one = scope.spawn(|| risk_range(Pence(3), &items, Pence(0)).unwrap());
            let other = scope.spawn(|| risk_range(Pence(3), &items, Pence(0)).unwrap());
            (one.join().unwrap(), other.join().unwrap())
        });
        prop_assert_eq!(together, (alone, alone));
    }
}

#[test]
fn a_likelihood_past_certainty_is_refused() {
    assert_eq!(Percent::new(101).unwrap_err().to_string(), "101 is no likelihood: write 0 to 100 per cent");
    assert_eq!(BasisPoints::WHOLE.weight(), 10_000);
}

#[test]
fn what_rounds_to_nought_changes_no_outcome() {
    let item = |amount: i64| RiskItem { amount: Pence(amount), likelihood: Percent::new(33).unwrap() };
    let large: Vec<RiskItem> = (1..=20).map(|number| item(number * -100_000)).collect();
    let with_small: Vec<RiskItem> = large.iter().copied().chain((0..30).map(|_| item(49_999))).collect();
    let outcomes = |items: &[RiskItem]| {
        let range = risk_range(Pence(0), items, Pence(-5_000_000)).unwrap();
        (range.p10, range.p50, range.p90, range.chance)
    };
    assert_eq!(outcomes(&with_small), outcomes(&large));
}
