//! Answers as small numbers, and the words they stand for.

use assign::{Assigner, CodeId, Compiled, Decision, FlagSet, Method, Outcome, ReasonId, Terminal};
use std::collections::HashMap;

/// The columns a run adds, in order.
pub const ADDED: [&str; 7] = ["commissioner", "terminal", "method", "path", "reason", "flags", "edition"];

/// The column a what-if adds after those of [`ADDED`]: who pays as things are.
pub const BEFORE: &str = "commissioner_before";

/// The columns a run adds, in order.
pub(crate) fn added(is_compared: bool) -> impl Iterator<Item = &'static str> {
    ADDED.into_iter().chain(is_compared.then_some(BEFORE))
}

/// The answer for one record. `path` is a number of [`Compiled::paths`], `flags` one of [`Words`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Answer {
    /// Who pays.
    pub(crate) commissioner: CodeId,
    /// What kind of commissioner.
    pub(crate) terminal: Terminal,
    /// How the code was found.
    pub(crate) method: Method,
    /// The questions asked.
    pub(crate) path: u16,
    /// What a reader should know.
    pub(crate) flags: u32,
    /// Who pays as things are, by the reference as it is; of none where nothing is compared.
    pub(crate) before: CodeId,
}

impl Answer {
    /// Why.
    pub(crate) const fn reason(&self) -> ReasonId {
        ReasonId::of(self.terminal, self.method)
    }
}

/// The number of an answer among those a worker has met; it lasts as long as the piece of work at hand.
pub(crate) type AnswerId = u32;

/// Answers kept from one piece of work to the next; with more, the next begins afresh.
const ANSWERS_MAX: usize = 1 << 16;

/// Outcomes met so far with their numbers: an open-addressed table, because it is asked once for every record.
#[derive(Debug, Default)]
struct Met {
    slots: Vec<(Outcome, AnswerId)>,
    n: usize,
}

/// The number of a slot that is free.
const FREE: AnswerId = AnswerId::MAX;

impl Met {
    /// Mixes everything an outcome holds.
    #[inline]
    fn hash(outcome: &Outcome) -> usize {
        let Outcome { flags, commissioner, path, terminal, method } = *outcome;
        let low = u64::from(flags.bits()) | u64::from(commissioner.number()) << 32 | u64::from(path.number()) << 48;
        let high = u64::from(terminal.number()) << 8 | u64::from(method.number());
        let mixed = (low ^ high.wrapping_mul(0xD6E8_FEB8_6659_FD93)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed ^ (mixed >> 32)) as usize
    }

    #[inline]
    fn find(&self, outcome: &Outcome) -> Option<AnswerId> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = Self::hash(outcome) & mask;
        loop {
            match self.slots.get(at) {
                None | Some((_, FREE)) => return None,
                Some((held, number)) if held == outcome => return Some(*number),
                Some(_) => at = (at + 1) & mask,
            }
        }
    }

    fn enter(&mut self, outcome: Outcome, number: AnswerId) {
        if self.slots.len() < 2 * (self.n + 1) {
            let wider = vec![(Outcome::default(), FREE); (4 * (self.n + 1)).next_power_of_two()];
            for (held, number) in std::mem::replace(&mut self.slots, wider) {
                if number != FREE {
                    self.put(held, number);
                }
            }
        }
        self.put(outcome, number);
        self.n += 1;
    }

    /// Takes the next free slot; at least half of them are.
    fn put(&mut self, outcome: Outcome, number: AnswerId) {
        let mask = self.slots.len() - 1;
        let mut at = Self::hash(&outcome) & mask;
        while let Some(slot) = self.slots.get_mut(at) {
            if slot.1 == FREE {
                *slot = (outcome, number);
                return;
            }
            at = (at + 1) & mask;
        }
    }
}

/// How the edition of an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditionLabel {
    /// By its id.
    Plain,
    /// By its id, marked as a what-if.
    WhatIf,
}

/// The words of the answers one worker gives.
#[derive(Debug)]
pub(crate) struct Words<'a> {
    compiled: &'a Compiled,
    /// Editions and reference as things are, where they are compared with a what-if.
    before: Option<&'a Compiled>,
    /// By path: the edition as it is written, and its number among the editions.
    editions: Vec<(String, u32)>,
    flag_numbers: HashMap<FlagSet, u32>,
    flag_sets: Vec<FlagSet>,
    flag_texts: Vec<String>,
    reasons: Vec<String>,
    paths: HashMap<(String, Vec<u8>), u16>,
    /// By path: the first that reads the same.
    same: Vec<u16>,
    met: Met,
    decided: HashMap<Answer, AnswerId>,
    answers: Vec<Answer>,
}

impl<'a> Words<'a> {
    /// The words for answers of these editions and this reference; and of those `before` a what-if.
    pub(crate) fn of(compiled: &'a Compiled, before: Option<&'a Compiled>, label: EditionLabel) -> Self {
        let mut numbers: Vec<&str> = Vec::new();
        let mut editions = Vec::new();
        let mut paths = HashMap::new();
        let mut same = Vec::new();
        for (place, path) in compiled.paths().iter().enumerate() {
            let id = path.edition.as_str();
            let number = numbers.iter().position(|known| *known == id).unwrap_or_else(|| {
                numbers.push(id);
                numbers.len() - 1
            });
            let marked = label == EditionLabel::WhatIf && !id.is_empty();
            editions.push((if marked { format!("{id} (what-if)") } else { id.to_owned() }, number as u32));
            let nodes = path.nodes.iter().map(|(node, _)| *node).collect();
            // Two ways that ask the same questions and part at the last are one path in a file.
            same.push(*paths.entry((id.to_owned(), nodes)).or_insert(place as u16));
        }
        let mut words = Self {
            compiled,
            before,
            editions,
            flag_numbers: HashMap::new(),
            flag_sets: Vec::new(),
            flag_texts: Vec::new(),
            reasons: (0..512).map(|number| ReasonId::numbered(number).sentence()).collect(),
            paths,
            same,
            met: Met::default(),
            decided: HashMap::new(),
            answers: Vec::new(),
        };
        words.flag_number(FlagSet::EMPTY);
        words
    }

    /// The number of the answer that an outcome of the compiled tables is.
    #[inline]
    pub(crate) fn of_outcome(&mut self, outcome: &Outcome) -> AnswerId {
        match self.met.find(outcome) {
            Some(number) => number,
            None => self.meet(outcome),
        }
    }

    fn meet(&mut self, outcome: &Outcome) -> AnswerId {
        let flags = self.flag_number(outcome.flags);
        let Outcome { commissioner, terminal, method, path, .. } = *outcome;
        let path = self.same.get(usize::from(path.number())).copied().unwrap_or_default();
        let number = self.answers.len() as AnswerId;
        self.answers.push(Answer { commissioner, terminal, method, path, flags, before: CodeId::default() });
        self.met.enter(*outcome, number);
        number
    }

    /// The number of the answer that a decision of the plain interpreter is; nothing when the compiled tables have no such
    /// path.
    pub(crate) fn of_decision(&mut self, assigner: &Assigner<'_>, decision: &Decision) -> Option<AnswerId> {
        let edition = assigner.edition(decision).map_or("", |edition| edition.id.as_str()).to_owned();
        let nodes = decision.path.iter().map(|(node, _)| *node).collect();
        let path = *self.paths.get(&(edition, nodes))?;
        let flags = self.flag_number(decision.flags);
        let Decision { commissioner, terminal, method, .. } = *decision;
        Some(self.number(Answer { commissioner, terminal, method, path, flags, before: CodeId::default() }))
    }

    /// The number of an answer beside who pays as things are.
    pub(crate) fn compared(&mut self, number: AnswerId, before: CodeId) -> Option<AnswerId> {
        let answer = *self.answer(number)?;
        Some(self.number(Answer { before, ..answer }))
    }

    fn number(&mut self, answer: Answer) -> AnswerId {
        let next = self.answers.len() as AnswerId;
        let number = *self.decided.entry(answer).or_insert(next);
        if number == next {
            self.answers.push(answer);
        }
        number
    }

    /// The answer of a number.
    pub(crate) fn answer(&self, number: AnswerId) -> Option<&Answer> {
        self.answers.get(number as usize)
    }

    /// The answers met.
    pub(crate) fn answers(&self) -> &[Answer] {
        &self.answers
    }

    /// Begins afresh when there are too many answers to keep. Their numbers mean nothing after it.
    pub(crate) fn forget_many(&mut self) -> bool {
        let many = self.answers.len() > ANSWERS_MAX;
        if many {
            (self.met, self.decided, self.answers) = (Met::default(), HashMap::new(), Vec::new());
        }
        many
    }

    fn flag_number(&mut self, flags: FlagSet) -> u32 {
        if let Some(number) = self.flag_numbers.get(&flags) {
            return *number;
        }
        let number = self.flag_sets.len() as u32;
        self.flag_sets.push(flags);
        self.flag_texts.push(flags.to_string());
        self.flag_numbers.insert(flags, number);
        number
    }

    /// How many columns are added.
    pub(crate) fn n_columns(&self) -> usize {
        added(self.before.is_some()).count()
    }

    /// The text of each added column, in the order of [`added`].
    pub(crate) fn texts(&self, number: AnswerId) -> impl Iterator<Item = &str> {
        (0..self.n_columns()).map(move |column| self.text(column, self.code(column, number)))
    }

    /// The text of a number of an added column, by the column's place in [`added`].
    pub(crate) fn text(&self, column: usize, number: u32) -> &str {
        match column {
            0 => self.compiled.reference().code_text(CodeId::numbered(number as u16)),
            1 => Terminal::numbered(number as u8).map_or("", Terminal::name),
            2 => Method::numbered(number as u8).map_or("", Method::name),
            3 => self.compiled.paths().get(number as usize).map_or("", |path| &path.text),
            4 => self.reasons.get(number as usize).map_or("", String::as_str),
            5 => self.flag_texts.get(number as usize).map_or("", String::as_str),
            6 => self.editions.iter().find(|(_, edition)| *edition == number).map_or("", |(text, _)| text),
            _ => self.before.map_or("", |before| before.reference().code_text(CodeId::numbered(number as u16))),
        }
    }

    /// The number of an added column's text for an answer, by the column's place in [`added`].
    pub(crate) fn code(&self, column: usize, number: AnswerId) -> u32 {
        let Some(answer) = self.answer(number) else { return 0 };
        match column {
            0 => u32::from(answer.commissioner.number()),
            1 => u32::from(answer.terminal.number()),
            2 => u32::from(answer.method.number()),
            3 => u32::from(answer.path),
            4 => u32::from(answer.reason().number()),
            5 => answer.flags,
            6 => self.editions.get(usize::from(answer.path)).map_or(0, |(_, number)| *number),
            _ => u32::from(answer.before.number()),
        }
    }

    /// The flags of a number.
    pub(crate) fn flag_set(&self, number: u32) -> FlagSet {
        self.flag_sets.get(number as usize).copied().unwrap_or(FlagSet::EMPTY)
    }
}
