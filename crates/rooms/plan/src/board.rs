//! The sign-off board: every body of a plan, with what it has said and what keeps it from signing.

use crate::kind::Stance;
use crate::plan::{Objection, Plan, Signature};
use mandate::Mandates;
use terms::{Date, OdsCode};

/// What a body has said to a plan, with the record of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Response<'a> {
    /// Nothing yet.
    Silence,
    /// It signed.
    Signature(&'a Signature),
    /// It objects.
    Objection(&'a Objection),
}

/// A body's row of the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoardRow<'a> {
    /// The body.
    pub body: OdsCode,
    /// What it has said.
    pub response: Response<'a>,
    /// Whether plans still differ in a line of its own, so that it cannot sign.
    pub is_in_conflict: bool,
    /// Whether it is bound by the plan on the day of the board.
    pub is_bound: bool,
}

impl Plan {
    /// The sign-off board, as a day sees it: a body that has closed by then is bound to nothing.
    ///
    /// Shape: one row for every body of the plan, in the order of their codes.
    ///
    /// Source: spec 06, section 12.4.
    pub fn board(&self, mandates: Mandates<'_>, day: Date) -> Vec<BoardRow<'_>> {
        let bound = self.bound(mandates, day);
        let row = |(body, stance): (&OdsCode, &Stance)| BoardRow {
            body: *body,
            response: self.response(*body, *stance),
            is_in_conflict: self.sign_off.in_conflict().contains(body),
            is_bound: bound.contains(body),
        };
        self.sign_off.stances().iter().map(row).collect()
    }

    fn response(&self, body: OdsCode, stance: Stance) -> Response<'_> {
        match stance {
            Stance::Silent => Response::Silence,
            Stance::Signed => self.signatures.get(&body).map_or(Response::Silence, Response::Signature),
            Stance::Objecting => self.objections.get(&body).map_or(Response::Silence, Response::Objection),
        }
    }
}
