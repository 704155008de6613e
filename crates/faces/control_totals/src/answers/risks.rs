//! What may still happen to a body's year, and what the year may come to.

use ask::{Cell, Column, Fault, Kind, Table};
use money::totals::RiskRecord;
use money::{RiskError, RiskItem, RiskRange, risk_range};
use terms::{FinancialMonth, FinancialYear, OdsCode, Pence};

use super::costs::{Costs, per_cent, per_cent_words};

/// What is asked of risks.
pub struct RiskQuestion {
    /// The body.
    pub body: OdsCode,
    /// The year; that of the day asked about where none is given.
    pub year: Option<FinancialYear>,
    /// The month whose report it stands on; the last that was reported where none is given.
    pub month: Option<FinancialMonth>,
    /// The system to which its figures count; the one it belongs to where none is given.
    pub system: Option<OdsCode>,
}

/// Risks, and what the year may come to by them.
pub struct RiskAnswer<'a> {
    /// The body.
    pub body: OdsCode,
    /// The year.
    pub year: FinancialYear,
    /// The month whose report it stands on.
    pub month: FinancialMonth,
    /// What is listed.
    pub risks: &'a [RiskRecord],
    /// What the year may come to.
    pub range: RiskRange,
    /// On what it stands.
    pub stands_on: StandsOn,
}

/// On what a range stands. Units: pence.
pub enum StandsOn {
    /// The forecast reported for the year, held against a control total of a system.
    Forecast {
        /// What is reported.
        reported: Pence,
        /// What the body must come to.
        control_total: Pence,
        /// The system.
        system: OdsCode,
    },
    /// Nothing: what the risks do to whatever the year would come to. There is no forecast to stand on, and why.
    Nothing(String),
}

impl<'a> RiskAnswer<'a> {
    /// Works it out.
    ///
    /// # Errors
    /// That whoever asks may not read it, or that there are more outcomes than are kept apart.
    ///
    /// Source: section 6 of the specification of plan and money, rules R32 to R34.
    pub fn of(costs: &Costs<'a>, question: &RiskQuestion) -> Result<Self, Fault> {
        let body = question.body;
        costs.open(body, "risks")?;
        let year = question.year.unwrap_or_else(|| FinancialYear::of(costs.on));
        let reported = || FinancialMonth::all().filter(|month| costs.room.report(body, year, *month).is_some()).last();
        let month = question.month.or_else(reported).unwrap_or(FinancialMonth::FIRST);
        let of_system = || {
            let on = month.first_day(year);
            costs.room.memberships(body).find(|held| held.holds_on(on)).map(|held| held.system)
        };
        let risks = costs.room.risks(body, year);
        let told = |error: RiskError| Fault::Unknown(ask::sentence(&format!("{error}.")));
        let on_forecast = match question.system.or_else(of_system) {
            None => Err(format!("{body} belongs to no system on {}", ask::day(month.first_day(year)))),
            Some(system) => {
                let forecast = costs.room.body_forecast(body, system, year, month);
                let listed = costs.room.risk_range(body, system, year, month);
                let range = forecast.and_then(|forecast| {
                    let reported = forecast.reported;
                    let certain = || risk_range(reported.position, &[], reported.control_total);
                    Ok((listed?.map_or_else(certain, Ok)?, reported, system))
                });
                range.map_err(|gap| gap.to_string())
            }
        };
        let (range, stands_on) = match on_forecast {
            Ok((range, against, system)) => {
                let (reported, control_total) = (against.position, against.control_total);
                (range, StandsOn::Forecast { reported, control_total, system })
            }
            Err(why) => {
                let items: Vec<RiskItem> = risks.iter().map(|risk| risk.item).collect();
                let range = risk_range(Pence::NOUGHT, &items, Pence::NOUGHT).map_err(told)?;
                (range, StandsOn::Nothing(why))
            }
        };
        Ok(Self { body, year, month, risks, range, stands_on })
    }

    /// The outcomes, from the worst to the best, each with what it is.
    pub fn outcomes(&self) -> [(&'static str, Pence); 6] {
        let range = &self.range;
        [
            ("Worst: every risk, no mitigation", range.worst),
            ("P10: one in ten is no better", range.p10),
            ("P50: half are no better", range.p50),
            ("By likelihood", range.weighted),
            ("P90: nine in ten are no better", range.p90),
            ("Best: every mitigation, no risk", range.best),
        ]
    }

    /// The answer in sentences.
    pub fn sentences(&self, costs: &Costs<'_>) -> Vec<String> {
        let body = costs.body(self.body);
        let listed = naming::counted(self.risks.len() as u64, "risk or mitigation is", "risks and mitigations are");
        let (p10, p90) = (self.range.p10.short(), self.range.p90.short());
        match &self.stands_on {
            StandsOn::Forecast { reported, control_total, system } => vec![
                format!(
                    "{body} reported a year of {} in {}; it must come to {} in {}. {listed} listed.",
                    reported.short(),
                    self.month,
                    control_total.short(),
                    costs.body(*system)
                ),
                format!(
                    "Eight times in ten the year comes to between {p10} and {p90}. The control total is met with a probability of {}.",
                    per_cent_words(i64::from(u16::from(self.range.chance)))
                ),
            ],
            StandsOn::Nothing(why) => vec![
                format!("{listed} listed of {body} for {}.", self.year),
                format!(
                    "Eight times in ten they change the year by between {p10} and {p90}. There is no forecast to add that to: {why}."
                ),
            ],
        }
    }
}

/// What is listed, as it was named.
pub fn risks_table(costs: &Costs<'_>, answer: &RiskAnswer<'_>) -> Table {
    // What its people wrote is for those who answer for the body; the figures are for its system too.
    let reads_names = costs.reader.sees_money_of(answer.body);
    let row = |risk: &RiskRecord| {
        let name = if reads_names { risk.name.as_str() } else { "Named for the body alone" };
        let kind = if risk.item.amount < Pence::NOUGHT { "Risk" } else { "Mitigation" };
        let likelihood = i64::from(u8::from(risk.item.likelihood));
        vec![name.into(), kind.into(), risk.item.amount.into(), Cell::Number(likelihood)]
    };
    Table {
        caption: format!("Risks and mitigations of {}, {}", costs.body(answer.body), answer.year),
        columns: vec![
            Column::new("risk", "What may happen", Kind::Text),
            Column::new("kind", "Kind", Kind::Text),
            Column::new("amount", "What it does to the year", Kind::Money),
            Column::new("likelihood", "Likelihood (%)", Kind::Number),
        ],
        rows: answer.risks.iter().map(row).collect(),
        source: costs.source(),
        notes: vec!["Each happens or not whatever the others do. A risk is below nought.".to_owned()],
    }
}

/// What the year may come to.
pub fn outcomes_table(costs: &Costs<'_>, answer: &RiskAnswer<'_>) -> Table {
    let against = |outcome: Pence| match answer.stands_on {
        StandsOn::Forecast { control_total, .. } => outcome.minus(control_total).ok(),
        StandsOn::Nothing(_) => None,
    };
    let row = |(what, outcome): (&str, Pence)| vec![what.into(), outcome.into(), against(outcome).into(), Cell::Empty];
    let mut rows: Vec<Vec<Cell>> = answer.outcomes().into_iter().map(row).collect();
    let mut notes = vec![
        "P10, P50 and P90 are the least outcomes whose cumulative probability reaches 10, 50 and 90%. With up to 19 items the \
         distribution is exact, in whole numbers; with more, amounts are first rounded to thousands of pounds."
            .to_owned(),
    ];
    match answer.stands_on {
        StandsOn::Forecast { reported, control_total, .. } => {
            rows.push(vec!["As reported".into(), reported.into(), against(reported).into(), Cell::Empty]);
            let chance = per_cent(i64::from(u16::from(answer.range.chance)));
            rows.push(vec![
                "Control total, and how likely it is met".into(),
                control_total.into(),
                Cell::Empty,
                chance,
            ]);
        }
        StandsOn::Nothing(_) => notes.push("These are changes of the year, not what it comes to.".to_owned()),
    }
    Table {
        caption: format!("What {} may come to", answer.year),
        columns: vec![
            Column::new("outcome", "Outcome", Kind::Text),
            Column::new("amount", "The year", Kind::Money),
            Column::new("against_total", "Against the control total", Kind::Money),
            Column::new("chance", "Probability (%)", Kind::Number),
        ],
        rows,
        source: costs.source(),
        notes,
    }
}
