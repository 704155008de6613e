//! `eauth`: high-level health authorities, which are regions, local offices, systems and what came before them.

use crate::directory::{Directory, region_and_system};
use crate::reading::Taking;
use register::{BodyKind, Fact, Life};
use terms::{OdsCode, Period};

pub(crate) fn take(text: &str, taking: &mut Taking<'_>) {
    Directory::new(text, taking).take(Life::Operational, |row, entry, left_out, facts| {
        let kind = kind(&entry.code, entry.name);
        facts.push(Fact::Acted { code: entry.code, kind, period: Period::ALWAYS });
        region_and_system(row, entry.code, left_out, facts)
    });
}

/// What a body of this file is, from its code and, where the code does not decide, its name.
fn kind(code: &OdsCode, name: &str) -> BodyKind {
    match code.as_str().as_bytes() {
        [b'Y', tens, _] if tens.is_ascii_digit() => BodyKind::Region,
        [b'Q', tens, _] if tens.is_ascii_digit() && name.starts_with("NHS ENGLAND") => BodyKind::LocalOffice,
        [b'Q', tens, _] if tens.is_ascii_digit() => BodyKind::HealthAuthority,
        [b'Q', ..] if name.contains("INTEGRATED CARE BOARD") => BodyKind::CareBoard,
        [b'Q', ..] if name.contains("STP") || name.contains("PARTNERSHIP") => BodyKind::TransformationPartnership,
        // Government office regions (one letter), Wales and its offices (W…) and whatever else the file lists.
        _ => BodyKind::Other,
    }
}
