//! Meetings, items and papers.

use super::Taking;
use crate::act::Subject;
use crate::event::Event;
use crate::ids::{ItemId, MeetingId};
use crate::kind::Stage;
use crate::meeting::{Approval, Attendance, Declaration, Item, Meeting, Minutes, Paper, PaperVersion, Remark};
use std::collections::{BTreeMap, BTreeSet};
use terms::ReplayError;

impl Taking<'_> {
    fn meeting(&mut self, id: &MeetingId) -> Result<&mut Meeting, ReplayError> {
        let missing = self.missing("meeting", id);
        self.state.meetings.change(self.stamp.entry, id).ok_or(missing)
    }

    /// A meeting of which something changes that one is told who means to come.
    fn changed(&mut self, id: &MeetingId) -> Result<&mut Meeting, ReplayError> {
        let stamp = self.stamp;
        let held = self.meeting(id)?;
        held.changed = stamp;
        Ok(held)
    }

    fn item(&mut self, id: &ItemId) -> Result<&mut Item, ReplayError> {
        let missing = self.missing("agenda item", id);
        self.state.items.change(self.stamp.entry, id).ok_or(missing)
    }

    fn agenda_is_out(&self, meeting: &MeetingId) -> bool {
        self.state.meetings.get(meeting, self.stamp.entry).is_some_and(|held| held.agenda.is_some())
    }

    /// Takes an event of a meeting.
    #[expect(clippy::unnested_or_patterns, reason = "a group of events is a pattern of its own")]
    pub(super) fn take_meeting(&mut self, event: &Event) -> Result<(), ReplayError> {
        let stamp = self.stamp;
        match event {
            Event::MeetingCalled { meeting, forum, held_on, hours, title, place } => {
                let value = Meeting {
                    id: meeting.clone(),
                    forum: forum.clone(),
                    held_on: *held_on,
                    hours: *hours,
                    title: self.text(*title),
                    place: self.text(*place),
                    stage: Stage::Planned,
                    terms: None,
                    items: Vec::new(),
                    agenda: None,
                    apologies: BTreeSet::new(),
                    attendance: Vec::new(),
                    called: stamp,
                    changed: stamp,
                    opened: None,
                    closed: None,
                    cancelled: None,
                    minutes: Vec::new(),
                    approved: None,
                };
                self.state.meetings.insert(stamp.entry, meeting.clone(), value);
                Ok(())
            }
            Event::HoursSet { meeting, hours } => self.changed(meeting).map(|held| held.hours = Some(*hours)),
            Event::MeetingCancelled { meeting, reason } => {
                let reason = self.text(*reason);
                self.changed(meeting).map(|held| {
                    held.stage = Stage::Cancelled;
                    held.cancelled = Some(reason);
                })
            }
            Event::ItemAdded { meeting, item, kind, title, access, reason } => {
                let value = Item {
                    id: item.clone(),
                    meeting: meeting.clone(),
                    kind: *kind,
                    title: self.text(*title),
                    reading: self.reading(*access, *reason),
                    is_supplement: self.agenda_is_out(meeting),
                    stage: Stage::Planned,
                    papers: Vec::new(),
                    declarations: Vec::new(),
                    remarks: Vec::new(),
                    votes: BTreeMap::new(),
                    added: stamp,
                };
                self.state.items.insert(stamp.entry, item.clone(), value);
                self.meeting(meeting).map(|held| held.items.push(item.clone()))
            }
            Event::PaperFiled { .. } => self.file_paper(event),
            Event::AgendaPublished { meeting, .. } => self.changed(meeting).map(|held| held.agenda = Some(stamp)),
            Event::Apologised { meeting, person } => self.meeting(meeting).map(|held| {
                held.apologies.insert(person.clone());
            }),
            Event::Arrived { meeting, person } => self.meeting(meeting).map(|held| {
                held.apologies.remove(person);
                held.attendance.push(Attendance { person: person.clone(), joined: stamp, left: None });
            }),
            Event::Left { meeting, person } => self.meeting(meeting).map(|held| {
                for there in held.attendance.iter_mut().filter(|there| there.person == *person && there.left.is_none())
                {
                    there.left = Some(stamp);
                }
            }),
            Event::InterestDeclared { subject, person, category, interest, nature, recusal } => {
                let declared = Declaration {
                    subject: subject.clone(),
                    person: person.clone(),
                    category: *category,
                    interest: interest.clone(),
                    nature: self.text(*nature),
                    recusal: *recusal,
                    stamp,
                };
                match subject {
                    Subject::Item(id) => self.item(id).map(|held| held.declarations.push(declared)),
                    Subject::Proposal(id) => self.proposal(id).map(|held| held.declarations.push(declared)),
                }
            }
            Event::MeetingOpened { meeting, terms } => self.changed(meeting).map(|held| {
                held.stage = Stage::Open;
                held.terms = Some(*terms);
                held.opened = Some(stamp);
            }),
            Event::MeetingClosed { meeting } => self.changed(meeting).map(|held| {
                held.stage = Stage::Closed;
                held.closed = Some(stamp);
                for there in held.attendance.iter_mut().filter(|there| there.left.is_none()) {
                    there.left = Some(stamp);
                }
            }),
            Event::ItemOpened { item } => self.item(item).map(|held| held.stage = Stage::Open),
            Event::ItemClosed { item } => self.item(item).map(|held| held.stage = Stage::Closed),
            Event::Spoke { item, person, remark } => {
                let remark = Remark { person: person.clone(), text: self.text(*remark), stamp };
                self.item(item).map(|held| held.remarks.push(remark))
            }
            Event::VoteCast { item, proposal, text, person, vote } => self.item(item).map(|held| {
                held.votes.insert((proposal.clone(), person.clone()), (*text, *vote));
            }),
            Event::MinutesWritten { meeting, text, hash } => {
                let version = Minutes { text: self.text(*text), hash: *hash, written: stamp };
                self.meeting(meeting).map(|held| held.minutes.push(version))
            }
            Event::MinutesApproved { meeting, hash, at } => {
                let approval = Approval { hash: *hash, meeting: at.clone(), stamp };
                self.changed(meeting).map(|held| held.approved = Some(approval))
            }
            of_proposals!() | of_records!() => Ok(()),
        }
    }

    fn file_paper(&mut self, event: &Event) -> Result<(), ReplayError> {
        let Event::PaperFiled { item, paper, title, hash, media_type, access, reason } = event else { return Ok(()) };
        let (entry, stamp) = (self.stamp.entry, self.stamp);
        let of = self.item(item)?.meeting.clone();
        let mut version = PaperVersion {
            version: 1,
            title: self.text(*title),
            hash: *hash,
            media_type: media_type.clone(),
            reading: self.reading(*access, *reason),
            is_supplement: self.agenda_is_out(&of),
            stamp,
        };
        if let Some(held) = self.state.papers.change(entry, paper) {
            version.version = held.versions.len() as u16 + 1;
            held.versions.push(version);
            return Ok(());
        }
        let value = Paper { id: paper.clone(), item: item.clone(), versions: vec![version] };
        self.state.papers.insert(entry, paper.clone(), value);
        self.item(item)?.papers.push(paper.clone());
        Ok(())
    }
}
