//! What becomes of an act that was decided before a clause began and takes effect after. Rule R43.

use crate::calendar::{Calendar, NoHolidays};
use crate::clause::{Binding, Effect};
use crate::convention::convention_on;
use terms::{Date, Pence, words};

/// An act decided and not yet in effect, as a clause finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The day it was decided.
    pub decided_on: Date,
    /// The day a third party was committed to it: a contract signed, a post accepted.
    pub committed_on: Option<Date>,
    /// The day it takes effect.
    pub effective_on: Date,
    /// Its amount.
    pub amount: Option<Pence>,
}

words! {
    /// What becomes of it.
    Fate, "what becomes of a pending act", {
        /// It was decided on the first day of the clause or later: under the direction.
        NotPending = "not-pending", "Decided under the direction";
        /// It stands.
        Stands = "stands", "Stands";
        /// It stands and is reported to the authority.
        StandsReported = "stands-reported", "Stands, and is reported to the authority";
        /// It waits for the authority, or for the clause to end.
        Suspended = "suspended", "Suspended";
        /// It lapses.
        Lapses = "lapses", "Lapses";
        /// It passes to the receiver of the function.
        Passes = "passes", "Passes to whoever performs the function";
    }
}

impl Pending {
    /// What a clause that begins on a day makes of it.
    pub fn fate(&self, effect: &Effect, begins: Date) -> Fate {
        if self.decided_on >= begins {
            return Fate::NotPending;
        }
        if self.effective_on < begins {
            return Fate::Stands;
        }
        if self.committed_on.is_some_and(|committed| committed < begins) {
            return Fate::StandsReported;
        }
        let over = |cap: Pence| self.amount.is_some_and(|amount| amount.0.unsigned_abs() > cap.0.unsigned_abs());
        match effect {
            Effect::Require | Effect::Report | Effect::Enable | Effect::Nothing => Fate::Stands,
            Effect::Bind(binding) => match *binding {
                Binding::Consent { .. } | Binding::Consult { .. } | Binding::NotifyBefore { .. } => Fate::Suspended,
                Binding::CapConsent { amount } if over(amount) => Fate::Suspended,
                Binding::CapForbid { amount } if over(amount) => Fate::Lapses,
                Binding::CapConsent { .. } | Binding::CapForbid { .. } => Fate::Stands,
                Binding::Forbid => Fate::Lapses,
                Binding::Move { .. } => Fate::Passes,
                // It passes and the authority is told, as of any act under the clause.
                Binding::NotifyAfter { .. } => Fate::StandsReported,
            },
        }
    }

    /// The last day to report it to the authority, where it stands because a third party was committed.
    ///
    /// # Errors
    /// [`NoHolidays`] where working days are not known.
    pub fn report_by(begins: Date, calendar: &Calendar) -> Result<Date, NoHolidays> {
        calendar.after(begins, convention_on(begins).report_working_days)
    }
}

/// What becomes of a suspended act on the day its consent is recorded or its clause ends: asked again in full that day, unless
/// its own last day has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waking {
    /// The whole question is asked again, as of this day.
    AskedAgain(Date),
    /// Its own last day came first.
    Lapsed(Date),
}

/// What becomes of a suspended act that is freed on a day. Rule R43.
pub fn wake(freed_on: Date, last: Option<Date>) -> Waking {
    match last {
        Some(last) if last < freed_on => Waking::Lapsed(last),
        Some(_) | None => Waking::AskedAgain(freed_on),
    }
}
