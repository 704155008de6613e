//! The two clocks: what stood on an account on a day, as known after an entry.

use crate::house::{House, allot, id, p, reserve, resolve, spend};
use terms::Sequence;

#[test]
fn what_is_recorded_late_counts_from_its_own_day_and_was_not_known_before() {
    let mut house = House::new();
    house.sends(&[allot(&id(1), "100", "2019-04-10")]);
    let before = house.state.sequence();
    house.today = p("2019-09-30");
    house.sends(&[spend(&id(2), "30", "2019-05-01")]);
    let after = house.state.sequence();
    let available = |known: Sequence, valid: &str| {
        house.state.known(known).balance(&p("10Q/19"), p(valid)).map(money::Balance::available)
    };
    assert_eq!(available(before, "2019-04-09"), Some(0));
    assert_eq!(available(before, "2019-09-30"), Some(100));
    assert_eq!(available(after, "2019-04-30"), Some(100));
    assert_eq!(available(after, "2019-05-01"), Some(70));
    assert_eq!(available(Sequence::START, "2019-09-30"), None, "the account was not opened");
    assert_eq!(house.state.known(before).transfers().count(), 1);
    assert_eq!(house.state.known(before).transfer(p(&id(2))), None);
}

#[test]
fn a_reservation_counts_until_it_is_resolved_or_its_last_day_has_gone_by() {
    let mut house = House::new();
    house.sends(&[allot(&id(1), "100", "2019-04-26"), reserve(&id(2), "60", "2019-04-26", "2019-05-31")]);
    let reserved = house.state.sequence();
    house.today = p("2019-05-10");
    house.sends(&[resolve(&id(3), "post", &id(2), "2019-05-10")]);
    let posted = house.state.sequence();
    let pending =
        |known: Sequence, valid: &str| house.state.known(known).balance(&p("10Q/19"), p(valid)).unwrap().debits_pending;
    assert_eq!((pending(reserved, "2019-05-31"), pending(reserved, "2019-06-01")), (60, 0));
    assert_eq!((pending(posted, "2019-05-09"), pending(posted, "2019-05-10")), (60, 0));
}

#[test]
fn a_posting_keeps_what_its_reservation_rested_on() {
    let mut house = House::new();
    house.sends(&[allot(&id(1), "100", "2019-04-26"), reserve(&id(2), "60", "2019-04-26", "")]);
    house.sends(&[resolve(&id(3), "post", &id(2), "2019-04-27")]);
    let room = house.state.now();
    let chain = room.chain(&crate::house::Tables, p(&id(3))).unwrap();
    let (line, mandate, decision) = (chain.plan_line.unwrap(), chain.mandate.unwrap(), chain.decision.unwrap());
    assert_eq!((line.0.as_str(), mandate.0.as_str(), decision.0.as_str()), ("L-10Q", "M-10Q", "D-10Q"));
    let sources: Vec<String> =
        room.sources(p(&id(3))).iter().map(|(id, amount)| format!("{} {}", id.short(), amount.0)).collect();
    assert_eq!(sources, ["00000001 60"]);
    let standing: Vec<String> =
        room.whereabouts(p(&id(1))).iter().map(|(account, amount)| format!("{account} {}", amount.0)).collect();
    assert_eq!(standing, ["10Q/19 40", "RTH/19 60"]);
    assert_eq!(room.chain(&crate::house::Tables, p(&id(9))).unwrap_err().code(), "TRANSFER_UNKNOWN");
}
