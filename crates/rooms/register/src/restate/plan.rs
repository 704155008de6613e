//! Where each code of a series belongs, asked once for each code and day.

use super::{Mode, Restatement};
use crate::carriage::Carriage;
use crate::chain::Link;
use crate::heirs::{Heirs, Placing, Unplaced, Weights};
use crate::kind::Tie;
use crate::view::View;
use std::collections::{BTreeSet, HashMap, HashSet};
use terms::{Certainty, Date, FuzzyDate, OdsCode};

/// Where one code's rows of one day went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The code in the series.
    pub code: OdsCode,
    /// The day of the rows.
    pub on: Date,
    /// Each new code with its whole weight, or why there is none.
    pub outcome: Result<Heirs, Unplaced>,
    /// Whether a membership or succession that it rests on lies inside a change not known to the day.
    pub uncertain: bool,
}

/// The answers of the register so far.
pub(crate) struct Plan<'a> {
    view: View<'a>,
    restatement: Restatement,
    known: HashMap<(OdsCode, Date), u32>,
    placings: Vec<Placed>,
}

impl<'a> Plan<'a> {
    pub(crate) fn new(view: View<'a>, restatement: Restatement) -> Self {
        Self { view, restatement, known: HashMap::new(), placings: Vec::new() }
    }

    /// Where a code's rows of a day go; the number of the answer.
    pub(crate) fn place(&mut self, code: OdsCode, on: Date) -> u32 {
        if let Some(number) = self.known.get(&(code, on)) {
            return *number;
        }
        let to = self.target(on);
        let stays = self.restatement.mode == Mode::AsWas && self.view.carriage(code, on) == Carriage::Succession;
        let outcome = if stays {
            Ok(Heirs { placing: Placing::Direct, shares: vec![(code, 1)] })
        } else {
            self.view.heirs(code, on, to, self.restatement.by)
        };
        let uncertain = !stays && outcome.as_ref().is_ok_and(|heirs| is_uncertain(&self.view, code, on, to, heirs));
        let number = self.placings.len() as u32;
        self.placings.push(Placed { code, on, outcome, uncertain });
        self.known.insert((code, on), number);
        number
    }

    pub(crate) fn placed(&self, number: u32) -> Option<&Placed> {
        self.placings.get(number as usize)
    }

    pub(crate) fn into_placings(self) -> Vec<Placed> {
        self.placings
    }

    /// The successions between the days of the series and the day restated to (in [`Mode::AsWas`], between its first
    /// and last day) on the way of any of its codes.
    pub(crate) fn crossed(&self) -> Vec<Link> {
        let days = || self.placings.iter().map(|placed| placed.on);
        let (Some(first), Some(last)) = (days().min(), days().max()) else { return Vec::new() };
        let mut asked = HashSet::new();
        let mut links = BTreeSet::new();
        for placed in &self.placings {
            let (from, to) = match self.restatement.mode {
                Mode::AsIs => (placed.on, self.restatement.to),
                Mode::AsWas => (first, last),
            };
            let subject = if is_practice(&self.view, placed.code, placed.on) {
                self.view.parent(placed.code, Tie::Commissioner, placed.on).nominal()
            } else {
                Some(placed.code)
            };
            let Some(subject) = subject else { continue };
            if !asked.insert((subject, from)) {
                continue;
            }
            let (early, late) = (from.min(to), from.max(to));
            let way = if to >= from {
                self.view.successors(subject, Some(to))
            } else {
                self.view.predecessors(subject, Some(to))
            };
            links.extend(way.into_iter().filter(|link| link.on.latest() > early && link.on.latest() <= late));
        }
        links.into_iter().collect()
    }

    fn target(&self, on: Date) -> Date {
        match self.restatement.mode {
            Mode::AsWas => on,
            Mode::AsIs => self.restatement.to,
        }
    }
}

/// Whether a code's rows are a practice's, which pass with its own membership.
pub(crate) fn is_practice(view: &View<'_>, code: OdsCode, on: Date) -> bool {
    view.carriage(code, on) == Carriage::Membership
}

/// Whether what a placing rests on lies inside a change that is not known to the day.
fn is_uncertain(view: &View<'_>, code: OdsCode, on: Date, to: Date, heirs: &Heirs) -> bool {
    let unsure = |body: OdsCode, day: Date| view.parent(body, Tie::Commissioner, day).is_uncertain();
    if is_practice(view, code, on) {
        return unsure(code, to);
    }
    let inside = |when: FuzzyDate| [on, to].iter().any(|day| when.earliest() <= *day && *day < when.latest());
    let links = view.successors(code, None).into_iter().chain(view.predecessors(code, None));
    if links.into_iter().any(|link| inside(link.on)) {
        return true;
    }
    matches!(heirs.placing, Placing::Apportioned { by: Weights::ListSize, .. })
        && view
            .members(code, on)
            .iter()
            .filter(|member| member.tie == Tie::Commissioner)
            .any(|member| member.certainty == Certainty::Uncertain || unsure(member.code, to))
}
