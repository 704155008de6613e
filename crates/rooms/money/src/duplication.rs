//! Duplicated work: the same thing paid for or sent by several bodies, and what is saved when one does it for all.

use crate::basis_points::BasisPoints;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use terms::{Date, OdsCode, Pence, TooLarge};

terms::words! {
    /// A kind of work that several bodies may do alike.
    WorkCategory, "a category of work: payroll, procurement, reporting or return", {
        /// Paying staff.
        Payroll = "payroll", "Payroll";
        /// Buying.
        Procurement = "procurement", "Procurement";
        /// Writing reports.
        Reporting = "reporting", "Reports";
        /// Sending returns.
        Return = "return", "Returns";
    }
}

/// What an item is called, without what differs from one hand to another.
///
/// Upper case; whatever is not A to Z, 0 to 9, `&` or a blank is a blank; `LTD`, `LIMITED`, `PLC` and `LLP` are left out; one
/// blank between words. Source: rule R48.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ItemKey(String);

/// Words that say how a firm is set up and not which it is.
const LEGAL_FORMS: [&str; 4] = ["LTD", "LIMITED", "PLC", "LLP"];

impl ItemKey {
    /// The key of an item; none for one that no letter or digit is left of.
    pub fn of(item: &str) -> Option<Self> {
        let upper = item.to_uppercase();
        let is_kept = |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '&';
        let words = upper.split(|letter| !is_kept(letter)).filter(|word| !word.is_empty());
        let words: Vec<&str> = words.filter(|word| !LEGAL_FORMS.contains(word)).collect();
        if words.is_empty() { None } else { Some(Self(words.join(" "))) }
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether two keys are so much alike that somebody should look: the same words in another order, or the words of one at the
    /// head of the other. They are suggested and never counted as one.
    pub fn resembles(&self, other: &Self) -> bool {
        let words = |key: &'_ Self| key.0.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
        let heads =
            |long: &Self, short: &Self| long.0.strip_prefix(short.as_str()).is_some_and(|rest| rest.starts_with(' '));
        self != other && (words(self) == words(other) || heads(self, other) || heads(other, self))
    }
}

impl fmt::Display for ItemKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// What an item costs, and how often and how long it is worked on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// What it costs a year. Units: pence.
    pub annual_cost: Pence,
    /// How many times a year.
    pub times: u64,
    /// How long in a year, all times together. Units: minutes.
    pub minutes: u64,
}

impl Effort {
    /// Both together.
    ///
    /// # Errors
    /// [`TooLarge`] past what is kept.
    pub fn plus(self, other: Self) -> Result<Self, TooLarge> {
        Ok(Self {
            annual_cost: self.annual_cost.plus(other.annual_cost)?,
            times: self.times.checked_add(other.times).ok_or(TooLarge)?,
            minutes: self.minutes.checked_add(other.minutes).ok_or(TooLarge)?,
        })
    }
}

/// A row of a body's inventory as it is written. Units: pence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InventoryEntry {
    /// Whose.
    pub body: OdsCode,
    /// What kind of work.
    pub category: WorkCategory,
    /// What, as its body calls it.
    pub item: String,
    /// What it costs a year.
    pub annual_cost: Pence,
    /// How many times a year.
    pub times: u64,
    /// How long each time. Units: minutes.
    pub minutes_each: u64,
    /// The last day of the contract for it, where there is one.
    pub contract_ends: Option<Date>,
}

/// Why a row of an inventory cannot be compared with others.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InventoryFault {
    /// A name of which nothing is left.
    #[error("“{item}” names no item: a letter or a digit is needed besides words such as Ltd")]
    NoKey {
        /// The name.
        item: String,
    },
    /// More minutes than are kept.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}

impl InventoryEntry {
    /// The row by which bodies are compared: under its key, with all its minutes of the year together.
    ///
    /// # Errors
    /// [`InventoryFault`] when nothing is left of the name, or the minutes are more than are kept.
    ///
    /// Source: rule R48.
    pub fn row(&self) -> Result<InventoryRow, InventoryFault> {
        let item =
            ItemKey::of(&self.item).ok_or_else(|| InventoryFault::NoKey { item: self.item.trim().to_owned() })?;
        let minutes = self.times.checked_mul(self.minutes_each).ok_or(TooLarge)?;
        Ok(InventoryRow {
            body: self.body,
            category: self.category,
            item,
            effort: Effort { annual_cost: self.annual_cost, times: self.times, minutes },
            contract_ends: self.contract_ends,
        })
    }
}

/// A row of a body's inventory under its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InventoryRow {
    /// Whose.
    pub body: OdsCode,
    /// What kind of work.
    pub category: WorkCategory,
    /// What.
    pub item: ItemKey,
    /// What it takes.
    pub effort: Effort,
    /// The last day of the contract for it, where there is one.
    pub contract_ends: Option<Date>,
}

/// Work that at least two bodies do. Units: pence, times a year, minutes a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// What kind of work.
    pub category: WorkCategory,
    /// What.
    pub item: ItemKey,
    /// What it takes at each body.
    pub bodies: BTreeMap<OdsCode, Effort>,
    /// What it costs all of them.
    pub cost: Pence,
    /// What is saved when the dearest goes on and the others stop, so that the claim is cautious.
    pub saving_high: Pence,
    /// How many times a year fewer, when the one that does it most often goes on.
    pub times_saved: u64,
    /// How many minutes a year fewer, when the one that takes longest goes on.
    pub minutes_saved: u64,
    /// The last day of the contract that runs longest: all of the saving can be had after it, whichever body goes on. None
    /// where no contract stands in the way.
    pub contracts_end: Option<Date>,
}

/// What one item takes, body by body.
#[derive(Default)]
struct Work {
    bodies: BTreeMap<OdsCode, Effort>,
    contracts_end: Option<Date>,
}

impl Duplicate {
    fn of(category: WorkCategory, item: ItemKey, work: Work) -> Result<Self, TooLarge> {
        let Work { bodies, contracts_end } = work;
        let all = bodies.values().try_fold(Effort::default(), |all, effort| all.plus(*effort))?;
        let largest = |of: fn(&Effort) -> u64| bodies.values().map(of).max().unwrap_or_default();
        let dearest = bodies.values().map(|effort| effort.annual_cost).max().unwrap_or_default();
        Ok(Self {
            category,
            item,
            cost: all.annual_cost,
            saving_high: all.annual_cost.minus(dearest)?,
            times_saved: all.times - largest(|effort| effort.times),
            minutes_saved: all.minutes - largest(|effort| effort.minutes),
            bodies,
            contracts_end,
        })
    }

    /// A cautious part of what is saved, to be shown beside it.
    ///
    /// # Errors
    /// [`TooLarge`] never in practice: a share is no larger than its whole.
    pub fn saving_cautious(&self, share: BasisPoints) -> Result<Pence, TooLarge> {
        share.of(self.saving_high)
    }
}

/// What several bodies do alike, the largest saving first; then the most minutes, the most times, the category and the key.
///
/// Rows of one body are added up first. Their order changes nothing.
///
/// # Errors
/// [`TooLarge`] when a sum is past what is kept.
///
/// Source: section 11, rules R48 and R49.
pub fn duplicates<'a>(inventory: impl IntoIterator<Item = &'a InventoryRow>) -> Result<Vec<Duplicate>, TooLarge> {
    let mut items: BTreeMap<(WorkCategory, ItemKey), Work> = BTreeMap::new();
    for row in inventory {
        let work = items.entry((row.category, row.item.clone())).or_default();
        let effort = work.bodies.entry(row.body).or_default();
        *effort = effort.plus(row.effort)?;
        work.contracts_end = work.contracts_end.max(row.contract_ends);
    }
    let shared = items.into_iter().filter(|(_, work)| work.bodies.len() >= 2);
    let mut found: Vec<Duplicate> =
        shared.map(|((category, item), work)| Duplicate::of(category, item, work)).collect::<Result<_, _>>()?;
    found.sort_by_key(|held| {
        let most = (held.saving_high, held.minutes_saved, held.times_saved);
        (Reverse(most), held.category, held.item.clone())
    });
    Ok(found)
}

/// Two items of one category whose names are so much alike that somebody should look, in order.
pub fn suggestions<'a>(
    inventory: impl IntoIterator<Item = &'a InventoryRow>,
) -> Vec<(WorkCategory, &'a ItemKey, &'a ItemKey)> {
    let mut keys: BTreeMap<WorkCategory, BTreeSet<&ItemKey>> = BTreeMap::new();
    for row in inventory {
        keys.entry(row.category).or_default().insert(&row.item);
    }
    let pairs = |(category, keys): (WorkCategory, BTreeSet<&'a ItemKey>)| {
        let all: Vec<&ItemKey> = keys.into_iter().collect();
        let mut alike = Vec::new();
        for (index, one) in all.iter().enumerate() {
            let later = all.iter().skip(index + 1).filter(|other| one.resembles(other));
            alike.extend(later.map(|other| (category, *one, *other)));
        }
        alike
    };
    keys.into_iter().flat_map(pairs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(item: &str) -> ItemKey {
        ItemKey::of(item).unwrap()
    }

    #[test]
    fn a_name_is_the_same_in_every_hand() {
        assert_eq!(key("Acme-Data plc").as_str(), "ACME DATA");
        assert_eq!(key("Acme Data, Limited"), key("ACME  DATA LTD"));
        assert_eq!(key("R&D (Oxford) Ltd.").as_str(), "R&D OXFORD");
        assert_eq!(ItemKey::of(" Ltd. — "), None);
    }

    #[test]
    fn a_saving_can_be_had_once_the_last_contract_has_ended() {
        let row = |body: &str, ends: Option<&str>| InventoryRow {
            body: body.parse().unwrap(),
            category: WorkCategory::Payroll,
            item: key("SBS Payroll"),
            effort: Effort { annual_cost: Pence(5), times: 12, minutes: 60 },
            contract_ends: ends.map(|day| day.parse().unwrap()),
        };
        let of = |rows: &[InventoryRow]| duplicates(rows).unwrap()[0].contracts_end.map(|day| day.to_string());
        let rows = [row("10Q", Some("2021-03-31")), row("14Y", None), row("15A", Some("2020-09-30"))];
        assert_eq!(of(&rows).as_deref(), Some("2021-03-31"));
        assert_eq!(of(&rows[1..]).as_deref(), Some("2020-09-30"));
        assert_eq!(of(&[row("10Q", None), row("14Y", None)]), None);
    }

    #[test]
    fn names_that_resemble_each_other_are_suggested_and_not_counted() {
        assert!(key("Data Acme").resembles(&key("Acme Data")));
        assert!(key("Acme Data").resembles(&key("Acme Data Oxford")));
        assert!(!key("Acme Data").resembles(&key("Acme Database")));
        assert!(!key("Acme Data").resembles(&key("ACME DATA")));
    }
}
