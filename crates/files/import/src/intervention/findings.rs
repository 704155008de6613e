//! What does not fit together in transcribed cases. Rule R9: what sources say differently is kept twice and told.

use intervention::{HistoricCase, HistoryId, Regime, basis};
use std::collections::BTreeMap;
use std::fmt;
use terms::{Certainty, Date, OdsCode, Period, words};

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
    let programmes = programmes(cases);
    for (index, case) in cases.iter().enumerate() {
        let mut tell = |kind, detail: String| found.push(CaseFinding { kind, case: case.id.clone(), detail });
        for words in [&case.source, &case.figures].into_iter().filter(|words| words.contains(KEPT_TWICE)) {
            tell(CaseFindingKind::SourcesDisagree, words.clone());
        }
        for other in overlapping(&programmes, index, case) {
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

/// The cases of programmes by body and regime, each with its place in the file and its days, in the order of the file.
type Programmes<'a> = BTreeMap<(OdsCode, Regime), Vec<(usize, Period, &'a HistoricCase)>>;

fn programmes(cases: &[HistoricCase]) -> Programmes<'_> {
    let mut held = Programmes::new();
    for (index, case) in cases.iter().enumerate() {
        // Several directions at once are lawful.
        let is_programme = matches!(case.regime, Regime::SpecialMeasures | Regime::RecoverySupport);
        if let Some(period) = case.period().filter(|_| is_programme) {
            held.entry((case.body, case.regime)).or_default().push((index, period, case));
        }
    }
    held
}

/// The cases later in the file of the same programme of the same body that were certainly in force on a day of this one.
fn overlapping<'a>(
    programmes: &'a Programmes<'a>,
    index: usize,
    case: &HistoricCase,
) -> impl Iterator<Item = &'a HistoricCase> {
    let ours = programmes.get(&(case.body, case.regime)).map(Vec::as_slice).unwrap_or_default();
    let later = ours.get(ours.partition_point(|(other, ..)| *other < index)..).unwrap_or_default();
    later.split_first().into_iter().flat_map(|((_, period, _), others)| {
        let overlaps = |(_, other, _): &&(usize, Period, &HistoricCase)| period.overlaps(other) == Certainty::Yes;
        others.iter().filter(overlaps).map(|(.., other)| *other)
    })
}

/// Whether a case may have begun on a day with a legal basis.
fn may_begin(case: &HistoricCase) -> bool {
    let Some(start) = case.period().and_then(|period| period.from()) else { return false };
    let has_basis = |day: Date| basis(case.regime, case.class, day).is_some();
    has_basis(start.earliest()) || has_basis(start.latest())
}
