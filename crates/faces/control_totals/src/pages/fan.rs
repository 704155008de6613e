//! The forecast as a fan: the year so far, four ways on, what is reported, and the control total they are held against.

use app::Lens;
use ask::Asked;
use axum::Router;
use money::totals::BodyForecast;
use terms::{FinancialMonth, OdsCode, Pence};

use super::system::views;
use crate::answers::{Basis, SystemMonth};
use crate::api::FACE;
use crate::questions::{BODY_FORECAST, SYSTEM_FORECAST, asked_month, drawn_month};
use kit::charts::{Fan, FanEnd};
use kit::markup::Markup;
use kit::question::drawn;
use kit::room::link;
use kit::site::Site;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route(BODY_FORECAST.path, drawn(&FACE, &BODY_FORECAST, body))
        .route(SYSTEM_FORECAST.path, drawn(&FACE, &SYSTEM_FORECAST, system))
}

fn body(lens: &Lens, asked: &Asked<'_>) -> Markup {
    let Some((at, body, held)) = drawn_month(lens, asked) else { return Markup::default() };
    let basis = Basis::of(lens);
    let fan = fan(&basis, at, &[body], &held.forecast, &basis.called(body));
    let year = link("The body’s year, month by month", &year_href(body, at));
    let system = link("Control totals of its system", &at.href(""));
    Markup::joined([fan.draw().boxed(), year, system])
}

fn year_href(body: OdsCode, at: SystemMonth) -> String {
    format!("/organisations/{body}/financial-year?year={}", crate::answers::year_in_address(at.year))
}

fn system(lens: &Lens, asked: &Asked<'_>) -> Markup {
    let basis = Basis::of(lens);
    let ways = views(lens, asked, "forecast");
    let Ok(at) = asked_month(&basis, lens, asked) else { return ways };
    if !basis.reader.sees_system(at.system) {
        return ways;
    }
    let Ok(whole) = basis.room.whole(at.system, at.year, at.month) else { return ways };
    let members: Vec<OdsCode> = basis.room.members(at.system, at.month.first_day(at.year)).into_keys().collect();
    let fan = fan(&basis, at, &members, &whole, &basis.called(at.system));
    Markup::joined([fan.draw().boxed(), ways])
}

/// Money as a place on a chart. Units: millions of pounds; a place is drawn from it and nothing else is made of it.
fn millions(amount: Pence) -> f64 {
    amount.0 as f64 / 100_000_000.0
}

/// The fan of bodies taken together.
///
/// The plan and what is reported are drawn month by month as the bodies have them; where a body counts to the system with a share, or
/// gives or takes a risk share, the line ends at the figure of the table all the same, for both are scaled to it.
fn fan(basis: &Basis<'_>, at: SystemMonth, bodies: &[OdsCode], held: &BodyForecast, called: &str) -> Fan {
    let rates = held.run_rates;
    let (plan, reported) = sums(basis, at, bodies);
    let known = scaled(reported.get(..at.month.n_passed()).unwrap_or_default(), rates.actual_to_date);
    let year_plan = rates.plan.minus(rates.variance_to_date).unwrap_or_default();
    let planned = scaled(&plan, year_plan);
    let end = |name: &str, amount: Pence| FanEnd { name: name.to_owned(), value: millions(amount) };
    let ways = vec![
        end("As reported", held.reported.position),
        end("The rest as planned", rates.plan),
        end("As the last three months", rates.recent),
        end("The variance goes on", rates.variance),
        end("A twelfth each month", rates.straight),
    ];
    let description = format!(
        "The year so far comes to {}. It may go on to {} as reported, to {} with the rest as planned, to {} as in the last \
         three months, to {} if the variance goes on, and to {} at a twelfth each month. The control total is {}.",
        rates.actual_to_date.short(),
        held.reported.position.short(),
        rates.plan.short(),
        rates.recent.short(),
        rates.variance.short(),
        rates.straight.short(),
        held.reported.control_total.short()
    );
    Fan {
        id: "forecast-fan".to_owned(),
        title: format!("Forecast of {called} at {}", at.words()),
        description,
        unit: "Position of the year to date and ways in which it may go on, £ million".to_owned(),
        steps: ["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar"]
            .map(str::to_owned)
            .to_vec(),
        planned,
        known,
        ways,
        target: end("Control total", held.reported.control_total),
    }
}

/// What bodies planned and reported in each month, taken together.
fn sums(basis: &Basis<'_>, at: SystemMonth, bodies: &[OdsCode]) -> ([f64; 12], [f64; 12]) {
    let (mut plan, mut reported) = ([0.0; 12], [0.0; 12]);
    for body in bodies {
        let planned = basis.room.plan(*body, at.year).map(|held| held.months).unwrap_or_default();
        for ((sum, more), month) in plan.iter_mut().zip(planned).zip(FinancialMonth::all()) {
            *sum += millions(more);
            if let Some(report) = basis.room.report(*body, at.year, month)
                && let Some(sum) = reported.get_mut(month.n_passed() - 1)
            {
                *sum += millions(report.position);
            }
        }
    }
    (plan, reported)
}

/// Months added up one after the other from nought, with what is missing to the figure that they must come to in the last of them.
fn scaled(months: &[f64], comes_to: Pence) -> Vec<f64> {
    let mut line = vec![0.0];
    let mut sum = 0.0;
    for month in months {
        sum += month;
        line.push(sum);
    }
    if let Some(last) = line.last_mut().filter(|_| !months.is_empty()) {
        *last = millions(comes_to);
    }
    line
}
