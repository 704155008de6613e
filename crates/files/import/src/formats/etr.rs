//! `etr`: NHS trusts and foundation trusts.

use crate::directory::{Directory, region_and_system};
use crate::reading::Taking;
use crate::text::Text;
use register::{BodyKind, Fact, Life};
use terms::Period;

pub(crate) fn take(text: &Text<'_>, taking: &mut Taking<'_>) {
    Directory::new(text, taking).take(Life::Operational, |row, entry, left_out, facts| {
        facts.push(Fact::Acted { code: entry.code, kind: BodyKind::Trust, period: Period::ALWAYS });
        region_and_system(row, entry.code, left_out, facts)
    });
}
