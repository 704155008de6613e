//! Answers as small numbers, and the words they stand for.

use assign::{Assigner, CodeId, Compiled, Decision, FlagSet, Method, Outcome, ReasonId, Terminal};
use std::collections::HashMap;

/// The columns a run adds, in order.
pub const ADDED: [&str; 7] = ["commissioner", "terminal", "method", "path", "reason", "flags", "edition"];

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
}

impl Answer {
    /// Why.
    pub(crate) const fn reason(&self) -> ReasonId {
        ReasonId::of(self.terminal, self.method)
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
    /// By path: the edition as it is written, and its number among the editions.
    editions: Vec<(String, u32)>,
    flag_numbers: HashMap<FlagSet, u32>,
    flag_sets: Vec<FlagSet>,
    flag_texts: Vec<String>,
    reasons: Vec<String>,
    paths: HashMap<(String, Vec<u8>), u16>,
    /// By path: the first that reads the same.
    same: Vec<u16>,
}

impl<'a> Words<'a> {
    /// The words for answers of these editions and this reference.
    pub(crate) fn of(compiled: &'a Compiled, label: EditionLabel) -> Self {
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
            editions,
            flag_numbers: HashMap::new(),
            flag_sets: Vec::new(),
            flag_texts: Vec::new(),
            reasons: (0..512).map(|number| ReasonId::numbered(number).sentence()).collect(),
            paths,
            same,
        };
        words.flag_number(FlagSet::EMPTY);
        words
    }

    /// An outcome of the compiled tables as numbers.
    #[inline]
    pub(crate) fn of_outcome(&mut self, outcome: &Outcome) -> Answer {
        let flags = if outcome.flags == FlagSet::EMPTY { 0 } else { self.flag_number(outcome.flags) };
        let Outcome { commissioner, terminal, method, path, .. } = *outcome;
        let path = self.same.get(usize::from(path.number())).copied().unwrap_or_default();
        Answer { commissioner, terminal, method, path, flags }
    }

    /// A decision of the plain interpreter as numbers; nothing when the compiled tables have no such path.
    pub(crate) fn of_decision(&mut self, assigner: &Assigner<'_>, decision: &Decision) -> Option<Answer> {
        let edition = assigner.edition(decision).map_or("", |edition| edition.id.as_str()).to_owned();
        let nodes = decision.path.iter().map(|(node, _)| *node).collect();
        let path = *self.paths.get(&(edition, nodes))?;
        let flags = self.flag_number(decision.flags);
        let Decision { commissioner, terminal, method, .. } = *decision;
        Some(Answer { commissioner, terminal, method, path, flags })
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

    /// The text of each added column, in the order of [`ADDED`].
    pub(crate) fn texts(&self, answer: &Answer) -> [&str; 7] {
        let [code, terminal, method, path, reason, flags, _] = self.numbers(answer);
        [
            self.text(0, code),
            self.text(1, terminal),
            self.text(2, method),
            self.text(3, path),
            self.text(4, reason),
            self.text(5, flags),
            self.editions.get(usize::from(answer.path)).map_or("", |(text, _)| text),
        ]
    }

    /// The text of a number of an added column, by the column's place in [`ADDED`].
    pub(crate) fn text(&self, column: usize, number: u32) -> &str {
        match column {
            0 => self.compiled.reference().code_text(CodeId::numbered(number as u16)),
            1 => Terminal::numbered(number as u8).map_or("", Terminal::name),
            2 => Method::numbered(number as u8).map_or("", Method::name),
            3 => self.compiled.paths().get(number as usize).map_or("", |path| &path.text),
            4 => self.reasons.get(number as usize).map_or("", String::as_str),
            5 => self.flag_texts.get(number as usize).map_or("", String::as_str),
            _ => self.editions.iter().find(|(_, edition)| *edition == number).map_or("", |(text, _)| text),
        }
    }

    /// The number of each added column, in the order of [`ADDED`].
    #[inline]
    pub(crate) fn numbers(&self, answer: &Answer) -> [u32; 7] {
        [
            u32::from(answer.commissioner.number()),
            u32::from(answer.terminal.number()),
            u32::from(answer.method.number()),
            u32::from(answer.path),
            u32::from(answer.reason().number()),
            answer.flags,
            self.editions.get(usize::from(answer.path)).map_or(0, |(_, number)| *number),
        ]
    }

    /// The flags of a number.
    pub(crate) fn flag_set(&self, number: u32) -> FlagSet {
        self.flag_sets.get(number as usize).copied().unwrap_or(FlagSet::EMPTY)
    }
}
