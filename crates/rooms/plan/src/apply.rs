//! Taking recorded events into the state.

use crate::agreement::{Agreement, MergerDone, StageReached};
use crate::event::Event;
use crate::id::{AgreementId, PlanId};
use crate::line::Line;
use crate::merge::{Choice, MergedPlan, Resolution};
use crate::name::SourceName;
use crate::plan::{ExecutiveSignature, Objection, Plan, Signature, Source, Version, Waiver};
use crate::sign_off::{SignOff, SignOffRefusal};
use crate::state::State;
use crate::value::Value;
use crate::version::hash_of;
use jiff::Timestamp;
use mandate::{Actor, Erasable, Stamp};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use terms::{Date, ReplayError, Sequence, Text, take_entry};

/// Takes one entry's events into the state.
///
/// `payload` gives the bytes of an erasable payload of this entry; `None` for one that was erased. On an error the state is as
/// it was.
///
/// # Errors
/// [`ReplayError`] when the entry is out of order or about something unknown.
pub fn apply(
    state: &mut State,
    sequence: Sequence,
    recorded_at: Timestamp,
    events: &[Event],
    payload: &dyn Fn(Erasable) -> Option<Vec<u8>>,
) -> Result<(), ReplayError> {
    take_entry(state, |next| follow(next, sequence, recorded_at, events, payload))
}

/// As [`apply`], for whoever gives the state up when that fails: nothing is copied, and on an error the state may be half-way
/// through the entry.
///
/// # Errors
/// As [`apply`].
pub fn follow(
    state: &mut State,
    sequence: Sequence,
    recorded_at: Timestamp,
    events: &[Event],
    payload: &dyn Fn(Erasable) -> Option<Vec<u8>>,
) -> Result<(), ReplayError> {
    if sequence <= state.sequence {
        return Err(ReplayError::Order { last: state.sequence, found: sequence });
    }
    state.sequence = sequence;
    let mut taking = Taking { state, entry: sequence, at: recorded_at, payload };
    events.iter().try_for_each(|event| taking.take(event))
}

struct Taking<'a> {
    state: &'a mut State,
    entry: Sequence,
    at: Timestamp,
    payload: &'a dyn Fn(Erasable) -> Option<Vec<u8>>,
}

/// The words of narratives, in the order of the lines that have them.
struct Narratives(std::vec::IntoIter<String>);

impl Narratives {
    /// A value with its words; without them where they were erased.
    fn put(&mut self, value: Value) -> Value {
        match &value {
            Value::Figure { .. } => value,
            Value::Narrative { .. } => {
                let text = self.0.next().map_or(Text::Erased, |text| Text::Held(text.into()));
                value.with_text(text)
            }
        }
    }

    fn put_in(&mut self, line: &Line) -> Line {
        Line { value: self.put(line.value.clone()), ..line.clone() }
    }
}

impl Taking<'_> {
    fn text(&self, ordinal: Erasable) -> Text {
        Text::from_payload((self.payload)(ordinal))
    }

    fn narratives(&self, ordinal: Option<Erasable>) -> Narratives {
        let bytes = ordinal.and_then(self.payload);
        let texts: Option<Vec<String>> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Narratives(texts.unwrap_or_default().into_iter())
    }

    fn stamp(&self, by: &Actor, on: Date) -> Stamp {
        Stamp { entry: self.entry, at: self.at, by: by.clone(), on }
    }

    fn missing(&self, what: &'static str, id: &impl ToString) -> ReplayError {
        ReplayError::Missing { entry: self.entry, what, id: id.to_string() }
    }

    fn plan(&mut self, id: &PlanId) -> Result<&mut Plan, ReplayError> {
        let missing = self.missing("plan", id);
        self.state.plans.change(self.entry, id).ok_or(missing)
    }

    fn agreement(&mut self, id: &AgreementId) -> Result<&mut Agreement, ReplayError> {
        let missing = self.missing("agreement", id);
        self.state.agreements.change(self.entry, id).ok_or(missing)
    }

    fn take(&mut self, event: &Event) -> Result<(), ReplayError> {
        match event {
            Event::PlanOpened { .. } => self.take_opened(event),
            Event::LinesBrought { .. }
            | Event::LineEntered { .. }
            | Event::LineRemoved { .. }
            | Event::ConflictResolved { .. }
            | Event::CheckWaived { .. } => self.take_lines(event),
            Event::PlanSubmitted { .. }
            | Event::BodySigned { .. }
            | Event::BodyObjected { .. }
            | Event::ExecutiveSigned { .. } => self.take_signing(event),
            Event::TolerancesSet { tolerances, by, on } => {
                let stamp = self.stamp(by, *on);
                Arc::make_mut(&mut self.state.tolerances).push((tolerances.clone(), stamp));
                let later = |plan: &Plan| plan.year.first_day() >= tolerances.from;
                self.recheck(later, *on)
            }
            Event::AgreementRecorded { .. }
            | Event::AgreementVaried { .. }
            | Event::StageReached { .. }
            | Event::MergerDutyMet { .. } => self.take_agreement(event),
        }
    }

    fn take_opened(&mut self, event: &Event) -> Result<(), ReplayError> {
        let Event::PlanOpened { plan, title, system, year, forum, bodies, tolerances, by, on } = event else {
            return Ok(());
        };
        let merged = Arc::new(MergedPlan::default());
        let opened = Plan {
            id: plan.clone(),
            title: self.text(*title),
            system: *system,
            year: *year,
            forum: forum.clone(),
            bodies: bodies.clone(),
            sources: BTreeMap::new(),
            resolutions: BTreeMap::new(),
            waivers: BTreeMap::new(),
            versions: vec![Version { number: 1, hash: hash_of(&merged.lines), merged, on: *on }],
            sign_off: SignOff::new(bodies.iter().copied()),
            signatures: BTreeMap::new(),
            objections: BTreeMap::new(),
            executive: None,
            used: BTreeSet::new(),
            opened: self.stamp(by, *on),
            tolerances: tolerances.clone(),
            findings: Arc::default(),
            known_failures: BTreeSet::new(),
        };
        self.state.plans.insert(self.entry, plan.clone(), opened);
        self.settle(plan, *on)
    }

    /// What changes the lines of a plan, or what its checks are held to.
    fn take_lines(&mut self, event: &Event) -> Result<(), ReplayError> {
        match event {
            Event::LinesBrought { plan, source, bodies, lines, narratives, by, on } => {
                let mut words = self.narratives(*narratives);
                let mut lines: Vec<Line> = lines.iter().map(|line| words.put_in(line)).collect();
                lines.sort_by(|one, other| one.name.cmp(&other.name));
                let brought = Source { bodies: bodies.clone(), lines: Arc::new(lines), stamp: self.stamp(by, *on) };
                let held = self.plan(plan)?;
                let before = held.sources.get(source).map(|before| Arc::clone(&before.lines)).unwrap_or_default();
                held.drop_resolutions(&before, &brought.lines);
                held.sources.insert(source.clone(), brought);
                Arc::make_mut(&mut self.state.plan_of_source).insert(source.clone(), plan.clone());
                self.take_changed(plan, *on)
            }
            Event::LineEntered { plan, source, line, narratives, by, on } => {
                let entered = self.narratives(*narratives).put_in(line);
                let stamp = self.stamp(by, *on);
                self.change_source(plan, source, stamp, |lines| {
                    match lines.binary_search_by(|held| held.name.cmp(&entered.name)) {
                        Ok(place) => lines.splice(place..=place, [entered]).for_each(drop),
                        Err(place) => lines.insert(place, entered),
                    }
                })
            }
            Event::LineRemoved { plan, source, line, by, on } => {
                let stamp = self.stamp(by, *on);
                self.change_source(plan, source, stamp, |lines| lines.retain(|held| held.name != *line))
            }
            Event::ConflictResolved { plan, key, choice, narratives, decision, on, .. } => {
                let choice = match choice {
                    Choice::Value(value) => Choice::Value(self.narratives(*narratives).put(value.clone())),
                    Choice::Plan(_) => choice.clone(),
                };
                let resolution = Resolution { choice, decision: decision.clone() };
                self.plan(plan)?.resolutions.insert(key.clone(), resolution);
                self.take_changed(plan, *on)
            }
            Event::CheckWaived { plan, check, margin, lines, decision, reason, by, on } => {
                let (reason, stamp) = (self.text(*reason), self.stamp(by, *on));
                let (margin, lines, decision) = (margin.clone(), *lines, decision.clone());
                let waiver = Waiver { margin, lines, decision, reason, stamp };
                self.plan(plan)?.waivers.insert(check.clone(), waiver);
                self.settle(plan, *on)
            }
            Event::PlanOpened { .. }
            | Event::PlanSubmitted { .. }
            | Event::BodySigned { .. }
            | Event::BodyObjected { .. }
            | Event::ExecutiveSigned { .. }
            | Event::TolerancesSet { .. }
            | Event::AgreementRecorded { .. }
            | Event::AgreementVaried { .. }
            | Event::StageReached { .. }
            | Event::MergerDutyMet { .. } => Ok(()),
        }
    }

    fn change_source(
        &mut self,
        plan: &PlanId,
        source: &SourceName,
        stamp: Stamp,
        change: impl FnOnce(&mut Vec<Line>),
    ) -> Result<(), ReplayError> {
        let (missing, on) = (self.missing("plan that was brought", source), stamp.on);
        let taken = self.plan(plan)?;
        let held = taken.sources.get_mut(source).ok_or(missing)?;
        let before = Arc::clone(&held.lines);
        change(Arc::make_mut(&mut held.lines));
        held.stamp = stamp;
        let now = Arc::clone(&held.lines);
        taken.drop_resolutions(&before, &now);
        self.take_changed(plan, on)
    }

    /// Takes in lines that may have changed.
    fn take_changed(&mut self, id: &PlanId, on: Date) -> Result<(), ReplayError> {
        let opened = self.plan(id)?.clone();
        let tolerances = self.state.now().tolerances_of(&opened);
        self.plan(id)?.take_lines(on, &tolerances);
        self.settle(id, on)
    }

    /// Takes in which checks fail on a day.
    fn settle(&mut self, id: &PlanId, on: Date) -> Result<(), ReplayError> {
        let agreements = self.state.agreements.clone();
        let entry = self.entry;
        self.plan(id)?.take_failures(agreements.iter(entry).map(|(_, agreement)| agreement), on);
        Ok(())
    }

    /// Checks again the plans that something changes for.
    fn recheck(&mut self, concerns: impl Fn(&Plan) -> bool, on: Date) -> Result<(), ReplayError> {
        let of = |plan: &&Plan| concerns(plan);
        let ids: Vec<PlanId> = self.state.now().plans().filter(of).map(|plan| plan.id.clone()).collect();
        for id in ids {
            let held = self.plan(&id)?.clone();
            let tolerances = self.state.now().tolerances_of(&held);
            self.plan(&id)?.check_lines(&tolerances);
            self.settle(&id, on)?;
        }
        Ok(())
    }

    fn take_signing(&mut self, event: &Event) -> Result<(), ReplayError> {
        match event {
            Event::PlanSubmitted { plan, .. } => self.step(plan, SignOff::submit),
            Event::BodySigned { plan, body, version, lines, signed, by, on } => {
                let stamp = self.stamp(by, *on);
                self.step(plan, |sign_off| sign_off.sign(*body, *version))?;
                let signature = Signature { version: *version, lines: *lines, signed: signed.clone(), stamp };
                self.plan(plan)?.signatures.insert(*body, signature);
                Ok(())
            }
            Event::BodyObjected { plan, body, person, reason, by, on } => {
                let (reason, stamp) = (self.text(*reason), self.stamp(by, *on));
                self.step(plan, |sign_off| sign_off.object(*body))?;
                let objection = Objection { person: person.clone(), reason, stamp };
                self.plan(plan)?.objections.insert(*body, objection);
                Ok(())
            }
            Event::ExecutiveSigned { plan, version, hash, proposal, bound, by, on } => {
                let (entry, stamp) = (self.entry, self.stamp(by, *on));
                // What has come to fail by that day was known when this was decided, and takes nothing away later.
                self.settle(plan, *on)?;
                let held = self.plan(plan)?;
                held.sign_off.follow_executive();
                held.drop_what_fell();
                let signed = held.version().map(|found| (found.number, found.hash));
                if signed != Some((*version, *hash)) || held.sign_off.bound() != *bound {
                    let reason =
                        format!("the executive signed {hash} of plan `{plan}` for other bodies or other lines");
                    return Err(ReplayError::Unsound { entry, reason });
                }
                let signature =
                    ExecutiveSignature { version: *version, hash: *hash, proposal: proposal.clone(), stamp };
                held.used.insert(proposal.clone());
                held.executive = Some(signature);
                Ok(())
            }
            Event::PlanOpened { .. }
            | Event::LinesBrought { .. }
            | Event::LineEntered { .. }
            | Event::LineRemoved { .. }
            | Event::ConflictResolved { .. }
            | Event::CheckWaived { .. }
            | Event::TolerancesSet { .. }
            | Event::AgreementRecorded { .. }
            | Event::AgreementVaried { .. }
            | Event::StageReached { .. }
            | Event::MergerDutyMet { .. } => Ok(()),
        }
    }

    /// A step of a sign-off. One that was recorded was allowed.
    fn step(
        &mut self,
        id: &PlanId,
        step: impl FnOnce(&mut SignOff) -> Result<(), SignOffRefusal>,
    ) -> Result<(), ReplayError> {
        let missing = self.missing("step before the one of plan", id);
        let plan = self.plan(id)?;
        step(&mut plan.sign_off).map_err(|_| missing)?;
        plan.drop_what_fell();
        Ok(())
    }

    fn take_agreement(&mut self, event: &Event) -> Result<(), ReplayError> {
        match event {
            Event::AgreementRecorded { terms, title, by, on } => {
                let (title, recorded) = (self.text(*title), self.stamp(by, *on));
                let (variations, stages, mergers) = (Vec::new(), Vec::new(), BTreeMap::new());
                let held = Agreement { title, terms: terms.clone(), variations, stages, mergers, recorded };
                self.state.agreements.insert(self.entry, terms.id.clone(), held);
                self.take_agreed(&terms.id, *on)
            }
            Event::AgreementVaried { agreement, values, last, reason, by, on } => {
                let (reason, stamp) = (self.text(*reason), self.stamp(by, *on));
                let held = self.agreement(agreement)?;
                (held.terms.values, held.terms.last) = (values.clone(), *last);
                held.variations.push((reason, stamp));
                self.take_agreed(agreement, *on)
            }
            Event::StageReached { agreement, stage, day, by, on } => {
                let reached = StageReached { stage: *stage, day: *day, stamp: self.stamp(by, *on) };
                self.agreement(agreement)?.stages.push(reached);
                self.take_agreed(agreement, *on)
            }
            Event::MergerDutyMet { agreement, predecessor, successor, evidence, by, on } => {
                let (evidence, stamp) = (self.text(*evidence), self.stamp(by, *on));
                let done = MergerDone { successor: *successor, evidence, stamp };
                self.agreement(agreement)?.mergers.insert(*predecessor, done);
                Ok(())
            }
            Event::PlanOpened { .. }
            | Event::LinesBrought { .. }
            | Event::LineEntered { .. }
            | Event::LineRemoved { .. }
            | Event::ConflictResolved { .. }
            | Event::CheckWaived { .. }
            | Event::PlanSubmitted { .. }
            | Event::BodySigned { .. }
            | Event::BodyObjected { .. }
            | Event::ExecutiveSigned { .. }
            | Event::TolerancesSet { .. } => Ok(()),
        }
    }

    /// Takes in what an agreement means for the plans of its coordinating commissioner.
    fn take_agreed(&mut self, id: &AgreementId, on: Date) -> Result<(), ReplayError> {
        let coordinator = self.agreement(id)?.terms.coordinator;
        let of = |plan: &&Plan| plan.bodies.contains(&coordinator);
        let ids: Vec<PlanId> = self.state.now().plans().filter(of).map(|plan| plan.id.clone()).collect();
        ids.iter().try_for_each(|plan| self.settle(plan, on))
    }
}
