//! What became of a body, and what it came from.

use crate::fact::Fact;
use crate::kind::{BodyKind, Cause};
use crate::state::{BodyNo, Step};
use crate::view::View;
use std::collections::{BTreeSet, VecDeque};
use terms::{Certainty, Date, FuzzyDate, OdsCode};

/// One succession.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// The first day of the new.
    pub on: FuzzyDate,
    /// The old body.
    pub from: OdsCode,
    /// The new body.
    pub to: OdsCode,
    /// How: as a source says, else as the shape of the successions around it shows.
    pub cause: Cause,
    /// Whether a source states the cause.
    pub cause_stated: bool,
    /// The order or statute, where a source names it.
    pub instrument: Box<str>,
}

impl<'a> View<'a> {
    /// The successions from a body, one step.
    pub fn successions_of(&self, code: OdsCode) -> Vec<Link> {
        let Some((number, _)) = self.find(code) else { return Vec::new() };
        self.steps(number).iter().filter_map(|step| self.link(number, step)).collect()
    }

    /// The successions into a body, one step, oldest first.
    pub fn predecessions_of(&self, code: OdsCode) -> Vec<Link> {
        let Some((number, body)) = self.find(code) else { return Vec::new() };
        let mut links: Vec<Link> = body
            .old
            .iter()
            .flat_map(|old| self.steps(*old).iter().filter(|step| step.to == number).map(move |step| (*old, step)))
            .filter_map(|(old, step)| self.link(old, step))
            .collect();
        links.sort();
        links
    }

    /// Every succession on the way forward from a body, up to and including a day if one is given; chains pass through
    /// closed bodies, and a circle is followed once.
    pub fn successors(&self, code: OdsCode, to: Option<Date>) -> Vec<Link> {
        self.follow(code, |view, code| {
            let mut links = view.successions_of(code);
            links.retain(|link| to.is_none_or(|to| link.on.earliest() <= to));
            links.into_iter().map(|link| (link.to, link)).collect()
        })
    }

    /// Every succession on the way back from a body, not before a day if one is given.
    pub fn predecessors(&self, code: OdsCode, from: Option<Date>) -> Vec<Link> {
        self.follow(code, |view, code| {
            let mut links = view.predecessions_of(code);
            links.retain(|link| from.is_none_or(|from| link.on.latest() > from));
            links.into_iter().map(|link| (link.from, link)).collect()
        })
    }

    fn follow(&self, code: OdsCode, next: impl Fn(&Self, OdsCode) -> Vec<(OdsCode, Link)>) -> Vec<Link> {
        let mut seen = BTreeSet::from([code]);
        let mut waiting = VecDeque::from([code]);
        let mut links = BTreeSet::new();
        while let Some(code) = waiting.pop_front() {
            for (other, link) in next(self, code) {
                links.insert(link);
                if seen.insert(other) {
                    waiting.push_back(other);
                }
            }
        }
        links.into_iter().collect()
    }

    pub(crate) fn steps(&self, body: BodyNo) -> &'a [Step] {
        self.state.body(body).and_then(|body| body.successors.known(self.known)).map_or(&[], Vec::as_slice)
    }

    fn link(&self, from: BodyNo, step: &Step) -> Option<Link> {
        let claim = self.state.claim(step.claim)?;
        let Fact::Succeeded { cause, instrument, .. } = &*claim.fact else { return None };
        Some(Link {
            on: step.on,
            from: self.code(from)?,
            to: self.code(step.to)?,
            cause: cause.unwrap_or_else(|| self.cause(from, step)),
            cause_stated: cause.is_some(),
            instrument: instrument.clone(),
        })
    }

    /// How a body gave way, by the shape of the successions around it: whether the old one went on, how many took its
    /// place, and whether the new one already had bodies of its own.
    fn cause(&self, from: BodyNo, step: &Step) -> Cause {
        let day = step.on.latest();
        let old_goes_on = self.goes_on(from, day);
        let heirs = self.steps(from).iter().filter(|other| other.on == step.on).count();
        if old_goes_on {
            return Cause::PartialTransfer;
        }
        if heirs > 1 {
            return Cause::Split;
        }
        let Some(new) = self.state.body(step.to) else { return Cause::Recode };
        let before = day.yesterday().unwrap_or(day);
        let had_members = new
            .children
            .iter()
            .any(|(tie, child)| self.held(*child, *tie, before).is_some_and(|held| held.nominal() == Some(step.to)));
        let had_come = self.steps_into(step.to).iter().any(|on| on.latest() < day);
        if had_members || had_come {
            return Cause::CodeRetainedMerge;
        }
        let others = self.steps_into(step.to).iter().filter(|on| **on == step.on).count();
        if others > 1 { Cause::Merge } else { Cause::Recode }
    }

    fn goes_on(&self, body: BodyNo, day: Date) -> bool {
        let lives = self.state.body(body).and_then(|body| body.lives.known(self.known)).copied().unwrap_or_default();
        lives.counting().is_some_and(|life| life.contains(day) == Certainty::Yes)
    }

    fn steps_into(&self, body: BodyNo) -> Vec<FuzzyDate> {
        let old = self.state.body(body).into_iter().flat_map(|body| &body.old);
        old.flat_map(|old| self.steps(*old)).filter(|step| step.to == body).map(|step| step.on).collect()
    }

    /// Whether a body commissions care: by its kind, or because practices belong to it.
    pub fn is_commissioner(&self, code: OdsCode, day: Date) -> bool {
        self.kind_on(code, day).is_some_and(BodyKind::is_commissioner)
    }
}
