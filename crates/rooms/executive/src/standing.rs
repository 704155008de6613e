//! Where a proposal stands: who is bound, by what, and what is still needed, in words.

use crate::event::{DecidedBy, MinuteRef, OutsideReason, ReferralReason};
use crate::ids::ProposalId;
use crate::proposal::{Condition, ConditionOutcome, Decision, Part, Proposal, Standing};
use crate::state::Executive;
use mandate::{Ask, CommitteeAsk, Mandates};
use std::collections::BTreeSet;
use terms::{Date, OdsCode, screen_date};

impl Standing {
    /// In a word or three.
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Awaiting => "awaiting a position",
            Self::Bound(_) => "bound",
            Self::Referred(_) => "referred to its governing body",
            Self::Negotiating(_) => "in negotiation",
            Self::Outside { .. } => "outside",
            Self::NotTheirs { .. } => "not its to decide",
        }
    }
}

/// Where a proposal stands on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingReport {
    /// In a sentence.
    pub summary: String,
    /// Body by body, in order of code.
    pub bodies: Vec<BodyStanding>,
}

/// Where one body stands on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyStanding {
    /// The body, as tabled.
    pub body: OdsCode,
    /// In a word or three.
    pub standing: &'static str,
    /// By what, or why.
    pub because: String,
    /// What is still needed; empty when nothing is.
    pub needed: String,
    /// The last day for it.
    pub by: Option<Date>,
    /// Whether that day has passed and it is not yet on record.
    pub has_lapsed: bool,
}

/// Whether a decision has effect on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It has.
    InForce,
    /// Once these are met.
    Conditional(Vec<crate::ids::ConditionId>),
    /// No longer: this condition was not met in time.
    Lapsed(crate::ids::ConditionId),
}

impl Proposal {
    /// Whether a body's decision has effect on a day: not while a condition is open, and no more once one has lapsed.
    pub fn effect(&self, decision: &Decision, on: Date) -> Effect {
        let mut open = Vec::new();
        for condition in self.conditions_of(decision.body) {
            match &condition.outcome {
                ConditionOutcome::Met { .. } => {}
                ConditionOutcome::Lapsed { .. } => return Effect::Lapsed(condition.id.clone()),
                ConditionOutcome::Open if on > condition.expires => return Effect::Lapsed(condition.id.clone()),
                ConditionOutcome::Open => open.push(condition.id.clone()),
            }
        }
        if open.is_empty() { Effect::InForce } else { Effect::Conditional(open) }
    }
}

impl Executive<'_> {
    /// Where a proposal stands on a day, by what is known. A clock that has run out is shown so whether or not anybody has
    /// recorded it.
    pub fn standing(&self, proposal: &ProposalId, on: Date) -> Option<StandingReport> {
        let proposal = self.proposal(proposal)?;
        let bodies: Vec<BodyStanding> = proposal.parts.values().map(|part| body_standing(proposal, part, on)).collect();
        let mut groups: Vec<(&'static str, Vec<&str>)> = Vec::new();
        for part in proposal.parts.values() {
            let words = word(proposal, part, on);
            match groups.iter_mut().find(|(held, _)| *held == words) {
                Some((_, codes)) => codes.push(part.body.as_str()),
                None => groups.push((words, vec![part.body.as_str()])),
            }
        }
        let told: Vec<String> =
            groups.into_iter().map(|(words, codes)| format!("{} {words}", codes.join(" "))).collect();
        let nothing = proposal.decisions().all(|held| matches!(proposal.effect(held, on), Effect::Lapsed(_)));
        let summary = format!("{}{}", if nothing { "nothing is decided: " } else { "" }, told.join("; "));
        Some(StandingReport { summary, bodies })
    }
}

/// Where a part stands in a word or three: a body is bound no longer once its decision has lapsed.
fn word(proposal: &Proposal, part: &Part, on: Date) -> &'static str {
    match &part.standing {
        Standing::Bound(decision) if matches!(proposal.effect(decision, on), Effect::Lapsed(_)) => "no longer bound",
        standing => standing.words(),
    }
}

fn body_standing(proposal: &Proposal, part: &Part, on: Date) -> BodyStanding {
    let (because, needed, by) = match &part.standing {
        Standing::Awaiting => match proposal.open {
            None => ("positions are not open yet".to_owned(), "positions to open".to_owned(), None),
            Some(opening) => awaiting(proposal, part, opening.closes),
        },
        Standing::Bound(decision) => bound(proposal, decision, on),
        Standing::Referred(referral) => {
            let (mut because, needed) = match &referral.agreed {
                Some(agreed) => (
                    format!("its governing body agreed on {} and waits for the others", screen_date(agreed.on)),
                    "the other governing bodies' agreement".to_owned(),
                ),
                None => (referral.reason.words(), "its governing body's answer".to_owned()),
            };
            for day in &referral.inquorate {
                because.push_str("; its governing body met on ");
                because.push_str(&screen_date(*day));
                because.push_str(" without a quorum");
            }
            (because, needed, Some(referral.deadline))
        }
        Standing::Negotiating(held) => {
            let by = held.mediator.as_ref().map(|mediator| format!(", mediated by {mediator}")).unwrap_or_default();
            let version = proposal.find_wording(part.put).map_or(0, |wording| wording.version);
            let needed = if part.objected == Some(part.put) {
                "an amended wording, or its agreement to this one".to_owned()
            } else {
                format!("its position on version {version}")
            };
            (format!("it objected; round {} of negotiation{by}", held.round), needed, Some(held.until))
        }
        Standing::Outside { reason, .. } => (reason.words(), String::new(), None),
        Standing::NotTheirs { responsible, .. } => {
            let codes: Vec<&str> = responsible.iter().map(OdsCode::as_str).collect();
            let whose = if codes.is_empty() {
                "no mandate on record says whose it is".to_owned()
            } else {
                format!("it is commissioned by {}", codes.join(" and "))
            };
            (whose, String::new(), None)
        }
    };
    let decided = matches!(&part.standing, Standing::Bound(_));
    let has_lapsed = !decided && !needed.is_empty() && by.is_some_and(|by| on > by);
    BodyStanding { body: part.body, standing: word(proposal, part, on), because, needed, by, has_lapsed }
}

fn awaiting(proposal: &Proposal, part: &Part, closes: Date) -> (String, String, Option<Date>) {
    let new = proposal.positions.iter().skip(part.heard);
    let last = new.rev().find(|held| held.body == part.body && held.text == part.put);
    match last {
        Some(position) => (
            format!("{} {} for it", position.person, position.stance.words().to_lowercase()),
            "positions to be settled".to_owned(),
            None,
        ),
        None if proposal.positions.iter().any(|held| held.body == part.body && held.text != part.put) => (
            "its position was on an earlier wording".to_owned(),
            "a position on the amended wording".to_owned(),
            Some(closes),
        ),
        None => ("no position has been taken for it".to_owned(), "a position".to_owned(), Some(closes)),
    }
}

fn bound(proposal: &Proposal, decision: &Decision, on: Date) -> (String, String, Option<Date>) {
    let by = match &decision.by {
        DecidedBy::Representative { person } => format!("by {person}"),
        DecidedBy::GoverningBody { minute: MinuteRef::Item { item } } => format!("by its governing body at {item}"),
        DecidedBy::GoverningBody { .. } => "by its governing body".to_owned(),
        DecidedBy::Committee { committee } => format!("by {committee}"),
    };
    let power = decision.chains.iter().flat_map(|chain| &chain.powers).next();
    let under = power.map(|power| format!(" under {power}")).unwrap_or_default();
    let version = proposal.find_wording(decision.text).map_or(0, |wording| wording.version);
    let reserved = if decision.reserved { ", with a reservation" } else { "" };
    let because = format!("{by}{under} on {} to version {version}{reserved}", screen_date(decision.on));
    let condition = |id: &crate::ids::ConditionId| proposal.conditions.iter().find(|held| held.id == *id);
    match proposal.effect(decision, on) {
        Effect::InForce => (because, String::new(), None),
        Effect::Conditional(open) => {
            let by = open.iter().filter_map(condition).map(|held: &Condition| held.expires).min();
            let ids: Vec<&str> = open.iter().map(crate::ids::ConditionId::as_str).collect();
            (because, format!("conditions: {}", ids.join(", ")), by)
        }
        Effect::Lapsed(id) => (format!("{because}; lapsed, for {id} was not met"), String::new(), None),
    }
}

impl ReferralReason {
    /// In words, with the clause where there is one.
    pub fn words(&self) -> String {
        match self {
            Self::StoodAside => "its representative stood aside".to_owned(),
            Self::Silent => "its representative was there and took no position".to_owned(),
            Self::Absent => "nobody was there who could speak for it".to_owned(),
            Self::Recused => "its representative declared an interest".to_owned(),
            Self::NoPower { shortfall } => shortfall.to_string(),
            Self::OutsideRemit { matter } => format!("{matter} left the remit before it had effect"),
            Self::ClockRanOut => "the time ran out".to_owned(),
            Self::Indivisible { unagreed } => {
                format!("it cannot be divided, and not all agreed: {}", codes(unagreed))
            }
        }
    }
}

impl OutsideReason {
    /// In words.
    pub fn words(&self) -> String {
        match self {
            Self::NotAgreed { rounds: 1 } => "it still objected after one round of negotiation".to_owned(),
            Self::NotAgreed { rounds } => format!("it still objected after {rounds} rounds of negotiation"),
            Self::Refused => "its governing body refused".to_owned(),
            Self::DeadlineMissed => "its governing body gave no quorate answer in time".to_owned(),
            Self::Fell { because } => format!("it could not be divided and fell because of {}", codes(because)),
            Self::NotCarried => "the vote did not carry".to_owned(),
        }
    }
}

fn codes(bodies: &BTreeSet<OdsCode>) -> String {
    bodies.iter().map(OdsCode::as_str).collect::<Vec<_>>().join(" ")
}

/// What is known now that was not when a decision was taken. The decision stands; readers are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// For which body.
    pub body: OdsCode,
    /// What differs, in words.
    pub what: String,
}

/// Compares a decision's recorded chains with what is known now about its day.
///
/// Uses of powers are left out of account: the decision itself is one. A chain that as known now was not good that day, a
/// link that is gone or whose limits differ, and a limit below the amount are flagged.
pub fn review(decision: &Decision, now: Mandates<'_>) -> Vec<Flag> {
    let flag = |what: String| Flag { body: decision.body, what };
    let mut flags = Vec::new();
    for chain in &decision.chains {
        let found = match &decision.by {
            DecidedBy::Representative { person } => {
                let pending = terms::Pence(0);
                let ask =
                    Ask { person, body: decision.body, matter: &chain.matter, amount: None, on: decision.on, pending };
                now.authorise(&ask)
            }
            DecidedBy::GoverningBody { .. } => {
                now.authorise_governing_body(decision.body, &chain.matter, None, decision.on)
            }
            DecidedBy::Committee { committee } => {
                let (body, matter, on, pending) = (decision.body, &chain.matter, decision.on, terms::Pence(0));
                now.authorise_committee(&CommitteeAsk { committee, body, matter, amount: None, on, pending })
            }
        };
        let authority = match found {
            Ok(authority) => authority,
            Err(shortfall) => {
                flags.push(flag(format!("as known now there was no authority: {shortfall}")));
                continue;
            }
        };
        // The authority found now is good that day, so that a link has ended since makes no difference to it.
        for link in &chain.links {
            let same = authority.chain().iter().find(|held| held.kind == link.kind && held.id == link.id);
            match same {
                None => flags.push(flag(format!("{} `{}` is no longer part of the chain", link.kind.words(), link.id))),
                Some(held) if held.limits != link.limits => {
                    let limits = held.limits.screen();
                    flags.push(flag(format!("{} `{}` is now known with {limits}", link.kind.words(), link.id)));
                }
                Some(_) => {}
            }
        }
        let over = |limit: Option<terms::Pence>| {
            limit.zip(decision.amount).is_some_and(|(limit, amount)| amount.0.saturating_abs() > limit.0)
        };
        if over(authority.limits().per_decision) {
            flags.push(flag(format!("as known now the limit was {}", authority.limits().screen())));
        }
    }
    flags
}
