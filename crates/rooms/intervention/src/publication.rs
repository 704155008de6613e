//! Publication assessments: evidence for a trigger, never an intervention. Rule R10.

use crate::trigger::Grade;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use terms::{Date, OdsCode};
use thiserror::Error;

/// A segment of an oversight framework, 1 (most autonomy) to 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Segment(u8);

/// No segment.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{found}` is not a segment: write 1 to 5")]
pub struct SegmentError {
    /// As given.
    pub found: String,
}

impl TryFrom<u8> for Segment {
    type Error = SegmentError;

    fn try_from(number: u8) -> Result<Self, SegmentError> {
        if (1..=5).contains(&number) { Ok(Self(number)) } else { Err(SegmentError { found: number.to_string() }) }
    }
}

impl From<Segment> for u8 {
    fn from(segment: Segment) -> Self {
        segment.0
    }
}

impl FromStr for Segment {
    type Err = SegmentError;

    fn from_str(text: &str) -> Result<Self, SegmentError> {
        text.parse::<u8>().map_err(|_| SegmentError { found: text.to_owned() })?.try_into()
    }
}

/// What was published of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// A headline rating.
    Rating(Grade),
    /// A segment.
    Segment(Segment),
}

/// A published assessment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// The body.
    pub body: OdsCode,
    /// The first day of the financial year that is judged.
    pub year_from: Date,
    /// What was published.
    pub mark: Mark,
    /// The day it was published; triggers go by this day, not by the year.
    pub on: Date,
    /// Where.
    pub source: String,
}
