//! From where a question is asked.

use crate::footprint::KeptAnswers;
use crate::house::civil_day;
use crate::permission::grant;
use crate::reader::{Reader, Viewer};
use crate::room::KindOfAct;
use crate::rooms::{House, Refusal};
use journal::Known;
use mandate::{Actor, Context};
use register::{Finding, SearchIndex};
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use terms::{AsAt, Date, FuzzyDate, Sequence};

/// The rooms as known at the second clock, the day asked about, today, and who reads.
///
/// What is shown is of that time; who may read it is judged by the [`Reader`], who knows no clock but now. It is made from
/// everything known, so that there is no other way to either from a question. A copy costs little.
#[derive(Clone)]
pub struct Lens {
    known: Arc<Known<House>>,
    at: AsAt,
    today: Date,
    viewer: Viewer,
    /// The uses of powers that whoever reads may not know of.
    unseen: Arc<BTreeSet<(Sequence, u16)>>,
    /// What was worked out for this state and others before.
    kept: Arc<KeptAnswers>,
}

impl Lens {
    /// Everything known, as it was at a pair of clocks, for somebody who reads it. `today` is the day in England, never a
    /// day asked about.
    pub fn new(known: Arc<Known<House>>, at: AsAt, today: Date, viewer: Viewer) -> Self {
        let unseen = Arc::new(known.state.reader(viewer.clone(), today).unseen_uses());
        Self { known, at, today, viewer, unseen, kept: Arc::default() }
    }

    /// With what was worked out before.
    pub(crate) fn keeping(self, kept: Arc<KeptAnswers>) -> Self {
        Self { kept, ..self }
    }

    /// The index for searching the register as known at the second clock.
    pub fn search_index(&self) -> Arc<SearchIndex> {
        self.kept.search_index(self.house(), self.at.known)
    }

    /// Every finding as known at the second clock.
    pub fn findings(&self) -> Arc<Vec<Finding>> {
        self.kept.findings(self.house(), self.at.known)
    }

    /// The same at another pair of clocks: a question that compares two days, or two states of knowledge.
    #[must_use]
    pub fn moved_to(&self, at: AsAt) -> Self {
        Self { at, ..self.clone() }
    }

    /// The same as nobody in particular may read it: what goes into a paper for everybody.
    #[must_use]
    pub fn as_public(&self) -> Self {
        Self::new(Arc::clone(&self.known), self.at, self.today, Viewer::Public).keeping(Arc::clone(&self.kept))
    }

    /// Everything that is true now, whatever the clocks say: what an act would be judged against.
    pub fn house(&self) -> &House {
        &self.known.state
    }

    /// Everything known, to be held on to.
    pub fn known(&self) -> &Arc<Known<House>> {
        &self.known
    }

    /// The day asked about, and the entry up to which things are known.
    pub fn at(&self) -> AsAt {
        self.at
    }

    /// The day asked about.
    pub fn on(&self) -> Date {
        self.at.valid
    }

    /// Today, by which deadlines are judged.
    pub fn today(&self) -> Date {
        self.today
    }

    /// The day on which the last entry taken into account was recorded; today while there is none.
    pub fn known_on(&self) -> Date {
        self.house().recorded_at(self.at.known).map_or(self.today, civil_day)
    }

    /// The last day of which anything imported speaks, where the day asked about is later: what came about after it is not
    /// known here.
    pub fn speaks_until(&self) -> Option<FuzzyDate> {
        let last =
            self.register().imports().map(|import| import.released.0).max_by_key(|released| released.latest())?;
        (last.latest() < self.on()).then_some(last)
    }

    /// Who reads.
    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    /// The register as known at the second clock.
    pub fn register(&self) -> register::View<'_> {
        self.house().register().view(self.at.known)
    }

    /// People, posts, powers and mandates as known at the second clock, without the uses of powers that whoever reads may
    /// not know of.
    pub fn mandates(&self) -> mandate::Mandates<'_> {
        self.house().mandate().known(self.at.known).without(&self.unseen)
    }

    /// Meetings, proposals and decisions as known at the second clock.
    pub fn executive(&self) -> executive::Executive<'_> {
        self.house().executive().known(self.at.known)
    }

    /// Overrides and challenges as known at the second clock.
    pub fn who_pays(&self) -> who_pays::WhoPays<'_> {
        self.house().who_pays().known(self.at.known)
    }

    /// Operating plans and agreements as known at the second clock.
    pub fn plans(&self) -> plan::Plans<'_> {
        self.house().plan().known(self.at.known)
    }

    /// The ledger as known at the second clock.
    pub fn money(&self) -> money::Money<'_> {
        self.house().money().known(self.at.known)
    }

    /// Control totals, and all that is held against them, as known at the second clock.
    pub fn control_totals(&self) -> money::totals::Totals<'_> {
        self.house().control_totals().known(self.at.known)
    }

    /// Whether whoever looks may do something to a thing now: what is offered is what would be accepted. The days and the state
    /// are today's, whatever the clocks say.
    pub fn offers<K: KindOfAct>(&self, kind: K, of: &K::Thing) -> bool {
        self.may(kind, of).is_ok()
    }

    /// The same, with why not.
    ///
    /// # Errors
    /// That they have not the duty, or how the room would refuse every act of this kind upon the thing.
    pub fn may<K: KindOfAct>(&self, kind: K, of: &K::Thing) -> Result<(), Refusal> {
        let actor = match &self.viewer {
            Viewer::Public => return Err(Refusal::SignedOut),
            Viewer::Person(person) => Actor::Person(person.clone()),
            Viewer::Keeper => Actor::Keeper,
        };
        let context = Context { actor, today: self.today };
        grant(self.house(), &context, kind.needs(self.house(), &context, of))?;
        kind.allows(self.house(), &context, of)
    }

    /// What whoever reads may read: by what is known now and by today's posts, at whatever clocks they ask.
    pub fn reader(&self) -> Reader<'_> {
        self.house().reader(self.viewer.clone(), self.today)
    }
}

impl fmt::Debug for Lens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, today, viewer, .. } = self;
        f.debug_struct("Lens").field("at", at).field("today", today).field("viewer", viewer).finish_non_exhaustive()
    }
}
