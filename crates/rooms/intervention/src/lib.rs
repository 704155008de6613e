//! What happens when it does not work? Special measures, directions that bind, and the way out.
//!
//! *Question:* under which regimes was a body on a day, what was asked of it and how does that stand; what may it not do, what
//! would let it, and who performs what was taken from it; what ended, on what evidence, and what followed to a successor?
//!
//! *Answer:* five timelines of a body, none implying another; instruments whose binding clauses lay constraints on acts from a
//! day until a day; consents that cure only what they name; requirements with clocks, evidence and a colour; proposals that
//! change nothing until a person of the authority confirms them.
//!
//! *Invariant:* the constraints that bind on a day are exactly the live binding clauses of that day, every function has exactly
//! one performer on every day, and nothing recorded later changes what was known before.

mod attempt;
mod basis;
mod calendar;
mod clause;
mod clock;
mod consent;
mod history;
mod id;
mod judgement;
mod kind;
mod model;
mod pending;
mod practice;
mod progress;
mod reach;
mod requirement;
mod succession;
mod trigger;

pub use attempt::{Acting, Attempt, Duty, Notice, NoticeKind, Passage, Verdict};
pub use basis::{BASES, Basis, basis, first_lawful_day};
pub use calendar::{Calendar, ENGLAND, Holidays, NoHolidays, Year};
pub use clause::{Binding, Clause, Constraint, Effect, EffectKind, Posts};
pub use clock::{Clock, ClockUnit, Count, CountError, Punctuality, Roll, london_day, punctuality};
pub use consent::{Condition, ConditionTime, Consent, Miss, Scope, Use, consent_for};
pub use history::{HistoricCase, HistoricEnd, HistoricRequirement, was_under};
pub use id::{ClauseId, ClauseIdError, ConditionId, ConsentId, HistoricDate, HistoryId, ProposalId, Stay};
pub use judgement::Directions;
pub use kind::{BodyClass, Ending, InstrumentKind, Programme, Regime, Standing, Tier};
pub use model::{LAWFUL, Lawful, MERGER_DISCOURAGED, Measure, Measures, Model, Way, dominated, dominates, way};
pub use pending::{Fate, Pending, Waking, wake};
pub use practice::{PRACTICES, Practice, practice_on};
pub use progress::{Colour, Escalation, Light, Progress, Work, worst};
pub use reach::{People, Reach};
pub use requirement::Requirement;
pub use succession::{Disposition, Item, Joining, Merger, Outcome, Settled};
pub use trigger::{
    Assessment, EDITIONS, Economy, EconomyError, Edition, Figures, Grade, Least, Month, MonthError, Plan, Rule, Step,
    UndertakingStanding, Watched, assess, edition_on,
};
