//! What one may do follows from posts on the day; everything else is denied.

use crate::world::{Room, p, seat};
use mandate::{Act, Actor, Capacity, Duty, Grant, PostKind, SeatRole, duties_of};

const ON: &str = "2016-10-01";

fn may(room: &Room, person: &str, duty: &Duty, on: &str) -> bool {
    room.now().permit(&Actor::Person(p(person)), duty, p(on)).is_ok()
}

#[test]
fn a_representative_speaks_for_their_bodies_and_for_no_other() {
    let room = Room::footprint();
    let represent = |body: &str| Duty::Represent(p("executive"), p(body));
    assert!(may(&room, "person-1", &represent("10H"), ON));
    assert!(!may(&room, "person-1", &represent("10Q"), ON));
    assert!(!may(&room, "person-1", &represent("10H"), "2016-08-31"));
    assert!(may(&room, "person-1", &Duty::Speak(p("executive")), ON));
    assert!(!may(&room, "person-1", &Duty::Convene(p("executive")), ON));
    assert!(!may(&room, "nobody", &Duty::Speak(p("executive")), ON));
    assert_eq!(room.now().permit(&Actor::Keeper, &Duty::Audit, p(ON)), Ok(Grant::Keeper));
    let denied = room.now().permit(&Actor::Person(p("person-1")), &Duty::Audit, p(ON)).unwrap_err();
    assert_eq!(denied.to_string(), "person-1 holds no post on 2016-10-01 that lets them audit");
}

#[test]
fn a_permission_ends_with_the_post_and_shows_its_chain() {
    let mut room = Room::footprint();
    room.person("person-9", "Clerk");
    room.post("clerk-oxon", PostKind::GoverningBodySecretary, &["10Q"], "2013-04-01..");
    room.appoint("clerk-oxon", "person-9", Capacity::Substantive, "2016-01-01..2017-01-01");
    room.ask(Act::TakeSeat {
        committee: p("executive"),
        seat: seat("clerk-oxon", SeatRole::Clerk, &[], "2016-09-01.."),
    });
    for duty in [
        Duty::KeepRegister,
        Duty::KeepPeople(p("10Q")),
        Duty::KeepScheme(p("10Q")),
        Duty::KeepMandates(p("10Q")),
        Duty::Convene(p("executive")),
    ] {
        assert!(may(&room, "person-9", &duty, ON), "{duty}");
        assert!(!may(&room, "person-9", &duty, "2017-01-01"), "{duty}");
    }
    assert!(!may(&room, "person-9", &Duty::KeepScheme(p("10H")), ON));
    assert!(!may(&room, "person-9", &Duty::DecideFor(p("10Q")), ON));
    let Grant::Post { post, chain, .. } =
        room.now().permit(&Actor::Person(p("person-9")), &Duty::Convene(p("executive")), p(ON)).unwrap()
    else {
        panic!()
    };
    assert_eq!(post, p("clerk-oxon"));
    let chain: Vec<String> = chain.iter().map(|link| format!("{} {}", link.kind, link.id)).collect();
    assert_eq!(chain, ["committee executive", "post clerk-oxon", "person person-9"]);
}

#[test]
fn a_deputy_speaks_and_keeps_nothing() {
    let mut room = Room::footprint();
    room.person("person-5", "Deputy");
    room.appoint("ao-oxon", "person-5", Capacity::Deputy, "2016-09-01..");
    assert!(may(&room, "person-5", &Duty::Represent(p("executive"), p("10Q")), ON));
    assert!(!may(&room, "person-5", &Duty::KeepScheme(p("10Q")), ON));
    assert!(!may(&room, "person-5", &Duty::DecideFor(p("10Q")), ON));
    assert!(may(&room, "person-2", &Duty::DecideFor(p("10Q")), ON));
}

#[test]
fn each_act_names_the_duty_it_needs_for_the_body_it_touches() {
    let room = Room::footprint();
    let need = |act: Act| room.now().duty_of(&act, p(ON));
    assert_eq!(need(Act::EndPost { post: p("ao-oxon"), on: p(ON) }), Some(Duty::KeepPeople(p("10Q"))));
    let revoke = Act::RevokePower { power: p("10h-scheme-3"), on: p(ON), reason: String::new() };
    assert_eq!(need(revoke), Some(Duty::KeepScheme(p("10H"))));
    assert_eq!(need(Act::ForgetPerson { person: p("person-1") }), None);
    assert_eq!(need(Act::EndPost { post: p("no-such"), on: p(ON) }), None);
    // Nobody but the secretary keeps the register, and an auditor does nothing but read.
    for kind in PostKind::all() {
        let keeps = duties_of(kind).contains(&mandate::PostDuty::KeepRegister);
        assert_eq!(keeps, kind == PostKind::GoverningBodySecretary, "{kind}");
    }
    assert_eq!(duties_of(PostKind::Auditor), [mandate::PostDuty::Audit]);
}
