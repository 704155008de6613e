//! Limits: what is left of a power once what was used before is taken off.

use crate::authorise::Wanted;
use crate::authority::{LimitKind, Shortfall};
use crate::power::Power;
use crate::view::Mandates;
use terms::{Date, FinancialYear, Pence};

impl Mandates<'_> {
    /// Whether an amount is within the limits of a power, what was used before taken into account.
    pub(crate) fn within(&self, power: &Power, wanted: Wanted<'_>) -> Result<(), Shortfall> {
        let Some(amount) = wanted.amount else { return Ok(()) };
        let asked = magnitude(amount);
        let over = |which, limit, used| {
            Err(Shortfall::OverLimit {
                power: power.id.clone(),
                clause: power.clause.clone(),
                limit,
                asked: Pence(asked),
                used: Pence(used),
                which,
            })
        };
        if let Some(limit) = power.limits.per_decision.filter(|limit| asked > limit.0) {
            return over(LimitKind::PerDecision, limit, 0);
        }
        let year = FinancialYear::of(wanted.on);
        let in_year = |on: Date| FinancialYear::of(on) == year;
        if let Some(limit) = power.limits.per_year {
            let used = self.sum_used(power, in_year).saturating_add(magnitude(wanted.pending));
            if used.saturating_add(asked) > limit.0 {
                return over(LimitKind::PerYear, limit, used);
            }
        }
        if let Some(limit) = power.limits.lifetime {
            let used = self.sum_used(power, |_| true).saturating_add(magnitude(wanted.pending));
            if used.saturating_add(asked) > limit.0 {
                return over(LimitKind::Lifetime, limit, used);
            }
        }
        Ok(())
    }

    /// How much of a power is used up on the days wanted.
    fn sum_used(&self, power: &Power, wanted: impl Fn(Date) -> bool) -> i64 {
        let uses = self.exercises(&power.id).into_iter().filter(|used| wanted(used.exercise.on));
        uses.filter_map(|used| used.exercise.amount).fold(0, |sum, amount| sum.saturating_add(magnitude(amount)))
    }

    /// How much of a power was used in the financial year of a day, and in all.
    pub fn used_of(&self, power: &Power, on: Date) -> (Pence, Pence) {
        let year = FinancialYear::of(on);
        let in_year = self.sum_used(power, |day| FinancialYear::of(day) == year);
        (Pence(in_year), Pence(self.sum_used(power, |_| true)))
    }
}

/// An amount counts by its size: ceasing to spend two million is as large a decision as spending it.
fn magnitude(amount: Pence) -> i64 {
    amount.0.saturating_abs()
}
