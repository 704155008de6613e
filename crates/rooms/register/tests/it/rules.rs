//! The rules of settling, in the sources' own words.

use register::{
    Act, ActKind, BodyRef, Cause, Fact, FileHash, FindingKind, Life, Released, State, Thing, Tie, apply, decide,
};
use terms::{Certainty, Date, OdsCode, Period, Sequence};

fn code(text: &str) -> OdsCode {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A release in a line: `epraccur 2021-11: K1 in 15A since 2013-04-01; K2 in 14Y 2018-04-01 to 2019-03-31`.
fn release(text: &str) -> Act {
    let (head, body) = text.split_once(": ").unwrap();
    let (series, released) = head.split_once(' ').unwrap();
    let facts = body.split("; ").map(fact).collect::<Vec<_>>();
    Act::TakeImport {
        series: series.parse().unwrap(),
        released: Released(released.parse().unwrap()),
        source_name: head.to_owned(),
        source_hash: FileHash::of(text.as_bytes()),
        rows: facts.len() as u64,
        facts,
    }
}

fn fact(text: &str) -> Fact {
    let words: Vec<&str> = text.split(' ').collect();
    let period = |words: &[&str]| match words {
        [] => Period::ALWAYS,
        ["since", from] => Period::new(Some(from.parse().unwrap()), None).unwrap(),
        [from, "to", last] => Period::inclusive(Some(from.parse().unwrap()), Some(last.parse().unwrap())).unwrap(),
        other => panic!("{other:?}"),
    };
    match words.as_slice() {
        [child, "in", parent, rest @ ..] => Fact::Tied {
            child: code(child),
            tie: Tie::Commissioner,
            parent: BodyRef::Ods(code(parent)),
            period: period(rest),
        },
        [body, "lived", rest @ ..] => Fact::Lived { code: code(body), life: Life::Legal, period: period(rest) },
        [old, "became", new, "on", on] => Fact::Succeeded {
            from: code(old),
            to: code(new),
            on: on.parse().unwrap(),
            cause: None,
            instrument: "".into(),
        },
        other => panic!("{other:?}"),
    }
}

fn state(releases: &[&str]) -> State {
    let mut state = State::new();
    for text in releases {
        let outcome = decide(&state, &release(text)).unwrap();
        let file = outcome.fact_file;
        let sequence = Sequence(state.sequence().0 + 1);
        apply(&mut state, sequence, &outcome.events, |_| file.clone()).unwrap();
    }
    state
}

/// The memberships of K1 that follow from some releases, in order.
fn check(releases: &[&str], expected: &str) {
    let state = state(releases);
    let held: Vec<String> = state
        .now()
        .memberships(code("K1"))
        .iter()
        .map(|held| format!("{} {}", held.parent, held.period.screen()))
        .collect();
    assert_eq!(held.join("; "), expected, "{releases:#?}");
}

const LIVES: &str =
    "eccg 2024-12: 10Y lived 2013-04-01 to 2018-03-31; 14Y lived since 2018-04-01; 15A lived since 2018-04-01";
const SUCCESSIONS: &str = "succ 2022-09: 10Y became 14Y on 2018-04-01";

#[test]
fn a_dated_membership_counts_against_every_snapshot_up_to_its_release() {
    check(
        &[
            "epcmem 2019-10-01: K1 in 10Y 2013-04-01 to 2018-03-31; K1 in 14Y since 2018-04-01",
            "epraccur 2018-06: K1 in 15A since 2013-04-01",
        ],
        "10Y 1 April 2013 to 31 March 2018; 14Y from 1 April 2018",
    );
}

#[test]
fn after_the_dated_memberships_a_snapshot_tells_of_a_move_on_the_day_it_states() {
    check(
        &["epcmem 2019-10-01: K1 in 14Y since 2018-04-01", "epraccur 2021-11: K1 in 15A since 2020-07-01"],
        "14Y 1 April 2018 to 30 June 2020; 15A from 1 July 2020",
    );
}

#[test]
fn a_re_pointed_code_with_an_old_date_takes_the_day_of_the_succession() {
    check(
        &[
            LIVES,
            SUCCESSIONS,
            "epraccur 2018-01-01: K1 in 10Y since 2013-04-01",
            "epraccur 2018-06-01: K1 in 14Y since 2013-04-01",
        ],
        "10Y 1 April 2013 to 31 March 2018; 14Y from 1 April 2018",
    );
}

#[test]
fn a_move_without_a_day_lies_between_the_two_snapshots() {
    check(
        &["epraccur 2018-06-01: K1 in 14Y since 2018-04-01", "epraccur 2020-01-01: K1 in 15A since 2013-04-01"],
        "14Y 1 April 2018 to between 1 June 2018 and 31 December 2019; 15A from between 2 June 2018 and 1 January 2020",
    );
}

#[test]
fn nobody_belongs_to_a_body_before_it_opened() {
    check(&[LIVES, "epraccur 2018-06-01: K1 in 14Y since 2013-04-01"], "14Y from 1 April 2018");
}

#[test]
fn nobody_belongs_to_a_closed_body_and_is_never_moved_by_guess() {
    let releases = [LIVES, SUCCESSIONS, "epraccur 2018-01-01: K1 in 10Y since 2013-04-01"];
    check(&releases, "10Y 1 April 2013 to 31 March 2018");
    let findings = state(&releases).now().findings();
    let stranded = findings.iter().find(|finding| finding.kind == FindingKind::Stranded).unwrap();
    assert_eq!(
        (&*stranded.subject, stranded.detail.as_str()),
        ("K1", "its commissioner 10Y closed on 31 March 2018 and no imported file says where it went")
    );
}

#[test]
fn a_snapshot_that_still_lists_a_closed_parent_makes_no_member_of_it() {
    let releases = [
        LIVES,
        "epcmem 2019-10-01: K2 in 14Y since 2018-04-01; K1 in 10Y 2013-04-01 to 2017-12-31",
        "epraccur 2020-01-01: K1 in 10Y since 2013-04-01",
    ];
    check(&releases, "10Y 1 April 2013 to 31 December 2017");
    let found = state(&releases).now().findings();
    let outside = found.iter().find(|finding| finding.kind == FindingKind::OutsideLife).unwrap();
    assert_eq!(outside.detail, "its commissioner had closed on 31 March 2018");
}

#[test]
fn the_keepers_word_counts_on_its_days_and_nowhere_else() {
    check(
        &["epcmem 2019-10-01: K1 in 14Y since 2018-04-01", "entered 2020-01-01: K1 in 15A 2019-01-01 to 2019-03-31"],
        "14Y 1 April 2018 to 31 December 2018; 15A 1 January 2019 to 31 March 2019; 14Y from 1 April 2019",
    );
}

#[test]
fn a_question_inside_an_uncertain_move_says_so() {
    let state =
        state(&["epraccur 2018-06-01: K1 in 14Y since 2018-04-01", "epraccur 2020-01-01: K1 in 15A since 2013-04-01"]);
    let view = state.now();
    let held = view.members(code("15A"), day("2019-01-01"));
    assert_eq!((held.len(), held[0].certainty), (1, Certainty::Uncertain));
    assert_eq!(view.members(code("15A"), day("2020-01-01"))[0].certainty, Certainty::Yes);
    assert!(view.members(code("15A"), day("2018-06-01")).is_empty());
}

#[test]
fn the_shape_of_the_successions_names_the_cause() {
    let state = state(&[
        "eccg 2024-12: A1 lived 2013-04-01 to 2018-03-31; A2 lived 2013-04-01 to 2018-03-31; A3 lived since 2018-04-01; \
         B1 lived 2013-04-01 to 2018-03-31; B2 lived since 2018-04-01; B3 lived since 2018-04-01; \
         D1 lived 2013-04-01 to 2018-03-31; D2 lived since 2018-04-01; \
         E1 lived since 2013-04-01; E2 lived since 2018-04-01; \
         F1 lived 2013-04-01 to 2018-03-31; F2 lived since 2013-04-01",
        "epcmem 2019-10-01: K9 in F2 since 2013-04-01",
        "succ 2022-09: A1 became A3 on 2018-04-01; A2 became A3 on 2018-04-01; B1 became B2 on 2018-04-01; \
         B1 became B3 on 2018-04-01; D1 became D2 on 2018-04-01; E1 became E2 on 2018-04-01; F1 became F2 on 2018-04-01",
    ]);
    let view = state.now();
    let cause = |old: &str| view.successions_of(code(old)).first().map(|link| link.cause);
    assert_eq!(cause("A1"), Some(Cause::Merge));
    assert_eq!(cause("B1"), Some(Cause::Split));
    assert_eq!(cause("D1"), Some(Cause::Recode));
    assert_eq!(cause("E1"), Some(Cause::PartialTransfer));
    assert_eq!(cause("F1"), Some(Cause::CodeRetainedMerge));
}

#[test]
fn chains_pass_through_closed_bodies_and_a_circle_is_followed_once() {
    let state = state(&[
        "eccg 2024-12: A1 lived 2000-04-01 to 2013-03-31; A2 lived 2013-04-01 to 2018-03-31; A3 lived 2018-04-01 to 2020-03-31; A4 lived since 2020-04-01",
        "succ 2022-09: A1 became A2 on 2013-04-01; A2 became A3 on 2018-04-01; A3 became A4 on 2020-04-01; A4 became A1 on 2021-04-01; A1 became A1 on 2013-04-01",
    ]);
    let view = state.now();
    let chain: Vec<String> = view
        .successors(code("A1"), Some(day("2020-12-31")))
        .iter()
        .map(|link| format!("{}→{}", link.from, link.to))
        .collect();
    assert_eq!(chain.join(" "), "A1→A2 A2→A3 A3→A4");
    assert_eq!(view.successors(code("A1"), None).len(), 4);
    let back: Vec<String> =
        view.predecessors(code("A4"), Some(day("2012-01-01"))).iter().map(|link| link.from.to_string()).collect();
    assert!(back.contains(&"A1".to_owned()) && back.contains(&"A3".to_owned()), "{back:?}");
    let kinds: Vec<FindingKind> = view.findings().into_iter().map(|finding| finding.kind).collect();
    assert!(kinds.contains(&FindingKind::SelfSuccession), "{kinds:?}");
    assert_eq!(kinds.iter().filter(|kind| **kind == FindingKind::SuccessionCycle).count(), 1, "{kinds:?}");
}

#[test]
fn a_name_changed_on_some_day_between_two_observations() {
    let mut state = State::new();
    for (released, name) in [("2018-06-01", "OLD"), ("2020-01-01", "OLD"), ("2021-11-01", "NEW")] {
        let named = Fact::Named { code: code("K1"), name: name.into(), period: Period::ALWAYS };
        let act = Act::TakeImport {
            series: register::Series::Epraccur,
            released: Released(released.parse().unwrap()),
            source_name: released.to_owned(),
            source_hash: FileHash::of(released.as_bytes()),
            rows: 1,
            facts: vec![named],
        };
        let outcome = decide(&state, &act).unwrap();
        let sequence = Sequence(state.sequence().0 + 1);
        apply(&mut state, sequence, &outcome.events, |_| outcome.fact_file.clone()).unwrap();
    }
    let names: Vec<String> =
        state.now().names(code("K1")).iter().map(|name| format!("{} {}", name.text, name.period)).collect();
    assert_eq!(names, ["OLD [2018-06-01, 2020-01-02..2021-11-01)", "NEW [2020-01-02..2021-11-01, )"]);
    let on = |day: &str| {
        state.now().name_on(code("K1"), day.parse().unwrap()).map(|name| (name.text.to_string(), name.later))
    };
    assert_eq!(on("2019-01-01"), Some(("OLD".into(), false)));
    assert_eq!(on("2017-01-01"), Some(("OLD".into(), true)));
    assert_eq!(on("2022-01-01"), Some(("NEW".into(), false)));
}

#[test]
fn a_file_can_be_retracted_while_it_counts_and_its_kind_is_allowed_just_there() {
    let text = "epraccur 2021-11: K1 in 15A since 2013-04-01";
    let mut state = state(&[text]);
    let (taken, other) = (FileHash::of(text.as_bytes()), FileHash::of(b"another"));
    let agree = |state: &State, source_hash| {
        let act = Act::RetractImport { source_hash, reason: "wrong file".to_owned() };
        let allowed = act.kind().allows(state, act.subject());
        assert_eq!(allowed, decide(state, &act).map(drop));
        allowed.is_ok()
    };
    assert!(agree(&state, taken) && !agree(&state, other));
    assert!(ActKind::RetractImport.allows(&state, Thing::Register).is_err());
    assert_eq!(ActKind::Enter.allows(&state, Thing::Register), Ok(()));
    let retract = decide(&state, &Act::RetractImport { source_hash: taken, reason: "wrong file".to_owned() }).unwrap();
    assert_eq!(retract.events[0].about(), [Thing::Import(taken)]);
    apply(&mut state, Sequence(2), &retract.events, |_| None).unwrap();
    assert!(!agree(&state, taken), "it counts no more");
    let entered = register::Entry {
        fact: fact("K1 became K2 on 2020-04-01"),
        source: "a letter".to_owned(),
        released: Released("2020-04-01".parse().unwrap()),
    };
    let entered = register::enter(&entered).unwrap();
    assert_eq!(entered.about(), ["K1", "K2"].map(|body| Thing::Body(code(body))));
}
