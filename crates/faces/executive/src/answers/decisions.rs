//! The register of decisions: one for each body bound, with its own authority.

use executive::{Decision, Effect, Forum, Proposal, Settlement};
use mandate::{LinkKind, Matter};
use terms::{Date, OdsCode};

use super::{Basis, proposal};
use ask::day;
use ask::{Cell, Column, Kind, Table};

/// Which decisions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecisionFilter {
    /// Of this body, as bound or as it acts now for a predecessor.
    pub body: Option<OdsCode>,
    /// At this forum.
    pub forum: Option<Forum>,
    /// About this matter or what is under it.
    pub matter: Option<Matter>,
    /// Taking effect on this day or later.
    pub from: Option<Date>,
    /// Taking effect on this day or earlier.
    pub to: Option<Date>,
    /// Whose title has these words.
    pub words: Option<String>,
}

/// A decision with the proposal it was made on.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// The proposal.
    pub proposal: &'a Proposal,
    /// The decision.
    pub decision: &'a Decision,
}

impl Found<'_> {
    /// Where it is.
    pub fn href(&self) -> String {
        format!("/decisions/{}/{}", self.proposal.id, self.decision.body)
    }
}

/// The decisions a filter takes that the reader may see, the latest first.
pub fn found<'a>(basis: &Basis<'a>, filter: &DecisionFilter) -> Vec<Found<'a>> {
    let words = filter.words.as_deref().map(str::to_lowercase);
    let takes = |held: &Found<'_>| {
        let (proposal, decision) = (held.proposal, held.decision);
        let body = |wanted: OdsCode| {
            decision.body == wanted || basis.mandates.acting_body(decision.body, basis.today) == wanted
        };
        let matter = |wanted: &Matter| {
            proposal.matters.iter().any(|matter| basis.mandates.covers(wanted, matter, decision.on).is_some())
        };
        filter.body.is_none_or(body)
            && filter.forum.as_ref().is_none_or(|forum| *forum == proposal.forum)
            && filter.matter.as_ref().is_none_or(matter)
            && filter.from.is_none_or(|from| decision.on >= from)
            && filter.to.is_none_or(|to| decision.on <= to)
            && words.as_ref().is_none_or(|words| proposal.title.as_str().to_lowercase().contains(words))
    };
    let mut found: Vec<Found<'_>> = basis
        .executive
        .proposals()
        .filter(|proposal| basis.may_see(proposal))
        .flat_map(|proposal| proposal.decisions().map(move |decision| Found { proposal, decision }))
        .filter(takes)
        .collect();
    found.sort_by_key(|held| (std::cmp::Reverse(held.decision.stamp), held.decision.id()));
    found
}

/// One body's decision, if the reader may see it.
pub fn one<'a>(basis: &Basis<'a>, id: &executive::ProposalId, body: OdsCode) -> Option<Found<'a>> {
    let proposal = basis.proposal(id)?;
    let decision = proposal.decisions().find(|decision| decision.body == body)?;
    Some(Found { proposal, decision })
}

/// The register.
pub fn decisions(basis: &Basis<'_>, filter: &DecisionFilter) -> Table {
    let rows = found(basis, filter).into_iter().map(|held| {
        let (proposal, decision) = (held.proposal, held.decision);
        let flags: Vec<&str> = [
            decision.reserved.then_some("with a reservation"),
            conditional(basis, proposal, decision),
            (!corrected(basis, decision).is_empty()).then_some("its authority was corrected afterwards"),
        ]
        .into_iter()
        .flatten()
        .collect();
        vec![
            decision.on.into(),
            Cell::link(proposal.title.as_str(), held.href()),
            basis.body(decision.body, decision.on).into(),
            decision.amount.map(|amount| amount.0).into(),
            basis.matters(&proposal.matters, decision.on).into(),
            proposal::by_words(basis, decision).into(),
            basis.forum(&proposal.forum, decision.on).into(),
            flags.join("; ").into(),
            decision.stamp.entry.to_string().into(),
            decision.id().into(),
            decision.text.to_string().into(),
        ]
    });
    Table {
        caption: "Decisions".to_owned(),
        columns: vec![
            Column::new("on", "Decided", Kind::Date),
            Column::new("title", "What was decided", Kind::Link),
            Column::new("body", "Body bound", Kind::Text),
            Column::new("amount_pence", "Amount (pence)", Kind::Number),
            Column::new("matters", "About", Kind::Text),
            Column::new("by", "By whom", Kind::Text),
            Column::new("forum", "At", Kind::Text),
            Column::new("flags", "Take note", Kind::Text),
            Column::new("entry", "Entry", Kind::Code).for_files(),
            Column::new("id", "Reference", Kind::Code).for_files(),
            Column::new("text_sha256", "SHA-256 of the wording", Kind::Code).for_files(),
        ],
        rows: rows.collect(),
        source: format!("the record of decisions, to entry {}", basis.executive.sequence()),
        notes: vec![
            "One text can bind several bodies: each has its own decision, by its own power. A body that is not listed is not bound.".to_owned(),
        ],
    }
}

/// What its conditions make of a decision today, in words; nothing where it has none.
pub fn conditional(basis: &Basis<'_>, proposal: &Proposal, decision: &Decision) -> Option<&'static str> {
    proposal.conditions_of(decision.body).next()?;
    Some(match proposal.effect(decision, basis.today) {
        Effect::Lapsed(_) => "lapsed: a condition was not met",
        Effect::Conditional(_) => "conditional",
        Effect::InForce => "its conditions are met",
    })
}

/// Whether and from when a decision has effect, as a heading with its value.
pub fn effect(basis: &Basis<'_>, proposal: &Proposal, decision: &Decision) -> (&'static str, String) {
    let on = day(decision.on);
    match proposal.effect(decision, basis.today) {
        Effect::InForce => ("In effect from", on),
        Effect::Conditional(open) => {
            let n = naming::counted(open.len() as u64, "condition is", "conditions are");
            ("In effect", format!("not yet: decided on {on}, once {n} met"))
        }
        Effect::Lapsed(_) => {
            ("In effect", format!("no longer: decided on {on}, and lapsed when a condition was not met in time"))
        }
    }
}

/// What was so when the decision had effect.
pub fn settlement<'a>(held: &Found<'a>) -> Option<&'a Settlement> {
    held.proposal.settlements.get(held.decision.settlement?)
}

/// The powers a decision used that the record, as now known, no longer has as they were when it was recorded.
///
/// The record stands: a decision is judged by what was known when it was made, and flagged when that was put right later.
pub fn corrected(basis: &Basis<'_>, decision: &Decision) -> Vec<String> {
    let mut found = Vec::new();
    for chain in &decision.chains {
        for id in &chain.powers {
            match basis.mandates.power(id) {
                None => found.push(format!("power {id} is no longer on record")),
                Some(power) if power.period.contains(decision.on) == terms::Certainty::No => {
                    found.push(format!("power {id} is now recorded as in force {}", power.period.screen()));
                }
                Some(_) => {}
            }
        }
        for link in chain.links.iter().filter(|link| link.kind == LinkKind::Person) {
            let Ok(person) = link.id.parse() else { continue };
            let held = chain.post.as_ref().is_none_or(|post| {
                basis.mandates.posts_of(&person, decision.on).iter().any(|(held, _)| held.id == *post)
            });
            if !held {
                found.push(format!("{} is now recorded as not holding the post that day", basis.person(&person)));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The chain of authority, from statute to person: one row for each link.
pub fn chain(basis: &Basis<'_>, decision: &Decision) -> Table {
    let rows = decision.chains.iter().flat_map(|chain| {
        chain.links.iter().enumerate().map(move |(place, link)| {
            let title = match (link.kind, link.id.parse()) {
                (LinkKind::Person, Ok(person)) => format!("{} ({})", basis.person(&person), link.title),
                _ => link.title.clone(),
            };
            vec![
                Cell::Number(place as i64 + 1),
                link.kind.words().into(),
                title.into(),
                link.clause.clone().into(),
                link.period.screen().into(),
                if link.limits.is_unlimited() {
                    Cell::Empty
                } else {
                    Cell::brief(link.limits.screen(), link.limits.to_the_penny())
                },
                basis.matter(&chain.matter, decision.on).into(),
                if link.kind == LinkKind::Person { Cell::Empty } else { link.id.clone().into() },
            ]
        })
    });
    Table {
        caption: "Chain of authority".to_owned(),
        columns: vec![
            Column::new("link", "Link", Kind::Number),
            Column::new("kind", "What it is", Kind::Text),
            Column::new("title", "Title", Kind::Text),
            Column::new("clause", "Clause", Kind::Text),
            Column::new("period", "In force", Kind::Text),
            Column::new("limits", "Up to", Kind::Text),
            Column::new("matter", "For", Kind::Text),
            Column::new("id", "Reference", Kind::Code).for_files(),
        ],
        rows: rows.collect(),
        source: format!("entry {}, in which the decision is recorded with its authority", decision.stamp.entry),
        notes: Vec::new(),
    }
}

/// The papers as those who decided saw them.
pub fn papers_seen(basis: &Basis<'_>, settlement: &Settlement) -> Table {
    let rows = settlement.papers.iter().map(|seen| {
        let paper = basis.executive.paper(&seen.paper);
        let version = paper.and_then(|paper| paper.versions.iter().find(|version| version.version == seen.version));
        let readable = paper
            .zip(version)
            .filter(|(paper, version)| basis.may_read_paper(paper, version))
            .and_then(|(paper, version)| basis.open_item(&paper.item).map(|(meeting, _)| (meeting, version)));
        // The hash of bytes one may not read would prove a guess at them.
        let Some((meeting, version)) = readable else {
            return vec!["Confidential".into(), Cell::Number(i64::from(seen.version)), Cell::Empty];
        };
        let href = format!("/meetings/{}/papers/{}/{}", meeting.id, seen.paper, seen.version);
        let title = Cell::link(version.title.as_str(), href);
        vec![title, Cell::Number(i64::from(seen.version)), seen.hash.to_string().into()]
    });
    Table {
        caption: "Papers as seen".to_owned(),
        columns: vec![
            Column::new("title", "Paper", Kind::Link),
            Column::new("version", "Version", Kind::Number),
            Column::new("sha256", "SHA-256", Kind::Code),
        ],
        rows: rows.collect(),
        source: format!("entry {}, in which the positions had effect", settlement.stamp.entry),
        notes: Vec::new(),
    }
}
