//! Overrides and challenges as tables and as packs: what pages, files and the command line share.

mod pack;
mod tables;

use std::collections::BTreeSet;

use mandate::{Actor, Duty, Mandates, PersonId};
use register::View;
use terms::{Date, OdsCode};
use who_pays::{Case, Override, Owner, OwnerHolder, Party, WhoPays};

pub use pack::{Recorded, pack, recorded};
pub use tables::{case_facts, cases, counts, evidence, moves, overrides};

/// An override whose last day is no further off than this is about to expire.
pub const SOON_DAYS: u16 = 30;

/// Words as they stand within a sentence: names keep their capitals.
pub(crate) fn within(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Whose overrides and cases a reader may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reads {
    /// Everybody's: the keeper, and auditors.
    All,
    /// Those of bodies for which they settle who pays.
    Of(BTreeSet<OdsCode>),
}

/// What these answers are worked out from: the rooms as known, today, and who reads.
#[derive(Clone)]
pub struct Payers<'a> {
    /// Bodies.
    pub register: View<'a>,
    /// People and posts.
    pub mandates: Mandates<'a>,
    /// Overrides and cases.
    pub room: WhoPays<'a>,
    /// Today, by which deadlines and standings are judged.
    pub today: Date,
    /// Whose a reader may see.
    pub reads: Reads,
}

impl Reads {
    /// What a person may see on a day; nothing without a post that lets them.
    pub fn of(mandates: Mandates<'_>, person: &PersonId, on: Date) -> Self {
        let duties = mandates.duties(person, on);
        if duties.has(&Duty::Audit) {
            return Self::All;
        }
        Self::Of(
            duties
                .0
                .iter()
                .filter_map(|duty| match duty {
                    Duty::SettleWhoPays(body) => Some(*body),
                    _ => None,
                })
                .collect(),
        )
    }

    /// Whether there is nothing they may see.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Of(bodies) if bodies.is_empty())
    }
}

impl<'a> Payers<'a> {
    /// Whether the reader may see what belongs to a body; after a merger to its successor.
    pub fn sees(&self, body: OdsCode) -> bool {
        match &self.reads {
            Reads::All => true,
            Reads::Of(bodies) => bodies.contains(&self.mandates.acting_body(body, self.today)),
        }
    }

    /// The overrides the reader may see, those that end first before the others.
    pub fn locals(&self) -> Vec<&'a Override> {
        let mut seen: Vec<&Override> = self.room.locals().filter(|held| self.sees(held.owner.body)).collect();
        seen.sort_by(|one, two| (one.last(), &one.id).cmp(&(two.last(), &two.id)));
        seen
    }

    /// The cases the reader may see: those open by their deadline, then those closed.
    pub fn cases(&self) -> Vec<&'a Case> {
        let mut seen: Vec<&Case> = self.room.cases().filter(|case| self.sees_case(case)).collect();
        seen.sort_by(|one, two| {
            let place = |case: &Case| (case.closed.is_some(), case.due.is_none(), case.due, case.id.clone());
            place(one).cmp(&place(two))
        });
        seen
    }

    /// Whether the reader may see a case: either side may.
    pub fn sees_case(&self, case: &Case) -> bool {
        [Party::Claimant, Party::Respondent].into_iter().any(|party| self.sees(case.body(party)))
    }

    /// A body by name and code.
    pub fn body(&self, code: OdsCode) -> String {
        let named = self.register.name_on(code, self.today);
        named.map_or_else(|| code.to_string(), |name| format!("{} ({code})", name.text))
    }

    /// Who acted, by name unless it was erased.
    pub fn actor(&self, by: &Actor) -> String {
        match by {
            Actor::Keeper => "the keeper of this installation".to_owned(),
            Actor::Person(person) => self.person(person),
        }
    }

    /// Who answers for an override.
    pub fn owner(&self, owner: &Owner) -> String {
        let holder = match &owner.holder {
            OwnerHolder::Post(post) => {
                self.mandates.post(post).map_or_else(|| post.to_string(), |held| held.title.clone())
            }
            OwnerHolder::Person(person) => self.person(person),
        };
        format!("{holder}, {}", self.body(owner.body))
    }

    fn person(&self, id: &PersonId) -> String {
        self.mandates.person(id).map_or_else(|| "person not on record".to_owned(), |person| person.screen().to_owned())
    }

    fn source(&self) -> String {
        format!("the journal of this service, as known after entry {}", self.room.sequence())
    }
}
