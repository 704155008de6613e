//! One proposal: the text, who is bound and by what, what is still needed, and how the wordings differ.

use axum::extract::Path;
use axum::response::Response;
use executive::{NoticeSubject, Proposal, Route, Stage, Standing, Wording};

use super::diff::side_by_side;
use super::frame::{PageRequest, Section, link, paragraph, written};
use crate::answers::item::declarations;
use crate::answers::meeting::quorum_words;
use crate::answers::proposal::{PartRow, conditions, money, outcome, parts, positions, table};
use crate::answers::{Basis, clock, decisions};
use ask::day;
use kit::components::{
    BodyCell, Button, Crumb, HeadCell, Select, SelectOption, Size, SummaryList, SummaryRow, TableCaption, TableElement,
    Tag, TagColour,
};
use kit::markup::Markup;
use kit::refused::Problem;
use kit::site::filled;

/// A proposal, if the reader may see it.
///
/// # Errors
/// 404.
pub(super) fn find<'a>(basis: &Basis<'a>, id: &str) -> Result<&'a Proposal, Problem> {
    let found = id.parse().ok().and_then(|id| basis.proposal(&id));
    found.ok_or_else(|| Problem::not_found("There is no such proposal that you may read, as known then."))
}

pub(super) async fn proposal(at: PageRequest, Path(id): Path<String>) -> Result<Response, Problem> {
    let basis = at.basis();
    let proposal = find(&basis, &id)?;
    if let Some(file) = at.file(&table(&basis, proposal))? {
        return Ok(file);
    }
    let rows = parts(&basis, proposal);
    let mut page = at.room(proposal.title.as_str(), crumbs(&basis, proposal));
    page.caption = format!("Proposal · {}", basis.forum(&proposal.forum, proposal.tabled));
    page.tags.push(match &proposal.indivisible {
        Some(_) => Tag::new("All or none", TagColour::Purple),
        None => Tag::new("Each body by itself", TagColour::Blue),
    });
    if proposal.awaits_report() || proposal.reported.is_some() {
        let words = if proposal.reported.is_some() { "Urgent, reported" } else { "Urgent, to be reported" };
        page.tags.push(Tag::new(words, TagColour::Orange));
    }
    page.lead.push(format!("{}.", outcome(proposal)));
    page.refresh = still_moves(proposal).then(|| at.address.href());
    let files = kit::table::download_links(&at.address);
    page.sections.push(Section::new(
        "bound",
        "Who is bound, by what, and what is still needed",
        Markup::joined([grid(&at, proposal, &rows), files]),
    ));
    page.sections.push(Section::new("text", "What is proposed", text(proposal)));
    if proposal.wordings.len() > 1 {
        page.sections.push(Section::new("wordings", "How the wordings differ", compared(&at, proposal)));
    }
    page.sections.push(Section::new("about", "About this proposal", Markup::of(&summary(&at, &basis, proposal))));
    if !proposal.conditions.is_empty() {
        let body = at.inner(conditions(&basis, &proposal.conditions));
        page.sections.push(Section::new("conditions", "On what the approval depends", body));
    }
    if !proposal.settlements.is_empty() {
        page.sections.push(Section::new("effect", "When positions took effect", settlements(&at, &basis, proposal)));
    }
    if !proposal.positions.is_empty() {
        page.sections.push(Section::new("positions", "Every position taken", at.inner(positions(&basis, proposal))));
    }
    // Those declared at the items where it was too: they go with it.
    let declared: Vec<executive::Declaration> = basis.executive.declared_in(proposal).into_iter().cloned().collect();
    if !declared.is_empty() {
        page.sections.push(Section::new("interests", "Interests", at.inner(declarations(&basis, &declared))));
    }
    page.sections.push(Section::new("questions", "Questions of scrutiny", questions(&at, &basis, proposal)));
    page.sections.extend(super::notices::section(&at, &basis, &NoticeSubject::Proposal(proposal.id.clone())));
    page.acts = crate::acts::of(&at, "proposal", proposal.id.as_str());
    Ok(at.show(page))
}

/// Where the proposal stands among pages: under its item, if it has one.
fn crumbs(basis: &Basis<'_>, proposal: &Proposal) -> Vec<Crumb> {
    if let Route::Item { item } = &proposal.route
        && let Some((meeting, item)) = basis.open_item(item)
    {
        let href = format!("/meetings/{}/items/{}", meeting.id, item.id);
        return super::meetings::above(meeting).into_iter().chain([Crumb::new(item.title.as_str(), href)]).collect();
    }
    vec![Crumb::new("Decisions", "/decisions")]
}

fn still_moves(proposal: &Proposal) -> bool {
    proposal
        .parts
        .values()
        .any(|part| matches!(part.standing, Standing::Awaiting | Standing::Negotiating(_) | Standing::Referred(_)))
}

fn colour(standing: &str) -> TagColour {
    match standing {
        "Bound" => TagColour::Green,
        "Referred" => TagColour::Orange,
        "In negotiation" => TagColour::Yellow,
        "Outside" => TagColour::Red,
        "Awaiting" => TagColour::Blue,
        _ => TagColour::Grey,
    }
}

fn grid(at: &PageRequest, proposal: &Proposal, rows: &[PartRow]) -> Markup {
    let head = ["Body", "Position", "Standing", "Authority", "Amount", "Last day", "Still needed"];
    let cell = |content: Markup| BodyCell { content: content.into(), ..BodyCell::default() };
    let two = |first: &str, second: &str| {
        let second = if second.is_empty() {
            String::new()
        } else {
            format!("<br><span class=\"nhsuk-body-s\">{}</span>", Markup::escaped(second))
        };
        Markup::trusted(format!("{}{second}", Markup::escaped(first)))
    };
    let rows = rows.iter().map(|row| {
        let now = row.successor.as_ref().map(|successor| format!("for which {successor} now acts")).unwrap_or_default();
        let tag = Markup::of(&Tag::new(row.standing, colour(row.standing)));
        let why = if row.why.is_empty() { String::new() } else { format!("<br><span class=\"nhsuk-body-s\">{}</span>", Markup::escaped(&row.why)) };
        let authority = match &row.decision {
            Some(href) => Markup::trusted(format!(
                "{}<br><a href=\"{}\">The decision and its chain of authority<span class=\"nhsuk-u-visually-hidden\"> for {}</span></a>",
                Markup::escaped(&row.authority),
                Markup::escaped(&at.keep(href)),
                Markup::escaped(&row.name)
            )),
            None => Markup::escaped(&row.authority),
        };
        vec![
            cell(two(&row.name, &now)),
            cell(two(&row.position, &row.reason)),
            cell(Markup::joined([tag, Markup::trusted(why)])),
            cell(authority),
            cell(Markup::escaped(&money(row.amount))),
            cell(Markup::escaped(&row.deadline.map(day).unwrap_or_default())),
            cell(Markup::escaped(&row.needed)),
        ]
    });
    let table = TableElement {
        caption: Some(TableCaption {
            content: format!("How each body stands to “{}”", proposal.title).into(),
            size: Some(Size::S),
            ..TableCaption::default()
        }),
        head: head.iter().map(|words| HeadCell { content: (*words).into(), ..HeadCell::default() }).collect(),
        rows: rows.collect(),
        scroll: true,
        focusable: true,
        stacked: true,
        first_cell_is_header: true,
        ..TableElement::default()
    };
    Markup::joined([Markup::trusted("<div class=\"fp-table\">"), Markup::of(&table), Markup::trusted("</div>")])
}

fn text(proposal: &Proposal) -> Markup {
    let Some(wording) = proposal.wording() else { return paragraph("It has no wording.") };
    let about = format!(
        "Wording {} of {}, put on {}. A position binds exactly this: SHA-256 {}",
        wording.version,
        proposal.wordings.len(),
        day(wording.on),
        wording.hash
    );
    Markup::joined([
        Markup::trusted("<div class=\"nhsuk-u-reading-width fp-wording\">"),
        written("the proposal", wording.text.as_str(), 2),
        Markup::trusted(format!("</div><p class=\"nhsuk-body-s fp-break\">{}</p>", Markup::escaped(&about))),
    ])
}

/// Two wordings side by side: those the address names, else the last two.
fn compared(at: &PageRequest, proposal: &Proposal) -> Markup {
    let n = proposal.wordings.len();
    let asked = |name: &str| {
        let number = filled(&at.address, name).and_then(|text| text.parse::<u16>().ok());
        number.and_then(|number| proposal.wordings.iter().find(|wording| wording.version == number))
    };
    let (Some(first), Some(second)) = (
        asked("before").or_else(|| proposal.wordings.get(n.saturating_sub(2))),
        asked("after").or_else(|| proposal.wordings.last()),
    ) else {
        return Markup::default();
    };
    let compared = side_by_side(first.text.as_str(), second.text.as_str());
    let head = |wording: &Wording| {
        let to: Vec<String> = wording.bodies.iter().map(ToString::to_string).collect();
        format!("Wording {}, {} (put to {})", wording.version, day(wording.on), to.join(", "))
    };
    let side = |wording: &Wording, body: Markup| {
        let amounts: String =
            wording.amounts.iter().map(|(body, amount)| format!("<li>{body}: {}</li>", amount.pounds())).collect();
        let amounts = if amounts.is_empty() { String::new() } else { format!("<ul>{amounts}</ul>") };
        format!(
            "<div class=\"fp-sides__side\"><h3 class=\"nhsuk-heading-s\">{}</h3>{body}{amounts}</div>",
            Markup::escaped(&head(wording))
        )
    };
    let same = if compared.is_same {
        "<p>The words are the same; the amounts differ.</p>"
    } else {
        "<p class=\"nhsuk-body-s\">Words that are gone are struck through on the left; new words are underlined on the right.</p>"
    };
    let choose = (n > 2).then(|| {
        let select = |name: &str, label: &str, chosen: &Wording| {
            let items = proposal
                .wordings
                .iter()
                .map(|wording| SelectOption::new(wording.version.to_string(), format!("Wording {}", wording.version)));
            Markup::of(&Select {
                name: name.to_owned(),
                label: label.into(),
                items: items.collect(),
                value: Some(chosen.version.to_string()),
                ..Select::default()
            })
        };
        Markup::joined([
            Markup::trusted(format!(
                "<form class=\"fp-filter\" method=\"get\" action=\"{}#wordings\">",
                Markup::escaped(&at.address.path)
            )),
            select("before", "Compare", first),
            select("after", "with", second),
            Markup::of(&Button { small: true, ..Button::submit("Compare") }),
            Markup::trusted("</form>"),
        ])
    });
    Markup::joined([
        choose.unwrap_or_default(),
        Markup::trusted(format!(
            "{same}<div class=\"fp-sides\">{}{}</div>",
            side(first, compared.before),
            side(second, compared.after)
        )),
    ])
}

fn summary(at: &PageRequest, basis: &Basis<'_>, proposal: &Proposal) -> SummaryList {
    let on = proposal.tabled;
    let mut rows = vec![
        SummaryRow::new("About", basis.matters(&proposal.matters, on)),
        SummaryRow::new("Tabled", clock::said(proposal.tabled, proposal.stamp)),
        SummaryRow::new("Decided", route(basis, proposal)),
    ];
    if let Some(reason) = &proposal.indivisible {
        rows.push(SummaryRow::new("Why it cannot be divided", reason.as_str()));
    }
    if let Some(open) = proposal.open {
        let words = format!("from {}; the last day is {}", day(open.on), clock::last_day(open.closes, basis.today));
        rows.push(SummaryRow::new("Positions open", words));
    }
    if let Some(id) = &proposal.earlier
        && let Some(earlier) = basis.proposal(id)
    {
        let href = at.keep(&format!("/proposals/{id}"));
        let link = format!("<a href=\"{}\">{}</a>", Markup::escaped(&href), Markup::escaped(earlier.title.as_str()));
        rows.push(SummaryRow::new("Proposed again after", Markup::trusted(link)));
    }
    if let Some((item, on)) = &proposal.reported
        && let Some((meeting, _)) = basis.open_item(item)
    {
        rows.push(SummaryRow::new("Reported", format!("to {} on {}", meeting.title, day(*on))));
    }
    SummaryList::new(rows)
}

fn route(basis: &Basis<'_>, proposal: &Proposal) -> String {
    match &proposal.route {
        Route::Item { item } => basis.open_item(item).map_or_else(
            || "at a meeting".to_owned(),
            |(meeting, _)| {
                let state = if meeting.stage == Stage::Closed { "closed" } else { "not closed" };
                format!("at {}, {} ({state})", meeting.title, day(meeting.held_on))
            },
        ),
        Route::WrittenResolution => "in writing, between meetings".to_owned(),
        Route::ChairsAction => "by the chair’s action, between meetings".to_owned(),
    }
}

fn settlements(at: &PageRequest, basis: &Basis<'_>, proposal: &Proposal) -> Markup {
    let parts = proposal.settlements.iter().map(|settled| {
        let list = SummaryList::new([
            SummaryRow::new("When", clock::said(settled.on, settled.stamp)),
            SummaryRow::new("Present", basis.people(&settled.present)),
            SummaryRow::new("Able to decide", basis.people(&settled.eligible)),
            SummaryRow::new("Quorum", quorum_words(&settled.quorum, None)),
            SummaryRow::new("Terms of reference", format!("version {}", settled.terms)),
        ]);
        let papers = if settled.papers.is_empty() {
            Markup::default()
        } else {
            at.inner(decisions::papers_seen(basis, settled))
        };
        Markup::joined([Markup::of(&list), papers])
    });
    Markup::joined(parts)
}

fn questions(at: &PageRequest, basis: &Basis<'_>, proposal: &Proposal) -> Markup {
    let put = basis.executive.questions_for(&proposal.id);
    let put = put.into_iter().filter(|put| basis.proposal(&put.question.proposal).is_some());
    let lines: Vec<Markup> = put
        .map(|put| {
            let again = if put.carried_from.is_some() { " (carried from an earlier proposal)" } else { "" };
            let answer = put.answer.map_or_else(
                || "Waits for an answer.".to_owned(),
                |answer| format!("Answered on {}: {}", day(answer.on), answer.text.as_str()),
            );
            let href = at.keep(&format!("/questions/{}", put.question.id));
            Markup::trusted(format!(
                "<dt><a href=\"{}\">{}</a>{again}</dt><dd>Asked by {}. {}</dd>",
                Markup::escaped(&href),
                Markup::escaped(put.question.text.as_str()),
                Markup::escaped(put.question.asker.as_str()),
                Markup::escaped(&answer)
            ))
        })
        .collect();
    if lines.is_empty() {
        return paragraph("None has been asked.");
    }
    Markup::joined([
        Markup::trusted("<dl class=\"fp-questions nhsuk-u-reading-width\">"),
        Markup::joined(lines),
        Markup::trusted("</dl>"),
        link("All questions of scrutiny", &at.keep("/questions")),
    ])
}
