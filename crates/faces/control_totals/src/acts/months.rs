//! Report months from a file: a body's own, or those of members of a system.

use app::Lens;
use ask::{ActForm, Field, Of, Reader, Takes};
use mandate::{Actor, Context};
use money::totals::{Act, ActKind, Reporter};
use terms::OdsCode;

use super::CONTROL_TOTALS_GROUP as GROUP;
use super::choices::{BODY, SYSTEM, body, may_to_body, may_to_system, of_body, of_system, one, system};
use crate::answers::{self as answers, MonthFault, MonthFile, year_in_address};

const FILE: Field = Field::new("file", "The file with the months", Takes::File)
    .hint("CSV or XLSX, up to 4 MB, with the headings of the file that this service gives out.");

/// Reads a file and holds its months against the rules: nothing is taken from a file with a fault, and every fault is told.
///
/// # Errors
/// Every cell that could not be read; else every month that could not be recorded.
pub(crate) fn judged(lens: &Lens, by: Reporter, name: &str, bytes: &[u8]) -> Result<MonthFile, Vec<MonthFault>> {
    let file = answers::read_months(name, bytes)?;
    let context = Context { actor: Actor::Keeper, today: lens.today() };
    let faults = answers::reporter_faults(&lens.house().totals_world(), &context, by, &file);
    if faults.is_empty() { Ok(file) } else { Err(faults) }
}

fn read(lens: &Lens, by: Reporter, form: &mut Reader<'_>) -> Option<Vec<app::Act>> {
    let Some(file) = form.file() else {
        form.wrong("file", "Choose a file with the months");
        return None;
    };
    match judged(lens, by, &file.name, &file.bytes) {
        Ok(file) => one(Act::ReportMonths { by, months: file.months.into_iter().map(|(_, month)| month).collect() }),
        Err(faults) => {
            for fault in faults {
                form.wrong("file", words(&fault));
            }
            None
        }
    }
}

/// A fault in a sentence.
fn words(fault: &MonthFault) -> String {
    let mut place = Vec::new();
    if !fault.sheet.is_empty() {
        place.push(format!("sheet {}", fault.sheet));
    }
    if fault.row > 0 {
        place.push(format!("row {}", fault.row));
    }
    if !fault.column.is_empty() {
        place.push(format!("column {}", fault.column));
    }
    if place.is_empty() { fault.message.clone() } else { format!("{}: {}", ask::sentence(&place.join(", ")), fault.message) }
}

/// The page of the last month that was reported: the forecast of the body, or of the system.
fn forecast_of(acts: &[app::Act], page: impl Fn(OdsCode) -> String) -> String {
    let [app::Act::ControlTotals(Act::ReportMonths { by, months })] = acts else { return String::new() };
    let (Reporter::Body(of) | Reporter::System(of)) = by;
    let last = months.iter().max_by_key(|held| (held.year, held.month));
    last.map_or_else(String::new, |last| {
        format!("{}?year={}&month={}", page(*of), year_in_address(last.year), last.month.number())
    })
}

/// Report a body's months from a file.
pub(crate) static REPORT_MONTHS: ActForm = ActForm {
    name: "report-months",
    path: "/organisations/{body}/financial-year/months",
    group: GROUP,
    title: "Report months from a file",
    about: "One row for each month, in the file that this service gives out. All of its rows are recorded, or none; what is wrong is told with its sheet, row and column.",
    done: "The months are reported",
    subject: &[BODY],
    fields: &[FILE],
    by_hand: true,
    scene: of_body,
    offered: |lens, of| may_to_body(lens, of, ActKind::ReportMonths),
    read: |lens, of, form| read(lens, Reporter::Body(body(lens, of)?), form),
    to: |_, acts| forecast_of(acts, |body| format!("/organisations/{body}/forecast")),
    keeps: None,
};

/// Report months of a system's members from a file.
pub(crate) static REPORT_SYSTEM_MONTHS: ActForm = ActForm {
    name: "report-system-months",
    path: "/control-totals/{system}/months",
    group: GROUP,
    title: "Report members’ months from a file",
    about: "One row for each member and month, in the file that this service gives out. All of its rows are recorded, or none; what is wrong is told with its sheet, row and column.",
    done: "The months are reported",
    subject: &[SYSTEM],
    fields: &[FILE],
    by_hand: true,
    scene: of_system,
    offered: |lens, of| may_to_system(lens, of, ActKind::ReportMonths),
    read: |lens, of, form| read(lens, Reporter::System(system(lens, of)?), form),
    to: |_, acts| forecast_of(acts, |system| format!("/control-totals/{system}/forecast")),
    keeps: None,
};

/// Whose months a form's subject reports.
pub(crate) fn reporter(lens: &Lens, of: &Of<'_>) -> Option<Reporter> {
    body(lens, of).map(Reporter::Body).or_else(|| system(lens, of).map(Reporter::System))
}
