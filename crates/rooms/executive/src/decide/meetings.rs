//! Terms of reference, and what happens in the room.

use super::{Draft, at_stage, free, kind_of, unknown};
use crate::act::{NewAccess, Route, Subject};
use crate::duty::convene;
use crate::event::Event;
use crate::hours::Hours;
use crate::ids::{ItemId, MeetingId, PaperId};
use crate::kind::{ForumKind, ItemKind, Recusal, Stage};
use crate::meeting::Meeting;
use crate::presence::vacant_seats;
use crate::refusal::Refusal;
use crate::terms_of_reference::{Forum, Method, TermsOfReference};
use crate::text::TextHash;
use mandate::{InterestCategory, InterestId, PersonId};
use terms::{Certainty, Date};

pub(super) fn set_terms(draft: &mut Draft<'_>, terms: &TermsOfReference) -> Result<(), Refusal> {
    let forum = &terms.forum;
    let bad = |why: &str| Refusal::BadTerms { forum: forum.clone(), why: why.to_owned() };
    let kind = match forum {
        Forum::GoverningBody(_) => {
            sits(draft, forum, terms.from)?;
            ForumKind::GoverningBody
        }
        Forum::Committee(id) => {
            let committee = draft.mandates.committee(id).ok_or_else(|| unknown("committee", id))?;
            sits(draft, forum, terms.from)?;
            kind_of(committee.shape)
        }
    };
    if terms.source.trim().is_empty() {
        return Err(Refusal::Missing { what: "the document in which the terms stand" });
    }
    match terms.method {
        Method::Votes { .. } if kind.decides_body_by_body() => {
            return Err(bad("a vote binds no body where each keeps its own power"));
        }
        Method::Consensus { .. } if !kind.decides_body_by_body() => {
            return Err(bad("a forum that holds power decides by votes, unanimous ones if need be"));
        }
        Method::Consensus { rounds: 0, .. } => return Err(bad("there must be at least one round of negotiation")),
        _ => {}
    }
    if terms.seats.is_empty() {
        return Err(bad("there are no seats"));
    }
    if terms.quorum.persons == 0 {
        return Err(bad("a quorum of nobody is none"));
    }
    if let Some(class) =
        terms.quorum.classes.iter().find(|class| terms.seats.iter().all(|seat| seat.class != class.class))
    {
        return Err(bad(&format!("no seat is of the class `{}`", class.class)));
    }
    draft.push(Event::TermsSet { kind, terms: terms.clone() });
    Ok(())
}

/// Those who meet must be there that day: a governing body as long as its body lives, a committee as long as it and one of its
/// members do.
fn sits(draft: &Draft<'_>, forum: &Forum, on: Date) -> Result<(), Refusal> {
    let sits = match forum {
        Forum::GoverningBody(body) => draft.mandates.life(*body).contains(on) != Certainty::No,
        Forum::Committee(id) => draft.mandates.committee(id).is_some_and(|committee| committee.sits(on)),
    };
    if sits { Ok(()) } else { Err(Refusal::DoesNotSit { forum: forum.clone(), on }) }
}

pub(super) fn call(
    draft: &mut Draft<'_>,
    meeting: &MeetingId,
    forum: &Forum,
    on: Date,
    hours: Option<Hours>,
    title: &str,
    place: &str,
) -> Result<(), Refusal> {
    free("a meeting", meeting, draft.known.meeting(meeting))?;
    if draft.known.terms_on(forum, on).is_none() {
        return Err(Refusal::NoTerms { forum: forum.clone(), on });
    }
    if on < draft.today {
        return Err(Refusal::DayPassed { what: "the day of the meeting", on });
    }
    sits(draft, forum, on)?;
    let (title, place) = (draft.required("a title", title)?, draft.required("a place", place)?);
    let (meeting, forum) = (meeting.clone(), forum.clone());
    draft.push(Event::MeetingCalled { meeting, forum, held_on: on, hours, title, place });
    Ok(())
}

pub(super) fn set_hours(draft: &mut Draft<'_>, meeting: &MeetingId, hours: Hours) -> Result<(), Refusal> {
    let held = draft.meeting(meeting)?;
    at_stage("the meeting", meeting, held.stage, Stage::Planned)?;
    if held.hours != Some(hours) {
        draft.push(Event::HoursSet { meeting: meeting.clone(), hours });
    }
    Ok(())
}

pub(super) fn cancel(draft: &mut Draft<'_>, meeting: &MeetingId, reason: &str) -> Result<(), Refusal> {
    let held = draft.meeting(meeting)?;
    at_stage("the meeting", meeting, held.stage, Stage::Planned)?;
    let reason = draft.required("a reason", reason)?;
    draft.push(Event::MeetingCancelled { meeting: meeting.clone(), reason });
    Ok(())
}

pub(super) fn add_item(
    draft: &mut Draft<'_>,
    meeting: &MeetingId,
    item: &ItemId,
    kind: ItemKind,
    title: &str,
    access: &NewAccess,
) -> Result<(), Refusal> {
    free("an agenda item", item, draft.known.item(item))?;
    live(draft.meeting(meeting)?)?;
    let title = draft.required("a title", title)?;
    let (access, reason) = draft.access(access)?;
    let (meeting, item) = (meeting.clone(), item.clone());
    draft.push(Event::ItemAdded { meeting, item, kind, title, access, reason });
    Ok(())
}

pub(super) fn file_paper(
    draft: &mut Draft<'_>,
    item: &ItemId,
    paper: &PaperId,
    title: &str,
    hash: TextHash,
    media_type: &str,
    access: &NewAccess,
) -> Result<(), Refusal> {
    let held = draft.item(item)?;
    live(draft.meeting(&held.meeting)?)?;
    if held.stage == Stage::Closed {
        // What was not there when the item was taken cannot have been read for it.
        return Err(closed("the item", item));
    }
    if let Some(filed) = draft.known.paper(paper)
        && (filed.item != *item || filed.versions.iter().any(|version| version.hash == hash))
    {
        return Err(Refusal::Taken { what: "a paper", id: paper.to_string() });
    }
    let title = draft.required("a title", title)?;
    let (access, reason) = draft.access(access)?;
    let (item, paper, media_type) = (item.clone(), paper.clone(), media_type.to_owned());
    draft.push(Event::PaperFiled { item, paper, title, hash, media_type, access, reason });
    Ok(())
}

fn closed(what: &'static str, id: &impl ToString) -> Refusal {
    Refusal::Stage { what, id: id.to_string(), found: Stage::Closed.slug(), wanted: Stage::Open.slug() }
}

/// A meeting that has not ended.
pub(super) fn live(meeting: &Meeting) -> Result<(), Refusal> {
    match meeting.stage {
        Stage::Planned | Stage::Open => Ok(()),
        found => at_stage("the meeting", &meeting.id, found, Stage::Open),
    }
}

pub(super) fn publish_agenda(draft: &mut Draft<'_>, id: &MeetingId) -> Result<(), Refusal> {
    let meeting = draft.meeting(id)?;
    at_stage("the meeting", id, meeting.stage, Stage::Planned)?;
    if meeting.agenda.is_some() {
        return Err(Refusal::Taken { what: "a published agenda of", id: id.to_string() });
    }
    draft.push(Event::AgendaPublished { meeting: id.clone(), on: draft.today });
    Ok(())
}

pub(super) fn apologise(draft: &mut Draft<'_>, id: &MeetingId, person: &PersonId) -> Result<(), Refusal> {
    live(draft.meeting(id)?)?;
    known_person(draft, person)?;
    draft.push(Event::Apologised { meeting: id.clone(), person: person.clone() });
    Ok(())
}

pub(super) fn arrive(draft: &mut Draft<'_>, id: &MeetingId, person: &PersonId) -> Result<(), Refusal> {
    let meeting = draft.meeting(id)?;
    live(meeting)?;
    draft.same_day(meeting)?;
    known_person(draft, person)?;
    if meeting.is_present(person) {
        return Err(Refusal::AlreadyPresent { person: person.clone() });
    }
    draft.push(Event::Arrived { meeting: id.clone(), person: person.clone() });
    Ok(())
}

pub(super) fn leave(draft: &mut Draft<'_>, id: &MeetingId, person: &PersonId) -> Result<(), Refusal> {
    let meeting = draft.meeting(id)?;
    live(meeting)?;
    draft.same_day(meeting)?;
    if !meeting.is_present(person) {
        return Err(Refusal::NotPresent { person: person.clone() });
    }
    draft.push(Event::Left { meeting: id.clone(), person: person.clone() });
    Ok(())
}

fn known_person(draft: &Draft<'_>, person: &PersonId) -> Result<(), Refusal> {
    draft.mandates.person(person).map(|_| ()).ok_or_else(|| unknown("person", person))
}

pub(super) fn declare(
    draft: &mut Draft<'_>,
    subject: &Subject,
    person: &PersonId,
    category: InterestCategory,
    interest: Option<&InterestId>,
    nature: &str,
    recusal: Recusal,
) -> Result<(), Refusal> {
    let forum = match subject {
        Subject::Item(id) => {
            let item = draft.item(id)?;
            if item.stage == Stage::Closed {
                return Err(closed("the item", id));
            }
            let meeting = draft.meeting(&item.meeting)?;
            live(meeting)?;
            &meeting.forum
        }
        Subject::Proposal(id) => {
            let proposal = draft.proposal(id)?;
            // At a meeting it is declared at the item, where everybody hears it.
            if matches!(proposal.route, Route::Item { .. }) {
                return Err(unknown("proposal decided outside a meeting", id));
            }
            &proposal.forum
        }
    };
    known_person(draft, person)?;
    // One declares for oneself; the clerk records what was declared aloud.
    let in_person = matches!(draft.actor, mandate::Actor::Person(actor) if actor == person);
    if !in_person && draft.mandates.permit(draft.actor, &convene(forum), draft.today).is_err() {
        return Err(Refusal::NotInPerson { person: person.clone() });
    }
    if let Some(id) = interest
        && draft.mandates.interest(id).is_none()
    {
        return Err(unknown("interest", id));
    }
    let nature = draft.required("the nature of the interest", nature)?;
    draft.push(Event::InterestDeclared {
        subject: subject.clone(),
        person: person.clone(),
        category,
        interest: interest.cloned(),
        nature,
        recusal,
    });
    Ok(())
}

pub(super) fn open(draft: &mut Draft<'_>, id: &MeetingId) -> Result<(), Refusal> {
    let meeting = draft.meeting(id)?;
    at_stage("the meeting", id, meeting.stage, Stage::Planned)?;
    draft.same_day(meeting)?;
    if let Forum::Committee(committee) = &meeting.forum
        && !draft.mandates.committee(committee).is_some_and(|held| held.sits(draft.today))
    {
        return Err(Refusal::DoesNotSit { forum: meeting.forum.clone(), on: draft.today });
    }
    let terms = draft.terms(&meeting.forum)?;
    let missing: Vec<String> =
        vacant_seats(draft.mandates, &terms.terms, draft.today).into_iter().map(|seat| seat.name.clone()).collect();
    if !missing.is_empty() {
        return Err(Refusal::NotConstituted { meeting: id.clone(), missing });
    }
    draft.push(Event::MeetingOpened { meeting: id.clone(), terms: terms.version });
    Ok(())
}

pub(super) fn close(draft: &mut Draft<'_>, id: &MeetingId) -> Result<(), Refusal> {
    let meeting = draft.meeting(id)?;
    at_stage("the meeting", id, meeting.stage, Stage::Open)?;
    let open: Vec<ItemId> = items_at(draft, meeting, Stage::Open);
    for item in open {
        draft.push(Event::ItemClosed { item });
    }
    draft.push(Event::MeetingClosed { meeting: id.clone() });
    Ok(())
}

fn items_at(draft: &Draft<'_>, meeting: &Meeting, stage: Stage) -> Vec<ItemId> {
    let at = |id: &&ItemId| draft.known.item(id).is_some_and(|item| item.stage == stage);
    meeting.items.iter().filter(at).cloned().collect()
}

pub(super) fn open_item(draft: &mut Draft<'_>, id: &ItemId) -> Result<(), Refusal> {
    let item = draft.item(id)?;
    let meeting = draft.meeting(&item.meeting)?;
    at_stage("the meeting", &meeting.id, meeting.stage, Stage::Open)?;
    draft.same_day(meeting)?;
    // An item may be taken again while the meeting lasts.
    if item.stage == Stage::Open {
        return Err(Refusal::Stage { what: "the item", id: id.to_string(), found: "open", wanted: "planned" });
    }
    for other in items_at(draft, meeting, Stage::Open) {
        draft.push(Event::ItemClosed { item: other });
    }
    draft.push(Event::ItemOpened { item: id.clone() });
    Ok(())
}

pub(super) fn close_item(draft: &mut Draft<'_>, id: &ItemId) -> Result<(), Refusal> {
    at_stage("the item", id, draft.item(id)?.stage, Stage::Open)?;
    draft.push(Event::ItemClosed { item: id.clone() });
    Ok(())
}

pub(super) fn speak(draft: &mut Draft<'_>, id: &ItemId, remark: &str) -> Result<(), Refusal> {
    let person = draft.person("speak")?;
    let (_, meeting, room) = draft.open_item(id)?;
    let sitting = room.find(person).ok_or_else(|| Refusal::NotPresent { person: person.clone() })?;
    if sitting.seats.is_empty() {
        let (person, forum) = (person.clone(), meeting.forum.clone());
        return Err(Refusal::NoSeat { person, forum, carries: "speaks" });
    }
    let remark = draft.required("what was said", remark)?;
    draft.push(Event::Spoke { item: id.clone(), person: person.clone(), remark });
    Ok(())
}
