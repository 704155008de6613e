//! One worker's part: the values of a record in, its answer out, and the account of both.

use crate::answer::{AnswerId, EditionLabel, Words};
use crate::error::ActivityError;
use crate::layout::{Item, N_ITEMS};
use crate::run::never_asked;
use crate::tally::{ChangeKey, Sum, Tally, VarianceKey, pence, pence_of_pounds, total_of};
use assign::{Assigner, Compiled, Field, KeyHash, Outcome, ReasonId, Record, Terminal};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeSet, HashMap};

/// What a blank charging category means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MissingOvcc {
    /// Nothing: node B answers No, as the guidance's general rule has it.
    #[default]
    AsWritten,
    /// Ordinarily resident, category `A`.
    Resident,
}

/// Who decides, and how.
#[derive(Clone, Copy, Debug)]
pub struct Deciding<'a> {
    /// The compiled editions and reference.
    pub compiled: &'a Compiled,
    /// The plain interpreter, to be asked instead: for proofs, and many times slower.
    pub interpreter: Option<&'a Assigner<'a>>,
    /// How its editions are written.
    pub label: EditionLabel,
    /// What a blank charging category means.
    pub missing_ovcc: MissingOvcc,
    /// Editions and reference as things are, when `compiled` is a what-if.
    pub before: Option<&'a Compiled>,
    /// Whether the account compares with the submitted commissioner.
    pub variance: bool,
}

/// Why a row has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RowFault {
    /// Another number of cells than the header.
    Ragged { found: usize, wanted: usize },
    /// A cost that is no amount.
    Cost { column: &'static str, found: String },
}

impl RowFault {
    /// Why, without what differs from row to row: for counting.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Ragged { .. } => "the row has another number of cells than the header",
            Self::Cost { .. } => "the cost is not an amount",
        }
    }
}

impl std::fmt::Display for RowFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ragged { found, wanted } => write!(f, "the row has {found} cells where the header has {wanted}"),
            Self::Cost { column, found } => write!(f, "{column} is `{found}`, not an amount"),
        }
    }
}

/// A key for the account of variance: provider, point of delivery, submitted commissioner, answer.
type Compared = (u32, u32, u32, u16, u16);

/// Decides records one after another and keeps their account.
pub(crate) struct Decider<'a> {
    deciding: Deciding<'a>,
    pub(crate) words: Words<'a>,
    read: Sum,
    /// What was written, by answer: every breakdown of the account is made of these sums.
    by_answer: Vec<Sum>,
    left_out: HashMap<&'static str, u64>,
    texts: HashMap<String, u32>,
    /// Reasons without an answer for which an example was asked already.
    told: BTreeSet<ReasonId>,
    compared: HashMap<Compared, Sum>,
    changed: HashMap<(u32, u32, u32, u32), Sum>,
}

impl<'a> Decider<'a> {
    pub(crate) fn new(deciding: Deciding<'a>) -> Self {
        Self {
            words: Words::of(deciding.compiled, deciding.before, deciding.label),
            by_answer: Vec::new(),
            read: Sum::default(),
            left_out: HashMap::new(),
            texts: HashMap::new(),
            told: BTreeSet::new(),
            compared: HashMap::new(),
            changed: HashMap::new(),
            deciding,
        }
    }

    /// The answer for a record and what it costs, or why there can be none.
    pub(crate) fn decide(
        &mut self,
        values: &[&str; N_ITEMS],
    ) -> Result<Result<(AnswerId, i64), RowFault>, ActivityError> {
        let (pence, pounds) = (value(values, Item::CostPence), value(values, Item::CostPounds));
        let cost = match cost_of(pence, pounds) {
            Ok(cost) => cost,
            Err(fault) => {
                self.leave_out(&fault);
                return Ok(Err(fault));
            }
        };
        let sum = Sum { records: 1, pence: cost };
        self.read.add(sum)?;
        let record = self.record(values);
        let mut answer = match self.deciding.interpreter {
            None => self.words.of_outcome(&self.deciding.compiled.assign(&self.deciding.compiled.code(&record))),
            Some(assigner) => {
                let decision = assigner.decide(&record);
                self.words.of_decision(assigner, &decision).ok_or(ActivityError::Worker)?
            }
        };
        let earlier = self.deciding.before.map(|before| (before, before.assign(&before.code(&record)).commissioner));
        if let Some((_, earlier)) = earlier {
            answer = self.words.compared(answer, earlier).ok_or(ActivityError::Worker)?;
        }
        self.count(answer, sum)?;
        let Some(held) = self.words.answer(answer).copied() else { return Err(ActivityError::Worker) };
        if self.deciding.variance {
            let submitted = self.text_number(value(values, Item::Submitted).trim());
            let key = (
                self.provider(values),
                self.point(values),
                submitted,
                held.commissioner.number(),
                held.reason().number(),
            );
            self.compared.entry(key).or_default().add(sum)?;
        }
        if let Some((before, earlier)) = earlier {
            let earlier = self.text_number(before.reference().code_text(earlier));
            let after = self.text_number(self.deciding.compiled.reference().code_text(held.commissioner));
            let key = (self.provider(values), self.point(values));
            self.changed.entry((key.0, key.1, earlier, after)).or_default().add(sum)?;
        }
        Ok(Ok((answer, cost)))
    }

    /// Counts records that were decided together, and adds the numbers of their answers. `pence` says what each costs; nothing
    /// when none of them does.
    pub(crate) fn counted(
        &mut self,
        outcomes: &[Outcome],
        pence: &[i64],
        answers: &mut Vec<AnswerId>,
    ) -> Result<(), ActivityError> {
        // What is read is added up apart from what is written: the account holds one against the other.
        let read = Sum { records: outcomes.len() as u64, pence: total_of(pence)? };
        self.read.add(read)?;
        let pence = pence.iter().copied().chain(std::iter::repeat(0));
        for (outcome, pence) in outcomes.iter().zip(pence) {
            let answer = self.words.of_outcome(outcome);
            self.count(answer, Sum { records: 1, pence })?;
            answers.push(answer);
        }
        Ok(())
    }

    /// Who decides, and how.
    pub(crate) const fn deciding(&self) -> &Deciding<'a> {
        &self.deciding
    }

    /// Counts a row that has no answer.
    pub(crate) fn leave_out(&mut self, fault: &RowFault) {
        self.read.records += 1;
        *self.left_out.entry(fault.kind()).or_default() += 1;
    }

    /// The record of these values.
    fn record<'r>(&self, values: &[&'r str; N_ITEMS]) -> Record<'r> {
        let mut record = Record::read(|field| value(values, Item::Field(field)));
        if self.deciding.missing_ovcc == MissingOvcc::Resident {
            record.set(Field::Options, "missing_ovcc=A");
        }
        let key = value(values, Item::LocalKey).trim();
        if !key.is_empty() {
            record.override_key = Some(hash_of_key(key));
        }
        record
    }

    #[inline]
    fn count(&mut self, answer: AnswerId, sum: Sum) -> Result<(), ActivityError> {
        let place = answer as usize;
        if place >= self.by_answer.len() {
            self.by_answer.resize(place + 1, Sum::default());
        }
        match self.by_answer.get_mut(place) {
            Some(held) => held.add(sum),
            None => Err(ActivityError::Worker),
        }
    }

    fn provider(&mut self, values: &[&str; N_ITEMS]) -> u32 {
        self.text_number(value(values, Item::Field(Field::Provider)).trim())
    }

    fn point(&mut self, values: &[&str; N_ITEMS]) -> u32 {
        self.text_number(value(values, Item::PointOfDelivery).trim())
    }

    fn text_number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.texts.get(text) {
            return *number;
        }
        let number = self.texts.len() as u32;
        self.texts.insert(text.to_owned(), number);
        number
    }

    /// Makes room for the answers of the next piece of work; says whether the numbers of those met mean nothing any more.
    pub(crate) fn forget_many(&mut self) -> bool {
        let many = self.words.forget_many();
        if many {
            self.by_answer.clear();
        }
        many
    }

    /// The answers given since the account was last asked for to records that never came to a question; each reason once.
    pub(crate) fn never_asked(&mut self) -> Vec<(ReasonId, AnswerId)> {
        let mut found = Vec::new();
        for (number, (answer, sum)) in (0..).zip(self.words.answers().iter().zip(&self.by_answer)) {
            if sum.records > 0 && never_asked(answer.terminal) && !self.told.contains(&answer.reason()) {
                found.push((answer.reason(), number));
            }
        }
        self.told.extend(found.iter().map(|(reason, _)| *reason));
        found
    }

    /// The account of the records since it was last asked for.
    pub(crate) fn tally(&mut self) -> Result<Tally, ActivityError> {
        let mut tally = Tally { read: std::mem::take(&mut self.read), ..Tally::default() };
        for (answer, sum) in self.words.answers().iter().zip(&mut self.by_answer) {
            let sum = std::mem::take(sum);
            if sum.records == 0 {
                continue;
            }
            tally.by_terminal.entry(answer.terminal).or_default().add(sum)?;
            tally.by_reason.entry(answer.reason()).or_default().add(sum)?;
            let code = self.deciding.compiled.reference().code_text(answer.commissioner);
            match tally.by_commissioner.get_mut(code) {
                Some(held) => held.add(sum)?,
                None => drop(tally.by_commissioner.insert(code.to_owned(), sum)),
            }
            for flag in self.words.flag_set(answer.flags).iter() {
                *tally.by_flag.entry(flag.name()).or_default() += sum.records;
            }
            let path = self.deciding.compiled.paths().get(usize::from(answer.path));
            if let Some(path) = path.filter(|path| !path.edition.is_empty() && !tally.editions.contains(&path.edition))
            {
                tally.editions.insert(path.edition.clone());
            }
        }
        tally.left_out = self.left_out.drain().map(|(why, records)| (why.to_owned(), records)).collect();
        if !self.compared.is_empty() || !self.changed.is_empty() {
            let mut texts = vec![""; self.texts.len()];
            for (text, number) in &self.texts {
                if let Some(slot) = texts.get_mut(*number as usize) {
                    *slot = text;
                }
            }
            let text = |number: u32| texts.get(number as usize).copied().unwrap_or_default().to_owned();
            for ((provider, point, submitted, derived, reason), sum) in self.compared.drain() {
                let (Some(terminal), Some(method)) =
                    (Terminal::numbered((reason >> 4) as u8), assign::Method::numbered((reason & 15) as u8))
                else {
                    continue;
                };
                let key = VarianceKey {
                    provider: text(provider),
                    point_of_delivery: text(point),
                    submitted: text(submitted),
                    derived: self.words.text(0, u32::from(derived)).to_owned(),
                    terminal,
                    method,
                };
                tally.variance.entry(key).or_default().add(sum)?;
            }
            for ((provider, point, before, after), sum) in self.changed.drain() {
                let key = ChangeKey {
                    provider: text(provider),
                    point_of_delivery: text(point),
                    before: text(before),
                    after: text(after),
                };
                tally.changes.entry(key).or_default().add(sum)?;
            }
        }
        Ok(tally)
    }
}

/// The hash under which the override of a local key is kept.
pub fn hash_of_key(key: &str) -> KeyHash {
    KeyHash(Sha256::digest(key.trim().as_bytes()).into())
}

#[inline]
fn value<'r>(values: &[&'r str; N_ITEMS], item: Item) -> &'r str {
    values.get(item.number()).copied().unwrap_or_default()
}

/// What a record costs: by the cell of whole pence, or where that is blank by the cell of pounds.
pub(crate) fn cost_of(whole: &str, pounds: &str) -> Result<i64, RowFault> {
    let wrong =
        |item: Item, found: &str| RowFault::Cost { column: item.name(), found: found.chars().take(40).collect() };
    if !whole.is_empty() {
        return pence(whole).ok_or_else(|| wrong(Item::CostPence, whole));
    }
    pence_of_pounds(pounds).ok_or_else(|| wrong(Item::CostPounds, pounds))
}
