//! The account of a run: what went in, where it came out, and how that differs from what was submitted.

use crate::error::ActivityError;
use assign::{Method, ReasonId, Terminal};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use terms::{MoneyError, Pence};

/// Records and what they cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// How many records.
    pub records: u64,
    /// What they cost together, in whole pence; 0 where the file does not say.
    pub pence: i64,
}

impl Sum {
    /// Adds another sum.
    ///
    /// # Errors
    /// [`ActivityError::Unbalanced`] when the pence no longer fit.
    pub fn add(&mut self, other: Self) -> Result<(), ActivityError> {
        self.records += other.records;
        self.pence = self.pence.checked_add(other.pence).ok_or_else(overflow)?;
        Ok(())
    }
}

fn overflow() -> ActivityError {
    ActivityError::Unbalanced("the pence add up to more than can be held".to_owned())
}

/// Submitted against derived, for one provider and point of delivery.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct VarianceKey {
    /// The provider as recorded.
    pub provider: String,
    /// The point of delivery as recorded.
    pub point_of_delivery: String,
    /// The commissioner that was submitted.
    pub submitted: String,
    /// The commissioner that the method gives.
    pub derived: String,
    /// The end of the graph.
    pub terminal: Terminal,
    /// How the code was found.
    pub method: Method,
}

impl VarianceKey {
    /// Whether submitted and derived are the same.
    pub fn agrees(&self) -> bool {
        self.submitted == self.derived
    }

    /// Why the derived commissioner pays.
    pub fn reason(&self) -> String {
        ReasonId::of(self.terminal, self.method).sentence()
    }
}

/// What changes when the same records are assigned in another way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ChangeKey {
    /// The provider as recorded.
    pub provider: String,
    /// The point of delivery as recorded.
    pub point_of_delivery: String,
    /// The commissioner as things are.
    pub before: String,
    /// The commissioner under the what-if.
    pub after: String,
}

/// What was counted at both ends of a run, by those who know nothing of the answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ends {
    /// Records counted as the file was cut into pieces, before any cell was read.
    pub(crate) read: u64,
    /// Records counted as they were written, and what they cost, added up as each was put into the result.
    pub(crate) written: Sum,
    /// Rows written to the file of those left out.
    pub(crate) left_out: u64,
}

/// The account of some records; accounts add up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// What was read.
    pub read: Sum,
    /// What was written, by end of the graph.
    pub by_terminal: BTreeMap<Terminal, Sum>,
    /// What was written, by reason: the end and the method.
    pub by_reason: BTreeMap<ReasonId, Sum>,
    /// What was written, by commissioner; blank where there is none.
    pub by_commissioner: BTreeMap<String, Sum>,
    /// The editions that answered, by their ids.
    pub editions: BTreeSet<String>,
    /// How many records bear each flag.
    pub by_flag: BTreeMap<&'static str, u64>,
    /// Records whose rows could not be read and were left out, by why.
    pub left_out: BTreeMap<String, u64>,
    /// Submitted against derived, where the file says what was submitted.
    pub variance: BTreeMap<VarianceKey, Sum>,
    /// Before against after, in a what-if.
    pub changes: BTreeMap<ChangeKey, Sum>,
}

impl Tally {
    /// Adds another account.
    ///
    /// # Errors
    /// [`ActivityError::Unbalanced`] when the pence no longer fit.
    pub fn add(&mut self, other: Self) -> Result<(), ActivityError> {
        self.read.add(other.read)?;
        sums(&mut self.by_terminal, other.by_terminal)?;
        sums(&mut self.by_reason, other.by_reason)?;
        sums(&mut self.by_commissioner, other.by_commissioner)?;
        sums(&mut self.variance, other.variance)?;
        sums(&mut self.changes, other.changes)?;
        self.editions.extend(other.editions);
        for (flag, records) in other.by_flag {
            *self.by_flag.entry(flag).or_default() += records;
        }
        for (why, records) in other.left_out {
            *self.left_out.entry(why).or_default() += records;
        }
        Ok(())
    }

    /// What was written.
    ///
    /// # Errors
    /// [`ActivityError::Unbalanced`] when the pence do not fit.
    pub fn written(&self) -> Result<Sum, ActivityError> {
        total(&self.by_terminal)
    }

    /// Holds the run to its control totals: every record and penny read is written under one end, or left out and counted,
    /// and every breakdown adds back to the same.
    ///
    /// # Errors
    /// [`ActivityError::Unbalanced`] says what does not add up.
    pub fn balance(&self) -> Result<(), ActivityError> {
        let written = self.written()?;
        let left_out: u64 = self.left_out.values().sum();
        if written.records + left_out != self.read.records || written.pence != self.read.pence {
            return Err(ActivityError::Unbalanced(format!(
                "read {} records and {} pence, wrote {} records and {} pence, left out {left_out} records",
                self.read.records, self.read.pence, written.records, written.pence
            )));
        }
        let others = [total(&self.by_reason)?, total(&self.by_commissioner)?];
        let breakdowns =
            [(!self.variance.is_empty(), total(&self.variance)?), (!self.changes.is_empty(), total(&self.changes)?)];
        let used = breakdowns.into_iter().filter(|(used, _)| *used).map(|(_, sum)| sum);
        match others.into_iter().chain(used).find(|sum| *sum != written) {
            Some(sum) => Err(ActivityError::Unbalanced(format!(
                "a breakdown has {} records and {} pence where {} records and {} pence were written",
                sum.records, sum.pence, written.records, written.pence
            ))),
            None => Ok(()),
        }
    }

    /// Holds the account to what was counted at both ends of the run, apart from it and from each other.
    ///
    /// # Errors
    /// [`ActivityError::Unbalanced`] names the two that do not agree.
    pub(crate) fn balance_with(&self, ends: &Ends) -> Result<(), ActivityError> {
        let left_out: u64 = self.left_out.values().sum();
        let (decided, written) = (self.written()?, ends.written);
        let wrong = |what: String| Err(ActivityError::Unbalanced(what));
        if ends.read != self.read.records {
            return wrong(format!(
                "{} records were read from the file and {} were decided or left out",
                ends.read, self.read.records
            ));
        }
        if written != decided {
            return wrong(format!(
                "{} records and {} pence were decided and {} records and {} pence were written",
                decided.records, decided.pence, written.records, written.pence
            ));
        }
        if ends.left_out != left_out {
            return wrong(format!("{left_out} rows were left out and {} of them were written aside", ends.left_out));
        }
        Ok(())
    }

    /// Records whose submitted commissioner is the one derived, and those where it is another.
    ///
    /// # Errors
    /// [`ActivityError::Unbalanced`] when the pence do not fit.
    pub fn agreement(&self) -> Result<(Sum, Sum), ActivityError> {
        let (mut same, mut other) = (Sum::default(), Sum::default());
        for (key, sum) in &self.variance {
            if key.agrees() { same.add(*sum)? } else { other.add(*sum)? }
        }
        Ok((same, other))
    }
}

fn sums<K: Ord>(into: &mut BTreeMap<K, Sum>, from: BTreeMap<K, Sum>) -> Result<(), ActivityError> {
    for (key, sum) in from {
        into.entry(key).or_default().add(sum)?;
    }
    Ok(())
}

fn total<K>(sums: &BTreeMap<K, Sum>) -> Result<Sum, ActivityError> {
    sums.values().try_fold(Sum::default(), |mut all, sum| {
        all.add(*sum)?;
        Ok(all)
    })
}

/// What a column of pence adds up to.
pub(crate) fn total_of(pence: &[i64]) -> Result<i64, ActivityError> {
    i64::try_from(pence.iter().map(|pence| i128::from(*pence)).sum::<i128>()).map_err(|_| overflow())
}

/// The pence of a cell of whole pence.
pub(crate) fn pence(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.is_empty() { Some(0) } else { text.parse().ok() }
}

/// The pence of a cell of pounds with at most two decimals, exactly: `1,234.5` is 123,450 pence.
pub(crate) fn pence_of_pounds(text: &str) -> Option<i64> {
    match Pence::from_decimal(text) {
        Ok(amount) => Some(amount.0),
        Err(MoneyError::Empty) => Some(0),
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pounds_become_pence_without_a_fraction_lost() {
        for (text, expected) in
            [("12.34", 1_234), ("1,234.5", 123_450), ("-0.07", -7), ("£10", 1_000), ("", 0), (".5", 50)]
        {
            assert_eq!(pence_of_pounds(text), Some(expected), "{text}");
        }
        for text in ["12.345", "abc", "1.2.3", "-", "99999999999999999999", "1e3"] {
            assert_eq!(pence_of_pounds(text), None, "{text}");
        }
    }

    #[test]
    fn an_account_that_lost_a_penny_fails() {
        let sum = Sum { records: 1, pence: 5 };
        let mut tally = Tally { read: sum, ..Tally::default() };
        tally.by_terminal.insert(Terminal::PrivateCov, sum);
        tally.by_reason.insert(ReasonId::of(Terminal::PrivateCov, Method::Fixed), sum);
        tally.by_commissioner.insert("VPP00".into(), sum);
        assert!(tally.balance().is_ok());
        tally.read.pence = 6;
        assert!(tally.balance().is_err());
        tally.read.pence = 5;
        tally.by_commissioner.insert("X".into(), Sum { records: 1, pence: 0 });
        assert!(tally.balance().is_err());
    }
}
