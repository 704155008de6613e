//! `epraccur`: GP practices and prescribing cost centres.

use crate::directory::{Directory, Entry, out_of_order};
use crate::reading::{Taking, note_row};
use crate::table::{Column, Fault, Row, inclusive};
use crate::text::Text;
use register::{BodyKind, BodyRef, Fact, FindingKind, Life, Status, Tie};
use std::collections::BTreeMap;
use terms::Period;

static STATUS: Column = Column::fixed(12, "Status Code");
static SUB_TYPE: Column = Column::fixed(13, "Organisation Sub-Type Code");
static COMMISSIONER: Column = Column::fixed(14, "Commissioner");
static JOINED: Column = Column::fixed(15, "Join Provider/Purchaser Date");
static LEFT: Column = Column::fixed(16, "Left Provider/Purchaser Date");
static PROVIDER_PURCHASER: Column = Column::fixed(23, "Provider/Purchaser");
static SETTING: Column = Column::fixed(25, "Prescribing Setting");

/// The sub-type of a body that is allocated to no commissioner (the Channel Islands, the Isle of Man, the armed forces).
const NOT_ALLOCATED: &str = "Z";

/// A status, as it was written to 2025 and as it is written since.
const STATUSES: [(Status, &str, &str); 4] = [
    (Status::Active, "A", "ACTIVE"),
    (Status::Closed, "C", "INACTIVE"),
    (Status::Dormant, "D", "DORMANT"),
    (Status::Proposed, "P", "PROPOSED"),
];

/// The prescribing setting of a GP practice, as it was written to 2025 and as a role since.
const PRACTICE_SETTING: (&str, &str) = ("4", "RO76");

pub(crate) fn take(text: &Text<'_>, taking: &mut Taking<'_>) {
    let mut drift = Drift::default();
    Directory::new(text, taking).take(Life::Operational, |row, entry, _, facts| {
        // The national grouping and high-level geography of a practice are its commissioner's, and often stale: they are
        // left to the files that describe commissioners.
        standing(row, entry, facts, &mut drift)?;
        kind(row, entry, facts, &mut drift);
        commissioner(row, entry, facts, &mut drift)
    });
    drift.note(taking);
}

/// New words for old things, counted for one note a column.
#[derive(Default)]
struct Drift {
    statuses: BTreeMap<&'static str, (&'static str, usize)>,
    settings: usize,
    commissioners: usize,
}

impl Drift {
    fn note(self, taking: &mut Taking<'_>) {
        if !self.statuses.is_empty() {
            let words: Vec<String> =
                self.statuses.iter().map(|(new, (old, rows))| format!("{new} for {old} in {rows} rows")).collect();
            taking.note(FindingKind::VocabularyDrift, STATUS.name.as_ref(), words.join(", "));
        }
        if self.settings > 0 {
            let (old, new) = PRACTICE_SETTING;
            let detail = format!("roles such as {new} for settings such as {old} in {} rows", self.settings);
            taking.note(FindingKind::VocabularyDrift, SETTING.name.as_ref(), detail);
        }
        if self.commissioners > 0 {
            let detail = format!(
                "{} rows leave {} empty and name a body in {}; that is read as the commissioner",
                self.commissioners, COMMISSIONER.name, PROVIDER_PURCHASER.name
            );
            taking.note(FindingKind::ColumnDrift, COMMISSIONER.name.as_ref(), detail);
        }
    }
}

fn standing(row: Row<'_>, entry: &Entry<'_>, facts: &mut Vec<Fact>, drift: &mut Drift) -> Result<(), Fault> {
    let text = row.text(&STATUS);
    let Some((status, old, new)) = STATUSES.iter().find(|(_, old, new)| *old == text || *new == text) else {
        return Err(row.fault(&STATUS, format!("`{text}` is not a status: A, C, D or P, or a whole word")));
    };
    if text == *new {
        let (_, rows) = drift.statuses.entry(new).or_insert((old, 0));
        *rows += 1;
    }
    facts.push(Fact::Stood { code: entry.code, status: *status });
    Ok(())
}

fn kind(row: Row<'_>, entry: &Entry<'_>, facts: &mut Vec<Fact>, drift: &mut Drift) {
    let text = row.text(&SETTING);
    drift.settings += usize::from(text.starts_with("RO"));
    // A body with several roles lists them all: `RO76|RO268` is a practice that also supplies medicine.
    let practice = text.split('|').any(|setting| setting == PRACTICE_SETTING.0 || setting == PRACTICE_SETTING.1);
    let kind = if practice { BodyKind::Practice } else { BodyKind::CostCentre };
    facts.push(Fact::Acted { code: entry.code, kind, period: Period::ALWAYS });
}

/// The commissioner, and for a cost centre the provider that runs it.
///
/// Column 15 (Commissioner) is the membership. Column 24 (Provider/Purchaser) repeats it for most rows; where it differs
/// (2,000 to 3,000 rows of each release, nearly all cost centres) it names who runs the service: a trust, a company or a
/// council.
fn commissioner(row: Row<'_>, entry: &Entry<'_>, facts: &mut Vec<Fact>, drift: &mut Drift) -> Result<(), Fault> {
    let (given, other) = (row.maybe_ods(&COMMISSIONER)?, row.maybe_ods(&PROVIDER_PURCHASER)?);
    let (joined, left) = (row.day(&JOINED)?, row.day(&LEFT)?);
    let period = inclusive(joined, left).unwrap_or_else(|error| {
        note_row(facts, FindingKind::Contradiction, entry.code.as_str(), out_of_order(&error), row.line);
        Period::from_days(joined, None)
    });
    let tied = |tie, parent, period| Fact::Tied { child: entry.code, tie, parent: BodyRef::Ods(parent), period };
    match (given, other) {
        (Some(commissioner), provider) => {
            facts.push(tied(Tie::Commissioner, commissioner, period));
            if let Some(provider) = provider.filter(|provider| *provider != commissioner) {
                facts.push(tied(Tie::Provider, provider, Period::ALWAYS));
            }
        }
        // Extracts that carry only column 24 exist; where the row itself says it is allocated to nobody, column 24 holds
        // a stand-in such as YAD or Q99 and is no commissioner.
        (None, Some(commissioner)) if row.text(&SUB_TYPE) != NOT_ALLOCATED => {
            drift.commissioners += 1;
            facts.push(tied(Tie::Commissioner, commissioner, period));
        }
        (None, _) => {}
    }
    Ok(())
}
