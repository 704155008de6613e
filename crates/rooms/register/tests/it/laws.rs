//! What must hold whatever is imported, corrected and retracted, and in whatever order.

use proptest::prelude::*;
use register::{Act, BodyRef, Event, Fact, FileHash, Life, Released, Series, State, Status, Tie, apply, decide};
use std::collections::HashMap;
use terms::{Date, OdsCode, Period, Sequence};

const PRACTICES: [&str; 3] = ["P1", "P2", "P3"];
const COMMISSIONERS: [&str; 4] = ["C1", "C2", "C3", "C4"];

fn code(text: &str) -> OdsCode {
    text.parse().unwrap()
}

fn day(n: u8) -> Date {
    Date::constant(2013 + i16::from(n / 12), (n % 12 + 1).cast_signed(), 1)
}

fn period(from: u8, length: Option<u8>) -> Period {
    Period::from_days(Some(day(from)), length.map(|length| day(from + length)))
}

fn tied(child: usize, parent: usize, period: Period) -> Fact {
    Fact::Tied {
        child: code(PRACTICES[child]),
        tie: Tie::Commissioner,
        parent: BodyRef::Ods(code(COMMISSIONERS[parent])),
        period,
    }
}

/// Facts of the shape a series gives.
fn facts(series: Series) -> BoxedStrategy<Vec<Fact>> {
    let membership = (0..3usize, 0..4usize, 0..90u8, proptest::option::of(0..30u8));
    match series {
        Series::Epcmem => proptest::collection::vec(
            membership.prop_map(|(child, parent, from, length)| tied(child, parent, period(from, length))),
            0..6,
        )
        .boxed(),
        Series::Epraccur => proptest::collection::vec((membership, any::<bool>()), 0..4)
            .prop_map(|rows| {
                let mut facts = Vec::new();
                for ((child, parent, from, length), active) in rows {
                    facts.push(tied(child, parent, period(from, length)));
                    let status = if active { Status::Active } else { Status::Closed };
                    facts.push(Fact::Stood { code: code(PRACTICES[child]), status });
                    facts.push(Fact::Named {
                        code: code(PRACTICES[child]),
                        name: format!("N{from}").into(),
                        period: Period::ALWAYS,
                    });
                }
                facts
            })
            .boxed(),
        Series::Eccg => proptest::collection::vec((0..4usize, 0..90u8, proptest::option::of(0..60u8)), 0..4)
            .prop_map(|rows| {
                rows.into_iter()
                    .map(|(body, from, length)| Fact::Lived {
                        code: code(COMMISSIONERS[body]),
                        life: Life::Legal,
                        period: period(from, length),
                    })
                    .collect()
            })
            .boxed(),
        _ => proptest::collection::vec((0..4usize, 0..4usize, 0..100u8), 0..5)
            .prop_map(|rows| {
                rows.into_iter()
                    .map(|(from, to, on)| Fact::Succeeded {
                        from: code(COMMISSIONERS[from]),
                        to: code(COMMISSIONERS[to]),
                        on: day(on).into(),
                        cause: None,
                        instrument: "".into(),
                    })
                    .collect()
            })
            .boxed(),
    }
}

fn import() -> impl Strategy<Value = Act> {
    let series = prop_oneof![Just(Series::Epcmem), Just(Series::Epraccur), Just(Series::Eccg), Just(Series::Succ)];
    (series, 60..110u8).prop_flat_map(|(series, released)| {
        (facts(series), any::<u64>()).prop_map(move |(facts, salt)| Act::TakeImport {
            series,
            released: Released(day(released).into()),
            source_name: format!("{series}"),
            source_hash: FileHash::of(&salt.to_le_bytes()),
            rows: facts.len() as u64,
            facts,
        })
    })
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => import(),
        1 => (0..3usize, 0..4usize, 0..90u8, proptest::option::of(0..30u8)).prop_map(|(child, parent, from, length)| {
            Act::Correct {
                wrong: None,
                right: Some(tied(child, parent, period(from, length))),
                source: "letter".into(),
                reason: "test".into(),
                released: Released(day(100).into()),
            }
        }),
        1 => any::<u64>().prop_map(|salt| Act::RetractImport { source_hash: FileHash::of(&salt.to_le_bytes()), reason: "test".into() }),
    ]
}

/// An entry as the journal would keep it.
struct Entry {
    events: Vec<Event>,
    file: Option<Vec<u8>>,
}

fn record(state: &mut State, act: &Act) -> Option<Entry> {
    let outcome = decide(state, act).ok()?;
    let entry = Entry { events: outcome.events, file: outcome.fact_file };
    replay(state, &entry);
    Some(entry)
}

fn replay(state: &mut State, entry: &Entry) {
    let sequence = Sequence(state.sequence().0 + 1);
    apply(state, sequence, &entry.events, |_| entry.file.clone()).unwrap();
}

/// Some of the retractions must hit: their hashes are drawn from the imports before them.
fn aim(acts: &mut [Act]) {
    let mut hashes: Vec<FileHash> = Vec::new();
    for act in acts {
        match act {
            Act::TakeImport { source_hash, .. } => hashes.push(*source_hash),
            Act::RetractImport { source_hash, .. } => {
                if let Some(taken) = hashes.get(usize::from(source_hash.0[0]) % hashes.len().max(1)) {
                    *source_hash = *taken;
                }
            }
            Act::Correct { .. } | Act::Enter { .. } => {}
        }
    }
}

/// Everything that can be asked, as text.
fn answers(state: &State, known: Sequence) -> String {
    let view = state.view(known);
    let mut text = String::new();
    for name in PRACTICES.iter().chain(&COMMISSIONERS) {
        let body = code(name);
        text.push_str(&format!("{body} {} {:?}", view.knows(body), view.lives(body)));
        for held in view.memberships(body) {
            text.push_str(&format!(" {} {} {}", held.tie, held.parent, held.period));
        }
        text.push_str(&format!(" {:?} {:?}", view.successions_of(body), view.names(body)));
        for asked in (0..130).step_by(7).map(day) {
            text.push_str(&format!(
                " {:?} {:?}",
                view.parent(body, Tie::Commissioner, asked),
                view.members(body, asked)
            ));
        }
        text.push('\n');
    }
    text.push_str(&format!("{:?}", view.findings()));
    text
}

/// The same, without the bodies' own numbers of entries: what a set of files says whatever the order of import.
fn settled(acts: &[Act]) -> String {
    let mut state = State::new();
    for act in acts {
        record(&mut state, act);
    }
    answers(&state, state.sequence())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn replay_in_any_batching_gives_the_same_answers(mut acts in proptest::collection::vec(act(), 1..10), cut in 0..10usize) {
        aim(&mut acts);
        let mut first = State::new();
        let entries: Vec<Entry> = acts.iter().filter_map(|act| record(&mut first, act)).collect();
        // A second server replays some entries, hands a copy to a reader, and replays the rest.
        let mut second = State::new();
        let (early, late) = entries.split_at(cut.min(entries.len()));
        early.iter().for_each(|entry| replay(&mut second, entry));
        let copy = second.clone();
        let copied = answers(&copy, copy.sequence());
        late.iter().for_each(|entry| replay(&mut second, entry));
        for known in 0..=first.sequence().0 {
            prop_assert_eq!(answers(&first, Sequence(known)), answers(&second, Sequence(known)));
        }
        prop_assert_eq!(answers(&copy, copy.sequence()), copied, "a copy changed under its reader");
    }

    #[test]
    fn the_past_as_known_never_changes(mut acts in proptest::collection::vec(act(), 1..10)) {
        aim(&mut acts);
        let mut state = State::new();
        let mut remembered = HashMap::new();
        for act in &acts {
            record(&mut state, act);
            let known = state.sequence();
            remembered.entry(known).or_insert_with(|| answers(&state, known));
        }
        for (known, said) in remembered {
            prop_assert!(answers(&state, known) == said, "what was known after entry {known} has changed");
        }
    }

    #[test]
    fn the_order_of_import_changes_no_answer(acts in proptest::collection::vec(import(), 2..7), turn in 1..7usize) {
        let mut turned = acts.clone();
        turned.rotate_left(turn % acts.len());
        let mut reversed = acts.clone();
        reversed.reverse();
        let expected = settled(&acts);
        prop_assert_eq!(&settled(&turned), &expected);
        prop_assert_eq!(&settled(&reversed), &expected);
    }

    #[test]
    fn what_is_taken_and_retracted_was_as_if_never_taken(kept in proptest::collection::vec(import(), 1..4), gone in import(), place in 0..4usize) {
        let mut acts = kept.clone();
        acts.insert(place.min(kept.len()), gone.clone());
        let Act::TakeImport { source_hash, .. } = &gone else { return Ok(()) };
        acts.push(Act::RetractImport { source_hash: *source_hash, reason: "test".into() });
        prop_assert_eq!(settled(&acts), settled(&kept));
    }
}

#[test]
fn the_same_file_again_records_nothing() {
    let mut state = State::new();
    let act = Act::TakeImport {
        series: Series::Epcmem,
        released: Released(day(80).into()),
        source_name: "epcmem".into(),
        source_hash: FileHash::of(b"epcmem"),
        rows: 1,
        facts: vec![tied(0, 0, period(3, None))],
    };
    assert!(record(&mut state, &act).is_some());
    let refused = decide(&state, &act).unwrap_err();
    assert_eq!(refused.to_string(), "epcmem is already in the register (entry 1); nothing was recorded");
}

#[test]
fn a_newer_release_records_only_what_changed() {
    let mut state = State::new();
    let release = |n: u8, facts: Vec<Fact>| Act::TakeImport {
        series: Series::Epraccur,
        released: Released(day(n).into()),
        source_name: format!("epraccur {n}"),
        source_hash: FileHash::of(&[n]),
        rows: facts.len() as u64,
        facts,
    };
    let same: Vec<Fact> = (0..3).map(|child| tied(child, 0, period(3, None))).collect();
    let mut changed = same.clone();
    changed[1] = tied(1, 2, period(81, None));
    record(&mut state, &release(80, same)).unwrap();
    let entry = record(&mut state, &release(90, changed)).unwrap();
    let file = register::FactFile::decode(&entry.file.unwrap()).unwrap();
    assert_eq!((file.added.len(), file.removed.len()), (1, 1));
    assert!(file.base.is_some());
}
