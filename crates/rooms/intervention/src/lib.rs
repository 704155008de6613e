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

mod act;
mod act_kind;
mod apply;
mod attempt;
mod basis;
mod bodies;
mod calendar;
mod clause;
mod clock;
mod consent;
mod convention;
mod decide;
mod event;
mod history;
mod id;
mod instrument;
mod judgement;
mod kind;
mod model;
mod pending;
mod progress;
mod proposal;
mod publication;
mod reach;
mod refusal;
mod requirement;
mod signature;
mod state;
mod stay;
mod succession;
mod timelines;
mod trigger;
mod view;

pub use act::{Act, Change, LiveItem, NewClause, NewInstrument, NewReview, Remainder};
pub use act_kind::ActKind;
pub use apply::{apply, follow};
pub use attempt::{Acting, Attempt, Duty, Notice, NoticeKind, Passage, Verdict};
pub use basis::{BASES, Basis, basis, first_lawful_day};
pub use bodies::Bodies;
pub use calendar::{Calendar, ENGLAND, Holidays, NoHolidays, Year};
pub use clause::{Binding, Clause, Constraint, Effect, EffectKind, Posts};
pub use clock::{Clock, ClockUnit, Count, CountError, Punctuality, Roll, london_day, punctuality};
pub use consent::{Condition, ConditionTime, Consent, Miss, Scope, Use, consent_for};
pub use convention::{CONVENTIONS, Convention, convention_on};
pub use decide::{World, decide};
pub use event::{DisposedItem, Event, FunctionMove, Issued, Letter};
pub use history::{
    EndReport, HistoricCase, HistoricDate, HistoricEnd, HistoricRequirement, Precision, PrecisionError, was_under,
};
pub use id::{ClauseId, ClauseIdError, ConditionId, ConsentId, HistoryId, ProposalId, Stay};
pub use instrument::{
    ClauseRecord, ClauseStage, End, EvidenceMove, EvidenceStep, Instrument, InstrumentStage, Review, Variation,
};
pub use judgement::Directions;
pub use kind::{BodyClass, Ending, InstrumentKind, Programme, Regime, Standing, Tier};
pub use model::{LAWFUL, Lawful, MERGER_DISCOURAGED, Measure, Measures, Model, Way, dominated, dominates, way};
pub use pending::{Fate, Pending, Waking, wake};
pub use progress::{Colour, Escalation, Light, Progress, Work, worst};
pub use proposal::{Decision, Finding, FindingKey, Proposal, ProposalStage};
pub use publication::{Mark, Publication, Segment, SegmentError};
pub use reach::{People, Reach};
pub use refusal::{ClauseFault, ClauseFaultKind, Faults, Refusal, RefusalKind};
pub use requirement::Requirement;
pub use signature::{Record, Signature};
pub use state::State;
pub use stay::{Approver, Delivery, Episode, Ground, Leaving, Shortfall};
pub use succession::{Disposition, DispositionFlag, Item, Joining, Merger, Outcome};
pub use timelines::{Stretch, StretchOf, Timelines};
pub use trigger::{
    Assessment, EDITIONS, Economy, EconomyError, Edition, Figures, Grade, Least, MeasuresStanding, Month, MonthError,
    Plan, Rule, Step, UndertakingStanding, assess, edition_on,
};
pub use view::{CaseLight, ConsentRequest, Interventions, KnownConsent, RequestAnswer, Succession};
