//! The whole answer for one record: in words, with what decided it.

use super::evidence::{Evidence, Gatherer, fields, normalised};
use super::{Assigner, Case, Decision, traits_of};
use crate::drawing::Drawing;
use crate::edition::{Category, Edition, Support, Target};
use crate::outcome::{FlagSet, Method, Status, Terminal};
use crate::record::{Field, Record};
use serde::Serialize;

/// Which edition answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EditionUsed {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The version of the guidance.
    pub guidance: String,
    /// The date of the flow chart.
    pub chart: String,
    /// How far the sources support it.
    pub support: Support,
    /// What a reader should know of it.
    pub notes: Vec<String>,
}

/// A field of the record and what the method read in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldRead {
    /// The field.
    pub field: Field,
    /// The text as given.
    pub given: String,
    /// The text as read, where that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_as: Option<String>,
}

/// One question of a walk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// The node as the chart prints it.
    pub node: String,
    /// The node's id in the edition, by which a [`Drawing`] knows it.
    pub key: String,
    /// The question in words.
    pub question: String,
    /// The name of the exact test.
    pub test: &'static str,
    /// Yes or no.
    pub answer: bool,
    /// The fields that decided it.
    pub fields: Vec<FieldRead>,
    /// The reference rows that decided it.
    pub evidence: Vec<Evidence>,
    /// Where the answer leads: a node, or the terminal.
    pub next: String,
}

/// The answer for one record with everything that led to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Assignment {
    /// The record's own key.
    pub record_id: String,
    /// Which edition answered; none outside every edition.
    pub edition: Option<EditionUsed>,
    /// The assignment date.
    pub assignment_date: Option<crate::day::Day>,
    /// The field that gave it.
    pub date_field: Option<Field>,
    /// Whether there is a commissioner.
    pub status: Status,
    /// The commissioner's code, or blank.
    pub commissioner: String,
    /// What kind of commissioner.
    pub terminal: Terminal,
    /// How the code was found.
    pub method: Method,
    /// Commissioned service category.
    pub category: Category,
    /// The questions asked, as files write them.
    pub path: String,
    /// One sentence.
    pub reason: String,
    /// What a reader should know.
    pub flags: FlagSet,
    /// The rows behind the code of the end.
    pub evidence: Vec<Evidence>,
}

/// The walk of one record through the graph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Walk {
    /// The answer.
    pub assignment: Assignment,
    /// The questions, in order.
    pub asked: Vec<Asked>,
    /// The graph with the edges taken, for a page to draw; none outside every edition.
    pub drawing: Option<Drawing>,
}

impl Assigner<'_> {
    /// The answer for one record, in words and with the rows behind its code.
    pub fn assign(&self, record: &Record<'_>) -> Assignment {
        let decision = self.decide(record);
        let evidence = match self.case(record, &decision) {
            Some(case) => {
                let mut gatherer = Gatherer::new(&case);
                gatherer.end(decision.terminal, decision.method);
                gatherer.rows
            }
            None => Vec::new(),
        };
        let edition = self.edition(&decision);
        Assignment {
            record_id: record.get(Field::RecordId).to_owned(),
            edition: edition.map(used),
            assignment_date: decision.day,
            date_field: decision.date_field,
            status: decision.status(),
            commissioner: self.reference.code_text(decision.commissioner).to_owned(),
            terminal: decision.terminal,
            method: decision.method,
            category: decision.category,
            path: match edition {
                Some(edition) => edition.path_text(decision.path.iter().map(|(node, _)| *node)),
                None => "CDS".to_owned(),
            },
            reason: decision.reason().sentence(),
            flags: decision.flags,
            evidence,
        }
    }

    /// The walk of one record: each question in words, the field values and reference rows that decided it, and where the
    /// answer led.
    pub fn explain(&self, record: &Record<'_>) -> Walk {
        let decision = self.decide(record);
        let assignment = self.assign(record);
        let Some((edition, case)) = self.edition(&decision).zip(self.case(record, &decision)) else {
            return Walk { assignment, asked: Vec::new(), drawing: None };
        };
        let asked = decision.path.iter().filter_map(|(number, answer)| {
            let node = edition.nodes().get(usize::from(*number))?;
            let mut gatherer = Gatherer::new(&case);
            gatherer.question(node.predicate, record.get(Field::Diagnoses), record.get(Field::Procedures));
            let next = match if *answer { node.yes } else { node.no } {
                Target::Node(next) => edition.nodes().get(usize::from(next))?.label().to_owned(),
                Target::End { .. } => decision.terminal.name().to_owned(),
            };
            Some(Asked {
                node: node.label().to_owned(),
                key: node.key.clone(),
                question: node.question.clone(),
                test: node.predicate.name(),
                answer: *answer,
                fields: fields(node.predicate).iter().map(|field| read(record, home_field(record, *field))).collect(),
                evidence: gatherer.rows,
                next,
            })
        });
        Walk { asked: asked.collect(), drawing: Some(Drawing::of(edition, &decision.path)), assignment }
    }

    /// The case of a record that reached the graph.
    fn case(&self, record: &Record<'_>, decision: &Decision) -> Option<Case<'_>> {
        let edition = self.edition(decision)?;
        let traits = traits_of(self.reference, record);
        let scope = edition.scope_of(traits.cds_number())?;
        Some(Case::of(self.reference, edition, *scope, record, traits, decision.day?))
    }
}

fn used(edition: &Edition) -> EditionUsed {
    EditionUsed {
        id: edition.id.clone(),
        title: edition.title.clone(),
        guidance: edition.guidance.clone(),
        chart: edition.chart.clone(),
        support: edition.support,
        notes: edition.notes.clone(),
    }
}

/// The field read in the postcode's place where none is given.
fn home_field(record: &Record<'_>, field: Field) -> Field {
    if field == Field::Postcode { record.residence() } else { field }
}

fn read(record: &Record<'_>, field: Field) -> FieldRead {
    let given = record.get(field);
    let read_as = Some(normalised(field, given)).filter(|read| read != given);
    FieldRead { field, given: given.to_owned(), read_as }
}
