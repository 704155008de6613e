//! Searching: which resources meet every criterion, a page at a time.

use std::cmp::Ordering;

use jiff::Timestamp;
use register::{BodyKind, Membership, View};
use serde_json::{Value, json};
use terms::{Certainty, Date, FuzzyDate, OdsCode, Sequence};

use super::Answer;
use super::outcome::Outcome;
use super::question::{Criterion, Question};
use super::resource::{Kind, affiliation_id, part_of};
use super::{codes, version};

/// How many bodies are looked through for one page. A page may hold fewer matches than were asked for; its `next` goes on.
const LOOKED_THROUGH_MAX: usize = 20_000;

/// Whether a criterion's values can be read.
pub(super) fn check(criterion: &Criterion) -> Result<(), String> {
    for value in &criterion.values {
        match criterion.name {
            "active" if !matches!(value.as_str(), "true" | "false") => {
                return Err("Write true or false.".to_owned());
            }
            "_lastUpdated" if Compared::moment(value).is_none() => {
                return Err(
                    "Write a day, month, year or moment, such as ge2026-11-22 or lt2026-11-22T09:30:00Z.".to_owned()
                );
            }
            "date" if Compared::day(value).is_none() => {
                return Err(
                    "Write a day, month or year, such as ge2018-04-01; the prefixes are eq, ge, gt, le, lt, sa and eb."
                        .to_owned(),
                );
            }
            "partof" | "organization" | "participating-organization" if referenced(value).is_none() => {
                return Err("Write a reference such as Organization/14Y.".to_owned());
            }
            "type" if codes::kinds_of_token(value).is_empty() => {
                let words: Vec<&str> = BodyKind::ALL.iter().map(|kind| kind.slug()).collect();
                return Err(format!(
                    "This is no type here. Write an ODS role such as RO98, or one of {}.",
                    words.join(", ")
                ));
            }
            _ => {}
        }
    }
    Ok(())
}

/// `GET [type]`.
pub(super) fn search(question: &Question) -> Result<Answer, Outcome> {
    let view = question.view();
    let bodies = candidates(question, &view);
    let (after_code, after_id) = match &question.page {
        None => (None, None),
        Some(page) => {
            let code = question.kind.subject(page);
            let code = code.ok_or_else(|| Outcome::invalid("Follow the links of the page before.", "_page"))?;
            (Some(code), Some(page.as_str()))
        }
    };
    let start = after_code.map_or(0, |after| bodies.partition_point(|code| *code < after));
    let mut found: Vec<(String, Sequence, Value)> = Vec::new();
    let mut more_from = None;
    'bodies: for (looked, code) in bodies.iter().skip(start).enumerate() {
        let mut ids = ids_of(question, &view, *code);
        if after_code == Some(*code) {
            // The page before ended within or at this body.
            let ended =
                ids.iter().position(|id| Some(id.as_str()) == after_id).map_or(0, |place| place.saturating_add(1));
            ids.drain(..ended.min(ids.len()));
        }
        for id in ids {
            if found.len() == question.count {
                more_from = found.last().map(|(id, ..)| id.clone());
                break 'bodies;
            }
            if let Some((version, resource)) = version::current(question, &id)
                && updated(question, version)
            {
                found.push((id, version, resource));
            }
        }
        if looked >= LOOKED_THROUGH_MAX && bodies.last() != Some(code) {
            more_from = Some(last_id_of(question, &view, *code));
            break;
        }
    }
    let is_whole = question.page.is_none() && more_from.is_none();
    let total = is_whole.then_some(found.len());
    Ok(bundle(question, found, more_from.as_deref(), total))
}

fn bundle(
    question: &Question,
    found: Vec<(String, Sequence, Value)>,
    more_from: Option<&str>,
    total: Option<usize>,
) -> Answer {
    let mut links = vec![json!({ "relation": "self", "url": question.href(question.page.as_deref()) })];
    if let Some(page) = more_from {
        links.push(json!({ "relation": "next", "url": question.href(Some(page)) }));
    }
    let modified = question.recorded_at(question.as_at.known);
    let entries: Vec<Value> = found
        .into_iter()
        .map(|(id, version, resource)| {
            let mut entry = json!({
                "resource": version::with_meta(question, version, resource),
                "search": { "mode": "match" },
            });
            if let (Some(url), Some(fields)) = (question.full_url(&id), entry.as_object_mut()) {
                fields.insert("fullUrl".to_owned(), json!(url));
            }
            entry
        })
        .collect();
    let mut body = json!({ "resourceType": "Bundle", "type": "searchset", "link": links });
    if let Some(fields) = body.as_object_mut() {
        if let Some(total) = total {
            fields.insert("total".to_owned(), json!(total));
        }
        if let Some(modified) = modified {
            fields.insert("meta".to_owned(), json!({ "lastUpdated": modified.to_string() }));
        }
        if !entries.is_empty() {
            fields.insert("entry".to_owned(), json!(entries));
        }
    }
    Answer { body, etag: question.etag(), modified, is_lasting: true }
}

/// The bodies to look through, in order: few where a criterion names them, else all.
fn candidates(question: &Question, view: &View<'_>) -> Vec<OdsCode> {
    let named = question.criteria.iter().find_map(|criterion| match (criterion.name, question.kind) {
        ("_id", kind) => Some(criterion.values.iter().filter_map(|id| kind.subject(id)).collect()),
        ("identifier", _) => Some(criterion.values.iter().filter_map(|token| identified(view, token)).collect()),
        ("organization", Kind::Location) | ("participating-organization", _) => {
            Some(criterion.values.iter().filter_map(|value| referenced(value)).collect::<Vec<_>>())
        }
        ("organization", _) => {
            let parents = criterion.values.iter().filter_map(|value| referenced(value));
            Some(parents.flat_map(|parent| view.members_ever(parent)).map(|(member, ..)| member).collect())
        }
        ("partof", _) => {
            let parents = criterion.values.iter().filter_map(|value| referenced(value));
            Some(
                parents
                    .flat_map(|parent| view.members(parent, question.as_at.valid))
                    .map(|member| member.code)
                    .collect(),
            )
        }
        ("address-postalcode", _) => Some(by_words(question, view, &criterion.values)?),
        ("name", _) if criterion.modifier.as_deref() != Some("contains") => {
            Some(by_words(question, view, &criterion.values)?)
        }
        _ => None,
    });
    match named {
        Some(mut named) => {
            named.sort_unstable();
            named.dedup();
            named
        }
        None => question.api.codes(view).to_vec(),
    }
}

/// The bodies whose words begin with each value's: more than those that match, and never fewer. Nothing if the index cannot
/// tell, as with a single letter.
fn by_words(question: &Question, view: &View<'_>, values: &[String]) -> Option<Vec<OdsCode>> {
    let index = question.api.site.footprint.search_index(&question.known.state, question.as_at.known);
    let mut all = Vec::new();
    for value in values {
        let is_asked = |word: &&str| !matches!(word.to_lowercase().as_str(), "" | "and" | "of" | "the");
        let words: Vec<&str> = value.split(|letter: char| !letter.is_alphanumeric()).filter(is_asked).collect();
        // The last word may be the beginning of one the index leaves out.
        let last = words.last().map(|word| word.to_lowercase()).unwrap_or_default();
        let is_short = words.iter().any(|word| word.chars().count() < 2);
        if words.is_empty() || is_short || ["and", "of", "the"].iter().any(|left_out| left_out.starts_with(&last)) {
            return None;
        }
        all.extend(index.find(view, value, question.as_at.valid, usize::MAX));
    }
    Some(all)
}

/// The ids of a body's resources that meet every criterion but the time of the last change.
fn ids_of(question: &Question, view: &View<'_>, code: OdsCode) -> Vec<String> {
    let day = question.as_at.valid;
    let meets_all = |test: &dyn Fn(&Criterion) -> bool| question.criteria.iter().all(test);
    match question.kind {
        Kind::Organization | Kind::Location => {
            let meets = view.knows(code) && meets_all(&|criterion| body_meets(view, code, day, criterion));
            let has = question.kind == Kind::Organization || view.address_on(code, day).is_some();
            if meets && has { vec![code.as_str().to_owned()] } else { Vec::new() }
        }
        Kind::OrganizationAffiliation => view
            .memberships(code)
            .into_iter()
            .filter(|held| meets_all(&|criterion| membership_meets(code, held, day, criterion)))
            .map(|held| affiliation_id(code, &held))
            .collect(),
    }
}

/// The last id of a body, matching or not: where the next page goes on after.
fn last_id_of(question: &Question, view: &View<'_>, code: OdsCode) -> String {
    let last = view.memberships(code).last().map(|held| affiliation_id(code, held));
    match question.kind {
        Kind::OrganizationAffiliation => last.unwrap_or_else(|| format!("{code}.")),
        Kind::Organization | Kind::Location => code.as_str().to_owned(),
    }
}

fn body_meets(view: &View<'_>, code: OdsCode, day: Date, criterion: &Criterion) -> bool {
    let any = |test: &dyn Fn(&str) -> bool| criterion.values.iter().any(|value| test(value));
    match criterion.name {
        "_id" => any(&|id| code.as_str() == id),
        "identifier" => any(&|token| identified(view, token) == Some(code)),
        "name" => {
            let shown = view.name_on(code, day).map(|name| name.text);
            let names: Vec<Box<str>> =
                shown.into_iter().chain(view.names(code).into_iter().map(|name| name.text)).collect();
            any(&|wanted| names.iter().any(|name| name_meets(name, wanted, criterion.modifier.as_deref())))
        }
        "address-postalcode" => {
            let postcode = view.address_on(code, day).map(|(address, _)| squeeze(&address.postcode));
            any(&|wanted| postcode.as_ref().is_some_and(|postcode| postcode.starts_with(&squeeze(wanted))))
        }
        "type" => {
            any(&|token| view.kind_on(code, day).is_some_and(|kind| codes::kinds_of_token(token).contains(&kind)))
        }
        "partof" => any(&|value| referenced(value).is_some_and(|parent| part_of(view, code, day) == Some(parent))),
        "organization" => any(&|value| referenced(value) == Some(code)),
        "active" => any(&|wanted| match view.was_open(code, day) {
            Certainty::Yes => wanted == "true",
            Certainty::No => wanted == "false",
            Certainty::Uncertain => false,
        }),
        _ => true,
    }
}

fn membership_meets(member: OdsCode, held: &Membership, day: Date, criterion: &Criterion) -> bool {
    let any = |test: &dyn Fn(&str) -> bool| criterion.values.iter().any(|value| test(value));
    match criterion.name {
        "_id" => any(&|id| affiliation_id(member, held) == id),
        "organization" => any(&|value| referenced(value) == Some(held.parent)),
        "participating-organization" => any(&|value| referenced(value) == Some(member)),
        "role" => any(&|token| {
            let (system, code) = token.split_once('|').map_or((None, token), |(system, code)| (Some(system), code));
            held.tie.slug() == code && system.is_none_or(|system| system == codes::TIE)
        }),
        "active" => any(&|wanted| match held.period.contains(day) {
            Certainty::Yes => wanted == "true",
            Certainty::No => wanted == "false",
            Certainty::Uncertain => false,
        }),
        "date" => any(&|value| Compared::day(value).is_some_and(|compared| compared.holds(held))),
        _ => true,
    }
}

fn name_meets(name: &str, wanted: &str, modifier: Option<&str>) -> bool {
    let (lower, wanted_lower) = (name.to_lowercase(), wanted.to_lowercase());
    match modifier {
        Some("exact") => name == wanted,
        Some("contains") => lower.contains(&wanted_lower),
        _ => lower.starts_with(&wanted_lower),
    }
}

fn squeeze(postcode: &str) -> String {
    postcode.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The body a token (`system|value`, `|value` or `value`) identifies.
fn identified(view: &View<'_>, token: &str) -> Option<OdsCode> {
    let (system, value) = token.split_once('|').map_or((None, token), |(system, value)| (Some(system), value));
    let is_ods = system.is_none_or(|system| system.is_empty() || system == codes::ODS_CODE);
    let is_gss = system.is_none_or(|system| system.is_empty() || system == codes::GSS_CODE);
    let by_code = || value.parse::<OdsCode>().ok().filter(|code| view.knows(*code));
    let by_gss = || value.parse().ok().and_then(|gss| view.by_gss(gss));
    is_ods.then(by_code).flatten().or_else(|| is_gss.then(by_gss).flatten())
}

/// The body a reference names: `Organization/14Y`, `14Y`, or an address that ends so.
fn referenced(value: &str) -> Option<OdsCode> {
    let (kind, id) = value.rsplit_once('/').map_or((None, value), |(kind, id)| (Some(kind), id));
    let is_body = kind.is_none_or(|kind| kind == "Organization" || kind.ends_with("/Organization"));
    is_body.then(|| id.parse().ok()).flatten()
}

fn updated(question: &Question, version: Sequence) -> bool {
    let Some(recorded) = question.recorded_at(version) else { return true };
    question.criteria.iter().filter(|criterion| criterion.name == "_lastUpdated").all(|criterion| {
        criterion.values.iter().filter_map(|value| Compared::moment(value)).any(|wanted| wanted.meets(recorded))
    })
}

/// A value with its prefix. Source: FHIR R4, search, prefixes.
struct Compared<T> {
    prefix: &'static str,
    first: T,
    last: T,
}

/// A prefix and what follows it; no prefix means equal.
fn prefixed(value: &str) -> (&'static str, &str) {
    const PREFIXES: [&str; 8] = ["eq", "ne", "gt", "lt", "ge", "le", "sa", "eb"];
    let known = PREFIXES.into_iter().find_map(|prefix| Some((prefix, value.strip_prefix(prefix)?)));
    known.unwrap_or(("eq", value))
}

impl Compared<Date> {
    fn day(value: &str) -> Option<Self> {
        let (prefix, text) = prefixed(value);
        let date: FuzzyDate = text.parse().ok().filter(|_| !text.contains("..") && prefix != "ne")?;
        Some(Self { prefix, first: date.earliest(), last: date.latest() })
    }

    /// Whether a membership's days meet the value; an edge not known to the day may be any of its days, and one that is open
    /// is before or after every day.
    fn holds(&self, held: &Membership) -> bool {
        let earliest = held.period.from().map_or(Date::MIN, FuzzyDate::earliest);
        let latest = held.period.to().map_or(Date::MAX, |end| end.previous_day().latest());
        match self.prefix {
            "ge" => latest >= self.first,
            "gt" => latest > self.last,
            "le" => earliest <= self.last,
            "lt" => earliest < self.first,
            "sa" => earliest > self.last,
            "eb" => latest < self.first,
            _ => earliest >= self.first && latest <= self.last,
        }
    }
}

impl Compared<Timestamp> {
    fn moment(value: &str) -> Option<Self> {
        let (prefix, text) = prefixed(value);
        if let Ok(moment) = text.parse::<Timestamp>() {
            return Some(Self { prefix, first: moment, last: moment });
        }
        let date: FuzzyDate = text.parse().ok().filter(|_| !text.contains(".."))?;
        let midnight = |day: Date| day.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
        let last = midnight(date.latest().tomorrow().ok()?)?;
        Some(Self {
            prefix,
            first: midnight(date.earliest())?,
            last: Timestamp::from_nanosecond(last.as_nanosecond().checked_sub(1)?).ok()?,
        })
    }

    fn meets(&self, recorded: Timestamp) -> bool {
        let within = recorded >= self.first && recorded <= self.last;
        let after = recorded.cmp(&self.last) == Ordering::Greater;
        let before = recorded.cmp(&self.first) == Ordering::Less;
        match self.prefix {
            "ne" => !within,
            "gt" | "sa" => after,
            "lt" | "eb" => before,
            "ge" => after || within,
            "le" => before || within,
            _ => within,
        }
    }
}
