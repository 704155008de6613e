//! What the events about a thing make of it, one after another.
//!
//! Every match names every event, those of other things by their group: an event that is new stands in one group, and whoever
//! makes something of a thing of that group is asked by the compiler what this one makes of it.

#![expect(clippy::unnested_or_patterns, reason = "a group of events stands in a pattern by its name")]

use crate::committee::Committee;
use crate::event::Event;
use crate::line::Universe;
use crate::person::{Post, PostRecord};
use crate::power::{Instrument, Power};
use crate::responsibility::Transfer;
use crate::state::{InstrumentRecord, InterestRecord, LineRecord, MandateRecord, PersonRecord, ended};
use crate::table::{Folded, Logged};
use std::sync::Arc;

macro_rules! of_people {
    () => {
        Event::PersonEntered { .. } | Event::PersonForgotten { .. }
    };
}
macro_rules! of_posts {
    () => {
        Event::PostCreated { .. }
            | Event::PostShared { .. }
            | Event::PostEnded { .. }
            | Event::Appointed { .. }
            | Event::AppointmentEnded { .. }
    };
}
macro_rules! of_interests {
    () => {
        Event::InterestDeclared { .. } | Event::InterestEnded { .. }
    };
}
macro_rules! of_instruments {
    () => {
        Event::InstrumentMade { .. } | Event::InstrumentEnded { .. } | Event::SchemeAdopted { .. }
    };
}
macro_rules! of_powers {
    () => {
        Event::PowerGranted { .. } | Event::PowerRevoked { .. } | Event::PowerExercised { .. }
    };
}
macro_rules! of_committees {
    () => {
        Event::CommitteeFormed { .. }
            | Event::CommitteeJoined { .. }
            | Event::CommitteeLeft { .. }
            | Event::SeatTaken { .. }
            | Event::SeatLeft { .. }
            | Event::RemitGrown { .. }
            | Event::RemitShrunk { .. }
            | Event::CommitteeEnded { .. }
    };
}
macro_rules! of_lines {
    () => {
        Event::LineEntered { .. } | Event::LineEnded { .. }
    };
}
macro_rules! of_universes {
    () => {
        Event::UniverseNamed { .. }
    };
}
macro_rules! of_mandates {
    () => {
        Event::MandateGiven { .. } | Event::MandateEnded { .. }
    };
}
macro_rules! of_transfers {
    () => {
        Event::FunctionTransferred { .. } | Event::TransferEnded { .. }
    };
}
macro_rules! of_all {
    () => {
        Event::CarriedOver { .. } | Event::Withdrawn { .. }
    };
}
pub(crate) use {
    of_all, of_committees, of_instruments, of_interests, of_lines, of_mandates, of_people, of_powers, of_transfers,
    of_universes,
};

impl Folded for PersonRecord {
    fn fold(held: Option<Self>, logged: &Logged) -> Option<Self> {
        match &*logged.event {
            Event::PersonEntered { person, name, contact } => Some(Self {
                id: person.clone(),
                name: (logged.entry, *name),
                contact: contact.map(|contact| (logged.entry, contact)),
            }),
            Event::PersonForgotten { .. }
            | of_posts!()
            | of_interests!()
            | of_instruments!()
            | of_powers!()
            | of_committees!()
            | of_lines!()
            | of_universes!()
            | of_mandates!()
            | of_transfers!()
            | of_all!() => held,
        }
    }
}

impl Folded for PostRecord {
    fn fold(held: Option<Self>, logged: &Logged) -> Option<Self> {
        if let Event::PostCreated { post } = &*logged.event {
            return Some(Self { post: Arc::new(post.clone()), holdings: Vec::new() });
        }
        let mut held = held?;
        match &*logged.event {
            Event::PostShared { body, .. } => {
                let mut post = Post::clone(&held.post);
                post.bodies.push(body.clone());
                held.post = Arc::new(post);
            }
            Event::PostEnded { on, .. } => {
                let mut post = Post::clone(&held.post);
                post.period = ended(post.period, *on);
                held.post = Arc::new(post);
            }
            Event::Appointed { holding } => held.holdings.push(holding.clone()),
            Event::AppointmentEnded { person, on, .. } => {
                let holdings = held.holdings.iter_mut().filter(|holding| holding.person == *person);
                for holding in holdings.filter(|holding| holding.period.contains(*on) != terms::Certainty::No) {
                    holding.period = ended(holding.period, *on);
                }
            }
            Event::PostCreated { .. }
            | of_people!()
            | of_interests!()
            | of_instruments!()
            | of_powers!()
            | of_committees!()
            | of_lines!()
            | of_universes!()
            | of_mandates!()
            | of_transfers!()
            | of_all!() => {}
        }
        Some(held)
    }
}

impl Folded for InterestRecord {
    fn fold(held: Option<Self>, logged: &Logged) -> Option<Self> {
        match &*logged.event {
            Event::InterestDeclared { interest, wording } => {
                Some(Self { interest: interest.clone(), wording: (logged.entry, *wording) })
            }
            Event::InterestEnded { on, .. } => held.map(|mut held| {
                held.interest.period = ended(held.interest.period, *on);
                held
            }),
            of_people!()
            | of_posts!()
            | of_instruments!()
            | of_powers!()
            | of_committees!()
            | of_lines!()
            | of_universes!()
            | of_mandates!()
            | of_transfers!()
            | of_all!() => held,
        }
    }
}

impl Folded for InstrumentRecord {
    fn fold(held: Option<Self>, logged: &Logged) -> Option<Self> {
        match &*logged.event {
            Event::InstrumentMade { instrument } => {
                Some(Self { instrument: Arc::new(instrument.clone()), rows: Arc::default() })
            }
            Event::SchemeAdopted { scheme, rows } => {
                Some(Self { instrument: Arc::new(scheme.clone()), rows: Arc::new(rows.clone()) })
            }
            Event::InstrumentEnded { on, .. } => held.map(|mut held| {
                let mut instrument = Instrument::clone(&held.instrument);
                instrument.period = ended(instrument.period, *on);
                held.instrument = Arc::new(instrument);
                held
            }),
            of_people!()
            | of_posts!()
            | of_interests!()
            | of_powers!()
            | of_committees!()
            | of_lines!()
            | of_universes!()
            | of_mandates!()
            | of_transfers!()
            | of_all!() => held,
        }
    }
}

impl Folded for Power {
    fn fold(held: Option<Self>, logged: &Logged) -> Option<Self> {
        match &*logged.event {
            Event::PowerGranted { power } => Some(power.clone()),
            Event::PowerRevoked { on, .. } => held.map(|mut held| {
                held.revoked = Some(held.revoked.map_or(*on, |earlier| earlier.min(*on)));
                held
            }),
            Event::PowerExercised { .. }
            | of_people!()
            | of_posts!()
            | of_interests!()
            | of_instruments!()
            | of_committees!()
            | of_lines!()
            | of_universes!()
            | of_mandates!()
            | of_transfers!()
            | of_all!() => held,
        }
    }
}

impl Folded for Committee {
    fn fold(held: Option<Self>, logged: &Logged) -> Option<Self> {
        if let Event::CommitteeFormed { committee } = &*logged.event {
            return Some(committee.clone());
        }
        let mut held = held?;
        match &*logged.event {
            Event::CommitteeJoined { member, .. } => held.members.push(member.clone()),
            Event::CommitteeLeft { body, on, .. } => {
                for member in held.members.iter_mut().filter(|member| member.body == *body) {
                    if member.period.contains(*on) != terms::Certainty::No {
                        member.period = ended(member.period, *on);
                    }
                }
            }
            Event::SeatTaken { seat, .. } => held.seats.push(seat.clone()),
            Event::SeatLeft { post, on, .. } => {
                for seat in held.seats.iter_mut().filter(|seat| seat.post == *post) {
                    if seat.period.contains(*on) != terms::Certainty::No {
                        seat.period = ended(seat.period, *on);
                    }
                }
            }
            Event::RemitGrown { line, .. } => held.remit.push(line.clone()),
            Event::RemitShrunk { line, on, .. } => {
                for dated in held.remit.iter_mut().filter(|dated| dated.line == *line) {
                    if dated.period.contains(*on) != terms::Certainty::No {
                        dated.period = ended(dated.period, *on);
                    }
                }
            }
            Event::CommitteeEnded { on, .. } => held.period = ended(held.period, *on),
            Event::CommitteeFormed { .. }
            | of_people!()
            | of_posts!()
            | of_interests!()
            | of_instruments!()
            | of_powers!()
            | of_lines!()
            | of_universes!()
            | of_mandates!()
            | of_transfers!()
            | of_all!() => {}
        }
        Some(held)
    }
}

impl Folded for LineRecord {
    fn fold(held: Option<Self>, logged: &Logged) -> Option<Self> {
        match &*logged.event {
            Event::LineEntered { line } => {
                let mut held = held.unwrap_or(Self { versions: Vec::new() });
                held.versions.push(line.clone());
                Some(held)
            }
            Event::LineEnded { on, .. } => held.map(|mut held| {
                for version in &mut held.versions {
                    version.period = ended(version.period, *on);
                }
                held
            }),
            of_people!()
            | of_posts!()
            | of_interests!()
            | of_instruments!()
            | of_powers!()
            | of_committees!()
            | of_universes!()
            | of_mandates!()
            | of_transfers!()
            | of_all!() => held,
        }
    }
}

impl Folded for Universe {
    fn fold(held: Option<Self>, logged: &Logged) -> Option<Self> {
        match &*logged.event {
            Event::UniverseNamed { universe } => Some(universe.clone()),
            of_people!()
            | of_posts!()
            | of_interests!()
            | of_instruments!()
            | of_powers!()
            | of_committees!()
            | of_lines!()
            | of_mandates!()
            | of_transfers!()
            | of_all!() => held,
        }
    }
}

impl Folded for MandateRecord {
    fn fold(held: Option<Self>, logged: &Logged) -> Option<Self> {
        match &*logged.event {
            Event::MandateGiven { mandate, reason } => {
                Some(Self { mandate: mandate.clone(), reason: reason.map(|reason| (logged.entry, reason)) })
            }
            Event::MandateEnded { on, .. } => held.map(|mut held| {
                held.mandate.period = ended(held.mandate.period, *on);
                held
            }),
            of_people!()
            | of_posts!()
            | of_interests!()
            | of_instruments!()
            | of_powers!()
            | of_committees!()
            | of_lines!()
            | of_universes!()
            | of_transfers!()
            | of_all!() => held,
        }
    }
}

impl Folded for Transfer {
    fn fold(held: Option<Self>, logged: &Logged) -> Option<Self> {
        match &*logged.event {
            Event::FunctionTransferred { transfer } => Some(transfer.clone()),
            Event::TransferEnded { on, .. } => held.map(|mut held| {
                held.period = ended(held.period, *on);
                held
            }),
            of_people!()
            | of_posts!()
            | of_interests!()
            | of_instruments!()
            | of_powers!()
            | of_committees!()
            | of_lines!()
            | of_universes!()
            | of_mandates!()
            | of_all!() => held,
        }
    }
}
