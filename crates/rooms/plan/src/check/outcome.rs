//! What a check comes to: whether the plan passes, and by how much.

use crate::check::Figures;
use crate::fraction::Fraction;
use std::cmp::Ordering;
use std::fmt;

/// What a check says.
///
/// Source: spec 06, section 12.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It holds.
    Pass,
    /// It does not quite hold; the executive is told and not kept from signing.
    Warn,
    /// It does not hold.
    Fail,
    /// The provider has a figure and the commissioner has none.
    FailNoCommissioner,
    /// The commissioner has a figure and the provider has none.
    FailNoProvider,
    /// What it would need is not there.
    NotTested,
}

impl Verdict {
    /// Whether it keeps the executive from signing until it is waived.
    pub const fn is_failure(self) -> bool {
        matches!(self, Self::Fail | Self::FailNoCommissioner | Self::FailNoProvider)
    }

    /// The word used in files.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Pass => "PASS",
            Self::Warn => "WARN",
            Self::Fail => "FAIL",
            Self::FailNoCommissioner => "FAIL:NO_COMMISSIONER",
            Self::FailNoProvider => "FAIL:NO_PROVIDER",
            Self::NotTested => "NOT_TESTED",
        }
    }

    /// The words people read.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Pass => "Passes",
            Self::Warn => "Passes with a warning",
            Self::Fail => "Fails",
            Self::FailNoCommissioner => "Fails: the commissioner has no such line",
            Self::FailNoProvider => "Fails: the provider has no such line",
            Self::NotTested => "Not tested",
        }
    }
}

/// By how much a check holds or does not. Margins are nought or more where it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Margin {
    /// Nothing was compared.
    None,
    /// What was compared differs by so much.
    Difference(i128),
    /// It differs by so much, and may by so much.
    Within {
        /// The difference, with its sign.
        difference: i128,
        /// The most it may be, either way.
        limit: i128,
    },
    /// A share. Units: hundredths of a per cent, rounded for showing.
    Share(i64),
    /// Two rates. Units: hundredths of a per cent, rounded for showing.
    Rates {
        /// What is planned.
        planned: i64,
        /// What it is held against.
        against: i64,
    },
}

impl fmt::Display for Margin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Difference(difference) => difference.fmt(f),
            Self::Within { difference, limit } => write!(f, "{difference}/{limit}"),
            Self::Share(share) => share.fmt(f),
            Self::Rates { planned, against } => write!(f, "{planned}/{against}"),
        }
    }
}

/// What a check comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What it says.
    pub verdict: Verdict,
    /// By how much.
    pub margin: Margin,
}

impl Outcome {
    /// What a check comes to that lacks what it needs.
    pub const NOT_TESTED: Self = Self { verdict: Verdict::NotTested, margin: Margin::None };

    const fn unless(holds: bool, verdict: Verdict, margin: Margin) -> Self {
        Self { verdict: if holds { Verdict::Pass } else { verdict }, margin }
    }
}

/// How many years of figures the growth of three years takes.
const GROWTH_YEARS: usize = 4;

/// Twelve months make a year.
const MONTHS: usize = 12;

impl Figures {
    /// Puts figures to their test. Whether it holds is decided exactly; only what is shown is rounded.
    ///
    /// Source: checks C1 to C9 and the running-cost test of spec 06, section 12.3; rules R2, R4 and R54.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Contract { commissioner, provider, flat, share_bp } => {
                contract(*commissioner, *provider, *flat, *share_bp)
            }
            Self::Price { priced, finance, share_bp } => {
                price(priced, *finance, *share_bp).unwrap_or(Outcome::NOT_TESTED)
            }
            Self::Growth { years, planned, within_bp } => {
                growth(years, *planned, *within_bp).unwrap_or(Outcome::NOT_TESTED)
            }
            Self::Capacity { capacity, demand, loss_bp, backlog } => {
                capacity_margin(*capacity, *demand, *loss_bp, *backlog)
            }
            Self::Parts { parts, whole } => equal(sum(parts), *whole),
            Self::Months { months, year } if months.len() == MONTHS => equal(sum(months), *year),
            Self::Months { .. } => Outcome::NOT_TESTED,
            Self::ControlTotal { positions, total } => at_least(sum(positions), *total),
            Self::Occupancy { occupied, available, ceiling_bp } => {
                occupancy(*occupied, *available, *ceiling_bp).unwrap_or(Outcome::NOT_TESTED)
            }
            Self::MentalHealth { spend, allocation } => {
                mental_health(*spend, *allocation).unwrap_or(Outcome::NOT_TESTED)
            }
            Self::RunningCost { planned, allowance } => at_least(i128::from(*allowance), *planned),
        }
    }
}

fn sum(figures: &[i64]) -> i128 {
    figures.iter().map(|figure| i128::from(*figure)).sum()
}

fn equal(found: i128, wanted: i64) -> Outcome {
    let difference = found - i128::from(wanted);
    Outcome::unless(difference == 0, Verdict::Fail, Margin::Difference(difference))
}

fn at_least(found: i128, wanted: i64) -> Outcome {
    let difference = found - i128::from(wanted);
    Outcome::unless(difference >= 0, Verdict::Fail, Margin::Difference(difference))
}

/// The most that something may differ by: the whole units within so many hundredths of a per cent of it. Cut off and not
/// rounded, so that a whole difference is within it exactly when it is within the share itself.
fn share_of(figure: i64, share_bp: u32) -> i128 {
    i128::from(figure.unsigned_abs()) * i128::from(share_bp) / 10_000
}

/// `None` for a difference that has no size in 128 bits.
fn within(difference: i128, limit: i128) -> Option<Outcome> {
    let holds = difference.checked_abs()? <= limit;
    Some(Outcome::unless(holds, Verdict::Fail, Margin::Within { difference, limit }))
}

fn contract(commissioner: Option<i64>, provider: Option<i64>, flat: i64, share_bp: u32) -> Outcome {
    let (commissioner, provider) = match (commissioner, provider) {
        (None, None) => return Outcome::NOT_TESTED,
        (None, Some(_)) => return Outcome { verdict: Verdict::FailNoCommissioner, margin: Margin::None },
        (Some(_), None) => return Outcome { verdict: Verdict::FailNoProvider, margin: Margin::None },
        (Some(commissioner), Some(provider)) => (commissioner, provider),
    };
    let larger = share_of(commissioner, share_bp).max(share_of(provider, share_bp));
    let difference = i128::from(commissioner) - i128::from(provider);
    within(difference, larger.max(flat.into())).unwrap_or(Outcome::NOT_TESTED)
}

fn price(priced: &[(i64, i64)], finance: i64, share_bp: u32) -> Option<Outcome> {
    // Each product of 64 bits fits 128; their sum and its difference need not.
    let product = |(activity, price): &(i64, i64)| i128::from(*activity) * i128::from(*price);
    let worth = priced.iter().map(product).try_fold(0_i128, i128::checked_add)?;
    within(worth.checked_sub(finance.into())?, share_of(finance, share_bp))
}

fn growth(years: &[i64], planned: i64, within_bp: u32) -> Option<Outcome> {
    let last = years.get(years.len().checked_sub(GROWTH_YEARS)?..)?;
    let one = Fraction::basis_points(10_000);
    let rate = |from: &i64, to: &i64| Fraction::new(*to, *from).map(|ratio| ratio.minus(&one));
    let mut mean: Option<Fraction> = None;
    for pair in last.windows(2) {
        let [from, to] = pair else { return None };
        let rate = rate(from, to).filter(|_| *to != 0)?;
        mean = Some(mean.map_or_else(|| rate.clone(), |sum| sum.plus(&rate)));
    }
    let mean = mean?.by(3)?;
    let plan = rate(last.last()?, &planned)?;
    let holds = plan.minus(&mean).size().compare(&Fraction::basis_points(within_bp)) != Ordering::Greater;
    let rates = Margin::Rates { planned: plan.rounded_basis_points()?, against: mean.rounded_basis_points()? };
    Some(Outcome::unless(holds, Verdict::Warn, rates))
}

fn capacity_margin(capacity: i64, demand: i64, loss_bp: u32, backlog: i64) -> Outcome {
    let with_loss = i128::from(demand) * (10_000 + i128::from(loss_bp));
    let up = i128::from(with_loss.rem_euclid(10_000) != 0);
    let needed = with_loss.div_euclid(10_000) + up + i128::from(backlog);
    let difference = i128::from(capacity) - needed;
    Outcome::unless(difference >= 0, Verdict::Fail, Margin::Difference(difference))
}

fn occupancy(occupied: i64, available: i64, ceiling_bp: u32) -> Option<Outcome> {
    let share = Fraction::new(occupied, available)?;
    let holds = share.compare(&Fraction::basis_points(ceiling_bp)) != Ordering::Greater;
    Some(Outcome::unless(holds, Verdict::Warn, Margin::Share(share.rounded_basis_points()?)))
}

fn mental_health(spend: (i64, i64), allocation: (i64, i64)) -> Option<Outcome> {
    let one = Fraction::basis_points(10_000);
    let rate = |(before, now): (i64, i64)| Fraction::new(now, before).map(|ratio| ratio.minus(&one));
    let (spend, allocation) = (rate(spend)?, rate(allocation)?);
    let holds = spend.compare(&allocation) != Ordering::Less;
    let rates = Margin::Rates { planned: spend.rounded_basis_points()?, against: allocation.rounded_basis_points()? };
    Some(Outcome::unless(holds, Verdict::Fail, rates))
}
