//! The story of one footprint, as acts: seven bodies form a commissioning executive in September 2016 and decide together
//! until two mergers in April 2018. It is walked as a guided tour and proved as an acceptance test.
//!
//! Bodies, codes and dates are real. Every person, figure and word spoken is made up, and names say so.

mod footprint;
mod meetings;
mod merger;

use crate::act::Act;
use crate::ids::ProposalId;
use mandate::{Actor, PersonId};
use std::fmt::Debug;
use std::str::FromStr;
use terms::{Date, OdsCode, Pence};

pub use footprint::footprint;

/// One step: somebody asks something on a day, and what comes of it.
#[derive(Clone, Debug)]
pub struct Step {
    /// The civil day.
    pub on: Date,
    /// Who asks.
    pub actor: Actor,
    /// What.
    pub act: StoryAct,
    /// What it means, for whoever walks along.
    pub says: &'static str,
    /// What comes of it.
    pub expect: Expect,
}

/// An act of one of the two rooms in which the story plays.
#[derive(Clone, Debug)]
pub enum StoryAct {
    /// People, posts, powers and committees.
    Mandate(Box<mandate::Act>),
    /// Meetings and proposals.
    Executive(Box<Act>),
}

/// What comes of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expect {
    /// It is recorded.
    Recorded,
    /// It is recorded, and then the proposal stands so.
    Stands {
        /// The proposal.
        proposal: ProposalId,
        /// The summary of where it stands.
        summary: &'static str,
    },
    /// It is refused, and the refusal says this.
    Refused {
        /// Part of the refusal.
        says: &'static str,
    },
}

/// How the objection of one body ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It agrees to the second amended wording.
    Agreement,
    /// It never agrees, and stays outside; nobody else is held up.
    OneNeverAgrees,
}

/// The story whose negotiation ends in agreement.
pub fn story() -> Vec<Step> {
    story_with(Ending::Agreement)
}

/// The story with one of its endings.
pub fn story_with(ending: Ending) -> Vec<Step> {
    let mut steps = footprint();
    meetings::tell(&mut steps, ending);
    merger::tell(&mut steps);
    steps
}

/// Reads a constant of the story.
#[expect(clippy::expect_used, reason = "every text read here stands in this module and is read by its test")]
pub(crate) fn p<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().expect("a constant of the story")
}

fn bodies(codes: &str) -> impl Iterator<Item = OdsCode> {
    codes.split(' ').filter(|code| !code.is_empty()).map(p)
}

const fn pounds(pounds: i64) -> Pence {
    Pence(pounds * 100)
}

fn person(id: &str) -> Actor {
    Actor::Person(p::<PersonId>(id))
}

/// Writes steps one after another.
struct Teller<'s> {
    steps: &'s mut Vec<Step>,
    on: Date,
}

impl<'s> Teller<'s> {
    fn new(steps: &'s mut Vec<Step>) -> Self {
        Self { steps, on: p("2016-09-01") }
    }

    fn on(&mut self, day: &str) -> &mut Self {
        self.on = p(day);
        self
    }

    fn keeps(&mut self, act: mandate::Act, says: &'static str) -> &mut Self {
        let act = StoryAct::Mandate(Box::new(act));
        self.steps.push(Step { on: self.on, actor: Actor::Keeper, act, says, expect: Expect::Recorded });
        self
    }

    fn asks(&mut self, actor: &str, act: Act, says: &'static str) -> &mut Self {
        let act = StoryAct::Executive(Box::new(act));
        self.steps.push(Step { on: self.on, actor: person(actor), act, says, expect: Expect::Recorded });
        self
    }

    /// The last step leads to this.
    fn stands(&mut self, proposal: &str, summary: &'static str) -> &mut Self {
        if let Some(step) = self.steps.last_mut() {
            step.expect = Expect::Stands { proposal: p(proposal), summary };
        }
        self
    }

    /// The last step is refused.
    fn refused(&mut self, says: &'static str) -> &mut Self {
        if let Some(step) = self.steps.last_mut() {
            step.expect = Expect::Refused { says };
        }
        self
    }
}
