//! Exactly one responsible commissioner for every service, everybody and every day: by sweep and by brute force.

use crate::world::{GROUPS, Room, keeper, p, span};
use jiff::ToSpan;
use mandate::{Act, CarryOver, FlawKind, InstrumentKind, Level, Line, Mandate, Population, Universe, World, draft};
use proptest::prelude::*;
use terms::{Certainty, Date, Period};

fn universe(room: &mut Room) {
    let lines = ["ambulance", "specialised", "mental-health.crisis"].map(p).to_vec();
    let universe = Universe { id: p("small"), name: "Small".to_owned(), lines };
    room.ask(Act::NameUniverse { universe });
}

fn found(state: &mandate::State, from: &str, to: &str) -> Vec<String> {
    let people: Vec<Population> = GROUPS.iter().map(|body| Population::registered(p(body))).collect();
    let coverage = state.now().coverage(&p("small"), &people, p(from), p(to)).unwrap();
    assert_eq!(coverage.holds(), coverage.flaws.is_empty());
    coverage
        .flaws
        .iter()
        .map(|flaw| {
            let mandates: Vec<&str> = flaw.mandates.iter().map(mandate::MandateId::as_str).collect();
            let (line, body) = (&flaw.line, flaw.population.body);
            format!("{line} {body} {}..{} {} {}", flaw.from, flaw.to, flaw.kind, mandates.join("+"))
        })
        .collect()
}

#[test]
fn a_footprint_is_covered_and_a_gap_or_overlap_is_shown_with_its_days() {
    let mut room = Room::footprint();
    universe(&mut room);
    assert_eq!(found(&room.state, "2013-04-01", "2018-04-01"), Vec::<String>::new());
    assert_eq!(found(&room.state, "2013-03-31", "2013-04-02").len(), 3 * 7, "nobody the day before");
    // Another mandate on the same line for some of the same days.
    room.mandate("again", "specialised", &["10H"], Level::Place, &["10H"], "2016-01-01..2016-02-01");
    assert_eq!(
        found(&room.state, "2013-04-01", "2018-04-01"),
        ["specialised 10H 2016-01-01..2016-02-01 overlap again+specialised"]
    );
}

#[test]
fn a_draft_is_looked_at_before_it_is_made() {
    let mut room = Room::footprint();
    universe(&mut room);
    let acts = [Act::EndMandate { mandate: p("10w-all"), on: p("2017-01-01") }];
    let world = World { register: room.register.now(), mandate: &room.state };
    let drafted = draft(&world, &keeper(), &acts).unwrap();
    assert_eq!(
        found(&drafted, "2016-04-01", "2017-04-01"),
        ["ambulance 10W 2017-01-01..2017-04-01 gap ", "mental-health.crisis 10W 2017-01-01..2017-04-01 gap "]
    );
    assert!(found(&room.state, "2016-04-01", "2017-04-01").is_empty(), "nothing was done");
    let bad = [acts[0].clone(), acts[0].clone()];
    assert_eq!(draft(&world, &keeper(), &bad).unwrap_err().0, 1);
}

#[test]
fn a_commissioner_that_ends_leaves_a_gap_unless_another_takes_its_place() {
    let mut room = Room::footprint();
    universe(&mut room);
    let gap = "ambulance 10H 2018-04-01..2018-05-01 gap ".to_owned();
    assert!(found(&room.state, "2018-03-01", "2018-05-01").contains(&gap));
    room.instrument(InstrumentKind::Statute, "order-2018", "", "", "2018-04-01..");
    let (predecessors, successor) = (vec![p("10Y"), p("10H")], p("14Y"));
    room.ask(Act::CarryOver { carry: CarryOver::whole(predecessors, successor, p("2018-04-01"), p("order-2018")) });
    assert!(!found(&room.state, "2018-03-01", "2018-05-01").contains(&gap));
}

#[derive(Clone, Debug)]
struct Drawn {
    line: usize,
    people: Vec<usize>,
    from: i64,
    days: i64,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    (0..5usize, proptest::collection::vec(0..3usize, 1..3), 0..30i64, 1..30i64)
        .prop_map(|(line, people, from, days)| Drawn { line, people, from, days })
}

fn day(n: i64) -> Date {
    p::<Date>("2016-01-01").checked_add(n.days()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    /// The model asks, for every line, population and day, how many mandates the plain question finds.
    #[test]
    fn the_sweep_agrees_with_asking_about_every_day(
        drawn in proptest::collection::vec(drawn(), 0..10),
        moved in proptest::option::of(1..30i64),
    ) {
        let mut room = Room::empty();
        room.instrument(InstrumentKind::Statute, "act-2006", "", "", "2007-03-01..");
        let codes = ["root", "left", "right", "left.low", "right.low"];
        let parents = ["", "root", "root", "left", "right"];
        for (code, parent) in codes.iter().zip(parents) {
            // One line may move to the other side of the tree on a day.
            let last = *code == "left.low" && moved.is_some();
            let period = if last { Period::from_days(None, moved.map(day)) } else { Period::ALWAYS };
            let parent = (!parent.is_empty()).then(|| p(parent));
            room.ask(Act::EnterLine { line: Line { code: p(code), name: (*code).to_owned(), parent, period } });
        }
        if let Some(moved) = moved {
            let period = Period::from_days(Some(day(moved + 2)), None);
            let line = Line { code: p("left.low"), name: "moved".to_owned(), parent: Some(p("right")), period };
            room.ask(Act::EnterLine { line });
        }
        for (n, drawn) in drawn.iter().enumerate() {
            let mandate = Mandate {
                id: p(&format!("m{n}")),
                line: p(codes[drawn.line]),
                populations: drawn.people.iter().map(|n| Population::registered(p(GROUPS[*n]))).collect(),
                level: Level::Place,
                commissioners: vec![p("Y59")],
                instrument: p("act-2006"),
                period: Period::from_days(Some(day(drawn.from)), Some(day(drawn.from + drawn.days))),
            };
            // For days on which the line is nowhere, while it moves, no mandate can be given.
            let is_nowhere = room.now().line_versions(&mandate.line).iter().all(|line| {
                line.period.overlaps(&mandate.period) == Certainty::No
            });
            let given = room.try_ask(&Act::GiveMandate { mandate, reason: None });
            prop_assert_eq!(given.is_err(), is_nowhere);
        }
        let lines: Vec<_> = codes.iter().map(|code| p(code)).collect();
        let people: Vec<Population> = GROUPS[..3].iter().map(|body| Population::registered(p(body))).collect();
        let swept = mandate::coverage::check(
            room.now(), &lines, &people, (day(-2), day(62)),
        );
        for line in &lines {
            for people in &people {
                for n in -2..62 {
                    let on = day(n);
                    let told: Vec<_> = swept.flaws.iter().filter(|flaw| {
                        flaw.line == *line && flaw.population == *people && flaw.from <= on && on < flaw.to
                    }).collect();
                    if room.now().line(line, on).is_none() {
                        prop_assert!(told.is_empty());
                        continue;
                    }
                    let held = room.now().responsible_for(line, *people, on).map_or(0, |held| held.mandates.len());
                    let kinds: Vec<FlawKind> = told.iter().map(|flaw| flaw.kind).collect();
                    let expected = match held { 0 => vec![FlawKind::Gap], 1 => vec![], _ => vec![FlawKind::Overlap] };
                    prop_assert_eq!(kinds, expected, "{} {} {}: {} mandates", line, people, on, held);
                }
            }
        }
        let _ = (span("2016-01-01.."), Certainty::Yes);
    }
}
