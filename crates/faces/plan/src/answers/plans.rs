//! Plans, and who has signed them.

use ask::{Cell, Colour, Column, Kind, Table, day};
use plan::{BoardRow, Plan, Response, SignedBy, Stage, Stance};
use terms::OdsCode;

use super::desk::Desk;
use super::words::{decision_cell, plan_href};

/// What figures of plans come from.
pub(super) const SOURCE: &str = "Plans as bodies brought them, and the decisions on record";

fn stage_cell(stage: Stage) -> Cell {
    let colour = match stage {
        Stage::Draft => Colour::Grey,
        Stage::Submitted => Colour::Blue,
        Stage::Ready => Colour::AquaGreen,
        Stage::Signed => Colour::Green,
        Stage::Partial => Colour::Orange,
    };
    Cell::Tagged { text: stage.words().to_owned(), colour }
}

/// Every plan that the reader may know of.
pub fn plans(desk: &Desk<'_>) -> Table {
    let row = |plan: &Plan| {
        let count = |stance| stance_count(plan, stance);
        vec![
            Cell::link(plan.title.to_string(), plan_href(&plan.id)),
            Cell::from(plan.id.as_str()),
            desk.body_cell(plan.system),
            Cell::from(plan.year.to_string()),
            stage_cell(plan.stage()),
            Cell::Number(i64::from(plan.sign_off.version())),
            count(Stance::Signed),
            count(Stance::Objecting),
            count(Stance::Silent),
        ]
    };
    Table {
        caption: "Plans".to_owned(),
        columns: vec![
            Column::new("title", "Plan", Kind::Link),
            Column::new("plan", "Identity", Kind::Code),
            Column::new("system", "System", Kind::Link),
            Column::new("year", "Year", Kind::Text),
            Column::new("stage", "Stage", Kind::Text),
            Column::new("version", "Version", Kind::Number),
            Column::new("signed", "Bodies that signed", Kind::Number),
            Column::new("objecting", "Bodies that object", Kind::Number),
            Column::new("silent", "Bodies that have said nothing", Kind::Number),
        ],
        rows: desk.plans().map(row).collect(),
        source: SOURCE.to_owned(),
        notes: vec![
            "A plan is open to everybody once the executive has signed it, and before that to the bodies that sign it."
                .to_owned(),
        ],
    }
}

fn stance_count(plan: &Plan, stance: Stance) -> Cell {
    Cell::Number(i64::try_from(plan.sign_off.those(stance).len()).unwrap_or(i64::MAX))
}

/// The sign-off board of a plan: every body with what it has said.
pub fn board(desk: &Desk<'_>, plan: &Plan) -> Table {
    let is_within = desk.is_within(plan);
    let rows = plan.board(desk.mandates, desk.on()).iter().map(|row| board_row(desk, plan, row, is_within)).collect();
    Table {
        caption: "Sign-off board".to_owned(),
        columns: vec![
            Column::new("body", "Body", Kind::Link),
            Column::new("says", "What it says", Kind::Text),
            Column::new("version", "Version", Kind::Number),
            Column::new("on", "On", Kind::Date),
            Column::new("by", "By whom", Kind::Text),
            Column::new("authority", "By which power or decision", Kind::Text),
            Column::new("reason", "Why it objects", Kind::Text),
            Column::new("conflict", "Plans differ in its lines", Kind::Text),
            Column::new("bound", "Bound by the plan on the day", Kind::Text),
        ],
        rows,
        source: SOURCE.to_owned(),
        notes: vec![
            "Silence is not consent, and an objection is no veto: it binds nobody else, and the lines of whoever objects stay \
             under its own plan."
                .to_owned(),
        ],
    }
}

fn board_row(desk: &Desk<'_>, plan: &Plan, row: &BoardRow<'_>, is_within: bool) -> Vec<Cell> {
    let yes = |is: bool| Cell::from(if is { "yes" } else { "no" });
    let tag = |stance: Stance, colour| Cell::Tagged { text: stance.words().to_owned(), colour };
    let (says, version, on, by, authority, reason) = match row.response {
        Response::Silence => {
            (tag(Stance::Silent, Colour::Grey), Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty)
        }
        Response::Signature(held) => {
            let (by, authority) = match &held.signed {
                SignedBy::Representative { person, chain } => {
                    let powers: Vec<&str> = chain.powers.iter().map(mandate::PowerId::as_str).collect();
                    let words = if powers.is_empty() { "its governing body".to_owned() } else { powers.join(", ") };
                    (Cell::from(desk.person(person)), Cell::from(words))
                }
                SignedBy::Decision { proposal } => {
                    (Cell::from(desk.actor(&held.stamp.by)), decision_cell(desk, proposal))
                }
            };
            let version = Cell::Number(i64::from(held.version));
            (tag(Stance::Signed, Colour::Green), version, Cell::Date(held.stamp.on), by, authority, Cell::Empty)
        }
        Response::Objection(held) => {
            let (by, on) = (Cell::from(desk.person(&held.person)), Cell::Date(held.stamp.on));
            let reason = desk.text(is_within, &held.reason);
            (tag(Stance::Objecting, Colour::Red), Cell::Empty, on, by, Cell::Empty, reason)
        }
    };
    let is_in_negotiation = plan.in_negotiation(desk.mandates, desk.on()).contains(&row.body);
    let bound = if is_in_negotiation { Cell::from("no: in negotiation") } else { yes(row.is_bound) };
    vec![desk.body_cell(row.body), says, version, on, by, authority, reason, yes(row.is_in_conflict), bound]
}

/// Where a plan stands, in sentences.
pub fn board_words(desk: &Desk<'_>, plan: &Plan) -> Vec<String> {
    let version = plan.sign_off.version();
    let those = |stance: Stance| -> Vec<OdsCode> { plan.sign_off.those(stance).into_iter().collect() };
    let mut words = vec![format!("{}: version {version}, for {}.", plan.stage().words(), plan.year)];
    let say = |codes: &[OdsCode], verb: &str| match codes {
        [] => None,
        _ => Some(format!("{} {verb}.", desk.codes(codes))),
    };
    words.extend(say(&those(Stance::Signed), "signed"));
    words.extend(say(&those(Stance::Objecting), "object, which stops no other body"));
    words.extend(say(&those(Stance::Silent), "have said nothing, and silence is not consent"));
    let n_conflicts = plan.version().map_or(0, |version| version.merged.conflicts().count());
    if n_conflicts > 0 {
        words.push(format!(
            "Plans differ in {}: each is settled by a decision.",
            naming::counted(n_conflicts as u64, "line", "lines")
        ));
    }
    let n_failed = plan.sign_off.n_failed();
    if n_failed > 0 {
        let checks = naming::counted(u64::from(n_failed), "check fails", "checks fail");
        words.push(format!("{checks}: the executive cannot sign until each is put right or waived by a decision."));
    }
    if let Some(signature) = &plan.executive {
        let on = day(signature.stamp.on);
        let decision = if desk.reader.opens_proposal(&signature.proposal) {
            format!(" by its decision {}", signature.proposal)
        } else {
            String::new()
        };
        words.push(format!("The executive signed version {} on {on}{decision}.", signature.version));
    }
    words
}

/// Every version of a plan.
pub fn versions(plan: &Plan) -> Table {
    let row = |version: &plan::Version| {
        vec![
            Cell::Number(i64::from(version.number)),
            Cell::Date(version.on),
            naming::count(version.merged.lines.len() as u64),
            naming::count(version.merged.conflicts().count() as u64),
            Cell::from(version.hash.to_string()),
        ]
    };
    Table {
        caption: "Versions".to_owned(),
        columns: vec![
            Column::new("version", "Version", Kind::Number),
            Column::new("on", "The plan from", Kind::Date),
            Column::new("lines", "Lines", Kind::Number),
            Column::new("conflicts", "Lines in which plans differ", Kind::Number),
            Column::new("hash", "Hash of its lines", Kind::Code),
        ],
        rows: plan.versions.iter().map(row).collect(),
        source: SOURCE.to_owned(),
        notes: vec![
            "The text of the executive’s proposal must hold the hash of the version that it adopts.".to_owned(),
        ],
    }
}

/// The plans that a plan is made from.
pub fn sources(desk: &Desk<'_>, plan: &Plan) -> Table {
    let row = |(name, source): (&plan::SourceName, &plan::Source)| {
        vec![
            Cell::from(name.as_str()),
            Cell::from(desk.codes(&source.bodies)),
            naming::count(source.lines.len() as u64),
            Cell::Date(source.stamp.on),
            Cell::from(desk.actor(&source.stamp.by)),
        ]
    };
    Table {
        caption: "Plans it is made from".to_owned(),
        columns: vec![
            Column::new("source", "Plan", Kind::Code),
            Column::new("bodies", "Whose", Kind::Text),
            Column::new("lines", "Lines", Kind::Number),
            Column::new("on", "Last changed", Kind::Date),
            Column::new("by", "By whom", Kind::Text),
        ],
        rows: plan.sources.iter().map(row).collect(),
        source: SOURCE.to_owned(),
        notes: Vec::new(),
    }
}
