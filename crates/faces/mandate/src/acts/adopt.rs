//! Adopt a scheme of reservation and delegation.

use ask::{ActForm, Field, Key, Takes};
use mandate::{Act, ActKind, Instrument, InstrumentId, InstrumentKind};

use super::GROUP;
use super::choices::{body, identity, instruments, made, may, of_body, one, room, to_body};
use crate::answers::{self as answers, Basis};

/// Adopt a scheme. Its form has two steps, and so is written by hand.
pub(crate) static ADOPT_SCHEME: ActForm = ActForm {
    name: "adopt-scheme",
    path: "/organisations/{body}/scheme/adopt",
    group: GROUP,
    title: "Adopt a scheme",
    about: "From its first day it takes the place of the scheme before. Upload the table as CSV or XLSX: one row for each matter, one column for each holder, as the scheme’s own page gives it for download.",
    done: "The scheme is adopted",
    subject: &[Key::new("body", "The body", "14Y")],
    fields: &[
        Field::line("title", "Title of the scheme"),
        Field::one("rests_on", "Under which constitution?", |lens, of| {
            let whose = body(lens, of);
            instruments(lens, |held| held.kind == InstrumentKind::Constitution && held.body == whose)
        }),
        Field::line("reference", "Where is it published, or which minute approved it?"),
        Field::FROM,
        Field::TO,
        Field::new("file", "The scheme as a table", Takes::File).hint("CSV or XLSX, up to 4 MB."),
    ],
    by_hand: true,
    scene: |lens, of| of_body(lens, of, "scheme"),
    offered: |lens, of| may(ActKind::AdoptScheme, lens, of),
    read: |lens, of, form| {
        let title = form.line("title", "Enter the title of the scheme");
        let rests_on: Option<InstrumentId> = form.word("rests_on", "Choose the constitution it rests on");
        let period = form.period("Enter the first day of the scheme");
        let reference = form.text("reference").map(str::to_owned);
        let body = body(lens, of)?;
        // Rows get their numbers after the scheme's own identity, so it is kept short.
        let from = period.from().map(|from| from.latest().to_string()).unwrap_or_default();
        let id = identity(&format!("{body} scheme {from}"), |id| room(lens).instrument(id).is_some());
        let Some(file) = form.file() else {
            form.wrong("file", "Choose a file with the scheme");
            return None;
        };
        let rows = answers::read_scheme(&Basis::of(lens), body, &file.bytes).map_err(|faults| {
            for fault in faults {
                let words = if fault.row == 0 {
                    fault.message
                } else {
                    format!("Row {}, column {}: {}", fault.row, fault.column, fault.message)
                };
                form.wrong("file", words);
            }
        });
        let scheme =
            Instrument { id: id?, kind: InstrumentKind::Scheme, title, body: Some(body), rests_on, period, reference };
        one(Act::AdoptScheme { scheme, rows: rows.ok()? })
    },
    to: |of, acts| match made(acts) {
        Some(Act::AdoptScheme { scheme, .. }) => format!("{}?version={}", to_body(of, "scheme"), scheme.id),
        _ => to_body(of, "scheme"),
    },
    keeps: None,
};
