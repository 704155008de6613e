//! A body's year: its plan, what it reported month by month, and the file by which it reports more.

use ask::{Cell, Kind, Table};
use terms::{FinancialMonth, FinancialYear, OdsCode, Pence};

use super::basis::{Basis, table};

/// A body's year month by month: plan, reported position, variance, and what was added to each report.
pub fn months_table(basis: &Basis<'_>, body: OdsCode, year: FinancialYear) -> Table {
    let plan = basis.room.plan(body, year);
    let mut planned = FinancialMonth::all().zip(plan.map(|plan| plan.months).unwrap_or_default());
    let is_planned = plan.is_some();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let (mut planned_so_far, mut reported_so_far) = (Pence::NOUGHT, Pence::NOUGHT);
    for month in FinancialMonth::all() {
        let planned = planned.next().map(|(_, amount)| amount).filter(|_| is_planned);
        let report = basis.room.report(body, year, month);
        let position = report.map(|report| report.position);
        planned_so_far = planned_so_far.plus(planned.unwrap_or_default()).unwrap_or(planned_so_far);
        reported_so_far = reported_so_far.plus(position.unwrap_or_default()).unwrap_or(reported_so_far);
        let to_date = position.map(|_| reported_so_far);
        rows.push(vec![
            i64::from(month.number()).into(),
            month.last_day(year).into(),
            planned.into(),
            position.into(),
            to_date.and_then(|to_date| to_date.minus(planned_so_far).ok()).filter(|_| is_planned).into(),
            report.map(|report| report.one_off).into(),
            report.map(|report| report.forecast).into(),
            report.and_then(|report| report.turnover).map(|held| held.income).into(),
            report.and_then(|report| report.turnover).map(|held| held.expenditure).into(),
            report.and_then(|report| report.running_cost).into(),
        ]);
    }
    let columns = [
        ("month", "Month", Kind::Number),
        ("ends", "Ends on", Kind::Date),
        ("plan", "Plan", Kind::Money),
        ("position", "Position", Kind::Money),
        ("variance", "Variance to date", Kind::Money),
        ("one_off", "One-off in it", Kind::Money),
        ("forecast", "Forecast for the year", Kind::Money),
        ("income", "Income to date", Kind::Money),
        ("expenditure", "Expenditure to date", Kind::Money),
        ("running_cost", "Running costs to date", Kind::Money),
    ];
    let mut notes = vec!["A deficit is negative. Figures are before risk shares.".to_owned()];
    if let Some(plan) = plan {
        notes.push(format!("The year’s resource is {}.", plan.resource.pounds()));
    }
    Table { notes, ..table(format!("Plan and reports of {year}"), basis.source(), &columns, rows.into_iter()) }
}

/// The columns of the file by which months are reported: heading in a text file, heading for people, kind.
pub(super) const MONTH_COLUMNS: [(&str, &str, Kind); 9] = [
    ("body", "Body", Kind::Code),
    ("year", "Financial year", Kind::Code),
    ("month", "Month (1 = April)", Kind::Number),
    ("position", "Position of the month (£)", Kind::Money),
    ("one_off", "Of which will not come again (£)", Kind::Money),
    ("forecast", "Forecast for the year (£)", Kind::Money),
    ("income", "Income of the year to date (£)", Kind::Money),
    ("expenditure", "Expenditure of the year to date (£)", Kind::Money),
    ("running_cost", "Running costs of the year to date (£)", Kind::Money),
];

/// The file to be filled in: a row for each month of a year that is over and not reported, or all that are over where none is left.
pub fn template(basis: &Basis<'_>, bodies: &[OdsCode], year: FinancialYear) -> Table {
    let over = || FinancialMonth::all().filter(|month| month.last_day(year) < basis.today);
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for body in bodies {
        let is_open = |month: &FinancialMonth| basis.room.report(*body, year, *month).is_none();
        let mut months: Vec<FinancialMonth> = over().filter(is_open).collect();
        if months.is_empty() {
            months = over().collect();
        }
        for month in months {
            let mut row: Vec<Cell> =
                vec![body.to_string().into(), year.to_string().into(), i64::from(month.number()).into()];
            row.extend([(); 6].map(|()| Cell::Empty));
            rows.push(row);
        }
    }
    Table {
        notes: vec![
            "Fill in one row for each month and delete the rest. A deficit is negative, or in brackets.".to_owned(),
            "Position, and forecast for the year, must be there. Leave the others empty where they are not reported; income and \
             expenditure come together."
                .to_owned(),
            "Figures are in pounds. Write £000 or £m instead of £ in a heading if its column is in thousands or millions.".to_owned(),
        ],
        ..table("Months to report", basis.source(), &MONTH_COLUMNS, rows.into_iter())
    }
}
