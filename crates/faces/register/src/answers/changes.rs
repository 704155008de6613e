//! What differs: between two states of knowledge, or between two days.

use std::collections::BTreeSet;

use register::{Lives, View};
use terms::{Certainty, Date, FuzzyDate, OdsCode, Period};

use ask::day;
use ask::{Cell, Column, Kind, Table};
use naming::{code_cell, kind, name};

/// One difference between two states of knowledge about a body.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The body.
    pub code: OdsCode,
    /// What differs: `Dates`, `Name`, `Membership`, `Succession`, `Members`.
    pub what: &'static str,
    /// What was known before; empty if nothing was.
    pub before: String,
    /// What is known after; empty if nothing is.
    pub after: String,
}

/// What two states of knowledge say differently about some bodies.
pub fn of_bodies(before: &View<'_>, after: &View<'_>, codes: impl IntoIterator<Item = OdsCode>) -> Vec<Change> {
    codes.into_iter().flat_map(|code| of_body(before, after, code)).collect()
}

/// What two states of knowledge say differently about one body.
pub fn of_body(before: &View<'_>, after: &View<'_>, code: OdsCode) -> Vec<Change> {
    if before.known() == after.known() {
        return Vec::new();
    }
    let mut changes = Vec::new();
    let mut differ = |what, before: BTreeSet<String>, after: BTreeSet<String>| {
        let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
            one.difference(other).map(String::as_str).collect::<Vec<_>>().join("; ")
        };
        if before != after {
            changes.push(Change { code, what, before: only(&before, &after), after: only(&after, &before) });
        }
    };
    let lives = |view: &View<'_>| said_of_lives(view.lives(code));
    differ("Dates", lives(before), lives(after));
    let kinds = |view: &View<'_>| {
        view.kinds(code).iter().map(|(kind, period)| format!("{}{}", kind.words(), during(period))).collect()
    };
    differ("Kind", kinds(before), kinds(after));
    // The day of a name is the day of its file, so the text alone tells whether anything changed.
    let names = |view: &View<'_>| view.names(code).iter().map(|name| name.text.to_string()).collect();
    differ("Name", names(before), names(after));
    let held = |view: &View<'_>| {
        let say = |held: &register::Membership| format!("{} {}{}", held.tie.words(), held.parent, during(&held.period));
        view.memberships(code).iter().map(say).collect()
    };
    differ("Membership", held(before), held(after));
    let links = |view: &View<'_>| {
        let came = view.predecessions_of(code);
        let went = view.successions_of(code);
        let say = |link: &register::Link| format!("{} to {} on {}", link.from, link.to, link.on.screen());
        came.iter().chain(&went).map(say).collect()
    };
    differ("Succession", links(before), links(after));
    let arranged = |view: &View<'_>| {
        let say = |held: &register::Arrangement| format!("{} {}{}", held.kind.words(), held.name, during(&held.period));
        view.arrangements(code).iter().map(say).collect()
    };
    differ("Arrangement", arranged(before), arranged(after));
    let members = |view: &View<'_>| {
        let all = view.members_ever(code);
        all.iter().map(|(member, tie, period)| format!("{} {member}{}", tie.slug(), during(period))).collect()
    };
    let (old, new): (BTreeSet<String>, BTreeSet<String>) = (members(before), members(after));
    if old != new {
        let say = |n: usize| {
            if n == 0 { String::new() } else { super::counted(n as u64, "membership", "memberships") }
        };
        let (gone, come) = (old.difference(&new).count(), new.difference(&old).count());
        changes.push(Change { code, what: "Members", before: say(gone), after: say(come) });
    }
    changes
}

fn said_of_lives(lives: Lives) -> BTreeSet<String> {
    let legal = lives.legal.map(|period| format!("in law {}", period.screen()));
    let operational = lives.operational.map(|period| format!("in practice {}", period.screen()));
    legal.into_iter().chain(operational).collect()
}

fn during(period: &Period) -> String {
    if *period == Period::ALWAYS { String::new() } else { format!(", {}", period.screen()) }
}

/// Which bodies two states of knowledge know differently.
pub fn of_knowledge(before: &View<'_>, after: &View<'_>, on: Date) -> Table {
    let codes: BTreeSet<OdsCode> = before.codes().into_iter().chain(after.codes()).collect();
    table_of(after, of_bodies(before, after, codes), before, on)
}

fn table_of(after: &View<'_>, changes: Vec<Change>, before: &View<'_>, on: Date) -> Table {
    let rows = changes.into_iter().map(|change| {
        let named = if after.knows(change.code) { after } else { before };
        vec![
            code_cell(change.code),
            name(named, change.code, on).into(),
            kind(named, change.code, on).into(),
            change.what.into(),
            change.before.into(),
            change.after.into(),
        ]
    });
    Table {
        caption: format!("What entries {} to {} changed", before.known().0 + 1, after.known()),
        columns: vec![
            Column::new("code", "Code", Kind::Code),
            Column::new("name", "Name", Kind::Text),
            Column::new("kind", "Kind", Kind::Text),
            Column::new("what", "What", Kind::Text),
            Column::new("before", "Only before", Kind::Text),
            Column::new("after", "Only after", Kind::Text),
        ],
        rows: rows.collect(),
        source: format!("the register as known after entry {} and after entry {}", before.known(), after.known()),
        notes: vec!["Only what differs is shown; all else about these bodies is the same in both.".to_owned()],
    }
}

/// Which bodies opened, closed, changed kind or changed hands between two days, by one state of knowledge.
pub fn of_days(view: &View<'_>, first: Date, second: Date) -> Table {
    let rows = view.codes().into_iter().flat_map(|code| between(view, code, first, second)).collect();
    Table {
        caption: format!("What changed between {} and {}", day(first), day(second)),
        columns: vec![
            Column::new("code", "Code", Kind::Code),
            Column::new("name", "Name", Kind::Text),
            Column::new("kind", "Kind", Kind::Text),
            Column::new("what", "What", Kind::Text),
            Column::new("on", "On", Kind::Date),
            Column::new("before", "Before", Kind::Text),
            Column::new("after", "After", Kind::Text),
        ],
        rows,
        source: format!("the register as known after entry {}", view.known()),
        notes: vec!["A body is listed once for each thing that changed.".to_owned()],
    }
}

fn between(view: &View<'_>, code: OdsCode, first: Date, second: Date) -> Vec<Vec<Cell>> {
    let within = |on: FuzzyDate| on.latest() > first && on.latest() <= second;
    let mut all: Vec<(&'static str, Option<FuzzyDate>, String, String)> = Vec::new();
    if let Some(life) = view.lives(code).counting() {
        all.extend(life.from().filter(|on| within(*on)).map(|on| ("Opened", Some(on), String::new(), String::new())));
        let became: Vec<String> = view.successions_of(code).iter().map(|link| link.to.to_string()).collect();
        let became = if became.is_empty() { String::new() } else { format!("became {}", became.join(", ")) };
        all.extend(life.to().filter(|on| within(*on)).map(|on| ("Closed", Some(on), String::new(), became)));
    }
    let (old, new) = (view.kind_on(code, first), view.kind_on(code, second));
    if let (Some(old), Some(new)) = (old, new)
        && old != new
    {
        all.push(("Kind", None, old.words().into(), new.words().into()));
    }
    let open = |on| view.was_open(code, on) != Certainty::No;
    if open(first) && open(second) {
        for tie in register::Tie::ALL {
            let (old, new) = (view.parent(code, *tie, first).nominal(), view.parent(code, *tie, second).nominal());
            let say = |code: Option<OdsCode>| code.map(|code| code.to_string()).unwrap_or_default();
            if old != new {
                all.push((tie.words(), None, say(old), say(new)));
            }
        }
    }
    let row = |(what, on, before, after): (&'static str, Option<FuzzyDate>, String, String)| {
        vec![
            code_cell(code),
            name(view, code, second).into(),
            kind(view, code, second).into(),
            what.into(),
            on.into(),
            before.into(),
            after.into(),
        ]
    };
    all.into_iter().map(row).collect()
}
