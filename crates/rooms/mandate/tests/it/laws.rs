//! Laws that hold whatever is asked, in whatever order.

use crate::world::{GROUPS, Room, give, instrument, keeper, p, pounds, span};
use jiff::ToSpan;
use mandate::{
    Act, Ask, Capacity, Committee, DatedBody, Delegated, Delegation, Event, Holder, HolderId, Holding, InstrumentKind,
    Limits, Matter, Outcome, PowerHoldingCommittee, SchemeRow, Shape, State, World, apply, decide,
};
use proptest::prelude::*;
use terms::{Certainty, Date, Pence, Period, Sequence};

/// A small choice of acts that give, take, end and withdraw, over the footprint.
#[derive(Clone, Debug)]
enum Move {
    Form(usize, usize, i64),
    Scheme(usize, usize, i64, i64, bool),
    Grant(usize, usize, i64),
    Revoke(usize, i64),
    EndPost(usize, i64),
    EndAppointment(usize, i64),
    Appoint(usize, usize, i64, i64),
    EndCommittee(usize, i64),
    Withdraw(u64, u16),
    Exercise(usize, usize, i64, i64),
    Forge(usize, usize),
}

fn moves() -> impl Strategy<Value = Move> {
    let day = || 0..800i64;
    prop_oneof![
        (0..4usize, 0..6usize, day()).prop_map(|(n, shape, on)| Move::Form(n, shape, on)),
        (0..9usize, 0..7usize, day(), 1..9i64, any::<bool>())
            .prop_map(|(n, body, on, limit, joint)| Move::Scheme(n, body, on, limit, joint)),
        (0..9usize, 0..4usize, day()).prop_map(|(n, committee, on)| Move::Grant(n, committee, on)),
        (0..7usize, day()).prop_map(|(n, on)| Move::Revoke(n, on)),
        (0..3usize, day()).prop_map(|(n, on)| Move::EndPost(n, on)),
        (0..3usize, day()).prop_map(|(n, on)| Move::EndAppointment(n, on)),
        (0..3usize, 0..3usize, day(), 1..300i64).prop_map(|(post, who, on, days)| Move::Appoint(post, who, on, days)),
        (0..4usize, day()).prop_map(|(n, on)| Move::EndCommittee(n, on)),
        (28..70u64, 0..2u16).prop_map(|(entry, ordinal)| Move::Withdraw(entry, ordinal)),
        (0..3usize, 0..7usize, day(), 1..9i64).prop_map(|(who, body, on, n)| Move::Exercise(who, body, on, n)),
        (0..4usize, 0..7usize).prop_map(|(committee, body)| Move::Forge(committee, body)),
    ]
}

fn day(n: i64) -> Date {
    p::<Date>("2016-06-01").checked_add(n.days()).unwrap()
}

const POSTS: [&str; 3] = ["ao-bucks", "ao-oxon", "ao-berks"];

fn post_of(body: usize) -> &'static str {
    match body {
        0 | 1 => POSTS[0],
        2 => POSTS[1],
        _ => POSTS[2],
    }
}

fn committee(n: usize, shape: usize, on: i64) -> Committee {
    Committee {
        id: p(&format!("committee-{n}")),
        name: "Tried".to_owned(),
        shape: Shape::ALL[shape],
        members: GROUPS.iter().map(|body| DatedBody { body: p(body), period: Period::ALWAYS }).collect(),
        remit: Vec::new(),
        seats: Vec::new(),
        period: Period::from_days(Some(day(on)), None),
        instrument: p("executive-terms"),
    }
}

/// The act of a move, where it is one that the room decides.
fn act(room: &Room, tried: &Move) -> Option<Act> {
    Some(match tried {
        Move::Form(n, shape, on) => Act::FormCommittee { committee: committee(*n, *shape, *on) },
        Move::Scheme(n, body, on, limit, joint) => {
            let low = GROUPS[*body].to_lowercase();
            let constitution = format!("{low}-constitution");
            let when = format!("{}..", day(*on));
            let id = format!("tried-scheme-{n}");
            let scheme = instrument(InstrumentKind::Scheme, &id, GROUPS[*body], &constitution, &when);
            let limits = Limits { per_year: Some(pounds(*limit)), ..Limits::NONE };
            let mut row: SchemeRow = give("service:acute", post_of(*body), limits, "1");
            if *joint {
                let holder = HolderId::Committee(p(&format!("committee-{}", n % 4)));
                row.delegated.push(Delegated { holder, limits: Limits::NONE });
            }
            Act::AdoptScheme { scheme, rows: vec![row] }
        }
        Move::Grant(n, number, on) => {
            let held = room.now().committee(&p(&format!("committee-{number}")))?.clone();
            let holder = Holder::Committee(PowerHoldingCommittee::of(&held).ok()?);
            Act::GrantPower {
                delegation: Delegation {
                    id: p(&format!("tried-power-{n}")),
                    body: p("10Q"),
                    matters: vec![p("service:acute")],
                    holder,
                    limits: Limits::NONE,
                    conditions: Vec::new(),
                    populations: Vec::new(),
                    instrument: p("10q-scheme"),
                    clause: None,
                    period: Period::from_days(Some(day(*on)), None),
                },
            }
        }
        Move::Revoke(n, on) => Act::RevokePower {
            power: p(&format!("{}-scheme-3", GROUPS[*n].to_lowercase())),
            on: day(*on),
            reason: "tried".to_owned(),
        },
        Move::EndPost(n, on) => Act::EndPost { post: p(POSTS[*n]), on: day(*on) },
        Move::EndAppointment(n, on) => {
            Act::EndAppointment { post: p(POSTS[*n]), person: p(&format!("person-{}", n + 1)), on: day(*on) }
        }
        Move::Appoint(post, who, on, days) => Act::Appoint {
            holding: Holding {
                post: p(POSTS[*post]),
                person: p(&format!("person-{}", who + 1)),
                capacity: Capacity::Interim,
                period: Period::from_days(Some(day(*on)), Some(day(on + days))),
            },
        },
        Move::EndCommittee(n, on) => Act::EndCommittee { committee: p(&format!("committee-{n}")), on: day(*on) },
        Move::Withdraw(entry, ordinal) => {
            Act::Withdraw { entry: Sequence(*entry), ordinal: *ordinal, reason: "tried".to_owned() }
        }
        Move::Exercise(..) | Move::Forge(..) => return None,
    })
}

fn play(room: &mut Room, tried: &Move) {
    match tried {
        Move::Exercise(who, body, on, n) => {
            let (person, on) = (format!("person-{}", who + 1), day(*on).to_string());
            if let Ok(authority) = room.authorise(&person, GROUPS[*body], "service:acute", Some(pounds(*n)), &on) {
                room.exercise(&authority, "decision");
            }
        }
        // A record that gives a power to whatever committee there is, past every check of `decide`.
        Move::Forge(number, body) => {
            let power = Event::PowerGranted {
                power: mandate::Power {
                    id: p(&format!("forged-{number}-{body}")),
                    body: p(GROUPS[*body]),
                    matters: vec![p("service:acute")],
                    holder: HolderId::Committee(p(&format!("committee-{number}"))),
                    limits: Limits::NONE,
                    conditions: Vec::new(),
                    populations: Vec::new(),
                    instrument: p("10q-scheme"),
                    clause: None,
                    period: Period::ALWAYS,
                    revoked: None,
                },
            };
            let next = Sequence(room.state.sequence().0 + 1);
            if apply(&mut room.state, next, std::slice::from_ref(&power), &|_| None).is_ok() {
                mandate::live(&mut room.state, &room.register.now());
                room.log.push((next, Outcome::new(vec![power], Vec::new())));
            }
        }
        _ => {
            if let Some(act) = act(room, tried) {
                let before = told(&room.state);
                if room.try_ask(&act).is_err() {
                    assert_eq!(told(&room.state), before, "a refused act leaves no trace");
                }
            }
        }
    }
}

/// Everything that a state tells now, as one text.
fn told(state: &State) -> String {
    told_at(state, state.sequence())
}

fn told_at(state: &State, known: Sequence) -> String {
    let view = state.known(known);
    let posts: Vec<_> = view.posts().map(|post| (post, view.holdings(&post.id))).collect();
    let powers: Vec<_> = view.powers().map(|power| (power, view.exercises(&power.id).len())).collect();
    let committees: Vec<_> = view.committees().collect();
    let instruments: Vec<_> = view.instruments().collect();
    format!("{known} {posts:?} {powers:?} {committees:?} {instruments:?}")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_asked_the_laws_hold(tried in proptest::collection::vec(moves(), 1..25), asked in 0..900i64) {
        let mut room = Room::footprint();
        let mut snapshots: Vec<(Sequence, String)> = Vec::new();
        for tried in &tried {
            play(&mut room, tried);
            snapshots.push((room.state.sequence(), told(&room.state)));
        }
        // What was known after an entry never changes.
        for (known, text) in &snapshots {
            prop_assert_eq!(&told_at(&room.state, *known), text);
        }
        // No committee that decides in common or by individual delegation holds a power, then or now.
        for known in snapshots.iter().map(|(known, _)| *known) {
            let view = room.state.known(known);
            for power in view.powers() {
                if let HolderId::Committee(id) = &power.holder {
                    let shape = view.committee(id).map(|held| held.shape);
                    prop_assert!(shape.is_none_or(Shape::can_hold_power), "{:?} holds {:?}", shape, power);
                }
            }
        }
        // Whoever has authority has it by links that all cover the day, within every limit, and by a post they hold.
        let on = day(asked);
        for who in 1..4 {
            for body in GROUPS {
                let (person, matter) = (p(&format!("person-{who}")), p::<Matter>("service:acute"));
                let amount = Some(pounds(5));
                let ask = Ask { person: &person, body: p(body), matter: &matter, amount, on, pending: Pence(0) };
                let Ok(authority) = room.now().authorise(&ask) else { continue };
                for link in authority.chain() {
                    prop_assert_eq!(link.period.contains(on), Certainty::Yes, "{:?}", link);
                }
                prop_assert!(authority.limits().per_decision.is_none_or(|limit| limit >= pounds(5)));
                let post = authority.post().unwrap();
                prop_assert!(room.now().posts_of(&person, on).iter().any(|(held, _)| held.id == *post));
                let power = room.now().power(authority.power().unwrap()).unwrap();
                prop_assert_eq!(&power.holder, &HolderId::Post(post.clone()));
                let (used, _) = room.now().used_of(power, on);
                prop_assert!(power.limits.per_year.is_none_or(|limit| used.0 + 500 <= limit.0));
                // It can be used up to the day before its end, by somebody, and on that day by nobody.
                if let Some((ends, by, _)) = room.now().end_of(power, on) {
                    prop_assert!(ends > on);
                    let usable = |day: Date| {
                        let people = (1..4).map(|who| p(&format!("person-{who}")));
                        people.flat_map(|who| room.now().may_decide(&who, day)).any(|may| may.power.id == power.id)
                    };
                    prop_assert!(usable(ends.yesterday().unwrap()), "{} until {ends}: {by}", power.id);
                    prop_assert!(!usable(ends), "{} from {ends}: {by}", power.id);
                }
            }
        }
    }

    #[test]
    fn replay_gives_the_same_whatever_was_kept_of_it(
        tried in proptest::collection::vec(moves(), 1..20),
        kept in proptest::collection::vec(any::<bool>(), 100),
    ) {
        let mut room = Room::footprint();
        for tried in &tried {
            play(&mut room, tried);
        }
        let mut replayed = State::default();
        let mut readers = Vec::new();
        for ((sequence, outcome), keep) in room.log.iter().zip(kept.iter().cycle()) {
            let payload = |at: mandate::Erasable| outcome.payloads.get(usize::from(at.0)).cloned();
            apply(&mut replayed, *sequence, &outcome.events, &payload).unwrap();
            mandate::live(&mut replayed, &room.register.now());
            // A reader that keeps a state goes on seeing what it saw.
            if *keep {
                readers.push((replayed.clone(), told(&replayed)));
            }
        }
        prop_assert_eq!(told(&replayed), told(&room.state));
        for (state, text) in &readers {
            prop_assert_eq!(&told(state), text);
        }
    }
}

#[test]
fn entries_come_in_order_and_take_effect_whole() {
    let mut room = Room::footprint();
    let last = room.state.sequence();
    let person = Event::PersonForgotten { person: p("person-1") };
    assert!(apply(&mut room.state, last, std::slice::from_ref(&person), &|_| None).is_err());
    let next = Sequence(last.0 + 1);
    let unknown = Event::PersonForgotten { person: p("nobody") };
    assert!(apply(&mut room.state, next, &[person, unknown], &|_| None).is_err());
    assert_eq!(room.now().person(&p("person-1")).unwrap().screen(), "A. Name", "the first is not taken either");
    assert_eq!(room.state.sequence(), last);
}

#[test]
fn deciding_changes_nothing() {
    let room = Room::footprint();
    let before = told(&room.state);
    let world = World { register: room.register.now(), mandate: &room.state };
    let act = Act::EndPost { post: p("ao-oxon"), on: p("2017-01-01") };
    let one = decide(&world, &keeper(), &act).unwrap();
    assert_eq!(decide(&world, &keeper(), &act).unwrap(), one);
    assert_eq!(told(&room.state), before);
    let _ = span("2016-01-01..");
}
