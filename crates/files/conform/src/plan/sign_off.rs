//! `signoff`: what each body says to a plan, event by event.

use crate::{Answers, ConformError, Question, Questions, World};
use plan::{SignOff, SignOffRefusal};
use std::collections::{BTreeMap, BTreeSet};
use terms::OdsCode;

const WANTED: &str = "an event of a sign-off, such as SUBMIT, SIGN:10Q@1 or CHANGE:10Q,10H";

/// Shape: one answer a question; the events of a case follow each other.
pub(super) fn answer(_: &World, questions: &Questions) -> Result<Answers, ConformError> {
    let mut answers = Answers::new(["expected_result", "expected_state", "expected_version", "expected_bound"]);
    let mut cases: BTreeMap<String, SignOff> = BTreeMap::new();
    for row in questions.rows() {
        let case = cases.entry(row.text("case")?.to_owned()).or_insert_with(|| SignOff::new([]));
        let result = match step(case, row)? {
            Ok(()) => "OK".to_owned(),
            Err(refusal) => format!("REFUSED:{}", code(&refusal)),
        };
        let state = case.stage().slug().to_uppercase();
        answers.push(row.text("id")?, [result, state, case.version().to_string(), joined(&case.bound())]);
    }
    Ok(answers)
}

/// Takes one event.
fn step(case: &mut SignOff, row: Question<'_>) -> Result<Result<(), SignOffRefusal>, ConformError> {
    let text = row.text("event")?;
    let (word, rest) = text.split_once(':').unwrap_or((text, ""));
    let wrong = || row.wrong("event", text, WANTED);
    let bodies = || bodies(rest).ok_or_else(wrong);
    let number = |text: &str| text.trim().parse::<u32>().map_err(|_| wrong());
    Ok(match word {
        "BODIES" => {
            *case = SignOff::new(bodies()?);
            Ok(())
        }
        "SUBMIT" => case.submit(),
        "SIGN" => {
            let (body, version) = rest.split_once('@').ok_or_else(wrong)?;
            case.sign(body.parse().map_err(|_| wrong())?, number(version)?)
        }
        "OBJECT" => case.object(rest.parse().map_err(|_| wrong())?),
        "CHANGE" => case.change(&bodies()?),
        "CONFLICT" => {
            case.open_conflict(&bodies()?);
            Ok(())
        }
        "CLEARED" => {
            case.clear_conflict(&bodies()?);
            Ok(())
        }
        "FAILED" => {
            case.find_failures(number(rest)?);
            Ok(())
        }
        "WAIVED" => case.waive(number(rest)?),
        "EXECUTIVE" => case.sign_by_executive(number(rest.trim_start_matches('@'))?),
        _ => return Err(wrong()),
    })
}

fn bodies(text: &str) -> Option<BTreeSet<OdsCode>> {
    text.split(',').filter(|text| !text.trim().is_empty()).map(|text| text.parse().ok()).collect()
}

fn joined(bodies: &BTreeSet<OdsCode>) -> String {
    bodies.iter().map(OdsCode::as_str).collect::<Vec<_>>().join(",")
}

fn code(refusal: &SignOffRefusal) -> String {
    match refusal {
        SignOffRefusal::NotSubmitted => "NOT_SUBMITTED".to_owned(),
        SignOffRefusal::AlreadySubmitted => "ALREADY_SUBMITTED".to_owned(),
        SignOffRefusal::UnknownBody { .. } => "UNKNOWN_BODY".to_owned(),
        SignOffRefusal::WrongVersion { .. } => "WRONG_VERSION".to_owned(),
        SignOffRefusal::AlreadySigned => "ALREADY_SIGNED".to_owned(),
        SignOffRefusal::ConflictOpen { .. } => "CONFLICT_OPEN".to_owned(),
        SignOffRefusal::ChecksFailed { .. } => "CHECKS_FAILED".to_owned(),
        SignOffRefusal::Silent { bodies } => format!("SILENT:{}", joined(bodies)),
        SignOffRefusal::NoneSigned => "NONE_SIGNED".to_owned(),
        SignOffRefusal::AlreadyBound { .. } => "ALREADY_BOUND".to_owned(),
        SignOffRefusal::NothingToWaive { .. } => "NOTHING_TO_WAIVE".to_owned(),
    }
}
