//! Report an urgent decision to a meeting.

use ask::{ActForm, Field};
use executive::{Act, ActKind};

use super::choices::items_to_come;
use super::offers::may;
use super::{PLAIN, PROPOSAL, one};

/// Report an urgent decision to a meeting.
pub(super) static REPORT_URGENT: ActForm = ActForm {
    name: ActKind::ReportUrgent.slug(),
    path: "/do/report-urgent",
    title: "Report the urgent decision to a meeting",
    about: "What was decided outside a meeting is reported to the next one.",
    done: "The urgent decision is reported",
    subject: &[PROPOSAL],
    fields: &[Field::one("item", "At which item is it reported?", items_to_come)],
    offered: |lens, of| may(ActKind::ReportUrgent, lens, of),
    read: |_, of, form| {
        let item = form.word("item", "Choose the item");
        one(Act::ReportUrgent { proposal: of.id("proposal")?, item: item? })
    },
    ..PLAIN
};
