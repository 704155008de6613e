//! “Who decides?”: the question as a form, and its answer in a sentence with the chain behind it.

use axum::response::Response;
use mandate::{Matter, PopulationKind};
use terms::OdsCode;

use super::chain::chain;
use super::sheet::{Part, sheet, ways};
use crate::answers::{self as answers, Basis, Decider, Question, Who};
use kit::components::{Button, ErrorMessage, Input, Select, SelectOption};
use kit::markup::Markup;
use kit::question::{QuestionForm, kept_clocks, summary};
use kit::refused::{FieldError, Problem};
use kit::show::Ask;
use kit::site::filled;

pub(super) async fn question(ask: Ask) -> Result<Response, Problem> {
    let basis = Basis::of(&ask);
    let mut errors = Vec::new();
    let question = read(&ask, &mut errors);
    if let Some(Err(none)) = question.as_ref().map(|question| answers::on_record(&basis, question)) {
        let message = format!("{}. {}", kit::site::sentence(&none.to_string()).trim_end_matches('.'), none.advice());
        errors.push(FieldError { field: "matter".to_owned(), message });
    }
    let mut sheet = sheet("Who decides?");
    sheet.above = vec![kit::components::Crumb::new("Home", "/")];
    sheet.ways = ways(&ask, "/powers");
    sheet.lead = vec![
        "Who may decide about a service or a function, for whose people, up to how much, on what authority, on the day of the line above.".to_owned(),
    ];
    sheet.has_errors = !errors.is_empty();
    let form = form(&ask, &basis, &errors);
    match question {
        Some(question) if errors.is_empty() => {
            let found = answers::all_deciders(&basis, &question);
            sheet.parts.push(Part::words(
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
            sheet.parts.push(Part::new("deciders", "Everybody who might decide", table));
            sheet.parts.push(Part::words("another", "Ask another question", Vec::new(), form));
        }
        _ => {
            let summary = (!errors.is_empty()).then(|| summary(&errors));
            sheet.before = Markup::joined(summary.into_iter().chain([form]));
        }
    }
    sheet.answer(&ask)
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

fn read(ask: &Ask, errors: &mut Vec<FieldError>) -> Option<Question> {
    let matter = filled(&ask.address, "matter")?;
    let mut wrong = |field: &str, message: String| errors.push(FieldError { field: field.to_owned(), message });
    let matter: Option<Matter> = matter.parse().or_else(|_| format!("service:{matter}").parse()).ok();
    if matter.is_none() {
        wrong("matter", "Choose a service, or write a function as function:CODE".to_owned());
    }
    let body: Option<OdsCode> = filled(&ask.address, "body").and_then(|code| code.parse().ok());
    let body = body.filter(|code| ask.register().knows(*code));
    if body.is_none() {
        wrong("body", "Enter the code of an organisation on the register, such as 14Y".to_owned());
    }
    let amount = filled(&ask.address, "amount").map(|text| terms::Pence::not_negative(text).ok());
    if amount == Some(None) {
        wrong("amount", "Write the amount in pounds, such as 2,000,000 or 250.50".to_owned());
    }
    let population = filled(&ask.address, "population").and_then(|kind| kind.parse().ok());
    Some(Question {
        matter: matter?,
        body: body?,
        population: population.unwrap_or(PopulationKind::Registered),
        amount: amount.flatten(),
    })
}

fn form(ask: &Ask, basis: &Basis<'_>, errors: &[FieldError]) -> Markup {
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
            items: matters(basis),
            value: value("matter"),
            error_message: error("matter"),
            ..Select::default()
        }),
        Markup::of(&Input {
            name: "body".to_owned(),
            id: Some("body".to_owned()),
            label: "For whose people?".into(),
            hint: Some("The code of a commissioner, such as 14Y.".into()),
            value: value("body"),
            error_message: error("body"),
            width: Some(10),
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
            hint: Some("In pounds. Leave it empty if none is.".into()),
            value: value("amount"),
            error_message: error("amount"),
            width: Some(10),
            inputmode: Some("decimal".to_owned()),
            prefix: Some("£".into()),
            ..Input::default()
        }),
    ];
    let button = Button::submit("Show who decides");
    Markup::of(&QuestionForm { action: "/powers".to_owned(), kept: kept_clocks(ask), fields, ask: button })
}

/// Every line of the day, and every function that a power or a scheme on record names.
fn matters(basis: &Basis<'_>) -> Vec<SelectOption> {
    let mut lines: Vec<(String, String)> =
        basis.mandates.lines(basis.on()).map(|line| (line.name.clone(), format!("service:{}", line.code))).collect();
    lines.sort();
    let mut functions: Vec<Matter> = basis.mandates.powers().flat_map(|power| power.matters.clone()).collect();
    let schemes = basis.mandates.instruments().map(|held| basis.mandates.rows(&held.id));
    functions.extend(schemes.flatten().map(|row| row.matter.clone()));
    functions.retain(|matter| matches!(matter, Matter::Function(_)));
    functions.sort();
    functions.dedup();
    let functions = functions.into_iter().map(|matter| (answers::matter_words(basis, &matter), matter.to_string()));
    lines.into_iter().chain(functions).map(|(words, value)| SelectOption::new(value, words)).collect()
}
