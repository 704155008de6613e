//! What does not fit together in transcribed cases. Rule R9: what sources say differently is kept twice and told.

use intervention::{HistoricCase, HistoryId, Regime, basis};
use std::fmt;
use terms::{Certainty, Date, words};

words! {
    /// What does not fit together.
    CaseFindingKind, "a finding on cases", {
        /// Whoever transcribed a source says that another differs.
        SourcesDisagree = "sources-disagree", "Sources disagree";
        /// Two cases of one body and regime that were certainly in force on one day.
        Overlap = "overlap", "Two cases at once";
        /// No day on which it may have begun has a legal basis.
        NoBasis = "no-basis", "Begun without a legal basis";
        /// A requirement with an effect that the library does not give it.
        UnusualEffect = "unusual-effect", "Unusual effect";
        /// A case of which nothing is known that it asked.
        NothingAsked = "nothing-asked", "Nothing known that it asked";
    }
}

/// Something that does not fit together, with what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFinding {
    /// What does not fit.
    pub kind: CaseFindingKind,
    /// The case.
    pub case: HistoryId,
    /// What is said, by whom.
    pub detail: String,
}

impl fmt::Display for CaseFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.case, self.kind.words(), self.detail)
    }
}

/// The words by which a transcription says that it kept what two sources say.
const KEPT_TWICE: &str = "keep both";

/// Every finding on cases, in their order.
pub(super) fn findings(cases: &[HistoricCase]) -> Vec<CaseFinding> {
    let mut found = Vec::new();
    for (index, case) in cases.iter().enumerate() {
        let mut tell = |kind, detail: String| found.push(CaseFinding { kind, case: case.id.clone(), detail });
        for words in [&case.source, &case.figures].into_iter().filter(|words| words.contains(KEPT_TWICE)) {
            tell(CaseFindingKind::SourcesDisagree, words.clone());
        }
        for other in cases.iter().skip(index + 1).filter(|other| overlaps(case, other)) {
            tell(CaseFindingKind::Overlap, format!("and {}: {}; {}", other.id, case.source, other.source));
        }
        if !may_begin(case) {
            let detail = format!("{} of a {} on these days: {}", case.regime.words(), case.class.words(), case.source);
            tell(CaseFindingKind::NoBasis, detail);
        }
        for asked in case.asked.iter().filter(|asked| !asked.requirement.effects().contains(&asked.effect)) {
            let detail = format!("{}, {}, as {}", asked.number, asked.requirement.words(), asked.effect);
            tell(CaseFindingKind::UnusualEffect, detail);
        }
        if case.asked.is_empty() {
            tell(CaseFindingKind::NothingAsked, case.source.clone());
        }
    }
    found
}

/// Whether two programmes of one body were certainly in force on one day. Several directions at once are lawful.
fn overlaps(one: &HistoricCase, two: &HistoricCase) -> bool {
    let is_programme = matches!(one.regime, Regime::SpecialMeasures | Regime::RecoverySupport);
    let same = one.body == two.body && one.regime == two.regime;
    let (Some(first), Some(second)) = (one.period(), two.period()) else { return false };
    is_programme && same && first.overlaps(&second) == Certainty::Yes
}

/// Whether a case may have begun on a day with a legal basis.
fn may_begin(case: &HistoricCase) -> bool {
    let Some(start) = case.period().and_then(|period| period.from()) else { return false };
    let has_basis = |day: Date| basis(case.regime, case.class, day).is_some();
    has_basis(start.earliest()) || has_basis(start.latest())
}
