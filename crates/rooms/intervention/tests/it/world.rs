//! A few bodies, an authority, and a journal of this room as the product keeps it.

use intervention::{
    Act, Acting, Attempt, Binding, Bodies, BodyClass, Calendar, Directions, Effect, Event, Ground, InstrumentKind,
    NewClause, NewInstrument, People, Posts, Refusal, Requirement, Signature, State, Tier, World, apply, decide,
};
use mandate::{Actor, Context, Erasable, Outcome};
use register::FileHash;
use std::str::FromStr;
use terms::{Date, OdsCode, Sequence};

/// Parses whatever the place asks for.
pub(crate) fn p<T: FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

/// Every body is an open group, but for NHS England, a council, a board, and `ZZZ` that is not open.
#[derive(Debug)]
pub(crate) struct Groups;

impl Bodies for Groups {
    fn class_on(&self, body: OdsCode, _: Date) -> Option<BodyClass> {
        Some(match body.as_str() {
            "ZZZ" => return None,
            "X24" => BodyClass::Authority,
            "E10" => BodyClass::LocalAuthority,
            "QU9" => BodyClass::CareBoard,
            _ => BodyClass::CommissioningGroup,
        })
    }

    fn is_authority(&self, body: OdsCode, _: BodyClass, _: Date) -> bool {
        body.as_str() == "X24"
    }
}

#[derive(Clone)]
pub(crate) struct House {
    pub(crate) state: State,
    pub(crate) log: Vec<(Sequence, Outcome<Event>)>,
    calendar: Calendar,
}

impl House {
    pub(crate) fn new() -> Self {
        Self { state: State::new(), log: Vec::new(), calendar: Calendar::england() }
    }

    /// Asks, and says why not.
    pub(crate) fn ask(&mut self, act: &Act) -> Result<(), Refusal> {
        let world = World { bodies: &Groups, calendar: &self.calendar, intervention: &self.state };
        let today = act.signature().on;
        let context = Context { actor: Actor::Person(p("person-1")), today };
        let outcome = decide(&world, &context, act)?;
        let sequence = Sequence(self.state.sequence().0 + 1);
        let payload = |text: Erasable| outcome.payloads.get(usize::from(text.0)).cloned();
        apply(&mut self.state, sequence, &outcome.events, &payload).unwrap();
        self.log.push((sequence, outcome));
        Ok(())
    }

    pub(crate) fn does(&mut self, act: &Act) {
        self.ask(act).unwrap();
    }

    pub(crate) fn refuses(&mut self, act: &Act, slug: &str) {
        let before = self.state.clone();
        let refusal = self.ask(act).unwrap_err();
        assert_eq!(refusal.slug(), slug, "{refusal}");
        assert!(!refusal.to_string().is_empty());
        assert_eq!(self.state, before, "a refusal changes nothing");
    }

    pub(crate) fn directions(&self) -> Directions {
        self.state.now().directions()
    }

    /// The state as a server that starts now makes it.
    pub(crate) fn replayed(&self) -> State {
        let mut state = State::new();
        for (sequence, outcome) in &self.log {
            let payload = |text: Erasable| outcome.payloads.get(usize::from(text.0)).cloned();
            apply(&mut state, *sequence, &outcome.events, &payload).unwrap();
        }
        state
    }
}

pub(crate) fn authority(on: &str) -> Signature {
    signed("X24", on)
}

pub(crate) fn signed(body: &str, on: &str) -> Signature {
    Signature { body: p(body), on: p(on) }
}

pub(crate) fn letter() -> FileHash {
    FileHash::of(b"letter")
}

/// A clause that is something of the library for its effect.
pub(crate) fn clause(number: u16, effect: Effect, reach: &str) -> NewClause {
    let known = Requirement::ALL.iter().find(|held| held.effects().contains(&effect.kind()));
    NewClause {
        number: number.try_into().unwrap(),
        words: format!("clause {number} on {reach}"),
        requirements: vec![*known.unwrap()],
        effect,
        reach: p(reach),
        people: People::Everybody,
        from: None,
        to: None,
        clock: None,
    }
}

pub(crate) fn direction(id: &str, body: &str, from: &str, clauses: Vec<NewClause>) -> NewInstrument {
    NewInstrument {
        id: p(id),
        kind: InstrumentKind::Direction,
        body: p(body),
        title: format!("Direction {id}"),
        document: Some(FileHash::of(id.as_bytes())),
        grounds: "It is failing to discharge a function".to_owned(),
        proposal: None,
        from: p(from),
        to: None,
        clauses,
    }
}

pub(crate) fn issue(instrument: NewInstrument) -> Act {
    let on = instrument.from;
    Act::Issue { signature: Signature { body: p("X24"), on }, instrument: Box::new(instrument) }
}

pub(crate) fn lift(id: &str, on: &str) -> Act {
    let ground = Ground::Regardless { reason: "It may".to_owned() };
    Act::Lift { signature: authority(on), instrument: p(id), letter: Some(letter()), ground }
}

pub(crate) const fn bind(binding: Binding) -> Effect {
    Effect::Bind(binding)
}

pub(crate) fn moved(to: &str) -> Effect {
    bind(Binding::Move { to: p(to) })
}

pub(crate) const CONSENT: Effect = Effect::Bind(Binding::Consent { posts: Posts::Down(Tier::NextTier) });

/// An act of a body for itself, about a matter, on a day.
pub(crate) fn attempt(body: &str, reach: &str, on: &str) -> Attempt {
    Attempt {
        body: p(body),
        acting: Acting::ForItself,
        reach: p(reach),
        people: People::Everybody,
        tier: None,
        post: None,
        plan: None,
        amount: None,
        on: p(on),
    }
}
