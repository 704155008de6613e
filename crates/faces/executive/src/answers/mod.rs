//! Meetings, proposals, decisions, actions and scrutiny: what their pages, files and interfaces show.
//!
//! Every function is pure: it takes a [`Basis`] (the rooms as known, today, and who reads) and gives a table or the values
//! of one page. What a reader may not see is never in the answer, so that no page can show it by mistake.

mod basis;
pub mod decisions;
pub mod draft;
pub mod follow_up;
pub mod item;
pub mod meeting;
pub mod meetings;
pub mod notices;
pub mod proposal;

pub use basis::Basis;
pub use decisions::{DecisionFilter, Found, decisions};
pub use follow_up::{actions, forward_plan, questions};
pub use meetings::{MeetingFilter, meetings};
pub use naming::clock;
