//! What changed in a place between two days, and the whole old → new table.

use askama::Template;
use axum::response::Response;
use register::View;
use terms::{Date, OdsCode};

use super::flow::flow;
use crate::answers::{self, Diff, Which, counted};
use ask::day;
use kit::components::{Button, Crumb, ErrorLine, ErrorMessage, ErrorSummary, Input, InsetText};
use kit::markup::Markup;
use kit::refused::{FieldError, Problem};
use kit::shell::Shell;
use kit::show::{Ask, TablePage};
use kit::site::{Site, Viewpoint, date_in, filled};
use kit::table::{OnPage as _, TableView};

#[derive(Template)]
#[template(path = "pages/diff.html")]
struct DiffPage {
    shell: Shell,
    errors: Option<ErrorSummary>,
    place: Input,
    from: Input,
    to: Input,
    show: Button,
    kept: Vec<(String, String)>,
    answer: Option<Answer>,
}

struct Answer {
    of: String,
    from_number: usize,
    to_number: usize,
    from_words: String,
    to_words: String,
    nothing: Option<InsetText>,
    flow: Option<Markup>,
    changes: Option<TableView>,
    practices: Option<TableView>,
    before: TableView,
    after: TableView,
}

/// What the form asks for.
#[derive(Clone)]
struct Chosen {
    text: String,
    place: Vec<OdsCode>,
    from: Date,
    to: Date,
}

pub(super) async fn diff(ask: Ask) -> Result<Response, Problem> {
    if let Some(held) = ask.held().filter(|_| filled(&ask.address, "format").is_none()) {
        return Ok(held);
    }
    let chosen = ask.work(read).await?;
    let view = ask.register();
    let diff = match &chosen {
        Ok(Some(chosen)) => Some((chosen, answers::diff(&view, &chosen.place, chosen.from, chosen.to))),
        _ => None,
    };
    if let Some((_, diff)) = &diff {
        let table = match ask.address.value("table") {
            Some("before") => &diff.before,
            Some("after") => &diff.after,
            Some("practices") => &diff.practices,
            _ => &diff.changes,
        };
        if let Some(file) = ask.file(table)? {
            return Ok(file);
        }
    }
    let errors = chosen.as_ref().err().cloned().unwrap_or_default();
    let answer = diff.map(|(chosen, diff)| answer(&view, &ask, chosen, diff));
    let title = match &answer {
        Some(answer) => format!("What changed in {}", answer.of),
        None => "What changed in a place".to_owned(),
    };
    let mut response = ask.page(DiffPage {
        shell: Shell { has_errors: !errors.is_empty(), ..ask.frame(&title, [Crumb::new("Home", "/")]) },
        errors: (!errors.is_empty()).then(|| summary(&errors)),
        place: field(
            &ask,
            &errors,
            "place",
            "Which place?",
            "A system or commissioner by code or name, or several codes. For example, 14Y, 10Q, 15A",
        ),
        from: date_field(&ask, &errors, "from", "From"),
        to: date_field(&ask, &errors, "to", "To"),
        show: Button::submit("Show what changed"),
        kept: ask.address.query.iter().filter(|(key, value)| key == "known_at" && !value.is_empty()).cloned().collect(),
        answer,
    });
    if !errors.is_empty() {
        *response.status_mut() = axum::http::StatusCode::BAD_REQUEST;
    }
    Ok(response)
}

/// The form as sent: nothing when it was not, and everything wrong with it at once.
fn read(viewpoint: &Viewpoint, site: &Site) -> Result<Option<Chosen>, Vec<FieldError>> {
    let address = &viewpoint.address;
    if ["place", "from", "to"].iter().all(|key| address.value(key).is_none()) {
        return Ok(None);
    }
    let mut errors = Vec::new();
    let mut wrong = |field: &str, message: String| errors.push(FieldError { field: field.to_owned(), message });
    let mut days = [None; 2];
    for (day, (key, word)) in days.iter_mut().zip([("from", "first"), ("to", "second")]) {
        match date_in(address, key) {
            Ok(Some(found)) => *day = Some(found),
            Ok(None) => wrong(key, format!("Enter the {word} day")),
            Err(error) => wrong(key, error.message),
        }
    }
    let text = filled(address, "place").unwrap_or_default().to_owned();
    let mut place = Vec::new();
    if text.is_empty() {
        wrong("place", "Enter a place".to_owned());
    } else {
        let index = site.footprint.search_index(viewpoint.house(), viewpoint.at().known);
        match answers::place(&viewpoint.register(), &index, &text, days[1].unwrap_or(viewpoint.at().valid)) {
            Ok(found) => place = found,
            Err(text) => wrong("place", format!("Nothing on the register matches “{text}”")),
        }
    }
    match (days, errors.is_empty()) {
        ([Some(from), Some(to)], true) => Ok(Some(Chosen { text, place, from, to })),
        _ => Err(errors),
    }
}

fn summary(errors: &[FieldError]) -> ErrorSummary {
    ErrorSummary::new(
        errors
            .iter()
            .map(|error| ErrorLine { content: error.message.as_str().into(), href: Some(format!("#{}", error.field)) }),
    )
}

fn field(ask: &Ask, errors: &[FieldError], name: &str, label: &str, hint: &str) -> Input {
    let error = errors.iter().find(|error| error.field == name);
    Input {
        name: name.to_owned(),
        id: Some(name.to_owned()),
        label: label.into(),
        hint: (!hint.is_empty()).then(|| hint.into()),
        value: filled(&ask.address, name).map(str::to_owned),
        error_message: error.map(|error| ErrorMessage::from(error.message.as_str())),
        spellcheck: Some(false),
        ..Input::default()
    }
}

fn date_field(ask: &Ask, errors: &[FieldError], name: &str, label: &str) -> Input {
    Input {
        input_type: Some("date".to_owned()),
        width: Some(10),
        spellcheck: None,
        ..field(ask, errors, name, label, "")
    }
}

fn answer(view: &View<'_>, ask: &Ask, chosen: &Chosen, diff: Diff) -> Answer {
    let named: Vec<String> = match chosen.place.as_slice() {
        [one] => vec![format!("{} ({one})", answers::name(view, *one, chosen.to))],
        several => several.iter().map(ToString::to_string).collect(),
    };
    let words =
        |n: usize, on: Date| format!("{} on {}", if n == 1 { "commissioner" } else { "commissioners" }, day(on));
    let is_same = diff.changes.rows.is_empty() && diff.diff.before == diff.diff.after;
    let nothing = is_same.then(|| InsetText {
        content: if diff.diff.before.is_empty() {
            format!(
                "No commissioner of {} is on the register on either day. Import a file that says who belonged to it.",
                chosen.text
            )
            .into()
        } else {
            Markup::trusted("<p>The same commissioners on both days, and nothing passed between them.</p>").into()
        },
        ..InsetText::default()
    });
    let links = &diff.diff.links;
    let address = |table: &str| ask.address.without(&["format", "page"]).with("table", table);
    let shown = |table: ask::Table, name: &str| ask.carry(table).show(&address(name));
    Answer {
        of: named.join(", "),
        from_number: diff.diff.before.len(),
        to_number: diff.diff.after.len(),
        from_words: words(diff.diff.before.len(), chosen.from),
        to_words: words(diff.diff.after.len(), chosen.to),
        nothing,
        flow: (!links.is_empty() && links.len() <= 40)
            .then(|| flow(view, "changes", &diff.changes.caption, &diff.diff.after, links).boxed()),
        changes: (!diff.changes.rows.is_empty())
            .then(|| ask.carry(diff.changes).show(&ask.address.without(&["table"]))),
        practices: (!diff.practices.rows.is_empty()).then(|| shown(diff.practices, "practices")),
        before: shown(diff.before, "before"),
        after: shown(diff.after, "after"),
    }
}

/// The whole footprint's old → new table, or a place's.
pub(super) async fn successions(ask: Ask) -> Result<Response, Problem> {
    if let Some(held) = ask.held().filter(|_| filled(&ask.address, "format").is_none()) {
        return Ok(held);
    }
    let which = match (filled(&ask.address, "place"), ask.address.value("kinds")) {
        (Some(text), _) => {
            let text = text.to_owned();
            let found = ask.work(move |viewpoint, site| {
                let index = site.footprint.search_index(viewpoint.house(), viewpoint.at().known);
                answers::place(&viewpoint.register(), &index, &text, viewpoint.at().valid)
            });
            Which::Of(found.await?.map_err(|text| {
                let message = format!("Nothing on the register matches “{text}”");
                Problem::invalid([FieldError { field: "place".to_owned(), message }])
            })?)
        }
        (None, Some("all")) => Which::All,
        _ => Which::Footprint,
    };
    let asked = which.clone();
    let table = ask.work(move |viewpoint, _| answers::successions(&viewpoint.register(), &asked)).await?;
    if let Some(file) = ask.file(&table)? {
        return Ok(file);
    }
    let n = counted(table.rows.len() as u64, "succession", "successions");
    let (words, href) = match which {
        Which::Footprint => ("Show those of every kind of body", "/successions?kinds=all"),
        _ => ("Show only those of commissioners and systems", "/successions"),
    };
    let link = format!("<p><a href=\"{}\">{words}</a></p>", Markup::escaped(&ask.keep(href)));
    Ok(ask.page(TablePage {
        shell: ask.frame("Old codes to new", [Crumb::new("Home", "/")]),
        caption: String::new(),
        ways: Vec::new(),
        lead: vec![format!(
            "{n}, each with the day the new body took over and how. Follow a chain to its end on an organisation’s successors page, which also gives the weights where a body passed to several."
        )],
        before: Markup::trusted(link),
        table: ask.table(table),
    }))
}
