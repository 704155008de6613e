//! What a person may do in Footprint on a day: worked out from posts and mandates, never kept as a list of its own.

use crate::act::Actor;
use crate::authority::{Link, LinkKind};
use crate::id::{CommitteeId, PersonId};
use crate::kind::{Capacity, Portfolio, PostKind, SeatRole};
use crate::person::{Holding, Post};
use crate::power::Limits;
use crate::view::Mandates;
use std::collections::BTreeSet;
use std::fmt;
use terms::{Certainty, Date, OdsCode};
use thiserror::Error;

/// Something one may do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Duty {
    /// Take in published files, correct and retract them; keep lines, statutes and universes.
    KeepRegister,
    /// Keep the people and posts of a body.
    KeepPeople(OdsCode),
    /// Keep the constitution, scheme and powers of a body.
    KeepScheme(OdsCode),
    /// Keep the mandates and committees of a body.
    KeepMandates(OdsCode),
    /// Convene a committee: meetings, agendas, papers, minutes.
    Convene(CommitteeId),
    /// Chair a committee.
    Chair(CommitteeId),
    /// Speak at a committee and be recorded.
    Speak(CommitteeId),
    /// State a body's position at a committee.
    Represent(CommitteeId, OdsCode),
    /// Read a committee's confidential papers.
    ReadConfidential(CommitteeId),
    /// Decide as a member of a body's governing body or board.
    DecideFor(OdsCode),
    /// Answer scrutiny questions put to a committee.
    AnswerQuestions(CommitteeId),
    /// Settle who pays for a body: its overrides, and its side of challenges.
    SettleWhoPays(OdsCode),
    /// Keep the money of a body: its accounts and transfers.
    KeepMoney(OdsCode),
    /// Read everything, refusals and the record of access among it.
    Audit,
}

impl fmt::Display for Duty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::KeepRegister => f.write_str("keep the register"),
            Self::KeepPeople(body) => write!(f, "keep the people and posts of {body}"),
            Self::KeepScheme(body) => write!(f, "keep the scheme of {body}"),
            Self::KeepMandates(body) => write!(f, "keep the mandates of {body}"),
            Self::Convene(committee) => write!(f, "convene {committee}"),
            Self::Chair(committee) => write!(f, "chair {committee}"),
            Self::Speak(committee) => write!(f, "speak at {committee}"),
            Self::Represent(committee, body) => write!(f, "represent {body} at {committee}"),
            Self::ReadConfidential(committee) => write!(f, "read the confidential papers of {committee}"),
            Self::DecideFor(body) => write!(f, "decide with the governing body of {body}"),
            Self::AnswerQuestions(committee) => write!(f, "answer questions to {committee}"),
            Self::SettleWhoPays(body) => write!(f, "settle who pays for {body}"),
            Self::KeepMoney(body) => write!(f, "keep the money of {body}"),
            Self::Audit => f.write_str("audit"),
        }
    }
}

/// Everything a person may do on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Duties(pub BTreeSet<Duty>);

impl Duties {
    /// Whether something is among them.
    pub fn has(&self, duty: &Duty) -> bool {
        self.0.contains(duty)
    }
}

/// A permission, with that from which it follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grant {
    /// The installation's keeper, who is named in the entry.
    Keeper,
    /// About oneself: everybody declares their own interests.
    Own {
        /// Who.
        person: PersonId,
    },
    /// By a post.
    Post {
        /// What is permitted.
        duty: Duty,
        /// By which post.
        post: crate::id::PostId,
        /// To whom.
        person: PersonId,
        /// From post to person, through the seat where there is one.
        chain: Vec<Link>,
    },
}

/// Why not.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{person} holds no post on {on} that lets them {duty}")]
pub struct Denied {
    /// Who asked.
    pub person: PersonId,
    /// For what.
    pub duty: Duty,
    /// On which day.
    pub on: Date,
}

/// What a kind of post lets its holder do for each of its bodies. Everything else is denied.
///
/// Source: Footprint's own rule, after common schemes: the secretary keeps the record, those who lead or count the money
/// keep what they answer for, members of the governing body decide with it, auditors read.
pub const fn duties_of(kind: PostKind) -> &'static [PostDuty] {
    use PostDuty::{Audit, DecideFor, KeepMandates, KeepMoney, KeepPeople, KeepRegister, KeepScheme, SettleWhoPays};
    match kind {
        PostKind::GoverningBodySecretary => &[KeepRegister, KeepPeople, KeepScheme, KeepMandates],
        PostKind::AccountableOfficer | PostKind::ChiefExecutive => {
            &[KeepPeople, KeepScheme, KeepMandates, DecideFor, SettleWhoPays, KeepMoney]
        }
        PostKind::ChiefFinanceOfficer => &[DecideFor, SettleWhoPays, KeepMoney],
        PostKind::Director(Portfolio::Finance) => &[SettleWhoPays, KeepMoney],
        PostKind::Director(Portfolio::Commissioning) => &[SettleWhoPays],
        PostKind::Auditor => &[Audit],
        _ if kind.is_of_governing_body() => &[DecideFor],
        _ => &[],
    }
}

/// A duty that a kind of post carries, for each of the post's bodies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PostDuty {
    /// [`Duty::KeepRegister`].
    KeepRegister,
    /// [`Duty::KeepPeople`].
    KeepPeople,
    /// [`Duty::KeepScheme`].
    KeepScheme,
    /// [`Duty::KeepMandates`].
    KeepMandates,
    /// [`Duty::DecideFor`].
    DecideFor,
    /// [`Duty::SettleWhoPays`].
    SettleWhoPays,
    /// [`Duty::KeepMoney`].
    KeepMoney,
    /// [`Duty::Audit`].
    Audit,
}

/// What a seat lets the post that takes it do.
fn seat_duties(role: SeatRole, committee: &CommitteeId) -> Vec<Duty> {
    let read = Duty::ReadConfidential(committee.clone());
    let speak = Duty::Speak(committee.clone());
    match role {
        SeatRole::Chair | SeatRole::DeputyChair => {
            vec![Duty::Chair(committee.clone()), Duty::AnswerQuestions(committee.clone()), speak, read]
        }
        SeatRole::Representative | SeatRole::Member => vec![speak, read],
        SeatRole::Clerk => {
            vec![Duty::Convene(committee.clone()), Duty::AnswerQuestions(committee.clone()), read]
        }
    }
}

impl Mandates<'_> {
    /// Everything a person may do on a day.
    pub fn duties(&self, person: &PersonId, on: Date) -> Duties {
        let granted = self.granted(person, on);
        Duties(granted.into_iter().map(|(duty, _, _)| duty).collect())
    }

    /// The bodies for which a person settles who pays on a day: those of their posts that still act for themselves. Whose place
    /// another has taken settles nothing from that day: what was its own is its successor's.
    pub fn settles_for(&self, person: &PersonId, on: Date) -> BTreeSet<OdsCode> {
        let duties = self.duties(person, on).0.into_iter().filter_map(|duty| match duty {
            Duty::SettleWhoPays(body) => Some(body),
            _ => None,
        });
        duties.filter(|body| self.acting_body(*body, on) == *body).collect()
    }

    /// Whether an actor may do something on a day. What is not granted is denied.
    ///
    /// # Errors
    /// [`Denied`] when no post the person surely holds that day grants it.
    pub fn permit(&self, actor: &Actor, duty: &Duty, on: Date) -> Result<Grant, Denied> {
        let person = match actor {
            Actor::Keeper => return Ok(Grant::Keeper),
            Actor::Person(person) => person,
        };
        let found = self.granted(person, on).into_iter().find(|(held, _, _)| held == duty);
        let Some((_, post, holding)) = found else {
            return Err(Denied { person: person.clone(), duty: duty.clone(), on });
        };
        let committee = match duty {
            Duty::Convene(id)
            | Duty::Chair(id)
            | Duty::Speak(id)
            | Duty::Represent(id, _)
            | Duty::ReadConfidential(id)
            | Duty::AnswerQuestions(id) => self.committee(id),
            _ => None,
        };
        let link = |kind, id: &str, title: &str, period| Link {
            kind,
            id: id.to_owned(),
            title: title.to_owned(),
            clause: None,
            period,
            limits: Limits::NONE,
        };
        let mut chain: Vec<Link> = Vec::new();
        chain.extend(committee.map(|held| link(LinkKind::Committee, held.id.as_str(), &held.name, held.period)));
        chain.push(link(LinkKind::Post, post.id.as_str(), &post.title, post.period));
        chain.push(link(LinkKind::Person, person.as_str(), holding.capacity.words(), holding.period));
        Ok(Grant::Post { duty: duty.clone(), post: post.id.clone(), person: person.clone(), chain })
    }

    /// The body whose secretary or officer keeps something of several bodies on a day: the first that lives, or whoever acts for
    /// it.
    pub fn kept_by(&self, bodies: &[crate::person::DatedBody], on: Date) -> Option<OdsCode> {
        crate::duty_of::living(*self, bodies.iter().map(|dated| dated.body), on).map(|body| self.acting_body(body, on))
    }

    fn granted(&self, person: &PersonId, on: Date) -> Vec<(Duty, &Post, &Holding)> {
        let mut found = Vec::new();
        for (post, holding) in self.posts_of(person, on) {
            let bodies = post.bodies_on(on);
            // A deputy stands in for the principal where both may speak, and keeps nothing in their own right.
            if holding.capacity != Capacity::Deputy {
                for duty in duties_of(post.kind) {
                    for body in &bodies {
                        found.push((of_body(*duty, *body), post, holding));
                    }
                }
            }
            for committee in self.committees() {
                for seat in committee.seats_on(on).filter(|seat| seat.post == post.id) {
                    for duty in seat_duties(seat.role, &committee.id) {
                        found.push((duty, post, holding));
                    }
                    if seat.role == SeatRole::Representative {
                        for body in &seat.represents {
                            let theirs = post.is_of(*body, on) == Certainty::Yes && committee.has_member(*body, on);
                            if theirs {
                                found.push((Duty::Represent(committee.id.clone(), *body), post, holding));
                            }
                        }
                    }
                }
            }
        }
        found
    }
}

fn of_body(duty: PostDuty, body: OdsCode) -> Duty {
    match duty {
        PostDuty::KeepRegister => Duty::KeepRegister,
        PostDuty::KeepPeople => Duty::KeepPeople(body),
        PostDuty::KeepScheme => Duty::KeepScheme(body),
        PostDuty::KeepMandates => Duty::KeepMandates(body),
        PostDuty::DecideFor => Duty::DecideFor(body),
        PostDuty::SettleWhoPays => Duty::SettleWhoPays(body),
        PostDuty::KeepMoney => Duty::KeepMoney(body),
        PostDuty::Audit => Duty::Audit,
    }
}
