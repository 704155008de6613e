//! One item of an agenda: who may decide it now, interests declared, what is proposed.

use axum::extract::Path;
use axum::response::Response;
use executive::{Item, Meeting, Stage};

use super::frame::{PageRequest, Section, paragraph};
use super::meetings::above;
use crate::answers::item::{declarations, proposals, remarks, room};
use crate::answers::meeting::{n_members, papers, part, quorum_words};
use crate::answers::proposal::outcome;
use crate::answers::{Basis, clock};
use kit::components::{SummaryList, SummaryRow, Tag, TagColour};
use kit::markup::Markup;
use kit::refused::Problem;

/// An item of a meeting, if the reader may open it.
///
/// # Errors
/// 404.
pub(super) fn find<'a>(basis: &Basis<'a>, meeting: &str, item: &str) -> Result<(&'a Meeting, &'a Item), Problem> {
    let found = item.parse().ok().and_then(|item| basis.open_item(&item));
    found.filter(|(held, _)| held.id.as_str() == meeting).ok_or_else(|| {
        Problem::not_found("There is no such item that you may read. The page of the meeting has its agenda.")
    })
}

pub(super) async fn item(at: PageRequest, Path((meeting, item)): Path<(String, String)>) -> Result<Response, Problem> {
    let basis = at.basis();
    let (meeting, item) = find(&basis, &meeting, &item)?;
    let number = meeting.items.iter().position(|id| *id == item.id).map_or(0, |place| place + 1);
    let mut page = at.room(item.title.as_str(), above(meeting));
    page.caption = format!("Item {number} · for {}", item.kind.words().to_lowercase());
    let colour = if item.stage == Stage::Open { TagColour::Green } else { TagColour::Grey };
    page.tags.push(Tag::new(item.stage.words(), colour));
    page.refresh = (meeting.stage == Stage::Open).then(|| at.address.href());
    page.before = Markup::of(&summary(&basis, meeting, item));
    let proposed = proposals(&basis, item);
    let body = if proposed.is_empty() {
        paragraph("Nothing is proposed under this item yet.")
    } else {
        let lines: String = proposed
            .iter()
            .map(|proposal| {
                let href = at.keep(&format!("/proposals/{}", proposal.id));
                format!(
                    "<li><a href=\"{}\">{}</a>. {}.</li>",
                    Markup::escaped(&href),
                    Markup::escaped(proposal.title.as_str()),
                    Markup::escaped(&outcome(proposal))
                )
            })
            .collect();
        Markup::trusted(format!("<ul>{lines}</ul>"))
    };
    page.sections.push(Section::new("proposals", "Proposals", body));
    if meeting.stage == Stage::Open
        && let Some(room) = room(&basis, meeting, item)
    {
        page.sections.push(Section::new("room", "In the room", at.inner(room)));
    }
    if !item.declarations.is_empty() {
        page.sections.push(Section::new("interests", "Interests", at.inner(declarations(&basis, &item.declarations))));
    }
    if !item.remarks.is_empty() {
        page.sections.push(Section::new("remarks", "For the record", at.inner(remarks(&basis, item))));
    }
    let held = papers(&basis, item).into_iter().filter(|(paper, version)| basis.may_read_paper(paper, version));
    let held: String = held
        .map(|(paper, version)| {
            let href = at.keep(&format!("/meetings/{}/papers/{}/{}", meeting.id, paper.id, version.version));
            let others: String = paper
                .versions
                .iter()
                .filter(|other| other.version != version.version && basis.may_read_paper(paper, other))
                .map(|other| {
                    let href = at.keep(&format!("/meetings/{}/papers/{}/{}", meeting.id, paper.id, other.version));
                    format!(", <a href=\"{}\">version {}</a>", Markup::escaped(&href), other.version)
                })
                .collect();
            format!(
                "<li><a href=\"{}\">{}</a> (version {}{others})</li>",
                Markup::escaped(&href),
                Markup::escaped(version.title.as_str()),
                version.version
            )
        })
        .collect();
    if !held.is_empty() {
        page.sections.push(Section::new("papers", "Papers", Markup::trusted(format!("<ul>{held}</ul>"))));
    }
    page.acts = crate::acts::of(&at, "item", item.id.as_str());
    Ok(at.show(page))
}

fn summary(basis: &Basis<'_>, meeting: &Meeting, item: &Item) -> SummaryList {
    let mut rows = vec![
        SummaryRow::new("For", item.kind.words()),
        SummaryRow::new("Public or confidential", part(&item.reading)),
        SummaryRow::new(
            "Added",
            format!(
                "{}{}",
                clock::day_and_time(item.added),
                if item.is_supplement { ", after the agenda was published" } else { "" }
            ),
        ),
    ];
    let quorum = basis.executive.quorum(basis.mandates, &item.id).filter(|_| meeting.stage == Stage::Open);
    if let Some(count) = quorum {
        rows.push(SummaryRow::new("Quorum for this item now", quorum_words(&count, n_members(basis, meeting))));
    }
    SummaryList::new(rows)
}
