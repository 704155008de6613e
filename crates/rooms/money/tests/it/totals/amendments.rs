//! Control totals: set by notices, moved by those who sign, known as they were known.

use super::world::{House, amend, month, notice, p, year};
use money::totals::Act;
use terms::Sequence;

/// The control totals of a month as known after an entry, and the system's.
fn totals(house: &House, known: Sequence, number: u8) -> String {
    let totals = house.state.known(known).control_totals(p("QKS"), year(), month(number)).unwrap();
    let bodies: Vec<String> = totals.0.iter().map(|(body, total)| format!("{body} {}", total.0)).collect();
    format!("{}: {}", bodies.join(", "), totals.system().unwrap().0)
}

#[test]
fn what_members_move_holds_from_its_month_and_was_not_known_before() {
    let mut house = House::new();
    let before = house.state.sequence();
    house.does(&amend("a-1", 3, &[("09C", -300), ("09E", 300)], &["09C", "09E"]));
    let now = house.state.sequence();
    let as_set = "09C -1200, 09E -2400, RVV -3600, RWF 1200: -6000";
    let as_moved = "09C -1500, 09E -2100, RVV -3600, RWF 1200: -6000";
    for (known, number, shown) in [(before, 3, as_set), (now, 2, as_set), (now, 3, as_moved), (now, 12, as_moved)] {
        assert_eq!(totals(&house, known, number), shown, "{known} {number}");
    }
    let held = house.state.now().amendment(&p("a-1")).unwrap();
    assert_eq!(held.reason.as_str(), "Ashford supports Canterbury");
}

#[test]
fn a_national_notice_alone_changes_the_systems_total() {
    let mut house = House::new();
    house.does(&amend("a-1", 3, &[("09C", -300), ("09E", 300)], &["09C", "09E"]));
    house.does(&Act::Notify(notice("n-2", 7, &[("09C", -1_000)])));
    let now = house.state.sequence();
    assert_eq!(totals(&house, now, 6), "09C -1500, 09E -2100, RVV -3600, RWF 1200: -6000");
    assert_eq!(totals(&house, now, 7), "09C -1000, 09E -2100, RVV -3600, RWF 1200: -5500");
    // A notice that is recorded late holds from its month, before what members moved in it and since.
    house.does(&Act::Notify(notice("n-3", 3, &[("RVV", -4_000)])));
    house.does(&amend("a-2", 8, &[("RVV", 100), ("RWF", -100)], &["RVV", "RWF"]));
    assert_eq!(totals(&house, house.state.sequence(), 3), "09C -1500, 09E -2100, RVV -4000, RWF 1200: -6400");
    assert_eq!(totals(&house, house.state.sequence(), 8), "09C -1000, 09E -2100, RVV -3900, RWF 1100: -5900");
    assert_eq!(house.replayed(), house.state);
}

#[test]
fn amendments_are_refused_in_the_order_of_the_rule() {
    let both = ["09C", "09E"];
    for (in_month, deltas, signed, words) in [
        (10, vec![("09C", -3), ("09C", 2)], vec![], "09C is written twice: write what it gains in all once"),
        (
            10,
            vec![("RTH", -3), ("09C", 2)],
            vec![],
            "no control total in this system: RTH; only its members can move theirs",
        ),
        (
            10,
            vec![("09C", -3), ("09E", 2)],
            vec![],
            "the changes add up to -£0.01 and not to nought: the system’s total can be changed only by a national notice",
        ),
        (
            10,
            vec![("09C", -3), ("09E", 3), ("RVV", 0)],
            vec!["RVV"],
            "not signed by 09C, 09E: every body whose total changes signs",
        ),
        (
            10,
            vec![("09C", -3), ("09E", 3)],
            both.to_vec(),
            "month 10 is after month 9, the last in which ct-2019 lets control total be moved",
        ),
    ] {
        let mut house = House::new();
        let before = house.state.clone();
        assert_eq!(house.ask(&amend("a-1", in_month, &deltas, &signed)).unwrap_err(), words);
        assert_eq!(house.state, before);
    }
}

#[test]
fn nothing_is_moved_in_a_month_before_a_notice_that_sets_it_anew() {
    let mut house = House::new();
    house.does(&Act::Notify(notice("n-2", 7, &[("09C", -1_000)])));
    let before = |number| amend("a-1", number, &[("09C", -3), ("09E", 3)], &["09C", "09E"]);
    assert_eq!(
        house.ask(&before(6)).unwrap_err(),
        "notice `n-2` sets the total of 09C anew from month 7: move control total in that month or later"
    );
    house.does(&before(7));
    assert_eq!(totals(&house, house.state.sequence(), 7), "09C -1003, 09E -2397, RVV -3600, RWF 1200: -5800");
}

#[test]
fn another_year_has_another_regime() {
    let mut house = House::new();
    for (of, number, words) in [
        (
            "2018/19",
            3,
            "under ct-2018, which is in force in month 3 of 2018/19, no control total can be moved between bodies",
        ),
        (
            "2020/21",
            3,
            "under ct-2020-h1, which is in force in month 3 of 2020/21, no control total can be moved between bodies",
        ),
        ("2015/16", 3, "no regime is recorded for month 3 of 2015/16: record the rules of that month first"),
    ] {
        let Act::Amend { id, system, mut amendment, reason } = amend("a-1", 3, &[("09C", -3), ("09E", 3)], &[]) else {
            unreachable!("an amendment was made")
        };
        (amendment.year, amendment.month) = (p(of), month(number));
        assert_eq!(house.ask(&Act::Amend { id, system, amendment, reason }).unwrap_err(), words);
    }
}

#[test]
fn a_body_that_left_moves_no_control_total() {
    let mut house = House::new();
    house.does(&Act::Leave { body: p("RVV"), system: p("QKS"), last: p("2019-05-31") });
    let moved = |id: &str, number| amend(id, number, &[("RVV", -3), ("RWF", 3)], &["RVV", "RWF"]);
    assert_eq!(
        house.ask(&moved("a-1", 3)).unwrap_err(),
        "no control total in this system: RVV; only its members can move theirs"
    );
    house.does(&moved("a-1", 2));
}
