//! What the pages of overrides and challenges share: who reads, and their shape.

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use std::ops::Deref;

use super::form::{Mine, unseen};
use crate::answers::who_pays::{Payers, Reads};
use crate::components::{Crumb, ErrorSummary, NotificationBanner, Tag};
use crate::markup::Markup;
use crate::pages::show::Ask;
use crate::refused::Problem;
use crate::shell::Shell;
use crate::sign_in::{Visit, Who, to_sign_in};
use crate::site::Site;
use crate::table::Table;

/// A question by somebody who may see something here.
pub(super) struct Reading {
    ask: Ask,
    reads: Reads,
    /// Who asks.
    pub(super) mine: Mine,
}

impl Deref for Reading {
    type Target = Ask;

    fn deref(&self) -> &Ask {
        &self.ask
    }
}

impl FromRequestParts<Site> for Reading {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let ask = Ask::from_request_parts(parts, site).await.map_err(IntoResponse::into_response)?;
        let Ok(who) = Who::from_request_parts(parts, site).await;
        let Ok(visit) = Visit::from_request_parts(parts, site).await;
        if who.person().is_none() && visit.can_sign_in {
            return Err(to_sign_in(&ask.address));
        }
        let mine = Mine::of(&ask, &who).ok_or_else(|| unseen().into_response())?;
        let reads = Reads::of(ask.known.state.mandate().now(), &mine.person, ask.today);
        if reads.is_nothing() {
            return Err(unseen().into_response());
        }
        Ok(Self { ask, reads, mine })
    }
}

impl Reading {
    /// The rooms as known at the second clock, read by whoever asks.
    pub(super) fn payers(&self) -> Payers<'_> {
        let known = self.as_at.known;
        Payers {
            register: self.view(),
            mandates: self.known.state.mandate().known(known),
            room: self.known.state.who_pays().known(known),
            today: self.today,
            reads: self.reads.clone(),
        }
    }

    /// An empty page with its frame.
    pub(super) fn room(&self, title: &str, above: impl IntoIterator<Item = Crumb>) -> RoomPage {
        let above = [Crumb::new("Home", "/"), Crumb::new("Who pays", "/who-pays")].into_iter().chain(above);
        RoomPage {
            shell: self.frame(title, above),
            caption: String::new(),
            done: self.done(),
            errors: None,
            tags: Vec::new(),
            lead: Vec::new(),
            before: Markup::default(),
            sections: Vec::new(),
            after: Markup::default(),
            deeds: Vec::new(),
            refresh: None,
        }
    }

    /// A page, or the table it is of as the file that the address asks for.
    pub(super) fn with_file(&self, table: &Table, page: RoomPage) -> Result<Response, Problem> {
        Ok(self.file(table)?.unwrap_or_else(|| self.page(page)))
    }

    /// A table inside a page, or a sentence where it is empty.
    pub(super) fn inner(&self, table: Table) -> Markup {
        if table.rows.is_empty() {
            return paragraph("There is nothing to show.");
        }
        let table = self.carry(table);
        let notes: Vec<String> = table
            .notes
            .iter()
            .map(|note| format!("<p class=\"nhsuk-body-s fp-table__note\">{}</p>", Markup::escaped(note)))
            .collect();
        Markup::joined([
            Markup::trusted("<div class=\"fp-table\">"),
            table.alone(),
            Markup::trusted(notes.concat()),
            Markup::trusted("</div>"),
        ])
    }

    /// News of what was just recorded, after a form led here.
    fn done(&self) -> Option<NotificationBanner> {
        let entry: u64 = crate::site::filled(&self.address, "recorded")?.parse().ok()?;
        self.known.state.recorded_at(terms::Sequence(entry))?;
        Some(NotificationBanner::success(format!("Recorded as entry {entry}").as_str()))
    }
}

/// A page about one thing: what it is, then its parts, then what the reader may do.
#[derive(Template)]
#[template(path = "pages/executive/room.html")]
pub(super) struct RoomPage {
    pub(super) shell: Shell,
    pub(super) caption: String,
    pub(super) done: Option<NotificationBanner>,
    pub(super) errors: Option<ErrorSummary>,
    pub(super) tags: Vec<Tag>,
    pub(super) lead: Vec<String>,
    pub(super) before: Markup,
    pub(super) sections: Vec<Section>,
    pub(super) after: Markup,
    /// What the reader may do: the words and the address of its form.
    pub(super) deeds: Vec<(String, String)>,
    pub(super) refresh: Option<String>,
}

/// A part of a page, with a heading.
pub(super) struct Section {
    pub(super) id: &'static str,
    pub(super) heading: &'static str,
    pub(super) body: Markup,
}

/// A paragraph of words.
pub(super) fn paragraph(words: &str) -> Markup {
    Markup::trusted(format!("<p>{}</p>", Markup::escaped(words)))
}
