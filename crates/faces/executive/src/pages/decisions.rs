//! The register of decisions, and one decision with its evidence.

use axum::extract::Path;
use axum::response::Response;
use executive::{DecidedBy, MinuteRef, Proposal};
use terms::OdsCode;

use super::frame::{PageRequest, Section, link, paragraph, written};
use super::meetings::{day_field, day_in, filter_form, forum_field, forum_in};
use crate::answers::decisions::{Found, chain, conditional, corrected, effect, one, papers_seen, settlement};
use crate::answers::item::declarations;
use crate::answers::meeting::quorum_words;
use crate::answers::proposal::{by_words, conditions, money};
use crate::answers::{Basis, DecisionFilter, clock, decisions as table_of};
use ask::day;
use kit::components::{Crumb, Input, SummaryList, SummaryRow, Tag, TagColour, WarningCallout};
use kit::markup::Markup;
use kit::refused::{FieldError, Problem};
use kit::site::{filled, sentence};

fn filter(at: &PageRequest) -> Result<DecisionFilter, Problem> {
    let wrong = |field: &str, message: String| Problem::invalid([FieldError { field: field.to_owned(), message }]);
    let body = filled(&at.address, "body")
        .map(|text| text.parse::<OdsCode>().map_err(|error| wrong("body", sentence(&error.to_string()))));
    let matter = filled(&at.address, "matter")
        .map(|text| text.parse::<mandate::Matter>().map_err(|error| wrong("matter", sentence(&error.to_string()))));
    Ok(DecisionFilter {
        body: body.transpose()?,
        forum: forum_in(at)?,
        matter: matter.transpose()?,
        from: day_in(at, "from")?,
        to: day_in(at, "to")?,
        words: filled(&at.address, "q").map(str::to_owned),
    })
}

pub(super) async fn decisions(at: PageRequest) -> Result<Response, Problem> {
    let basis = at.basis();
    let table = table_of(&basis, &filter(&at)?);
    let n = table.rows.len() as u64;
    let field = |name: &str, label: &str| {
        Markup::of(&Input {
            name: name.to_owned(),
            label: label.into(),
            value: filled(&at.address, name).map(str::to_owned),
            width: Some(10),
            spellcheck: Some(false),
            ..Input::default()
        })
    };
    let form = filter_form(
        &at,
        &[
            field("q", "Words of the title"),
            field("body", "Body (code)"),
            forum_field(&at, &basis),
            day_field(&at, "from", "Decided from"),
            day_field(&at, "to", "To"),
        ],
    );
    at.listed("Decisions", table, |page| {
        page.ways = crate::api::FACE.ways(&at, "/decisions");
        page.ways_label = "Views of meetings";
        page.lead.push(format!(
            "{} on the register. One text can bind several bodies: each has its own decision, by its own power, with the chain of authority it was made on.",
            naming::counted(n, "decision", "decisions")
        ));
        page.before = form;
        page.after = Markup::joined([page.after.clone(), link("Follow decisions (Atom feed)", "/decisions.atom")]);
    })
}

/// A body's decision, if the reader may see it.
///
/// # Errors
/// 404.
fn find<'a>(basis: &Basis<'a>, proposal: &str, body: &str) -> Result<Found<'a>, Problem> {
    let found = proposal.parse().ok().zip(body.parse().ok()).and_then(|(proposal, body)| one(basis, &proposal, body));
    found.ok_or_else(|| {
        Problem::not_found("There is no such decision that you may read, as known then: the body may not be bound. The proposal’s own page says how each body stands.")
    })
}

pub(super) async fn decision(
    at: PageRequest,
    Path((proposal, body)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let basis = at.basis();
    let held = find(&basis, &proposal, &body)?;
    let (proposal, decision) = (held.proposal, held.decision);
    let href = format!("/proposals/{}", proposal.id);
    let mut page = at.room(
        proposal.title.as_str(),
        [Crumb::new("Decisions", "/decisions"), Crumb::new("The proposal", href.clone())],
    );
    page.caption = format!("Decision of {}", basis.body(decision.body, decision.on));
    page.tags.push(Tag::new("Bound", TagColour::Green));
    if decision.reserved {
        page.tags.push(Tag::new("With a reservation", TagColour::Yellow));
    }
    if let Some(words) = conditional(&basis, proposal, decision) {
        page.tags.push(Tag::new(sentence(words), TagColour::Orange));
    }
    let corrections = corrected(&basis, decision);
    let warning = (!corrections.is_empty()).then(|| {
        Markup::of(&WarningCallout {
            heading: kit::components::Heading {
                content: "The authority was corrected afterwards".into(),
                ..Default::default()
            },
            content: format!(
                "The decision stands as recorded, by what was known then. Since then: {}.",
                corrections.join("; ")
            )
            .into(),
            ..WarningCallout::default()
        })
    });
    page.before = Markup::joined([warning.unwrap_or_default(), Markup::of(&summary(&at, &basis, &held))]);
    page.sections.push(Section::new("text", "What was decided", wording(proposal, decision)));
    page.sections.push(Section::new("chain", "By what authority", at.inner(chain(&basis, decision))));
    let mut held_conditions = proposal.conditions_of(decision.body).peekable();
    if held_conditions.peek().is_some() {
        page.sections.push(Section::new(
            "conditions",
            "On what it depends",
            at.inner(conditions(&basis, held_conditions)),
        ));
    }
    page.sections.push(Section::new("present", "Who was there", present(&at, &basis, &held)));
    page.sections.push(Section::new("evidence", "Check it yourself", evidence(&at, &held)));
    Ok(at.show(page))
}

fn summary(at: &PageRequest, basis: &Basis<'_>, held: &Found<'_>) -> SummaryList {
    let (proposal, decision) = (held.proposal, held.decision);
    let acting = basis.mandates.acting_body(decision.body, basis.today);
    let (heading, effect) = effect(basis, proposal, decision);
    let mut rows = vec![
        SummaryRow::new("Body bound", basis.body(decision.body, decision.on)),
        SummaryRow::new(heading, effect),
        SummaryRow::new("Amount", money(decision.amount)),
        SummaryRow::new("Decided", by_words(basis, decision)),
        SummaryRow::new("About", basis.matters(&proposal.matters, decision.on)),
        SummaryRow::new("Recorded", clock::day_and_time(decision.stamp)),
    ];
    if acting != decision.body {
        rows.insert(1, SummaryRow::new("Which now acts for it", basis.body(acting, basis.today)));
    }
    if let DecidedBy::GoverningBody { minute } = &decision.by {
        let words = match minute {
            MinuteRef::Cited { present, quorum, .. } => format!(
                "{}: {present} present, quorum {quorum}",
                decision.reference.as_ref().map_or("its own minutes", |reference| reference.as_str())
            ),
            MinuteRef::AsAgreed { agreed_on } => format!("as it agreed on {}, waiting for the others", day(*agreed_on)),
            MinuteRef::Item { item } => basis.open_item(item).map_or_else(
                || "a meeting on this record".to_owned(),
                |(meeting, item)| format!("{}, {}: {}", meeting.title, day(meeting.held_on), item.title),
            ),
        };
        rows.push(SummaryRow::new("Minuted in", words));
    }
    let reservation =
        proposal.positions.iter().rev().find(|said| said.body == decision.body && said.text == decision.text);
    if let Some(reason) = reservation.filter(|_| decision.reserved).and_then(|said| said.reason.as_ref()) {
        rows.push(SummaryRow::new("Reservation", reason.as_str()));
    }
    let href = at.keep(&format!("/proposals/{}", proposal.id));
    let link = format!("<a href=\"{}\">How every body stands to it</a>", Markup::escaped(&href));
    rows.push(SummaryRow::new("The proposal", Markup::trusted(link)));
    SummaryList::new(rows)
}

fn wording(proposal: &Proposal, decision: &executive::Decision) -> Markup {
    let Some(wording) = proposal.find_wording(decision.text) else {
        return paragraph("The wording is not on record.");
    };
    Markup::joined([
        Markup::trusted("<div class=\"nhsuk-u-reading-width fp-wording\">"),
        written("the decision", wording.text.as_str(), 2),
        Markup::trusted(format!(
            "</div><p class=\"nhsuk-body-s fp-break\">Wording {}, SHA-256 {}</p>",
            wording.version, decision.text
        )),
    ])
}

fn present(at: &PageRequest, basis: &Basis<'_>, held: &Found<'_>) -> Markup {
    let Some(settled) = settlement(held) else {
        let board = basis.board_words(held.decision.body, held.decision.on);
        return paragraph(&format!("Its {board} decided: who was there is in its own minutes, cited above."));
    };
    let terms = basis.executive.terms_version(&held.proposal.forum, settled.terms).map_or_else(
        || format!("version {}", settled.terms),
        |terms| format!("version {}, in force from {}: {}", terms.version, day(terms.terms.from), terms.terms.source),
    );
    let list = SummaryList::new([
        SummaryRow::new("Present", basis.people(&settled.present)),
        SummaryRow::new("Able to decide", basis.people(&settled.eligible)),
        SummaryRow::new("Quorum", quorum_words(&settled.quorum, None)),
        SummaryRow::new("Rules", format!("Terms of reference, {terms}")),
    ]);
    let declared = settled
        .item
        .as_ref()
        .and_then(|item| basis.open_item(item))
        .map_or(held.proposal.declarations.as_slice(), |(_, item)| item.declarations.as_slice());
    // Only what was declared before the positions had effect.
    let declared: Vec<executive::Declaration> =
        declared.iter().filter(|declared| declared.stamp <= settled.stamp).cloned().collect();
    let interests = if declared.is_empty() {
        paragraph("Nobody had declared an interest in it.")
    } else {
        at.inner(declarations(basis, &declared))
    };
    let papers = if settled.papers.is_empty() {
        paragraph("There were no papers.")
    } else {
        at.inner(papers_seen(basis, settled))
    };
    Markup::joined([Markup::of(&list), interests, papers])
}

fn evidence(at: &PageRequest, held: &Found<'_>) -> Markup {
    let entry = held.decision.stamp.entry;
    let links = [
        (format!("/entries/{entry}"), format!("Entry {entry} of the journal, which records this decision")),
        (format!("/entries/{entry}/stored"), "The entry as stored (JSON): the bytes whose hash is the leaf".to_owned()),
        (
            format!("/entries/{entry}/proof"),
            "Proof that the entry is in the journal, once a signed checkpoint covers it".to_owned(),
        ),
    ];
    let links: String = links
        .iter()
        .map(|(href, words)| {
            format!("<li><a href=\"{}\">{}</a></li>", Markup::escaped(&at.keep(href)), Markup::escaped(words))
        })
        .collect();
    Markup::joined([
        paragraph(
            "The decision is in a record to which entries are only ever added. Download the stored entry and its proof, and check them without this service: docs/verify.py, a short program in another language, works out the hash of the stored bytes, follows the path of the proof to the root of the tree, and compares it with the signed checkpoint. If a single letter of the entry had been changed, the roots would differ.",
        ),
        Markup::trusted(format!("<ul>{links}</ul>")),
    ])
}
