//! One record: the form in the words of the guidance, and its answer.

use activity::{Job, MissingOvcc, OneRecord, edition_named};
use assign::{Edition, Field};
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use store::{KeptAnswer, LinkId};

use super::answer::parts;
use super::frame::{
    Caller, ForOneself as _, NO_OVERRIDES, RoomPage, Standing, error, failed, form, message, no_tables, unseen,
};
use crate::assignment::{ANSWERS_KEPT, Answer, overrides_for};
use kit::components::{Button, Description, Details, Input, Select, SelectOption};
use kit::markup::Markup;
use kit::refused::{FieldError, Problem};
use kit::site::{Site, sentence};

/// The longest text of one field. Units: characters.
const TEXT_MAX: usize = 2_000;

/// Types of data set, in the words of the guidance.
const TYPES: [(&str, &str); 10] = [
    ("020", "020: outpatient appointment"),
    ("130", "130: admitted, finished general episode"),
    ("120", "120: admitted, finished birth episode"),
    ("140", "140: admitted, finished delivery episode"),
    ("150", "150: other birth event"),
    ("160", "160: other delivery event"),
    ("180", "180: admitted, unfinished birth episode"),
    ("190", "190: admitted, unfinished general episode"),
    ("200", "200: admitted, unfinished delivery episode"),
    ("011", "011: emergency care"),
];

/// What is sent where no charging category was recorded: a choice of its own, so that none is made by leaving it out.
const NOT_RECORDED: &str = "none";

/// Overseas visitor charging categories.
const CATEGORIES: [(&str, &str); 7] = [
    ("A", "A: ordinarily resident in the United Kingdom"),
    ("B", "B: not chargeable, immigration health surcharge paid"),
    ("C", "C: exempt from charges"),
    ("D", "D: chargeable"),
    ("E", "E: exempt from charges"),
    ("F", "F: chargeable"),
    (NOT_RECORDED, "Not recorded"),
];

const YES: [(&str, &str); 2] = [("", "No, or not known"), ("Y", "Yes")];

/// A field of the form.
struct Question {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    Text(u8),
    Day,
    Choice(&'static [(&'static str, &'static str)]),
}

const fn question(name: &'static str, label: &'static str, hint: &'static str, kind: Kind) -> Question {
    Question { name, label, hint, kind }
}

/// What every record needs.
const FIRST: &[Question] = &[
    question("cds_type", "What kind of record is it?", "The CDS type", Kind::Choice(&TYPES)),
    question(
        "date",
        "Date that decides",
        "Outpatients: the appointment. Emergency care: the arrival. Admitted: the discharge; unfinished: the start of the spell.",
        Kind::Day,
    ),
    question(
        "gp_practice",
        "GP practice code",
        "Of registration; for an admitted patient, at admission. V81999 not known, V81997 no registered practice",
        Kind::Text(10),
    ),
    question(
        "postcode",
        "Postcode of usual address",
        "For an admitted patient, at admission. It is not kept: a link to the answer shows its area only",
        Kind::Text(10),
    ),
    question("provider", "Provider code", "For example RTH", Kind::Text(10)),
    question(
        "ovcc",
        "Overseas visitor charging category",
        "Read as it stands, “not recorded” makes the patient a visitor",
        Kind::Choice(&CATEGORIES),
    ),
];

/// What only some records need, by theme.
const REST: &[(&str, &str, &[Question])] = &[
    (
        "service",
        "Specialised or other commissioned service",
        &[
            question(
                "service_code",
                "Service code",
                "Begins with NCB; leave blank if none was recorded",
                Kind::Text(20),
            ),
            question("tfc", "Activity treatment function code", "Three digits, such as 100", Kind::Text(5)),
        ],
    ),
    (
        "private",
        "Private patient",
        &[question("admin_category", "Administrative category code", "02 is a private patient", Kind::Text(5))],
    ),
    (
        "detained",
        "Admitted from a place of detention",
        &[question("source_of_admission", "Source of admission code", "40, or the older 39", Kind::Text(5))],
    ),
    (
        "clinical",
        "Infertility care",
        &[
            question("diagnoses", "Diagnoses (ICD-10)", "Primary and secondary, with ; between", Kind::Text(30)),
            question("procedures", "Procedures (OPCS-4)", "Primary and secondary, with ; between", Kind::Text(30)),
        ],
    ),
    (
        "residence",
        "No postcode, but another residence",
        &[
            question("lsoa", "Lower layer super output area", "For example E01004736", Kind::Text(20)),
            question(
                "residence_responsibility",
                "Body responsible for the residence",
                "A sub-ICB location or health board",
                Kind::Text(10),
            ),
        ],
    ),
    (
        "local",
        "Decisions no record shows",
        &[
            question("osv_agreement", "Does another reciprocal agreement cover the visitor?", "", Kind::Choice(&YES)),
            question(
                "ras_referral",
                "Did the patient come through the referral assessment service?",
                "",
                Kind::Choice(&YES),
            ),
            question(
                "section7a",
                "Is it a section 7A public health service?",
                "",
                Kind::Choice(&[("", "By the service code"), ("Y", "Yes"), ("N", "No")]),
            ),
            question("other_public_health", "Is it other public health activity?", "", Kind::Choice(&YES)),
            question(
                "local_key",
                "Local key",
                "The pseudonymous key under which a local override is kept; the key itself is not kept",
                Kind::Text(20),
            ),
            question(
                "af_infertility",
                "Has NHS England agreed to the infertility case for the armed forces?",
                "",
                Kind::Choice(&YES),
            ),
        ],
    ),
    (
        "how",
        "Read the method in another way",
        &[
            question("edition", "Edition", "", Kind::Choice(&[])),
            question(
                "missing_ovcc",
                "A charging category that is not recorded",
                "",
                Kind::Choice(&[("", "Makes the patient a visitor, as written"), ("A", "Counts as a resident")]),
            ),
        ],
    ),
];

/// What was sent.
#[derive(Clone, Debug, Default)]
pub(super) struct Sent(pub(super) Vec<(String, String)>);

impl Sent {
    fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }
}

/// The editions to choose from.
pub(super) fn edition_options(none: &str) -> Vec<SelectOption> {
    let editions = Edition::built_in().unwrap_or_default();
    let each = editions.iter().map(|edition| SelectOption::new(edition.id.as_str(), edition.title.as_str()));
    [SelectOption::new("", none)].into_iter().chain(each).collect()
}

fn shown(question: &Question, sent: &Sent, errors: &[FieldError]) -> Markup {
    let (name, value) = (question.name, sent.get(question.name).to_owned());
    let hint = (!question.hint.is_empty()).then(|| question.hint.into());
    let wrong = message(errors, name);
    match question.kind {
        Kind::Choice(choices) => {
            let mut items: Vec<SelectOption> =
                choices.iter().map(|(value, words)| SelectOption::new(*value, *words)).collect();
            match name {
                "edition" => items = edition_options("The edition of the record’s own date"),
                "cds_type" | "ovcc" => items.insert(0, SelectOption::new("", "Choose one")),
                _ => {}
            }
            Markup::of(&Select {
                name: name.to_owned(),
                id: Some(name.to_owned()),
                label: question.label.into(),
                hint,
                items,
                value: Some(value),
                error_message: wrong,
                ..Select::default()
            })
        }
        Kind::Text(width) => Markup::of(&Input {
            name: name.to_owned(),
            id: Some(name.to_owned()),
            label: question.label.into(),
            hint,
            value: Some(value).filter(|value| !value.is_empty()),
            error_message: wrong,
            width: Some(width),
            // What belongs to a patient is not remembered by the browser.
            autocomplete: Some("off".to_owned()),
            spellcheck: Some(false),
            ..Input::default()
        }),
        Kind::Day => Markup::of(&Input {
            name: name.to_owned(),
            id: Some(name.to_owned()),
            label: question.label.into(),
            hint,
            input_type: Some("date".to_owned()),
            value: Some(value).filter(|value| !value.is_empty()),
            error_message: wrong,
            width: Some(10),
            ..Input::default()
        }),
    }
}

/// The form with what was sent and what is wrong with it.
fn page(caller: &Caller, sent: &Sent, errors: &[FieldError], has_tables: bool) -> RoomPage {
    let mut page = caller.page("Who pays for one record?", []);
    page.wrong(errors);
    page.lead.push(
        "The answer of the Commissioner Assignment Method, with every question it asked and what decided it."
            .to_owned(),
    );
    if !has_tables {
        page.before = no_tables();
        return page;
    }
    let fields = FIRST.iter().map(|question| shown(question, sent, errors));
    let rest = REST.iter().map(|(id, summary, questions)| {
        let is_used = |question: &Question| !sent.get(question.name).is_empty();
        let is_wrong = |question: &Question| errors.iter().any(|error| error.field == question.name);
        Markup::of(&Details {
            summary: Description { content: (*summary).into(), ..Description::default() },
            content: Markup::joined(questions.iter().map(|question| shown(question, sent, errors))).into(),
            open: questions.iter().any(|question| is_used(question) || is_wrong(question)),
            id: Some(format!("more-{id}")),
            ..Details::default()
        })
    });
    let words = match caller.standing {
        Standing::Open | Standing::Settles(..) => {
            "The answer is kept for 30 days under a link nobody can guess, without the postcode. You can delete it at any time."
        }
        Standing::Other => "The answer is shown once and nothing of it is kept.",
    };
    let send = Markup::of(&Button::submit("Find who pays"));
    let last = Markup::joined([send, Markup::trusted(format!("<p class=\"nhsuk-body-s\">{words}</p>"))]);
    page.before = form("/who-pays/record", false, &caller.token, fields.chain(rest).chain([last]));
    page
}

pub(super) async fn show(caller: Caller) -> Response {
    let has_tables = matches!(caller.room().loaded(&caller.ask.site.footprint).await, Ok(Some(_)));
    page(&caller, &Sent::default(), &[], has_tables).send(StatusCode::OK)
}

/// What is wrong with what was sent. The method itself refuses no record; a form can say what is surely a slip.
fn check(sent: &Sent) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if !TYPES.iter().any(|(code, _)| *code == sent.get("cds_type")) {
        errors.push(error("cds_type", "Choose what kind of record it is"));
    }
    match sent.get("date") {
        "" => errors.push(error("date", "Enter the date that decides")),
        text if assign::Day::parse(text).is_none() => {
            errors.push(error("date", "The date must be a real one, written as 2025-06-15"));
        }
        _ => {}
    }
    let is_code =
        |text: &str, longest: usize| text.len() <= longest && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    for (name, words) in [
        ("gp_practice", "The practice code has letters and digits only, such as K82001"),
        ("service_code", "The service code has letters and digits only, such as NCBPS01C"),
        ("tfc", "The treatment function code has letters and digits only, such as 100"),
        ("admin_category", "The administrative category has digits only, such as 01"),
        ("source_of_admission", "The source of admission has digits only, such as 19"),
        ("lsoa", "The small area has letters and digits only, such as E01004736"),
        ("residence_responsibility", "The body’s code has letters and digits only, such as 10Q"),
    ] {
        if !is_code(sent.get(name), 12) {
            errors.push(error(name, words));
        }
    }
    let postcode = sent.get("postcode");
    if !is_code(&postcode.replace(' ', ""), 8) {
        errors.push(error("postcode", "The postcode has letters, digits and a space only"));
    }
    if sent.get("provider").is_empty() {
        errors.push(error("provider", "Enter the provider’s code, such as RTH"));
    } else if !is_code(sent.get("provider"), 12) {
        errors.push(error("provider", "The provider’s code has letters and digits only, such as RTH"));
    }
    if !CATEGORIES.iter().any(|(code, _)| *code == sent.get("ovcc")) {
        errors.push(error("ovcc", "Choose the charging category, or that it is not recorded"));
    }
    for name in ["diagnoses", "procedures"] {
        let text = sent.get(name);
        let is_list = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b";. ".contains(&byte));
        if text.len() > TEXT_MAX || !is_list {
            errors.push(error(name, "Write codes with ; between, such as N970;Z312"));
        }
    }
    errors
}

/// The field that dates a type of data set.
pub(crate) fn date_field(cds_type: &str) -> Field {
    match cds_type {
        "011" => Field::ArrivalDate,
        "020" => Field::AppointmentDate,
        "180" | "190" | "200" => Field::SpellStartDate,
        _ => Field::DischargeDate,
    }
}

/// The record that was sent, and what of it was given.
fn record(sent: &Sent) -> Result<(OneRecord, Vec<(String, String)>), String> {
    let mut one = OneRecord::default();
    let mut given = Vec::new();
    let questions = FIRST.iter().chain(REST.iter().flat_map(|(_, _, questions)| questions.iter()));
    for question in questions {
        let name = match question.name {
            "edition" | "missing_ovcc" => continue,
            "date" => date_field(sent.get("cds_type")).name(),
            name => name,
        };
        let value = sent.get(question.name);
        if !value.is_empty() && value != NOT_RECORDED {
            one.set(name, value).map_err(|error| error.to_string())?;
            if name != "local_key" {
                given.push((name.to_owned(), value.to_owned()));
            }
        }
    }
    Ok((one, given))
}

pub(super) async fn answer(
    State(site): State<Site>,
    caller: Caller,
    Form(sent): Form<Vec<(String, String)>>,
) -> Response {
    let sent = Sent(sent);
    let loaded = match caller.room().loaded(&site.footprint).await {
        Ok(Some(loaded)) => loaded,
        Ok(None) => return page(&caller, &sent, &[], false).send(StatusCode::OK),
        Err(error) => return failed(&error).into_response(),
    };
    let mut errors = check(&sent);
    if caller.standing == Standing::Other && !sent.get("local_key").is_empty() {
        errors.push(error("local_key", NO_OVERRIDES));
    }
    let edition = match sent.get("edition") {
        "" => None,
        id => edition_named(id).inspect_err(|wrong| errors.push(error("edition", sentence(&wrong.to_string())))).ok(),
    };
    if !errors.is_empty() {
        return page(&caller, &sent, &errors, true).send(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let missing_ovcc = if sent.get("missing_ovcc") == "A" { MissingOvcc::Resident } else { MissingOvcc::AsWritten };
    let overrides = overrides_for(&site.footprint, caller.ask.house().sequence(), sent.get("local_key"));
    let job = Job { edition, missing_ovcc, overrides, ..Job::default() };
    let walk = record(&sent)
        .and_then(|(one, given)| Ok((job.explain(&loaded.reference, &one).map_err(|error| error.to_string())?, given)));
    let (walk, given) = match walk {
        Ok(walk) => walk,
        Err(error) => return failed(&error).into_response(),
    };
    let known_at = caller.ask.house().sequence().0;
    let answer = Answer::of(&walk, given, sent.get("postcode"), edition.is_some(), &loaded, known_at);
    match keep(&caller, &answer).await {
        Ok(Some(id)) => Redirect::to(&format!("/who-pays/records/{id}")).into_response(),
        Ok(None) => parts(&caller, &answer, None).send(StatusCode::OK),
        Err(problem) => problem.into_response(),
    }
}

/// Keeps an answer for its link; nothing where whoever asks may keep none.
async fn keep(caller: &Caller, answer: &Answer) -> Result<Option<LinkId>, Problem> {
    let (Some(store), Some(owner)) = (caller.room().store(), caller.standing.owner(None)) else { return Ok(None) };
    let now = caller.room().now();
    let id = LinkId::random().map_err(|error| failed(&error))?;
    let until = now.saturating_add(ANSWERS_KEPT).map_err(|error| failed(&error))?;
    let content = serde_json::to_string(answer).map_err(|error| failed(&error))?;
    let kept = KeptAnswer { id: id.clone(), owner, made_at: now, until, content };
    store.keep_answer(&kept).await.map_err(|error| failed(&error))?;
    Ok(Some(id))
}

/// A kept answer, if whoever asks may see it.
pub(super) async fn find(caller: &Caller, id: &str) -> Result<(KeptAnswer, Answer), Problem> {
    let (Some(store), Ok(id)) = (caller.room().store(), id.parse::<LinkId>()) else { return Err(unseen()) };
    let kept = store.kept_answer(&id, caller.room().now()).await.map_err(|error| failed(&error))?;
    let kept = kept.filter(|kept| caller.standing.may(&kept.owner)).ok_or_else(unseen)?;
    let answer = serde_json::from_str(&kept.content).map_err(|error| failed(&error))?;
    Ok((kept, answer))
}
