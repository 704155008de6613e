//! Proposals to intervene: what forecasts raised, and what people said to them.

use ask::{Cell, Colour, Kind, Table};
use money::Level;
use money::totals::{InterventionProposal, ProposalAnswer};
use terms::{FinancialYear, OdsCode};

use super::basis::{Basis, SystemMonth, table, year_in_address};
use super::system::body_href;

/// Every proposal that the months reported of a year raise, for the systems that whoever looks may see: one system or all, one year or
/// the last of each.
pub fn proposals(basis: &Basis<'_>, only: Option<OdsCode>, year: Option<FinancialYear>) -> Table {
    let is_asked = |system: &OdsCode| only.is_none_or(|only| only == *system) && basis.reader.sees_system(*system);
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for system in basis.room.systems().into_iter().filter(is_asked) {
        let years = basis.room.years_of_system(system);
        let Some(year) = year.filter(|year| years.contains(year)).or_else(|| {
            if year.is_none() { years.last().copied() } else { None }
        }) else {
            continue;
        };
        for month in terms::FinancialMonth::all() {
            let at = SystemMonth { system, year, month };
            let Ok(forecast) = basis.room.system_forecast(system, year, month) else { continue };
            let raised = forecast.bodies.iter().chain(&forecast.whole).filter(|held| held.level == Level::Propose);
            rows.extend(raised.map(|held| row(basis, at, held)));
        }
    }
    let columns = [
        ("system", "System", Kind::Link),
        ("body", "Whose forecast", Kind::Link),
        ("name", "Called", Kind::Text),
        ("year", "Financial year", Kind::Text),
        ("month", "At month", Kind::Number),
        ("fired", "What fired", Kind::Text),
        ("variance", "Forecast against the control total", Kind::Money),
        ("answer", "What was said", Kind::Text),
        ("reason", "Reason", Kind::Text),
        ("answered_on", "On", Kind::Date),
        ("act", "Answer", Kind::Link),
    ];
    Table {
        notes: vec![
            "A proposal is what the rules raise from what was reported. A person confirms or declines it with a reason; nothing \
             starts by itself."
                .to_owned(),
        ],
        ..table("Proposals to intervene", basis.source(), &columns, rows.into_iter())
    }
}

fn row(basis: &Basis<'_>, at: SystemMonth, held: &money::totals::BodyForecast) -> Vec<Cell> {
    let SystemMonth { system, year, month } = at;
    let answer = basis.room.answer(InterventionProposal { body: held.body, system, year, month });
    let fired = held.alarms.iter().map(|alarm| alarm.trigger.slug().to_uppercase()).collect::<Vec<_>>().join(", ");
    let said = answer.map_or_else(
        || Cell::Tagged { text: "Waits for an answer".to_owned(), colour: Colour::Orange },
        |said| {
            let colour = match said.answer {
                ProposalAnswer::Confirm => Colour::Red,
                ProposalAnswer::Decline => Colour::Grey,
            };
            Cell::Tagged { text: said.answer.words().to_owned(), colour }
        },
    );
    let form = answer.is_none().then(|| Cell::link("Confirm or decline", answer_href(at, held.body)));
    let href = if held.body == system { at.href("forecast") } else { body_href(held.body, at) };
    vec![
        Cell::link(system.to_string(), at.href("")),
        Cell::link(held.body.to_string(), href),
        basis.name(held.body),
        year.to_string().into(),
        i64::from(month.number()).into(),
        fired.into(),
        held.reported.variance.into(),
        said,
        answer.map(|said| said.reason.to_string()).into(),
        answer.map(|said| said.stamp.on).into(),
        form.unwrap_or(Cell::Empty),
    ]
}

/// Where a proposal is answered.
fn answer_href(at: SystemMonth, body: OdsCode) -> String {
    let (year, month) = (year_in_address(at.year), at.month.number());
    format!("/intervention-proposals/answer?system={}&body={body}&year={year}&month={month}", at.system)
}
