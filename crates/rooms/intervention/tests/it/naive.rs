//! A second judgement, written from the rules alone: matters as texts, every clause looked at for every verdict.

use intervention::{
    Acting, Attempt, Binding, ConditionTime, Consent, ConsentId, Constraint, Miss, Notice, NoticeKind, People, Posts,
    Reach, Use,
};
use jiff::ToSpan as _;
use std::collections::BTreeSet;
use terms::{Date, OdsCode};

/// Everything the judgement may look at.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) constraints: Vec<Constraint>,
    pub(crate) consents: Vec<Consent>,
    pub(crate) used: BTreeSet<ConsentId>,
    pub(crate) notices: Vec<Notice>,
}

fn under(narrow: &Reach, wide: &Reach) -> bool {
    let (narrow, wide) = (narrow.to_string(), wide.to_string());
    match wide.strip_suffix('*') {
        Some(every) => narrow.starts_with(every),
        None => narrow == wide || narrow.starts_with(&format!("{wide}.")),
    }
}

fn live(held: &Constraint, on: Date) -> bool {
    !(on < held.from || held.to.is_some_and(|to| on >= to))
}

fn catches(held: &Constraint, attempt: &Attempt) -> bool {
    let posts = match held.binding {
        Binding::Consent { posts } | Binding::Consult { posts, .. } => posts,
        _ => Posts::Any,
    };
    let tier = match (posts, attempt.tier) {
        (Posts::Down(most), Some(tier)) => tier.slug() <= most.slug(),
        _ => true,
    };
    let people = match (&held.people, &attempt.people) {
        (People::Of(one), People::Of(two)) => one == two,
        _ => true,
    };
    let reach = under(&held.reach, &attempt.reach) || under(&attempt.reach, &held.reach);
    tier && people && reach && live(held, attempt.on)
}

impl Table {
    /// Whether a body may perform all of an act's matter for another, by walking every move.
    fn performs(&self, giver: OdsCode, attempt: &Attempt) -> bool {
        let moves: Vec<&Constraint> = self
            .constraints
            .iter()
            .filter(|held| held.body == giver && live(held, attempt.on) && matches!(held.binding, Binding::Move { .. }))
            .collect();
        let covers = |held: &&&Constraint| {
            under(&attempt.reach, &held.reach) && (held.people == People::Everybody || held.people == attempt.people)
        };
        let narrowest = moves.iter().filter(covers).max_by_key(|held| {
            (
                held.reach.to_string().matches('.').count(),
                !held.reach.to_string().ends_with('*'),
                held.people != People::Everybody,
                held.clause.clone(),
            )
        });
        let ours = narrowest.is_some_and(|held| held.binding == Binding::Move { to: attempt.body });
        let taken = moves.iter().any(|held| {
            held.binding != Binding::Move { to: attempt.body }
                && under(&held.reach, &attempt.reach)
                && catches(held, attempt)
        });
        ours && !taken && giver != attempt.body
    }

    fn best(&self, clause: &Constraint, attempt: &Attempt) -> Result<&Consent, Miss> {
        let size = |amount: i64| amount.unsigned_abs();
        let scope = |held: &&Consent| {
            held.scope.clauses.contains(&clause.clause)
                && under(&attempt.reach, &held.scope.reach)
                && (held.scope.tier.is_none() || held.scope.tier == attempt.tier)
                && (held.scope.post.is_none() || held.scope.post == attempt.post)
                && (held.scope.plan.is_none() || held.scope.plan == attempt.plan)
        };
        let met = |day: Option<Date>| day.is_some_and(|day| day <= attempt.on);
        let miss = |held: &Consent| {
            if attempt.on < held.from {
                return Some(Miss::NotYet);
            }
            if held.to.is_some_and(|to| attempt.on >= to) {
                return Some(Miss::Expired);
            }
            if met(held.withdrawn_on) {
                return Some(Miss::Withdrawn);
            }
            if held.uses == Use::Single && self.used.contains(&held.id) {
                return Some(Miss::Used);
            }
            if let (Some(most), Some(amount)) = (held.amount_max, attempt.amount)
                && size(amount.0) > size(most.0)
            {
                return Some(Miss::OverAmount);
            }
            let before = held.conditions.values().filter(|held| held.time == ConditionTime::Before);
            before.clone().any(|held| !met(held.met_on)).then_some(Miss::Condition)
        };
        let fitting: Vec<&Consent> = self.consents.iter().filter(scope).collect();
        let mut good: Vec<&Consent> = fitting.iter().copied().filter(|held| miss(held).is_none()).collect();
        good.sort_by_key(|held| (held.to.is_none(), held.to, held.id.clone()));
        let order =
            [Miss::Condition, Miss::OverAmount, Miss::Used, Miss::Withdrawn, Miss::Expired, Miss::NotYet, Miss::Absent];
        let nearest = order.into_iter().find(|wanted| fitting.iter().any(|held| miss(held) == Some(*wanted)));
        good.first().copied().ok_or(nearest.unwrap_or(Miss::Absent))
    }

    fn told(&self, kind: NoticeKind, days: u16, held: &Constraint, attempt: &Attempt) -> bool {
        self.notices.iter().any(|notice| {
            notice.kind == kind
                && notice.body == attempt.body
                && under(&attempt.reach, &notice.reach)
                && notice.on >= held.since
                && notice.on.checked_add(i64::from(days).days()).unwrap() <= attempt.on
        })
    }

    /// Every constraint that touches an act: the body's own, and those on services of a body in whose place it acts.
    fn caught(&self, attempt: &Attempt) -> Vec<&Constraint> {
        let own = |held: &&Constraint| held.body == attempt.body;
        let bound = self.constraints.iter().filter(|held| match attempt.acting {
            Acting::ForItself => own(held),
            Acting::For(giver) => own(held) || (held.body == giver && held.reach.to_string().starts_with("service:")),
        });
        bound.filter(|held| catches(held, attempt)).collect()
    }

    /// The verdict as one line: its word, clauses, reason, consents and duties.
    pub(crate) fn judge(&self, attempt: &Attempt) -> String {
        let caught = self.caught(attempt);
        let names = |wanted: &dyn Fn(&Constraint) -> bool| {
            let mut found: Vec<_> = caught.iter().filter(|held| wanted(held)).map(|held| held.clause.clone()).collect();
            found.sort();
            found.dedup();
            found.iter().map(ToString::to_string).collect::<Vec<_>>().join(";")
        };
        let over = |cap: terms::Pence| attempt.amount.is_some_and(|amount| amount.0.abs() > cap.0);
        match attempt.acting {
            Acting::ForItself => {
                let moves = names(&|held| matches!(held.binding, Binding::Move { .. }));
                if !moves.is_empty() {
                    return format!("moved {moves}");
                }
            }
            Acting::For(giver) if !self.performs(giver, attempt) => return "no-function ".to_owned(),
            Acting::For(_) => {}
        }
        let forbidden = names(&|held| held.binding == Binding::Forbid);
        if !forbidden.is_empty() {
            return format!("forbidden {forbidden}");
        }
        let capped = names(&|held| matches!(held.binding, Binding::CapForbid { amount } if over(amount)));
        if !capped.is_empty() {
            return format!("over-limit {capped}");
        }
        let wants = |held: &Constraint| match held.binding {
            Binding::Consent { .. } => true,
            Binding::CapConsent { amount } => over(amount),
            _ => false,
        };
        let uncured = names(&|held| wants(held) && self.best(held, attempt).is_err());
        if !uncured.is_empty() {
            let mut first: Vec<&&Constraint> =
                caught.iter().filter(|held| wants(held) && self.best(held, attempt).is_err()).collect();
            first.sort_by_key(|held| held.clause.clone());
            return format!("needs-consent {uncured} {}", self.best(first[0], attempt).unwrap_err());
        }
        let consulted = |held: &Constraint| match held.binding {
            Binding::Consult { days, .. } => Some(self.told(NoticeKind::Consulted, days, held, attempt)),
            _ => None,
        };
        let notified = |held: &Constraint| match held.binding {
            Binding::NotifyBefore { days } => Some(self.told(NoticeKind::Notified, days, held, attempt)),
            _ => None,
        };
        for (word, told) in
            [("needs-consultation", &consulted as &dyn Fn(&Constraint) -> _), ("needs-notice", &notified)]
        {
            let untold = names(&|held| told(held) == Some(false));
            if !untold.is_empty() {
                return format!("{word} {untold}");
            }
        }
        let satisfied = names(&|held| {
            wants(held)
                || consulted(held).is_some()
                || notified(held).is_some()
                || matches!(held.binding, Binding::NotifyAfter { .. })
        });
        let used: BTreeSet<String> = caught
            .iter()
            .filter(|held| wants(held))
            .map(|held| self.best(held, attempt).unwrap().id.to_string())
            .collect();
        format!("allowed {satisfied} {}", used.into_iter().collect::<Vec<_>>().join(";"))
    }
}
