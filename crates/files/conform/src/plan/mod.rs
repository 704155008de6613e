//! The operating plan: merging, checks, sign-off and the tree of figures.
//!
//! Each kind is asked of the room `plan`, and of `money` as well, whose worked examples it stands among.

mod checks;
mod drill;
mod merge;
mod sign_off;

use crate::{Answers, ConformError, Kind, Questions, World};

/// Answers all the questions of a file.
type Answer = fn(&World, &Questions) -> Result<Answers, ConformError>;

const fn kind(room: &'static str, name: &'static str, answer: Answer) -> Kind {
    Kind { room, name, answer }
}

/// The kinds of questions about plans.
pub(crate) const KINDS: &[Kind] = &[
    kind("plan", "plan-merge", merge::answer),
    kind("plan", "plan-checks", checks::answer),
    kind("plan", "signoff", sign_off::answer),
    kind("plan", "drill", drill::answer),
    kind("money", "plan-merge", merge::answer),
    kind("money", "plan-checks", checks::answer),
    kind("money", "signoff", sign_off::answer),
    kind("money", "drill", drill::answer),
];
