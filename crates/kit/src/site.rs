//! What every route has at hand, and who looks at what, as at when.

use std::ops::Deref;
use std::str::FromStr;
use std::sync::Arc;

use app::{AskedKnown, Footprint, Lens};
use ask::{Clocks, day};
use axum::extract::FromRequestParts;
use axum::http::Extensions;
use axum::http::request::Parts;
use jiff::Timestamp;
use jiff::civil::Date;
use store::Store;
use terms::{AsAt, OdsCode, PersonId};

use crate::address::Address;
use crate::done::Seal;
use crate::face::Face;
use crate::observe::Metrics;
use crate::refused::{FieldError, Problem, Ways};
use crate::sign_in::Who;

/// The shared state of all routes. Clones share it.
#[derive(Clone)]
pub struct Site {
    /// The rooms over their journal.
    pub footprint: Footprint,
    /// How the service is set up.
    pub config: Config,
    /// Where the navigation and the foot lead.
    pub ways: Ways,
    /// What is kept beside the record, if anything is.
    pub store: Option<Store>,
    /// What seals the news that an act is done.
    pub seal: Seal,
    /// The faces of the rooms.
    pub faces: &'static [&'static Face],
}

impl Site {
    /// The day on which a question is asked.
    pub fn today(&self) -> Date {
        self.config.today.day(self.footprint.now())
    }

    /// What a face keeps for its routes; as it is by default where nobody set it up.
    pub fn part<T: Clone + Default + Send + Sync + 'static>(&self) -> T {
        self.config.parts.get::<T>().cloned().unwrap_or_default()
    }

    /// Whoever has signed in, as they act. In a world with one day for ever, what a visitor does is done on that day.
    pub fn acting(&self, person: PersonId) -> app::Who {
        match self.config.today {
            Today::Clock => app::Who::Person(person),
            Today::Fixed(on) => app::demo::acting(person, on),
        }
    }
}

/// How the service is set up.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// What "today" means.
    pub today: Today,
    /// The address people reach the service at, e.g. `https://footprint.example.nhs.uk`, without a slash at the end; empty
    /// if it is not known. Files and feeds then name it.
    pub base: String,
    /// The story of a demonstration, step by step; empty where there is none to walk along.
    pub tour: Arc<[app::demo::Told]>,
    /// Who runs it, as they say themselves.
    pub operator: Operator,
    /// What is asked, counted.
    pub metrics: Metrics,
    /// What faces keep for their routes, each by its type.
    pub parts: Extensions,
}

impl Config {
    /// With something that a face keeps for its routes.
    #[must_use]
    pub fn with<T: Clone + Send + Sync + 'static>(mut self, part: T) -> Self {
        self.parts.insert(part);
        self
    }
}

/// Who runs a copy of the service, as they say themselves; nothing is said for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Operator {
    /// Their name.
    pub name: Option<String>,
    /// Where to reach them.
    pub contact: Option<Reach>,
    /// Where to ask about what is kept of oneself, or to read their own notice.
    pub privacy: Option<Reach>,
}

/// Where somebody is reached: an e-mail address or a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach(String);

impl Reach {
    /// The address as people read it.
    pub fn words(&self) -> &str {
        &self.0
    }

    /// The address as a link has it.
    pub fn href(&self) -> String {
        if self.0.contains("://") { self.0.clone() } else { format!("mailto:{}", self.0) }
    }
}

/// Why a text is not an address at which somebody is reached.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is neither an e-mail address nor a page: write it such as help@example.nhs.uk or https://example.nhs.uk/help"
)]
pub struct NoReach(String);

impl FromStr for Reach {
    type Err = NoReach;

    fn from_str(text: &str) -> Result<Self, NoReach> {
        let text = text.trim();
        let is_letter = |letter: char| letter.is_ascii_graphic() && !"\"'<>`".contains(letter);
        let is_page = ["https://", "http://"].iter().any(|start| text.len() > start.len() && text.starts_with(start));
        let is_name = |name: &str| !name.is_empty() && !name.contains([':', '?', '/']);
        let is_host = |host: &str| host.contains('.') && !host.starts_with('.') && !host.contains('@');
        let is_mail = text.split_once('@').is_some_and(|(name, host)| is_name(name) && is_name(host) && is_host(host));
        let is_reach = text.len() <= 254 && text.chars().all(is_letter) && (is_page || is_mail);
        if is_reach { Ok(Self(text.to_owned())) } else { Err(NoReach(text.to_owned())) }
    }
}

/// What "today" means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Today {
    /// The day in England.
    #[default]
    Clock,
    /// One day for ever, for a world whose answers must not change overnight.
    Fixed(Date),
}

impl Today {
    /// The day, at a moment of the clock that the record is timed by.
    pub fn day(self, now: Timestamp) -> Date {
        match self {
            Self::Clock => civil_day(now),
            Self::Fixed(day) => day,
        }
    }
}

pub use app::civil_day;
pub use ask::sentence;

/// From where the rooms are looked at: through which lens, for the reader in which words, and by which address.
///
/// A handler takes it as an argument; a date that is none is refused before the handler begins.
#[derive(Clone, Debug)]
pub struct Viewpoint {
    lens: Lens,
    /// The pair of clocks asked for, as the reader is told them.
    pub clocks: Clocks,
    /// The page's address.
    pub address: Address,
}

impl Deref for Viewpoint {
    type Target = Lens;

    fn deref(&self) -> &Lens {
        &self.lens
    }
}

impl Viewpoint {
    /// The look an address asks for.
    ///
    /// # Errors
    /// 400 naming the field, when a date or an entry is none.
    pub fn at(site: &Site, address: Address, who: &Who) -> Result<Self, Problem> {
        let known = site.footprint.known();
        let today = site.today();
        let valid = date_in(&address, "valid_at").map_err(|error| Problem::invalid([error]))?.unwrap_or(today);
        let wrong = |message: String| Problem::invalid([FieldError { field: "clocks-known-at".to_owned(), message }]);
        let asked = filled(&address, "known_at").map(AskedKnown::from_str).transpose();
        let asked = asked.map_err(|error| wrong(sentence(&error.to_string())))?;
        let entry = known.state.resolve(asked.as_ref()).map_err(|error| wrong(sentence(&error.to_string())))?;
        let lens = site.footprint.lens(known, AsAt { valid, known: entry }, today, who.viewer());
        let speaks_until = lens.speaks_until();
        let clocks = Clocks { valid_at: valid, known_on: lens.known_on(), entry: entry.0, speaks_until };
        Ok(Self { lens, clocks, address })
    }

    /// Through which lens it is.
    pub fn lens(&self) -> &Lens {
        &self.lens
    }

    /// The code in a path, if the register knows it.
    ///
    /// # Errors
    /// 404 that says what to do.
    pub fn body(&self, code: &str) -> Result<OdsCode, Problem> {
        let unknown = |why: String| Problem::not_found(why);
        let code: OdsCode = code.parse().map_err(|error| {
            unknown(format!("{}. Search for the organisation by name.", sentence(&format!("{error}"))))
        })?;
        if self.register().knows(code) {
            return Ok(code);
        }
        Err(unknown(format!(
            "Nothing on the register has the code {code}, as known on {} (entry {}). Search for the organisation by name. \
             If the code is right, the file that describes the organisation is not imported yet: whoever keeps this \
             register can import it with “footprint import”.",
            day(self.clocks.known_on),
            self.clocks.entry
        )))
    }
}
impl FromRequestParts<Site> for Viewpoint {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let Ok(address) = Address::from_request_parts(parts, site).await;
        let Ok(who) = Who::from_request_parts(parts, site).await;
        Self::at(site, address, &who)
    }
}

/// A value that is there and not blank: an empty field of a form says nothing.
pub fn filled<'a>(address: &'a Address, key: &str) -> Option<&'a str> {
    address.value(key).map(str::trim).filter(|value| !value.is_empty())
}

/// The day a field of an address says, if it says one.
///
/// # Errors
/// The field, and how to write a day.
pub fn date_in(address: &Address, field: &str) -> Result<Option<Date>, FieldError> {
    let Some(text) = filled(address, field) else { return Ok(None) };
    let date = text.parse::<terms::FuzzyDate>().ok().filter(|date| date.is_exact());
    let Some(date) = date else {
        let id = if field == "valid_at" { "clocks-valid-at" } else { field };
        let message = format!("“{text}” is not a day: write it as 2018-04-01");
        return Err(FieldError { field: id.to_owned(), message });
    };
    Ok(Some(date.latest()))
}

#[cfg(test)]
mod tests {
    use super::Reach;

    #[test]
    fn somebody_is_reached_by_mail_or_by_a_page_and_by_nothing_that_could_run() {
        for (text, href) in [
            ("help@example.nhs.uk", "mailto:help@example.nhs.uk"),
            (" https://example.nhs.uk/help?x=1 ", "https://example.nhs.uk/help?x=1"),
            ("http://localhost:8080/", "http://localhost:8080/"),
        ] {
            assert_eq!(text.parse::<Reach>().unwrap().href(), href);
        }
        for wrong in [
            "",
            "example",
            "https://",
            "javascript:alert(1)",
            "javascript://a@b.c",
            "a@b",
            "@b.c",
            "a b@c.d",
            "a@b@c.d",
            "a@b.c?bcc=x@y.z",
            "https://a/\"",
            "a@.b",
        ] {
            assert!(wrong.parse::<Reach>().is_err(), "{wrong}");
        }
    }
}
