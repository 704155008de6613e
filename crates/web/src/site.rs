//! What every route has at hand, and who looks at what, as at when.

use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::Arc;

use app::{AskedKnown, Footprint, House, Reader, Viewer};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use jiff::Timestamp;
use jiff::civil::Date;
use journal::Known;
use register::View;
use terms::{AsAt, OdsCode, Sequence};

use crate::address::Address;
use crate::answers::mandate::Basis;
use crate::assigning::Assigning;
use crate::clocks::{Clocks, day};
use crate::observe::Metrics;
use crate::pages::Uploads;
use crate::refused::{FieldError, Problem};
use crate::sign_in::Who;

/// The shared state of all routes. Clones share it.
#[derive(Clone)]
pub struct Site {
    /// The register over its journal.
    pub footprint: Footprint,
    /// How the service is set up.
    pub config: Config,
    /// Files people uploaded to restate.
    pub uploads: Uploads,
}

impl Site {
    /// The day on which a question is asked.
    pub fn today(&self) -> Date {
        self.config.today.day(self.footprint.now())
    }

    /// Whoever has signed in, as they act. In a world with one day for ever, what a visitor does is done on that day.
    pub fn acting(&self, person: mandate::PersonId) -> app::Who {
        match self.config.today {
            Today::Clock => app::Who::Person(person),
            Today::Fixed(on) => {
                app::Who::Entered { keeper: app::demo::SOURCE.to_owned(), actor: mandate::Actor::Person(person), on }
            }
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
    /// What assigning activity to its commissioner needs: a store, reference tables, a folder for files.
    pub assigning: Assigning,
    /// What is asked, counted.
    pub metrics: Metrics,
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

/// A look at the register: everything known, the pair of clocks asked for, and the address that asked.
///
/// A handler takes it as an argument; a date that is none is refused before the handler begins.
#[derive(Clone)]
pub struct Look {
    /// Everything that is true now.
    pub known: Arc<Known<House>>,
    /// The day asked about, and the entry up to which things are known.
    pub as_at: AsAt,
    /// The same pair, for the reader.
    pub clocks: Clocks,
    /// The page's address.
    pub address: Address,
    /// Today.
    pub today: Date,
    /// The uses of powers that whoever looks may not know of, as [`Reader::unseen_uses`] has them.
    unseen: Arc<BTreeSet<(Sequence, u16)>>,
}

impl Look {
    /// The look an address asks for.
    ///
    /// # Errors
    /// 400 naming the field, when a date or an entry is none.
    pub fn at(site: &Site, address: Address, who: &Who) -> Result<Self, Problem> {
        let known = site.footprint.known();
        let today = site.today();
        let house = &known.state;
        let valid = date_in(&address, "valid_at").map_err(|error| Problem::invalid([error]))?.unwrap_or(today);
        let wrong = |message: String| Problem::invalid([FieldError { field: "clocks-known-at".to_owned(), message }]);
        let asked = filled(&address, "known_at").map(AskedKnown::from_str).transpose();
        let asked = asked.map_err(|error| wrong(sentence(&error.to_string())))?;
        let entry = house.resolve(asked.as_ref()).map_err(|error| wrong(sentence(&error.to_string())))?;
        let known_on = house.recorded_at(entry).map_or(today, civil_day);
        let clocks = Clocks { valid_at: valid, known_on, entry: entry.0 };
        let unseen = Arc::default();
        let look = Self { as_at: AsAt { valid, known: entry }, clocks, address, today, known, unseen };
        let unseen = Arc::new(look.reader(who).unseen_uses());
        Ok(Self { unseen, ..look })
    }

    /// The register as known at the second clock.
    pub fn view(&self) -> View<'_> {
        self.known.state.register().view(self.as_at.known)
    }

    /// People, posts, powers and mandates as known at the second clock, without the uses of powers that whoever looks may
    /// not know of.
    pub fn mandates(&self) -> mandate::Mandates<'_> {
        self.known.state.mandate().known(self.as_at.known).without(&self.unseen)
    }

    /// Meetings, proposals and decisions as known at the second clock.
    pub fn executive(&self) -> executive::Executive<'_> {
        self.known.state.executive().known(self.as_at.known)
    }

    /// What whoever looks may read: by what is known now and by today's posts, at whatever clocks they ask. There is no
    /// other way to a reader from a page.
    pub fn reader(&self, who: &Who) -> Reader<'_> {
        let person = who.person().and_then(|person| person.as_str().parse().ok());
        self.known.state.reader(person.map_or(Viewer::Public, Viewer::Person), self.today)
    }

    /// The register as known after another entry.
    pub fn view_at(&self, known: Sequence) -> View<'_> {
        self.known.state.register().view(known)
    }

    /// What answers about who decides are worked out from.
    pub fn basis(&self) -> Basis<'_> {
        Basis { register: self.view(), mandates: self.mandates(), at: self.as_at }
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
        if self.view().knows(code) {
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

/// An error's message as a sentence begins.
pub fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
