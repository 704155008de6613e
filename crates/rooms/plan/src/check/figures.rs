//! The figures that each check compares.

use crate::kind::CheckKind;

/// The figures of one check, with the tolerance it is held to.
///
/// Units: whole units of the lines; shares and rates in hundredths of a per cent.
///
/// Source: spec 06, section 12.3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figures {
    /// C1. Commissioner and provider say the same, within the larger of a flat amount and a share of the larger figure.
    Contract {
        /// What the commissioner plans.
        commissioner: Option<i64>,
        /// What the provider plans.
        provider: Option<i64>,
        /// The flat amount.
        flat: i64,
        /// The share.
        share_bp: u32,
    },
    /// C2. Activity times price is the money, within a share of it.
    Price {
        /// Each activity with its price.
        priced: Vec<(i64, i64)>,
        /// The money.
        finance: i64,
        /// The share.
        share_bp: u32,
    },
    /// C3. Growth is within so much of the mean of the last three years' growth.
    Growth {
        /// The years before, oldest first; the last four count.
        years: Vec<i64>,
        /// What is planned.
        planned: i64,
        /// Within so much.
        within_bp: u32,
    },
    /// C4. Capacity covers demand, what is lost of it, and the backlog to be cleared.
    Capacity {
        /// What there will be.
        capacity: i64,
        /// What is asked for.
        demand: i64,
        /// How much of capacity is lost, as a share of demand.
        loss_bp: u32,
        /// How much of the backlog is to be cleared.
        backlog: i64,
    },
    /// C5. Parts add up to their whole, to the unit.
    Parts {
        /// The parts.
        parts: Vec<i64>,
        /// The whole.
        whole: i64,
    },
    /// C6. Twelve months make the year, to the unit.
    Months {
        /// The months.
        months: Vec<i64>,
        /// The year.
        year: i64,
    },
    /// C7. The planned positions together meet the control total.
    ControlTotal {
        /// The positions; a deficit is below nought.
        positions: Vec<i64>,
        /// The control total.
        total: i64,
    },
    /// C8. Bed days occupied are at most so much of those available.
    Occupancy {
        /// Occupied.
        occupied: i64,
        /// Available.
        available: i64,
        /// At most.
        ceiling_bp: u32,
    },
    /// C9. Spending on mental health grows at least as the allocation does.
    MentalHealth {
        /// The year before, and what is planned.
        spend: (i64, i64),
        /// The same of the allocation.
        allocation: (i64, i64),
    },
    /// Running costs are at most their allowance.
    RunningCost {
        /// What is planned.
        planned: i64,
        /// The allowance.
        allowance: i64,
    },
}

impl Figures {
    /// Which check they are of.
    pub const fn kind(&self) -> CheckKind {
        match self {
            Self::Contract { .. } => CheckKind::Contract,
            Self::Price { .. } => CheckKind::Price,
            Self::Growth { .. } => CheckKind::Growth,
            Self::Capacity { .. } => CheckKind::Capacity,
            Self::Parts { .. } => CheckKind::Parts,
            Self::Months { .. } => CheckKind::Months,
            Self::ControlTotal { .. } => CheckKind::ControlTotal,
            Self::Occupancy { .. } => CheckKind::Occupancy,
            Self::MentalHealth { .. } => CheckKind::MentalHealth,
            Self::RunningCost { .. } => CheckKind::RunningCost,
        }
    }
}
