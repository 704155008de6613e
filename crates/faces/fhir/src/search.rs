//! Searching: which resources meet every criterion, a page at a time.

use std::cmp::Ordering;

use jiff::Timestamp;
use register::{BodyKind, Membership, View};
use serde_json::{Value, json};
use terms::{Certainty, Date, FuzzyDate, OdsCode, Sequence};

use super::Answer;
use super::outcome::Outcome;
use super::question::{Criterion, Modifier, Question};
use super::resource::{Kind, affiliation_id, code_system, part_of};
use super::value::{Token, normal, truth, unescaped};
use super::{codes, version};

/// How many bodies are looked through for one page. A page may hold fewer matches than were asked for; its `next` goes on.
const LOOKED_THROUGH_MAX: usize = 20_000;

/// Whether a criterion's values can be read.
pub(super) fn check(criterion: &Criterion) -> Result<(), String> {
    if matches!(criterion.modifier, Modifier::Missing(_)) {
        return Ok(());
    }
    for value in &criterion.values {
        match criterion.name {
            "active" if truth(value).is_none() => {
                return Err("Write true or false.".to_owned());
            }
            "_lastUpdated" if Compared::moment(value).is_none() => {
                return Err(
                    "Write a day, month, year or moment, such as ge2026-11-22 or lt2026-11-22T09:30:00Z.".to_owned()
                );
            }
            "date" if Compared::day(value).is_none() => {
                return Err(
                    "Write a day, month or year, such as ge2018-04-01; the prefixes are eq, ne, ge, gt, le, lt, sa and eb."
                        .to_owned(),
                );
            }
            "partof" | "organization" | "participating-organization" if referenced(value).is_none() => {
                return Err("Write a reference such as Organization/14Y.".to_owned());
            }
            // A code of no system may be a slip; one of a system that has it not is lawful, and finds nothing.
            "type" if is_no_type(value) => {
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

fn is_no_type(value: &str) -> bool {
    let token = Token::read(value);
    matches!(token, Token::Code(_)) && !BodyKind::ALL.iter().any(|kind| codes::kind_meets(*kind, &token))
}

/// `GET [type]`.
pub(super) fn search(question: &Question) -> Result<Answer, Outcome> {
    let view = question.register();
    let bodies = candidates(question, &view);
    if question.only_counts {
        return count(question, &view, &bodies);
    }
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

/// How many match, without them.
fn count(question: &Question, view: &View<'_>, bodies: &[OdsCode]) -> Result<Answer, Outcome> {
    let ids = bodies.iter().flat_map(|code| ids_of(question, view, *code));
    let is_timed = question.criteria.iter().any(|criterion| criterion.name == "_lastUpdated");
    if !is_timed {
        return Ok(bundle(question, Vec::new(), None, Some(ids.count())));
    }
    let ids: Vec<String> = ids.take(LOOKED_THROUGH_MAX.saturating_add(1)).collect();
    if ids.len() > LOOKED_THROUGH_MAX {
        return Err(Outcome::too_costly(format!(
            "Counting by _lastUpdated looks at {LOOKED_THROUGH_MAX} resources at most, and there are more: add a criterion."
        )));
    }
    let changed = |id: &String| version::current(question, id).is_some_and(|(version, _)| updated(question, version));
    Ok(bundle(question, Vec::new(), None, Some(ids.iter().filter(|id| changed(id)).count())))
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
    let mut asks = question.criteria.iter().filter(|criterion| !matches!(criterion.modifier, Modifier::Missing(_)));
    match asks.find_map(|criterion| named_by(question, view, criterion)) {
        Some(mut named) => {
            named.sort_unstable();
            named.dedup();
            named
        }
        None => question.site.footprint.codes(question.house(), question.as_at.known).to_vec(),
    }
}

/// The bodies that can meet a criterion, where it tells them without looking at each.
fn named_by(question: &Question, view: &View<'_>, criterion: &Criterion) -> Option<Vec<OdsCode>> {
    let referenced = || criterion.values.iter().filter_map(|value| referenced(value));
    match (criterion.name, question.kind) {
        ("_id", kind) => {
            let ids = criterion.values.iter().map(|value| Token::read(value));
            Some(ids.filter_map(|token| kind.subject(token.without_system()?)).collect())
        }
        ("identifier", _) => {
            let mut all = Vec::new();
            for value in &criterion.values {
                match Token::read(value) {
                    Token::Code(code) | Token::InSystem(_, code) => all.extend(identified(view, &code)),
                    Token::NoSystem(_) => {}
                    Token::AnyIn(_) => return None,
                }
            }
            Some(all)
        }
        ("organization", Kind::Location) | ("participating-organization", _) => Some(referenced().collect()),
        ("organization", _) => {
            Some(referenced().flat_map(|parent| view.members_ever(parent)).map(|(member, ..)| member).collect())
        }
        ("partof", _) => {
            let members = referenced().flat_map(|parent| view.members(parent, question.as_at.valid));
            Some(members.map(|member| member.code).collect())
        }
        ("name" | "address-postalcode", _) if criterion.modifier != Modifier::Contains => {
            by_words(question, view, &criterion.values)
        }
        _ => None,
    }
}

/// The bodies whose words begin with each value's: more than those that match, and never fewer. Nothing if the index cannot
/// tell, as with a single letter.
fn by_words(question: &Question, view: &View<'_>, values: &[String]) -> Option<Vec<OdsCode>> {
    let index = question.site.footprint.search_index(question.house(), question.as_at.known);
    let mut all = Vec::new();
    for value in values {
        let value = unescaped(value);
        let folded = register::fold(&value);
        let is_asked = |word: &&str| !matches!(*word, "" | "and" | "of" | "the");
        let words: Vec<&str> = folded.split(|letter: char| !letter.is_alphanumeric()).filter(is_asked).collect();
        // The last word may be the beginning of one the index leaves out.
        let last = words.last().copied().unwrap_or_default();
        let is_short = words.iter().any(|word| word.chars().count() < 2);
        if words.is_empty() || is_short || ["and", "of", "the"].iter().any(|left_out| left_out.starts_with(last)) {
            return None;
        }
        all.extend(index.find(view, &value, question.as_at.valid, usize::MAX));
    }
    Some(all)
}

/// The ids of a body's resources that meet every criterion but the time of the last change.
fn ids_of(question: &Question, view: &View<'_>, code: OdsCode) -> Vec<String> {
    let day = question.as_at.valid;
    let meets_all = |test: &dyn Fn(&Criterion) -> bool| question.criteria.iter().all(test);
    match question.kind {
        Kind::Organization | Kind::Location => {
            let meets =
                view.knows(code) && meets_all(&|criterion| body_meets(view, question.kind, code, day, criterion));
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

fn body_meets(view: &View<'_>, kind: Kind, code: OdsCode, day: Date, criterion: &Criterion) -> bool {
    let any = |test: &dyn Fn(&str) -> bool| criterion.values.iter().any(|value| test(value));
    let postcode = || view.address_on(code, day).map(|(address, _)| squeeze(&address.postcode));
    let names = || -> Vec<Box<str>> {
        let shown = view.name_on(code, day).map(|name| name.text);
        let also = if kind == Kind::Organization { view.names(code) } else { Vec::new() };
        let all = shown.into_iter().chain(also.into_iter().map(|name| name.text));
        all.filter(|name| !name.trim().is_empty()).collect()
    };
    if let Modifier::Missing(wanted) = criterion.modifier {
        let has = match criterion.name {
            "name" => !names().is_empty(),
            "address-postalcode" => postcode().is_some_and(|postcode| !postcode.is_empty()),
            "type" => view.kind_on(code, day).is_some(),
            "partof" => part_of(view, code, day).is_some(),
            "active" => view.was_open(code, day) != Certainty::Uncertain,
            _ => true,
        };
        return has != wanted;
    }
    match criterion.name {
        "_id" => any(&|id| Token::read(id).without_system() == Some(code.as_str())),
        "identifier" => any(&|value| identifier_meets(view, kind, code, &Token::read(value))),
        "name" => {
            let names = names();
            any(&|wanted| names.iter().any(|name| string_meets(name, &unescaped(wanted), criterion.modifier)))
        }
        "address-postalcode" => {
            let (written, postcode) = (view.address_on(code, day), postcode());
            any(&|wanted| {
                let wanted = unescaped(wanted);
                let squeezed = squeeze(&wanted);
                postcode.as_ref().is_some_and(|postcode| match criterion.modifier {
                    Modifier::Exact => written.as_ref().is_some_and(|(address, _)| address.postcode.trim() == wanted),
                    Modifier::Contains => postcode.contains(&squeezed),
                    _ => postcode.starts_with(&squeezed),
                })
            })
        }
        "type" => {
            any(&|value| view.kind_on(code, day).is_some_and(|kind| codes::kind_meets(kind, &Token::read(value))))
        }
        "partof" => any(&|value| referenced(value).is_some_and(|parent| part_of(view, code, day) == Some(parent))),
        "organization" => any(&|value| referenced(value) == Some(code)),
        "active" => any(&|wanted| is_sure(view.was_open(code, day)).is_some_and(|is| truth(wanted) == Some(is))),
        _ => true,
    }
}

fn membership_meets(member: OdsCode, held: &Membership, day: Date, criterion: &Criterion) -> bool {
    let any = |test: &dyn Fn(&str) -> bool| criterion.values.iter().any(|value| test(value));
    if let Modifier::Missing(wanted) = criterion.modifier {
        let has = match criterion.name {
            "date" => held.period.from().is_some() || held.period.to().is_some(),
            "active" => held.period.contains(day) != Certainty::Uncertain,
            _ => true,
        };
        return has != wanted;
    }
    match criterion.name {
        "_id" => any(&|id| Token::read(id).without_system() == Some(&affiliation_id(member, held))),
        "organization" => any(&|value| referenced(value) == Some(held.parent)),
        "participating-organization" => any(&|value| referenced(value) == Some(member)),
        "role" => any(&|value| codes::tie_meets(held.tie, &Token::read(value))),
        "active" => any(&|wanted| is_sure(held.period.contains(day)).is_some_and(|is| truth(wanted) == Some(is))),
        "date" => any(&|value| Compared::day(value).is_some_and(|compared| compared.holds(held))),
        _ => true,
    }
}

fn is_sure(certainty: Certainty) -> Option<bool> {
    match certainty {
        Certainty::Yes => Some(true),
        Certainty::No => Some(false),
        Certainty::Uncertain => None,
    }
}

fn string_meets(text: &str, wanted: &str, modifier: Modifier) -> bool {
    match modifier {
        Modifier::Exact => text == wanted,
        Modifier::Contains => normal(text).contains(&normal(wanted)),
        _ => normal(text).starts_with(&normal(wanted)),
    }
}

fn squeeze(postcode: &str) -> String {
    postcode.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The bodies that have a value as their code or as a GSS code.
fn identified(view: &View<'_>, value: &str) -> Vec<OdsCode> {
    let by_code = value.parse::<OdsCode>().ok().filter(|code| view.knows(*code));
    let by_gss = value.parse().ok().and_then(|gss| view.by_gss(gss));
    by_code.into_iter().chain(by_gss).collect()
}

/// Whether one of a body's identifiers is the one asked for. Codes are compared in capitals, as they are written.
fn identifier_meets(view: &View<'_>, kind: Kind, code: OdsCode, token: &Token) -> bool {
    let capitals = match token {
        Token::Code(value) => Token::Code(value.trim().to_uppercase()),
        Token::InSystem(system, value) => Token::InSystem(system.clone(), value.trim().to_uppercase()),
        other => other.clone(),
    };
    let own = capitals.meets(code_system(code), code.as_str());
    own || (kind == Kind::Organization
        && view.gss_codes(code).iter().any(|gss| capitals.meets(codes::GSS_CODE, gss.as_str())))
}

/// The body a reference names: `Organization/14Y`, `14Y`, or an address that ends so.
fn referenced(value: &str) -> Option<OdsCode> {
    let value = unescaped(value);
    let (kind, id) = value.rsplit_once('/').map_or((None, value.as_str()), |(kind, id)| (Some(kind), id));
    let is_body = kind.is_none_or(|kind| kind == "Organization" || kind.ends_with("/Organization"));
    is_body.then(|| id.parse().ok()).flatten()
}

fn updated(question: &Question, version: Sequence) -> bool {
    let Some(recorded) = question.recorded_at(version) else { return true };
    question.criteria.iter().filter(|criterion| criterion.name == "_lastUpdated").all(|criterion| {
        if let Modifier::Missing(wanted) = criterion.modifier {
            return !wanted;
        }
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
        let date: FuzzyDate = text.parse().ok().filter(|_| !text.contains(".."))?;
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
            // R4: the range searched for contains the whole of the value's, or does not.
            "ne" => !(earliest >= self.first && latest <= self.last),
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
