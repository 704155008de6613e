//! What goes out of a meeting, drafted from the record as Markdown for people to edit, and the register of decisions.

use crate::event::DecidedBy;
use crate::ids::{ItemId, MeetingId, ProposalId};
use crate::kind::{Access, ItemKind, Recusal};
use crate::meeting::{Action, Item, Meeting, Plan};
use crate::proposal::{ConditionOutcome, Decision, Proposal, Standing};
use crate::standing::Effect;
use crate::state::Executive;
use crate::terms_of_reference::Forum;
use crate::text::TextHash;
use mandate::{Mandates, PersonId};
use std::fmt::Write as _;
use terms::{Date, OdsCode, Pence, screen_date};

/// A line of the register of decisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterRow {
    /// The decision.
    pub id: String,
    /// The proposal.
    pub proposal: ProposalId,
    /// What it is called.
    pub title: String,
    /// Who decided.
    pub forum: Forum,
    /// For which body.
    pub body: OdsCode,
    /// The day it took effect.
    pub on: Date,
    /// The entry that recorded it.
    pub entry: terms::Sequence,
    /// By whom, in words.
    pub by: String,
    /// The wording.
    pub text: TextHash,
    /// How much it commits.
    pub amount: Option<Pence>,
    /// Whether it has effect, on the day asked about.
    pub effect: Effect,
    /// Whether everybody may read it.
    pub access: Access,
}

impl<'a> Executive<'a> {
    /// The register of decisions as it stands on a day, the newest first. The public part is the rows that are public.
    pub fn register(&self, on: Date) -> Vec<RegisterRow> {
        let mut rows: Vec<RegisterRow> = Vec::new();
        for proposal in self.proposals() {
            let access = self.access(proposal);
            for decision in proposal.decisions() {
                rows.push(RegisterRow {
                    id: decision.id(),
                    proposal: proposal.id.clone(),
                    title: proposal.title.to_string(),
                    forum: proposal.forum.clone(),
                    body: decision.body,
                    on: decision.on,
                    entry: decision.stamp.entry,
                    by: decided_by(decision),
                    text: decision.text,
                    amount: decision.amount,
                    effect: proposal.effect(decision, on),
                    access,
                });
            }
        }
        rows.sort_by(|one, two| (two.on, two.entry, &one.id).cmp(&(one.on, one.entry, &two.id)));
        rows
    }

    /// Who may read a proposal: whoever may read the item at which it is decided.
    pub fn access(&self, proposal: &Proposal) -> Access {
        let items = proposal.settlements.iter().filter_map(|settled| settled.item.as_ref());
        let now = match &proposal.route {
            crate::act::Route::Item { item } => Some(item),
            _ => None,
        };
        let confidential =
            |item: &ItemId| self.item(item).is_some_and(|held| held.reading.access == Access::Confidential);
        if items.chain(now).any(confidential) { Access::Confidential } else { Access::Public }
    }

    /// The proposals decided outside a meeting and not yet reported to one.
    pub fn unreported(&self, forum: &Forum) -> Vec<&'a Proposal> {
        let due = |held: &&Proposal| held.forum == *forum && held.awaits_report();
        self.proposals().filter(due).collect()
    }

    /// The forward plan of a forum from a day on, by day.
    pub fn forward_plan(&self, forum: &Forum, from: Date) -> Vec<&'a Plan> {
        let mut plans: Vec<&Plan> = self.plans().filter(|plan| plan.forum == *forum && plan.expected >= from).collect();
        plans.sort_by_key(|plan| (plan.expected, plan.id.clone()));
        plans
    }

    /// The actions of a forum that are not closed, the most urgent first.
    pub fn open_actions(&self, forum: &Forum) -> Vec<&'a Action> {
        let of = |action: &&Action| {
            let meeting = self.item(&action.item).and_then(|item| self.meeting(&item.meeting));
            action.closed.is_none() && meeting.is_some_and(|meeting| meeting.forum == *forum)
        };
        let mut actions: Vec<&Action> = self.actions().filter(of).collect();
        actions.sort_by_key(|action| (action.due, action.id.clone()));
        actions
    }
}

fn decided_by(decision: &Decision) -> String {
    match &decision.by {
        DecidedBy::Representative { person } => person.to_string(),
        DecidedBy::GoverningBody { .. } => "its governing body".to_owned(),
        DecidedBy::Committee { committee } => committee.to_string(),
    }
}

fn name(mandates: Mandates<'_>, person: &PersonId) -> String {
    mandates.person(person).and_then(|held| held.name.map(str::to_owned)).unwrap_or_else(|| person.to_string())
}

/// The minutes of a meeting, drafted from the record as Markdown; the public version leaves confidential items out and says
/// that it does. `None` when there is no such meeting.
pub fn draft_minutes(
    executive: Executive<'_>,
    mandates: Mandates<'_>,
    meeting: &MeetingId,
    access: Access,
) -> Option<String> {
    let meeting = executive.meeting(meeting)?;
    let mut text = format!("# {}\n\n{}, {}\n", meeting.title, meeting.when(), meeting.place);
    people(&mut text, mandates, meeting);
    for (number, item) in (1..).zip(meeting.items.iter().filter_map(|id| executive.item(id))) {
        if item.reading.access == Access::Confidential && access == Access::Public {
            let reason = item.reading.reason.as_ref().map(ToString::to_string).unwrap_or_default();
            let _ = write!(text, "\n## {number}. Confidential item\n\nConsidered in private: {reason}\n");
            continue;
        }
        minute_item(&mut text, executive, mandates, number, item);
    }
    Some(text)
}

fn people(text: &mut String, mandates: Mandates<'_>, meeting: &Meeting) {
    let mut there: Vec<String> = meeting.attendance.iter().map(|held| name(mandates, &held.person)).collect();
    there.sort();
    there.dedup();
    let _ = write!(text, "\n**Present:** {}\n", if there.is_empty() { "nobody".to_owned() } else { there.join("; ") });
    if !meeting.apologies.is_empty() {
        let apologies: Vec<String> = meeting.apologies.iter().map(|person| name(mandates, person)).collect();
        let _ = write!(text, "\n**Apologies:** {}\n", apologies.join("; "));
    }
}

fn minute_item(text: &mut String, executive: Executive<'_>, mandates: Mandates<'_>, number: usize, item: &Item) {
    let _ = write!(text, "\n## {number}. {}\n", item.title);
    if item.kind != ItemKind::Decision {
        let _ = write!(text, "\nFor {}.\n", item.kind.slug());
    }
    for declared in &item.declarations {
        let follows = match declared.recusal {
            Recusal::TakesPart => "took part",
            Recusal::SpeaksOnly => "spoke and did not decide",
            Recusal::Leaves => "left for the item",
        };
        let (who, category) = (name(mandates, &declared.person), declared.category.words().to_lowercase());
        let _ = write!(text, "\n{who} declared an interest ({category}) and {follows}.\n");
    }
    for remark in &item.remarks {
        let _ = write!(text, "\n{}: {}\n", name(mandates, &remark.person), remark.text);
    }
    let decided_here =
        |held: &&Proposal| held.settlements.iter().any(|settled| settled.item.as_ref() == Some(&item.id));
    for proposal in executive.proposals().filter(decided_here) {
        minute_proposal(text, mandates, proposal, &item.id);
    }
    for action in executive.actions().filter(|action| action.item == item.id) {
        let (who, due) = (name(mandates, &action.owner), screen_date(action.due));
        let _ = write!(text, "\n**{}:** {} ({who}, by {due})\n", action.kind.words(), action.wording);
    }
}

/// What came of a proposal at one item: positions and results as they were then, and not as they have become.
fn minute_proposal(text: &mut String, mandates: Mandates<'_>, proposal: &Proposal, item: &ItemId) {
    let _ = write!(text, "\n### {}\n", proposal.title);
    for (place, settled) in proposal.settlements.iter().enumerate() {
        if settled.item.as_ref() != Some(item) {
            continue;
        }
        let before = place.checked_sub(1).and_then(|last| proposal.settlements.get(last)).map(|last| last.stamp);
        let heard = proposal.positions.iter().filter(|held| {
            before.is_none_or(|before| held.stamp.entry > before.entry) && held.stamp.entry < settled.stamp.entry
        });
        text.push('\n');
        for position in heard {
            let reason = position.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
            let (who, stance) = (name(mandates, &position.person), position.stance.words().to_lowercase());
            let _ = writeln!(text, "- {who}, for {}, {stance}{reason}", position.body);
        }
        let _ = write!(text, "\nThe meeting was {}.\n\n", settled.quorum);
        for part in proposal.parts.values() {
            match &part.standing {
                Standing::Bound(decision) if decision.settlement == Some(place) => {
                    let amount =
                        decision.amount.map(|amount| format!(", {}", amount.to_the_penny())).unwrap_or_default();
                    let by = name_by(mandates, decision);
                    let _ = writeln!(text, "- **{}** decided, {by}{amount}", part.body);
                }
                other => {
                    let mut then = part.past.iter().map(|past| &past.standing).chain([other]);
                    if let Some(words) = then.find_map(|held| result_on(held, settled.on)) {
                        let _ = writeln!(text, "- **{}** {words}", part.body);
                    }
                }
            }
        }
    }
}

fn name_by(mandates: Mandates<'_>, decision: &Decision) -> String {
    match &decision.by {
        DecidedBy::Representative { person } => format!("by {}", name(mandates, person)),
        _ => format!("by {}", decided_by(decision)),
    }
}

/// What began for a body on a day.
fn result_on(standing: &Standing, on: Date) -> Option<String> {
    match standing {
        Standing::Referred(held) if held.on == on => Some(format!(
            "was referred to its governing body, to answer by {}: {}",
            screen_date(held.deadline),
            held.reason.words()
        )),
        Standing::Negotiating(held) if held.on == on => {
            Some(format!("objected: round {} of negotiation, to {}", held.round, screen_date(held.until)))
        }
        Standing::Outside { reason, on: since } if *since == on => Some(format!("stays outside: {}", reason.words())),
        Standing::NotTheirs { on: since, .. } if *since == on => Some("has not this to decide".to_owned()),
        _ => None,
    }
}

/// The notice of one body's decision, drafted from the record as Markdown: what was decided, by whom, on what authority,
/// on which conditions. `None` when the body has not decided.
pub fn draft_notice(
    executive: Executive<'_>,
    mandates: Mandates<'_>,
    proposal: &ProposalId,
    body: OdsCode,
) -> Option<String> {
    let proposal = executive.proposal(proposal)?;
    let Standing::Bound(decision) = &proposal.parts.get(&body)?.standing else { return None };
    let wording = proposal.find_wording(decision.text)?;
    let mut text = format!("# Decision of {body}: {}\n", proposal.title);
    let _ = write!(text, "\nDecided on {}, {}.\n", screen_date(decision.on), name_by(mandates, decision));
    if let Some(amount) = decision.amount {
        let _ = write!(text, "\nIt commits {}.\n", amount.to_the_penny());
    }
    let _ = write!(text, "\n> {}\n\nWording {}, SHA-256 `{}`.\n", wording.text, wording.version, wording.hash);
    for chain in &decision.chains {
        let _ = write!(text, "\n**Authority over {}:**\n\n", chain.matter);
        for link in &chain.links {
            let clause = link.clause.as_ref().map(|clause| format!(", {clause}")).unwrap_or_default();
            let _ = writeln!(text, "1. {}: {}{clause} ({})", link.kind.words(), link.title, link.period.screen());
        }
    }
    let conditions: Vec<_> = proposal.conditions_of(body).collect();
    if !conditions.is_empty() {
        text.push_str("\n**Conditions:**\n\n");
        for condition in conditions {
            let how = match &condition.outcome {
                ConditionOutcome::Open => format!("by {}", screen_date(condition.expires)),
                ConditionOutcome::Met { on, .. } => format!("met on {}", screen_date(*on)),
                ConditionOutcome::Lapsed { .. } => "not met: the approval lapsed".to_owned(),
            };
            let _ = writeln!(text, "- {} ({how})", condition.wording);
        }
    }
    Some(text)
}
