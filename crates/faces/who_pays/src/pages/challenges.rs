//! Challenges: the list, a case with what was done in it and whose turn it is, its evidence and its pack.

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::get;
use store::BlobHash;
use terms::Pence;
use who_pays::{Case, Party, RULES};

use super::case_request::{CaseRequest, unseen};
use super::frame::paragraph;
use super::overrides;
use crate::acts::{ACTS, OPEN, open_filled};
use crate::answers::{Payers, case_facts, cases, evidence, moves as moves_table, pack, recorded, stands};
use crate::api::FACE;
use ask::day;
use kit::acts::{filled_form, offered};
use kit::components::{Crumb, SummaryList, SummaryRow, Tag, TagColour};
use kit::gate::{Gate, one_at_a_time};
use kit::markup::Markup;
use kit::page::tagged;
use kit::refused::Problem;
use kit::site::Site;

pub(super) const LIST: &str = "/who-pays/challenges";

/// The routes of overrides and challenges.
pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/who-pays/overrides", get(overrides::list))
        .route("/who-pays/overrides/{override}", get(overrides::one))
        .route("/who-pays/challenges", get(list))
        .route(OPEN.path, filled_form(&FACE, &OPEN, open_filled))
        .route("/who-pays/challenges/{challenge}", get(one))
        .route("/who-pays/challenges/{challenge}/pack", get(screen))
        .route("/who-pays/challenges/{challenge}/pack.pdf", get(pdf))
        .route("/who-pays/challenges/{challenge}/evidence/{file}", get(file))
        .layer(from_fn_with_state(Gate::new(8, 3), one_at_a_time))
}

fn above() -> Crumb {
    Crumb::new("Challenges", LIST)
}

fn broken(error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, "a case could not be shown");
    Problem::broken()
}

/// A case that whoever asks may see.
fn find<'a>(payers: &Payers<'a>, id: &str) -> Result<&'a Case, Problem> {
    let case = id.parse().ok().and_then(|id| payers.room.case(&id)).filter(|case| payers.reader.sees_case(case));
    case.ok_or_else(unseen)
}

pub(super) async fn list(at: CaseRequest) -> Result<Response, Problem> {
    let payers = at.payers();
    let table = cases(&payers);
    let mut page = at.room("Challenges", []);
    let open = payers.cases().iter().filter(|case| case.closed.is_none()).count() as u64;
    let late = payers.cases().iter().filter(|case| case.is_overdue(at.on())).count() as u64;
    page.lead = vec![
        "A challenge says that another body should have paid. The claimant only ever asks for less and the respondent only \
         ever offers more, until they agree, the claimant withdraws, or the case goes to NHS England."
            .to_owned(),
        format!("{} open, {late} overdue.", naming::counted(open, "challenge is", "challenges are")),
    ];
    page.acts = offered(&at.now(), &[&OPEN], &[]);
    page.after = Markup::of(&at.table(table.clone()));
    at.with_file(&table, page)
}

pub(super) async fn one(at: CaseRequest, Path(id): Path<String>) -> Result<Response, Problem> {
    let payers = at.payers();
    let case = find(&payers, &id)?;
    let mut page = at.room(&format!("Challenge {}", case.id), [above()]);
    page.caption = format!("{} against {}", payers.side(case, Party::Claimant), payers.side(case, Party::Respondent));
    let (words, colour) = stands(&payers, case);
    page.tags.push(Tag::new(words.as_str(), kit::table::tag_colour(colour)));
    page.lead.push(case.what_follows(at.on()));
    page.acts = offered(&at.now(), ACTS, &[("challenge".to_owned(), case.id.to_string())]);
    let pack = format!("{LIST}/{}/pack", case.id);
    page.before = Markup::joined([
        Markup::of(&SummaryList::new(
            case_facts(&payers, case, Pence::pounds).into_iter().map(|(key, value)| SummaryRow::new(key, value)),
        )),
        Markup::trusted(format!(
            "<p><a href=\"{0}\">The whole case as one pack</a>, and <a href=\"{1}\">the same as PDF</a></p>",
            Markup::escaped(&at.keep(&pack)),
            Markup::escaped(&at.keep(&format!("{pack}.pdf")))
        )),
    ]);
    let texts = |text: &str| Markup::joined(text.lines().filter(|line| !line.trim().is_empty()).map(paragraph));
    page.part("claim", "The claim", texts(case.words.as_str()));
    if let Some(walk) = &case.subject.walk {
        page.part("walk", "The walk as it was answered", texts(walk.as_str()));
    }
    page.part("moves", "Timeline", at.inner(moves_table(&payers, case, Pence::pounds)));
    page.part("evidence", "Evidence", at.inner(evidence(&payers, case)));
    page.part("rules", "Rules and deadlines", rules(&payers, case));
    Ok(at.page(page))
}

/// The rules about disputes, each with its source and how sure it is, and the days each side has.
fn rules(payers: &Payers<'_>, case: &Case) -> Markup {
    let opened = payers.opened(case);
    let clocks = payers.room.clocks_on(opened);
    let rules = RULES.iter().filter(|rule| ["care-first", "nhs-england", "by-date"].contains(&rule.id));
    let items: String = rules
        .map(|rule| {
            let words = format!("{} {}. {}.", rule.words, rule.source, rule.standing.words());
            format!("<li>{}</li>", Markup::escaped(&words))
        })
        .collect();
    Markup::joined([
        Markup::trusted(format!("<ul>{items}</ul>")),
        paragraph(&format!(
            "When the case was opened on {} each side had {} days to answer and {} to reply. These days are a setting of \
             this service: {}.",
            day(opened),
            clocks.answer_days,
            clocks.reply_days,
            clocks.source
        )),
    ])
}

/// The whole case on one page, for those who print or keep pages.
pub(super) async fn screen(at: CaseRequest, Path(id): Path<String>) -> Result<Response, Problem> {
    let (case, title) = {
        let payers = at.payers();
        let case = find(&payers, &id)?;
        (case.clone(), format!("Challenge {}", case.id))
    };
    let entries = recorded(&at.site.footprint, &at.payers().reader, &case).await.map_err(|error| broken(&error))?;
    let document = pack(&at.payers(), &case, &entries);
    let mut page = at.room("The whole case", [above(), Crumb::new(title, format!("{LIST}/{}", case.id))]);
    page.caption = format!("Challenge {}", case.id);
    page.tags.push(Tag::new("Confidential to both sides", TagColour::Red));
    let pdf = at.keep(&format!("{LIST}/{}/pack.pdf", case.id));
    let body = paper::fragment("the case", &document.markdown, 1).map_err(|error| broken(&error))?;
    page.before = Markup::joined([
        Markup::trusted(format!("<p><a href=\"{}\">The same as PDF</a></p>", Markup::escaped(&pdf))),
        Markup::trusted(format!("<div class=\"fp-break\">{}</div>", scrolling(&body))),
    ]);
    Ok(at.page(page))
}

/// The same page with each table in a box of its own that scrolls sideways, so that none widens a small screen.
fn scrolling(body: &str) -> String {
    let mut parts = body.split("<table");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for (number, part) in (1..).zip(parts) {
        shown.push_str(&format!(
            "<div class=\"nhsuk-scroll\" data-module=\"nhsuk-scroll\"><div class=\"nhsuk-scroll__content\" role=\"region\" \
             aria-label=\"Table {number}\" tabindex=\"0\"><table"
        ));
        shown.push_str(&part.replacen("</table>", "</table></div></div>", 1));
    }
    shown
}

/// The whole case as a tagged PDF.
pub(super) async fn pdf(at: CaseRequest, Path(id): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let case = find(&at.payers(), &id)?.clone();
    let entries = recorded(&at.site.footprint, &at.payers().reader, &case).await.map_err(|error| broken(&error))?;
    let document = pack(&at.payers(), &case, &entries);
    let built = tokio::task::spawn_blocking(move || document.build()).await.map_err(|error| broken(&error))?;
    let built = built.map_err(|error| Problem::refused(format!("The pack cannot be made: {error}.")))?;
    let mut response = tagged(&headers, "application/pdf", built.pdf);
    if let Ok(value) = HeaderValue::from_str(&format!("inline; filename=\"challenge-{}.pdf\"", case.id)) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// A file in evidence, as a download.
pub(super) async fn file(
    at: CaseRequest,
    Path((id, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let hash = {
        let payers = at.payers();
        let case = find(&payers, &id)?;
        case.evidence.iter().find(|filed| filed.id.as_str() == file).ok_or_else(unseen)?.hash
    };
    let hash: BlobHash = hash.to_string().parse().map_err(|error: store::StoreError| broken(&error))?;
    let found = match &at.site.store {
        Some(store) => store.blob(&hash).await.map_err(|error| broken(&error))?,
        None => None,
    };
    let blob = found.ok_or_else(|| {
        Problem::not_found("The file is on record by its hash, but this server does not keep its bytes.")
    })?;
    // Whatever it is, it is never opened inside the service’s own pages.
    let mut response = tagged(&headers, "application/octet-stream", blob.bytes);
    let ending = match blob.media_type.as_str() {
        "application/pdf" => "pdf",
        "text/csv" => "csv",
        "text/plain" => "txt",
        "image/png" => "png",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        _ => "bin",
    };
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"evidence.{ending}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
