//! Services and mandates: who commissions what, what stays local, how much stands at each level, and the proof of coverage.

use std::collections::BTreeSet;

use axum::extract::Path;
use axum::response::Response;
use mandate::{CommitteeId, Duty, LineCode, MandateId, Matter, UniverseId};
use terms::{Date, OdsCode};

use super::sheet::{Part, may, sheet, ways};
use crate::answers::{self as answers, Basis};
use kit::components::{Button, Crumb, ErrorMessage, Input, Select, SelectOption, SummaryList, SummaryRow};
use kit::markup::Markup;
use kit::question::{QuestionForm, kept_clocks, summary};
use kit::refused::{FieldError, Problem};
use kit::show::Ask;
use kit::sign_in::Who;
use kit::site::{date_in, filled};

pub(super) async fn services(ask: Ask, _who: Who) -> Result<Response, Problem> {
    let basis = Basis::of(&ask);
    let mut sheet = sheet("Services");
    sheet.ways = ways(&ask, "/services");
    sheet.lead = vec!["The tree of services, and who commissions each at which level.".to_owned()];
    sheet.parts = vec![
        Part::new("services", "Services", answers::services(&basis)),
        Part::new("mandates", "Mandates", answers::mandates(&basis)),
    ];
    if may(&ask, &Duty::KeepRegister) {
        sheet.acts.push(("Enter a service line".to_owned(), "/services/new".to_owned()));
        sheet.acts.push(("Name a universe of services".to_owned(), "/coverage/new".to_owned()));
    }
    sheet.answer(&ask)
}

pub(super) async fn service(ask: Ask, Path(code): Path<String>) -> Result<Response, Problem> {
    let unknown = || Problem::not_found("No service on record has this code. See the list of services.");
    let code: LineCode = code.parse().map_err(|_| unknown())?;
    let basis = Basis::of(&ask);
    let versions = basis.mandates.line_versions(&code);
    let last = versions.last().ok_or_else(unknown)?;
    let line = basis.mandates.line(&code, basis.on());
    let mut sheet = sheet(line.map_or_else(|| last.name.clone(), |line| line.name.clone()));
    sheet.caption = code.to_string();
    sheet.above.push(Crumb::new("Services", "/services"));
    sheet.lead = versions
        .iter()
        .map(|version| {
            let parent = version
                .parent
                .as_ref()
                .map(|parent| format!(", under {}", answers::matter_words(&basis, &Matter::Service(parent.clone()))));
            format!("{}{}: {}.", version.name, parent.unwrap_or_default(), version.period.screen())
        })
        .collect();
    sheet.parts = vec![Part::only(answers::commissioned(&basis, &code))];
    sheet.answer(&ask)
}

pub(super) async fn mandate(ask: Ask, _who: Who, Path(id): Path<String>) -> Result<Response, Problem> {
    let unknown = || Problem::not_found("No mandate on record has this address. See the list of services.");
    let id: MandateId = id.parse().map_err(|_| unknown())?;
    let basis = Basis::of(&ask);
    let instrument = |id: &mandate::InstrumentId| {
        basis.mandates.instrument(id).map_or_else(|| id.to_string(), |held| format!("{} ({id})", held.title))
    };
    let line = |line: &LineCode| answers::matter_words(&basis, &Matter::Service(line.clone()));
    let (title, rows, keeper): (&str, Vec<(&str, String)>, Option<OdsCode>) =
        if let Some(held) = basis.mandates.mandate(&id) {
            let rows = vec![
                ("Service", line(&held.line)),
                ("Level", answers::level_words(held.level).to_owned()),
                ("Commissioned by", basis.bodies(held.commissioners.iter().copied())),
                ("For", answers::populations_words(&basis, &held.populations)),
                ("Why no lower", basis.mandates.mandate_reason(&id).unwrap_or_default().to_owned()),
                ("On the authority of", instrument(&held.instrument)),
                ("When", held.period.screen()),
            ];
            ("Mandate", rows, held.commissioners.first().copied())
        } else {
            let held = basis.mandates.transfer(&id).ok_or_else(unknown)?;
            let rows = vec![
                ("Service", line(&held.line)),
                ("From", basis.body(held.from)),
                ("To", basis.body(held.to)),
                ("For", answers::populations_words(&basis, &held.populations)),
                ("By the direction", instrument(&held.instrument)),
                ("When", held.period.screen()),
                ("Afterwards", "The function reverts by itself.".to_owned()),
            ];
            ("Transfer of a function", rows, Some(held.from))
        };
    let mut sheet = sheet(title);
    sheet.caption = id.to_string();
    sheet.above.push(Crumb::new("Services", "/services"));
    let rows = rows.into_iter().filter(|(_, value)| !value.is_empty());
    sheet.before = Markup::of(&SummaryList::new(rows.map(|(key, value)| SummaryRow::new(key, value))));
    if keeper.is_some_and(|body| may(&ask, &Duty::KeepMandates(body))) {
        sheet.acts.push(("End it".to_owned(), format!("/mandates/{id}/end")));
    }
    sheet.answer(&ask)
}

/// The bodies a page is asked about, by codes in its address; those it names and the register does not know are errors.
fn bodies(ask: &Ask, errors: &mut Vec<FieldError>) -> BTreeSet<OdsCode> {
    let mut found = BTreeSet::new();
    let text = filled(&ask.address, "bodies").unwrap_or_default();
    for word in text.split([',', ' ']).filter(|word| !word.is_empty()) {
        match word.parse::<OdsCode>().ok().filter(|code| ask.register().knows(*code)) {
            Some(code) => {
                found.insert(code);
            }
            None => errors.push(FieldError {
                field: "bodies".to_owned(),
                message: format!("Nothing on the register has the code {word}"),
            }),
        }
    }
    found
}

fn bodies_field(ask: &Ask, errors: &[FieldError], hint: &str) -> Markup {
    let wrong = errors.iter().find(|error| error.field == "bodies");
    Markup::of(&Input {
        name: "bodies".to_owned(),
        id: Some("bodies".to_owned()),
        label: "Which bodies?".into(),
        hint: Some(hint.into()),
        value: filled(&ask.address, "bodies").map(str::to_owned),
        error_message: wrong.map(|error| ErrorMessage::from(error.message.as_str())),
        width: Some(30),
        ..Input::default()
    })
}

pub(super) async fn stays_local(ask: Ask) -> Result<Response, Problem> {
    let basis = Basis::of(&ask);
    let mut errors = Vec::new();
    let mut bodies = bodies(&ask, &mut errors);
    let committee: Option<CommitteeId> = filled(&ask.address, "committee").and_then(|id| id.parse().ok());
    let committee = committee.filter(|id| basis.mandates.committee(id).is_some());
    if bodies.is_empty()
        && let Some(held) = committee.as_ref().and_then(|id| basis.mandates.committee(id))
    {
        bodies = held.members_on(basis.on());
    }
    if bodies.is_empty() {
        bodies = answers::with_mandates(&basis);
    }
    let mut sheet = sheet("What stays local");
    sheet.ways = ways(&ask, "/stays-local");
    sheet.lead = vec![
        "Services down, bodies across: at which level each service is commissioned for each body’s people, in words and in colour.".to_owned(),
    ];
    let mut items = vec![SelectOption::new("", "None")];
    items.extend(basis.mandates.committees().map(|held| SelectOption::new(held.id.as_str(), held.name.as_str())));
    let fields = vec![
        Markup::of(&Select {
            name: "committee".to_owned(),
            id: Some("committee".to_owned()),
            label: "Beside the remit of which committee?".into(),
            items,
            value: committee.as_ref().map(ToString::to_string),
            ..Select::default()
        }),
        bodies_field(&ask, &errors, "Codes with commas between them. The committee’s members if you leave it empty."),
    ];
    sheet.before = form(&ask, "/stays-local", fields, &errors, "Show what stays local");
    sheet.has_errors = !errors.is_empty();
    let bodies: Vec<OdsCode> = bodies.into_iter().collect();
    sheet.parts = vec![Part::only(answers::stays_local(&basis, &bodies, committee.as_ref()))];
    sheet.answer(&ask)
}

fn form(ask: &Ask, action: &'static str, fields: Vec<Markup>, errors: &[FieldError], words: &str) -> Markup {
    let form = QuestionForm { action: action.to_owned(), kept: kept_clocks(ask), fields, ask: Button::submit(words) };
    let summary = (!errors.is_empty()).then(|| summary(errors));
    Markup::joined(summary.into_iter().chain([Markup::of(&form)]))
}

pub(super) async fn place_and_system(ask: Ask) -> Result<Response, Problem> {
    let basis = Basis::of(&ask);
    let mut errors = Vec::new();
    let bodies = bodies(&ask, &mut errors);
    let mut sheet = sheet("Place and system");
    sheet.ways = ways(&ask, "/place-and-system");
    sheet.lead = vec![
        "How much is commissioned and decided at each level, and why what stands above place stands no lower."
            .to_owned(),
    ];
    let field =
        bodies_field(&ask, &errors, "Codes with commas between them. Every body with a mandate if you leave it empty.");
    sheet.before = form(&ask, "/place-and-system", vec![field], &errors, "Show the shares");
    sheet.has_errors = !errors.is_empty();
    sheet.parts = vec![
        Part::new("shares", "Shares", answers::place_and_system(&basis, &bodies)),
        Part::new("reasons", "Why no lower", answers::levels(&basis)),
    ];
    sheet.answer(&ask)
}

pub(super) async fn coverage(ask: Ask, _who: Who) -> Result<Response, Problem> {
    let basis = Basis::of(&ask);
    let mut sheet = sheet("Coverage");
    sheet.ways = ways(&ask, "/coverage");
    sheet.lead = vec![
        "Over a named list of services, every service, for everybody, on every day, should have exactly one responsible commissioner. Each gap and each overlap is shown with its days.".to_owned(),
    ];
    let mut errors = Vec::new();
    let mut day_of = |field: &str| {
        date_in(&ask.address, field).unwrap_or_else(|error| {
            errors.push(error);
            None
        })
    };
    let (from, last) = (day_of("from"), day_of("to"));
    let (from, last) = (from.unwrap_or_else(|| since(&basis)), last.unwrap_or_else(|| basis.on()));
    if from > last {
        let message = "The last day comes before the first: put them in order".to_owned();
        errors.push(FieldError { field: "to".to_owned(), message });
    }
    let universe: Option<UniverseId> = filled(&ask.address, "universe").and_then(|id| id.parse().ok());
    sheet.before = form(&ask, "/coverage", coverage_fields(&ask, &basis, (from, last), &errors), &errors, "Check");
    sheet.has_errors = !errors.is_empty();
    if let Some(universe) = universe.filter(|_| errors.is_empty()) {
        let Some(found) = answers::check(&basis, &universe, from, last) else {
            return Err(Problem::not_found(
                "No universe of services on record has this name. Choose one from the list.",
            ));
        };
        let table = answers::coverage(&basis, &universe, &found);
        let verdict =
            Markup::trusted(format!("<p><strong>{}</strong></p>", Markup::escaped(&answers::verdict(&found))));
        sheet.parts.push(Part::new("flaws", "Gaps and overlaps", table).after(verdict));
    }
    sheet.parts.push(Part::new("universes", "Universes of services", answers::universes(&basis)));
    if may(&ask, &Duty::KeepRegister) {
        sheet.acts.push(("Name a universe of services".to_owned(), "/coverage/new".to_owned()));
    }
    sheet.answer(&ask)
}

/// The first day of the first mandate: before it nothing was on record to prove anything by.
fn since(basis: &Basis<'_>) -> Date {
    let firsts = basis.mandates.mandates().filter_map(|held| held.period.from()).map(terms::FuzzyDate::latest);
    firsts.min().unwrap_or_else(|| basis.on()).min(basis.on())
}

fn coverage_fields(ask: &Ask, basis: &Basis<'_>, (from, last): (Date, Date), errors: &[FieldError]) -> Vec<Markup> {
    let items = basis.mandates.universes().map(|held| SelectOption::new(held.id.as_str(), held.name.as_str()));
    let date = |name: &str, label: &str, value: Date| {
        let wrong = errors.iter().find(|error| error.field == name);
        Markup::of(&Input {
            name: name.to_owned(),
            id: Some(name.to_owned()),
            label: label.into(),
            input_type: Some("date".to_owned()),
            value: Some(filled(&ask.address, name).map_or_else(|| value.to_string(), str::to_owned)),
            error_message: wrong.map(|error| ErrorMessage::from(error.message.as_str())),
            width: Some(10),
            ..Input::default()
        })
    };
    vec![
        Markup::of(&Select {
            name: "universe".to_owned(),
            id: Some("universe".to_owned()),
            label: "Which universe of services?".into(),
            items: items.collect(),
            value: filled(&ask.address, "universe").map(str::to_owned),
            ..Select::default()
        }),
        date("from", "First day", from),
        date("to", "Last day", last),
    ]
}
