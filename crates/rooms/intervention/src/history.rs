//! Cases taken from history, with dates as precise as their sources, and whether one was live on a day. Rules R1, R3, R4, R9.

use crate::basis::first_lawful_day;
use crate::clause::EffectKind;
use crate::clock::Clock;
use crate::id::{HistoricDate, HistoryId};
use crate::kind::{BodyClass, Ending, Regime, Tier};
use crate::reach::Reach;
use crate::requirement::Requirement;
use serde::{Deserialize, Serialize};
use terms::{Certainty, Date, FuzzyDate, OdsCode, Period};

/// One regime applied to one body, as a source tells it. Four bodies named in one announcement are four cases. Rule R1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoricCase {
    /// Its identity.
    pub id: HistoryId,
    /// The body.
    pub body: OdsCode,
    /// What the body was.
    pub class: BodyClass,
    /// The regime.
    pub regime: Regime,
    /// The legal basis, in the source's words.
    pub basis: String,
    /// The first day.
    pub start: HistoricDate,
    /// Whether and when it ended.
    pub end: HistoricEnd,
    /// Figures that the source gives, in its words.
    pub figures: String,
    /// Where it is told.
    pub source: String,
    /// What it asked.
    pub asked: Vec<HistoricRequirement>,
}

/// Whether a case of history ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HistoricEnd {
    /// No end is on record, or it was lifted in part only: it is open.
    Open,
    /// It ended.
    Ended {
        /// The last day in force.
        last: HistoricDate,
        /// How.
        how: Ending,
    },
}

/// One thing that a case of history asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoricRequirement {
    /// Its number in the case, from 1.
    pub number: u16,
    /// What it is.
    pub requirement: Requirement,
    /// What it does to acts.
    pub effect: EffectKind,
    /// What it is about; none where no matter is touched.
    pub reach: Option<Reach>,
    /// The lowest tier of posts it is about.
    pub tier_max: Option<Tier>,
    /// When its evidence is due.
    pub clock: Option<Clock>,
    /// The source's words.
    pub words: String,
}

impl HistoricCase {
    /// The days in force, each edge as precise as it is known; none where the edges make no period.
    ///
    /// "By" a day is any day from the regime's first lawful one for such a body up to that day. Rule R4.
    pub fn period(&self) -> Option<Period> {
        let lawful = first_lawful_day(self.regime, self.class);
        let start = edge(self.start, lawful)?;
        let end = match self.end {
            HistoricEnd::Open => None,
            HistoricEnd::Ended { last, .. } => Some(edge(last, Some(start.earliest()))?),
        };
        Period::inclusive(Some(start), end).ok()
    }

    /// How surely it was in force on a day. Rule R4.
    pub fn was_live(&self, on: Date) -> Certainty {
        self.period().map_or(Certainty::No, |period| period.contains(on))
    }

    /// Whether no end is on record.
    pub fn is_open(&self) -> bool {
        self.end == HistoricEnd::Open
    }
}

fn edge(date: HistoricDate, first: Option<Date>) -> Option<FuzzyDate> {
    match date {
        HistoricDate::On(date) => Some(date),
        HistoricDate::By(latest) => {
            FuzzyDate::between(first.filter(|first| *first <= latest).unwrap_or(latest), latest).ok()
        }
    }
}

/// How surely a body was under a regime on a day: of several cases the surest answer. Rule R4.
pub fn was_under<'a>(
    cases: impl IntoIterator<Item = &'a HistoricCase>,
    body: OdsCode,
    regime: Regime,
    on: Date,
) -> Certainty {
    let ours = cases.into_iter().filter(|case| case.body == body && case.regime == regime);
    ours.map(|case| case.was_live(on)).max().unwrap_or(Certainty::No)
}
