//! Restating a file: upload it, say which columns are what, see the result, take it away.

use askama::Template;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::{Extensions, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get};
use import::ImportError;
use import::restating::{SeriesColumns, SeriesDay, restate_table};
use import::tabular::TabularFile;
use register::Weights;
use register::restate::{Decimal, Mode, Restatement};

use super::chains::weights;
use super::restatement::{ResultPart, file, part};
use super::uploads::{Answer, Full, Sample, UPLOAD_BYTES_MAX, Upload};
use ask::{Cell, Column, Kind, Table};
use kit::address::Address;
use kit::components::{
    Button, ButtonVariant, Checkbox, Checkboxes, Choice, Crumb, ErrorLine, ErrorMessage, ErrorSummary, Fieldset,
    FileUpload, Input, Radios, Select, SelectOption,
};
use kit::gate::client_address_of;
use kit::markup::Markup;
use kit::page::Page;
use kit::refused::{FieldError, Problem, Ways};
use kit::security::CsrfToken;
use kit::shell::Shell;
use kit::show::Ask;
use kit::sign_in::Visit;
use kit::site::{Site, date_in, filled, sentence};
use kit::table::OnPage as _;

/// How many rows are looked at to tell which columns hold numbers.
const ROWS_SAMPLED: usize = 50;
/// The most columns offered.
const COLUMNS_MAX: usize = 200;

pub(super) fn upload_route() -> MethodRouter<Site> {
    get(form).post(upload).layer(DefaultBodyLimit::max(UPLOAD_BYTES_MAX))
}

#[derive(Template)]
#[template(path = "pages/restate.html")]
struct UploadPage {
    shell: Shell,
    token: CsrfToken,
    errors: Option<ErrorSummary>,
    file: FileUpload,
    send: Button,
}

fn upload_page(ways: Ways, ask_address: &Address, visit: Visit, error: Option<&str>) -> UploadPage {
    let shell = Shell::new("Restate your figures", ask_address.clone())
        .with_parts(ways.parts, ways.footer)
        .under([Crumb::new("Home", "/")]);
    UploadPage {
        token: visit.token.clone(),
        shell: Shell { has_errors: error.is_some(), ..shell.for_visit(visit) },
        errors: error.map(|error| summary(&[FieldError { field: "file".to_owned(), message: error.to_owned() }])),
        file: FileUpload {
            name: "file".to_owned(),
            id: Some("file".to_owned()),
            label: "Upload a file".into(),
            hint: Some("CSV, CSV in a zip file, or Parquet; up to 64 MB".into()),
            error_message: error.map(ErrorMessage::from),
            ..FileUpload::default()
        },
        send: Button::submit("Upload"),
    }
}

async fn form(State(site): State<Site>, address: Address, visit: Visit) -> Page<UploadPage> {
    Page(upload_page(site.ways, &address, visit, None))
}

async fn upload(
    State(site): State<Site>,
    address: Address,
    visit: Visit,
    extensions: Extensions,
    multipart: Multipart,
) -> Result<Response, Problem> {
    let again = |message: &str| {
        let page = Page(upload_page(site.ways, &address, visit, Some(message)));
        Ok((StatusCode::BAD_REQUEST, page).into_response())
    };
    let (name, bytes) = match read_upload(multipart).await? {
        Some((_, bytes)) if bytes.is_empty() => return again("Choose a file that is not empty"),
        Some(found) => found,
        None => return again("Choose a file"),
    };
    let n_bytes = bytes.len();
    let opened = tokio::task::spawn_blocking(move || TabularFile::from_bytes(name, bytes)).await;
    let table = match opened.map_err(|_| Problem::broken())? {
        Ok(table) => table,
        Err(error) => return again(&sentence(&error.to_string())),
    };
    match site.part::<super::Uploads>().hold(table, n_bytes, &client_address_of(&extensions)) {
        Ok(id) => Ok(Redirect::to(&format!("/restate/{id}")).into_response()),
        Err(full) => Err(Problem {
            status: match full {
                Full::OfAddress => StatusCode::TOO_MANY_REQUESTS,
                Full::OfEverybody => StatusCode::SERVICE_UNAVAILABLE,
            },
            title: "Too many files are held just now".to_owned(),
            detail: "Uploaded files are held for an hour at most, and of one address half of what can be held. Forget one that you need no more, try again later, or use “footprint restate” on your own computer.".to_owned(),
            errors: Vec::new(),
        }),
    }
}

async fn read_upload(mut multipart: Multipart) -> Result<Option<(String, Vec<u8>)>, Problem> {
    let wrong = |error: axum::extract::multipart::MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(),
        _ => Problem::refused("The upload broke off or is not one. Send it again."),
    };
    while let Some(field) = multipart.next_field().await.map_err(wrong)? {
        if field.name() == Some("file") {
            let name = field.file_name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(wrong)?;
            return Ok((!name.is_empty() || !bytes.is_empty()).then(|| (name, bytes.to_vec())));
        }
    }
    Ok(None)
}

fn summary(errors: &[FieldError]) -> ErrorSummary {
    ErrorSummary::new(
        errors
            .iter()
            .map(|error| ErrorLine { content: error.message.as_str().into(), href: Some(format!("#{}", error.field)) }),
    )
}

fn held(ask: &Ask, id: &str) -> Result<Upload, Problem> {
    ask.site.part::<super::Uploads>().find(id).ok_or_else(|| {
        Problem::not_found("No uploaded file is held under this address. A file is held for an hour and then forgotten: upload it again.")
    })
}

#[derive(Template)]
#[template(path = "pages/restate-columns.html")]
struct ColumnsPage {
    shell: Shell,
    token: CsrfToken,
    errors: Option<ErrorSummary>,
    id: String,
    file: String,
    sample: Markup,
    code: Select,
    day_column: Select,
    day: Input,
    values: Checkboxes,
    keys: Checkboxes,
    to: Input,
    mode: Radios,
    by: Radios,
    show: Button,
    forget: Button,
    result: Option<ResultPart>,
}

/// Stops a pass over a file.
enum Stop {
    Enough,
    Failed(ImportError),
}

impl From<ImportError> for Stop {
    fn from(error: ImportError) -> Self {
        Self::Failed(error)
    }
}

fn sample(table: &TabularFile) -> Result<Sample, String> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let passed = table.for_each_row(|row| {
        rows.push(row.cells().map(str::to_owned).collect());
        if rows.len() < ROWS_SAMPLED { Ok(()) } else { Err(Stop::Enough) }
    });
    if let Err(Stop::Failed(error)) = passed {
        return Err(sentence(&error.to_string()));
    }
    let is_number = |text: &str| Decimal::read(text).is_ok();
    let has_numbers = (0..table.columns().len()).map(|column| {
        let mut cells =
            rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        let mut found = false;
        cells.all(|cell| {
            found = true;
            is_number(cell)
        }) && found
    });
    Ok(Sample { has_numbers: has_numbers.collect(), rows })
}

/// What the form asks for, with what a reader most likely means where it was not sent.
struct Chosen {
    columns: SeriesColumns,
    restatement: Restatement,
    day_text: String,
    is_asked: bool,
    errors: Vec<FieldError>,
}

fn read(ask: &Ask, table: &TabularFile, sample: &Sample) -> Chosen {
    let address = &ask.address;
    let is_asked = address.value("code").is_some();
    let mut errors = Vec::new();
    let all = |key: &str| -> Vec<String> {
        address.query.iter().filter(|(name, _)| name == key).map(|(_, value)| value.clone()).collect()
    };
    let like = |words: &[&str]| {
        let has = |column: &&String| words.iter().any(|word| column.to_lowercase().contains(word));
        table.columns().iter().find(has).cloned().unwrap_or_default()
    };
    let (code, day_column, values) = if is_asked {
        (
            address.value("code").unwrap_or_default().to_owned(),
            filled(address, "day_column").unwrap_or_default().to_owned(),
            all("value"),
        )
    } else {
        let (code, day_column) = (
            like(&["org_code", "ods", "practice_code", "code", "practice", "ccg", "org"]),
            like(&["date", "month", "period"]),
        );
        let is_value = |(column, numeric): &(&String, &bool)| **numeric && **column != code && **column != day_column;
        let values = table.columns().iter().zip(&sample.has_numbers).filter(is_value).map(|(column, _)| column.clone());
        (code.clone(), day_column.clone(), values.collect())
    };
    let mut wrong =
        |field: &str, message: &str| errors.push(FieldError { field: field.to_owned(), message: message.to_owned() });
    let mut one_day = |key: &str| match date_in(address, key) {
        Ok(day) => day,
        Err(error) => {
            wrong(key, &error.message);
            None
        }
    };
    let (fixed, to) = (one_day("day"), one_day("to"));
    if is_asked {
        if day_column.is_empty() && fixed.is_none() && address.value("day").is_none_or(|text| text.trim().is_empty()) {
            wrong("day", "Say on which day the figures were so, or choose the column that does");
        }
        if values.is_empty() {
            wrong("value", "Choose at least one column of figures");
        }
        if code.is_empty() {
            wrong("code", "Choose the column of codes");
        }
    }
    let mode = filled(address, "mode").and_then(|text| text.parse().ok()).unwrap_or(Mode::AsIs);
    let by = filled(address, "by").and_then(|text| text.parse().ok()).unwrap_or(Weights::ListSize);
    let restatement = Restatement { to: to.unwrap_or(ask.today()), mode, by };
    let series_day = if day_column.is_empty() {
        SeriesDay::Fixed(fixed.unwrap_or(ask.today()))
    } else {
        SeriesDay::Column(day_column)
    };
    let keys = all("key").into_iter().filter(|key| *key != code && !values.contains(key)).collect();
    Chosen {
        columns: SeriesColumns { code, day: series_day, keys, values },
        restatement,
        day_text: filled(address, "day").unwrap_or_default().to_owned(),
        is_asked,
        errors,
    }
}

pub(super) async fn columns(ask: Ask, token: CsrfToken, Path(id): Path<String>) -> Result<Response, Problem> {
    let upload = held(&ask, &id)?;
    let looked_at = upload.clone();
    let sample = ask.work(move |_, _| looked_at.sample(sample)).await?.map_err(Problem::refused)?;
    let mut chosen = read(&ask, &upload.table, &sample);
    let mut result = None;
    if chosen.is_asked && chosen.errors.is_empty() {
        match restate(&ask, &upload, &chosen).await? {
            Ok(restated) => {
                if let Some(which) = filled(&ask.address, "file") {
                    return file(which, &upload, &restated, &chosen.columns);
                }
                result = Some(part(&ask, &restated, &chosen.columns, chosen.restatement));
            }
            Err(error) => {
                chosen.errors.push(FieldError { field: "code".to_owned(), message: sentence(&error) });
            }
        }
    }
    let has_errors = !chosen.errors.is_empty();
    let page = columns_page(&ask, token, &id, &upload.table, &sample, &chosen, result);
    let status = if has_errors { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    Ok((status, Page(page)).into_response())
}

/// Forgets an upload at once.
pub(super) async fn forget(State(site): State<Site>, Path(id): Path<String>) -> Redirect {
    site.part::<super::Uploads>().forget(&id);
    Redirect::to("/restate")
}

async fn restate(ask: &Ask, upload: &Upload, chosen: &Chosen) -> Result<Answer, Problem> {
    let (upload, columns, restatement) = (upload.clone(), chosen.columns.clone(), chosen.restatement);
    ask.work(move |look, _| {
        let question = (columns, restatement, look.at().known);
        upload.answer(&question, || restate_table(&upload.table, &question.0, look.register(), restatement, |_| {}))
    })
    .await
}

fn columns_page(
    ask: &Ask,
    token: CsrfToken,
    id: &str,
    table: &TabularFile,
    sample: &Sample,
    chosen: &Chosen,
    result: Option<ResultPart>,
) -> ColumnsPage {
    let errors = &chosen.errors;
    let error = |field: &str| {
        errors.iter().find(|error| error.field == field).map(|error| ErrorMessage::from(error.message.as_str()))
    };
    let headings: Vec<&String> = table.columns().iter().take(COLUMNS_MAX).collect();
    let options = |first: Option<&str>| -> Vec<SelectOption> {
        let first = first.map(|words| SelectOption::new("", words));
        first
            .into_iter()
            .chain(headings.iter().map(|heading| SelectOption::new(heading.as_str(), heading.as_str())))
            .collect()
    };
    let boxes = || -> Vec<Checkbox> {
        headings.iter().map(|heading| Checkbox::new(heading.as_str(), heading.as_str())).collect()
    };
    let legend = |words: &str| Some(Fieldset { legend: words.into(), ..Fieldset::default() });
    let text = |name: &str, label: &str, hint: &str, value: String| Input {
        name: name.to_owned(),
        id: Some(name.to_owned()),
        label: label.into(),
        hint: (!hint.is_empty()).then(|| hint.into()),
        input_type: Some("date".to_owned()),
        value: Some(value).filter(|value| !value.is_empty()),
        error_message: error(name),
        width: Some(10),
        ..Input::default()
    };
    let day_column = match &chosen.columns.day {
        SeriesDay::Column(column) => column.clone(),
        SeriesDay::Fixed(_) => String::new(),
    };
    let shown = Table {
        caption: "The first rows of the file".to_owned(),
        columns: headings.iter().map(|heading| Column::new("cell", heading.as_str(), Kind::Text)).collect(),
        rows: sample
            .rows
            .iter()
            .take(3)
            .map(|row| row.iter().take(COLUMNS_MAX).map(|cell| Cell::from(cell.as_str())).collect())
            .collect(),
        ..Table::default()
    };
    ColumnsPage {
        shell: Shell {
            has_errors: !errors.is_empty(),
            ..ask.plain_frame("Restate your figures", [Crumb::new("Home", "/"), Crumb::new("Upload", "/restate")])
        },
        token,
        errors: (!errors.is_empty()).then(|| summary(errors)),
        id: id.to_owned(),
        file: table.name().to_owned(),
        sample: shown.alone(),
        code: Select {
            name: "code".to_owned(),
            id: Some("code".to_owned()),
            label: "Which column has the practice or commissioner code?".into(),
            items: options(None),
            value: Some(chosen.columns.code.clone()),
            error_message: error("code"),
            ..Select::default()
        },
        day_column: Select {
            name: "day_column".to_owned(),
            id: Some("day_column".to_owned()),
            label: "Which column says when each row was so?".into(),
            items: options(Some("None: all rows are of one day")),
            value: Some(day_column),
            ..Select::default()
        },
        day: text("day", "If none, which day are they of?", "", chosen.day_text.clone()),
        values: Checkboxes {
            name: "value".to_owned(),
            id_prefix: Some("value".to_owned()),
            fieldset: legend("Which columns are the figures?"),
            items: boxes(),
            values: chosen.columns.values.clone(),
            error_message: error("value"),
            small: true,
            ..Checkboxes::default()
        },
        keys: Checkboxes {
            name: "key".to_owned(),
            id_prefix: Some("key".to_owned()),
            fieldset: legend("Which other columns keep rows apart?"),
            hint: Some("Such as a treatment or an age band. Rows that differ in nothing else are added up.".into()),
            items: boxes(),
            values: chosen.columns.keys.clone(),
            small: true,
            ..Checkboxes::default()
        },
        to: text("to", "Restate to the organisations of which day?", "", chosen.restatement.to.to_string()),
        mode: Radios {
            name: "mode".to_owned(),
            id_prefix: Some("mode".to_owned()),
            fieldset: legend("How should rows of other days be placed?"),
            items: vec![
                Choice::new(
                    "as-is",
                    "By the organisations of the day above, so that a series can be compared over time",
                ),
                Choice::new("as-was", "By the organisations of each row’s own day"),
            ],
            value: Some(chosen.restatement.mode.to_string()),
            small: true,
            ..Radios::default()
        },
        by: weights(chosen.restatement.by),
        show: Button::submit("Restate"),
        forget: Button {
            variant: Some(ButtonVariant::Secondary),
            small: true,
            ..Button::submit("Delete the uploaded file now")
        },
        result,
    }
}
