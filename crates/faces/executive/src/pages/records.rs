//! What follows a meeting: its minutes and notices, an action, a question.

use axum::extract::Path;
use axum::response::Response;

use super::frame::{PageRequest, Section, link, paragraph, written};
use super::meetings::{above, find};
use crate::answers::follow_up::{actions_seen, asked_of, state_of_action};
use crate::answers::{clock, draft};
use ask::day;
use kit::components::{Crumb, SummaryList, SummaryRow, Tag, TagColour};
use kit::markup::Markup;
use kit::refused::Problem;

pub(super) async fn action(at: PageRequest, Path(id): Path<String>) -> Result<Response, Problem> {
    let basis = at.basis();
    let found = actions_seen(&basis).into_iter().find(|(action, _, _)| action.id.as_str() == id);
    let (action, meeting, item) =
        found.ok_or_else(|| Problem::not_found("There is no such action that you may read."))?;
    let mut page = at.room(action.wording.as_str(), [Crumb::new("Actions", "/actions")]);
    page.caption = action.kind.words().to_owned();
    let state = state_of_action(action, basis.today);
    page.tags.push(Tag::new(state, if state == "Done" { TagColour::Green } else { TagColour::Orange }));
    let href = at.keep(&format!("/meetings/{}/items/{}", meeting.id, item.id));
    let from = format!(
        "<a href=\"{}\">{}</a>",
        Markup::escaped(&href),
        Markup::escaped(&format!("{}: {}", meeting.title, item.title))
    );
    let mut rows = vec![
        SummaryRow::new("Who sees to it", basis.person(&action.owner)),
        SummaryRow::new("Given", day(action.raised)),
        SummaryRow::new("Due", clock::last_day(action.due, basis.today)),
        SummaryRow::new("From", Markup::trusted(from)),
    ];
    if let Some((on, evidence)) = &action.closed {
        rows.push(SummaryRow::new("Closed", day(*on)));
        rows.push(SummaryRow::new("What shows it", evidence.as_str()));
    }
    page.before = Markup::of(&SummaryList::new(rows));
    page.acts = crate::acts::of(&at, "action", action.id.as_str());
    Ok(at.show(page))
}

pub(super) async fn question(at: PageRequest, Path(id): Path<String>) -> Result<Response, Problem> {
    let basis = at.basis();
    let none = || Problem::not_found("There is no such question that you may read.");
    let question = id.parse().ok().and_then(|id| basis.executive.question(&id)).ok_or_else(none)?;
    let asked = asked_of(&basis, question);
    if asked.is_empty() {
        return Err(none());
    }
    let mut page = at.room(question.text.as_str(), [Crumb::new("Questions of scrutiny", "/questions")]);
    page.caption = format!("Asked by {} on {}", question.asker, day(question.on));
    let parts = asked.iter().map(|proposal| {
        let href = at.keep(&format!("/proposals/{}", proposal.id));
        let standing = if proposal.id == question.proposal { "First asked about" } else { "Asked again about" };
        let head = format!(
            "<h3 class=\"nhsuk-heading-s\">{standing} <a href=\"{}\">{}</a></h3>",
            Markup::escaped(&href),
            Markup::escaped(proposal.title.as_str())
        );
        let body = question.answers.get(&proposal.id).map_or_else(
            || paragraph("Waits for an answer."),
            |answer| {
                let promises = answer.commitments.iter().map(|promise| {
                    let kept = promise.kept.as_ref().map_or_else(
                        || format!("due {}", clock::last_day(promise.due, basis.today)),
                        |(on, evidence)| format!("kept on {}: {evidence}", day(*on)),
                    );
                    format!("<li>{}</li>", Markup::escaped(&format!("{} ({kept})", promise.wording)))
                });
                let promises: String = promises.collect();
                let promises = if promises.is_empty() {
                    String::new()
                } else {
                    format!("<p>Promised with it:</p><ul>{promises}</ul>")
                };
                Markup::joined([
                    paragraph(&format!("Answered on {}:", day(answer.on))),
                    written("the answer", answer.text.as_str(), 3),
                    Markup::trusted(promises),
                ])
            },
        );
        Markup::joined([Markup::trusted(head), body])
    });
    page.sections.push(Section::new("answers", "Answers", Markup::joined(parts)));
    page.acts = crate::acts::of_question(&at, question, &asked);
    Ok(at.show(page))
}

/// The minutes: the version approved, for everybody; else the last version, for those within.
pub(super) async fn minutes(at: PageRequest, Path(id): Path<String>) -> Result<Response, Problem> {
    let basis = at.basis();
    let meeting = find(&basis, &id)?;
    let is_within = basis.is_within(&meeting.forum);
    let approved = meeting
        .approved
        .as_ref()
        .and_then(|approval| Some((approval, meeting.minutes.iter().find(|minutes| minutes.hash == approval.hash)?)));
    if approved.is_none() && !is_within {
        return Err(Problem::not_found("The minutes of this meeting are not approved yet."));
    }
    let mut page = at.room("Minutes", above(meeting));
    page.caption = format!("{} · {}", meeting.title, meeting.when());
    let text = match (approved, meeting.minutes.last()) {
        (Some((approval, minutes)), _) => {
            page.tags.push(Tag::new("Approved", TagColour::Green));
            let at_which = basis.executive.meeting(&approval.meeting);
            let words = at_which
                .map_or_else(String::new, |later| format!("Approved at {} on {}.", later.title, day(later.held_on)));
            page.lead.push(words);
            minutes.text.to_string()
        }
        (None, Some(last)) => {
            page.tags.push(Tag::new("Draft, not approved", TagColour::Orange));
            page.lead.push(format!(
                "Version {}, written {}.",
                meeting.minutes.len(),
                clock::day_and_time(last.written)
            ));
            last.text.to_string()
        }
        (None, None) => {
            page.tags.push(Tag::new("Drafted from the record, not written yet", TagColour::Orange));
            page.lead.push("Nobody has written minutes yet. This is what the record itself says; edit it and record it as minutes.".to_owned());
            draft::minutes(&basis, meeting)
        }
    };
    page.before = Markup::joined([
        Markup::trusted("<div class=\"nhsuk-u-reading-width\">"),
        written("the minutes", &text, 1),
        Markup::trusted("</div>"),
    ]);
    page.acts = crate::acts::of(&at, "minutes", meeting.id.as_str());
    Ok(at.show(page))
}

/// What a meeting decided for one body.
pub(super) async fn notice(at: PageRequest, Path((id, body)): Path<(String, String)>) -> Result<Response, Problem> {
    let basis = at.basis();
    let meeting = find(&basis, &id)?;
    let body = at.body(&body)?;
    let text = draft::notice(&basis, meeting, body)
        .ok_or_else(|| Problem::not_found("Nothing at this meeting that you may read concerned that body."))?;
    let mut page = at.room("Decision notice", above(meeting));
    page.caption = format!("To {}", basis.body(body, meeting.held_on));
    page.lead.push(format!(
        "What {} put to this body on {}, and how the body stands to it now.",
        basis.forum(&meeting.forum, meeting.held_on),
        meeting.when()
    ));
    page.before = Markup::joined([
        Markup::trusted("<div class=\"nhsuk-u-reading-width\">"),
        written("the notice", &text, 1),
        Markup::trusted("</div>"),
    ]);
    page.after = link("The meeting", &at.keep(&format!("/meetings/{}", meeting.id)));
    Ok(at.show(page))
}
