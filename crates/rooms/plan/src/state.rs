//! What is true of plans and agreements, as known after each entry.

use crate::agreement::{Agreement, MergerItem};
use crate::check::{Finding, Tolerances};
use crate::id::{AgreementId, PlanId};
use crate::kind::{AgreementKind, MergerDuty};
use crate::line::Line;
use crate::merge::MergedLine;
use crate::name::{LineReference, SourceName};
use crate::plan::Plan;
use crate::stamp::Stamp;
use crate::value::Value;
use executive::ProposalId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use terms::{Date, FinancialYear, OdsCode, Sequence, Versioned};

/// The state of the room. A copy shares everything with the original.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    pub(crate) sequence: Sequence,
    pub(crate) plans: Versioned<PlanId, Plan>,
    pub(crate) agreements: Versioned<AgreementId, Agreement>,
    pub(crate) tolerances: Arc<Vec<(Tolerances, Stamp)>>,
    /// To which plan each of the plans that were brought belongs.
    pub(crate) plan_of_source: Arc<BTreeMap<SourceName, PlanId>>,
}

impl State {
    /// An empty state.
    pub fn new() -> Self {
        Self::default()
    }

    /// The last entry taken in.
    pub fn sequence(&self) -> Sequence {
        self.sequence
    }

    /// The room as known after an entry.
    pub fn known(&self, known: Sequence) -> Plans<'_> {
        Plans { state: self, known }
    }

    /// The room as known now.
    pub fn now(&self) -> Plans<'_> {
        self.known(self.sequence)
    }
}

/// The room as known after an entry.
#[derive(Clone, Copy, Debug)]
pub struct Plans<'a> {
    pub(crate) state: &'a State,
    pub(crate) known: Sequence,
}

/// A line of a plan that was brought, with the plan that it is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanLine<'a> {
    /// The one plan.
    pub plan: &'a Plan,
    /// The plan that was brought.
    pub source: &'a SourceName,
    /// The line.
    pub line: &'a Line,
    /// The line of the one plan that it is part of.
    pub merged: &'a MergedLine<ProposalId>,
}

impl PlanLine<'_> {
    /// The number of the version of the one plan.
    pub fn version(&self) -> u32 {
        self.plan.sign_off.version()
    }

    /// The year it is for.
    pub fn year(&self) -> FinancialYear {
        self.line.key.year()
    }

    /// The body whose money it plans: on its side the commissioner or provider, and the system where the line is for all.
    pub fn body(&self) -> OdsCode {
        self.line.key.body().unwrap_or(self.plan.system)
    }

    /// What the one plan says; `None` while plans differ.
    pub fn value(&self) -> Option<&Value> {
        self.merged.origin.value()
    }

    /// Whether every body whose line it is is bound by it.
    pub fn is_bound(&self) -> bool {
        self.plan.bodies_of_line(self.merged).is_subset(&self.plan.bound())
    }
}

impl<'a> Plans<'a> {
    /// The last entry taken into account.
    pub fn sequence(&self) -> Sequence {
        self.known
    }

    /// A plan.
    pub fn plan(&self, id: &PlanId) -> Option<&'a Plan> {
        self.state.plans.get(id, self.known)
    }

    /// Every plan, in order of identity.
    pub fn plans(&self) -> impl Iterator<Item = &'a Plan> + use<'a> {
        self.state.plans.iter(self.known).map(|(_, plan)| plan)
    }

    /// The one plan of which a plan that was brought is part.
    pub fn plan_of(&self, source: &SourceName) -> Option<&'a Plan> {
        self.plan(self.state.plan_of_source.get(source)?)
    }

    /// A line of a plan that was brought, by the names that its bodies gave.
    pub fn plan_line(&self, reference: &LineReference) -> Option<PlanLine<'a>> {
        let plan = self.plan_of(&reference.source)?;
        let (source, held) = plan.sources.get_key_value(&reference.source)?;
        let line = held.line(&reference.line)?;
        let merged = plan.version()?.merged.line(&line.key)?;
        Some(PlanLine { plan, source, line, merged })
    }

    /// What the one plan said on a day about a line that was brought. `None` where the version that was the plan then has no line
    /// of the name in its lineage, and before the day on which a draft became what it was put to the bodies as.
    pub fn plan_line_on(&self, reference: &LineReference, day: Date) -> Option<&'a MergedLine<ProposalId>> {
        let plan = self.plan_of(&reference.source)?;
        let merged = &plan.version_on(day)?.merged;
        let has = |line: &&MergedLine<ProposalId>| line.lineage.binary_search(reference).is_ok();
        // It is most often about what it is about now.
        let now = plan.sources.get(&reference.source).and_then(|source| source.line(&reference.line));
        let same = now.and_then(|line| merged.line(&line.key)).filter(has);
        same.or_else(|| merged.lines.iter().find(has))
    }

    /// The lines of a body for a year, plan by plan in order of identity and then in the order of their keys.
    pub fn lines_of(
        &self,
        body: OdsCode,
        year: FinancialYear,
    ) -> impl Iterator<Item = (&'a Plan, &'a MergedLine<ProposalId>)> + use<'a> {
        let of = move |plan: &'a Plan| plan.lines_of(body).map(move |line| (plan, line));
        self.plans().flat_map(of).filter(move |(_, line)| line.key.year() == year)
    }

    /// The checks of a plan on a day, as known: of its lines, and of its bodies' contracts.
    pub fn checks(&self, plan: &Plan, today: Date) -> Vec<Finding> {
        plan.checks(self.agreements(), today)
    }

    /// An agreement.
    pub fn agreement(&self, id: &AgreementId) -> Option<&'a Agreement> {
        self.state.agreements.get(id, self.known)
    }

    /// Every agreement, in order of identity.
    pub fn agreements(&self) -> impl Iterator<Item = &'a Agreement> + use<'a> {
        self.state.agreements.iter(self.known).map(|(_, agreement)| agreement)
    }

    /// The contracts of a year, in order of identity: what the contract tracker lists.
    pub fn contracts(&self, year: FinancialYear) -> impl Iterator<Item = &'a Agreement> + use<'a> {
        let is_contract = |held: &&Agreement| held.terms.clauses.kind() == AgreementKind::Contract;
        self.agreements().filter(is_contract).filter(move |held| held.is_of_year(year))
    }

    /// What agreements in force on the day of a merger ask, agreement by agreement and party by party.
    pub fn merger_items(&self, predecessors: &BTreeSet<OdsCode>, on: Date) -> Vec<MergerItem<'a>> {
        let mut items = Vec::new();
        let asks = |held: &&Agreement| held.is_in_force(on) && held.terms.merger != MergerDuty::Nothing;
        for agreement in self.agreements().filter(asks) {
            for predecessor in agreement.terms.parties.intersection(predecessors).copied() {
                let (duty, done) = (agreement.terms.merger, agreement.mergers.get(&predecessor));
                items.push(MergerItem { agreement, predecessor, duty, done });
            }
        }
        items
    }

    /// The tolerances that hold for a plan of a year; before any edition for it was set, those at first.
    pub fn tolerances(&self, year: FinancialYear) -> Tolerances {
        self.edition(year).cloned().unwrap_or_else(Tolerances::at_first)
    }

    /// The tolerances that a plan is held to; before any edition for its year was set, those recorded when it was opened.
    pub fn tolerances_of(&self, plan: &Plan) -> Tolerances {
        self.edition(plan.year).unwrap_or(&plan.tolerances).clone()
    }

    /// The edition for a year: of those with a first day at or before the year's the latest, of several the one recorded last.
    fn edition(&self, year: FinancialYear) -> Option<&'a Tolerances> {
        let holds =
            |(edition, stamp): &&(Tolerances, Stamp)| stamp.entry <= self.known && edition.from <= year.first_day();
        let editions = self.state.tolerances.iter().filter(holds);
        editions.max_by_key(|(edition, stamp)| (edition.from, stamp.entry)).map(|(edition, _)| edition)
    }

    /// Every edition of the tolerances, in the order recorded.
    pub fn editions(&self) -> impl Iterator<Item = (&'a Tolerances, &'a Stamp)> + use<'a> {
        let known = self.known;
        let all = self.state.tolerances.iter().filter(move |(_, stamp)| stamp.entry <= known);
        all.map(|(edition, stamp)| (edition, stamp))
    }
}
