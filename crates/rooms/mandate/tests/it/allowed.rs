//! What a kind of act is allowed at is exactly where an act of that kind can be accepted: whatever is asked, and of what.

use crate::world::{GROUPS, Room, keeper, p};
use mandate::{
    Act, ActKind, Capacity, CarryOver, Committee, CommitteeId, Context, DatedBody, DatedLine, Delegation, Division,
    Holder, HolderId, Holding, Instrument, InstrumentId, InstrumentKind, Interest, InterestCategory, Level, Limits,
    Line, LineCode, Mandate, MandateId, Matter, PersonId, Population, Post, PostId, PostKind, SchemeRow, Seat,
    SeatRole, Shape, Taken, Thing, Transfer, Universe, World, decide,
};
use proptest::prelude::*;
use std::collections::BTreeSet;
use terms::{Date, OdsCode, Period, Sequence};

/// Numbers to choose by: the same numbers make the same choices.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        // A linear congruential generator: Knuth, The Art of Computer Programming, volume 2, section 3.3.4.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())].clone()
    }

    /// Now and then something that nothing on record has, so that it can be given to something new.
    fn known<T: Clone>(&mut self, known: &[T], other: T) -> T {
        if known.is_empty() || self.roll(3) == 0 { other } else { self.pick(known) }
    }
}

/// What can be named in an act, as things stand.
struct Pool<'a> {
    room: &'a Room,
    dice: &'a mut Dice,
}

macro_rules! ids {
    ($($get:ident -> $id:ty, $all:ident, $new:literal;)*) => {
        impl Pool<'_> {
            $(fn $get(&mut self) -> $id {
                let all: Vec<$id> = self.room.now().$all().map(|held| held.id.clone()).collect();
                let other = format!("{}-{}", $new, self.dice.roll(4));
                self.dice.known(&all, p(&other))
            })*
        }
    };
}

ids! {
    post -> PostId, posts, "post";
    instrument -> InstrumentId, instruments, "instrument";
    power -> mandate::PowerId, powers, "power";
    committee -> CommitteeId, committees, "committee";
    mandate -> MandateId, mandates, "mandate";
    transfer -> MandateId, transfers, "transfer";
}

impl Pool<'_> {
    fn person(&mut self) -> PersonId {
        let all: Vec<PersonId> = self.room.now().people().map(|person| person.id.clone()).collect();
        let other = format!("person-{}", self.dice.roll(6));
        self.dice.known(&all, p(&other))
    }

    fn body(&mut self) -> OdsCode {
        let codes: Vec<OdsCode> =
            GROUPS.iter().chain(&["14Y", "QU9", "QNQ", "Y59", "08Q", "ZZZ"]).map(|code| p(code)).collect();
        self.dice.pick(&codes)
    }

    fn line(&mut self) -> LineCode {
        self.dice.pick(&["services", "ambulance", "acute", "community", "new", "newer"].map(p))
    }

    fn day(&mut self) -> Date {
        self.dice.pick(&["2013-04-01", "2016-09-01", "2016-10-01", "2018-04-01", "2019-01-01", "2022-07-01"].map(p))
    }

    fn period(&mut self) -> Period {
        let (one, two) = (self.day(), self.day());
        match self.dice.roll(4) {
            0 => Period::ALWAYS,
            1 => Period::from_days(Some(one.min(two)), Some(one.max(two))),
            2 => Period::from_days(None, Some(one)),
            _ => Period::from_days(Some(one), None),
        }
    }

    fn words(&mut self) -> String {
        self.dice.pick(&["Words", "Words", "Words", ""]).to_owned()
    }

    fn matter(&mut self) -> Matter {
        self.dice.pick(&["service:ambulance", "service:acute", "function:contracts"].map(p))
    }

    fn dated(&mut self) -> DatedBody {
        DatedBody { body: self.body(), period: self.period() }
    }

    fn made(&mut self, kind: InstrumentKind) -> Instrument {
        let (body, below) = (self.body(), self.instrument());
        let rests_on = match (kind, self.dice.roll(3)) {
            (InstrumentKind::Statute, _) => None,
            (InstrumentKind::Constitution | InstrumentKind::Direction, 1..) => Some(p("act-2006")),
            (InstrumentKind::Scheme, 1..) => Some(p(&format!("{}-constitution", body.as_str().to_lowercase()))),
            _ => Some(below),
        };
        let body = (kind != InstrumentKind::Statute).then_some(body);
        Instrument {
            id: self.instrument(),
            kind,
            title: self.words(),
            body,
            rests_on,
            period: self.period(),
            reference: None,
        }
    }

    fn row(&mut self) -> SchemeRow {
        let reserved_to = self.dice.pick(&[Some(HolderId::GoverningBody), Some(HolderId::Membership), None]);
        SchemeRow {
            area: self.words(),
            title: self.words(),
            matter: self.matter(),
            clause: None,
            reserved_to,
            delegated: Vec::new(),
            conditions: Vec::new(),
            populations: Vec::new(),
        }
    }

    fn seat(&mut self) -> Seat {
        let represents = if self.dice.roll(2) == 0 { [self.body()].into() } else { BTreeSet::new() };
        Seat { post: self.post(), role: self.dice.pick(SeatRole::ALL), represents, period: self.period() }
    }

    /// Some act of a kind.
    fn act(&mut self, kind: ActKind) -> Act {
        match kind {
            ActKind::EnterPerson => Act::EnterPerson { person: self.person(), name: self.words(), contact: None },
            ActKind::ForgetPerson => Act::ForgetPerson { person: self.person() },
            ActKind::CreatePost => self.create_post(),
            ActKind::SharePost => Act::SharePost { post: self.post(), body: self.dated() },
            ActKind::EndPost => Act::EndPost { post: self.post(), on: self.day() },
            ActKind::Appoint => self.appoint(),
            ActKind::EndAppointment => Act::EndAppointment { post: self.post(), person: self.person(), on: self.day() },
            ActKind::DeclareInterest => self.declare_interest(),
            ActKind::EndInterest => self.end_interest(),
            ActKind::MakeInstrument => self.make_instrument(),
            ActKind::EndInstrument => Act::EndInstrument { instrument: self.instrument(), on: self.day() },
            ActKind::AdoptScheme => self.adopt_scheme(),
            ActKind::GrantPower => self.grant_power(),
            ActKind::RevokePower => Act::RevokePower { power: self.power(), on: self.day(), reason: self.words() },
            ActKind::FormCommittee => self.form_committee(),
            ActKind::JoinCommittee => Act::JoinCommittee { committee: self.committee(), member: self.dated() },
            ActKind::LeaveCommittee => self.leave_committee(),
            ActKind::TakeSeat => Act::TakeSeat { committee: self.committee(), seat: self.seat() },
            ActKind::LeaveSeat => Act::LeaveSeat { committee: self.committee(), post: self.post(), on: self.day() },
            ActKind::GrowRemit => self.grow_remit(),
            ActKind::ShrinkRemit => Act::ShrinkRemit { committee: self.committee(), line: self.line(), on: self.day() },
            ActKind::EndCommittee => Act::EndCommittee { committee: self.committee(), on: self.day() },
            ActKind::EnterLine => self.enter_line(),
            ActKind::EndLine => Act::EndLine { line: self.line(), on: self.day() },
            ActKind::NameUniverse => self.name_universe(),
            ActKind::GiveMandate => self.give_mandate(),
            ActKind::EndMandate => Act::EndMandate { mandate: self.mandate(), on: self.day() },
            ActKind::TransferFunction => self.transfer_function(),
            ActKind::EndTransfer => Act::EndTransfer { transfer: self.transfer(), on: self.day() },
            ActKind::CarryOver => self.carry_over(),
            ActKind::Divide => self.divide(),
            ActKind::Withdraw => self.withdraw(),
        }
    }
}

/// An act of a kind in which there is more to choose.
impl Pool<'_> {
    fn create_post(&mut self) -> Act {
        let bodies = (0..=self.dice.roll(2)).map(|_| self.dated()).collect();
        let (id, title, period) = (self.post(), self.words(), self.period());
        Act::CreatePost { post: Post { id, title, kind: PostKind::Chair, bodies, period } }
    }

    fn appoint(&mut self) -> Act {
        let (post, person, period) = (self.post(), self.person(), self.period());
        Act::Appoint { holding: Holding { post, person, capacity: self.dice.pick(Capacity::ALL), period } }
    }

    fn declare_interest(&mut self) -> Act {
        let id = self.dice.pick(&["shares", "wife", "board"].map(p));
        let category = self.dice.pick(InterestCategory::ALL);
        let (person, matters, period) = (self.person(), Vec::new(), self.period());
        let interest = Interest { id, person, category, matters, period };
        Act::DeclareInterest { interest, wording: self.words() }
    }

    fn end_interest(&mut self) -> Act {
        Act::EndInterest { interest: self.dice.pick(&["shares", "wife", "board"].map(p)), on: self.day() }
    }

    fn make_instrument(&mut self) -> Act {
        let kind = self.dice.pick(InstrumentKind::ALL);
        Act::MakeInstrument { instrument: self.made(kind) }
    }

    fn adopt_scheme(&mut self) -> Act {
        let rows = (0..=self.dice.roll(2)).map(|_| self.row()).collect();
        Act::AdoptScheme { scheme: self.made(InstrumentKind::Scheme), rows }
    }

    fn grant_power(&mut self) -> Act {
        let body = self.body();
        let scheme = format!("{}-scheme", body.as_str().to_lowercase());
        let instrument = if self.dice.roll(2) == 0 { self.instrument() } else { p(&scheme) };
        let holder = if self.dice.roll(2) == 0 { Holder::GoverningBody } else { Holder::Post(self.post()) };
        let delegation = Delegation {
            id: self.power(),
            body,
            matters: vec![self.matter()],
            holder,
            limits: Limits::NONE,
            conditions: Vec::new(),
            populations: Vec::new(),
            instrument,
            clause: None,
            period: self.period(),
        };
        Act::GrantPower { delegation }
    }

    fn form_committee(&mut self) -> Act {
        let members = (0..=self.dice.roll(3)).map(|_| self.dated()).collect();
        let committee = Committee {
            id: self.committee(),
            name: self.words(),
            shape: self.dice.pick(Shape::ALL),
            members,
            remit: Vec::new(),
            seats: Vec::new(),
            period: self.period(),
            instrument: self.instrument(),
        };
        Act::FormCommittee { committee }
    }

    fn leave_committee(&mut self) -> Act {
        Act::LeaveCommittee { committee: self.committee(), body: self.body(), on: self.day() }
    }

    fn grow_remit(&mut self) -> Act {
        let line = DatedLine { line: self.line(), period: self.period(), instrument: self.instrument() };
        Act::GrowRemit { committee: self.committee(), line }
    }

    fn enter_line(&mut self) -> Act {
        let parent = (self.dice.roll(2) == 0).then(|| self.line());
        let (code, name, period) = (self.line(), self.words(), self.period());
        Act::EnterLine { line: Line { code, name, parent, period } }
    }

    fn name_universe(&mut self) -> Act {
        let (name, lines) = (self.words(), vec![self.line()]);
        Act::NameUniverse { universe: Universe { id: p("core"), name, lines } }
    }

    fn give_mandate(&mut self) -> Act {
        let mandate = Mandate {
            id: self.mandate(),
            line: self.line(),
            populations: vec![Population::registered(self.body())],
            level: self.dice.pick(Level::ALL),
            commissioners: vec![self.body()],
            instrument: self.instrument(),
            period: self.period(),
        };
        Act::GiveMandate { mandate, reason: Some(self.words()) }
    }

    fn transfer_function(&mut self) -> Act {
        let direction = if self.dice.roll(2) == 0 { self.instrument() } else { p("direction") };
        let transfer = Transfer {
            id: self.transfer(),
            line: self.line(),
            populations: vec![Population::registered(self.body())],
            from: self.body(),
            to: self.body(),
            instrument: direction,
            period: self.period(),
        };
        Act::TransferFunction { transfer }
    }

    fn carry_over(&mut self) -> Act {
        // As the register has it, now and then.
        let order = self.dice.pick(&[("10Y", "14Y"), ("10W", "15A")]);
        if self.dice.roll(2) == 0 {
            let carry = CarryOver::whole(vec![p(order.0)], p(order.1), p("2018-04-01"), self.instrument());
            return Act::CarryOver { carry };
        }
        let predecessors = (0..=self.dice.roll(2)).map(|_| self.body()).collect();
        Act::CarryOver { carry: CarryOver::whole(predecessors, self.body(), self.day(), self.instrument()) }
    }

    fn divide(&mut self) -> Act {
        let to = [(self.body(), Taken::default())].into();
        let (predecessor, on, instrument) =
            (self.dice.pick(&["08Q", "10Q", "QU9"].map(p)), self.day(), self.instrument());
        Act::Divide { division: Division { predecessor, on, instrument, to, lapses: Taken::default() } }
    }

    fn withdraw(&mut self) -> Act {
        let entry = Sequence(1 + self.dice.roll(self.room.state.sequence().0 as usize + 1) as u64);
        Act::Withdraw { entry, ordinal: self.dice.roll(2) as u16, reason: self.words() }
    }
}

/// The footprint, with a direction by which functions can pass.
fn footprint() -> Room {
    let mut room = Room::footprint();
    room.instrument(InstrumentKind::Direction, "direction", "10Q", "act-2006", "2016-04-01..2022-07-01");
    room
}

/// Somebody asks something, and the law is held to it; what is accepted is taken in. Its kind, if it was.
fn ask(room: &mut Room, dice: &mut Dice, today: Date) -> Option<ActKind> {
    let kind = dice.pick(ActKind::ALL);
    let act = Pool { room, dice }.act(kind);
    assert_eq!(act.kind(), kind);
    let context = Context { today, ..keeper() };
    let world = World { register: room.register.now(), mandate: &room.state };
    let of = act.subject(room.now(), today);
    let allowed = of.as_ref().map(|of| kind.allows(&world, &context, of));
    let outcome = decide(&world, &context, &act).ok()?;
    assert_eq!(allowed, Some(Ok(())), "{act:?} is accepted, and its kind is not allowed at {of:?}");
    // The forms of a committee ask without a body.
    if let Some(Thing::Member(committee, _)) = of {
        assert_eq!(kind.allows(&world, &context, &Thing::Committee(committee)), Ok(()), "{act:?}");
    }
    room.take(outcome);
    Some(kind)
}

#[test]
fn every_kind_is_accepted_somewhere_and_wherever_it_is_it_was_allowed() {
    let mut accepted = BTreeSet::new();
    for seed in 0..60 {
        let (mut room, mut dice) = (footprint(), Dice(seed));
        for _ in 0..200 {
            let today = Pool { room: &room, dice: &mut dice }.day();
            accepted.extend(ask(&mut room, &mut dice, today));
        }
    }
    let missing: Vec<_> = ActKind::ALL.iter().filter(|kind| !accepted.contains(kind)).collect();
    assert!(missing.is_empty(), "no act was accepted of {missing:?}: the law says nothing of these");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_is_refused_to_a_kind_is_refused_to_every_act_of_it(seed in any::<u64>()) {
        let (mut room, mut dice) = (footprint(), Dice(seed));
        for _ in 0..120 {
            let today = Pool { room: &room, dice: &mut dice }.day();
            ask(&mut room, &mut dice, today);
        }
    }
}
