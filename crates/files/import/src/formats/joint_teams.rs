//! A list of clinical commissioning groups that shared a management team in 2018.

use crate::error::ImportError;
use crate::reading::Taking;
use crate::table::{Header, Rows};
use crate::text::Text;
use register::{ArrangementKind, Fact, Series};
use std::collections::BTreeMap;
use terms::{OdsCode, Period};

/// The headings of the list.
pub(crate) const HEADINGS: [&str; 2] = ["ccgid", "jointteam"];

/// Each team becomes one arrangement with a local code made from its name. A team of which only one group is listed is kept
/// too: the list says that the group shared a team, not with whom. The list gives no dates; a team counts from the
/// release, as precisely as that is known.
pub(crate) fn take(text: &Text<'_>, taking: &mut Taking<'_>) -> Result<(), ImportError> {
    let mut rows = Rows::new(text);
    let Some(header) = rows.next().map(Header::of) else { return Ok(()) };
    let [group, team] = HEADINGS;
    let group = header.need(&[group], taking.file, Series::JointTeams)?;
    let team = header.need(&[team], taking.file, Series::JointTeams)?;
    let mut teams: BTreeMap<String, Vec<OdsCode>> = BTreeMap::new();
    while let Some(row) = rows.next() {
        taking.row(row.line, |_| {
            let name = row.text(&team).trim_matches('"').trim();
            if name.is_empty() {
                return Err(row.fault(&team, "the team has no name"));
            }
            let code = row.ods(&group)?;
            teams.entry(name.to_owned()).or_default().push(code);
            Ok(())
        });
    }
    let mut taken = std::collections::HashSet::new();
    for (name, mut members) in teams {
        members.sort_unstable();
        members.dedup();
        let Some(code) = local_code(&name, &mut taken) else { continue };
        taking.fact_since_release(Fact::Arranged {
            code,
            kind: ArrangementKind::SharedManagement,
            name: name.into(),
            members,
            period: Period::ALWAYS,
        });
    }
    Ok(())
}

/// A local code made from a name, the same on every import: `L-JMT` and the letters with which its words begin, with a
/// number where two teams would share one.
fn local_code(name: &str, taken: &mut std::collections::HashSet<OdsCode>) -> Option<OdsCode> {
    let initials: String = name
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter_map(|word| word.chars().next())
        .take(8)
        .collect();
    let mut candidates =
        std::iter::once(format!("L-JMT{initials}")).chain((2..).map(|n| format!("L-JMT{initials}{n}")));
    // A fresh number is always found before the code grows too long.
    candidates.find_map(|code| code.parse().ok().filter(|code| taken.insert(*code)))
}
