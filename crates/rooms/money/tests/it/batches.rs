//! Chains: transfers that stand or fall together.

use crate::house::{House, Written, allot, id, reserve, resolve, spend};

fn linked(written: Written<'_>) -> Written<'_> {
    Written { linked: "Y", ..written }
}

#[test]
fn a_chain_stands_or_falls_together_and_each_sees_those_before_it() {
    let mut house = House::new();
    let (first, second) = (id(1), id(2));
    let pair = |amount| [linked(allot(&first, "100", "2019-04-26")), spend(&second, amount, "2019-04-26")];
    assert_eq!(house.sends(&pair("101")), ["LINKED_FAILED", "OVERDRAWN"]);
    assert_eq!(house.available("10Q/19"), 0, "nothing a chain refuses is visible");
    assert_eq!(house.sends(&pair("100")), ["OK", "OK"]);
    assert_eq!(house.sends(&pair("100")), ["EXISTS", "EXISTS"]);
}

#[test]
fn the_first_at_fault_hears_its_own() {
    let mut house = House::new();
    let (old, first, second, third) = (id(1), id(2), id(3), id(4));
    let (day, early) = ("2019-04-26", "2018-04-26");
    house.sends(&[allot(&old, "100", day)]);
    let (kept, new) = (allot(&old, "100", day), allot(&first, "1", day));
    assert_eq!(
        house.sends(&[linked(new), linked(allot(&second, "1", early)), allot(&third, "1", early)]),
        ["LINKED_FAILED", "DATE_OUTSIDE_YEAR", "LINKED_FAILED"]
    );
    assert_eq!(house.sends(&[linked(new), kept]), ["LINKED_FAILED", "EXISTS_IN_NEW_CHAIN"]);
    assert_eq!(house.sends(&[linked(kept), spend(&second, "999", day)]), ["EXISTS_IN_NEW_CHAIN", "LINKED_FAILED"]);
    // Nothing in the chain is new, so what differs is at fault.
    assert_eq!(
        house.sends(&[linked(kept), allot(&old, "101", day)]),
        ["LINKED_FAILED", "EXISTS_DIFFERENT:amount_pence"]
    );
    // The same transfer twice in one chain: the second is old beside a new one.
    assert_eq!(house.sends(&[linked(new), new]), ["LINKED_FAILED", "EXISTS_IN_NEW_CHAIN"]);
    assert_eq!(house.sends(&[new, new]), ["OK", "EXISTS"]);
}

#[test]
fn a_batch_that_ends_inside_a_chain_is_told() {
    let mut house = House::new();
    let (first, second, day) = (id(1), id(2), "2019-04-26");
    let open = [linked(allot(&first, "1", day)), linked(allot(&second, "1", day))];
    assert_eq!(house.sends(&open), ["LINKED_FAILED", "CHAIN_OPEN"]);
    let faulty = [linked(spend(&first, "1", day)), linked(allot(&second, "1", day))];
    assert_eq!(house.sends(&faulty), ["OVERDRAWN", "CHAIN_OPEN"]);
    assert_eq!(house.sends(&open[..1]), ["CHAIN_OPEN"]);
    assert_eq!(house.available("10Q/19"), 0);
}

#[test]
fn a_chain_that_falls_gives_back_the_reservation_it_resolved() {
    let mut house = House::new();
    let (first, held, post, spent) = (id(1), id(2), id(3), id(4));
    let day = "2019-04-26";
    house.sends(&[allot(&first, "100", day), reserve(&held, "60", day, "")]);
    let chain = [linked(resolve(&post, "post", &held, day)), spend(&spent, "41", day)];
    assert_eq!(house.sends(&chain), ["LINKED_FAILED", "OVERDRAWN"]);
    assert_eq!(house.available("10Q/19"), 40);
    assert_eq!(house.sends(&[resolve(&post, "void", &held, day)]), ["OK"]);
    assert_eq!(house.available("10Q/19"), 100);
}

#[test]
fn a_reservation_needs_a_last_day_that_is_one() {
    let mut house = House::new();
    house.sends(&[allot(&id(1), "100", "2019-04-26")]);
    assert_eq!(house.sends(&[reserve(&id(2), "1", "2019-04-26", "2019-02-30")]), ["EXPIRY_NOT_A_DATE"]);
    // One whose last day has gone by is recorded and never counts.
    assert_eq!(house.sends(&[reserve(&id(2), "60", "2019-04-26", "2019-04-29")]), ["OK"]);
    assert_eq!(house.available("10Q/19"), 100);
    assert_eq!(house.sends(&[resolve(&id(3), "post", &id(2), "2019-04-26")]), ["EXPIRED"]);
}

#[test]
fn what_is_more_than_a_reservation_is_told_before_what_a_release_may_be() {
    let mut house = House::new();
    let (first, held, release) = (id(1), id(2), id(3));
    let day = "2019-04-26";
    house.sends(&[allot(&first, "100", day), reserve(&held, "60", day, "")]);
    let void = |amount| Written { amount, ..resolve(&release, "void", &held, day) };
    assert_eq!(house.sends(&[void("61")]), ["EXCEEDS_PENDING"]);
    assert_eq!(house.sends(&[void("59")]), ["VOID_AMOUNT_DIFFERS"]);
    assert_eq!(house.sends(&[Written { code: "GIFT", ..void("60") }]), ["PENDING_DIFFERS:code"]);
    // What it does not give it takes over, and that is tested on its own day.
    let old = Written { mandate: "M-OLD", ..void("60") };
    assert_eq!(house.sends(&[Written { valid_on: "2019-07-01", ..old }]), ["MANDATE_NOT_VALID"]);
    assert_eq!(house.sends(&[Written { plan_line: "L-14Y", ..void("60") }]), ["LINE_OTHER_BODY"]);
    assert_eq!(house.sends(&[void("60")]), ["OK"]);
}
