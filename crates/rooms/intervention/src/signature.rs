//! In whose name something is done, and from which day.

use mandate::Actor;
use serde::{Deserialize, Serialize};
use terms::{Date, OdsCode};

/// In whose name an act is done, and on which day it takes effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The body.
    pub body: OdsCode,
    /// The day. An act may be recorded late; it never takes effect on a day to come unless it says so.
    pub on: Date,
}

/// Who recorded an act, in whose name, and on which day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The person or program.
    pub by: Actor,
    /// In whose name, and from which day.
    pub signature: Signature,
    /// The day it was recorded.
    pub on: Date,
}
