//! What is held: every fact with its sources, every import, and what follows for each body.

use crate::fact::Fact;
use crate::fact_file::FileHash;
use crate::fact_index::{FactIndex, SeriesIndex};
use crate::kind::Tie;
use crate::memberships::Memberships;
use crate::source::{Released, Series};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;
use terms::shared::{Index, Late, Rows};
use terms::{Date, FuzzyDate, GssCode, OdsCode, Period, Sequence, Timeline};

/// The place of a body in the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct BodyNo(pub(crate) u32);

/// The place of an import, from 0 in the order of recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ImportNo(pub u32);

/// The place of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct ClaimNo(pub(crate) u32);

/// One file taken in, or one entry of the keeper's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// Its place.
    pub number: ImportNo,
    /// Of which series.
    pub series: Series,
    /// When the file was released.
    pub released: Released,
    /// The file's name, or the keeper's stated source.
    pub source_name: Box<str>,
    /// The hash of the file as published.
    pub source_hash: FileHash,
    /// The hash of the fact file that holds what was new in it.
    pub fact_file: FileHash,
    /// How many rows the file had.
    pub rows: u64,
    /// The entry that recorded it.
    pub recorded: Sequence,
    /// The entry that retracted it.
    pub retracted: Option<Sequence>,
}

impl Import {
    /// Whether it counted after an entry.
    pub fn counts(&self, known: Sequence) -> bool {
        self.recorded <= known && self.retracted.is_none_or(|retracted| retracted > known)
    }
}

/// A fact together with the releases that say it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Claim {
    #[serde(with = "crate::kept::shared")]
    pub(crate) fact: Arc<Fact>,
    pub(crate) series: Series,
    /// In ascending order.
    pub(crate) attested: Vec<ImportNo>,
    /// The entry that declared it wrong.
    pub(crate) denied: Option<Sequence>,
}

impl Claim {
    /// Whether a release says it, retracted or not.
    pub(crate) fn is_said_by(&self, import: ImportNo) -> bool {
        self.attested.binary_search(&import).is_ok()
    }
}

/// What was worked out after each entry that changed it, oldest first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Versions<T>(Vec<(Sequence, T)>);

impl<T> Default for Versions<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: PartialEq + Default> Versions<T> {
    /// What was worked out as known after an entry.
    pub(crate) fn known(&self, known: Sequence) -> Option<&T> {
        // Nearly every question is about now, and nearly every record has few versions.
        if let Some((recorded, value)) = self.0.last()
            && *recorded <= known
        {
            return Some(value);
        }
        let count = self.0.partition_point(|(recorded, _)| *recorded <= known);
        self.0.get(count.checked_sub(1)?).map(|(_, value)| value)
    }

    /// Records a new outcome if it differs from the last; says whether it did.
    pub(crate) fn record(&mut self, known: Sequence, value: T) -> bool {
        match self.0.last_mut() {
            Some((_, last)) if *last == value => false,
            None if value == T::default() => false,
            Some((recorded, last)) if *recorded == known => {
                *last = value;
                true
            }
            _ => {
                self.0.push((known, value));
                true
            }
        }
    }

    pub(crate) fn all(&self) -> &[(Sequence, T)] {
        &self.0
    }
}

/// A body's two lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lives {
    /// In law.
    pub legal: Option<Period>,
    /// In practice.
    pub operational: Option<Period>,
}

impl Lives {
    /// The life that counts for memberships: in law if it is known, else in practice.
    pub fn counting(&self) -> Option<Period> {
        self.legal.or(self.operational)
    }
}

/// One body gave way to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Step {
    pub(crate) to: BodyNo,
    pub(crate) on: FuzzyDate,
    pub(crate) claim: ClaimNo,
}

/// All that is held about a body but its memberships.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Body {
    pub(crate) code: OdsCode,
    pub(crate) claims: Vec<ClaimNo>,
    pub(crate) lives: Versions<Lives>,
    pub(crate) successors: Versions<Vec<Step>>,
    /// Bodies that some source says became this one.
    pub(crate) old: BTreeSet<BodyNo>,
    /// Bodies that some source says belonged to this one.
    pub(crate) children: BTreeSet<(Tie, BodyNo)>,
}

impl Body {
    fn new(code: OdsCode) -> Self {
        Self {
            code,
            claims: Vec::new(),
            lives: Versions::default(),
            successors: Versions::default(),
            old: BTreeSet::new(),
            children: BTreeSet::new(),
        }
    }
}

/// A small area with the commissioner and the local authority it lay in.
pub(crate) type Lay = (GssCode, BodyNo, GssCode);

/// List sizes or small areas as one import gives them.
#[derive(Clone, Debug)]
pub(crate) struct Vintage<T: Default> {
    pub(crate) import: ImportNo,
    pub(crate) on: Date,
    pub(crate) rows: Arc<Late<T>>,
}

/// The register: every fact, with what follows from it.
///
/// Copies are cheap and share what has not changed.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub(crate) sequence: Sequence,
    /// The entries that changed the register, in order.
    pub(crate) changes: Vec<Sequence>,
    pub(crate) imports: Vec<Import>,
    pub(crate) bodies: Rows<Arc<Body>>,
    /// To whom each body belonged, in the order of the bodies.
    pub(crate) memberships: Rows<Memberships>,
    pub(crate) by_code: Index<OdsCode, BodyNo>,
    pub(crate) claims: Rows<Claim>,
    pub(crate) by_fact: FactIndex,
    pub(crate) by_series: SeriesIndex,
    /// Claims that give a GSS code to a body, or a name to an area.
    pub(crate) by_gss: Index<GssCode, Vec<ClaimNo>>,
    /// Bodies with a membership that names its parent by GSS code.
    pub(crate) waiting: Index<GssCode, BTreeSet<(Tie, BodyNo)>>,
    pub(crate) lists: Vec<Vintage<Vec<(BodyNo, u64)>>>,
    pub(crate) small_areas: Vec<Vintage<Vec<Lay>>>,
    pub(crate) populations: Vec<Vintage<Vec<(GssCode, u64)>>>,
}

impl State {
    /// An empty register.
    pub fn new() -> Self {
        Self::default()
    }

    /// The last entry taken in.
    pub fn sequence(&self) -> Sequence {
        self.sequence
    }

    /// Every import, in the order of recording, retracted ones included.
    pub fn imports(&self) -> &[Import] {
        &self.imports
    }

    /// How many bodies are on the register.
    pub fn n_bodies(&self) -> usize {
        self.bodies.len()
    }

    /// How many different facts are held.
    pub fn n_facts(&self) -> usize {
        self.claims.len()
    }

    pub(crate) fn import(&self, number: ImportNo) -> Option<&Import> {
        self.imports.get(number.0 as usize)
    }

    pub(crate) fn body(&self, number: BodyNo) -> Option<&Body> {
        self.bodies.get(number.0 as usize).map(AsRef::as_ref)
    }

    pub(crate) fn body_mut(&mut self, number: BodyNo) -> Option<&mut Body> {
        self.bodies.get_mut(number.0 as usize).map(Arc::make_mut)
    }

    #[inline]
    pub(crate) fn memberships(&self, number: BodyNo) -> Option<&Memberships> {
        self.memberships.get(number.0 as usize)
    }

    pub(crate) fn claim(&self, number: ClaimNo) -> Option<&Claim> {
        self.claims.get(number.0 as usize)
    }

    pub(crate) fn find(&self, code: OdsCode) -> Option<BodyNo> {
        self.by_code.get(&code).copied()
    }

    /// The body with a code, put on the register if it was not there.
    pub(crate) fn find_or_add(&mut self, code: OdsCode) -> BodyNo {
        if let Some(number) = self.find(code) {
            return number;
        }
        let number = BodyNo(self.bodies.push(Arc::new(Body::new(code))) as u32);
        self.memberships.push(Memberships::default());
        self.by_code.insert(code, number);
        number
    }

    /// Records what the last entry makes of a kind of membership, if that is anything new.
    pub(crate) fn record_membership(&mut self, number: BodyNo, tie: Tie, timeline: &Timeline<BodyNo>) {
        let known = self.sequence;
        let is_new = self.memberships(number).is_some_and(|held| held.differs(tie, timeline));
        if is_new && let Some(held) = self.memberships.get_mut(number.0 as usize) {
            held.record(tie, known, timeline);
        }
    }

    pub(crate) fn series_claims(&self, series: Series) -> impl Iterator<Item = ClaimNo> + '_ {
        self.by_series.of(series)
    }

    /// The claim with this fact from this series, if any release ever said it.
    pub(crate) fn find_claim(&self, series: Series, fact: &Fact) -> Option<ClaimNo> {
        self.by_fact
            .with_hash(&self.claims, fact_hash(series, fact))
            .find(|number| self.claim(*number).is_some_and(|claim| claim.series == series && *claim.fact == *fact))
    }

    /// The imports, as known after an entry, that still say a claim; oldest release first.
    pub(crate) fn saying<'a>(&'a self, claim: &'a Claim, known: Sequence) -> impl Iterator<Item = &'a Import> {
        let denied = claim.denied.is_some_and(|denied| denied <= known);
        claim
            .attested
            .iter()
            .filter(move |_| !denied)
            .filter_map(|number| self.import(*number))
            .filter(move |import| import.counts(known))
    }

    /// The body that a GSS code names, by the source released last.
    pub(crate) fn by_gss(&self, gss: GssCode, known: Sequence) -> Option<BodyNo> {
        let claims = self.by_gss.get(&gss)?;
        let latest = claims.iter().filter_map(|number| {
            let claim = self.claim(*number)?;
            let released = self.saying(claim, known).map(|import| import.released).max()?;
            let Fact::Identified { code, .. } = &*claim.fact else { return None };
            Some((released, *code))
        });
        // Between equals the smaller code, so that the order of import changes nothing.
        latest
            .max_by_key(|(released, code)| (*released, std::cmp::Reverse(*code)))
            .and_then(|(_, code)| self.find(code))
    }
}

pub(crate) fn fact_hash(series: Series, fact: &Fact) -> u64 {
    use std::hash::BuildHasher as _;
    terms::shared::Mixed::default().hash_one((series, fact))
}
