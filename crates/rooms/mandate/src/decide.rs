//! Deciding acts: what then is true, or why not.

use crate::act::{Act, Context, Erasable, Outcome};
use crate::committee::{Committee, Seat, lawful};
use crate::event::Event;
use crate::id::{InstrumentId, PersonId};
use crate::kind::{InstrumentKind, Level};
use crate::line::Line;
use crate::person::Holding;
use crate::power::{HolderId, Instrument, Power};
use crate::refusal::Refusal;
use crate::responsibility::{Mandate, Transfer};
use crate::scheme::{SchemeRow, powers_of};
use crate::state::State;
use crate::view::Mandates;
use std::collections::BTreeSet;
use terms::{Certainty, Date, OdsCode, Period};

/// What an act is decided against.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// The register: which bodies there are, and when.
    pub register: register::View<'a>,
    /// This room.
    pub mandate: &'a State,
}

/// Decides an act: what then is true, or why not. Changes nothing.
///
/// # Errors
/// A [`Refusal`] that names what stands in the way.
pub fn decide(world: &World<'_>, context: &Context, act: &Act) -> Result<Outcome<Event>, Refusal> {
    let _ = context;
    crate::sound::periods(act)?;
    let room = world.mandate.now();
    match act {
        Act::EnterPerson { person, name, contact } => enter_person(world, person, name, contact.as_deref()),
        Act::ForgetPerson { person } => {
            room.person(person).ok_or_else(|| unknown("person", person))?;
            let forgotten = one(Event::PersonForgotten { person: person.clone() })?;
            Ok(Outcome { erases: world.mandate.payloads_of(person), ..forgotten })
        }
        Act::CreatePost { post } => {
            free(world.mandate.posts.used(&post.id), "a post", &post.id)?;
            given("the title of a post", &post.title)?;
            if post.bodies.is_empty() {
                return Err(Refusal::Missing { what: "a body whose post it is" });
            }
            post.bodies.iter().try_for_each(|dated| open(world, dated.body, &dated.period))?;
            one(Event::PostCreated { post: post.clone() })
        }
        Act::SharePost { post, body } => {
            // Against what was recorded: a post that passed on by itself may still be said to serve its new body.
            let told = world.mandate.posts.told(post);
            let held = told.map(|record| &record.post).ok_or_else(|| unknown("post", post))?;
            open(world, body.body, &body.period)?;
            let mut same = held.bodies.iter().filter(|dated| dated.body == body.body);
            if let Some(with) = same.find(|dated| dated.period.overlaps(&body.period) != Certainty::No) {
                return Err(overlaps("the sharing of a post", format!("{} {}", with.body, with.period.screen())));
            }
            one(Event::PostShared { post: post.clone(), body: body.clone() })
        }
        Act::EndPost { post, on } => {
            let held = room.post(post).ok_or_else(|| unknown("post", post))?;
            can_end("post", post, &held.period, *on)?;
            one(Event::PostEnded { post: post.clone(), on: *on })
        }
        Act::Appoint { holding } => appoint(room, holding),
        Act::EndAppointment { post, person, on } => {
            room.post(post).ok_or_else(|| unknown("post", post))?;
            let mut held = room.holdings(post).iter().filter(|holding| holding.person == *person).peekable();
            let period = held.peek().map(|holding| holding.period);
            let period = period.ok_or_else(|| unknown("appointment of", person))?;
            let current = held.find(|holding| holding.period.contains(*on) != Certainty::No);
            let current = current.map_or(period, |holding| holding.period);
            can_end("appointment of", person, &current, *on)?;
            one(Event::AppointmentEnded { post: post.clone(), person: person.clone(), on: *on })
        }
        Act::DeclareInterest { interest, wording } => {
            free(world.mandate.interests.used(&interest.id), "an interest", &interest.id)?;
            room.person(&interest.person).ok_or_else(|| unknown("person", &interest.person))?;
            given("what the interest is", wording)?;
            Ok(Outcome::new(
                vec![Event::InterestDeclared { interest: interest.clone(), wording: Erasable(0) }],
                vec![wording.trim().into()],
            ))
        }
        Act::EndInterest { interest, on } => {
            let held = room.interest(interest).ok_or_else(|| unknown("interest", interest))?;
            can_end("interest", interest, &held.interest.period, *on)?;
            one(Event::InterestEnded { interest: interest.clone(), on: *on })
        }
        Act::MakeInstrument { instrument } => {
            if instrument.kind == InstrumentKind::Scheme {
                return Err(Refusal::Missing { what: "the rows of a scheme" });
            }
            sound_instrument(world, instrument)?;
            one(Event::InstrumentMade { instrument: instrument.clone() })
        }
        Act::EndInstrument { instrument, on } => {
            let held = room.instrument(instrument).ok_or_else(|| unknown("instrument", instrument))?;
            let period = held.body.map_or(held.period, |body| room.going(body, held.period, *on));
            can_end("instrument", instrument, &period, *on)?;
            one(Event::InstrumentEnded { instrument: instrument.clone(), on: *on })
        }
        Act::AdoptScheme { scheme, rows } => adopt(world, scheme, rows),
        Act::GrantPower { delegation } => {
            let power = Power::from(delegation);
            free(world.mandate.powers.used(&power.id), "a power", &power.id)?;
            sound_power(world, &power)?;
            one(Event::PowerGranted { power })
        }
        Act::RevokePower { power, on, reason } => {
            let held = room.power(power).ok_or_else(|| unknown("power", power))?;
            given("the reason for a revocation", reason)?;
            let period = room.going(held.body, held.period, *on);
            let period = held.revoked.map_or(period, |revoked| crate::state::ended(period, revoked));
            can_end("power", power, &period, *on)?;
            Ok(Outcome::new(
                vec![Event::PowerRevoked { power: power.clone(), on: *on, reason: Erasable(0) }],
                vec![reason.trim().into()],
            ))
        }
        Act::FormCommittee { committee } => form(world, committee),
        Act::JoinCommittee { committee, member } => {
            let held = recorded(world, committee)?;
            open(world, member.body, &member.period)?;
            let mut same = held.members.iter().filter(|dated| dated.body == member.body);
            if let Some(with) = same.find(|dated| dated.period.overlaps(&member.period) != Certainty::No) {
                return Err(overlaps("the membership", format!("{} {}", with.body, with.period.screen())));
            }
            one(Event::CommitteeJoined { committee: committee.clone(), member: member.clone() })
        }
        Act::LeaveCommittee { committee, body, on } => leave(world, committee, *body, *on),
        Act::TakeSeat { committee, seat } => {
            let held = recorded(world, committee)?;
            sound_seat(room, held, seat)?;
            let mut same = held.seats.iter().filter(|other| other.post == seat.post && other.role == seat.role);
            if let Some(with) = same.find(|other| other.period.overlaps(&seat.period) != Certainty::No) {
                return Err(overlaps("the seat", format!("{} {}", with.post, with.period.screen())));
            }
            one(Event::SeatTaken { committee: committee.clone(), seat: seat.clone() })
        }
        Act::LeaveSeat { committee, post, on } => {
            let held = recorded(world, committee)?;
            let seat = held
                .seats
                .iter()
                .find(|seat| seat.post == *post && seat.period.contains(*on) != Certainty::No)
                .ok_or_else(|| unknown("seat of", post))?;
            can_end("seat of", post, &seat.period, *on)?;
            one(Event::SeatLeft { committee: committee.clone(), post: post.clone(), on: *on })
        }
        Act::GrowRemit { committee, line } => {
            let held = room.committee(committee).ok_or_else(|| unknown("committee", committee))?;
            known_line(room, &line.line, &line.period)?;
            room.instrument(&line.instrument).ok_or_else(|| unknown("instrument", &line.instrument))?;
            let mut same = held.remit.iter().filter(|dated| dated.line == line.line);
            if let Some(with) = same.find(|dated| dated.period.overlaps(&line.period) != Certainty::No) {
                return Err(overlaps("the remit", format!("{} {}", with.line, with.period.screen())));
            }
            one(Event::RemitGrown { committee: committee.clone(), line: line.clone() })
        }
        Act::ShrinkRemit { committee, line, on } => {
            let held = room.committee(committee).ok_or_else(|| unknown("committee", committee))?;
            let dated = held
                .remit
                .iter()
                .find(|dated| dated.line == *line && dated.period.contains(*on) != Certainty::No)
                .ok_or_else(|| unknown("line in the remit:", line))?;
            can_end("remit over", line, &dated.period, *on)?;
            one(Event::RemitShrunk { committee: committee.clone(), line: line.clone(), on: *on })
        }
        Act::EndCommittee { committee, on } => {
            let held = room.committee(committee).ok_or_else(|| unknown("committee", committee))?;
            can_end("committee", committee, &held.period, *on)?;
            one(Event::CommitteeEnded { committee: committee.clone(), on: *on })
        }
        Act::EnterLine { line } => enter_line(room, line),
        Act::EndLine { line, on } => {
            let last = room.line_versions(line).last().ok_or_else(|| unknown("service line", line))?;
            can_end("service line", line, &last.period, *on)?;
            one(Event::LineEnded { line: line.clone(), on: *on })
        }
        Act::NameUniverse { universe } => {
            given("the name of a universe", &universe.name)?;
            if universe.lines.is_empty() {
                return Err(Refusal::Missing { what: "a line of the universe" });
            }
            universe.lines.iter().try_for_each(|line| known_line(room, line, &Period::ALWAYS))?;
            one(Event::UniverseNamed { universe: universe.clone() })
        }
        Act::GiveMandate { mandate, reason } => give_mandate(world, mandate, reason.as_deref()),
        Act::EndMandate { mandate, on } => {
            let held = room.mandate(mandate).ok_or_else(|| unknown("mandate", mandate))?;
            can_end("mandate", mandate, &held.period, *on)?;
            one(Event::MandateEnded { mandate: mandate.clone(), on: *on })
        }
        Act::TransferFunction { transfer } => pass(world, transfer),
        Act::EndTransfer { transfer, on } => {
            let held = room.transfer(transfer).ok_or_else(|| unknown("transfer", transfer))?;
            can_end("transfer", transfer, &held.period, *on)?;
            one(Event::TransferEnded { transfer: transfer.clone(), on: *on })
        }
        Act::CarryOver { carry } => crate::carry::carry_over(world, carry),
        Act::Divide { division } => crate::carry::divide(world, division),
        Act::Withdraw { entry, ordinal, reason } => {
            given("the reason for a withdrawal", reason)?;
            crate::withdraw::may_withdraw(world.mandate, *entry, *ordinal)?;
            Ok(Outcome::new(
                vec![Event::Withdrawn { entry: *entry, ordinal: *ordinal, reason: Erasable(0) }],
                vec![reason.trim().into()],
            ))
        }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "each act ends in it as it would in a refusal")]
pub(crate) fn one(event: Event) -> Result<Outcome<Event>, Refusal> {
    Ok(Outcome::new(vec![event], Vec::new()))
}

pub(crate) fn unknown(what: &'static str, id: &dyn ToString) -> Refusal {
    Refusal::Unknown { what, id: id.to_string() }
}

pub(crate) fn overlaps(what: &'static str, with: String) -> Refusal {
    Refusal::Overlaps { what, with }
}

fn free(used: bool, what: &'static str, id: &dyn ToString) -> Result<(), Refusal> {
    if used { Err(Refusal::Taken { what, id: id.to_string() }) } else { Ok(()) }
}

fn given(what: &'static str, text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() { Err(Refusal::Missing { what }) } else { Ok(()) }
}

/// An end must leave a day, and must come before any end already recorded.
fn can_end(what: &'static str, id: &dyn ToString, period: &Period, on: Date) -> Result<(), Refusal> {
    let begun = period.from().is_none_or(|from| from.earliest() <= on);
    let not_ended = period.to().is_none_or(|to| to.latest() > on);
    if begun && not_ended {
        return Ok(());
    }
    Err(Refusal::BadEnd { what, id: id.to_string(), period: period.screen(), on })
}

/// The register must know a body, and it must be open on the first day.
pub(crate) fn open(world: &World<'_>, body: OdsCode, period: &Period) -> Result<(), Refusal> {
    if !world.register.knows(body) {
        return Err(Refusal::UnknownBody { body });
    }
    match period.from() {
        Some(from) if world.register.was_open(body, from.latest()) == Certainty::No => {
            Err(Refusal::BodyNotOpen { body, on: from.latest() })
        }
        _ => Ok(()),
    }
}

fn enter_person(
    world: &World<'_>,
    person: &PersonId,
    name: &str,
    contact: Option<&str>,
) -> Result<Outcome<Event>, Refusal> {
    free(world.mandate.people.used(person), "a person", person)?;
    given("the name of a person", name)?;
    let contact = contact.map(str::trim).filter(|contact| !contact.is_empty());
    let mut payloads: Vec<Vec<u8>> = vec![name.trim().into()];
    payloads.extend(contact.map(Into::into));
    let contact = contact.map(|_| Erasable(1));
    Ok(Outcome::new(vec![Event::PersonEntered { person: person.clone(), name: Erasable(0), contact }], payloads))
}

fn appoint(room: Mandates<'_>, holding: &Holding) -> Result<Outcome<Event>, Refusal> {
    let post = room.post(&holding.post).ok_or_else(|| unknown("post", &holding.post))?;
    room.person(&holding.person).ok_or_else(|| unknown("person", &holding.person))?;
    let told = room.state.posts.told(&holding.post);
    crate::sound::within_post(post, told.and_then(|told| told.post.period.from()), &holding.period)?;
    // One principal at a time, except where a date is uncertain; deputies and cover may stand beside the holder.
    let principal = |held: &&Holding| held.capacity == crate::kind::Capacity::Substantive;
    let clash = room.holdings(&holding.post).iter().filter(principal).find(|held| {
        (principal(&holding) || held.person == holding.person)
            && held.period.overlaps(&holding.period) == Certainty::Yes
    });
    if let Some(with) = clash {
        return Err(overlaps("the appointment", format!("{} {}", with.person, with.period.screen())));
    }
    one(Event::Appointed { holding: holding.clone() })
}

fn sound_instrument(world: &World<'_>, instrument: &Instrument) -> Result<(), Refusal> {
    free(world.mandate.instruments.used(&instrument.id), "an instrument", &instrument.id)?;
    given("the title of an instrument", &instrument.title)?;
    let kind = instrument.kind;
    match instrument.body {
        Some(body) => open(world, body, &instrument.period)?,
        None if kind != InstrumentKind::Statute => {
            return Err(Refusal::Missing { what: "the body whose instrument it is" });
        }
        None => {}
    }
    let found = match &instrument.rests_on {
        Some(rests_on) => {
            let below = world.mandate.now().instrument(rests_on).ok_or_else(|| unknown("instrument", rests_on))?;
            let allowed = kind.rests_on().contains(&below.kind);
            if allowed && same_body(below, instrument) {
                return Ok(());
            }
            format!("{} `{}`", below.kind.words().to_lowercase(), below.id)
        }
        None if kind == InstrumentKind::Statute => return Ok(()),
        None => "nothing".to_owned(),
    };
    let wanted: Vec<String> = kind.rests_on().iter().map(|kind| kind.words().to_lowercase()).collect();
    Err(Refusal::WrongFoundation {
        instrument: instrument.id.clone(),
        kind: kind.words(),
        found,
        wanted: if wanted.is_empty() { "nothing".to_owned() } else { format!("a {} of its own", wanted.join(" or ")) },
    })
}

/// A body's instrument rests on a statute or on another of its own.
fn same_body(below: &Instrument, above: &Instrument) -> bool {
    below.body.is_none() || below.body == above.body
}

fn adopt(world: &World<'_>, scheme: &Instrument, rows: &[SchemeRow]) -> Result<Outcome<Event>, Refusal> {
    if scheme.kind != InstrumentKind::Scheme {
        return Err(Refusal::Missing { what: "a scheme" });
    }
    sound_instrument(world, scheme)?;
    if rows.is_empty() {
        return Err(Refusal::Missing { what: "a row of the scheme" });
    }
    let begins = scheme.period.from().ok_or(Refusal::Missing { what: "the first day of the scheme" })?;
    let body = scheme.body.ok_or(Refusal::Missing { what: "the body whose scheme it is" })?;
    let room = world.mandate.now();
    if let Some(same) = room.instruments().find(|held| {
        held.kind == InstrumentKind::Scheme && held.body == Some(body) && held.period.from() == Some(begins)
    }) {
        return Err(overlaps("the first day of the scheme", same.id.to_string()));
    }
    let mut seen = BTreeSet::new();
    for (row, held) in (1..).zip(rows) {
        let wrong = |reason: String| Refusal::SchemeRow { row, reason };
        crate::sound::row(held).map_err(&wrong)?;
        for key in held.delegated.iter().map(|delegated| Some(&delegated.holder)).chain([None]) {
            let twice = key.is_some() || held.reserved_to.is_some();
            if twice && !seen.insert((held.matter.clone(), key.cloned(), held.populations.clone())) {
                return Err(wrong(format!("{} stands in an earlier row for the same holder", held.matter)));
            }
        }
    }
    let powers = powers_of(scheme, rows).map_err(|error| Refusal::SchemeRow { row: 1, reason: error.to_string() })?;
    for power in &powers {
        free(world.mandate.powers.used(&power.id), "a power", &power.id)?;
        sound_holder(world, power)?;
    }
    one(Event::SchemeAdopted { scheme: scheme.clone(), rows: rows.to_vec() })
}

fn sound_power(world: &World<'_>, power: &Power) -> Result<(), Refusal> {
    if power.matters.is_empty() {
        return Err(Refusal::Missing { what: "a matter of the power" });
    }
    open(world, power.body, &power.period)?;
    let room = world.mandate.now();
    let instrument = room.instrument(&power.instrument).ok_or_else(|| unknown("instrument", &power.instrument))?;
    let gives = matches!(
        instrument.kind,
        InstrumentKind::Scheme | InstrumentKind::DelegationAgreement | InstrumentKind::Direction
    );
    if !gives || instrument.body.is_some_and(|body| body != power.body) {
        return Err(Refusal::WrongFoundation {
            instrument: instrument.id.clone(),
            kind: "a power",
            found: format!("{} `{}`", instrument.kind.words().to_lowercase(), instrument.id),
            wanted: "a scheme, delegation agreement or direction of its own body".to_owned(),
        });
    }
    sound_holder(world, power)
}

/// Whoever is to hold a power must be able to.
fn sound_holder(world: &World<'_>, power: &Power) -> Result<(), Refusal> {
    let room = world.mandate.now();
    match &power.holder {
        HolderId::Post(post) => {
            let held = room.post(post).ok_or_else(|| unknown("post", post))?;
            if !held.bodies.iter().any(|dated| dated.body == power.body) {
                return Err(Refusal::NotItsPost { post: post.clone(), body: power.body });
            }
        }
        HolderId::Committee(id) => {
            let committee = room.committee(id).ok_or_else(|| unknown("committee", id))?;
            crate::committee::PowerHoldingCommittee::of(committee)?;
            if !committee.members.iter().any(|dated| dated.body == power.body) {
                return Err(Refusal::NotAMember { body: power.body, committee: id.clone() });
            }
        }
        HolderId::Membership | HolderId::GoverningBody => {}
    }
    Ok(())
}

fn leave(
    world: &World<'_>,
    committee: &crate::id::CommitteeId,
    body: OdsCode,
    on: Date,
) -> Result<Outcome<Event>, Refusal> {
    let theirs = |dated: &&crate::person::DatedBody| dated.body == body && dated.period.contains(on) != Certainty::No;
    let left = Event::CommitteeLeft { committee: committee.clone(), body, on };
    if let Some(member) = recorded(world, committee)?.members.iter().find(theirs) {
        can_end("membership of", &body, &member.period, on)?;
        return one(left);
    }
    // A membership that passed by itself from a predecessor is said before it is ended.
    let passed = world.mandate.now().committee(committee).and_then(|held| held.members.iter().find(theirs));
    let member = passed.cloned().ok_or_else(|| Refusal::NotAMember { body, committee: committee.clone() })?;
    can_end("membership of", &body, &member.period, on)?;
    let joined = Event::CommitteeJoined { committee: committee.clone(), member };
    Ok(Outcome::new(vec![joined, left], Vec::new()))
}

/// A committee as recorded, with no regard to how long its members live: what passed on by itself may still be said.
fn recorded<'a>(world: &World<'a>, committee: &crate::id::CommitteeId) -> Result<&'a Committee, Refusal> {
    world.mandate.committees.told(committee).ok_or_else(|| unknown("committee", committee))
}

fn form(world: &World<'_>, committee: &Committee) -> Result<Outcome<Event>, Refusal> {
    free(world.mandate.committees.used(&committee.id), "a committee", &committee.id)?;
    given("the name of a committee", &committee.name)?;
    if committee.period.from().is_none() {
        return Err(Refusal::Missing { what: "the first day of the committee" });
    }
    lawful(committee)?;
    let room = world.mandate.now();
    room.instrument(&committee.instrument).ok_or_else(|| unknown("instrument", &committee.instrument))?;
    if committee.members.is_empty() {
        return Err(Refusal::Missing { what: "a member of the committee" });
    }
    committee.members.iter().try_for_each(|dated| open(world, dated.body, &dated.period))?;
    for dated in &committee.remit {
        known_line(room, &dated.line, &dated.period)?;
        room.instrument(&dated.instrument).ok_or_else(|| unknown("instrument", &dated.instrument))?;
    }
    committee.seats.iter().try_for_each(|seat| sound_seat(room, committee, seat))?;
    one(Event::CommitteeFormed { committee: committee.clone() })
}

fn sound_seat(room: Mandates<'_>, committee: &Committee, seat: &Seat) -> Result<(), Refusal> {
    let post = room.post(&seat.post).ok_or_else(|| unknown("post", &seat.post))?;
    for body in &seat.represents {
        if !committee.members.iter().any(|dated| dated.body == *body) {
            return Err(Refusal::NotAMember { body: *body, committee: committee.id.clone() });
        }
        if !post.bodies.iter().any(|dated| dated.body == *body) {
            return Err(Refusal::NotItsPost { post: post.id.clone(), body: *body });
        }
    }
    if seat.role == crate::kind::SeatRole::Representative && seat.represents.is_empty() {
        return Err(Refusal::Missing { what: "a body that the representative speaks for" });
    }
    Ok(())
}

fn known_line(room: Mandates<'_>, line: &crate::id::LineCode, period: &Period) -> Result<(), Refusal> {
    let known = room.line_versions(line).iter().any(|version| version.period.overlaps(period) != Certainty::No);
    if known { Ok(()) } else { Err(unknown("service line", line)) }
}

fn enter_line(room: Mandates<'_>, line: &Line) -> Result<Outcome<Event>, Refusal> {
    given("the name of a line", &line.name)?;
    let overlap = |version: &&Line| version.period.overlaps(&line.period) != Certainty::No;
    if let Some(with) = room.line_versions(&line.code).iter().find(overlap) {
        return Err(overlaps("the version of the line", format!("{} {}", with.name, with.period.screen())));
    }
    if let Some(parent) = &line.parent {
        known_line(room, parent, &line.period)?;
        // A circle could close on any day on which some line above changes, so every version above is looked through.
        let mut above = vec![parent.clone()];
        let mut seen = BTreeSet::new();
        while let Some(next) = above.pop() {
            if next == line.code {
                return Err(Refusal::Circle { line: line.code.clone() });
            }
            if seen.insert(next.clone()) {
                above.extend(room.line_versions(&next).iter().filter_map(|version| version.parent.clone()));
            }
        }
    }
    one(Event::LineEntered { line: line.clone() })
}

pub(crate) fn instrument_of<'a>(room: Mandates<'a>, id: &InstrumentId) -> Result<&'a Instrument, Refusal> {
    room.instrument(id).ok_or_else(|| unknown("instrument", id))
}

fn give_mandate(world: &World<'_>, mandate: &Mandate, reason: Option<&str>) -> Result<Outcome<Event>, Refusal> {
    let room = world.mandate.now();
    let used = world.mandate.mandates.used(&mandate.id) || world.mandate.transfers.used(&mandate.id);
    free(used, "a mandate or transfer", &mandate.id)?;
    known_line(room, &mandate.line, &mandate.period)?;
    instrument_of(room, &mandate.instrument)?;
    if mandate.commissioners.is_empty() {
        return Err(Refusal::Missing { what: "a commissioner of the mandate" });
    }
    if mandate.populations.is_empty() {
        return Err(Refusal::Missing { what: "a population of the mandate" });
    }
    mandate.commissioners.iter().try_for_each(|body| open(world, *body, &mandate.period))?;
    mandate.populations.iter().try_for_each(|population| open(world, population.body, &mandate.period))?;
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    if mandate.level > Level::Place && reason.is_none() {
        return Err(Refusal::ReasonRequired { level: mandate.level });
    }
    let payloads = reason.map(|reason| reason.as_bytes().to_vec()).into_iter().collect();
    let reason = reason.map(|_| Erasable(0));
    Ok(Outcome::new(vec![Event::MandateGiven { mandate: mandate.clone(), reason }], payloads))
}

fn pass(world: &World<'_>, transfer: &Transfer) -> Result<Outcome<Event>, Refusal> {
    let room = world.mandate.now();
    let used = world.mandate.mandates.used(&transfer.id) || world.mandate.transfers.used(&transfer.id);
    free(used, "a mandate or transfer", &transfer.id)?;
    known_line(room, &transfer.line, &transfer.period)?;
    let instrument = instrument_of(room, &transfer.instrument)?;
    if instrument.kind != InstrumentKind::Direction {
        return Err(Refusal::WrongFoundation {
            instrument: instrument.id.clone(),
            kind: "the transfer of a function",
            found: instrument.kind.words().to_lowercase(),
            wanted: "a direction".to_owned(),
        });
    }
    if transfer.period.from().is_none() {
        return Err(Refusal::Missing { what: "the first day of the transfer" });
    }
    if transfer.populations.is_empty() {
        return Err(Refusal::Missing { what: "a population of the transfer" });
    }
    open(world, transfer.from, &transfer.period)?;
    open(world, transfer.to, &transfer.period)?;
    let clash = room.transfers().find(|other| {
        other.line == transfer.line
            && other.from == transfer.from
            && other.period.overlaps(&transfer.period) != Certainty::No
            && other.populations.iter().any(|population| transfer.populations.contains(population))
    });
    if let Some(with) = clash {
        return Err(overlaps("the transfer", format!("{} {}", with.id, with.period.screen())));
    }
    one(Event::FunctionTransferred { transfer: transfer.clone() })
}
