//! What holds whatever anybody asks in whatever order: invariants L7, L9, L10, L11, L18 and L19 of the loop.

use crate::world::{House, clause, direction, letter, p, signed};
use intervention::{
    Act, Binding, Calendar, CaseLight, Change, ClauseId, ClauseRecord, Clock, ClockUnit, Consent, Constraint, Effect,
    Episode, Event, Figures, Finding, FindingKey, Ground, Instrument, Interventions, KnownConsent, NewClause,
    NewInstrument, Posts, Programme, Proposal, Reach, Roll, Rule, Scope, Signature, Stay, Step, Use, edition_on,
};
use jiff::ToSpan as _;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use terms::{Date, Pence, Sequence};

const DAY: Date = Date::constant(2018, 1, 1);
const REACHES: [&str; 4] = ["service:acute", "service:acute.elective", "function:contracts", "function:planning"];

fn effect() -> impl Strategy<Value = Effect> {
    let receivers = prop_oneof![Just("08Q"), Just("08K"), Just("X24")];
    prop_oneof![
        Just(Effect::Require),
        Just(Effect::Enable),
        Just(Effect::Bind(Binding::Forbid)),
        Just(Effect::Bind(Binding::Consent { posts: Posts::Any })),
        Just(Effect::Bind(Binding::CapConsent { amount: Pence(10) })),
        receivers.prop_map(|to| Effect::Bind(Binding::Move { to: p(to) })),
    ]
}

fn instrument() -> impl Strategy<Value = NewInstrument> {
    let clauses = prop::collection::vec((effect(), 0..REACHES.len(), 0_i64..4, prop::option::of(4_i64..9)), 1..4);
    let body = prop_oneof![2 => Just("08A"), 1 => Just("08Q"), 1 => Just("08K")];
    (0..4_u8, body, 0_i64..3, prop::option::of(3_i64..12), clauses).prop_map(|(id, body, from, to, clauses)| {
        let clause = |(number, (effect, reach, from, to)): (u16, (Effect, usize, i64, Option<i64>))| NewClause {
            from: Some(later(DAY, from)),
            to: to.map(|to| later(DAY, to + 10)),
            clock: (effect == Effect::Require).then_some(Clock {
                count: p("5"),
                unit: ClockUnit::Day,
                roll: Roll::AsIs,
            }),
            ..clause(number, effect, REACHES[reach])
        };
        let clauses = (1..).zip(clauses).map(clause).collect();
        let from = later(DAY, from);
        let to = to.map(|to| later(from, to));
        NewInstrument { from, to, ..direction(&format!("d{id}"), body, "2018-01-01", clauses) }
    })
}

fn later(day: Date, days: i64) -> Date {
    day.saturating_add(days.days())
}

fn ground() -> impl Strategy<Value = Ground> {
    prop_oneof![Just(Ground::Met), Just(Ground::Regardless { reason: "It may".to_owned() })]
}

fn clause_id() -> impl Strategy<Value = ClauseId> {
    (0..4_u8, 1..4_u16).prop_map(|(id, number)| p(&format!("d{id}.{number}")))
}

fn instrument_id() -> impl Strategy<Value = mandate::InstrumentId> {
    (0..4_u8).prop_map(|id| p(&format!("d{id}")))
}

/// An act of the authority, or of the body where only it may; its day is put in when it is asked.
fn act() -> impl Strategy<Value = Act> {
    let authority = signed("X24", "2018-01-01");
    let body = signed("08A", "2018-01-01");
    let consent = (clause_id(), 0..3_u8).prop_map(|(clause, id)| Consent {
        id: p(&format!("k{id}")),
        by: p("X24"),
        scope: Scope {
            reach: p("service:acute"),
            clauses: BTreeSet::from([clause]),
            tier: None,
            post: None,
            plan: None,
        },
        amount_max: None,
        from: DAY,
        to: None,
        uses: Use::Single,
        withdrawn_on: None,
        conditions: BTreeMap::new(),
    });
    prop_oneof![
        6 => instrument().prop_map(move |new| Act::Issue { signature: authority, instrument: Box::new(new) }),
        2 => (instrument_id(), instrument()).prop_map(move |(replaced, new)| Act::Replace {
            signature: authority, replaced, instrument: Box::new(new),
        }),
        2 => (clause_id(), effect()).prop_map(move |(clause, effect)| Act::Vary {
            signature: authority, clause, change: Change::Effect(effect), letter: Some(letter()),
        }),
        2 => (clause_id(), ground()).prop_map(move |(clause, ground)| Act::LiftClause {
            signature: authority, clause, letter: Some(letter()), ground,
        }),
        2 => (instrument_id(), ground()).prop_map(move |(instrument, ground)| Act::Lift {
            signature: authority, instrument, letter: Some(letter()), ground,
        }),
        2 => clause_id().prop_map(move |clause| Act::Submit { signature: body, clause, title: String::new(), hash: None }),
        1 => clause_id().prop_map(move |clause| Act::Accept { signature: authority, clause }),
        1 => consent.prop_map(move |consent| Act::Consent { signature: authority, consent: Box::new(consent) }),
        1 => (0..3_u8).prop_map(move |id| Act::RelyOn {
            signature: body, consents: BTreeSet::from([p(&format!("k{id}"))]), act: "decision-1".to_owned(),
        }),
        1 => ground().prop_map(move |ground| Act::EndMeasures {
            signature: authority, body: p("08A"), programme: Programme::SpecialMeasures, letter: Some(letter()), ground,
        }),
        1 => (0..2_u8).prop_map(move |id| {
            let key = FindingKey { body: p("08A"), rule: Rule::ControlTotal, period: format!("2017-18M{id}") };
            let (figures, edition) = (Figures::unknown(p("08A")), edition_on(DAY).from);
            let finding = Finding { key, figures, edition, step: Step::Measures, source: "Returns".to_owned() };
            Act::Propose { signature: authority, proposal: p(&format!("p{id}")), finding: Box::new(finding) }
        }),
        1 => (0..2_u8).prop_map(move |id| Act::Confirm {
            signature: authority, proposal: p(&format!("p{id}")), reason: "Agreed".to_owned(),
        }),
        1 => (clause_id(), 10_i64..20).prop_map(move |(clause, days)| Act::Vary {
            signature: authority, clause, change: Change::Due(later(DAY, days)), letter: Some(letter()),
        }),
        1 => any::<bool>().prop_map(move |is_ours| Act::EnterMeasures {
            signature: if is_ours { authority } else { body },
            body: p("08A"),
            programme: Programme::SpecialMeasures,
            reason: "Finance".to_owned(),
            proposal: None,
        }),
    ]
}

/// The same act on a day; an instrument begins that day at the soonest.
fn on(act: Act, day: Date) -> Act {
    let moved = |signature: Signature| Signature { on: day, ..signature };
    let begun = |new: Box<NewInstrument>| {
        let shift = (new.from - DAY).get_days();
        let shifted = |date: Date| later(date, i64::from((day - DAY).get_days()));
        let clauses = new.clauses.into_iter().map(|held| NewClause {
            from: held.from.map(shifted),
            to: held.to.map(shifted),
            ..held
        });
        let clauses = clauses.collect();
        Box::new(NewInstrument { from: later(day, i64::from(shift)), to: new.to.map(shifted), clauses, ..*new })
    };
    match act {
        Act::Issue { signature, instrument } => {
            Act::Issue { signature: moved(signature), instrument: begun(instrument) }
        }
        Act::Replace { signature, replaced, instrument } => {
            Act::Replace { signature: moved(signature), replaced, instrument: begun(instrument) }
        }
        Act::Vary { signature, clause, change, letter } => {
            Act::Vary { signature: moved(signature), clause, change, letter }
        }
        Act::LiftClause { signature, clause, letter, ground } => {
            Act::LiftClause { signature: moved(signature), clause, letter, ground }
        }
        Act::Lift { signature, instrument, letter, ground } => {
            Act::Lift { signature: moved(signature), instrument, letter, ground }
        }
        Act::Submit { signature, clause, title, hash } => {
            Act::Submit { signature: moved(signature), clause, title, hash }
        }
        Act::Accept { signature, clause } => Act::Accept { signature: moved(signature), clause },
        other => other,
    }
}

/// How each clause reads, from a day until a day.
type Readings = BTreeMap<ClauseId, Vec<(Date, Option<Date>, Effect)>>;

/// The live binding clauses of a day, from the acts alone: what was issued, less what was lifted, replaced or varied by then.
fn live_binding_clauses(done: &[Act], day: Date) -> BTreeSet<(ClauseId, String)> {
    let mut readings = Readings::new();
    let end = |readings: &mut Readings, of: &dyn Fn(&ClauseId) -> bool, on: Date| {
        for (_, held) in readings.iter_mut().filter(|(id, _)| of(id)) {
            for (_, to, _) in held.iter_mut() {
                *to = Some(to.map_or(on, |to: Date| to.min(on)));
            }
        }
    };
    for act in done {
        match act {
            Act::Issue { instrument, .. } | Act::Replace { instrument, .. } => {
                if let Act::Replace { replaced, .. } = act {
                    end(&mut readings, &|id| id.instrument == *replaced, instrument.from);
                }
                for held in &instrument.clauses {
                    let from = held.from.into_iter().chain([instrument.from]).max().unwrap();
                    let to = held.to.into_iter().chain(instrument.to).min();
                    let id = ClauseId { instrument: instrument.id.clone(), number: held.number };
                    readings.insert(id, vec![(from, to, held.effect)]);
                }
            }
            Act::Vary { signature, clause, change: Change::Effect(effect), .. } => {
                let held = readings.get_mut(clause).unwrap();
                let (_, to, before) = *held.last().unwrap();
                if before != *effect {
                    held.last_mut().unwrap().1 = Some(signature.on);
                    held.push((signature.on, to, *effect));
                }
            }
            Act::LiftClause { signature, clause, .. } => end(&mut readings, &|id| id == clause, signature.on),
            Act::Lift { signature, instrument, .. } => {
                end(&mut readings, &|id| id.instrument == *instrument, signature.on);
            }
            _ => {}
        }
    }
    let live = |(from, to, _): &&(Date, Option<Date>, Effect)| *from <= day && to.is_none_or(|to| day < to);
    let binding =
        readings.iter().flat_map(|(id, held)| held.iter().filter(live).map(move |(_, _, effect)| (id, effect)));
    binding.filter_map(|(id, effect)| Some((id.clone(), format!("{:?}", effect.binding()?)))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn constraints_are_the_live_binding_clauses_and_nothing_known_changes(
        acts in prop::collection::vec((act(), 0_i64..3), 1..25)
    ) {
        let mut house = House::new();
        let mut day = DAY;
        let mut done = Vec::new();
        let mut seen: Vec<(Sequence, Known)> = Vec::new();
        for (act, days) in acts {
            day = later(day, days);
            let act = on(act, day);
            let before = house.state.clone();
            if house.ask(&act).is_err() {
                prop_assert_eq!(&house.state, &before);
                continue;
            }
            done.push(act);
            let room = house.state.now();
            seen.push((room.sequence(), known(&room)));
            for ahead in 0..30 {
                let on = later(DAY, ahead);
                let laid = room.constraints_on(on).map(|held| (held.clause.clone(), format!("{:?}", held.binding)));
                prop_assert_eq!(laid.collect::<BTreeSet<_>>(), live_binding_clauses(&done, on), "{}", on);
            }
        }
        prop_assert_eq!(house.replayed(), house.state.clone());
        for (entry, then) in seen {
            prop_assert_eq!(known(&house.state.known(entry)), then);
        }
        check(&house);
    }
}

/// All that was known of an entry, with what was shown of it.
#[derive(Debug, PartialEq)]
struct Known {
    constraints: Vec<Constraint>,
    proposals: Vec<Proposal>,
    instruments: Vec<Instrument>,
    clauses: Vec<ClauseRecord>,
    consents: Vec<KnownConsent>,
    stays: Vec<Episode>,
    lights: Vec<CaseLight>,
}

fn known(room: &Interventions<'_>) -> Known {
    let calendar = Calendar::england();
    let stay = Stay { body: p("08A"), programme: Programme::SpecialMeasures };
    let days = [0, 7, 14, 28].map(|ahead| later(DAY, ahead));
    let lights = |held| days.map(|day| room.light(held, day, &calendar).unwrap());
    Known {
        constraints: room.constraints().cloned().collect(),
        proposals: room.proposals().cloned().collect(),
        instruments: room.instruments().cloned().collect(),
        clauses: room.instruments().flat_map(|held| room.clauses_of(held)).cloned().collect(),
        consents: room.consents().cloned().collect(),
        stays: room.episodes(&stay).to_vec(),
        lights: room.instruments().flat_map(lights).collect(),
    }
}

/// What holds of the whole record.
fn check(house: &House) {
    let mut used = BTreeSet::new();
    for (_, outcome) in &house.log {
        let laid = |event: &Event| matches!(event, Event::ConstraintLaid { .. });
        let brings = |event: &Event| matches!(event, Event::DirectionIssued { .. } | Event::ClauseVaried { .. });
        assert!(!outcome.events.iter().any(laid) || outcome.events.iter().any(brings), "in one entry");
        for event in &outcome.events {
            if let Event::ConsentUsed { consent, .. } = event {
                assert!(used.insert(consent.clone()), "a single consent is used once");
            }
            if let Event::MeasuresEntered { record, .. } | Event::DirectionIssued { record, .. } = event {
                assert_eq!(record.signature.body.as_str(), "X24", "by the authority alone");
            }
        }
    }
    let directions = house.directions();
    for ahead in 0..30 {
        let on = later(DAY, ahead);
        for reach in REACHES.map(p::<Reach>) {
            // Of the moves of one body and one matter there is never more than one receiver.
            for body in ["08A", "08Q", "08K"] {
                let moves = directions.live(p(body), on).filter(|held| held.reach == reach);
                let receivers: BTreeSet<_> = moves.filter_map(|held| held.binding.receiver()).collect();
                assert!(receivers.len() <= 1, "{body} {reach} {on}: {receivers:?}");
            }
        }
    }
}
