//! A plan as the state holds it: what was brought to it, what it is made of, and who has signed.

use crate::agreement::Agreement;
use crate::check::{CheckReference, Finding, Tolerances, findings};
use crate::event::SignedBy;
use crate::id::PlanId;
use crate::key::Key;
use crate::kind::{Side, Stage, Stance};
use crate::line::Line;
use crate::merge::{MergedLine, MergedPlan, Resolution, Sources, merge};
use crate::name::{LineName, SourceName};
use crate::sign_off::SignOff;
use crate::value::Value;
use crate::version::{LineDifference, differences, hash_of, hash_of_parts};
use executive::{ProposalId, TextHash};
use mandate::{CommitteeId, FunctionCode, Mandates, Matter, PersonId, Stamp};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use terms::{Date, FinancialYear, OdsCode, Text};

/// A plan that one or several bodies brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Whose it is.
    pub bodies: BTreeSet<OdsCode>,
    /// Its lines, in the order of their names.
    pub lines: Arc<Vec<Line>>,
    /// By whom it was brought or changed last.
    pub stamp: Stamp,
}

impl Source {
    /// A line by its name.
    pub fn line(&self, name: &LineName) -> Option<&Line> {
        let place = self.lines.binary_search_by(|line| line.name.cmp(name)).ok()?;
        self.lines.get(place)
    }
}

/// A version of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// From 1. A draft is version 1, whatever is brought to it. A conflict settled later is a further record of the same number.
    pub number: u32,
    /// The hash of its lines.
    pub hash: TextHash,
    /// The lines.
    pub merged: Arc<MergedPlan>,
    /// The day from which it is the plan.
    pub on: Date,
}

/// That a body signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Which version.
    pub version: u32,
    /// The hash of the body's own lines in it: what it signed.
    pub lines: TextHash,
    /// By whose word.
    pub signed: SignedBy,
    /// When.
    pub stamp: Stamp,
}

/// That a body objects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// Who spoke for it.
    pub person: PersonId,
    /// Why.
    pub reason: Text,
    /// When.
    pub stamp: Stamp,
}

/// That the executive signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExecutiveSignature {
    /// Which version.
    pub version: u32,
    /// The hash of its lines.
    pub hash: TextHash,
    /// The proposal that it decided.
    pub proposal: ProposalId,
    /// When.
    pub stamp: Stamp,
}

/// That a failed check was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// By how much it failed. By any other margin it fails again.
    pub margin: String,
    /// The hash of what the lines compared said. Of others it fails again.
    pub lines: TextHash,
    /// By which decision.
    pub decision: ProposalId,
    /// Why.
    pub reason: Text,
    /// When.
    pub stamp: Stamp,
}

/// One operating plan of several bodies for a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Its identity.
    pub id: PlanId,
    /// What it is called.
    pub title: Text,
    /// The system it is for.
    pub system: OdsCode,
    /// The year it is for.
    pub year: FinancialYear,
    /// The committee in which the bodies sign it together.
    pub forum: CommitteeId,
    /// The bodies that sign it.
    pub bodies: BTreeSet<OdsCode>,
    /// The plans it is made from, by name.
    pub sources: BTreeMap<SourceName, Source>,
    /// The decisions that settled lines in which they differ.
    pub resolutions: BTreeMap<Key, Resolution<ProposalId>>,
    /// The failed checks that were accepted.
    pub waivers: BTreeMap<CheckReference, Waiver>,
    /// Every version, oldest first; never empty.
    pub versions: Vec<Version>,
    /// Who has signed, who objects, who has said nothing.
    pub sign_off: SignOff,
    /// The signatures that stand.
    pub signatures: BTreeMap<OdsCode, Signature>,
    /// The objections that stand.
    pub objections: BTreeMap<OdsCode, Objection>,
    /// The executive's signature, while it stands.
    pub executive: Option<ExecutiveSignature>,
    /// The proposals by which the executive signed, whether or not that stands.
    pub used: BTreeSet<ProposalId>,
    /// That it was opened.
    pub opened: Stamp,
    /// The tolerances that held when it was opened.
    pub tolerances: Tolerances,
    /// What the checks of the lines came to.
    pub(crate) findings: Arc<Vec<Finding>>,
    /// The failed checks of which the sign-off knows.
    pub(crate) known_failures: BTreeSet<CheckReference>,
}

impl Plan {
    /// What a power must be over to adopt a plan: the function `planning`, for this plan. There is one for every plan on record;
    /// `None` for an identity that no function can have.
    pub fn matter_of(id: &PlanId) -> Option<Matter> {
        format!("planning.{id}").parse::<FunctionCode>().ok().map(Matter::Function)
    }

    /// The version there is now.
    pub fn version(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// The version that was the plan on a day; `None` before the draft had become what it is.
    pub fn version_on(&self, day: Date) -> Option<&Version> {
        self.versions.iter().rev().find(|version| version.on <= day)
    }

    /// A version by its number, as it was last.
    pub fn find_version(&self, number: u32) -> Option<&Version> {
        self.versions.iter().rev().find(|version| version.number == number)
    }

    /// The lines in which two versions differ, in the order of their keys; `None` where one of them is not there.
    pub fn differences(&self, before: u32, now: u32) -> Option<Vec<LineDifference>> {
        Some(differences(&self.find_version(before)?.merged, &self.find_version(now)?.merged))
    }

    /// Whether it is now what the executive signed, and nothing that was changed since.
    pub fn is_as_signed(&self) -> bool {
        let now = self.version().map(|version| version.number);
        self.executive.as_ref().is_some_and(|signature| Some(signature.version) == now)
    }

    /// Whether every body whose line it is has signed it.
    pub fn is_signed_line(&self, line: &MergedLine<ProposalId>) -> bool {
        self.bodies_of_line(line).is_subset(&self.sign_off.those(Stance::Signed))
    }

    /// How far its sign-off has come.
    pub fn stage(&self) -> Stage {
        self.sign_off.stage()
    }

    /// The lines as they are now, in the order of their keys.
    pub fn lines(&self) -> &[MergedLine<ProposalId>] {
        self.version().map(|version| version.merged.lines.as_slice()).unwrap_or_default()
    }

    /// The bodies whose line it is: the commissioner or provider on whose side it is, where that signs the plan; else every body
    /// whose plan has it.
    pub fn bodies_of<'s>(&self, key: &Key, sources: impl IntoIterator<Item = &'s SourceName>) -> BTreeSet<OdsCode> {
        let own = key.body().filter(|body| key.side() != Side::System && self.bodies.contains(body));
        if let Some(body) = own {
            return BTreeSet::from([body]);
        }
        let of = |source: &SourceName| self.sources.get(source).map(|source| source.bodies.clone());
        sources.into_iter().filter_map(of).flatten().collect()
    }

    /// The bodies whose line a line of the plan is.
    pub fn bodies_of_line(&self, line: &MergedLine<ProposalId>) -> BTreeSet<OdsCode> {
        self.bodies_of(&line.key, line.lineage.iter().map(|reference| &reference.source))
    }

    /// A body's own lines, in the order of their keys.
    pub fn lines_of(&self, body: OdsCode) -> impl Iterator<Item = &MergedLine<ProposalId>> {
        self.lines().iter().filter(move |line| self.bodies_of_line(line).contains(&body))
    }

    /// The hash of a body's own lines: what it signs. Of a line that it shares with others, theirs is what they call it and what
    /// it stands on in their plans.
    pub fn hash_of_lines(&self, body: OdsCode) -> TextHash {
        hash_of_parts(self.lines_of(body), |line, source| self.bodies_of(&line.key, [source]).contains(&body))
    }

    /// The bodies bound by the plan on a day: those for which the executive signed, from the day on which it did, for as long
    /// as they act for themselves. A body that has closed is bound to nothing.
    pub fn bound(&self, mandates: Mandates<'_>, day: Date) -> BTreeSet<OdsCode> {
        let is_signed = self.executive.as_ref().is_some_and(|signature| signature.stamp.on <= day);
        let signed = if is_signed { self.sign_off.bound() } else { BTreeSet::new() };
        signed.into_iter().filter(|body| mandates.acts_for_itself(*body, day)).collect()
    }

    /// The bodies whose lines are still being negotiated on a day though the plan is signed for others.
    ///
    /// Source: rule R57.
    pub fn in_negotiation(&self, mandates: Mandates<'_>, day: Date) -> BTreeSet<OdsCode> {
        let objecting =
            if self.stage() == Stage::Partial { self.sign_off.those(Stance::Objecting) } else { BTreeSet::new() };
        objecting.into_iter().filter(|body| mandates.acts_for_itself(*body, day)).collect()
    }

    /// Every check of the plan on a day: of its lines, and of the contracts that its bodies coordinate.
    pub fn checks<'a>(&self, agreements: impl IntoIterator<Item = &'a Agreement>, today: Date) -> Vec<Finding> {
        self.findings.iter().cloned().chain(self.deadlines(agreements, today)).collect()
    }

    /// The checks on a day of the contracts that its bodies coordinate.
    fn deadlines<'a>(
        &self,
        agreements: impl IntoIterator<Item = &'a Agreement>,
        today: Date,
    ) -> impl Iterator<Item = Finding> {
        let theirs = |agreement: &&Agreement| {
            self.bodies.contains(&agreement.terms.coordinator) && agreement.is_of_year(self.year)
        };
        agreements.into_iter().filter(theirs).filter_map(move |agreement| agreement.deadline_finding(today))
    }

    /// Whether a failed check was accepted, by as much as it fails and of the same lines: a margin is rounded for showing, and
    /// other lines can fail by as much.
    pub fn is_waived(&self, finding: &Finding) -> bool {
        self.waivers.get(&finding.reference).is_some_and(|waiver| {
            waiver.margin == finding.outcome.margin.to_string() && waiver.lines == self.hash_of_compared(finding)
        })
    }

    /// The hash of what the lines that a check compares say.
    pub(crate) fn hash_of_compared(&self, finding: &Finding) -> TextHash {
        let merged = self.version().map(|version| &version.merged);
        hash_of_parts(finding.keys.iter().filter_map(|key| merged?.line(key)), |_, _| false)
    }

    /// The bodies that a check concerns: those of its lines; every one where it has none that sign.
    pub fn bodies_of_check(&self, finding: &Finding) -> BTreeSet<OdsCode> {
        let merged = self.version().map(|version| &version.merged);
        let lines = finding.keys.iter().filter_map(|key| merged?.line(key));
        let concerned: BTreeSet<OdsCode> = lines.flat_map(|line| self.bodies_of_line(line)).collect();
        if concerned.is_empty() { self.bodies.clone() } else { concerned }
    }

    /// The plans that were brought, for merging.
    pub(crate) fn merge_sources(&self) -> Sources {
        self.sources.iter().map(|(name, source)| (name.clone(), Arc::clone(&source.lines))).collect()
    }

    /// Drops what was settled of the lines about which a plan that was brought now says something else: the decision was on what
    /// it said then.
    pub(crate) fn drop_resolutions(&mut self, before: &[Line], now: &[Line]) {
        let by_key = |lines: &'_ [Line]| -> BTreeMap<Key, Value> {
            lines.iter().map(|line| (line.key.clone(), line.value.clone())).collect()
        };
        if !self.resolutions.is_empty() {
            let (before, now) = (by_key(before), by_key(now));
            self.resolutions.retain(|key, _| before.get(key) == now.get(key));
        }
    }

    /// Takes in what the lines now are, as of a day.
    ///
    /// A draft stays version 1, as of its last day. After that, lines that differ make a new version, without the signatures of the bodies whose
    /// lines they are; a conflict settled for the first time does not, for no body had signed that line.
    pub(crate) fn take_lines(&mut self, on: Date, tolerances: &Tolerances) {
        let merged = Arc::new(merge(&self.merge_sources(), &self.resolutions));
        let Some(last) = self.versions.last_mut() else { return };
        let before = Arc::clone(&last.merged);
        let settled = |difference: &LineDifference| {
            let pair = before.line(&difference.key).zip(merged.line(&difference.key));
            pair.is_some_and(|(was, is)| was.origin.is_open() && is.origin.is_resolved() && was.grounds == is.grounds)
        };
        let all = differences(&before, &merged);
        let changed: Vec<LineDifference> = all.into_iter().filter(|difference| !settled(difference)).collect();
        let hash = hash_of(&merged.lines);
        if self.sign_off.stage() == Stage::Draft {
            (last.hash, last.merged, last.on) = (hash, Arc::clone(&merged), on);
        } else if changed.is_empty() {
            if before != merged {
                let number = last.number;
                self.versions.push(Version { number, hash, merged: Arc::clone(&merged), on });
            }
        } else {
            let touched = changed.iter().flat_map(|held| self.bodies_of(&held.key, &held.sources)).collect();
            // Every body of a line is one of the plan's.
            if self.sign_off.change(&touched).is_ok() {
                self.versions.push(Version { number: self.sign_off.version(), hash, merged: Arc::clone(&merged), on });
            }
        }
        self.check_lines(tolerances);
        self.take_conflicts();
        self.drop_what_fell();
    }

    /// Works out what the checks of the lines come to.
    pub(crate) fn check_lines(&mut self, tolerances: &Tolerances) {
        if let Some(version) = self.version() {
            self.findings = Arc::new(findings(&version.merged, self.year, tolerances));
        }
    }

    fn take_conflicts(&mut self) {
        let Some(version) = self.version() else { return };
        let now: BTreeSet<OdsCode> = version.merged.conflicts().flat_map(|line| self.bodies_of_line(line)).collect();
        let before = self.sign_off.in_conflict().clone();
        self.sign_off.clear_conflict(&before.difference(&now).copied().collect());
        let new: BTreeSet<OdsCode> = now.difference(&before).copied().collect();
        if !new.is_empty() {
            self.sign_off.open_conflict(&new);
        }
    }

    /// Takes in which checks fail on a day and are not waived.
    pub(crate) fn take_failures<'a>(&mut self, agreements: impl IntoIterator<Item = &'a Agreement>, today: Date) {
        let fails = |finding: &Finding| finding.outcome.verdict.is_failure() && !self.is_waived(finding);
        let deadlines = self.deadlines(agreements, today).filter(fails).map(|finding| finding.reference);
        let of_lines = self.findings.iter().filter(|finding| fails(finding)).map(|finding| finding.reference.clone());
        let now: BTreeSet<CheckReference> = of_lines.chain(deadlines).collect();
        let count = |held: usize| u32::try_from(held).unwrap_or(u32::MAX);
        let gone = count(self.known_failures.difference(&now).count());
        let new = count(now.difference(&self.known_failures).count());
        // No more can be gone than were counted before.
        if self.sign_off.waive(gone).is_ok() {
            self.sign_off.find_failures(new);
            self.known_failures = now;
        }
        self.drop_what_fell();
    }

    /// Keeps the signatures and objections that the sign-off still counts.
    pub(crate) fn drop_what_fell(&mut self) {
        let stances = self.sign_off.stances();
        self.signatures.retain(|body, _| stances.get(body) == Some(&Stance::Signed));
        self.objections.retain(|body, _| stances.get(body) == Some(&Stance::Objecting));
        if self.sign_off.bound().is_empty() {
            self.executive = None;
        }
    }
}
