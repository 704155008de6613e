//! What holds for every case, whatever anybody asks in whatever order.

use crate::world::{House, answer, letter, new_override, p, press, sum};
use proptest::prelude::*;
use who_pays::{Act, Case, Given, Party, Ruling, Stage, Sum};

const WHOLE: Sum = Sum { records: 10, pence: terms::Pence(100_000) };

fn any_sum() -> impl Strategy<Value = Sum> {
    // Round figures, so that equal sums meet often; a little more than the claim, so that too much is asked for.
    (0_u64..=11, 0_i64..=11).prop_map(|(records, tenths)| sum(records, tenths * 10_000))
}

fn any_party() -> impl Strategy<Value = Party> {
    prop_oneof![Just(Party::Claimant), Just(Party::Respondent)]
}

fn any_act() -> impl Strategy<Value = Act> {
    let case = || p("case-1");
    let why = || "Because".to_owned();
    prop_oneof![
        4 => any_sum().prop_map(answer),
        4 => any_sum().prop_map(press),
        1 => Just(Act::Agree { case: case(), given: Given::Directly }),
        1 => Just(Act::AcceptOffer { case: case() }),
        1 => Just(Act::Withdraw { case: case(), reason: why() }),
        2 => any_party().prop_map(move |party| Act::Escalate { case: case(), party, reason: why() }),
        2 => (any_party(), any_sum(), 0..Ruling::ALL.len()).prop_map(move |(party, sum, ruling)| Act::Rule {
            case: case(),
            party,
            ruling: Ruling::ALL[ruling],
            sum,
            reason: why(),
        }),
        1 => (any_party(), 0..4_u8).prop_map(move |(party, n)| Act::File {
            case: case(),
            party,
            file: letter(&format!("file-{n}")),
        }),
        1 => (0..3_u8).prop_map(|n| Act::AddOverride(new_override(&format!("o-{n}"), n, "2024-06-01", "2024-08-01"))),
        1 => (0..3_u8).prop_map(|n| Act::EraseKey { id: p(&format!("o-{n}")) }),
    ]
}

fn check_sums(case: &Case) {
    let account = case.account();
    let whole = account.conceded.with(account.given_up).and_then(|sum| sum.with(account.disputed));
    assert_eq!(whole, Some(WHOLE), "{case:?}");
    assert!(case.offered.is_within(case.asked) && case.asked.is_within(WHOLE), "{case:?}");
    if let Some((_, sum)) = case.closed {
        assert!(sum.is_within(case.asked) && account.disputed == Sum::NOTHING, "{case:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn sums_reconcile_refusals_leave_no_trace_and_replay_gives_the_same(
        acts in prop::collection::vec((any_act(), 0_i64..20), 1..40)
    ) {
        let mut house = House::claimed();
        let mut asked_before = WHOLE;
        let mut offered_before = Sum::NOTHING;
        for (act, days) in acts {
            house.today = house.today.checked_add(jiff::ToSpan::days(days)).unwrap();
            let before = house.state.clone();
            let was = house.case().clone();
            let done = house.ask(&act);
            let case = house.case();
            check_sums(case);
            // The sides only ever come nearer.
            prop_assert!(case.asked.is_within(asked_before) && offered_before.is_within(case.offered));
            (asked_before, offered_before) = (case.asked, case.offered);
            if done.is_err() {
                prop_assert_eq!(&house.state, &before);
            } else {
                // What is closed stays as it is.
                prop_assert!(was.stage != Stage::Closed || *case == was);
                prop_assert_eq!(case.stage == Stage::Closed, case.closed.is_some());
                prop_assert_eq!(case.turn().is_some(), case.due.is_some());
            }
        }
        prop_assert_eq!(house.replayed(), house.state);
    }

    /// Whatever the rules allow a side is decided without a refusal for that reason, and nothing else is.
    #[test]
    fn what_a_form_would_offer_is_what_the_rules_allow(acts in prop::collection::vec(any_act(), 0..12)) {
        use who_pays::Next;
        let mut house = House::claimed();
        for act in acts {
            let _ = house.ask(&act);
        }
        let case = house.case().clone();
        let why = || "Because".to_owned();
        for party in [Party::Claimant, Party::Respondent] {
            for next in Next::ALL {
                let act = match next {
                    Next::Agree => Act::Agree { case: case.id.clone(), given: Given::Directly },
                    Next::Answer => answer(case.offered),
                    Next::AcceptOffer => Act::AcceptOffer { case: case.id.clone() },
                    Next::Press => press(case.asked),
                    Next::Withdraw => Act::Withdraw { case: case.id.clone(), reason: why() },
                    Next::Escalate => Act::Escalate { case: case.id.clone(), party, reason: why() },
                    Next::Rule => Act::Rule {
                        case: case.id.clone(), party, ruling: Ruling::NotUpheld, sum: Sum::NOTHING, reason: why(),
                    },
                    Next::File => Act::File { case: case.id.clone(), party, file: letter("one-more") },
                };
                // These have one side only, whoever is asked about.
                let side = match next {
                    Next::Agree | Next::Answer => Party::Respondent,
                    Next::AcceptOffer | Next::Press | Next::Withdraw => Party::Claimant,
                    _ => party,
                };
                let done = house.clone().ask(&act);
                prop_assert_eq!(case.allows(next, side, house.today), done.is_ok(), "{:?} {:?}", next, done);
                prop_assert!(side == party || !case.allows(next, party, house.today));
            }
        }
    }
}
