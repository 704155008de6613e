//! Posts and who held them; what bodies share through them; interests; forgetting.

use crate::world::{GROUPS, Room, p, span};
use mandate::{Act, Capacity, DatedBody, Interest, InterestCategory, Portfolio, PostKind, SharedKind};
use register::BodyKind;
use std::collections::BTreeSet;
use terms::Sequence;

#[test]
fn who_held_a_post_on_a_day_with_its_vacancies_and_windows() {
    let mut room = Room::footprint();
    room.person("person-4", "C. Name");
    room.ask(Act::EndAppointment { post: p("ao-oxon"), person: p("person-2"), on: p("2019-09-01") });
    room.appoint("ao-oxon", "person-4", Capacity::Interim, "2019-10-10..2020-01-01");
    let holders = |on: &str| {
        let held = room.now().holders_of(&p("ao-oxon"), p(on));
        held.iter().map(|held| format!("{} {}", held.person, held.capacity)).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(holders("2019-08-31"), "person-2 substantive");
    assert_eq!(holders("2019-09-01"), "");
    assert_eq!(holders("2019-10-10"), "person-4 interim");
    let vacancies = |on: &str| room.now().vacancies(p("10Q"), p(on));
    assert_eq!(vacancies("2019-08-31"), []);
    assert_eq!(vacancies("2019-10-09")[0].since, Some((p("2019-08-31"), p("person-2"))));
    assert_eq!(vacancies("2019-10-10"), []);
    assert_eq!(vacancies("2020-01-01").len(), 1);
}

#[test]
fn two_substantive_holders_at_once_are_refused() {
    let mut room = Room::footprint();
    room.person("person-4", "C. Name");
    let holding = |capacity, when: &str| Act::Appoint {
        holding: mandate::Holding { post: p("ao-oxon"), person: p("person-4"), capacity, period: span(when) },
    };
    let refusal = room.refused(&holding(Capacity::Substantive, "2017-01-01.."));
    assert_eq!(refusal, "the appointment overlaps one recorded already: person-2 1 July 2016 to 30 June 2022");
    room.ask(holding(Capacity::Deputy, "2017-01-01.."));
    let unknown = Act::Appoint {
        holding: mandate::Holding {
            post: p("ao-oxon"),
            person: p("nobody"),
            capacity: Capacity::Acting,
            period: span("2017-01-01.."),
        },
    };
    assert_eq!(room.refused(&unknown), "there is no person `nobody`");
}

#[test]
fn one_person_in_several_posts_represents_each_body_apart() {
    let mut room = Room::footprint();
    let represents = |room: &Room, person: &str, on: &str| {
        let bodies = room.now().represents(&p(person), &p("executive"), p(on));
        bodies.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(represents(&room, "person-1", "2016-10-01"), "10H 10Y");
    assert_eq!(represents(&room, "person-3", "2016-10-01"), "10M 10N 10W 11D");
    assert_eq!(represents(&room, "person-3", "2016-08-31"), "");
    room.person("person-5", "Deputy");
    room.appoint("ao-berks", "person-5", Capacity::Deputy, "2016-09-01..");
    assert_eq!(represents(&room, "person-5", "2016-10-01"), "10M 10N 10W 11D");
    let deputy = |person: &str| room.now().is_deputy(&p(person), p("10M"), &p("executive"), p("2016-10-01"));
    assert!(deputy("person-5") && !deputy("person-3") && !deputy("person-1"));
    // A member that leaves is represented no more.
    room.ask(Act::LeaveCommittee { committee: p("executive"), body: p("11D"), on: p("2017-01-01") });
    assert_eq!(represents(&room, "person-3", "2017-01-01"), "10M 10N 10W");
    let again = Act::LeaveCommittee { committee: p("executive"), body: p("11D"), on: p("2017-01-01") };
    assert_eq!(room.refused(&again), "11D is not a member of executive then");
}

#[test]
fn sharing_an_accountable_officer_is_seen_in_the_posts() {
    let mut room = Room::footprint();
    // From 2017 Oxfordshire has the officer of the two groups of Buckinghamshire; no day is known.
    room.ask(Act::EndAppointment { post: p("ao-oxon"), person: p("person-2"), on: p("2017-01-01") });
    let shared = |room: &Room| {
        room.now()
            .shared()
            .into_iter()
            .map(|shared| {
                let bodies: Vec<String> = shared.bodies.iter().map(ToString::to_string).collect();
                format!("{} {} {}", shared.kind, bodies.join("+"), shared.period.screen())
            })
            .collect::<Vec<_>>()
    };
    let before = [
        "accountable-officer 10H+10Y 1 July 2016 to 31 March 2018",
        "accountable-officer 10M+10N+10W+11D 1 July 2016 to 31 March 2018",
    ];
    assert_eq!(shared(&room), before);
    let holding = mandate::Holding {
        post: p("ao-oxon"),
        person: p("person-1"),
        capacity: Capacity::Substantive,
        period: terms::Period::new(Some("2017".parse().unwrap()), None).unwrap(),
    };
    room.ask(Act::Appoint { holding });
    assert_eq!(
        shared(&room),
        [
            "accountable-officer 10H+10Q+10Y 2017 to 31 March 2018",
            "accountable-officer 10H+10Y 1 July 2016 to between 31 December 2016 and 30 December 2017",
            "accountable-officer 10M+10N+10W+11D 1 July 2016 to 31 March 2018"
        ]
    );
    assert_eq!(room.now().shared_by(p("10Q"), p("2018-01-01")).len(), 1);
}

#[test]
fn three_shared_executives_are_a_management_team_and_two_are_not() {
    let mut room = Room::footprint();
    let director = |room: &mut Room, n: u8, portfolio| {
        let (post, person) = (format!("director-{n}"), format!("person-2{n}"));
        room.person(&person, "D.");
        room.post(&post, PostKind::Director(portfolio), &GROUPS[3..], "2016-01-01..");
        room.appoint(&post, &person, Capacity::Substantive, &format!("2016-0{}-01..", 7 + n));
    };
    let teams = |room: &Room| {
        let mut all = room.now().shared();
        all.retain(|shared| shared.kind == SharedKind::ManagementTeam);
        all
    };
    director(&mut room, 1, Portfolio::Finance);
    assert_eq!(teams(&room), []);
    director(&mut room, 2, Portfolio::Strategy);
    let found = teams(&room);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].period.screen(), "1 September 2016 to 31 March 2018");
    assert_eq!((found[0].people.len(), found[0].bodies.len()), (3, 4));
}

#[test]
fn statute_requires_posts_by_kind_of_body_and_day() {
    let mut room = Room::footprint();
    let lacking = |room: &Room, kind, on: &str| room.now().lacking(p("10Q"), kind, p(on)).len();
    // Of six requirements the accountable officer alone is met.
    assert_eq!(lacking(&room, BodyKind::CommissioningGroup, "2016-10-01"), 5);
    assert_eq!(lacking(&room, BodyKind::CommissioningGroup, "2022-07-01"), 0);
    assert_eq!(lacking(&room, BodyKind::CareBoard, "2022-07-01"), 5);
    assert_eq!(lacking(&room, BodyKind::CareBoard, "2022-06-30"), 0);
    room.post("lay-1", PostKind::LayMember, &["10Q"], "2016-01-01..");
    room.appoint("lay-1", "person-3", Capacity::Substantive, "2016-01-01..");
    assert_eq!(lacking(&room, BodyKind::CommissioningGroup, "2016-10-01"), 5, "two lay members are required");
    room.post("lay-2", PostKind::LayMember, &["10Q"], "2016-01-01..");
    assert_eq!(lacking(&room, BodyKind::CommissioningGroup, "2016-10-01"), 5, "a vacant post is no member");
    room.appoint("lay-2", "person-1", Capacity::Substantive, "2016-01-01..");
    assert_eq!(lacking(&room, BodyKind::CommissioningGroup, "2016-10-01"), 4);
}

#[test]
fn a_forgotten_person_leaves_the_record_and_no_name() {
    let mut room = Room::footprint();
    let interest = Interest {
        id: p("interest-1"),
        person: p("person-1"),
        category: InterestCategory::Indirect,
        matters: vec![p("service:mental-health")],
        period: span("2015-01-01.."),
    };
    room.ask(Act::DeclareInterest { interest, wording: "A relative works there.".to_owned() });
    let wording = |room: &Room| {
        let held = room.now().interests_in(&p("person-1"), &p("service:mental-health.crisis"), p("2016-10-01"));
        held.iter().map(|held| held.wording.unwrap_or("erased").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(wording(&room), ["A relative works there."]);
    assert!(room.now().interests_in(&p("person-1"), &p("service:acute"), p("2016-10-01")).is_empty());
    assert_eq!(room.now().person(&p("person-1")).unwrap().screen(), "A. Name");
    let before = room.state.sequence();
    room.ask(Act::ForgetPerson { person: p("person-1") });
    // As known before, too: what is erased is erased.
    for known in [before, room.state.sequence()] {
        assert_eq!(room.state.known(known).person(&p("person-1")).unwrap().screen(), "name erased");
    }
    assert_eq!(wording(&room), ["erased"]);
    assert_eq!(room.now().holders_of(&p("ao-bucks"), p("2016-10-01")).len(), 1);
    assert_eq!(room.state.payloads_of(&p("person-1")).len(), 2);
    // Nothing of it is in the events.
    let written =
        serde_json::to_string(&room.log.iter().map(|(_, outcome)| &outcome.events).collect::<Vec<_>>()).unwrap();
    assert!(!written.contains("Name") && !written.contains("relative"));
}

#[test]
fn what_was_recorded_in_error_is_withdrawn_and_still_known_then() {
    let mut room = Room::footprint();
    let entry = room.ask(Act::EndPost { post: p("ao-oxon"), on: p("2017-01-01") });
    assert!(room.short("person-2", "10Q", "service:acute", None, "2017-01-01").contains("falls with the post"));
    let withdraw = |ordinal| Act::Withdraw { entry, ordinal, reason: "the wrong post".to_owned() };
    assert_eq!(room.refused(&withdraw(1)), format!("entry {entry} has no event 1 that could be withdrawn"));
    room.ask(withdraw(0));
    assert!(room.authorise("person-2", "10Q", "service:acute", None, "2017-01-01").is_ok());
    assert!(room.state.known(entry).post(&p("ao-oxon")).unwrap().period.to().is_some());
    assert!(room.refused(&withdraw(0)).contains("could be withdrawn"), "once only");
    // A person whom an appointment names cannot go.
    let of = |wanted: &str| {
        let found = room.log.iter().find(|(_, outcome)| format!("{:?}", outcome.events).contains(wanted));
        found.map(|(sequence, _)| *sequence).unwrap()
    };
    let person: Sequence = of("PersonEntered { person: PersonId(person-2)");
    let refusal = room.refused(&Act::Withdraw { entry: person, ordinal: 0, reason: "not them".to_owned() });
    assert_eq!(refusal, "person person-2 cannot be withdrawn while an appointment to ao-oxon rests on it");
}

#[test]
fn a_post_comes_to_serve_one_more_body_from_a_day() {
    let mut room = Room::footprint();
    let share = |body: &str, when: &str| Act::SharePost {
        post: p("ao-bucks"),
        body: DatedBody { body: p(body), period: span(when) },
    };
    room.ask(share("10Q", "2017-01-01.."));
    let bodies = |on: &str| room.now().post(&p("ao-bucks")).unwrap().bodies_on(p(on));
    assert_eq!(bodies("2016-12-31"), BTreeSet::from([p("10H"), p("10Y")]));
    assert_eq!(bodies("2017-01-01"), BTreeSet::from([p("10H"), p("10Q"), p("10Y")]));
    assert!(room.refused(&share("10Q", "2018-01-01..")).contains("overlaps"));
    assert_eq!(room.refused(&share("ZZZ", "2018-01-01..")), "the register knows no body ZZZ");
    assert_eq!(room.refused(&share("14Y", "2018-03-31..")), "14Y was not open on 2018-03-31");
}

#[test]
fn a_payload_that_is_gone_reads_as_erased() {
    let room = Room::footprint();
    let mut replayed = mandate::State::default();
    for (sequence, outcome) in &room.log {
        mandate::apply(&mut replayed, *sequence, &outcome.events, &|_| None).unwrap();
    }
    let person = p("person-1");
    assert_eq!(replayed.now().person(&person).unwrap().screen(), "name erased");
    assert_eq!(replayed.now().mandate_reason(&p("specialised")), None);
    assert_eq!(replayed.now().posts_of(&person, p("2016-10-01")).len(), 1);
}

#[test]
fn a_refusal_is_told_with_names_where_they_may_be_seen() {
    let mut room = Room::footprint();
    room.person("person-20", "D. Another");
    let said = "person-2 and person-20, but not person-2-x, person-99 or 10Q (person-2)";
    let named = |room: &Room| (room.now().by_name(said), room.now().with_names(said));
    let name = room.now().person(&p("person-2")).unwrap().name.unwrap().to_owned();
    let (by, with) = named(&room);
    assert_eq!(by, format!("{name} and D. Another, but not person-2-x, person-99 or 10Q ({name})"));
    let expected = format!(
        "{name} (person-2) and D. Another (person-20), but not person-2-x, person-99 or 10Q ({name} (person-2))"
    );
    assert_eq!(with, expected);
    room.ask(Act::ForgetPerson { person: p("person-20") });
    let words = room.now().person(&p("person-20")).unwrap().screen().to_owned();
    assert!(named(&room).0.contains(&format!("and {words},")), "{:?}", named(&room));
}
