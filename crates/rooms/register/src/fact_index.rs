//! Where a fact is among the claims: asked when a release is compared with the one before, and when something is put right.

use crate::source::Series;
use crate::state::{Claim, ClaimNo, fact_hash};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use terms::shared::{Index, Rows};

/// From what a series says to its claim. Made at the first question, since nobody who only reads asks one; copies share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct FactIndex(Arc<OnceLock<Found>>);

/// One number for each hash copies like bytes; the few facts that share theirs with an earlier one stand apart.
#[derive(Clone, Debug, Default)]
struct Found {
    first: Index<u64, ClaimNo>,
    more: BTreeMap<u64, Vec<ClaimNo>>,
}

impl Found {
    fn add(&mut self, hash: u64, number: ClaimNo) {
        if self.first.get(&hash).is_some() {
            self.more.entry(hash).or_default().push(number);
        } else {
            self.first.insert(hash, number);
        }
    }
}

impl FactIndex {
    fn found(&self, claims: &Rows<Claim>) -> &Found {
        self.0.get_or_init(|| {
            let mut found = Found::default();
            for (number, claim) in (0..).zip(claims.iter()) {
                found.add(fact_hash(claim.series, &claim.fact), ClaimNo(number));
            }
            found
        })
    }

    /// The claims whose series and fact have a hash: nearly always one at most.
    pub(crate) fn with_hash<'a>(&'a self, claims: &Rows<Claim>, hash: u64) -> impl Iterator<Item = ClaimNo> + 'a {
        let found = self.found(claims);
        let more = if found.more.is_empty() { None } else { found.more.get(&hash) };
        found.first.get(&hash).into_iter().chain(more.into_iter().flatten()).copied()
    }

    /// Adds a claim that is about to be put at the end of the others.
    pub(crate) fn add(&mut self, claims: &Rows<Claim>, hash: u64, number: ClaimNo) {
        self.found(claims);
        if let Some(found) = Arc::make_mut(&mut self.0).get_mut() {
            found.add(hash, number);
        }
    }
}

/// The claims of each series, as runs of neighbours: a release brings its new claims one after another.
#[derive(Clone, Debug, Default)]
pub(crate) struct SeriesIndex(Vec<(Series, Rows<Run>)>);

/// So many claims from one on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Run {
    from: ClaimNo,
    length: u32,
}

impl SeriesIndex {
    /// Every claim of a series, in order.
    pub(crate) fn of(&self, series: Series) -> impl Iterator<Item = ClaimNo> + '_ {
        let runs = self.0.iter().filter(move |(held, _)| *held == series).flat_map(|(_, runs)| runs.iter());
        runs.flat_map(|run| (run.from.0..run.from.0 + run.length).map(ClaimNo))
    }

    /// Adds a claim, the last there is.
    pub(crate) fn add(&mut self, series: Series, number: ClaimNo) {
        let place = self.0.iter().position(|(held, _)| *held == series).unwrap_or_else(|| {
            self.0.push((series, Rows::default()));
            self.0.len() - 1
        });
        let Some((_, runs)) = self.0.get_mut(place) else { return };
        match runs.len().checked_sub(1).and_then(|last| runs.get_mut(last)) {
            Some(run) if run.from.0 + run.length == number.0 => run.length += 1,
            _ => {
                runs.push(Run { from: number, length: 1 });
            }
        }
    }

    /// The runs of each series, in the order in which the series came.
    pub(crate) fn runs(&self) -> Vec<(Series, Vec<Run>)> {
        self.0.iter().map(|(series, runs)| (*series, runs.iter().copied().collect())).collect()
    }

    pub(crate) fn from_runs(all: Vec<(Series, Vec<Run>)>) -> Self {
        let rows = |runs: Vec<Run>| {
            let mut rows = Rows::default();
            for run in runs {
                rows.push(run);
            }
            rows
        };
        Self(all.into_iter().map(|(series, runs)| (series, rows(runs))).collect())
    }
}
