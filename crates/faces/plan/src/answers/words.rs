//! Keys, values and addresses in words.

use ask::{Cell, sentence};
use executive::ProposalId;
use kit::address::Address;
use plan::{AgreementId, Key, LineReference, PlanId, Unit, Value};
use terms::{Pence, Text};

use super::desk::{Desk, OneLine};

/// Where a plan's page is.
pub fn plan_href(plan: &PlanId) -> String {
    format!("/plans/{plan}")
}

/// Where the page of a line of a plan is.
pub fn line_href(plan: &PlanId, line: &LineReference) -> String {
    Address::new(format!("/plans/{plan}/line")).with("line", line.to_string()).href()
}

/// Where an agreement's page is.
pub fn agreement_href(agreement: &AgreementId) -> String {
    format!("/agreements/{agreement}")
}

/// The pages of a plan: what each is called, and the end of its address.
pub(crate) fn pages() -> [(&'static str, &'static str); 7] {
    [
        ("Sign-off", ""),
        ("Lines", "/lines"),
        ("Figures", "/figures"),
        ("Conflicts", "/conflicts"),
        ("Checks", "/checks"),
        ("Versions compared", "/differences"),
        ("Export", "/export"),
    ]
}

/// A decision, leading to its proposal.
pub(crate) fn decision_cell(desk: &Desk<'_>, proposal: &ProposalId) -> Cell {
    if desk.reader.opens_proposal(proposal) {
        Cell::link(proposal.to_string(), format!("/proposals/{proposal}"))
    } else {
        Cell::from("a decision that is not for everybody")
    }
}

/// What a line is about, in a few words.
pub fn key_words(key: &Key) -> String {
    let parts = [
        sentence(&key.measure().to_lowercase()),
        key.commissioner().to_owned(),
        key.provider().to_owned(),
        key.pod().to_owned(),
        key.place().to_owned(),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let month = if key.month().is_year() { String::new() } else { format!(", month {}", key.month().number()) };
    format!("{}, {}{month}", parts.join(", "), key.year())
}

/// Hundredths, exactly.
fn hundredths(amount: i64) -> String {
    let (sign, size) = (if amount < 0 { "-" } else { "" }, amount.unsigned_abs());
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

/// What a line says, as a cell; words only for those who may read them, and never as if somebody had written that they were
/// erased.
pub(crate) fn value_cell(value: &Value, is_within: bool) -> Cell {
    match value {
        Value::Figure { unit: Unit::Pence, amount } => Cell::Money(Pence(*amount)),
        Value::Figure { unit: Unit::BasisPoints, amount } => {
            Cell::Brief { brief: format!("{}%", hundredths(*amount)), full: hundredths(*amount) }
        }
        Value::Figure { unit: Unit::WteHundredths, amount } => Cell::from(hundredths(*amount)),
        Value::Figure { unit: Unit::Count | Unit::Text, amount } => Cell::Number(*amount),
        Value::Narrative { .. } if !is_within => Cell::from("not for everybody"),
        Value::Narrative { text: Text::Held(text), .. } => Cell::from(text.to_string()),
        Value::Narrative { text: Text::Erased, .. } => {
            Cell::Tagged { text: "erased".to_owned(), colour: ask::Colour::Grey }
        }
    }
}

/// The same in words.
pub fn value_words(value: &Value, is_within: bool) -> String {
    value_cell(value, is_within).shown()
}

/// In what a value is counted, as a page says it.
pub(super) const fn unit_words(unit: Unit) -> &'static str {
    match unit {
        Unit::Pence => "pounds",
        Unit::Count => "number",
        Unit::BasisPoints => "per cent",
        Unit::WteHundredths => "whole-time equivalents",
        Unit::Text => "words",
    }
}

/// How a line of the one plan came by its value.
pub(super) const fn origin_words(line: &OneLine) -> &'static str {
    match &line.origin {
        plan::Origin::Single(_) => "one plan has it",
        plan::Origin::Agreed(_) => "plans agree",
        plan::Origin::Conflict => "plans differ",
        plan::Origin::Resolved { .. } => "settled by a decision",
    }
}
