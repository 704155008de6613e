//! What the pages of overrides and challenges share: who asks, and their shape.

use app::Lens;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use std::ops::Deref;

use super::frame::{ROOM, ways};
use crate::answers::Payers;
use ask::Table;
use kit::components::Crumb;
use kit::markup::Markup;
use kit::refused::Problem;
use kit::room::{RoomPage, inner, paragraph};
use kit::show::Ask;
use kit::sign_in::to_sign_in;
use kit::site::Site;

/// A question by somebody who may see something here.
pub(super) struct CaseRequest {
    ask: Ask,
}

/// Nothing to see: the words are the same whether there is no such thing or it is not for whoever asks.
pub(super) fn unseen() -> Problem {
    Problem::not_found(
        "If you typed the address, check it is right. What you may see and do here follows from the posts you hold today.",
    )
}

impl Deref for CaseRequest {
    type Target = Ask;

    fn deref(&self) -> &Ask {
        &self.ask
    }
}

impl FromRequestParts<Site> for CaseRequest {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let ask = Ask::from_request_parts(parts, site).await.map_err(IntoResponse::into_response)?;
        if ask.visit().way_in(&ask.address).is_some() {
            return Err(to_sign_in(&ask.address));
        }
        if !ask.reader().sees_any_payer() {
            return Err(unseen().into_response());
        }
        Ok(Self { ask })
    }
}

impl CaseRequest {
    /// The rooms as they are now, by which acts are judged.
    pub(super) fn now(&self) -> Lens {
        kit::acts::now(&self.ask.site, &self.ask.visit().who)
    }

    /// The rooms as known at the second clock, read by whoever asks.
    pub(super) fn payers(&self) -> Payers<'_> {
        Payers::of(self.lens())
    }

    /// An empty page with its frame.
    pub(super) fn room(&self, title: &str, above: impl IntoIterator<Item = Crumb>) -> RoomPage {
        let above = [Crumb::new("Home", "/"), Crumb::new("Who pays", "/who-pays")].into_iter().chain(above);
        RoomPage {
            done: self.ask.done(),
            ways: ways(&self.ask, true),
            ways_label: ROOM,
            ..RoomPage::of(self.frame(title, above))
        }
    }

    /// A page, or the table it is of as the file that the address asks for.
    pub(super) fn with_file(&self, table: &Table, page: RoomPage) -> Result<Response, Problem> {
        Ok(self.file(table)?.unwrap_or_else(|| self.page(page)))
    }

    /// A table inside a page, or a sentence where it is empty.
    pub(super) fn inner(&self, table: Table) -> Markup {
        if table.rows.is_empty() {
            return paragraph("There is nothing here yet.");
        }
        inner(&self.ask, table)
    }
}
