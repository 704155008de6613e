//! Instruments that give way to one another, promise, move functions; and how they stood on days that are past.

use crate::world::{CONSENT, House, attempt, authority, clause, direction, issue, letter, lift, moved, p, signed};
use intervention::{
    Act, Calendar, Change, Clock, ClockUnit, Colour, Effect, Ground, InstrumentKind, InstrumentStage, NewClause,
    NewInstrument, Regime, Roll,
};
use terms::Certainty;

fn replace(replaced: &str, new: NewInstrument, by: &str, on: &str) -> Act {
    Act::Replace { signature: signed(by, on), replaced: p(replaced), instrument: Box::new(new) }
}

fn plan() -> NewClause {
    let clock = Clock { count: p("7"), unit: ClockUnit::Week, roll: Roll::AsIs };
    NewClause { clock: Some(clock), ..clause(1, Effect::Require, "function:planning.recovery-plan") }
}

fn submit(clause: &str, on: &str) -> Act {
    Act::Submit { signature: signed("04J", on), clause: p(clause), title: String::new(), hash: None }
}

fn colour(house: &House, id: &str, on: &str) -> Colour {
    let room = house.state.now();
    room.light(room.instrument(&p(id)).unwrap(), p(on), &Calendar::england()).unwrap().colour
}

#[test]
fn one_on_another_body_takes_nothings_place() {
    let mut house = House::new();
    house.does(&issue(direction("d1", "04J", "2017-08-18", vec![clause(1, CONSENT, "function:appointments")])));
    let new = |body: &str| direction("d2", body, "2017-10-01", vec![clause(1, CONSENT, "function:appointments")]);
    house.refuses(&replace("d1", new("08A"), "X24", "2017-09-01"), "other-body");
    house.refuses(&replace("d1", new("04J"), "04J", "2017-09-01"), "not-the-authority");
    house.does(&replace("d1", new("04J"), "X24", "2017-09-01"));
}

#[test]
fn what_gives_way_on_a_day_to_come_goes_on_until_then() {
    let mut house = House::new();
    let clauses = vec![plan(), clause(2, CONSENT, "function:appointments")];
    house.does(&issue(direction("d1", "04J", "2017-08-18", clauses)));
    let new = direction("d2", "04J", "2017-12-01", vec![clause(1, CONSENT, "function:appointments")]);
    house.does(&replace("d1", new, "X24", "2017-09-01"));
    assert_eq!(colour(&house, "d1", "2017-10-07"), Colour::Red, "its plan is still asked for");
    let late = house.state.now().overdue_working_days(p("04J"), p("2017-10-20"), &Calendar::england());
    assert_eq!(late.unwrap(), 10);
    let met = Act::Lift {
        signature: authority("2017-11-01"),
        instrument: p("d1"),
        letter: Some(letter()),
        ground: Ground::Met,
    };
    house.refuses(&met, "clause-unmet");
    house.does(&submit("d1.1", "2017-10-20"));
    house.does(&Act::Accept { signature: authority("2017-10-25"), clause: p("d1.1") });
    house.refuses(&submit("d1.1", "2017-12-01"), "already-lifted");
    // Lifted before the other takes its place: the earlier end stands.
    house.does(&met);
    let ended = house.state.now().instrument(&p("d1")).unwrap();
    assert_eq!((ended.stage(), ended.last_end()), (InstrumentStage::Lifted, Some(p("2017-11-01"))));
    assert_eq!(house.state.now().clause(&p("d1.2")).unwrap().end.as_ref().unwrap().on, p("2017-11-01"));
    let passes = |on: &str| house.directions().judge(&attempt("04J", "function:appointments", on)).passes();
    assert!(!passes("2017-10-31") && passes("2017-11-01") && !passes("2017-12-01"));
    assert_eq!(house.state.now().was_under(p("04J"), Regime::Direction, p("2017-11-15")), Certainty::No);
    house.refuses(&lift("d1", "2017-11-15"), "already-lifted");
}

#[test]
fn the_colour_of_a_day_is_made_of_what_was_so_by_then() {
    let mut house = House::new();
    house.does(&issue(direction("d1", "04J", "2017-08-18", vec![plan()])));
    let days = ["2017-10-02", "2017-10-07", "2017-10-12", "2017-10-16", "2017-10-20"];
    let mut shown = Vec::new();
    // Before anything more happens each day is asked about on itself; afterwards all of them again.
    shown.push(colour(&house, "d1", days[0]));
    shown.push(colour(&house, "d1", days[1]));
    let change = Change::Due(p("2017-12-29"));
    house.does(&Act::Vary { signature: authority("2017-10-09"), clause: p("d1.1"), change, letter: Some(letter()) });
    house.does(&submit("d1.1", "2017-10-10"));
    shown.push(colour(&house, "d1", days[2]));
    let (reason, resubmit_by) = ("Not balanced".to_owned(), Some(p("2017-10-18")));
    house.does(&Act::Return { signature: authority("2017-10-13"), clause: p("d1.1"), reason, resubmit_by });
    shown.push(colour(&house, "d1", days[3]));
    shown.push(colour(&house, "d1", days[4]));
    house.does(&submit("d1.1", "2017-11-01"));
    house.does(&Act::Return {
        signature: authority("2017-11-02"),
        clause: p("d1.1"),
        reason: "Still not".to_owned(),
        resubmit_by: Some(p("2018-01-31")),
    });
    assert_eq!(shown, [Colour::Amber, Colour::Red, Colour::Green, Colour::Amber, Colour::Red]);
    assert_eq!(days.map(|day| colour(&house, "d1", day)).to_vec(), shown);
    let late = |on: &str| house.state.now().overdue_working_days(p("04J"), p(on), &Calendar::england()).unwrap();
    assert_eq!((late("2017-10-09"), late("2017-10-20")), (0, 2), "extended on the 9th; to come again by the 18th");
}

#[test]
fn functions_moved_one_after_the_other_are_moved_once() {
    let mut house = House::new();
    for body in ["08Q", "08K"] {
        let enabling = vec![clause(1, Effect::Enable, "service:acute")];
        house.does(&issue(direction(&format!("{}-e", body.to_lowercase()), body, "2017-09-01", enabling)));
    }
    let both = |to: &str, from: &str| {
        let first = NewClause { to: Some(p(to)), ..clause(1, moved("08Q"), "service:acute") };
        let second = NewClause { from: Some(p(from)), ..clause(2, moved("08K"), "service:acute") };
        issue(direction("d1", "08A", "2017-09-15", vec![first, second]))
    };
    house.refuses(&both("2018-04-02", "2018-04-01"), "function-moved-twice");
    house.does(&both("2018-04-01", "2018-04-01"));
    let directions = house.directions();
    let performer = |on: &str| {
        directions.performer(p("08A"), &p("service:acute"), &intervention::People::Everybody, p(on)).to_string()
    };
    assert_eq!((performer("2018-03-31"), performer("2018-04-01")), ("08Q".to_owned(), "08K".to_owned()));
}

#[test]
fn an_undertaking_enables_and_moves_nothing() {
    let mut house = House::new();
    let promise = |effect| {
        let new = direction("u1", "QU9", "2024-01-01", vec![clause(1, effect, "service:acute")]);
        issue(NewInstrument { kind: InstrumentKind::Undertaking, ..new })
    };
    for effect in [Effect::Enable, moved("X24"), CONSENT] {
        house.refuses(&promise(effect), "undertaking-binds");
    }
    for effect in [Effect::Require, Effect::Report, Effect::Nothing] {
        house.clone().does(&promise(effect));
    }
}
