//! Carrying over: what a body held passes to the successors that the register names, all to one or each thing to its own.

use crate::act::Outcome;
use crate::decide::{World, instrument_of, one, open, overlaps};
use crate::event::Event;
use crate::refusal::Refusal;
use crate::responsibility::{CarryOver, Division, Taken};
use crate::view::Mandates;
use register::{Cause, Link};
use std::collections::BTreeSet;
use terms::{Certainty, Date, OdsCode, Period};

/// Everything that some bodies held passes to one successor.
pub(crate) fn carry_over(world: &World<'_>, carry: &CarryOver) -> Result<Outcome<Event>, Refusal> {
    let room = world.mandate.now();
    instrument_of(room, &carry.instrument)?;
    if carry.predecessors.is_empty() {
        return Err(Refusal::Missing { what: "a predecessor" });
    }
    open(world, carry.successor, &Period::from_days(Some(carry.on), None))?;
    for old in &carry.predecessors {
        passes(world, *old, carry.successor, carry.on)?;
        let others = heirs(world, *old).into_iter().map(|link| link.to).filter(|heir| *heir != carry.successor);
        let others: BTreeSet<OdsCode> = others.collect();
        if !others.is_empty() {
            return Err(Refusal::Divided { body: *old, says: says(world, *old) });
        }
    }
    one(Event::CarriedOver { carry: CarryOver { takes: None, ..carry.clone() } })
}

/// What a body held is divided between several successors. Whatever is not said to go to one, or to lapse, stands in the way.
pub(crate) fn divide(world: &World<'_>, division: &Division) -> Result<Outcome<Event>, Refusal> {
    let room = world.mandate.now();
    instrument_of(room, &division.instrument)?;
    if division.to.is_empty() {
        return Err(Refusal::Missing { what: "a successor" });
    }
    for successor in division.to.keys() {
        open(world, *successor, &Period::from_days(Some(division.on), None))?;
        passes(world, division.predecessor, *successor, division.on)?;
    }
    let held = held_by(room, division.predecessor, division.on);
    let said: Vec<BTreeSet<Item>> = division.to.values().chain([&division.lapses]).map(items).collect();
    let wrong: Vec<&Item> = said.iter().flatten().filter(|item| !held.contains(item)).collect();
    if let Some(item) = wrong.first() {
        return Err(Refusal::NotHeld { body: division.predecessor, what: item.to_string() });
    }
    // The people of a body go several ways, and each part of them keeps the mandate that was for them all.
    let twice = held
        .iter()
        .find(|item| !matches!(item, Item::Mandate(_)) && said.iter().filter(|said| said.contains(*item)).count() > 1);
    if let Some(item) = twice {
        return Err(Refusal::Twice { what: item.to_string() });
    }
    let left: Vec<String> =
        held.iter().filter(|item| !said.iter().any(|said| said.contains(*item))).map(ToString::to_string).collect();
    if !left.is_empty() {
        return Err(Refusal::NotSaid { body: division.predecessor, left });
    }
    let carried = division.to.iter().map(|(successor, taken)| Event::CarriedOver {
        carry: CarryOver {
            predecessors: vec![division.predecessor],
            successor: *successor,
            on: division.on,
            instrument: division.instrument.clone(),
            takes: Some(taken.clone()),
        },
    });
    Ok(Outcome::new(carried.collect(), Vec::new()))
}

/// One thing that a body holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Item {
    Post(String),
    Power(String),
    Seat(String),
    Mandate(String),
}

impl std::fmt::Display for Item {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (what, id) = match self {
            Self::Post(id) => ("post", id),
            Self::Power(id) => ("power", id),
            Self::Seat(id) => ("seat", id),
            Self::Mandate(id) => ("mandate", id),
        };
        write!(f, "{what}:{id}")
    }
}

fn items(taken: &Taken) -> BTreeSet<Item> {
    let posts = taken.posts.iter().map(|id| Item::Post(id.to_string()));
    let powers = taken.powers.iter().map(|id| Item::Power(id.to_string()));
    let seats = taken.seats.iter().map(|id| Item::Seat(id.to_string()));
    let mandates = taken.mandates.iter().map(|id| Item::Mandate(id.to_string()));
    posts.chain(powers).chain(seats).chain(mandates).collect()
}

/// Everything that would still be a body's on a day if it lived.
fn held_by(room: Mandates<'_>, body: OdsCode, on: Date) -> BTreeSet<Item> {
    let eve = on.yesterday().unwrap_or(on);
    let there = |period: &Period| period.contains(eve) != Certainty::No;
    let posts = room.posts_of_body(body, eve).map(|post| Item::Post(post.id.to_string()));
    let powers = room.powers_of(body).filter(|power| {
        there(&power.period) && power.revoked.is_none_or(|revoked| revoked > eve) && room.chain_of(power, eve).is_ok()
    });
    let seats = room.committees().filter(|committee| {
        let member = committee.members.iter().any(|dated| dated.body == body && there(&dated.period));
        there(&committee.period) && member
    });
    let mandates = room.mandates().filter(|mandate| {
        let people = mandate.populations.iter().any(|people| people.body == body);
        there(&mandate.period) && (people || mandate.commissioners.contains(&body))
    });
    posts
        .chain(powers.map(|power| Item::Power(power.id.to_string())))
        .chain(seats.map(|committee| Item::Seat(committee.id.to_string())))
        .chain(mandates.map(|mandate| Item::Mandate(mandate.id.to_string())))
        .collect()
}

/// Everything that would still be a body's on a day if it lived, as it is said in a division.
pub(crate) fn held(room: Mandates<'_>, body: OdsCode, on: Date) -> Taken {
    let mut taken = Taken::default();
    for item in held_by(room, body, on) {
        match item {
            Item::Post(id) => taken.posts.extend(id.parse()),
            Item::Power(id) => taken.powers.extend(id.parse()),
            Item::Seat(id) => taken.seats.extend(id.parse()),
            Item::Mandate(id) => taken.mandates.extend(id.parse()),
        }
    }
    taken
}

/// A body may pass to a successor on a day when the register says so, and only once.
fn passes(world: &World<'_>, old: OdsCode, successor: OdsCode, on: Date) -> Result<(), Refusal> {
    let room = world.mandate.now();
    open(world, old, &Period::ALWAYS)?;
    if old == successor || room.acting_body(successor, Date::MAX) == old {
        return Err(overlaps("the carry-over", format!("{old} cannot take its own place")));
    }
    if let Some(with) = room.carries().find(|held| held.predecessors.contains(&old)) {
        return Err(overlaps("the carry-over", format!("{old} carried over to {} already", with.successor)));
    }
    let named = heirs(world, old)
        .into_iter()
        .any(|link| link.to == successor && link.on.earliest() <= on && on <= link.on.latest());
    if named { Ok(()) } else { Err(Refusal::NotASuccessor { successor, old, on, says: says(world, old) }) }
}

/// The bodies to which a body gave way, by the register; not those that only took a part of it while it went on.
fn heirs(world: &World<'_>, old: OdsCode) -> Vec<Link> {
    let mut links = world.register.successions_of(old);
    links.retain(|link| link.cause != Cause::PartialTransfer);
    links
}

/// What the register says became of a body.
fn says(world: &World<'_>, old: OdsCode) -> String {
    let links = heirs(world, old);
    if links.is_empty() {
        return format!("it names no successor of {old}");
    }
    let said: Vec<String> = links.iter().map(|link| format!("{} from {}", link.to, link.on.screen())).collect();
    format!("by it {old} passed to {}", said.join(" and "))
}
