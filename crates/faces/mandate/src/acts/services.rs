//! What is done to service lines, and to the lists over which coverage is proved.

use ask::{ActForm, Field, Key, Scene};
use mandate::{Act, ActKind, Line, LineCode, Universe};

use super::GROUP;
use super::choices::{lines, made, may, one, plain, room};

/// Enter a service line, or the next version of one.
pub(super) static ENTER_LINE: ActForm = ActForm {
    name: "enter-line",
    path: "/services/new",
    group: GROUP,
    title: "Enter a service line",
    about: "Entering a code again makes its next version: a line may be renamed, or move, from a day.",
    done: "The service line is entered",
    subject: &[],
    fields: &[
        Field::line("code", "Code").hint("Such as mental-health.inpatient."),
        Field::line("name", "Name"),
        Field::one("parent", "Under which service?", lines).hint("Leave it empty for one at the top."),
        Field::FROM,
        Field::TO,
    ],
    by_hand: false,
    scene: |_, _| Some(plain("/services")),
    offered: |lens, of| may(ActKind::EnterLine, lens, of),
    read: |_, _, form| {
        let code: Option<LineCode> =
            form.word("code", "Write a code of a-z, 0-9, - and ., such as mental-health.inpatient");
        let name = form.line("name", "Enter the name of the service");
        let parent = form.maybe("parent", "Choose a service on record, or none");
        let period = form.period("Enter the first day of the line");
        one(Act::EnterLine { line: Line { code: code?, name, parent, period } })
    },
    to: |_, acts| match made(acts) {
        Some(Act::EnterLine { line }) => format!("/services/{}", line.code),
        _ => "/services".to_owned(),
    },
    keeps: None,
};

/// End a service line.
pub(super) static END_LINE: ActForm = ActForm {
    name: "end-line",
    path: "/services/{line}/end",
    group: GROUP,
    title: "End the service line",
    about: "From that day there is no such service. What was decided about it stands.",
    done: "The service line ends",
    subject: &[Key::new("line", "The line’s code", "ambulance")],
    fields: &[Field::END],
    by_hand: false,
    scene: |lens, of| {
        let code: LineCode = of.id("line")?;
        let last = room(lens).line_versions(&code).last()?;
        Some(Scene { caption: last.name.clone(), back: format!("/services/{code}"), ..Scene::default() })
    },
    offered: |lens, of| may(ActKind::EndLine, lens, of),
    read: |_, of, form| {
        let on = form.day("on", "Enter the first day without the service");
        one(Act::EndLine { line: of.id("line")?, on: on? })
    },
    to: |of, _| of.id::<LineCode>("line").map_or_else(String::new, |line| format!("/services/{line}")),
    keeps: None,
};

/// Name a universe of services, or its next version.
pub(super) static NAME_UNIVERSE: ActForm = ActForm {
    name: "name-universe",
    path: "/coverage/new",
    group: GROUP,
    title: "Name a universe of services",
    about: "The list over which coverage is proved. Naming the same one again makes its next version.",
    done: "The universe is named",
    subject: &[],
    fields: &[
        Field::line("id", "Identity").hint("Such as core-2016."),
        Field::line("name", "Name"),
        Field::any("lines", "Which services?", lines),
    ],
    by_hand: false,
    scene: |_, _| Some(plain("/coverage")),
    offered: |lens, of| may(ActKind::NameUniverse, lens, of),
    read: |_, _, form| {
        let id = form.word("id", "Write an identity of a-z, 0-9 and -, such as core-2016");
        let name = form.line("name", "Enter the name");
        let mut lines: Vec<LineCode> = Vec::new();
        for code in form.sent().all("lines") {
            match code.parse() {
                Ok(line) => lines.push(line),
                Err(_) => form.wrong("lines", format!("“{code}” is not a service’s code")),
            }
        }
        if lines.is_empty() {
            form.wrong("lines", "Choose at least one service");
        }
        one(Act::NameUniverse { universe: Universe { id: id?, name, lines } })
    },
    to: |_, acts| match made(acts) {
        Some(Act::NameUniverse { universe }) => format!("/coverage?universe={}", universe.id),
        _ => "/coverage".to_owned(),
    },
    keeps: None,
};
