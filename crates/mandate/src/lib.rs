//! Who may decide what, for whom, up to how much, on whose authority?
//!
//! People hold posts; statutes, constitutions and schemes give posts and committees powers; mandates say which commissioner
//! answers for which service and whom. From these the room works out, for any day, the unbroken chain of authority behind
//! a decision, or why there is none.
//!
//! Invariant: no [`Authority`] exists whose every link was not in force on its day, and no committee that decides in common
//! or by individual delegation ever holds a power.

mod act;
mod apply;
mod authorise;
mod authority;
mod committee;
mod decide;
mod duty;
mod duty_of;
mod id;
mod kind;
mod line;
mod person;
mod power;
mod responsibility;
mod responsible;
mod scheme;
mod shape;
mod state;
mod table;
mod view;
mod withdraw;

pub use act::{Act, Actor, Context, Erasable, Event, MandateError, Outcome, Refusal};
pub use apply::apply;
pub use authority::{Ask, Authority, LimitKind, Link, LinkKind, Shortfall, exercise};
pub use committee::{Committee, DatedLine, PowerHoldingCommittee, Powerless, Seat};
pub use decide::{World, decide};
pub use duty::{Denied, Duties, Duty, Grant, PostDuty, duties_of};
pub use id::{
    CommitteeId, FunctionCode, ID_LENGTH_MAX, IdError, InstrumentId, InterestId, LineCode, MandateId, PersonId, PostId,
    PowerId, UniverseId, check_id,
};
pub use kind::{Capacity, InstrumentKind, InterestCategory, Level, PopulationKind, Portfolio, PostKind, SeatRole};
pub use line::{Line, Matter, MatterError, Population, Universe};
pub use person::{DatedBody, Declared, Holding, Interest, Person, Post, Vacancy};
pub use power::{
    Condition, Delegation, Exercise, Holder, HolderId, Instrument, Limits, Power, RecordedExercise, Reservation, pounds,
};
pub use responsibility::{CarryOver, Mandate, Transfer};
pub use responsible::Responsible;
pub use scheme::{Delegated, SchemeRow, powers_of, reservations_of};
pub use shape::{LEGALITIES, Legality, Shape, Standing};
pub use state::State;
pub use view::Mandates;
