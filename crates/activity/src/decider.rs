//! One worker's part: the values of a record in, its answer out, and the account of both.

use crate::answer::{Answer, EditionLabel, Words};
use crate::error::ActivityError;
use crate::layout::{Item, N_ITEMS};
use crate::tally::{ChangeKey, Sum, Tally, VarianceKey, pence, pence_of_pounds};
use assign::{Assigner, Compiled, Field, KeyHash, Outcome, Record, Terminal};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;

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
    by_reason: Vec<Sum>,
    by_commissioner: Vec<Sum>,
    by_flags: Vec<u64>,
    /// Whether a record took the path of this number: a mark is cheaper than a count.
    taken: Vec<bool>,
    left_out: HashMap<&'static str, u64>,
    texts: HashMap<String, u32>,
    compared: HashMap<Compared, Sum>,
    changed: HashMap<(u32, u32, u32, u32), Sum>,
}

impl<'a> Decider<'a> {
    pub(crate) fn new(deciding: Deciding<'a>) -> Self {
        Self {
            words: Words::of(deciding.compiled, deciding.label),
            by_reason: vec![Sum::default(); 512],
            by_commissioner: vec![Sum::default(); deciding.compiled.reference().n_codes()],
            by_flags: Vec::new(),
            taken: vec![false; deciding.compiled.paths().len()],
            read: Sum::default(),
            left_out: HashMap::new(),
            texts: HashMap::new(),
            compared: HashMap::new(),
            changed: HashMap::new(),
            deciding,
        }
    }

    /// The answer for a record, or why there can be none.
    pub(crate) fn decide(&mut self, values: &[&str; N_ITEMS]) -> Result<Result<Answer, RowFault>, ActivityError> {
        let cost = match cost_of(values) {
            Ok(cost) => cost,
            Err(fault) => {
                self.leave_out(&fault);
                return Ok(Err(fault));
            }
        };
        let sum = Sum { records: 1, pence: cost };
        self.read.add(sum)?;
        let record = self.record(values);
        let answer = match self.deciding.interpreter {
            None => self.words.of_outcome(&self.deciding.compiled.assign(&self.deciding.compiled.code(&record))),
            Some(assigner) => {
                let decision = assigner.decide(&record);
                self.words.of_decision(assigner, &decision).ok_or(ActivityError::Worker)?
            }
        };
        self.count(&answer, sum)?;
        if self.deciding.variance {
            let submitted = self.text_number(value(values, Item::Submitted).trim());
            let key = (
                self.provider(values),
                self.point(values),
                submitted,
                answer.commissioner.number(),
                answer.reason().number(),
            );
            self.compared.entry(key).or_default().add(sum)?;
        }
        if let Some(before) = self.deciding.before {
            let held = before.assign(&before.code(&record));
            let held = self.text_number(before.reference().code_text(held.commissioner));
            let after = self.text_number(self.deciding.compiled.reference().code_text(answer.commissioner));
            let key = (self.provider(values), self.point(values));
            self.changed.entry((key.0, key.1, held, after)).or_default().add(sum)?;
        }
        Ok(Ok(answer))
    }

    /// Counts a record that was decided with others, column by column.
    #[inline]
    pub(crate) fn counted(&mut self, outcome: &Outcome, pence: i64) -> Result<Answer, ActivityError> {
        let sum = Sum { records: 1, pence };
        self.read.add(sum)?;
        let answer = self.words.of_outcome(outcome);
        self.count(&answer, sum)?;
        Ok(answer)
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

    fn count(&mut self, answer: &Answer, sum: Sum) -> Result<(), ActivityError> {
        if let Some(held) = self.by_reason.get_mut(usize::from(answer.reason().number())) {
            held.add(sum)?;
        }
        if let Some(held) = self.by_commissioner.get_mut(usize::from(answer.commissioner.number())) {
            held.add(sum)?;
        }
        if let Some(held) = self.taken.get_mut(usize::from(answer.path)) {
            *held = true;
        }
        let flags = answer.flags as usize;
        if flags >= self.by_flags.len() {
            self.by_flags.resize(flags + 1, 0);
        }
        if let Some(held) = self.by_flags.get_mut(flags) {
            *held += 1;
        }
        Ok(())
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

    /// The account of the records since it was last asked for.
    pub(crate) fn tally(&mut self) -> Result<Tally, ActivityError> {
        let mut tally = Tally { read: std::mem::take(&mut self.read), ..Tally::default() };
        for (number, sum) in self.by_reason.iter_mut().enumerate().filter(|(_, sum)| sum.records > 0) {
            let reason = assign::ReasonId::numbered(number as u16);
            let sum = std::mem::take(sum);
            if let Some(terminal) = Terminal::numbered((number >> 4) as u8) {
                tally.by_terminal.entry(terminal).or_default().add(sum)?;
            }
            tally.by_reason.entry(reason).or_default().add(sum)?;
        }
        for (number, sum) in self.by_commissioner.iter_mut().enumerate().filter(|(_, sum)| sum.records > 0) {
            let code = self.words.text(0, number as u32);
            tally.by_commissioner.entry(code.to_owned()).or_default().add(std::mem::take(sum))?;
        }
        for (number, records) in self.by_flags.iter_mut().enumerate().filter(|(_, records)| **records > 0) {
            for flag in self.words.flag_set(number as u32).iter() {
                *tally.by_flag.entry(flag.name()).or_default() += *records;
            }
            *records = 0;
        }
        for (taken, path) in self.taken.iter_mut().zip(self.deciding.compiled.paths()) {
            if std::mem::take(taken) && !path.edition.is_empty() {
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

fn cost_of(values: &[&str; N_ITEMS]) -> Result<i64, RowFault> {
    let (whole, pounds) = (value(values, Item::CostPence), value(values, Item::CostPounds));
    let wrong =
        |item: Item, found: &str| RowFault::Cost { column: item.name(), found: found.chars().take(40).collect() };
    if !whole.is_empty() {
        return pence(whole).ok_or_else(|| wrong(Item::CostPence, whole));
    }
    pence_of_pounds(pounds).ok_or_else(|| wrong(Item::CostPounds, pounds))
}
