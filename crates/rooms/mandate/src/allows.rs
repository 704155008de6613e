//! Whether an act of a kind would be accepted now, and if not why not.

use crate::about::Thing;
use crate::act::{Act, Context};
use crate::act_kind::ActKind;
use crate::committee::{Committee, DatedLine, Seat};
use crate::decide::{World, decide, unknown};
use crate::id::{CommitteeId, InstrumentId, LineCode, PostId};
use crate::kind::{Capacity, InstrumentKind, InterestCategory, Level, PostKind, SeatRole};
use crate::line::{Line, Matter, Population, Universe};
use crate::person::{DatedBody, Holding, Interest, Post};
use crate::power::{Delegation, Holder, HolderId, Instrument, Limits};
use crate::refusal::Refusal;
use crate::responsibility::{CarryOver, Division, Mandate, Taken, Transfer};
use crate::scheme::SchemeRow;
use crate::shape::Shape;
use crate::view::Mandates;
use std::collections::BTreeSet;
use std::str::FromStr;
use terms::{Date, FuzzyDate, OdsCode, Period};

/// A word where any would do.
const WORD: &str = "trial";

/// How many acts are tried before it is taken that none would be accepted: a form must not keep a page waiting over every pair
/// of bodies and service lines of a nation.
const TRIALS_MOST: usize = 20_000;

/// Acts to be tried, worked out as they are.
type Acts<'a> = Box<dyn Iterator<Item = Act> + 'a>;

impl ActKind {
    /// Whether an act of this kind of a thing would be accepted now, whatever duty the actor holds.
    ///
    /// It is tried: of all that one could say with such an act, what can stand in the way is tried one after another, and
    /// nothing is recorded. So what is offered is what would be accepted, and there is no second list of rules.
    ///
    /// # Errors
    /// The [`Refusal`] with which [`decide`] would answer the last of them.
    pub fn allows(self, world: &World<'_>, context: &Context, of: &Thing) -> Result<(), Refusal> {
        let trial = Trial { room: world.mandate.now(), world, today: context.today };
        let mut refusal = None;
        for act in trial.acts(self, of).take(TRIALS_MOST) {
            match decide(world, context, &act) {
                Ok(_) => return Ok(()),
                Err(why) => refusal = Some(why),
            }
        }
        Err(refusal.unwrap_or_else(|| unknown(self.needed(), of)))
    }

    /// What there must be for an act of this kind, where there is none of it to be tried.
    const fn needed(self) -> &'static str {
        match self {
            Self::EnterPerson | Self::EnterLine => "free identity for",
            Self::ForgetPerson | Self::DeclareInterest => "person",
            Self::CreatePost | Self::CarryOver | Self::Divide => "body",
            Self::SharePost | Self::EndPost => "post",
            Self::Appoint => "person for the post",
            Self::EndAppointment => "appointment to the post",
            Self::EndInterest => "interest",
            Self::MakeInstrument | Self::AdoptScheme => "instrument on which to rest for",
            Self::EndInstrument => "instrument",
            Self::GrantPower => "instrument that gives a power of",
            Self::RevokePower => "power",
            Self::FormCommittee => "instrument that establishes a committee of",
            Self::JoinCommittee => "body that can join the committee",
            Self::LeaveCommittee => "member of the committee",
            Self::TakeSeat => "post for the committee",
            Self::LeaveSeat => "seat on the committee",
            Self::GrowRemit => "service line for the committee",
            Self::ShrinkRemit => "service line in the remit of",
            Self::EndCommittee => "committee",
            Self::EndLine => "service line",
            Self::NameUniverse | Self::GiveMandate => "service line for",
            Self::EndMandate => "mandate",
            Self::TransferFunction => "direction for",
            Self::EndTransfer => "transfer",
            Self::Withdraw => "fact",
        }
    }
}

/// What is tried, and from where.
struct Trial<'a> {
    room: Mandates<'a>,
    world: &'a World<'a>,
    today: Date,
}

impl<'a> Trial<'a> {
    /// Acts of a kind upon a thing: one for each choice that can stand in the way, with nothing wrong but what is.
    fn acts(&'a self, kind: ActKind, of: &'a Thing) -> Acts<'a> {
        match kind {
            ActKind::EnterPerson => one(self.enter_person(of)),
            ActKind::ForgetPerson => one(of.person().map(|person| Act::ForgetPerson { person: person.clone() })),
            ActKind::CreatePost => one(of.body().and_then(|body| self.create_post(body))),
            ActKind::SharePost => self.share_post(of),
            ActKind::EndPost => self.end_post(of),
            ActKind::Appoint => self.appoint(of),
            ActKind::EndAppointment => self.end_appointment(of),
            ActKind::DeclareInterest => one(of.person().and_then(|person| self.declare_interest(person))),
            ActKind::EndInterest => self.end_interest(of),
            ActKind::MakeInstrument => self.make_instrument(of),
            ActKind::EndInstrument => self.end_instrument(of),
            ActKind::AdoptScheme => self.adopt_scheme(of),
            ActKind::GrantPower => self.grant_power(of),
            ActKind::RevokePower => self.revoke_power(of),
            ActKind::FormCommittee => self.form_committee(of),
            ActKind::JoinCommittee => self.join(of),
            ActKind::LeaveCommittee => self.leave(of),
            ActKind::TakeSeat => self.take_seat(of),
            ActKind::LeaveSeat => self.leave_seat(of),
            ActKind::GrowRemit => self.grow_remit(of),
            ActKind::ShrinkRemit => self.shrink_remit(of),
            ActKind::EndCommittee => self.end_committee(of),
            ActKind::EnterLine => one(self.enter_line(of)),
            ActKind::EndLine => self.end_line(of),
            ActKind::NameUniverse => one(self.name_universe(of)),
            ActKind::GiveMandate => self.give_mandate(of),
            ActKind::EndMandate => self.end_mandate(of),
            ActKind::TransferFunction => self.transfer(of),
            ActKind::EndTransfer => self.end_transfer(of),
            ActKind::CarryOver => self.carry_over(of),
            ActKind::Divide => self.divide(of),
            ActKind::Withdraw => one(match of {
                Thing::Fact(entry, ordinal) => {
                    Some(Act::Withdraw { entry: *entry, ordinal: *ordinal, reason: WORD.to_owned() })
                }
                _ => None,
            }),
        }
    }

    /// The days on which something can end: its first, its last, today.
    fn days(&self, period: &Period) -> Vec<Date> {
        let first = period.from().map(FuzzyDate::earliest);
        let last = period.to().and_then(|to| to.latest().yesterday().ok());
        first.into_iter().chain(last).chain([self.today]).collect()
    }

    /// Periods between some others: always, before one, after one, and from a day on which something may begin.
    fn free<'p>(taken: impl IntoIterator<Item = &'p Period>, begins: Option<Date>) -> Vec<Period> {
        let taken: Vec<&Period> = taken.into_iter().collect();
        let ends = taken.iter().filter_map(|period| period.to()).map(FuzzyDate::latest);
        let from: Vec<Option<Date>> = std::iter::once(None).chain(ends.chain(begins).map(Some)).collect();
        let starts = taken.iter().filter_map(|period| period.from()).map(FuzzyDate::earliest);
        let to: Vec<Option<Date>> = std::iter::once(None).chain(starts.map(Some)).collect();
        let holds_a_day = |from: Option<Date>, to: Option<Date>| from.zip(to).is_none_or(|(from, to)| from < to);
        let pairs = from.into_iter().flat_map(|from| to.iter().map(move |to| (from, *to)));
        pairs.filter(|(from, to)| holds_a_day(*from, *to)).map(|(from, to)| Period::from_days(from, to)).collect()
    }

    /// The first day on which a body is surely there, by the register where nothing here names the body yet.
    fn begins(&self, body: OdsCode) -> Option<Date> {
        let registered = || self.world.register.lives(body).counting().and_then(|life| life.from());
        self.room.life(body).from().or_else(registered).map(FuzzyDate::latest)
    }

    /// The bodies that anything here names, and one more of the register if each of these is taken.
    fn bodies(&self, taken: &BTreeSet<OdsCode>) -> Vec<OdsCode> {
        let named = self.room.bodies();
        if named.iter().any(|body| !taken.contains(body)) {
            return named.into_iter().collect();
        }
        let other = self.world.register.codes().into_iter().find(|code| !taken.contains(code));
        named.into_iter().chain(other).collect()
    }

    fn instruments(&self) -> impl Iterator<Item = &'a Instrument> + use<'a> {
        self.world.mandate.now().instruments().collect::<Vec<_>>().into_iter()
    }

    fn lines(&self) -> Vec<LineCode> {
        self.world.mandate.lines.keys().cloned().collect()
    }

    fn enter_person(&self, of: &Thing) -> Option<Act> {
        let person = unused(|id| self.world.mandate.people.used(id)).filter(|_| *of == Thing::Register)?;
        Some(Act::EnterPerson { person, name: WORD.to_owned(), contact: None })
    }

    fn create_post(&self, body: OdsCode) -> Option<Act> {
        let id = unused(|id| self.world.mandate.posts.used(id))?;
        let (period, bodies) = (Period::ALWAYS, vec![DatedBody { body, period: Period::ALWAYS }]);
        Some(Act::CreatePost { post: Post { id, title: WORD.to_owned(), kind: PostKind::Chair, bodies, period } })
    }

    fn declare_interest(&self, person: &crate::id::PersonId) -> Option<Act> {
        let id = unused(|id| self.world.mandate.interests.used(id))?;
        let category = *InterestCategory::ALL.first()?;
        let (matters, period) = (Vec::new(), Period::ALWAYS);
        let interest = Interest { id, person: person.clone(), category, matters, period };
        Some(Act::DeclareInterest { interest, wording: WORD.to_owned() })
    }

    fn share_post(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some(post) = of.post() else { return none() };
        let served = self.world.mandate.posts.told(post).map(|record| record.post.bodies.clone()).unwrap_or_default();
        let bodies = self.bodies(&served.iter().map(|dated| dated.body).collect());
        let share = |body, period| Act::SharePost { post: post.clone(), body: DatedBody { body, period } };
        Box::new(bodies.into_iter().flat_map(move |body| {
            let same = served.iter().filter(|dated| dated.body == body).map(|dated| &dated.period);
            Self::free(same, self.begins(body)).into_iter().map(move |period| share(body, period))
        }))
    }

    /// Anybody, beside whoever holds it: as deputy, for as long as the post is there or after somebody's end.
    fn appoint(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some(post) = of.post() else { return none() };
        let Some(held) = self.room.post(post) else {
            let people = self.room.people().map(|person| person.id.clone()).take(1);
            return Box::new(people.map(|person| holding(post.clone(), person, Period::ALWAYS)));
        };
        let after = Self::free(self.room.holdings(post).iter().map(|holding| &holding.period), None);
        let periods: Vec<Period> = std::iter::once(held.period).chain(after).collect();
        let people: Vec<_> = self.room.people().map(|person| person.id.clone()).collect();
        Box::new(people.into_iter().flat_map(move |person| {
            periods.clone().into_iter().map(move |period| holding(post.clone(), person.clone(), period))
        }))
    }

    fn end_appointment(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some(post) = of.post() else { return none() };
        Box::new(self.room.holdings(post).iter().flat_map(move |held| {
            let end = move |on| Act::EndAppointment { post: post.clone(), person: held.person.clone(), on };
            self.days(&held.period).into_iter().map(end)
        }))
    }

    fn make_instrument(&'a self, of: &'a Thing) -> Acts<'a> {
        let body = match of {
            Thing::Register => None,
            Thing::Body(body) => Some(*body),
            _ => return none(),
        };
        let Some(id) = unused(|id| self.world.mandate.instruments.used(id)) else { return none() };
        let kinds = InstrumentKind::ALL.iter().copied().filter(|kind| *kind != InstrumentKind::Scheme);
        Box::new(kinds.flat_map(move |kind| {
            let make = {
                let id = id.clone();
                move |rests_on| Act::MakeInstrument {
                    instrument: instrument(id.clone(), kind, body, rests_on, Period::ALWAYS),
                }
            };
            std::iter::once(None).chain(self.below(kind).map(Some)).map(make)
        }))
    }

    /// On what an instrument of a kind can rest.
    fn below(&self, kind: InstrumentKind) -> impl Iterator<Item = InstrumentId> + use<'a> {
        self.instruments().filter(move |held| kind.rests_on().contains(&held.kind)).map(|held| held.id.clone())
    }

    /// From each of so many days that no scheme begins on all of them.
    fn adopt_scheme(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some(body) = of.body() else { return none() };
        let Some(id) = unused(|id| self.world.mandate.instruments.used(id)) else { return none() };
        let n = self.room.instruments().filter(|held| held.kind == InstrumentKind::Scheme).count();
        let days: Vec<Date> = self.begins(body).into_iter().chain([self.today]).collect();
        let first_days = days
            .into_iter()
            .flat_map(move |day| (0..=n as i64).map(move |after| day.saturating_add(jiff::Span::new().days(after))));
        let Ok(matter) = format!("function:{WORD}").parse::<Matter>() else { return none() };
        let row = SchemeRow {
            area: WORD.to_owned(),
            title: WORD.to_owned(),
            matter,
            clause: None,
            reserved_to: Some(HolderId::GoverningBody),
            delegated: Vec::new(),
            conditions: Vec::new(),
            populations: Vec::new(),
        };
        Box::new(self.below(InstrumentKind::Scheme).flat_map(move |rests_on| {
            let (id, row) = (id.clone(), row.clone());
            first_days.clone().map(move |from| {
                let period = Period::from_days(Some(from), None);
                let scheme = instrument(id.clone(), InstrumentKind::Scheme, Some(body), Some(rests_on.clone()), period);
                Act::AdoptScheme { scheme, rows: vec![row.clone()] }
            })
        }))
    }

    fn grant_power(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some(body) = of.body() else { return none() };
        let Some(id) = unused(|id| self.world.mandate.powers.used(id)) else { return none() };
        let Ok(matter) = format!("function:{WORD}").parse::<Matter>() else { return none() };
        let give = move |instrument: &Instrument| Act::GrantPower {
            delegation: Delegation {
                id: id.clone(),
                body,
                matters: vec![matter.clone()],
                holder: Holder::GoverningBody,
                limits: Limits::NONE,
                conditions: Vec::new(),
                populations: Vec::new(),
                instrument: instrument.id.clone(),
                clause: None,
                period: Period::ALWAYS,
            },
        };
        Box::new(self.instruments().map(give))
    }

    fn form_committee(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some(body) = of.body() else { return none() };
        let Some(id) = unused(|id| self.world.mandate.committees.used(id)) else { return none() };
        let Some(instrument) = self.instruments().next().map(|held| held.id.clone()) else { return none() };
        let period = Period::from_days(Some(self.today), None);
        let form = move |shape: &Shape| Act::FormCommittee {
            committee: Committee {
                id: id.clone(),
                name: WORD.to_owned(),
                shape: *shape,
                members: vec![DatedBody { body, period: Period::ALWAYS }],
                remit: Vec::new(),
                seats: Vec::new(),
                period,
                instrument: instrument.clone(),
            },
        };
        Box::new(Shape::ALL.iter().map(form))
    }

    /// A committee as recorded, with no regard to how long its members live.
    fn told(&self, id: &CommitteeId) -> Option<&'a Committee> {
        self.world.mandate.committees.told(id)
    }

    /// One body, or each that could.
    fn join(&'a self, of: &'a Thing) -> Acts<'a> {
        let (id, only) = match of {
            Thing::Committee(id) => (id, None),
            Thing::Member(id, body) => (id, Some(*body)),
            _ => return none(),
        };
        let members: &[DatedBody] = self.told(id).map(|held| held.members.as_slice()).unwrap_or_default();
        let bodies = match only {
            Some(body) => vec![body],
            None => self.bodies(&members.iter().map(|dated| dated.body).collect()),
        };
        let join = |body, period| Act::JoinCommittee { committee: id.clone(), member: DatedBody { body, period } };
        Box::new(bodies.into_iter().flat_map(move |body| {
            let same = members.iter().filter(|dated| dated.body == body).map(|dated| &dated.period);
            Self::free(same, self.begins(body)).into_iter().map(move |period| join(body, period))
        }))
    }

    /// Members as recorded, and those to whom a membership passed by itself.
    fn leave(&'a self, of: &'a Thing) -> Acts<'a> {
        let (id, only) = match of {
            Thing::Committee(id) => (id, None),
            Thing::Member(id, body) => (id, Some(*body)),
            _ => return none(),
        };
        let members = self.told(id).into_iter().chain(self.room.committee(id)).flat_map(|held| &held.members);
        let members = members.filter(move |dated| only.is_none_or(|body| dated.body == body));
        Box::new(members.flat_map(move |dated| {
            let leave = move |on| Act::LeaveCommittee { committee: id.clone(), body: dated.body, on };
            self.days(&dated.period).into_iter().map(leave)
        }))
    }

    fn take_seat(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some(id) = of.committee() else { return none() };
        let seats: &[Seat] = self.told(id).map(|held| held.seats.as_slice()).unwrap_or_default();
        let posts: Vec<PostId> = self.room.posts().map(|post| post.id.clone()).collect();
        let each_role = move |post: PostId| {
            let roles = SeatRole::ALL.iter().copied().filter(|role| *role != SeatRole::Representative);
            roles.flat_map(move |role| {
                let same = seats.iter().filter(|seat| seat.post == post && seat.role == role).map(|seat| &seat.period);
                let post = post.clone();
                let seat = move |period| Seat { post: post.clone(), role, represents: BTreeSet::new(), period };
                Self::free(same, None).into_iter().map(seat)
            })
        };
        let seats = posts.into_iter().flat_map(each_role);
        Box::new(seats.map(|seat| Act::TakeSeat { committee: id.clone(), seat }))
    }

    fn leave_seat(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some(id) = of.committee() else { return none() };
        let seats: &[Seat] = self.told(id).map(|held| held.seats.as_slice()).unwrap_or_default();
        Box::new(seats.iter().flat_map(move |seat| {
            let leave = move |on| Act::LeaveSeat { committee: id.clone(), post: seat.post.clone(), on };
            self.days(&seat.period).into_iter().map(leave)
        }))
    }

    fn grow_remit(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some(id) = of.committee() else { return none() };
        let Some(instrument) = self.instruments().next().map(|held| held.id.clone()) else { return none() };
        let remit: &[DatedLine] = self.room.committee(id).map(|held| held.remit.as_slice()).unwrap_or_default();
        Box::new(self.lines().into_iter().flat_map(move |line| {
            let same = remit.iter().filter(|dated| dated.line == line).map(|dated| &dated.period);
            let periods = Self::free(same, None);
            let instrument = instrument.clone();
            let grow = move |period| Act::GrowRemit {
                committee: id.clone(),
                line: DatedLine { line: line.clone(), period, instrument: instrument.clone() },
            };
            periods.into_iter().map(grow)
        }))
    }

    fn shrink_remit(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some(id) = of.committee() else { return none() };
        let remit: &[DatedLine] = self.room.committee(id).map(|held| held.remit.as_slice()).unwrap_or_default();
        Box::new(remit.iter().flat_map(move |dated| {
            let shrink = move |on| Act::ShrinkRemit { committee: id.clone(), line: dated.line.clone(), on };
            self.days(&dated.period).into_iter().map(shrink)
        }))
    }

    fn enter_line(&self, of: &Thing) -> Option<Act> {
        let code = unused(|code| self.world.mandate.lines.used(code)).filter(|_| *of == Thing::Register)?;
        Some(Act::EnterLine { line: Line { code, name: WORD.to_owned(), parent: None, period: Period::ALWAYS } })
    }

    fn name_universe(&self, of: &Thing) -> Option<Act> {
        let id = unused(|id| self.world.mandate.universes.used(id)).filter(|_| *of == Thing::Register)?;
        let lines = vec![self.lines().into_iter().find(|line| !self.room.line_versions(line).is_empty())?];
        Some(Act::NameUniverse { universe: Universe { id, name: WORD.to_owned(), lines } })
    }

    fn give_mandate(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some(body) = of.body() else { return none() };
        let Some(id) = unused(|id| self.is_mandate(id)) else { return none() };
        let Some(instrument) = self.instruments().next().map(|held| held.id.clone()) else { return none() };
        let give = move |line| Act::GiveMandate {
            mandate: Mandate {
                id: id.clone(),
                line,
                populations: vec![Population::registered(body)],
                level: Level::Neighbourhood,
                commissioners: vec![body],
                instrument: instrument.clone(),
                period: Period::ALWAYS,
            },
            reason: None,
        };
        Box::new(self.lines().into_iter().map(give))
    }

    fn is_mandate(&self, id: &crate::id::MandateId) -> bool {
        self.world.mandate.mandates.used(id) || self.world.mandate.transfers.used(id)
    }

    /// Of people whom nothing was passed for yet, to each body on each day on which one of the two begins.
    fn transfer(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some(from) = of.body() else { return none() };
        let Some(id) = unused(|id| self.is_mandate(id)) else { return none() };
        let directions = self.instruments().filter(|held| held.kind == InstrumentKind::Direction);
        let Some(instrument) = directions.map(|held| held.id.clone()).next() else { return none() };
        let passed: BTreeSet<Population> =
            self.room.transfers().flat_map(|held| held.populations.iter().copied()).collect();
        let everybody = self.bodies(&BTreeSet::new());
        let people = everybody.iter().flat_map(|body| [Population::registered(*body), Population::unregistered(*body)]);
        let Some(population) = people.into_iter().find(|population| !passed.contains(population)) else {
            return none();
        };
        let days = move |to| [self.begins(from), self.begins(to), Some(self.today)].into_iter().flatten();
        let lines = self.lines();
        let each = everybody.into_iter().flat_map(move |to| days(to).map(move |day| (to, day)));
        Box::new(each.flat_map(move |(to, day)| {
            let (id, instrument) = (id.clone(), instrument.clone());
            lines.clone().into_iter().map(move |line| Act::TransferFunction {
                transfer: Transfer {
                    id: id.clone(),
                    line,
                    populations: vec![population],
                    from,
                    to,
                    instrument: instrument.clone(),
                    period: Period::from_days(Some(day), None),
                },
            })
        }))
    }

    /// To each body that the register says took its place, on the day it says.
    fn carry_over(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some(old) = of.body() else { return none() };
        let Some(instrument) = self.instruments().next().map(|held| held.id.clone()) else { return none() };
        let links = self.world.register.successions_of(old);
        let carry = move |link: register::Link| {
            let carry = CarryOver::whole(vec![old], link.to, link.on.latest(), instrument.clone());
            Act::CarryOver { carry }
        };
        Box::new(links.into_iter().map(carry))
    }

    /// All that it holds lapses: what goes to whom can always be said.
    fn divide(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some(predecessor) = of.body() else { return none() };
        let Some(instrument) = self.instruments().next().map(|held| held.id.clone()) else { return none() };
        let links = self.world.register.successions_of(predecessor);
        let divide = move |link: register::Link| {
            let on = link.on.latest();
            let (to, lapses) = ([(link.to, Taken::default())].into(), crate::carry::held(self.room, predecessor, on));
            Act::Divide { division: Division { predecessor, on, instrument: instrument.clone(), to, lapses } }
        };
        Box::new(links.into_iter().map(divide))
    }
}

/// What there is, ended on each day on which it can end.
impl<'a> Trial<'a> {
    fn ends(&self, period: Period, act: impl Fn(Date) -> Act + 'a) -> Acts<'a> {
        Box::new(self.days(&period).into_iter().map(act))
    }

    fn end_post(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some(held) = of.post().and_then(|post| self.room.post(post)) else { return none() };
        self.ends(held.period, move |on| Act::EndPost { post: held.id.clone(), on })
    }

    fn end_interest(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some(held) = of.interest().and_then(|id| self.room.interest(id)).map(|held| held.interest) else {
            return none();
        };
        self.ends(held.period, move |on| Act::EndInterest { interest: held.id.clone(), on })
    }

    fn end_instrument(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some(held) = of.instrument().and_then(|id| self.room.instrument(id)) else { return none() };
        self.ends(held.period, move |on| Act::EndInstrument { instrument: held.id.clone(), on })
    }

    fn revoke_power(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some(held) = of.power().and_then(|id| self.room.power(id)) else { return none() };
        self.ends(held.period, move |on| Act::RevokePower { power: held.id.clone(), on, reason: WORD.to_owned() })
    }

    fn end_committee(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some(held) = of.committee().and_then(|id| self.room.committee(id)) else { return none() };
        self.ends(held.period, move |on| Act::EndCommittee { committee: held.id.clone(), on })
    }

    fn end_line(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some(held) = of.line().and_then(|code| self.room.line_versions(code).last()) else { return none() };
        self.ends(held.period, move |on| Act::EndLine { line: held.code.clone(), on })
    }

    fn end_mandate(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some(held) = of.mandate().and_then(|id| self.room.mandate(id)) else { return none() };
        self.ends(held.period, move |on| Act::EndMandate { mandate: held.id.clone(), on })
    }

    fn end_transfer(&'a self, of: &'a Thing) -> Acts<'a> {
        let Some(held) = of.transfer().and_then(|id| self.room.transfer(id)) else { return none() };
        self.ends(held.period, move |on| Act::EndTransfer { transfer: held.id.clone(), on })
    }
}

fn none<'a>() -> Acts<'a> {
    Box::new(std::iter::empty())
}

fn one<'a>(act: Option<Act>) -> Acts<'a> {
    Box::new(act.into_iter())
}

fn holding(post: PostId, person: crate::id::PersonId, period: Period) -> Act {
    Act::Appoint { holding: Holding { post, person, capacity: Capacity::Deputy, period } }
}

fn instrument(
    id: InstrumentId,
    kind: InstrumentKind,
    body: Option<OdsCode>,
    rests_on: Option<InstrumentId>,
    period: Period,
) -> Instrument {
    Instrument { id, kind, title: WORD.to_owned(), body, rests_on, period, reference: None }
}

/// An identity that nothing has.
fn unused<T: FromStr>(is_taken: impl Fn(&T) -> bool) -> Option<T> {
    (0_u64..).map_while(|n| format!("{WORD}-{n}").parse().ok()).find(|id| !is_taken(id))
}
