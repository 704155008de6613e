//! Overrides and challenges as tables and as packs: what pages, files and the command line share.

mod editions;
mod facts;
mod pack;
mod settings;
mod tables;

use app::{Lens, Reader};
use mandate::{Actor, Mandates, PersonId};
use register::View;
use terms::{Date, OdsCode};
use who_pays::{Case, Override, OwnerHolder, Party, WhoPays};

pub(crate) use editions::{editions, editions_table, entries, graph, support};
pub use facts::{about_case, about_override};
pub use pack::{Recorded, pack, recorded};
pub(crate) use settings::{rules, settings};
pub(crate) use tables::stands;
pub use tables::{case_facts, cases, counts, evidence, moves, overrides};

/// Words as they stand within a sentence: names keep their capitals.
pub(crate) fn within(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
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
    /// The day by which deadlines and standings are judged.
    pub today: Date,
    /// Who reads, and what they may: by what is known now, whatever the rooms are shown as known at.
    pub reader: Reader<'a>,
}

impl<'a> Payers<'a> {
    /// The rooms through a lens. Deadlines and standings are judged by the day asked about, which is today unless another is
    /// named; what may be read, by today.
    pub fn of(lens: &'a Lens) -> Self {
        Self {
            register: lens.register(),
            mandates: lens.mandates(),
            room: lens.who_pays(),
            today: lens.on(),
            reader: lens.reader(),
        }
    }

    /// The overrides the reader may see, those that end first before the others.
    pub fn locals(&self) -> Vec<&'a Override> {
        let mut seen: Vec<&Override> = self.room.locals().filter(|held| self.reader.sees_override(held)).collect();
        seen.sort_by(|one, two| (one.last(), &one.id).cmp(&(two.last(), &two.id)));
        seen
    }

    /// The cases the reader may see: those open by their deadline, then those closed.
    pub fn cases(&self) -> Vec<&'a Case> {
        let mut seen: Vec<&Case> = self.room.cases().filter(|case| self.reader.sees_case(case)).collect();
        seen.sort_by(|one, two| {
            let place = |case: &Case| (case.closed.is_some(), case.due.is_none(), case.due, case.id.clone());
            place(one).cmp(&place(two))
        });
        seen
    }

    /// A body by its name on a day and its code.
    pub fn body(&self, code: OdsCode, on: Date) -> String {
        let named = self.register.name_on(code, on);
        named.map_or_else(|| code.to_string(), |name| format!("{} ({code})", name.text))
    }

    /// Who acted, by name unless it was erased.
    pub fn actor(&self, by: &Actor) -> String {
        match by {
            Actor::Keeper => "the keeper of this installation".to_owned(),
            Actor::Person(person) => self.person(person),
        }
    }

    /// A side of a case, by its name when the case was opened.
    pub fn side(&self, case: &Case, party: Party) -> String {
        self.body(case.body(party), self.opened(case))
    }

    /// The day on which a case was opened.
    pub fn opened(&self, case: &Case) -> Date {
        case.moves.first().map_or(self.today, |opened| opened.stamp.on)
    }

    /// Who pays by an override, by its name on the first day it applies to.
    pub fn payer(&self, held: &Override) -> String {
        self.body(held.commissioner, held.first)
    }

    /// Who answers for an override, by the body's name when it was added; and who has taken the body's place since.
    pub fn owner(&self, held: &Override) -> String {
        let Override { owner, added, .. } = held;
        let holder = match &owner.holder {
            OwnerHolder::Post(post) => {
                self.mandates.post(post).map_or_else(|| post.to_string(), |held| held.title.clone())
            }
            OwnerHolder::Person(person) => self.person(person),
        };
        let body = self.body(owner.body, added.on);
        match self.mandates.acting_body(owner.body, self.today) {
            acting if acting == owner.body => format!("{holder}, {body}"),
            acting => format!("{holder}, {body}, whose place {} has taken", self.body(acting, self.today)),
        }
    }

    fn person(&self, id: &PersonId) -> String {
        self.mandates.person(id).map_or_else(|| "person not on record".to_owned(), |person| person.screen().to_owned())
    }

    fn source(&self) -> String {
        format!("the journal of this service, as known after entry {}", self.room.sequence())
    }
}
