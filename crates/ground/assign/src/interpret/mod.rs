//! The plain interpreter: walks the graph for one record, one question at a time.
//!
//! It is the definition of the method here. The compiled table must agree with it on every record.

mod case;
mod ends;
mod evidence;
mod explain;

use crate::code::CodeId;
use crate::day::Day;
use crate::edition::Support;
use crate::edition::{Calendar, Category, Edition, Target};
use crate::error::AssignError;
use crate::outcome::{Flag, FlagSet, Method, ReasonId, Status, Terminal};
use crate::overrides::Overrides;
use crate::record::{Field, Record};
use crate::reference::Reference;
pub(crate) use case::{Case, traits_of};
pub use evidence::Evidence;
pub use explain::{Asked, Assignment, EditionUsed, FieldRead, Walk};

/// The answer for one record, in numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The commissioner, or [`CodeId::NONE`].
    pub commissioner: CodeId,
    /// What kind of commissioner.
    pub terminal: Terminal,
    /// How the code was found.
    pub method: Method,
    /// Commissioned service category.
    pub category: Category,
    /// What a reader should know.
    pub flags: FlagSet,
    /// The questions asked, by their place in the edition's nodes, with their answers.
    pub path: Vec<(u8, bool)>,
    /// The place of the edition among those the assigner serves.
    pub edition: Option<usize>,
    /// The assignment date.
    pub day: Option<Day>,
    /// The field that gave it.
    pub date_field: Option<Field>,
}

impl Decision {
    fn outside(terminal: Terminal, day: Option<Day>, date_field: Option<Field>) -> Self {
        Self {
            commissioner: CodeId::NONE,
            terminal,
            method: Method::Na,
            category: Category::default(),
            flags: FlagSet::EMPTY,
            path: Vec::new(),
            edition: None,
            day,
            date_field,
        }
    }

    /// Whether there is a commissioner.
    pub fn status(&self) -> Status {
        status(self.terminal, self.commissioner)
    }

    /// Why, as a number with a sentence.
    pub fn reason(&self) -> ReasonId {
        ReasonId::of(self.terminal, self.method)
    }
}

pub(crate) fn status(terminal: Terminal, commissioner: CodeId) -> Status {
    if commissioner.is_some() {
        Status::Assigned
    } else if terminal.has_no_code() {
        Status::NoCode
    } else {
        Status::Unassigned
    }
}

/// Assigns records: a reference, the editions it serves, and the overrides in force.
#[derive(Clone, Debug)]
pub struct Assigner<'a> {
    pub(crate) reference: &'a Reference,
    pub(crate) calendar: Calendar<'a>,
    pub(crate) overrides: Option<&'a Overrides>,
}

impl<'a> Assigner<'a> {
    /// An assigner that chooses the edition by the assignment date, among those the reference serves.
    ///
    /// # Errors
    /// [`AssignError`] when the reference serves an edition that `editions` does not hold, or two for one day.
    pub fn new(reference: &'a Reference, editions: &'a [Edition]) -> Result<Self, AssignError> {
        Ok(Self { reference, calendar: Calendar::of(reference, editions)?, overrides: None })
    }

    /// An assigner that applies one edition to every day: a what-if, and flagged on every record outside its days.
    ///
    /// # Errors
    /// [`AssignError::EditionGraph`] when the reference was built without a code the edition fixes.
    pub fn forced(reference: &'a Reference, edition: &'a Edition) -> Result<Self, AssignError> {
        Ok(Self { reference, calendar: Calendar::forced(reference, edition)?, overrides: None })
    }

    /// The same assigner with local overrides, which come before the graph.
    #[must_use]
    pub fn with_overrides(mut self, overrides: &'a Overrides) -> Self {
        self.overrides = Some(overrides);
        self
    }

    /// The reference it reads.
    pub fn reference(&self) -> &'a Reference {
        self.reference
    }

    /// The edition of a decision.
    pub fn edition(&self, decision: &Decision) -> Option<&'a Edition> {
        self.calendar.serving.get(decision.edition?).map(|serving| serving.edition)
    }

    /// The answer for one record, without its evidence: see [`Assigner::assign`] for the whole.
    pub fn decide(&self, record: &Record<'_>) -> Decision {
        let traits = traits_of(self.reference, record);
        let Some(field) = self.calendar.date_field(traits.cds_number()) else {
            return Decision::outside(Terminal::OutOfScope, None, None);
        };
        let Some(day) = Day::parse(record.get(field)) else {
            return Decision::outside(Terminal::InvalidInput, None, Some(field));
        };
        let Some(number) = self.calendar.number_on(day) else {
            return Decision::outside(Terminal::NoEdition, Some(day), Some(field));
        };
        let edition = self.calendar.serving.get(number).map(|serving| serving.edition);
        let Some((edition, scope)) =
            edition.and_then(|edition| Some((edition, *edition.scope_of(traits.cds_number())?)))
        else {
            return Decision::outside(Terminal::OutOfScope, Some(day), Some(field));
        };
        let mut decision = Decision::outside(Terminal::NoEdition, Some(day), Some(field));
        decision.edition = Some(number);
        decision.flags.put(Flag::EditionForced, self.calendar.is_forced(edition, day));
        decision.flags.put(Flag::EditionPartial, edition.support == Support::Partial);
        let key = record.override_key.as_ref();
        if let Some(found) = self.overrides.zip(key).and_then(|(overrides, key)| overrides.on(key, day)) {
            decision.terminal = Terminal::LocalOverride;
            decision.method = Method::Override;
            decision.commissioner = found.commissioner;
            return decision;
        }
        let case = Case::of(self.reference, edition, scope, record, traits, day);
        decision.flags = decision.flags.and(case.input_flags());
        let mut at = scope.entry;
        while let Some(node) = edition.nodes.get(usize::from(at)) {
            let yes = case.ask(node.predicate);
            decision.path.push((at, yes));
            decision.flags = decision.flags.and(case.question_flags(node.predicate));
            match if yes { node.yes } else { node.no } {
                Target::Node(next) => at = next,
                Target::End { end, category } => {
                    if let Some(end) = edition.ends.get(usize::from(end)) {
                        let found = case.end(end);
                        decision.terminal = found.terminal;
                        decision.method = found.method;
                        decision.commissioner = found.code;
                        decision.category = category;
                        decision.flags = decision.flags.and(found.flags);
                    }
                    break;
                }
            }
        }
        decision
    }
}
