//! Powers, posts, seats and mandates end with the body's life, or pass to whoever takes its place.

use crate::world::{Room, give, keeper, p, pounds, seat, span};
use jiff::ToSpan;
use mandate::{
    Act, Capacity, CarryOver, Committee, DatedBody, Delegation, Division, Duty, EndKind, FlawKind, Holder, Holding,
    InstrumentKind, Level, Limits, Mandate, Matter, Population, PostKind, SeatRole, Shape, Taken,
};
use proptest::prelude::*;
use register::{Fact, FileHash, Life, Released};
use std::collections::{BTreeMap, BTreeSet};
use terms::{Certainty, Date, OdsCode, Period, Sequence};

const AFTER: &str = "2018-04-12";

fn carry(room: &mut Room, old: &[&str], new: &str, on: &str) -> Result<Sequence, String> {
    let carry = CarryOver::whole(old.iter().map(|code| p(code)).collect(), p(new), p(on), p("act-2006"));
    room.try_ask(&Act::CarryOver { carry }).map_err(|refusal| refusal.to_string())
}

/// Takes more facts into the register.
fn learn(room: &mut Room, facts: Vec<Fact>) {
    let name = format!("more-{}", room.register.sequence());
    let act = register::Act::TakeImport {
        series: p("succ"),
        released: Released(p("2020-01-01")),
        source_hash: FileHash::of(name.as_bytes()),
        source_name: name,
        rows: facts.len() as u64,
        facts,
    };
    let outcome = register::decide(&room.register, &act).unwrap();
    let file = outcome.fact_file;
    let next = Sequence(room.register.sequence().0 + 1);
    register::apply(&mut room.register, next, &outcome.events, |_| file.clone()).unwrap();
    mandate::live(&mut room.state, &room.register.now());
}

fn codes(set: impl IntoIterator<Item = OdsCode>) -> String {
    set.into_iter().map(|code| code.to_string()).collect::<Vec<_>>().join(" ")
}

fn commissioners(room: &Room, line: &str, body: &str, on: &str) -> String {
    let held = room.now().responsible_for(&p(line), Population::registered(p(body)), p(on));
    held.map(|held| format!("{}: {}", held.population.body, codes(held.commissioners))).unwrap_or_default()
}

#[test]
fn a_body_that_is_no_more_decides_holds_and_sits_nothing() {
    let room = Room::footprint();
    let now = room.now();
    let (last, after) = (p::<Date>("2018-03-31"), p::<Date>("2018-04-01"));
    assert!(room.authorise("person-1", "10H", "service:acute", None, "2018-03-31").is_ok());
    assert_eq!(
        room.short("person-1", "10H", "service:acute", None, "2026-04-02"),
        "10H decides nothing on 2026-04-02: it ended on 31 March 2018, and nothing of it was carried over"
    );
    let matter: Matter = p("service:ambulance");
    let governing = |on: Date| now.authorise_governing_body(p("10H"), &matter, None, on);
    assert!(governing(last).is_ok());
    assert!(governing(after).unwrap_err().to_string().contains("it ended on 31 March 2018"));
    let decider = now.decider(p("10H"), &matter, None, p("2026-04-02"));
    assert!(decider.can.is_empty() && decider.governing_body.is_err());
    assert_eq!(commissioners(&room, "ambulance", "10H", "2018-03-31"), "10H: 10H");
    assert_eq!(commissioners(&room, "ambulance", "10H", "2018-04-01"), "");
    assert_eq!((now.posts_of_body(p("10H"), last).count(), now.posts_of_body(p("10H"), after).count()), (1, 0));
    assert_eq!(now.posts_of(&p("person-1"), after), []);
    assert!(now.may_decide(&p("person-1"), after).is_empty());
    assert!(now.duties(&p("person-1"), last).has(&Duty::KeepScheme(p("10H"))));
    assert!(now.duties(&p("person-1"), after).0.is_empty());
    let executive = now.committee(&p("executive")).unwrap();
    assert_eq!(codes(executive.members_on(last)).split(' ').count(), 7);
    assert_eq!(codes(executive.members_on(after)), "10Q");
    assert_eq!(codes(now.represents(&p("person-1"), &p("executive"), last)), "10H 10Y");
    assert_eq!(codes(now.represents(&p("person-1"), &p("executive"), after)), "");
    // The last of its members ends it.
    assert!(executive.sits(p("2022-06-30")) && !executive.sits(p("2022-07-01")));
}

#[test]
fn after_a_carry_over_the_successor_decides_for_its_people() {
    let mut room = Room::footprint();
    carry(&mut room, &["10Y", "10H"], "14Y", "2018-04-01").unwrap();
    assert_eq!(commissioners(&room, "acute", "14Y", "2018-03-31"), "");
    assert_eq!(commissioners(&room, "acute", "14Y", AFTER), "14Y: 14Y");
    assert_eq!(commissioners(&room, "acute", "10H", AFTER), "14Y: 14Y", "its people are the successor's");
    assert_eq!(commissioners(&room, "specialised", "14Y", AFTER), "14Y: Y59");
    let told = room.now().who_decides(&p("acute"), Population::registered(p("14Y")), p(AFTER), Some(pounds(1_000_000)));
    assert!(!told.responsible.unwrap().overlap, "two parts are no overlap");
    let [decider] = told.deciders.as_slice() else { panic!() };
    assert_eq!((decider.body, decider.can.len()), (p("14Y"), 1));
    assert_eq!(decider.can[0].person(), Some(&p("person-1")));
    // Post, seat and membership pass; so does what the post lets its holder do.
    let now = room.now();
    assert_eq!(codes(now.posts_of(&p("person-1"), p(AFTER))[0].0.bodies_on(p(AFTER))), "14Y");
    assert_eq!(codes(now.represents(&p("person-1"), &p("executive"), p(AFTER))), "14Y");
    assert_eq!(codes(now.committee(&p("executive")).unwrap().members_on(p(AFTER))), "10Q 14Y");
    assert!(now.duties(&p("person-1"), p(AFTER)).has(&Duty::KeepScheme(p("14Y"))));
    assert!(!now.duties(&p("person-1"), p(AFTER)).has(&Duty::KeepScheme(p("10H"))));
    let revoke = Act::RevokePower { power: p("10h-scheme-3"), on: p(AFTER), reason: "new".to_owned() };
    assert_eq!(now.duty_of(&revoke, p("2018-03-31")), Some(Duty::KeepScheme(p("10H"))));
    assert_eq!(now.duty_of(&revoke, p(AFTER)), Some(Duty::KeepScheme(p("14Y"))));
    // And all of it ends with the successor, unless that is carried over too.
    let later = "2022-08-01";
    assert_eq!(commissioners(&room, "acute", "10H", later), "");
    assert!(room.short("person-1", "10H", "service:acute", None, later).contains("14Y decides nothing on 2022-08-01"));
    carry(&mut room, &["14Y", "10Q"], "QU9", "2022-07-01").unwrap();
    assert_eq!(commissioners(&room, "acute", "10H", later), "QU9: QU9");
    let body = room.now().authorise_governing_body(p("10H"), &p("service:acute"), None, p(later)).unwrap();
    assert_eq!(body.as_body(), p("QU9"));
}

#[test]
fn what_was_carried_over_can_be_ended() {
    let mut room = Room::footprint();
    carry(&mut room, &["10Y", "10H"], "14Y", "2018-04-01").unwrap();
    let may = |room: &Room, on: &str| room.authorise("person-1", "10H", "service:acute", None, on).is_ok();
    assert!(may(&room, "2018-05-01"));
    let mut revoked = room.state.clone();
    std::mem::swap(&mut revoked, &mut room.state);
    room.ask(Act::RevokePower { power: p("10h-scheme-3"), on: p("2018-05-01"), reason: "new".to_owned() });
    assert!(may(&room, "2018-04-30") && !may(&room, "2018-05-01"));
    room.state = revoked;
    room.ask(Act::EndInstrument { instrument: p("10h-constitution"), on: p("2018-06-01") });
    // Its constitution was recorded to end with the body, and goes on with what was carried over up to the day said.
    assert!(may(&room, "2018-05-31"));
    let leave = |body: &str| Act::LeaveCommittee { committee: p("executive"), body: p(body), on: p("2018-07-01") };
    assert_eq!(room.refused(&leave("15A")), "15A is not a member of executive then");
    room.ask(leave("14Y"));
    let member = |on: &str| room.now().committee(&p("executive")).unwrap().has_member(p("14Y"), p(on));
    assert!(!member("2018-03-31") && member("2018-04-01") && member("2018-06-30") && !member("2018-07-01"));
}

#[test]
fn an_answer_rests_on_the_life_as_it_was_known() {
    let mut room = Room::empty();
    room.instrument(InstrumentKind::Statute, "act-2006", "", "", "2007-03-01..");
    room.line("acute", "");
    learn(&mut room, vec![Fact::Acted { code: p("09X"), kind: p("commissioning-group"), period: Period::ALWAYS }]);
    room.instrument(InstrumentKind::Constitution, "09x-constitution", "09X", "act-2006", "2013-04-01..");
    room.mandate("09x-acute", "acute", &["09X"], Level::Place, &["09X"], "2013-04-01..");
    let before = room.state.sequence();
    assert_eq!(commissioners(&room, "acute", "09X", "2020-01-01"), "09X: 09X");
    // The register learns that it ended, in an entry of its own.
    room.person("person-9", "N.");
    let life = Fact::Lived { code: p("09X"), life: Life::Legal, period: span("2013-04-01..2019-04-01") };
    learn(&mut room, vec![life]);
    assert_eq!(commissioners(&room, "acute", "09X", "2020-01-01"), "");
    assert!(room.state.known(before).responsible(&p("acute"), p("2020-01-01")).len() == 1, "as it was known then");
    assert_eq!(room.now().life(p("09X")).screen(), "1 April 2013 to 31 March 2019");
}

#[test]
fn a_successor_that_the_register_does_not_name_is_refused() {
    let mut room = Room::footprint();
    let refused = carry(&mut room, &["10H"], "15A", "2018-04-01").unwrap_err();
    assert_eq!(
        refused,
        "the register does not say that 10H passed to 15A on 2018-04-01: by it 10H passed to 14Y from 1 April 2018. Import the \
         successions, or enter this one, first"
    );
    let refused = carry(&mut room, &["10H"], "14Y", "2018-05-01").unwrap_err();
    assert!(refused.contains("14Y on 2018-05-01: by it 10H passed to 14Y from 1 April 2018"), "{refused}");
    let refused = carry(&mut room, &["08A"], "QU9", "2022-07-01").unwrap_err();
    assert!(refused.contains("it names no successor of 08A"), "{refused}");
    let refused = carry(&mut room, &["08Q"], "QU9", "2022-07-01").unwrap_err();
    assert!(refused.contains("passed to more than one body") && refused.contains("QNQ"), "{refused}");
}

fn divided() -> Room {
    let mut room = Room::empty();
    room.instrument(InstrumentKind::Statute, "act-2006", "", "", "2007-03-01..");
    room.line("acute", "");
    room.line("community", "");
    room.instrument(InstrumentKind::Constitution, "08q-constitution", "08Q", "act-2006", "2013-04-01..");
    room.mandate("08q-acute", "acute", &["08Q"], Level::Place, &["08Q"], "2013-04-01..");
    room.mandate("08q-community", "community", &["08Q"], Level::Place, &["08Q"], "2013-04-01..");
    for (post, person) in [("acute-head", "person-1"), ("community-head", "person-2")] {
        room.person(person, "N.");
        room.post(post, PostKind::Director(mandate::Portfolio::Commissioning), &["08Q"], "2013-04-01..");
        room.appoint(post, person, Capacity::Substantive, "2013-04-01..");
    }
    let rows = vec![
        give("service:acute", "acute-head", Limits::NONE, "1"),
        give("service:community", "community-head", Limits::NONE, "2"),
    ];
    room.scheme("08q-scheme", "08Q", "2013-04-01..", rows);
    room.instrument(InstrumentKind::Resolution, "terms", "08Q", "08q-constitution", "2016-09-01..");
    let committee = Committee {
        id: p("forum"),
        name: "Forum".to_owned(),
        shape: Shape::IndividualDelegation,
        members: ["08Q", "08A"].map(|body| DatedBody { body: p(body), period: span("2016-09-01..") }).to_vec(),
        remit: Vec::new(),
        seats: vec![seat("acute-head", SeatRole::Representative, &["08Q"], "2016-09-01..")],
        period: span("2016-09-01.."),
        instrument: p("terms"),
    };
    room.ask(Act::FormCommittee { committee });
    room
}

fn taken(text: &str) -> Taken {
    let mut taken = Taken::default();
    for item in text.split(' ').filter(|item| !item.is_empty()) {
        match item.split_once(':').unwrap() {
            ("post", id) => drop(taken.posts.insert(p(id))),
            ("power", id) => drop(taken.powers.insert(p(id))),
            ("seat", id) => drop(taken.seats.insert(p(id))),
            (_, id) => drop(taken.mandates.insert(p(id))),
        }
    }
    taken
}

fn divide(first: &str, second: &str, lapses: &str) -> Act {
    let to = BTreeMap::from([(p("QU9"), taken(first)), (p("QNQ"), taken(second))]);
    let (predecessor, on, instrument) = (p("08Q"), p("2022-07-01"), p("act-2006"));
    Act::Divide { division: Division { predecessor, on, instrument, to, lapses: taken(lapses) } }
}

#[test]
fn a_body_that_is_divided_gives_each_thing_to_the_successor_that_is_said() {
    let mut room = divided();
    let first = "post:acute-head power:08q-scheme-1 seat:forum mandate:08q-acute";
    assert_eq!(
        room.refused(&divide(first, "post:community-head", "")),
        "what 08Q holds must each go to a successor or lapse; not said yet: power:08q-scheme-2, mandate:08q-community"
    );
    let second = "post:community-head power:08q-scheme-2 mandate:08q-community";
    assert_eq!(room.refused(&divide(first, &format!("{second} seat:forum"), "")), "seat:forum cannot go two ways");
    assert_eq!(
        room.refused(&divide(first, &format!("{second} post:no-such"), "")),
        "post:no-such is not 08Q's on its last day"
    );
    room.ask(divide(first, &format!("{second} mandate:08q-acute"), ""));
    let on = "2022-07-01";
    // The people go both ways, and with them the mandate that was for them all.
    assert_eq!(commissioners(&room, "acute", "QU9", on), "QU9: QNQ QU9");
    assert_eq!(commissioners(&room, "community", "QNQ", on), "QNQ: QNQ");
    assert_eq!(commissioners(&room, "community", "QU9", on), "");
    let may = |person: &str, body: &str, line: &str| room.authorise(person, body, &format!("service:{line}"), None, on);
    let own = may("person-1", "QU9", "acute").unwrap();
    assert_eq!((own.as_body(), own.powers()), (p("QU9"), &[p("08q-scheme-1")][..]));
    assert!(own.chain().iter().any(|link| link.title == "08Q carried over to QU9"));
    assert!(may("person-1", "QNQ", "acute").is_err(), "that power went to the other");
    assert!(may("person-2", "QNQ", "community").is_ok());
    let short = may("person-1", "08Q", "acute").unwrap_err().to_string();
    assert!(short.ends_with("it ended on 30 June 2022, and what it held passed to QNQ and QU9"), "{short}");
    let now = room.now();
    assert_eq!(codes(now.posts_of(&p("person-1"), p(on))[0].0.bodies_on(p(on))), "QU9");
    assert_eq!(codes(now.posts_of(&p("person-2"), p(on))[0].0.bodies_on(p(on))), "QNQ");
    assert_eq!(codes(now.represents(&p("person-1"), &p("forum"), p(on))), "QU9");
    assert!(!now.committee(&p("forum")).unwrap().has_member(p("QNQ"), p(on)));
    assert_eq!(now.may_decide(&p("person-2"), p(on)).len(), 1);
}

#[test]
fn what_lapses_in_a_division_goes_to_nobody() {
    let mut room = divided();
    let second = "post:community-head power:08q-scheme-2 mandate:08q-community";
    room.ask(divide("", second, "post:acute-head power:08q-scheme-1 seat:forum mandate:08q-acute"));
    assert_eq!(room.now().posts_of(&p("person-1"), p("2022-07-01")), []);
    assert_eq!(commissioners(&room, "acute", "QNQ", "2022-07-01"), "");
}

#[test]
fn a_period_without_a_day_and_a_holder_before_the_post_are_refused() {
    let mut room = Room::footprint();
    let at = |from: &str, to: &str| Period::from_days(Some(p(from)), Some(p(to)));
    let empty = at("2017-01-01", "2017-01-01");
    let holding = |period| Act::Appoint {
        holding: Holding { post: p("ao-oxon"), person: p("person-1"), capacity: Capacity::Deputy, period },
    };
    assert_eq!(
        room.refused(&holding(empty)),
        "the appointment would hold no day: it begins on 2017-01-01 and ends before 2017-01-01"
    );
    assert_eq!(
        room.refused(&holding(at("2013-03-31", "2014-01-01"))),
        "post ao-oxon is there 1 April 2013 to 30 June 2022: nobody can hold it from 31 March 2013"
    );
    assert!(room.refused(&holding(span("2022-07-01.."))).contains("nobody can hold it from 1 July 2022"));
    let mandate = Mandate {
        id: p("again"),
        line: p("acute"),
        populations: vec![Population::registered(p("10Q"))],
        level: Level::Place,
        commissioners: vec![p("10Q")],
        instrument: p("act-2006"),
        period: empty,
    };
    assert!(room.refused(&Act::GiveMandate { mandate, reason: None }).contains("the mandate would hold no day"));
    let member = DatedBody { body: p("10Q"), period: empty };
    let join = Act::JoinCommittee { committee: p("executive"), member };
    assert!(room.refused(&join).contains("the membership would hold no day"));
}

#[test]
fn a_body_that_closes_is_seen_before_its_powers_lapse() {
    let mut room = Room::footprint();
    let soon = |room: &Room, on: &str, days| {
        let found = room.now().expiring(p(on), days);
        found.into_iter().map(|soon| format!("{} {} {}", soon.on, soon.by, soon.cause)).collect::<BTreeSet<_>>()
    };
    let all = soon(&room, "2018-03-31", 0);
    assert!(all.contains("2018-04-01 body 10H"), "{all:?}");
    assert!(soon(&room, "2018-03-30", 1).contains("2018-04-01 body 10H"), "what ends on that very day is among them");
    assert!(soon(&room, "2018-03-30", 0).is_empty());
    carry(&mut room, &["10Y", "10H"], "14Y", "2018-04-01").unwrap();
    assert!(!soon(&room, "2018-03-31", 0).contains("2018-04-01 body 10H"), "it goes on in the successor");
    let power = room.now().power(&p("10h-scheme-3")).unwrap();
    let end = room.now().end_of(power, p("2018-03-31")).unwrap();
    assert_eq!(end, (p("2022-07-01"), EndKind::Body, "14Y".to_owned()));
}

/// A mandate as drawn: its line, for whom, by whom, from which day, for how many.
type Given = (usize, Vec<usize>, Vec<usize>, i64, i64);

/// A small world: four bodies that live as drawn, and what somebody may have recorded of them.
#[derive(Clone, Debug)]
struct Drawn {
    /// From and to of each, in days; uncertain by so many more.
    lives: Vec<(i64, i64, i64)>,
    /// Whose place whose takes, and when; refused where the register says otherwise.
    carried: Vec<(usize, usize)>,
    mandates: Vec<Given>,
    posts: Vec<(Vec<usize>, i64, i64)>,
}

const BODIES: [&str; 4] = ["0AA", "0BB", "0CC", "0DD"];

fn day(n: i64) -> Date {
    p::<Date>("2016-01-01").checked_add(n.days()).unwrap()
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let some = || proptest::collection::vec(0..4usize, 1..3);
    (
        proptest::collection::vec((0..20i64, 1..30i64, 0..4i64), 4),
        proptest::collection::vec((0..4usize, 0..4usize), 0..4),
        proptest::collection::vec((0..3usize, some(), some(), 0..30i64, 1..40i64), 0..8),
        proptest::collection::vec((some(), 0..30i64, 1..40i64), 0..4),
    )
        .prop_map(|(lives, carried, mandates, posts)| Drawn { lives, carried, mandates, posts })
}

fn told(period: (i64, i64)) -> Period {
    Period::from_days(Some(day(period.0)), (period.1 < 35).then(|| day(period.0 + period.1)))
}

/// Records what was drawn while the register knows nothing of any end, as an old journal may have, and then tells it.
fn world(drawn: &Drawn) -> Room {
    let mut room = Room::empty();
    room.instrument(InstrumentKind::Statute, "act-2006", "", "", "2007-03-01..");
    for (line, parent) in [("root", ""), ("left", "root"), ("right", "root")] {
        room.line(line, parent);
    }
    let known =
        BODIES.map(|code| Fact::Acted { code: p(code), kind: p("commissioning-group"), period: Period::ALWAYS });
    learn(&mut room, known.to_vec());
    for code in BODIES {
        let low = code.to_lowercase();
        room.instrument(InstrumentKind::Constitution, &format!("{low}-constitution"), code, "act-2006", "2010-01-01..");
        let constitution = format!("{low}-constitution");
        let id = format!("{low}-agreement");
        room.instrument(InstrumentKind::DelegationAgreement, &id, code, &constitution, "2010-01-01..");
    }
    let bodies = |of: &[usize]| of.iter().map(|n| BODIES[*n]).collect::<BTreeSet<&str>>();
    for (n, (line, people, by, from, days)) in drawn.mandates.iter().enumerate() {
        let mandate = Mandate {
            id: p(&format!("m{n}")),
            line: p(["root", "left", "right"][*line]),
            populations: bodies(people).into_iter().map(|body| Population::registered(p(body))).collect(),
            level: Level::Place,
            commissioners: bodies(by).into_iter().map(p).collect(),
            instrument: p("act-2006"),
            period: told((*from, *days)),
        };
        room.ask(Act::GiveMandate { mandate, reason: None });
    }
    for (n, (of, from, days)) in drawn.posts.iter().enumerate() {
        let (post, person, period) = (format!("post-{n}"), format!("person-{n}"), told((*from, *days)));
        let of = bodies(of);
        let dated = |body: &&str| DatedBody { body: p(body), period };
        let kind = PostKind::AccountableOfficer;
        let title = post.clone();
        let made = mandate::Post { id: p(&post), title, kind, bodies: of.iter().map(dated).collect(), period };
        room.ask(Act::CreatePost { post: made });
        room.person(&person, "N.");
        let (post_id, capacity) = (p(&post), Capacity::Substantive);
        room.ask(Act::Appoint { holding: Holding { post: post_id, person: p(&person), capacity, period } });
        for body in &of {
            let delegation = Delegation {
                id: p(&format!("{post}-{}", body.to_lowercase())),
                body: p(body),
                matters: vec![p("service:root"), p("function:planning")],
                holder: Holder::Post(p(&post)),
                limits: Limits::NONE,
                conditions: Vec::new(),
                populations: Vec::new(),
                instrument: p(&format!("{}-agreement", body.to_lowercase())),
                clause: None,
                period,
            };
            room.ask(Act::GrantPower { delegation });
        }
        let committee = Committee {
            id: p(&format!("committee-{n}")),
            name: "C".to_owned(),
            shape: Shape::IndividualDelegation,
            members: of.iter().map(dated).collect(),
            remit: Vec::new(),
            seats: vec![seat(&post, SeatRole::Representative, &of.iter().copied().collect::<Vec<_>>(), "2010-01-01..")],
            period,
            instrument: p("act-2006"),
        };
        room.ask(Act::FormCommittee { committee });
    }
    let mut facts = Vec::new();
    for (code, (from, days, width)) in BODIES.iter().zip(&drawn.lives) {
        let to = terms::FuzzyDate::between(day(from + days), day(from + days + width)).unwrap();
        let period = Period::new(Some(terms::FuzzyDate::day(day(*from))), Some(to)).unwrap();
        facts.push(Fact::Lived { code: p(code), life: Life::Legal, period });
    }
    for (old, new) in &drawn.carried {
        let (from, days, width) = drawn.lives[*old];
        let on = terms::FuzzyDate::day(day(from + days + width));
        let (from, to) = (p(BODIES[*old]), p(BODIES[*new]));
        facts.push(Fact::Succeeded { from, to, on, cause: None, instrument: "".into() });
    }
    learn(&mut room, facts);
    for (old, new) in &drawn.carried {
        let (from, days, width) = drawn.lives[*old];
        let on = day(from + days + width).to_string();
        // Refused where another took its place already, or the new one is not there.
        let _ = carry(&mut room, &[BODIES[*old]], BODIES[*new], &on);
    }
    room
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    /// Whatever was recorded, in whatever order: on no day does a body outside its life hold, decide, sit or belong.
    #[test]
    fn on_no_day_does_a_body_outside_its_life_hold_anything(drawn in drawn()) {
        let room = world(&drawn);
        let (register, now) = (room.register.now(), room.now());
        for n in -3..62 {
            let on = day(n);
            let dead = |body: OdsCode| register.was_open(body, on) == Certainty::No;
            for code in BODIES.map(p::<OdsCode>) {
                if dead(code) {
                    prop_assert_eq!(now.posts_of_body(code, on).count(), 0, "{} {}", code, on);
                    prop_assert!(now.committees().all(|committee| !committee.has_member(code, on)));
                    prop_assert!(now.settles_for(&p("person-0"), on).iter().all(|body| !dead(*body)));
                }
                for matter in ["service:left", "function:planning"].map(p::<Matter>) {
                    let decider = now.decider(code, &matter, None, on);
                    let all = decider.can.iter().chain(decider.governing_body.as_ref().ok());
                    for authority in all {
                        prop_assert!(!dead(authority.as_body()), "{} decides on {}", authority.as_body(), on);
                        prop_assert!(authority.chain().iter().all(|link| link.period.contains(on) != Certainty::No));
                    }
                }
            }
            for line in ["root", "left", "right"] {
                for held in now.responsible(&p(line), on) {
                    prop_assert!(!dead(held.population.body) && !held.commissioners.is_empty());
                    prop_assert!(held.commissioners.iter().all(|body| !dead(*body)), "{} {}", line, on);
                }
            }
            for n in 0..drawn.posts.len() {
                let person = p(&format!("person-{n}"));
                for (post, _) in now.posts_of(&person, on) {
                    prop_assert!(post.bodies_on(on).iter().all(|body| !dead(*body)));
                }
                for duty in now.duties(&person, on).0 {
                    if let Duty::KeepPeople(body) | Duty::DecideFor(body) | Duty::Represent(_, body) = duty {
                        prop_assert!(!dead(body), "{} {}", body, on);
                    }
                }
                let committee = p(&format!("committee-{n}"));
                prop_assert!(now.represents(&person, &committee, on).iter().all(|body| !dead(*body)));
                prop_assert!(now.may_decide(&person, on).iter().all(|may| !dead(may.authority.as_body())));
            }
        }
    }

    /// Coverage says of every day what the plain question finds on it, whoever lives and whoever took whose place.
    #[test]
    fn coverage_is_proved_day_by_day_through_ends_and_successions(drawn in drawn()) {
        let room = world(&drawn);
        let now = room.now();
        let lines = ["root", "left", "right"].map(p).to_vec();
        let people: Vec<Population> = BODIES.iter().map(|code| Population::registered(p(code))).collect();
        let swept = mandate::coverage::check(now, &lines, &people, (day(-3), day(62)));
        for line in &lines {
            for people in &people {
                for n in -3..62 {
                    let on = day(n);
                    let told: Vec<FlawKind> = swept
                        .flaws
                        .iter()
                        .filter(|flaw| {
                            flaw.line == *line && flaw.population == *people && flaw.from <= on && on < flaw.to
                        })
                        .map(|flaw| flaw.kind)
                        .collect();
                    if now.acting_body(people.body, on) != people.body {
                        prop_assert!(told.is_empty(), "they are another body's people by then");
                        continue;
                    }
                    let expected = match now.responsible_for(line, *people, on) {
                        None => vec![FlawKind::Gap],
                        Some(held) if held.overlap => vec![FlawKind::Overlap],
                        Some(_) => vec![],
                    };
                    prop_assert_eq!(told, expected, "{} {} {}", line, people.body, on);
                }
            }
        }
    }
}

#[test]
fn a_draft_of_acts_counts_the_lives_of_the_bodies_it_names() {
    let mut room = Room::empty();
    room.instrument(InstrumentKind::Statute, "act-2006", "", "", "2007-03-01..");
    room.line("acute", "");
    let mandate = Mandate {
        id: p("first"),
        line: p("acute"),
        populations: vec![Population::registered(p("10H"))],
        level: Level::Place,
        commissioners: vec![p("10H")],
        instrument: p("act-2006"),
        period: span("2013-04-01.."),
    };
    let world = mandate::World { register: room.register.now(), mandate: &room.state };
    let drafted = mandate::draft(&world, &keeper(), &[Act::GiveMandate { mandate, reason: None }]).unwrap();
    assert_eq!(drafted.now().responsible(&p("acute"), p("2018-03-31")).len(), 1);
    assert_eq!(drafted.now().responsible(&p("acute"), p("2018-04-01")).len(), 0);
}
