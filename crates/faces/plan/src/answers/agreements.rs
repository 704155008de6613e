//! Agreements, the contract tracker, and what a merger asks.

use ask::{Answer, Cell, Colour, Column, Kind, Table};
use plan::check::Verdict;
use plan::{Agreement, AgreementKind, Clauses, ContractStage};
use std::collections::BTreeSet;
use terms::{FinancialYear, OdsCode, Pence};

use super::desk::Desk;
use super::words::agreement_href;

/// What figures of agreements come from.
const SOURCE: &str = "Agreements on record";

/// Who may see an agreement.
const OPEN_TO: &str = "You see the agreements of bodies for which you answer.";

fn stage_cell(stage: ContractStage) -> Cell {
    let colour = match stage {
        ContractStage::Negotiation => Colour::Grey,
        ContractStage::Agreed => Colour::Blue,
        ContractStage::Signed => Colour::Green,
        ContractStage::Mediation => Colour::Orange,
        ContractStage::Arbitration => Colour::Red,
    };
    Cell::Tagged { text: stage.words().to_owned(), colour }
}

fn title_cell(held: &Agreement) -> Cell {
    Cell::link(held.title.to_string(), agreement_href(&held.terms.id))
}

/// The register of agreements.
pub fn agreements(desk: &Desk<'_>, kind: Option<AgreementKind>, body: Option<OdsCode>) -> Table {
    let wanted = desk.agreements().filter(|held| {
        kind.is_none_or(|kind| held.terms.clauses.kind() == kind)
            && body.is_none_or(|body| held.terms.parties.contains(&body))
    });
    let row = |held: &Agreement| {
        vec![
            title_cell(held),
            Cell::from(held.terms.id.as_str()),
            Cell::from(held.terms.clauses.kind().words()),
            Cell::from(desk.codes(&held.terms.parties)),
            Cell::from(held.terms.coordinator.as_str()),
            Cell::Date(held.terms.first),
            Cell::Date(held.terms.last),
            stage_cell(held.stage()),
            held.signed_on().map_or(Cell::Empty, Cell::Date),
            Cell::from(held.terms.merger.words()),
        ]
    };
    Table {
        caption: "Agreements".to_owned(),
        columns: vec![
            Column::new("title", "Agreement", Kind::Link),
            Column::new("agreement", "Identity", Kind::Code),
            Column::new("kind", "Kind", Kind::Text),
            Column::new("parties", "Parties", Kind::Code),
            Column::new("coordinator", "Coordinating commissioner", Kind::Code),
            Column::new("first", "First day", Kind::Date),
            Column::new("last", "Last day", Kind::Date),
            Column::new("stage", "Stage", Kind::Text),
            Column::new("signed", "Signed on", Kind::Date),
            Column::new("merger", "What a merger asks", Kind::Text),
        ],
        rows: wanted.map(row).collect(),
        source: SOURCE.to_owned(),
        notes: vec![OPEN_TO.to_owned()],
    }
}

/// The contract tracker of a year.
pub fn contracts(desk: &Desk<'_>, year: FinancialYear) -> Table {
    let seen = desk.room.contracts(year).filter(|held| desk.reader.opens_agreement(&held.terms.id));
    let row = |held: &Agreement| {
        let (provider, activity) = match &held.terms.clauses {
            Clauses::Contract { provider, activity, .. } => (provider.as_str(), activity.get(&year).copied()),
            Clauses::Section75 { .. } | Clauses::DataSharing => ("", None),
        };
        let in_time = held.deadline_finding(desk.on()).map(|finding| match finding.outcome.verdict {
            Verdict::Pass => Cell::Tagged { text: "signed in time".to_owned(), colour: Colour::Green },
            Verdict::NotTested => Cell::Tagged { text: "still to come".to_owned(), colour: Colour::Grey },
            Verdict::Warn | Verdict::Fail | Verdict::FailNoCommissioner | Verdict::FailNoProvider => {
                Cell::Tagged { text: "missed".to_owned(), colour: Colour::Red }
            }
        });
        vec![
            title_cell(held),
            Cell::from(provider),
            Cell::from(held.terms.coordinator.as_str()),
            Cell::from(desk.codes(&held.associates())),
            held.terms.values.get(&year).copied().map_or(Cell::Empty, Cell::Money),
            activity.map_or(Cell::Empty, Cell::Number),
            stage_cell(held.stage()),
            held.signed_on().map_or(Cell::Empty, Cell::Date),
            held.deadline().map_or(Cell::Empty, Cell::Date),
            in_time.unwrap_or(Cell::Empty),
        ]
    };
    Table {
        caption: format!("Contracts of {year}"),
        columns: vec![
            Column::new("contract", "Contract", Kind::Link),
            Column::new("provider", "Provider", Kind::Code),
            Column::new("coordinator", "Coordinating commissioner", Kind::Code),
            Column::new("associates", "Associates", Kind::Code),
            Column::new("value", "Value in the year", Kind::Money),
            Column::new("activity", "Activity agreed", Kind::Number),
            Column::new("stage", "Stage", Kind::Text),
            Column::new("signed", "Signed on", Kind::Date),
            Column::new("deadline", "To be signed by", Kind::Date),
            Column::new("in_time", "Deadline", Kind::Text),
        ],
        rows: seen.map(row).collect(),
        source: SOURCE.to_owned(),
        notes: vec![
            "A contract past its deadline is a failed check of its coordinating commissioner’s plan.".to_owned(),
            OPEN_TO.to_owned(),
        ],
    }
}

/// What agreements ask on the day, if some bodies merged then, and whether it was done.
pub fn merger_duties(desk: &Desk<'_>, predecessors: &BTreeSet<OdsCode>) -> Table {
    let items = desk.room.merger_items(predecessors, desk.on());
    let seen = items.iter().filter(|item| desk.reader.opens_agreement(&item.agreement.terms.id));
    let rows = seen.map(|item| {
        let done = match item.done {
            Some(_) => Cell::Tagged { text: "done".to_owned(), colour: Colour::Green },
            None => Cell::Tagged { text: "to be done".to_owned(), colour: Colour::Orange },
        };
        vec![
            title_cell(item.agreement),
            desk.body_cell(item.predecessor),
            Cell::from(item.duty.words()),
            done,
            item.done.map_or(Cell::Empty, |done| desk.body_cell(done.successor)),
            item.done.map_or(Cell::Empty, |done| desk.text(true, &done.evidence)),
        ]
    });
    Table {
        caption: "What a merger asks".to_owned(),
        columns: vec![
            Column::new("agreement", "Agreement", Kind::Link),
            Column::new("party", "Party that merges", Kind::Link),
            Column::new("asks", "What is asked", Kind::Text),
            Column::new("done", "Done", Kind::Text),
            Column::new("successor", "In its place", Kind::Link),
            Column::new("evidence", "What shows it", Kind::Text),
        ],
        rows: rows.collect(),
        source: SOURCE.to_owned(),
        notes: vec![OPEN_TO.to_owned()],
    }
}

/// All that is on record of an agreement: what it says, its years, how far it has come, and what was done.
pub fn agreement(desk: &Desk<'_>, held: &Agreement) -> Answer {
    Answer::from(terms(desk, held))
        .of(held.title.to_string())
        .and("years", years(held))
        .and("stages", stages(desk, held))
        .and("variations", variations(desk, held))
        .and("mergers", mergers(desk, held))
}

fn two(caption: &str, rows: Vec<(&str, Cell)>) -> Table {
    Table {
        caption: caption.to_owned(),
        columns: vec![Column::new("what", "What", Kind::Text), Column::new("says", "What it says", Kind::Text)],
        rows: rows.into_iter().map(|(what, says)| vec![Cell::from(what), says]).collect(),
        source: SOURCE.to_owned(),
        notes: Vec::new(),
    }
}

fn terms(desk: &Desk<'_>, held: &Agreement) -> Table {
    let terms = &held.terms;
    let of_kind = match &terms.clauses {
        Clauses::Contract { provider, .. } => vec![("Provider", desk.body_cell(*provider))],
        Clauses::Section75 { host } => vec![("Host of the pooled fund", desk.body_cell(*host))],
        Clauses::DataSharing => Vec::new(),
    };
    let mut rows = vec![
        ("Kind", Cell::from(terms.clauses.kind().words())),
        ("Identity", Cell::from(terms.id.as_str())),
        ("Parties", Cell::from(desk.codes(&terms.parties))),
        ("Coordinating commissioner", desk.body_cell(terms.coordinator)),
    ];
    rows.extend(of_kind);
    rows.extend([
        ("First day", Cell::Date(terms.first)),
        ("Last day", Cell::Date(terms.last)),
        ("What a merger of a party asks", Cell::from(terms.merger.words())),
        ("Stage", stage_cell(held.stage())),
        ("To be signed by", held.deadline().map_or(Cell::Empty, Cell::Date)),
        ("Recorded", Cell::Date(held.recorded.on)),
        ("Recorded by", Cell::from(desk.actor(&held.recorded.by))),
    ]);
    two("What it says", rows)
}

fn years(held: &Agreement) -> Table {
    let activity = match &held.terms.clauses {
        Clauses::Contract { activity, .. } => activity.clone(),
        Clauses::Section75 { .. } | Clauses::DataSharing => std::collections::BTreeMap::new(),
    };
    let all: BTreeSet<FinancialYear> = held.terms.values.keys().chain(activity.keys()).copied().collect();
    let row = |year: FinancialYear| {
        let value: Option<Pence> = held.terms.values.get(&year).copied();
        let counted = activity.get(&year).copied();
        vec![
            Cell::from(year.to_string()),
            value.map_or(Cell::Empty, Cell::Money),
            counted.map_or(Cell::Empty, Cell::Number),
        ]
    };
    Table {
        caption: "By year".to_owned(),
        columns: vec![
            Column::new("year", "Year", Kind::Text),
            Column::new("value", "Value", Kind::Money),
            Column::new("activity", "Activity agreed", Kind::Number),
        ],
        rows: all.into_iter().map(row).collect(),
        source: SOURCE.to_owned(),
        notes: Vec::new(),
    }
}

fn stages(desk: &Desk<'_>, held: &Agreement) -> Table {
    let row = |reached: &plan::StageReached| {
        vec![stage_cell(reached.stage), Cell::Date(reached.day), Cell::from(desk.actor(&reached.stamp.by))]
    };
    Table {
        caption: "Stages it reached".to_owned(),
        columns: vec![
            Column::new("stage", "Stage", Kind::Text),
            Column::new("day", "Day", Kind::Date),
            Column::new("by", "Recorded by", Kind::Text),
        ],
        rows: held.stages.iter().map(row).collect(),
        source: SOURCE.to_owned(),
        notes: Vec::new(),
    }
}

fn variations(desk: &Desk<'_>, held: &Agreement) -> Table {
    let row = |(reason, stamp): &(terms::Text, mandate::Stamp)| {
        vec![Cell::Date(stamp.on), desk.text(true, reason), Cell::from(desk.actor(&stamp.by))]
    };
    Table {
        caption: "Why it was varied".to_owned(),
        columns: vec![
            Column::new("on", "Day", Kind::Date),
            Column::new("reason", "Reason", Kind::Text),
            Column::new("by", "Recorded by", Kind::Text),
        ],
        rows: held.variations.iter().map(row).collect(),
        source: SOURCE.to_owned(),
        notes: Vec::new(),
    }
}

fn mergers(desk: &Desk<'_>, held: &Agreement) -> Table {
    let row = |(party, done): (&OdsCode, &plan::MergerDone)| {
        let (evidence, by) = (desk.text(true, &done.evidence), Cell::from(desk.actor(&done.stamp.by)));
        vec![desk.body_cell(*party), desk.body_cell(done.successor), evidence, by]
    };
    Table {
        caption: "What was done for mergers".to_owned(),
        columns: vec![
            Column::new("party", "Party that merged", Kind::Link),
            Column::new("successor", "In its place", Kind::Link),
            Column::new("evidence", "What shows it", Kind::Text),
            Column::new("by", "Recorded by", Kind::Text),
        ],
        rows: held.mergers.iter().map(row).collect(),
        source: SOURCE.to_owned(),
        notes: Vec::new(),
    }
}
