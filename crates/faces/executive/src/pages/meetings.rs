//! The calendar of meetings, and one meeting.

use axum::extract::Path;
use axum::response::Response;
use executive::{Access, Forum, Meeting, NoticeSubject, Stage};

use super::frame::{PageRequest, Section, link, paragraph};
use super::notices;
use crate::answers;
use crate::answers::meeting::{agenda, agenda_table, attendance, n_members, part, quorum, quorum_words, terms};
use crate::answers::{Basis, MeetingFilter, clock, meetings as table_of, meetings::forums, meetings::stage};
use ask::day;
use kit::components::{Button, Crumb, Input, Select, SelectOption, SummaryList, SummaryRow, Tag, TagColour};
use kit::markup::Markup;
use kit::refused::{FieldError, Problem};
use kit::site::{date_in, filled};

/// A form that asks the same page for less: fields side by side and a button.
pub(super) fn filter_form(at: &PageRequest, fields: &[Markup]) -> Markup {
    let kept: String = at
        .beside("")
        .query
        .iter()
        .map(|(name, value)| {
            format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", Markup::escaped(name), Markup::escaped(value))
        })
        .collect();
    let open =
        format!("<form class=\"fp-filter\" method=\"get\" action=\"{}\">{kept}", Markup::escaped(&at.address.path));
    Markup::joined(
        [Markup::trusted(open)]
            .into_iter()
            .chain(fields.iter().cloned())
            .chain([Markup::of(&Button { small: true, ..Button::submit("Show") }), Markup::trusted("</form>")]),
    )
}

/// A field for a day in a filter.
pub(super) fn day_field(at: &PageRequest, name: &str, label: &str) -> Markup {
    Markup::of(&Input {
        name: name.to_owned(),
        label: label.into(),
        input_type: Some("date".to_owned()),
        value: filled(&at.address, name).map(str::to_owned),
        ..Input::default()
    })
}

/// A list of forums to choose from in a filter.
pub(super) fn forum_field(at: &PageRequest, basis: &Basis<'_>) -> Markup {
    let items =
        forums(basis).into_iter().map(|forum| SelectOption::new(forum.to_string(), basis.forum(&forum, basis.today)));
    Markup::of(&Select {
        name: "forum".to_owned(),
        label: "Who meets".into(),
        items: [SelectOption::new("", "Everybody")].into_iter().chain(items).collect(),
        value: filled(&at.address, "forum").map(str::to_owned),
        ..Select::default()
    })
}

/// The forum an address names.
///
/// # Errors
/// 400 when it is none.
pub(super) fn forum_in(at: &PageRequest) -> Result<Option<Forum>, Problem> {
    let wrong = |text: &str| {
        let message = format!("“{text}” is not a committee, board or governing body here: choose one from the list");
        Problem::invalid([FieldError { field: "forum".to_owned(), message }])
    };
    filled(&at.address, "forum").map(|text| text.parse().map_err(|_| wrong(text))).transpose()
}

pub(super) fn day_in(at: &PageRequest, name: &str) -> Result<Option<terms::Date>, Problem> {
    date_in(&at.address, name).map_err(|error| Problem::invalid([error]))
}

pub(super) async fn meetings(at: PageRequest) -> Result<Response, Problem> {
    let basis = at.basis();
    let filter = MeetingFilter { forum: forum_in(&at)?, from: day_in(&at, "from")?, to: day_in(&at, "to")? };
    let all = table_of(&basis, &filter);
    if let Some(file) = at.file(&all)? {
        return Ok(file);
    }
    let yesterday = basis.today.yesterday().unwrap_or(basis.today);
    let to_come =
        MeetingFilter { from: Some(filter.from.map_or(basis.today, |from| from.max(basis.today))), ..filter.clone() };
    let past = MeetingFilter { to: Some(filter.to.map_or(yesterday, |to| to.min(yesterday))), ..filter };
    let mut to_come = table_of(&basis, &to_come);
    to_come.caption = "To come".to_owned();
    let mut past = table_of(&basis, &past);
    past.caption = "Past".to_owned();
    past.rows.reverse();
    let n = (to_come.rows.len() as u64, past.rows.len() as u64);
    let mut page = at.room("Meetings", []);
    page.ways = crate::api::FACE.ways(&at, "/meetings");
    page.ways_label = "Views of meetings";
    page.lead.push(format!(
        "{} to come, {} past. Agendas, papers, decisions and minutes are public, but for what is confidential for a stated reason.",
        naming::counted(n.0, "meeting", "meetings"),
        naming::counted(n.1, "meeting", "meetings"),
    ));
    page.before =
        filter_form(&at, &[forum_field(&at, &basis), day_field(&at, "from", "From"), day_field(&at, "to", "To")]);
    if n.0 > 0 {
        page.sections.push(Section::new("to-come", "Meetings to come", at.inner(to_come)));
    }
    page.sections.push(Section::new("past", "Past meetings", Markup::of(&at.table(past))));
    page.after = Markup::joined([
        link("Put the meetings in your calendar (iCalendar)", &at.keep("/meetings.ics")),
        link("Decisions to come: the forward plan", &at.keep("/forward-plan")),
    ]);
    page.acts = crate::acts::of_forums(&at);
    Ok(at.show(page))
}

/// A meeting, if the reader may know of it.
///
/// # Errors
/// 404.
pub(super) fn find<'a>(basis: &Basis<'a>, id: &str) -> Result<&'a Meeting, Problem> {
    let found = id.parse().ok().and_then(|id| basis.executive.meeting(&id));
    found.ok_or_else(|| {
        Problem::not_found("There is no such meeting on record, as known then. The list of meetings has every one.")
    })
}

/// The pages above those of a meeting.
pub(super) fn above(meeting: &Meeting) -> [Crumb; 2] {
    [Crumb::new("Meetings", "/meetings"), Crumb::new(meeting.title.as_str(), format!("/meetings/{}", meeting.id))]
}

pub(super) async fn meeting(at: PageRequest, Path(id): Path<String>) -> Result<Response, Problem> {
    let basis = at.basis();
    let meeting = find(&basis, &id)?;
    let table = agenda_table(&basis, meeting);
    if let Some(file) = at.file(&table)? {
        return Ok(file);
    }
    let mut page = at.room(meeting.title.as_str(), [Crumb::new("Meetings", "/meetings")]);
    page.caption = format!("{} · {}", basis.forum(&meeting.forum, meeting.held_on), meeting.when());
    page.tags.push(Tag::new(stage(meeting), colour(meeting.stage)));
    page.refresh = (meeting.stage == Stage::Open).then(|| at.address.href());
    page.before = Markup::of(&summary(&basis, meeting));
    let numbered = agenda(&basis, meeting);
    let body = if numbered.is_empty() {
        paragraph("The agenda is not published yet.")
    } else {
        Markup::joined([at.inner(table), papers(&at, &basis, meeting)])
    };
    page.sections.push(Section::new("agenda", "Agenda and papers", body));
    if !meeting.attendance.is_empty() || !meeting.apologies.is_empty() {
        page.sections.push(Section::new("attendance", "Attendance", at.inner(attendance(&basis, meeting))));
    }
    page.sections.extend(notices::section(&at, &basis, &NoticeSubject::Meeting(meeting.id.clone())));
    page.after = ways(&at, &basis, meeting);
    page.acts = crate::acts::of(&at, "meeting", meeting.id.as_str());
    Ok(at.show(page))
}

fn colour(stage: Stage) -> TagColour {
    match stage {
        Stage::Planned => TagColour::Blue,
        Stage::Open => TagColour::Green,
        Stage::Closed => TagColour::Grey,
        Stage::Cancelled => TagColour::Red,
    }
}

fn summary(basis: &Basis<'_>, meeting: &Meeting) -> SummaryList {
    let mut rows = vec![
        SummaryRow::new("When", meeting.when()),
        SummaryRow::new("Where", meeting.place.as_str()),
        SummaryRow::new("Who meets", basis.forum(&meeting.forum, meeting.held_on)),
    ];
    if let Some(reason) = &meeting.cancelled {
        rows.push(SummaryRow::new("Called off because", reason.as_str()));
    }
    if let Some(stamp) = meeting.agenda {
        rows.push(SummaryRow::new("Agenda published", clock::day_and_time(stamp)));
    }
    match (meeting.opened, meeting.closed) {
        (Some(opened), Some(closed)) => {
            let times = clock::time_on(opened, meeting.held_on).zip(clock::time_on(closed, meeting.held_on));
            let words = times.map_or_else(
                || format!("entered afterwards, {}", day(clock::local(closed.at).date())),
                |(from, to)| format!("from {from} to {to}"),
            );
            rows.push(SummaryRow::new("Held", words));
        }
        (Some(opened), None) => rows.push(SummaryRow::new("Began", clock::day_and_time(opened))),
        _ => {}
    }
    if let Some(terms) = terms(basis, meeting) {
        let words =
            format!("version {}, in force from {}: {}", terms.version, day(terms.terms.from), terms.terms.source);
        rows.push(SummaryRow::new("Terms of reference", words));
    }
    if let Some(count) = quorum(basis, meeting) {
        rows.push(SummaryRow::new("Quorum now", quorum_words(&count, n_members(basis, meeting))));
    }
    SummaryList::new(rows)
}

/// The papers, under the items they belong to.
fn papers(at: &PageRequest, basis: &Basis<'_>, meeting: &Meeting) -> Markup {
    let lines = basis.executive.meeting(&meeting.id).map(|meeting| agenda(basis, meeting)).unwrap_or_default();
    let mut out = String::new();
    for line in lines {
        for (paper, version) in &line.papers {
            let href = at.keep(&format!("/meetings/{}/papers/{}/{}", meeting.id, paper.id, version.version));
            let supplement = if version.is_supplement { ", a supplement" } else { "" };
            let confidential = if version.reading.access == Access::Confidential {
                format!("; {}", part(&version.reading))
            } else {
                String::new()
            };
            out.push_str(&format!(
                "<li>Item {}: <a href=\"{}\">{}</a> (version {}{supplement}{}), <code>{}</code></li>",
                line.number,
                Markup::escaped(&href),
                Markup::escaped(version.title.as_str()),
                version.version,
                Markup::escaped(&confidential),
                version.hash.short(),
            ));
        }
        if line.n_withheld > 0 {
            let words = naming::counted(line.n_withheld as u64, "confidential paper", "confidential papers");
            out.push_str(&format!("<li>Item {}: {words}</li>", line.number));
        }
    }
    if out.is_empty() {
        return paragraph("There are no papers.");
    }
    Markup::trusted(format!("<h3 class=\"nhsuk-heading-s\">Papers</h3><ul>{out}</ul>"))
}

fn ways(at: &PageRequest, basis: &Basis<'_>, meeting: &Meeting) -> Markup {
    let mut links = Vec::new();
    if !agenda(basis, meeting).is_empty() {
        links.push(link("All papers as one pack", &at.keep(&format!("/meetings/{}/pack", meeting.id))));
    }
    if meeting.approved.is_some() || basis.is_within(&meeting.forum) {
        links.push(link("Minutes", &at.keep(&format!("/meetings/{}/minutes", meeting.id))));
    }
    let mut bodies = std::collections::BTreeSet::new();
    for line in agenda(basis, meeting).iter().filter(|line| line.is_readable) {
        for proposal in answers::item::proposals(basis, line.item) {
            bodies.extend(proposal.parts.keys().copied());
        }
    }
    for body in bodies {
        let words = format!("Decision notice to {}", basis.body(body, meeting.held_on));
        links.push(link(&words, &at.keep(&format!("/meetings/{}/notices/{body}", meeting.id))));
    }
    Markup::joined(links)
}
