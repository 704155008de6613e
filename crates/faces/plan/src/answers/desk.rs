//! From where plans are looked at: the rooms as known, the day asked about, and who reads.

use app::{Lens, Reader};
use ask::{Cell, Fault};
use mandate::{Actor, Mandates, PersonId};
use plan::{Agreement, AgreementId, LineReference, MergedLine, Plan, PlanId, Plans};
use terms::{Date, OdsCode, Text};

/// The rooms as known at the clock asked about, the day asked about, and who reads. What is shown is of that time; who may read
/// it is judged by the reader, who knows no clock but now.
#[derive(Clone)]
pub struct Desk<'a> {
    /// The lens it was made of.
    pub lens: &'a Lens,
    /// Plans and agreements.
    pub room: Plans<'a>,
    /// People, posts and powers.
    pub mandates: Mandates<'a>,
    /// Who reads, and what they may.
    pub reader: Reader<'a>,
}

impl<'a> Desk<'a> {
    /// The desk of whoever looks through a lens.
    pub fn of(lens: &'a Lens) -> Self {
        Self { lens, room: lens.plans(), mandates: lens.mandates(), reader: lens.reader() }
    }

    /// The day asked about.
    pub fn on(&self) -> Date {
        self.lens.on()
    }

    /// The plans that the reader may know of.
    pub fn plans(&self) -> impl Iterator<Item = &'a Plan> {
        self.room.plans().filter(|plan| self.opens(plan))
    }

    /// A plan that the reader may know of.
    pub fn find_plan(&self, id: &PlanId) -> Option<&'a Plan> {
        self.room.plan(id).filter(|plan| self.opens(plan))
    }

    /// Whether the reader may read a plan as it was known then: others than its own only as the executive had signed it.
    fn opens(&self, plan: &Plan) -> bool {
        self.is_within(plan) || plan.is_as_signed() && self.reader.opens_operating_plan(&plan.id)
    }

    /// Whether the reader may read a line of a plan that they may know of: others than its own only what all whose line it is signed.
    pub fn opens_line(&self, plan: &Plan, line: &OneLine) -> bool {
        self.is_within(plan) || plan.is_signed_line(line)
    }

    /// The same, by what an address says.
    ///
    /// # Errors
    /// That there is none that the reader may read.
    pub fn plan(&self, text: Option<&str>) -> Result<&'a Plan, Fault> {
        let text = text.unwrap_or_default();
        let found = text.parse().ok().and_then(|id: PlanId| self.find_plan(&id));
        found.ok_or_else(|| {
            Fault::Unknown(format!(
                "There is no plan “{text}” on record that you may read. “Plans” lists those there are."
            ))
        })
    }

    /// The line of a plan that has a line of the plans it was made from, written `PLAN:LINE`.
    ///
    /// # Errors
    /// That the plan has no such line.
    pub fn line<'p>(&self, plan: &'p Plan, text: Option<&str>) -> Result<(LineReference, &'p OneLine), Fault> {
        let text = text.unwrap_or_default();
        let found = text.parse().ok().and_then(|reference: LineReference| {
            let line = line_of(plan, &reference).filter(|line| self.opens_line(plan, line))?;
            Some((reference, line))
        });
        found.ok_or_else(|| {
            Fault::Unknown(format!("The plan has no line “{text}”. Its lines are listed under “Lines of a plan”."))
        })
    }

    /// Whether the reader may read what is confidential of a plan: what was not signed, reasons, and the words of narratives.
    pub fn is_within(&self, plan: &Plan) -> bool {
        self.reader.is_within_plan(plan)
    }

    /// An agreement that the reader may know of.
    pub fn find_agreement(&self, id: &AgreementId) -> Option<&'a Agreement> {
        self.room.agreement(id).filter(|held| self.reader.opens_agreement(&held.terms.id))
    }

    /// The same, by what an address says.
    ///
    /// # Errors
    /// That there is none that the reader may read.
    pub fn agreement(&self, text: Option<&str>) -> Result<&'a Agreement, Fault> {
        let text = text.unwrap_or_default();
        let found = text.parse().ok().and_then(|id: AgreementId| self.find_agreement(&id));
        found.ok_or_else(|| {
            Fault::Unknown(format!(
                "There is no agreement “{text}” on record that you may read. “Agreements” lists those there are."
            ))
        })
    }

    /// The agreements that the reader may know of.
    pub fn agreements(&self) -> impl Iterator<Item = &'a Agreement> {
        self.room.agreements().filter(|held| self.reader.opens_agreement(&held.terms.id))
    }

    /// A body by name and code.
    pub fn body(&self, code: OdsCode) -> String {
        naming::with_code(&self.lens.register(), code, self.on())
    }

    /// A body by name and code, leading to its page.
    pub fn body_cell(&self, code: OdsCode) -> Cell {
        Cell::link(self.body(code), naming::href(code))
    }

    /// Several bodies by their codes.
    pub fn codes<'c>(&self, codes: impl IntoIterator<Item = &'c OdsCode>) -> String {
        codes.into_iter().map(OdsCode::as_str).collect::<Vec<_>>().join(", ")
    }

    /// Somebody's name, or the words that stand for one that was erased.
    pub fn person(&self, id: &PersonId) -> String {
        self.mandates.person(id).map_or_else(|| "person not on record".to_owned(), |person| person.screen().to_owned())
    }

    /// Who acted.
    pub fn actor(&self, by: &Actor) -> String {
        match by {
            Actor::Keeper => "the keeper".to_owned(),
            Actor::Person(person) => self.person(person),
        }
    }

    /// A text that only those within a plan read; a word that stands for it for others.
    pub fn text(&self, is_within: bool, text: &Text) -> Cell {
        match text {
            _ if !is_within => Cell::from("not for everybody"),
            Text::Held(words) => Cell::from(words.to_string()),
            Text::Erased => Cell::from("erased"),
        }
    }
}

/// A line of the one plan, as it stands on record.
pub(super) type OneLine = MergedLine<executive::ProposalId>;

/// The line of a plan that a line of one of the plans it was made from is part of.
fn line_of<'p>(plan: &'p Plan, reference: &LineReference) -> Option<&'p OneLine> {
    let line = plan.sources.get(&reference.source)?.line(&reference.line)?;
    plan.version()?.merged.line(&line.key)
}
