//! What holds of the room whatever anybody asks in whatever order.

use crate::world::{House, SEVEN, line, officer, p};
use plan::{Act, Stage};
use proptest::prelude::*;

const BODIES: [&str; 3] = ["10Y", "10Q", "11D"];
const SOURCES: [&str; 3] = ["P-BUCKS", "P-OXON", "P-BERKSW"];

#[derive(Clone, Debug)]
enum Ask {
    Enter(usize, usize, i64),
    Remove(usize, usize),
    Resolve(usize, usize),
    Submit,
    Sign(usize),
    Object(usize),
    Executive,
}

fn any_ask() -> impl Strategy<Value = Ask> {
    prop_oneof![
        2 => (0..3_usize, 0..3_usize, 0..2_i64).prop_map(|(of, number, value)| Ask::Enter(of, number, value)),
        1 => (0..3_usize, 0..3_usize).prop_map(|(of, number)| Ask::Remove(of, number)),
        1 => (0..3_usize, 0..3_usize).prop_map(|(of, number)| Ask::Resolve(of, number)),
        1 => Just(Ask::Submit),
        6 => (0..3_usize).prop_map(Ask::Sign),
        1 => (0..3_usize).prop_map(Ask::Object),
        2 => Just(Ask::Executive),
    ]
}

/// A line of the whole system, about which plans can differ, or of one body.
fn drawn_line(of: usize, number: usize, value: i64) -> plan::Line {
    let key = match number {
        0 => "ACTIVITY|SYSTEM|CALLS|ALL|||BOB|2017/18|0".to_owned(),
        1 => "ACTIVITY|SYSTEM|VISITS|ALL|||BOB|2017/18|0".to_owned(),
        _ => format!("FINANCE|COMMISSIONER|OTHER|{}|||X|2017/18|0", BODIES[of]),
    };
    line(&format!("X{number}"), &key, &value.to_string())
}

fn asked(house: &mut House, ask: &Ask, n_asked: usize) -> Result<(), String> {
    let plan = || p("bob-2017");
    let (actor, act) = match ask {
        Ask::Enter(of, number, value) => {
            let line = drawn_line(*of, *number, *value);
            (officer(BODIES[*of]), Act::EnterLine { plan: plan(), source: p(SOURCES[*of]), line })
        }
        Ask::Remove(of, number) => {
            let line = p(&format!("X{number}"));
            (officer(BODIES[*of]), Act::RemoveLine { plan: plan(), source: p(SOURCES[*of]), line })
        }
        Ask::Resolve(of, number) => {
            let (choice, key) = (plan::Choice::Plan(p(SOURCES[*of])), drawn_line(*of, *number, 0).key);
            ("person-k1", Act::Resolve { plan: plan(), key, choice, decision: p("calls") })
        }
        Ask::Submit => ("person-k1", Act::Submit { plan: plan() }),
        Ask::Sign(body) => (officer(BODIES[*body]), house.sign(BODIES[*body])),
        Ask::Object(body) => {
            let (body, reason) = (BODIES[*body], "reason".to_owned());
            (officer(body), Act::Object { plan: plan(), body: p(body), reason })
        }
        Ask::Executive => {
            if house.plan().stage() != Stage::Ready {
                return Err("not ready".to_owned());
            }
            return house.executive_signs(&format!("adopt-{n_asked}"), "").map(drop);
        }
    };
    house.try_ask(actor, &act).map(drop)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_signature_is_of_lines_that_its_body_did_not_have_before_it(asks in prop::collection::vec(any_ask(), 1..40)) {
        let mut house = House::submitted();
        for body in SEVEN.split(' ').filter(|body| !BODIES.contains(body)) {
            house.signs(body);
        }
        for (number, ask) in asks.iter().enumerate() {
            let before = house.state.clone();
            let (was, bound) = (house.plan().stage(), house.bound());
            if asked(&mut house, ask, number).is_err() {
                prop_assert_eq!(&house.state, &before, "a refusal leaves no trace");
            }
            let plan = house.plan();
            for (body, signature) in &plan.signatures {
                prop_assert_eq!(signature.lines, plan.hash_of_lines(*body), "{} after {:?}", body, ask);
            }
            if matches!(ask, Ask::Object(_)) && was == Stage::Signed {
                prop_assert_eq!((plan.stage(), house.bound()), (was, bound));
            }
            prop_assert_eq!(plan.executive.is_some(), !house.bound().is_empty());
            let version = plan.version().unwrap();
            prop_assert_eq!(version.number, plan.sign_off.version());
            prop_assert_eq!(version.hash, plan::version::hash_of(&version.merged.lines));
        }
        prop_assert_eq!(house.replayed(false), house.state);
    }
}
