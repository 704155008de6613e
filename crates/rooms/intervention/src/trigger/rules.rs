//! The rules, each tested where its figures are known.

use super::edition::{Edition, Least};
use super::figures::{Economy, Figures, Grade, MeasuresStanding, Plan, UndertakingStanding};
use terms::{Pence, words};

words! {
    /// A rule of the triggers, in the order in which they are told.
    Rule, "a rule of the triggers", {
        /// The forecast falls short of what the body must come to.
        ControlTotal = "T1", "Control total";
        /// The position to date falls short of plan.
        Deterioration = "T2", "Deterioration";
        /// The same in the first months.
        EarlyDeterioration = "T2w", "Early deterioration";
        /// The forecast is better than the run-rate supports.
        UnsupportedForecast = "T3", "Unsupported forecast";
        /// The headline rating is Inadequate.
        Rating = "T4", "Rating";
        /// Plan or control total was not agreed by its day.
        PlanNotAgreed = "T5", "Plan not agreed";
        /// The forecast swings.
        Swing = "T6", "Swing";
        /// At least half of the other members of the economy are hit.
        SharedEconomy = "T7", "Shared economy";
        /// A clause is overdue, or an undertaking broken.
        Overdue = "T8", "Overdue";
        /// The cumulative position is too low.
        Cumulative = "T9", "Cumulative position";
        /// The savings target is too high to be believed.
        Savings = "T10", "Savings target";
    }
}

words! {
    /// What the rules together propose. Nothing follows until a person of the authority confirms it.
    Step, "a step that triggers propose", {
        /// Nothing.
        Nothing = "none", "Nothing";
        /// To watch.
        Watch = "watch", "Watch";
        /// To propose special measures.
        Measures = "propose-measures", "Propose special measures";
        /// To propose directions.
        Directions = "propose-directions", "Propose directions";
    }
}

/// What the rules make of a body's figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The rules that are hit, in order.
    pub hit: Vec<Rule>,
    /// Those that lack a figure, in order: they are neither hit nor passed. Rule R11.
    pub untested: Vec<Rule>,
    /// Where the year ends at the present rate. Rule R12.
    pub run_rate: Option<Pence>,
    /// The forecast less what the body must come to.
    pub gap: Option<Pence>,
    /// What follows. Rule R13.
    pub step: Step,
}

/// Tests every rule of an edition. Rules R11 to R14.
pub fn assess(edition: &Edition, figures: &Figures) -> Assessment {
    let mut tests = Vec::with_capacity(Rule::ALL.len());
    tests.push((Rule::ControlTotal, control_total(edition, figures)));
    match is_early(edition, figures) {
        // Where the month or another figure is lacking neither can be tested; else only the one of the month is there.
        Some((true, is_hit)) => tests.push((Rule::EarlyDeterioration, Some(is_hit))),
        Some((false, is_hit)) => tests.push((Rule::Deterioration, Some(is_hit))),
        None => tests.extend([(Rule::Deterioration, None), (Rule::EarlyDeterioration, None)]),
    }
    tests.push((Rule::UnsupportedForecast, unsupported(edition, figures)));
    tests.push((Rule::Rating, figures.rating.map(|grade| grade == Grade::Inadequate)));
    tests.push((Rule::PlanNotAgreed, figures.agreed.map(|plan| plan == Plan::NotAgreed)));
    tests.push((Rule::Swing, swing(edition, figures)));
    let is_hit = tests.iter().any(|(rule, test)| is_own(*rule) && *test == Some(true));
    tests.push((Rule::SharedEconomy, figures.economy.map(|economy: Economy| !is_hit && economy.is_hit())));
    tests.push((Rule::Overdue, overdue(edition, figures)));
    tests.push((Rule::Cumulative, cumulative(edition, figures)));
    tests.push((Rule::Savings, savings(edition, figures)));
    let with = |wanted: Option<bool>| {
        tests.iter().filter(|(_, test)| *test == wanted).map(|(rule, _)| *rule).collect::<Vec<Rule>>()
    };
    let (hit, untested) = (with(Some(true)), with(None));
    let step = step(&hit, figures.measures);
    Assessment {
        hit,
        untested,
        run_rate: run_rate(figures).and_then(pence),
        gap: gap(edition, figures).and_then(pence),
        step,
    }
}

/// The rules by which a body is hit itself.
const fn is_own(rule: Rule) -> bool {
    matches!(rule, Rule::ControlTotal | Rule::Deterioration | Rule::Rating)
}

/// Rule R13. The shared economy alone never raises directions.
fn step(hit: &[Rule], measures: MeasuresStanding) -> Step {
    let has = |rule: &Rule| hit.contains(rule);
    let own = hit.iter().any(|rule| is_own(*rule));
    if has(&Rule::Overdue) || (measures == MeasuresStanding::InMeasures && own) {
        Step::Directions
    } else if own || has(&Rule::PlanNotAgreed) || has(&Rule::SharedEconomy) {
        Step::Measures
    } else if hit.is_empty() {
        Step::Nothing
    } else {
        Step::Watch
    }
}

/// A share of an amount, floored.
fn share(of: Pence, parts: i64) -> i128 {
    (wide(of) * i128::from(parts)).div_euclid(10_000)
}

fn gap(edition: &Edition, figures: &Figures) -> Option<i128> {
    let least = match edition.least {
        Least::ControlTotal => wide(figures.control_total?),
        Least::BreakEven => 0,
    };
    Some(wide(figures.forecast?) - least)
}

fn control_total(edition: &Edition, figures: &Figures) -> Option<bool> {
    let tolerance = share(figures.allocation?, edition.shortfall_share).max(wide(edition.shortfall_floor));
    Some(gap(edition, figures)? < -tolerance)
}

fn variance(figures: &Figures) -> Option<i128> {
    Some(wide(figures.actual_to_date?) - wide(figures.plan_to_date?))
}

/// Whether the month is one of the first, and whether the variance is too large.
fn is_early(edition: &Edition, figures: &Figures) -> Option<(bool, bool)> {
    let tolerance = share(figures.allocation?, edition.variance_share);
    Some((figures.month?.number() < edition.variance_month, variance(figures)? < -tolerance))
}

/// The actual to date, the plan for the rest, and the variance to date carried on month by month, floored. Rule R12.
fn run_rate(figures: &Figures) -> Option<i128> {
    let month = i128::from(figures.month?.number());
    let carried = (variance(figures)? * (12 - month)).div_euclid(month);
    Some(wide(figures.actual_to_date?) + (wide(figures.plan?) - wide(figures.plan_to_date?)) + carried)
}

fn unsupported(edition: &Edition, figures: &Figures) -> Option<bool> {
    let tolerance = share(figures.allocation?, edition.variance_share);
    Some(wide(figures.forecast?) - run_rate(figures)? > tolerance)
}

fn swing(edition: &Edition, figures: &Figures) -> Option<bool> {
    let change = wide(figures.forecast?) - wide(figures.last_forecast?);
    Some(change.abs() > share(figures.allocation?, edition.swing_share))
}

fn overdue(edition: &Edition, figures: &Figures) -> Option<bool> {
    let late = figures.overdue_working_days.map(|days| days >= edition.overdue_working_days);
    let broken = figures.undertakings.map(|standing| standing == UndertakingStanding::Broken);
    match (late, broken) {
        (None, None) => None,
        (late, broken) => Some(late.unwrap_or_default() || broken.unwrap_or_default()),
    }
}

fn cumulative(edition: &Edition, figures: &Figures) -> Option<bool> {
    Some(wide(figures.cumulative?) < -share(figures.allocation?, edition.cumulative_share))
}

fn savings(edition: &Edition, figures: &Figures) -> Option<bool> {
    let (target, turnover) = (wide(figures.savings_target?), wide(figures.turnover?));
    Some(target * 10_000 > turnover * i128::from(edition.savings_share))
}

const fn wide(pence: Pence) -> i128 {
    pence.0 as i128
}

/// An amount that fits; one larger than any there is is not known.
fn pence(amount: i128) -> Option<Pence> {
    i64::try_from(amount).ok().map(Pence)
}
