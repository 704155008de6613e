//! The constraints in force, and what they make of an act. Rules R36 to R41.

use crate::attempt::{Acting, Attempt, Duty, Notice, NoticeKind, Passage, Verdict};
use crate::clause::{Binding, Constraint};
use crate::consent::{Consent, Miss, consent_for};
use crate::id::{ClauseId, ConsentId};
use crate::reach::{People, Reach};
use jiff::ToSpan as _;
use std::collections::{BTreeMap, BTreeSet};
use terms::{Date, OdsCode, Pence};

/// All that directions know of a moment: constraints by the body they bind, consents by clause, notices.
///
/// Whoever keeps the powers asks this before anything else. With no direction on record every act is allowed with nothing
/// satisfied, relied on or left to do, so that the ordinary answer stands byte for byte.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directions {
    constraints: BTreeMap<OdsCode, Vec<Constraint>>,
    consents: BTreeMap<ClauseId, Vec<Consent>>,
    used: BTreeSet<ConsentId>,
    notices: BTreeMap<OdsCode, Vec<Notice>>,
}

impl Directions {
    /// The directions made of these; their order means nothing. Rule R38.
    pub fn new(
        constraints: impl IntoIterator<Item = Constraint>,
        consents: impl IntoIterator<Item = Consent>,
        used: BTreeSet<ConsentId>,
        notices: impl IntoIterator<Item = Notice>,
    ) -> Self {
        let mut held = Self { used, ..Self::default() };
        for constraint in constraints {
            held.constraints.entry(constraint.body).or_default().push(constraint);
        }
        for consent in consents {
            for clause in &consent.scope.clauses {
                held.consents.entry(clause.clone()).or_default().push(consent.clone());
            }
        }
        for notice in notices {
            held.notices.entry(notice.body).or_default().push(notice);
        }
        held
    }

    /// The same, with more consents used up.
    #[must_use]
    pub fn with_used(mut self, used: BTreeSet<ConsentId>) -> Self {
        self.used.extend(used);
        self
    }

    /// The constraints on a body that bind on a day.
    pub fn live(&self, body: OdsCode, on: Date) -> impl Iterator<Item = &Constraint> {
        self.constraints.get(&body).into_iter().flatten().filter(move |held| held.is_live(on))
    }

    /// Who performs a matter of a body for some people on a day: the receiver of the narrowest move that contains it, else
    /// the body itself. Exactly one, on every day. Rule R48.
    pub fn performer(&self, body: OdsCode, reach: &Reach, people: &People, on: Date) -> OdsCode {
        let holds = self.live(body, on).filter(|held| held.reach.contains(reach) && held.people.contains(people));
        narrowest(holds).unwrap_or(body)
    }

    /// What directions say of an act: the first of the verdicts that applies. Rule R37.
    pub fn judge(&self, attempt: &Attempt) -> Verdict {
        if let Some(verdict) = self.elsewhere(attempt) {
            return verdict;
        }
        let mut weighing = Weighing::default();
        for constraint in self.touching(attempt) {
            self.weigh(constraint, attempt, &mut weighing);
        }
        weighing.verdict()
    }

    /// Puts each matter of an act to each body: every body with what is refused of its part, none for a body whose whole part passes.
    /// One refusal leaves that body's part out and the others bound: nobody vetoes. Rule R42.
    pub fn judge_parts(&self, matters: &[Attempt]) -> BTreeMap<OdsCode, Vec<Verdict>> {
        let mut parts: BTreeMap<OdsCode, Vec<Verdict>> = BTreeMap::new();
        for attempt in matters {
            let refused = parts.entry(attempt.body).or_default();
            refused.extend(Some(self.judge(attempt)).filter(|verdict| !verdict.passes()));
        }
        parts
    }

    /// The acts that these directions refuse, with the verdict on each: where a direction is recorded late, what was done in
    /// between and would have been caught. Nothing of it is undone. Rule R27.
    pub fn caught<'b>(&self, attempts: impl IntoIterator<Item = &'b Attempt>) -> Vec<(&'b Attempt, Verdict)> {
        let judged = attempts.into_iter().map(|attempt| (attempt, self.judge(attempt)));
        judged.filter(|(_, verdict)| !verdict.passes()).collect()
    }

    /// Whether the function is another's to perform, or not this body's to perform for another.
    fn elsewhere(&self, attempt: &Attempt) -> Option<Verdict> {
        match attempt.acting {
            Acting::ForItself => {
                let parts = narrowest(self.moves(attempt.body, attempt))?;
                // Who performs the whole of it; where nobody does, whoever performs the narrowest part.
                let whole = self.performer(attempt.body, &attempt.reach, &attempt.people, attempt.on);
                let to = if whole == attempt.body { parts } else { whole };
                let clauses = self.moves(attempt.body, attempt).map(|held| held.clause.clone()).collect();
                Some(Verdict::Moved { clauses, to })
            }
            Acting::For(giver) => (!self.is_performer(giver, attempt)).then_some(Verdict::NoFunction),
        }
    }

    /// The live moves of a body's own functions that touch an act.
    fn moves<'a>(&'a self, body: OdsCode, attempt: &'a Attempt) -> impl Iterator<Item = &'a Constraint> {
        self.live(body, attempt.on).filter(|held| held.binding.receiver().is_some() && touches(held, attempt))
    }

    /// Whether a body performs the whole of an act's matter for another, and no part of it was moved on to a third.
    fn is_performer(&self, giver: OdsCode, attempt: &Attempt) -> bool {
        self.performer(giver, &attempt.reach, &attempt.people, attempt.on) == attempt.body
            && giver != attempt.body
            && !self.live(giver, attempt.on).any(|held| {
                held.binding.receiver().is_some_and(|to| to != attempt.body)
                    && attempt.reach.contains(&held.reach)
                    && held.people.touches(&attempt.people)
            })
    }

    /// The live constraints that touch an act: the body's own, and of a body in whose place it acts those on services, which
    /// belong to the function. How that body behaves does not travel. Rule R39.
    fn touching<'a>(&'a self, attempt: &'a Attempt) -> impl Iterator<Item = &'a Constraint> {
        let own = self.live(attempt.body, attempt.on);
        let giver = match attempt.acting {
            Acting::ForItself => None,
            Acting::For(giver) => Some(giver),
        };
        let travelling =
            giver.into_iter().flat_map(|giver| self.live(giver, attempt.on)).filter(|held| held.reach.is_service());
        own.chain(travelling).filter(|held| touches(held, attempt))
    }

    fn weigh(&self, constraint: &Constraint, attempt: &Attempt, weighing: &mut Weighing) {
        let id = || constraint.clause.clone();
        let over = |cap: Pence| attempt.amount.is_some_and(|amount| amount.0.unsigned_abs() > cap.0.unsigned_abs());
        match constraint.binding {
            // Whose function it is was settled before; what is within a limit is free.
            Binding::Move { .. } => {}
            Binding::CapForbid { amount } | Binding::CapConsent { amount } if !over(amount) => {}
            Binding::Forbid => {
                weighing.forbidden.insert(id());
            }
            Binding::CapForbid { amount } => {
                weighing.over.insert(id(), amount);
            }
            Binding::Consent { .. } | Binding::CapConsent { .. } => self.weigh_consent(constraint, attempt, weighing),
            Binding::Consult { days, .. } if self.was_told(NoticeKind::Consulted, days, constraint, attempt) => {
                weighing.passage.clauses.insert(id());
            }
            Binding::Consult { .. } => {
                weighing.unconsulted.insert(id());
            }
            Binding::NotifyBefore { days } if self.was_told(NoticeKind::Notified, days, constraint, attempt) => {
                weighing.passage.clauses.insert(id());
            }
            Binding::NotifyBefore { .. } => {
                weighing.untold.insert(id());
            }
            Binding::NotifyAfter { days } => {
                weighing.passage.clauses.insert(id());
                let by = attempt.on.saturating_add(i64::from(days).days());
                weighing.passage.duties.insert(Duty::Notify { clause: id(), by });
            }
        }
    }

    fn weigh_consent(&self, constraint: &Constraint, attempt: &Attempt, weighing: &mut Weighing) {
        let clause = &constraint.clause;
        let consents = self.consents.get(clause).into_iter().flatten();
        match consent_for(clause, attempt, consents, &self.used) {
            Ok(consent) => {
                weighing.passage.clauses.insert(clause.clone());
                weighing.passage.consents.insert(consent.id.clone());
                weighing.passage.duties.extend(consent.left(attempt.on).map(Duty::Condition));
            }
            Err(miss) => {
                weighing.unconsented.insert(clause.clone(), miss);
            }
        }
    }

    /// Whether the authority was consulted or told by the body, of a matter that contains the act's, since the clause began
    /// and so many days before. Rule R41.
    fn was_told(&self, kind: NoticeKind, days: u16, constraint: &Constraint, attempt: &Attempt) -> bool {
        let latest = attempt.on.saturating_sub(i64::from(days).days());
        self.notices.get(&attempt.body).into_iter().flatten().any(|notice| {
            notice.kind == kind
                && notice.reach.contains(&attempt.reach)
                && constraint.since <= notice.on
                && notice.on <= latest
        })
    }
}

/// Who performs what the narrowest of some constraints moves, if any moves something. Rule R48.
fn narrowest<'a>(held: impl Iterator<Item = &'a Constraint>) -> Option<OdsCode> {
    let moves = held.filter_map(|held| {
        let to = held.binding.receiver()?;
        Some((held.reach.depth(), held.people != People::Everybody, &held.clause, to))
    });
    moves.max().map(|(.., to)| to)
}

/// Whether a constraint touches an act, its day apart. Rules R32 and R33.
fn touches(constraint: &Constraint, attempt: &Attempt) -> bool {
    constraint.reach.touches(&attempt.reach)
        && constraint.people.touches(&attempt.people)
        && constraint.binding.catches(attempt.tier)
}

/// What the constraints that touch an act come to, by the verdict to which each leads.
#[derive(Default)]
struct Weighing {
    forbidden: BTreeSet<ClauseId>,
    over: BTreeMap<ClauseId, Pence>,
    unconsented: BTreeMap<ClauseId, Miss>,
    unconsulted: BTreeSet<ClauseId>,
    untold: BTreeSet<ClauseId>,
    passage: Passage,
}

impl Weighing {
    fn verdict(self) -> Verdict {
        if !self.forbidden.is_empty() {
            return Verdict::Forbidden { clauses: self.forbidden };
        }
        if let Some(limit) = self.over.values().min().copied() {
            return Verdict::OverLimit { clauses: self.over.into_keys().collect(), limit };
        }
        if let Some(miss) = self.unconsented.values().next().copied() {
            return Verdict::NeedsConsent { clauses: self.unconsented.into_keys().collect(), miss };
        }
        if !self.unconsulted.is_empty() {
            return Verdict::NeedsConsultation { clauses: self.unconsulted };
        }
        if !self.untold.is_empty() {
            return Verdict::NeedsNotice { clauses: self.untold };
        }
        Verdict::Allowed(self.passage)
    }
}
