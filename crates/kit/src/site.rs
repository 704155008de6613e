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

/// A look at the rooms: through which lens, for the reader in which words, and by which address.
///
/// A handler takes it as an argument; a date that is none is refused before the handler begins.
#[derive(Clone, Debug)]
pub struct Look {
    lens: Lens,
    /// The pair of clocks asked for, as the reader is told them.
    pub clocks: Clocks,
    /// The page's address.
    pub address: Address,
}

impl Deref for Look {
    type Target = Lens;

    fn deref(&self) -> &Lens {
        &self.lens
    }
}

impl Look {
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
impl FromRequestParts<Site> for Look {
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
