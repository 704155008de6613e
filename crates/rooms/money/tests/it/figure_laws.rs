//! What holds for every figure, held against second implementations that are as plain as can be.

use money::{
    AccessElement, Amendment, BasisPoints, ChangeDates, Contract, ControlTotals, CostedPost, Destination, FundElement,
    FundScheme, Grouping, InheritanceBasis, Level, Met, MonthBefore, PostChange, PostClass, PostLife, PostView,
    PracticeMove, Predecessor, QuarterTests, QuarterWeights, ReportedForecast, Revocation, RevocationExtent, RiskShare,
    Sides, Trigger, Turnover, YearToDate, amend_totals, consolidate, fund_cells, inherit, pay_fund, post_saving,
    regime_of, regimes_at_first, thresholds_at_first,
};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use terms::{Date, FinancialMonth, FinancialYear, Heads, OdsCode, Pence};

fn p<T: FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

fn code(number: u8) -> OdsCode {
    p(&format!("B{number:02}"))
}

fn pence() -> impl Strategy<Value = Pence> {
    prop_oneof![(-1_000_i64..1_000), (-500_000_000_000_i64..500_000_000_000)].prop_map(Pence)
}

fn met() -> impl Strategy<Value = Met> {
    any::<bool>().prop_map(Met::when)
}

fn year() -> FinancialYear {
    p("2019/20")
}

fn month() -> impl Strategy<Value = FinancialMonth> {
    (1_u8..=12).prop_map(|number| FinancialMonth::new(number).unwrap())
}

/// Largest remainder, one penny at a time: each goes to whoever is furthest below the exact share, the earlier first.
fn naive_shares(amount: i64, weights: &[u64]) -> Vec<i64> {
    let total: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    let size = i128::from(amount.unsigned_abs());
    let mut shares: Vec<i128> = weights.iter().map(|weight| size * i128::from(*weight) / total).collect();
    while shares.iter().sum::<i128>() < size {
        let below = |at: &usize| size * i128::from(weights[*at]) - shares[*at] * total;
        let best = (0..weights.len()).rev().max_by_key(below).unwrap();
        shares[best] += 1;
    }
    let sign = if amount < 0 { -1 } else { 1 };
    shares.into_iter().map(|share| sign * i64::try_from(share).unwrap()).collect()
}

/// To the nearest whole, halves away from nought.
fn nearest(numerator: i128, denominator: i128) -> i128 {
    let size = (2 * numerator.abs() + denominator) / (2 * denominator);
    if numerator < 0 { -size } else { size }
}

/// The run rates that are not the plan's, each by its formula: straight, recent, with the variance.
fn naive_rates(plan: &[Pence], actual: &[Pence], one_offs: &BTreeMap<u8, Pence>) -> [i128; 3] {
    let sum = |months: &[Pence]| months.iter().map(|month| i128::from(month.0)).sum::<i128>();
    let n = actual.len();
    let once = |from: usize| -> i128 {
        let within = one_offs.iter().filter(|(month, _)| (from + 1..=n).contains(&usize::from(**month)));
        within.map(|(_, effect)| i128::from(effect.0)).sum()
    };
    let (months, k) = (n as i128, n.min(3) as i128);
    let (to_date, planned, year) = (sum(actual), sum(&plan[..n]), sum(plan));
    let last = sum(&actual[n - n.min(3)..]) - once(n - n.min(3));
    [
        nearest(12 * (to_date - once(0)), months) + once(0),
        to_date + nearest((12 - months) * last, k),
        year + nearest(12 * (to_date - planned - once(0)), months) + once(0),
    ]
}

fn scheme() -> impl Strategy<Value = FundScheme> {
    ((1_u16..50, 0_u16..50, 0_u16..50, 0_u16..50), 1_u16..=10_000, 0_u16..=10_000, vec(0_u16..5_000, 0..3)).prop_map(
        |((a, b, c, d), finance, system, access)| FundScheme {
            quarters: QuarterWeights([a, b, c, d]),
            finance: BasisPoints::new(finance).unwrap(),
            access: (0..).zip(access).map(|(n, part)| (element(n), BasisPoints::new(part).unwrap())).collect(),
            system_share: BasisPoints::new(system).unwrap(),
        },
    )
}

fn element(number: u8) -> AccessElement {
    p(&format!("e{number}"))
}

fn tests() -> impl Strategy<Value = QuarterTests> {
    let four = || [met(), met(), met(), met()];
    (four(), four(), vec(four(), 3)).prop_map(|(own, system, access)| QuarterTests {
        own,
        system,
        access: (0..).zip(access).map(|(n, tests)| (element(n), tests)).collect(),
    })
}

fn dates() -> impl Strategy<Value = ChangeDates> {
    (0_i32..800, prop::option::of(0_i32..800))
        .prop_map(|(planned, actual)| ChangeDates { planned: day(planned), actual: actual.map(day) })
}

fn day(number: i32) -> Date {
    p::<Date>("2019-03-01").checked_add(jiff::ToSpan::days(number)).unwrap()
}

fn post() -> impl Strategy<Value = CostedPost> {
    let cost = || (1_i64..20_000_000).prop_map(Pence);
    let change = prop_oneof![
        Just(PostChange::Keep),
        dates().prop_map(PostChange::Remove),
        (dates(), any::<bool>()).prop_map(|(dates, inside)| {
            PostChange::TransferOut(dates, if inside { Destination::Inside } else { Destination::Outside })
        }),
        (dates(), cost()).prop_map(|(dates, cost)| PostChange::Regrade(dates, cost)),
    ];
    let existing =
        (cost(), 0_i32..400, prop::option::of(400_i32..900), change).prop_map(|(annual_cost, from, last, change)| {
            PostLife::Existing { annual_cost, from: day(from), last: last.map(day), change }
        });
    let new = (cost(), dates()).prop_map(|(annual_cost, begins)| PostLife::New { annual_cost, begins });
    (0_u8..4, any::<bool>(), prop_oneof![4 => existing, 1 => new]).prop_map(|(body, running, life)| CostedPost {
        body: code(body),
        class: if running { PostClass::Running } else { PostClass::Programme },
        life,
    })
}

/// What a post costs on each day of a year, counted day by day; each of its two costs is rounded for itself.
fn naive_cost(post: &CostedPost, year: FinancialYear, view: PostView) -> i64 {
    let (mut days, mut whole) = ([0_i128; 2], 0_i128);
    let mut today = year.first_day();
    while today <= year.last_day() {
        whole += 1;
        if let Some(stretch) = stretch_on(post, today, view) {
            days[stretch] += 1;
        }
        today = today.tomorrow().unwrap();
    }
    let costs = match post.life {
        PostLife::Existing { annual_cost, change: PostChange::Regrade(_, new), .. } => [annual_cost.0, new.0],
        PostLife::Existing { annual_cost, .. } | PostLife::New { annual_cost, .. } => [annual_cost.0, 0],
    };
    // Costs are above nought, so half up is half away from nought.
    let rounded =
        |(cost, days): (i64, i128)| i64::try_from((2 * i128::from(cost) * days + whole) / (2 * whole)).unwrap();
    costs.into_iter().zip(days).map(rounded).sum()
}

/// Which of a post's two costs runs on a day.
fn stretch_on(post: &CostedPost, today: Date, view: PostView) -> Option<usize> {
    let came = |dates: ChangeDates| dates.day(view).is_some_and(|on| today >= on);
    match post.life {
        PostLife::New { begins, .. } => came(begins).then_some(0),
        PostLife::Existing { from, last, change, .. } => {
            let is_there = from <= today && last.is_none_or(|last| today <= last);
            let stretch = match change {
                PostChange::Keep => Some(0),
                PostChange::Remove(dates) | PostChange::TransferOut(dates, _) => (!came(dates)).then_some(0),
                PostChange::Regrade(dates, _) => Some(usize::from(came(dates))),
            };
            stretch.filter(|_| is_there)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn an_amendment_never_changes_the_systems_total(
        held in btree_map(0_u8..6, pence(), 1..6),
        deltas in vec((0_u8..7, -3_i64..4), 0..5),
        signed in prop::collection::btree_set(0_u8..7, 0..7),
        month in month(),
        begins in 2016_i16..2028,
    ) {
        let year: FinancialYear = p(&format!("{begins}/{:02}", (begins + 1) % 100));
        let regime = regime_of(regimes_at_first(), year, month).unwrap();
        let totals = ControlTotals(held.iter().map(|(body, total)| (code(*body), *total)).collect());
        let amendment = Amendment {
            year,
            month,
            deltas: deltas.iter().map(|(body, delta)| (code(*body), Pence(*delta))).collect(),
            signatures: signed.iter().map(|body| code(*body)).collect(),
        };
        // Plainly: every condition, in no order.
        let is_lawful = regime.moves != money::Moves::Forbidden
            && deltas.iter().map(|(body, _)| body).collect::<BTreeSet<_>>().len() == deltas.len()
            && deltas.iter().all(|(body, _)| held.contains_key(body))
            && deltas.iter().map(|(_, delta)| delta).sum::<i64>() == 0
            && deltas.iter().all(|(body, delta)| *delta == 0 || signed.contains(body))
            && !matches!(regime.moves, money::Moves::AllowedUntil(cutoff) if month > cutoff);
        match amend_totals(regime, &totals, &amendment) {
            Ok(after) => {
                prop_assert!(is_lawful);
                prop_assert_eq!(after.system(), totals.system());
                for (body, total) in &after.0 {
                    let moved: i64 = amendment.deltas.iter().filter(|(held, _)| held == body).map(|(_, delta)| delta.0).sum();
                    prop_assert_eq!(total.0, totals.0[body].0 + moved);
                }
            }
            Err(refusal) => prop_assert!(!is_lawful, "{refusal}"),
        }
    }

    #[test]
    fn positions_add_up_and_what_one_pays_another_is_left_out_once(
        bodies in btree_map(0_u8..5, (pence(), pence()), 0..5),
        contracts in btree_map((0_u8..6, 0_u8..6), (prop::option::of(pence()), prop::option::of(pence())), 0..8),
    ) {
        let turnovers: BTreeMap<_, _> = bodies
            .iter()
            .map(|(body, (income, expenditure))| (code(*body), Turnover { income: *income, expenditure: *expenditure }))
            .collect();
        let sides: BTreeMap<_, _> = contracts
            .iter()
            .map(|((payer, paid), (commissioner, provider))| {
                (Contract { commissioner: code(*payer), provider: code(*paid) }, Sides { commissioner: *commissioner, provider: *provider })
            })
            .collect();
        let whole = consolidate(&turnovers, &sides).unwrap();
        prop_assert_eq!(whole.position.0, bodies.values().map(|(income, expenditure)| income.0 - expenditure.0).sum::<i64>());
        prop_assert_eq!(whole.external_income.0 - whole.external_expenditure.0, whole.position.0 + whole.mismatch.0);
        let mut paid = 0;
        for ((payer, payee), (commissioner, _)) in &contracts {
            if bodies.contains_key(payer) && bodies.contains_key(payee) {
                paid += commissioner.map_or(0, |amount| amount.0);
            }
        }
        prop_assert_eq!(whole.external_expenditure.0, bodies.values().map(|(_, spent)| spent.0).sum::<i64>() - paid);
    }

    #[test]
    fn a_funds_cells_add_to_it_and_what_is_paid_never_falls(fund in 0_i64..100_000_000_000, scheme in scheme(), tests in tests()) {
        let cells = fund_cells(Pence(fund), &scheme).unwrap();
        prop_assert_eq!(cells.iter().map(|cell| cell.amount.0).sum::<i64>(), fund);
        let paid = pay_fund(Pence(fund), &scheme, &tests).unwrap();
        prop_assert!(paid.cumulative.is_sorted());
        // Plainly: walk the quarters and mark what is earned.
        let mut earned = vec![false; cells.len()];
        for quarter in 0..4 {
            for (at, cell) in cells.iter().enumerate() {
                let of = usize::from(cell.quarter.last_month().number() / 3 - 1);
                earned[at] |= of <= quarter && match &cell.element {
                    FundElement::Own => tests.own[quarter] == Met::Yes,
                    FundElement::System => tests.system[quarter] == Met::Yes,
                    FundElement::Access(element) => of == quarter && tests.access[element][quarter] == Met::Yes,
                };
            }
            let sum: i64 = cells.iter().zip(&earned).filter(|(_, earned)| **earned).map(|(cell, _)| cell.amount.0).sum();
            prop_assert_eq!(paid.cumulative[quarter].0, sum);
        }
        prop_assert_eq!(paid.unearned.0 + paid.cumulative[3].0, fund);
    }

    #[test]
    fn at_the_end_every_run_rate_is_the_outturn_and_the_range_holds_the_plan(
        plan in vec(pence(), 12),
        actual in vec(pence(), 1..=12),
        one_offs in btree_map(1_u8..=12, pence(), 0..5),
    ) {
        let months = YearToDate {
            plan: plan.clone().try_into().unwrap(),
            actual: actual.clone(),
            one_offs: one_offs.iter().map(|(month, effect)| (FinancialMonth::new(*month).unwrap(), *effect)).collect(),
        };
        let rates = months.run_rates().unwrap();
        let to_date: i64 = actual.iter().map(|month| month.0).sum();
        let rest: i64 = plan.iter().skip(actual.len()).map(|month| month.0).sum();
        prop_assert_eq!((rates.actual_to_date.0, rates.plan.0), (to_date, to_date + rest));
        prop_assert!(rates.low() <= rates.plan && rates.plan <= rates.high());
        let [straight, recent, variance] = naive_rates(&plan, &actual, &one_offs);
        prop_assert_eq!(
            [rates.straight, rates.recent, rates.variance].map(|rate| i128::from(rate.0)),
            [straight, recent, variance]
        );
        if actual.len() == 12 {
            let outturn = Pence(to_date);
            prop_assert_eq!((rates.plan, rates.recent, rates.variance, rates.straight), (outturn, outturn, outturn, outturn));
        }
        // What comes once in the whole year and is said to is not carried on.
        let mut lumpy = YearToDate { one_offs: BTreeMap::new(), actual: vec![Pence(7); actual.len()], plan: [Pence(7); 12] };
        lumpy.actual[0] = Pence(107);
        lumpy.one_offs.insert(FinancialMonth::FIRST, Pence(100));
        let lumpy = lumpy.run_rates().unwrap();
        prop_assert_eq!((lumpy.low(), lumpy.high(), lumpy.straight), (Pence(184), Pence(184), Pence(184)));
    }

    #[test]
    fn what_fires_is_what_is_far_enough_below(
        months in 1_usize..=12,
        (planned, came) in (-40_i64..40, -40_i64..40),
        (total, reported) in (-600_i64..600, -600_i64..600),
        resource in 0_i64..30_000,
        twice in any::<bool>(),
    ) {
        let year = YearToDate { plan: [Pence(planned); 12], actual: vec![Pence(came); months], one_offs: BTreeMap::new() };
        let run_rates = year.run_rates().unwrap();
        let month = FinancialMonth::new(u8::try_from(months).unwrap()).unwrap();
        let before = if twice { MonthBefore::Unsupported } else { MonthBefore::Supported };
        let (control_total, reported, resource) = (Pence(total), Pence(reported), Pence(resource));
        let seen = ReportedForecast { month, run_rates, control_total, reported, resource, before };
        let share = |bp: i64| i64::try_from(nearest(i128::from(resource.0 * bp), 10_000)).unwrap();
        let far = |shortfall: i64, bp: i64| shortfall >= share(bp) && shortfall >= 1;
        let plan = run_rates.plan.0;
        let unsupported = reported.0 - plan > share(50);
        let expected = [
            (far(total - reported.0, 100), Trigger::ForecastBelowTotal, Level::Propose),
            (far(total - plan, 100), Trigger::RunRateBelowTotal, Level::Propose),
            (months <= 3 && far(-run_rates.variance_to_date.0, 50), Trigger::EarlyVariance, Level::Propose),
            (unsupported, Trigger::Unsupported, if twice { Level::Propose } else { Level::Watch }),
            (far(total - run_rates.low().0, 200), Trigger::LowEndBelowTotal, Level::Watch),
            (far(total - reported.0, 0), Trigger::AnyShortfall, Level::Watch),
        ];
        let alarms = thresholds_at_first().alarms(&seen).unwrap();
        let fired: Vec<_> = alarms.iter().map(|alarm| (alarm.trigger, alarm.level)).collect();
        let expected: Vec<_> =
            expected.into_iter().filter(|(fires, ..)| *fires).map(|(_, trigger, level)| (trigger, level)).collect();
        prop_assert_eq!(fired, expected);
    }

    #[test]
    fn a_risk_share_adds_to_nought_in_every_month(
        amount in 1_i64..1_000_000,
        (effective, giver, receiver) in (0_i32..600, prop::option::of(0_i32..600), prop::option::of(0_i32..600)),
        revoked in prop::option::of((0_i32..700, prop::option::of(0_i64..1_200_000))),
    ) {
        let share = RiskShare {
            giver: code(1),
            receiver: code(2),
            amount: Pence(amount),
            year: year(),
            effective_on: day(effective),
            giver_signed_on: giver.map(day),
            receiver_signed_on: receiver.map(day),
            revocation: revoked.map(|(on, part)| Revocation { on: day(on), extent: part.map_or(RevocationExtent::Whole, |part| RevocationExtent::Part(Pence(part))) }),
        };
        let Ok(effect) = share.effect() else { return Ok(()) };
        for ((given, received), month) in effect.given().iter().zip(effect.received).zip(FinancialMonth::all()) {
            prop_assert_eq!(given.0 + received.0, 0);
            // Plainly: what is true on the last day of the month.
            let ends = month.last_day(year());
            let begun = giver.zip(receiver).is_some_and(|(giver, receiver)| day(effective.max(giver).max(receiver)) <= ends);
            let taken = revoked.filter(|(on, _)| day(*on) <= ends).map_or(0, |(_, part)| part.unwrap_or(amount));
            prop_assert_eq!(received.0, if begun { amount - taken } else { 0 });
        }
    }

    #[test]
    fn savings_of_bodies_add_up_and_a_plan_that_came_true_is_the_actual(posts in vec(post(), 0..12)) {
        let (base, then) = (year(), year().next());
        for view in [PostView::Plan, PostView::Actual] {
            let all = post_saving(&posts, base, then, view).unwrap();
            let of = |body| post_saving(posts.iter().filter(|post| post.body == code(body)), base, then, view).unwrap();
            let parts: Vec<_> = (0..4).map(of).collect();
            prop_assert_eq!(all.by_body.0, parts.iter().map(|part| part.by_body.0).sum::<i64>());
            prop_assert_eq!(all.by_system.0, parts.iter().map(|part| part.by_system.0).sum::<i64>());
            prop_assert_eq!(all.n_year, parts.iter().map(|part| part.n_year).sum::<usize>());
            prop_assert_eq!(all.by_body.0, all.base.0 - all.year.0);
            for post in &posts {
                prop_assert_eq!(post.cost(then, view).unwrap().0, naive_cost(post, then, view), "{:?}", post);
            }
        }
        let came_true: Vec<CostedPost> =
            posts.iter().map(|post| post.change_dates().and_then(|dates| post.completed(dates.planned)).unwrap_or(*post)).collect();
        prop_assert_eq!(
            post_saving(&came_true, base, then, PostView::Actual).unwrap(),
            post_saving(&posts, base, then, PostView::Plan).unwrap()
        );
    }

    #[test]
    fn what_is_inherited_adds_to_the_pool_and_names_change_nothing_else(
        predecessors in vec((1_u64..600_000, 1_u64..600_000, pence()), 1..6),
        weighted in any::<bool>(),
        years in 0_u8..8,
    ) {
        let basis = if weighted { InheritanceBasis::Weighted } else { InheritanceBasis::Registered };
        let held: BTreeMap<_, _> = (0..)
            .zip(&predecessors)
            .map(|(n, (heads, weighted, balance))| {
                (code(n), Predecessor { heads: Heads(*heads), weighted_heads: Heads(*weighted), balance: *balance })
            })
            .collect();
        let came = inherit(&held, basis, years).unwrap();
        prop_assert_eq!(came.parts.values().map(|part| part.inherited.0).sum::<i64>(), came.pooled.0);
        prop_assert_eq!(came.parts.values().map(|part| part.effect.0).sum::<i64>(), 0);
        let weights: Vec<u64> = predecessors.iter().map(|(heads, weight, _)| if weighted { *weight } else { *heads }).collect();
        let naive = naive_shares(came.pooled.0, &weights);
        prop_assert_eq!(came.parts.values().map(|part| part.inherited.0).collect::<Vec<_>>(), naive);
        for part in came.parts.values().filter(|part| !part.repayment.is_empty()) {
            prop_assert!(came.pooled < Pence(0));
            prop_assert_eq!(part.repayment.iter().map(|year| year.0).sum::<i64>(), -part.inherited.0);
        }
        // Other names in the same order: the same figures under the other names.
        let renamed: BTreeMap<_, _> = (50..).zip(held.values()).map(|(n, one)| (code(n), *one)).collect();
        let again = inherit(&renamed, basis, years).unwrap();
        prop_assert!(again.parts.values().eq(came.parts.values()));
    }

    #[test]
    fn restating_keeps_every_line_whatever_the_order_of_the_file(
        practices in vec((0_u8..3, 3_u8..7, 0_u64..20_000), 1..20),
        amounts in vec(pence(), 3),
        swaps in vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..10),
    ) {
        let moves: Vec<PracticeMove> = practices
            .iter()
            .map(|(old, new, heads)| PracticeMove { old: code(*old), new: code(*new), heads: Heads(*heads) })
            .collect();
        let mut shuffled = moves.clone();
        for (one, other) in swaps {
            let (one, other) = (one.index(moves.len()), other.index(moves.len()));
            shuffled.swap(one, other);
        }
        let grouping = Grouping::of(&moves);
        prop_assert_eq!(&grouping, &Grouping::of(&shuffled));
        let lines: BTreeMap<_, _> = (0..).zip(&amounts).map(|(n, amount)| (("line", code(n)), *amount)).collect();
        let restated = grouping.restate_statement(&lines).unwrap();
        prop_assert_eq!(restated.total().unwrap().0, amounts.iter().map(|amount| amount.0).sum::<i64>());
        for (old, amount) in (0..).zip(&amounts) {
            let Ok(shares) = grouping.restate(code(old), *amount) else { continue };
            let weight = |new: &OdsCode| moves.iter().filter(|one| one.old == code(old) && one.new == *new).map(|one| one.heads.0).sum();
            let weights: Vec<u64> = shares.keys().map(weight).collect();
            prop_assert_eq!(shares.values().map(|share| share.0).collect::<Vec<_>>(), naive_shares(amount.0, &weights));
        }
        // To the same grouping it is the identity; a pure merger moves lines whole.
        let same: Vec<PracticeMove> = moves.iter().map(|one| PracticeMove { new: one.old, heads: Heads(1), ..*one }).collect();
        let one_body: Vec<PracticeMove> = moves.iter().map(|one| PracticeMove { new: code(99), heads: Heads(1), ..*one }).collect();
        for (old, amount) in (0..3).zip(&amounts).filter(|(old, _)| moves.iter().any(|one| one.old == code(*old))) {
            prop_assert_eq!(Grouping::of(&same).restate(code(old), *amount), Ok(BTreeMap::from([(code(old), *amount)])));
            prop_assert_eq!(Grouping::of(&one_body).restate(code(old), *amount), Ok(BTreeMap::from([(code(99), *amount)])));
        }
    }

    #[test]
    fn composed_successions_are_exact_fractions(
        first in btree_map(3_u8..6, 1_u64..50, 1..3),
        second in btree_map((3_u8..6, 6_u8..9), 1_u64..50, 3..9),
        amount in pence(),
    ) {
        let by_old = |pairs: BTreeMap<(u8, u8), u64>| {
            let mut grouping: BTreeMap<OdsCode, BTreeMap<OdsCode, u64>> = BTreeMap::new();
            for ((old, new), weight) in pairs {
                grouping.entry(code(old)).or_default().insert(code(new), weight);
            }
            grouping
        };
        let later = by_old(second.clone());
        let earlier = by_old(first.iter().map(|(new, weight)| ((0, *new), *weight)).collect());
        let composed = Grouping::of_successions(earlier).then(&Grouping::of_successions(later.clone()));
        let goes_nowhere = first.keys().any(|between| !later.contains_key(&code(*between)));
        prop_assert_eq!(composed.is_none(), goes_nowhere);
        let Some(composed) = composed else { return Ok(()) };
        let shares = composed.restate(code(0), amount).unwrap();
        prop_assert_eq!(shares.values().map(|share| share.0).sum::<i64>(), amount.0);
        // Nobody is a whole penny from the exact share, in floating point of amounts that are exact there.
        let total: u64 = first.values().sum();
        for (new, share) in shares {
            let exact: f64 = first
                .iter()
                .map(|(between, weight)| {
                    let all: u64 = later[&code(*between)].values().sum();
                    let part = later[&code(*between)].get(&new).copied().unwrap_or(0);
                    amount.0 as f64 * (*weight as f64 / total as f64) * (part as f64 / all as f64)
                })
                .sum();
            prop_assert!((exact - share.0 as f64).abs() < 1.001, "{new}: {exact} {}", share.0);
        }
    }
}

#[test]
fn weights_past_what_is_counted_restate_nothing() {
    let body = |code: &str| code.parse::<OdsCode>().unwrap();
    let first = Grouping::of_successions([(body("14Y"), [(body("10Q"), 1)].into())].into());
    let over = [(body("QU9"), u64::MAX), (body("QJ2"), 1)].into();
    let second = Grouping::of_successions([(body("10Q"), over)].into());
    assert_eq!(first.then(&second), None);
}
