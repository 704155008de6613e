//! Overrides: in force for a while, and over by themselves.

use crate::world::{House, key, new_override, p};
use mandate::Erasable;
use terms::{Date, Sequence};
use who_pays::{Act, Clocks, Counts, Key, NewOverride, OverrideStanding, Owner, OwnerHolder};

fn added() -> House {
    let mut house = House::new();
    house.does(&Act::AddOverride(new_override("o-1", 1, "2024-06-01", "2024-06-30")));
    house
}

#[test]
fn an_override_stops_by_itself_the_day_after_its_last() {
    let house = added();
    let held = house.local("o-1");
    let near: Date = p("2024-06-10");
    for (day, applies, standing) in [
        ("2024-05-31", false, OverrideStanding::Coming),
        ("2024-06-01", true, OverrideStanding::InForce),
        ("2024-06-30", true, OverrideStanding::InForce),
        ("2024-07-01", false, OverrideStanding::Expired),
    ] {
        assert_eq!((held.applies_on(p(day)), held.standing(p(day), near)), (applies, standing), "{day}");
    }
    let standing = |house: &House, day: &str| house.state.now().standing(house.local("o-1"), p(day));
    // 30 days until somebody sets another number, and then that from its day on.
    assert_eq!(standing(&house, "2024-06-01"), OverrideStanding::Expiring);
    let clocks = Clocks { from: p("2024-06-02"), soon_days: 14, source: "Protocol".to_owned(), ..Clocks::at_first() };
    let mut house = house;
    house.does(&Act::SetClocks(clocks));
    for (day, soon) in [
        ("2024-06-01", OverrideStanding::Expiring),
        ("2024-06-15", OverrideStanding::InForce),
        ("2024-06-16", OverrideStanding::Expiring),
    ] {
        assert_eq!(standing(&house, day), soon, "{day}");
    }
}

#[test]
fn an_early_end_and_a_later_last_day_are_acts_and_what_was_known_stays() {
    let mut house = added();
    house.does(&Act::ExtendOverride { id: p("o-1"), last: p("2024-09-30"), reason: "Still placed".to_owned() });
    assert_eq!(house.local("o-1").last(), p("2024-09-30"));
    house.does(&Act::EndOverride { id: p("o-1"), last: p("2024-07-15"), reason: "Moved home".to_owned() });
    assert_eq!(house.local("o-1").last(), p("2024-07-15"));
    assert_eq!(house.local("o-1").standing(p("2024-07-16"), p("2024-07-16")), OverrideStanding::Ended);
    let lasts: Vec<String> =
        (1..=3).map(|n| house.state.known(Sequence(n)).local(&p("o-1")).unwrap().last().to_string()).collect();
    assert_eq!(lasts, ["2024-06-30", "2024-09-30", "2024-07-15"]);
    assert!(house.state.known(Sequence(0)).local(&p("o-1")).is_none());
}

#[test]
fn erasing_the_key_leaves_the_act_its_dates_and_its_count() {
    let mut house = added();
    house.does(&Act::EraseKey { id: p("o-1") });
    let held = house.local("o-1");
    assert_eq!((held.first, held.last(), &held.key), (p("2024-06-01"), p("2024-06-30"), &Key::Erased));
    assert!(!held.applies_on(p("2024-06-02")));
    // Not even as known before.
    assert_eq!(house.state.known(Sequence(1)).local(&p("o-1")).unwrap().key, Key::Erased);
    assert_eq!(house.state.now().counts(house.today), Counts { erased: 1, ..Counts::default() });
    assert_eq!(house.replayed(), house.state);
    let (_, erasure) = house.log.last().unwrap();
    assert_eq!(erasure.erases, [(Sequence(1), Erasable(0))], "the key is the first text of the entry that added it");
    // Asked again it is no error: an erasure that broke off can be finished.
    house.does(&Act::EraseKey { id: p("o-1") });
    // The key is free again, as far as anybody can know.
    house.does(&Act::AddOverride(new_override("o-2", 1, "2024-06-01", "2024-06-30")));
}

#[test]
fn counts_put_each_override_in_one_place() {
    let mut house = House::new();
    for (place, (first, last)) in (1..).zip([
        ("2024-07-01", "2024-12-31"),
        ("2024-06-01", "2024-12-31"),
        ("2024-06-01", "2024-06-10"),
        ("2024-01-01", "2024-05-31"),
        ("2024-06-01", "2024-12-31"),
        ("2024-06-01", "2024-12-31"),
    ]) {
        house.does(&Act::AddOverride(new_override(&format!("o-{place}"), place, first, last)));
    }
    house.does(&Act::EndOverride { id: p("o-5"), last: p("2024-06-02"), reason: "Moved".to_owned() });
    house.does(&Act::EraseKey { id: p("o-6") });
    let counts = house.state.now().counts(house.today);
    assert_eq!(counts, Counts { coming: 1, in_force: 1, expiring: 1, expired: 1, ended: 1, erased: 1 });
    assert_eq!(counts.all(), 6);
}

#[test]
fn what_is_refused_says_what_to_do() {
    let ok = || new_override("o-2", 2, "2024-06-01", "2024-06-30");
    let owner = |body: &str, holder| Owner { body: p(body), holder };
    let post = || OwnerHolder::Post(p("qu9-finance"));
    let cases: Vec<(Act, &str)> = vec![
        (
            Act::AddOverride(NewOverride { id: p("o-1"), ..ok() }),
            "there is already an override `o-1`: give another identity",
        ),
        (
            Act::AddOverride(NewOverride { commissioner: p("QXX"), ..ok() }),
            "the register knows no body QXX: import the file that describes it, or correct the code",
        ),
        (
            Act::AddOverride(NewOverride { owner: owner("QNQ", post()), ..ok() }),
            "qu9-finance is no post or person of QNQ on 3 June 2024: name one who answers for it today",
        ),
        (
            Act::AddOverride(NewOverride { owner: owner("QU9", OwnerHolder::Person(p("person-2"))), ..ok() }),
            "person-2 is no post or person of QU9 on 3 June 2024: name one who answers for it today",
        ),
        (
            Act::AddOverride(NewOverride { last: p("2024-05-31"), ..ok() }),
            "the last day, 31 May 2024, is before the first, 1 June 2024",
        ),
        (
            Act::AddOverride(NewOverride { key: key(1), first: p("2024-06-30"), last: p("2024-07-30"), ..ok() }),
            "override `o-1` has the same key and covers some of these days: end it first, or choose other days",
        ),
        (Act::AddOverride(NewOverride { reason: " ".to_owned(), ..ok() }), "the reason must be given"),
        (
            Act::AddOverride(NewOverride { reason: "lives at OX3 9DU".to_owned(), ..ok() }),
            "the reason seems to hold a postcode: leave it out, nothing was recorded",
        ),
        (
            Act::ExtendOverride { id: p("o-1"), last: p("2024-06-30"), reason: "x".to_owned() },
            "override `o-1` lasts to 30 June 2024: choose a later day",
        ),
        (
            Act::EndOverride { id: p("o-1"), last: p("2024-06-30"), reason: "x".to_owned() },
            "override `o-1` runs from 1 June 2024 to 30 June 2024: it can end on a day between them, or on the day before the first if it should never have applied",
        ),
        (
            Act::EndOverride { id: p("o-1"), last: p("2024-05-30"), reason: "x".to_owned() },
            "override `o-1` runs from 1 June 2024 to 30 June 2024: it can end on a day between them, or on the day before the first if it should never have applied",
        ),
        (Act::EraseKey { id: p("o-9") }, "there is no override `o-9`"),
    ];
    for (act, words) in cases {
        let mut house = added();
        let before = house.state.clone();
        assert_eq!(house.ask(&act).unwrap_err(), words, "{act:?}");
        assert_eq!(house.state, before);
    }
    let mut house = added();
    house.today = p("2024-07-01");
    let extend = Act::ExtendOverride { id: p("o-1"), last: p("2024-09-30"), reason: "Still placed".to_owned() };
    assert_eq!(house.ask(&extend).unwrap_err(), "override `o-1` stopped after 30 June 2024: add a new one");
    // A key may have another override on other days, and one that never should have applied ends before it began.
    house.does(&Act::AddOverride(new_override("o-3", 1, "2024-07-01", "2024-07-31")));
    house.does(&Act::EndOverride { id: p("o-3"), last: p("2024-06-30"), reason: "Wrong key".to_owned() });
    assert!(!house.local("o-3").applies_on(p("2024-07-01")));
}
