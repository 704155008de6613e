//! Merge day: no item is left without a disposition. Section 10, rule R50.

use super::Draft;
use super::instruments::{lay, transfers_end};
use crate::act::{LiveItem, Remainder};
use crate::clause::{Binding, Constraint};
use crate::event::{DisposedItem, Event};
use crate::id::Stay;
use crate::instrument::Instrument;
use crate::kind::{BodyClass, InstrumentKind, Programme};
use crate::reach::People;
use crate::refusal::Refusal;
use crate::succession::{Disposition, Item, Joining, Merger, Outcome};
use mandate::Population;
use std::collections::{BTreeMap, BTreeSet};
use terms::OdsCode;

pub(super) fn merge(
    draft: &mut Draft<'_>,
    merger: &Merger,
    partners: &BTreeSet<OdsCode>,
    dispositions: &BTreeMap<LiveItem, Disposition>,
    remainder: Remainder,
) -> Result<(), Refusal> {
    draft.class(merger.successor, merger.on)?;
    let live = draft.room.live_items(merger.predecessor, merger.on);
    if let Some(item) = dispositions.keys().find(|item| !live.contains(item)) {
        return Err(Refusal::NothingToDispose { item: item.to_string(), body: merger.predecessor });
    }
    for (item, _) in dispositions.iter().filter(|(_, said)| **said != Disposition::Follow) {
        signed_by_authority(draft, item)?;
    }
    let left: Vec<String> =
        live.iter().filter(|item| !dispositions.contains_key(item)).map(ToString::to_string).collect();
    if remainder == Remainder::Refused && !left.is_empty() {
        return Err(Refusal::NoDisposition { items: left });
    }
    let mut disposal = Disposal { merger: *merger, partners, items: Vec::new(), laid: Vec::new(), ended: Vec::new() };
    for item in &live {
        disposal.dispose(draft, item, dispositions.get(item).copied());
    }
    let record = draft.record.clone();
    draft.push(Event::BodySucceeded {
        predecessor: merger.predecessor,
        successor: merger.successor,
        on: merger.on,
        items: disposal.items,
        record,
    });
    draft.outcome.events.extend(disposal.ended);
    for constraint in disposal.laid {
        lay(draft, constraint);
    }
    Ok(())
}

/// Whether the act is signed by the authority over an item's body: what does not follow ends by its word alone.
fn signed_by_authority(draft: &Draft<'_>, item: &LiveItem) -> Result<(), Refusal> {
    let id = match item {
        LiveItem::Stay(stay) => {
            let begun = draft.room.open_episode(stay).map_or(draft.on(), |held| held.from);
            let class = draft.bodies.class_on(stay.body, begun).unwrap_or(BodyClass::CommissioningGroup);
            return draft.signed_by_authority(stay.body, class);
        }
        LiveItem::Instrument(id) => id,
        LiveItem::Performed(clause) => &clause.instrument,
    };
    let unknown = || Refusal::UnknownInstrument { instrument: id.clone() };
    let instrument = draft.room.instrument(id).ok_or_else(unknown)?;
    draft.signed_by_authority(instrument.body, instrument.class)
}

/// The items of a merger as they are disposed of, with the constraints that are laid on the successor.
struct Disposal<'a> {
    merger: Merger,
    partners: &'a BTreeSet<OdsCode>,
    items: Vec<DisposedItem>,
    laid: Vec<Constraint>,
    ended: Vec<Event>,
}

impl Disposal<'_> {
    fn dispose(&mut self, draft: &Draft<'_>, item: &LiveItem, disposition: Option<Disposition>) {
        match item {
            LiveItem::Stay(stay) => self.stay(*stay, disposition),
            LiveItem::Instrument(id) => {
                if let Some(instrument) = draft.room.instrument(id) {
                    self.instrument(draft, instrument, disposition);
                }
            }
            LiveItem::Performed(clause) => {
                let live = |held: &&Constraint| held.clause == *clause && held.to.is_none_or(|to| self.merger.on < to);
                if let Some(constraint) = draft.room.constraints().find(live) {
                    self.performed(draft, constraint, disposition);
                }
            }
        }
    }

    fn stay(&mut self, stay: Stay, disposition: Option<Disposition>) {
        let (outcome, _) = Item::Measures.outcome(&self.merger, disposition);
        self.items.push(DisposedItem::Stay { stay, disposition, outcome });
    }

    fn instrument(&mut self, draft: &Draft<'_>, instrument: &Instrument, disposition: Option<Disposition>) {
        let id = instrument.id.clone();
        self.items.push(DisposedItem::Instrument { instrument: id, disposition });
        self.ended.extend(transfers_end(draft, &instrument.clauses, self.merger.on));
        // A promise binds who gave it, whatever is said; only what follows has clauses that go on.
        let follows = matches!(disposition, Some(Disposition::Follow) | None);
        if !follows || instrument.kind == InstrumentKind::Undertaking {
            return;
        }
        for held in draft.room.clauses_of(instrument).filter(|held| !held.has_ended(self.merger.on)) {
            let item = match held.clause.effect.binding().and_then(Binding::receiver) {
                Some(other) => Item::MoveOut { other, joins: self.joins(other) },
                None => Item::Clause(held.clause.reach.clone()),
            };
            let (outcome, _) = item.outcome(&self.merger, disposition);
            self.items.push(DisposedItem::Clause { clause: held.clause.id.clone(), outcome: outcome.clone() });
            let live =
                |laid: &&Constraint| laid.clause == held.clause.id && laid.to.is_none_or(|to| self.merger.on < to);
            let laid = draft.room.constraints().find(live).and_then(|laid| self.follow(laid, &outcome));
            self.laid.extend(laid);
        }
    }

    fn performed(&mut self, draft: &Draft<'_>, constraint: &Constraint, disposition: Option<Disposition>) {
        let item = Item::MoveIn { other: constraint.body, joins: self.joins(constraint.body) };
        let (outcome, _) = item.outcome(&self.merger, disposition);
        self.ended.extend(transfers_end(draft, std::slice::from_ref(&constraint.clause), self.merger.on));
        self.laid.extend(self.follow(constraint, &outcome));
        let clause = constraint.clause.clone();
        self.items.push(DisposedItem::Performed { clause, disposition, outcome });
    }

    /// Whether another body becomes part of the successor too.
    fn joins(&self, other: OdsCode) -> Joining {
        if other == self.merger.successor || self.partners.contains(&other) { Joining::Same } else { Joining::Apart }
    }

    /// The constraint as it is laid from merge day, if it goes on.
    fn follow(&self, constraint: &Constraint, outcome: &Outcome) -> Option<Constraint> {
        let from = constraint.from.max(self.merger.on);
        let part = match constraint.people {
            // Only the predecessor's people, unless it named fewer.
            People::Everybody => People::Of(Population::registered(self.merger.predecessor)),
            named @ People::Of(_) => named,
        };
        let laid = Constraint { from, ..constraint.clone() };
        match outcome {
            Outcome::BindsPart { successor, .. } => Some(Constraint { body: *successor, people: part, ..laid }),
            Outcome::BindsWhole { successor, .. } => Some(Constraint { body: *successor, ..laid }),
            Outcome::PerformedBy { performer, body, .. } => {
                Some(Constraint { body: *body, people: part, binding: Binding::Move { to: *performer }, ..laid })
            }
            Outcome::SuccessorPerforms { performer, body } => {
                Some(Constraint { body: *body, binding: Binding::Move { to: *performer }, ..laid })
            }
            Outcome::History
            | Outcome::Lifted
            | Outcome::Lapsed
            | Outcome::Replaced
            | Outcome::FollowsClause
            | Outcome::DueUnchanged
            | Outcome::InMeasures { .. }
            | Outcome::OneBody
            | Outcome::RenewalNeeded { .. }
            | Outcome::LapsesUnlessRenewed => None,
        }
    }
}

impl std::fmt::Display for LiveItem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Stay(stay) => stay.fmt(f),
            Self::Instrument(id) => id.fmt(f),
            Self::Performed(clause) => write!(f, "function performed under {clause}"),
        }
    }
}

impl Stay {
    /// The stays that a body may have.
    pub(crate) fn all(body: OdsCode) -> impl Iterator<Item = Self> {
        Programme::ALL.iter().map(move |programme| Self { body, programme: *programme })
    }
}
