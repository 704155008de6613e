//! What the answers about meetings are worked out from: the rooms as known, today, and who reads.

use app::{Lens, Reader};
use executive::{Access, Executive, Forum, Item, ItemId, Meeting, Paper, PaperVersion, Plan, Proposal, Reading};
use mandate::{Duty, Mandates, Matter, PersonId};
use register::View;
use terms::{Date, OdsCode};

/// The rooms as known at the clock asked about, today, and who reads. What is shown is of that time; who may read it is
/// judged by the reader, who knows no clock but now.
#[derive(Clone)]
pub struct Basis<'a> {
    /// Bodies.
    pub register: View<'a>,
    /// People, posts and powers.
    pub mandates: Mandates<'a>,
    /// Meetings and proposals.
    pub executive: Executive<'a>,
    /// Today, by which deadlines are judged.
    pub today: Date,
    /// Who reads, and what they may.
    pub reader: Reader<'a>,
}

impl<'a> Basis<'a> {
    /// The rooms through a lens.
    pub fn of(lens: &'a Lens) -> Self {
        Self {
            register: lens.register(),
            mandates: lens.mandates(),
            executive: lens.executive(),
            today: lens.today(),
            reader: lens.reader(),
        }
    }

    /// A body by name and code, as it was called on a day.
    pub fn body(&self, code: OdsCode, on: Date) -> String {
        self.register.name_on(code, on).map_or_else(|| code.to_string(), |name| format!("{} ({code})", name.text))
    }

    /// What statute calls those who decide for a body.
    pub fn board_words(&self, body: OdsCode, on: Date) -> &'static str {
        naming::board_words(self.register, body, on)
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
        self.reader.has_any(duties)
    }

    /// Whether the reader may see what is confidential to a forum, and what it has not published yet.
    pub fn is_within(&self, forum: &Forum) -> bool {
        self.reader.is_within(forum)
    }

    /// Whether something was to be read by everybody at the time shown, or the reader is within the forum now.
    fn was_open(&self, forum: &Forum, reading: &Reading) -> bool {
        reading.access == Access::Public || self.is_within(forum)
    }

    /// Whether a meeting's agenda was out at the time shown and is now, or the reader is within the forum now.
    fn shows_agenda(&self, meeting: &Meeting) -> bool {
        (meeting.agenda.is_some() || self.is_within(&meeting.forum)) && self.reader.opens_agenda(&meeting.id)
    }

    /// Whether the reader may read an entry of the forward plan.
    pub fn may_read_plan(&self, plan: &Plan) -> bool {
        self.was_open(&plan.forum, &plan.reading) && self.reader.opens_plan(&plan.id)
    }

    /// Whether the reader may read a version of a paper.
    pub fn may_read_paper(&self, paper: &Paper, version: &PaperVersion) -> bool {
        let open = self.open_item(&paper.item);
        open.is_some_and(|(meeting, _)| self.was_open(&meeting.forum, &version.reading))
            && self.reader.opens_paper(&paper.id, version.version)
    }

    /// A meeting's items that the reader may know of, in order of the agenda. Before the agenda is published only those
    /// within the forum see it; a confidential item is in it for everybody, without its title.
    pub fn agenda(&self, meeting: &'a Meeting) -> Vec<&'a Item> {
        if !self.shows_agenda(meeting) {
            return Vec::new();
        }
        meeting.items.iter().filter_map(|id| self.executive.item(id)).collect()
    }

    /// An item and its meeting, if the reader may open it.
    pub fn open_item(&self, id: &ItemId) -> Option<(&'a Meeting, &'a Item)> {
        let item = self.executive.item(id)?;
        let meeting = self.executive.meeting(&item.meeting)?;
        let is_open = self.shows_agenda(meeting) && self.was_open(&meeting.forum, &item.reading);
        (is_open && self.reader.opens_item(id)).then_some((meeting, item))
    }

    /// Whether the reader may see a proposal. One that ever was at a confidential item, by what is known now, is
    /// confidential, also as it was known before.
    pub fn may_see(&self, proposal: &'a Proposal) -> bool {
        let was_open =
            self.is_within(&proposal.forum) || proposal.items.iter().all(|item| self.open_item(item).is_some());
        was_open && self.reader.opens_proposal(&proposal.id)
    }

    /// Whether a proposal was at public items only, whoever reads: what may stand in minutes that will be public.
    pub fn is_public(&self, proposal: &Proposal) -> bool {
        let is_public = |id: &ItemId| self.executive.item(id).is_some_and(|item| item.reading.access == Access::Public);
        proposal.items.iter().all(is_public) && self.reader.is_at_public_items(&proposal.id)
    }

    /// A proposal, if the reader may see it.
    pub fn proposal(&self, id: &executive::ProposalId) -> Option<&'a Proposal> {
        self.executive.proposal(id).filter(|proposal| self.may_see(proposal))
    }
}

impl std::fmt::Debug for Basis<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Basis").field("reader", &self.reader).field("today", &self.today).finish_non_exhaustive()
    }
}
