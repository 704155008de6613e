//! Files: the form that takes one, the run that begins, and the runs kept.

use std::collections::BTreeMap;
use std::time::Duration;

use assign::{Day, Edition};
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{Multipart, Path};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use sha2::{Digest as _, Sha256};
use store::{LinkId, Owner, RunDraft, RunState};

use super::frame::{
    Caller, ForOneself as _, RoomPage, Settler, Standing, error, failed, form, message, no_tables, paragraph, unseen,
};
use super::record::edition_options;
use super::run::{find, made_of};
use crate::assignment::{
    Asked, Drafted, Expect, Mapped, READING, ROWS_KEPT, SMALL_FILE_BYTES_MAX, Spooled, begin, check, overrides_on,
};
use ask::day;
use ask::{Cell, Column, Kind, Table};
use kit::components::{
    Button, Choice, Description, Details, Fieldset, FileUpload, Input, Radios, Select, SelectOption,
};
use kit::markup::Markup;
use kit::page::hex;
use kit::refused::{FieldError, Problem};
use kit::site::{civil_day, sentence};

/// How long a sender waits to see a small run done at once.
const WAIT: Duration = Duration::from_millis(1_500);
/// The longest file name kept. Units: characters.
const NAME_MAX: usize = 100;
/// How many runs are listed.
const LISTED: u32 = 50;

pub(super) async fn show(caller: Caller) -> Response {
    if let Err(response) = caller.settles() {
        return response;
    }
    page(&caller, &Sent::default(), &[])
        .await
        .map_or_else(IntoResponse::into_response, |page| page.send(StatusCode::OK))
}

/// What was sent beside the file.
#[derive(Debug, Default)]
struct Sent {
    texts: BTreeMap<String, String>,
    mapping: Option<Mapped>,
    draft: Option<(String, String, String)>,
    errors: Vec<FieldError>,
}

impl Sent {
    fn get(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", |text| text.trim())
    }
}

async fn page(caller: &Caller, sent: &Sent, errors: &[FieldError]) -> Result<RoomPage, Problem> {
    let mut page = caller.page("Who pays for the records of a file?", []);
    page.wrong(errors);
    let Some(store) = caller.room().store() else {
        page.before = no_tables();
        return Ok(page);
    };
    let has_tables = match caller.room().loaded(&caller.ask.site.footprint).await {
        Ok(loaded) => loaded.is_some(),
        Err(error) => return Err(failed(&error)),
    };
    if has_tables {
        page.before = upload_form(caller, sent, errors);
    } else {
        page.before = no_tables();
    }
    let Standing::Settles(settler) = &caller.standing else {
        if has_tables {
            page.part("kept", "Your runs", paragraph(
                "Nobody signs in here, so runs are not listed: keep the address of each run’s page. Whoever has it can read the page.",
            ));
        }
        return Ok(page);
    };
    let mut runs = Vec::new();
    for body in &settler.holds {
        let owner = Owner { person: settler.person.clone(), body: body.to_string() };
        runs.extend(store.runs_of(&owner, LISTED).await.map_err(|error| failed(&error))?);
    }
    runs.sort_by(|one, two| (two.made_at, one.id.as_str()).cmp(&(one.made_at, two.id.as_str())));
    runs.truncate(LISTED as usize);
    let rows = runs.iter().map(|run| {
        let asked: Asked = serde_json::from_str(&run.settings).unwrap_or_default();
        let state = match run.state {
            RunState::Running => "being made",
            RunState::Done => "made",
            RunState::Failed => "could not be made",
        };
        vec![
            Cell::link(asked.input.name.as_str(), format!("/who-pays/runs/{}", run.id)),
            civil_day(run.made_at).into(),
            run.owner.body.as_str().into(),
            Cell::Number(i64::try_from(run.records).unwrap_or(i64::MAX)),
            state.into(),
            run.rows_until.map(civil_day).into(),
        ]
    });
    let table = Table {
        caption: "Runs kept".to_owned(),
        columns: vec![
            Column::new("file", "File", Kind::Link),
            Column::new("made", "Made", Kind::Date),
            Column::new("body", "For", Kind::Code),
            Column::new("records", "Records", Kind::Number),
            Column::new("state", "State", Kind::Text),
            Column::new("rows_until", "Rows deleted on", Kind::Date),
        ],
        rows: rows.collect(),
        ..Table::default()
    };
    let body = if runs.is_empty() { paragraph("There are none yet.") } else { caller.inner(table) };
    page.part("kept", "Runs of your bodies", body);
    Ok(page)
}

fn megabytes(bytes: u64) -> String {
    if bytes < 1 << 20 { format!("{bytes} bytes") } else { format!("{} MB", bytes >> 20) }
}

fn upload_form(caller: &Caller, sent: &Sent, errors: &[FieldError]) -> Markup {
    let limit = megabytes(caller.room().upload_bytes_max());
    let file = |name: &str, label: &str, hint: String| FileUpload {
        name: name.to_owned(),
        id: Some(name.to_owned()),
        label: label.into(),
        hint: Some(hint.as_str().into()),
        error_message: message(errors, name),
        ..FileUpload::default()
    };
    let value = |name: &str| Some(sent.get(name).to_owned()).filter(|text| !text.is_empty());
    let legend = |words: &str| Some(Fieldset { legend: words.into(), ..Fieldset::default() });
    let edition = Select {
        name: "edition".to_owned(),
        id: Some("edition".to_owned()),
        label: "Edition of the method".into(),
        items: edition_options("The edition in force on each record’s date"),
        value: value("edition"),
        error_message: message(errors, "edition"),
        ..Select::default()
    };
    let reading = Markup::joined([
        Markup::of(&file("mapping", "Mapping", "CSV with the headings item,column,constant".to_owned())),
        Markup::of(&Radios {
            name: "missing_ovcc".to_owned(),
            fieldset: legend("A charging category that is not recorded"),
            items: vec![
                Choice::new("as-written", "Makes the patient a visitor, as written"),
                Choice::new("A", "Counts as a resident"),
            ],
            value: Some(value("missing_ovcc").unwrap_or_else(|| "as-written".to_owned())),
            ..Radios::default()
        }),
        Markup::of(&Radios {
            name: "bad_rows".to_owned(),
            fieldset: legend("Rows that cannot be read"),
            items: vec![
                Choice::new("fail", "Stop at the first and say where it is"),
                Choice::new("leave-out", "Leave them out, count them and give them back as a file"),
            ],
            value: Some(value("bad_rows").unwrap_or_else(|| "fail".to_owned())),
            ..Radios::default()
        }),
    ]);
    let fields = [
        body_of(caller, sent, errors),
        Markup::of(&file(
            "file",
            "File of activity records",
            format!("CSV, Parquet or Arrow IPC; up to {limit}. Larger files: use footprint assign"),
        )),
        Markup::of(&edition),
        Markup::of(&Details {
            summary: Description {
                content: "How the file is read: names of columns, blanks, bad rows".into(),
                ..Description::default()
            },
            content: reading.into(),
            open: errors.iter().any(|error| error.field == "mapping"),
            ..Details::default()
        }),
        what_if(sent, errors),
        Markup::of(&Button::submit("Assign the file")),
    ];
    let kept = format!(
        "<div class=\"nhsuk-inset-text nhsuk-u-reading-width\"><span class=\"nhsuk-u-visually-hidden\">Information: </span>\
         <p>Your file is deleted as soon as the run ends. The rows with their answers are kept for {} days for you to look at and \
         take away, and then deleted; the totals stay until you delete the run. Nothing of a file is written to the record.</p></div>",
        ROWS_KEPT.as_hours() / 24
    );
    Markup::joined([form("/who-pays/runs", true, &caller.token, fields), Markup::trusted(kept)])
}

/// For which body the run is made, where there is a choice.
fn body_of(caller: &Caller, sent: &Sent, errors: &[FieldError]) -> Markup {
    let Standing::Settles(Settler { bodies, .. }) = &caller.standing else { return Markup::default() };
    if bodies.len() < 2 {
        return Markup::default();
    }
    let items = bodies.iter().map(|body| {
        let name = caller.named(body.as_str(), caller.ask.today()).0;
        SelectOption::new(body.to_string(), format!("{name} ({body})"))
    });
    Markup::of(&Select {
        name: "body".to_owned(),
        id: Some("body".to_owned()),
        label: "For which body?".into(),
        items: items.collect(),
        value: Some(sent.get("body").to_owned()),
        error_message: message(errors, "body"),
        ..Select::default()
    })
}

fn what_if(sent: &Sent, errors: &[FieldError]) -> Markup {
    let text = |name: &str, label: &str, hint: &str, kind: &str| {
        Markup::of(&Input {
            name: name.to_owned(),
            id: Some(name.to_owned()),
            label: label.into(),
            hint: (!hint.is_empty()).then(|| hint.into()),
            input_type: Some(kind.to_owned()),
            value: Some(sent.get(name).to_owned()).filter(|text| !text.is_empty()),
            error_message: message(errors, name),
            width: Some(10),
            ..Input::default()
        })
    };
    let other = Markup::of(&Select {
        name: "other_edition".to_owned(),
        id: Some("other_edition".to_owned()),
        label: "Which edition?".into(),
        items: edition_options("Choose one"),
        value: Some(sent.get("other_edition").to_owned()),
        error_message: message(errors, "other_edition"),
        ..Select::default()
    });
    let draft = Markup::of(&FileUpload {
        name: "draft".to_owned(),
        id: Some("draft".to_owned()),
        label: "Draft".into(),
        hint: Some("CSV with the headings change,code,to,value".into()),
        error_message: message(errors, "draft"),
        ..FileUpload::default()
    });
    let given = Markup::of(&Radios {
        name: "delegated".to_owned(),
        fieldset: Some(Fieldset { legend: "Would it be delegated?".into(), ..Fieldset::default() }),
        items: vec![Choice::new("N", "No: NHS England pays"), Choice::new("Y", "Yes: the sub-ICB location pays")],
        value: Some(sent.get("delegated").to_owned()),
        error_message: message(errors, "delegated"),
        inline: true,
        ..Radios::default()
    });
    let chosen = Some(sent.get("what_if")).filter(|text| !text.is_empty()).unwrap_or("none");
    let radios = Markup::of(&Radios {
        name: "what_if".to_owned(),
        fieldset: Some(Fieldset { legend: "Compare with something nobody has decided?".into(), ..Fieldset::default() }),
        hint: Some(
            "The records are then assigned twice: who gains and who loses, with the totals conserved. Say below what it is."
                .into(),
        ),
        items: vec![
            Choice::new("none", "No"),
            Choice::new("edition", "Another edition"),
            Choice::new("draft", "A merger, a boundary move or another change, as a draft"),
            Choice::new("delegation", "Another delegation of specialised services"),
        ],
        value: Some(chosen.to_owned()),
        error_message: message(errors, "what_if"),
        ..Radios::default()
    });
    // Not revealed by the choice: a radio button that says what it expands is not understood by assistive technology.
    let part = |value: &str, words: &str, fields: Vec<Markup>| {
        Markup::of(&Details {
            summary: Description { content: words.into(), ..Description::default() },
            content: Markup::joined(fields).into(),
            open: chosen == value,
            ..Details::default()
        })
    };
    let dated = |name: &str| text(name, "Would take effect on", "", "date");
    let delegation = vec![
        text("delegation_body", "Sub-ICB location", "Its code", "text"),
        text("delegation_service", "Service code", "Leave blank for every delegable service", "text"),
        given,
        dated("delegation_from"),
    ];
    Markup::joined([
        radios,
        part("edition", "The other edition", vec![other]),
        part("draft", "The draft", vec![draft, dated("draft_from")]),
        part("delegation", "The other delegation", delegation),
    ])
}

/// Why an upload was not taken.
enum Stopped {
    Problem(Problem),
    /// The file is longer than is taken.
    TooMuch,
}

impl From<MultipartError> for Stopped {
    fn from(error: MultipartError) -> Self {
        match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooMuch,
            _ => Self::Problem(Problem::refused("The upload broke off or is not one. Send it again.")),
        }
    }
}

/// Reads the parts of an upload: the file to the disk, the rest into memory within bounds.
async fn read(caller: &Caller, mut multipart: Multipart) -> Result<(Sent, Option<Spooled>), Stopped> {
    // Before anything of the body is read.
    let mut pass =
        caller.room().gate().map(|gate| gate.enter(&caller.address)).transpose().map_err(Stopped::Problem)?;
    let (mut sent, mut spooled) = (Sent::default(), None);
    while let Some(mut field) = multipart.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = plain_name(field.file_name().unwrap_or_default());
        match name.as_str() {
            "file" => {
                let mut file = Spooled::begin(caller.room(), &file_name, pass.take())
                    .map_err(|error| Stopped::Problem(failed(&error)))?;
                while let Some(chunk) = field.chunk().await? {
                    match file.push(&chunk) {
                        Ok(Ok(())) => {}
                        Ok(Err(_)) => return Err(Stopped::TooMuch),
                        Err(error) => return Err(Stopped::Problem(failed(&error))),
                    }
                }
                spooled = (file.read().bytes > 0 || !file_name.is_empty()).then_some(file);
            }
            "mapping" | "draft" => match small(field).await? {
                None => sent.errors.push(error(&name, "The file must be text and at most 500 KB")),
                Some((_, text)) if text.is_empty() => {}
                Some((sha256, text)) if name == "mapping" => {
                    sent.mapping = Some(Mapped { name: file_name, sha256, text });
                }
                Some((sha256, text)) => sent.draft = Some((file_name, sha256, text)),
            },
            _ => {
                if let Some((_, text)) = small(field).await? {
                    sent.texts.insert(name, text);
                }
            }
        }
    }
    Ok((sent, spooled))
}

/// A small part as text, with its hash; nothing when it is larger than is taken, or no text.
async fn small(mut field: Field<'_>) -> Result<Option<(String, String)>, Stopped> {
    let mut bytes = Vec::new();
    let mut is_larger = false;
    while let Some(chunk) = field.chunk().await? {
        is_larger = is_larger || bytes.len() + chunk.len() > SMALL_FILE_BYTES_MAX;
        if !is_larger {
            bytes.extend_from_slice(&chunk);
        }
    }
    let sha256 = hex(&Sha256::digest(&bytes));
    Ok(String::from_utf8(bytes).ok().filter(|_| !is_larger).map(|text| (sha256, text)))
}

/// A file's name without the folders before it and what could do harm in a header.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|letter| !letter.is_control() && !"\"<>;".contains(*letter)).take(NAME_MAX).collect()
}

/// What was asked for, of the fields.
fn asked(sent: &Sent, errors: &mut Vec<FieldError>) -> Asked {
    let filled = |name: &str| Some(sent.get(name).to_owned()).filter(|text| !text.is_empty());
    let known = |id: &str| Edition::built_in().is_ok_and(|editions| editions.iter().any(|edition| edition.id == id));
    let mut asked = Asked {
        edition: filled("edition"),
        mapping: sent.mapping.clone(),
        blank_is_resident: sent.get("missing_ovcc") == "A",
        leaves_out: sent.get("bad_rows") == "leave-out",
        ..Asked::default()
    };
    if asked.edition.as_deref().is_some_and(|id| !known(id)) {
        errors.push(error("edition", "Choose an edition"));
    }
    let from = |field: &str, errors: &mut Vec<FieldError>| {
        let text = sent.get(field);
        if Day::parse(text).is_none() {
            errors.push(error(field, "Enter the day on which it would take effect, such as 2025-04-01"));
        }
        text.to_owned()
    };
    match sent.get("what_if") {
        "edition" => {
            asked.other_edition = filled("other_edition");
            if !asked.other_edition.as_deref().is_some_and(known) {
                errors.push(error("other_edition", "Choose the edition to compare with"));
            }
        }
        "draft" => {
            let from = from("draft_from", errors);
            match sent.draft.clone() {
                None => errors.push(error("draft", "Choose the draft")),
                Some((name, sha256, text)) => asked.draft = Some(Drafted { name, sha256, text, from }),
            }
        }
        "delegation" => {
            let from = from("delegation_from", errors);
            let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
            let body = sent.get("delegation_body").to_uppercase();
            let service = filled("delegation_service").map_or_else(|| "*".to_owned(), |text| text.to_uppercase());
            if !plain(&body) {
                errors.push(error("delegation_body", "Enter the code of the sub-ICB location"));
            }
            if service != "*" && !plain(&service) {
                errors.push(error("delegation_service", "The service code has letters and digits only"));
            }
            if !["Y", "N"].contains(&sent.get("delegated")) {
                errors.push(error("delegated", "Choose whether it would be delegated"));
            }
            let text = format!("change,code,to,value\ndelegation,{body},{service},{}\n", sent.get("delegated"));
            let sha256 = hex(&Sha256::digest(text.as_bytes()));
            asked.draft = Some(Drafted { name: "delegation".to_owned(), sha256, text, from });
        }
        _ => {}
    }
    asked
}

/// Takes a file and begins its run.
pub(super) async fn upload(caller: Caller, multipart: Multipart) -> Response {
    if let Err(response) = caller.settles() {
        return response;
    }
    taken(&caller, multipart).await.unwrap_or_else(IntoResponse::into_response)
}

async fn taken(caller: &Caller, multipart: Multipart) -> Result<Response, Problem> {
    let store = caller.room().store().ok_or_else(unseen)?;
    let loaded = caller.room().loaded(&caller.ask.site.footprint).await.map_err(|error| failed(&error))?;
    let (mut sent, spooled) = match read(caller, multipart).await {
        Ok(read) => read,
        Err(Stopped::Problem(problem)) => return Err(problem),
        Err(Stopped::TooMuch) => return Err(too_much(caller)),
    };
    let Some(loaded) = loaded else { return Ok(page(caller, &sent, &[]).await?.send(StatusCode::OK)) };
    let mut errors = std::mem::take(&mut sent.errors);
    let mut asked = asked(&sent, &mut errors);
    let owner = caller.standing.owner(Some(sent.get("body")));
    if owner.is_none() {
        errors.push(error("body", "Choose the body for which the run is made"));
    }
    match &spooled {
        None => errors.push(error("file", "Choose a file")),
        Some(file) if file.read().bytes == 0 => errors.push(error("file", "Choose a file that is not empty")),
        Some(file) => asked.input = file.read(),
    }
    if errors.is_empty()
        && let Err((field, why)) = check(&asked, &loaded)
    {
        errors.push(error(field, sentence(&why)));
    }
    let (Some(spooled), Some(owner)) = (spooled.filter(|_| errors.is_empty()), owner) else {
        return Ok(page(caller, &sent, &errors).await?.send(StatusCode::UNPROCESSABLE_ENTITY));
    };
    asked.reading = READING;
    asked.fingerprint = loaded.fingerprint.clone();
    asked.known_at = caller.ask.house().sequence().0;
    let now = caller.room().now();
    let id = LinkId::random().map_err(|error| failed(&error))?;
    let draft = RunDraft {
        id: id.clone(),
        owner,
        bytes_total: asked.input.bytes,
        settings: serde_json::to_string(&asked).map_err(|error| failed(&error))?,
        rows_until: now.saturating_add(ROWS_KEPT).map_err(|error| failed(&error))?,
    };
    store.begin_run(&draft, now).await.map_err(|error| failed(&error))?;
    let overrides = overrides_on(&caller.ask.site.footprint, terms::Sequence(asked.known_at));
    let making = begin(caller.room(), id.clone(), asked, spooled, loaded, overrides, Expect::Nothing);
    // A small file is done before the page is asked for.
    drop(tokio::time::timeout(WAIT, making).await);
    Ok(Redirect::to(&format!("/who-pays/runs/{id}")).into_response())
}

fn too_much(caller: &Caller) -> Problem {
    let limit = megabytes(caller.room().upload_bytes_max());
    Problem {
        detail: format!(
            "The page takes files of up to {limit}. Nothing was kept. Use “footprint assign” for larger files."
        ),
        ..Problem::too_large()
    }
}

/// Makes a run again: the same input, known by its hash, must give the same bytes.
pub(super) async fn again(caller: Caller, Path(id): Path<String>, multipart: Multipart) -> Result<Response, Problem> {
    let (run, asked) = find(&caller, &id).await?;
    let store = caller.room().store().ok_or_else(unseen)?;
    let made = made_of(&run).ok_or_else(|| Problem::refused("This run was not made, so it cannot be made again."))?;
    if asked.reading != READING {
        return Err(Problem::refused(
            "This run was made by an earlier version of the service, which read dates and wrote text otherwise, so the result would \
             be another. Make a new run instead.",
        ));
    }
    let (footprint, known) = (&caller.ask.site.footprint, terms::Sequence(asked.known_at));
    let loaded = caller.room().loaded_again(footprint, known, run.made_at, &asked.fingerprint).await;
    let loaded = loaded.map_err(|error| failed(&error))?.ok_or_else(|| {
        Problem::refused(format!(
            "The reference tables in use are no longer those of this run, so the result would be another. The run was made on {} \
             with the tables its page lists. Make a new run instead.",
            day(civil_day(run.made_at))
        ))
    })?;
    let (_, spooled) = match read(&caller, multipart).await {
        Ok(read) => read,
        Err(Stopped::Problem(problem)) => return Err(problem),
        Err(Stopped::TooMuch) => return Err(too_much(&caller)),
    };
    let spooled = spooled.ok_or_else(|| Problem::invalid([error("file", "Choose a file")]))?;
    let found = spooled.read();
    if found.sha256 != asked.input.sha256 {
        return Err(Problem::refused(format!(
            "This is another file than the run was made from. The run’s file has SHA-256 {} ({} bytes), the one sent has {} ({} \
             bytes). Nothing was changed.",
            asked.input.sha256, asked.input.bytes, found.sha256, found.bytes
        )));
    }
    let now = caller.room().now();
    let until = now.saturating_add(ROWS_KEPT).map_err(|error| failed(&error))?;
    if !store.begin_run_again(&run.id, found.bytes, until, now).await.map_err(|error| failed(&error))? {
        return Err(Problem::contended("The run is being made just now."));
    }
    let overrides = overrides_on(footprint, known);
    let making = begin(caller.room(), run.id.clone(), asked, spooled, loaded, overrides, Expect::Same(Box::new(made)));
    drop(tokio::time::timeout(WAIT, making).await);
    Ok(Redirect::to(&format!("/who-pays/runs/{}", run.id)).into_response())
}
