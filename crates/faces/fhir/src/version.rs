//! Versions: what each entry made of a resource.

use serde_json::{Value, json};
use terms::Sequence;

use super::Answer;
use super::outcome::Outcome;
use super::question::Question;

/// The resource as it is known, with the entry that last changed it; nothing if there is none now.
pub(super) fn current(question: &Question, id: &str) -> Option<(Sequence, Value)> {
    let view = question.register();
    let shown = question.kind.render(&view, id, question.as_at.valid)?;
    let entries = view.entries_about(question.kind.subject(id)?);
    let mut version = question.as_at.known;
    // Back to the first entry after which it was as it is now.
    for (place, entry) in entries.iter().enumerate().rev() {
        version = *entry;
        let before = place.checked_sub(1).and_then(|before| entries.get(before));
        let before = before.and_then(|before| at(question, id, *before));
        if before.as_ref() != Some(&shown) {
            break;
        }
    }
    Some((version, shown))
}

/// The entries that changed a resource, oldest first, with what each made of it; nothing where it took it away.
pub(super) fn versions(question: &Question, id: &str) -> Vec<(Sequence, Option<Value>)> {
    let Some(subject) = question.kind.subject(id) else { return Vec::new() };
    let mut versions: Vec<(Sequence, Option<Value>)> = Vec::new();
    for entry in question.register().entries_about(subject) {
        let made = at(question, id, entry);
        let before = versions.last().and_then(|(_, value)| value.as_ref());
        if before != made.as_ref() {
            versions.push((entry, made));
        }
    }
    versions
}

fn at(question: &Question, id: &str, entry: Sequence) -> Option<Value> {
    let view = question.house().register().view(entry);
    question.kind.render(&view, id, question.as_at.valid)
}

/// A resource with its `meta`.
pub(super) fn with_meta(question: &Question, version: Sequence, resource: Value) -> Value {
    put_meta(resource, question.meta(version, question.as_at.known))
}

/// An earlier version with its `meta`: it is drawn from what was known when its entry was recorded.
fn as_recorded(question: &Question, version: Sequence, resource: Value) -> Value {
    put_meta(resource, question.meta(version, version))
}

fn put_meta(mut resource: Value, meta: Value) -> Value {
    if let Some(fields) = resource.as_object_mut() {
        fields.insert("meta".to_owned(), meta);
    }
    resource
}

/// `GET [type]/[id]`.
pub(super) fn read(question: &Question) -> Result<Answer, Outcome> {
    let Some((version, resource)) = current(question, &question.id) else {
        return Err(missing(question));
    };
    Ok(Answer {
        body: with_meta(question, version, resource),
        etag: format!("\"{version}\""),
        modified: question.recorded_at(version),
        // Without a day the answer is about today, and may be another tomorrow at the same version.
        is_lasting: question.day_given,
    })
}

fn missing(question: &Question) -> Outcome {
    let (name, id) = (question.kind.name(), question.id.chars().take(64).collect::<String>());
    if versions(question, &question.id).is_empty() {
        let known = question.as_at.known;
        return Outcome::not_found(format!("There is no {name}/{id}, as known after entry {known}."));
    }
    Outcome::gone(format!(
        "{name}/{id} was there and what said so has been taken back or corrected; {name}/{id}/_history shows when."
    ))
}

/// `GET [type]/[id]/_history/[version]`.
pub(super) fn read_version(question: &Question) -> Result<Answer, Outcome> {
    let (name, id) = (question.kind.name(), &question.id);
    let wanted: Option<Sequence> = question.version.parse().ok().map(Sequence);
    let found = wanted.and_then(|wanted| versions(question, id).into_iter().find(|(entry, _)| *entry == wanted));
    match found {
        Some((entry, Some(resource))) => Ok(Answer {
            body: as_recorded(question, entry, resource),
            etag: format!("\"{entry}\""),
            modified: question.recorded_at(entry),
            is_lasting: question.day_given,
        }),
        Some((entry, None)) => Err(Outcome::gone(format!("Entry {entry} took {name}/{id} away."))),
        None => Err(Outcome::not_found(format!(
            "There is no such version of {name}; the versions are listed at {name}/[id]/_history."
        ))),
    }
}

/// `GET [type]/[id]/_history`: the versions, newest first.
pub(super) fn history(question: &Question) -> Result<Answer, Outcome> {
    let id = &question.id;
    let versions = versions(question, id);
    if versions.is_empty() {
        return Err(missing(question));
    }
    let start: usize = match &question.page {
        None => 0,
        Some(page) => page.parse().map_err(|_| Outcome::invalid("Follow the links of the page before.", "_page"))?,
    };
    let total = versions.len();
    let entries: Vec<Value> = versions
        .iter()
        .enumerate()
        .rev()
        .skip(start)
        .take(if question.only_counts { 0 } else { question.count })
        .map(|(place, (entry, resource))| version_entry(question, place, *entry, resource.as_ref()))
        .collect();
    let end = start.saturating_add(entries.len());
    let mut links = vec![json!({ "relation": "self", "url": question.href(question.page.as_deref()) })];
    if end < total && !question.only_counts {
        links.push(json!({ "relation": "next", "url": question.href(Some(&end.to_string())) }));
    }
    let last = versions.last().map_or(question.as_at.known, |(entry, _)| *entry);
    let mut body = json!({
        "resourceType": "Bundle",
        "type": "history",
        "total": total,
        "link": links,
        "meta": { "lastUpdated": question.recorded_at(last).map(|moment| moment.to_string()) },
    });
    if let (false, Some(fields)) = (entries.is_empty(), body.as_object_mut()) {
        fields.insert("entry".to_owned(), json!(entries));
    }
    Ok(Answer { body, etag: question.etag(), modified: question.recorded_at(last), is_lasting: true })
}

fn version_entry(question: &Question, place: usize, version: Sequence, resource: Option<&Value>) -> Value {
    let (name, id) = (question.kind.name(), &question.id);
    let (method, status) = match (resource, place) {
        (None, _) => ("DELETE", "204"),
        (Some(_), 0) => ("PUT", "201"),
        (Some(_), _) => ("PUT", "200"),
    };
    let mut entry = json!({
        "request": { "method": method, "url": format!("{name}/{id}") },
        "response": {
            "status": status,
            "etag": format!("W/\"{version}\""),
            "lastModified": question.recorded_at(version).map(|moment| moment.to_string()),
        },
    });
    if let Some(fields) = entry.as_object_mut() {
        if let Some(url) = question.full_url(id) {
            fields.insert("fullUrl".to_owned(), json!(url));
        }
        if let Some(resource) = resource {
            fields.insert("resource".to_owned(), as_recorded(question, version, resource.clone()));
        }
    }
    entry
}
