//! Kent and Medway in 2018/19, to month 7: what the system and its four east Kent groups had to come to, where they stood and
//! what they forecast.
//!
//! Published are, in millions of pounds: the system's planned deficit of 77.3, its deficit to month 7 of 98.5 against a plan of 61.9, and
//! its forecast deficit at month 7 of 113 (HSJ 7024150); the planned deficits of Ashford 8.6, Canterbury and Coastal 9.2, South Kent Coast
//! 5.7 and Thanet 4.34, and their outturns 15.1, 18.5, 15.8 and 6.6 (shepwayvox.org, 27 July 2019, citing NHS England); and the forecast
//! deficit of the four together at month 7, 38.2 (HSJ). What is not of the four stands under one body that is made up and says so in its
//! name. Made up are the phasing over months, how the 38.2 and what was reported to date are shared, which here is by those outturns and
//! forecasts, the resources, the forecasts before month 7, and the days.

use crate::act::Who;
use crate::demo::payers::officer;
use crate::demo::{SOURCE, TODAY};
use crate::footprint::{AppError, Footprint};
use crate::rooms::Act;
use money::totals::{Act as Totals, BodyMonth, MonthReport, NewNotice, Plan, Reporter};
use money::{BasisPoints, ByMonth, MemberSide, Membership};
use register::{Act as Register, Entry, Fact, Life, Released};
use std::fmt::Display;
use std::str::FromStr;
use terms::{Date, FinancialMonth, FinancialYear, OdsCode, Pence, Period, apportion};

const SYSTEM: &str = "QKS";
const YEAR: &str = "2018/19";
/// What is not of the four groups.
const REST: &str = "L-KMREST";
const REST_NAME: &str = "The rest of Kent and Medway: other groups and trusts together (not a real body)";

const FIRST_DAY: Date = Date::constant(2018, 4, 1);

const NOTICE_SOURCE: &str = "Planned deficits of 2018/19: the system 77.3m (HSJ 7024150); Ashford 8.6m, Canterbury and Coastal 9.2m, \
                             South Kent Coast 5.7m, Thanet 4.34m (shepwayvox.org, 27 July 2019, citing NHS England). What remains \
                             stands under a body that is made up; so is the day of the notice.";

/// A thousand pounds. Units: pence.
const THOUSAND: i64 = 100_000;

/// A member: its code; then, in thousands of pounds, its control total, its share of what was reported (its forecast deficit), and its
/// resource, which is made up.
struct Member {
    code: &'static str,
    total: i64,
    resource: i64,
}

const MEMBERS: [Member; 5] = [
    Member { code: "09C", total: -8_600, resource: 160_000 },
    Member { code: "09E", total: -9_200, resource: 300_000 },
    Member { code: "10A", total: -5_700, resource: 290_000 },
    Member { code: "10E", total: -4_340, resource: 220_000 },
    Member { code: REST, total: -49_460, resource: 2_030_000 },
];

/// The published outturns of the four, by which their forecast together is shared. Units: thousands of pounds.
const OUTTURNS: [u64; 4] = [15_100, 18_500, 15_800, 6_600];
/// The published forecast of the four at month 7. Units: thousands of pounds.
const FOUR: i64 = -38_200;
/// The published forecast of the system at month 7. Units: thousands of pounds.
const WHOLE: i64 = -113_000;
/// The plan of the system by month, phased so that seven months come to the published 61.9m. Units: thousands of pounds.
const PLANNED: [i64; 12] = [-8_800, -8_800, -8_800, -8_800, -8_900, -8_900, -8_900, -3_000, -3_000, -3_000, -3_200, -3_200];
/// What the system reported by month, phased so that it comes to the published 98.5m. Units: thousands of pounds.
const REPORTED: [i64; 7] = [-12_000, -13_000, -14_000, -14_000, -14_500, -15_000, -16_000];

/// Records the year as far as it had come, and a finance officer of the board that took the groups' place.
///
/// # Errors
/// When the journal fails, or a part of it is recorded already.
pub(super) async fn report(footprint: &Footprint) -> Result<(), AppError> {
    for act in doings()? {
        let who = Who::Entered { keeper: SOURCE.to_owned(), actor: mandate::Actor::Keeper, on: TODAY };
        footprint.act(&who, act).await?;
    }
    Ok(())
}

/// Reads an identity or a code.
fn p<T: FromStr<Err: Display>>(text: &str) -> Result<T, AppError> {
    text.parse().map_err(|error: T::Err| AppError::Failed(format!("the demonstration's `{text}`: {error}")))
}

fn doings() -> Result<Vec<Act>, AppError> {
    let (system, year): (OdsCode, FinancialYear) = (p(SYSTEM)?, p(YEAR)?);
    let mut all = vec![Act::Register(the_rest()?)];
    all.extend(officer("kent-finance", SYSTEM, "Kent and Medway")?.into_iter().map(Act::Mandate));
    for Member { code, .. } in &MEMBERS {
        let side = if *code == REST { MemberSide::Provider } else { MemberSide::Commissioner };
        let period = Period::from_days(Some(FIRST_DAY), Some(year.last_day().tomorrow().unwrap_or(Date::MAX)));
        let share = BasisPoints::WHOLE;
        all.push(Act::ControlTotals(Totals::Join(Membership { body: p(code)?, system, side, period, share })));
    }
    let mut totals = std::collections::BTreeMap::new();
    for Member { code, total, .. } in &MEMBERS {
        totals.insert(p(code)?, Pence(total * THOUSAND));
    }
    let notice = NewNotice {
        id: p("km-2018-19")?,
        system,
        year,
        month: FinancialMonth::FIRST,
        issued_on: FIRST_DAY,
        totals,
        source: NOTICE_SOURCE.to_owned(),
    };
    all.push(Act::ControlTotals(Totals::Notify(notice)));
    for Member { code, total, resource } in &MEMBERS {
        let plan = Plan { months: phased(total * THOUSAND)?, resource: Pence(resource * THOUSAND) };
        all.push(Act::ControlTotals(Totals::SetPlan { body: p(code)?, year, plan }));
    }
    let months = reported(year)?;
    all.push(Act::ControlTotals(Totals::ReportMonths { by: Reporter::System(system), months }));
    Ok(all)
}

/// The body under which stands what is not of the four groups.
fn the_rest() -> Result<Register, AppError> {
    let period = Period::from_days(Some(FIRST_DAY), None);
    let released = Released(p("2024-12")?);
    let facts = [
        Fact::Lived { code: p(REST)?, life: Life::Legal, period },
        Fact::Named { code: p(REST)?, name: REST_NAME.into(), period },
    ];
    let entries = facts.into_iter().map(|fact| Entry { fact, source: SOURCE.to_owned(), released }).collect();
    Ok(Register::Enter { entries, reason: "So that published sums add up without figures made up for real bodies".to_owned() })
}

fn shared(amount: i64, weights: &[u64]) -> Result<Vec<i64>, AppError> {
    apportion(amount, weights).map_err(|error| AppError::Failed(format!("the demonstration's figures: {error}")))
}

/// A year's total over the months as the system's plan is phased.
fn phased(total: i64) -> Result<ByMonth, AppError> {
    let shares = shared(total, &PLANNED.map(i64::unsigned_abs))?;
    let mut months = [Pence::NOUGHT; 12];
    for (month, share) in months.iter_mut().zip(shares) {
        *month = Pence(share);
    }
    Ok(months)
}

/// What each member reported, month by month: the system's figures shared by what each forecast at month 7.
fn reported(year: FinancialYear) -> Result<Vec<BodyMonth>, AppError> {
    let mut forecasts = shared(FOUR * THOUSAND, &OUTTURNS)?;
    forecasts.push((WHOLE - FOUR) * THOUSAND);
    let weights: Vec<u64> = forecasts.iter().map(|forecast| forecast.unsigned_abs()).collect();
    let mut months = Vec::new();
    for (month, amount) in FinancialMonth::all().zip(REPORTED) {
        let is_last = month.n_passed() == REPORTED.len();
        let positions = shared(amount * THOUSAND, &weights)?;
        for ((Member { code, total, .. }, position), forecast) in MEMBERS.iter().zip(positions).zip(&forecasts) {
            let report = MonthReport {
                position: Pence(position),
                one_off: Pence::NOUGHT,
                // Before month 7 each forecast what it planned.
                forecast: Pence(if is_last { *forecast } else { total * THOUSAND }),
                turnover: None,
                running_cost: None,
            };
            months.push(BodyMonth { body: p(code)?, year, month, report });
        }
    }
    Ok(months)
}
