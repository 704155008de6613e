//! How much a plan may miss a check by, and under which measures it has the figures: a table by date, and no part of a rule.

use crate::key::Key;
use serde::{Deserialize, Serialize};
use terms::{Date, FinancialYear, Pence};

/// Under which measures a plan has the figures that checks compare. Planning templates change their words from year to year.
///
/// Each is in the form of a key: trimmed, with single blanks and in upper case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measures {
    /// Money spent, for C2.
    pub spend: String,
    /// Stands before the measure of an activity whose price it is, for C2.
    pub price_of: String,
    /// Stands before the measure whose capacity it is, for C4.
    pub capacity_for: String,
    /// Stands before the measure whose demand it is, for C4.
    pub demand_for: String,
    /// Stands before the measure whose backlog is cleared by so many, for C4.
    pub backlog_of: String,
    /// The planned surplus or deficit, for C7.
    pub position: String,
    /// The control total, for C7.
    pub control_total: String,
    /// Bed days occupied, for C8.
    pub bed_days_occupied: String,
    /// Bed days available, for C8.
    pub bed_days_available: String,
    /// Spending on mental health, for C9.
    pub mental_health: String,
    /// The allocation, for C9.
    pub allocation: String,
    /// Running costs.
    pub running_cost: String,
    /// Their allowance.
    pub running_cost_allowance: String,
}

/// An edition of the tolerances: those of every plan whose year begins on its first day or later, until the next edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tolerances {
    /// The first day of a plan's year from which they hold.
    pub from: Date,
    /// Who says so.
    pub source: String,
    /// C1: commissioner and provider may differ by so much whatever their size.
    pub contract_flat: Pence,
    /// C1: or by such a share of the larger figure. Units: hundredths of a per cent.
    pub contract_bp: u32,
    /// C2: activity at its price may differ from the money by such a share of it. Units: hundredths of a per cent.
    pub price_bp: u32,
    /// C3: growth may differ from that of the years before by so much. Units: hundredths of a per cent.
    pub growth_bp: u32,
    /// C4: how much is lost of capacity, as a share of demand. Units: hundredths of a per cent.
    pub loss_bp: u32,
    /// C8: beds may be so full before there is a warning. Units: hundredths of a per cent.
    pub occupancy_bp: u32,
    /// Under which measures the figures are found.
    pub measures: Measures,
}

/// The whole, in hundredths of a per cent.
const WHOLE_BP: u32 = 10_000;

/// Where the tolerances at first come from: no published table is at hand for them.
pub const TOLERANCES_AT_FIRST: &str = "Footprint’s own, from common practice in planning rounds since 2017/18; not read in a source: \
                                       set your own edition";

impl Tolerances {
    /// Those that hold until an edition is set.
    ///
    /// Source: spec 06, section 12.3, where they are marked as from general knowledge.
    pub fn at_first() -> Self {
        Self {
            from: Date::constant(2013, 4, 1),
            source: TOLERANCES_AT_FIRST.to_owned(),
            contract_flat: Pence(5_000_000),
            contract_bp: 50,
            price_bp: 100,
            growth_bp: 150,
            loss_bp: 0,
            occupancy_bp: 9_200,
            measures: Measures::at_first(),
        }
    }

    /// Whether every tolerance is one that can be meant: no amount below nought, and no share of more than the whole; else the
    /// first that is not.
    pub fn unlawful(&self) -> Option<&'static str> {
        let shares = [
            ("the share of C1", self.contract_bp),
            ("the share of C2", self.price_bp),
            ("the growth of C3", self.growth_bp),
            ("the loss of C4", self.loss_bp),
            ("the occupancy of C8", self.occupancy_bp),
        ];
        let past = shares.into_iter().find(|(_, share)| *share > WHOLE_BP).map(|(name, _)| name);
        past.or_else(|| (self.contract_flat.0 < 0).then_some("the flat amount of C1"))
    }

    /// Whether every measure is in the form of a key, and so can be found in a plan; else the first that is not.
    pub fn unfindable_measure(&self) -> Option<&str> {
        self.measures.all().into_iter().find(|measure| {
            let year = FinancialYear::of(self.from);
            let text = format!("FINANCE|SYSTEM|{measure}|||||{year}|0");
            !text.parse::<Key>().is_ok_and(|key| key.measure() == *measure)
        })
    }
}

impl Measures {
    /// Those that hold until an edition is set, as the product's own template of plan lines names them.
    fn at_first() -> Self {
        let word = str::to_owned;
        Self {
            spend: word("SPEND"),
            price_of: word("PRICE OF"),
            capacity_for: word("CAPACITY FOR"),
            demand_for: word("DEMAND FOR"),
            backlog_of: word("BACKLOG OF"),
            position: word("PLANNED POSITION"),
            control_total: word("CONTROL TOTAL"),
            bed_days_occupied: word("BED DAYS OCCUPIED"),
            bed_days_available: word("BED DAYS AVAILABLE"),
            mental_health: word("MENTAL HEALTH SPEND"),
            allocation: word("ALLOCATION"),
            running_cost: word("RUNNING COST"),
            running_cost_allowance: word("RUNNING COST ALLOWANCE"),
        }
    }

    fn all(&self) -> [&str; 13] {
        [
            &self.spend,
            &self.price_of,
            &self.capacity_for,
            &self.demand_for,
            &self.backlog_of,
            &self.position,
            &self.control_total,
            &self.bed_days_occupied,
            &self.bed_days_available,
            &self.mental_health,
            &self.allocation,
            &self.running_cost,
            &self.running_cost_allowance,
        ]
    }
}
