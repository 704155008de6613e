//! What carries a code's rows from one day to another: its own membership, or the successions.

use crate::fact::Fact;
use crate::kind::{BodyKind, Tie};
use crate::view::View;
use terms::{Date, OdsCode};

/// What carries a body's rows from one day to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Carriage {
    /// A practice's pass with the practice, to whatever commissioner it has.
    Membership,
    /// A commissioner's, system's or other body's pass with its successions.
    Succession,
    /// Nothing says what the body is, so nothing says where its rows go.
    Unknown,
}

impl View<'_> {
    /// By what a body is. One that no directory describes is a practice if sources give it a commissioner or a list of
    /// patients, and something that passes by succession if anything belonged to it, became of it or is known of its dates
    /// and area.
    pub(crate) fn carriage(&self, code: OdsCode, day: Date) -> Carriage {
        match self.kind_on(code, day) {
            Some(BodyKind::Practice | BodyKind::CostCentre) => return Carriage::Membership,
            Some(_) => return Carriage::Succession,
            None => {}
        }
        let Some((number, body)) = self.find(code) else { return Carriage::Unknown };
        let practice = self.said(code).any(|(claim, _)| match &*claim.fact {
            Fact::Tied { child, tie: Tie::Commissioner | Tie::Network, .. } => *child == code,
            Fact::Listed { .. } => true,
            _ => false,
        });
        if practice {
            return Carriage::Membership;
        }
        let served = body.children.iter().any(|(tie, child)| {
            self.timeline(*child, *tie).is_some_and(|timeline| timeline.stretches().any(|(parent, _)| parent == number))
        });
        let known = served
            || !self.steps(number).is_empty()
            || !self.predecessions_of(code).is_empty()
            || self.lives(code).counting().is_some()
            || !self.gss_codes(code).is_empty();
        if known { Carriage::Succession } else { Carriage::Unknown }
    }
}
