//! One organisation and the views of it.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use jiff::civil::Date;
use register::View;
use terms::{Certainty, FuzzyDate, OdsCode};

use super::flow::flow;
use crate::answers::organisation::{Organisation, happenings, summary_rows};
use crate::answers::{self, successions::Which};
use ask::{Cell, Table};
use kit::charts::{Chart, Figure, Period, Timeline, TimelineRow};
use kit::components::{Crumb, InsetText, SummaryList, SummaryRow, Tag, TagColour};
use kit::markup::{Content, Markup};
use kit::refused::Problem;
use kit::shell::Shell;
use kit::show::{Ask, Way};
use kit::table::TableView;

/// How many members the organisation's own page lists; the rest are a page away.
const MEMBERS_SHOWN: usize = 10;
/// How many successions a chart shows before it says less than its table.
const LINKS_DRAWN_MAX: usize = 40;

#[derive(Template)]
#[template(path = "pages/organisation.html")]
struct OrganisationPage {
    shell: Shell,
    kind: &'static str,
    tag: Tag,
    inset: Option<InsetText>,
    ways: Vec<Way>,
    summary: SummaryList,
    timeline: Figure,
    flow: Option<Markup>,
    links: Option<TableView>,
    members: Option<TableView>,
    all_members: Option<(String, String)>,
    parents: Option<TableView>,
    coverage: Option<TableView>,
    arrangements: Vec<String>,
    findings: Option<TableView>,
    feed: String,
}

pub(super) async fn organisation(ask: Ask, Path(code): Path<String>) -> Result<Response, Problem> {
    let code = ask.body(&code)?;
    if let Some(file) = ask.file(&answers::summary(&ask.register(), ask.at(), code))? {
        return Ok(file);
    }
    if let Some(held) = ask.held() {
        return Ok(held);
    }
    let found = ask.work(|look, site| site.footprint.findings(look.house(), look.at().known)).await?;
    let view = ask.register();
    let body = answers::organisation(&view, ask.at(), code).ok_or_else(Problem::broken)?;
    let under = |what: &str| format!("{}/{what}", answers::href(code));
    let links = answers::successions(&view, &Which::Of(vec![code]));
    let members = answers::members(&view, ask.at(), code);
    let findings = answers::findings::about(&view, &found, code, ask.at().valid);
    let shown = |what: &str, table: Table| (!table.rows.is_empty()).then(|| ask.table_of(&under(what), table));
    let n_members = members.rows.len();
    let timeline = rows(&view, &ask, code).draw();
    Ok(ask.page(OrganisationPage {
        shell: ask.frame(&titled(&body), above()),
        kind: body.kind,
        tag: tag(&body),
        inset: inset(&view, &ask, &body),
        ways: ask.views_of_body(code, ""),
        summary: summary(&view, &ask, &body),
        timeline: timeline.with_table(&ask.carry(answers::timeline(&view, code)), &ask.beside(&under("timeline"))),
        flow: chain(&view, code).map(|chart| chart.boxed()),
        links: shown("successions", links),
        members: shown("members", first_of(members)),
        all_members: (n_members > MEMBERS_SHOWN).then(|| {
            (ask.keep(&under("members")), format!("All {}", answers::counted(n_members as u64, "member", "members")))
        }),
        parents: shown("parents", answers::parents(&view, ask.at(), code)),
        coverage: shown("coverage", answers::coverage(&view, ask.at(), code)),
        arrangements: arrangements(&view, &ask, code),
        findings: shown("findings", findings),
        feed: format!("/changes.atom?code={code}"),
    }))
}

fn above() -> [Crumb; 2] {
    [Crumb::new("Home", "/"), Crumb::new("Organisations", "/search")]
}

fn titled(body: &Organisation) -> String {
    if body.name.is_empty() { body.code.to_string() } else { format!("{} ({})", body.name, body.code) }
}

fn first_of(mut members: Table) -> Table {
    let n = members.rows.len();
    if n > MEMBERS_SHOWN {
        members.rows.truncate(MEMBERS_SHOWN);
        members.caption = format!("{} (the first {MEMBERS_SHOWN} of {n})", members.caption);
    }
    members
}

fn tag(body: &Organisation) -> Tag {
    match (body.was_open, body.lives.counting()) {
        (Certainty::Yes, None) => Tag::new("No dates on file", TagColour::Yellow),
        (Certainty::Yes, Some(_)) => Tag::new("Open", TagColour::Green),
        (Certainty::Uncertain, _) => Tag::new("Perhaps open", TagColour::Yellow),
        (Certainty::No, _) if body.open.starts_with("Not yet") => Tag::new("Not yet open", TagColour::Blue),
        (Certainty::No, _) => Tag::new("Closed", TagColour::Grey),
    }
}

/// What a reader of a body that is not open must know first.
fn inset(view: &View<'_>, ask: &Ask, body: &Organisation) -> Option<InsetText> {
    let link = |code: OdsCode, on: Date| {
        let href = ask.keep(&answers::href(code));
        let words = format!("{code} {}", answers::name(view, code, on));
        format!("<a href=\"{}\">{}</a>", Markup::escaped(&href), Markup::escaped(&words))
    };
    let joined = |links: Vec<String>| links.join(", ");
    let html = if body.was_open == Certainty::No && body.open.starts_with("Closed") {
        let became = view.successions_of(body.code);
        let heirs: Vec<String> = became.iter().map(|heir| link(heir.to, heir.on.latest())).collect();
        match became.first() {
            None => format!("<p><strong>{}.</strong> No imported file says what became of it.</p>", body.open),
            Some(first) => format!(
                "<p><strong>{}.</strong> It became {} on {} ({}).</p>",
                body.open,
                joined(heirs),
                first.on.screen(),
                first.cause.words().to_lowercase()
            ),
        }
    } else if body.open.starts_with("Not yet") {
        let came = view.predecessions_of(body.code);
        let before: Vec<String> = came.iter().map(|old| link(old.from, answers::successions::eve(old.on))).collect();
        let opened = body.lives.counting().and_then(|life| life.from()).map(FuzzyDate::screen).unwrap_or_default();
        let from = if before.is_empty() { String::new() } else { format!(" It came from {}.", joined(before)) };
        format!("<p><strong>{}.</strong> It opened on {opened}.{from}</p>", body.open)
    } else {
        return None;
    };
    Some(InsetText { content: Markup::trusted(html).into(), ..InsetText::default() })
}

fn summary(view: &View<'_>, ask: &Ask, body: &Organisation) -> SummaryList {
    let rows = summary_rows(view, ask.at(), body).into_iter().map(|(what, value)| {
        let value: Content = match value {
            Cell::Link { text, href } => {
                let href = ask.keep(&href);
                Markup::trusted(format!("<a href=\"{}\">{}</a>", Markup::escaped(&href), Markup::escaped(&text))).into()
            }
            other => other.shown().into(),
        };
        SummaryRow::new(what, value)
    });
    SummaryList::new(rows)
}

/// The timeline's rows, one for each sort of thing.
fn rows(view: &View<'_>, ask: &Ask, code: OdsCode) -> Timeline {
    let all = happenings(view, code);
    let edges = || all.iter().flat_map(|held| [held.period.from(), held.period.to()]).flatten();
    let to = edges().map(FuzzyDate::latest).filter(|day| *day < Date::MAX).chain([ask.today(), ask.at().valid]).max();
    let to = to.unwrap_or(ask.today());
    let from = edges().map(FuzzyDate::earliest).chain([ask.at().valid]).min().unwrap_or(to);
    let mut rows: Vec<TimelineRow> = Vec::new();
    for held in all.iter().filter(|held| held.what != "Succession") {
        let label = match held.other {
            Some(code) => code.to_string(),
            None => held.value.clone(),
        };
        let period = Period {
            label,
            from: held.period.from().map_or(from, FuzzyDate::latest),
            until: held.period.to().map(FuzzyDate::latest),
        };
        match rows.iter_mut().find(|row| row.label == held.what) {
            Some(row) => row.periods.push(period),
            None => rows.push(TimelineRow { label: held.what.to_owned(), periods: vec![period] }),
        }
    }
    Timeline {
        id: "timeline".to_owned(),
        title: format!("Timeline of {code}"),
        description: format!(
            "Bars show when each thing held; the dashed line is {}. The table below says the same.",
            ask::day(ask.at().valid)
        ),
        rows,
        from,
        to,
        as_at: Some(ask.at().valid),
    }
}

/// The chart of everything on the way to and from a body.
pub(super) fn chain(view: &View<'_>, code: OdsCode) -> Option<Chart> {
    let links = answers::successions::chosen(view, &Which::Of(vec![code]));
    let drawn = !links.is_empty() && links.len() <= LINKS_DRAWN_MAX;
    drawn.then(|| flow(view, "chain", &format!("What {code} came from and what became of it"), &[code], &links))
}

fn arrangements(view: &View<'_>, ask: &Ask, code: OdsCode) -> Vec<String> {
    let say = |held: register::Arrangement| {
        let others: Vec<String> = held
            .members
            .iter()
            .filter(|member| **member != code)
            .map(|member| format!("{member} {}", answers::name(view, *member, ask.at().valid)))
            .collect();
        let (kind, when) = (held.kind.words(), held.period.screen());
        format!("{kind}: {}, {when}, with {}. Source: {}.", held.name, others.join("; "), held.source)
    };
    view.arrangements(code).into_iter().map(say).collect()
}
