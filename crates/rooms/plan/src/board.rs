//! The sign-off board: every body of a plan, with what it has said and what keeps it from signing.

use crate::kind::Stance;
use crate::plan::{Objection, Plan, Signature};
use terms::OdsCode;

/// What a body has said to a plan, with the record of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said<'a> {
    /// Nothing yet.
    Nothing,
    /// It signed.
    Signed(&'a Signature),
    /// It objects.
    Objects(&'a Objection),
}

/// A body's row of the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoardRow<'a> {
    /// The body.
    pub body: OdsCode,
    /// What it has said.
    pub said: Said<'a>,
    /// Whether plans still differ in a line of its own, so that it cannot sign.
    pub is_in_conflict: bool,
    /// Whether it is bound by the plan.
    pub is_bound: bool,
}

impl Plan {
    /// The sign-off board.
    ///
    /// Shape: one row for every body of the plan, in the order of their codes.
    ///
    /// Source: spec 06, section 12.4.
    pub fn board(&self) -> Vec<BoardRow<'_>> {
        let bound = self.bound();
        let row = |(body, stance): (&OdsCode, &Stance)| BoardRow {
            body: *body,
            said: self.said(*body, *stance),
            is_in_conflict: self.sign_off.in_conflict().contains(body),
            is_bound: bound.contains(body),
        };
        self.sign_off.stances().iter().map(row).collect()
    }

    fn said(&self, body: OdsCode, stance: Stance) -> Said<'_> {
        match stance {
            Stance::Silent => Said::Nothing,
            Stance::Signed => self.signatures.get(&body).map_or(Said::Nothing, Said::Signed),
            Stance::Objecting => self.objections.get(&body).map_or(Said::Nothing, Said::Objects),
        }
    }
}
