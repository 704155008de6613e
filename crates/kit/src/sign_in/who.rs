//! Who asks, as pages and handlers see it.

use std::convert::Infallible;

use app::Viewer;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use jiff::{Timestamp, tz::TimeZone};
use store::{AccountId, PersonId};

use crate::address::Address;
use crate::refused::Problem;
use crate::security::CsrfToken;

/// Who asks. A handler takes it as an argument; whoever has no session is a visitor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Who {
    /// Nobody in particular.
    #[default]
    Visitor,
    /// A person who signed in.
    SignedIn(SignedIn),
}

/// A person who signed in, or as whom a demonstration's visitor acts. As an argument it asks a visitor to sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Their id on the record.
    pub person: PersonId,
    /// Their name, or what they sign in by when the record has none.
    pub name: String,
    /// The account they signed in by; none when a demonstration's visitor acts as them.
    pub account: Option<AccountId>,
}

impl SignedIn {
    /// Whether a demonstration's visitor acts as this person.
    pub fn is_acting(&self) -> bool {
        self.account.is_none()
    }
}

impl Who {
    /// The person, if somebody signed in.
    pub fn person(&self) -> Option<&PersonId> {
        self.signed_in().map(|signed_in| &signed_in.person)
    }

    /// Who reads, as the rules know them.
    pub fn viewer(&self) -> Viewer {
        self.person().cloned().map_or(Viewer::Public, Viewer::Person)
    }

    /// Whoever signed in.
    pub fn signed_in(&self) -> Option<&SignedIn> {
        match self {
            Self::SignedIn(signed_in) => Some(signed_in),
            Self::Visitor => None,
        }
    }
}

/// The page that whoever signs in comes back to: put on the answer to a visitor who must first say who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ComeBack(pub(crate) Address);

/// 401: whoever asks must first say who they are; the page says so, and leads to where they do and back to `address`. It says
/// the same whether or not there is what they ask for.
pub fn to_sign_in(address: &Address) -> Response {
    let problem = Problem {
        status: StatusCode::UNAUTHORIZED,
        title: "Sign in to do this".to_owned(),
        detail: "What you may see and do here follows from the posts you hold.".to_owned(),
        errors: Vec::new(),
    };
    let mut response = problem.into_response();
    response.extensions_mut().insert(ComeBack(address.clone()));
    response
}

fn sign_in_href(address: &Address) -> String {
    match address.href() {
        start if start == "/" => "/sign-in".to_owned(),
        elsewhere => Address::new("/sign-in").with("return", elsewhere).href(),
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Who {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Visit>().map(|visit| visit.who.clone()).unwrap_or_default())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let (Ok(who), Ok(address)) =
            (Who::from_request_parts(parts, state).await, Address::from_request_parts(parts, state).await);
        match who {
            Who::SignedIn(signed_in) => Ok(signed_in),
            Who::Visitor => Err(to_sign_in(&address)),
        }
    }
}

/// What a page's frame shows of who looks at it. A handler that makes a frame takes it as an argument.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own that a page asks for by name")]
pub struct Visit {
    /// Who.
    pub who: Who,
    /// When their session ends as things stand.
    pub until: Option<Timestamp>,
    /// How long that is. Units: seconds.
    pub seconds_left: i64,
    /// Whether asking again puts that off.
    pub can_extend: bool,
    /// Whether the browser brought a session that is over.
    pub has_ended: bool,
    /// Whether one can sign in here at all.
    pub can_sign_in: bool,
    /// Whether this is a demonstration.
    pub is_demo: bool,
    /// Whether a visitor may act as somebody.
    pub can_act: bool,
    /// For the form that signs out.
    pub token: CsrfToken,
}

/// How a visitor comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayIn {
    /// What they do there: “Sign in”.
    pub words: &'static str,
    /// Where they do it.
    pub href: String,
}

impl Visit {
    /// How a visitor comes in and back to `address`; nothing for whoever is in, and where nobody can come in.
    pub fn way_in(&self, address: &Address) -> Option<WayIn> {
        if self.who.signed_in().is_some() {
            None
        } else if self.can_sign_in {
            Some(WayIn { words: "Sign in", href: sign_in_href(address) })
        } else if self.can_act {
            let href = Address::new("/act-as").with("return", address.href()).href();
            Some(WayIn { words: "Act as somebody", href })
        } else {
            None
        }
    }

    /// What makes this visitor's page differ from another's at the same address: part of its entity tag. Empty for whoever
    /// is nobody in particular.
    pub(crate) fn mark(&self) -> String {
        match &self.who {
            Who::Visitor => String::new(),
            Who::SignedIn(signed_in) => {
                let until = self.until.map_or(0, Timestamp::as_second);
                format!("{}/{}/{until}/{}", signed_in.person, signed_in.name, self.token.field())
            }
        }
    }

    /// The time of day in England at which the session ends.
    pub(crate) fn until_words(&self) -> Option<String> {
        let zone = TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC);
        self.until.map(|until| until.to_zoned(zone).strftime("%-H:%M").to_string())
    }

    /// The way to sign in and come back to `address`.
    pub(crate) fn sign_in_href(address: &Address) -> String {
        sign_in_href(address)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let Ok(token) = CsrfToken::from_request_parts(parts, state).await;
        Ok(Self { token, ..parts.extensions.get::<Self>().cloned().unwrap_or_default() })
    }
}
