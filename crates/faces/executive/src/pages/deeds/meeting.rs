//! The forms of a meeting and its items.

use executive::{
    Act, Forum, Hours, Item, ItemKind, Meeting, Part, Proposal, ProposalId, Recusal, Standing, Subject as About,
    TextHash, Vote,
};
use jiff::civil::Time;
use mandate::InterestCategory;

use super::sheet::{Sheet, Taken};
use super::{Deed, Doing, fresh, people};
use crate::answers::{Desk, item};
use kit::refused::FieldError;
use kit::site::sentence;

/// The proposals on which one can vote at an item, each with the wording that is put there: those tabled at it that are
/// decided by votes, and at a governing body's own meeting those of others that wait for its answer.
pub(super) fn votable<'a>(desk: &Desk<'a>, meeting: &Meeting, held: &Item) -> Vec<(&'a Proposal, TextHash)> {
    let here = item::proposals(desk, held).into_iter().filter(|proposal| {
        let terms = desk.executive.terms_on(&proposal.forum, desk.today);
        let by_votes = terms.is_some_and(|terms| matches!(terms.terms.method, executive::Method::Votes { .. }));
        by_votes && proposal.parts.values().any(|part| matches!(part.standing, Standing::Awaiting))
    });
    let here = here.filter_map(|proposal| Some((proposal, proposal.wording()?.hash)));
    here.chain(referred_to(desk, meeting)).collect()
}

/// The proposals of other forums that wait for the answer of the governing body that meets.
fn referred_to<'a>(desk: &Desk<'a>, meeting: &Meeting) -> Vec<(&'a Proposal, TextHash)> {
    let Forum::GoverningBody(body) = meeting.forum else { return Vec::new() };
    let its_own = |part: &&Part| part.body == body || desk.mandates.acting_body(part.body, desk.today) == body;
    let waits = |part: &&Part| matches!(part.standing, Standing::Referred(_) | Standing::Outside { .. });
    let others = desk.executive.proposals().filter(|proposal| proposal.forum != meeting.forum);
    let seen = others.filter(|proposal| desk.may_see(proposal));
    seen.filter_map(|proposal| Some((proposal, proposal.parts.values().filter(waits).find(its_own)?.put))).collect()
}

/// Pairs of value and words of one of the fixed words.
macro_rules! options {
    ($kind:ty) => {
        <$kind>::ALL.iter().map(|word| (word.slug().to_owned(), word.words().to_owned())).collect::<Vec<_>>()
    };
}

/// Asks when a meeting begins and ends.
fn hours(sheet: &mut Sheet<'_>, first: Option<Hours>, more: &str) {
    let at =
        |time: fn(Hours) -> Time| first.map_or_else(String::new, |hours| time(hours).strftime("%H:%M").to_string());
    let hint = format!("On the 24-hour clock in England, for example 09:30. {more}");
    sheet.line("begins", "When does it begin?", hint.trim_end(), &at(Hours::from));
    sheet.line("ends", "When does it end?", "For example, 12:00", &at(Hours::to));
}

/// Whether the times must be said.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Settled {
    Now,
    Perhaps,
}

/// The times a form says, with a fault where one is missing or none.
fn read_hours(taken: &mut Taken<'_>, settled: Settled) -> Option<Hours> {
    let said = ["begins", "ends"].map(|name| taken.optional(name));
    if settled == Settled::Perhaps && said.iter().all(String::is_empty) {
        return None;
    }
    let mut read = |name: &str, text: &str, what: &str| {
        let time = time_of_day(text);
        if time.is_none() {
            taken.fault(name, format!("Enter when the meeting {what}, on the 24-hour clock, for example 09:30"));
        }
        time
    };
    let [begins, ends] = &said;
    let (begins, ends) = (read("begins", begins, "begins"), read("ends", ends, "ends"));
    match Hours::new(begins?, ends?) {
        Ok(hours) => Some(hours),
        Err(refusal) => {
            taken.fault("ends", sentence(&refusal.to_string()));
            None
        }
    }
}

/// A time of day to the minute: `9:30`, `09:30` or `09.30`.
fn time_of_day(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once([':', '.'])?;
    let number = |text: &str| text.parse::<i8>().ok().filter(|_| text.bytes().all(|letter| letter.is_ascii_digit()));
    if !(1..=2).contains(&hour.len()) || minute.len() != 2 {
        return None;
    }
    Time::new(number(hour)?, number(minute)?, 0, 0).ok()
}

pub(super) fn draw(deed: Deed, doing: &Doing<'_, '_>, sheet: &mut Sheet<'_>) -> Option<()> {
    let (desk, subject) = (doing.desk, doing.subject);
    match deed {
        Deed::Call => {
            sheet.line("title", "What the meeting is called", "For example, Commissioning executive, October", "");
            sheet.day("on", "On which day is it held?", "", None);
            hours(sheet, None, "Leave both times empty where they are not settled yet.");
            sheet.line("place", "Where", "A room, or that it is held by video", "");
        }
        Deed::SetHours => {
            sheet.words("The page, the pack and the calendar then say so. Calendars that follow the meetings are changed.");
            hours(sheet, subject.meeting?.hours, "");
        }
        Deed::Cancel => sheet.area("reason", "Why the meeting is called off", "Members and the public are told.", 3, ""),
        Deed::AddItem => {
            sheet.line("title", "What the item is about", "", "");
            sheet.pick("kind", "What is it for?", "", &options!(ItemKind), "decision");
            sheet.access();
        }
        Deed::FilePaper => {
            let item = subject.item?;
            let held: Vec<(String, String)> = [(String::from("new"), String::from("A new paper"))]
                .into_iter()
                .chain(item.papers.iter().filter_map(|id| {
                    let last = desk.executive.paper(id)?.versions.last()?;
                    Some((id.to_string(), format!("A new version of {} (now version {})", last.title, last.version)))
                }))
                .collect();
            sheet.pick("paper", "Is it a new paper?", "", &held, "new");
            sheet.line("title", "What the paper is called", "", "");
            sheet.access();
            sheet.area("text", "The paper, as Markdown", "Leave empty if you upload a file.", 15, "");
            sheet.file("file", "Or upload it", "Markdown, PDF, or DOCX as an attachment. Up to 32 MB. A PDF without tags cannot be read by a screen reader, and the pack then says so.");
        }
        Deed::PublishAgenda => {
            sheet.words("From then on everybody can read the agenda and its public papers. What is added later is shown as a supplement.");
        }
        Deed::Apologise | Deed::Arrive => {
            let meeting = subject.meeting?;
            let all = people(desk, &meeting.forum, meeting.held_on);
            let all: Vec<(String, String)> = all
                .into_iter()
                .filter(|(id, _)| !meeting.present().iter().any(|present| present.as_str() == id))
                .collect();
            sheet.pick("person", "Who?", "", &all, "");
        }
        Deed::Leave => {
            let meeting = subject.meeting?;
            let mut all: Vec<(String, String)> =
                meeting.present().into_iter().map(|id| (id.to_string(), desk.person(id))).collect();
            all.sort_by(|one, two| one.1.cmp(&two.1));
            sheet.pick("person", "Who?", "The quorum is counted again at once.", &all, "");
        }
        Deed::Declare => {
            sheet.words("You declare for yourself. What you declare here is shown with the item.");
            sheet.pick("category", "Which kind of interest?", "", &options!(InterestCategory), "");
            let mut held: Vec<(String, String)> = vec![(String::new(), "None of them".to_owned())];
            held.extend(desk.mandates.interests_of(doing.me, desk.today).into_iter().map(|declared| {
                (declared.interest.id.to_string(), declared.wording.unwrap_or("(erased)").to_owned())
            }));
            if held.len() > 1 {
                sheet.pick("interest", "Is it one in the register of interests?", "", &held, "");
            }
            sheet.area("nature", "What is the interest?", "", 3, "");
            sheet.pick("recusal", "What follows?", "", &options!(Recusal), "");
        }
        Deed::OpenMeeting => sheet.words("The meeting begins under the terms of reference in force today. It cannot begin while a required seat is vacant."),
        Deed::CloseMeeting => sheet.words("The meeting ends. Everybody still in the room leaves it."),
        Deed::OpenItem => sheet.words("The item is taken. What is decided under it is decided by those then present and able to decide."),
        Deed::CloseItem => sheet.words("The item is left. It can be taken again in the same meeting."),
        Deed::Speak => sheet.area("remark", "What you say, for the record", "", 5, ""),
        Deed::CastVote => {
            let item = subject.item?;
            let all: Vec<(String, String)> = votable(desk, subject.meeting?, item)
                .into_iter()
                .map(|(proposal, _)| (proposal.id.to_string(), proposal.title.to_string()))
                .collect();
            sheet.pick("proposal", "On which proposal?", "", &all, all.first().map_or("", |(id, _)| id.as_str()));
            sheet.pick("vote", "Your vote", "The last one you cast counts.", &options!(Vote), "");
        }
        _ => return None,
    }
    Some(())
}

pub(super) fn read(deed: Deed, doing: &Doing<'_, '_>, mut taken: Taken<'_>) -> Result<Vec<Act>, Vec<FieldError>> {
    let subject = doing.subject;
    let meeting = subject.meeting.map(|meeting| meeting.id.clone());
    let item = subject.item.map(|item| item.id.clone());
    match deed {
        Deed::Call => {
            let title = taken.text("title", "Enter what the meeting is called");
            let on = taken.day("on", "Enter the day of the meeting");
            let hours = read_hours(&mut taken, Settled::Perhaps);
            let place = taken.text("place", "Enter where it is held");
            let forum = subject.forum();
            taken.done(|| {
                Some(vec![Act::Call { meeting: fresh("meeting")?, forum: forum?, on: on?, hours, title, place }])
            })
        }
        Deed::SetHours => {
            let hours = read_hours(&mut taken, Settled::Now);
            taken.done(|| Some(vec![Act::SetHours { meeting: meeting?, hours: hours? }]))
        }
        Deed::Cancel => {
            let reason = taken.text("reason", "Enter why the meeting is called off");
            taken.done(|| Some(vec![Act::Cancel { meeting: meeting?, reason }]))
        }
        Deed::AddItem => {
            let title = taken.text("title", "Enter what the item is about");
            let kind = taken.value("kind", "Choose what the item is for");
            let access = taken.access();
            taken.done(|| {
                Some(vec![Act::AddItem { meeting: meeting?, item: fresh("item")?, kind: kind?, title, access }])
            })
        }
        Deed::FilePaper => paper(doing, taken),
        Deed::PublishAgenda => taken.done(|| Some(vec![Act::PublishAgenda { meeting: meeting? }])),
        Deed::Apologise | Deed::Arrive | Deed::Leave => {
            let person = taken.value("person", "Choose who");
            taken.done(|| {
                let (meeting, person) = (meeting?, person?);
                Some(vec![match deed {
                    Deed::Apologise => Act::Apologise { meeting, person },
                    Deed::Arrive => Act::Arrive { meeting, person },
                    _ => Act::Leave { meeting, person },
                }])
            })
        }
        Deed::Declare => {
            let category = taken.value("category", "Choose which kind of interest");
            let nature = taken.text("nature", "Enter what the interest is");
            let recusal = taken.value("recusal", "Choose what follows");
            let interest = taken.values.get("interest").and_then(|id| id.parse().ok());
            let about = item.map(About::Item).or_else(|| subject.proposal.map(|held| About::Proposal(held.id.clone())));
            let person = doing.me.clone();
            taken.done(|| {
                let (subject, category, recusal) = (about?, category?, recusal?);
                Some(vec![Act::Declare { subject, person, category, interest, nature, recusal }])
            })
        }
        Deed::OpenMeeting => taken.done(|| Some(vec![Act::OpenMeeting { meeting: meeting? }])),
        Deed::CloseMeeting => taken.done(|| Some(vec![Act::CloseMeeting { meeting: meeting? }])),
        Deed::OpenItem => taken.done(|| Some(vec![Act::OpenItem { item: item? }])),
        Deed::CloseItem => taken.done(|| Some(vec![Act::CloseItem { item: item? }])),
        Deed::Speak => {
            let remark = taken.text("remark", "Enter what you say");
            taken.done(|| Some(vec![Act::Speak { item: item?, remark }]))
        }
        Deed::CastVote => {
            let proposal: Option<ProposalId> = taken.value("proposal", "Choose the proposal");
            let vote = taken.value("vote", "Choose your vote");
            taken.done(|| {
                let proposal = proposal?;
                let put = votable(doing.desk, subject.meeting?, subject.item?);
                let (_, text) = put.into_iter().find(|(held, _)| held.id == proposal)?;
                Some(vec![Act::CastVote { item: item?, proposal, text, vote: vote? }])
            })
        }
        _ => Ok(Vec::new()),
    }
}

/// A paper typed or uploaded. What it is follows from its bytes and its name, never from what the browser says.
fn paper(doing: &Doing<'_, '_>, mut taken: Taken<'_>) -> Result<Vec<Act>, Vec<FieldError>> {
    let title = taken.text("title", "Enter what the paper is called");
    let access = taken.access();
    let typed = taken.values.get("text");
    let sent = taken.values.file.as_ref();
    let found = match (typed, sent) {
        (Some(_), Some(_)) => Err(("text", "Either type the paper or upload it, not both".to_owned())),
        (None, None) => Err(("text", "Enter the paper, or choose a file".to_owned())),
        (Some(text), None) => markdown("text", text).map(|()| (TextHash::of(text.as_bytes()), MARKDOWN)),
        (None, Some(sent)) => media_type(&sent.name, &sent.bytes).map(|kind| (TextHash::of(&sent.bytes), kind)),
    };
    let found = found.map_err(|(field, message)| taken.fault(field, message)).ok();
    let item = doing.subject.item.map(|item| item.id.clone());
    let id = match taken.values.get("paper") {
        Some("new") | None => fresh("paper"),
        Some(held) => held.parse().ok(),
    };
    taken.done(|| {
        let (hash, kind) = found?;
        Some(vec![Act::FilePaper { item: item?, paper: id?, title, hash, media_type: kind.to_owned(), access }])
    })
}

pub(crate) const MARKDOWN: &str = "text/markdown; charset=utf-8";
pub(crate) const PDF: &str = "application/pdf";
pub(crate) const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

fn markdown(field: &'static str, text: &str) -> Result<(), (&'static str, String)> {
    paper::check("the paper", text).map_err(|error| (field, sentence(&error.to_string())))
}

fn media_type(name: &str, bytes: &[u8]) -> Result<&'static str, (&'static str, String)> {
    let wrong = |message: &str| Err(("file", message.to_owned()));
    if bytes.starts_with(b"%PDF-") {
        return match paper::inspect("the paper", bytes) {
            Ok(_) => Ok(PDF),
            Err(error) => Err(("file", sentence(&error.to_string()))),
        };
    }
    let name = name.to_lowercase();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    if bytes.starts_with(b"PK\x03\x04") {
        return if ending == "docx" { Ok(DOCX) } else { wrong("Only Markdown, PDF and DOCX files are taken") };
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if matches!(ending, "md" | "markdown" | "txt") => markdown("file", text).map(|()| MARKDOWN),
        _ => wrong("Only Markdown, PDF and DOCX files are taken"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_are() {
        assert_eq!(media_type("a.md", b"# A paper"), Ok(MARKDOWN));
        assert_eq!(media_type("a.docx", b"PK\x03\x04rest"), Ok(DOCX));
        assert!(media_type("a.pdf", b"not one").is_err());
        assert!(media_type("a.md", b"<script>alert(1)</script>").is_err(), "a paper holds no HTML");
        assert!(media_type("a.exe", b"MZ").is_err());
        assert!(media_type("a.md", b"\xff\xfe").is_err());
    }
}
