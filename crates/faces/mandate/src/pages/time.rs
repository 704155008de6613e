//! What is about to lapse, and what changed.

use axum::response::Response;
use jiff::ToSpan;
use terms::Date;

use super::sheet::{Part, sheet, ways};
use crate::answers::{self as answers, Since};
use kit::components::{Button, ErrorMessage, Input};
use kit::markup::Markup;
use kit::question::{QuestionForm, kept_clocks, summary};
use kit::refused::{FieldError, Problem};
use kit::show::Ask;
use kit::sign_in::Who;
use kit::site::filled;

fn one_field(ask: &Ask, action: &'static str, field: &Input, errors: &[FieldError], words: &str) -> Markup {
    let form = QuestionForm {
        action: action.to_owned(),
        kept: kept_clocks(ask),
        fields: vec![Markup::of(field)],
        ask: Button::submit(words),
    };
    let summary = (!errors.is_empty()).then(|| summary(errors));
    Markup::joined(summary.into_iter().chain([Markup::of(&form)]))
}

pub(super) async fn changes(ask: Ask, _who: Who) -> Result<Response, Problem> {
    let basis = answers::Basis::of(&ask);
    let mut errors = Vec::new();
    let year_before = basis.on().checked_sub(1.year()).unwrap_or(Date::MIN);
    let text = filled(&ask.address, "since").map_or_else(|| year_before.to_string(), str::to_owned);
    let since = match (text.parse::<Date>(), text.parse::<u64>()) {
        (_, Ok(entry)) if entry <= basis.at.known.0 => Since::Entry(terms::Sequence(entry)),
        (Ok(day), _) => Since::Day(day),
        _ => {
            let message = format!(
                "“{text}” is neither a day, such as 2018-04-01, nor the number of an entry up to {}",
                basis.at.known
            );
            errors.push(FieldError { field: "since".to_owned(), message });
            Since::Day(year_before)
        }
    };
    let mut sheet = sheet("What changed");
    sheet.ways = ways(&ask, "/powers/changes");
    sheet.lead = vec![
        "What began or ended since a day, up to the day of the line above; or what was recorded since an entry of the journal.".to_owned(),
    ];
    sheet.has_errors = !errors.is_empty();
    let field = Input {
        name: "since".to_owned(),
        id: Some("since".to_owned()),
        label: "Since when?".into(),
        hint: Some("A day such as 2018-04-01, or the number of an entry.".into()),
        value: Some(text),
        error_message: errors.first().map(|error| ErrorMessage::from(error.message.as_str())),
        width: Some(10),
        ..Input::default()
    };
    sheet.before = one_field(&ask, "/powers/changes", &field, &errors, "Show what changed");
    sheet.parts = vec![Part::only(answers::changes(&basis, &ask.reader(), since))];
    sheet.answer(&ask)
}
