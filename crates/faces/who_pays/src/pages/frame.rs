//! What the pages of the room share: their frame, their parts, and who may see what.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use app::House;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use store::Owner;
use terms::{Date, OdsCode};

use crate::assignment::Assignment;
use ask::{About, Table};
use kit::components::{Crumb, ErrorMessage};
use kit::gate::client_address_of;
use kit::markup::Markup;
use kit::page::Page;
use kit::refused::{FieldError, Problem};
use kit::room::inner;
pub(super) use kit::room::{RoomPage, Section, link, paragraph};
use kit::security::CsrfToken;
use kit::show::{Ask, Way};
use kit::sign_in::{Visit, Who};
use kit::site::Site;
use kit::table::{FileFormat, download};

/// The views of the room: what each is called and where it is.
const WAYS: &[(&str, &str)] = &[
    ("Who pays", "/who-pays"),
    ("One record", "/who-pays/record"),
    ("Files", "/who-pays/runs"),
    ("Editions and tables", "/who-pays/editions"),
];

/// The views for those who settle who pays, or audit it.
const WAYS_OF_CASES: &[(&str, &str)] = &[("Overrides", "/who-pays/overrides"), ("Challenges", "/who-pays/challenges")];

/// What the views of the room are views of.
pub(super) const ROOM: &str = "Who pays";

/// The views of the room, for somebody who may see overrides and challenges or who may not.
pub(super) fn ways(ask: &Ask, sees_cases: bool) -> Vec<Way> {
    let path = ask.address.path.as_str();
    let of_cases = if sees_cases { WAYS_OF_CASES } else { &[] };
    let ways = WAYS.iter().chain(of_cases).map(|(name, href)| {
        let within = path.starts_with(&format!("{href}/")) && *href != "/who-pays";
        let is_answer = *href == "/who-pays/record" && path.starts_with("/who-pays/records/");
        Way { name, href: ask.keep(href), is_here: path == *href || within || is_answer }
    });
    ways.collect()
}

/// A question put in the room: what is asked, by whom.
pub(super) struct Caller {
    pub(super) ask: Ask,
    pub(super) visit: Visit,
    pub(super) token: CsrfToken,
    pub(super) standing: Standing,
    /// From where it was asked, as far as the frame knows.
    pub(super) address: String,
}

/// In what capacity somebody asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Nobody signs in here: whoever has an id may read what it names.
    Open,
    /// A person who settles who pays for some bodies.
    Settles(Settler),
    /// Somebody else: what is kept is not for them.
    Other,
}

/// A person who settles who pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settler {
    pub(super) person: String,
    /// For whom: bodies that still act for themselves.
    pub(super) bodies: BTreeSet<OdsCode>,
    /// Whose things are theirs to see and change: those bodies, and those whose place they have taken.
    pub(super) holds: BTreeSet<OdsCode>,
}

impl FromRequestParts<Site> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let ask = Ask::from_request_parts(parts, site).await?;
        let Ok(visit) = Visit::from_request_parts(parts, site).await;
        let Ok(token) = CsrfToken::from_request_parts(parts, site).await;
        let standing = Standing::of(ask.house(), ask.today(), &visit);
        let address = client_address_of(&parts.extensions);
        Ok(Self { ask, visit, token, standing, address })
    }
}

impl Standing {
    /// In what capacity somebody asks today.
    pub(crate) fn of(house: &House, today: Date, visit: &Visit) -> Self {
        match &visit.who {
            Who::Visitor if visit.can_sign_in || visit.can_act => Self::Other,
            Who::Visitor => Self::Open,
            Who::SignedIn(signed_in) => {
                let Ok(person) = signed_in.person.as_str().parse() else { return Self::Other };
                let room = house.mandate().now();
                let bodies = house.reader(app::Viewer::Person(person), today).settles_for().clone();
                if bodies.is_empty() {
                    return Self::Other;
                }
                let before = bodies.iter().flat_map(|body| room.predecessors(*body, today));
                let holds = bodies.iter().copied().chain(before).collect();
                Self::Settles(Settler { person: signed_in.person.to_string(), bodies, holds })
            }
        }
    }

    /// Whether they may see and change what has this owner; after a merger what was its predecessors' is the successor's. What
    /// is nobody's is for whoever has the id, and only where nobody signs in.
    pub(crate) fn may(&self, owner: &Owner) -> bool {
        match self {
            Self::Open => owner.person.is_empty(),
            Self::Settles(settler) => settler.holds.iter().any(|body| body.as_str() == owner.body),
            Self::Other => false,
        }
    }

    /// Whose something made now is, for the body asked for or else their first; nothing when they may make none.
    pub(super) fn owner(&self, body: Option<&str>) -> Option<Owner> {
        match self {
            Self::Open => Some(Owner::default()),
            Self::Settles(Settler { person, bodies, .. }) => {
                let chosen = match body.filter(|body| !body.is_empty()) {
                    Some(body) => bodies.iter().find(|known| known.as_str() == body),
                    None => bodies.first(),
                };
                Some(Owner { person: person.clone(), body: chosen?.to_string() })
            }
            Self::Other => None,
        }
    }
}

impl Caller {
    pub(super) fn room(&self) -> &Assignment {
        static NONE: LazyLock<Assignment> = LazyLock::new(Assignment::default);
        self.ask.site.config.parts.get().unwrap_or(&NONE)
    }

    /// Whether overrides and challenges are for whoever asks, or may be once they have signed in.
    pub(super) fn sees_cases(&self) -> bool {
        self.visit.way_in(&self.ask.address).is_some() || self.ask.reader().sees_any_payer()
    }

    /// An empty page of the room.
    pub(super) fn page(&self, title: &str, above: impl IntoIterator<Item = Crumb>) -> RoomPage {
        let path = self.ask.address.path.as_str();
        let is_start = path == "/who-pays";
        let room = (!is_start).then(|| Crumb::new("Who pays", "/who-pays"));
        let above = [Crumb::new("Home", "/")].into_iter().chain(room).chain(above);
        let (done, ways) = (self.ask.done(), ways(&self.ask, self.sees_cases()));
        RoomPage { done, ways, ways_label: ROOM, ..RoomPage::of(self.ask.plain_frame(title, above)) }
    }

    /// The name of a body on a day and the page it has, if the register knows it.
    pub(super) fn named(&self, code: &str, on: Date) -> (String, Option<String>) {
        let Ok(code) = code.parse::<OdsCode>() else { return (String::new(), None) };
        let view = self.ask.register();
        if !view.knows(code) {
            return (String::new(), None);
        }
        (naming::name(&view, code, on), Some(self.ask.keep(&format!("/organisations/{code}"))))
    }

    /// Whose something kept is: the body it was made for by its name that day, and who may read it now.
    pub(super) fn whose(&self, owner: &Owner, made: Date) -> String {
        let body = |code: &str, on: Date| match self.named(code, on).0 {
            name if name.is_empty() => code.to_owned(),
            name => format!("{name} ({code})"),
        };
        let made_for = body(&owner.body, made);
        let held = owner.body.parse().map(|code| self.ask.house().mandate().now().acting_body(code, self.ask.today()));
        match held.map(|code: OdsCode| code.to_string()) {
            Ok(acting) if acting != owner.body => format!(
                "{made_for}, whose place {acting} has taken: those who settle who pays for {} can read this page",
                body(&acting, self.ask.today())
            ),
            _ => format!("{made_for}: those who settle who pays for it can read this page"),
        }
    }

    /// A table with links that keep the reader's clocks, without links to files.
    pub(super) fn inner(&self, table: Table) -> Markup {
        inner(&self.ask, table)
    }

    /// The table as a file, if the address asks for one. Its name and clocks are those of what it is of.
    ///
    /// # Errors
    /// 400 for a form of file we do not write.
    pub(super) fn file(&self, table: &Table, known_at: u64) -> Result<Option<Response>, Problem> {
        let Some(asked) = self.ask.address.value("format") else { return Ok(None) };
        let Some(format) = FileFormat::asked(&self.ask.address) else {
            let message = format!("“{asked}” is not a kind of file here: ask for csv, xlsx or json");
            return Err(Problem::invalid([FieldError { field: "format".to_owned(), message }]));
        };
        let clocks = ask::Clocks { entry: known_at, ..self.ask.clocks.clone() };
        let address = self.ask.address.without(&["format", "page"]);
        let about = About { clocks, address: format!("{}{}", self.ask.site.config.base, address.href()) };
        Ok(Some(kept_to_oneself(download(&axum::http::HeaderMap::new(), format, table, &about))))
    }

    /// Turns away whoever may not make or see what is kept: to sign in first, or as if nothing were there.
    pub(super) fn settles(&self) -> Result<(), Response> {
        match self.standing {
            Standing::Other if self.visit.way_in(&self.ask.address).is_some() => {
                Err(kit::sign_in::to_sign_in(&self.ask.address))
            }
            Standing::Other => Err(unseen().into_response()),
            _ => Ok(()),
        }
    }
}

/// What is said to somebody who asks for one record by a key, and may not know which keys have an override.
pub(crate) const NO_OVERRIDES: &str =
    "Leave the local key out: overrides are looked up only for those who settle who pays for a body";

/// Nothing to see: the words are the same whether there is nothing or it is not for whoever asks.
pub(super) fn unseen() -> Problem {
    Problem::not_found(
        "There is nothing here that you may read. It may have been deleted on the day it said, or be somebody else’s.",
    )
}

/// 500, with the cause in the log.
pub(super) fn failed(error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, "the store or the disk refused");
    Problem::broken()
}

/// An answer that no cache may keep: it is about one patient, or about one body's file.
pub(super) fn kept_to_oneself(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

/// The words for a page that needs tables when there are none.
pub(super) fn no_tables() -> Markup {
    Markup::trusted(
        "<div class=\"nhsuk-inset-text\"><span class=\"nhsuk-u-visually-hidden\">Information: </span>\
         <p>No reference tables have been imported, so nothing can be assigned yet.</p>\
         <p>Import the postcode directory, the service codes and the other tables with <code>footprint import</code>, or start the \
         service with <code>footprint serve --reference FOLDER</code>. Practices and commissioners come from the register.</p></div>",
    )
}

/// A page for its reader alone.
pub(super) trait ForOneself {
    fn send(self, status: StatusCode) -> Response;
}

impl ForOneself for RoomPage {
    fn send(self, status: StatusCode) -> Response {
        kept_to_oneself((status, Page(self)).into_response())
    }
}

/// The error of a field, if it has one.
pub(super) fn message(errors: &[FieldError], field: &str) -> Option<ErrorMessage> {
    errors.iter().find(|error| error.field == field).map(|error| ErrorMessage::from(error.message.as_str()))
}

/// An error of a field.
pub(super) fn error(field: &str, message: impl Into<String>) -> FieldError {
    FieldError { field: field.to_owned(), message: message.into() }
}

/// A form that posts; the token comes first, as an upload needs it.
pub(super) fn form(
    action: &str,
    is_upload: bool,
    token: &CsrfToken,
    fields: impl IntoIterator<Item = Markup>,
) -> Markup {
    let kind = if is_upload { " enctype=\"multipart/form-data\"" } else { "" };
    let head = format!(
        "<form class=\"nhsuk-u-reading-width\" method=\"post\" action=\"{}\"{kind} novalidate>{}",
        Markup::escaped(action),
        token.field()
    );
    Markup::joined([Markup::trusted(head)].into_iter().chain(fields).chain([Markup::trusted("</form>")]))
}
