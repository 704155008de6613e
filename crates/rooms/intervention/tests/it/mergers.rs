//! Merge day: refused until everything live has a disposition; what follows binds the successor, and reverts with it.

use crate::world::{
    CONSENT, House, attempt, authority, bind, clause, direction, issue, letter, lift, moved, p, signed,
};
use intervention::{
    Act, Attempt, Binding, Change, Disposition, Effect, InstrumentStage, LiveItem, Merger, People, Programme, Regime,
    Remainder, Stay,
};
use mandate::Population;
use std::collections::{BTreeMap, BTreeSet};
use terms::Certainty;

fn ashford() -> House {
    let mut house = House::new();
    let clauses = vec![
        clause(1, CONSENT, "service:acute"),
        clause(2, CONSENT, "function:planning"),
        clause(3, Effect::Require, "function:planning.recovery-plan"),
    ];
    house.does(&issue(direction("ek19", "09C", "2019-01-15", clauses)));
    house.does(&Act::EnterMeasures {
        signature: authority("2019-01-15"),
        body: p("09C"),
        programme: Programme::SpecialMeasures,
        reason: "Finance".to_owned(),
        proposal: None,
    });
    house
}

fn merge(from: &str, to: &str, on: &str, said: &[(LiveItem, Disposition)], remainder: Remainder) -> Act {
    let merger = Merger { predecessor: p(from), successor: p(to), on: p(on) };
    let dispositions: BTreeMap<_, _> = said.iter().cloned().collect();
    let partners = BTreeSet::from([p("08L"), p("08Q")]);
    Act::Merge { signature: authority(on), merger, partners, dispositions, remainder }
}

fn stay(body: &str) -> LiveItem {
    LiveItem::Stay(Stay { body: p(body), programme: Programme::SpecialMeasures })
}

#[test]
fn merge_day_waits_for_every_live_item() {
    let mut house = ashford();
    let ek19 = LiveItem::Instrument(p("ek19"));
    let day = "2020-04-01";
    house.refuses(&merge("09C", "91Q", day, &[], Remainder::Refused), "no-disposition");
    let one = [(ek19.clone(), Disposition::Follow)];
    house.refuses(&merge("09C", "91Q", day, &one, Remainder::Refused), "no-disposition");
    let wrong = [(LiveItem::Instrument(p("ek20")), Disposition::Lift)];
    house.refuses(&merge("09C", "91Q", day, &wrong, Remainder::Follows), "nothing-to-dispose");
    let both = [(ek19, Disposition::Lapse), (stay("09C"), Disposition::Lift)];
    house.does(&merge("09C", "91Q", day, &both, Remainder::Refused));
    let room = house.state.now();
    assert_eq!(room.instrument(&p("ek19")).unwrap().stage(), InstrumentStage::Lapsed);
    assert_eq!(room.constraints_on(p(day)).count(), 0);
    assert_eq!(room.constraints_on(p("2020-03-31")).count(), 2);
    for body in ["09C", "91Q"] {
        assert_eq!(room.was_under(p(body), Regime::SpecialMeasures, p(day)), Certainty::No);
    }
    // Its history is there for ever.
    assert_eq!(room.was_under(p("09C"), Regime::SpecialMeasures, p("2020-03-31")), Certainty::Yes);
}

#[test]
fn what_follows_binds_the_successor_for_its_part_and_again_for_the_next() {
    let mut house = ashford();
    house.does(&merge("09C", "91Q", "2020-04-01", &[], Remainder::Follows));
    let directions = house.directions();
    let of = |body: &str, reach: &str, people: &str| {
        let people = People::Of(Population::registered(p(people)));
        directions.judge(&Attempt { people, ..attempt(body, reach, "2020-04-01") }).passes()
    };
    assert!(!of("91Q", "service:acute", "09C") && of("91Q", "service:acute", "09E"), "for Ashford’s people only");
    assert!(!of("91Q", "function:planning", "09E"), "the whole body");
    assert!(of("09C", "function:planning", "09C"), "the old body is bound no more");
    let room = house.state.now();
    let measures = Stay { body: p("91Q"), programme: Programme::SpecialMeasures };
    assert_eq!(room.parts_in(&measures, p("2020-04-01")), BTreeSet::from([p("09C")]));
    assert!(!room.is_in(&Stay { body: p("09C"), ..measures }, p("2020-04-01")));
    assert_eq!(room.timelines(p("91Q")).measures.len(), 1);
    assert_eq!(room.timelines(p("91Q")).instruments.len(), 1);
    // And into the board: nothing is left behind at the second step.
    let live = room.live_items(p("91Q"), p("2022-07-01"));
    assert_eq!(live, BTreeSet::from([stay("09C"), LiveItem::Instrument(p("ek19"))]));
    assert!(room.live_items(p("09C"), p("2022-07-01")).is_empty());
    house.does(&merge("91Q", "QKS", "2022-07-01", &[], Remainder::Follows));
    let room = house.state.now();
    assert_eq!(room.was_under(p("QKS"), Regime::Direction, p("2022-07-01")), Certainty::Yes);
    assert_eq!(room.was_under(p("91Q"), Regime::Direction, p("2022-07-01")), Certainty::No);
    assert!(room.is_in(&Stay { body: p("QKS"), ..measures }, p("2022-07-01")));
    let bound: BTreeSet<_> = room.constraints_on(p("2022-07-01")).map(|held| held.body).collect();
    assert_eq!(bound, BTreeSet::from([p("QKS")]));
    assert_eq!(house.replayed(), house.state);
}

#[test]
fn giver_and_receiver_that_become_one_body_end_the_move() {
    let mut house = House::new();
    let enabling = vec![clause(1, Effect::Enable, "service:acute")];
    house.does(&issue(direction("swk17", "08Q", "2017-09-15", enabling)));
    for (id, body) in [("lew17", "08L"), ("gre17", "08A")] {
        house.does(&issue(direction(id, body, "2017-09-15", vec![clause(1, moved("08Q"), "service:acute")])));
    }
    // Lewisham and Southwark become one; Greenwich stays apart, and the successor performs for it.
    house.does(&merge("08L", "72Q", "2020-04-01", &[], Remainder::Follows));
    house.does(&merge("08Q", "72Q", "2020-04-01", &[], Remainder::Follows));
    let directions = house.directions();
    let performer = |body: &str, on: &str| {
        directions.performer(p(body), &p("service:acute"), &People::Everybody, p(on)).to_string()
    };
    assert_eq!(performer("08L", "2020-03-31"), "08Q");
    assert_eq!(performer("72Q", "2020-04-01"), "72Q");
    assert_eq!(performer("08A", "2020-03-31"), "08Q");
    assert_eq!(performer("08A", "2020-04-01"), "72Q");
}

fn vary(clause: &str, binding: Binding, on: &str) -> Act {
    let change = Change::Effect(bind(binding));
    Act::Vary { signature: authority(on), clause: p(clause), change, letter: Some(letter()) }
}

#[test]
fn a_variation_dated_before_the_merger_is_refused_and_frees_nobody() {
    let mut house = ashford();
    house.does(&merge("09C", "91Q", "2020-04-01", &[], Remainder::Follows));
    house.refuses(&vary("ek19.2", Binding::Forbid, "2020-03-01"), "already-followed");
    house.does(&vary("ek19.2", Binding::Forbid, "2020-04-01"));
    let forbids = |body: &str, on: &str| {
        let room = house.state.now();
        let mut laid = room.constraints_on(p(on)).filter(|held| held.body == p(body));
        laid.any(|held| held.binding == Binding::Forbid)
    };
    assert!(forbids("91Q", "2020-04-01") && !forbids("09C", "2020-04-01"));
}

#[test]
fn a_clause_on_a_service_varied_after_a_merger_binds_the_predecessors_people_only() {
    let mut house = ashford();
    house.does(&merge("09C", "91Q", "2020-04-01", &[], Remainder::Follows));
    house.does(&vary("ek19.1", Binding::Forbid, "2020-05-01"));
    house.does(&vary("ek19.2", Binding::Forbid, "2020-05-01"));
    let directions = house.directions();
    let passes = |reach: &str, people: &str| {
        let people = People::Of(Population::registered(p(people)));
        directions.judge(&Attempt { people, ..attempt("91Q", reach, "2020-05-01") }).passes()
    };
    assert!(!passes("service:acute", "09C") && passes("service:acute", "09E"), "for Ashford’s people only");
    assert!(!passes("function:planning", "09E"), "how a body behaves is the whole body’s");
}

#[test]
fn what_does_not_follow_ends_by_the_authority_alone() {
    let mut house = ashford();
    let signed_by = |act: Act, body: &str| match act {
        Act::Merge { merger, partners, dispositions, remainder, .. } => {
            Act::Merge { signature: signed(body, "2020-04-01"), merger, partners, dispositions, remainder }
        }
        other => other,
    };
    for item in [LiveItem::Instrument(p("ek19")), stay("09C")] {
        for said in [Disposition::Lift, Disposition::Lapse, Disposition::Reissue] {
            let act = merge("09C", "91Q", "2020-04-01", &[(item.clone(), said)], Remainder::Follows);
            house.refuses(&signed_by(act, "09C"), "not-the-authority");
        }
    }
    let both = [(LiveItem::Instrument(p("ek19")), Disposition::Follow), (stay("09C"), Disposition::Follow)];
    house.does(&signed_by(merge("09C", "91Q", "2020-04-01", &both, Remainder::Refused), "09C"));
}

#[test]
fn a_successor_is_a_body_that_is_open() {
    let mut house = ashford();
    house.refuses(&merge("09C", "ZZZ", "2020-04-01", &[], Remainder::Follows), "body-not-open");
}

#[test]
fn what_gives_way_after_merge_day_goes_on_against_the_successor_until_then() {
    let mut house = ashford();
    let instead = direction("ek20", "09C", "2020-06-01", vec![clause(1, CONSENT, "function:planning")]);
    let signature = authority("2020-03-01");
    house.does(&Act::Replace { signature, replaced: p("ek19"), instrument: Box::new(instead) });
    house.does(&merge("09C", "91Q", "2020-04-01", &[], Remainder::Follows));
    let passes = |on: &str| house.directions().judge(&attempt("91Q", "service:acute", on)).passes();
    assert!(!passes("2020-05-31"), "the old one binds the successor");
    assert!(passes("2020-06-01"), "the new one says nothing of services");
    house.refuses(&lift("ek19", "2020-06-01"), "already-lifted");
}
