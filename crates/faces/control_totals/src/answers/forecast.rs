//! Where bodies and systems are heading: four run rates beside what is reported, the range, the risks, and what fires.

use ask::{Cell, Kind, Table};
use money::RiskRange;
use money::totals::{BodyForecast, InterventionProposal, SystemForecast, Unanswered};
use terms::{OdsCode, Pence};

use super::basis::{Basis, SystemMonth, table};
use super::system::{body_href, level_cell};

/// A body's forecast in a system and a month, with what its risks make of it.
pub struct BodyMonth {
    /// Where it is heading.
    pub forecast: BodyForecast,
    /// What its listed risks make of what it reports; none where none are listed.
    pub range: Option<RiskRange>,
}

impl BodyMonth {
    /// A member's, or the system's own where the body is the system.
    ///
    /// # Errors
    /// [`Unanswered`] with what is not on record.
    pub fn of(basis: &Basis<'_>, at: SystemMonth, body: OdsCode) -> Result<Self, Unanswered> {
        let SystemMonth { system, year, month } = at;
        let forecast = basis.room.forecast_of(InterventionProposal { body, system, year, month })?;
        Ok(Self { forecast, range: basis.room.risk_range(body, system, year, month)? })
    }
}

/// Every way in which a body's year may end, each against its control total.
pub fn body_forecast(basis: &Basis<'_>, at: SystemMonth, held: &BodyMonth) -> Table {
    let rates = held.forecast.run_rates;
    let mut ways = vec![
        ("reported", "As reported", held.forecast.reported.position),
        ("straight", "A twelfth each month, without one-offs", rates.straight),
        ("recent", "As the last three months", rates.recent),
        ("plan", "The rest as planned", rates.plan),
        ("variance", "The variance goes on", rates.variance),
        ("low", "Low end of the range", rates.low()),
        ("high", "High end of the range", rates.high()),
    ];
    if let Some(range) = &held.range {
        ways.push(("risk-adjusted", "As reported, each risk by its likelihood", range.weighted));
    }
    let total = held.forecast.reported.control_total;
    let rows = ways.into_iter().map(|(way, words, amount)| {
        vec![way.into(), words.into(), amount.into(), amount.minus(total).ok().into()]
    });
    let columns = [
        ("way", "Way", Kind::Code),
        ("words", "How the year goes on", Kind::Text),
        ("amount", "Position for the year", Kind::Money),
        ("variance", "Against the control total", Kind::Money),
    ];
    let mut notes = vec![
        format!("The control total is {}. A deficit is negative.", total.pounds()),
        "The range is that of the last three ways: a twelfth each month is shown beside it.".to_owned(),
    ];
    if held.forecast.is_unsupported {
        let better = held.forecast.reported.position.minus(rates.plan).unwrap_or_default();
        notes.push(format!("The forecast is {} better than the run rate supports.", better.short()));
    }
    Table { notes, ..table(format!("Forecast at {}", at.words()), basis.source(), &columns, rows) }
}

/// The distribution of a year's outcome by the risks listed.
pub fn risk_rows(basis: &Basis<'_>, range: &RiskRange) -> Table {
    let money = [
        ("Every mitigation and no risk", range.best),
        ("Nine in ten outcomes are no better", range.p90),
        ("Half of the outcomes are no better", range.p50),
        ("One in ten outcomes is no better", range.p10),
        ("Every risk and no mitigation", range.worst),
    ];
    let rows = money.into_iter().map(|(words, amount)| vec![words.into(), amount.into()]);
    let columns = [("what", "What", Kind::Text), ("amount", "Position for the year", Kind::Money)];
    Table {
        notes: vec![format!(
            "The control total is met with a likelihood of {}. Each risk happens or not whatever the others do.",
            range.chance
        )],
        ..table("What risks and mitigations make of the forecast", basis.source(), &columns, rows)
    }
}

/// What a forecast fired, in order, with its evidence, and what was said to what it proposed.
pub fn alarms(basis: &Basis<'_>, at: SystemMonth, forecasts: &[&BodyForecast]) -> Table {
    let SystemMonth { system, year, month } = at;
    let rows = forecasts.iter().flat_map(|held| {
        let answer = basis.room.answer(InterventionProposal { body: held.body, system, year, month });
        held.alarms.iter().map(move |alarm| {
            let is_proposal = alarm.level == money::Level::Propose;
            let said = answer.filter(|_| is_proposal);
            vec![
                naming::code_cell(held.body),
                basis.name(held.body),
                alarm.trigger.slug().to_uppercase().into(),
                alarm.trigger.words().into(),
                alarm.shortfall.into(),
                alarm.threshold.into(),
                level_cell(alarm.level),
                said.map(|said| format!("{} on {}", said.answer.words(), ask::day(said.stamp.on))).into(),
            ]
        })
    });
    let columns = [
        ("body", "Body", Kind::Link),
        ("name", "Called", Kind::Text),
        ("trigger", "Trigger", Kind::Code),
        ("what", "What it tells", Kind::Text),
        ("shortfall", "By how much", Kind::Money),
        ("threshold", "It fires from", Kind::Money),
        ("level", "What follows", Kind::Text),
        ("answer", "What was said", Kind::Text),
    ];
    Table {
        notes: vec!["A proposal to intervene is confirmed or declined by a person. Nothing starts by itself.".to_owned()],
        ..table("What the forecast fires", basis.source(), &columns, rows)
    }
}

/// A system's forecast: a row for each member, and one for all.
pub fn system_forecast(basis: &Basis<'_>, at: SystemMonth, held: &SystemForecast) -> Table {
    let row = |code: Cell, name: Cell, of: &BodyForecast| {
        let rates = of.run_rates;
        let weighted = weighted(basis, at, of.body);
        vec![
            code,
            name,
            of.reported.control_total.into(),
            of.reported.position.into(),
            of.reported.variance.into(),
            rates.straight.into(),
            rates.recent.into(),
            rates.plan.into(),
            rates.variance.into(),
            rates.low().into(),
            rates.high().into(),
            weighted.into(),
            if of.is_unsupported { "Better than the run rate supports".into() } else { Cell::Empty },
            level_cell(of.level),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for of in &held.bodies {
        rows.push(row(Cell::link(of.body.to_string(), body_href(of.body, at)), basis.name(of.body), of));
    }
    if let Some(whole) = &held.whole {
        let code = Cell::link(at.system.to_string(), at.href(""));
        rows.push(row(code, "The system, all members together".into(), whole));
    }
    let columns = [
        ("body", "Body", Kind::Link),
        ("name", "Called", Kind::Text),
        ("total", "Control total", Kind::Money),
        ("reported", "Forecast as reported", Kind::Money),
        ("variance", "Against the control total", Kind::Money),
        ("straight", "A twelfth each month", Kind::Money),
        ("recent", "As the last three months", Kind::Money),
        ("plan", "The rest as planned", Kind::Money),
        ("run_variance", "The variance goes on", Kind::Money),
        ("low", "Low", Kind::Money),
        ("high", "High", Kind::Money),
        ("risk_adjusted", "Risk-adjusted", Kind::Money),
        ("unsupported", "Supported?", Kind::Text),
        ("level", "What follows", Kind::Text),
    ];
    Table {
        notes: gap_notes(held),
        ..table(format!("Forecast at {}", at.words()), basis.source(), &columns, rows.into_iter())
    }
}

/// What is missing of members, a sentence each.
pub fn gap_notes(held: &SystemForecast) -> Vec<String> {
    let gaps = held.gaps.iter().map(|gap| format!("Not in the table: {gap}."));
    let mut notes = vec!["A deficit is negative.".to_owned()];
    notes.extend(gaps);
    notes
}

/// A body's reported forecast with each listed risk by its likelihood.
fn weighted(basis: &Basis<'_>, at: SystemMonth, body: OdsCode) -> Option<Pence> {
    let range = basis.room.risk_range(body, at.system, at.year, at.month).ok().flatten();
    range.map(|range| range.weighted)
}
