//! “Who decides?”: the question as a form, and its answer in a sentence with the chain behind it.

use ::ask::{Asked, Fault};
use axum::response::Response;
use mandate::PopulationKind;

use super::chain::chain;
use super::frame::{Part, page_titled, ways};
use crate::answers::{self as answers, Basis, Decider, Question, Who};
use crate::questions::{self, WHO_DECIDES, matters};
use kit::components::{Button, ErrorMessage, Input, Select, SelectOption};
use kit::markup::Markup;
use kit::question::{QuestionForm, check, kept_clocks, summary};
use kit::refused::{FieldError, Problem};
use kit::show::Ask;
use kit::site::filled;

pub(super) async fn question(ask: Ask) -> Result<Response, Problem> {
    let basis = Basis::of(&ask);
    let (question, errors) = read(&ask, &basis);
    let mut page = page_titled("Who decides?");
    page.above = vec![kit::components::Crumb::new("Home", "/")];
    page.ways = ways(&ask, "/who-decides");
    page.lead = vec![
        "Who may decide about a service or a function, for whose people, up to how much, on what authority, on the day of the line above.".to_owned(),
    ];
    page.has_errors = !errors.is_empty();
    let form = form(&ask, &errors);
    if let Some(question) = question {
        let found = answers::all_deciders(&basis, &question);
        page.parts.push(Part::words(
            "answer",
            "Answer",
            vec![answers::sentence(&basis, &question, &found)],
            Markup::joined(found.iter().filter_map(|held| authority(&basis, held))),
        ));
        let mut table = answers::decides(&basis, &question);
        if ask.address.value("format").is_none() {
            // The page has said it above; a file has only its notes.
            table.notes.clear();
        }
        page.parts.push(Part::new("deciders", "Everybody who might decide", table));
        page.parts.push(Part::words("another", "Ask another question", Vec::new(), form));
    } else {
        let summary = (!errors.is_empty()).then(|| summary(&errors));
        page.before = Markup::joined(summary.into_iter().chain([form]));
    }
    page.answer(&ask)
}

/// The chain of one who may decide, under a line that says who.
fn authority(basis: &Basis<'_>, held: &Decider) -> Option<Markup> {
    let authority = held.answer.as_ref().ok()?;
    let words = match held.who {
        Who::GoverningBody => kit::site::sentence(&held.words(basis)),
        _ => format!("{}, for {}", held.words(basis), basis.body(held.body)),
    };
    let line = format!("<h3 class=\"nhsuk-heading-s\">On whose authority: {}</h3>", Markup::escaped(&words));
    Some(Markup::joined([Markup::trusted(line), chain(basis, authority.chain())]))
}

/// What was asked, if anything was, and what is wrong with it.
fn read(ask: &Ask, basis: &Basis<'_>) -> (Option<Question>, Vec<FieldError>) {
    let mut values = ask.address.query.clone();
    let named = ::ask::name_bodies(&ask.site.footprint, ask.lens(), WHO_DECIDES.params, &mut values);
    let mut errors = named.err().unwrap_or_default();
    errors.extend(check(WHO_DECIDES.params, &values).into_iter().filter(|error| error.field != "body"));
    if filled(&ask.address, "matter").is_none() || !errors.is_empty() {
        return (None, errors);
    }
    let wrong = |field: &str, message: String| vec![FieldError { field: field.to_owned(), message }];
    let question = match questions::read(ask.lens(), &Asked::new(&values, WHO_DECIDES.params)) {
        Ok(question) => question,
        Err(Fault::Param(error)) => return (None, vec![error]),
        Err(Fault::Unknown(words)) => return (None, wrong("body", words)),
    };
    if let Err(none) = answers::on_record(basis, &question) {
        let message = format!("{}. {}", kit::site::sentence(&none.to_string()).trim_end_matches('.'), none.advice());
        return (None, wrong("matter", message));
    }
    (Some(question), Vec::new())
}

fn form(ask: &Ask, errors: &[FieldError]) -> Markup {
    let error = |field: &str| {
        errors.iter().find(|error| error.field == field).map(|error| ErrorMessage::from(error.message.as_str()))
    };
    let value = |field: &str| filled(&ask.address, field).map(str::to_owned);
    let fields = vec![
        Markup::of(&Select {
            name: "matter".to_owned(),
            id: Some("matter".to_owned()),
            label: "What is to be decided?".into(),
            hint: Some("A service, or a function that a scheme on record names.".into()),
            items: matters(ask.lens())
                .iter()
                .map(|(is, words)| SelectOption::new(is.as_str(), words.as_str()))
                .collect(),
            value: value("matter").map(|held| if held.contains(':') { held } else { format!("service:{held}") }),
            error_message: error("matter"),
            ..Select::default()
        }),
        Markup::of(&Input {
            name: "body".to_owned(),
            id: Some("body".to_owned()),
            label: "For whose people?".into(),
            hint: Some("The name or code of a commissioner, such as 14Y.".into()),
            value: value("body"),
            error_message: error("body"),
            width: Some(20),
            code: true,
            ..Input::default()
        }),
        Markup::of(&Select {
            name: "population".to_owned(),
            id: Some("population".to_owned()),
            label: "Which of them?".into(),
            items: PopulationKind::ALL
                .iter()
                .map(|kind| SelectOption::new(kind.slug(), kit::site::sentence(kind.words())))
                .collect(),
            value: value("population"),
            ..Select::default()
        }),
        Markup::of(&Input {
            name: "amount".to_owned(),
            id: Some("amount".to_owned()),
            label: "How much money is decided?".into(),
            hint: Some("In pounds, such as 2,000,000 or 1.5m. Leave it empty if none is.".into()),
            value: value("amount"),
            error_message: error("amount"),
            width: Some(10),
            inputmode: Some("decimal".to_owned()),
            prefix: Some("£".into()),
            ..Input::default()
        }),
    ];
    let button = Button::submit("Show who decides");
    Markup::of(&QuestionForm { action: "/who-decides".to_owned(), kept: kept_clocks(ask), fields, ask: button })
}
