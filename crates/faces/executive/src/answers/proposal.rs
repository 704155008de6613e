//! One proposal: who is bound, by what, and what is still needed.

use executive::{
    Condition, ConditionOutcome, DecidedBy, Decision, Effect, Forum, OutsideReason, Part, Position, Proposal,
    ReferralReason, Standing,
};
use mandate::{Ask, Authority, PersonId, SeatRole, Shortfall};
use std::collections::BTreeSet;
use terms::{Date, OdsCode, Pence, Text};

use super::{Basis, clock};
use ask::day;
use ask::{Cell, Column, Kind, Table};

/// How one body stands to a proposal, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartRow {
    /// The body, as tabled.
    pub body: OdsCode,
    /// Its name and code.
    pub name: String,
    /// The body that acts for it today, when that is another.
    pub successor: Option<String>,
    /// One or two words: `Bound`, `Referred`, `In negotiation` …
    pub standing: &'static str,
    /// Why it stands so; empty when the word says it.
    pub why: String,
    /// What its representative says, by whom and when.
    pub position: String,
    /// The reservation or the reason for objecting.
    pub reason: String,
    /// By what it is bound, or what is lacking.
    pub authority: String,
    /// Where its decision is, once bound.
    pub decision: Option<String>,
    /// What it commits. Units: pence.
    pub amount: Option<Pence>,
    /// The last day that counts now.
    pub deadline: Option<Date>,
    /// What must happen before nothing more is to be done.
    pub needed: String,
}

/// How every body stands, in order of code.
pub fn parts(basis: &Basis<'_>, proposal: &Proposal) -> Vec<PartRow> {
    proposal.parts.values().map(|part| row(basis, proposal, part)).collect()
}

/// The last position for a body on the wording put to it.
pub fn position<'p>(proposal: &'p Proposal, part: &Part) -> Option<&'p Position> {
    let mine = proposal.positions.iter().rev().find(|position| position.body == part.body)?;
    // A position counts on the wording it was given on, or as what a bound body was bound by.
    let counts = mine.text == part.put || matches!(&part.standing, Standing::Bound(held) if held.text == mine.text);
    (counts || !matches!(part.standing, Standing::Awaiting)).then_some(mine)
}

fn row(basis: &Basis<'_>, proposal: &Proposal, part: &Part) -> PartRow {
    let body = part.body;
    let acting = basis.mandates.acting_body(body, basis.today);
    let said = position(proposal, part);
    let amount = proposal.find_wording(part.put).and_then(|wording| wording.amounts.get(&body)).copied();
    let (standing, why) = standing(basis, proposal, part);
    PartRow {
        body,
        name: basis.body(body, proposal.tabled),
        successor: (acting != body).then(|| basis.body(acting, basis.today)),
        standing,
        why,
        position: said.map_or_else(|| "None yet".to_owned(), |said| said_words(basis, said)),
        reason: said.and_then(|said| said.reason.as_ref()).map(Text::to_string).unwrap_or_default(),
        authority: authority(basis, proposal, part, said, amount),
        decision: matches!(part.standing, Standing::Bound(_)).then(|| format!("/decisions/{}/{body}", proposal.id)),
        amount,
        deadline: deadline(proposal, part),
        needed: needed(basis, proposal, part, said),
    }
}

/// A position in words: what, by whom, when.
pub fn said_words(basis: &Basis<'_>, said: &Position) -> String {
    let deputy = if said.as_deputy { ", deputising" } else { "" };
    format!("{} ({}{deputy}, {})", said.stance.words(), basis.person(&said.person), clock::said(said.on, said.stamp))
}

/// How a part stands: a word, and why.
pub fn standing(basis: &Basis<'_>, proposal: &Proposal, part: &Part) -> (&'static str, String) {
    match &part.standing {
        Standing::Awaiting => ("Awaiting", String::new()),
        Standing::Bound(decision) if matches!(proposal.effect(decision, basis.today), Effect::Lapsed(_)) => {
            ("No longer bound", format!("bound on {}; lapsed, for a condition was not met in time", day(decision.on)))
        }
        Standing::Bound(decision) => {
            let reserved = if decision.reserved { ", with a reservation" } else { "" };
            ("Bound", format!("from {}{reserved}", day(decision.on)))
        }
        Standing::Referred(referral) => {
            let board = basis.board_words(part.body, referral.on);
            let agreed = match referral.agreed {
                Some(_) => format!("; its {board} agrees and waits for the others"),
                None => String::new(),
            };
            ("Referred", format!("to its {board}: {}{agreed}", why_referred(basis, &referral.reason, referral.on)))
        }
        Standing::Negotiating(held) => {
            let mediator =
                held.mediator.as_ref().map_or(String::new(), |who| format!(", mediated by {}", basis.person(who)));
            ("In negotiation", format!("round {}{mediator}", held.round))
        }
        Standing::Outside { reason, on } => {
            ("Outside", format!("since {}: {}", day(*on), why_outside(basis, reason, *on)))
        }
        Standing::NotTheirs { responsible, on } => {
            let whose = if responsible.is_empty() {
                "no mandate on record says whose it is".to_owned()
            } else {
                format!("it is commissioned by {}", basis.bodies(responsible.iter().copied(), *on))
            };
            ("Not its to decide", whose)
        }
    }
}

/// Why a part went to its governing body.
pub fn why_referred(basis: &Basis<'_>, reason: &ReferralReason, on: Date) -> String {
    match reason {
        ReferralReason::NoPower { shortfall } => {
            format!("its representative had not the power: {}", lacking(basis, shortfall))
        }
        ReferralReason::Indivisible { unagreed } => {
            format!("it cannot be divided, and these were not bound: {}", basis.bodies(unagreed.iter().copied(), on))
        }
        other => other.words(),
    }
}

/// Why a part stays outside.
pub fn why_outside(basis: &Basis<'_>, reason: &OutsideReason, on: Date) -> String {
    match reason {
        OutsideReason::Fell { because } => {
            format!("it could not be divided and fell because of {}", basis.bodies(because.iter().copied(), on))
        }
        other => other.words(),
    }
}

/// What was lacking, with people by name.
pub fn lacking(basis: &Basis<'_>, shortfall: &Shortfall) -> String {
    basis.named(&shortfall.to_string())
}

fn authority(
    basis: &Basis<'_>,
    proposal: &Proposal,
    part: &Part,
    said: Option<&Position>,
    amount: Option<Pence>,
) -> String {
    match (&part.standing, said) {
        (Standing::Bound(decision), _) => by_words(basis, decision),
        (Standing::Referred(_), _) => match &part.standing {
            Standing::Referred(referral) => match &referral.reason {
                ReferralReason::NoPower { shortfall } => lacking(basis, shortfall),
                _ => String::new(),
            },
            _ => String::new(),
        },
        (Standing::Awaiting | Standing::Negotiating(_), Some(said)) if said.stance.concurs() => {
            match power_of(basis, proposal, &said.person, part.body, amount, basis.today) {
                Ok(powers) => format!("Within power: {}", limits_words(&powers)),
                Err(shortfall) => format!("Will be referred: {}", lacking(basis, &shortfall)),
            }
        }
        _ => String::new(),
    }
}

/// By whom a body decided.
pub fn by_words(basis: &Basis<'_>, decision: &Decision) -> String {
    match &decision.by {
        DecidedBy::Representative { person } => format!("By its representative, {}", basis.person(person)),
        DecidedBy::GoverningBody { .. } => format!("By its own {}", basis.board_words(decision.body, decision.on)),
        DecidedBy::Committee { committee } => {
            format!("By {}, to which it delegated", basis.forum(&Forum::Committee(committee.clone()), basis.today))
        }
    }
}

/// The power a person has to decide every matter of a proposal for a body on a day.
///
/// # Errors
/// The first shortfall.
pub fn power_of(
    basis: &Basis<'_>,
    proposal: &Proposal,
    person: &PersonId,
    body: OdsCode,
    amount: Option<Pence>,
    on: Date,
) -> Result<Vec<Authority>, Shortfall> {
    let ask = |matter| Ask { person, body, matter, amount, on, pending: Pence(0) };
    proposal.matters.iter().map(|matter| basis.mandates.authorise(&ask(matter))).collect()
}

/// The limits of some powers, in words.
pub fn limits_words(powers: &[Authority]) -> String {
    let limits: BTreeSet<String> = powers.iter().map(|power| power.limits().screen()).collect();
    limits.into_iter().collect::<Vec<_>>().join("; ")
}

fn deadline(proposal: &Proposal, part: &Part) -> Option<Date> {
    match &part.standing {
        Standing::Awaiting => proposal.open.map(|open| open.closes),
        Standing::Referred(referral) => Some(referral.deadline),
        Standing::Negotiating(held) => Some(held.until),
        Standing::Bound(_) => {
            let open = proposal.conditions_of(part.body).filter(|held| held.outcome == ConditionOutcome::Open);
            open.map(|held| held.expires).min()
        }
        Standing::Outside { .. } | Standing::NotTheirs { .. } => None,
    }
}

/// Those who may speak for a body on a day.
pub fn representatives(basis: &Basis<'_>, proposal: &Proposal, body: OdsCode, on: Date) -> BTreeSet<PersonId> {
    let Forum::Committee(id) = &proposal.forum else { return BTreeSet::new() };
    let Some(committee) = basis.mandates.committee(id) else { return BTreeSet::new() };
    let acting = basis.mandates.acting_body(body, on);
    committee
        .seats_on(on)
        .filter(|seat| seat.role == SeatRole::Representative)
        .filter(|seat| seat.represents.contains(&body) || seat.represents.contains(&acting))
        .flat_map(|seat| basis.mandates.holders_of(&seat.post, on))
        .map(|holding| holding.person.clone())
        .collect()
}

fn needed(basis: &Basis<'_>, proposal: &Proposal, part: &Part, said: Option<&Position>) -> String {
    let today = basis.today;
    let over = |last: Date| today > last;
    match &part.standing {
        Standing::Awaiting => match (proposal.open, said) {
            (None, _) => "Positions have not opened".to_owned(),
            (Some(open), None) if over(open.closes) => {
                "The time for positions is over: it is referred when that is recorded".to_owned()
            }
            (Some(open), None) => {
                let who = representatives(basis, proposal, part.body, today);
                let who = if who.is_empty() { "its representative".to_owned() } else { basis.people(&who) };
                format!("A position from {who} by {}", clock::last_day(open.closes, today))
            }
            (Some(_), Some(_)) => "That the chair lets the positions take effect".to_owned(),
        },
        Standing::Bound(_) => {
            let open: Vec<String> = proposal
                .conditions_of(part.body)
                .filter(|held| held.outcome == ConditionOutcome::Open)
                .map(|held| format!("{} by {}", held.wording, clock::last_day(held.expires, today)))
                .collect();
            if open.is_empty() { "Nothing".to_owned() } else { format!("Conditions: {}", open.join("; ")) }
        }
        Standing::Referred(referral) if referral.agreed.is_some() => "The answers of the others".to_owned(),
        Standing::Referred(referral) if over(referral.deadline) => {
            "The deadline is past: it stays outside when that is recorded".to_owned()
        }
        Standing::Referred(referral) => {
            let board = basis.board_words(part.body, referral.on);
            format!("The answer of its {board} by {}", clock::last_day(referral.deadline, today))
        }
        Standing::Negotiating(held) if over(held.until) => {
            "The round is over: what follows is recorded next".to_owned()
        }
        Standing::Negotiating(held) => format!("Agreement by {}", clock::last_day(held.until, today)),
        Standing::Outside { on, .. } => format!("Nothing: its {} may still agree", basis.board_words(part.body, *on)),
        Standing::NotTheirs { .. } => "The power of whoever commissions it".to_owned(),
    }
}

/// How all bodies stand, in one sentence: `6 bound, 1 referred to its governing body.`
pub fn outcome(proposal: &Proposal) -> String {
    let count = |wanted: fn(&Standing) -> bool| proposal.parts.values().filter(|part| wanted(&part.standing)).count();
    let counted = [
        (count(|held| matches!(held, Standing::Bound(_))), "bound"),
        (count(|held| matches!(held, Standing::Referred(_))), "referred"),
        (count(|held| matches!(held, Standing::Negotiating(_))), "in negotiation"),
        (count(|held| matches!(held, Standing::Awaiting)), "awaiting"),
        (count(|held| matches!(held, Standing::Outside { .. })), "outside"),
        (count(|held| matches!(held, Standing::NotTheirs { .. })), "not theirs to decide"),
    ];
    let said: Vec<String> =
        counted.iter().filter(|(number, _)| *number > 0).map(|(number, words)| format!("{number} {words}")).collect();
    format!("Of {} bodies: {}", proposal.parts.len(), said.join(", "))
}

/// How every body stands, as a table.
pub fn table(basis: &Basis<'_>, proposal: &Proposal) -> Table {
    let rows = parts(basis, proposal).into_iter().map(|part| {
        let standing = match &part.decision {
            Some(href) => Cell::link(part.standing, href.clone()),
            None => part.standing.into(),
        };
        vec![
            part.body.to_string().into(),
            part.name.into(),
            part.successor.into(),
            standing,
            part.why.into(),
            part.position.into(),
            part.reason.into(),
            part.authority.into(),
            part.amount.map(|amount| amount.0).into(),
            part.deadline.into(),
            part.needed.into(),
        ]
    });
    Table {
        caption: format!("Who is bound: {}", proposal.title),
        columns: vec![
            Column::new("code", "Code", Kind::Code),
            Column::new("body", "Body", Kind::Text),
            Column::new("successor", "For which now acts", Kind::Text),
            Column::new("standing", "Standing", Kind::Link),
            Column::new("why", "Why", Kind::Text),
            Column::new("position", "Position", Kind::Text),
            Column::new("reason", "Reason or reservation", Kind::Text),
            Column::new("authority", "Authority", Kind::Text),
            Column::new("amount_pence", "Amount (pence)", Kind::Number),
            Column::new("deadline", "Deadline", Kind::Date),
            Column::new("needed", "Still needed", Kind::Text),
        ],
        rows: rows.collect(),
        source: format!("the record of the proposal, to entry {}", basis.executive.sequence()),
        notes: Vec::new(),
    }
}

/// Every position ever taken, in order.
pub fn positions(basis: &Basis<'_>, proposal: &Proposal) -> Table {
    let rows = proposal.positions.iter().map(|said| {
        let version = proposal.find_wording(said.text).map_or_else(String::new, |wording| wording.version.to_string());
        vec![
            clock::said(said.on, said.stamp).into(),
            basis.body(said.body, said.on).into(),
            basis.person(&said.person).into(),
            said.stance.words().into(),
            said.reason.as_ref().map(Text::to_string).into(),
            version.into(),
            said.text.short().into(),
        ]
    });
    Table {
        caption: "Positions taken".to_owned(),
        columns: vec![
            Column::new("when", "When", Kind::Text),
            Column::new("body", "For", Kind::Text),
            Column::new("person", "By", Kind::Text),
            Column::new("stance", "Position", Kind::Text),
            Column::new("reason", "Reason or reservation", Kind::Text),
            Column::new("wording", "On wording", Kind::Text),
            Column::new("hash", "Hash", Kind::Code),
        ],
        rows: rows.collect(),
        source: format!("the record of the proposal, to entry {}", basis.executive.sequence()),
        notes: Vec::new(),
    }
}

/// On what the approval depends.
pub fn conditions<'c>(basis: &Basis<'_>, held: impl IntoIterator<Item = &'c Condition>) -> Table {
    let rows = held.into_iter().map(|held| {
        let (state, on, evidence) = match &held.outcome {
            ConditionOutcome::Open if basis.today > held.expires => {
                ("Expired: its lapse is to be recorded", None, None)
            }
            ConditionOutcome::Open => ("Open", None, None),
            ConditionOutcome::Met { evidence, on } => ("Met", Some(*on), Some(evidence.to_string())),
            ConditionOutcome::Lapsed { on } => ("Not met in time: the approval lapsed", Some(*on), None),
        };
        vec![
            held.wording.as_str().into(),
            held.body.map_or_else(|| "all bodies".to_owned(), |body| basis.body(body, held.expires)).into(),
            basis.person(&held.owner).into(),
            held.expires.into(),
            state.into(),
            on.into(),
            evidence.into(),
        ]
    });
    Table {
        caption: "Conditions".to_owned(),
        columns: vec![
            Column::new("wording", "What must come about", Kind::Text),
            Column::new("body", "For", Kind::Text),
            Column::new("owner", "Who sees to it", Kind::Text),
            Column::new("expires", "Last day", Kind::Date),
            Column::new("state", "State", Kind::Text),
            Column::new("on", "On", Kind::Date),
            Column::new("evidence", "What shows it", Kind::Text),
        ],
        rows: rows.collect(),
        source: format!("the record of the proposal, to entry {}", basis.executive.sequence()),
        notes: Vec::new(),
    }
}

/// An amount as a page shows it, or that none is committed.
pub fn money(amount: Option<Pence>) -> String {
    amount.map_or_else(|| "no money".to_owned(), Pence::pounds)
}
