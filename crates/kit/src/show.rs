//! What every page does in the same way: whether the reader holds it already, its frame, its tables and their files.

use std::ops::Deref;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use terms::OdsCode;

use crate::address::Address;
use crate::assets::{asset_path, is_held};
use crate::components::Crumb;
use crate::page::{Page, hex};
use crate::refused::{FieldError, Problem};
use crate::shell::Shell;
use crate::sign_in::Visit;
use crate::site::{Site, Viewpoint};
use crate::table::{FileFormat, OnPage as _, TableView, download};
use ask::{About, Cell, Column, Table};

const VALID_AT: HeaderName = HeaderName::from_static("footprint-valid-at");
const KNOWN_AT: HeaderName = HeaderName::from_static("footprint-known-at");

/// A question as it reached us: the look it takes, and what the reader holds already.
pub struct Ask {
    viewpoint: Viewpoint,
    visit: Visit,
    headers: HeaderMap,
    base: String,
    /// The register over its journal.
    pub site: Site,
}

impl Deref for Ask {
    type Target = Viewpoint;

    fn deref(&self) -> &Viewpoint {
        &self.viewpoint
    }
}

impl FromRequestParts<Site> for Ask {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let viewpoint = Viewpoint::from_request_parts(parts, site).await?;
        let Ok(visit) = Visit::from_request_parts(parts, site).await;
        Ok(Self {
            viewpoint,
            visit,
            headers: parts.headers.clone(),
            base: site.config.base.clone(),
            site: site.clone(),
        })
    }
}

impl Ask {
    /// Who looks, as the frame shows them.
    pub fn visit(&self) -> &Visit {
        &self.visit
    }

    /// 304 when the reader holds the answer to this question at these clocks: nothing else can change it.
    pub fn held(&self) -> Option<Response> {
        let is_any = self.headers.get(header::IF_NONE_MATCH).is_some_and(|tag| tag == "*");
        (!is_any && is_held(&self.headers, &self.tag()))
            .then(|| (StatusCode::NOT_MODIFIED, [(header::ETAG, self.tag())]).into_response())
    }

    /// The tag of the answer: its address, the two clocks, which journal, who looks at it, and the version that writes it.
    fn tag(&self) -> String {
        let address = self.address.without(&["valid_at", "known_at"]).href();
        let clocks = format!("{}/{}", self.at().valid, self.at().known);
        // A look at other clocks than asked for by name still shows what was asked for in the form.
        let asked = self.address.value("known_at").unwrap_or_default();
        let version = concat!(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
        let visit = self.visit.mark();
        // Two journals number their entries alike; the moment of the entry tells them apart.
        let recorded = self.house().recorded_at(self.at().known).map_or_else(String::new, |moment| moment.to_string());
        let style = asset_path("footprint.css");
        let whole = format!("{address}\n{clocks}\n{recorded}\n{asked}\n{version}\n{style}\n{visit}");
        let hash = hex(Sha256::digest(whole.as_bytes()).get(..16).unwrap_or_default());
        format!("\"{hash}\"")
    }

    /// The frame of a page that answers by the two clocks.
    pub fn frame(&self, title: &str, above: impl IntoIterator<Item = Crumb>) -> Shell {
        self.plain_frame(title, above).at(self.clocks.clone())
    }

    /// The frame of a page to which the clocks mean nothing.
    pub fn plain_frame(&self, title: &str, above: impl IntoIterator<Item = Crumb>) -> Shell {
        let above: Vec<Crumb> =
            above.into_iter().map(|crumb| Crumb { href: self.keep(&crumb.href), ..crumb }).collect();
        Shell::new(title, self.address.clone())
            .with_parts(self.site.ways.parts, self.site.ways.footer)
            .under(above)
            .for_visit(self.visit.clone())
    }

    /// A page, tagged.
    pub fn page(&self, page: impl Template) -> Response {
        let mut response = Page(page).into_response();
        if response.status().is_success() {
            self.mark(&mut response);
            if let Ok(tag) = HeaderValue::from_str(&self.tag()) {
                response.headers_mut().insert(header::ETAG, tag);
            }
        }
        response
    }

    fn mark(&self, response: &mut Response) {
        if let Ok(valid) = HeaderValue::from_str(&self.at().valid.to_string()) {
            response.headers_mut().insert(VALID_AT, valid);
        }
        response.headers_mut().insert(KNOWN_AT, HeaderValue::from(self.at().known.0));
    }

    /// The table as the file the address asks for; nothing if it asks for the page.
    ///
    /// # Errors
    /// 400 for a form of file we do not write.
    pub fn file(&self, table: &Table) -> Result<Option<Response>, Problem> {
        let Some(asked) = self.address.value("format") else { return Ok(None) };
        let Some(format) = FileFormat::asked(&self.address) else {
            let message = format!("“{asked}” is not a kind of file here: ask for csv, xlsx or json");
            return Err(Problem::invalid([FieldError { field: "format".to_owned(), message }]));
        };
        let address = self
            .address
            .without(&["format", "page"])
            .with("valid_at", self.at().valid.to_string())
            .with("known_at", self.at().known.to_string());
        let about = About { clocks: self.clocks.clone(), address: format!("{}{}", self.base, address.href()) };
        let mut response = download(&self.headers, format, table, &about);
        self.mark(&mut response);
        Ok(Some(response))
    }

    /// An address of ours with the clocks this reader chose.
    pub fn keep(&self, href: &str) -> String {
        let mut kept = String::from(href);
        for key in ["valid_at", "known_at"] {
            if let Some(value) = crate::site::filled(&self.address, key) {
                let pair = Address::new("").with(key, value).href();
                kept.push(if kept.contains('?') { '&' } else { '?' });
                kept.push_str(pair.trim_start_matches('?'));
            }
        }
        kept
    }

    /// The address of another of our pages, with the clocks this reader chose.
    pub fn beside(&self, path: &str) -> Address {
        let kept = ["valid_at", "known_at"].into_iter();
        let kept = kept.filter_map(|key| Some((key.to_owned(), crate::site::filled(&self.address, key)?.to_owned())));
        Address { path: path.to_owned(), query: kept.collect() }
    }

    /// The views of a body; the one with this name is here. Each face brings its own.
    pub fn views_of_body(&self, code: OdsCode, here: &str) -> Vec<Way> {
        let views = self.site.faces.iter().flat_map(|face| face.views_of_body);
        let way = |(name, end): &(&'static str, &str)| {
            let path = format!("/organisations/{code}/{end}");
            Way { name, href: self.keep(path.trim_end_matches('/')), is_here: *end == here }
        };
        views.map(way).collect()
    }

    /// The table as this page shows it.
    pub fn table(&self, table: Table) -> TableView {
        self.carry(table).show(&self.address)
    }

    /// The table as another page shows it and offers it as files.
    pub fn table_of(&self, path: &str, table: Table) -> TableView {
        self.carry(table).show(&self.beside(path))
    }

    /// The table as a page has it: with this reader's clocks in its links, and without columns that say nothing.
    pub fn carry(&self, mut table: Table) -> Table {
        for cell in table.rows.iter_mut().flatten() {
            if let Cell::Link { href, .. } = cell {
                *href = self.keep(href);
            }
        }
        brief(table)
    }

    /// An answer that takes its time, worked out where it holds nobody up.
    ///
    /// # Errors
    /// 500 when the work fails.
    pub async fn work<T: Send + 'static>(
        &self,
        work_out: impl FnOnce(&Viewpoint, &Site) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let (viewpoint, site) = (self.viewpoint.clone(), self.site.clone());
        tokio::task::spawn_blocking(move || work_out(&viewpoint, &site)).await.map_err(|error| {
            tracing::error!(%error, "an answer could not be worked out");
            Problem::broken()
        })
    }
}

/// The table without columns that are for files, and those that say nothing in any row: a reader need not see them.
fn brief(mut table: Table) -> Table {
    let says = |place: usize| table.rows.iter().any(|row| row.get(place).is_some_and(|cell| *cell != Cell::Empty));
    let is_kept = |(place, column): (usize, &Column)| !column.is_for_files && (table.rows.is_empty() || says(place));
    let kept: Vec<bool> = table.columns.iter().enumerate().map(is_kept).collect();
    let mut places = kept.iter();
    table.columns.retain(|_| places.next().copied().unwrap_or(true));
    for row in &mut table.rows {
        let mut places = kept.iter();
        row.retain(|_| places.next().copied().unwrap_or(true));
    }
    table
}

/// A way to another view of the same thing.
pub struct Way {
    /// What it is called.
    pub name: &'static str,
    /// Where it is.
    pub href: String,
    /// Whether it is the page shown.
    pub is_here: bool,
}

/// A page that is one table with words before it.
#[derive(Template)]
#[template(path = "pages/table.html")]
pub struct TablePage {
    /// Its frame.
    pub shell: Shell,
    /// What it is a page of.
    pub caption: String,
    /// Other views of the same thing.
    pub ways: Vec<Way>,
    /// Sentences before the table.
    pub lead: Vec<String>,
    /// What stands before the table.
    pub before: crate::markup::Markup,
    /// The table.
    pub table: TableView,
}
