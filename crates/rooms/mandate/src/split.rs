//! Place and system, measured: how much is decided at each level.

use crate::id::LineCode;
use crate::kind::Level;
use crate::line::{Matter, Population};
use crate::responsible::Responsible;
use crate::view::Mandates;
use std::collections::{BTreeMap, BTreeSet};
use terms::{Certainty, Date, OdsCode, Pence};

/// What stands at one level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measure {
    /// Services, each counted once for each body's people.
    pub services: u64,
    /// Spend on them, where it was given.
    pub spend: Pence,
    /// Posts.
    pub posts: u64,
    /// Uses of power.
    pub decisions: u64,
}

/// How much is decided at each level by and for some bodies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// What stands at each level; levels with nothing are left out.
    pub levels: BTreeMap<Level, Measure>,
    /// What cannot be placed: services without a mandate or with overlapping ones, with their spend, and uses of power
    /// about functions or about services without a mandate.
    pub unplaced: Measure,
}

impl Split {
    /// What stands at place level or below, and above it.
    pub fn place_and_system(&self) -> (Measure, Measure) {
        let sum = |wanted: &dyn Fn(Level) -> bool| {
            let levels = self.levels.iter().filter(|(level, _)| wanted(**level));
            levels.fold(Measure::default(), |sum, (_, measure)| add(sum, *measure))
        };
        (sum(&|level| level <= Level::Place), sum(&|level| level > Level::Place))
    }
}

fn add(one: Measure, other: Measure) -> Measure {
    Measure {
        services: one.services + other.services,
        spend: Pence(one.spend.0.saturating_add(other.spend.0)),
        posts: one.posts + other.posts,
        decisions: one.decisions + other.decisions,
    }
}

impl Mandates<'_> {
    /// Measures how much some bodies decide at each level.
    ///
    /// Services are those given (or the leaves of the tree), once for each body's registered people, at the level of the one
    /// mandate that holds on the day. Spend is whatever is given for a service and body. A post counts at place level when
    /// it serves one of the bodies and at system level when it serves several. Uses of power count on the days from
    /// `since` up to and with the day, at the level of the service decided.
    ///
    /// Source: the place and system shares of S4.3.
    pub fn split(
        &self,
        bodies: &BTreeSet<OdsCode>,
        lines: &[LineCode],
        spend: &BTreeMap<(LineCode, OdsCode), Pence>,
        since: Date,
        on: Date,
    ) -> Split {
        let mut split = Split::default();
        for line in lines {
            let responsible = self.responsible(line, on);
            for body in bodies {
                let population = Population::registered(*body);
                let held = responsible.iter().find(|held| held.population == population);
                let level = held.and_then(Responsible::level);
                let spend = spend.get(&(line.clone(), *body)).copied().unwrap_or_default();
                split.count(level, Measure { services: 1, spend, ..Measure::default() });
            }
        }
        for post in self.posts().filter(|post| post.period.contains(on) == Certainty::Yes) {
            let level = match post.bodies_on(on).intersection(bodies).count() {
                0 => continue,
                1 => Level::Place,
                _ => Level::System,
            };
            split.count(Some(level), Measure { posts: 1, ..Measure::default() });
        }
        for used in self.used().map(|used| used.exercise) {
            if used.on >= since && used.on <= on && bodies.contains(&used.body) {
                let level = match &used.matter {
                    Matter::Service(line) => self.level_of(line, used.body, used.on),
                    Matter::Function(_) => None,
                };
                split.count(level, Measure { decisions: 1, ..Measure::default() });
            }
        }
        split
    }

    fn level_of(&self, line: &LineCode, body: OdsCode, on: Date) -> Option<Level> {
        self.responsible_for(line, Population::registered(body), on)?.level()
    }
}

impl Split {
    fn count(&mut self, level: Option<Level>, measure: Measure) {
        let held = match level {
            Some(level) => self.levels.entry(level).or_default(),
            None => &mut self.unplaced,
        };
        *held = add(*held, measure);
    }
}
