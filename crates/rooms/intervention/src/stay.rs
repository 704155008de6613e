//! Stays in special measures and in recovery support: they bind nobody. Rule R29.

use crate::convention::convention_on;
use crate::id::ProposalId;
use crate::kind::Programme;
use crate::signature::Record;
use register::FileHash;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use terms::{Date, OdsCode, Text, words};

words! {
    /// Who must approve a recovery plan before special measures end.
    Approver, "who approves a plan", {
        /// The body itself.
        Body = "body", "The body";
        /// The authority.
        Authority = "authority", "The authority";
    }
}

words! {
    /// How a month turned out.
    Delivery, "how a month turned out", {
        /// At or better than plan.
        OnPlan = "on-plan", "On plan";
        /// Worse than plan: the count begins again.
        OffPlan = "off-plan", "Off plan";
    }
}

/// On what grounds something ends before all it asked is met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    /// What it asked is met.
    Met,
    /// Regardless, for a reason that is published. Rules R28 and R29.
    Regardless {
        /// The reason.
        reason: String,
    },
}

/// One stay, from its first day. A new one starts from nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Episode {
    /// The first day.
    pub from: Date,
    /// By whom, in whose name.
    pub entered: Record,
    /// The legal basis.
    pub basis: String,
    /// Why.
    pub reason: Text,
    /// The proposal that it follows, where there was one.
    pub proposal: Option<ProposalId>,
    /// Who approved the recovery plan, with the day of each.
    pub approvals: Vec<(Approver, Date)>,
    /// The months, as they turned out.
    pub deliveries: Vec<(Date, Delivery)>,
    /// How it ended, if it did.
    pub left: Option<Leaving>,
    /// The successors that are shown in it, each for this body's part, from a day.
    pub followed: Vec<(OdsCode, Date)>,
}

/// The end of a stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    /// The first day without it.
    pub on: Date,
    /// The letter; none where it lapsed with the body.
    pub letter: Option<FileHash>,
    /// Why, where what was asked was not met.
    pub regardless: Option<Text>,
}

/// What stands between a stay and its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shortfall {
    /// Somebody has not approved the plan.
    Plan {
        /// Who.
        missing: Approver,
    },
    /// Too few months in succession at or better than plan.
    Delivery {
        /// How many there are.
        months: usize,
        /// How many there must be.
        wanted: usize,
    },
}

impl Episode {
    /// Whether it goes on.
    pub const fn is_open(&self) -> bool {
        self.left.is_none()
    }

    /// The body that is in it on a day: after a merger that it followed, the successor.
    pub fn body_on(&self, entered: OdsCode, on: Date) -> OdsCode {
        self.followed.iter().rev().find(|(_, from)| *from <= on).map_or(entered, |(body, _)| *body)
    }

    /// Whether a body was in it on a day.
    pub fn covers(&self, on: Date) -> bool {
        self.from <= on && self.left.as_ref().is_none_or(|left| on < left.on)
    }

    /// The calendar months in succession at or better than plan, up to the last one of which something was said by a day. Of a
    /// month the last word stands; one of which nothing was said breaks the run.
    pub fn months_on_plan(&self, by: Date) -> usize {
        let said = self.deliveries.iter().filter(|(on, _)| *on <= by);
        let months: BTreeMap<i32, Delivery> = said.map(|(on, delivery)| (month(*on), *delivery)).collect();
        let last = months.last_key_value().map_or(0, |(month, _)| *month);
        let run = months.iter().rev().zip((0..=last).rev());
        run.take_while(|((month, delivery), wanted)| *month == wanted && **delivery == Delivery::OnPlan).count()
    }

    /// What is still wanted before it may end. Recovery support has no criteria of its own here: its letter is enough. Rule R29.
    pub fn shortfall(&self, programme: Programme, on: Date) -> Option<Shortfall> {
        if programme == Programme::RecoverySupport {
            return None;
        }
        let approved =
            |wanted: &&Approver| self.approvals.iter().any(|(approver, day)| approver == *wanted && *day <= on);
        if let Some(missing) = Approver::ALL.iter().find(|approver| !approved(approver)) {
            return Some(Shortfall::Plan { missing: *missing });
        }
        let (months, wanted) = (self.months_on_plan(on), usize::from(convention_on(on).deliveries));
        (months < wanted).then_some(Shortfall::Delivery { months, wanted })
    }
}

/// The number of a day's month, such that the next month has the next number.
fn month(day: Date) -> i32 {
    i32::from(day.year()) * 12 + i32::from(day.month())
}
