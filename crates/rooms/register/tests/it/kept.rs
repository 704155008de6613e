//! A register kept and taken up again is the register it was, whatever came before and whatever comes after.

use crate::order::{answers, correction, first_difference, import, register, take};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use register::{Act, FileHash, State};
use terms::Sequence;
use terms::shared::Slice;

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => import(),
        2 => correction(),
        1 => any::<u8>().prop_map(|n| Act::RetractImport { source_hash: FileHash([n; 32]), reason: "test".into() }),
    ]
}

/// Retractions are drawn from the imports before them.
fn aim(acts: &mut [Act]) {
    let mut hashes: Vec<FileHash> = Vec::new();
    for act in acts {
        match act {
            Act::TakeImport { source_hash, .. } => hashes.push(*source_hash),
            Act::RetractImport { source_hash, .. } => {
                let place = usize::from(source_hash.0[0]) % hashes.len().max(1);
                *source_hash = hashes.get(place).copied().unwrap_or(*source_hash);
            }
            Act::Correct { .. } | Act::Enter { .. } => {}
        }
    }
}

fn again(state: &State) -> State {
    let form = Slice::new(state.keep());
    assert!(State::reads_back(&form));
    State::resume(&form).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn what_is_kept_at_any_point_goes_on_as_if_it_had_never_been(
        mut acts in proptest::collection::vec(act(), 1..10), cuts in proptest::collection::vec(0..10usize, 1..3)
    ) {
        aim(&mut acts);
        let replayed = register(&acts);
        let mut resumed = State::new();
        for (place, act) in acts.iter().enumerate() {
            if cuts.contains(&place) {
                resumed = again(&resumed);
            }
            take(&mut resumed, act);
        }
        // Once more: kept right after it was taken up, nothing of it having been asked for; and as it is.
        for resumed in [again(&again(&resumed)), resumed] {
            prop_assert_eq!(resumed.sequence(), replayed.sequence());
            prop_assert!(resumed.keep() == replayed.keep(), "the forms differ");
            for known in (0..=replayed.sequence().0).map(Sequence) {
                let said = (answers(&resumed.view(known)), answers(&replayed.view(known)));
                prop_assert_eq!(first_difference(&said.0, &said.1), None);
            }
        }
    }
}

/// Enough for several chunks of every table.
#[test]
fn a_register_of_many_chunks_is_kept_whole_and_read_in_part() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let acts: Vec<Act> = (0..4).map(|_| import().new_tree(&mut runner).unwrap().current()).collect();
    let mut state = register(&acts);
    for n in 0..3000 {
        let fact = format!("tied\tX{n}\tcommissioner\tC{}\t2013-04-01\t", n % 7);
        take(
            &mut state,
            &Act::Correct {
                wrong: None,
                right: Some(register::Fact::read_line(&fact).unwrap()),
                source: "letter".into(),
                reason: "test".into(),
                released: register::Released("2019".parse().unwrap()),
            },
        );
    }
    let resumed = again(&state);
    let body = "X2999".parse().unwrap();
    assert_eq!(resumed.now().memberships(body), state.now().memberships(body));
    assert_eq!(resumed.now().memberships(body).len(), 1);
    assert_eq!(resumed.now().members("C3".parse().unwrap(), "2020-01-01".parse().unwrap()).len(), 429);
    assert!(resumed.keep() == state.keep());
}

#[test]
fn what_is_no_kept_form_is_not_taken_up() {
    let form = register(&[]).keep();
    for length in 0..form.len() {
        assert!(State::resume(&Slice::new(form[..length].to_vec())).is_none(), "{length} bytes");
    }
    let longer = [form.as_slice(), &[0]].concat();
    assert!(State::resume(&Slice::new(longer)).is_none());
    assert!(State::resume(&Slice::new(vec![0xFF; 64])).is_none());
}

#[test]
fn the_rules_have_a_name() {
    assert!(register::RULES.len() == 32 && register::RULES.bytes().all(|byte| byte.is_ascii_hexdigit()));
}
