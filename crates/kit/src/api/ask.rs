//! What a program asks: parameters read once, by the route's own table, and every fault said at once.

use std::collections::BTreeMap;
use std::ops::Deref;

use ::ask::param::one_day;
use ::ask::{CLOCKS, LIMITS, Param, Place, TEXT_MAX};
use app::{AskedKnown, Lens, Viewer};
use axum::http::StatusCode;
use jiff::civil::Date;
use terms::{AsAt, OdsCode, Sequence};

use crate::refused::{FieldError, Problem};
use crate::site::{Site, civil_day, sentence};

/// A question, read and found to be lawful.
pub struct Asked {
    /// Whom it is asked of.
    pub site: Site,
    lens: Lens,
    /// The day the last entry taken into account was recorded; none before the first.
    pub known_on: Option<Date>,
    values: BTreeMap<&'static str, String>,
    /// The same in pairs, as a question reads them.
    pairs: Vec<(String, String)>,
    /// Which of the values stand in the path.
    in_path: Vec<&'static str>,
    /// The path as asked.
    pub path: String,
}

impl Deref for Asked {
    type Target = Lens;

    fn deref(&self) -> &Lens {
        &self.lens
    }
}

/// A question's own faults.
struct Faults(Vec<FieldError>);

impl Faults {
    fn add(&mut self, field: &str, message: impl Into<String>) {
        self.0.push(FieldError { field: field.to_owned(), message: message.into() });
    }
}

/// The pairs of a query, in order.
pub fn read_query(query: &str) -> Vec<(String, String)> {
    let uri = format!("/?{query}").parse::<axum::http::Uri>().ok();
    let pairs = uri.and_then(|uri| axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&uri).ok());
    pairs.map(|axum::extract::Query(pairs)| pairs).unwrap_or_default()
}

impl Asked {
    /// Reads a question.
    ///
    /// # Errors
    /// 400 with every parameter that is wrong, unknown, missing or given twice; 404 for an entry that is not there yet.
    pub fn read(
        site: Site,
        params: &'static [Param],
        path: String,
        in_path: &[(String, String)],
        query: &str,
    ) -> Result<Self, Problem> {
        let mut faults = Faults(Vec::new());
        let mut values: BTreeMap<&'static str, String> = BTreeMap::new();
        let mut named_in_path = Vec::new();
        let params = || params.iter().chain(CLOCKS);
        for (name, value) in in_path {
            if let Some(param) = params().find(|param| param.place == Place::Path && param.name == name) {
                check(param, value, &mut faults);
                values.insert(param.name, value.clone());
                named_in_path.push(param.name);
            }
        }
        for (name, value) in read_query(query) {
            let Some(param) = params().find(|param| param.place != Place::Path && param.name == name) else {
                let known: Vec<&str> =
                    params().filter(|param| param.place != Place::Path).map(|param| param.name).collect();
                let name: String = name.chars().take(TEXT_MAX).collect();
                let message = format!("This route has no parameter of this name. It takes: {}.", known.join(", "));
                faults.add(&name, message);
                continue;
            };
            if values.contains_key(param.name) {
                faults.add(param.name, "It is given more than once. Give it once.");
            } else {
                check(param, &value, &mut faults);
                values.insert(param.name, value);
            }
        }
        for param in params().filter(|param| param.place == Place::Required && !values.contains_key(param.name)) {
            faults.add(param.name, format!("It is missing. Give {}.", param.wanted.words()));
        }
        if !faults.0.is_empty() {
            return Err(wrong(faults.0));
        }
        let known = site.footprint.known();
        let valid = values.get("valid_at").and_then(|text| one_day(text));
        let valid = valid.unwrap_or_else(|| site.today());
        let asked = values.get("known_at").and_then(|text| text.parse::<AskedKnown>().ok());
        let entry = known.state.resolve(asked.as_ref()).map_err(|error| not_yet("known_at", &error.to_string()))?;
        let known_on = known.state.recorded_at(entry).map(civil_day);
        // A program reads what the public reads: whoever sends a cookie along is nobody in particular here.
        let lens = site.footprint.lens(known, AsAt { valid, known: entry }, site.today(), Viewer::Public);
        let pairs = values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        Ok(Self { site, lens, known_on, values, pairs, in_path: named_in_path, path })
    }

    /// Through which lens it is asked.
    pub fn lens(&self) -> &Lens {
        &self.lens
    }

    /// The same as a question reads it.
    pub fn question<'a>(&'a self, params: &'a [Param]) -> ::ask::Asked<'a> {
        ::ask::Asked::new(&self.pairs, params)
    }

    /// A parameter's text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(|value| value.trim())
    }

    /// A day.
    pub fn day(&self, name: &str) -> Option<Date> {
        self.text(name).and_then(one_day)
    }

    /// A list of codes.
    pub fn codes(&self, name: &str) -> Vec<OdsCode> {
        self.text(name).into_iter().flat_map(|text| text.split(',')).filter_map(|code| code.parse().ok()).collect()
    }

    /// One of a parameter's own words.
    pub fn word<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.text(name).and_then(|text| text.parse().ok())
    }

    /// The code in the path or the query, if the register knows it.
    ///
    /// # Errors
    /// 404 that says what to do.
    pub fn body(&self, name: &str) -> Result<OdsCode, Problem> {
        let text = self.text(name).unwrap_or_default();
        let code: OdsCode = text.parse().map_err(|_| unknown_code(text, self))?;
        if self.register().knows(code) { Ok(code) } else { Err(unknown_code(code.as_str(), self)) }
    }

    /// How many items the page has at most, and after how many it begins.
    pub fn page(&self) -> (usize, usize) {
        let limit = self.text("limit").and_then(|text| text.parse().ok()).unwrap_or(LIMITS.0);
        let start = self.text("cursor").and_then(|text| text.parse().ok()).unwrap_or(0);
        (limit, start)
    }

    /// The query in a fixed order with both clocks resolved, so that it always gives this answer.
    pub fn pinned(&self, cursor: Option<&str>) -> Vec<(String, String)> {
        let in_query = self.values.iter().filter(|(name, _)| !self.in_path.contains(name));
        let mut pairs: BTreeMap<String, String> =
            in_query.map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        pairs.insert("valid_at".to_owned(), self.at().valid.to_string());
        pairs.insert("known_at".to_owned(), self.at().known.to_string());
        if let Some(cursor) = cursor {
            pairs.insert("cursor".to_owned(), cursor.to_owned());
        }
        pairs.into_iter().collect()
    }
}

/// 404 for a code that nothing on the register has.
pub fn unknown_code(code: &str, asked: &Asked) -> Problem {
    let when = asked.known_on.map_or_else(|| "before anything was recorded".to_owned(), |day| format!("on {day}"));
    Problem {
        status: StatusCode::NOT_FOUND,
        title: "No such organisation".to_owned(),
        detail: format!(
            "Nothing on the register has the code {code}, as known {when} (entry {}). Search by name at \
             /api/v1/organisations?q=… ; if the code is right, the file that names it is not imported.",
            asked.at().known
        ),
        errors: Vec::new(),
    }
}

/// 404 for an entry that is not there yet.
pub fn not_yet(field: &str, message: &str) -> Problem {
    Problem {
        status: StatusCode::NOT_FOUND,
        title: "No such entry".to_owned(),
        detail: "Leave the parameter out to ask what is known now.".to_owned(),
        errors: vec![FieldError { field: field.to_owned(), message: format!("{}.", sentence(message)) }],
    }
}

/// 400 with what is wrong in each parameter.
pub fn wrong(errors: Vec<FieldError>) -> Problem {
    Problem {
        status: StatusCode::BAD_REQUEST,
        title: "The question could not be read".to_owned(),
        detail: "Put the parameters right that are listed under `errors`. The reference is at /api.".to_owned(),
        errors,
    }
}

fn check(param: &Param, value: &str, faults: &mut Faults) {
    if !param.wanted.takes(value) {
        let shown: String = value.chars().take(40).collect();
        faults.add(param.name, format!("“{shown}” is not {}.", param.wanted.words()));
    }
}

/// An entry's number or a day, as a parameter says it.
pub enum Moment {
    /// What was known after an entry.
    Entry(Sequence),
    /// What was so on a day.
    Day(Date),
}

impl Asked {
    /// An entry's number or a day.
    pub fn moment(&self, name: &str) -> Option<Moment> {
        let text = self.text(name)?;
        one_day(text).map(Moment::Day).or_else(|| text.parse().ok().map(|number| Moment::Entry(Sequence(number))))
    }
}
