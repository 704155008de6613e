//! What the pages of meetings share: what is asked, and their shape.

use std::ops::Deref;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::Response;

use crate::answers::Basis;
use ask::Table;
use kit::components::Crumb;
use kit::markup::Markup;
use kit::refused::Problem;
use kit::room::inner;
pub(super) use kit::room::{RoomPage, Section, link, paragraph};
use kit::show::Ask;
use kit::site::Site;

/// A page asked for: which, at which clocks, by whom.
pub(super) struct PageRequest {
    ask: Ask,
}

impl Deref for PageRequest {
    type Target = Ask;

    fn deref(&self) -> &Ask {
        &self.ask
    }
}

impl FromRequestParts<Site> for PageRequest {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        Ok(Self { ask: Ask::from_request_parts(parts, site).await? })
    }
}

impl PageRequest {
    /// The rooms as known at the second clock, read by whoever asks.
    pub(super) fn basis(&self) -> Basis<'_> {
        Basis::of(self.lens())
    }

    /// A page about one thing.
    pub(super) fn show(&self, page: RoomPage) -> Response {
        // No tag is compared: deadlines and duties change with the day, and a text can be erased, without a new entry.
        self.page(page)
    }

    /// A page that is one table, or the table as a file.
    ///
    /// # Errors
    /// 400 for a form of file we do not write.
    pub(super) fn listed(
        &self,
        title: &str,
        table: Table,
        more: impl FnOnce(&mut RoomPage),
    ) -> Result<Response, Problem> {
        if let Some(file) = self.file(&table)? {
            return Ok(file);
        }
        let mut page = self.room(title, []);
        page.after = Markup::of(&self.table(table));
        more(&mut page);
        Ok(self.show(page))
    }

    /// An empty page with its frame.
    pub(super) fn room(&self, title: &str, above: impl IntoIterator<Item = Crumb>) -> RoomPage {
        let above = [Crumb::new("Home", "/")].into_iter().chain(above);
        RoomPage { done: self.done(), ..RoomPage::of(self.frame(title, above)) }
    }

    /// A table inside a page, without links to its files.
    pub(super) fn inner(&self, table: Table) -> Markup {
        inner(&self.ask, table)
    }
}

/// Text a person wrote, as Markdown where it is that, else as plain paragraphs. Headings begin under `above`.
pub(super) fn written(what: &str, text: &str, above: u8) -> Markup {
    paper::fragment(what, text, above).map_or_else(
        |_| {
            let parts: Vec<String> =
                text.split("\n\n").map(|part| format!("<p>{}</p>", Markup::escaped(part.trim()))).collect();
            Markup::trusted(parts.concat())
        },
        Markup::trusted,
    )
}
