//! What holds for savings, support and duplicated work, held against second implementations that are as plain as can be.

use money::{
    BasisPoints, CostSaving, Deflators, Effort, InventoryRow, ItemKey, QuarterWeights, Support, SupportDecision,
    WorkCategory, allowance, duplicates,
};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use terms::{Heads, OdsCode, Pence, Quarter};

const BODIES: [&str; 3] = ["10Q", "14Y", "15A"];

fn row() -> impl Strategy<Value = InventoryRow> {
    let item = prop::sample::select(&["SBS Payroll Ltd", "sbs  payroll", "Acme-Data plc", "Board report", "R&D"][..]);
    let effort = (0_i64..10_000, 0_u64..13, 0_u64..5_000);
    (prop::sample::select(&BODIES[..]), 0..WorkCategory::ALL.len(), item, effort).prop_map(
        |(body, category, item, (annual_cost, times, minutes))| InventoryRow {
            body: body.parse().unwrap(),
            category: WorkCategory::ALL[category],
            item: ItemKey::of(item).unwrap(),
            effort: Effort { annual_cost: Pence(annual_cost), times, minutes },
            contract_ends: None,
        },
    )
}

/// A key letter by letter.
fn naive_key(item: &str) -> String {
    let mut letters = String::new();
    for letter in item.to_uppercase().chars() {
        letters.push(if letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '&' {
            letter
        } else {
            ' '
        });
    }
    let words = letters.split_whitespace().filter(|word| !["LTD", "LIMITED", "PLC", "LLP"].contains(word));
    words.collect::<Vec<_>>().join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn duplicates_are_what_is_left_without_the_largest_whatever_the_order(
        rows in vec(row(), 0..24), swaps in vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..12)
    ) {
        let found = duplicates(&rows).unwrap();
        let mut shuffled = rows.clone();
        if !rows.is_empty() {
            for (one, other) in &swaps {
                shuffled.swap(one.index(rows.len()), other.index(rows.len()));
            }
        }
        prop_assert_eq!(&duplicates(&shuffled).unwrap(), &found);
        let names: BTreeSet<_> = rows.iter().map(|row| (row.category, row.item.clone())).collect();
        let mut n_found = 0;
        for (category, item) in names {
            let of = |body: &str, what: fn(&Effort) -> i64| {
                let body: OdsCode = body.parse().unwrap();
                let theirs = rows.iter().filter(|row| (row.body, row.category, &row.item) == (body, category, &item));
                theirs.map(|row| what(&row.effort)).sum::<i64>()
            };
            let n_bodies = rows.iter().filter(|row| (row.category, &row.item) == (category, &item));
            let n_bodies = n_bodies.map(|row| row.body).collect::<BTreeSet<_>>().len();
            let held = found.iter().find(|held| (held.category, &held.item) == (category, &item));
            prop_assert_eq!(held.is_some(), n_bodies >= 2);
            let Some(held) = held else { continue };
            n_found += 1;
            let left = |what: fn(&Effort) -> i64| {
                let mut each = BODIES.map(|body| of(body, what));
                each.sort_unstable();
                each[0] + each[1]
            };
            prop_assert_eq!(held.saving_high.0, left(|effort| effort.annual_cost.0));
            prop_assert_eq!(i64::try_from(held.times_saved).unwrap(), left(|effort| i64::try_from(effort.times).unwrap()));
            prop_assert_eq!(i64::try_from(held.minutes_saved).unwrap(), left(|effort| i64::try_from(effort.minutes).unwrap()));
        }
        prop_assert_eq!(found.len(), n_found);
        let falls = |pair: &[money::Duplicate]| pair[0].saving_high >= pair[1].saving_high;
        prop_assert!(found.windows(2).all(falls));
    }

    #[test]
    fn a_key_is_made_letter_by_letter_and_is_its_own_key(item in "[ -~£ßé]{0,24}") {
        let key = ItemKey::of(&item);
        prop_assert_eq!(key.as_ref().map_or("", ItemKey::as_str), naive_key(&item));
        if let Some(key) = key {
            prop_assert_eq!(ItemKey::of(key.as_str()), Some(key));
        }
    }

    #[test]
    fn a_saving_is_met_by_the_penny_and_prices_that_stand_still_change_nothing(
        base in 1_i64..1_000_000_000, after in 0_i64..1_000_000_000, before in 1_u32..20_000, since in 1_u32..20_000, target in 0_u16..=10_000
    ) {
        let index = |hundredths: u32| format!("{}.{:02}", hundredths / 100, hundredths % 100).parse().unwrap();
        let target = BasisPoints::new(target).unwrap();
        let saving = |after, before, since| {
            CostSaving::of(Pence(base), Pence(after), Deflators { base: index(before), after: index(since) }, target).unwrap()
        };
        let came = saving(after, before, since);
        let spent = i128::from(after) * i128::from(before) * 10_000;
        let allowed = i128::from(base) * (10_000 - target.wide()) * i128::from(since);
        prop_assert_eq!(came.is_met, spent <= allowed);
        let still = saving(after, before, before);
        prop_assert_eq!(still.cash_bp, still.real_bp);
        prop_assert_eq!(still.cash_bp, came.cash_bp);
        // A penny more is never a larger saving.
        let dearer = saving(after + 1, before, since);
        prop_assert!(dearer.real_bp <= came.real_bp && (!dearer.is_met || came.is_met));
    }

    #[test]
    fn an_allowance_for_all_is_that_of_each_but_for_a_penny_each(heads in vec(0_u64..1_000_000, 1..8), pence in 0_u32..10_000) {
        let rate = format!("{}.{:02}", pence / 100, pence % 100).parse().unwrap();
        let whole = allowance(rate, Heads(heads.iter().sum())).unwrap().0;
        let parts: i64 = heads.iter().map(|heads| allowance(rate, Heads(*heads)).unwrap().0).sum();
        prop_assert_eq!(whole, parts, "a rate in whole pence has nothing to round");
        let fine = "22.0755".parse().unwrap();
        let whole = allowance(fine, Heads(heads.iter().sum())).unwrap().0;
        let parts: i64 = heads.iter().map(|heads| allowance(fine, Heads(*heads)).unwrap().0).sum();
        prop_assert!((whole - parts).unsigned_abs() <= heads.len() as u64);
    }

    #[test]
    fn support_is_paid_by_decision_alone_and_nothing_of_it_is_lost(
        amount in 0_i64..10_000_000_000,
        variances in [prop::option::of(-200_i64..200), prop::option::of(-200_i64..200), prop::option::of(-200_i64..200)],
        tolerance in 0_i64..150,
        decided in btree_map(0_usize..4, any::<bool>(), 0..4),
        before in -1_000_000_i64..1_000_000,
    ) {
        let decisions: BTreeMap<Quarter, SupportDecision> = decided
            .iter()
            .map(|(quarter, pays)| (Quarter::ALL[*quarter], if *pays { SupportDecision::Pay } else { SupportDecision::Withhold }))
            .collect();
        let support = Support {
            amount: Pence(amount),
            quarters: QuarterWeights::EQUAL,
            tolerance: Pence(tolerance),
            variances: variances.map(|variance| variance.map(Pence)),
            decisions,
            position_before: Pence(before),
        };
        let came = support.position().unwrap();
        prop_assert_eq!(came.cells.iter().map(|cell| cell.0).sum::<i64>(), amount);
        let paid: i64 = decided.iter().filter(|(_, pays)| **pays).map(|(quarter, _)| came.cells[*quarter].0).sum();
        prop_assert_eq!((came.paid.0, came.not_paid.0, came.position.0), (paid, amount - paid, before + paid));
        prop_assert_eq!(came.proposals[0], Some(SupportDecision::Pay));
        for (proposal, variance) in came.proposals.iter().skip(1).zip(variances) {
            let expected = variance.map(|held| if held < -tolerance { SupportDecision::Withhold } else { SupportDecision::Pay });
            prop_assert_eq!(*proposal, expected);
        }
    }
}
