//! What anybody may ask of the register.

mod organisation;
mod record;
mod whole;

use app::Lens;
use ask::{Answer, Asked, Fault, Param, Question, Table, Wanted};
use register::View;
use terms::OdsCode;

/// Every question, in the order of the documentation.
pub static QUESTIONS: &[&Question] = &[
    &whole::SEARCH,
    &organisation::ORG,
    &organisation::MEMBERS,
    &organisation::PARENTS,
    &organisation::SUCCESSORS,
    &organisation::PREDECESSORS,
    &organisation::SHARES,
    &organisation::NAMES,
    &organisation::TIMELINE,
    &organisation::LOCAL_AUTHORITIES,
    &organisation::SOURCES,
    &organisation::SUCCESSIONS_OF,
    &organisation::FINDINGS_ABOUT,
    &whole::DIFF,
    &whole::SUCCESSIONS,
    &record::CHANGES,
    &record::FINDINGS,
    &record::IMPORTS,
];

/// The headings.
const ORGANISATIONS: &str = "Organisations";
const SUCCESSIONS: &str = "Successions";
const PLACES: &str = "Places";
const RECORD: &str = "Record";

/// The organisation asked about, in the path.
const CODE: Param = Param::new("code", "Which organisation?", Wanted::Code)
    .in_path()
    .about("Its ODS code, GSS code, name or postcode.", "14Y");

/// An answer about one organisation.
fn about(
    lens: &Lens,
    asked: &Asked<'_>,
    work_out: impl FnOnce(&View<'_>, OdsCode) -> Result<Table, Fault>,
) -> Result<Answer, Fault> {
    let code = asked.body(lens, "code")?;
    let view = lens.register();
    let table = work_out(&view, code)?;
    Ok(Answer::from(table).of(naming::with_code(&view, code, lens.on())))
}
