//! The questions anyone can ask.

use crate::world::{GROUPS, Room, give, p, pounds, reserve, span};
use mandate::{Act, DatedLine, EndKind, HolderId, InstrumentKind, Level, Limits, Mandate, Population, Refusal};
use std::collections::{BTreeMap, BTreeSet};
use terms::{AsAt, Sequence};

const ON: &str = "2016-10-01";

#[test]
fn who_decides_this_service_for_these_people_on_this_day_and_up_to_how_much() {
    let room = Room::footprint();
    let ask = |line: &str, amount: i64| {
        let answer = room.now().who_decides(&p(line), Population::registered(p("10H")), p(ON), Some(pounds(amount)));
        answer
            .deciders
            .iter()
            .map(|decider| {
                let can: Vec<String> = decider
                    .can
                    .iter()
                    .map(|held| format!("{} ({})", held.person().unwrap(), held.limits().screen()))
                    .collect();
                let board = decider.governing_body.is_ok();
                format!("{}: {} {}", decider.body, can.join(", "), if board { "or its governing body" } else { "" })
            })
            .collect::<Vec<_>>()
            .join("; ")
    };
    assert_eq!(ask("ambulance", 1_000_000), "10H: person-1 (£1,000,000 per decision) or its governing body");
    assert_eq!(ask("ambulance", 2_000_000), "10H:  or its governing body");
    assert_eq!(ask("specialised", 1), "Y59:  ", "the region has laid no scheme and no constitution here");
    let nobody = room.now().who_decides(&p("unheard-of"), Population::registered(p("10H")), p(ON), None);
    assert!(nobody.responsible.is_none() && nobody.deciders.is_empty());
}

#[test]
fn what_may_this_person_decide_today() {
    let mut room = Room::footprint();
    let may = |room: &Room, on: &str| {
        let found = room.now().may_decide(&p("person-1"), p(on));
        found
            .iter()
            .map(|may| format!("{} {} {}", may.body, may.power.id, may.used_in_all.to_the_penny()))
            .collect::<Vec<_>>()
    };
    assert_eq!(may(&room, ON), ["10H 10h-scheme-3 £0.00", "10Y 10y-scheme-3 £0.00"]);
    assert!(may(&room, "2016-03-31").is_empty(), "before the schemes and the appointment");
    let used = room.authorise("person-1", "10H", "service:acute", Some(pounds(3)), ON).unwrap();
    room.exercise(&used, "decision-1");
    assert_eq!(may(&room, ON), ["10H 10h-scheme-3 £3.00", "10Y 10y-scheme-3 £0.00"]);
    // What a scheme reserves, its own delegation over the same matter does not give.
    let rows = vec![
        reserve("service:services", HolderId::GoverningBody, "1"),
        give("service:services", "ao-bucks", Limits::NONE, "2"),
    ];
    room.scheme("10h-scheme-2", "10H", "2017-01-01..", rows);
    assert_eq!(may(&room, "2017-01-01"), ["10Y 10y-scheme-3 £0.00"]);
}

#[test]
fn what_stays_local_is_a_table_of_services_and_bodies() {
    let mut room = Room::footprint();
    room.mandate("ambulance", "ambulance", &GROUPS, Level::System, &GROUPS, "2016-09-01..");
    let rows = room.now().stays_local_of(&p("executive"), p(ON));
    // Nine lines (with the two roots of the trees) over seven groups.
    assert_eq!(rows.len(), 9 * 7);
    let at = |line: &str| {
        let row = rows.iter().find(|row| row.line.code == p(line) && row.population.body == p("10H")).unwrap();
        (row.level, row.local, row.in_remit, row.commissioners.len())
    };
    assert_eq!(at("ambulance"), (Some(Level::System), false, true, 7));
    assert_eq!(at("specialised"), (Some(Level::Nation), false, true, 1));
    assert_eq!(at("community"), (Some(Level::Place), true, false, 1));
    assert_eq!(at("mental-health"), (Some(Level::Place), true, true, 1));
    assert_eq!(at("mental-health.crisis"), (Some(Level::Place), true, true, 1));
}

#[test]
fn a_mandate_above_place_says_why() {
    let mut room = Room::footprint();
    let mandate = Mandate {
        id: p("mental-health"),
        line: p("mental-health"),
        populations: GROUPS.iter().map(|body| Population::registered(p(body))).collect(),
        level: Level::System,
        commissioners: GROUPS.iter().map(|body| p(body)).collect(),
        instrument: p("act-2006"),
        period: span("2017-04-01.."),
    };
    let act = |reason: Option<&str>| Act::GiveMandate { mandate: mandate.clone(), reason: reason.map(str::to_owned) };
    assert_eq!(
        room.try_ask(&act(Some(" "))).unwrap_err(),
        Refusal::ReasonRequired { level: Level::System },
        "blank words are no reason"
    );
    room.ask(act(Some("one function over seven groups")));
    assert_eq!(room.now().mandate_reason(&p("mental-health")), Some("one function over seven groups"));
    assert_eq!(room.now().above_place(p("2017-04-01")).len(), 2);
    // The narrower line has a mandate of its own from then on, and inherits before.
    let level = |on: &str| {
        let held = room.now().responsible_for(&p("mental-health.crisis"), Population::registered(p("10H")), p(on));
        held.unwrap().mandates[0].level
    };
    assert_eq!((level("2017-03-31"), level("2017-04-01")), (Level::Place, Level::System));
}

#[test]
fn the_remit_grows_by_dated_decisions_and_its_history_is_kept() {
    let mut room = Room::footprint();
    let grow = |instrument: &str| Act::GrowRemit {
        committee: p("executive"),
        line: DatedLine { line: p("community"), period: span("2017-06-01.."), instrument: p(instrument) },
    };
    assert_eq!(room.refused(&grow("no-decision")), "there is no instrument `no-decision`");
    room.ask(grow("executive-terms"));
    let in_remit = |room: &Room, on: &str| room.now().in_remit(&p("executive"), &p("service:community"), p(on));
    assert!(!in_remit(&room, "2017-05-31") && in_remit(&room, "2017-06-01"));
    room.ask(Act::ShrinkRemit { committee: p("executive"), line: p("community"), on: p("2018-01-01") });
    assert!(in_remit(&room, "2017-12-31") && !in_remit(&room, "2018-01-01"));
    assert_eq!(room.now().remit_history(&p("executive")).len(), 7);
}

#[test]
fn what_changed_since_is_told_by_entry_and_by_day() {
    let mut room = Room::footprint();
    let then = room.state.sequence();
    room.ask(Act::EndMandate { mandate: p("10h-all"), on: p("2017-01-01") });
    let (recorded, turned) = room.now().changed_since(
        AsAt { valid: p("2016-12-01"), known: then },
        AsAt { valid: p("2017-02-01"), known: room.state.sequence() },
    );
    assert_eq!(recorded.len(), 1);
    assert_eq!(recorded[0].entry, Sequence(then.0 + 1));
    let told: Vec<String> =
        turned.iter().map(|turn| format!("{} {} {} {}", turn.on, turn.began, turn.what, turn.id)).collect();
    assert_eq!(told, ["2017-01-01 false mandate 10h-all"]);
}

#[test]
fn powers_about_to_end_are_listed_with_what_ends_them() {
    let mut room = Room::footprint();
    let soon = |room: &Room, days: u32| {
        let found = room.now().expiring(p(ON), days);
        found.iter().map(|soon| format!("{} {} {}", soon.on, soon.power.id, soon.by)).collect::<Vec<_>>()
    };
    assert!(soon(&room, 30).is_empty());
    room.ask(Act::EndAppointment { post: p("ao-oxon"), person: p("person-2"), on: p("2016-10-20") });
    room.ask(Act::RevokePower { power: p("10h-scheme-3"), on: p("2016-10-11"), reason: "control".to_owned() });
    room.ask(Act::EndInstrument { instrument: p("10m-constitution"), on: p("2016-10-31") });
    assert_eq!(
        soon(&room, 30),
        ["2016-10-11 10h-scheme-3 revoked", "2016-10-20 10q-scheme-3 vacancy", "2016-10-31 10m-scheme-3 instrument"]
    );
    assert_eq!(soon(&room, 10), ["2016-10-11 10h-scheme-3 revoked"]);
    assert_eq!(soon(&room, 9), ["2016-10-11 10h-scheme-3 revoked"], "its last day is the ninth from here");
    assert_eq!(soon(&room, 8), Vec::<String>::new());
    // Whoever comes next keeps it alive.
    room.person("person-4", "N.");
    room.appoint("ao-oxon", "person-4", mandate::Capacity::Interim, "2016-10-15..");
    assert_eq!(soon(&room, 30).len(), 2);
    let power = room.now().power(&p("10w-scheme-3")).unwrap();
    assert_eq!(room.now().end_of(power, p(ON)).map(|end| end.1), Some(EndKind::Body));
}

#[test]
fn place_and_system_are_measured_by_services_spend_posts_and_decisions() {
    // Ten services in each of four places, two of them commissioned at system level.
    let mut room = Room::empty();
    room.instrument(InstrumentKind::Statute, "act-2006", "", "", "2007-03-01..");
    room.line("services", "");
    let lines: Vec<String> = (0..10).map(|n| format!("service-{n}")).collect();
    for line in &lines {
        room.line(line, "services");
    }
    let places = ["10M", "10N", "10W", "11D"];
    for place in places {
        room.mandate(&place.to_lowercase(), "services", &[place], Level::Place, &[place], "2013-04-01..");
    }
    for line in &lines[..2] {
        room.mandate(&format!("system-{line}"), line, &places, Level::System, &places, "2016-04-01..");
    }
    let bodies: BTreeSet<_> = places.iter().map(|body| p(body)).collect();
    let lines: Vec<mandate::LineCode> = lines.iter().map(|line| p(line)).collect();
    let spend =
        BTreeMap::from([((lines[0].clone(), p("10M")), pounds(25)), ((lines[9].clone(), p("10M")), pounds(75))]);
    let split = room.now().split(&bodies, &lines, &spend, p("2016-04-01"), p(ON));
    let (place, system) = split.place_and_system();
    assert_eq!((place.services, system.services), (32, 8), "eighty and twenty in the hundred");
    assert_eq!((place.spend, system.spend), (pounds(75), pounds(25)));
    let before = room.now().split(&bodies, &lines, &spend, p("2016-04-01"), p("2016-03-31")).place_and_system();
    assert_eq!((before.0.services, before.1.services), (40, 0));
}

#[test]
fn decisions_and_posts_count_at_the_level_where_they_stand() {
    let mut room = Room::footprint();
    room.mandate("ambulance", "ambulance", &GROUPS, Level::System, &GROUPS, "2016-09-01..");
    for (n, (line, body)) in [("ambulance", "10H"), ("acute", "10H"), ("acute", "10Y")].into_iter().enumerate() {
        let used = room.authorise("person-1", body, &format!("service:{line}"), None, ON).unwrap();
        room.exercise(&used, &format!("decision-{n}"));
    }
    let bodies: BTreeSet<_> = GROUPS.iter().map(|body| p(body)).collect();
    let split = room.now().split(&bodies, &[], &BTreeMap::new(), p("2016-04-01"), p(ON));
    let (place, system) = split.place_and_system();
    assert_eq!((place.decisions, system.decisions), (2, 1));
    assert_eq!((place.posts, system.posts), (1, 2), "two of the three officers serve several groups");
}
