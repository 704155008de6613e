//! `eauth`: high-level health authorities, which are regions, local offices, systems and what came before them.

use crate::directory::{Directory, region_and_system};
use crate::reading::Taking;
use crate::table::Column;
use crate::text::Text;
use register::{BodyKind, Fact, Life};
use terms::Period;

static SUB_TYPE: Column = Column::fixed(13, "Organisation Sub-Type Code");

pub(crate) fn take(text: &Text<'_>, taking: &mut Taking<'_>) {
    Directory::new(text, taking).take(Life::Operational, |row, entry, left_out, facts| {
        let kind = kind(row.text(&SUB_TYPE), entry.name);
        facts.push(Fact::Acted { code: entry.code, kind, period: Period::ALWAYS });
        region_and_system(row, entry.code, left_out, facts)
    });
}

/// What a body of this file is: by its role where the release gives roles (column 14), else by what its name calls it. Codes
/// say nothing: boards are coded in any letters and digits.
fn kind(role: &str, name: &str) -> BodyKind {
    let by_role = role.split(['|', ' ']).find_map(|role| ROLES.iter().find(|(known, _)| *known == role));
    if let Some((_, kind)) = by_role {
        return *kind;
    }
    // Whole words: `STP` is no part of another.
    let words: Vec<String> = name.split(|c: char| !c.is_alphanumeric()).map(str::to_ascii_uppercase).collect();
    let name = format!(" {} ", words.join(" "));
    let named = NAMES.iter().find(|(words, _)| name.contains(words));
    match named {
        Some((_, kind)) => *kind,
        None if name.starts_with(LOCAL_OFFICE) && name != LOCAL_OFFICE => BodyKind::LocalOffice,
        None => BodyKind::Other,
    }
}

/// Whether a row's role or name is that of a high-level authority.
pub(crate) fn is_authority(role: &str, name: &str) -> bool {
    kind(role, name) != BodyKind::Other
}

/// Roles of high-level authorities. Source: ODS list of roles, as in the ORD interface.
const ROLES: [(&str, BodyKind); 5] = [
    ("RO209", BodyKind::Region),
    ("RO210", BodyKind::LocalOffice),
    ("RO318", BodyKind::CareBoard),
    ("RO261", BodyKind::TransformationPartnership),
    ("RO132", BodyKind::HealthAuthority),
];

/// Words by which the file names each kind, the surest first. Government office regions, Wales and its offices and whatever
/// else the file lists are none of these.
const NAMES: [(&str, BodyKind); 5] = [
    (" COMMISSIONING REGION ", BodyKind::Region),
    (" INTEGRATED CARE BOARD ", BodyKind::CareBoard),
    (" STP ", BodyKind::TransformationPartnership),
    (" PARTNERSHIP ", BodyKind::TransformationPartnership),
    (" HEALTH AUTHORITY ", BodyKind::HealthAuthority),
];

/// With what the names of local offices begin; alone it is NHS England itself.
const LOCAL_OFFICE: &str = " NHS ENGLAND ";
