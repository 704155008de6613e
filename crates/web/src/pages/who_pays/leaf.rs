//! What the pages of the room share: their frame, their parts, and who may see what.

use app::House;
use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use mandate::Duty;
use store::Owner;
use terms::{Date, OdsCode};

use crate::answers::who_pays::Reads;
use crate::assigning::Assigning;
use crate::components::{Crumb, ErrorLine, ErrorMessage, ErrorSummary, NotificationBanner, Tag};
use crate::markup::Markup;
use crate::page::Page;
use crate::pages::show::{Ask, Way};
use crate::refused::{FieldError, Problem};
use crate::security::CsrfToken;
use crate::shell::Shell;
use crate::sign_in::{Visit, Who};
use crate::site::Site;
use crate::table::{About, Cell, FileFormat, Table, download};

/// The views of the room: what each is called and where it is.
const WAYS: &[(&str, &str)] = &[
    ("Who pays", "/who-pays"),
    ("One record", "/who-pays/record"),
    ("Files", "/who-pays/runs"),
    ("Editions and tables", "/who-pays/editions"),
];

/// The views for those who settle who pays, or audit it.
const WAYS_OF_CASES: &[(&str, &str)] = &[("Overrides", "/who-pays/overrides"), ("Challenges", "/who-pays/challenges")];

/// A question put in the room: what is asked, by whom.
pub(super) struct Caller {
    pub(super) ask: Ask,
    pub(super) visit: Visit,
    pub(super) token: CsrfToken,
    pub(super) standing: Standing,
}

/// In what capacity somebody asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Nobody signs in here: whoever has an id may read what it names.
    Open,
    /// A person who settles who pays for some bodies.
    Settles(String, Vec<OdsCode>),
    /// Somebody else: what is kept is not for them.
    Other,
}

impl FromRequestParts<Site> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let ask = Ask::from_request_parts(parts, site).await?;
        let Ok(visit) = Visit::from_request_parts(parts, site).await;
        let Ok(token) = CsrfToken::from_request_parts(parts, site).await;
        let standing = Standing::of(&ask.known.state, ask.today, &visit);
        Ok(Self { ask, visit, token, standing })
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
                let duties = house.mandate().now().duties(&person, today);
                let bodies = duties.0.iter().filter_map(|duty| match duty {
                    Duty::SettleWhoPays(body) => Some(*body),
                    _ => None,
                });
                let mut bodies: Vec<OdsCode> = bodies.collect();
                bodies.sort_unstable();
                bodies.dedup();
                if bodies.is_empty() { Self::Other } else { Self::Settles(person.to_string(), bodies) }
            }
        }
    }

    /// Whether they may see and change what has this owner. What is nobody's is for whoever has the id, and only where nobody
    /// signs in.
    pub(crate) fn may(&self, owner: &Owner) -> bool {
        match self {
            Self::Open => owner.person.is_empty(),
            Self::Settles(_, bodies) => bodies.iter().any(|body| body.as_str() == owner.body),
            Self::Other => false,
        }
    }

    /// Whose something made now is, for the body asked for or else their first; nothing when they may make none.
    pub(super) fn owner(&self, body: Option<&str>) -> Option<Owner> {
        match self {
            Self::Open => Some(Owner::default()),
            Self::Settles(person, bodies) => {
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
    pub(super) fn room(&self) -> &Assigning {
        &self.ask.site.config.assigning
    }

    /// Whether overrides and challenges are for whoever asks, or may be once they have signed in.
    pub(super) fn sees_cases(&self) -> bool {
        let Some(person) = self.visit.who.person() else { return self.visit.can_sign_in };
        let Ok(person) = person.as_str().parse() else { return false };
        !Reads::of(self.ask.known.state.mandate().now(), &person, self.ask.today).is_nothing()
    }

    /// An empty page of the room.
    pub(super) fn leaf(&self, title: &str, above: impl IntoIterator<Item = Crumb>) -> Leaf {
        let path = self.ask.address.path.as_str();
        let is_start = path == "/who-pays";
        let room = (!is_start).then(|| Crumb::new("Who pays", "/who-pays"));
        let above = [Crumb::new("Home", "/")].into_iter().chain(room).chain(above);
        let of_cases = if self.sees_cases() { WAYS_OF_CASES } else { &[] };
        let ways = WAYS.iter().chain(of_cases).map(|(name, href)| {
            let within = path.starts_with(&format!("{href}/")) && *href != "/who-pays";
            let is_answer = *href == "/who-pays/record" && path.starts_with("/who-pays/records/");
            Way { name, href: self.ask.keep(href), is_here: path == *href || within || is_answer }
        });
        Leaf {
            shell: self.ask.plain_frame(title, above),
            ways: ways.collect(),
            caption: String::new(),
            done: None,
            errors: None,
            tags: Vec::new(),
            lead: Vec::new(),
            before: Markup::default(),
            sections: Vec::new(),
        }
    }

    /// The name of a body today and the page it has, if the register knows it.
    pub(super) fn named(&self, code: &str) -> (String, Option<String>) {
        let Ok(code) = code.parse::<OdsCode>() else { return (String::new(), None) };
        let view = self.ask.view();
        if !view.knows(code) {
            return (String::new(), None);
        }
        (crate::answers::name(&view, code, self.ask.today), Some(self.ask.keep(&format!("/organisations/{code}"))))
    }

    /// A table with links that keep the reader's clocks, without links to files.
    pub(super) fn inner(&self, table: Table) -> Markup {
        let table = self.ask.carry(table);
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
        let clocks = crate::clocks::Clocks { entry: known_at, ..self.ask.clocks.clone() };
        let address = self.ask.address.without(&["format", "page"]);
        let about = About { clocks, address: format!("{}{}", self.ask.site.config.base, address.href()) };
        let mut plain = table.clone();
        for cell in plain.rows.iter_mut().flatten() {
            // Figures stand apart by thousands on a page only.
            if let Cell::Text(text) = cell
                && is_money(text)
            {
                *text = text.replace(',', "");
            }
        }
        Ok(Some(kept_to_oneself(download(&axum::http::HeaderMap::new(), format, &plain, &about))))
    }

    /// Turns away whoever may not make or see what is kept: to sign in first, or as if nothing were there.
    #[expect(clippy::result_large_err, reason = "the answer to send, as every handler returns it")]
    pub(super) fn settles(&self) -> Result<(), Response> {
        match self.standing {
            Standing::Other if self.visit.who.person().is_none() && self.visit.can_sign_in => {
                Err(crate::sign_in::to_sign_in(&self.ask.address))
            }
            Standing::Other => Err(unseen().into_response()),
            _ => Ok(()),
        }
    }
}

/// Whether a cell is an amount of money as [`crate::assigning`] writes it: digits, commas and two decimals.
fn is_money(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let Some((whole, part)) = digits.split_once('.') else { return false };
    let is = |text: &str, more: &str| {
        !text.is_empty() && text.chars().all(|letter| letter.is_ascii_digit() || more.contains(letter))
    };
    part.len() == 2 && is(part, "") && is(whole, ",")
}

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

/// A page of the room: what it is, then its parts.
#[derive(Template)]
#[template(path = "pages/who-pays/leaf.html")]
pub(super) struct Leaf {
    pub(super) shell: Shell,
    pub(super) ways: Vec<Way>,
    pub(super) caption: String,
    pub(super) done: Option<NotificationBanner>,
    pub(super) errors: Option<ErrorSummary>,
    pub(super) tags: Vec<Tag>,
    pub(super) lead: Vec<String>,
    pub(super) before: Markup,
    pub(super) sections: Vec<Part>,
}

/// A part of a page, with a heading.
pub(super) struct Part {
    pub(super) id: &'static str,
    pub(super) heading: String,
    pub(super) body: Markup,
}

impl Leaf {
    /// Adds a part.
    pub(super) fn part(&mut self, id: &'static str, heading: impl Into<String>, body: Markup) {
        self.sections.push(Part { id, heading: heading.into(), body });
    }

    /// Says what is wrong with the form on the page.
    pub(super) fn wrong(&mut self, errors: &[FieldError]) {
        self.shell.has_errors = !errors.is_empty();
        let lines = errors.iter().map(|error| ErrorLine {
            content: error.message.as_str().into(),
            href: (!error.field.is_empty()).then(|| format!("#{}", error.field)),
        });
        self.errors = (!errors.is_empty()).then(|| ErrorSummary::new(lines));
    }

    /// The page, for its reader alone.
    pub(super) fn send(self, status: StatusCode) -> Response {
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

/// Words in a paragraph.
pub(super) fn paragraph(words: &str) -> Markup {
    Markup::trusted(format!("<p>{}</p>", Markup::escaped(words)))
}

/// A link in a paragraph.
pub(super) fn link(words: &str, href: &str) -> Markup {
    Markup::trusted(format!("<p><a href=\"{}\">{}</a></p>", Markup::escaped(href), Markup::escaped(words)))
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
