//! The law as properties: a small model told in forty lines, and the engine held to it, exhaustively and at random.

use crate::world::{House, officer, p};
use executive::{Act, Quorum, Recusal, Stance, Standing, State, Subject, TermsOfReference, apply};
use proptest::prelude::*;
use std::collections::BTreeMap;
use terms::{OdsCode, Sequence};

const BODIES: [&str; 3] = ["10Y", "10H", "10Q"];
/// The two people, by the bodies they represent.
const SPEAKER: [usize; 3] = [0, 0, 1];
const PEOPLE: [&str; 2] = ["person-a1", "person-a2"];
const SECOND: &str = "The second text";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Move {
    Say(usize, Stance),
    Amend,
    Revoke(usize),
    Recuse(usize),
    Settle,
}

/// What the law says should come of moves: for each body a letter. A awaits, B is bound, R referred, N negotiates, O outside.
#[derive(Clone, Debug)]
struct Model {
    stands: [char; 3],
    said: [Option<(Stance, u8)>; 3],
    put: [u8; 3],
    objected: [Option<u8>; 3],
    power: [bool; 3],
    recused: [bool; 2],
    text: u8,
}

impl Model {
    fn new() -> Self {
        let (put, said) = ([1; 3], [None; 3]);
        Self { stands: ['A'; 3], said, put, objected: [None; 3], power: [true; 3], recused: [false; 2], text: 1 }
    }

    fn make(&mut self, made: Move) {
        match made {
            Move::Say(b, stance) if self.stands[b] != 'B' && !self.recused[SPEAKER[b]] => {
                self.said[b] = Some((stance, self.put[b]));
            }
            Move::Amend if self.text == 1 && self.stands.iter().any(|s| "AN".contains(*s)) => {
                self.text = 2;
                for b in 0..3 {
                    if "AN".contains(self.stands[b]) {
                        self.put[b] = 2;
                    }
                }
            }
            Move::Revoke(b) => self.power[b] = false,
            Move::Recuse(person) => self.recused[person] = true,
            Move::Settle => (0..3).for_each(|b| self.settle(b)),
            _ => {}
        }
    }

    fn settle(&mut self, b: usize) {
        let heard = self.said[b].filter(|(_, text)| *text == self.put[b] && !self.recused[SPEAKER[b]]);
        let power = self.power[b];
        self.stands[b] = match (self.stands[b], heard.map(|(stance, _)| stance)) {
            ('B', _) => 'B',
            ('A' | 'N', Some(Stance::Agree | Stance::AgreeWithReservation)) => {
                if power {
                    'B'
                } else {
                    'R'
                }
            }
            ('R' | 'O', Some(Stance::Agree | Stance::AgreeWithReservation)) if power => 'B',
            ('A' | 'N', Some(Stance::StandAside)) | ('A', None) => 'R',
            ('A', Some(Stance::Object)) => {
                if power {
                    'N'
                } else {
                    'R'
                }
            }
            // One round: a renewed objection to a new text leaves the body outside.
            ('N', Some(Stance::Object)) if self.objected[b] != Some(self.put[b]) => 'O',
            (same, _) => same,
        };
        if self.stands[b] == 'N' {
            self.objected[b] = Some(self.put[b]);
        }
    }

    fn told(&self) -> String {
        self.stands.iter().collect()
    }
}

/// A meeting where neither the leaving of one speaker breaks the quorum, with one round of negotiation.
fn base() -> House {
    let mut house = House::footprint();
    house.today = p("2016-10-06");
    house.rounds(1);
    let quorum = Quorum { persons: 2, bodies: 1, classes: Vec::new() };
    let terms = house.terms();
    house.clerk(Act::SetTerms(TermsOfReference { quorum, ..terms }));
    let there = ["person-a1", "person-a2", "person-a3", "person-c1", "person-c2"];
    house.meets("october", "item", "2016-10-06", &there);
    house.proposes("deal", "service:ambulance", "10Y 10H 10Q");
    house
}

/// Makes a move as people would; what is refused leaves no trace.
fn make(house: &mut House, made: Move) {
    let (actor, act) = match made {
        Move::Say(b, stance) => (officer(BODIES[b]), house.position("deal", BODIES[b], stance)),
        Move::Amend => {
            let act = Act::Amend { proposal: p("deal"), text: SECOND.to_owned(), amounts: BTreeMap::new() };
            ("person-c2", act)
        }
        Move::Settle => ("person-c2", Act::Settle { proposal: p("deal") }),
        Move::Recuse(person) => {
            let declare = Act::Declare {
                subject: Subject::Item(p("item")),
                person: p(PEOPLE[person]),
                category: p("indirect"),
                interest: None,
                nature: "A relative.".to_owned(),
                recusal: Recusal::SpeaksOnly,
            };
            (PEOPLE[person], declare)
        }
        Move::Revoke(b) => {
            let power = format!("{}-scheme-1", BODIES[b].to_lowercase());
            let on = house.today;
            if house.mandate.now().power(&p(&power)).unwrap().revoked.is_none() {
                house.keeps(&mandate::Act::RevokePower { power: p(&power), on, reason: "control".to_owned() });
            }
            return;
        }
    };
    let before = house.executive.sequence();
    if house.try_ask(actor, &act).is_err() {
        assert_eq!(house.executive.sequence(), before);
    }
}

fn letter(standing: &Standing) -> char {
    match standing {
        Standing::Awaiting => 'A',
        Standing::Bound(_) => 'B',
        Standing::Referred(_) => 'R',
        Standing::Negotiating(_) => 'N',
        Standing::Outside { .. } => 'O',
        Standing::NotTheirs { .. } => 'X',
    }
}

fn told(house: &House) -> String {
    let known = house.executive.now();
    let proposal = known.proposal(&p("deal")).unwrap();
    for decision in proposal.decisions() {
        // Nobody is bound but by a power of its own, at a quorate settlement, on the text its speaker agreed to.
        let own = format!("{}-scheme-1", decision.body.as_str().to_lowercase());
        assert_eq!(decision.chains[0].powers, [p(&own)]);
        assert!(proposal.settlements[decision.settlement.unwrap()].quorum.is_quorate());
        let agreed = |held: &&executive::Position| held.body == decision.body && held.text == decision.text;
        assert!(proposal.positions.iter().filter(agreed).any(|held| held.stance.concurs()));
    }
    BODIES.iter().map(|body| letter(&proposal.parts[&p::<OdsCode>(body)].standing)).collect()
}

/// Four moves out of nine, each followed by a settlement: three bodies, two people, two texts.
#[test]
fn small_cases_explored_to_the_end() {
    let moves = [
        Move::Say(0, Stance::Agree),
        Move::Say(1, Stance::Object),
        Move::Say(1, Stance::Agree),
        Move::Say(2, Stance::Agree),
        Move::Say(2, Stance::StandAside),
        Move::Amend,
        Move::Revoke(0),
        Move::Recuse(1),
        Move::Settle,
    ];
    let mut n = 0;
    let mut open = vec![(base(), Model::new(), Vec::new())];
    while let Some((house, model, made)) = open.pop() {
        let (mut settled, mut law) = (house.clone(), model.clone());
        make(&mut settled, Move::Settle);
        law.make(Move::Settle);
        assert_eq!(told(&settled), law.told(), "{made:?}");
        n += 1;
        if made.len() == 4 {
            continue;
        }
        for next in moves {
            let (mut house, mut model, mut made) = (house.clone(), model.clone(), made.clone());
            make(&mut house, next);
            model.make(next);
            assert_eq!(told(&house), model.told(), "{made:?} {next:?}");
            made.push(next);
            open.push((house, model, made));
        }
    }
    assert_eq!(n, 1 + 9 + 81 + 729 + 6561);
}

fn any_move() -> impl Strategy<Value = Move> {
    let stance = proptest::sample::select(Stance::ALL);
    prop_oneof![
        6 => (0..3usize, stance).prop_map(|(b, stance)| Move::Say(b, stance)),
        1 => Just(Move::Amend),
        1 => (0..3usize).prop_map(Move::Revoke),
        1 => (0..2usize).prop_map(Move::Recuse),
        3 => Just(Move::Settle),
    ]
}

/// Everything a state says, to compare two.
fn whole(state: &State, known: Sequence) -> String {
    let known = state.known(known);
    let (proposals, items) = (known.proposals().collect::<Vec<_>>(), known.items().collect::<Vec<_>>());
    format!("{proposals:?} {items:?} {:?}", known.meetings().collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_keeps_the_law(moves in prop::collection::vec(any_move(), 1..14)) {
        let (mut house, mut model) = (base(), Model::new());
        for made in moves {
            make(&mut house, made);
            model.make(made);
            prop_assert_eq!(told(&house), model.told(), "{:?}", made);
        }
    }

    #[test]
    fn one_persons_positions_change_only_the_bodies_they_represent(
        moves in prop::collection::vec(any_move(), 1..14),
    ) {
        let theirs = |made: &Move| matches!(made, Move::Say(b, _) if SPEAKER[*b] == 1);
        let (mut with, mut without) = (base(), base());
        for made in moves {
            make(&mut with, made);
            if !theirs(&made) {
                make(&mut without, made);
            }
        }
        // An amendment reaches whoever is undecided, so it needs somebody to be: that alone may differ.
        let (with, without) = (told(&with), told(&without));
        prop_assert_eq!(&with[..2], &without[..2]);
    }

    #[test]
    fn replay_in_any_batching_gives_the_same(
        moves in prop::collection::vec(any_move(), 1..10),
        stops in prop::collection::vec(any::<bool>(), 80),
    ) {
        let mut house = base();
        for made in moves {
            make(&mut house, made);
        }
        let mut state = State::new();
        let mut kept = Vec::new();
        for ((sequence, outcome), stop) in house.log.iter().zip(stops.iter().cycle()) {
            let at = p("2016-10-06T09:00:00Z");
            // The setting up took place on an earlier day.
            let at = if outcome.events.iter().any(|event| matches!(event, executive::Event::TermsSet { terms, .. } if terms.from == p("2016-09-01"))) {
                p("2016-09-01T09:00:00Z")
            } else {
                at
            };
            let payload = |place: mandate::Erasable| outcome.payloads.get(usize::from(place.0)).cloned();
            apply(&mut state, *sequence, at, &outcome.events, &payload).unwrap();
            if *stop {
                // A batch ends: a reader keeps its copy while the writer goes on.
                kept.push((*sequence, state.clone(), whole(&state, *sequence)));
                state = state.clone();
            }
        }
        prop_assert_eq!(whole(&state, state.sequence()), whole(&house.executive, house.executive.sequence()));
        for (sequence, copy, then) in kept {
            prop_assert_eq!(&whole(&copy, sequence), &then);
            prop_assert_eq!(&whole(&state, sequence), &then, "what was known never changes");
        }
    }
}
