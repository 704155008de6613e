//! What holds for the room, whatever anybody asks in whatever order.

use super::world::{House, amend, month, notice, p, report, year};
use mandate::{Actor, Context};
use money::totals::{Act, NewShare};
use money::{Revocation, RevocationExtent, ShareSide};
use proptest::prelude::*;
use terms::{FinancialMonth, Pence, Sequence};

const BODIES: [&str; 5] = ["09C", "09E", "RVV", "RWF", "RTH"];

fn body() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&BODIES[..])
}

fn any_act() -> impl Strategy<Value = Act> {
    let id = |letter: &'static str| (0_u8..4).prop_map(move |n| format!("{letter}-{n}"));
    let amendment = (id("a"), 1_u8..=12, body(), body(), -3_i64..4, any::<bool>()).prop_map(
        |(id, number, one, other, delta, short)| {
            amend(&id, number, &[(one, delta), (other, i64::from(short) - delta)], &[one, other])
        },
    );
    let share = (id("s"), body(), body(), 0_i64..5).prop_map(|(id, giver, receiver, amount)| {
        Act::AgreeShare(NewShare {
            id: p(&id),
            giver: p(giver),
            receiver: p(receiver),
            amount: Pence(amount),
            year: year(),
            effective_on: p("2019-06-01"),
            conditions: Vec::new(),
        })
    });
    let sign = (id("s"), any::<bool>()).prop_map(|(id, gives)| Act::SignShare {
        id: p(&id),
        side: if gives { ShareSide::Giver } else { ShareSide::Receiver },
        on: p("2019-07-02"),
    });
    let revoke = (id("s"), 0_i64..5).prop_map(|(id, part)| Act::RevokeShare {
        id: p(&id),
        revocation: Revocation { on: p("2019-12-31"), extent: RevocationExtent::Part(Pence(part)) },
        reason: "Needed".to_owned(),
    });
    prop_oneof![
        4 => amendment,
        1 => (id("n"), 1_u8..=12, body(), -9_i64..9)
            .prop_map(|(id, number, body, total)| Act::Notify(notice(&id, number, &[(body, total)]))),
        2 => (body(), 1_u8..4, -9_i64..9).prop_map(|(body, number, position)| report(body, number, position, position)),
        3 => share,
        4 => sign,
        2 => revoke,
    ]
}

/// Everything about a system's months that can be asked, as one text.
fn answers(house: &House, known: Sequence) -> String {
    let room = house.state.known(known);
    let months = FinancialMonth::all().map(|month| {
        let totals = room.control_totals(p("QKS"), year(), month);
        format!("{totals:?} {:?}", room.system_forecast(p("QKS"), year(), month))
    });
    months.collect::<Vec<_>>().join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn only_notices_change_the_total_refusals_leave_no_trace_and_the_past_stays(
        acts in prop::collection::vec(any_act(), 1..30)
    ) {
        let mut house = House::new();
        let first = house.state.sequence();
        let at_first = answers(&house, first);
        for act in &acts {
            let before = house.state.clone();
            let system = |house: &House| house.state.now().control_totals(p("QKS"), year(), month(12)).unwrap().system();
            let total = system(&house);
            let context = Context { actor: Actor::Keeper, today: house.today };
            let allowed = act.kind().allows(&house.world(), &context, &act.subject());
            let asked = house.ask(act);
            prop_assert!(asked.is_err() || allowed.is_ok(), "{:?} is accepted: {:?}", act, allowed);
            if asked.is_err() {
                prop_assert_eq!(&house.state, &before);
            } else if !matches!(act, Act::Notify(_)) {
                prop_assert_eq!(system(&house), total);
            }
            // What one gives another has.
            for at in 0..12 {
                let effect = |body: &&str| house.state.now().share_effect(p(body), year()).unwrap()[at].0;
                prop_assert_eq!(BODIES.iter().map(effect).sum::<i64>(), 0);
            }
        }
        prop_assert_eq!(answers(&house, first), at_first);
        prop_assert_eq!(&house.replayed(), &house.state);
    }
}
