//! A question, declared once: its page, its form, its files, its part of the interface for programs and its command follow.

use app::Lens;
use terms::{Date, OdsCode, Pence};

use crate::Table;
use crate::fault::Fault;
use crate::param::Param;
use crate::sent::sentence;

/// A question that the rooms answer.
pub struct Question {
    /// Its one name: the command, and for programs the operation.
    pub id: &'static str,
    /// The address of its page, and under `/api/v1` of its answer: `/powers/expiring`, `/organisations/{code}/posts`.
    pub path: &'static str,
    /// Under which heading it is listed.
    pub group: &'static str,
    /// What its page is called.
    pub title: &'static str,
    /// What it answers, in a sentence or two.
    pub about: &'static str,
    /// What is asked besides the two clocks.
    pub params: &'static [Param],
    /// An address that asks it, from its path on.
    pub example: &'static str,
    /// What of it is written by hand.
    pub by_hand: ByHand,
    /// The answer.
    pub answer: fn(&Lens, &Asked<'_>) -> Result<Answer, Fault>,
}

/// What of a question is written by hand, because it deserves more than the declaration gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByHand {
    /// Its page.
    pub page: bool,
    /// Its answer to programs.
    pub programs: bool,
    /// Its command.
    pub command: bool,
}

impl ByHand {
    /// Everything follows from the declaration.
    pub const NOTHING: Self = Self { page: false, programs: false, command: false };
    /// The page alone.
    pub const PAGE: Self = Self { page: true, ..Self::NOTHING };
    /// The page and what programs are answered.
    pub const PAGE_AND_PROGRAMS: Self = Self { page: true, programs: true, ..Self::NOTHING };
}

/// What a question is answered with.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// What it is about, over the title; empty where the title says it all.
    pub caption: String,
    /// The answer in sentences, before the tables.
    pub lead: Vec<String>,
    /// The tables, the main one first: files hold that one unless another is asked for by its name.
    pub tables: Vec<Named>,
}

/// A table of an answer.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its name in addresses; empty for the main one.
    pub name: &'static str,
    /// The table.
    pub table: Table,
}

impl Answer {
    /// With what it is about.
    #[must_use]
    pub fn of(self, caption: impl Into<String>) -> Self {
        Self { caption: caption.into(), ..self }
    }

    /// With a sentence before the tables.
    #[must_use]
    pub fn saying(mut self, sentence: impl Into<String>) -> Self {
        self.lead.push(sentence.into());
        self
    }

    /// With another table.
    #[must_use]
    pub fn and(mut self, name: &'static str, table: Table) -> Self {
        self.tables.push(Named { name, table });
        self
    }
}

impl From<Table> for Answer {
    fn from(table: Table) -> Self {
        Self { tables: vec![Named { name: "", table }], ..Self::default() }
    }
}

/// What somebody asked: each parameter as sent, or its first value where nothing was. Read and found to be lawful before a
/// question sees it, so that a value that does not read is a parameter that was declared as something else.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    values: &'a [(String, String)],
    params: &'a [Param],
}

impl<'a> Asked<'a> {
    /// What was asked, by names and values.
    pub fn new(values: &'a [(String, String)], params: &'a [Param]) -> Self {
        Self { values, params }
    }

    /// A parameter's text, if it was sent or has a first value.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        let sent = self.values.iter().find(|(held, _)| held == name).map(|(_, value)| value.trim());
        let first = || self.params.iter().find(|param| param.name == name).and_then(|param| param.first);
        sent.filter(|text| !text.is_empty()).or_else(first)
    }

    /// A parameter that must be there.
    ///
    /// # Errors
    /// That it is missing.
    pub fn one<T: std::str::FromStr>(&self, name: &'static str) -> Result<T, Fault> {
        self.word(name)?.ok_or_else(|| Fault::param(name, "It is missing"))
    }

    /// A parameter that may be left out.
    ///
    /// # Errors
    /// When it is there and does not read.
    pub fn word<T: std::str::FromStr>(&self, name: &'static str) -> Result<Option<T>, Fault> {
        let Some(text) = self.text(name) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| Fault::param(name, format!("“{text}” does not read here")))
    }

    /// A whole number; nothing where none was sent.
    ///
    /// # Errors
    /// When it does not read.
    pub fn count(&self, name: &'static str) -> Result<Option<i64>, Fault> {
        self.word(name)
    }

    /// An amount of money.
    ///
    /// # Errors
    /// When it is none, with how to write one.
    pub fn money(&self, name: &'static str) -> Result<Option<Pence>, Fault> {
        let Some(text) = self.text(name) else { return Ok(None) };
        Pence::not_negative(text).map(Some).map_err(|error| Fault::param(name, sentence(&error.to_string())))
    }

    /// A day.
    ///
    /// # Errors
    /// When it does not read.
    pub fn day(&self, name: &'static str) -> Result<Option<Date>, Fault> {
        self.word(name)
    }

    /// An organisation that the register knows.
    ///
    /// # Errors
    /// That it is missing, or that nothing on the register has the code.
    pub fn body(&self, lens: &Lens, name: &'static str) -> Result<OdsCode, Fault> {
        let code: OdsCode = self.one(name)?;
        if lens.register().knows(code) { Ok(code) } else { Err(Fault::unknown_body(code)) }
    }

    /// Organisations, separated by commas.
    ///
    /// # Errors
    /// The first that is no code, or that the register does not know.
    pub fn bodies(&self, lens: &Lens, name: &'static str) -> Result<Vec<OdsCode>, Fault> {
        let words = self.text(name).unwrap_or_default();
        let read = |word: &str| {
            let code: OdsCode = word.parse().map_err(|_| Fault::param(name, format!("“{word}” is not a code")))?;
            if lens.register().knows(code) { Ok(code) } else { Err(Fault::unknown_body(code)) }
        };
        words.split([',', ' ']).filter(|word| !word.is_empty()).map(read).collect()
    }
}
