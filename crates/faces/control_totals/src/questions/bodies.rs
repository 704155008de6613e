//! What may be asked of a body's year.

use app::Lens;
use ask::{Answer, Asked, ByHand, CODE, Fault, Param, Question, Wanted};
use std::collections::BTreeSet;
use terms::{FinancialYear, OdsCode};

use super::CONTROL_TOTALS_GROUP as GROUP;
use super::systems::{MONTH, SYSTEM, YEAR, unanswered};
use crate::answers::{self as answers, Basis, BodyMonth, SystemMonth, pounds_line};

/// The body that was asked about, if whoever looks may read of its year; one that may not is answered like one that reported nothing.
fn open_body(basis: &Basis<'_>, lens: &Lens, asked: &Asked<'_>) -> Result<OdsCode, Fault> {
    let body = asked.body(lens, "code")?;
    if basis.reader.sees_in_system(body) { Ok(body) } else { Err(nothing(basis, body)) }
}

fn nothing(basis: &Basis<'_>, body: OdsCode) -> Fault {
    Fault::Unknown(format!("Nothing that you may read is reported of {}.", basis.called(body)))
}

/// The year that was asked for, or the last for which the body has a plan.
fn year_of(basis: &Basis<'_>, asked: &Asked<'_>, body: OdsCode) -> Result<FinancialYear, Fault> {
    let last = || basis.room.years_of_body(body).last().copied().ok_or_else(|| nothing(basis, body));
    answers::year_asked(asked)?.map_or_else(last, Ok)
}

/// A body's year, month by month.
pub(super) static FINANCIAL_YEAR: Question = Question {
    id: "financial-year",
    path: "/organisations/{code}/financial-year",
    group: GROUP,
    title: "A body’s financial year",
    about: "Its plan and what it reported, month by month, with the variance to date.",
    params: &[CODE, YEAR],
    example: "/organisations/09C/financial-year?year=2018%2F19",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let basis = Basis::of(lens);
        let body = open_body(&basis, lens, asked)?;
        // Whoever may set a plan comes to its form from here, before there is one.
        let year = answers::year_asked(asked)?
            .or_else(|| basis.room.years_of_body(body).last().copied())
            .unwrap_or_else(|| FinancialYear::of(basis.on));
        Ok(Answer::from(answers::months_table(&basis, body, year)).of(format!("{}, {year}", basis.called(body))))
    },
};

/// Where a body is heading.
pub(crate) static BODY_FORECAST: Question = Question {
    id: "forecast",
    path: "/organisations/{code}/forecast",
    group: GROUP,
    title: "A body’s forecast",
    about: "What it reports for the year beside four ways in which the year may go on, the range, what risks make of it, and what fires.",
    params: &[
        CODE,
        Param::new("system", "In which system?", Wanted::Code)
            .about("The system whose control total counts. Its own in that month if it is not given.", "QKS"),
        YEAR,
        MONTH,
    ],
    example: "/organisations/09C/forecast?year=2018%2F19&month=7",
    by_hand: ByHand::PAGE,
    answer: |lens, asked| {
        let basis = Basis::of(lens);
        let body = open_body(&basis, lens, asked)?;
        let year = year_of(&basis, asked, body)?;
        let (at, held) = match body_month(&basis, lens, asked, body, year) {
            Ok(found) => found,
            // What was reported is shown all the same.
            Err(Fault::Unknown(why)) => {
                let months = answers::months_table(&basis, body, year);
                let caption = format!("{}, {year}", basis.called(body));
                return Ok(Answer::from(months).of(caption).saying(format!("There is no forecast to show yet. {why}")));
            }
            Err(fault) => return Err(fault),
        };
        let reported = held.forecast.reported;
        let met = if reported.is_met() { "which meets" } else { "which misses" };
        let mut answer = Answer::from(answers::body_forecast(&basis, at, &held))
            .of(format!("{}, {}", basis.called(body), at.words()))
            .saying(format!(
                "It reports {} for the year, {met} its control total in {}: {}.",
                pounds_line(reported.position),
                basis.called(at.system),
                pounds_line(reported.control_total)
            ));
        if held.forecast.is_unsupported {
            let better = reported.position.minus(held.forecast.run_rates.plan).unwrap_or_default();
            answer = answer.saying(format!("The forecast is {} better than the run rate supports.", better.short()));
        }
        answer = answer.and("fired", answers::alarms(&basis, at, &[&held.forecast]));
        if let Some(range) = &held.range {
            answer = answer.and("risks", answers::risk_rows(&basis, range));
        }
        Ok(answer.and("months", answers::months_table(&basis, body, at.year)))
    },
};

/// The system and the month that were asked for, with where the body is heading in it.
///
/// # Errors
/// What is missing: a report, a system, a plan or a control total.
fn body_month(
    basis: &Basis<'_>,
    lens: &Lens,
    asked: &Asked<'_>,
    body: OdsCode,
    year: FinancialYear,
) -> Result<(SystemMonth, BodyMonth), Fault> {
    let no_report = || Fault::Unknown(format!("{} has reported no month of {year}.", basis.called(body)));
    let reported = || basis.room.last_month(body, year).ok_or_else(no_report);
    let month = answers::month_asked(asked)?.map_or_else(reported, Ok)?;
    let on = month.first_day(year);
    let system = if asked.text("system").is_some() {
        asked.body(lens, "system")?
    } else {
        let systems: BTreeSet<OdsCode> =
            basis.room.memberships(body).filter(|held| held.holds_on(on)).map(|held| held.system).collect();
        let first = systems.into_iter().next();
        first.ok_or_else(|| {
            let on = ask::day(on);
            Fault::Unknown(format!("{} belongs to no system on {on} as known then.", basis.called(body)))
        })?
    };
    let at = SystemMonth { system, year, month };
    Ok((at, BodyMonth::of(basis, at, body).map_err(|why| unanswered(&why))?))
}

/// What a body's forecast is drawn from; nothing where there is none, or it is not for whoever looks.
pub(crate) fn month_to_draw(lens: &Lens, asked: &Asked<'_>) -> Option<(SystemMonth, OdsCode, BodyMonth)> {
    let basis = Basis::of(lens);
    let body = open_body(&basis, lens, asked).ok()?;
    let year = year_of(&basis, asked, body).ok()?;
    let (at, held) = body_month(&basis, lens, asked, body, year).ok()?;
    Some((at, body, held))
}

/// The file by which a body reports months.
pub(super) static MONTH_FILE: Question = Question {
    id: "month-file",
    path: "/organisations/{code}/financial-year/month-file",
    group: GROUP,
    title: "The file by which a body reports months",
    about: "Download it as CSV or XLSX, fill in the figures, and upload it where months are reported.",
    params: &[CODE, YEAR],
    example: "/organisations/09C/financial-year/month-file?year=2018%2F19",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let basis = Basis::of(lens);
        let body = open_body(&basis, lens, asked)?;
        let year = year_of(&basis, asked, body)?;
        Ok(Answer::from(answers::template(&basis, &[body], year)).of(format!("{}, {year}", basis.called(body))))
    },
};

/// The same for all members of a system.
pub(super) static SYSTEM_MONTH_FILE: Question = Question {
    id: "system-month-file",
    path: "/control-totals/{system}/month-file",
    group: GROUP,
    title: "The file by which members of a system report months",
    about: "A row for each member and month that is over and not reported. Download it as CSV or XLSX, fill in the figures, and upload it where months are reported.",
    params: &[SYSTEM, YEAR],
    example: "/control-totals/QKS/month-file?year=2018%2F19",
    by_hand: ByHand::NOTHING,
    answer: |lens, asked| {
        let basis = Basis::of(lens);
        let system = asked.body(lens, "system")?;
        if !basis.reader.sees_system(system) {
            return Err(nothing(&basis, system));
        }
        let at = SystemMonth::of(&basis, asked, system)?;
        let members: Vec<OdsCode> = basis.room.members(system, at.month.first_day(at.year)).into_keys().collect();
        let caption = format!("{}, {}", basis.called(system), at.year);
        Ok(Answer::from(answers::template(&basis, &members, at.year)).of(caption))
    },
};
