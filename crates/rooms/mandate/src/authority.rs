//! Authority: the unbroken chain from statute to person on the day, as a value that only this crate can make.

use crate::event::Event;
use crate::id::{CommitteeId, LineCode, PersonId, PostId, PowerId};
use crate::line::Matter;
use crate::power::{Exercise, HolderId, Limits};
use serde::{Deserialize, Serialize};
use terms::{Date, OdsCode, Pence, Period, words};
use thiserror::Error;

/// What somebody asks to decide.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// Who.
    pub person: &'a PersonId,
    /// For which body.
    pub body: OdsCode,
    /// About what.
    pub matter: &'a Matter,
    /// For how much; `None` when no money is decided.
    pub amount: Option<Pence>,
    /// On which day.
    pub on: Date,
    /// What is already being decided in the same act for the same body.
    pub pending: Pence,
}

/// What a committee that holds powers is to decide.
#[derive(Clone, Copy, Debug)]
pub struct CommitteeAsk<'a> {
    /// Which committee.
    pub committee: &'a CommitteeId,
    /// For which of its members.
    pub body: OdsCode,
    /// About what.
    pub matter: &'a Matter,
    /// For how much; `None` when no money is decided.
    pub amount: Option<Pence>,
    /// On which day.
    pub on: Date,
    /// What is already being decided in the same act by the same power.
    pub pending: Pence,
}

words! {
    /// What a link of a chain is.
    LinkKind, "a kind of link", {
        /// An act of Parliament, or an order under one.
        Statute = "statute", "Statute";
        /// A body's constitution.
        Constitution = "constitution", "Constitution";
        /// A scheme of reservation and delegation.
        Scheme = "scheme", "Scheme of reservation and delegation";
        /// The delegation itself.
        Delegation = "delegation", "Delegation";
        /// The committee that holds the power.
        Committee = "committee", "Committee";
        /// The governing body itself.
        GoverningBody = "governing-body", "Governing body";
        /// The taking of a predecessor's place.
        Succession = "succession", "Succession";
        /// A direction.
        Direction = "direction", "Direction";
        /// A recorded decision.
        Resolution = "resolution", "Resolution";
        /// The post.
        Post = "post", "Post";
        /// The person in it.
        Person = "person", "Person";
    }
}

/// One link of a chain, in force on the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What it is.
    pub kind: LinkKind,
    /// Its identity.
    pub id: String,
    /// Its title. A person's link never holds the name: it is looked up when shown, so that it can be forgotten.
    pub title: String,
    /// The clause, where one is cited.
    pub clause: Option<String>,
    /// When it is in force.
    pub period: Period,
    /// Up to how much.
    pub limits: Limits,
}

/// Authority to decide one matter for one body on one day. There is no way to make one but by [`crate::Mandates`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    pub(crate) body: OdsCode,
    pub(crate) as_body: OdsCode,
    pub(crate) person: Option<PersonId>,
    pub(crate) post: Option<PostId>,
    pub(crate) committee: Option<CommitteeId>,
    pub(crate) powers: Vec<PowerId>,
    pub(crate) limits: Limits,
    pub(crate) matter: Matter,
    pub(crate) amount: Option<Pence>,
    pub(crate) on: Date,
    pub(crate) chain: Vec<Link>,
}

impl Authority {
    /// The body for which it was asked.
    pub fn body(&self) -> OdsCode {
        self.body
    }

    /// The body that acts on the day: its successor after a carry-over.
    pub fn as_body(&self) -> OdsCode {
        self.as_body
    }

    /// Who decides; `None` for a governing body or committee.
    pub fn person(&self) -> Option<&PersonId> {
        self.person.as_ref()
    }

    /// By which post; `None` for a governing body or committee.
    pub fn post(&self) -> Option<&PostId> {
        self.post.as_ref()
    }

    /// Which committee decides, where one does.
    pub fn committee(&self) -> Option<&CommitteeId> {
        self.committee.as_ref()
    }

    /// The power; `None` for what a governing body decides of itself.
    pub fn power(&self) -> Option<&PowerId> {
        self.powers.first()
    }

    /// Every power used: one, or one from each predecessor after a merger.
    pub fn powers(&self) -> &[PowerId] {
        &self.powers
    }

    /// The limits that bind: the smallest of all powers used.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// The matter decided.
    pub fn matter(&self) -> &Matter {
        &self.matter
    }

    /// The chain, from statute to person.
    pub fn chain(&self) -> &[Link] {
        &self.chain
    }

    /// How much is decided.
    pub fn amount(&self) -> Option<Pence> {
        self.amount
    }

    /// The day.
    pub fn on(&self) -> Date {
        self.on
    }
}

/// Records the use of an authority: the only way to an event that uses a power. It belongs in the same entry as the
/// decision.
pub fn exercise(authority: &Authority, decision: &str) -> Event {
    Event::PowerExercised {
        exercise: Exercise {
            powers: authority.powers.clone(),
            body: authority.body,
            matter: authority.matter.clone(),
            amount: authority.amount,
            on: authority.on,
            person: authority.person.clone(),
            post: authority.post.clone(),
            decision: decision.to_owned(),
        },
    }
}

words! {
    /// Which limit an amount is over.
    LimitKind, "a kind of limit", {
        /// Of one decision.
        PerDecision = "per-decision", "per decision";
        /// Of a financial year.
        PerYear = "per-year", "per year";
        /// Of the power's whole life.
        Lifetime = "lifetime", "in all";
    }
}

/// Why there is no authority, in plain words with the clause.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(tag = "shortfall", rename_all = "kebab-case")]
pub enum Shortfall {
    /// The person holds no post of the body that day.
    #[error("{person} holds no post of {body} on {on}")]
    NoPost {
        /// Who.
        person: PersonId,
        /// The body.
        body: OdsCode,
        /// The day.
        on: Date,
    },
    /// Nothing gives such a power.
    #[error("nothing gives {holder} power over {matter} for {body} on {on}")]
    NoPower {
        /// Who asked, in words.
        holder: String,
        /// The body.
        body: OdsCode,
        /// The matter.
        matter: Matter,
        /// The day.
        on: Date,
    },
    /// The amount is over a limit.
    #[error(
        "{} is over the limit of {} {} ({}){}",
        asked.beside(*limit), limit.beside(*asked), which.words(), cite(power.as_str(), clause.as_deref()), spent(*used)
    )]
    OverLimit {
        /// The power.
        power: PowerId,
        /// Its clause.
        clause: Option<String>,
        /// The limit.
        limit: Pence,
        /// How much was asked.
        asked: Pence,
        /// How much of it was used before.
        used: Pence,
        /// Which limit.
        which: LimitKind,
    },
    /// The power, or what it rests on, is not in force that day.
    #[error("power {power} is not in force on {on}: {what} is in force {}", period.screen())]
    NotInForce {
        /// The power.
        power: PowerId,
        /// What is not: the power itself, or a link it rests on.
        what: String,
        /// When that is in force.
        period: Period,
        /// The day.
        on: Date,
    },
    /// The power rests on something that is not on record.
    #[error("the chain of power {power} is broken: {missing} is not on record")]
    Broken {
        /// The power.
        power: PowerId,
        /// What is missing.
        missing: String,
    },
    /// The power was taken back.
    #[error("power {power} was revoked from {on}")]
    Revoked {
        /// The power.
        power: PowerId,
        /// From when.
        on: Date,
    },
    /// The person's post has ended or they no longer hold it: the power fell with it.
    #[error("{person} no longer holds post {post} on {on}: the power falls with the post")]
    PostFellVacant {
        /// The post.
        post: PostId,
        /// Who held it.
        person: PersonId,
        /// The day.
        on: Date,
    },
    /// Only one holder may decide it.
    #[error("{matter} is reserved to {to} of {body} ({})", cite(instrument, clause.as_deref()))]
    Reserved {
        /// Whose scheme reserves it.
        body: OdsCode,
        /// The matter as reserved.
        matter: Matter,
        /// To whom.
        to: HolderId,
        /// Which scheme.
        instrument: String,
        /// Which clause.
        clause: Option<String>,
    },
    /// The service is another's to commission.
    #[error("{body} is not the commissioner of {line} on {on}: {}", responsible_words(responsible))]
    NotTheCommissioner {
        /// The body.
        body: OdsCode,
        /// The line.
        line: LineCode,
        /// Whose it is; empty when nobody's mandate is on record.
        responsible: Vec<OdsCode>,
        /// The day.
        on: Date,
    },
    /// A condition of the power is not met.
    #[error("power {power} is {condition}: {found}")]
    ConditionUnmet {
        /// The power.
        power: PowerId,
        /// The condition in words.
        condition: String,
        /// What was found instead.
        found: String,
    },
    /// The committee cannot decide for the body.
    #[error("{committee} cannot decide for {body} on {on}: {why}")]
    NotTheCommittee {
        /// The committee.
        committee: CommitteeId,
        /// The body.
        body: OdsCode,
        /// The day.
        on: Date,
        /// Why.
        why: String,
    },
    /// After a merger one predecessor's power is missing.
    #[error("{successor} has no scheme of its own yet, and {predecessor} gave no power for it: {why}")]
    PredecessorWithout {
        /// The successor.
        successor: OdsCode,
        /// The predecessor.
        predecessor: OdsCode,
        /// What falls short there.
        why: Box<Shortfall>,
    },
    /// The body does not live that day, nor does any that took its place.
    #[error("{body} decides nothing on {on}: {}", lifetime(*life, *on, heirs))]
    BodyClosed {
        /// The body, or the last that took its place.
        body: OdsCode,
        /// When it lives.
        life: Period,
        /// Those to which something of it passed.
        heirs: Vec<OdsCode>,
        /// The day.
        on: Date,
    },
    /// The body has no constitution in force.
    #[error("{body} has no constitution in force on {on}")]
    NoConstitution {
        /// The body.
        body: OdsCode,
        /// The day.
        on: Date,
    },
}

fn lifetime(life: Period, on: Date, heirs: &[OdsCode]) -> String {
    if life.from().is_some_and(|from| on < from.latest()) {
        return format!("it is there {} only", life.screen());
    }
    let ended = life.to().map_or_else(String::new, |to| format!("it ended on {}", to.previous_day().screen()));
    match heirs {
        [] => format!("{ended}, and nothing of it was carried over"),
        heirs => {
            let codes: Vec<&str> = heirs.iter().map(OdsCode::as_str).collect();
            format!("{ended}, and what it held passed to {}", codes.join(" and "))
        }
    }
}

fn cite(id: &str, clause: Option<&str>) -> String {
    clause.map_or_else(|| id.to_owned(), |clause| format!("{id}, {clause}"))
}

fn spent(used: Pence) -> String {
    if used == Pence(0) { String::new() } else { format!(": {} is used already", used.pounds()) }
}

fn responsible_words(responsible: &[OdsCode]) -> String {
    if responsible.is_empty() {
        return "no mandate on record says whose it is".to_owned();
    }
    let codes: Vec<&str> = responsible.iter().map(OdsCode::as_str).collect();
    format!("it is commissioned by {}", codes.join(" and "))
}
