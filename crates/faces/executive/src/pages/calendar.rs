//! What one can follow: meetings as a calendar, decisions as a feed.

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use executive::Stage;

use super::frame::PageRequest;
use super::ics::{Event, calendar};
use super::meetings::forum_in;
use crate::answers::decisions::{effect, found};
use crate::answers::proposal::{by_words, money};
use crate::answers::{DecisionFilter, MeetingFilter, meetings as listed};
use kit::feed::{Feed, FeedEntry, plain, rfc3339, stable_id};
use kit::page::tagged;
use kit::refused::Problem;

/// The most entries in a feed.
const FEED_MAX: usize = 100;

/// What tells one journal's events from another's: the hash of its first entry.
async fn journal_id(at: &PageRequest) -> Result<String, Problem> {
    let first = at.site.footprint.identity().await.map_err(|_| Problem::broken())?;
    Ok(first.map(|hash| hash.to_string()).unwrap_or_default())
}

/// Every meeting the public may know of, as a calendar.
pub(super) async fn meetings(at: PageRequest, headers: HeaderMap) -> Result<Response, Problem> {
    let forum = forum_in(&at)?;
    let journal = journal_id(&at).await?;
    let basis = at.basis();
    let base = &at.site.config.base;
    let filter = MeetingFilter { forum, ..MeetingFilter::default() };
    let events: Vec<Event> = listed::found(&basis, &filter)
        .into_iter()
        .map(|meeting| {
            let path = format!("/meetings/{}", meeting.id);
            let id = stable_id(&[journal.as_bytes(), meeting.id.as_str().as_bytes()]);
            Event {
                uid: id.trim_start_matches("urn:uuid:").to_owned(),
                changed: meeting.changed.at,
                // The number of the entry that last changed it never decreases.
                sequence: meeting.changed.entry.0,
                on: meeting.held_on,
                hours: meeting.hours,
                summary: format!("{}: {}", basis.forum(&meeting.forum, meeting.held_on), meeting.title),
                place: meeting.place.to_string(),
                description: listed::stage(meeting).to_owned(),
                url: if base.is_empty() { String::new() } else { format!("{base}{path}") },
                is_cancelled: meeting.stage == Stage::Cancelled,
            }
        })
        .collect();
    let body = calendar("Meetings", &events);
    let mut response = tagged(&headers, "text/calendar; charset=utf-8", body.into_bytes());
    let name = HeaderValue::from_static("inline; filename=\"meetings.ics\"");
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

/// Decisions as recorded, the latest first.
pub(super) async fn decisions(at: PageRequest, headers: HeaderMap) -> Result<Response, Problem> {
    let journal = journal_id(&at).await?;
    let basis = at.basis();
    let base = &at.site.config.base;
    let entries: Vec<FeedEntry> = found(&basis, &DecisionFilter::default())
        .into_iter()
        .take(FEED_MAX)
        .map(|held| {
            let (proposal, decision) = (held.proposal, held.decision);
            FeedEntry {
                id: stable_id(&[journal.as_bytes(), decision.id().as_bytes()]),
                title: plain(&format!("{}: {}", basis.body(decision.body, decision.on), proposal.title)),
                href: format!("{base}{}", held.href()),
                updated: rfc3339(decision.stamp.at),
                lines: vec![
                    {
                        let (heading, effect) = effect(&basis, proposal, decision);
                        plain(&format!("{heading} {effect}"))
                    },
                    plain(&format!("Amount: {}", money(decision.amount))),
                    plain(&by_words(&basis, decision)),
                ],
            }
        })
        .collect();
    let feed = Feed {
        id: stable_id(&[journal.as_bytes(), b"decisions"]),
        title: "Decisions".to_owned(),
        home: format!("{base}/decisions"),
        own: format!("{base}{}", at.address.href()),
        updated: entries.first().map_or_else(|| rfc3339(jiff::Timestamp::UNIX_EPOCH), |entry| entry.updated.clone()),
        entries,
    };
    let text = feed.render().map_err(|_| Problem::broken())?;
    Ok(tagged(&headers, "application/atom+xml; charset=utf-8", text.into_bytes()))
}
