//! Who may decide what, for whom, up to how much, on whose authority?
//!
//! People hold posts; statutes, constitutions and schemes give posts and committees powers; mandates say which commissioner
//! answers for which service and whom. From these the room works out, for any day, the unbroken chain of authority behind
//! a decision, or why there is none.
//!
//! Invariant: no [`Authority`] exists whose every link was not in force on its day, and no committee that decides in common
//! or by individual delegation ever holds a power.

mod about;
mod act;
mod act_kind;
mod allows;
mod apply;
mod arrangement;
mod authorise;
mod authority;
mod carry;
mod committee;
pub mod coverage;
mod decide;
mod division;
mod doubt;
mod duty;
mod duty_of;
mod event;
mod expiring;
mod fold;
mod heirs;
mod id;
mod kind;
mod limits;
mod line;
mod lives;
mod living;
mod naming;
mod person;
mod power;
mod question;
mod refusal;
mod responsibility;
mod responsible;
mod scheme;
mod scheme_table;
mod shape;
mod sound;
mod split;
mod stamp;
mod state;
mod statutory;
mod table;
mod view;
mod withdraw;

pub use about::Thing;
pub use act::{Act, Actor, Context, Erasable, Outcome};
pub use act_kind::ActKind;
pub use apply::{apply, follow};
pub use arrangement::{Shared, SharedKind, TEAM_LEAST};
pub use authority::{Ask, Authority, CommitteeAsk, LimitKind, Link, LinkKind, Shortfall, exercise};
pub use committee::{Committee, DatedLine, PowerHoldingCommittee, Powerless, Seat};
pub use coverage::{Coverage, Flaw, FlawKind, draft};
pub use decide::{World, decide};
pub use division::{DivisionError, LAPSES, parse_division};
pub use doubt::Doubtful;
pub use duty::{Denied, Duties, Duty, Grant, PostDuty, duties_of};
pub use event::Event;
pub use expiring::{EndKind, Expiring};
pub use id::{
    CommitteeId, FunctionCode, ID_LENGTH_MAX, IdError, InstrumentId, InterestId, LineCode, MandateId, PersonId, PostId,
    PowerId, UniverseId, check_id,
};
pub use kind::{Capacity, InstrumentKind, InterestCategory, Level, PopulationKind, Portfolio, PostKind, SeatRole};
pub use line::{Line, Matter, MatterError, Population, Universe};
pub use living::live;
pub use person::{DatedBody, Declared, Holding, Interest, Person, Post, Vacancy};
pub use power::{
    Condition, Delegation, Exercise, Holder, HolderId, Instrument, Limits, Power, RecordedExercise, Reservation,
};
pub use question::{Changed, Decider, MayDecide, ServiceStanding, Turned, WhoDecides};
pub use refusal::{MandateError, Refusal};
pub use responsibility::{CarryOver, Division, Mandate, Taken, Transfer};
pub use responsible::Responsible;
pub use scheme::{Delegated, SchemeRow, powers_of, reservations_of};
pub use scheme_table::{
    CellError, HEADINGS_AFTER, HEADINGS_BEFORE, parse_limits, parse_scheme, print_scheme, screen_scheme,
};
pub use shape::{LEGALITIES, Legality, Shape, Standing};
pub use split::{Measure, Split};
pub use stamp::Stamp;
pub use state::State;
pub use statutory::{Lacking, STATUTORY, Statutory, statutory};
pub use view::Mandates;
