//! What bodies have agreed with others: contracts, section 75 agreements, data-sharing agreements.

use crate::check::{CheckReference, Finding, Margin, Outcome, Verdict};
use crate::id::AgreementId;
use crate::kind::{AgreementKind, CheckKind, ContractStage, MergerDuty};
use mandate::Stamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use terms::{Date, FinancialYear, OdsCode, Pence, Text};

/// What only an agreement of one kind has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Clauses {
    /// A contract with a provider. Its commissioners but the coordinating one are its associates.
    Contract {
        /// Who provides.
        provider: OdsCode,
        /// How much is agreed to be done, by year. Units: what the contract counts.
        activity: BTreeMap<FinancialYear, i64>,
        /// The last day to sign it.
        deadline: Option<Date>,
    },
    /// An arrangement under section 75 of the National Health Service Act 2006.
    Section75 {
        /// Who holds the pooled fund or leads.
        host: OdsCode,
    },
    /// An agreement to share data.
    DataSharing,
}

impl Clauses {
    /// Which kind of agreement has them.
    pub const fn kind(&self) -> AgreementKind {
        match self {
            Self::Contract { .. } => AgreementKind::Contract,
            Self::Section75 { .. } => AgreementKind::Section75,
            Self::DataSharing => AgreementKind::DataSharing,
        }
    }

    /// The party that has a part of its own in it.
    pub const fn counterparty(&self) -> Option<OdsCode> {
        match self {
            Self::Contract { provider, .. } => Some(*provider),
            Self::Section75 { host } => Some(*host),
            Self::DataSharing => None,
        }
    }
}

/// What an agreement says, but for its title.
///
/// Source: spec 06, section 12.1 (contract tracker).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementTerms {
    /// Its identity.
    pub id: AgreementId,
    /// Every party.
    pub parties: BTreeSet<OdsCode>,
    /// The commissioner that acts for the others; one of the parties.
    pub coordinator: OdsCode,
    /// What it is worth, by year.
    pub values: BTreeMap<FinancialYear, Pence>,
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
    /// What it asks when a party merges.
    pub merger: MergerDuty,
    /// What only its kind has.
    pub clauses: Clauses,
}

/// A stage that an agreement reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageReached {
    /// Which.
    pub stage: ContractStage,
    /// On which day.
    pub day: Date,
    /// By whom it was recorded.
    pub stamp: Stamp,
}

/// That what an agreement asks when a party merges was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergerDone {
    /// The body that took the party's place.
    pub successor: OdsCode,
    /// What shows it.
    pub evidence: Text,
    /// By whom it was recorded.
    pub stamp: Stamp,
}

/// An agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// What it is called.
    pub title: Text,
    /// What it says, with every variation.
    pub terms: AgreementTerms,
    /// Why it was varied or ended, in the order recorded.
    pub variations: Vec<(Text, Stamp)>,
    /// Every stage it reached, in the order recorded.
    pub stages: Vec<StageReached>,
    /// What was done for mergers, by the party that merged.
    pub mergers: BTreeMap<OdsCode, MergerDone>,
    /// That it was recorded.
    pub recorded: Stamp,
}

impl Agreement {
    /// How far it has come.
    pub fn stage(&self) -> ContractStage {
        self.stages.last().map_or(ContractStage::Negotiation, |reached| reached.stage)
    }

    /// The day it was first signed. What comes after, such as a mediation, does not undo that.
    pub fn signed_on(&self) -> Option<Date> {
        self.stages.iter().find(|reached| reached.stage == ContractStage::Signed).map(|reached| reached.day)
    }

    /// The commissioners for which the coordinating one acts: every party but it and the provider or host.
    pub fn associates(&self) -> BTreeSet<OdsCode> {
        let apart = [Some(self.terms.coordinator), self.terms.clauses.counterparty()];
        self.terms.parties.iter().copied().filter(|party| !apart.contains(&Some(*party))).collect()
    }

    /// Whether a day is one of its days.
    pub fn is_in_force(&self, day: Date) -> bool {
        self.terms.first <= day && day <= self.terms.last
    }

    /// Whether it has a day in a year.
    pub fn is_of_year(&self, year: FinancialYear) -> bool {
        self.terms.first <= year.last_day() && year.first_day() <= self.terms.last
    }

    /// The last day to sign it; only a contract has one.
    pub const fn deadline(&self) -> Option<Date> {
        match &self.terms.clauses {
            Clauses::Contract { deadline, .. } => *deadline,
            Clauses::Section75 { .. } | Clauses::DataSharing => None,
        }
    }

    /// Whether it was signed by its deadline, as far as a day shows; `None` where it has none.
    ///
    /// Shape: the margin is in days, nought or more where it was signed in time.
    ///
    /// Source: spec 06, section 12.3: every contract signed by its deadline.
    pub fn deadline_finding(&self, today: Date) -> Option<Finding> {
        let deadline = self.deadline()?;
        let days = |day: Date| Margin::Difference(i128::from((deadline - day).get_days()));
        let outcome = match self.signed_on() {
            Some(day) if day <= deadline => Outcome { verdict: Verdict::Pass, margin: days(day) },
            Some(day) => Outcome { verdict: Verdict::Fail, margin: days(day) },
            None if today <= deadline => Outcome::NOT_TESTED,
            None => Outcome { verdict: Verdict::Fail, margin: Margin::None },
        };
        let reference = CheckReference { kind: CheckKind::ContractDeadline, subject: self.terms.id.to_string() };
        Some(Finding { reference, keys: BTreeSet::new(), outcome })
    }
}

/// What an agreement asks on the day that one of its parties merges: an item of the list for merger day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MergerItem<'a> {
    /// The agreement.
    pub agreement: &'a Agreement,
    /// The party that merges.
    pub predecessor: OdsCode,
    /// What is asked.
    pub duty: MergerDuty,
    /// That it was done.
    pub done: Option<&'a MergerDone>,
}
