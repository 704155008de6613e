//! Services: the tree of lines, who commissions each at which level, and what stays local.

use std::collections::{BTreeMap, BTreeSet};

use mandate::{CommitteeId, Level, Line, LineCode, Matter, Responsible};
use terms::OdsCode;

use super::words::{Basis, level_words, matter_words, population_words};
use ask::day;
use ask::{Cell, Colour, Column, Kind, Table};

/// The lines of the day as a tree: each with how deep it stands, parents before their children.
fn tree<'a>(basis: &Basis<'a>) -> Vec<(&'a Line, usize)> {
    let mut under: BTreeMap<Option<&LineCode>, Vec<&'a Line>> = BTreeMap::new();
    let lines: Vec<&'a Line> = basis.mandates.lines(basis.on()).collect();
    let codes: BTreeSet<&LineCode> = lines.iter().map(|line| &line.code).collect();
    for line in &lines {
        // A parent that does not stand on the day leaves its line at the root.
        let parent = line.parent.as_ref().filter(|parent| codes.contains(parent));
        under.entry(parent).or_default().push(line);
    }
    for children in under.values_mut() {
        children.sort_by(|one, two| one.name.cmp(&two.name));
    }
    let mut found = Vec::new();
    let mut open: Vec<(&'a Line, usize)> =
        under.get(&None).into_iter().flatten().rev().map(|line| (*line, 0)).collect();
    while let Some((line, depth)) = open.pop() {
        found.push((line, depth));
        open.extend(under.get(&Some(&line.code)).into_iter().flatten().rev().map(|child| (*child, depth + 1)));
    }
    found
}

fn level_of(responsible: &Responsible<'_>) -> Option<Level> {
    responsible.mandates.iter().map(|mandate| mandate.level).max()
}

/// A level as a cell with its colour; the word says it all without.
pub(super) fn level_cell(text: String, level: Level) -> Cell {
    let colour = match level {
        Level::Neighbourhood => Colour::AquaGreen,
        Level::Place => Colour::Green,
        Level::System => Colour::Blue,
        Level::Region => Colour::Purple,
        Level::Nation => Colour::Pink,
    };
    Cell::Tagged { text, colour }
}

/// Who commissions a line, for whom, at which level: a sentence for each different answer.
pub fn commissioners_of(basis: &Basis<'_>, line: &LineCode) -> Vec<(Option<Level>, BTreeSet<OdsCode>, u64)> {
    let mut answers: BTreeMap<(Option<Level>, BTreeSet<OdsCode>), u64> = BTreeMap::new();
    for responsible in basis.mandates.responsible(line, basis.on()) {
        *answers.entry((level_of(&responsible), responsible.commissioners.clone())).or_default() += 1;
    }
    answers.into_iter().map(|((level, commissioners), n)| (level, commissioners, n)).collect()
}

/// The tree of services with who commissions each on the day.
pub fn services(basis: &Basis<'_>) -> Table {
    let rows = tree(basis).into_iter().map(|(line, depth)| {
        let answers = commissioners_of(basis, &line.code);
        let levels: BTreeSet<&str> = answers.iter().filter_map(|(level, ..)| *level).map(level_words).collect();
        let bodies: BTreeSet<OdsCode> = answers.iter().flat_map(|(_, bodies, _)| bodies.iter().copied()).collect();
        let level = answers.iter().filter_map(|(level, ..)| *level).max();
        let text = levels.into_iter().collect::<Vec<_>>().join(", ");
        vec![
            Cell::link(format!("{}{}", "– ".repeat(depth), line.name), format!("/services/{}", line.code)),
            line.code.to_string().into(),
            level.map_or(Cell::from("nobody on record"), |level| level_cell(text, level)),
            bodies.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ").into(),
            Cell::Number(answers.iter().map(|(_, _, n)| i64::try_from(*n).unwrap_or(i64::MAX)).sum()),
        ]
    });
    Table {
        caption: format!("Services on {}", day(basis.on())),
        columns: vec![
            Column::new("service", "Service", Kind::Link),
            Column::new("line", "Line", Kind::Code),
            Column::new("level", "Commissioned at", Kind::Text),
            Column::new("commissioners", "By", Kind::Text),
            Column::new("populations", "Populations with a commissioner", Kind::Number),
        ],
        rows: rows.collect(),
        source: basis.source(),
        notes: vec!["A line without a mandate of its own is commissioned with the line above it.".to_owned()],
    }
}

/// Who commissions one line, for each population.
pub fn commissioned(basis: &Basis<'_>, line: &LineCode) -> Table {
    let rows = basis.mandates.responsible(line, basis.on()).into_iter().map(|held| {
        let level = level_of(&held);
        let by: Vec<String> = held.mandates.iter().map(|mandate| mandate.id.to_string()).collect();
        let why: Vec<&str> =
            held.mandates.iter().filter_map(|mandate| basis.mandates.mandate_reason(&mandate.id)).collect();
        vec![
            population_words(basis, &held.population).into(),
            level.map_or(Cell::Empty, |level| level_cell(level_words(level).to_owned(), level)),
            basis.bodies(held.commissioners.iter().copied()).into(),
            match held.mandates.as_slice() {
                _ if held.overlap => "overlap: more than one mandate",
                [_, _, ..] => "carried over, each for its part",
                [one] if one.commissioners.len() > 1 && held.commissioners.len() > 1 => "jointly",
                _ => "",
            }
            .into(),
            held.transfer
                .map(|transfer| {
                    format!(
                        "transferred from {} by {}, {}",
                        transfer.from,
                        transfer.instrument,
                        transfer.period.screen()
                    )
                })
                .into(),
            why.join("; ").into(),
            by.join(", ").into(),
        ]
    });
    let name = matter_words(basis, &Matter::Service(line.clone()));
    Table {
        caption: format!("Who commissions {name} on {}", day(basis.on())),
        columns: vec![
            Column::new("population", "For", Kind::Text),
            Column::new("level", "Level", Kind::Text),
            Column::new("commissioners", "Commissioned by", Kind::Text),
            Column::new("together", "How", Kind::Text),
            Column::new("transfer", "Transfer", Kind::Text),
            Column::new("reason", "Why no lower", Kind::Text),
            Column::new("mandates", "Mandate", Kind::Code),
        ],
        rows: rows.collect(),
        source: basis.source(),
        notes: Vec::new(),
    }
}

/// What stays local: services down, bodies across, each cell with the level at which it is commissioned for that body's
/// people and, when it is another's, by whom. A committee's own remit is marked beside.
pub fn stays_local(basis: &Basis<'_>, bodies: &[OdsCode], committee: Option<&CommitteeId>) -> Table {
    let mut n_local = 0_u64;
    let mut n_all = 0_u64;
    let rows: Vec<Vec<Cell>> = tree(basis)
        .into_iter()
        .map(|(line, depth)| {
            let responsible = basis.mandates.responsible(&line.code, basis.on());
            let mut row = vec![
                Cell::link(format!("{}{}", "– ".repeat(depth), line.name), format!("/services/{}", line.code)),
                line.code.to_string().into(),
            ];
            if let Some(committee) = committee {
                let matter = Matter::Service(line.code.clone());
                let within = basis.mandates.in_remit(committee, &matter, basis.on());
                row.push(if within { "in the remit" } else { "stays outside" }.into());
            }
            for body in bodies {
                // For a body whose place another has taken the other answers.
                let body = &basis.mandates.acting_body(*body, basis.on());
                let theirs = responsible.iter().find(|held| held.population == mandate::Population::registered(*body));
                let Some((held, level)) = theirs.and_then(|held| Some((held, level_of(held)?))) else {
                    row.push("nobody on record".into());
                    continue;
                };
                n_all += 1;
                n_local += u64::from(level <= Level::Place);
                let others: Vec<String> =
                    held.commissioners.iter().filter(|other| *other != body).map(ToString::to_string).collect();
                let own = held.commissioners.contains(body);
                let text = match (own, others.is_empty()) {
                    (_, true) => level_words(level).to_owned(),
                    (true, false) => format!("{}, jointly with {}", level_words(level), others.join(", ")),
                    (false, false) => format!("{}, by {}", level_words(level), others.join(", ")),
                };
                row.push(level_cell(text, level));
            }
            row
        })
        .collect();
    let mut columns = vec![Column::new("service", "Service", Kind::Link), Column::new("line", "Line", Kind::Code)];
    if committee.is_some() {
        columns.push(Column::new("remit", "The committee’s remit", Kind::Text));
    }
    columns.extend(bodies.iter().map(|body| {
        let now = basis.mandates.acting_body(*body, basis.on());
        let whose = if now == *body { String::new() } else { format!(", whose place {now} has taken") };
        Column::new(body.to_string(), format!("{} ({body}){whose}", basis.name(*body)), Kind::Text)
    }));
    let mut notes =
        vec!["Place and neighbourhood are local. A cell names a body only when it is not the column’s own.".to_owned()];
    if n_all > 0 {
        notes.insert(0, format!("{n_local} of {n_all} services by body are commissioned at place or below."));
    }
    Table { caption: format!("What stays local on {}", day(basis.on())), columns, rows, source: basis.source(), notes }
}
