//! The page of a question, from its declaration: the form that asks it, its answer, and its files.

use app::Lens;
use ask::{Answer, Asked, Fault, FieldError, Param, Place, Question, Wanted};
use askama::Template;
use axum::Router;
use axum::extract::RawPathParams;
use axum::response::Response;
use axum::routing::{MethodRouter, get};

use crate::components::{
    Button, Crumb, DateInput, ErrorLine, ErrorMessage, ErrorSummary, Input, Legend, Select, SelectOption,
};
use crate::face::Face;
use crate::markup::Markup;
use crate::refused::Problem;
use crate::show::{Ask, Way};
use crate::site::{Site, filled, sentence};
use crate::tables_page::{Part, TablesPage};

/// The pages of a face's questions that are not written by hand.
pub fn routes(face: &'static Face) -> Router<Site> {
    face.questions.iter().filter(|question| !question.by_hand.page).fold(Router::new(), |routes, question| {
        routes.route(question.path, drawn(face, question, |_, _| Markup::default()))
    })
}

/// What stands before the tables of an answer, such as a chart, drawn from what was asked.
pub type Draw = fn(&Lens, &Asked<'_>) -> Markup;

/// The page of a question, with something drawn before its tables, at an address that its face gives it.
pub fn drawn(face: &'static Face, question: &'static Question, draw: Draw) -> MethodRouter<Site> {
    get(move |ask: Ask, path: RawPathParams| page(face, question, ask, path, draw))
}

async fn page(
    face: &'static Face,
    question: &'static Question,
    ask: Ask,
    path: RawPathParams,
    draw: Draw,
) -> Result<Response, Problem> {
    let mut values: Vec<(String, String)> =
        path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    values.extend(ask.address.query.iter().cloned());
    join_days(question.params, &mut values);
    let named = ::ask::name_bodies(&ask.site.footprint, ask.lens(), question.params, &mut values);
    let mut errors = named.err().unwrap_or_default();
    if errors.is_empty() {
        errors = check(question.params, &values);
    }
    let asks = |param: &&Param| param.place != Place::Path;
    let is_asked = question
        .params
        .iter()
        .filter(|param| param.place == Place::Required)
        .all(|param| values.iter().any(|(name, value)| name == param.name && !value.trim().is_empty()));
    let mut answer = None;
    if is_asked && errors.is_empty() {
        // Where nothing but the clocks decides what is answered, whoever holds the answer need not wait for it again.
        if let Some(held) = ask.held().filter(|_| !face.is_by_now && ask.address.value("format").is_none()) {
            return Ok(held);
        }
        match work_out(question, &ask, &values, draw).await? {
            Ok(found) => answer = Some(found),
            Err(error) => errors.push(error),
        }
    }
    let mut shown = TablesPage::new(question.title, crumbs(face, question, &values));
    shown.ways = ways(face, question, &ask, &values);
    shown.ways_label =
        if question.path.starts_with("/organisations/{code}/") { "Views of this organisation" } else { question.group };
    shown.lead = vec![question.about.to_owned()];
    shown.has_errors = !errors.is_empty();
    shown.acts = crate::acts::acts_under(&ask, face.acts, question.path, &values);
    let form = question.params.iter().any(|param| asks(&param)).then(|| form(question, &ask, &values, &errors));
    let is_answered = answer.is_some();
    let (answer, drawing) = answer.unzip();
    if let Some(answer) = answer {
        fill(&mut shown, answer);
    }
    let summary = (!errors.is_empty()).then(|| summary(&errors));
    // A question that must be asked first stands over its form; one with an answer already shows that first where it has
    // several parts of its own.
    if let Some(form) = form {
        if is_answered && question.params.iter().any(|param| param.place == Place::Required) {
            shown.parts.push(Part::words("another", "Ask another question", Vec::new(), form));
        } else {
            shown.before = Markup::joined(summary.into_iter().chain([form]));
        }
    } else {
        shown.before = Markup::joined(summary);
    }
    shown.before = Markup::joined([shown.before].into_iter().chain(drawing));
    shown.answer(&ask)
}

/// The answer with what is drawn from it, or what is wrong with a parameter.
async fn work_out(
    question: &'static Question,
    ask: &Ask,
    values: &[(String, String)],
    draw: Draw,
) -> Result<Result<(Answer, Markup), FieldError>, Problem> {
    let asked = values.to_vec();
    let work = move |viewpoint: &crate::site::Viewpoint, _: &Site| {
        let asked = Asked::new(&asked, question.params);
        let answer = (question.answer)(viewpoint.lens(), &asked)?;
        Ok::<_, Fault>((answer, draw(viewpoint.lens(), &asked)))
    };
    match ask.work(work).await? {
        Ok(found) => Ok(Ok(found)),
        Err(Fault::Param(error)) => Ok(Err(error)),
        Err(Fault::Unknown(words)) => Err(Problem::not_found(words)),
    }
}

fn fill(shown: &mut TablesPage, answer: Answer) {
    shown.caption = answer.caption;
    if !answer.lead.is_empty() {
        shown.lead = answer.lead;
    }
    let is_only = answer.tables.len() == 1;
    for named in answer.tables {
        shown.parts.push(if is_only {
            Part::only(named.table)
        } else {
            let heading = named.table.caption.clone();
            Part::new(named.name, heading, named.table)
        });
    }
}

/// The part of the service that it stands in, and the body that it is about.
fn crumbs(face: &'static Face, question: &Question, values: &[(String, String)]) -> Vec<Crumb> {
    let part = face.part.map(|part| Crumb::new(part.name, part.href));
    let is_of_body = question.path.starts_with("/organisations/{code}/");
    let code = values.iter().find(|(name, _)| name == "code").filter(|_| is_of_body).map(|(_, code)| code);
    part.into_iter().chain(code.map(|code| Crumb::new(code.as_str(), format!("/organisations/{code}")))).collect()
}

/// The other questions of its group, or the other views of the body that it is about.
fn ways(face: &'static Face, question: &Question, ask: &Ask, values: &[(String, String)]) -> Vec<Way> {
    if let Some(end) = question.path.strip_prefix("/organisations/{code}/") {
        let code = values.iter().find(|(name, _)| name == "code").and_then(|(_, code)| code.parse().ok());
        return code.map(|code| ask.views_of_body(code, end)).unwrap_or_default();
    }
    face.ways(ask, question.path)
}

/// Puts days together that came in three parts, as the form sends them: what is no day stays as typed, to be told.
fn join_days(params: &[Param], values: &mut Vec<(String, String)>) {
    for param in params.iter().filter(|param| matches!(param.wanted, Wanted::Day)) {
        let find = |name: &str| {
            let found = values.iter().find(|(held, _)| held == name).map(|(_, value)| value.trim());
            found.filter(|value| !value.is_empty())
        };
        if find(param.name).is_some() {
            continue;
        }
        let part = |part: &str| find(&format!("{}[{part}]", param.name)).unwrap_or_default();
        let (year, month, day) = (part("year"), part("month"), part("day"));
        if [year, month, day].iter().any(|part| !part.is_empty()) {
            let whole = format!("{year}-{month:0>2}-{day:0>2}");
            values.push((param.name.to_owned(), whole));
        }
    }
}

/// What is wrong with what was asked: blank values ask nothing.
pub fn check(params: &[Param], values: &[(String, String)]) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for param in params {
        let sent = values.iter().find(|(name, _)| name == param.name).map(|(_, value)| value.trim());
        let Some(value) = sent.filter(|value| !value.is_empty()) else { continue };
        if !param.wanted.reads(value) {
            let shown: String = value.chars().take(40).collect();
            let message = format!("“{shown}” is not {}", param.wanted.words());
            errors.push(FieldError { field: param.name.to_owned(), message });
        }
    }
    errors
}

/// The fields that are wrong, at the top of the page.
pub fn summary(errors: &[FieldError]) -> Markup {
    let line = |error: &FieldError| ErrorLine {
        content: error.message.as_str().into(),
        href: Some(format!("#{}", error.field)).filter(|_| !error.field.is_empty()),
    };
    Markup::of(&ErrorSummary::new(errors.iter().map(line)))
}

/// A form that asks by its address.
#[derive(Template)]
#[template(path = "pages/question.html")]
pub struct QuestionForm {
    /// Where it asks.
    pub action: String,
    /// What goes along, not shown.
    pub kept: Vec<(String, String)>,
    /// Its fields.
    pub fields: Vec<Markup>,
    /// What asks.
    pub ask: Button,
}

/// The clocks of an address, to be sent along with a form.
pub fn kept_clocks(ask: &Ask) -> Vec<(String, String)> {
    let kept = |key: &str| Some((key.to_owned(), filled(&ask.address, key)?.to_owned()));
    ["valid_at", "known_at"].into_iter().filter_map(kept).collect()
}

fn form(question: &Question, ask: &Ask, values: &[(String, String)], errors: &[FieldError]) -> Markup {
    let fields = question.params.iter().filter(|param| param.place != Place::Path && !param.label.is_empty());
    let fields = fields.map(|param| field(ask, param, values, errors)).collect();
    let ask_button = Button::submit("Show");
    Markup::of(&QuestionForm { action: ask.address.path.clone(), kept: kept_clocks(ask), fields, ask: ask_button })
}

fn field(ask: &Ask, param: &Param, values: &[(String, String)], errors: &[FieldError]) -> Markup {
    let sent = values.iter().find(|(name, _)| name == param.name).map(|(_, value)| value.as_str());
    let value = sent.or(param.first).map(str::to_owned);
    let error = errors.iter().find(|error| error.field == param.name);
    let error_message = error.map(|error| ErrorMessage::from(error.message.as_str()));
    let (name, id) = (param.name.to_owned(), Some(param.name.to_owned()));
    let hint = (!param.about.is_empty()).then(|| param.about.into());
    let word = |word: &str| SelectOption::new(word, sentence(&word.replace('-', " ")));
    let items: Option<Vec<SelectOption>> = match param.wanted {
        Wanted::Word(words) => Some(words().into_iter().map(word).collect()),
        Wanted::Chosen(choices) => {
            let choices = choices(ask.lens()).into_iter();
            Some(choices.map(|(value, words)| SelectOption::new(value.as_str(), words.as_str())).collect())
        }
        _ => None,
    };
    if let Some(items) = items {
        let none = (param.place == Place::Query && param.first.is_none()).then(|| SelectOption::new("", "Any"));
        return Markup::of(&Select {
            name,
            id,
            label: param.label.into(),
            hint,
            items: none.into_iter().chain(items).collect(),
            value,
            error_message,
            ..Select::default()
        });
    }
    if let Wanted::Day = param.wanted {
        return day(param, values, value.as_deref().unwrap_or_default(), error_message);
    }
    let (width, inputmode, prefix) = match param.wanted {
        Wanted::Count(..) | Wanted::Limit => (Some(5), Some("numeric"), None),
        Wanted::Pounds => (Some(10), Some("decimal"), Some("£".into())),
        Wanted::Code | Wanted::Day | Wanted::EntryOrDay | Wanted::Known | Wanted::Entry => (Some(10), None, None),
        Wanted::Codes | Wanted::Text | Wanted::Formed(_) | Wanted::Word(_) | Wanted::Chosen(_) | Wanted::Cursor => {
            (None, None, None)
        }
    };
    Markup::of(&Input {
        name,
        id,
        label: param.label.into(),
        hint,
        value,
        error_message,
        width,
        inputmode: inputmode.map(str::to_owned),
        prefix,
        code: matches!(param.wanted, Wanted::Code | Wanted::Codes),
        ..Input::default()
    })
}

/// A day as three fields, with what was typed in each.
fn day(param: &Param, values: &[(String, String)], whole: &str, error_message: Option<ErrorMessage>) -> Markup {
    let mut parts = whole.splitn(3, '-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let part = |name: &str, of_whole: Option<&str>| {
        let name = format!("{}[{name}]", param.name);
        let typed = values.iter().find(|(held, _)| *held == name).map(|(_, value)| value.clone());
        typed.unwrap_or_else(|| of_whole.unwrap_or_default().trim_start_matches('0').to_owned())
    };
    let (day, month, year) = (part("day", day), part("month", month), part("year", year));
    let hint = if param.about.is_empty() { "For example, 1 4 2018" } else { param.about };
    Markup::of(&DateInput {
        name_prefix: Some(param.name.to_owned()),
        hint: Some(hint.into()),
        error_message,
        ..DateInput::new(param.name, Legend::from(param.label), &day, &month, &year)
    })
}
