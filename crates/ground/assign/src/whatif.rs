//! What if: a reference with a draft in it, and what moves between two sets of answers.

use crate::code::CodeId;
use crate::day::{Day, Span};
use crate::error::AssignError;
use crate::key::{code_key, place_key};
use crate::reference::{
    Commissioner, CommissionerKind, Dated, EVERY_SERVICE, Reference, Row, Succeeds, delegation_key,
};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A body that a draft founds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftBody {
    /// Its code.
    pub code: String,
    /// Its board.
    pub icb: String,
    /// Its region.
    pub region: String,
}

/// A change that nobody has decided: a merger, a boundary move, another delegation.
///
/// To see last year's activity under a merger, let the draft take effect on the first day of that year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The day it would take effect.
    pub on: Day,
    /// Bodies it would found, as sub-ICB locations.
    pub bodies: Vec<DraftBody>,
    /// Who would take whose place: the old code ends, the new one stands.
    pub successions: Vec<(String, String)>,
    /// Practices that would change their commissioner: practice, new commissioner.
    pub practices: Vec<(String, String)>,
    /// Places that would change their body: postcode, new body.
    pub places: Vec<(String, String)>,
    /// Delegation that would be given or taken: location, service code or `*`, whether delegated.
    pub delegation: Vec<(String, String, bool)>,
}

impl Draft {
    /// A draft that changes nothing.
    pub const fn from(on: Day) -> Self {
        Self {
            on,
            bodies: Vec::new(),
            successions: Vec::new(),
            practices: Vec::new(),
            places: Vec::new(),
            delegation: Vec::new(),
        }
    }
}

impl Reference {
    /// The same reference with a draft in it. The long tables are shared, not copied.
    ///
    /// A body that the draft founds by succession has every service delegated when each of its predecessors has, unless
    /// the draft says otherwise: otherwise a merger would seem to hand its specialised services back to NHS England.
    ///
    /// # Errors
    /// [`AssignError::Draft`] names a body, practice or place that neither the reference nor the draft knows.
    pub fn with_draft(&self, draft: &Draft) -> Result<Self, AssignError> {
        let mut drafted = self.clone();
        let mut register: Vec<_> = self.commissioners.iter().map(|(key, row)| (key, row.clone())).collect();
        for body in &draft.bodies {
            let code = drafted.enter(&body.code)?;
            let (icb, region) = (drafted.enter(&body.icb)?, drafted.enter(&body.region)?);
            let value = Commissioner { kind: CommissionerKind::SubIcb, icb, region };
            register.push((drafted.book.key(code), Row { span: Span { from: draft.on, until: Day::END }, value }));
        }
        let mut inherits: BTreeMap<CodeId, Vec<CodeId>> = BTreeMap::new();
        for (old, new) in &draft.successions {
            let (old, new) = (drafted.known(old, &register)?, drafted.known(new, &register)?);
            for (_, row) in register.iter_mut().filter(|(key, _)| *key == drafted.book.key(old)) {
                row.span.until = row.span.until.min(draft.on);
            }
            drafted.successions.0.push(Succeeds { old, new, on: draft.on });
            inherits.entry(new).or_default().push(old);
        }
        // A row that the draft ends before it began was never valid.
        register.retain(|(_, row)| row.span.from < row.span.until);
        let mut delegation: Vec<_> = self.delegation.iter().map(|(key, row)| (key, row.clone())).collect();
        let every = drafted.book.enter(EVERY_SERVICE).map_err(|_| full("*"))?;
        let founded = |code: &CodeId| draft.bodies.iter().any(|body| drafted.book.find(&body.code) == *code);
        for (new, olds) in inherits.iter().filter(|(new, _)| founded(new)) {
            let value = olds.iter().all(|old| self.delegated(*old, CodeId::NONE, draft.on));
            let span = Span { from: draft.on, until: Day::END };
            delegation.push((delegation_key(*new, every), Row { span, value }));
        }
        for (location, service, value) in &draft.delegation {
            let (location, service) = (drafted.known(location, &register)?, drafted.enter(service)?);
            let key = delegation_key(location, service);
            let span = Span { from: draft.on, until: Day::END };
            delegation.retain_mut(|(held, row)| {
                if *held == key {
                    row.span.until = row.span.until.min(draft.on);
                }
                row.span.from < row.span.until
            });
            delegation.push((key, Row { span, value: *value }));
        }
        drafted.delegation = Dated::of(delegation);
        drafted.commissioners = Dated::of(register.clone());
        drafted.move_practices(draft, &register)?;
        drafted.move_places(draft, &register)?;
        Ok(drafted)
    }

    fn enter(&mut self, text: &str) -> Result<CodeId, AssignError> {
        let key = code_key(text).of().ok_or_else(|| wrong(text, "is not a code"))?;
        self.book.enter(key).map_err(|_| full(text))
    }

    /// A code of the register, as the draft leaves it.
    fn known(&self, text: &str, register: &[(u128, Row<Commissioner>)]) -> Result<CodeId, AssignError> {
        let code = self.book.find(text);
        let known = register.iter().any(|(key, _)| *key == self.book.key(code));
        if code.is_some() && known { Ok(code) } else { Err(wrong(text, "is not in the register of commissioners")) }
    }

    fn move_practices(&mut self, draft: &Draft, register: &[(u128, Row<Commissioner>)]) -> Result<(), AssignError> {
        if draft.practices.is_empty() {
            return Ok(());
        }
        let mut rows: Vec<_> = self.practices.iter().map(|(key, row)| (key, row.clone())).collect();
        for (practice, commissioner) in &draft.practices {
            let key = code_key(practice).of().filter(|key| self.practices.id(*key).is_some());
            let key = key.ok_or_else(|| wrong(practice, "is no practice of the reference"))?;
            let commissioner = self.known(commissioner, register)?;
            let mut moved = Vec::new();
            for (_, row) in rows.iter_mut().filter(|(held, row)| *held == key && row.span.until > draft.on) {
                let mut later = row.clone();
                later.value.commissioner = commissioner;
                later.span.from = later.span.from.max(draft.on);
                row.span.until = row.span.until.min(draft.on);
                moved.push((key, later));
            }
            rows.retain(|(_, row)| row.span.from < row.span.until);
            rows.extend(moved);
        }
        self.practices = Arc::new(Dated::of(rows));
        Ok(())
    }

    fn move_places(&mut self, draft: &Draft, register: &[(u128, Row<Commissioner>)]) -> Result<(), AssignError> {
        let mut moves = Vec::new();
        for (postcode, body) in &draft.places {
            let place = place_key(postcode).of().and_then(|key| self.directory.id(key));
            let held =
                place.and_then(|place| Some((place, *self.directory.area(self.directory.on(place, draft.on)?.area)?)));
            let (place, mut area) =
                held.ok_or_else(|| wrong(postcode, "is not in the postcode directory on the day"))?;
            let code = self.known(body, register)?;
            let rows = register.iter().filter(|(key, row)| *key == self.book.key(code) && row.span.holds(draft.on));
            if let Some((_, row)) = rows.max_by_key(|(_, row)| row.span.from) {
                (area.icb, area.region) = (row.value.icb, row.value.region);
            }
            area.pco = code;
            moves.push((place, draft.on, area));
        }
        if !moves.is_empty() {
            self.directory = self.directory.moved(&moves);
        }
        Ok(())
    }
}

fn wrong(found: &str, problem: &'static str) -> AssignError {
    AssignError::Draft { found: found.to_owned(), problem }
}

fn full(found: &str) -> AssignError {
    wrong(found, "would be more codes than can be numbered")
}

/// Records and the pence they cost. Money is whole pence, summed without loss.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Sum {
    /// How many records.
    pub records: u64,
    /// What they cost.
    pub pence: i128,
}

impl Sum {
    const fn add(&mut self, pence: i64) {
        self.records += 1;
        self.pence += pence as i128;
    }

    const fn plus(self, other: Self) -> Self {
        Self { records: self.records + other.records, pence: self.pence + other.pence }
    }
}

/// What one payer has before and after, and what came and went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Under the first set of answers.
    pub before: Sum,
    /// Under the second.
    pub after: Sum,
    /// What it gains.
    pub gained: Sum,
    /// What it loses.
    pub lost: Sum,
}

/// What moves between two sets of answers. `K` is whatever the records are counted by: a commissioner, or a commissioner
/// with a provider and a point of delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Delta<K: Ord> {
    /// Each payer's change.
    pub changes: BTreeMap<K, Change>,
    /// Who loses what to whom, where it moves.
    pub flows: BTreeMap<(K, K), Sum>,
    /// Everything.
    pub total: Sum,
    /// What moves.
    pub moved: Sum,
}

impl<K: Ord> Default for Delta<K> {
    fn default() -> Self {
        Self { changes: BTreeMap::new(), flows: BTreeMap::new(), total: Sum::default(), moved: Sum::default() }
    }
}

impl<K: Ord + Clone> Delta<K> {
    /// Counts one record: who paid before, who pays after, and how much.
    pub fn add(&mut self, before: &K, after: &K, pence: i64) {
        self.total.add(pence);
        let moves = before != after;
        let old = self.changes.entry(before.clone()).or_default();
        old.before.add(pence);
        if moves {
            old.lost.add(pence);
        }
        let new = self.changes.entry(after.clone()).or_default();
        new.after.add(pence);
        if moves {
            new.gained.add(pence);
            self.moved.add(pence);
            self.flows.entry((before.clone(), after.clone())).or_default().add(pence);
        }
    }

    /// This and another part of the same file.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        for (key, change) in other.changes {
            let held = self.changes.entry(key).or_default();
            held.before = held.before.plus(change.before);
            held.after = held.after.plus(change.after);
            held.gained = held.gained.plus(change.gained);
            held.lost = held.lost.plus(change.lost);
        }
        for (pair, sum) in other.flows {
            let held = self.flows.entry(pair).or_default();
            *held = held.plus(sum);
        }
        self.total = self.total.plus(other.total);
        self.moved = self.moved.plus(other.moved);
        self
    }

    /// Whether nothing was lost on the way: before, after and the total are equal, and so are gains, losses and flows.
    pub fn is_conserved(&self) -> bool {
        let sum = |part: fn(&Change) -> Sum| self.changes.values().map(part).fold(Sum::default(), Sum::plus);
        let flows = self.flows.values().copied().fold(Sum::default(), Sum::plus);
        let whole = sum(|change| change.before) == self.total && sum(|change| change.after) == self.total;
        let parts = [sum(|change| change.gained), sum(|change| change.lost), flows];
        whole && parts.iter().all(|part| *part == self.moved)
    }
}
