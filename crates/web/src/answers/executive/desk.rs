//! From where meetings are looked at: the rooms as known, today, and who reads.

use executive::{Access, Executive, Forum, Item, ItemId, Meeting, Proposal, Reading};
use mandate::{Actor, Duty, Mandates, Matter, PersonId};
use register::View;
use std::collections::BTreeSet;
use terms::{Date, OdsCode};

/// Who reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Nobody in particular: only what is public.
    Public,
    /// A person who signed in: also what their posts let them read today.
    Person(PersonId),
}

/// The rooms as known, today, and who reads.
#[derive(Clone)]
pub struct Desk<'a> {
    /// Bodies.
    pub register: View<'a>,
    /// People, posts and powers.
    pub mandates: Mandates<'a>,
    /// Meetings and proposals.
    pub executive: Executive<'a>,
    /// Today, by which duties and deadlines are judged.
    pub today: Date,
    /// Who reads.
    pub reader: Reader,
}

impl<'a> Desk<'a> {
    /// A body by name and code, as it was called on a day.
    pub fn body(&self, code: OdsCode, on: Date) -> String {
        self.register.name_on(code, on).map_or_else(|| code.to_string(), |name| format!("{} ({code})", name.text))
    }

    /// What statute calls those who decide for a body.
    pub fn board_words(&self, body: OdsCode, on: Date) -> &'static str {
        crate::answers::mandate::board_words(self.register, body, on)
    }

    /// Somebody's name, or the words that stand for one that was erased.
    pub fn person(&self, id: &PersonId) -> String {
        self.mandates.person(id).map_or_else(|| "person not on record".to_owned(), |person| person.screen().to_owned())
    }

    /// Words of a rule, which know people by identity only, with their names instead.
    pub fn named(&self, words: &str) -> String {
        self.mandates.by_name(words)
    }

    /// Several people by name, in order.
    pub fn people<'p>(&self, ids: impl IntoIterator<Item = &'p PersonId>) -> String {
        let mut names: Vec<String> = ids.into_iter().map(|id| self.person(id)).collect();
        names.sort();
        names.join(", ")
    }

    /// Several bodies by name and code.
    pub fn bodies(&self, codes: impl IntoIterator<Item = OdsCode>, on: Date) -> String {
        let names: Vec<String> = codes.into_iter().map(|code| self.body(code, on)).collect();
        names.join(", ")
    }

    /// Those who meet, by name.
    pub fn forum(&self, forum: &Forum, on: Date) -> String {
        match forum {
            Forum::Committee(id) => {
                self.mandates.committee(id).map_or_else(|| id.to_string(), |committee| committee.name.clone())
            }
            Forum::GoverningBody(body) => {
                let words = self.board_words(*body, on);
                let first = words.chars().next().into_iter().flat_map(char::to_uppercase);
                format!(
                    "{}{} of {}",
                    first.collect::<String>(),
                    words.get(1..).unwrap_or_default(),
                    self.body(*body, on)
                )
            }
        }
    }

    /// A matter by name and code.
    pub fn matter(&self, matter: &Matter, on: Date) -> String {
        match matter {
            Matter::Service(code) => {
                self.mandates.line(code, on).map_or_else(|| code.to_string(), |line| format!("{} ({code})", line.name))
            }
            Matter::Function(code) => format!("function {code}"),
        }
    }

    /// Several matters by name.
    pub fn matters(&self, matters: &[Matter], on: Date) -> String {
        let names: Vec<String> = matters.iter().map(|matter| self.matter(matter, on)).collect();
        names.join("; ")
    }

    /// Whether the reader has any of some duties today. A visitor has none.
    pub fn has_any(&self, duties: &[Duty]) -> bool {
        let Reader::Person(person) = &self.reader else { return false };
        let actor = Actor::Person(person.clone());
        duties.iter().any(|duty| self.mandates.permit(&actor, duty, self.today).is_ok())
    }

    /// Whether the reader may see what is confidential to a forum, and what it has not published yet.
    pub fn is_within(&self, forum: &Forum) -> bool {
        match forum {
            Forum::Committee(id) => self.has_any(&[
                Duty::ReadConfidential(id.clone()),
                Duty::Convene(id.clone()),
                Duty::Chair(id.clone()),
                Duty::Audit,
            ]),
            Forum::GoverningBody(body) => self.has_any(&[Duty::DecideFor(*body), Duty::KeepScheme(*body), Duty::Audit]),
        }
    }

    /// Whether the reader may read something of a forum's.
    pub fn may_read(&self, forum: &Forum, reading: &Reading) -> bool {
        reading.access == Access::Public || self.is_within(forum)
    }

    /// A meeting's items that the reader may know of, in order of the agenda. Before the agenda is published only those
    /// within the forum see it; a confidential item is in it for everybody, without its title.
    pub fn agenda(&self, meeting: &'a Meeting) -> Vec<&'a Item> {
        if meeting.agenda.is_none() && !self.is_within(&meeting.forum) {
            return Vec::new();
        }
        meeting.items.iter().filter_map(|id| self.executive.item(id)).collect()
    }

    /// An item and its meeting, if the reader may open it.
    pub fn open_item(&self, id: &ItemId) -> Option<(&'a Meeting, &'a Item)> {
        let item = self.executive.item(id)?;
        let meeting = self.executive.meeting(&item.meeting)?;
        let published = meeting.agenda.is_some() || self.is_within(&meeting.forum);
        (published && self.may_read(&meeting.forum, &item.reading)).then_some((meeting, item))
    }

    /// The items at which a proposal was put, whether or not it had effect there.
    pub fn items_of(&self, proposal: &'a Proposal) -> BTreeSet<&'a ItemId> {
        proposal.items.iter().collect()
    }

    /// Whether the reader may see a proposal. One that ever was at a confidential item is confidential.
    pub fn may_see(&self, proposal: &'a Proposal) -> bool {
        self.is_within(&proposal.forum)
            || self.items_of(proposal).into_iter().all(|item| self.open_item(item).is_some())
    }

    /// A proposal, if the reader may see it.
    pub fn proposal(&self, id: &executive::ProposalId) -> Option<&'a Proposal> {
        self.executive.proposal(id).filter(|proposal| self.may_see(proposal))
    }
}

impl std::fmt::Debug for Desk<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("reader", &self.reader).field("today", &self.today).finish_non_exhaustive()
    }
}
