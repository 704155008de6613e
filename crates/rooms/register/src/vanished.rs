//! Bodies that one full list has and the next has not.

use crate::fact::Fact;
use crate::finding::FindingKind;
use crate::findings::{Finding, Saying};
use crate::source::Series;
use crate::state::{Import, ImportNo};
use crate::view::View;
use std::collections::{BTreeMap, BTreeSet};
use terms::{Certainty, OdsCode};

/// The series of which every release lists every body of its kind.
const FULL_LISTS: [Series; 7] = [
    Series::Eccg,
    Series::Epraccur,
    Series::Etr,
    Series::Eauth,
    Series::Epcn,
    Series::OnsCommissioners,
    Series::OnsBoards,
];

impl View<'_> {
    /// Bodies that vanish between two neighbouring releases of a full list though nothing says that they closed or what
    /// became of them. A release with less than half the bodies of the one before it is an extract, and no full list.
    pub(crate) fn of_vanished(&self, found: &mut Vec<Finding>) {
        for series in FULL_LISTS {
            let mut releases: Vec<(&Import, BTreeSet<OdsCode>)> = self
                .listed(series)
                .into_iter()
                .filter_map(|(no, codes)| Some((self.state.import(no)?, codes)))
                .collect();
            releases.sort_by_key(|(import, _)| (import.released, import.source_hash));
            let mut last: Option<(&Import, BTreeSet<OdsCode>)> = None;
            for (import, codes) in releases {
                let Some((before, held)) = last.take() else {
                    last = Some((import, codes));
                    continue;
                };
                if codes.len() * 2 < held.len() || before.released == import.released {
                    last = Some((before, held));
                    continue;
                }
                found.extend(
                    held.difference(&codes)
                        .filter(|code| self.is_unaccounted_for(**code, import))
                        .map(|code| vanished(*code, before, import)),
                );
                last = Some((import, codes));
            }
        }
    }

    /// Which bodies each release that counts lists, by import.
    fn listed(&self, series: Series) -> BTreeMap<ImportNo, BTreeSet<OdsCode>> {
        let mut releases: BTreeMap<ImportNo, BTreeSet<OdsCode>> = BTreeMap::new();
        for claim in self.state.series_claims(series).filter_map(|number| self.state.claim(number)) {
            let Fact::Named { code, .. } = &*claim.fact else { continue };
            for import in self.state.saying(claim, self.known) {
                releases.entry(import.number).or_default().insert(*code);
            }
        }
        releases
    }

    fn is_unaccounted_for(&self, code: OdsCode, gone: &Import) -> bool {
        let day = gone.released.observed_by();
        let open = self.was_open(code, day) == Certainty::Yes;
        open && !self.successions_of(code).iter().any(|link| link.on.earliest() <= day)
    }
}

fn vanished(code: OdsCode, before: &Import, after: &Import) -> Finding {
    let saying = |import: &Import, says: &str| Saying {
        series: import.series,
        released: Some(import.released),
        says: says.to_owned(),
    };
    Finding {
        kind: FindingKind::Vanished,
        subject: code.as_str().into(),
        detail: format!(
            "in the full list of {}, not in that of {}",
            before.released.0.screen(),
            after.released.0.screen()
        ),
        sayings: vec![saying(before, "listed it"), saying(after, "does not list it")],
        line: None,
    }
}
