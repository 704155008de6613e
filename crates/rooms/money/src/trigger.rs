//! Triggers: what a forecast says that somebody should look at, and what should become a proposal to intervene.

use crate::basis_points::BasisPoints;
use crate::forecast::RunRates;
use crate::standing::Standing;
use crate::table::{TableError, rows};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use terms::{FinancialMonth, Pence, TooLarge};

terms::words! {
    /// A trigger, in the order in which they are listed.
    Trigger, "a trigger", {
        /// The reported forecast is below the control total.
        ForecastBelowTotal = "tr1", "The reported forecast is below the control total";
        /// The rest of the plan leads below the control total.
        RunRateBelowTotal = "tr2", "The year to date and the rest of the plan lead below the control total";
        /// Early in the year the position is below plan.
        EarlyVariance = "tr3", "Early in the year the position is below plan";
        /// The reported forecast is better than the year to date and the rest of the plan support.
        Unsupported = "tr4", "The reported forecast is better than the year to date supports";
        /// The low end of the range is below the control total.
        LowEndBelowTotal = "tr5", "The low end of the run rates is below the control total";
        /// The reported forecast is below the control total at all.
        AnyShortfall = "tr6", "The reported forecast is below the control total at all";
    }
}

terms::words! {
    /// What follows from a trigger. Nothing starts by itself: a proposal is confirmed or declined by a person (rule R31).
    Level, "a level: none, watch or propose", {
        /// Nothing.
        None = "none", "Nothing";
        /// Somebody should look.
        Watch = "watch", "Watch";
        /// A proposal goes to whoever intervenes.
        Propose = "propose", "Propose to intervene";
    }
}

/// How far a trigger must go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Threshold {
    /// A share of the year's resource.
    pub share: BasisPoints,
    /// The last month in which it is tested; none: all year.
    pub until: Option<FinancialMonth>,
    /// How sure we are of it.
    pub standing: Standing,
}

/// The thresholds that hold for a while. A trigger that is not here is not tested.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thresholds(pub BTreeMap<Trigger, Threshold>);

/// Whether the month before also reported a forecast that the run rate did not support.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthBefore {
    /// It did.
    Unsupported,
    /// It did not, or there was none.
    Supported,
}

/// A forecast as the triggers see it. Units: pence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportedForecast {
    /// The month reported.
    pub month: FinancialMonth,
    /// The run rates to that month.
    pub run_rates: RunRates,
    /// The control total.
    pub control_total: Pence,
    /// What is reported for the year.
    pub reported: Pence,
    /// The year's resource: what the thresholds are shares of.
    pub resource: Pence,
    /// The month before.
    pub before: MonthBefore,
}

/// A trigger that fired, with its evidence. Units: pence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// Which.
    pub trigger: Trigger,
    /// How far below.
    pub shortfall: Pence,
    /// How far it had to be.
    pub threshold: Pence,
    /// What follows.
    pub level: Level,
}

/// The thresholds that this edition brings, until an installation sets its own. A test rules out that the table cannot be read.
pub fn thresholds_at_first() -> &'static Thresholds {
    static AT_FIRST: LazyLock<Thresholds> =
        LazyLock::new(|| parse_thresholds(include_str!("../tables/triggers.table")).unwrap_or_default());
    &AT_FIRST
}

/// Reads a table of thresholds; `tables/triggers.table` explains its columns and their units at its head.
///
/// # Errors
/// [`TableError`] with the line that cannot be read.
pub fn parse_thresholds(text: &str) -> Result<Thresholds, TableError> {
    let mut thresholds = BTreeMap::new();
    for row in rows(text, &["code", "threshold", "until", "standing"])? {
        let wanted = "a month of the financial year, 1 to 12";
        let until = row.maybe("until", wanted)?.map(FinancialMonth::new).transpose();
        let threshold = Threshold {
            share: row.read("threshold", "basis points")?,
            until: until.map_err(|_| row.wrong("until", wanted))?,
            standing: row.read("standing", "a standing")?,
        };
        thresholds.insert(row.read("code", "a trigger")?, threshold);
    }
    Ok(Thresholds(thresholds))
}

impl Level {
    /// The level of several alarms: the highest.
    pub fn of(alarms: &[Alarm]) -> Self {
        alarms.iter().map(|alarm| alarm.level).max().unwrap_or(Self::None)
    }
}

impl Thresholds {
    /// Every trigger that a forecast fires, in order.
    ///
    /// # Errors
    /// [`TooLarge`] when a figure is past what is kept of money.
    ///
    /// Source: section 6, rule R30.
    pub fn alarms(&self, forecast: &ReportedForecast) -> Result<Vec<Alarm>, TooLarge> {
        let mut alarms = Vec::new();
        let is_tested = |held: &Threshold| held.until.is_none_or(|until| forecast.month <= until);
        for (trigger, held) in self.0.iter().filter(|(_, held)| is_tested(held)) {
            let shortfall = forecast.shortfall(*trigger)?;
            let threshold = held.share.of(forecast.resource)?;
            // “Unsupported” is by more than its threshold, all others by at least theirs.
            let has_come =
                if *trigger == Trigger::Unsupported { shortfall > threshold } else { shortfall >= threshold };
            if has_come && shortfall > Pence::NOUGHT {
                alarms.push(Alarm { trigger: *trigger, shortfall, threshold, level: forecast.level(*trigger) });
            }
        }
        Ok(alarms)
    }
}

impl ReportedForecast {
    /// How far a trigger's figure is below what it is held against.
    fn shortfall(&self, trigger: Trigger) -> Result<Pence, TooLarge> {
        match trigger {
            Trigger::ForecastBelowTotal | Trigger::AnyShortfall => self.control_total.minus(self.reported),
            Trigger::RunRateBelowTotal => self.control_total.minus(self.run_rates.plan),
            Trigger::EarlyVariance => Pence::NOUGHT.minus(self.run_rates.variance_to_date),
            Trigger::Unsupported => self.reported.minus(self.run_rates.plan),
            Trigger::LowEndBelowTotal => self.control_total.minus(self.run_rates.low()),
        }
    }

    /// What follows from a trigger that fired.
    const fn level(&self, trigger: Trigger) -> Level {
        match (trigger, self.before) {
            (Trigger::ForecastBelowTotal | Trigger::RunRateBelowTotal | Trigger::EarlyVariance, _)
            | (Trigger::Unsupported, MonthBefore::Unsupported) => Level::Propose,
            (Trigger::Unsupported, MonthBefore::Supported) | (Trigger::LowEndBelowTotal | Trigger::AnyShortfall, _) => {
                Level::Watch
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_trigger_and_says_that_nobody_checked_it() {
        let thresholds = thresholds_at_first();
        assert!(thresholds.0.keys().eq(Trigger::ALL));
        assert!(thresholds.0.values().all(|held| held.standing == Standing::Unchecked));
    }
}
