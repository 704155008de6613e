//! What is on record of a meeting.

use crate::act::{NoticeSubject, Subject};
use crate::hours::Hours;
use crate::ids::{ActionId, ItemId, MeetingId, NoticeId, PaperId, PlanId, ProposalId};
use crate::kind::{Access, ActionKind, ItemKind, Recusal, Stage, Vote};
use crate::terms_of_reference::Forum;
use crate::text::TextHash;
use jiff::Timestamp;
use mandate::{InterestCategory, InterestId, Matter, PersonId};
use std::collections::{BTreeMap, BTreeSet};
use terms::{Date, Sequence, Text, screen_date};

/// When something was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    /// The entry.
    pub entry: Sequence,
    /// The moment.
    pub at: Timestamp,
}

/// Who may read something, and why not everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Who may.
    pub access: Access,
    /// Why it is confidential.
    pub reason: Option<Text>,
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Its identity.
    pub id: MeetingId,
    /// Whose.
    pub forum: Forum,
    /// The day.
    pub held_on: Date,
    /// When on that day it is to begin and end, if that is settled.
    pub hours: Option<Hours>,
    /// What it is called.
    pub title: Text,
    /// Where.
    pub place: Text,
    /// How far it has come.
    pub stage: Stage,
    /// Which version of the terms of reference it is held under, once open.
    pub terms: Option<u16>,
    /// Its items, in order of the agenda.
    pub items: Vec<ItemId>,
    /// When the agenda was published.
    pub agenda: Option<Stamp>,
    /// Who sent apologies.
    pub apologies: BTreeSet<PersonId>,
    /// Who was there, and when, in order of arrival.
    pub attendance: Vec<Attendance>,
    /// When it was called, opened and closed.
    pub called: Stamp,
    /// When it was opened.
    pub opened: Option<Stamp>,
    /// When it was closed.
    pub closed: Option<Stamp>,
    /// The last change of what one is told who means to come: when, where, and how far it has come.
    pub changed: Stamp,
    /// Why it was called off.
    pub cancelled: Option<Text>,
    /// Versions of the minutes, oldest first.
    pub minutes: Vec<Minutes>,
    /// The version approved, and where.
    pub approved: Option<Approval>,
}

impl Meeting {
    /// The day, and the hours where they are settled: `4 October 2016, 09:30 to 12:00`.
    pub fn when(&self) -> String {
        let day = screen_date(self.held_on);
        self.hours.map_or_else(|| day.clone(), |hours| format!("{day}, {hours}"))
    }

    /// Those in the room.
    pub fn present(&self) -> BTreeSet<&PersonId> {
        self.attendance.iter().filter(|held| held.left.is_none()).map(|held| &held.person).collect()
    }

    /// Whether somebody is in the room.
    pub fn is_present(&self, person: &PersonId) -> bool {
        self.attendance.iter().any(|held| held.left.is_none() && held.person == *person)
    }
}

/// Somebody's time in the room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendance {
    /// Who.
    pub person: PersonId,
    /// When they came.
    pub joined: Stamp,
    /// When they left.
    pub left: Option<Stamp>,
}

/// A version of the minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Minutes {
    /// Markdown.
    pub text: Text,
    /// Its hash.
    pub hash: TextHash,
    /// When written.
    pub written: Stamp,
}

/// The approval of minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// The version.
    pub hash: TextHash,
    /// At which later meeting.
    pub meeting: MeetingId,
    /// When.
    pub stamp: Stamp,
}

/// An item of an agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its identity.
    pub id: ItemId,
    /// Of which meeting.
    pub meeting: MeetingId,
    /// What it is for.
    pub kind: ItemKind,
    /// What it is called.
    pub title: Text,
    /// Who may read it.
    pub reading: Reading,
    /// Whether it was added after the agenda was published.
    pub is_supplement: bool,
    /// How far it has come.
    pub stage: Stage,
    /// Its papers, in order.
    pub papers: Vec<PaperId>,
    /// Interests declared in it.
    pub declarations: Vec<Declaration>,
    /// What was said to it, for the record.
    pub remarks: Vec<Remark>,
    /// Votes on it: the last of each person on each proposal.
    pub votes: BTreeMap<(ProposalId, PersonId), (TextHash, Vote)>,
    /// When it was added.
    pub added: Stamp,
}

/// A declared interest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// In what.
    pub subject: Subject,
    /// Whose.
    pub person: PersonId,
    /// Of which category.
    pub category: InterestCategory,
    /// The entry in the register of interests.
    pub interest: Option<InterestId>,
    /// What it is.
    pub nature: Text,
    /// What follows.
    pub recusal: Recusal,
    /// When.
    pub stamp: Stamp,
}

/// Who may not decide, by the last declaration of each.
pub(crate) fn recused<'a>(declarations: impl IntoIterator<Item = &'a Declaration>) -> BTreeSet<&'a PersonId> {
    let mut declarations: Vec<&Declaration> = declarations.into_iter().collect();
    // Those of several places, in the order in which they were made.
    declarations.sort_by_key(|declared| declared.stamp.entry);
    let mut recused = BTreeSet::new();
    for declared in declarations {
        if declared.recusal == Recusal::TakesPart {
            recused.remove(&declared.person);
        } else {
            recused.insert(&declared.person);
        }
    }
    recused
}

/// Something said for the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Who.
    pub person: PersonId,
    /// What.
    pub text: Text,
    /// When.
    pub stamp: Stamp,
}

/// A paper with its versions, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Its identity.
    pub id: PaperId,
    /// The item.
    pub item: ItemId,
    /// Versions.
    pub versions: Vec<PaperVersion>,
}

/// A version of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperVersion {
    /// From 1.
    pub version: u16,
    /// What it is called.
    pub title: Text,
    /// The hash of the bytes.
    pub hash: TextHash,
    /// What the bytes are.
    pub media_type: String,
    /// Who may read it.
    pub reading: Reading,
    /// Whether it came after the agenda was published.
    pub is_supplement: bool,
    /// When.
    pub stamp: Stamp,
}

/// A coming decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Its identity.
    pub id: PlanId,
    /// Who will decide.
    pub forum: Forum,
    /// When.
    pub expected: Date,
    /// About what.
    pub matter: Matter,
    /// What.
    pub title: Text,
    /// Who may read.
    pub reading: Reading,
    /// The item it was scheduled to.
    pub item: Option<ItemId>,
    /// When it was entered.
    pub stamp: Stamp,
}

/// A notice to members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its identity.
    pub id: NoticeId,
    /// To the members of.
    pub forum: Forum,
    /// Of what.
    pub subject: NoticeSubject,
    /// What it says.
    pub text: Text,
    /// The day.
    pub on: Date,
    /// When.
    pub stamp: Stamp,
}

/// An action or resolution, tracked to closure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Its identity.
    pub id: ActionId,
    /// What it is.
    pub kind: ActionKind,
    /// From which item.
    pub item: ItemId,
    /// What is to be done.
    pub wording: Text,
    /// By whom.
    pub owner: PersonId,
    /// By when.
    pub due: Date,
    /// Given on.
    pub raised: Date,
    /// When it was closed, and what shows it.
    pub closed: Option<(Date, Text)>,
    /// When it was recorded.
    pub stamp: Stamp,
}

impl Action {
    /// Whether it is open past its day.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.closed.is_none() && today > self.due
    }
}
