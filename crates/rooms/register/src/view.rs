//! The register as known after an entry: the questions anyone can ask.

use crate::fact::{Address, Fact};
use crate::kind::{ArrangementKind, BodyKind, Status, Tie};
use crate::memberships::Memberships;
use crate::source::{Released, Series};
use crate::state::{Body, BodyNo, Claim, Import, Lives, State};
use crate::{naming, precedence};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use terms::{Certainty, Date, GssCode, Heads, Held, OdsCode, Period, Sequence, Timeline};

/// The register as it was known after one entry.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub(crate) state: &'a State,
    pub(crate) known: Sequence,
}

/// One membership of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    /// What the other is to the body.
    pub tie: Tie,
    /// The other body.
    pub parent: OdsCode,
    /// When.
    pub period: Period,
}

/// A body that belongs to another on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// The member.
    pub code: OdsCode,
    /// What the other is to it.
    pub tie: Tie,
    /// Whether it surely belonged on the day.
    pub certainty: Certainty,
}

/// A name, with how it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// As published.
    pub text: Box<str>,
    /// The source.
    pub series: Series,
    /// When that source was released.
    pub released: Released,
    /// The day it was first observed, or its own dates.
    pub period: Period,
    /// Whether the name was observed only after the day asked about.
    pub later: bool,
}

/// An arrangement short of merger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrangement {
    /// Its own code.
    pub code: OdsCode,
    /// Of which kind.
    pub kind: ArrangementKind,
    /// Its name.
    pub name: Box<str>,
    /// Which bodies.
    pub members: Vec<OdsCode>,
    /// When.
    pub period: Period,
    /// Who says so.
    pub source: Box<str>,
}

/// A partner of a system, as a source lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partner {
    /// The system.
    pub system: OdsCode,
    /// The partner.
    pub partner: OdsCode,
    /// The partner's name in the source.
    pub name: Box<str>,
    /// When the source was released.
    pub released: Released,
}

/// One thing a source says about a body, with every release that says it.
#[derive(Clone, Debug)]
pub struct Attestation<'a> {
    /// What is said.
    pub fact: &'a Fact,
    /// By which series.
    pub series: Series,
    /// In which releases that count.
    pub imports: Vec<&'a Import>,
}

impl State {
    /// The register as known after an entry.
    pub fn view(&self, known: Sequence) -> View<'_> {
        View { state: self, known: known.min(self.sequence) }
    }

    /// The register as known now.
    pub fn now(&self) -> View<'_> {
        self.view(self.sequence)
    }
}

impl<'a> View<'a> {
    /// The entry up to which this is known.
    pub fn known(&self) -> Sequence {
        self.known
    }

    /// The last entry that changed the register, of those up to which this is known: two views with the same one answer every
    /// question alike, whatever else was recorded in between.
    pub fn changed(&self) -> Sequence {
        let before = self.state.changes.partition_point(|changed| *changed <= self.known);
        before.checked_sub(1).and_then(|last| self.state.changes.get(last)).copied().unwrap_or(Sequence::START)
    }

    /// The whole register, of which this is a view.
    pub fn state(&self) -> &'a State {
        self.state
    }

    /// The imports that count, in the order of recording.
    pub fn imports(&self) -> impl Iterator<Item = &'a Import> {
        let known = self.known;
        self.state.imports().iter().filter(move |import| import.counts(known))
    }

    /// Every code on the register that some import counting now names, in order.
    pub fn codes(&self) -> Vec<OdsCode> {
        let mut codes: Vec<OdsCode> =
            self.state.bodies.iter().filter(|body| self.is_named(body)).map(|body| body.code).collect();
        codes.sort_unstable();
        codes
    }

    /// Whether the register knows anything of a code.
    pub fn knows(&self, code: OdsCode) -> bool {
        self.find(code).is_some()
    }

    /// When a body lived.
    pub fn lives(&self, code: OdsCode) -> Lives {
        self.find(code).and_then(|(_, body)| body.lives.known(self.known)).copied().unwrap_or_default()
    }

    /// Whether a body had surely closed by a day. One that was not there yet has not, nor one whose end nobody gives.
    pub fn has_closed(&self, code: OdsCode, day: Date) -> bool {
        let end = self.lives(code).counting().and_then(|life| life.to());
        end.is_some_and(|end| end.latest() <= day)
    }

    /// Whether a body was open on a day; a body whose dates nobody gives is taken to be.
    pub fn was_open(&self, code: OdsCode, day: Date) -> Certainty {
        self.lives(code).counting().map_or(Certainty::Yes, |life| life.contains(day))
    }

    /// To whom a body belonged on a day.
    pub fn parent(&self, code: OdsCode, tie: Tie, day: Date) -> Held<OdsCode> {
        let Some(number) = self.state.find(code) else { return Held::Surely(None) };
        let code = |number: Option<BodyNo>| number.and_then(|number| self.code(number));
        match self.held(number, tie, day) {
            None => Held::Surely(None),
            Some(Held::Surely(parent)) => Held::Surely(code(parent)),
            Some(Held::Either(before, after)) => Held::Either(code(before), code(after)),
        }
    }

    /// All memberships of a body, in order of kind and time.
    pub fn memberships(&self, code: OdsCode) -> Vec<Membership> {
        let Some((number, _)) = self.find(code) else { return Vec::new() };
        let mut all = Vec::new();
        for tie in self.state.memberships(number).into_iter().flat_map(Memberships::ties) {
            let Some(timeline) = self.timeline(number, tie) else { continue };
            all.extend(
                timeline
                    .stretches()
                    .filter_map(|(parent, period)| Some(Membership { tie, parent: self.code(parent)?, period })),
            );
        }
        all
    }

    /// Which bodies belonged to one on a day, in order of kind and code.
    pub fn members(&self, code: OdsCode, day: Date) -> Vec<Member> {
        let Some((parent, body)) = self.find(code) else { return Vec::new() };
        let mut members: Vec<Member> = body
            .children
            .iter()
            .filter_map(|(tie, child)| {
                let certainty = match self.held(*child, *tie, day)? {
                    Held::Surely(held) if held == Some(parent) => Certainty::Yes,
                    Held::Either(before, after) if before == Some(parent) || after == Some(parent) => {
                        Certainty::Uncertain
                    }
                    _ => return None,
                };
                Some(Member { code: self.code(*child)?, tie: *tie, certainty })
            })
            .collect();
        members.sort_unstable_by_key(|member| (member.tie, member.code));
        members
    }

    /// Every stretch during which bodies belonged to one, in order of kind, code and time.
    pub fn members_ever(&self, code: OdsCode) -> Vec<(OdsCode, Tie, Period)> {
        let Some((parent, body)) = self.find(code) else { return Vec::new() };
        let mut all: Vec<(OdsCode, Tie, Period)> = Vec::new();
        for (tie, child) in &body.children {
            let (Some(timeline), Some(code)) = (self.timeline(*child, *tie), self.code(*child)) else { continue };
            all.extend(
                timeline.stretches().filter(|(held, _)| *held == parent).map(|(_, period)| (code, *tie, period)),
            );
        }
        all.sort_by_key(|(code, tie, period)| (*tie, *code, period.from()));
        all
    }

    /// What a body was, over time.
    pub fn kinds(&self, code: OdsCode) -> Vec<(BodyKind, Period)> {
        self.kind_timeline(code).stretches().collect()
    }

    /// What a body was on a day; for a day before or after its life, what it was nearest to it.
    pub fn kind_on(&self, code: OdsCode, day: Date) -> Option<BodyKind> {
        let timeline = self.kind_timeline(code);
        timeline.at(day).nominal().or_else(|| {
            let mut kinds = timeline.stretches();
            let first = kinds.next()?;
            let before = first.1.from().is_some_and(|from| day < from.latest());
            Some(if before { first.0 } else { kinds.last().unwrap_or(first).0 })
        })
    }

    fn kind_timeline(&self, code: OdsCode) -> Timeline<BodyKind> {
        let mut timeline = Timeline::default();
        let mut dated = Vec::new();
        let mut observed = Vec::new();
        for (claim, import) in self.said(code) {
            if let Fact::Acted { code: subject, kind, period } = &*claim.fact
                && *subject == code
            {
                if *period == Period::ALWAYS {
                    observed.push((import.released, Reverse(precedence::name(claim.series)), *kind));
                } else {
                    dated.push((
                        Reverse(precedence::name(claim.series)),
                        import.released,
                        period.from(),
                        *kind,
                        *period,
                    ));
                }
            }
        }
        observed.sort_unstable();
        let mut last: Option<(Released, BodyKind)> = None;
        for (released, _, kind) in observed {
            match last {
                None => timeline.paint(Period::ALWAYS, kind),
                Some((seen, held)) if held != kind && released > seen => {
                    let from = naming::between(seen, released);
                    if let Ok(period) = Period::new(Some(from), None) {
                        timeline.paint(period, kind);
                    }
                }
                Some(_) => {}
            }
            last = Some((released, kind));
        }
        dated.sort_by_key(|(standing, released, from, kind, _)| (*standing, *released, *from, *kind));
        for (_, _, _, kind, period) in dated {
            timeline.paint(period, kind);
        }
        timeline
    }

    /// What a body was called on a day.
    ///
    /// The name observed last on or before the day counts, unless the body had become another kind of body since: then
    /// the first name observed under that kind. Failing both, the first observed later, marked so.
    pub fn name_on(&self, code: OdsCode, day: Date) -> Option<Name> {
        naming::name_on(self, code, day)
    }

    /// Every name of a body, oldest first.
    pub fn names(&self, code: OdsCode) -> Vec<Name> {
        naming::names(self, code)
    }

    /// Where a body was on a day, by the release observed last on or before it, else the first after.
    pub fn address_on(&self, code: OdsCode, day: Date) -> Option<(&'a Address, &'a Import)> {
        self.nearest(code, day, |fact| match fact {
            Fact::Addressed { address, .. } => Some(address),
            _ => None,
        })
    }

    /// The status a snapshot gives a body on a day, by the release observed last on or before it, else the first after.
    pub fn status_on(&self, code: OdsCode, day: Date) -> Option<(Status, &'a Import)> {
        self.nearest(code, day, |fact| match fact {
            Fact::Stood { status, .. } => Some(*status),
            _ => None,
        })
    }

    /// The GSS codes of a body, in order.
    pub fn gss_codes(&self, code: OdsCode) -> Vec<GssCode> {
        let mut codes: Vec<GssCode> = self
            .said(code)
            .filter_map(|(claim, _)| match &*claim.fact {
                Fact::Identified { gss, .. } => Some(*gss),
                _ => None,
            })
            .collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// The body with a GSS code.
    pub fn by_gss(&self, gss: GssCode) -> Option<OdsCode> {
        self.state.by_gss(gss, self.known).and_then(|number| self.code(number))
    }

    /// The arrangements short of merger of which a body was or is a member, oldest first.
    pub fn arrangements(&self, code: OdsCode) -> Vec<Arrangement> {
        let mut all: BTreeMap<OdsCode, ((Released, Sequence, String), Arrangement)> = BTreeMap::new();
        for (claim, import) in self.said(code) {
            if let Fact::Arranged { code, kind, name, members, period } = &*claim.fact {
                let source: Box<str> = match claim.series {
                    Series::Entered => import.source_name.clone(),
                    series => series.title().into(),
                };
                let (name, members) = (name.clone(), members.clone());
                let arranged = Arrangement { code: *code, kind: *kind, name, members, period: *period, source };
                let said = (import.released, import.recorded, claim.fact.to_string());
                match all.entry(*code) {
                    Entry::Vacant(place) => drop(place.insert((said, arranged))),
                    Entry::Occupied(mut held) if held.get().0 < said => drop(held.insert((said, arranged))),
                    Entry::Occupied(_) => {}
                }
            }
        }
        let mut all: Vec<Arrangement> = all.into_values().map(|(_, arranged)| arranged).collect();
        all.sort_by_key(|arrangement| (arrangement.period.from(), arrangement.code));
        all
    }

    /// The partnerships a body is listed in, as system or as partner.
    pub fn partners(&self, code: OdsCode) -> Vec<Partner> {
        let mut all: BTreeMap<(OdsCode, OdsCode), Partner> = BTreeMap::new();
        for (claim, import) in self.said(code) {
            if let Fact::Partnered { system, partner, name } = &*claim.fact {
                let listed =
                    Partner { system: *system, partner: *partner, name: name.clone(), released: import.released };
                let held = all.entry((*system, *partner)).or_insert_with(|| listed.clone());
                if (held.released, &held.name) < (listed.released, &listed.name) {
                    *held = listed;
                }
            }
        }
        all.into_values().collect()
    }

    /// A practice's list size by the count nearest to a day, with the day of the count.
    pub fn list_size(&self, code: OdsCode, day: Date) -> Option<(Date, Heads)> {
        let number = self.state.find(code)?;
        let vintage = self.nearest_list(day)?;
        let place = vintage.rows.binary_search_by_key(&number, |(body, _)| *body).ok()?;
        vintage.rows.get(place).map(|(_, heads)| (vintage.on, Heads(*heads)))
    }

    pub(crate) fn nearest_list(&self, day: Date) -> Option<&'a crate::state::Vintage<Vec<(BodyNo, u64)>>> {
        let counts = |vintage: &&crate::state::Vintage<_>| {
            self.state.import(vintage.import).is_some_and(|import| import.counts(self.known))
        };
        let away = |vintage: &&crate::state::Vintage<_>| {
            let import = self.state.import(vintage.import);
            // Of two counts of one day the one released later, whichever was imported first.
            let released = Reverse(import.map(|import| (import.released, import.source_hash)));
            (vintage.on.duration_since(day).as_hours().unsigned_abs(), vintage.on, released)
        };
        self.state.lists.iter().filter(counts).min_by_key(away)
    }

    /// Everything any source says about a body, with the releases that say it; in the order of the fact's line.
    pub fn attestations(&self, code: OdsCode) -> Vec<Attestation<'a>> {
        let Some((_, body)) = self.find(code) else { return Vec::new() };
        let mut all: Vec<Attestation<'a>> = body
            .claims
            .iter()
            .filter_map(|number| self.state.claim(*number))
            .filter_map(|claim| {
                let mut imports: Vec<&Import> = self.state.saying(claim, self.known).collect();
                imports.sort_by_key(|import| (import.released, import.source_hash));
                (!imports.is_empty()).then(|| Attestation { fact: &claim.fact, series: claim.series, imports })
            })
            .collect();
        all.sort_by_cached_key(|said| (said.fact.to_string(), said.series));
        all
    }

    /// Each claim about a body with each release that says it.
    pub(crate) fn said(&self, code: OdsCode) -> impl Iterator<Item = (&'a Claim, &'a Import)> {
        let (state, known) = (self.state, self.known);
        self.find(code)
            .into_iter()
            .flat_map(|(_, body)| body.claims.iter())
            .filter_map(|number| state.claim(*number))
            .flat_map(move |claim| state.saying(claim, known).map(move |import| (claim, import)))
    }

    fn nearest<T>(&self, code: OdsCode, day: Date, wanted: impl Fn(&'a Fact) -> Option<T>) -> Option<(T, &'a Import)> {
        let key = |claim: &Claim, import: &Import| {
            let on = import.released.observed_on();
            let hours = on.duration_since(Date::MIN).as_hours();
            let (come, nearness) = if on <= day { (true, hours) } else { (false, -hours) };
            (come, nearness, Reverse(precedence::name(claim.series)), Reverse(claim.series))
        };
        // On or before the day: the last; else the first after it. Equals go by what they say, so that the order of
        // import changes nothing.
        self.said(code)
            .filter_map(|(claim, import)| Some((key(claim, import), &claim.fact, wanted(&claim.fact)?, import)))
            .max_by(|one, other| one.0.cmp(&other.0).then_with(|| one.1.to_string().cmp(&other.1.to_string())))
            .map(|(_, _, value, import)| (value, import))
    }

    pub(crate) fn find(&self, code: OdsCode) -> Option<(BodyNo, &'a Body)> {
        let number = self.state.find(code)?;
        let body = self.state.body(number)?;
        self.is_named(body).then_some((number, body))
    }

    pub(crate) fn code(&self, number: BodyNo) -> Option<OdsCode> {
        self.state.body(number).map(|body| body.code)
    }

    /// To whom a body belonged over time; `None` where nothing was ever known of it.
    pub(crate) fn timeline(&self, number: BodyNo, tie: Tie) -> Option<Timeline<BodyNo>> {
        self.state.memberships(number)?.timeline(tie, self.known)
    }

    /// To whom a body belonged on a day; `None` where nothing was ever known of it.
    #[inline]
    pub(crate) fn held(&self, number: BodyNo, tie: Tie, day: Date) -> Option<Held<BodyNo>> {
        self.state.memberships(number)?.at(tie, self.known, day)
    }

    /// Whether any claim that counts is about the body, or names it as somebody's parent or successor.
    fn is_named(&self, body: &Body) -> bool {
        let counts = |number: &crate::state::ClaimNo| {
            self.state.claim(*number).is_some_and(|claim| self.state.saying(claim, self.known).next().is_some())
        };
        let own = body.claims.iter().any(counts);
        // Bodies known only as somebody's parent are named by that other body's claims.
        own || body.children.iter().map(|(_, child)| child).chain(&body.old).any(|other| {
            self.state.body(*other).is_some_and(|other| {
                other.claims.iter().any(|number| {
                    self.state.claim(*number).is_some_and(|claim| claim.fact.subjects().1 == Some(body.code))
                        && counts(number)
                })
            })
        })
    }
}
