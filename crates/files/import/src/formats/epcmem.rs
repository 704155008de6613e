//! `epcmem`: practices' dated memberships of commissioners, back to 1999.

use crate::directory::out_of_order;
use crate::reading::{Taking, note_row};
use crate::table::{Column, Rows, inclusive};
use crate::text::Text;
use register::{BodyRef, Fact, FindingKind, Tie};
use terms::Period;

static CODE: Column = Column::fixed(0, "Organisation Code");
static PARENT: Column = Column::fixed(1, "Parent Organisation Code");
static PARENT_TYPE: Column = Column::fixed(2, "Parent Organisation Type");
static JOINED: Column = Column::fixed(3, "Join Parent Date");
static LEFT: Column = Column::fixed(4, "Left Parent Date");

/// The type of a parent that commissions: a primary care group, primary care trust or clinical commissioning group.
const PRIMARY_CARE_ORGANISATION: &str = "W";

pub(crate) fn take(text: &Text<'_>, taking: &mut Taking<'_>) {
    let mut rows = Rows::new(text);
    let mut first = true;
    while let Some(row) = rows.next() {
        if std::mem::take(&mut first) && row.is_ods_heading() {
            continue;
        }
        taking.row(row.line, |facts| {
            let (child, parent) = (row.ods(&CODE)?, row.ods(&PARENT)?);
            let (joined, left) = (row.day(&JOINED)?, row.day(&LEFT)?);
            let parent_type = row.text(&PARENT_TYPE);
            if parent_type != PRIMARY_CARE_ORGANISATION {
                let detail =
                    format!("membership of {parent}, whose type `{parent_type}` is no primary care organisation");
                note_row(facts, FindingKind::LeftOut, child.as_str(), detail, row.line);
                return Ok(());
            }
            let period = inclusive(joined, left).unwrap_or_else(|error| {
                note_row(facts, FindingKind::Contradiction, child.as_str(), out_of_order(&error), row.line);
                Period::from_days(joined, None)
            });
            facts.push(Fact::Tied { child, tie: Tie::Commissioner, parent: BodyRef::Ods(parent), period });
            Ok(())
        });
    }
}
