//! `eccg`: clinical commissioning groups, sub-ICB locations, commissioning hubs and reporting entities.

use crate::directory::{Directory, Entry, region_and_system};
use crate::reading::{Taking, note_row};
use crate::table::{Column, Row};
use crate::text::Text;
use register::{BodyKind, Fact, FindingKind, Life};
use terms::{Date, Period};

static SUB_TYPE: Column = Column::fixed(13, "Organisation Sub-Type Code");

/// The day on which clinical commissioning groups were abolished and their areas became sub-ICB locations.
///
/// Source: Health and Care Act 2022, sections 14 and 19; commencement on 1 July 2022.
pub(crate) const SUB_ICB_LOCATIONS_BEGAN: Date = Date::constant(2022, 7, 1);

/// What a role or sub-type code in the file makes of a body.
enum Meaning {
    /// A group until its abolition.
    Group,
    /// A group until 1 July 2022 if it was open before then; a location since.
    Location,
    /// The same kind for as long as the file says it lived.
    Throughout(BodyKind),
    /// Says something more about a body whose kind another code of the row gives.
    Detail,
}

/// Every code the column has held. The first of a row that is not a detail decides.
const MEANINGS: [(&str, Meaning); 9] = [
    // The 2024 file gives closed groups no role; every one of its 142 such rows is named `… CCG`.
    ("", Meaning::Group),
    ("C", Meaning::Group),
    ("RO98", Meaning::Group),
    ("RO319", Meaning::Location),
    // Held beside RO319 by the six locations that RO327 entities report within.
    ("RO326", Meaning::Detail),
    ("RO218", Meaning::Throughout(BodyKind::CommissioningHub)),
    ("H", Meaning::Throughout(BodyKind::CommissioningHub)),
    ("CB", Meaning::Throughout(BodyKind::CommissioningHub)),
    ("RO327", Meaning::Throughout(BodyKind::ReportingEntity)),
];

pub(crate) fn take(text: &Text<'_>, taking: &mut Taking<'_>) {
    Directory::new(text, taking).take(Life::Legal, |row, entry, left_out, facts| {
        region_and_system(row, entry.code, left_out, facts)?;
        kinds(row, entry, facts);
        Ok(())
    });
}

fn kinds(row: Row<'_>, entry: &Entry<'_>, facts: &mut Vec<Fact>) {
    let sub_type = row.text(&SUB_TYPE);
    let mut meaning = None;
    for code in sub_type.split(['|', ' ']) {
        match MEANINGS.iter().find(|(known, _)| *known == code) {
            Some((_, Meaning::Detail)) => {}
            Some((_, known)) => meaning = meaning.or(Some(known)),
            None => {
                let detail = format!("sub-type `{code}` of {} is not one this program knows", entry.name);
                note_row(facts, FindingKind::LeftOut, entry.code.as_str(), detail, row.line);
            }
        }
    }
    // An empty cell means a group only where the name says so too.
    let unnamed = sub_type.is_empty() && !entry.name.to_ascii_uppercase().contains("CCG");
    if unnamed {
        let detail = format!("no sub-type, and `{}` is not named as a clinical commissioning group", entry.name);
        note_row(facts, FindingKind::LeftOut, entry.code.as_str(), detail, row.line);
    }
    let mut acted = |kind, period| facts.push(Fact::Acted { code: entry.code, kind, period });
    match meaning {
        _ if unnamed => acted(BodyKind::Other, Period::ALWAYS),
        Some(Meaning::Group) => before_locations(entry.life, |period| acted(BodyKind::CommissioningGroup, period)),
        Some(Meaning::Location) => {
            before_locations(entry.life, |period| acted(BodyKind::CommissioningGroup, period));
            if let Some(period) = entry.life.intersection(&Period::from_days(Some(SUB_ICB_LOCATIONS_BEGAN), None)) {
                acted(BodyKind::SubIcbLocation, period);
            }
        }
        Some(Meaning::Throughout(kind)) => acted(*kind, Period::ALWAYS),
        Some(Meaning::Detail) | None => acted(BodyKind::Other, Period::ALWAYS),
    }
}

/// The part of a life that was lived as a clinical commissioning group.
fn before_locations(life: Period, act: impl FnOnce(Period)) {
    if let Some(period) = life.intersection(&Period::from_days(None, Some(SUB_ICB_LOCATIONS_BEGAN))) {
        act(period);
    }
}
