//! Cases taken from history, with dates as precise as their sources, and whether one was live on a day. Rules R1, R3, R4, R9.

use crate::basis::first_lawful_day;
use crate::clause::EffectKind;
use crate::clock::Clock;
use crate::id::HistoryId;
use crate::kind::{BodyClass, Ending, Regime, Tier};
use crate::reach::Reach;
use crate::requirement::Requirement;
use serde::{Deserialize, Serialize};
use terms::{Certainty, Date, FuzzyDate, OdsCode, Period, words};
use thiserror::Error;

/// A first or last day as files of history give it: to a day, month or year, or true at the latest on a day. Rule R4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HistoricDate {
    /// Known as precisely as written.
    On(FuzzyDate),
    /// True at the latest on this day; perhaps long before.
    By(Date),
}

words! {
    /// How precisely a source gives a day.
    Precision, "how precisely a day is known", {
        /// To the day.
        Day = "day", "To the day";
        /// To the month.
        Month = "month", "To the month";
        /// To the year.
        Year = "year", "To the year";
        /// True at the latest on that day.
        By = "by", "At the latest on that day";
    }
}

/// A day that is not as precise as its source says.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{found}` is not known {}: write a day as 2018-04-01, a month as 2018-04, a year as 2018", precision.words().to_lowercase())]
pub struct PrecisionError {
    /// The day as given.
    pub found: FuzzyDate,
    /// How precisely it is said to be known.
    pub precision: Precision,
}

impl HistoricDate {
    /// A day with the precision that its source gives it.
    ///
    /// # Errors
    /// [`PrecisionError`] for one that is written more or less precisely than that.
    pub fn new(date: FuzzyDate, precision: Precision) -> Result<Self, PrecisionError> {
        let (earliest, latest) = (date.earliest(), date.latest());
        let is_so = match precision {
            Precision::Day | Precision::By => date.is_exact(),
            Precision::Month => earliest == latest.first_of_month() && latest == earliest.last_of_month(),
            Precision::Year => earliest == latest.first_of_year() && latest == earliest.last_of_year(),
        };
        if !is_so {
            return Err(PrecisionError { found: date, precision });
        }
        Ok(match precision {
            Precision::By => Self::By(latest),
            Precision::Day | Precision::Month | Precision::Year => Self::On(date),
        })
    }
}

words! {
    /// What a source says of a case's end.
    EndReport, "what a source says of an end", {
        /// Nothing.
        Unknown = "unknown", "Not known";
        /// It was lifted.
        Lifted = "lifted", "Lifted";
        /// Some of it was lifted: the rest goes on.
        InPart = "lifted in part", "Lifted in part";
        /// Another took its place.
        Replaced = "replaced", "Replaced";
        /// The body ended.
        Dissolved = "dissolved", "The body ended";
        /// It ended with its body.
        Lapsed = "lapsed at dissolution", "Lapsed at dissolution";
    }
}

impl HistoricEnd {
    /// What a source's words and day come to: with no day on record, or lifted in part, a case is open. Rule R4.
    pub fn new(said: EndReport, last: Option<HistoricDate>) -> Self {
        let how = match said {
            EndReport::Unknown | EndReport::InPart => None,
            EndReport::Lifted => Some(Ending::Lifted),
            EndReport::Replaced => Some(Ending::Replaced),
            EndReport::Dissolved | EndReport::Lapsed => Some(Ending::Lapsed),
        };
        how.zip(last).map_or(Self::Open, |(how, last)| Self::Ended { last, how })
    }
}

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
        // With its last day before its first there is no day of it; a period of none is still a period.
        if end.is_some_and(|end| end.latest() < start.earliest()) {
            return None;
        }
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
