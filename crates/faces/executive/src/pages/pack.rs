//! The papers of a meeting: each as filed, and all as one pack, on screen and as PDF with the same page numbers.
//!
//! A pack is built where it holds nobody up and kept by the hash of what is in it, so that it is built once for each
//! audience and each change of the papers.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Extension;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use executive::{Access, Meeting, PaperVersion, Reading, TextHash};
use paper::{
    Audience, Built, Conformance, Content, Hearing, Pack, PackHtml, PackItem, PackPaper, PaperBody, Supplement,
    SupplementPaper,
};
use sha2::{Digest, Sha256};
use store::{Blob, BlobHash, Store};
use tokio::sync::{OnceCell, Semaphore};

use super::frame::{PageRequest, Section, paragraph};
use super::meetings::{above, find};
use crate::acts::{DOCX, MARKDOWN, PDF};
use crate::answers::meeting::papers as papers_of;
use crate::answers::{Basis, clock};
use ask::day;
use kit::components::{Tag, TagColour};
use kit::markup::Markup;
use kit::page::{hex, tagged};
use kit::refused::Problem;

/// How many built packs are kept at once.
const PACKS_KEPT: usize = 16;

/// Where papers are kept, and the packs built of them.
#[derive(Clone)]
pub(crate) struct Papers {
    store: Option<Store>,
    built: Arc<Mutex<VecDeque<Kept>>>,
    turn: Arc<Semaphore>,
}

/// A pack by the hash of its outline: built once, whoever asks meanwhile waits for it. One that cannot be built is not tried
/// again until its papers change.
type Kept = (String, Arc<OnceCell<Result<Arc<Bound>, String>>>);

/// How many packs are built at once: each takes a processor.
const BUILT_AT_ONCE: usize = 2;

/// A pack as built: the file, and the same on screen.
struct Bound {
    built: Built,
    html: PackHtml,
}

impl Papers {
    /// Papers kept in a store; without one none can be filed or read.
    pub(crate) fn kept_in(store: Option<Store>) -> Self {
        Self { store, built: Arc::default(), turn: Arc::new(Semaphore::new(BUILT_AT_ONCE)) }
    }

    fn store(&self) -> Result<&Store, Problem> {
        self.store.as_ref().ok_or_else(|| Problem::not_found("This server keeps no papers."))
    }

    async fn read(&self, hash: TextHash) -> Result<Option<Blob>, Problem> {
        let hash: BlobHash = hash.to_string().parse().map_err(|error| broken(&error))?;
        self.store()?.blob(&hash).await.map_err(|error| broken(&error))
    }

    /// The place of a pack, built or not yet.
    fn place(&self, key: &str) -> Arc<OnceCell<Result<Arc<Bound>, String>>> {
        let mut built = self.built.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, place)) = built.iter().find(|(held, _)| held == key) {
            return Arc::clone(place);
        }
        if built.len() >= PACKS_KEPT {
            built.pop_front();
        }
        let place = Arc::default();
        built.push_back((key.to_owned(), Arc::clone(&place)));
        place
    }
}

fn broken(error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, "a paper could not be read");
    Problem::broken()
}

/// One version of a paper, as filed.
pub(super) async fn filed(
    at: PageRequest,
    Path((meeting, paper, version)): Path<(String, String, String)>,
    Extension(papers): Extension<Papers>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let none = || Problem::not_found("There is no such paper that you may read.");
    let (hash, title) = {
        let basis = at.basis();
        let paper = paper.parse().ok().and_then(|id| basis.executive.paper(&id)).ok_or_else(none)?;
        let (held, _) = basis.open_item(&paper.item).ok_or_else(none)?;
        let found = paper.versions.iter().find(|held| held.version.to_string() == version).ok_or_else(none)?;
        if held.id.as_str() != meeting || !basis.may_read_paper(paper, found) {
            return Err(none());
        }
        (found.hash, found.title.to_string())
    };
    let blob = papers.read(hash).await?.ok_or_else(|| {
        Problem::not_found("The paper is on record by its hash, but this server does not keep its bytes.")
    })?;
    if blob.media_type == MARKDOWN {
        let text = String::from_utf8_lossy(&blob.bytes).into_owned();
        let basis = at.basis();
        let held = find(&basis, &meeting)?;
        let mut page = at.room(&title, above(held));
        page.caption = format!("Paper · version {version}");
        page.before = Markup::joined([
            Markup::trusted("<div class=\"nhsuk-u-reading-width\">"),
            super::frame::written("the paper", &text, 1),
            Markup::trusted(format!("</div><p class=\"nhsuk-body-s fp-break\">SHA-256 {hash}</p>")),
        ]);
        return Ok(at.show(page));
    }
    let kind = if blob.media_type == PDF { PDF } else { DOCX };
    let mut response = tagged(&headers, kind, blob.bytes);
    // Never opened inside the service’s own pages: what an uploaded file does is its own affair.
    let name = if kind == PDF { "paper.pdf" } else { "paper.docx" };
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// The pack without what its papers say, and for each paper in reading order the hash of its bytes.
fn outline(basis: &Basis<'_>, meeting: &Meeting) -> (Pack, Vec<PaperVersion>) {
    let hearing = |reading: &Reading, what: &str| match reading.access {
        Access::Public => Hearing::Public,
        Access::Confidential => Hearing::Private {
            shown_as: what.to_owned(),
            reason: reading.reason.as_ref().map(ToString::to_string).unwrap_or_default(),
        },
    };
    let (mut items, mut in_items) = (Vec::new(), Vec::new());
    let mut later: Vec<(String, PackPaper, PaperVersion)> = Vec::new();
    for (place, item) in basis.agenda(meeting).into_iter().enumerate() {
        let number = (place + 1).to_string();
        let mut papers = Vec::new();
        for (letter, (_, version)) in ('a'..='z').cycle().zip(papers_of(basis, item)) {
            // After z come aa, bb and so on, so that no two papers are cited alike.
            let rounds = papers.len() / 26 + 1;
            let reference = format!("{number}{}", letter.to_string().repeat(rounds));
            let paper = PackPaper {
                reference,
                title: version.title.to_string(),
                owner: String::new(),
                version: version.version.to_string(),
                sha256: version.hash.to_string(),
                hearing: hearing(&version.reading, "A paper taken in private"),
                content: Content::Markdown(String::new()),
            };
            if version.is_supplement {
                later.push((number.clone(), paper, version.clone()));
            } else {
                papers.push(paper);
                in_items.push(version.clone());
            }
        }
        items.push(PackItem {
            number,
            title: item.title.to_string(),
            purpose: item.kind.words().to_owned(),
            hearing: hearing(&item.reading, "An item taken in private"),
            papers,
        });
    }
    later.sort_by_key(|(_, _, version)| version.stamp);
    let mut supplements: Vec<Supplement> = Vec::new();
    for (item, paper, version) in later {
        let published_on = day(clock::local(version.stamp.at).date());
        in_items.push(version);
        match supplements.last_mut().filter(|last| last.published_on == published_on) {
            Some(last) => last.papers.push(SupplementPaper { item, paper }),
            None => supplements.push(Supplement {
                title: format!("Supplement {}", supplements.len() + 1),
                published_on,
                papers: vec![SupplementPaper { item, paper }],
            }),
        }
    }
    let last = in_items.iter().map(|version| version.stamp).chain(meeting.agenda).max().unwrap_or(meeting.called);
    let pack = Pack {
        title: meeting.title.to_string(),
        body: basis.forum(&meeting.forum, meeting.held_on),
        held_on: meeting.when(),
        place: meeting.place.to_string(),
        audience: Audience::Confidential,
        made_on: clock::local(last.at).date(),
        notices: Vec::new(),
        items,
        supplements,
    };
    (pack, in_items)
}

/// Which pack the address asks for: the public one unless a reader within asks for the other.
fn audience(at: &PageRequest, basis: &Basis<'_>, meeting: &Meeting) -> Result<Audience, Problem> {
    match at.address.value("version") {
        Some("confidential") if basis.is_within(&meeting.forum) => Ok(Audience::Confidential),
        Some("confidential") => Err(Problem::not_found("There is no such pack that you may read.")),
        _ => Ok(Audience::Public),
    }
}

struct Asked {
    pack: Pack,
    versions: Vec<PaperVersion>,
    audience: Audience,
    key: String,
}

fn asked(at: &PageRequest, id: &str) -> Result<Asked, Problem> {
    let basis = at.basis();
    let meeting = find(&basis, id)?;
    if basis.agenda(meeting).is_empty() {
        return Err(Problem::not_found("There is no pack until the agenda is published."));
    }
    let audience = audience(at, &basis, meeting)?;
    let (pack, versions) = outline(&basis, meeting);
    let key = hex(&Sha256::digest(format!("{audience:?}\n{pack:?}").as_bytes()));
    Ok(Asked { pack, versions, audience, key })
}

/// The pack, built or kept from before.
async fn bound(asked: Asked, papers: &Papers) -> Result<Arc<Bound>, Problem> {
    let place = papers.place(&asked.key);
    if place.get().is_none() {
        let (place, papers) = (Arc::clone(&place), papers.clone());
        // Apart from the request: whoever asks and goes away does not make the next one begin again.
        let building = tokio::spawn(async move { place.get_or_try_init(|| built(asked, &papers)).await.map(|_| ()) });
        building.await.map_err(|error| broken(&error))??;
    }
    match place.get() {
        Some(Ok(bound)) => Ok(Arc::clone(bound)),
        Some(Err(why)) => Err(Problem::refused(format!(
            "The pack cannot be made: {why}. Whoever keeps the papers can file a new version."
        ))),
        None => Err(Problem::broken()),
    }
}

/// Builds a pack: the pack, or why its papers cannot be one.
async fn built(asked: Asked, papers: &Papers) -> Result<Result<Arc<Bound>, String>, Problem> {
    let _turn = papers.turn.acquire().await.map_err(|error| broken(&error))?;
    let Asked { mut pack, versions, audience, .. } = asked;
    if audience == Audience::Public {
        // What is private is taken out before anything is read: its bytes never come near the public pack.
        pack = pack.for_public();
    }
    let in_items = pack.items.iter().flat_map(|item| &item.papers);
    let later = pack.supplements.iter().flat_map(|held| &held.papers).map(|entry| &entry.paper);
    let wanted: std::collections::BTreeSet<String> = in_items.chain(later).map(|paper| paper.sha256.clone()).collect();
    let mut contents = Vec::new();
    for version in versions.iter().filter(|version| wanted.contains(&version.hash.to_string())) {
        contents.push((version.hash.to_string(), contents_of(papers, version).await?));
    }
    let fill = |paper: &mut PackPaper| {
        if paper.sha256.is_empty() {
            return;
        }
        if let Some((_, content)) = contents.iter().find(|(hash, _)| *hash == paper.sha256) {
            paper.content = content.clone();
        }
    };
    pack.items.iter_mut().flat_map(|item| &mut item.papers).for_each(fill);
    pack.supplements.iter_mut().flat_map(|held| &mut held.papers).for_each(|entry| fill(&mut entry.paper));
    let built = tokio::task::spawn_blocking(move || {
        let built = paper::build(&pack)?;
        let html = paper::html(&pack, &built)?;
        Ok::<_, paper::PaperError>(Bound { built, html })
    });
    // A builder that stopped on a paper would stop on it again.
    let built = built.await.unwrap_or_else(|error| {
        tracing::error!(%error, "a pack could not be built");
        Err(paper::PaperError::Typesetting { message: "the typesetter stopped".to_owned() })
    });
    Ok(built.map(Arc::new).map_err(|error| error.to_string()))
}

/// What a paper says in the pack. An attachment that cannot be printed, and a paper whose bytes are not here, say so.
async fn contents_of(papers: &Papers, version: &PaperVersion) -> Result<Content, Problem> {
    let blob = match &papers.store {
        Some(_) => papers.read(version.hash).await?,
        None => None,
    };
    Ok(match blob {
        Some(blob) if blob.media_type == PDF => Content::Pdf(blob.bytes),
        Some(blob) if blob.media_type == MARKDOWN => {
            Content::Markdown(String::from_utf8_lossy(&blob.bytes).into_owned())
        }
        Some(_) => Content::Markdown(
            "This paper is an attachment that cannot be printed. Download it from the page of the meeting.".to_owned(),
        ),
        None => Content::Markdown(
            "The bytes of this paper are not kept on this server; its fingerprint is on record.".to_owned(),
        ),
    })
}

pub(super) async fn pdf(
    at: PageRequest,
    Path(id): Path<String>,
    Extension(papers): Extension<Papers>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = asked(&at, &id)?;
    let which = if asked.audience == Audience::Public { "public" } else { "confidential" };
    let name = format!("pack-{}-{which}.pdf", &id);
    let bound = bound(asked, &papers).await?;
    let mut response = tagged(&headers, PDF, bound.built.pdf.clone());
    if let Ok(value) = HeaderValue::from_str(&format!("inline; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response.into_response())
}

pub(super) async fn screen(
    at: PageRequest,
    Path(id): Path<String>,
    Extension(papers): Extension<Papers>,
) -> Result<Response, Problem> {
    let asked = asked(&at, &id)?;
    let public = asked.audience == Audience::Public;
    let bound = bound(asked, &papers).await?;
    let basis = at.basis();
    let meeting = find(&basis, &id)?;
    let mut page = at.room("All papers", above(meeting));
    page.caption = format!("{} · {}", meeting.title, meeting.when());
    page.tags.push(if public { Tag::new("Public", TagColour::Blue) } else { Tag::new("Confidential", TagColour::Red) });
    let path = format!("/meetings/{id}/pack.pdf{}", if public { "" } else { "?version=confidential" });
    page.lead.push(format!(
        "{} in all. The page numbers are those of the PDF.",
        naming::counted(bound.built.n_pages as u64, "page", "pages")
    ));
    let mut links = format!("<p><a href=\"{}\">The same as one PDF</a></p>", Markup::escaped(&at.keep(&path)));
    if basis.is_within(&meeting.forum) {
        let (href, words) = if public {
            (format!("/meetings/{id}/pack?version=confidential"), "The confidential version")
        } else {
            (format!("/meetings/{id}/pack"), "The public version")
        };
        links.push_str(&format!("<p><a href=\"{}\">{words}</a></p>", Markup::escaped(&at.keep(&href))));
    }
    page.before = Markup::joined([Markup::trusted(links), conformance(&bound.built.conformance)]);
    for item in &bound.html.items {
        let private = if item.private_reason.is_empty() {
            Markup::default()
        } else {
            paragraph(&format!("Taken in private: {}", item.private_reason))
        };
        let papers = item.papers.iter().map(on_screen);
        let body = Markup::joined(
            [
                paragraph(&format!("For {}. {}", item.purpose.to_lowercase(), pages(item.first_page, item.n_pages))),
                private,
            ]
            .into_iter()
            .chain(papers),
        );
        page.sections.push(Section::numbered(
            &format!("item-{}", item.number),
            format!("Item {}: {}", item.number, item.title),
            body,
        ));
    }
    for (place, supplement) in bound.html.supplements.iter().enumerate() {
        let papers = supplement
            .papers
            .iter()
            .map(|(item, paper)| Markup::joined([paragraph(&format!("To item {item}")), on_screen(paper)]));
        page.sections.push(Section::numbered(
            &format!("supplement-{}", place + 1),
            supplement.title.clone(),
            Markup::joined(papers),
        ));
    }
    Ok(at.show(page))
}

fn pages(first: usize, n: usize) -> String {
    match n {
        0 | 1 => format!("Page {first}"),
        n => format!("Pages {first} to {}", first + n - 1),
    }
}

fn on_screen(paper: &paper::PaperHtml) -> Markup {
    let head = format!(
        "<h3 class=\"nhsuk-heading-s\">{} {} <span class=\"nhsuk-body-s\">({})</span></h3>",
        Markup::escaped(&paper.reference),
        Markup::escaped(&paper.title),
        pages(paper.first_page, paper.n_pages).to_lowercase()
    );
    let body = match &paper.body {
        PaperBody::Html(html) => Markup::trusted(format!("<div class=\"nhsuk-u-reading-width\">{html}</div>")),
        PaperBody::Pdf { n_pages, .. } => paragraph(&format!(
            "An uploaded PDF of {}: read it in the pack, or on its own from the page of the meeting.",
            naming::counted(*n_pages as u64, "page", "pages")
        )),
        PaperBody::Withheld => paragraph(&format!("Taken in private: {}", paper.private_reason)),
    };
    Markup::joined([Markup::trusted(head), body])
}

fn conformance(found: &Conformance) -> Markup {
    match found {
        Conformance::PdfUa1 => Markup::default(),
        Conformance::NotClaimed { untagged, tags_left_behind } => {
            let mut words = String::from("The PDF does not claim to be accessible.");
            if !untagged.is_empty() {
                words.push_str(&format!(
                    " Uploaded without tags, so that a screen reader cannot tell how they are ordered: {}.",
                    untagged.join(", ")
                ));
            }
            if !tags_left_behind.is_empty() {
                words.push_str(&format!(
                    " Accessible on their own, from the page of the meeting: {}.",
                    tags_left_behind.join(", ")
                ));
            }
            Markup::joined([paragraph(&words)])
        }
    }
}
