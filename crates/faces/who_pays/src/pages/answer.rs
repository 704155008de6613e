//! The answer for one record: who pays, why, and the walk, drawn and as a table.

use assign::Drawing;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use store::KeptAnswer;
use terms::Date;

use super::frame::{Caller, ForOneself as _, RoomPage, failed, form, kept_to_oneself, link, paragraph};
use super::record::find;
use crate::assignment::{Answer, Row, words};
use crate::walk::Walk;
use ask::day;
use ask::{Cell, Column, Kind, Table};
use kit::components::{Button, ButtonVariant, Crumb, SummaryList, SummaryRow, Tag, TagColour, WarningCallout};
use kit::markup::Markup;
use kit::refused::Problem;
use kit::site::civil_day;

/// A kept answer, or its walk as a file.
pub(super) async fn kept(caller: Caller, Path(id): Path<String>) -> Result<Response, Problem> {
    let (kept, answer) = find(&caller, &id).await?;
    if let Some(file) = caller.file(&walked(&answer), answer.known_at)? {
        return Ok(file);
    }
    Ok(parts(&caller, &answer, Some(&kept)).send(StatusCode::OK))
}

/// Deletes a kept answer now.
pub(super) async fn delete(caller: Caller, Path(id): Path<String>) -> Result<Response, Problem> {
    let (kept, _) = find(&caller, &id).await?;
    if let Some(store) = caller.room().store() {
        store.delete_answer(&kept.id).await.map_err(|error| failed(&error))?;
    }
    Ok(kept_to_oneself(Redirect::to("/who-pays?deleted=answer").into_response()))
}

fn date(text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), day)
}

fn dates(row: &Row) -> String {
    match (row.from.as_str(), row.to.as_str()) {
        ("", "") => String::new(),
        (from, "") => format!("from {}", date(from)),
        ("", to) => format!("to {}", date(to)),
        (from, to) => format!("{} to {}", date(from), date(to)),
    }
}

fn row_words(row: &Row) -> String {
    let columns: Vec<String> = row
        .columns
        .iter()
        .map(|(name, text)| format!("{} {}", name.replace('_', " "), if text.is_empty() { "(blank)" } else { text }))
        .collect();
    let found = if row.found { columns.join(", ") } else { "not there".to_owned() };
    format!("{} {}: {found}", words::table(&row.table), row.key)
}

fn blank(text: &str) -> &str {
    if text.is_empty() { "(blank)" } else { text }
}

/// The walk as a table: one row for each question, and for a question one for each reference row that decided it.
pub(super) fn walked(answer: &Answer) -> Table {
    let mut rows = Vec::new();
    for (number, asked) in (1..).zip(&answer.asked) {
        let fields: Vec<String> = asked
            .fields
            .iter()
            .map(|(name, given, read)| {
                let read = if read.is_empty() { String::new() } else { format!(", read as {read}") };
                format!("{}: {}{read}", words::field(name), blank(given))
            })
            .collect();
        let first = |row: Option<&Row>| {
            vec![
                Cell::Number(number),
                asked.node.as_str().into(),
                asked.question.as_str().into(),
                if asked.answer { "yes" } else { "no" }.into(),
                fields.join("; ").into(),
                row.map(row_words).into(),
                row.map(dates).into(),
                asked.next.as_str().into(),
            ]
        };
        rows.push(first(asked.evidence.first()));
        for row in asked.evidence.iter().skip(1) {
            let mut line = vec![Cell::Empty; 8];
            if let [.., evidence, dated, _] = line.as_mut_slice() {
                (*evidence, *dated) = (row_words(row).into(), dates(row).into());
            }
            rows.push(line);
        }
    }
    Table {
        caption: "The questions, in the order in which they were asked".to_owned(),
        columns: vec![
            Column::new("step", "Step", Kind::Number),
            Column::new("node", "Question", Kind::Code),
            Column::new("question", "In words", Kind::Text),
            Column::new("answer", "Answer", Kind::Text),
            Column::new("fields", "What the record says", Kind::Text),
            Column::new("row", "Reference row", Kind::Text),
            Column::new("dates", "Its dates", Kind::Text),
            Column::new("next", "Leads to", Kind::Code),
        ],
        rows,
        source: String::new(),
        notes: vec!["Dates are inclusive. A postcode is shown by its area only.".to_owned()],
    }
}

fn evidence(rows: &[Row]) -> Table {
    Table {
        caption: "Reference rows behind the code".to_owned(),
        columns: vec![Column::new("row", "Row", Kind::Text), Column::new("dates", "Its dates", Kind::Text)],
        rows: rows.iter().map(|row| vec![row_words(row).into(), dates(row).into()]).collect(),
        ..Table::default()
    }
}

/// The published files behind an answer or a run.
pub(super) fn vintages(all: &[activity::TableVintage]) -> Table {
    let rows = all.iter().map(|vintage| {
        vec![words::table(&vintage.table).into(), vintage.file.as_str().into(), vintage.sha256.as_str().into()]
    });
    Table {
        caption: "Tables used".to_owned(),
        columns: vec![
            Column::new("table", "Table", Kind::Text),
            Column::new("file", "Published file", Kind::Text),
            Column::new("sha256", "SHA-256", Kind::Text),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// The day whose names an answer is told in: that of the record, or today where the record has none.
fn named_on(caller: &Caller, answer: &Answer) -> Date {
    answer.date.parse().unwrap_or(caller.ask.today())
}

/// The page of an answer, kept or not.
pub(super) fn parts(caller: &Caller, answer: &Answer, kept: Option<&KeptAnswer>) -> RoomPage {
    let (name, href) = caller.named(&answer.commissioner, named_on(caller, answer));
    let title = match (answer.commissioner.as_str(), name.as_str()) {
        ("", _) => format!("Nobody is named: {}", lower(words::terminal(&answer.terminal))),
        (code, "") => format!("{code} pays"),
        (code, name) => format!("{name} ({code}) pays"),
    };
    let mut page = caller.page(&title, [Crumb::new("One record", "/who-pays/record")]);
    if caller.ask.address.path == "/who-pays/record" {
        page.shell.breadcrumbs.pop();
    }
    tags(&mut page, answer);
    page.lead.push(answer.reason.clone());
    page.before = Markup::joined([summary(caller, answer, href.as_deref()), flags(answer), given(answer)]);
    walk(caller, &mut page, answer, kept);
    if !answer.evidence.is_empty() {
        page.part("code", "How the code was found", caller.inner(evidence(&answer.evidence)));
    }
    page.part("tables", "Tables used", caller.inner(vintages(&answer.vintages)));
    share(caller, &mut page, kept);
    page
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_lowercase().to_string()).unwrap_or_default();
    // A name such as NHS England keeps its capitals.
    if text.starts_with("NHS") || text.starts_with("Wales") || text.starts_with("Scot") || text.starts_with("North") {
        return text.to_owned();
    }
    format!("{first}{}", letters.as_str())
}

fn tags(page: &mut RoomPage, answer: &Answer) {
    let (words, colour) = match answer.status.as_str() {
        "ASSIGNED" => ("Assigned", TagColour::Green),
        "NO_CODE" => ("No code by design", TagColour::Grey),
        _ => ("No code found", TagColour::Orange),
    };
    page.tags.push(Tag::new(words, colour));
    if answer.is_forced {
        page.tags.push(Tag::new("What if: one edition for every date", TagColour::Purple));
    }
}

fn summary(caller: &Caller, answer: &Answer, href: Option<&str>) -> Markup {
    let text = |text: &str| Markup::escaped(text).to_string();
    let anchor = |words: &str, href: &str| Markup::trusted(format!("<a href=\"{}\">{}</a>", text(href), text(words)));
    let with = |code: &str, words: &str| if words.is_empty() { code.to_owned() } else { format!("{words} ({code})") };
    let mut rows = vec![match (answer.commissioner.as_str(), href) {
        ("", _) => SummaryRow::new("Commissioner", "None"),
        (code, Some(href)) => {
            SummaryRow::new("Commissioner", anchor(&with(code, &caller.named(code, named_on(caller, answer)).0), href))
        }
        (code, None) => SummaryRow::new("Commissioner", format!("{code} (not on the register)")),
    }];
    if !answer.category.is_empty() {
        let row = with(&answer.category, words::category(&answer.category));
        rows.push(SummaryRow::new("Commissioned service category", row));
    }
    rows.push(SummaryRow::new("Kind of commissioner", with(&answer.terminal, words::terminal(&answer.terminal))));
    rows.push(SummaryRow::new("How the code was found", with(&answer.method, words::method(&answer.method))));
    if !answer.date.is_empty() {
        let words = format!("{} ({})", date(&answer.date), lower(words::field(&answer.date_field)));
        rows.push(SummaryRow::new("Assignment date", words));
    }
    if let Some(edition) = answer.edition() {
        let words = format!("{}, guidance {}", edition.title, edition.guidance);
        let href = caller.ask.keep(&format!("/who-pays/editions/{}", edition.id));
        rows.push(SummaryRow::new("Edition", anchor(&words, &href)));
    }
    rows.push(SummaryRow::new("Path", answer.path.replace('>', " > ")));
    if let Some(label) = &answer.national_label {
        rows.push(SummaryRow::new("National data service: label", label.as_str()));
    }
    if let Some(key) = &answer.national_key {
        rows.push(SummaryRow::new("National data service: reason key", key.as_str()));
    }
    Markup::of(&SummaryList::new(rows))
}

fn flags(answer: &Answer) -> Markup {
    if answer.flags.is_empty() {
        return Markup::default();
    }
    let lines = answer.flags.iter().map(|flag| {
        Markup::trusted(format!(
            "<li>{} <span class=\"fp-code\">({})</span></li>",
            Markup::escaped(words::flag(flag)),
            Markup::escaped(flag)
        ))
    });
    let list = Markup::joined([Markup::trusted("<ul>")].into_iter().chain(lines).chain([Markup::trusted("</ul>")]));
    Markup::of(&WarningCallout {
        heading: kit::components::Heading {
            content: "What to know about this answer".into(),
            ..kit::components::Heading::default()
        },
        content: list.into(),
        ..WarningCallout::default()
    })
}

fn given(answer: &Answer) -> Markup {
    let rows = answer.given.iter().map(|(name, text)| SummaryRow::new(words::field(name), text.as_str()));
    let rows: Vec<SummaryRow> = rows.collect();
    Markup::of(&kit::components::Details {
        summary: kit::components::Description {
            content: "The record that was asked about".into(),
            ..kit::components::Description::default()
        },
        content: Markup::of(&SummaryList::new(rows)).into(),
        ..kit::components::Details::default()
    })
}

fn walk(caller: &Caller, page: &mut RoomPage, answer: &Answer, kept: Option<&KeptAnswer>) {
    let Some(edition) = answer.edition().filter(|_| !answer.asked.is_empty()) else {
        let words = "No question was asked: the record ended before the chart.";
        page.part("walk", "The walk through the chart", paragraph(words));
        return;
    };
    let drawing = Drawing::of(edition, &answer.taken(edition));
    let steps: Vec<String> = answer
        .asked
        .iter()
        .map(|asked| format!("{} {}", asked.node, if asked.answer { "yes" } else { "no" }))
        .collect();
    let chart = Walk {
        id: "walk-chart".to_owned(),
        title: format!("The way through the chart: {} of {} questions", answer.asked.len(), edition.nodes().len()),
        description: format!(
            "The record was asked {}, and ended at {}. The table below says each question in words and what decided it.",
            steps.join(", "),
            words::terminal(&answer.terminal)
        ),
        drawing: &drawing,
        asked: answer.asked.iter().map(|asked| asked.key.as_str()).collect(),
    }
    .draw();
    let table = walked(answer);
    let lead =
        paragraph("The questions that were asked are numbered and have a thick outline; thick lines are the answers.");
    let figure = if kept.is_some() {
        Markup::of(&chart.with_table(&caller.ask.carry(table), &caller.ask.address))
    } else {
        Markup::joined([
            Markup::trusted("<figure class=\"fp-figure\">"),
            chart.boxed(),
            caller.inner(table),
            Markup::trusted("</figure>"),
        ])
    };
    let body = Markup::joined([lead, figure]);
    page.part("walk", "The walk through the chart", body);
}

/// The link, until when it leads here, and the way to end it; the way to dispute the answer.
fn share(caller: &Caller, page: &mut RoomPage, kept: Option<&KeptAnswer>) {
    let Some(kept) = kept else {
        let words =
            "Nothing of this answer is kept. Whoever settles who pays for a body can sign in and have a link to share.";
        page.part("share", "Sharing", paragraph(words));
        return;
    };
    let path = format!("/who-pays/records/{}", kept.id);
    let whose = if kept.owner.body.is_empty() {
        "Whoever has the link can read this page.".to_owned()
    } else {
        format!("It belongs to {}; others find nothing here.", caller.whose(&kept.owner, civil_day(kept.made_at)))
    };
    let base = &caller.ask.site.config.base;
    let delete = Button { variant: Some(ButtonVariant::Secondary), ..Button::submit("Delete this answer now") };
    let body = Markup::joined([
        paragraph(&format!(
            "{whose} It is deleted on {}. The postcode is not kept, only its area.",
            day(civil_day(kept.until))
        )),
        Markup::trusted(format!(
            "<p class=\"fp-break\"><code>{}</code></p>",
            Markup::escaped(&format!("{base}{path}"))
        )),
        link("Challenge this answer", &format!("/who-pays/challenges/new?record={}", kept.id)),
        form(&format!("{path}/delete"), false, &caller.token, [Markup::of(&delete)]),
    ]);
    page.part("share", "Sharing", body);
}
