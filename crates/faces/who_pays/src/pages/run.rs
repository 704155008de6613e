//! The page of a run: what went in, what it came to, where that differs, and what becomes of it.

use activity::report::AUTHORITY_WITHOUT_CODE;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use store::{KeptRun, LinkId, RunState, SILENT_MAX};
use terms::Pence;

use super::answer::vintages;
use super::frame::{
    Caller, ForOneself as _, RoomPage, Section, failed, form, kept_to_oneself, link, paragraph, unseen,
};
use crate::assignment::{
    Account, Asked, Drill, Made, by_commissioner, by_flag, by_reason, by_terminal, gains, left_out, moves, stays,
    variance,
};
use ask::day;
use ask::{Table, thousands};
use kit::address::Address;
use kit::components::{
    Button, ButtonVariant, Crumb, Description, Details, FileUpload, SummaryList, SummaryRow, Tag, TagColour,
};
use kit::markup::Markup;
use kit::refused::Problem;
use kit::site::civil_day;
use kit::table::OnPage as _;

/// A kept run and what was asked of it, if whoever asks may see it.
pub(super) async fn find(caller: &Caller, id: &str) -> Result<(KeptRun, Asked), Problem> {
    let (Some(store), Ok(id)) = (caller.room().store(), id.parse::<LinkId>()) else { return Err(unseen()) };
    let run = store.run(&id).await.map_err(|error| failed(&error))?;
    let run = run.filter(|run| caller.standing.may(&run.owner)).ok_or_else(unseen)?;
    let asked = serde_json::from_str(&run.settings).map_err(|error| failed(&error))?;
    Ok((run, asked))
}

/// What a run came to, if it was made.
pub(super) fn made_of(run: &KeptRun) -> Option<Made> {
    match serde_json::from_str(&run.account) {
        Ok(Account::Made(made)) => Some(*made),
        _ => None,
    }
}

/// The crumbs over a page under a run.
pub(super) fn above(run: &KeptRun, asked: &Asked) -> [Crumb; 2] {
    [Crumb::new("Files", "/who-pays/runs"), Crumb::new(asked.input.name.as_str(), format!("/who-pays/runs/{}", run.id))]
}

/// The page of a run's rows, while they are kept.
pub(super) fn rows_of(caller: &Caller, run: &KeptRun) -> Option<Address> {
    let is_kept = run.rows_until.is_some_and(|until| until > caller.room().now());
    is_kept.then(|| Address::new(format!("/who-pays/runs/{}/rows", run.id)))
}

pub(super) async fn run(caller: Caller, Path(id): Path<String>) -> Result<Response, Problem> {
    let (run, asked) = find(&caller, &id).await?;
    let mut page = caller.page(&asked.input.name, [Crumb::new("Files", "/who-pays/runs")]);
    page.caption = format!("Run of {}", day(civil_day(run.made_at)));
    let now = caller.room().now();
    let is_silent = now.duration_since(run.beat_at) > SILENT_MAX;
    match run.state {
        RunState::Running if is_silent => stopped(&mut page),
        RunState::Running => running(&caller, &mut page, &run),
        RunState::Failed if run.account.is_empty() => stopped(&mut page),
        RunState::Failed => match serde_json::from_str(&run.account) {
            Ok(Account::Failed(why)) => {
                page.tags.push(Tag::new("Could not be made", TagColour::Red));
                page.lead.push(why);
                page.lead.push("Nothing was assigned, and the file is deleted.".to_owned());
            }
            _ => stopped(&mut page),
        },
        RunState::Done => {
            let made = made_of(&run).ok_or_else(|| failed(&"an account that does not read"))?;
            finished(&caller, &mut page, &run, &asked, &made);
        }
    }
    let delete =
        Button { variant: Some(ButtonVariant::Secondary), ..Button::submit("Delete this run with everything of it") };
    page.part(
        "end",
        "Delete",
        form(&format!("/who-pays/runs/{}/delete", run.id), false, &caller.token, [Markup::of(&delete)]),
    );
    Ok(page.send(StatusCode::OK))
}

fn stopped(page: &mut RoomPage) {
    page.tags.push(Tag::new("Could not be made", TagColour::Red));
    page.lead.push("The server stopped while the run was being made. The file is deleted: send it again.".to_owned());
}

fn running(caller: &Caller, page: &mut RoomPage, run: &KeptRun) {
    page.tags.push(Tag::new("Being made", TagColour::Blue));
    let share = (run.bytes_done * 100).checked_div(run.bytes_total).unwrap_or(0).min(100);
    page.lead.push(format!(
        "{} done, about {share}% of the file. Runs are made one after another, so it may wait for another.",
        naming::counted(run.records, "record", "records")
    ));
    page.before = link("Refresh this page", &caller.ask.address.href());
}

fn finished(caller: &Caller, page: &mut RoomPage, run: &KeptRun, asked: &Asked, made: &Made) {
    page.tags.push(Tag::new("Made", TagColour::Green));
    if asked.is_what_if() {
        page.tags.push(Tag::new("What if", TagColour::Purple));
    }
    let written = made.written();
    let money = if made.has_cost { format!(", {}", Pence(written.pence).pounds()) } else { String::new() };
    page.lead.push(format!(
        "{}{money}: each has come out under one terminal, and the sums that went in came out.",
        naming::counted(written.records, "record", "records")
    ));
    let uncoded = made.without_authority_code();
    if uncoded > 0 {
        page.lead.push(format!(
            "{} at a local authority without its code: {AUTHORITY_WITHOUT_CODE}",
            naming::counted(uncoded, "record ends", "records end")
        ));
    }
    for one in &made.unanswered {
        if one.are_most {
            page.tags.push(Tag::new("Most records have no commissioner", TagColour::Red));
        }
        let dates = if one.dates.is_empty() { String::new() } else { format!(", with {}", one.dates) };
        page.lead.push(format!(
            "{} no commissioner for one reason: {} The first stands on line or row {}{dates}.",
            naming::counted(one.records, "record has", "records have"),
            one.why,
            thousands(&one.place.to_string())
        ));
    }
    let rows = rows_of(caller, run);
    page.before = Markup::joined([inputs(caller, run, asked, made), downloads(caller, run, made)]);
    let path = |table: &str| format!("/who-pays/runs/{}/tables/{table}", run.id);
    let show = |table: &str, of: Table| Markup::of(&caller.ask.carry(of).show(&Address::new(path(table))));
    let named = |code: &str| caller.named(code, civil_day(run.made_at));
    if asked.compares() {
        let both =
            [show("gains", gains(made, &named)), link("What moves, by provider and point of delivery", &path("moves"))];
        page.part("what-if", "Under the what-if", Markup::joined(both));
    }
    page.part("totals", "Control totals", show("terminals", by_terminal(made, rows.as_ref())));
    if made.has_submitted {
        let here = Address::new(path("variance"));
        let table = variance(made, &here, rows.as_ref(), &Drill::default(), &named);
        page.part("variance", "Submitted against derived", show("variance", table));
    } else {
        let words = "The file does not say which commissioner was submitted (column submitted_commissioner), so there is nothing to \
                     compare. By provider, point of delivery and reason:";
        let body = [paragraph(words), link("Totals by provider", &path("variance"))];
        page.part("variance", "Submitted against derived", Markup::joined(body));
    }
    page.part("reasons", "Reasons", show("reasons", by_reason(made, rows.as_ref())));
    page.part("commissioners", "Commissioners", show("commissioners", by_commissioner(made, rows.as_ref(), &named)));
    if !made.flags.is_empty() {
        page.part("flags", "Flags", show("flags", by_flag(made, rows.as_ref())));
    }
    if !made.left_out.is_empty() {
        page.part("left-out", "Rows left out", show("left-out", left_out(made)));
    }
    let tables = Details {
        summary: Description {
            content: format!("{} tables of reference data were used", made.vintages.len()).into(),
            ..Description::default()
        },
        content: caller.inner(vintages(&made.vintages)).into(),
        ..Details::default()
    };
    page.part("tables", "Tables used", Markup::of(&tables));
    page.sections.push(again(caller, run, asked));
}

fn inputs(caller: &Caller, run: &KeptRun, asked: &Asked, made: &Made) -> Markup {
    let mut rows = vec![
        SummaryRow::new("Input", format!("{}, {} bytes", asked.input.name, thousands(&asked.input.bytes.to_string()))),
        SummaryRow::new("SHA-256 of the input", asked.input.sha256.as_str()),
        SummaryRow::new("SHA-256 of the result", made.result_sha256.as_str()),
    ];
    let mut row = |name: &str, text: String| {
        if !text.is_empty() {
            rows.push(SummaryRow::new(name, text));
        }
    };
    row("Editions that answered", if made.editions.is_empty() { "None".to_owned() } else { made.editions.join(", ") });
    row("Edition for every date", asked.edition.clone().unwrap_or_default());
    row("Compared with the edition", asked.other_edition.clone().unwrap_or_default());
    if let Some(draft) = &asked.draft {
        let from = draft.from.parse().map_or_else(|_| draft.from.clone(), day);
        row("Compared with the draft", format!("{}, from {from} (SHA-256 {})", draft.name, draft.sha256));
    }
    if let Some(mapping) = &asked.mapping {
        row("Mapping", format!("{} (SHA-256 {})", mapping.name, mapping.sha256));
    }
    row(
        "A blank charging category",
        if asked.blank_is_resident { "counts as a resident" } else { "read as written" }.to_owned(),
    );
    row("Reference tables", asked.fingerprint.get(..16).unwrap_or_default().to_owned());
    row(
        "Dates such as 03/04/2025",
        match made.date_order.as_str() {
            "day-first" => "read with the day first".to_owned(),
            "month-first" => "read with the month first".to_owned(),
            _ => String::new(),
        },
    );
    if made.breaks > 0 {
        row("Line ends inside quoted cells", thousands(&made.breaks.to_string()));
    }
    row("Not in the file, so blank in every record", made.blank_fields.join(", "));
    row("Columns passed through unread", made.unused_columns.join(", "));
    if !run.owner.body.is_empty() {
        row("Belongs to", caller.whose(&run.owner, civil_day(run.made_at)));
    }
    row("Made in", format!("{:.1} seconds", made.milliseconds as f64 / 1_000.0));
    if made.times_again > 0 {
        row(
            "Made again",
            format!("{}, with the same bytes each time", naming::counted(made.times_again, "time", "times")),
        );
    }
    Markup::of(&SummaryList::new(rows))
}

fn downloads(caller: &Caller, run: &KeptRun, made: &Made) -> Markup {
    if rows_of(caller, run).is_none() {
        return paragraph(
            "The rows of this run have been deleted, as it said. Its totals stay until the run is deleted.",
        );
    }
    let until = run.rows_until.map(|until| day(civil_day(until))).unwrap_or_default();
    let mut parts = vec![link(
        &format!("Download every record with its answer ({})", made.extension.to_uppercase()),
        &format!("/who-pays/runs/{}/result", run.id),
    )];
    if made.left_out_bytes > 0 {
        parts.push(link("Download the rows that were left out (CSV)", &format!("/who-pays/runs/{}/left-out", run.id)));
    }
    parts.push(paragraph(&format!("The rows are deleted on {until}. The file that was sent is deleted already.")));
    Markup::joined(parts)
}

fn again(caller: &Caller, run: &KeptRun, asked: &Asked) -> Section {
    let file = FileUpload {
        name: "file".to_owned(),
        id: Some("file".to_owned()),
        label: "The same file".into(),
        hint: Some(format!("{}, SHA-256 {}", asked.input.name, asked.input.sha256).as_str().into()),
        ..FileUpload::default()
    };
    let button = Button { variant: Some(ButtonVariant::Secondary), ..Button::submit("Run it again") };
    let fields = [Markup::of(&file), Markup::of(&button)];
    let body = Markup::joined([
        paragraph(
            "Supply the same file again to have its rows again. Another file is refused, and the result must be the same to the byte.",
        ),
        form(&format!("/who-pays/runs/{}/again", run.id), true, &caller.token, fields),
    ]);
    Section::new("again", "Run it again", body)
}

/// One table of a run, as a page or as a file.
pub(super) async fn table(caller: Caller, Path((id, name)): Path<(String, String)>) -> Result<Response, Problem> {
    let (run, asked) = find(&caller, &id).await?;
    let made = made_of(&run).ok_or_else(unseen)?;
    let rows = rows_of(&caller, &run);
    let named = |code: &str| caller.named(code, civil_day(run.made_at));
    let drill = Drill::of(&caller.ask.address);
    let of = match name.as_str() {
        "terminals" => by_terminal(&made, rows.as_ref()),
        "reasons" => by_reason(&made, rows.as_ref()),
        "commissioners" => by_commissioner(&made, rows.as_ref(), &named),
        "flags" => by_flag(&made, rows.as_ref()),
        "left-out" => left_out(&made),
        "variance" => {
            let here = caller.ask.address.without(&["page", "format"]);
            variance(&made, &here, rows.as_ref(), &drill, &named)
        }
        "gains" if asked.compares() => gains(&made, &named),
        "moves" if asked.compares() => moves(&made, rows.as_ref(), &named),
        _ => return Err(unseen()),
    };
    if let Some(file) = caller.file(&of, asked.known_at)? {
        return Ok(file);
    }
    let title = of.caption.clone();
    let mut page = caller.page(&title, above(&run, &asked));
    if name == "variance" {
        page.lead.extend(fixed(&drill));
    }
    page.before = Markup::of(&caller.ask.table(of));
    if name == "moves" {
        page.before = Markup::joined([page.before, staying(&made, rows.as_ref())]);
    }
    Ok(page.send(StatusCode::OK))
}

/// What does not move, so that it and the table above add up to the run.
fn staying(made: &Made, rows: Option<&Address>) -> Markup {
    let stays = stays(made);
    let records = naming::counted(stays.records, "record", "records");
    let words = if made.has_cost {
        let cost = Pence(stays.pence).pounds();
        format!("{records}, {cost} together, would stay with whoever pays now.")
    } else {
        format!("{records} would stay with whoever pays now.")
    };
    let see = rows.filter(|_| made.has_before).map(|rows| link("See them", &rows.with("moves", "no").href()));
    Markup::joined([paragraph(&words), see.unwrap_or_default()])
}

/// What a drill fixes, in words.
pub(super) fn fixed(drill: &Drill) -> Option<String> {
    let words = |key: &str| match key {
        "provider" => "provider",
        "point" => "point of delivery",
        "terminal" => "terminal",
        "method" => "method",
        "submitted" => "submitted commissioner",
        "before" => "commissioner now",
        "derived" => "derived commissioner",
        _ => "flag",
    };
    let said: Vec<String> = drill
        .wanted
        .iter()
        .map(|(key, text)| match (*key, text.as_str()) {
            ("moves", "yes") => "what moves under the what-if".to_owned(),
            ("moves", _) => "what stays with whoever pays now".to_owned(),
            (key, "") => format!("{} (blank)", words(key)),
            (key, text) => format!("{} {text}", words(key)),
        })
        .collect();
    (!said.is_empty()).then(|| format!("Only {}.", said.join(", ")))
}

/// Deletes a run now, with everything of it.
pub(super) async fn delete(caller: Caller, Path(id): Path<String>) -> Result<Response, Problem> {
    let (run, _) = find(&caller, &id).await?;
    if let Some(store) = caller.room().store() {
        store.delete_run(&run.id).await.map_err(|error| failed(&error))?;
    }
    Ok(kept_to_oneself(Redirect::to("/who-pays?deleted=run").into_response()))
}
